"""The fake provider keeps every law of the port, and goes wrong exactly where it is told to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from provisioner.model.errors import OutcomeUnknown, ProviderFailed
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.outcome import SettledAs
from provisioner.model.plan import CheckStatus, StepAction
from provisioner.model.resource import Desired
from provisioner.model.state import Entry, Generation, Intent, IntentPhase
from provisioner.model.values import Unknown, attributes, plain, thaw
from provisioner.model.work import AnswerKind
from provisioner.spi.operator import Answer, Operator, Question
from provisioner.spi.provider import (
    Concurrency,
    DeclareRequest,
    ExpandRequest,
    PreflightRequest,
    ReadRequest,
    SettleRequest,
    StepAwaiting,
    StepDone,
    StepFailed,
    StepRequest,
)
from provisioner.testing import samples
from provisioner.testing.declaring import declared, office_with_key
from provisioner.testing.fakes import (
    FakeProvider,
    FakeWorld,
    Fault,
    FaultKind,
    Killed,
    Person,
    ScriptedOperator,
    done,
    identity_in_world,
    not_done,
    refused,
)
from provisioner.testing.provider_suite import ProviderSuite, Snapshot, change_of, step_of
from provisioner.testing.samples import BAKERY, NOW, OFFICE

HUMA = {"kind": "key", "application": "Huma", "scope": "read", "label": "  Huma   i butikken ", "vendor": "Huma AS"}
REQUESTS = (
    office_with_key(),
    declared(
        BAKERY,
        {
            "api": {"kind": "module"},
            "huma": {**HUMA, "needs": ["module/api"], "expires": "2027-01-31", "rotateBeforeDays": 30},
            "remark": {"kind": "note", "text": "hei", "adopt": True, "protect": True},
            "visma": {"kind": "link", "to": "visma"},
        },
    ),
)


@pytest.fixture
def world() -> FakeWorld:
    return FakeWorld()


@pytest.fixture
def provider(world: FakeWorld) -> FakeProvider:
    return FakeProvider(world)


class TestFakeProvider(ProviderSuite):
    @pytest.fixture
    def provider(self, world: FakeWorld) -> FakeProvider:
        return FakeProvider(world)

    @pytest.fixture
    def requests(self) -> Sequence[ExpandRequest]:
        return REQUESTS

    @pytest.fixture
    def snapshot(self, world: FakeWorld) -> Snapshot:
        return world.snapshot


class TestGuidedFakeProvider(TestFakeProvider):
    @pytest.fixture
    def provider(self, world: FakeWorld) -> FakeProvider:
        return FakeProvider(world, Person(world), guided=("key", "note"), unroutable=("module",))


class TestFakeProviderWithoutAPerson(TestFakeProvider):
    @pytest.fixture
    def provider(self, world: FakeWorld) -> FakeProvider:
        return FakeProvider(world, guided=("key", "office_key", "note", "module", "link"))


def desired(provider: FakeProvider, name: str) -> Desired:
    (found,) = (each for each in provider.expand(REQUESTS[1]).desired if each.address.name == name)
    return provider.normalise(found)


def step(provider: FakeProvider, name: str = "huma") -> StepRequest:
    request = step_of(provider, REQUESTS[1], desired(provider, name))
    return replace(request, evidence=provider.prepare(request))


def intent_of(request: StepRequest) -> Intent:
    return Intent("i1", request.step, IntentPhase.CALLING, NOW, request.deadline, "", request.evidence)


def settle(provider: FakeProvider, request: StepRequest, prior: tuple[Entry, ...] = ()) -> tuple[SettledAs, str | None]:
    state = samples.state(entries=prior)
    settlement = provider.settle(SettleRequest(request.account, intent_of(request), state, NOW + timedelta(hours=1)))
    return settlement.as_, settlement.native_id


def test_declarations_become_what_they_say(provider: FakeProvider) -> None:
    huma, remark, link = (desired(provider, name) for name in ("huma", "remark", "visma"))
    assert huma.attributes["label"] == "Huma i butikken"
    assert [str(address) for address in huma.depends_on] == [f"{BAKERY}/module/api"]
    assert (huma.expires_on, huma.rotate_before_days) == (date(2027, 1, 31), 30)
    assert huma.handoff is not None
    assert (remark.adopt, remark.protect, remark.attributes["title"]) == (True, True, "remark")
    assert link.attributes["office_key"] == Unknown(link.depends_on[0], "number")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"kind": "spaceship"}, "fake-unknown-kind"),
        ({}, "fake-unknown-kind"),
        ({"kind": "link"}, "fake-bad-field"),
        ({"kind": "note", "needs": ["module"]}, "fake-bad-field"),
        ({"kind": "key", "expires": "soon"}, "fake-bad-field"),
        ({"kind": "key", "rotateBeforeDays": "many"}, "fake-bad-field"),
    ],
)
def test_mistakes_are_told(provider: FakeProvider, body: dict[str, object], code: str) -> None:
    expansion = provider.expand(declared(BAKERY, {"x": body}))
    assert [each.code for each in expansion.diagnostics] == [code]
    assert expansion.desired == ()
    assert expansion.diagnostics[0].told_in("nb") != expansion.diagnostics[0].text


def test_a_made_key_shows_its_secret_once(provider: FakeProvider, world: FakeWorld) -> None:
    result = provider.apply(step(provider))
    assert isinstance(result, StepDone)
    assert result.secret is not None
    (thing,) = world.things(BAKERY, "key")
    assert (thing.native_id, thing.secret) == (result.native_id, result.secret.reveal())
    assert thing.secret not in repr(thing)
    assert result.computed == attributes(number=thing.attributes["number"])


def test_changing_and_ending(provider: FakeProvider, world: FakeWorld) -> None:
    made = provider.apply(step(provider, "remark"))
    assert isinstance(made, StepDone)
    request = step(provider, "remark")
    update = replace(request.step, action=StepAction.UPDATE, native_id=made.native_id, attributes=attributes(text="ha"))
    assert isinstance(provider.apply(replace(request, step=update)), StepDone)
    assert [thing.attributes["text"] for thing in world.things()] == ["ha"]
    ending = replace(update, action=StepAction.DELETE)
    assert isinstance(provider.apply(replace(request, step=ending)), StepDone)
    assert world.things() == ()
    assert isinstance(provider.apply(replace(request, step=ending)), StepDone), "what is gone is gone"
    assert isinstance(provider.apply(replace(request, step=update)), StepFailed)
    assert (world.calls["create"], world.calls["update"], world.calls["delete"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("kind", "raised", "made"),
    [
        (FaultKind.REFUSED, ProviderFailed, 0),
        (FaultKind.LOST_CALL, OutcomeUnknown, 0),
        (FaultKind.LOST_ANSWER, OutcomeUnknown, 1),
        (FaultKind.LATE, OutcomeUnknown, 0),
        (FaultKind.KILLED_BEFORE, Killed, 0),
        (FaultKind.KILLED_AFTER, Killed, 1),
    ],
)
def test_a_fault_strikes_once_and_settling_tells_what_happened(
    provider: FakeProvider, world: FakeWorld, kind: FaultKind, raised: type[BaseException], made: int
) -> None:
    request = step(provider)
    elsewhere = samples.key_address(name="elsewhere")
    world.plant(Fault(FaultKind.REFUSED, address=elsewhere), Fault(kind, address=request.step.address))
    with pytest.raises(raised):
        provider.apply(request)
    assert len(world.things()) == made
    expected = (SettledAs.HAPPENED, "n1") if made else (SettledAs.DID_NOT_HAPPEN, None)
    assert settle(provider, request) == expected
    world.deliver()
    assert len(world.things()) == (1 if kind is FaultKind.LATE else made)
    assert isinstance(provider.apply(request), StepDone)


def test_what_is_incomplete_says_so(provider: FakeProvider, world: FakeWorld) -> None:
    world.plant(Fault(FaultKind.INCOMPLETE))
    result = provider.apply(step(provider))
    assert isinstance(result, StepDone)
    assert result.incomplete


@pytest.mark.parametrize("method", ["read", "prepare", "settle"])
def test_looking_can_fail_too(provider: FakeProvider, world: FakeWorld, method: str) -> None:
    request = step(provider)
    world.plant(Fault(FaultKind.REFUSED, method))
    attempts: dict[str, Callable[[], object]] = {
        "read": lambda: provider.read(ReadRequest(request.account, None)),
        "prepare": lambda: provider.prepare(request),
        "settle": lambda: settle(provider, request),
    }
    with pytest.raises(ProviderFailed):
        attempts[method]()
    attempts[method]()


def test_settling_tells_ours_from_what_was_there_and_from_what_others_made(
    provider: FakeProvider, world: FakeWorld
) -> None:
    wanted = desired(provider, "huma").attributes
    world.make(BAKERY, "key", wanted)
    request = step(provider)
    assert settle(provider, request) == (SettledAs.DID_NOT_HAPPEN, None), "it was there before"
    theirs = world.make(BAKERY, "key", wanted)
    made_by = Generation(1, wanted, NOW, theirs.native_id)
    prior = (Entry(samples.key_address(name="other"), made_by),)
    assert settle(provider, request, prior) == (SettledAs.DID_NOT_HAPPEN, None), "it is another entry's"
    assert settle(provider, request) == (SettledAs.HAPPENED, theirs.native_id)
    world.make(BAKERY, "key", wanted)
    assert settle(provider, request) == (SettledAs.UNKNOWN, None), "two could be it"
    assert len(world.doubled(identity_in_world)) == 2


def test_settling_is_unsure_before_the_deadline_and_where_nothing_can_be_read(
    provider: FakeProvider, world: FakeWorld
) -> None:
    request = step(provider)
    early = provider.settle(SettleRequest(request.account, intent_of(request), samples.state(), NOW))
    assert early.as_ is SettledAs.UNKNOWN
    assert early.question is not None
    world.unreadable.add(BAKERY)
    assert settle(provider, request) == (SettledAs.UNKNOWN, None)


def test_settling_changes_and_endings(provider: FakeProvider, world: FakeWorld) -> None:
    thing = world.make(BAKERY, "note", attributes(title="remark", text="hei"))
    request = step(provider, "remark")
    update = replace(
        request.step, action=StepAction.UPDATE, native_id=thing.native_id, attributes=attributes(text="ha")
    )
    assert settle(provider, replace(request, step=update))[0] is SettledAs.DID_NOT_HAPPEN
    world.change(thing.native_id, update.attributes)
    assert settle(provider, replace(request, step=update))[0] is SettledAs.HAPPENED
    ending = replace(update, action=StepAction.DELETE)
    assert settle(provider, replace(request, step=ending))[0] is SettledAs.DID_NOT_HAPPEN
    world.remove(thing.native_id)
    assert settle(provider, replace(request, step=ending))[0] is SettledAs.HAPPENED


def test_what_can_be_seen_of_an_account(provider: FakeProvider, world: FakeWorld) -> None:
    account = REQUESTS[1].declared.account
    world.make(BAKERY, "note", attributes(title="remark"))
    world.make(OFFICE, "note", attributes(title="remark"))
    world.listing.append(account)
    assert provider.accounts().accounts == (account,)
    read = provider.read(ReadRequest(account, None))
    assert [live.native_id for live in read.live] == ["n1"]
    world.unreadable.add(BAKERY)
    assert provider.read(ReadRequest(account, None)).complete == frozenset()
    world.hidden.add(BAKERY)
    assert not provider.read(ReadRequest(account, None)).visible


def test_preflight_passes_fails_and_owns_up(provider: FakeProvider, world: FakeWorld) -> None:
    account = REQUESTS[1].declared.account
    changes = tuple(change_of(provider, desired(provider, name)) for name in ("huma", "remark"))
    world.barred.add(changes[0].address)
    read = provider.read(ReadRequest(account, None))
    checks = provider.preflight(PreflightRequest(account, changes, read, NOW))
    assert [check.status for check in checks] == [CheckStatus.FAILED, CheckStatus.PASSED]
    blind = provider.preflight(PreflightRequest(account, changes[1:], None, NOW))
    assert [check.status for check in blind] == [CheckStatus.NOT_CHECKABLE]


def guided(world: FakeWorld, operator: Operator | None) -> FakeProvider:
    return FakeProvider(world, operator, guided=("key",))


def test_without_a_person_a_guided_step_waits(world: FakeWorld) -> None:
    provider = guided(world, None)
    assert provider.apply(step(provider)) == StepAwaiting()
    assert provider.concurrency(step(provider).step.driver) is Concurrency.ONE


def test_a_person_does_it_and_tells_what_they_saw(world: FakeWorld) -> None:
    person = Person(world)
    provider = guided(world, person)
    result = provider.apply(step(provider))
    (thing,) = world.things()
    assert isinstance(result, StepDone)
    assert result.secret is not None
    assert (result.native_id, result.secret.reveal(), result.by) == (thing.native_id, thing.secret, "person")
    assert result.computed == attributes(number=thing.attributes["number"])
    assert [item.asks_secret for item in person.performed] == [True]
    question = Question("?", default="ja")
    assert (person.ask(question), person.ask_sensitive(question).reveal()) == ("ja", "")


def test_a_person_who_finds_nothing_to_change_refuses(world: FakeWorld) -> None:
    provider = FakeProvider(world, Person(world), guided=("note",))
    request = step(provider, "remark")
    update = replace(request.step, action=StepAction.UPDATE, native_id="n99")
    assert isinstance(provider.apply(replace(request, step=update)), StepFailed)


def test_an_id_is_not_taken_for_a_key(world: FakeWorld) -> None:
    operator = ScriptedOperator([done("n1"), done(), done("the-real-key")])
    provider = guided(world, operator)
    result = provider.apply(step(provider))
    assert isinstance(result, StepDone)
    assert result.secret is not None
    assert result.secret.reveal() == "the-real-key"
    assert operator.is_exhausted
    assert len(operator.performed) == 3


def test_answers_that_cannot_be_used_leave_it_unknown(world: FakeWorld) -> None:
    provider = guided(world, ScriptedOperator([done("n1")] * 3))
    with pytest.raises(OutcomeUnknown):
        provider.apply(step(provider))


@pytest.mark.parametrize(("answer", "note"), [(not_done(), "not-done"), (refused("no such button"), "no such button")])
def test_what_was_not_done_says_why(world: FakeWorld, answer: Answer, note: str) -> None:
    operator = ScriptedOperator([lambda item: answer])
    provider = guided(world, operator)
    result = provider.apply(step(provider))
    assert isinstance(result, StepFailed)
    assert note in result.diagnostic.summary


def test_a_script_that_is_too_short_fails_its_test() -> None:
    operator = ScriptedOperator(words=["ja"])
    assert operator.ask(Question("Sure?")) == "ja"
    assert operator.asked == ["Sure?"]
    with pytest.raises(AssertionError, match="no words"):
        operator.ask_sensitive(Question("Key?"))
    with pytest.raises(AssertionError, match="no answer"):
        guided(FakeWorld(), operator).apply(step(guided(FakeWorld(), None)))
    assert done("x").kind is AnswerKind.DONE
    assert ScriptedOperator(words=["", "hemmelig"]).ask(Question("?", default="nei")) == "nei"
    assert ScriptedOperator(words=["hemmelig"]).ask_sensitive(Question("?")).reveal() == "hemmelig"


def test_what_is_there_is_declared_and_two_alike_are_told(provider: FakeProvider, world: FakeWorld) -> None:
    key = world.make(OFFICE, "office_key", attributes(application="Visma", scope="all"))
    world.make(BAKERY, "link", attributes(office_key=key.attributes["number"]))
    world.make(BAKERY, "key", attributes(application="Huma"))
    for _ in range(2):
        world.make(BAKERY, "note", attributes(title="hei"))
    office, bakery = (request.declared.account for request in REQUESTS)
    reads = [provider.read(ReadRequest(account, None, whole=True)) for account in (office, bakery)]
    of_office = provider.declare(DeclareRequest(office, reads[0], NOW))
    declared = DeclaredAccount(office, of_office.declared)
    found = provider.declare(DeclareRequest(bakery, reads[1], NOW, office=declared, office_read=reads[0]))
    assert [(item.name, item.section.value) for item in of_office.declared] == [("visma", "officeKeys")]
    assert [(item.name, thaw(plain(item.body))) for item in found.declared] == [
        ("huma", {"kind": "key", "adopt": True, "application": "Huma"}),
        ("visma", {"kind": "link", "adopt": True, "to": "visma"}),
    ]
    assert [diagnostic.code for diagnostic in found.diagnostics] == ["fake-untold", "fake-untold"]
    known = DeclaredAccount(bakery, found.declared)
    again = DeclareRequest(bakery, reads[1], NOW, declared=known, office=declared, office_read=reads[0])
    assert provider.declare(again).declared == ()
    nameless = provider.declare(DeclareRequest(bakery, reads[1], NOW))
    assert [item.name for item in nameless.declared] == ["huma"], "whose link it is, nobody can tell"
