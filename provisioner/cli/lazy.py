"""Commands that are imported when they are used, and guests' verbs beside the house's own.

Promises: `--help` lists every verb without importing one; a guest that cannot be loaded stops only what needs guests.
Does not: let a guest take the place of a verb of the house.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.invocation import GlobalOption, Invocation, global_options
from provisioner.cli.refusals import REFUSALS
from provisioner.model.errors import ProvisionerError, UsageError
from provisioner.spi.entries import CommandEntry, CommandRequest

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


@dataclass(frozen=True, slots=True)
class Lazy:
    """A verb that is not imported yet."""

    module: str
    """Where it stands; its name there is `command`."""
    summary: str
    """One line for `--help`."""


Guests = Callable[[], Mapping[str, CommandEntry]]


def write_options(command: click.Command, context: click.Context, formatter: click.HelpFormatter) -> None:
    """The command's own options, then those of every verb."""
    own: list[tuple[str, str]] = []
    shared: list[tuple[str, str]] = []
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Argument):
            continue  # the text above tells what they are; older versions of click list none
        record = parameter.get_help_record(context)
        if record is not None:
            (shared if isinstance(parameter, GlobalOption) else own).append(record)
    for title, records in (("Options", own), ("Options of every verb", shared)):
        if records:
            with formatter.section(title):
                formatter.write_dl(records)


class Verb(click.Command):
    """A verb with the global options beside its own."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.params = [*self.params, *global_options()]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click does it, in two sections."""
        write_options(self, ctx, formatter)


class VerbGroup(click.Group):
    """Verbs under one word, such as `state list`. Without a word it does its default, where it has one."""

    command_class = Verb

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.params = [*self.params, *global_options()]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click does it, in two sections."""
        write_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with a suggestion."""
        name = args[0]
        found = self.get_command(ctx, name)
        if found is None and not name.startswith("-") and not ctx.resilient_parsing:
            import difflib

            close = difflib.get_close_matches(name, self.list_commands(ctx), n=1)
            code = "no-command-but" if close else "no-command"
            raise UsageError.of(REFUSALS(code, name=name, near=close[0] if close else "", path=ctx.command_path))
        return super().resolve_command(ctx, args)


class LazyGroup(VerbGroup):
    """The program itself."""

    def __init__(self, *arguments: Any, lazy: Mapping[str, Lazy], guests: Guests, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.lazy = lazy
        self.guests = guests

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The house's verbs in their own order, then guests'."""
        return [*self.lazy, *self._guest_verbs(ctx)]

    def _guest_verbs(self, context: click.Context) -> Mapping[str, CommandEntry]:
        """Guests' verbs by name; none, and a word about it, where a guest is broken: help is still wanted then."""
        try:
            found = self.guests()
        except ProvisionerError as error:
            invocation = context.find_object(Invocation)
            if invocation is not None and not context.resilient_parsing:  # a shell that completes is told nothing
                words = invocation.words
                invocation.console.err(words("guests-warning", told=error.told_in(invocation.language).summary))
            return {}
        return {name: entry for name, entry in sorted(found.items()) if name not in self.lazy}

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the verb. A guest that is broken is named before anybody wonders where its verb went."""
        lazy = self.lazy.get(cmd_name)
        if lazy is not None:
            command = importlib.import_module(lazy.module).command
            assert isinstance(command, click.Command)
            return command
        entry = (self._guest_verbs(ctx) if ctx.resilient_parsing else self.guests()).get(cmd_name)
        return GuestVerb(entry) if entry is not None else None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """As click does it, without importing what is offered."""
        from click.shell_completion import CompletionItem

        told = {name: lazy.summary for name, lazy in self.lazy.items()}
        told.update((name, entry.summary) for name, entry in self._guest_verbs(ctx).items())
        offered = [CompletionItem(name, help=summary) for name, summary in told.items() if name.startswith(incomplete)]
        return [*offered, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list, without importing what it names."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.summary) for name, lazy in self.lazy.items()])
        more = [(name, entry.summary) for name, entry in self._guest_verbs(ctx).items()]
        if more:
            with formatter.section("Plugin commands"):
                formatter.write_dl(more)


class GuestVerb(click.Command):
    """A guest's verb. Everything after it is the guest's to read, `--help` included; `--lang` is the house's too."""

    def __init__(self, entry: CommandEntry) -> None:
        super().__init__(entry.name, short_help=entry.summary, add_help_option=False)
        self.entry = entry

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Leaves the words as they are."""
        ctx.args = list(args)
        return []

    def invoke(self, ctx: click.Context) -> int:
        """Runs it. UsageError where an option stands before it that it would never see."""
        invocation = ctx.find_object(Invocation)
        assert invocation is not None, "main hands it in"
        answer, options, words = self.entry.answer, invocation.options, list(ctx.args)
        directory = options.directory or Path()
        named = options.lang
        if answer is not None:
            words, named = without_language(ctx, words, named)

        def language_in(place: Path) -> str:
            """What it says, and what is said of its errors from then on."""
            invocation.speak(named or _project_language(place))
            return invocation.language

        request = CommandRequest(words, language_in(directory), directory, language_in)
        if options.endpoint or options.operator or (options.directory and answer is None):
            refused = REFUSALS("guests-verb", verb=self.entry.name)
            raise UsageError.of(refused)
        return run_guest(self.entry, request)


def _project_language(directory: Path) -> str:
    from provisioner.runtime.project_file import language_at

    return language_at(directory)


def without_language(ctx: click.Context, words: Sequence[str], named: str | None) -> tuple[list[str], str | None]:
    """The words without `--lang`, and what the last one says, else `named`. click.BadParameter."""
    rest: list[str] = []
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            return [*rest, word, *waiting], named
        name, equals, value = word.partition("=")
        if name != "--lang":
            rest.append(word)
            continue
        if not equals:
            value = waiting.pop(0) if waiting else ""
        option = next(option for option in global_options() if option.name == "lang")
        named = option.type.convert(value, option, ctx)
    return rest, named


def run_guest(entry: CommandEntry, request: CommandRequest) -> int:
    """The guest's exit code. A usage error is 1 with us, whatever its parser makes of it."""
    try:
        if entry.answer is not None:
            return entry.answer(request)
        assert entry.run is not None, "an entry has one of them"
        return entry.run(request.words)
    except SystemExit as stop:
        return ExitCode.OK if stop.code in (0, None) else ExitCode.ERROR
