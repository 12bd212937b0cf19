"""The laws of the backend port, as tests.

A backend's own test derives from `BackendSuite` and says how to open one:

    class TestMine(BackendSuite):
        @pytest.fixture
        def open_backend(self, tmp_path):
            return lambda: mine.open_backend(context(tmp_path))   # every call: the same stored state, opened anew

Promises: what passes can be applied with. Does not: test how fast, how missing or damaged storage is told, or a kill.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from provisioner.model.address import AccountRef
from provisioner.model.errors import LeaseHeld, LeaseLost, ProvisionerError, StaleState
from provisioner.model.secrets import SealedSecret
from provisioner.model.state import AccountState, Intent, IntentPhase, Lease
from provisioner.spi.backend import AcquireRequest, AdvanceRequest, Backend, BeginRequest, CommitRequest, Deposit
from provisioner.testing import samples
from provisioner.testing.samples import BAKERY, FLORIST, NOW, OFFICE

TTL = 60.0
LATER = NOW + timedelta(seconds=TTL)
Opener = Callable[[], Backend]


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody with a lease."""

    backend: Backend
    lease: Lease
    now: datetime = NOW

    def begin(self, state: AccountState, intent: Intent) -> None:
        """Writes `intent` down beside `state`."""
        summary = samples.summary_of(replace(state, intents=(*state.intents, intent)))
        self.backend.begin(BeginRequest(self.lease, intent, summary, self.now))

    def advance(self, state: AccountState, intent: Intent, expected: IntentPhase = IntentPhase.AWAITING) -> None:
        """Moves `intent` on."""
        self.backend.advance(AdvanceRequest(self.lease, intent, expected, samples.summary_of(state), self.now))

    def commit(self, state: AccountState, commit_id: str = "") -> int:
        """Commits `state`, which follows its predecessor."""
        return self.backend.commit(self.request(state, commit_id))

    def request(self, state: AccountState, commit_id: str = "") -> CommitRequest:
        """What `commit` asks for, to be varied."""
        return CommitRequest(
            lease=self.lease,
            commit_id=commit_id or f"commit-{state.account}-{state.serial}",
            expected_serial=state.serial - 1,
            next_state=state,
            summary=samples.summary_of(state),
            audit=(samples.audit(f"audit-{state.account}-{state.serial}", state.account),),
            now=self.now,
        )


def acquire(backend: Backend, account: AccountRef = BAKERY, holder: str = "kari", now: datetime = NOW) -> Writer:
    """A writer with a new lease."""
    return Writer(backend, backend.acquire(AcquireRequest(account, holder, "a test", TTL, now)), now)


def outcomes(attempts: Sequence[Callable[[], object]]) -> list[object]:
    """What each attempt returned or raised, all made at the same moment in threads."""
    barrier = Barrier(len(attempts))

    def attempt(call: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return call()
        except ProvisionerError as error:
            return error

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(attempt, attempts))


class _Opened:
    """What every part of the suite stands on."""

    @pytest.fixture
    def open_backend(self) -> Opener:
        """To be given by the child: opens the test's one stored state, as often as it is called."""
        raise NotImplementedError("derive from BackendSuite and give the fixture `open_backend`")

    @pytest.fixture
    def backend(self, open_backend: Opener) -> Iterator[Backend]:
        """One opened backend."""
        backend = open_backend()
        yield backend
        backend.close()


