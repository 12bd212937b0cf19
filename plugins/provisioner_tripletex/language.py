"""The provider's part of the manifest language: the schema file that editors use, read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from provisioner.spi.language import KnownIntegration, ManifestLanguage
from provisioner_schemas import document
from provisioner_tripletex.bundled import bundled_digest

if TYPE_CHECKING:
    from provisioner.model.manifest import Integration
    from provisioner.spi.language import SetUp

_FILE: Final = "provider.v1.json"
_GRAMMAR: Final = 1
"""Grows when the same declaration comes to mean something else with the same catalogue."""
MOMENT_FIELDS: Final = frozenset({"keyName", "note"})
"""Fields of the moment of creation: only in these may a template use `now`."""


def manifest_language() -> ManifestLanguage:
    """The language. Its version changes with the catalogue, for then the same manifests may mean something else."""
    return ManifestLanguage(document(_FILE), MOMENT_FIELDS, f"{_GRAMMAR}+{bundled_digest()}", _known, _set_ups)


def _set_ups(own: Iterable[Integration], name: str) -> tuple[SetUp, ...]:
    from provisioner_tripletex.listed import set_ups  # noqa: PLC0415  # the catalogue: for lists alone

    return set_ups(own, name)


def _known(own: Iterable[Integration], language: str) -> Iterable[KnownIntegration]:
    from provisioner_tripletex.known import known_integrations  # noqa: PLC0415  # the catalogue: for editors alone

    return known_integrations(own, language)
