"""Days as a calendar file, as RFC 5545 has it.

Promises: lines end in CR LF and are folded after 75 octets, never inside a letter; text is escaped; an event keeps its
UID from one export to the next, so that a calendar that subscribes replaces it instead of doubling it. Each event is a
whole day and blocks nobody's time. Does not: know what the days are about, or carry alarms and people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

PRODUCT: Final = "-//provisioner//EN"
_OCTETS: Final = 75
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One day on which something is to be thought of."""

    uid: str
    """The same for the same thing, always; another for everything else."""
    day: date
    """Which."""
    summary: str
    """On one line."""
    description: str = ""
    """As many lines as it takes."""
    categories: tuple[str, ...] = ()
    """Words to filter by."""


def render(name: str, events: Iterable[CalendarEvent], stamped: datetime, language: str = "en") -> str:
    """The calendar called `name`; `stamped` is when it was made."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME;LANGUAGE={language}:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        *(line for event in events for line in _event(event, stamped)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(event: CalendarEvent, stamped: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{stamped.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(event.day)}"
    if event.day < date.max:
        yield f"DTEND;VALUE=DATE:{_day(event.day + timedelta(days=1))}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.categories:
        yield f"CATEGORIES:{','.join(map(_text, event.categories))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(text: str) -> str:
    """`text` escaped; of what is no letter, only line feeds and tabs may stand in a calendar."""
    fed = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in fed if letter in "\n\t" or letter.isprintable()).translate(_ESCAPES)


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets; every part but the first begins with a blank."""
    part, octets = "", 0
    for letter in line:
        size = len(letter.encode("utf-8", "surrogatepass"))
        if octets + size > _OCTETS:
            yield part
            part, octets = " ", 1
        part += letter
        octets += size
    yield part
