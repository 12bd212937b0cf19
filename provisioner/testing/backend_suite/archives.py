"""All that is kept of an account: read whole, written elsewhere, and old bodies forgotten.

Promises: what passes can be moved to and from every other backend that passes, and nothing is lost on the way.
Does not: kill anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from provisioner.model.address import AccountRef
from provisioner.model.errors import LeaseLost, StaleState, StateCorrupt
from provisioner.model.secrets import SealedSecret
from provisioner.model.state import IntentPhase
from provisioner.spi.backend import Archive, ArchivedVersion, Backend, Deposit, PruneRequest, RestoreRequest, Version
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import LATER, Opened, Opener, Writer, acquire, serials
from provisioner.testing.samples import BAKERY, FLORIST, NOW

KEY = samples.key_address()
OTHER = samples.key_address(name="other")
SECOND = NOW + timedelta(seconds=1, microseconds=5)
OSLO = timezone(timedelta(hours=1))


def example(account: AccountRef = BAKERY) -> Archive:
    """An archive with something in every part; its first serial is from before times were written down."""
    key, other, lost = (samples.key_address(account, name) for name in ("huma", "other", "lost"))
    states = [samples.state(account, serial, entries=(samples.entry(key, number=serial),)) for serial in (2, 3, 7)]
    opened = (
        samples.intent("i8", key),
        samples.intent("i9", other, IntentPhase.AWAITING),
    )
    return Archive(
        account=account,
        summary=samples.summary_of(replace(states[-1], intents=opened)),
        versions=tuple(
            ArchivedVersion(Version(state.serial, at), state)
            for state, at in zip(states, (None, NOW, SECOND), strict=True)
        ),
        intents=opened,
        commits=(("z", 1), ("a", 2), ("c3", 3), ("c4", 4), ("c5", 5), ("c6", 6), ("c7", 7)),
        sealed=(SealedSecret(key, 1, samples.sealed()), SealedSecret(key, 12, samples.sealed("twelfth"))),
        deposits=(
            Deposit(f"d2-{account}", lost, 1, samples.sealed("second"), "n"),
            Deposit(f"d1-{account}", lost, 1, samples.sealed("first")),
        ),
        audit=tuple(samples.audit(f"{name}-{account}", account) for name in ("z", "a", "m")),
    )


def restore(backend: Backend, archive: Archive, now: datetime = NOW) -> Writer:
    """Restores under a lease of its own, which is given back as a writer."""
    writer = acquire(backend, archive.account, now=now)
    backend.restore(RestoreRequest(writer.lease, archive, now))
    return writer


def prune(writer: Writer, before_serial: int) -> int:
    """Forgets what is older."""
    return writer.backend.prune(PruneRequest(writer.lease, before_serial, writer.now))


class ArchiveSuite(Opened):
    """Accounts as a whole."""

    def test_there_is_no_archive_of_what_has_no_state(self, backend: Backend) -> None:
        assert backend.archive(BAKERY) is None
        acquire(backend)
        assert backend.archive(BAKERY) is None

    def test_an_archive_holds_what_was_done_here(self, backend: Backend) -> None:
        writer = acquire(backend)
        acquire(backend, FLORIST).commit(samples.state(FLORIST))
        begun = samples.intent("i1")
        writer.begin(samples.state(serial=0), begun)
        first, second = (samples.state(serial=n, entries=(samples.entry(KEY, number=n),)) for n in (1, 2))
        secret = SealedSecret(KEY, 1, samples.sealed())
        backend.commit(replace(writer.request(first, "i1"), sealed=(secret,)))
        opened = samples.intent("i2", OTHER)
        with_intent = replace(second, intents=(opened,))
        later = replace(writer, now=SECOND.astimezone(OSLO))
        later.commit(with_intent, "c2")
        deposit = Deposit("i9", KEY, 2, samples.sealed("lost"))
        backend.deposit(deposit)
        assert backend.archive(BAKERY) == Archive(
            account=BAKERY,
            summary=samples.summary_of(with_intent),
            versions=(ArchivedVersion(Version(1, NOW), first), ArchivedVersion(Version(2, SECOND), second)),
            intents=(opened,),
            commits=(("i1", 1), ("c2", 2)),
            sealed=(secret,),
            deposits=(deposit,),
            audit=tuple(samples.audit(f"audit-{BAKERY}-{serial}") for serial in (1, 2)),
        )

    def test_history_tells_when_each_serial_was_committed(self, backend: Backend, open_backend: Opener) -> None:
        writer = acquire(backend)
        writer.commit(samples.state())
        replace(writer, now=SECOND).commit(samples.state(serial=2))
        backend.close()
        reopened = open_backend()
        assert list(reopened.history(BAKERY)) == [Version(1, NOW), Version(2, SECOND)]
        assert all(version.at is not None and version.at.tzinfo is UTC for version in reopened.history(BAKERY))
        reopened.close()

    def test_the_archive_of_what_was_only_begun(self, backend: Backend) -> None:
        intent = samples.intent("i1")
        acquire(backend).begin(samples.state(serial=0), intent)
        state = samples.state(serial=0, intents=(intent,))
        assert backend.archive(BAKERY) == Archive(BAKERY, samples.summary_of(state), intents=(intent,))

    def test_what_is_restored_is_what_is_archived(self, backend: Backend, open_backend: Opener) -> None:
        archives = [example(), example(FLORIST)]
        for each in archives:
            restore(backend, each)
        backend.close()
        reopened = open_backend()
        assert [reopened.archive(each.account) for each in archives] == archives
        assert list(reopened.summaries()) == [each.summary for each in archives]
        for each in archives:
            assert reopened.load(each.account) == each.state
            assert serials(reopened, each.account) == [2, 3, 7]
            assert reopened.load(each.account, 3) == each.versions[1].state
            assert reopened.load(each.account, 4) is None
            assert list(reopened.audit(each.account)) == list(each.audit)
            assert list(reopened.deposits(each.account)) == list(each.deposits)
            assert [reopened.sealed(item.address, item.generation) for item in each.sealed] == [
                item.sealed for item in each.sealed
            ]
        reopened.close()

    def test_what_was_only_begun_can_be_restored(self, backend: Backend) -> None:
        intent = samples.intent("i1")
        state = samples.state(serial=0, intents=(intent,))
        writer = restore(backend, Archive(BAKERY, samples.summary_of(state), intents=(intent,)))
        loaded = backend.load(BAKERY)
        assert loaded is not None
        assert (loaded.serial, loaded.lineage, loaded.intents) == (0, state.lineage, (intent,))
        assert writer.commit(samples.state(), "i1") == 1

    def test_work_goes_on_where_it_was(self, backend: Backend) -> None:
        writer = restore(backend, example())
        assert writer.commit(samples.state(), "z") == 1, "a commit of before is known"
        with pytest.raises(StaleState):
            writer.begin(samples.state(serial=7), samples.intent("new", KEY))
        assert writer.commit(samples.state(serial=8), "i8") == 8
        assert serials(backend) == [2, 3, 7, 8]

    def test_restoring_the_same_again_changes_nothing(self, backend: Backend) -> None:
        writer = restore(backend, example())
        backend.release(writer.lease)
        backend.restore(RestoreRequest(writer.lease, example(), LATER))
        assert backend.archive(BAKERY) == example()

    @pytest.mark.parametrize(
        "made",
        [
            lambda writer: writer.commit(samples.state()),
            lambda writer: writer.begin(samples.state(serial=0), samples.intent("i1")),
            lambda writer: writer.backend.deposit(Deposit("i1", KEY, 1, samples.sealed())),
            lambda writer: restore(writer.backend, replace(example(), audit=()), LATER),
        ],
        ids=["state", "intent", "deposit", "almost the same"],
    )
    def test_nothing_is_restored_over_what_is_there(self, backend: Backend, made: Callable[[Writer], object]) -> None:
        made(acquire(backend))
        before = (backend.archive(BAKERY), list(backend.deposits(BAKERY)), list(backend.audit()))
        with pytest.raises(StaleState):
            restore(backend, example(), LATER + timedelta(days=1))
        assert (backend.archive(BAKERY), list(backend.deposits(BAKERY)), list(backend.audit())) == before
        assert backend.sealed(KEY, 1) is None or before[0] is not None

    def test_restoring_needs_the_latest_lease(self, backend: Backend) -> None:
        writer = acquire(backend)
        for now in (LATER, NOW):
            with pytest.raises(LeaseLost):
                backend.restore(RestoreRequest(writer.lease, example(), now))
            backend.release(writer.lease)
        assert backend.archive(BAKERY) is None
        assert backend.audit() == ()

    def test_an_archive_that_breaks_an_integrity_rule_is_never_written(self, backend: Backend) -> None:
        whole = example()
        doubled = replace(whole.versions[0].state, entries=whole.versions[0].state.entries * 2)
        broken = replace(whole, versions=(replace(whole.versions[0], state=doubled), *whole.versions[1:]))
        with pytest.raises(StateCorrupt, match="S2"):
            restore(backend, broken)
        assert backend.archive(BAKERY) is None

    @pytest.mark.parametrize(
        "broken",
        [
            replace(example(), audit=example(FLORIST).audit),
            replace(example(), sealed=example(FLORIST).sealed),
            replace(example(), versions=tuple(reversed(example().versions))),
            replace(example(), versions=example().versions[:-1]),
            replace(example(), summary=replace(example().summary, lineage="foreign")),
        ],
        ids=["audit", "sealed", "order", "summary", "lineage"],
    )
    def test_an_archive_that_is_not_whole_is_a_bug(self, backend: Backend, broken: Archive) -> None:
        writer = acquire(backend)
        with pytest.raises(ValueError, match="archive"):
            backend.restore(RestoreRequest(writer.lease, broken, NOW))
        with pytest.raises(ValueError, match="one account"):
            backend.restore(RestoreRequest(writer.lease, example(FLORIST), NOW))

    def test_pruning_forgets_earlier_bodies_and_nothing_else(self, backend: Backend) -> None:
        whole = example()
        writer = restore(backend, whole)
        assert prune(writer, 3) == 1
        assert backend.archive(BAKERY) == replace(whole, versions=whole.versions[1:])
        assert backend.load(BAKERY, 2) is None
        assert prune(writer, 3) == 0
        assert writer.commit(samples.state(serial=2), "a") == 2, "what was committed is still known"

    def test_pruning_never_forgets_the_latest(self, backend: Backend) -> None:
        whole = example()
        writer = restore(backend, whole)
        restore(backend, example(FLORIST))
        assert prune(writer, 99) == 2
        assert backend.archive(BAKERY) == replace(whole, versions=whole.versions[2:])
        assert backend.load(BAKERY) == whole.state
        assert backend.archive(FLORIST) == example(FLORIST)
        assert writer.commit(samples.state(serial=8)) == 8

    def test_pruning_what_has_no_state_does_nothing(self, backend: Backend) -> None:
        assert prune(acquire(backend), 5) == 0
        assert backend.archive(BAKERY) is None

    def test_pruning_needs_the_latest_lease(self, backend: Backend) -> None:
        writer = restore(backend, example())
        with pytest.raises(LeaseLost):
            prune(replace(writer, now=LATER), 7)
        backend.release(writer.lease)
        with pytest.raises(LeaseLost):
            prune(writer, 7)
        assert serials(backend) == [2, 3, 7]
