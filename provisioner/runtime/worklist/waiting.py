"""What waits since an earlier apply, done now that somebody is at hand.

Promises: each thing is taken on in the operator's name before it is shown, and what came of it is recorded by the rules
of any other answer; what somebody else has taken on meanwhile is left to them. Does not: choose what is offered.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import replace
from functools import partial
from typing import Final

from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.errors import ManifestInvalid, UsageError
from provisioner.model.outcome import AccountReport, ApplyReport
from provisioner.model.state import IntentPhase
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.runtime.worklist.items import OpenWork, complete_work, list_work, start_work
from provisioner.runtime.workspace import Workspace
from provisioner.spi.operator import Answer, ComparingOperator, Operator, Question, performed

_TRIES: Final = 3


def nobody_has(workspace: Workspace, addresses: Collection[Address]) -> tuple[OpenWork, ...]:
    """Of the work at `addresses`, what nobody has taken on."""
    return tuple(
        work for work in list_work(workspace) if work.phase is IntentPhase.AWAITING and work.item.address in addresses
    )


def take_up(workspace: Workspace, found: Collection[OpenWork], stop: threading.Event) -> ApplyReport:
    """Lets the person at hand do it, one thing after the other. Interrupted; what was taken on stays theirs then."""
    operator = workspace.operator
    accounts: list[AccountReport] = []
    notices: list[Diagnostic] = []
    for work in found if operator is not None else ():
        if stop.is_set() or operator is None:
            break
        try:
            item = start_work(workspace, work.item.id, operator.name).item
        except UsageError:  # somebody was faster
            continue
        answer = performed(operator, item, partial(workspace.provider.compare, item))
        report = _answered(workspace, operator, item, answer)
        accounts += report.accounts
        notices += report.notices
    return ApplyReport(tuple(accounts), notices=tuple(notices), interrupted=stop.is_set())


def _answered(workspace: Workspace, operator: Operator, item: WorkItem, answer: Answer) -> ApplyReport:
    """Records the answer. Only the key is asked for again; ManifestInvalid where it is never right."""
    work_id, answer = item.id, replace(answer, by=operator.name)
    if item.compares and not isinstance(operator, ComparingOperator):
        answer = replace(answer, uncompared=True)  # it cannot be asked, and what it did is done
    for _ in range(_TRIES):
        try:
            return complete_work(workspace, work_id, answer)
        except ManifestInvalid as wrong:
            if answer.kind is not AnswerKind.DONE or answer.secret is None:
                raise
            told = wrong.diagnostics[0].told_in(workspace.language)
            asked = Question(" ".join(part for part in (told.summary, told.hint) if part))
            answer = replace(answer, secret=operator.ask_sensitive(asked))
    return complete_work(workspace, work_id, answer)
