"""The harness bites: each way to break the protocol is found, by a rule that says what was broken.

Each mutation is found within the seeds that the pipeline plays anyway; here each begins at its own first seed that
finds it, so that a test takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from provisioner.model.errors import OutcomeUnknown
from provisioner.model.outcome import SettledAs
from provisioner.model.state import IntentPhase
from provisioner.model.work import AnswerKind
from provisioner.runtime.applying import journal, settle
from provisioner.runtime.state import books, leases
from provisioner.runtime.state.accounts import account_of
from provisioner.runtime.worklist import items as work
from provisioner.spi.operator import Answer
from provisioner.spi.provider import Settlement
from provisioner.testing import memory
from provisioner.testing.simulation import settling
from provisioner.testing.simulation.faults import Fault
from provisioner.testing.simulation.monitor import WatchedProvider
from provisioner.testing.simulation.run import Wish
from provisioner.testing.simulation.runner import Runner

SEEDS = 400
"""After so many without a finding the harness is blind."""
Patch = pytest.MonkeyPatch


def no_fence(patch: Patch) -> None:
    """Writes are not held against the lease."""
    patch.setattr(memory, "_demand_lease", lambda *_: None)


def create_again(patch: Patch) -> None:
    """A create whose answer was lost is sent again."""
    once = journal.Journal._call

    def twice(self: Any, request: Any, intent: Any) -> Any:
        try:
            result = self.workspace.provider.apply(request)
        except OutcomeUnknown:
            return once(self, request, intent)
        return self.record(intent, result)

    patch.setattr(journal.Journal, "_call", twice)


def no_deposit(patch: Patch) -> None:
    """A secret whose entry cannot be written is let go of."""

    @contextmanager
    def nothing(self: Any, *_: Any) -> Iterator[None]:
        yield

    patch.setattr(journal.Journal, "rescuing", nothing)


def absent_too_early(patch: Patch) -> None:
    """What is not seen yet is said not to have happened."""
    settles = WatchedProvider.settle

    def hasty(self: Any, request: Any) -> Settlement:
        found = settles(self, request)
        return found if found.as_ is SettledAs.HAPPENED else Settlement(SettledAs.DID_NOT_HAPPEN)

    patch.setattr(WatchedProvider, "settle", hasty)


def no_claim(patch: Patch) -> None:
    """Taking work on leaves it open to the next who comes."""
    patch.setattr(work, "_claim", lambda opened, intent_id, claimant: opened.state.intent(intent_id))


def no_renewal(patch: Patch) -> None:
    """A call begins under a lease that may end before it."""
    patch.setattr(leases.HeldLease, "outlive", lambda self, deadline: self.lease)


def no_intent(patch: Patch) -> None:
    """The call comes first, and is written down after."""

    def silent(self: Any, next_state: Any, intent: Any) -> None:
        self.state = next_state

    patch.setattr(books.Books, "begin", silent)


def no_audit(patch: Patch) -> None:
    """What is committed leaves no record."""
    commit = memory.MemoryBackend.commit
    patch.setattr(memory.MemoryBackend, "commit", lambda self, request: commit(self, replace(request, audit=())))


def deposits_thrown_away(patch: Patch) -> None:
    """What was set aside is not taken in."""

    def forgetful(workspace: Any, opened: Any, notices: Any) -> Iterator[Any]:
        for deposit in workspace.backend().deposits(opened.state.account):
            workspace.backend().withdraw(deposit.intent_id)
        for intent in opened.state.intents:
            if intent.phase is IntentPhase.CALLING and not intent.claimant:
                account = account_of(opened.state)
                yield journal.Journal(workspace, opened, account, intent.plan_digest, notices).settle(intent)

    patch.setattr(settle, "_settle_intents", forgetful)


def answers_before_deposits(patch: Patch) -> None:
    """A person is believed although the key lies set aside."""
    patch.setattr(work, "take_in_rescued", lambda workspace: None)
    patch.setattr(work, "take_in_deposits", lambda workspace, opened: ())


def secret_in_the_audit(patch: Patch) -> None:
    """The key itself is told to whoever keeps the books."""
    seal = journal.Journal._seal

    def loud(self: Any, intent: Any, secret: Any) -> Any:
        if secret is not None:
            self.notices.append(secret.reveal())
        return seal(self, intent, secret)

    patch.setattr(journal.Journal, "_seal", loud)


def answer_without_a_look(run: Any, intent: Any) -> Any:
    """Not a mutation of the program: a person who says that nothing was done, without looking."""
    return Answer(AnswerKind.NOT_DONE, by="kari")


@pytest.mark.parametrize(
    ("mutate", "rules", "first"),
    [
        (no_fence, {"fence"}, 0),
        (create_again, {"once", "keys"}, 0),
        (no_deposit, {"secret-dropped"}, 100),
        (absent_too_early, {"keys", "world"}, 3000),
        (no_claim, {"keys", "bug", "once"}, 30),
        (no_renewal, {"lease"}, 0),
        (no_intent, {"intent", "keys"}, 0),
        (no_audit, {"audit"}, 0),
        (deposits_thrown_away, {"secret-dropped"}, 100),
        (secret_in_the_audit, {"canary"}, 0),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_broken_protocol_is_found(
    mutate: Callable[[Patch], None], rules: set[str], first: int, monkeypatch: Patch, firm: Runner
) -> None:
    for scene in ("build", "rotate", "tear-down"):
        firm.run(Wish(0, scene=scene))  # the beginnings are made by a protocol that is whole
    mutate(monkeypatch)
    for seed in range(first, first + SEEDS):
        found = {finding.invariant for finding in firm.run(Wish(seed)).findings}
        if found & rules:
            return
    pytest.fail(f"{SEEDS} seeds did not find it")


def test_a_person_who_does_not_look_makes_a_double(monkeypatch: Patch, firm: Runner) -> None:
    """The truth of an answer is what everything rests on where nobody else can look."""
    for scene in ("build", "rotate", "tear-down"):
        firm.run(Wish(0, scene=scene))
    monkeypatch.setattr(settling, "truth", answer_without_a_look)
    assert any(finding.invariant == "keys" for seed in range(SEEDS) for finding in firm.run(Wish(seed)).findings)


def test_an_answer_that_is_believed_before_a_key_that_lies_set_aside_is_found(monkeypatch: Patch, firm: Runner) -> None:
    """The state is away at one moment, each in turn; where that is when a key should be recorded, it is set aside."""
    firm.run(Wish(0, scene="build"))  # the beginning is made by a protocol that is whole
    answers_before_deposits(monkeypatch)
    away = (Wish(0, script={seam: Fault.STATE_DOWN}, scene="build") for seam in range(60, SEEDS))
    found = next(wish for wish in away if firm.run(wish).findings)
    assert {finding.invariant for finding in firm.run(found).findings} == {"keys"}
    monkeypatch.undo()
    assert not firm.run(found).findings
