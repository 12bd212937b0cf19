"""The provider's part of the manifest language: the schema file that editors use, read when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from provisioner.spi.provider import ManifestLanguage
from provisioner_tripletex.catalogue import bundled_digest

_FILE: Final = "provider.v1.json"
_GRAMMAR: Final = 1
"""Grows when the same declaration comes to mean something else with the same catalogue."""
MOMENT_FIELDS: Final = frozenset({"keyName", "note"})
"""Fields of the moment of creation: only in these may a template use `now`."""


def manifest_language() -> ManifestLanguage:
    """The language. Its version changes with the catalogue, for then the same manifests may mean something else."""
    schema: object = json.loads(files("provisioner_schemas").joinpath(_FILE).read_text(encoding="utf-8"))
    assert isinstance(schema, Mapping)
    return ManifestLanguage(schema, MOMENT_FIELDS, f"{_GRAMMAR}+{bundled_digest()}")
