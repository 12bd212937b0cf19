"""What `[PROJECT | FILE...]` means.

Promises: one project, or files of one. Does not: open anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from provisioner.cli.refusals import REFUSALS
from provisioner.model.errors import UsageError


def split_paths(paths: tuple[Path, ...], named: Path | None) -> tuple[Path | None, tuple[Path, ...]]:
    """The project and the files; where `-C` has not `named` it, the project is that of the first file."""
    directories = [path for path in paths if path.is_dir()]
    files = tuple(path for path in paths if not path.is_dir())
    if directories and len(paths) > 1:
        raise UsageError.of(REFUSALS("several-projects"))
    if directories:
        return directories[0], ()
    return (files[0].parent if files and named is None else None), files


def refuse_strangers(files: tuple[Path, ...], root: Path, taken: Iterable[Path] | None = None) -> None:
    """UsageError for a file that is not below the project's `root`, or that is none of those it has
    `taken` in, where that matters."""
    known = {path.resolve() for path in taken} if files and taken is not None else None
    for path in files:
        if not path.resolve().is_relative_to(root):
            raise UsageError.of(REFUSALS("not-in-project", path=path, root=root))
        if known is not None and path.exists() and path.resolve() not in known:
            raise UsageError.of(REFUSALS("no-manifest", path=path))
