"""A small world for the laws: things that are made, changed and ended by steps, and the memory of who made them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from provisioner.engine.fold import fold, open_intent, resolve_step
from provisioner.engine.planner import plan_account
from provisioner.engine.request import PlannedAccount, PlanOptions, PlanRequest
from provisioner.engine.schedule import schedule
from provisioner.engine.words import WORDS
from provisioner.model.address import Address
from provisioner.model.offboarding import Leaving
from provisioner.model.outcome import Applied, Failed, Outcome, Settled, SettledAs
from provisioner.model.plan import Step, StepAction
from provisioner.model.resource import Desired, Live, Read
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, Intent, IntentPhase, violations
from provisioner.model.values import Unknown
from provisioner.testing import strategies as drawn


@dataclass
class World:
    """What is there. A kind outside `seen` cannot be read at all."""

    state: AccountState
    things: list[Live]
    complete: frozenset[str]
    made: dict[str, Address] = field(default_factory=dict)
    """Everything that was made here and not ended here since, by vendor's id."""
    steps: list[Step] = field(default_factory=list)
    """Every step that touched the world."""
    counter: int = 0

    def read(self) -> Read:
        live = tuple(thing for thing in self.things if thing.kind in self.complete)
        return Read(drawn.CLIENT, visible=True, complete=self.complete, live=live, at=drawn.NOW)

    def plan(
        self, desired: Iterable[Desired], options: PlanOptions | None = None, leaving: Leaving | None = None
    ) -> PlannedAccount:
        request = PlanRequest(
            account=drawn.ACCOUNT,
            types=drawn.TYPES,
            desired=tuple(desired),
            prior=self.state,
            read=self.read(),
            now=drawn.NOW,
            options=options or PlanOptions(),
            leaving=leaving,
        )
        return plan_account(request)

    def do(self, step: Step) -> str | None:
        """Carry `step` out; the vendor's id of what it was about."""
        self.steps.append(step)
        if step.action is StepAction.CREATE:
            self.counter += 1
            native_id = f"made {self.counter}"
            self.things.append(Live(drawn.CLIENT, step.address.kind, step.attributes, native_id))
            self.made[native_id] = step.address
            return native_id
        thing = self.find(step)
        if thing is None:
            return step.native_id
        self.things.remove(thing)
        if step.action is StepAction.UPDATE:
            self.things.append(Live(drawn.CLIENT, thing.kind, step.attributes, thing.native_id))
        else:
            self.made.pop(thing.native_id or "", None)
        return thing.native_id

    def find(self, step: Step) -> Live | None:
        """The thing that a step is about: by id, or by what it looks like where it has none."""
        for thing in self.things:
            if step.native_id is not None and thing.native_id == step.native_id:
                return thing
        known = drawn.TYPES[step.address.kind]
        alike = (
            thing
            for thing in self.things
            if thing.kind == step.address.kind
            and (step.native_id is None or thing.native_id is None)
            and known.identity(thing.attributes) == known.identity(step.before)
        )
        return next(alike, None)

    def fold(self, outcome: Outcome) -> None:
        """Record `outcome`; the rules hold afterwards."""
        self.state = fold(self.state, outcome)
        assert violations(self.state) == ()

    def begin(self, step: Step) -> Intent:
        self.counter += 1
        intent = Intent(f"i{self.counter}", step, IntentPhase.CALLING, drawn.NOW, drawn.NOW, "")
        self.state = open_intent(self.state, intent)
        assert violations(self.state) == ()
        return intent

    def apply(self, planned: PlannedAccount, fates: Iterable[str] = ()) -> bool:
        """Carry a plan out. `fates` say what becomes of each step that touches the world: done, failed, lost (it
        happened and nobody heard), unsent (nothing happened and nobody knows). Whether every step was done."""
        undone: list[Step] = []
        fate = iter(fates)
        for planned_step in schedule(planned.plan):
            found = resolve_step(planned_step, {drawn.CLIENT: self.state})
            if self.waits(planned_step, undone) or not isinstance(found, Step):
                undone.append(planned_step)
                continue
            if not self.one(found, next(fate, "done") if found.action.touches_world else "done"):
                undone.append(planned_step)
        return not undone

    def waits(self, step: Step, undone: Iterable[Step]) -> bool:
        """Whether something that was to be done before was not: a part of its own, the making of what it needs, the
        end (or the moving away) of what needed it."""
        left = {other.address for other in undone}
        if step.address in left:
            return True
        if step.action in (StepAction.DELETE, StepAction.FORGET):
            return any(step.address in entry.depends_on and entry.address in left for entry in self.state.entries)
        return bool(left & set(step.depends_on))

    def one(self, step: Step, fate: str) -> bool:
        assert not any(isinstance(value, Unknown) for value in step.attributes.values())
        if not step.action.touches_world:
            self.fold(Applied(step, drawn.NOW, native_id=step.native_id))
            return True
        intent = self.begin(step)
        if fate == "failed":
            self.fold(Failed(step, drawn.NOW, WORDS("permanent-kept", address=step.address), intent.id))
        elif fate == "lost":
            self.do(step)
        elif fate == "done":
            secret = SecretStatus.SEALED if step.holds_secret else None
            self.fold(Applied(step, drawn.NOW, intent.id, native_id=self.do(step), secret=secret))
        return fate == "done"

    def settle(self) -> None:
        """Look again at every call whose end is unknown, and ask about everything a person was asked to do."""
        for intent in self.state.intents:
            ours = {intent.step.address, None}
            unclaimed = [
                native_id
                for native_id, address in self.made.items()
                if address in ours and native_id not in known_ids(self.state)
            ]
            happened = bool(unclaimed) if intent.step.action is StepAction.CREATE else self.find(intent.step) is None
            self.fold(
                Settled(
                    intent,
                    SettledAs.HAPPENED if happened else SettledAs.DID_NOT_HAPPEN,
                    drawn.NOW,
                    "the world",
                    native_id=unclaimed[0] if unclaimed and intent.step.action is StepAction.CREATE else None,
                )
            )


def known_ids(state: AccountState) -> set[str]:
    """Every vendor's id that the state knows."""
    return {
        generation.native_id
        for entry in state.entries
        for generation in (*entry.deposed, entry.current)
        if generation.native_id is not None
    }
