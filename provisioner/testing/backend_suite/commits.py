"""What was done: states, sealed secrets, deposits, audit.

Promises: what passes writes all of an outcome or nothing of it, once. Does not: kill anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from provisioner.model.address import AccountRef
from provisioner.model.errors import BackendFailed, LeaseLost, StaleState, StateCorrupt
from provisioner.model.secrets import SealedSecret
from provisioner.spi.backend import Backend, Deposit
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import LATER, Opened, Opener, Writer, acquire, serials
from provisioner.testing.samples import BAKERY, FLORIST, OFFICE
from provisioner.testing.threads import outcomes

KEY = samples.key_address()
MADE = samples.state(entries=(samples.entry(KEY),))
SECRET = SealedSecret(KEY, 1, samples.sealed())


class CommitSuite(Opened):
    """Outcomes, each whole."""

    def test_there_is_nothing_at_first(self, backend: Backend) -> None:
        assert backend.load(BAKERY) is None
        assert backend.load(BAKERY, 1) is None
        assert backend.sealed(KEY, 1) is None
        found = (backend.summaries(), backend.history(BAKERY), backend.audit(), backend.deposits(BAKERY))
        assert [list(each) for each in found] == [[], [], [], []]

    def test_a_commit_writes_everything(self, backend: Backend, open_backend: Opener) -> None:
        writer = acquire(backend)
        writer.begin(samples.state(serial=0), samples.intent("i1"))
        assert backend.commit(replace(writer.request(MADE, "i1"), sealed=(SECRET,))) == 1
        backend.close()
        reopened = open_backend()
        assert reopened.load(BAKERY) == MADE
        assert reopened.sealed(KEY, 1) == SECRET.sealed
        assert list(reopened.summaries()) == [samples.summary_of(MADE)]
        assert [record.id for record in reopened.audit()] == [f"audit-{BAKERY}-1"]
        assert serials(reopened) == [1]
        reopened.close()

    def test_the_open_intents_are_exactly_those_of_the_next_state(self, backend: Backend) -> None:
        writer = acquire(backend)
        ended, kept = (samples.intent(name, samples.key_address(name=name)) for name in ("ended", "kept"))
        new = samples.intent("new", samples.key_address(name="new"))
        writer.begin(samples.state(serial=0), ended)
        writer.begin(samples.state(serial=0, intents=(ended,)), kept)
        state = samples.state(intents=(kept, new))
        writer.commit(state)
        assert backend.load(BAKERY) == state
        assert backend.load(BAKERY, 1) == replace(state, intents=())

    def test_the_same_commit_again_returns_what_the_first_did(self, backend: Backend) -> None:
        writer = acquire(backend)
        request = writer.request(MADE, "c1")
        assert [backend.commit(request), backend.commit(request)] == [1, 1]
        writer.commit(samples.state(serial=2))
        backend.release(writer.lease)
        other = replace(request, next_state=samples.state(), drop_sealed=((KEY, 1),))
        assert backend.commit(other) == 1, "also when the lease has ended and the state has gone on"
        assert backend.load(BAKERY, 1) == MADE
        assert serials(backend) == [1, 2]
        assert len(backend.audit()) == 2

    def test_commit_ids_are_the_accounts_own(self, backend: Backend) -> None:
        assert acquire(backend).commit(samples.state(), "first") == 1
        assert acquire(backend, FLORIST).commit(samples.state(FLORIST), "first") == 1
        assert backend.load(FLORIST) == samples.state(FLORIST)

    @pytest.mark.parametrize("serial", [1, 3], ids=["behind", "ahead"])
    def test_another_serial_than_the_stored_one_writes_nothing(self, backend: Backend, serial: int) -> None:
        writer = acquire(backend)
        writer.commit(MADE)
        stale = replace(writer.request(samples.state(serial=serial), "stale"), sealed=(SECRET,))
        self.refused(backend, writer, lambda: backend.commit(stale))

    def test_a_foreign_lineage_writes_nothing(self, backend: Backend) -> None:
        writer = acquire(backend)
        writer.commit(MADE)
        foreign = replace(samples.state(serial=2), lineage="foreign")
        self.refused(backend, writer, lambda: writer.commit(foreign, "foreign"))

    def refused(self, backend: Backend, writer: Writer, attempt: Callable[[], object]) -> None:
        """StaleState, nothing of it is found, and the id is still free."""
        with pytest.raises(StaleState):
            attempt()
        assert backend.load(BAKERY) == MADE
        assert serials(backend) == [1]
        assert backend.sealed(KEY, 1) is None
        assert len(backend.audit()) == 1
        assert list(backend.summaries()) == [samples.summary_of(MADE)]
        for commit_id in ("stale", "foreign"):
            serial = len(backend.history(BAKERY)) + 1
            assert writer.commit(samples.state(serial=serial), commit_id) == serial

    def test_an_old_fence_writes_nothing(self, backend: Backend) -> None:
        paused = acquire(backend)
        acquire(backend, holder="ola", now=LATER)
        with pytest.raises(LeaseLost):
            paused.commit(MADE)
        with pytest.raises(LeaseLost):
            replace(paused, now=LATER).commit(MADE)
        assert backend.load(BAKERY) is None

    def test_a_lease_that_ran_out_or_was_released_writes_nothing(self, backend: Backend) -> None:
        writer = acquire(backend)
        with pytest.raises(LeaseLost):
            replace(writer, now=LATER).commit(MADE)
        backend.release(writer.lease)
        with pytest.raises(LeaseLost):
            writer.commit(MADE)
        assert backend.load(BAKERY) is None

    def test_a_state_that_breaks_an_integrity_rule_is_never_written(self, backend: Backend) -> None:
        doubled = samples.state(intents=(samples.intent("i1"), samples.intent("i2")))
        with pytest.raises(StateCorrupt, match="S4"):
            acquire(backend).commit(doubled)
        assert backend.load(BAKERY) is None

    def test_a_lease_of_another_account_is_a_bug(self, backend: Backend) -> None:
        with pytest.raises(ValueError, match="one account"):
            acquire(backend, FLORIST).commit(MADE)

    def test_a_summary_of_another_state_is_a_bug(self, backend: Backend) -> None:
        request = acquire(backend).request(MADE)
        with pytest.raises(ValueError, match="summary"):
            backend.commit(replace(request, summary=samples.summary_of(samples.state(serial=2))))

    def test_a_serial_that_does_not_follow_is_a_bug(self, backend: Backend) -> None:
        request = acquire(backend).request(MADE)
        with pytest.raises(ValueError, match="follow"):
            backend.commit(replace(request, expected_serial=1))

    def test_every_serial_can_be_loaded(self, backend: Backend) -> None:
        writer = acquire(backend)
        states = [samples.state(serial=n, entries=(samples.entry(KEY, number=n),)) for n in (1, 2, 3)]
        for state in states:
            writer.commit(state)
        assert serials(backend) == [1, 2, 3]
        assert [backend.load(BAKERY, serial) for serial in (1, 2, 3)] == states
        assert backend.load(BAKERY, 4) is None
        assert backend.load(BAKERY) == states[-1]
        assert serials(backend, FLORIST) == []

    def test_summaries_come_in_order(self, backend: Backend) -> None:
        accounts = (FLORIST, BAKERY, OFFICE)
        for account in accounts:
            acquire(backend, account).commit(samples.state(account))
        assert list(backend.summaries()) == [samples.summary_of(samples.state(each)) for each in sorted(accounts)]

    def test_a_begin_after_a_commit_keeps_the_serial(self, backend: Backend) -> None:
        writer = acquire(backend)
        writer.commit(MADE)
        writer.begin(MADE, samples.intent("i2", samples.key_address(name="other")))
        assert [summary.serial for summary in backend.summaries()] == [1]
        assert writer.commit(samples.state(serial=2), "i2") == 2

    def test_of_many_commits_at_once_one_is_made(self, backend: Backend) -> None:
        writer = acquire(backend)
        attempts = [lambda name=name: writer.commit(samples.state(), name) for name in "abcd"]
        results = outcomes(attempts)
        assert results.count(1) == 1
        assert sum(isinstance(result, StaleState) for result in results) == 3

    def test_many_accounts_in_many_threads(self, backend: Backend) -> None:
        accounts = [samples.client(f"client-{number}") for number in range(12)]

        def work(account: AccountRef) -> object:
            writer = acquire(backend, account)
            for serial in range(1, 6):
                before, after = samples.state(account, serial - 1), samples.state(account, serial)
                writer.begin(before, samples.intent(f"{account}-{serial}", samples.key_address(account)))
                writer.commit(after, f"{account}-{serial}")
                assert backend.load(account) == after
            backend.release(writer.lease)
            return account

        assert outcomes([partial(work, account) for account in accounts]) == accounts
        assert [summary.serial for summary in backend.summaries()] == [5] * len(accounts)
        for account in accounts:
            assert [record.id for record in backend.audit(account)] == [f"audit-{account}-{n}" for n in range(1, 6)]


class KeptSuite(Opened):
    """What is kept beside the state."""

    def test_a_sealed_secret_stays_until_it_is_dropped(self, backend: Backend) -> None:
        writer = acquire(backend)
        second = SealedSecret(KEY, 2, samples.sealed("second"))
        backend.commit(replace(writer.request(MADE), sealed=(SECRET, second)))
        writer.commit(samples.state(serial=2))
        assert backend.sealed(KEY, 1) == SECRET.sealed
        backend.commit(replace(writer.request(samples.state(serial=3)), drop_sealed=((KEY, 1),)))
        assert backend.sealed(KEY, 1) is None
        assert backend.sealed(KEY, 2) == second.sealed

    def test_dropping_what_is_not_there_is_no_error(self, backend: Backend) -> None:
        assert backend.commit(replace(acquire(backend).request(MADE), drop_sealed=((KEY, 9),))) == 1

    def test_a_deposit_needs_neither_lease_nor_state(self, backend: Backend, open_backend: Opener) -> None:
        deposit = Deposit("i1", KEY, 1, samples.sealed(), native_id="n1")
        backend.deposit(deposit)
        backend.close()
        reopened = open_backend()
        assert list(reopened.deposits(BAKERY)) == [deposit]
        assert list(reopened.deposits(FLORIST)) == []
        reopened.close()

    def test_depositing_twice_keeps_the_first(self, backend: Backend) -> None:
        first = Deposit("i1", KEY, 1, samples.sealed("first"))
        backend.deposit(first)
        backend.deposit(replace(first, sealed=samples.sealed("again")))
        assert list(backend.deposits(BAKERY)) == [first]

    def test_a_deposit_stays_until_it_is_withdrawn(self, backend: Backend) -> None:
        deposits = [Deposit(name, samples.key_address(name=name), 1, samples.sealed(name)) for name in ("i2", "i1")]
        for deposit in deposits:
            backend.deposit(deposit)
        writer = acquire(backend)
        backend.commit(replace(writer.request(MADE, "i2"), sealed=(SECRET,)))
        assert list(backend.deposits(BAKERY)) == deposits
        backend.withdraw("i2")
        backend.withdraw("i2")
        assert list(backend.deposits(BAKERY)) == deposits[1:]

    def test_the_audit_is_told_in_order_and_by_account(self, backend: Backend) -> None:
        florist, bakery = acquire(backend, FLORIST), acquire(backend)
        florist.commit(samples.state(FLORIST))
        records = tuple(samples.audit(name) for name in ("z", "a", "m"))
        backend.commit(replace(bakery.request(samples.state()), audit=records))
        florist.commit(samples.state(FLORIST, 2))
        assert list(backend.audit(BAKERY)) == list(records)
        expected = [f"audit-{FLORIST}-1", "z", "a", "m", f"audit-{FLORIST}-2"]
        assert [record.id for record in backend.audit()] == expected

    def test_a_closed_backend_says_so(self, backend: Backend) -> None:
        backend.close()
        backend.close()
        with pytest.raises(BackendFailed):
            backend.summaries()
