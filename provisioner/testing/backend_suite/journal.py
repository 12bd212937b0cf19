"""What was begun, and how it went on.

Promises: what passes loses no open intent and doubles none. Does not: test what a commit does to them.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.model.errors import LeaseLost, StaleState
from provisioner.model.state import IntentPhase
from provisioner.spi.backend import Backend
from provisioner.testing import samples
from provisioner.testing.backend_suite.ground import LATER, Opened, Opener, acquire
from provisioner.testing.samples import BAKERY, FLORIST
from provisioner.testing.threads import outcomes


class JournalSuite(Opened):
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
            lambda name=name: writer.advance(samples.state(serial=0), samples.claimed(waiting, name))
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
