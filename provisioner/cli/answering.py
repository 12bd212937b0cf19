"""What a person says became of one thing: the options that say it, the key that may go with it, and the report of it.

Promises: half an answer that nobody is there to complete is refused before anything is looked up; a key is read from a
hidden prompt or from standard input, never from the command line. Does not: record anything.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypedDict

from provisioner.cli import exit_codes
from provisioner.cli.failures import failed
from provisioner.cli.invocation import Invocation
from provisioner.cli.operator import ConsoleOperator
from provisioner.cli.words import told
from provisioner.model.errors import ManifestInvalid, ProvisionerError, UsageError
from provisioner.model.secrets import Sensitive
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.spi.operator import Question

if TYPE_CHECKING:
    from provisioner.model.outcome import ApplyReport
    from provisioner.runtime.worklist.items import Recorded
    from provisioner.runtime.workspace import Workspace

MOST_SECRET_CHARACTERS = 65_536
"""More than any key has; a file piped in by mistake is refused instead of sealed."""


class Said(TypedDict):
    """What became of it, as the options say."""

    kind: str | None
    secret_stdin: bool
    note: str
    by: str | None


class SaidOfWork(Said):
    """The same of work, which may have had a text to compare."""

    agreement: str
    not_compared: bool
    nevertheless: bool


ANSWERS = "--done, --not-done, --refused, --lost"
"""What may be said of work."""


def refuse_half(said: Said, invocation: Invocation, *, several: bool, answers: str = ANSWERS) -> None:
    """UsageError for half an answer that nobody is there to complete."""
    kind, is_there = said["kind"], invocation.console.keyboard.is_there
    if kind is None and not is_there:
        raise UsageError.of(told("said-nothing", "said-nothing-hint", answers=answers))
    if kind == AnswerKind.REFUSED and not (said["note"] or said.get("agreement")) and not is_there:
        raise UsageError.of(told("said-no-note", "said-no-note-hint"))
    if said["secret_stdin"] and kind != AnswerKind.DONE:
        raise UsageError.of(told("secret-with-done"))
    if said["secret_stdin"] and several:
        raise UsageError.of(told("secret-alone", "secret-alone-hint"))


def secret_of(
    workspace: Workspace, work_id: str, person: ConsoleOperator, invocation: Invocation, *, piped: bool
) -> Sensitive | None:
    """The key, where the work shows one. Reading it from a pipe comes first, so that it never waits in one."""
    given = Sensitive(sys.stdin.read(MOST_SECRET_CHARACTERS + 1).strip()) if piped else None
    if given is not None and not 0 < len(given.reveal()) <= MOST_SECRET_CHARACTERS:
        raise UsageError.of(told("secret-none", "nothing-recorded"))
    item = find_item(workspace, work_id)
    if item is not None and item.may_paste:
        there = given is None and invocation.console.keyboard.is_there
        return person.ask_unneeded(Question(item.may_paste)) if there else given
    if item is None or item.asks_secret == (given is not None):
        return given
    if given is not None:
        raise UsageError.of(told("secret-unwanted", "secret-unwanted-hint"))
    if not invocation.console.keyboard.is_there:
        raise UsageError.of(told("secret-nobody", "secret-nobody-hint"))
    return person.ask_sensitive(Question(invocation.words("work-ask-secret")))


def find_item(workspace: Workspace, work_id: str) -> WorkItem | None:
    from provisioner.runtime.worklist.items import list_work

    return next((found.item for found in list_work(workspace) if found.item.id == work_id), None)


def tell_all(recorded: Iterable[Recorded], invocation: Invocation) -> int:
    """One report of all that was recorded, and why what was not was not; the same reason once."""
    from provisioner.model.outcome import ApplyReport

    each = tuple(recorded)
    reports = [one.report for one in each if one.report is not None]
    problems = _told_once([one.problem for one in each if one.problem is not None], invocation)
    codes = [failed(problem, invocation) for problem in problems]
    if reports:
        accounts = tuple(account for report in reports for account in report.accounts)
        notices = tuple(notice for report in reports for notice in report.notices)
        codes.append(tell(ApplyReport(accounts, notices=notices), invocation))
    return exit_codes.gravest(codes)


def _told_once(problems: Sequence[ProvisionerError], invocation: Invocation) -> list[ProvisionerError]:
    """One answer was given for all of them, so what is wrong with it is wrong with each."""
    from provisioner.reports.findings import at_once
    from provisioner.reports.words import words

    wrong = [problem for problem in problems if isinstance(problem, ManifestInvalid)]
    others = [problem for problem in problems if not isinstance(problem, ManifestInvalid)]
    if not wrong:
        return others
    found = at_once((each for problem in wrong for each in problem.diagnostics), words(invocation.language))
    return [ManifestInvalid(found, wrong[0].closing), *others]


def tell(report: ApplyReport, invocation: Invocation) -> int:
    from provisioner.reports.apply_text import render_apply

    console = invocation.console
    console.told(render_apply(report, invocation.language, console.has_colour(console.stdout), width=console.width))
    return exit_codes.gravest(exit_codes.of_account(account) for account in report.accounts)
