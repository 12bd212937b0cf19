"""Guests that were installed beside us, by their entry point.

Promises: finds exactly what `importlib.metadata` finds. That module costs more than all the rest of a command that has
nothing to do, so it is asked only where a look at the installed packages says that there is somebody, or where the look
cannot tell. Does not: load anybody.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


def find_strangers(group: str) -> Iterable[EntryPoint]:
    """Every entry point of `group`."""
    if not _may_be_there(group):
        return ()
    from importlib.metadata import entry_points  # noqa: PLC0415  # see above

    return entry_points(group=group)


def _may_be_there(group: str) -> bool:
    """Whether some installed package may have an entry point of `group`; True where that cannot be told cheaply."""
    plain_finders = {PathFinder, *(finder for finder in sys.meta_path if not hasattr(finder, "find_distributions"))}
    if any(finder not in plain_finders for finder in sys.meta_path):
        return True
    header = f"[{group}]".encode()
    return any(_directory_may_have(entry or os.curdir, header) for entry in sys.path)


def _directory_may_have(directory: str, header: bytes) -> bool:
    try:
        names = os.listdir(directory)  # noqa: PTH208  # pathlib is slower, and this is all about speed
    except NotADirectoryError:
        return os.path.basename(directory) != _STANDARD_LIBRARY  # noqa: PTH119  # a zip may hold packages
    except OSError:
        return False
    for name in names:
        if name.endswith((".dist-info", ".egg-info")):
            try:
                path = f"{directory}{os.sep}{name}{os.sep}entry_points.txt"
                with open(path, "rb") as file:  # noqa: PTH123  # as above
                    if header in file.read():
                        return True
            except OSError:
                continue
        elif name.endswith(".egg"):
            return True
    return False


_STANDARD_LIBRARY = f"python{sys.version_info.major}{sys.version_info.minor}.zip"
