"""`provisioner doctor`: how everything stands that a run rests on, and what the next level would take.

Promises: only reads; a line for each thing, in words that need no colour. Does not: change a setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from provisioner.cli import machine
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.options import format_option
from provisioner.cli.words import TABLE, Words
from provisioner.reports.plain import Paint, paragraphs, wrap

if TYPE_CHECKING:
    from provisioner.spi.doctor import DoctorLine, DoctorReport

_SIGNS: Final = {"ok": "✓", "note": "·", "unknown": "?", "warning": "!", "wrong": "✗"}
_STYLES: Final = {"ok": "green", "note": "faint", "unknown": "faint", "warning": "bold-yellow", "wrong": "bold-red"}
_LEAST: Final = 40
"""Columns for what is said, however narrow the terminal is."""


@click.command("doctor", cls=Verb, short_help="Find out how everything stands, and how far the credentials reach.")
@format_option
@pass_invocation
def command(invocation: Invocation, format_: str) -> int:
    """Find out how everything stands that a run rests on, how far the credentials reach, and what the next level would
    take."""
    from provisioner.runtime.first_day.examining import examine

    with invocation.workspace() as workspace:
        report = examine(workspace)
    console, words = invocation.console, invocation.words
    wrong = sum(line.health.value == "wrong" for line in report.lines)
    if format_ == "json":
        console.machine(machine.document(_document(report)))
    else:
        paint = Paint(console.has_colour(console.stdout))
        console.out("\n".join((*_lines(report, words, paint, console.width), "")) + "\n")
        console.out(words("doctor-level", level=report.level or words("doctor-level-unknown")))
        console.out(words("doctor-wrong", count=wrong) if wrong else words("doctor-fine"))
    return ExitCode.ERROR if wrong else ExitCode.OK


def _about(topic: str, words: Words) -> str:
    """What people call a topic; a plugin's own is called what it calls it."""
    key = f"about-{topic}"
    return words(key) if key in TABLE else topic


def _lines(report: DoctorReport, words: Words, paint: Paint, width: int) -> Iterator[str]:
    standing = {line.health.value: words(f"health-{line.health.value}") for line in report.lines}
    first = max((len(text) for text in standing.values()), default=0)
    second = max((len(_about(line.topic, words)) for line in report.lines), default=0)
    for line in report.lines:
        health = line.health.value
        yield from _one(line, (standing[health], first, _about(line.topic, words), second), words, (paint, width))


def _one(line: DoctorLine, columns: tuple[str, int, str, int], words: Words, how: tuple[Paint, int]) -> Iterator[str]:
    told, health, (paint, width) = line.finding.told_in(words.language), line.health.value, how
    standing, first, about, second = columns
    mark = f"{_SIGNS[health]} {standing:<{first}}"
    head = f"{mark}  {about:<{second}}  "
    indent = " " * len(head)
    wide = max(width, len(head) + _LEAST)
    summary, *rest = wrap(told.summary, wide, head, indent)
    yield paint(mark, _STYLES[health]) + summary[len(mark) :]
    yield from rest
    yield from paragraphs(told.detail, wide, indent)
    if told.hint:
        yield from wrap(words("hint-line", hint=told.hint), wide, indent, indent + "  ")


def _document(report: DoctorReport) -> dict[str, machine.Json]:
    lines: list[machine.Json] = [
        {
            "topic": line.topic,
            "health": line.health.value,
            "code": line.finding.code,
            "summary": line.finding.text.summary,
            "detail": line.finding.text.detail,
            "hint": line.finding.text.hint,
        }
        for line in report.lines
    ]
    return {"level": report.level or None, "lines": lines, **machine.verdict(report.findings)}