class LeaseSuite(_Opened):
    """Who may write."""

    def test_it_is_a_backend(self, backend: Backend) -> None:
        assert isinstance(backend, Backend)

    def test_a_new_lease_says_whose_it_is_and_how_long(self, backend: Backend) -> None:
        lease = acquire(backend).lease
        assert (lease.account, lease.holder, lease.reason, lease.expires_at) == (BAKERY, "kari", "a test", LATER)
        assert backend.leases(NOW) == (lease,)

    def test_a_second_holder_is_told_who_has_it(self, backend: Backend) -> None:
        acquire(backend, holder="kari")
        with pytest.raises(LeaseHeld, match="kari"):
            acquire(backend, holder="ola")

    def test_nobody_holds_two_of_one_account(self, backend: Backend) -> None:
        acquire(backend)
        with pytest.raises(LeaseHeld):
            acquire(backend)

    def test_accounts_have_leases_of_their_own(self, backend: Backend) -> None:
        held = [acquire(backend, account).lease for account in (FLORIST, OFFICE, BAKERY)]
        assert set(backend.leases(NOW)) == set(held)
        assert [lease.account for lease in backend.leases(NOW)] == sorted(lease.account for lease in held)

    def test_the_fence_grows_after_release_expiry_and_break(self, backend: Backend, open_backend: Opener) -> None:
        first = acquire(backend).lease
        backend.release(first)
        second = acquire(backend).lease
        third = acquire(backend, now=LATER).lease
        backend.break_lease(BAKERY, "it hangs", LATER)
        fourth = acquire(backend, now=LATER).lease
        backend.release(fourth)
        backend.close()
        reopened = open_backend()
        fifth = acquire(reopened, now=LATER).lease
        reopened.close()
        fences = [lease.fence for lease in (first, second, third, fourth, fifth)]
        assert fences == sorted(set(fences))

    def test_a_lease_ends_by_itself(self, backend: Backend) -> None:
        acquire(backend, holder="kari")
        assert backend.leases(LATER - timedelta(microseconds=1)) != ()
        assert backend.leases(LATER) == ()
        assert acquire(backend, holder="ola", now=LATER).lease.holder == "ola"

    def test_renewing_lengthens_and_keeps_the_fence(self, backend: Backend) -> None:
        lease = acquire(backend).lease
        renewed = backend.renew(lease, TTL, NOW + timedelta(seconds=30))
        assert renewed == replace(lease, expires_at=LATER + timedelta(seconds=30))
        with pytest.raises(LeaseHeld):
            acquire(backend, holder="ola", now=LATER)

    def test_renewing_never_shortens(self, backend: Backend) -> None:
        assert backend.renew(acquire(backend).lease, 1.0, NOW).expires_at == LATER

    def test_a_lease_that_ran_out_and_that_nobody_took_can_be_renewed(self, backend: Backend) -> None:
        writer = acquire(backend)
        backend.renew(writer.lease, TTL, LATER)
        assert replace(writer, now=LATER).commit(samples.state()) == 1

    def test_a_lease_that_passed_on_cannot_be_renewed(self, backend: Backend) -> None:
        lease = acquire(backend).lease
        acquire(backend, holder="ola", now=LATER)
        with pytest.raises(LeaseLost):
            backend.renew(lease, TTL, LATER)

    def test_a_released_lease_cannot_be_renewed(self, backend: Backend) -> None:
        lease = acquire(backend).lease
        backend.release(lease)
        with pytest.raises(LeaseLost):
            backend.renew(lease, TTL, NOW)

    def test_releasing_twice_or_late_harms_nobody(self, backend: Backend) -> None:
        first = acquire(backend).lease
        backend.release(first)
        backend.release(first)
        second = acquire(backend, holder="ola").lease
        backend.release(first)
        assert backend.leases(NOW) == (second,)

    def test_a_broken_lease_is_told_and_can_do_nothing_more(self, backend: Backend) -> None:
        writer = acquire(backend)
        assert backend.break_lease(BAKERY, "it hangs", NOW) == writer.lease
        assert backend.leases(NOW) == ()
        with pytest.raises(LeaseLost):
            backend.renew(writer.lease, TTL, NOW)
        with pytest.raises(LeaseLost):
            writer.commit(samples.state())
        assert backend.load(BAKERY) is None

    def test_breaking_where_nobody_is_does_nothing(self, backend: Backend) -> None:
        assert backend.break_lease(BAKERY, "to be sure", NOW) is None
        backend.release(acquire(backend).lease)
        assert backend.break_lease(BAKERY, "to be sure", NOW) is None

    def test_of_many_who_ask_at_once_one_gets_it(self, backend: Backend, open_backend: Opener) -> None:
        others = [open_backend() for _ in range(3)]
        askers = [backend, backend, *others]
        results = outcomes([lambda one=one: acquire(one) for one in askers])  # type: ignore[misc]  # bound early
        for other in others:
            other.close()
        assert sum(isinstance(result, Writer) for result in results) == 1
        assert sum(isinstance(result, LeaseHeld) for result in results) == len(askers) - 1


