"""The provider's part of the manifest language: the schema file that editors use, read when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from provisioner.spi.provider import ManifestLanguage

_FILE: Final = "provider.v1.json"
MOMENT_FIELDS: Final = frozenset({"keyName", "note"})
"""Fields of the moment of creation: only in these may a template use `now`."""


def manifest_language() -> ManifestLanguage:
    """The language, with a version that changes whenever the same manifests may come to mean something else."""
    schema: object = json.loads(files("provisioner_schemas").joinpath(_FILE).read_text(encoding="utf-8"))
    assert isinstance(schema, Mapping)
    return ManifestLanguage(schema, MOMENT_FIELDS, "1")
