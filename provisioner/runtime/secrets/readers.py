"""Who can open what: the people behind public keys.

Promises: a key that the project names is told by its owner's name, any other by its beginning. Does not: open anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from provisioner.model.errors import UsageError
from provisioner.model.secrets import Sensitive
from provisioner.runtime.sealing import public_keys, read_identity
from provisioner.runtime.secrets.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace

_SHOWN = 16
"""Characters of a public key that are enough to tell it from others."""


@dataclass(frozen=True, slots=True)
class Readers:
    """The project's recipients, by key."""

    names: Mapping[str, str]
    """Public key to name, in the project's order."""

    def of(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The names behind public keys, sorted."""
        return tuple(sorted({self.names.get(key) or f"{key[:_SHOWN]}…" for key in keys}))

    def missing(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Those of today's who are not among them."""
        return self.of(self.names.keys() - set(keys))

    def is_up_to_date(self, keys: Iterable[str]) -> bool:
        """Whether those are exactly today's."""
        return set(keys) == set(self.names)


@dataclass(frozen=True, slots=True)
class Opener:
    """Somebody who opens what is sealed."""

    identity: Sensitive
    """What opens it."""
    keys: tuple[str, ...]
    """Their public keys."""
    name: str
    """Who they are, as the audit tells it."""


def readers_of(workspace: Workspace) -> Readers:
    """Today's."""
    return Readers({recipient.public_key: recipient.name for recipient in workspace.project.secrets.recipients})


def opener(workspace: Workspace, path: Path) -> Opener:
    """Who holds the identity file at `path`. UsageError where it cannot be read or holds none."""
    identity = read_identity(path)
    keys = public_keys(identity)
    readers = readers_of(workspace)
    named = [key for key in keys if key in readers.names]
    return Opener(identity, keys, ", ".join(readers.of(named or keys)))


def refuse_stranger(workspace: Workspace, person: Opener, sealed_to: Iterable[str] = ()) -> None:
    """UsageError where the person is neither among the project's recipients nor among those it is sealed to."""
    readers = readers_of(workspace)
    if set(person.keys) & {*readers.names, *sealed_to}:
        return
    raise UsageError.of(
        REFUSALS(
            "no-reader",
            names=", ".join(readers.of(readers.names)) or "nobody",
            names_nb=", ".join(readers.of(readers.names)) or "ingen",
        )
    )
