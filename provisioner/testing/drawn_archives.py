"""Hypothesis strategies for archives: all that a backend keeps of one account.

Promises: every drawn archive is whole and keeps the integrity rules. Needs hypothesis. Does not: assert anything.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from provisioner.model.secrets import Sealed, SealedSecret
from provisioner.model.state import AccountState, AuditRecord, IntentPhase, Summary
from provisioner.model.values import attributes
from provisioner.spi.backend import Archive, ArchivedVersion, Deposit, Version
from provisioner.testing.strategies import ADDRESSES, CLIENT, NOW, account_states

_TEXTS = st.text(max_size=8)


@st.composite
def sealed_secrets(draw: st.DrawFn) -> SealedSecret:
    """Bytes that stand for a ciphertext."""
    sealed = Sealed(draw(st.binary(min_size=1, max_size=40)), tuple(draw(st.lists(_TEXTS, max_size=2))), draw(_TEXTS))
    return SealedSecret(draw(st.sampled_from(ADDRESSES)), draw(st.integers(1, 9)), sealed)


@st.composite
def archives(draw: st.DrawFn) -> Archive:
    """An account with a history, some of it pruned or without times, and everything that is kept beside it."""
    serials = sorted(draw(st.sets(st.integers(1, 30), max_size=4)))
    states = [replace(draw(account_states()), serial=serial, intents=()) for serial in serials]
    opened = draw(account_states()).intents
    latest = states[-1] if states else AccountState(CLIENT, "drawn", 0)
    untimed = draw(st.integers(0, len(serials)))
    sealed = {(item.address, item.generation): item for item in draw(st.lists(sealed_secrets(), max_size=3))}
    secrets = draw(st.lists(sealed_secrets(), max_size=2))
    commits = {f"c{number}": number for number in range(1, latest.serial + 1)}
    return Archive(
        account=CLIENT,
        summary=Summary(
            account=CLIENT,
            lineage="drawn",
            serial=latest.serial,
            last_seen=NOW,
            resources=len(latest.entries),
            open_intents=sum(intent.phase is IntentPhase.CALLING for intent in opened),
            awaiting=sum(intent.phase is IntentPhase.AWAITING for intent in opened),
            bound_to=latest.bound_to,
        ),
        versions=tuple(
            ArchivedVersion(
                Version(state.serial, None if place < untimed else NOW + timedelta(microseconds=state.serial)), state
            )
            for place, state in enumerate(states)
        ),
        intents=opened,
        commits=tuple(sorted(commits.items(), key=lambda item: (item[1], item[0]))),
        sealed=tuple(sealed[key] for key in sorted(sealed)),
        deposits=tuple(
            Deposit(f"d{number}", item.address, item.generation, item.sealed, draw(st.none() | _TEXTS))
            for number, item in enumerate(secrets)
        ),
        audit=tuple(
            AuditRecord(f"a{number}", NOW, CLIENT, draw(_TEXTS), "applied", detail=attributes(note=draw(_TEXTS)))
            for number in range(draw(st.integers(0, 3)))
        ),
    )