class JournalSuite(_Opened):
    """What was begun, and how it went on."""

    def test_begin_can_be_loaded_at_once_and_after_reopening(self, backend: Backend, open_backend: Opener) -> None:
        writer = acquire(backend)
        writer.commit(samples.state(entries=(samples.entry(samples.key_address()),)))
        intent = samples.intent("i1", samples.key_address(name="other"))
        writer.begin(samples.state(), intent)
        expected = samples.state(entries=(samples.entry(samples.key_address()),), intents=(intent,))
        assert backend.load(BAKERY) == expected
        backend.close()
        reopened = open_backend()
        assert reopened.load(BAKERY) == expected
        assert [summary.open_intents for summary in reopened.summaries()] == [1]
        reopened.close()

    def test_begin_before_the_first_commit_shows_serial_nought(self, backend: Backend) -> None:
        intent = samples.intent("i1")
        acquire(backend).begin(samples.state(serial=0), intent)
        loaded = backend.load(BAKERY)
        assert loaded is not None
        assert (loaded.lineage, loaded.serial, loaded.intents) == (samples.lineage_of(BAKERY), 0, (intent,))
        assert backend.history(BAKERY) == ()

    def test_intents_are_sorted_by_address(self, backend: Backend) -> None:
        writer = acquire(backend)
        for name in ("c", "a", "b"):
            writer.begin(samples.state(serial=0), samples.intent(f"i{name}", samples.key_address(name=name)))
        loaded = backend.load(BAKERY)
        assert loaded is not None
        assert [intent.address.name for intent in loaded.intents] == ["a", "b", "c"]

    def test_beginning_twice_changes_nothing(self, backend: Backend) -> None:
        writer = acquire(backend)
        intent = samples.intent("i1")
        writer.begin(samples.state(serial=0), intent)
        writer.begin(samples.state(serial=0), replace(intent, plan_digest="other"))
        loaded = backend.load(BAKERY)
        assert loaded is not None
        assert loaded.intents == (intent,)

    def test_beginning_again_what_has_ended_does_not_open_it(self, backend: Backend) -> None:
        writer = acquire(backend)
        writer.begin(samples.state(serial=0), samples.intent("i1"))
        writer.commit(samples.state(), "i1")
        writer.begin(samples.state(), samples.intent("i1"))
        assert backend.load(BAKERY) == samples.state()

    def test_two_intents_for_one_resource_are_refused(self, backend: Backend) -> None:
        writer = acquire(backend)
        writer.begin(samples.state(serial=0), samples.intent("i1"))
        with pytest.raises(StaleState):
            writer.begin(samples.state(serial=0), samples.intent("i2"))

    def test_beginning_on_a_state_that_moved_is_refused(self, backend: Backend) -> None:
        writer = acquire(backend)
        writer.commit(samples.state())
        with pytest.raises(StaleState):
            writer.begin(samples.state(serial=0), samples.intent("i1"))
        with pytest.raises(StaleState):
            writer.begin(replace(samples.state(), lineage="foreign"), samples.intent("i1"))
        assert backend.load(BAKERY) == samples.state()

    def test_nothing_is_begun_without_a_lease_in_force(self, backend: Backend) -> None:
        late = acquire(backend)
        with pytest.raises(LeaseLost):
            replace(late, now=LATER).begin(samples.state(serial=0), samples.intent("i1"))
        acquire(backend, holder="ola", now=LATER)
        with pytest.raises(LeaseLost):
            late.begin(samples.state(serial=0), samples.intent("i1"))
        assert backend.load(BAKERY) is None
        assert backend.summaries() == ()

    def test_an_intent_of_another_account_is_a_bug(self, backend: Backend) -> None:
        with pytest.raises(ValueError, match="one account"):
            acquire(backend).begin(samples.state(serial=0), samples.intent("i1", samples.key_address(FLORIST)))

    def test_a_work_item_is_claimed_once(self, backend: Backend, open_backend: Opener) -> None:
        waiting = samples.intent("i1", phase=IntentPhase.AWAITING)
        writer = acquire(backend)
        writer.begin(samples.state(serial=0), waiting)
        attempts = [
            lambda name=name: writer.advance(samples.state(serial=0), samples.claimed(waiting, name))  # type: ignore[misc]
            for name in ("kari", "ola", "per", "siv")
        ]
        results = outcomes(attempts)
        assert results.count(None) == 1
        assert sum(isinstance(result, StaleState) for result in results) == 3
        winner = ("kari", "ola", "per", "siv")[results.index(None)]
        loaded = backend.load(BAKERY)
        assert loaded is not None
        assert loaded.intents == (samples.claimed(waiting, winner),)

    def test_advancing_what_is_not_open_is_refused(self, backend: Backend) -> None:
        writer = acquire(backend)
        with pytest.raises(StaleState):
            writer.advance(samples.state(serial=0), samples.claimed(samples.intent("i1"), "kari"))
        assert backend.load(BAKERY) is None

    def test_advancing_needs_the_lease(self, backend: Backend) -> None:
        waiting = samples.intent("i1", phase=IntentPhase.AWAITING)
        writer = acquire(backend)
        writer.begin(samples.state(serial=0), waiting)
        acquire(backend, holder="ola", now=LATER)
        with pytest.raises(LeaseLost):
            writer.advance(samples.state(serial=0), samples.claimed(waiting, "kari"))
        loaded = backend.load(BAKERY)
        assert loaded is not None
        assert loaded.intents == (waiting,)
