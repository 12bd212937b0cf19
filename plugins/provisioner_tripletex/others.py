"""Other keys of ours that a person must leave alone when one is to be found among them.

Promises: names and ids of keys for the same application and owner, and never of the one that is meant. Pure. Does not:
know what stands on the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from provisioner.model.plan import Step
from provisioner.model.state import AccountState, Generation
from provisioner_tripletex.kinds import KEYS

_MARKS: Final = ("applicationName", "owner")
"""What two keys have in common where one could be taken for the other."""


def names_of_others(step: Step, prior: AccountState | None) -> tuple[str, ...]:
    """What they are called."""
    names = (generation.attributes.get("keyName") for generation in _others(step, prior))
    return tuple(sorted({str(name) for name in names if name}))


def ids_of_others(step: Step, prior: AccountState | None) -> tuple[str, ...]:
    """Their «Brukernøkkel-ID», where it is known."""
    ids = (generation.attributes.get("keyId") or generation.native_id for generation in _others(step, prior))
    return tuple(sorted({str(number) for number in ids if number}))


def _others(step: Step, prior: AccountState | None) -> Iterator[Generation]:
    for entry in prior.entries if prior is not None else ():
        if entry.address.kind not in KEYS:
            continue
        for generation in (entry.current, *entry.deposed):
            is_it = (entry.address, generation.number) == (step.address, step.generation)
            if not is_it and all(generation.attributes.get(mark) == step.attributes.get(mark) for mark in _MARKS):
                yield generation
