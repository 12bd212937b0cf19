"""`provisioner work`: what waits for a person.

Promises: a key is read from a hidden prompt or from standard input, never from the command line, where others could
see it. Does not: do the work.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from provisioner.cli import exit_codes, machine
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import VerbGroup
from provisioner.cli.operator import ConsoleOperator, work_lines
from provisioner.cli.table import table
from provisioner.model.errors import UsageError
from provisioner.model.secrets import Sensitive
from provisioner.model.state import IntentPhase
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.reports.plain import utc
from provisioner.spi.operator import Answer, Question

if TYPE_CHECKING:
    from provisioner.model.outcome import ApplyReport
    from provisioner.runtime.work import OpenWork
    from provisioner.runtime.workspace import Workspace

MOST_SECRET_CHARACTERS = 65_536
"""More than any key has; a file piped in by mistake is refused instead of sealed."""

_format = click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json: one document, for programs.",
)
_by = click.option("--by", metavar="NAME", help="Who does it, where it is not you.")


@click.group("work", cls=VerbGroup, invoke_without_command=True, short_help="What waits for a person.")
@click.pass_context
def command(context: click.Context) -> int | None:
    """What waits for a person. Without a word it lists it."""
    if context.invoked_subcommand is None:
        listed: int = context.invoke(list_command, format_="text")
        return listed
    return None


@command.command("list")
@_format
@pass_invocation
def list_command(invocation: Invocation, format_: str) -> int:
    """List what waits for a person."""
    from provisioner.runtime.work import list_work

    with invocation.workspace() as workspace:
        # What is done in one go on one screen stands together.
        found = sorted(list_work(workspace), key=lambda open_work: (open_work.item.group, open_work.item.address))
    if format_ == "json":
        invocation.console.machine(machine.dumps([_document(open_work) for open_work in found]))
    elif found:
        words = invocation.words
        header = tuple(words("work-columns").split("|"))
        invocation.console.out(table(header, (_row(open_work, words("work-cut-off")) for open_work in found)))
        if any(_was_cut_off(open_work) for open_work in found):
            invocation.console.err(words("work-cut-off-explained", mark=words("work-cut-off")))
    else:
        invocation.console.out(invocation.words("no-work"))
    return 0


def _was_cut_off(found: OpenWork) -> bool:
    """Whether a run began it and nobody knows how it ended: the one thing that must not simply be done."""
    return found.phase is IntentPhase.CALLING and not found.claimant


def _row(found: OpenWork, cut_off: str) -> tuple[str, ...]:
    item = found.item
    taken_by = cut_off if _was_cut_off(found) else found.claimant
    return item.id, utc(found.since), taken_by, item.account_name, f"{item.title} ({item.address})"


def _document(found: OpenWork) -> machine.Json:
    return {
        "since": utc(found.since),
        "phase": found.phase.value,
        "claimant": found.claimant or None,
        "item": machine.noun(found.item),
    }


@command.command("start")
@click.argument("work_id", metavar="ID")
@_by
@_format
@pass_invocation
def start_command(invocation: Invocation, work_id: str, by: str | None, format_: str) -> int:
    """Take the work ID on, so that nobody else does it too, and show what to do."""
    from provisioner.runtime.work import start_work

    claimant = by or invocation.surroundings.user
    with invocation.workspace() as workspace:
        started = start_work(workspace, work_id, claimant)
    if format_ == "json":
        invocation.console.machine(machine.dumps(_document(started)))
    else:
        invocation.console.out("\n".join(work_lines(started.item, invocation.words)))
        invocation.console.err(invocation.words("work-started", claimant=claimant, id=started.item.id))
    return 0


@command.command("complete")
@click.argument("work_id", metavar="ID")
@click.option("--done", "kind", flag_value="done", help="It is done; where it shows a key, that is asked for, unseen.")
@click.option("--not-done", "kind", flag_value="not-done", help="It was not done; the next plan has it again.")
@click.option("--refused", "kind", flag_value="refused", help="The screen would not; say with --note what it said.")
@click.option(
    "--lost", "kind", flag_value="lost", help="It was made, and nobody has the key; the next plan replaces it."
)
@click.option("--secret-stdin", is_flag=True, help="Read the key from standard input.")
@click.option("--note", default="", metavar="TEXT", help="What to remember about it.")
@_by
@pass_invocation
def complete_command(
    invocation: Invocation, work_id: str, kind: str | None, secret_stdin: bool, note: str, by: str | None
) -> int:
    """Record what became of the work ID."""
    from provisioner.runtime.work import complete_work

    person = ConsoleOperator(by or invocation.surroundings.user, invocation.console, lambda: invocation.words)
    if kind is None and not invocation.console.keyboard.is_there:
        raise UsageError("What became of it?", hint="Say one of --done, --not-done, --refused, --lost.")
    if kind == AnswerKind.REFUSED and not note and not invocation.console.keyboard.is_there:
        raise UsageError("Why was it refused?", hint="Say with --note what stood on the screen.")
    if secret_stdin and kind != AnswerKind.DONE:
        raise UsageError("--secret-stdin goes with --done.")
    with invocation.workspace() as workspace:
        words = invocation.words
        if kind is None:
            item = _find(workspace, work_id)
            kind = person.what_became(shows_key=item is not None and item.asks_secret)
        if kind == AnswerKind.REFUSED and not note:
            note = person.ask(Question(words("work-ask-note")))
        done = kind == AnswerKind.DONE
        secret = _secret(workspace, work_id, person, invocation, piped=secret_stdin) if done else None
        report = complete_work(workspace, work_id, Answer(AnswerKind(kind), person.name, note, secret=secret))
    return _tell(report, invocation)


def _secret(
    workspace: Workspace, work_id: str, person: ConsoleOperator, invocation: Invocation, *, piped: bool
) -> Sensitive | None:
    """The key, where the work shows one. Reading it from a pipe comes first, so that it never waits in one."""
    given = Sensitive(sys.stdin.read(MOST_SECRET_CHARACTERS + 1).strip()) if piped else None
    if given is not None and not 0 < len(given.reveal()) <= MOST_SECRET_CHARACTERS:
        raise UsageError("Standard input holds no key.", hint="Nothing was recorded.")
    item = _find(workspace, work_id)
    if item is None or item.asks_secret == (given is not None):
        return given
    if given is not None:
        raise UsageError("This work shows no key.", hint="Leave out --secret-stdin. Nothing was recorded.")
    if not invocation.console.keyboard.is_there:
        raise UsageError(
            "This work shows a key, and nobody is there to paste it.",
            hint="Add --secret-stdin and pipe the key in. Nothing was recorded.",
        )
    return person.ask_sensitive(Question(invocation.words("work-ask-secret")))


def _find(workspace: Workspace, work_id: str) -> WorkItem | None:
    from provisioner.runtime.work import list_work

    return next((found.item for found in list_work(workspace) if found.item.id == work_id), None)


def _tell(report: ApplyReport, invocation: Invocation) -> int:
    from provisioner.reports.apply_text import render_apply

    console = invocation.console
    console.out(render_apply(report, invocation.language, console.has_colour(console.stdout), width=console.width))
    return exit_codes.gravest(exit_codes.of_account(account) for account in report.accounts)
