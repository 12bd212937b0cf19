"""How a run is brought to rest: nothing goes wrong any more, and whoever is asked something answers truthfully.

Promises: uses the commands that anybody would use, and no others. Does not: mend anything by hand.
"""

from __future__ import annotations

from dataclasses import replace

from provisioner.model.address import Address
from provisioner.model.diagnostics import Severity
from provisioner.model.plan import Action, Plan, Reason
from provisioner.model.state import IntentPhase
from provisioner.model.work import HandoffStatus
from provisioner.runtime.applying.recovery import let_go, strangers
from provisioner.runtime.planning.wish import PlanWish, RefreshMode
from provisioner.runtime.session import make_plan
from provisioner.runtime.worklist.handoffs import HandoffWish, HandoffWord, confirm_handoff, list_handoffs
from provisioner.runtime.worklist.items import list_work
from provisioner.runtime.workspace import Workspace
from provisioner.testing.memory import MemoryBackend
from provisioner.testing.simulation.actors import apply_once, record, truth, work_on
from provisioner.testing.simulation.matching import match
from provisioner.testing.simulation.project import opens
from provisioner.testing.simulation.run import Run
from provisioner.testing.simulation.scheduler import Actor

ROUNDS = 7
"""Rounds after which everything must be at rest."""
HOUR = 3600.0


def settle_down(run: Run, wish: PlanWish) -> Plan | None:
    """The plan that has nothing left to do; None where there never was one."""
    run.chaos.calm = True
    found: list[Plan] = []

    def play(actor: Actor) -> None:
        wanted = replace(wish, refresh=RefreshMode.ALL)
        asked = wanted
        for _ in range(ROUNDS):
            run.clock.advance(HOUR)
            run.seams.deliver()
            answer_questions(run, actor)
            with run.process(actor, at_hand=True) as workspace:
                apply_once(run, actor, workspace, asked)
                confirm(workspace)
            with run.process(actor) as workspace:
                plan = make_plan(workspace, wanted).plan
            asked = wanted if wish.destroy else replace(wanted, recreate=_vanished(plan) | gone(run))
            run.left = _left(plan)
            if at_rest(plan) and not any(row.intents for row in run.disk.accounts.values()):
                found.append(plan)
                return

    run.play(Actor("kari", play))
    return found[0] if found else None


def at_rest(plan: Plan) -> bool:
    """Whether it does nothing, and asks nothing."""
    return all(change.action is Action.NO_OP for change in plan.changes()) and not plan.guards


def _left(plan: Plan) -> list[str]:
    """What it would still do, and what it calls an error."""
    errors = [item.text.summary for item in plan.diagnostics if item.severity is Severity.ERROR]
    busy = [change for change in plan.changes() if change.action is not Action.NO_OP]
    return [*errors, *(f"{change.address}: {change.action.value} ({change.reason.value})" for change in busy)]


def _vanished(plan: Plan) -> frozenset[Address]:
    return frozenset(change.address for change in plan.changes() if change.reason is Reason.NEEDS_RECREATE)


def gone(run: Run) -> frozenset[Address]:
    """Keys that somebody took away on the screen: whoever looks there sees that, and says that another may be made."""
    backend = MemoryBackend(run.disk)
    states = [state for ref in sorted(run.disk.accounts) if (state := backend.load(ref)) is not None]
    missing = match(states, run.world.things()).missing if run.removed else ()
    current = {(entry.address, entry.current.number) for state in states for entry in state.entries}
    return frozenset(
        it.address
        for it in missing
        if it.generation.secret is not None and (it.address, it.generation.number) in current
    )


def answer_questions(run: Run, actor: Actor) -> None:
    """Everything that waits for a person is done; of what was begun by somebody else somebody looks what became."""
    with run.process(actor) as workspace:
        end_strangers(run, workspace)
        waiting = list_work(workspace)
    for work in waiting:
        if work.phase is IntentPhase.AWAITING:
            work_on(run, actor, work)
            continue
        state = MemoryBackend(run.disk).load(work.item.address.account)
        intent = state.intent(work.item.id) if state is not None else None
        if intent is not None:  # whoever began it, nobody is at it any more
            # Whoever took it on will not come back: it is answered in their place, and says so.
            instead_of = intent.claimant if intent.claimant != actor.name else ""
            record(run, actor, intent.id, replace(truth(run, intent), by=actor.name, instead_of=instead_of))


def end_strangers(run: Run, workspace: Workspace) -> None:
    """Keys that are set aside and belong to nothing recorded are ended on the screen, and that is said."""
    for deposit in tuple(strangers(workspace)):
        for thing in run.world.things():
            if thing.secret is not None and opens(deposit.sealed, thing.secret):
                run.meddle(thing)
        let_go(workspace, deposit, "kari")


def confirm(workspace: Workspace) -> None:
    """Vendors say that they have what they were given."""
    for handoff in list_handoffs(workspace, HandoffWish(statuses=frozenset({HandoffStatus.AWAITING}))):
        if handoff.waiting:
            confirm_handoff(workspace, HandoffWord(handoff.address, by="vendor"))
