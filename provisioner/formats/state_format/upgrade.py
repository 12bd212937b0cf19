"""Bringing an old body up to the newest version, one version at a time.

Promises: each step is a pure function from the plain data of one version to that of the next, so a body of any
earlier version passes through the same steps whenever it was written. Does not: write anything back; the next commit
does that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from provisioner.formats.state_format.envelope import Kind, damaged

Plain: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class Upgrade:
    """One step."""

    source: int
    """The version it starts from; it leads to the next."""
    change: Callable[[Kind, Plain], Plain]
    """The body of a kind in the old form, and in the new."""


UPGRADES: tuple[Upgrade, ...] = ()
"""Every step there is; version 1 is the first, so there is none yet."""


def upgraded(kind: Kind, body: Plain, version: int, newest: int, steps: Sequence[Upgrade] = UPGRADES) -> Plain:
    """`body` of `version` as one of `newest`. StateCorrupt where a step is missing or cannot take the body."""
    by_source = {step.source: step for step in steps}
    for source in range(version, newest):
        if source not in by_source:
            raise damaged(
                kind,
                (
                    f"nothing leads from version {source} to version {source + 1}",
                    f"ingen vei fører fra versjon {source} til versjon {source + 1}",
                ),
            )
        try:
            body = by_source[source].change(kind, body)
        except (LookupError, TypeError, ValueError, AttributeError):
            raise damaged(
                kind, (f"it breaks the rules of version {source}", f"den bryter reglene for versjon {source}")
            ) from None
    return body
