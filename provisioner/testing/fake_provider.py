"""A provider for a world in memory, with every shape of thing that planning and applying must cope with.

| kind | what it stands for |
| --- | --- |
| `module` | permanent: never ended, taken over where it is found |
| `note` | plain: one mutable attribute |
| `key` | holds a secret, is handed to a vendor, is replaced by making the new one first |
| `office_key` | the same, of the office |
| `link` | a client's attachment to an office key; refers to its computed `number` |

A declaration is `{kind: key, application: Huma, scope: read, label: Huma}`; `adopt`, `protect`, `vendor`, `expires`,
`rotateBeforeDays` and `needs: [KIND/NAME]` may be said of any, `to: NAME` of a link. Under `officeKeys:` the kind is
`office_key`. Settings: `guided: [KIND]` is done by the operator, `unroutable: [KIND]` by nobody.

Promises: keeps `provider_suite`; makes each thing once unless told to go wrong. Does not: connect to anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.errors import OutcomeUnknown
from provisioner.model.outcome import SettledAs
from provisioner.model.plan import Change, Check, CheckStatus, Step, StepAction
from provisioner.model.resource import Desired, Read, ResourceType, Role
from provisioner.model.secrets import Sensitive
from provisioner.model.state import AccountState
from provisioner.model.values import FrozenMap, Value, attributes, same
from provisioner.model.work import AnswerKind, Evidence, WorkItem, WorkStep
from provisioner.spi.operator import Answer, Operator, Question
from provisioner.spi.provider import (
    AccountListing,
    BaseProvider,
    Concurrency,
    Declarations,
    DeclareRequest,
    DoctorReport,
    ExpandRequest,
    Expansion,
    ManifestLanguage,
    PreflightRequest,
    ReadRequest,
    Route,
    Settlement,
    SettleRequest,
    StepAwaiting,
    StepDone,
    StepFailed,
    StepRequest,
    StepResult,
)
from provisioner.testing import fake_declaring, fake_language
from provisioner.testing.fake_world import FakeWorld, FaultKind, Killed, Thing
from provisioner.testing.words import WORDS

API = "api"
GUIDED = "guided"
_NATIVE_ID = re.compile(r"n\d+\Z")
_TRIES = 3


class FakeProvider(BaseProvider):
    """Sets things up in a `FakeWorld`."""

    name = "fake"

    def __init__(
        self,
        world: FakeWorld,
        operator: Operator | None = None,
        *,
        guided: Iterable[str] = (),
        unroutable: Iterable[str] = (),
    ) -> None:
        self.world = world
        self._operator = operator
        self._guided = frozenset(guided)
        self._unroutable = frozenset(unroutable)

    def manifest_language(self) -> ManifestLanguage:
        """Settings, and little of the rest."""
        return ManifestLanguage(fake_language.SCHEMA, version="1")

    def resource_types(self) -> Sequence[ResourceType]:
        """The five kinds."""
        return fake_language.TYPES

    def expand(self, request: ExpandRequest) -> Expansion:
        """One resource a declaration."""
        return fake_language.expand(request)

    def normalise(self, desired: Desired) -> Desired:
        """Blanks around and inside texts count once."""
        tidy = {
            name: " ".join(value.split()) if isinstance(value, str) else value
            for name, value in desired.attributes.items()
        }
        return replace(desired, attributes=FrozenMap(tidy))

    def declare(self, request: DeclareRequest) -> Declarations:
        """One declaration a thing."""
        return fake_declaring.declare(request)

    def accounts(self) -> AccountListing:
        """What the world lists."""
        self.world.strike("accounts")
        return AccountListing(tuple(self.world.listing), complete=self.world.listing_complete)

    def doctor(self) -> DoctorReport:
        """All is well."""
        return DoctorReport(level="full")

    def preflight(self, request: PreflightRequest) -> tuple[Check, ...]:
        """What is barred fails; without a read nothing can be checked."""
        return tuple(self._check(change, request) for change in request.changes)

    def _check(self, change: Change, request: PreflightRequest) -> Check:
        account, address = request.account.ref, change.address
        if address in self.world.barred:
            finding = WORDS("fake-barred", Place(change.source, address), address=address)
            return Check("fake-to-be-had", CheckStatus.FAILED, account, address, finding)
        if request.read is None:
            finding = WORDS("fake-not-read", Place(change.source, address), account=account)
            return Check("fake-to-be-had", CheckStatus.NOT_CHECKABLE, account, address, finding)
        return Check("fake-to-be-had", CheckStatus.PASSED, account, address)

    def route(self, change: Change) -> Route:
        """By hand where the settings say so, by program otherwise."""
        kind, place = change.address.kind, Place(change.source, change.address)
        if kind in self._unroutable:
            return Route("", WORDS("fake-no-driver", place, kind=kind))
        if kind in self._guided:
            return Route(GUIDED, WORDS("fake-by-hand", place, kind=kind))
        return Route(API)

    def read(self, request: ReadRequest) -> Read:
        """Everything, unless the account is hidden or cannot be listed."""
        account = request.account.ref
        self.world.strike("read")
        if account in self.world.hidden:
            return Read(account, visible=False)
        if account in self.world.unreadable:
            return Read(account, visible=True)
        live = tuple(thing.live() for thing in self.world.things(account))
        return Read(account, visible=True, complete=frozenset(fake_language.KINDS), live=live)

    def prepare(self, request: StepRequest) -> Evidence:
        """The ids of what there is of that kind."""
        step = request.step
        self.world.strike("prepare", step.address)
        existing = self.world.things(step.address.account, step.address.kind)
        return Evidence(attributes(existing=[thing.native_id for thing in existing]))

    def apply(self, request: StepRequest) -> StepResult:
        """Does the step, unless something was planted to go wrong."""
        step = request.step
        if step.driver == GUIDED:
            return self._guide(request)
        fault = self.world.strike("apply", step.address)
        kind = fault.kind if fault is not None else None
        if kind is FaultKind.LATE:
            self.world.postpone(lambda: do_step(self.world, step))
            raise OutcomeUnknown(f"Nothing has come back yet about {step.address}.")
        result = do_step(self.world, step)
        if kind is FaultKind.KILLED_AFTER:
            raise Killed("apply")
        if kind is FaultKind.LOST_ANSWER:
            raise OutcomeUnknown(f"The answer about {step.address} was lost.")
        if kind is FaultKind.INCOMPLETE and isinstance(result, StepDone):
            return replace(result, incomplete="its rights could not be ticked")
        return result

    def _guide(self, request: StepRequest) -> StepResult:
        if self._operator is None:
            return StepAwaiting()
        item = self.work_item(request)
        for _ in range(_TRIES):
            answer = self._operator.perform(item)
            if not self.check_answer(item, answer):
                return self.finish(request, answer)
        raise OutcomeUnknown(f"No answer about {item.address} could be used.")

    def settle(self, request: SettleRequest) -> Settlement:
        """Compares what there was with what there is."""
        intent, step = request.intent, request.intent.step
        self.world.strike("settle", step.address)
        early = intent.deadline is not None and request.now < intent.deadline
        if early or step.address.account in self.world.unreadable:
            return self._unsure(step)
        if step.action is StepAction.CREATE:
            return self._settle_create(request)
        thing = self.world.thing(step.native_id)
        if step.action is StepAction.DELETE:
            happened = thing is None
        else:
            wanted = step.attributes.items()
            happened = thing is not None and all(same(thing.attributes.get(name), value) for name, value in wanted)
        return Settlement(SettledAs.HAPPENED if happened else SettledAs.DID_NOT_HAPPEN, step.native_id)

    def _settle_create(self, request: SettleRequest) -> Settlement:
        step = request.intent.step
        type_ = fake_language.type_of(step.address.kind)
        before = request.intent.evidence.facts.get("existing")
        known = {*(before if isinstance(before, tuple) else ()), *_claimed(request.prior)}
        new = [
            thing
            for thing in self.world.things(step.address.account, step.address.kind)
            if thing.native_id not in known and type_.identity(thing.attributes) == type_.identity(step.attributes)
        ]
        if len(new) > 1:
            return self._unsure(step)
        if not new:
            return Settlement(SettledAs.DID_NOT_HAPPEN)
        return Settlement(SettledAs.HAPPENED, new[0].native_id, _computed(new[0]))

    def _unsure(self, step: Step) -> Settlement:
        question = WORDS("fake-unsure", Place(step.source, step.address), address=step.address)
        return Settlement(SettledAs.UNKNOWN, question=question)

    def work_item(self, request: StepRequest) -> WorkItem:
        """What to type, attribute by attribute."""
        step, account = request.step, request.account
        creates = step.action is StepAction.CREATE
        typed = ((name, value) for name, value in step.attributes.items() if value is not None)
        return WorkItem(
            id=request.intent_id,
            address=step.address,
            action=step.action.value,
            title=f"{step.action.value} {step.address}",
            # As in an accounting firm, clients are attached to a key of the office's in one list of the office's own.
            account_name="the office" if step.address.kind == "link" else account.display_name,
            steps=tuple(WorkStep(f"«{name}»", str(value)) for name, value in typed),
            group=step.address.kind,
            group_title=f"{step.action.value} {step.address.kind}",
            group_line=account.display_name,
            asks_secret=step.holds_secret and creates,
            facts=attributes(attributes=step.attributes, native_id=step.native_id),
        )

    def check_answer(self, item: WorkItem, answer: Answer) -> tuple[Diagnostic, ...]:
        """A key must have been given, and not its id."""
        if answer.kind is not AnswerKind.DONE or not item.asks_secret:
            return ()
        text = answer.secret.reveal() if answer.secret is not None else ""
        if not text:
            return (WORDS("fake-secret-missing", Place(address=item.address)),)
        if _NATIVE_ID.match(text):
            return (WORDS("fake-secret-is-id", Place(address=item.address)),)
        return ()

    def finish(self, request: StepRequest, answer: Answer) -> StepResult:
        """What the person saw, as far as they told."""
        step = request.step
        if answer.kind not in (AnswerKind.DONE, AnswerKind.LOST):
            note = answer.note or answer.kind.value
            return StepFailed(WORDS("fake-refused", Place(step.source, step.address), note=note))
        facts = answer.facts
        native_id = facts.get("native_id")
        return StepDone(
            native_id=native_id if isinstance(native_id, str) else step.native_id,
            computed=FrozenMap({"number": facts["number"]}) if "number" in facts else FrozenMap(),
            secret=answer.secret,
            by=answer.by,
        )

    def concurrency(self, driver: str) -> Concurrency:
        """A person does one thing at a time."""
        return Concurrency.ONE if driver == GUIDED else Concurrency.MANY


class Person:
    """An operator who does in the world what they are asked to, and tells what they saw."""

    name = "person"

    def __init__(self, world: FakeWorld) -> None:
        self._world = world
        self.performed: list[WorkItem] = []
        """What they were asked to do, in order."""

    def perform(self, item: WorkItem) -> Answer:
        """Does it."""
        self.performed.append(item)
        wanted, native_id = item.facts.get("attributes"), item.facts.get("native_id")
        step = Step(
            address=item.address,
            action=StepAction(item.action),
            generation=1,
            attributes=wanted if isinstance(wanted, FrozenMap) else FrozenMap(),
            native_id=native_id if isinstance(native_id, str) else None,
        )
        result = do_step(self._world, step)
        if isinstance(result, StepDone):
            facts: dict[str, Value] = {**result.computed, "native_id": result.native_id}
            return Answer(AnswerKind.DONE, self.name, facts=FrozenMap(facts), secret=result.secret)
        return Answer(AnswerKind.REFUSED, self.name, note="it is not there")

    def ask(self, question: Question) -> str:
        """Whatever is the default."""
        return question.default

    def ask_sensitive(self, question: Question) -> Sensitive:
        """Nothing."""
        return Sensitive("")


def do_step(world: FakeWorld, step: Step) -> StepResult:
    """What the step does in the world, nothing going wrong."""
    address = step.address
    if step.action is StepAction.CREATE:
        secret = fake_language.type_of(address.kind).holds_secret
        thing = world.make(address.account, address.kind, step.attributes, secret=secret)
        return StepDone(thing.native_id, _computed(thing), Sensitive(thing.secret) if secret else None)
    if step.action is StepAction.DELETE:
        world.remove(step.native_id or "")
        return StepDone(step.native_id)
    changed = world.change(step.native_id or "", step.attributes)
    if changed is None:
        return StepFailed(WORDS("fake-gone", Place(step.source, address), address=address))
    return StepDone(changed.native_id, _computed(changed))


def identity_in_world(thing: Thing) -> object:
    """What `FakeWorld.doubled` tells things of one kind apart by."""
    return fake_language.type_of(thing.kind).identity(thing.attributes)


def _claimed(state: AccountState) -> Iterable[str]:
    for entry in state.entries:
        for generation in (entry.current, *entry.deposed):
            if generation.native_id is not None:
                yield generation.native_id


def _computed(thing: Thing) -> FrozenMap[Value]:
    names = fake_language.type_of(thing.kind).names(Role.COMPUTED)
    return FrozenMap({name: thing.attributes[name] for name in names if name in thing.attributes})
