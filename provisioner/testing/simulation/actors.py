"""Who plays: pipelines, people at work items, somebody on the screen. Each does what its command does.

Promises: people say what they saw, and nothing else. Does not: judge.
"""

from __future__ import annotations

from dataclasses import replace

from provisioner.model.address import AccountRef
from provisioner.model.errors import OutcomeUnknown, ProvisionerError
from provisioner.model.plan import StepAction
from provisioner.model.state import Intent, IntentPhase
from provisioner.model.work import AnswerKind
from provisioner.runtime.planning.wish import PlanWish
from provisioner.runtime.session import apply_plan, make_plan, settle_open
from provisioner.runtime.worklist.items import OpenWork, complete_work, list_work, start_work
from provisioner.runtime.workspace import Workspace
from provisioner.spi.operator import Answer
from provisioner.spi.rehearsal import Thing
from provisioner.testing.memory import MemoryBackend
from provisioner.testing.simulation.matching import alike, bears, match
from provisioner.testing.simulation.run import Run
from provisioner.testing.simulation.scheduler import Actor

TRIES = 6
"""How often somebody tries again to record what they have in hand."""
WAIT_SECONDS = 45.0
"""How long they wait before that."""


def pipeline(run: Run, name: str, wish: PlanWish, *, at_hand: bool) -> Actor:
    """`provisioner apply`: settles, plans, applies what it read back from bytes."""

    def play(actor: Actor) -> None:
        with run.process(actor, at_hand=at_hand) as workspace:
            apply_once(run, actor, workspace, wish)

    return Actor(name, play)


def apply_once(run: Run, actor: Actor, workspace: Workspace, wish: PlanWish) -> None:
    """What one `apply` does."""
    run.papers.append(settle_open(workspace))
    planned = make_plan(workspace, wish)
    run.papers.append(planned.data)
    if not actor.stop.is_set():
        run.papers.append(apply_plan(workspace, planned.data, stop=actor.stop))


def settler(run: Run, name: str) -> Actor:
    """Somebody who only looks into what was left open."""

    def play(actor: Actor) -> None:
        with run.process(actor) as workspace:
            run.papers.append(settle_open(workspace))

    return Actor(name, play)


def somebody(run: Run, name: str, items: int) -> Actor:
    """A person who takes up work that waits, does it on the screen and records it."""

    def play(actor: Actor) -> None:
        for _ in range(items):
            with run.process(actor) as workspace:
                waiting = [work for work in list_work(workspace) if work.phase is IntentPhase.AWAITING]
            if waiting:
                # Both take the first as often as not: two people at one thing is what is looked for.
                first = run.chance.random() < 0.6
                work_on(run, actor, waiting[0] if first else run.chance.choice(waiting))
            run.seams.wait(actor, WAIT_SECONDS)

    return Actor(name, play)


def work_on(run: Run, actor: Actor, work: OpenWork) -> None:
    """Claims it, does it, and records it; whoever holds a key tries again until it is recorded."""
    try:
        with run.process(actor) as workspace:
            started = start_work(workspace, work.item.id, actor.name)
    except ProvisionerError as error:
        run.papers.append((error.summary, error.hint, error.detail))
        return
    try:
        answer = run.person(actor).perform(started.item)
    except OutcomeUnknown:
        return  # nobody knows, and whoever is asked later looks
    record(run, actor, work.item.id, replace(answer, by=actor.name))


def record(run: Run, actor: Actor, intent_id: str, answer: Answer) -> bool:
    """Says it until it is taken, or until it is clear that it never will be."""
    for _ in range(TRIES):
        is_held = _is_set_aside(run, intent_id)
        try:
            with run.process(actor) as workspace:
                report = complete_work(workspace, intent_id, answer)
        except ProvisionerError as error:
            run.papers.append((error.summary, error.hint, error.detail))
            return False
        run.papers.append(report)
        if all(account.problem is None for account in report.accounts):
            if is_held and answer.kind is not AnswerKind.DONE:
                run.monitor.find("keys", f"{answer.kind.value} was believed of {intent_id}, whose key lay set aside")
            return True
        run.seams.wait(actor, WAIT_SECONDS)
    return False


def meddler(run: Run, name: str) -> Actor:
    """Somebody on the screen who knows nothing of us."""

    def play(actor: Actor) -> None:
        for _ in range(run.chance.randint(1, 2)):
            run.seams.wait(actor, run.chance.choice((1.0, 20.0, 60.0)))
            ours = [
                thing
                for thing in run.world.things()
                if not thing.from_before and thing.kind not in run.script.permanent
            ]
            if not ours:
                continue
            thing = run.chance.choice(ours)
            if run.chance.random() < 0.5:
                run.meddle(thing)
            else:
                run.imitate(thing)

    return Actor(name, play)


def truth(run: Run, intent: Intent) -> Answer:
    """What somebody who looks at the screen says of a step that nobody knows the end of. Where its key lies set aside,
    nobody has to be believed, so they look in the wrong place."""
    if _is_set_aside(run, intent.id):
        return Answer(AnswerKind.NOT_DONE, by="kari")
    step = intent.step
    backend = MemoryBackend(run.disk)
    states = [state for ref in sorted(run.disk.accounts) if (state := backend.load(ref)) is not None]
    things = [thing for thing in run.world.things() if thing.number not in run.strange]
    matched = match(states, things)
    if step.action is StepAction.DELETE:
        there = matched.thing(step.address, step.generation) is not None
        return Answer(AnswerKind.NOT_DONE if there else AnswerKind.DONE, by="kari")
    if step.action is StepAction.UPDATE:
        mine = [thing for thing in things if _may_be(thing, step.address.account, step.address.kind)]
        done = any(bears(thing, step.attributes) or alike(thing, step.attributes) for thing in mine)
        return Answer(AnswerKind.DONE if done else AnswerKind.NOT_DONE, by="kari")
    unclaimed = [thing for thing in matched.unclaimed if _may_be(thing, step.address.account, step.address.kind)]
    made = any(bears(thing, step.attributes) or alike(thing, step.attributes) for thing in unclaimed)
    if not made:
        return Answer(AnswerKind.NOT_DONE, by="kari")
    return Answer(AnswerKind.LOST if step.holds_secret else AnswerKind.DONE, by="kari")


def _is_set_aside(run: Run, intent_id: str) -> bool:
    """Whether the key of that call lies with the state, or in a rescue file."""
    return intent_id in run.disk.deposits or intent_id in run.rescued


def _may_be(thing: Thing, account: AccountRef, kind: str) -> bool:
    return thing.account == account and thing.kind == kind
