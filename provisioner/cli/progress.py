"""Progress on standard error, for whatever takes longer than a second.

Promises: on a terminal one line that is gone when the work is done; elsewhere a plain line every few seconds. rich is
loaded only when the first line is drawn on a terminal. Does not: slow down what it watches.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Final, Protocol

from provisioner.cli.console import Console
from provisioner.cli.words import Words
from provisioner.reports.plain import clean
from provisioner.spi.events import Event, EventKind

SILENT_SECONDS: Final = 1.0
PLAIN_EVERY_SECONDS: Final = 5.0
TICK_SECONDS: Final = 0.25
GUESS_AFTER_SECONDS: Final = 20.0
"""Sooner, what is left cannot be told from what was done."""
GUESS_FROM_SECONDS: Final = 90.0
"""Less than this is not worth a word."""
LONG_SECONDS: Final = 300.0
"""A reading that goes on for longer than this: somebody may want fewer clients."""

_REFRESH: Final = frozenset({EventKind.REFRESH_START, EventKind.REFRESH_COMPLETE})
_QUIET: Final = frozenset({EventKind.DIAGNOSTIC, EventKind.PLANNED_CHANGE, EventKind.CHANGE_SUMMARY})


class Display(Protocol):
    """Something that shows one line and can take it away again."""

    def show(self, text: str) -> None:
        """Shows `text` instead of what was shown."""
        ...

    def hide(self) -> None:
        """Leaves nothing behind."""
        ...


class RichDisplay:
    """One updating line."""

    def __init__(self, console: Console) -> None:
        from rich.console import Console as RichConsole
        from rich.status import Status

        coloured = console.has_colour(console.stderr)
        shown = RichConsole(file=console.stderr, no_color=not coloured, highlight=False, markup=False)
        spinner = "line" if console.is_ascii(console.stderr) else "dots"
        self._status = Status("", console=shown, spinner=spinner)
        self._is_started = False

    def show(self, text: str) -> None:
        """Shows `text` instead of what was shown."""
        from rich.text import Text

        self._status.update(Text(text))
        if not self._is_started:
            self._status.start()
            self._is_started = True

    def hide(self) -> None:
        """Leaves nothing behind."""
        if self._is_started:
            self._status.stop()
            self._is_started = False


class Progress:
    """What is going on, as far as events tell. A context manager; give `observe` to whoever tells events."""

    def __init__(self, console: Console, words: Words, monotonic: Callable[[], float]) -> None:
        self._console = console
        self._words = words
        self._monotonic = monotonic
        self._lock = threading.RLock()
        self._done = threading.Event()
        self._stack = contextlib.ExitStack()
        self._display: Display | None = None
        self._pauses = 0
        self._label = words("progress-other")
        self._about = ""
        self._counts = (0, 0)
        self._is_reading = self._has_advised = False
        self._began = self._last_line = self._counted_from = monotonic()

    def speak(self, words: Words) -> None:
        """Goes on in another language."""
        self._words = words

    def __enter__(self) -> Progress:
        self._began = self._last_line = self._monotonic()
        self._stack.enter_context(self._console.paused_by(self.paused))
        thread = threading.Thread(target=self._run, name="progress", daemon=True)
        thread.start()
        self._stack.callback(thread.join)
        self._stack.callback(self._done.set)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()
        with self._lock:
            self._hide()

    def _run(self) -> None:
        while not self._done.wait(TICK_SECONDS):
            self.tick()

    def observe(self, event: Event) -> None:
        """Takes note of an event."""
        if event.kind in _QUIET:
            return
        with self._lock:
            if event.kind is not EventKind.WAITING:  # that goes on in the middle of either
                is_reading = event.kind in _REFRESH
                if is_reading is not self._is_reading:
                    self._is_reading, self._counted_from = is_reading, self._monotonic()
                self._label = self._words("progress-refresh" if is_reading else "progress-apply")
            self._about = event.message or str(event.address or event.account or "")
            if event.total:
                self._counts = (event.done, event.total)

    def tick(self) -> None:
        """Shows what is to be shown by now."""
        with self._lock:
            now = self._monotonic()
            if self._pauses or now - self._began < SILENT_SECONDS:
                return
            self._advise(now)
            if self._console.is_terminal(self._console.stderr):
                if self._display is None:
                    self._display = RichDisplay(self._console)
                self._display.show(self._line(now))
            elif now - self._last_line >= PLAIN_EVERY_SECONDS:
                self._last_line = now
                self._console.err(self._line(now))

    def _line(self, now: float) -> str:
        text = self._label
        done, total = self._counts
        if total:
            text = self._words("progress-count", label=text, done=done, total=total)
        if self._about:
            text = f"{text} · {clean(self._about)}"
        left = self._left(now)
        if left >= GUESS_FROM_SECONDS:
            text = self._words("progress-left", text=text, minutes=round(left / 60))
        return self._words("progress-time", text=text, seconds=int(now - self._began))

    def _left(self, now: float) -> float:
        """About how many seconds it still takes, if it goes on as it has; 0 where that cannot be told yet."""
        done, total = self._counts
        spent = now - self._counted_from
        return spent / done * (total - done) if done and spent >= GUESS_AFTER_SECONDS else 0.0

    def _advise(self, now: float) -> None:
        """Says once that it will take long to look at so many, and how to look at fewer."""
        left = self._left(now)
        if self._has_advised or not self._is_reading or left < LONG_SECONDS:
            return
        self._has_advised = True
        with self.paused():
            self._console.err(self._words("progress-long", total=self._counts[1], minutes=round(left / 60)))

    def _hide(self) -> None:
        if self._display is not None:
            self._display.hide()

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """While inside, nothing is shown: a person is being asked."""
        with self._lock:
            self._pauses += 1
            self._hide()
        try:
            yield
        finally:
            with self._lock:
                self._pauses -= 1
