"""Who may write.

Promises: what passes keeps two writers apart. Does not: write more than it takes to show it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from provisioner.model.errors import LeaseHeld, LeaseLost
from provisioner.spi.backend import Backend
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import LATER, TTL, Opened, Opener, Writer, acquire
from provisioner.testing.samples import BAKERY, FLORIST, NOW, OFFICE
from provisioner.testing.threads import outcomes


class LeaseSuite(Opened):
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
