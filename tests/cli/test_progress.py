"""Progress: silent for a second, then one line on a terminal and a plain line now and then elsewhere."""

from __future__ import annotations

import threading

import pytest

from provisioner.cli import progress
from provisioner.cli.progress import Progress, RichDisplay
from provisioner.cli.words import Words
from provisioner.spi.events import Event, EventKind
from tests.cli.driver import Stream, a_console
from tests.cli.samples import BAKERY, KEY, NOW


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def watching(*, terminal: bool = False) -> tuple[Progress, Clock, Stream]:
    console, _, err = a_console(terminal=terminal)
    clock = Clock()
    return Progress(console, Words("en"), clock), clock, err


def event(kind: EventKind, done: int = 0, total: int = 0, message: str = "") -> Event:
    return Event(kind, NOW, BAKERY, KEY, message, done, total)


def test_elsewhere_a_plain_line_every_few_seconds() -> None:
    watched, clock, err = watching()
    watched.observe(event(EventKind.REFRESH_COMPLETE, 3, 12))
    for clock.seconds in (0.5, 1.5, 4.9):
        watched.tick()
    assert err.text == ""
    for clock.seconds in (5.0, 7.0, 9.9):
        watched.tick()
    assert err.text == f"Reading accounts: 3 of 12 · {KEY} (5 s)\n"
    watched.speak(Words("nb"))
    watched.observe(event(EventKind.APPLY_START, message="noe\x1b skjer"))
    clock.seconds = 10.0
    watched.tick()
    assert err.text.splitlines()[1] == "Gjennomfører: 3 av 12 · noe\\u001b skjer (10 s)"


def test_waiting_says_why_nothing_happens_and_not_that_something_else_does() -> None:
    watched, clock, err = watching()
    watched.observe(event(EventKind.REFRESH_COMPLETE, 3, 12))
    watched.observe(event(EventKind.WAITING, message="waits until 10:00:31 UTC"))
    clock.seconds = 6.0
    watched.tick()
    assert err.text == "Reading accounts: 3 of 12 · waits until 10:00:31 UTC (6 s)\n"


def test_what_takes_long_says_how_long_and_once_how_to_look_at_fewer() -> None:
    watched, clock, err = watching()
    watched.observe(event(EventKind.REFRESH_START, 0, 300))
    clock.seconds = 12.0
    watched.observe(event(EventKind.REFRESH_COMPLETE, 2, 300))
    watched.tick()
    clock.seconds = 24.0
    watched.observe(event(EventKind.REFRESH_COMPLETE, 4, 300))
    watched.tick()
    clock.seconds = 1740.0
    watched.observe(event(EventKind.REFRESH_COMPLETE, 290, 300))
    watched.tick()
    early, advice, told, late = err.text.splitlines()
    assert early == f"Reading accounts: 2 of 300 · {KEY} (12 s)"
    assert advice.startswith("Reading 300 accounts takes about 30 min more; `--client NAME` looks at one client")
    assert told == f"Reading accounts: 4 of 300 · {KEY}, about 30 min left (24 s)"
    assert late == f"Reading accounts: 290 of 300 · {KEY} (1740 s)", "a minute is not worth a word"


def test_what_is_left_is_counted_anew_when_something_else_begins() -> None:
    watched, clock, err = watching()
    watched.observe(event(EventKind.REFRESH_COMPLETE, 300, 300))
    clock.seconds = 600.0
    watched.observe(event(EventKind.APPLY_START, 1, 300))
    clock.seconds = 606.0
    watched.tick()
    assert err.text == f"Applying: 1 of 300 · {KEY} (606 s)\n"
    clock.seconds = 630.0
    watched.tick()
    assert err.text.splitlines()[1:] == [f"Applying: 1 of 300 · {KEY}, about 150 min left (630 s)"]


def test_before_any_event_there_is_a_line_too() -> None:
    watched, clock, err = watching()
    clock.seconds = 6.0
    watched.tick()
    assert err.text == "Working (6 s)\n"


def test_what_is_no_progress_changes_nothing() -> None:
    watched, clock, err = watching()
    watched.observe(event(EventKind.DIAGNOSTIC, 1, 1))
    clock.seconds = 6.0
    watched.tick()
    assert err.text == "Working (6 s)\n"


class Display:
    """Remembers what it was told."""

    def __init__(self, console: object) -> None:
        self.lines: list[str | None] = []

    def show(self, text: str) -> None:
        self.lines.append(text)

    def hide(self) -> None:
        self.lines.append(None)


def test_a_terminal_has_one_line_that_goes_away_when_a_person_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Display] = []

    def display(console: object) -> Display:
        made.append(Display(console))
        return made[-1]

    monkeypatch.setattr(progress, "RichDisplay", display)
    watched, clock, err = watching(terminal=True)
    clock.seconds = 0.9
    watched.tick()
    assert made == []
    clock.seconds = 1.0
    watched.tick()
    with watched.paused():
        clock.seconds = 2.0
        watched.tick()
    watched.tick()
    assert made[0].lines == ["Working (1 s)", None, "Working (2 s)"]
    assert err.text == ""


def still_running(before: set[threading.Thread], wait_seconds: float = 10) -> set[threading.Thread]:
    """Threads that came since and have not ended; servers of other tests may have threads of their own."""
    for thread in set(threading.enumerate()) - before:
        thread.join(wait_seconds)  # it has been told to end
    return set(threading.enumerate()) - before


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_rich_shows_and_takes_away(encoding: str) -> None:
    console, _, err = a_console(terminal=True, encoding=encoding, variables={"TERM": "xterm"})
    before = set(threading.enumerate())
    display = RichDisplay(console)
    display.hide()
    assert err.text == ""
    display.show("first [bold]")
    display.show("second")
    display.hide()
    display.hide()
    assert "first [bold]" in err.text or "second" in err.text
    assert still_running(before) == set()


def test_its_thread_ticks_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "TICK_SECONDS", 0.001)
    watched, _, err = watching()
    ticked = threading.Event()
    monkeypatch.setattr(watched, "tick", ticked.set)
    before = set(threading.enumerate())
    with watched:
        assert ticked.wait(10)
        assert still_running(before, wait_seconds=0)
    assert still_running(before) == set()
    assert err.text == ""


def test_leaving_hides_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Display] = []

    def display(console: object) -> Display:
        shown.append(Display(console))
        return shown[-1]

    monkeypatch.setattr(progress, "RichDisplay", display)
    watched, clock, _ = watching(terminal=True)
    with watched:
        clock.seconds = 3.0
        watched.tick()
    assert shown[0].lines[-1] is None
