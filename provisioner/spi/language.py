"""The provider's part of the manifest language: what may stand where only the provider knows.

Promises: can be had before a project was understood, and without opening the provider. Does not: check anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provisioner.model.manifest import Integration


@dataclass(frozen=True, slots=True)
class KnownIntegration:
    """A name that may stand under `integrations:`, as an editor offers it."""

    id: str
    """The name."""
    title: str = ""
    """What people call the product."""
    about: str = ""
    """How it is set up, in the words of the screen."""


def none_known(own: Iterable[Integration], language: str) -> Iterable[KnownIntegration]:
    """For a provider without a catalogue."""
    return ()


@dataclass(frozen=True, slots=True)
class ManifestLanguage:
    """The provider's part of the manifest language."""

    schema: Mapping[str, object]
    """A JSON Schema (2020-12) whose `$defs` hold `settings`, `integration`, `officeKey` and `catalogueEntry`: what may
    stand under `provider: NAME:`, under a key of `integrations:`, of `officeKeys:`, and in `kind: Integration`."""
    moment_fields: frozenset[str] = frozenset()
    """Fields of the moment of creation: only in these may a template use `now`."""
    version: str = "0"
    """Changes whenever the same manifests may come to mean something else; part of every input digest."""
    known: Callable[[Iterable[Integration], str], Iterable[KnownIntegration]] = none_known
    """What an editor may offer under `integrations:`: given the firm's own entries and a language, the catalogue's and
    those. Pure; an entry that is wrong is left out."""


def any_mapping() -> ManifestLanguage:
    """The language in which any mapping is allowed everywhere."""
    names = ("settings", "integration", "officeKey", "catalogueEntry")
    return ManifestLanguage({"$defs": {name: {"type": "object"} for name in names}})
