"""Writing into the firm's manifests: edits of single places, whole or not at all.

Promises: a file is written only where every edit of it fits what it says now and the result is read without error;
marks and line ends stay as they were. Does not: know what is edited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from provisioner.formats.yaml_source import read_documents
from provisioner.model.diagnostics import has_errors
from provisioner.model.errors import UsageError
from provisioner.runtime.platform import write_durably
from provisioner.runtime.refusals import REFUSALS

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class FileEdit:
    """One file before and after."""

    name: str
    """As it is told, from the project's root."""
    before: str
    """Its text; empty where there was no such file."""
    after: str
    """Its text then."""


def edited(root: Path, name: str, edit: Callable[[str], str | None]) -> FileEdit | None:
    """What `edit` would make of the file; None where it cannot be edited so."""
    try:
        before = (root / name).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    mark = _MARK if before.startswith(_MARK) else ""
    after = edit(before.removeprefix(_MARK))
    if after is None or has_errors(read_documents(after, name)[1]):
        return None
    return FileEdit(name, before, mark + after)


def write(root: Path, edits: Iterable[FileEdit]) -> None:
    """Writes them. UsageError where a file is not what it was when the edit was made, or cannot be written."""
    for edit in edits:
        target = (root / edit.name).resolve()  # what a link stands for is written, and the link stays
        try:
            there = target.read_bytes().decode("utf-8") if edit.before or target.exists() else ""
            if there != edit.before:
                raise UsageError.of(REFUSALS("file-moved", file=edit.name))
            write_durably(target, edit.after.encode("utf-8"), like=target if target.exists() else None)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UsageError.of(REFUSALS("not-written", file=edit.name, error=reason)) from error


def put_back(root: Path, edits: Iterable[FileEdit]) -> None:
    """The files as they were before; what did not exist is gone again. UsageError as of `write`."""
    for edit in edits:
        if edit.before:
            write(root, [FileEdit(edit.name, edit.after, edit.before)])
        else:
            (root / edit.name).unlink(missing_ok=True)
