"""The laws of `declare`, as tests: what is there is taken into manifests as it is, or told of.

Promises: what passes can be imported from its live accounts: what is declared asks for nothing that was not there. Does
not: test how much a provider can read (one that reads nothing declares nothing).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest

from provisioner.engine.diff import agrees
from provisioner.model.account import Account
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import has_errors
from provisioner.model.errors import ProviderFailed
from provisioner.model.manifest import DeclaredAccount, Integration
from provisioner.model.resource import Desired, Live, Read, ResourceType, Role
from provisioner.model.values import is_known
from provisioner.spi.provider import Declarations, DeclareRequest, ExpandRequest, Expansion, Provider, ReadRequest
from provisioner.testing.samples import NOW
from provisioner.testing.suite_steps import step_of

Snapshot = Callable[[], object]


@dataclass
class Taken:
    """The samples' accounts, taken in one after the other."""

    provider: Provider
    accounts: list[Account]
    reads: dict[AccountRef, Read] = field(default_factory=dict)
    results: dict[AccountRef, Declarations] = field(default_factory=dict)
    entries: tuple[Integration, ...] = ()
    office: DeclaredAccount | None = None

    def take_in(self) -> None:
        for account in sorted(self.accounts, key=lambda one: one.ref):
            read = self.provider.read(ReadRequest(account, None, whole=True))
            self.reads[account.ref] = read
            request = self.request(account)
            result = self.results[account.ref] = self.provider.declare(request)
            assert self.provider.declare(request) == result, "declaring is pure"
            self.entries += result.integrations
            if account.ref.is_office:
                self.office = DeclaredAccount(account, result.declared)

    def request(self, account: Account) -> DeclareRequest:
        return DeclareRequest(
            account=account,
            read=self.reads[account.ref],
            now=NOW,
            office=None if account.ref.is_office else self.office,
            office_read=None if account.ref.is_office else self.reads.get(AccountRef.office()),
            integrations=self.entries,
        )

    def expanded(self, account: Account) -> Expansion:
        declared = DeclaredAccount(account, self.results[account.ref].declared)
        return self.provider.expand(ExpandRequest(declared, self.office, self.entries, NOW))

    def types(self) -> dict[str, ResourceType]:
        return {type_.kind: type_ for type_ in self.provider.resource_types()}


def is_the_one(type_: ResourceType, desired: Desired, live: Live) -> bool:
    """Whether what is wanted can be what was seen, as far as its identity was read."""
    if desired.address.kind != live.kind:
        return False
    marks = (name for name in type_.names(Role.IDENTITY) if name in live.attributes)
    return all(agrees(desired.attributes.get(name), live.attributes[name]) for name in marks)


class DeclaringSuite:
    """What it makes of accounts that are set up already."""

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

    def test_what_is_declared_asks_for_what_is_there_and_nothing_else(
        self, provider: Provider, requests: Sequence[ExpandRequest], snapshot: Snapshot
    ) -> None:
        taken = _taken_in(provider, requests, snapshot)
        for account in taken.accounts:
            expansion, live = taken.expanded(account), taken.reads[account.ref].live
            assert not has_errors(expansion.diagnostics), expansion.diagnostics
            for desired in map(provider.normalise, expansion.desired):
                type_ = taken.types()[desired.address.kind]
                assert any(is_the_one(type_, desired, one) for one in live), desired.address
                assert desired.adopt or type_.permanent, f"{desired.address} is there, and is to be taken over"

    def test_what_is_there_is_declared_or_told_of(
        self, provider: Provider, requests: Sequence[ExpandRequest], snapshot: Snapshot
    ) -> None:
        taken = _taken_in(provider, requests, snapshot)
        for account in taken.accounts:
            result = taken.results[account.ref]
            assert not has_errors(result.diagnostics), result.diagnostics
            desired = taken.expanded(account).desired
            types = taken.types()
            left = [
                live
                for live in taken.reads[account.ref].live
                if not types[live.kind].permanent
                and not any(is_the_one(types[live.kind], provider.normalise(one), live) for one in desired)
            ]
            assert left == [] or result.diagnostics, f"nothing is said of {[live.label for live in left]}"

    def test_what_is_declared_already_is_left_out_and_its_names_are_taken(
        self, provider: Provider, requests: Sequence[ExpandRequest], snapshot: Snapshot
    ) -> None:
        taken = _taken_in(provider, requests, snapshot)
        for account in taken.accounts:
            first = taken.results[account.ref].declared
            names = [(item.section, item.name) for item in first]
            assert len(set(names)) == len(names)
            known = DeclaredAccount(account, first)
            assert provider.declare(replace(taken.request(account), declared=known)).declared == ()

    def test_of_an_account_that_cannot_be_entered_nothing_is_declared(
        self, provider: Provider, requests: Sequence[ExpandRequest]
    ) -> None:
        for request in requests:
            account = request.declared.account
            result = provider.declare(DeclareRequest(account, Read(account.ref, visible=False), NOW))
            assert result.declared == ()


def _taken_in(provider: Provider, requests: Sequence[ExpandRequest], snapshot: Snapshot) -> Taken:
    """What the samples ask for made as far as it can be, and then taken in, which changes nothing."""
    for request, desired in _possible(provider, requests):
        step = step_of(provider, request, desired)
        try:
            provider.apply(replace(step, evidence=provider.prepare(step)))
        except ProviderFailed:
            continue
    before = snapshot()
    taken = Taken(provider, [request.declared.account for request in requests])
    taken.take_in()
    assert snapshot() == before
    return taken


def _possible(provider: Provider, requests: Sequence[ExpandRequest]) -> Iterator[tuple[ExpandRequest, Desired]]:
    for request in requests:
        for desired in map(provider.normalise, provider.expand(request).desired):
            if is_known(desired.attributes) and step_of(provider, request, desired).step.driver:
                yield request, desired
