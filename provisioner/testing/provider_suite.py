"""The laws of the provider port, as tests.

A provider's own test derives from `ProviderSuite` and gives three fixtures:

    class TestMine(ProviderSuite):
        @pytest.fixture
        def provider(self): ...     # opened on a world of its own, which the test may change

        @pytest.fixture
        def requests(self): ...     # ExpandRequests that use every kind, each without a mistake

        @pytest.fixture
        def snapshot(self): ...     # a function that returns all that is in the world, to compare before with after

`provisioner.testing.declaring` makes requests without manifests.

Promises: what passes can be planned with, and is looked at without being changed. Does not: test what its kinds mean,
or what becomes of a call whose answer is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from jsonschema import Draft202012Validator

from provisioner.model.diagnostics import has_errors
from provisioner.model.errors import ProviderFailed
from provisioner.model.resource import Desired, Read, Role
from provisioner.model.secrets import Sensitive
from provisioner.model.state import AccountState, Intent, IntentPhase
from provisioner.model.values import FrozenMap, Unknown, Value, is_known, thaw
from provisioner.spi.provider import (
    Concurrency,
    ExpandRequest,
    NotesRequest,
    PreflightRequest,
    Provider,
    ReadRequest,
    SettleRequest,
    StepAwaiting,
    StepDone,
    StepFailed,
    StepRequest,
)
from provisioner.testing.declaring_suite import DeclaringSuite
from provisioner.testing.samples import NOW
from provisioner.testing.suite_steps import change_of as change_of
from provisioner.testing.suite_steps import ours, type_of
from provisioner.testing.suite_steps import step_of as step_of

Snapshot = Callable[[], object]
LANGUAGES = ("en", "nb")
PARTS = {"settings", "integration", "officeKey", "catalogueEntry"}


def wanted(provider: Provider, requests: Sequence[ExpandRequest]) -> list[tuple[ExpandRequest, Desired]]:
    """Everything that the samples ask for, normalised, with the account it is for."""
    return [
        (request, provider.normalise(desired)) for request in requests for desired in provider.expand(request).desired
    ]


def _unknowns(value: Value) -> Iterator[Unknown]:
    if isinstance(value, Unknown):
        yield value
    elif isinstance(value, tuple | FrozenMap):
        for item in value.values() if isinstance(value, FrozenMap) else value:
            yield from _unknowns(item)


class LanguageSuite:
    """What it says of itself."""

    @pytest.fixture
    def provider(self) -> Provider:
        """To be given by the child: opened on a world of its own."""
        raise NotImplementedError("derive from ProviderSuite and give the fixture `provider`")

    @pytest.fixture
    def requests(self) -> Sequence[ExpandRequest]:
        """To be given by the child: faultless samples that use every kind."""
        raise NotImplementedError("derive from ProviderSuite and give the fixture `requests`")

    @pytest.fixture
    def snapshot(self) -> Snapshot:
        """To be given by the child: what is in the world."""
        raise NotImplementedError("derive from ProviderSuite and give the fixture `snapshot`")

    def test_it_has_a_name(self, provider: Provider) -> None:
        assert isinstance(provider, Provider)
        assert provider.name not in ("", "unnamed")

    def test_its_manifest_language_is_a_schema_with_the_agreed_parts(self, provider: Provider) -> None:
        language = provider.manifest_language()
        Draft202012Validator.check_schema(dict(language.schema))
        definitions = language.schema["$defs"]
        assert isinstance(definitions, dict)
        assert definitions.keys() >= PARTS
        assert language == provider.manifest_language()

    def test_kinds_are_unique_and_called_something_in_both_languages(self, provider: Provider) -> None:
        types = provider.resource_types()
        kinds = [type_.kind for type_ in types]
        assert kinds
        assert len(set(kinds)) == len(kinds)
        assert [type_.kind for type_ in types if not all(type_.titles.get(language) for language in LANGUAGES)] == []
        assert list(types) == list(provider.resource_types())

    def test_attributes_are_unique_within_a_kind(self, provider: Provider) -> None:
        for type_ in provider.resource_types():
            names = [attribute.name for attribute in type_.attributes]
            assert len(set(names)) == len(names), type_.kind

    def test_what_is_never_ended_holds_no_secret(self, provider: Provider) -> None:
        """A secret thing must be replaceable, or a lost key could never be mended."""
        assert [type_.kind for type_ in provider.resource_types() if type_.permanent and type_.holds_secret] == []


class ExpansionSuite(LanguageSuite):
    """What it makes of declarations."""

    def test_the_samples_have_no_mistake_and_use_every_kind(
        self, provider: Provider, requests: Sequence[ExpandRequest]
    ) -> None:
        for request in requests:
            assert not has_errors(provider.expand(request).diagnostics), provider.expand(request).diagnostics
        kinds = {desired.address.kind for _, desired in wanted(provider, requests)}
        assert kinds == {type_.kind for type_ in provider.resource_types()}

    def test_expanding_is_pure_and_blind_to_order(self, provider: Provider, requests: Sequence[ExpandRequest]) -> None:
        for request in requests:
            first = provider.expand(request)
            turned = replace(request.declared, declared=tuple(reversed(request.declared.declared)))
            assert provider.expand(request) == first
            again = provider.expand(replace(request, declared=turned))
            assert _by_address(again.desired) == _by_address(first.desired)

    def test_what_examples_say_of_a_whole_account_is_so(
        self, provider: Provider, requests: Sequence[ExpandRequest]
    ) -> None:
        """Where every declaration says by itself what it takes, and no two take the same, the whole asks for as much as
        its parts. A provider that says nothing of what is alike is looked at no further."""
        for request in requests:
            parts = [
                provider.expand(replace(request, declared=replace(request.declared, declared=(item,)), example=True))
                for item in request.declared.declared
            ]
            taken = [mark for part in parts for mark in part.takes]
            if any(part.alike is None or part.diagnostics for part in parts) or len(set(taken)) < len(taken):
                continue
            whole = provider.expand(request)
            assert whole.diagnostics == ()
            asked = {desired.address for part in parts for desired in part.desired}
            assert {desired.address for desired in whole.desired} == asked
            for part in parts:
                assert part.alike is not None
                for pattern in part.alike.values():
                    re.compile(pattern)

    def test_what_is_wanted_belongs_to_the_account_and_is_declared_once(
        self, provider: Provider, requests: Sequence[ExpandRequest]
    ) -> None:
        for request in requests:
            addresses = [desired.address for desired in provider.expand(request).desired]
            assert {address.account for address in addresses} <= {request.declared.account.ref}
            assert len(set(addresses)) == len(addresses)

    def test_everything_wanted_knows_where_it_was_written(
        self, provider: Provider, requests: Sequence[ExpandRequest]
    ) -> None:
        assert [str(desired.address) for _, desired in wanted(provider, requests) if desired.source is None] == []

    def test_attributes_are_those_of_the_type_without_computed_and_secret_ones(
        self, provider: Provider, requests: Sequence[ExpandRequest]
    ) -> None:
        for _, desired in wanted(provider, requests):
            type_ = type_of(provider, desired)
            roles = {name: type_.role(name) for name in desired.attributes}
            declared = {attribute.name for attribute in type_.attributes}
            assert desired.attributes.keys() <= declared, desired.address
            assert not {Role.COMPUTED, Role.SECRET} & set(roles.values()), desired.address
            assert set(type_.names(Role.IDENTITY)) <= desired.attributes.keys(), desired.address
            assert desired.origins.keys() <= declared, desired.address

    def test_what_must_exist_before_is_of_the_account_or_of_the_office(
        self, provider: Provider, requests: Sequence[ExpandRequest]
    ) -> None:
        for request, desired in wanted(provider, requests):
            assert list(desired.depends_on) == sorted(set(desired.depends_on))
            assert desired.address not in desired.depends_on
            for address in desired.depends_on:
                assert address.account == request.declared.account.ref or address.account.is_office

    def test_what_is_not_known_yet_names_a_computed_attribute_of_what_it_depends_on(
        self, provider: Provider, requests: Sequence[ExpandRequest]
    ) -> None:
        types = {type_.kind: type_ for type_ in provider.resource_types()}
        for _, desired in wanted(provider, requests):
            for unknown in _unknowns(desired.attributes):
                assert unknown.of in desired.depends_on
                assert unknown.of is not None
                assert unknown.attribute in types[unknown.of.kind].names(Role.COMPUTED)

    def test_normalising_is_pure_and_the_same_when_done_twice(
        self, provider: Provider, requests: Sequence[ExpandRequest]
    ) -> None:
        for request in requests:
            for raw in provider.expand(request).desired:
                once = provider.normalise(raw)
                assert provider.normalise(raw) == once
                assert provider.normalise(once) == once
                assert once.address == raw.address
                assert once.depends_on == raw.depends_on

    def test_routing_is_pure_and_says_why_where_nobody_can(
        self, provider: Provider, requests: Sequence[ExpandRequest]
    ) -> None:
        for _, desired in wanted(provider, requests):
            change = change_of(provider, desired)
            route = provider.route(change)
            assert provider.route(change) == route
            assert route.driver or (route.note is not None and has_errors([route.note]))
            assert isinstance(provider.concurrency(route.driver), Concurrency)

    def test_a_work_item_is_pure_and_says_what_it_is_about(
        self, provider: Provider, requests: Sequence[ExpandRequest]
    ) -> None:
        for request, desired in wanted(provider, requests):
            if not is_known(desired.attributes):
                continue
            step = step_of(provider, request, desired)
            item = provider.work_item(step)
            assert provider.work_item(step) == item
            assert (item.id, item.address, item.action) == (step.intent_id, desired.address, "create")
            assert item.title
            assert item.account_name
            assert not item.asks_secret or step.step.holds_secret
            assert not item.compares or not provider.compare(item, "").verdict.is_about_a_text


class WorldSuite(LanguageSuite):
    """What it does in the world: nothing, until it is told to."""

    def test_reading_tells_of_the_account_that_was_asked_for(
        self, provider: Provider, requests: Sequence[ExpandRequest]
    ) -> None:
        types = {type_.kind: type_ for type_ in provider.resource_types()}
        for request in requests:
            read = _read(provider, request)
            assert read.account == request.declared.account.ref
            assert read.complete <= types.keys()
            for live in read.live:
                assert live.account == read.account
                names = {attribute.name for attribute in types[live.kind].attributes}
                assert live.attributes.keys() <= names
                assert not set(types[live.kind].names(Role.SECRET)) & live.attributes.keys()

    def test_looking_changes_nothing(
        self, provider: Provider, requests: Sequence[ExpandRequest], snapshot: Snapshot
    ) -> None:
        before = snapshot()
        provider.accounts()
        provider.doctor()
        for request in requests:
            read = _read(provider, request)
            desired = [each for asked, each in wanted(provider, requests) if asked is request]
            changes = tuple(change_of(provider, each) for each in desired)
            checks = provider.preflight(PreflightRequest(request.declared.account, changes, read, NOW))
            assert {check.account for check in checks} <= {request.declared.account.ref}
            state = ours(request, desired)
            for note in provider.notes(NotesRequest(request.declared.account, state, lambda: None)):
                assert note.address in {entry.address for entry in state.entries}
                assert all(name.startswith("_") for name in note.notes), "a provider's notes are its own"
            for each in desired:
                _look_closely(provider, step_of(provider, request, each))
            assert _read(provider, request).live == read.live
        assert snapshot() == before

    def test_what_is_done_is_there_once_and_what_failed_is_not(
        self, provider: Provider, requests: Sequence[ExpandRequest], snapshot: Snapshot
    ) -> None:
        for request, desired in wanted(provider, requests):
            step = step_of(provider, request, desired)
            if not is_known(desired.attributes) or not step.step.driver:
                continue
            before, reading = snapshot(), _read(provider, request)
            try:
                step = replace(step, evidence=provider.prepare(step))
            except ProviderFailed:
                assert snapshot() == before, "what fails harmlessly leaves nothing behind"
                continue
            result = provider.apply(step)
            assert isinstance(result, StepDone | StepAwaiting | StepFailed)
            if not isinstance(result, StepDone):
                assert snapshot() == before, "a step that is said not to be done was not done"
                continue
            assert result.secret is None or step.step.holds_secret
            if step.step.holds_secret:
                assert isinstance(result.secret, Sensitive), "the secret is shown once: here"
                assert result.secret.reveal() not in str(thaw(result.computed))
            kind = desired.address.kind
            after = _read(provider, request)
            if kind in after.complete & reading.complete:
                assert _count(after, kind) == _count(reading, kind) + 1

    def test_closing_twice_is_harmless(self, provider: Provider) -> None:
        provider.close()
        provider.close()


class ProviderSuite(ExpansionSuite, WorldSuite, DeclaringSuite):
    """Every law of the port; the child gives the fixtures `provider`, `requests` and `snapshot`."""


def _read(provider: Provider, request: ExpandRequest) -> Read:
    return provider.read(ReadRequest(request.declared.account, prior=None))


def _count(read: Read, kind: str) -> int:
    return sum(live.kind == kind for live in read.live)


def _by_address(desired: Sequence[Desired]) -> list[Desired]:
    return sorted(desired, key=lambda each: each.address)


def _look_closely(provider: Provider, request: StepRequest) -> None:
    """What comes before and after a call, but not the call."""
    try:
        evidence = provider.prepare(request)
    except ProviderFailed:
        return
    intent = Intent(
        id=request.intent_id,
        step=request.step,
        phase=IntentPhase.CALLING,
        opened_at=NOW,
        deadline=request.deadline,
        plan_digest="",
        evidence=evidence,
    )
    prior = AccountState(account=request.account.ref, lineage="suite", serial=1, intents=(intent,))
    for now in (NOW, NOW + timedelta(days=1)):
        provider.settle(SettleRequest(request.account, intent, prior, now))
