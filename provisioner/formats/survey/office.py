"""What was found in the office's own account, put into the document that somebody wrote for it.

Promises: lines are added and none is changed; where they cannot be added with certainty, None says so. Does not: know
what an office key is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from provisioner.formats.survey.found import section_lines
from provisioner.formats.yaml_edit import insert_lines, scalar
from provisioner.model.manifest import Declaration, Declared, Office, Section

_END: Final = re.compile(r"(?:---|\.\.\.)(?:\s|$)")


def with_declarations(text: str, office: Office, declared: Iterable[Declared]) -> str | None:
    """The file's text with `declared` in the office's document; None where a section's form leaves no room."""
    found = tuple(declared)
    edits: list[tuple[int, list[str]]] = []
    for section, there in ((Section.OFFICE_KEYS, office.office_keys), (Section.INTEGRATIONS, office.integrations)):
        items = [item for item in found if item.section is section]
        if not items:
            continue
        lines = text.splitlines()
        if there:
            place = _first(lines, section, there)
            if place is None:
                return None
            edits.append((place[0], section_lines(items, place[1])))
        elif any(line.startswith(f"{section.value}:") for line in _document(lines, office)):
            return None  # an empty section, in whatever form
        else:
            start = office.source.line - 1
            last = start + len(list(_document(lines, office)))
            edits.append((last, [f"{section.value}:", *section_lines(items)]))
    # The last place first, so that the others stay where they are; of one place what comes last in it.
    for _, (after, added) in sorted(enumerate(edits), key=lambda one: (one[1][0], one[0]), reverse=True):
        text = insert_lines(text, after, added)
    return text


def with_office(text: str, name: str, declared: Iterable[Declared]) -> str:
    """The file's text with a document for the office behind what stands there, with these keys in it."""
    holds = any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())
    lines = ["kind: Office", f"name: {scalar(name)}", f"{Section.OFFICE_KEYS.value}:", *section_lines(declared)]
    return insert_lines(text, len(text.splitlines()), ["---", *lines] if holds else lines)


def _first(lines: list[str], section: Section, there: tuple[Declaration, ...]) -> tuple[int, str] | None:
    """Behind which line the section's first entry stands, and its indentation; None where it stands in a flow."""
    source = min((item.source for item in there), key=lambda one: one.line)
    before = lines[source.line - 1][: source.column - 1]
    above = [line for line in lines[: source.line - 1] if line.strip() and not line.lstrip().startswith("#")]
    alone = bool(above) and bool(re.fullmatch(rf"{section.value}:\s*(?:#.*)?", above[-1]))
    return (source.line - 1, before) if before.strip() == "" and before and alone else None


def _document(lines: list[str], office: Office) -> Iterator[str]:
    """The lines of the office's document."""
    for line in lines[office.source.line - 1 :]:
        if _END.match(line):
            return
        yield line
