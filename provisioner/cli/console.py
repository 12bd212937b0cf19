"""The terminal: two streams, colours or none, letters or stand-ins for them, and prompts where there is a person.

Promises: results go to standard output, everything else to standard error; what is written to a file or a pipe is
UTF-8; a screen that cannot show our signs gets ASCII ones. A secret that is typed is never shown. Does not: know what
is said.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TextIO

from provisioner.model.secrets import Sensitive
from provisioner.reports.plain import fold_ending, to_ascii
from provisioner.runtime.platform import typed_line, whole_lines

SIGNS: Final = "⧗«»æøå…→"
FALLBACK_WIDTH: Final = 100
NARROWEST: Final = 40
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")


def _type_in(prompt: str) -> str:
    return input(prompt)


def _type_hidden(prompt: str) -> str:
    import getpass

    return getpass.getpass(prompt)


@dataclass(frozen=True, slots=True)
class Keyboard:
    """How a person's words come in."""

    is_there: bool
    """Whether somebody can answer."""
    read_line: Callable[[str], str] = _type_in
    """One line, shown while typed; EOFError at the end."""
    read_hidden: Callable[[str], str] = _type_hidden
    """One line, not shown."""
    whole_lines: Callable[[], contextlib.AbstractContextManager[None]] = contextlib.nullcontext
    """While inside, a line may be of any length."""


@dataclass(slots=True)
class Console:
    """What one command writes to."""

    variables: Mapping[str, str]
    """The environment."""
    stdout: TextIO
    """For results."""
    stderr: TextIO
    """For everything else."""
    keyboard: Keyboard
    """For answers."""
    no_color: bool = False
    """Whether --no-color was given."""
    asking: str = ""
    """What a person is being asked at this moment; empty where nothing is."""
    _pauses: list[Callable[[], contextlib.AbstractContextManager[None]]] = field(default_factory=list)

    @classmethod
    def of_process(cls, variables: Mapping[str, str]) -> Console:
        """The console of this process, its streams prepared."""
        # Whoever closed a stream wants nothing of it; Python has None in its place, and guests would stumble over it.
        sys.stdout = _nowhere() if sys.stdout is None else sys.stdout
        sys.stderr = _nowhere() if sys.stderr is None else sys.stderr
        for stream in (sys.stdout, sys.stderr):
            prepare(stream, variables)
        return cls(variables, sys.stdout, sys.stderr, Keyboard(_is_terminal(sys.stdin), whole_lines=whole_lines))

    def out(self, text: str) -> None:
        """A result. A line feed is added where there is none."""
        self._write(self.stdout, text)

    def told(self, text: str) -> None:
        """A result whose last line programs parse: where a person looks instead it is no wider than the screen."""
        self.out(fold_ending(text, self.width) if self.is_terminal(self.stdout) else text)

    def machine(self, text: str) -> None:
        """A result for programs: never with stand-ins, for those would change what it says."""
        self.stdout.write(escaped(text) if self.is_ascii(self.stdout) else text)
        self.stdout.flush()

    def exact(self, data: bytes) -> None:
        """A result that is a file of its own: its very bytes, line ends included."""
        self.stdout.flush()
        self.stdout.buffer.write(data)
        self.stdout.buffer.flush()

    def err(self, text: str) -> None:
        """Anything else."""
        self._write(self.stderr, text)

    def _write(self, stream: TextIO, text: str) -> None:
        whole = text if text.endswith("\n") or not text else text + "\n"
        stream.write(to_ascii(whole) if self.is_ascii(stream) else whole)
        stream.flush()

    def is_terminal(self, stream: TextIO) -> bool:
        """Whether a person looks at it."""
        return _is_terminal(stream)

    def is_ascii(self, stream: TextIO) -> bool:
        """Whether it cannot show our signs."""
        try:
            SIGNS.encode(stream.encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            return True
        return False

    def has_colour(self, stream: TextIO) -> bool:
        """Whether colours may be used on it: --no-color, NO_COLOR, FORCE_COLOR, then whether a person looks."""
        if self.no_color or self.variables.get("NO_COLOR"):
            return False
        if self.variables.get("FORCE_COLOR"):
            return True
        return _is_terminal(stream) and self.variables.get("TERM") != "dumb"

    @property
    def width(self) -> int:
        """Of what people read: what COLUMNS says, else the terminal's own."""
        said = self.variables.get("COLUMNS", "")
        columns = int(said) if said.isdecimal() else 0
        return max(columns or _terminal_columns() or FALLBACK_WIDTH, NARROWEST)

    @contextlib.contextmanager
    def paused_by(self, pause: Callable[[], contextlib.AbstractContextManager[None]]) -> Iterator[None]:
        """While inside, `pause` is entered around each question, so that a progress line does not write over it."""
        self._pauses.append(pause)
        try:
            yield
        finally:
            self._pauses.remove(pause)

    @contextlib.contextmanager
    def person(self) -> Iterator[None]:
        """While inside, nothing else is shown."""
        with contextlib.ExitStack() as stack:
            for pause in self._pauses:
                stack.enter_context(pause())
            yield

    def ask(self, prompt: str) -> str:
        """A line that a person types, without blanks at its ends. EOFError where there is nobody any more."""
        with self.person():
            # The prompt goes to standard error: standard output holds results alone.
            self.stderr.write(self._shown(prompt))
            self.stderr.flush()
            self.asking = prompt.strip()
            try:
                return self.keyboard.read_line("").strip()
            finally:
                self.asking = ""

    def ask_text(self, prompt: str, end: str) -> str:
        """Several lines, however long each is, up to one that is `end`, or to where no more comes."""
        lines: list[str] = []
        with self.keyboard.whole_lines(), contextlib.suppress(EOFError):
            self.err(prompt)
            while (line := typed_line(self.ask(""))) != end:
                lines.append(line)
        return "\n".join(lines).strip()

    def ask_hidden(self, prompt: str) -> Sensitive:
        """A line that a person types or pastes unseen."""
        with self.person():
            return Sensitive(self.keyboard.read_hidden(self._shown(prompt)).strip())

    def _shown(self, prompt: str) -> str:
        return to_ascii(prompt) if self.is_ascii(self.stderr) else prompt


def _nowhere() -> TextIO:
    """Where what is written is gone."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123  # it lasts as long as the process


def prepare(stream: TextIO, variables: Mapping[str, str]) -> None:
    """Makes a file or a pipe UTF-8 unless the user chose otherwise, and lets no letter stop the program."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if _is_terminal(stream) or variables.get("PYTHONIOENCODING"):
        reconfigure(errors="backslashreplace")
    else:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def escaped(text: str) -> str:
    """JSON with every letter beyond ASCII spelled as JSON spells it."""
    import json

    return _BEYOND_ASCII.sub(lambda match: json.dumps(match[0])[1:-1], text)


def _terminal_columns() -> int:
    """Of the terminal that standard output is; 0 where it is none. As shutil tells it, which is dear to import."""
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ is not None else 0
    except (OSError, ValueError):  # no terminal, or closed
        return 0


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False
