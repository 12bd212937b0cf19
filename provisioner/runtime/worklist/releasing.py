"""Giving work back that somebody has taken on and not done, so that another may.

Promises: only what was not done is given back; whoever asks has been told that the button was not pressed. What a run
left behind is nobody's to give back. Does not: ask.
"""

from __future__ import annotations

from provisioner.engine.fold import advance_intent
from provisioner.model.errors import StaleState, UsageError
from provisioner.model.state import Intent, IntentPhase
from provisioner.runtime.state.books import open_books
from provisioner.runtime.worklist.words import WORDS
from provisioner.runtime.workspace import Workspace


def refuse_release(intent: Intent, by: str) -> None:
    """UsageError where `by` has nothing to give back there."""
    told = {"id": intent.id, "address": intent.address, "claimant": intent.claimant, "by": by}
    if intent.phase is IntentPhase.AWAITING:
        raise UsageError.of(WORDS("release-nobodys", **told))
    if not intent.claimant:
        raise UsageError.of(WORDS("work-cut-off", **told))
    if intent.claimant != by:
        raise UsageError.of(WORDS("release-not-theirs", **told))


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
        raise UsageError.of(WORDS("work-unknown", id=intent_id))
    with open_books(workspace, found.account, f"work release {intent_id}") as books:
        intent = books.state.intent(intent_id)
        if intent is None:
            raise StaleState.of(WORDS("work-ended-meanwhile", id=intent_id))
        refuse_release(intent, by)
        next_state = advance_intent(books.state, intent_id, IntentPhase.AWAITING, "", None)
        released = next_state.intent(intent_id)
        assert released is not None
        books.advance(next_state, released, expected=IntentPhase.CALLING)
    return released
