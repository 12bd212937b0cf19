"""The provider's part of the manifest language: what may stand where only the provider knows.

Promises: can be had before a project was understood, and without opening the provider. Does not: check anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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


def any_mapping() -> ManifestLanguage:
    """The language in which any mapping is allowed everywhere."""
    names = ("settings", "integration", "officeKey", "catalogueEntry")
    return ManifestLanguage({"$defs": {name: {"type": "object"} for name in names}})
