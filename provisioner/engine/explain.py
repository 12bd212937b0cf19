"""What a person is told about a decision: why something is held or asked about, and what to do.

Promises: every hold that a person can end and every question has its words. Does not: decide.
"""

from __future__ import annotations

from datetime import UTC

from provisioner.engine.bench import MAKES, Bench, View, due_day
from provisioner.engine.decide import Decision, Situation
from provisioner.model.address import Address
from provisioner.model.plan import Action, ChangeKind, Reason


def explain(bench: Bench, view: View, situation: Situation, decision: Decision) -> None:
    """Report what a person must know or do about a decision."""
    address, reason = view.address, decision.reason
    if decision.action is Action.ASK:
        _explain_question(bench, address, reason)
    elif decision.action is Action.HOLD and reason is Reason.CONFLICT:
        _explain_conflict(bench, view, situation)
    elif decision.action is Action.HOLD and reason is Reason.PERMANENT:
        bench.report("permanent-differs", address)
    elif decision.action is Action.HOLD and reason is Reason.PROTECTED:
        gone = view.wanted is None
        bench.report(
            "protected",
            address,
            deed="ended" if gone else "replaced",
            deed_nb="avsluttet" if gone else "erstattet",
        )
    elif reason is Reason.NEEDS_RECREATE:
        bench.report("needs-recreate", address)
    elif reason is Reason.ROTATING:
        bench.report("rotation-under-way", address)
    elif reason is Reason.OVERLAP:
        bench.report("still-in-use", address)
    _explain_dates(bench, view, decision)


def _explain_question(bench: Bench, address: Address, reason: Reason) -> None:
    intent = bench.intent(address)
    assert intent is not None, "a question is asked about an open intent"
    code = "open-intent" if reason is Reason.OPEN_INTENT else "awaiting-changed"
    since = f"{intent.opened_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    bench.report(code, address, step=intent.step.key, since=since, intent=intent.id)


def _explain_conflict(bench: Bench, view: View, situation: Situation) -> None:
    if situation.ambiguous:
        bench.report("conflict-ambiguous", view.address, count=len(view.candidates))
    elif situation.permanent or situation.attested or (situation.adopt and not situation.prior):
        differing = [change.name for change in view.differences if change.kind is ChangeKind.REPLACE]
        bench.report("conflict-differs", view.address, differences=", ".join(differing))
    else:
        bench.report("conflict-exists", view.address)


def _explain_dates(bench: Bench, view: View, decision: Decision) -> None:
    wanted, entry, today = view.wanted, view.entry, bench.request.now.astimezone(UTC).date()
    if wanted is None:
        return
    if decision.action in MAKES and wanted.expires_on is not None and wanted.expires_on < today:
        bench.report("already-expired", view.address, date=wanted.expires_on.isoformat())
    elif decision.action in (Action.NO_OP, Action.UPDATE) and entry is not None:
        last = entry.current.expires_on
        if last is not None and today >= due_day(wanted, last):
            bench.report("expires-soon", view.address, date=last.isoformat())
