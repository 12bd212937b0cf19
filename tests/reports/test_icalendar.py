"""The calendar is read back by a small parser that follows RFC 5545 by itself and shares nothing with the writer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from provisioner.reports.icalendar import CalendarEvent, render

TEXT = st.text(st.characters(codec="utf-8"), max_size=200)
STAMPED = datetime(2026, 11, 22, 13, 5, 9, tzinfo=timezone(timedelta(hours=1)))
LINE = re.compile(
    r"(?P<name>[A-Za-z0-9-]+)(?P<parameters>(?:;[A-Za-z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*))*):(?P<value>.*)", re.DOTALL
)


@dataclass
class Component:
    """One BEGIN … END."""

    name: str
    properties: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By name: parameters and the raw value."""
    inside: list[Component] = field(default_factory=list)

    def text(self, name: str) -> str:
        """A TEXT value, unescaped as 3.3.11 says."""
        raw = self.properties[name][1]
        assert re.fullmatch(r"(?:[^\\;,\x00-\x08\x0a-\x1f\x7f]|\\[\\;,nN])*", raw), raw
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], raw)


def parse(data: bytes) -> Component:
    """One VCALENDAR; an assertion fails where the text is none."""
    assert data.endswith(b"\r\n")
    physical = data.split(b"\r\n")[:-1]
    assert all(b"\n" not in line and b"\r" not in line for line in physical), "3.1: lines end in CR LF and nothing else"
    assert all(len(line) <= 75 for line in physical), "3.1: no more than 75 octets"
    assert all(part.decode() for part in physical), "a letter is never cut in two"
    lines = data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    stack = [Component("")]
    for line in lines:
        found = LINE.fullmatch(line)
        assert found is not None, line
        name, value = found["name"].upper(), found["value"]
        if name == "BEGIN":
            stack.append(Component(value))
        elif name == "END":
            done = stack.pop()
            assert done.name == value
            stack[-1].inside.append(done)
        else:
            assert name not in stack[-1].properties, f"{name} may stand once"
            stack[-1].properties[name] = found["parameters"], value
    (calendar,) = stack[0].inside
    return calendar


def test_a_calendar_has_what_it_must_have() -> None:
    event = CalendarEvent("k#1@firm", date(2026, 12, 31), "Huma expires, soon; really", "one\ntwo\\three", ("a", "b,c"))
    text = render("Fjord: nøkler", [event], STAMPED, "nb")
    calendar = parse(text.encode())
    assert calendar.name == "VCALENDAR"
    assert calendar.properties["VERSION"] == ("", "2.0")
    assert "PRODID" in calendar.properties
    assert calendar.text("X-WR-CALNAME") == "Fjord: nøkler"
    (found,) = calendar.inside
    assert found.name == "VEVENT"
    assert found.properties["DTSTAMP"] == ("", "20261122T120509Z")
    assert found.properties["DTSTART"] == (";VALUE=DATE", "20261231")
    assert found.properties["DTEND"] == (";VALUE=DATE", "20270101")
    assert found.text("UID") == "k#1@firm"
    assert found.text("SUMMARY") == "Huma expires, soon; really"
    assert found.text("DESCRIPTION") == "one\ntwo\\three"
    assert found.properties["CATEGORIES"] == ("", "a,b\\,c")
    assert found.properties["TRANSP"] == ("", "TRANSPARENT")


def test_nothing_is_a_calendar_too() -> None:
    assert parse(render("x", [], datetime(2026, 1, 1, tzinfo=UTC)).encode()).inside == []


def test_the_last_day_there_is_has_no_next() -> None:
    calendar = parse(render("x", [CalendarEvent("u", date.max, "s")], STAMPED).encode())
    assert calendar.inside[0].properties["DTSTART"] == (";VALUE=DATE", "99991231")
    assert "DTEND" not in calendar.inside[0].properties


@given(
    TEXT,
    TEXT,
)
def test_whatever_is_said_comes_back(summary: str, description: str) -> None:
    event = CalendarEvent("u", date(2026, 1, 1), summary, description)
    (found,) = parse(render("x", [event], STAMPED).encode()).inside

    def kept(text: str) -> str:
        fed = text.replace("\r\n", "\n").replace("\r", "\n")
        return "".join(letter for letter in fed if letter in "\n\t" or letter.isprintable())

    assert found.text("SUMMARY") == kept(summary)
    assert (found.text("DESCRIPTION") if "DESCRIPTION" in found.properties else "") == kept(description)
