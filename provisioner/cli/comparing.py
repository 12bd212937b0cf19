"""What somebody copied from the screen to have it compared: read from a file, a pipe or the keyboard, and judged.

Promises: one text is that of one thing, or of all on one list; what stops is told with both ways out. Does not: record
anything.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from provisioner.cli import machine
from provisioner.cli.answering import SaidOfWork
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.operator import ConsoleOperator
from provisioner.cli.options import format_option
from provisioner.cli.words import told
from provisioner.model.errors import UsageError
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.spi.operator import Answer, Verdict

if TYPE_CHECKING:
    from provisioner.runtime.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])

MOST_TEXT_CHARACTERS = 1_000_000
"""More than any agreement has."""


def compare_options(function: F) -> F:
    """What is said of the text that was accepted with the work."""
    for option in reversed(
        (
            click.option(
                "--agreement",
                default="",
                metavar="FILE",
                help="The agreement's text, as copied from the screen; - for standard input.",
            ),
            click.option("--not-compared", is_flag=True, help="With --done: the agreement was compared with nothing."),
            click.option(
                "--nevertheless", is_flag=True, help="With --done: it was accepted, although it is another text."
            ),
        )
    ):
        function = option(function)
    return function


@click.command("compare", cls=Verb)
@click.argument("named", metavar="ID|ADDRESS")
@click.option("--from", "file", default="", metavar="FILE", help="Where the text is; - for standard input.")
@format_option
@pass_invocation
def compare_command(invocation: Invocation, named: str, file: str, format_: str) -> int:
    """Compare the agreement's text on the screen with the one that was accepted, before it is ticked. Ends no work."""
    from provisioner.runtime.worklist.items import list_work

    with invocation.workspace() as workspace:
        words, console = invocation.words, invocation.console
        found = [one.item for one in list_work(workspace) if named in (one.item.id, str(one.item.address))]
        if not found:
            raise UsageError.of(told("compare-unknown", "compare-unknown-hint", named=named))
        item = found[0]
        if not item.compares:
            raise UsageError.of(told("compare-nothing", "nothing-recorded"))
        person = ConsoleOperator(invocation.surroundings.user, console, lambda: invocation.words)
        if not file and not console.keyboard.is_there:
            raise UsageError.of(told("compare-nobody", "compare-nobody-hint"))
        text = read_text(file) if file else person.paste(item.compares)
        comparison = workspace.provider.compare(item, text)
        language = invocation.language
    if format_ == "json":
        found_ = machine.diagnostic(comparison.found) if comparison.found is not None else None
        console.machine(machine.document({"verdict": comparison.verdict.value, "found": found_}))
    elif comparison.found is not None:
        console.out("\n".join(person.told(comparison.found, language)))
    if comparison.verdict is Verdict.OTHER:
        console.err(words("compare-stops"))
        return ExitCode.OTHER_TEXT
    return ExitCode.ERROR if comparison.verdict is Verdict.MISSING else ExitCode.OK


def read_text(file: str) -> str:
    """What is in the file, or comes in. UsageError where that is nothing, or no text."""
    try:
        if file == "-":
            text = sys.stdin.read(MOST_TEXT_CHARACTERS + 1)
        else:
            with Path(file).open(encoding="utf-8-sig") as opened:
                text = opened.read(MOST_TEXT_CHARACTERS + 1)
    except FileNotFoundError as error:
        raise UsageError.of(told("compare-absent", "nothing-recorded", file=file)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError.of(told("compare-unread", "compare-unread-hint", file=file)) from error
    if not text.strip():
        raise UsageError.of(told("compare-none", "nothing-recorded"))
    if len(text) > MOST_TEXT_CHARACTERS:
        raise UsageError.of(told("compare-long", "nothing-recorded", most=MOST_TEXT_CHARACTERS))
    return text


def with_text(
    workspace: Workspace, chosen: tuple[str, ...], person: ConsoleOperator, invocation: Invocation, said: SaidOfWork
) -> Callable[[Answer], Answer]:
    """What makes an answer hold what was copied. The text is asked for where somebody is there, and none was given."""
    from provisioner.runtime.worklist.items import list_work

    _refuse_contradiction(said)
    text = read_text(said["agreement"]) if said["agreement"] else ""
    items = [one.item for one in list_work(workspace) if one.item.id in chosen and one.item.compares]
    if not items and (text or said["not_compared"] or said["nevertheless"]):
        raise UsageError.of(told("compare-nothing", "nothing-recorded"))
    one_list = len({item.sheet or item.id for item in items}) == 1
    is_there = invocation.console.keyboard.is_there

    def completed(answer: Answer) -> Answer:
        answer = replace(answer, compared=text, uncompared=said["not_compared"], nevertheless=said["nevertheless"])
        asks = is_there and one_list and answer.kind is AnswerKind.DONE
        if not asks or answer.uncompared or answer.nevertheless:
            return answer
        return _settled(workspace, items[0], person, answer)

    return completed


def _refuse_contradiction(said: SaidOfWork) -> None:
    has_text = bool(said["agreement"])
    if (has_text and said["not_compared"]) or (said["nevertheless"] and not has_text):
        raise UsageError.of(told("compare-whole", "nothing-recorded"))
    if said["secret_stdin"] and said["agreement"] == "-":
        raise UsageError.of(told("compare-pipes", "nothing-recorded"))


def _settled(workspace: Workspace, item: WorkItem, person: ConsoleOperator, answer: Answer) -> Answer:
    compare = partial(workspace.provider.compare, item)
    pasted = person.compared(item, compare, answer.compared)
    if not pasted.text:
        pasted = person.not_compared(item, compare)
    kind = AnswerKind.REFUSED if pasted.stopped else answer.kind
    return replace(
        answer, kind=kind, compared=pasted.text, uncompared=pasted.uncompared, nevertheless=pasted.nevertheless
    )
