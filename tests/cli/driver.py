"""Runs the command line in this process, with streams to look into and a keyboard that types what it is told."""

from __future__ import annotations

import io
import json
import os
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from provisioner.cli.console import Console, Keyboard
from provisioner.cli.main import run


class Stream(io.TextIOWrapper):
    """Text that is kept, on something that may be a terminal."""

    def __init__(self, *, terminal: bool = False, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, errors="backslashreplace", newline="\n")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def text(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode(self.encoding)


@dataclass(frozen=True)
class Result:
    """What a command left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Person:
    """Who sits at the keyboard; None: nobody."""

    typed: Iterable[str] = ()
    pasted: Iterable[str] = ()
    prompts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._typed, self._pasted = deque(self.typed), deque(self.pasted)

    def read_line(self, prompt: str) -> str:
        if not self._typed:
            raise EOFError
        return self._typed.popleft()

    def read_hidden(self, prompt: str) -> str:
        self.prompts.append(prompt)
        if not self._pasted:
            raise EOFError
        return self._pasted.popleft()


def a_console(
    person: Person | None = None,
    *,
    terminal: bool = False,
    encoding: str = "utf-8",
    variables: Mapping[str, str] | None = None,
) -> tuple[Console, Stream, Stream]:
    """A console with its two streams."""
    out, err = (Stream(terminal=terminal, encoding=encoding) for _ in range(2))
    keyboard = Keyboard(False)
    if person is not None:
        keyboard = Keyboard(True, person.read_line, person.read_hidden)
    return Console(variables or {}, out, err, keyboard), out, err


def provisioner(*words: str, person: Person | None = None, terminal: bool = False) -> Result:
    """Runs `provisioner WORDS`."""
    console, out, err = a_console(person, terminal=terminal, variables=dict(os.environ))
    code = run(words, console)
    return Result(code, out.text, err.text)
