"""The project's files in one style.

Promises: a file is replaced whole or not at all, and keeps its permissions; one that changes while it is looked at,
or that cannot be read without error, is left as it is and told of. Does not: touch a file that no one named and that
is no manifest, or know the style (formats/yaml_style.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from provisioner.formats.yaml_source import decode_text
from provisioner.formats.yaml_style import restyle
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange, has_errors
from provisioner.runtime.files import project_files, read_once
from provisioner.runtime.platform import write_durably
from provisioner.runtime.words import WORDS


@dataclass(frozen=True, slots=True)
class Restyled:
    """One file."""

    path: Path
    """Which."""
    name: str
    """As it is told, from the project's root."""
    before: str = ""
    """Its text, with line feeds."""
    after: str = ""
    """The same in the style of the house."""
    changes: bool = False
    """Whether its bytes are, or would be, others."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Why it was left alone, if it was."""


def restyle_files(root: Path, files: tuple[Path, ...] = (), *, write: bool) -> Iterator[Restyled]:
    """Each of `files`, or each file of the project in `root`, written in the style where `write` says so.

    A manifest that is a link to a file elsewhere is somebody else's, unless it is named.
    """
    for path in files or (path for path in project_files(root) if path.resolve().is_relative_to(root)):
        yield _restyle_file(path, _name(root, path), write=write)


def _restyle_file(path: Path, name: str, *, write: bool) -> Restyled:
    target = path.resolve()  # what a link stands for is written, and the link stays
    try:
        with target.open("rb", buffering=0) as file:
            data, _ = read_once(file)  # of a file too large no more than shows that it is
        text, problems = decode_text(data, name)
        if text is None:
            return Restyled(path, name, diagnostics=problems)
        styled, problems = restyle(text, name)
        if has_errors(problems):
            return Restyled(path, name, text, text, diagnostics=problems)
        new = styled.encode()
        if new == data:
            return Restyled(path, name, text, text)
        if write:
            if target.read_bytes() != data:
                return Restyled(path, name, text, text, diagnostics=(_told("file-changed-meanwhile", name),))
            write_durably(target, new, like=target)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Restyled(path, name, diagnostics=(_told("file-not-styled", name, error=reason),))
    return Restyled(path, name, text, styled, changes=True)


def _told(code: str, name: str, **values: object) -> Diagnostic:
    return WORDS(code, Place(SourceRange(name, 1, 1)), file=name, **values)


def _name(root: Path, path: Path) -> str:
    try:
        return path.resolve().relative_to(root).as_posix()
    except ValueError:
        return path.as_posix()
