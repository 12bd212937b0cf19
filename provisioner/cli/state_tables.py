"""An account's state as the rows of a table.

Promises: every generation, then what has begun and has no entry yet, by address. Does not: show a secret.
"""

from __future__ import annotations

from collections.abc import Iterable

from provisioner.cli.table import table
from provisioner.cli.words import Words
from provisioner.model.address import Address
from provisioner.model.state import AccountState, Entry, Generation, Intent, IntentPhase


def state_table(states: Iterable[AccountState], words: Words) -> str:
    """The table of several states; empty where nothing is recorded in any."""
    rows = [row for state in states for row in _rows(state)]
    return table(words("state-columns").split("|"), rows) if rows else ""


def _rows(state: AccountState) -> Iterable[tuple[str, ...]]:
    found: list[tuple[Address, int, tuple[str, ...]]] = []
    for entry in state.entries:
        for generation in (*entry.deposed, entry.current):
            row = _row(entry.address, generation, _status(state, entry, generation))
            found.append((entry.address, generation.number, row))
    for intent in state.intents:
        if state.entry(intent.address) is None:
            number = intent.step.generation
            found.append((intent.address, number, (str(intent.address), str(number), _open(intent), "", "")))
    return (row for _, _, row in sorted(found, key=lambda item: item[:2]))


def _row(address: Address, generation: Generation, status: str) -> tuple[str, ...]:
    secret = generation.secret.value if generation.secret is not None else ""
    handoff = generation.handoff.status.value if generation.handoff is not None else ""
    return str(address), str(generation.number), status, secret, handoff


def _status(state: AccountState, entry: Entry, generation: Generation) -> str:
    if generation is not entry.current:
        return "deposed"
    intent = state.intent_at(entry.address)
    words = ["tainted"] if entry.tainted else []
    words += ["adopted"] if entry.adopted else []
    words += [_open(intent)] if intent is not None else []
    return ", ".join(words) or "ok"


def _open(intent: Intent) -> str:
    if intent.phase is IntentPhase.AWAITING:
        return f"awaiting {intent.step.action.value}"
    return f"{intent.step.action.value} begun"
