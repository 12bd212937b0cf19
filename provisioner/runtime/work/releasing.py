"""Giving work back that somebody has taken on and not done, so that another may.

Promises: only what was not done is given back; whoever asks has been told that the button was not pressed. What a run
left behind is nobody's to give back. Does not: ask.
"""

from __future__ import annotations

from provisioner.engine.fold import advance_intent
from provisioner.model.errors import StaleState, UsageError
from provisioner.model.state import Intent, IntentPhase
from provisioner.runtime.state.books import open_books
from provisioner.runtime.workspace import Workspace


def refuse_release(intent: Intent, by: str) -> None:
    """UsageError where `by` has nothing to give back there."""
    if intent.phase is IntentPhase.AWAITING:
        raise UsageError(f"Nobody has taken on {intent.id} ({intent.address}).", hint="There is nothing to give back.")
    if not intent.claimant:
        raise UsageError(
            f"A run began {intent.id} ({intent.address}), and nobody knows how it ended.",
            hint=f"Look on the screen, then answer with `provisioner recover {intent.address}`.",
        )
    if intent.claimant != by:
        raise UsageError(
            f"{intent.claimant} has taken on {intent.id} ({intent.address}), not {by}.",
            hint=f"Ask them whether they pressed the button. Then: --by {intent.claimant}.",
        )


def release_work(workspace: Workspace, intent_id: str, by: str) -> Intent:
    """Gives back what `by` took on and did not do; anybody may take it on then. UsageError, LeaseHeld, StaleState."""
    backend = workspace.backend()
    found = next(
        (
            state
            for summary in backend.summaries()
            if summary.awaiting or summary.open_intents
            for state in (backend.load(summary.account),)
            if state is not None and state.intent(intent_id) is not None
        ),
        None,
    )
    if found is None:
        raise UsageError(f"No work is open under {intent_id}.", hint="`provisioner work` lists what is.")
    with open_books(workspace, found.account, f"work release {intent_id}") as books:
        intent = books.state.intent(intent_id)
        if intent is None:
            raise StaleState(f"{intent_id} was answered meanwhile.", hint="`provisioner work` lists what is open.")
        refuse_release(intent, by)
        next_state = advance_intent(books.state, intent_id, IntentPhase.AWAITING, "", None)
        released = next_state.intent(intent_id)
        assert released is not None
        books.advance(next_state, released, expected=IntentPhase.CALLING)
    return released
