"""What a person is told about a decision: why something is held or asked about, and what to do.

Promises: every hold that a person can end and every question has its words. Does not: decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from provisioner.engine.bench import MAKES, Bench, View, due_day
from provisioner.engine.decide import Decision, Parting, Situation
from provisioner.engine.leaving import whose
from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic
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
    elif reason is Reason.WHOSE:
        bench.report("whose-key", address, person=person_in(view))
    elif reason is Reason.ROTATING:
        bench.report("rotation-under-way", address)
    elif reason is Reason.OVERLAP:
        bench.report("still-in-use", address)
    _explain_dates(bench, view, decision)


def told_about(bench: Bench, view: View, decision: Decision) -> Iterator[Diagnostic]:
    """What stands beside a change for whoever reads the plan."""
    if decision == Decision(Action.FORGET, Reason.PERMANENT):
        yield bench.tell("permanent-kept", view.address)
    elif decision.reason is Reason.HANDED_OVER:
        yield bench.tell("handed-over", view.address)
    elif decision.reason is Reason.LAST_DAY and bench.request.leaving is not None and view.entry is not None:
        leaving, entry = bench.request.leaving, view.entry
        then = whose(leaving, view.type, entry.current.attributes, entry.depends_on)
        what = "permanent" if view.type.permanent else then.value
        if then is Parting.THEIRS and _is_ours(bench, view):
            what = "theirs-stops"
        day = leaving.offboarding.last_day.isoformat()
        yield bench.tell(f"last-day-{what}", view.address, date=day, person=person_in(view))
    if decision.reason is Reason.HANDED_OVER and _is_ours(bench, view):
        yield bench.tell("stops-with-us", view.address, person=person_in(view))


def _is_ours(bench: Bench, view: View) -> bool:
    """Whether one of our people stands behind it."""
    leaving, person = bench.request.leaving, person_in(view)
    return leaving is not None and bool(person) and leaving.people.owns(person) is True


def person_in(view: View) -> str:
    """Whose it is; empty where that is nobody's or unknown."""
    held = view.entry.current.attributes if view.entry is not None else view.attributes
    value = held.get(view.type.person) if view.type.person else None
    return value if isinstance(value, str) else ""


def _explain_question(bench: Bench, address: Address, reason: Reason) -> None:
    if address in bench.request.set_aside:
        return  # whoever found it set aside says so
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
