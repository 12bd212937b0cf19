"""Diagnostics as JUnit XML, which every pipeline can show as tests: one a file.

Promises: well-formed whatever a file's name or a value holds; a file with an error is a failed test, one with warnings
alone is a passed one that says them. Does not: read or write a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from provisioner.model.diagnostics import Diagnostic, Severity
from provisioner.reports.checked import Checked

SUITE = "provisioner validate"


def render(checked: Checked) -> str:
    """The document."""
    by_file: dict[str, list[Diagnostic]] = {file: [] for file in checked.files}
    for found in checked.diagnostics:
        by_file.setdefault(found.source.file if found.source is not None else "", []).append(found)
    failed = sum(any(_is_error(found) for found in group) for group in by_file.values())
    counts = f'tests="{len(by_file)}" failures="{failed}" errors="0" skipped="0"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="{SUITE}" {counts}>',
        f'  <testsuite name="{SUITE}" {counts}>',
        *(line for file in sorted(by_file) for line in _case(file, by_file[file], checked)),
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _is_error(found: Diagnostic) -> bool:
    return found.severity is Severity.ERROR


def _case(file: str, group: list[Diagnostic], checked: Checked) -> Iterator[str]:
    """One file; what has no place belongs to the project as a whole."""
    path = f' file="{_text(checked.path(file))}"' if file else ""
    opening = f'    <testcase classname="provisioner.validate" name="{_text(file or "project")}"{path}'
    if not group:
        yield f"{opening}/>"
        return
    yield f"{opening}>"
    errors = [found for found in group if _is_error(found)]
    others = [found for found in group if not _is_error(found)]
    if errors:
        more = f" (+{len(errors) - 1})" if len(errors) > 1 else ""
        summary = checked.paragraphs(errors[0])[0]
        yield f'      <failure type="{_text(errors[0].code)}" message="{_text(summary + more)}">'
        yield _text("\n\n".join(_told(found, checked) for found in errors))
        yield "      </failure>"
    if others:
        yield "      <system-out>"
        yield _text("\n\n".join(_told(found, checked) for found in others))
        yield "      </system-out>"
    yield "    </testcase>"


def _told(found: Diagnostic, checked: Checked) -> str:
    place = f"{checked.place(found.source)}: " if found.source is not None else ""
    first, *rest = checked.paragraphs(found)
    return "\n".join([f"{place}{first} [{found.code}]", *(f"  {line}" for line in rest)])


def _text(text: str) -> str:
    """For an element or an attribute; a character that XML has no way to write is left out."""
    return escape("".join(sign for sign in text if sign in "\n\t" or sign.isprintable()))
