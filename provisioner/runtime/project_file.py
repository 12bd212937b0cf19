"""The project file: which of its documents the project is, and everything that is wrong with it.

Promises: where the project is wrong, what else can be seen is told in the same run: its other stages, and the shape of
the manifests that it names. Does not: open what the project chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from provisioner.formats.manifest_format import provider_name, to_manifests, to_project
from provisioner.formats.manifest_project import patterns
from provisioner.formats.yaml_source import Document, decode_text
from provisioner.model.diagnostics import BOKMAL, ENGLISH, Diagnostic, Place, SourceRange, has_errors, sort_unique
from provisioner.model.errors import ManifestInvalid, UsageError
from provisioner.model.manifest import Project
from provisioner.runtime.checking import Checking
from provisioner.runtime.files import PROJECT_FILE, Sources, find_project, manifest_files, read_files
from provisioner.runtime.guests.choices import unknown_choices
from provisioner.runtime.guests.registry import Registry
from provisioner.runtime.words import WORDS

_LANGUAGE: Final = re.compile(r"""^language:[ \t]*["']?([a-z]{2})\b""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ProjectReading:
    """What it takes to understand the project file."""

    root: Path
    """The directory it is in."""
    source: Sources
    """What stands in it."""
    checking: Checking
    """The manifest language, as far as the project says which."""
    registry: Registry
    """Whom it may choose from."""


def project_document(found: tuple[Document, ...]) -> Document | None:
    """Of what the project file holds, the project; what comes first where nothing says that it is one."""
    return next((item for item in found if item.root.text("kind") == "Project"), found[0] if found else None)


def language_of(source: Sources, root: Path) -> str:
    """The language that the project in `root` asks for, whatever else is wrong with it; else English."""
    document = project_document(source.documents)
    said = document.root.text("language") if document is not None else _written_language(root)
    return BOKMAL if said == BOKMAL else ENGLISH


def language_at(directory: Path) -> str:
    """The same for the project that is found from `directory` upward; English where there is none."""
    try:
        root = find_project(directory)
    except UsageError:
        return ENGLISH
    return language_of(read_files(root, (root / PROJECT_FILE,)), root)


def _written_language(root: Path) -> str:
    """What the project file says of it where it is no YAML: what is wrong with it is told in that language, too."""
    try:
        text, _ = decode_text((root / PROJECT_FILE).read_bytes(), PROJECT_FILE)
    except OSError:
        return ""
    found = _LANGUAGE.search(text or "")
    return found[1] if found is not None else ""


def refuse_empty(source: Sources) -> None:
    """ManifestInvalid where the project file holds no document that could be read."""
    if not source.documents:
        empty = WORDS("project-empty", Place(SourceRange(PROJECT_FILE, 1, 1)), file=PROJECT_FILE)
        raise ManifestInvalid(source.diagnostics or (empty,))


def read_project(reading: ProjectReading) -> Project:
    """The project. ManifestInvalid with everything that can be seen from here."""
    document = project_document(reading.source.documents)
    assert document is not None, "a file without documents was refused"
    problems = [*reading.source.diagnostics, *reading.checking.check(document)]
    project, found = to_project(document)
    if project is not None and not has_errors((*problems, *found)):
        return project
    later = [*found, *unknown_choices(document.root, reading.registry)]
    problems += _elsewhere(later, problems)
    raise ManifestInvalid(sort_unique((*problems, *_of_others(reading, document, project))))


def _elsewhere(later: Iterable[Diagnostic], told: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What was found later, but for what stands on a line that something was told of: that is the same mistake."""
    lines = {_line(problem) for problem in told}
    whole = any(problem.source is not None for problem in told)
    for problem in later:
        if _line(problem) not in lines and not (whole and problem.code == "not-a-project"):
            yield problem


def _line(problem: Diagnostic) -> tuple[str, int] | None:
    return (problem.source.file, problem.source.line) if problem.source is not None else None


def _of_others(reading: ProjectReading, own: Document, project: Project | None) -> Iterator[Diagnostic]:
    """What is wrong with the other documents by themselves, and with their names where the project is one at all.

    Without the provider's part of the language nobody can say what belongs in them.
    """
    if provider_name(own) not in reading.registry.providers:
        return
    sources = read_files(reading.root, manifest_files(reading.root, patterns(own.root)))
    yield from sources.diagnostics
    others = (*(item for item in reading.source.documents if item is not own), *sources.documents)
    sound = []
    for document, found in reading.checking.check_all(others, are_all=False):
        yield from found
        if not has_errors(found):
            sound.append(document)
    if project is not None:
        yield from to_manifests(project, sound)[1]
