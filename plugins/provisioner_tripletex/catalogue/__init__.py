"""The catalogue: what is known about the products that connect to Tripletex.

Promises: `Catalogue` is a value; the bundled entries come from one data file that ships with the program, and the
catalogue of them is made once a process. A firm's own entry replaces a bundled one of the same name as a whole, so no
fact of one is ever mixed with a fact of the other. An unknown fact stays unknown. Does not: reach the network, or
decide what is an error.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from provisioner_tripletex.bundled import bundled_digest, bundled_text
from provisioner_tripletex.catalogue import search as _search
from provisioner_tripletex.catalogue.categories import CATEGORIES, category_words
from provisioner_tripletex.catalogue.facts import (
    Answer,
    Channel,
    HandoffFacts,
    IntegrationFacts,
    KeyName,
    Method,
    OfficeKey,
    OwnerNeeds,
    PermissionMode,
    Permissions,
    ReachedBy,
    Right,
    from_manifest,
)
from provisioner_tripletex.catalogue.fields import CatalogueMalformed
from provisioner_tripletex.catalogue.writing import as_manifest

__all__ = [
    "CATEGORIES",
    "Answer",
    "Catalogue",
    "CatalogueMalformed",
    "Channel",
    "HandoffFacts",
    "IntegrationFacts",
    "KeyName",
    "Method",
    "NameMatch",
    "OfficeKey",
    "OwnerNeeds",
    "PermissionMode",
    "Permissions",
    "ReachedBy",
    "Right",
    "as_manifest",
    "bundled_catalogue",
    "bundled_digest",
    "bundled_documents",
    "category_words",
    "from_manifest",
    "load_bundled",
]


@dataclass(frozen=True, slots=True)
class NameMatch:
    """An application name that somebody wrote, held against the catalogue."""

    facts: IntegrationFacts
    """The entry it belongs to."""
    right: str
    """The name as the vendor registered it."""
    exact: bool
    """Whether it was written exactly so; if not, capitals, blanks or the form of a letter differ."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Entries by their ids."""

    entries: Mapping[str, IntegrationFacts]
    """Id -> facts, in order of the ids."""

    def find(self, name: str) -> IntegrationFacts | None:
        """The entry with the id `name`, else the one with that alias. Its `name` tells which it was."""
        found = self.entries.get(name)
        if found is not None:
            return found
        return next((entry for entry in self.entries.values() if name in entry.aliases), None)

    def search(self, text: str) -> tuple[IntegrationFacts, ...]:
        """The entries that fit `text`, best first; all of them for an empty text."""
        return _search.search(self.entries.values(), text)

    def suggest(self, name: str) -> tuple[IntegrationFacts, ...]:
        """Up to three entries that somebody who wrote `name` may have meant, best first."""
        return _search.suggest(self.entries.values(), name)

    def match_application_name(self, written: str) -> NameMatch | None:
        """The known application name that `written` is, or nearly is: only capitals and signs may differ."""
        matches = [
            NameMatch(entry, right, exact=written == right)
            for entry in self.entries.values()
            if (right := entry.application_name) is not None and _search.tight(right) == _search.tight(written)
        ]
        return min(matches, key=lambda match: (not match.exact, match.facts.name), default=None)

    def with_own(self, own: Iterable[IntegrationFacts]) -> Catalogue:
        """This catalogue and the firm's own entries; the firm's win, and take over the aliases they name."""
        merged = {**self.entries, **{entry.name: entry for entry in own}}
        return Catalogue(MappingProxyType(dict(sorted(merged.items()))))

    def alias_clashes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Ids or aliases that more than one entry claims, each with the entries that do; empty where all is well."""
        claims: dict[str, list[str]] = {}
        for entry in self.entries.values():
            for name in {entry.name, *entry.aliases}:
                claims.setdefault(name, []).append(entry.name)
        return tuple((name, tuple(sorted(owners))) for name, owners in sorted(claims.items()) if len(owners) > 1)


def bundled_documents() -> Mapping[str, Mapping[str, object]]:
    """The bundled entries as `kind: Integration` documents by id, as a person would write them."""
    return _documents(bundled_text())


def load_bundled() -> Mapping[str, IntegrationFacts]:
    """The bundled entries by id, read from the data file."""
    documents = bundled_documents()
    return MappingProxyType({name: from_manifest(document, bundled=True) for name, document in documents.items()})


@cache
def bundled_catalogue() -> Catalogue:
    """The bundled entries as a catalogue: read once a process, for the data file is a part of the program."""
    return Catalogue(load_bundled())


def _documents(text: str) -> Mapping[str, Mapping[str, object]]:
    tree: object = json.loads(text)
    if not isinstance(tree, dict) or not isinstance(tree.get("integrations"), dict):
        raise CatalogueMalformed("integrations", "the bundled data file holds no integrations")
    return MappingProxyType(tree["integrations"])
