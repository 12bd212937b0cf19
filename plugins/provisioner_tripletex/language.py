"""The provider's part of the manifest language: the schema file that editors use, read when it is asked for."""

from __future__ import annotations

from typing import Final

from provisioner.spi.language import ManifestLanguage
from provisioner_schemas import document
from provisioner_tripletex.bundled import bundled_digest

_FILE: Final = "provider.v1.json"
_GRAMMAR: Final = 1
"""Grows when the same declaration comes to mean something else with the same catalogue."""
MOMENT_FIELDS: Final = frozenset({"keyName", "note"})
"""Fields of the moment of creation: only in these may a template use `now`."""


def manifest_language() -> ManifestLanguage:
    """The language. Its version changes with the catalogue, for then the same manifests may mean something else."""
    return ManifestLanguage(document(_FILE), MOMENT_FIELDS, f"{_GRAMMAR}+{bundled_digest()}")
