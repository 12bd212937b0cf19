"""One run of the command line: what was asked of all verbs alike, and what every verb needs.

Promises: a global option may stand before or after the verb; the later one wins. Does not: know any verb.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from provisioner.cli.console import Console
from provisioner.cli.refusals import REFUSALS
from provisioner.cli.words import LANGUAGES, Words
from provisioner.model.diagnostics import ENGLISH
from provisioner.model.errors import UsageError

if TYPE_CHECKING:
    from provisioner.cli.audience import Audience
    from provisioner.cli.events import EventStream
    from provisioner.cli.progress import Progress
    from provisioner.model.diagnostics import Diagnostic
    from provisioner.runtime.platform import Surroundings
    from provisioner.runtime.workspace import Workspace
    from provisioner.spi.operator import Operator

F = TypeVar("F", bound=Callable[..., Any])
_SHOWN = 4 * 1024 * 1024
"""Of what is longer no line is shown: no manifest is."""


@dataclass(frozen=True, slots=True)
class Globals:
    """Options that every verb takes."""

    directory: Path | None = None
    """Where to look for the project; None: where the process stands."""
    endpoint: str | None = None
    """Instead of the project's."""
    operator: str | None = None
    """The guest that plays the person."""
    lang: str | None = None
    """Instead of the project's language."""
    no_color: bool = False
    """Whether colours are unwanted."""


@dataclass
class Invocation:
    """One run. Verbs find it in `context.obj`."""

    surroundings: Surroundings
    """What the process stands in."""
    console: Console
    """Streams and keyboard."""
    options: Globals = field(default_factory=Globals)
    """As read so far."""
    language: str = ENGLISH
    """Of what is said; the project's once that is known."""
    root: Path | None = None
    """The project's, once it is known."""
    stream: EventStream | None = None
    """Where events are written for programs, if they are."""
    doubts: tuple[Diagnostic, ...] = ()
    """What makes what was shown less than the whole truth: accounts left out, a state that is elsewhere by now."""
    doubtful_code: int = 0
    """What the process ends with because of them, at least."""
    _lines: dict[str, list[str]] = field(default_factory=dict)
    _named: Path | None = None
    _is_settled: bool = False

    @property
    def words(self) -> Words:
        """What to say, in the language of the moment."""
        self.settle_language()
        return Words(self.language)

    def remember(self, name: str, value: object) -> None:
        """Takes note of a global option."""
        changes: dict[str, Any] = {name: value}
        self.options = replace(self.options, **changes)
        self.console.no_color = self.options.no_color
        self.language = self.options.lang or self.language

    def speak(self, language: str) -> None:
        """Says everything in `language` from here on."""
        self.language, self._is_settled = language, True

    def settle_language(self) -> None:
        """The project's, where nothing has asked for it yet: what is refused before that is told in it, too."""
        if self._is_settled or self.options.lang is not None:
            return
        from provisioner.runtime.project_file import language_at

        with contextlib.suppress(OSError):  # where the process stands is gone, say
            self.speak(language_at(self._place()))

    def start(self, project: Path | None = None) -> Path:
        """Where to look for the project: the argument, -C, or here. UsageError where it is named twice."""
        if project is not None and self.options.directory is not None:
            raise UsageError.of(REFUSALS("project-twice"))
        self._named = project
        return self._place()

    def _place(self) -> Path:
        return self._named or self.options.directory or Path()

    @contextlib.contextmanager
    def workspace(self, project: Path | None = None) -> Iterator[Workspace]:
        """The project's workspace, with progress, events and the person at the terminal wired to it."""
        from provisioner.cli.progress import Progress
        from provisioner.runtime.clock import Clock
        from provisioner.runtime.workspace import OpenOptions, Workspace

        clock = Clock()
        progress = Progress(self.console, Words(self.language), clock.monotonic)
        options = OpenOptions(
            directory=self.start(project),
            endpoint=self.options.endpoint,
            operator=self.options.operator,
            console=self._person() if self.console.keyboard.is_there else None,
            language=self.options.lang,
            surroundings=self.surroundings,
            clock=clock,
            guests=(self._audience(progress),),
        )
        with Workspace(options) as workspace:
            self.root = workspace.root
            self.speak(workspace.language)
            progress.speak(self.words)
            with progress:
                yield workspace
            self._doubt(workspace)

    def _doubt(self, workspace: Workspace) -> None:
        """Takes note of what whoever reads the answer must know of it."""
        from provisioner.runtime.state.doubts import doubts_of

        self.doubts, self.doubtful_code = doubts_of(workspace)

    def _person(self) -> Operator:
        from provisioner.cli.operator import ConsoleOperator

        return ConsoleOperator(self.surroundings.user, self.console, lambda: self.words)

    def _audience(self, progress: Progress) -> Audience:
        from provisioner.cli.audience import Audience

        return Audience((progress.observe,) if self.stream is None else (progress.observe, self.stream.observe))

    def read_line(self, file: str, number: int) -> str | None:
        """A line of a manifest, to be shown with what is wrong in it."""
        if file not in self._lines:
            try:
                with ((self.root or Path()) / file).open(encoding="utf-8-sig") as opened:
                    text = opened.read(_SHOWN + 1)
            except (OSError, UnicodeDecodeError):
                text = ""
            if len(text) > _SHOWN or "\0" in text:  # UTF-16, or no manifest at all
                text = ""
            self._lines[file] = text.split("\n")  # reading has made every line end a line feed
        lines = self._lines[file]
        return lines[number - 1] if 0 < number <= len(lines) else None


class GlobalOption(click.Option):
    """An option of every verb; help shows it in a section of its own."""


def _remember(context: click.Context, parameter: click.Parameter, value: object) -> None:
    if value is not None and value is not False and parameter.name is not None:
        invocation = context.find_object(Invocation)
        assert invocation is not None, "main hands it in"
        invocation.remember(parameter.name, value)


_GLOBAL: tuple[tuple[tuple[str, ...], Mapping[str, Any]], ...] = (
    (
        ("-C", "directory"),
        {
            "metavar": "DIR",
            "type": click.Path(exists=True, file_okay=False, path_type=Path),
            "help": "Find the project from DIR upward instead of from here.",
        },
    ),
    (("--endpoint",), {"metavar": "ADDRESS", "help": "Use this endpoint instead of the project's."}),
    (("--operator",), {"metavar": "NAME", "help": "Let this program do what a person would."}),
    (("--lang", "lang"), {"type": click.Choice(LANGUAGES), "help": "Speak this language instead of the project's."}),
    (("--no-color", "no_color"), {"is_flag": True, "default": False, "help": "Print without colours."}),
)


def global_options() -> list[click.Parameter]:
    """Fresh global options, for one command."""
    return [GlobalOption(names, expose_value=False, callback=_remember, **settings) for names, settings in _GLOBAL]


def pass_invocation(function: F) -> F:
    """Hands the invocation to a verb as its first argument."""
    return click.make_pass_decorator(Invocation)(function)  # type: ignore[return-value]  # click types it as Any
