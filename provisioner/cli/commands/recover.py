"""`provisioner recover`: what a crash or a lost answer left behind, and what became of it.

Promises: without an answer it only looks and tells; nothing is ever tried again. Does not: hold a rule of the house.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

import click

from provisioner.cli import exit_codes, machine
from provisioner.cli.answering import Said, refuse_half, secret_of, tell
from provisioner.cli.exit_codes import ExitCode
from provisioner.cli.invocation import Invocation, pass_invocation
from provisioner.cli.lazy import Verb
from provisioner.cli.operator import ConsoleOperator, listed
from provisioner.cli.options import answer_option, format_option
from provisioner.cli.refusals import REFUSALS
from provisioner.model.errors import UsageError
from provisioner.model.work import AnswerKind
from provisioner.reports.plain import clean, utc, wrap
from provisioner.spi.operator import Answer, Question

if TYPE_CHECKING:
    from provisioner.model.outcome import ApplyReport
    from provisioner.runtime.applying.recovery import Recovery, Unsettled
    from provisioner.runtime.workspace import Workspace
    from provisioner.spi.backend import Deposit


@click.command("recover", cls=Verb, short_help="Find out how a run that was cut off ended.")
@click.argument("named", required=False, metavar="[ADDRESS|ID]")
@answer_option("--done", "kind", "done", "It happened; where it shows a key, that is asked for, unseen.")
@answer_option("--not-done", "kind", "not-done", "It did not happen; the next plan has it again.")
@answer_option("--lost", "kind", "lost", "It is there and nobody has the key; the next plan replaces it.")
@click.option("--secret-stdin", is_flag=True, help="With --done: read the key from standard input.")
@click.option("--note", default="", metavar="TEXT", help="What to remember about it.")
@click.option("--by", metavar="NAME", help="Who says so, where it is not you.")
@click.option("--instead-of", default="", metavar="NAME", help="Answer in the place of NAME, who has taken it on.")
@format_option
@pass_invocation
def command(invocation: Invocation, named: str | None, format_: str, instead_of: str, **said: Unpack[Said]) -> int:
    """Find out how calls ended that a run had begun and never ended.

    Without ADDRESS it looks: what Tripletex tells is recorded, a key that was set aside is taken in, and what nobody
    can tell is listed with what to look for. With ADDRESS, or the ID of the call, it records your answer.
    """
    if named is None:
        if said["kind"] is not None or said["secret_stdin"]:
            raise UsageError.of(REFUSALS("recover-what"))
        with invocation.workspace() as workspace:
            return _look(workspace, invocation, said, format_)
    refuse_half(said, invocation, several=False, answers="--done, --not-done, --lost")
    with invocation.workspace() as workspace:
        from provisioner.runtime.applying.recovery import find_cut_off, find_stranger

        stranger = find_stranger(workspace, named)
        if stranger is not None:
            return _let_go(workspace, stranger, said, invocation)
        return _answer(workspace, find_cut_off(workspace, named), said, invocation, instead_of)


def _let_go(workspace: Workspace, stranger: Deposit, said: Said, invocation: Invocation) -> int:
    """What somebody found of a key that nothing recorded belongs to: only that it is not there helps."""
    from provisioner.runtime.applying.recovery import let_go

    if said["kind"] != AnswerKind.NOT_DONE:
        raise UsageError.of(REFUSALS("stranger-kept", address=stranger.address))
    let_go(workspace, stranger, said["by"] or invocation.surroundings.user)
    invocation.console.out(clean(invocation.words("recover-let-go", address=stranger.address)))
    return ExitCode.OK


def _look(workspace: Workspace, invocation: Invocation, said: Said, format_: str) -> int:
    from provisioner.reports.apply_text import render_apply
    from provisioner.runtime.applying.recovery import recover

    found = recover(workspace)
    console, words = invocation.console, invocation.words
    stopped = exit_codes.gravest(account.exit_code for account in found.report.accounts)
    if format_ == "json":
        console.machine(machine.document(_document(found)))
        return stopped or (ExitCode.ERROR if found.unsettled else ExitCode.OK)
    report = render_apply(
        _without_open(found.report), invocation.language, console.has_colour(console.stdout), width=console.width
    )
    told = report.rstrip("\n").rpartition("\n")[0]  # without the last line, which counts an apply: this is none
    if told.strip():
        console.out(told)
    if not found.unsettled:
        console.out(words("nothing-to-recover" if not found.report.accounts else "recovered"))
        return stopped
    console.out("\n".join(line for item in found.unsettled for line in _lines(item, invocation)))
    asked = [item for item in found.unsettled if not item.is_set_aside]
    if not console.keyboard.is_there and asked:
        console.err(words("recover-how", count=len(asked)))
    if not console.keyboard.is_there or not asked:
        return stopped or ExitCode.ERROR
    codes = [_ask(workspace, item, said, invocation) for item in asked]
    return exit_codes.gravest((stopped, *codes))


def _without_open(report: ApplyReport) -> ApplyReport:
    """What nobody can tell is told below, with how it is answered; told here as well, it would read as two things."""
    from provisioner.model.outcome import Settled, SettledAs

    def is_open(outcome: object) -> bool:
        return isinstance(outcome, Settled) and outcome.as_ is SettledAs.UNKNOWN

    kept = (
        replace(one, outcomes=tuple(outcome for outcome in one.outcomes if not is_open(outcome)))
        for one in report.accounts
    )
    return replace(report, accounts=tuple(kept))


def _lines(item: Unsettled, invocation: Invocation) -> list[str]:
    words, width = invocation.words, invocation.console.width
    what = words("recover-begun", action=item.action.value, address=item.address, since=utc(item.since), by=item.driver)
    asked = item.question.told_in(invocation.language) if item.question is not None else None
    told = [asked.summary, asked.detail, asked.hint] if asked is not None else [words("recover-in-hand")]
    if item.is_set_aside:
        told.append(words("recover-aside"))
    elif item.shows_key:
        told.append(words("recover-key"))
    folded = (wrap(text, width, "  ", "    ") for text in told if text)
    return [*wrap(what, width, "", "  "), *(line for lines in folded for line in lines), ""]


def _ask(workspace: Workspace, item: Unsettled, said: Said, invocation: Invocation) -> int:
    """One question to the person at the terminal; leaving it open is an answer, too."""
    words = invocation.words
    later = words("recover-later")
    person = ConsoleOperator(said["by"] or invocation.surroundings.user, invocation.console, lambda: invocation.words)
    kinds = [AnswerKind.DONE, AnswerKind.NOT_DONE, *([AnswerKind.LOST] if item.shows_key else [])]
    named = {words(f"answer-{kind.value}"): kind for kind in kinds}
    also = {kind.value: kind for kind in kinds}
    choices = (*named, later)
    text = listed(words("recover-ask", address=item.address), choices)
    given = person.ask(Question(text, choices, default=later, also=tuple(also)))
    if given == later:
        return ExitCode.ERROR
    return _answer(workspace, item, {**said, "kind": {**also, **named}[given].value}, invocation)


def _answer(workspace: Workspace, item: Unsettled, said: Said, invocation: Invocation, instead_of: str = "") -> int:
    from provisioner.runtime.worklist.items import complete_work

    person = ConsoleOperator(said["by"] or invocation.surroundings.user, invocation.console, lambda: invocation.words)
    kind = AnswerKind(said["kind"]) if said["kind"] else person.what_became(shows_key=item.shows_key)
    answer = Answer(kind, person.name, said["note"], instead_of=instead_of)
    if kind is AnswerKind.DONE:
        secret = secret_of(workspace, item.intent_id, person, invocation, piped=said["secret_stdin"])
        answer = replace(answer, secret=secret)
    return tell(complete_work(workspace, item.intent_id, answer), invocation)


def _document(found: Recovery) -> dict[str, machine.Json]:
    return {
        "settled": [machine.noun(outcome) for outcome in found.report.outcomes()],
        "notices": [machine.diagnostic(notice) for notice in found.report.notices],
        "problems": [machine.diagnostic(one.problem) for one in found.report.accounts if one.problem is not None],
        "unsettled": [
            {
                "id": item.intent_id,
                "address": str(item.address),
                "action": item.action.value,
                "driver": item.driver,
                "since": utc(item.since),
                "shows_key": item.shows_key,
                "set_aside": item.is_set_aside,
                "question": machine.diagnostic(item.question) if item.question is not None else None,
            }
            for item in found.unsettled
        ],
    }
