"""A conformance suite is worth what it refuses: each law is broken once, and the suite must notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from provisioner.model.address import AccountRef, Address
from provisioner.model.manifest import Declared, Section
from provisioner.model.plan import Change
from provisioner.model.resource import Desired, Read, ResourceType
from provisioner.model.secrets import Sensitive
from provisioner.model.state import AccountState, AuditRecord, Lease, Summary
from provisioner.model.values import attributes, plain, thaw, tree
from provisioner.model.work import Evidence
from provisioner.spi.backend import (
    AcquireRequest,
    AdvanceRequest,
    Archive,
    BeginRequest,
    CommitRequest,
    Deposit,
    PruneRequest,
    RestoreRequest,
    Version,
)
from provisioner.spi.provider import (
    Declarations,
    DeclareRequest,
    ExpandRequest,
    Expansion,
    ManifestLanguage,
    ReadRequest,
    Route,
    StepDone,
    StepRequest,
    StepResult,
)
from provisioner.testing import samples
from provisioner.testing.backend_suite import BackendSuite
from provisioner.testing.declaring import HERE
from provisioner.testing.fakes import Disk, FakeProvider, FakeWorld, MemoryBackend, MemorySecretStore, do_step
from provisioner.testing.provider_suite import ProviderSuite
from provisioner.testing.secret_store_suite import SecretStoreSuite
from tests.testing.biting import noticed
from tests.testing.test_fake_provider import REQUESTS


class AnyoneMayWrite(MemoryBackend):
    def commit(self, request: CommitRequest) -> int:
        row = self.disk.account(request.lease.account)
        assert row.lease is not None
        return super().commit(replace(request, lease=row.lease, now=min(request.now, row.lease.expires_at)))


class FencesStartAnew(MemoryBackend):
    def acquire(self, request: AcquireRequest) -> Lease:
        lease = replace(super().acquire(request), fence=1)
        self.disk.account(request.account).lease = lease
        return lease


class BreakingDoesNothing(MemoryBackend):
    def break_lease(self, account: AccountRef, reason: str, now: datetime) -> Lease | None:
        return self.disk.account(account).lease


class RenewingShortens(MemoryBackend):
    def renew(self, lease: Lease, ttl_seconds: float, now: datetime) -> Lease:
        before = super().renew(lease, ttl_seconds, now)
        shorter = replace(before, expires_at=now)
        self.disk.account(lease.account).lease = shorter
        return shorter


class LeasesNeverEnd(MemoryBackend):
    def leases(self, now: datetime) -> Sequence[Lease]:
        return [row.lease for row in self.disk.accounts.values() if row.lease is not None]


class AnySerialWillDo(MemoryBackend):
    def commit(self, request: CommitRequest) -> int:
        serial = self.disk.account(request.lease.account).serial
        state = replace(request.next_state, serial=serial + 1)
        summary = replace(request.summary, serial=serial + 1)
        return super().commit(replace(request, expected_serial=serial, next_state=state, summary=summary))


class CommitsTwice(MemoryBackend):
    def commit(self, request: CommitRequest) -> int:
        self.disk.account(request.lease.account).commits.clear()
        return super().commit(request)


class HalfACommit(MemoryBackend):
    def commit(self, request: CommitRequest) -> int:
        self.disk.audit.extend(request.audit)
        return super().commit(replace(request, audit=()))


class ForgetsSecrets(MemoryBackend):
    def commit(self, request: CommitRequest) -> int:
        return super().commit(replace(request, sealed=()))


class KeepsDroppedSecrets(MemoryBackend):
    def commit(self, request: CommitRequest) -> int:
        return super().commit(replace(request, drop_sealed=()))


class KeepsEndedIntents(MemoryBackend):
    def commit(self, request: CommitRequest) -> int:
        row = self.disk.account(request.lease.account)
        before = dict(row.intents)
        serial = super().commit(request)
        row.intents = {**before, **row.intents}
        return serial


class BeginsTwice(MemoryBackend):
    def begin(self, request: BeginRequest) -> None:
        self.disk.account(request.lease.account).intents.pop(request.intent.id, None)
        super().begin(request)


class EverybodyClaims(MemoryBackend):
    def advance(self, request: AdvanceRequest) -> None:
        stored = self.disk.account(request.lease.account).intents.get(request.intent.id)
        super().advance(replace(request, expected_phase=stored.phase if stored else request.expected_phase))


class ForgetsBegun(MemoryBackend):
    def load(self, account: AccountRef, serial: int | None = None) -> AccountState | None:
        state = super().load(account, serial)
        return replace(state, intents=()) if state is not None else None


class OnlyTheLatest(MemoryBackend):
    def history(self, account: AccountRef) -> Sequence[Version]:
        return list(super().history(account))[-1:]


class LastDepositWins(MemoryBackend):
    def deposit(self, deposit: Deposit) -> None:
        self.disk.deposits[deposit.intent_id] = deposit


class DepositsStay(MemoryBackend):
    def withdraw(self, intent_id: str) -> None:
        """Nothing is forgotten."""


class AuditBackwards(MemoryBackend):
    def audit(self, account: AccountRef | None = None) -> Sequence[AuditRecord]:
        return list(reversed(super().audit(account)))


class SummariesAsTheyCome(MemoryBackend):
    def summaries(self) -> Sequence[Summary]:
        return list(reversed(super().summaries()))


class ForgetsWhen(MemoryBackend):
    def history(self, account: AccountRef) -> Sequence[Version]:
        return tuple(Version(version.serial) for version in super().history(account))


class ArchivesWithoutDeposits(MemoryBackend):
    def archive(self, account: AccountRef) -> Archive | None:
        found = super().archive(account)
        return replace(found, deposits=()) if found is not None else None


class RestoresOverAnything(MemoryBackend):
    def restore(self, request: RestoreRequest) -> None:
        self.disk.accounts[request.archive.account].summary = None
        self.disk.deposits.clear()
        super().restore(request)


class RestoresUnderAnyLease(MemoryBackend):
    def restore(self, request: RestoreRequest) -> None:
        row = self.disk.account(request.archive.account)
        row.ended = ""
        assert row.lease is not None
        super().restore(replace(request, lease=row.lease, now=min(request.now, row.lease.expires_at)))


class RestoresHalf(MemoryBackend):
    def restore(self, request: RestoreRequest) -> None:
        super().restore(replace(request, archive=replace(request.archive, commits=(), audit=())))


class PrunesCommits(MemoryBackend):
    def prune(self, request: PruneRequest) -> int:
        self.disk.account(request.lease.account).commits.clear()
        return super().prune(request)


class PrunesTheLatest(MemoryBackend):
    def prune(self, request: PruneRequest) -> int:
        done = super().prune(request)
        row = self.disk.account(request.lease.account)
        for serial in [serial for serial in row.states if serial < request.before_serial]:
            del row.states[serial]
        return done


class PrunesForAnybody(MemoryBackend):
    def prune(self, request: PruneRequest) -> int:
        row = self.disk.account(request.lease.account)
        row.ended = ""
        return super().prune(replace(request, now=min(request.now, samples.NOW)))


BACKENDS = [each for each in MemoryBackend.__subclasses__() if each.__module__ == __name__]


def on_one_disk(kind: type[MemoryBackend]) -> Callable[[], Mapping[str, object]]:
    def fixtures() -> Mapping[str, object]:
        disk = Disk()
        return {"backend": kind(disk), "open_backend": lambda: kind(disk)}

    return fixtures


def test_a_sound_backend_breaks_no_law() -> None:
    assert noticed(BackendSuite, on_one_disk(MemoryBackend)) == set()


@pytest.mark.parametrize("kind", BACKENDS, ids=lambda kind: kind.__name__)
def test_the_backend_suite_notices(kind: type[MemoryBackend]) -> None:
    assert noticed(BackendSuite, on_one_disk(kind)) != set()


class ForgetsGenerations(MemorySecretStore):
    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        super().put(address, 1, secret)


class TellsNamesApartByCaseOnlyInPart(MemorySecretStore):
    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        super().put(Address(address.account, address.kind, address.name.lower()), generation, secret)

    def get(self, address: Address, generation: int, identity: Sensitive | None) -> Sensitive | None:
        return super().get(Address(address.account, address.kind, address.name.lower()), generation, identity)


class Trims(MemorySecretStore):
    def put(self, address: Address, generation: int, secret: Sensitive) -> None:
        super().put(address, generation, Sensitive(secret.reveal().strip()))


class NeverRetires(MemorySecretStore):
    def retire(self, address: Address, generation: int) -> None:
        """Nothing is taken away."""


class Talks(MemorySecretStore):
    def __repr__(self) -> str:
        return f"Talks({[secret.reveal() for secret in self.kept.values()]})"


STORES = [each for each in MemorySecretStore.__subclasses__() if each.__module__ == __name__]


@pytest.mark.parametrize("kind", STORES, ids=lambda kind: kind.__name__)
def test_the_secret_store_suite_notices(kind: type[MemorySecretStore]) -> None:
    broken = MemorySecretStore()
    broken.refuses = "closed"
    assert noticed(SecretStoreSuite, lambda: {"store": kind(), "identity": None, "broken": broken}) != set()


class Moody(FakeProvider):
    _asked = 0

    def expand(self, request: ExpandRequest) -> Expansion:
        self._asked += 1
        expansion = super().expand(request)
        return expansion if self._asked % 2 else replace(expansion, desired=expansion.desired[:1])


class SpeaksForOthers(FakeProvider):
    def expand(self, request: ExpandRequest) -> Expansion:
        desired = super().expand(request).desired
        other = AccountRef.client("somebody-else")
        moved = [replace(each, address=Address(other, each.address.kind, each.address.name)) for each in desired]
        return Expansion(tuple(moved))


class InventsAttributes(FakeProvider):
    def normalise(self, desired: Desired) -> Desired:
        return replace(desired, attributes=desired.attributes.with_items({"colour": "red"}))


class WantsWhatIsComputed(FakeProvider):
    def normalise(self, desired: Desired) -> Desired:
        return replace(desired, attributes=desired.attributes.with_items({"number": 1}))


class NeverDoneNormalising(FakeProvider):
    def normalise(self, desired: Desired) -> Desired:
        text = desired.attributes.get("text")
        longer = desired.attributes.with_items({"text": f"{text}!"}) if "text" in desired.attributes else None
        return replace(desired, attributes=longer or desired.attributes)


class CannotSayWhere(FakeProvider):
    def normalise(self, desired: Desired) -> Desired:
        return replace(desired, source=None)


class NobodyAndNoReason(FakeProvider):
    def route(self, change: Change) -> Route:
        return Route("")


class TwoOfAKind(FakeProvider):
    def resource_types(self) -> Sequence[ResourceType]:
        types = super().resource_types()
        return [*types, types[0]]


class NoSchema(FakeProvider):
    def manifest_language(self) -> ManifestLanguage:
        return ManifestLanguage({"$defs": {"settings": {"type": "spaceship"}}})


class TouchesWhileReading(FakeProvider):
    def read(self, request: ReadRequest) -> Read:
        self.world.make(request.account.ref, "note", attributes(title="I was here"))
        return super().read(request)


class TouchesWhilePreparing(FakeProvider):
    def prepare(self, request: StepRequest) -> Evidence:
        self.world.make(request.account.ref, "note", attributes(title="I was here"))
        return super().prepare(request)


class ReadsSecrets(FakeProvider):
    def read(self, request: ReadRequest) -> Read:
        read = super().read(request)
        return replace(read, live=tuple(replace(each, attributes=attributes(token="x")) for each in read.live))


class MakesTwo(FakeProvider):
    def apply(self, request: StepRequest) -> StepResult:
        do_step(self.world, request.step)
        return super().apply(request)


class ShowsNoSecret(FakeProvider):
    def apply(self, request: StepRequest) -> StepResult:
        result = super().apply(request)
        return replace(result, secret=None) if isinstance(result, StepDone) else result


class DeclaresWhatIsNotThere(FakeProvider):
    def declare(self, request: DeclareRequest) -> Declarations:
        more = Declared("more", Section.INTEGRATIONS, tree({"kind": "note", "adopt": True}), HERE)
        result = super().declare(request)
        return replace(result, declared=(*result.declared, more)) if result.declared else result


class SaysNothingOfTheRest(FakeProvider):
    def declare(self, request: DeclareRequest) -> Declarations:
        return Declarations()


class DeclaresToMake(FakeProvider):
    def declare(self, request: DeclareRequest) -> Declarations:
        result = super().declare(request)
        bare = (replace(each, body=tree({**plain_mapping(each), "adopt": False})) for each in result.declared)
        return replace(result, declared=tuple(bare))


class DeclaresTwice(FakeProvider):
    def declare(self, request: DeclareRequest) -> Declarations:
        return super().declare(replace(request, declared=None))


class DeclaresWhatNobodySaw(FakeProvider):
    def declare(self, request: DeclareRequest) -> Declarations:
        usual = Declared("usual", Section.INTEGRATIONS, tree({"kind": "note", "adopt": True}), HERE)
        return super().declare(request) if request.read.visible else Declarations((usual,))


def plain_mapping(declared: Declared) -> dict[str, object]:
    found = thaw(plain(declared.body))
    assert isinstance(found, dict)
    return found


PROVIDERS = [each for each in FakeProvider.__subclasses__() if each.__module__ == __name__]


def in_a_world(kind: type[FakeProvider]) -> Callable[[], Mapping[str, object]]:
    def fixtures() -> Mapping[str, object]:
        world = FakeWorld()
        world.make(REQUESTS[0].declared.account.ref, "note", attributes(title="old"))
        return {"provider": kind(world), "requests": REQUESTS, "snapshot": world.snapshot}

    return fixtures


def test_a_sound_provider_breaks_no_law() -> None:
    assert noticed(ProviderSuite, in_a_world(FakeProvider)) == set()


@pytest.mark.parametrize("kind", PROVIDERS, ids=lambda kind: kind.__name__)
def test_the_provider_suite_notices(kind: type[FakeProvider]) -> None:
    assert noticed(ProviderSuite, in_a_world(kind)) != set()
