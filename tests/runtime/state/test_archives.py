"""Pulling a state, pushing it, and moving it to another place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from provisioner.formats.archive_format import decode_archives
from provisioner.model.address import AccountRef
from provisioner.model.errors import AnotherWorld, LeaseHeld, StaleState, StateCorrupt, UsageError
from provisioner.model.secrets import SecretStatus
from provisioner.runtime.platform import Surroundings
from provisioner.runtime.state.archives import PushKind, PushWish, pull, push
from provisioner.runtime.state.auditing import export_audit, verify
from provisioner.runtime.state.doubts import doubts_of
from provisioner.runtime.state.leases import TTL_SECONDS
from provisioner.runtime.state.migrating import migrate, without_password
from provisioner.runtime.state.moved import MOVED
from provisioner.runtime.state.states import account_states
from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner.spi.backend import AcquireRequest, Archive, BackendEntry, Deposit, RestoreRequest
from provisioner.spi.markers import hookimpl
from provisioner.testing import samples
from provisioner.testing.backend_suite.archives import example, restore
from provisioner.testing.fakes import Disk, FakePlugin, MemoryBackend
from tests.runtime.firm import Firm, actions, make_firm

NORDLYS = AccountRef.client("nordlys")
BRYGGA = AccountRef.client("brygga")
OFFICE = AccountRef.office()
ACCOUNTS = [BRYGGA, NORDLYS, OFFICE]


class PulledPlugError(Exception):
    """The process dies here."""


@dataclass
class OtherPlace:
    """`shelf:`, another place for the state."""

    disk: Disk = field(default_factory=Disk)
    dies_at: str = ""
    also: Callable[[str, bool], None] | None = None

    @hookimpl
    def provisioner_backends(self) -> Iterable[BackendEntry]:
        return [BackendEntry("shelf", lambda context: MemoryBackend(self.disk, self.watch), shared=True)]

    def watch(self, method: str, done: bool) -> None:
        if self.also is not None:
            self.also(method, done)
        if done and method == self.dies_at:
            self.dies_at = ""
            raise PulledPlugError


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """A firm that has applied everything, and has something open and something set aside."""
    made = make_firm(tmp_path)
    made.attest()
    report = made.apply()
    assert not [account.problem for account in report.accounts if account.problem]
    return made


def workspace(firm: Firm, other: OtherPlace | None = None) -> Workspace:
    options = OpenOptions(
        directory=firm.root,
        surroundings=Surroundings(firm.variables, "kari@fjord (process 1)", "kari"),
        clock=firm.clock.as_clock(),
        guests=(FakePlugin(firm.world), firm, *([other] if other is not None else [])),
    )
    return Workspace(options)


def archives(disk: Disk) -> dict[AccountRef, Archive | None]:
    backend = MemoryBackend(disk)
    return {summary.account: backend.archive(summary.account) for summary in backend.summaries()}


def pulled(firm: Firm, account: AccountRef | None = None) -> bytes:
    with workspace(firm) as opened:
        return pull(opened, account)


def pushed(firm: Firm, data: bytes, **wish: object) -> dict[AccountRef, tuple[PushKind, int]]:
    with workspace(firm) as opened:
        done = push(opened, PushWish(data, **wish))  # type: ignore[arg-type]  # a test's shorthand
    return {one.account: (one.kind, one.serial) for one in done}


def test_what_is_pulled_holds_everything_and_no_secret(firm: Firm) -> None:
    data = pulled(firm)
    file = decode_archives(data)
    assert {item.account: item for item in file.archives} == archives(firm.disk)
    assert sorted(item.account for item in file.archives) == sorted(ACCOUNTS)
    assert file.project == "fjord"
    assert any(item.sealed for item in file.archives)
    for secret in firm.store.kept.values():
        assert secret.reveal().encode() not in data


def test_one_account_can_be_pulled(firm: Firm) -> None:
    assert [item.account for item in decode_archives(pulled(firm, NORDLYS)).archives] == [NORDLYS]
    with pytest.raises(UsageError, match="no state of client/nobody"):
        pulled(firm, AccountRef.client("nobody"))


def test_a_lost_state_is_put_back_whole(firm: Firm) -> None:
    before, data = archives(firm.disk), pulled(firm)
    firm.disk = Disk()
    assert {kind for kind, _ in pushed(firm, data).values()} == {PushKind.RESTORED}
    assert archives(firm.disk) == before
    assert actions(firm.plan()) == {}, "nothing is made again"
    assert {kind for kind, _ in pushed(firm, data).values()} == {PushKind.SAME}
    assert archives(firm.disk) == before


def test_one_account_of_a_file_can_be_pushed(firm: Firm) -> None:
    before, data = archives(firm.disk), pulled(firm)
    firm.disk = Disk()
    assert list(pushed(firm, data, account=BRYGGA)) == [BRYGGA]
    assert archives(firm.disk) == {BRYGGA: before[BRYGGA]}
    with pytest.raises(UsageError, match="holds nothing about client/nobody"):
        pushed(firm, data, account=AccountRef.client("nobody"))


def test_an_older_file_is_refused_unless_somebody_says_why(firm: Firm) -> None:
    data = pulled(firm, NORDLYS)
    old = archives(firm.disk)[NORDLYS]
    assert old is not None
    firm.write("clients.yaml", "kind: Client\nname: nordlys\norganizationNumber: 312 345 676\n")
    firm.apply()
    now = archives(firm.disk)[NORDLYS]
    assert now is not None
    assert now.state.entries == ()
    with pytest.raises(StaleState) as caught:
        pushed(firm, data)
    assert "an earlier serial" in caught.value.detail
    assert archives(firm.disk)[NORDLYS] == now
    kind, serial = pushed(firm, data, force="the wrong file was applied")[NORDLYS]
    after = archives(firm.disk)[NORDLYS]
    assert after is not None
    assert (kind, serial) == (PushKind.PUSHED, now.summary.serial + 1)
    assert after.state.entries == old.state.entries
    assert after.versions[:-1] == now.versions, "what was recorded stays"
    assert after.summary.resources == len(old.state.entries)
    record = after.audit[-1]
    assert record.event == "edited"
    assert record.detail["reason"] == "the wrong file was applied"
    with workspace(firm) as opened:
        assert verify(export_audit(opened)) == (), "the chain goes on"


def test_a_file_that_was_worked_on_elsewhere_goes_on_top(firm: Firm) -> None:
    """The same lineage and a later serial: a copy that somebody worked on while this place was out of reach."""
    here = archives(firm.disk)
    copy = Firm(firm.root, world=firm.world, store=firm.store, clock=firm.clock)
    with workspace(copy) as opened:
        push(opened, PushWish(pulled(firm)))
    copy.write("clients.yaml", "kind: Client\nname: nordlys\norganizationNumber: 312 345 676\n")
    copy.apply()
    there = archives(copy.disk)[NORDLYS]
    assert there is not None
    assert {kind for kind, _ in pushed(firm, pulled(copy)).values()} == {PushKind.SAME, PushKind.PUSHED}
    now = archives(firm.disk)[NORDLYS]
    before = here[NORDLYS]
    assert now is not None
    assert before is not None
    assert now.summary.serial == before.summary.serial + 1
    assert now.state.entries == there.state.entries


def test_a_foreign_lineage_and_the_same_serial_are_refused(firm: Firm) -> None:
    text = pulled(firm, NORDLYS).decode()
    found = archives(firm.disk)[NORDLYS]
    assert found is not None
    foreign = text.replace(found.summary.lineage, "foreign")
    with pytest.raises(StaleState) as caught:
        pushed(firm, foreign.encode())
    assert "another lineage" in caught.value.detail
    other = text.replace('"title": "hei"', '"title": "hallo"').replace('"hei"', '"hallo"')
    assert other != text
    with pytest.raises(StaleState) as caught:
        pushed(firm, other.encode())
    assert "another content" in caught.value.detail
    renamed = text.replace('"project": "fjord"', '"project": "dal"')
    with pytest.raises(StaleState) as caught:
        pushed(firm, renamed.encode())
    assert "project dal" in caught.value.detail
    assert archives(firm.disk)[NORDLYS] == found


def test_a_state_of_another_world_is_refused_even_by_force(firm: Firm) -> None:
    document = json.loads(pulled(firm, NORDLYS))
    for version in document["accounts"][0]["versions"]:
        version["state"]["body"]["world"] = "elsewhere"
    with pytest.raises(AnotherWorld):
        pushed(firm, json.dumps(document).encode(), force="I want to")


def test_an_open_call_stays_open_whatever_is_pushed(firm: Firm) -> None:
    data = pulled(firm, NORDLYS)
    row = firm.disk.accounts[NORDLYS]
    assert row.summary is not None
    intent = samples.intent("open", samples.key_address(NORDLYS, "new"))
    row.intents[intent.id] = intent
    row.summary = replace(row.summary, open_intents=1)
    firm.disk.deposits["open"] = Deposit("open", intent.address, 1, samples.sealed())
    pushed(firm, data, force="to see")
    after = archives(firm.disk)[NORDLYS]
    assert after is not None
    assert after.intents == (intent,)
    assert after.summary.open_intents == 1
    assert len(after.deposits) == 1


@pytest.mark.parametrize("method", ["acquire", "commit", "deposit"])
def test_a_push_that_was_killed_is_simply_made_again(firm: Firm, method: str) -> None:
    firm.disk.deposits["late"] = Deposit("late", samples.key_address(NORDLYS, "late"), 1, samples.sealed("late"), "n")
    data = pulled(firm, NORDLYS)
    del firm.disk.deposits["late"]
    firm.write("clients.yaml", "kind: Client\nname: nordlys\norganizationNumber: 312 345 676\n")
    firm.apply()
    before = firm.disk.accounts[NORDLYS].serial

    def die(called: str, done: bool) -> None:
        if done and called == method:
            raise PulledPlugError

    firm.watch = die
    with pytest.raises(PulledPlugError):
        pushed(firm, data, force="it has to be")
    firm.watch = None
    firm.clock.advance(TTL_SECONDS)
    (_, serial) = pushed(firm, data, force="it has to be")[NORDLYS]
    assert serial == before + 1, "laid on top once"
    assert list(firm.disk.deposits) == ["late"]
    assert pushed(firm, data)[NORDLYS] == (PushKind.SAME, serial)


def test_what_was_set_aside_goes_along(firm: Firm) -> None:
    address = samples.key_address(BRYGGA, "late")
    data = pulled(firm, BRYGGA)
    firm.disk.deposits["late"] = Deposit("late", address, 1, samples.sealed("late"), "n")
    full = pulled(firm, BRYGGA)
    del firm.disk.deposits["late"]
    assert data != full
    pushed(firm, full, force="it holds a key")
    assert list(firm.disk.deposits) == ["late"]


def test_a_key_that_was_sealed_anew_since_is_not_put_back_as_it_was(firm: Firm) -> None:
    """An old copy may be open to somebody who has left; the copy of another key of that name is another matter."""
    data = pulled(firm, NORDLYS)
    (key,) = [key for key in firm.disk.sealed if key[0].account == NORDLYS]
    old, anew = firm.disk.sealed[key], samples.sealed("anew")
    firm.disk.sealed[key] = anew
    pushed(firm, data, force="the entries are right")
    assert firm.disk.sealed[key] == anew
    pushed(firm, data.replace(b'"intent_id": "', b'"intent_id": "other'), force="it is another key")
    assert firm.disk.sealed[key] == old
    del firm.disk.sealed[key]
    pushed(firm, data, force="it is lost here")
    assert firm.disk.sealed[key] == old


def test_a_state_that_cannot_be_read_is_pushed_over_by_force(firm: Firm) -> None:
    data = pulled(firm, NORDLYS)

    class Broken(MemoryBackend):
        def load(self, account: AccountRef, serial: int | None = None) -> object:  # type: ignore[override]
            if account == NORDLYS and serial is None:
                raise StateCorrupt("rule S2")
            return super().load(account, serial)

        def archive(self, account: AccountRef) -> Archive | None:
            if account == NORDLYS:
                raise StateCorrupt("rule S2")
            return super().archive(account)

    with workspace(firm) as opened:
        opened._backend = Broken(firm.disk)  # type: ignore[assignment]
        with pytest.raises(StaleState) as caught:
            push(opened, PushWish(data))
        assert "cannot be read" in caught.value.detail
        with pytest.raises(StateCorrupt, match="The state of client/nordlys cannot be read whole: rule S2"):
            pull(opened, NORDLYS)
        assert NORDLYS not in {item.account for item in decode_archives(pull(opened)).archives}
        assert list(opened.unreadable) == [NORDLYS]
        assert [item.account for item in decode_archives(pull(opened, BRYGGA)).archives] == [BRYGGA]
        (done,) = push(opened, PushWish(data, force="the disk was damaged"))
    assert done.kind is PushKind.PUSHED
    with workspace(firm) as opened:
        assert verify(export_audit(opened)) == ()
    assert actions(firm.plan()) == {}


def test_the_state_moves_to_another_place_and_the_old_one_is_closed(firm: Firm) -> None:
    other, before = OtherPlace(), archives(firm.disk)
    with workspace(firm, other) as opened:
        done = migrate(opened, "shelf:there")
    assert (sorted(done.moved), done.there) == (sorted(ACCOUNTS), ())
    assert archives(other.disk) == before == archives(firm.disk)
    assert MemoryBackend(other.disk).leases(firm.clock.as_clock().now()) == ()
    firm.write("office.yaml", "kind: Office\nname: fjord\norganizationNumber: 314 286 014\n")
    report = firm.apply()
    problems = [account.problem for account in report.accounts if account.problem is not None]
    assert problems
    assert MOVED in problems[0].summary
    assert "shelf:there" in problems[0].summary
    assert problems[0].hint.startswith("Write `state: shelf:there` in provisioner.yaml. To stay here after all:")
    with workspace(firm, other) as opened:
        assert doubts_of(opened) == ((), 0), "nobody asked the state anything"
        account_states(opened)
        (told,), code = doubts_of(opened)
        assert (told.code, code) == ("state-has-moved", 1)
        assert "Write `state: shelf:there` in provisioner.yaml." in told.hint
        opened.minds_moves = False
        assert doubts_of(opened) == ((), 0)


@pytest.mark.parametrize("method", ["acquire", "restore", "archive"])
def test_a_migration_that_was_killed_goes_on(firm: Firm, method: str) -> None:
    other, before = OtherPlace(dies_at=method), archives(firm.disk)
    with workspace(firm, other) as opened, pytest.raises(PulledPlugError):
        migrate(opened, "shelf:there")
    firm.clock.advance(TTL_SECONDS)
    with workspace(firm, other) as opened:
        done = migrate(opened, "shelf:there")
    assert sorted((*done.moved, *done.there)) == sorted(ACCOUNTS)
    assert archives(other.disk) == before
    with workspace(firm, other) as opened:
        again = migrate(opened, "shelf:there")
    assert (again.moved, sorted(again.there)) == ((), sorted(ACCOUNTS))


def test_a_migration_that_is_killed_anywhere_loses_nothing(firm: Firm) -> None:
    """At every call of either place, before it takes effect and after."""
    before = archives(firm.disk)
    deaths = 0
    while True:
        firm.disk, other, calls = Disk(), OtherPlace(), [0]
        for archive in before.values():
            assert archive is not None
            restore(MemoryBackend(firm.disk), archive, firm.clock.as_clock().now())
        firm.clock.advance(TTL_SECONDS)

        def die(method: str, done: bool, *, at: int = deaths, calls: list[int] = calls) -> None:
            calls[0] += 1
            if calls[0] > at:  # and nothing after it either, as the dead do not give leases back
                raise PulledPlugError

        firm.watch = die
        other.also = die
        try:
            with workspace(firm, other) as opened:
                migrate(opened, "shelf:there")
        except PulledPlugError:
            deaths += 1
        else:
            break
        firm.watch = other.also = None
        firm.clock.advance(TTL_SECONDS)
        with workspace(firm, other) as opened:
            done = migrate(opened, "shelf:there")
        assert sorted((*done.moved, *done.there)) == sorted(ACCOUNTS)
        assert archives(other.disk) == before == archives(firm.disk)
    assert deaths > 60


def test_nothing_moves_while_somebody_works(firm: Firm) -> None:
    other = OtherPlace()
    now = firm.clock.as_clock().now()
    MemoryBackend(firm.disk).acquire(AcquireRequest(NORDLYS, "ola", "apply", 60, now))
    with workspace(firm, other) as opened, pytest.raises(LeaseHeld, match="ola"):
        migrate(opened, "shelf:there")
    assert archives(other.disk) == {}
    assert [lease.account for lease in MemoryBackend(firm.disk).leases(now)] == [NORDLYS]


def test_a_place_that_is_somebody_elses_is_refused(firm: Firm) -> None:
    other = OtherPlace()
    stranger = samples.client("stranger")
    restore(MemoryBackend(other.disk), example(stranger))
    with workspace(firm, other) as opened, pytest.raises(StaleState, match="client/stranger"):
        migrate(opened, "shelf:there")
    other.disk = Disk()
    restore(MemoryBackend(other.disk), example(NORDLYS))
    firm.clock.advance(3600)
    with workspace(firm, other) as opened, pytest.raises(StaleState, match="another state in the new place"):
        migrate(opened, "shelf:there")
    with workspace(firm, other) as opened, pytest.raises(UsageError, match="already"):
        migrate(opened, "desk:here")


def test_what_is_not_the_same_there_is_told(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    other = OtherPlace()
    kept = MemoryBackend.restore

    def half(self: MemoryBackend, request: RestoreRequest) -> None:
        kept(self, replace(request, archive=replace(request.archive, audit=())))

    monkeypatch.setattr(MemoryBackend, "restore", half)
    with workspace(firm, other) as opened, pytest.raises(StateCorrupt, match="not the same"):
        migrate(opened, "shelf:there")
    now = firm.clock.as_clock().now()
    assert MemoryBackend(firm.disk).leases(now) == (), "the old place stays in use"


def test_a_key_set_aside_while_it_was_copied_goes_along(firm: Firm) -> None:
    other = OtherPlace()
    late = Deposit("late", samples.key_address(BRYGGA, "late"), 1, samples.sealed("late"))
    seen: list[str] = []

    def watch(method: str, done: bool) -> None:
        seen.append(method)
        if method == "archive" and done and seen.count("archive") == 2 * len(ACCOUNTS):
            firm.disk.deposits.setdefault("late", late)

    firm.watch = watch
    with workspace(firm, other) as opened:
        migrate(opened, "shelf:there")
    assert other.disk.deposits == {"late": late}


def test_a_long_migration_keeps_its_leases(firm: Firm) -> None:
    other = OtherPlace()

    def slow(method: str, done: bool) -> None:
        if done and method == "archive":
            firm.clock.advance(TTL_SECONDS / 2)

    firm.watch = slow
    with workspace(firm, other) as opened:
        done = migrate(opened, "shelf:there")
    assert sorted(done.moved) == sorted(ACCOUNTS)


def test_somebody_who_slips_in_at_the_end_is_told_of(firm: Firm) -> None:
    other = OtherPlace()
    slipped: list[str] = []

    def slip_in(method: str, done: bool) -> None:
        if done and method == "release" and not slipped:
            slipped.append(method)
            backend, now = MemoryBackend(firm.disk), firm.clock.as_clock().now()
            free = sorted(set(ACCOUNTS) - {lease.account for lease in backend.leases(now)})
            backend.acquire(AcquireRequest(free[0], "ola", "apply", 60, now))

    firm.watch = slip_in
    with workspace(firm, other) as opened, pytest.raises(LeaseHeld, match="somebody began to work on") as caught:
        migrate(opened, "shelf:there")
    assert "ola" in caught.value.detail


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://kari:s3cret@db.example/firm", "postgresql://kari:***@db.example/firm"),
        ("postgresql://db/firm?user=kari&password=s3cret&x=1", "postgresql://db/firm?user=kari&password=***&x=1"),
        ("sqlite:.provisioner/state.db", "sqlite:.provisioner/state.db"),
        ("s3://bucket/prefix", "s3://bucket/prefix"),
    ],
)
def test_a_password_is_never_shown(url: str, shown: str) -> None:
    assert without_password(url) == shown


def test_secrets_stay_sealed_as_they_were(firm: Firm) -> None:
    states = [item.state for item in archives(firm.disk).values() if item is not None]
    held = [entry.current.secret for state in states for entry in state.entries if entry.current.secret]
    assert set(held) <= {SecretStatus.STORED, SecretStatus.SEALED}
    assert held
