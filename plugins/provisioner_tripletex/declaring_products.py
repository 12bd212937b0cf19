"""Which product a key or a tile of the menu is of, and the catalogue entries that are missing for those nobody knows.

Promises: an application is matched by its exact name and a tile by its exact title. An unknown one gets an entry of the
firm's own that says what was seen and nothing else, the same for whoever has it. Does not: guess a vendor or its terms.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from provisioner.model.diagnostics import SourceRange
from provisioner.model.manifest import Integration
from provisioner.model.values import plain, thaw, tree
from provisioner_tripletex.catalogue import Answer, Catalogue, IntegrationFacts, Method, PermissionMode, from_manifest
from provisioner_tripletex.declaration import tidy
from provisioner_tripletex.declaring_names import slug

_BY_KEY: Final = (Method.USER_KEY, Method.CUSTOM_KEY)


@dataclass
class Products:
    """The catalogue, as it grows while accounts are declared."""

    catalogue: Catalogue
    """The bundled entries, the firm's own, and those that were made here."""
    source: str
    """Where a method is known from that the catalogue does not know."""
    note: str
    """What an entry says of itself."""
    entries: list[Integration] = field(default_factory=list)
    """Those that were made here."""

    def of_key(self, application: str, *, office: bool, chosen: bool) -> tuple[IntegrationFacts, Method] | None:
        """The product and the way; None where its vendor takes no office key, and there is one."""
        named = [one for one in self.catalogue.entries.values() if tidy(one.application_name or "") == application]
        if office:
            fitting = [one for one in named if one.supports(Method.OFFICE_KEY) is not Answer.NO]
            if named and not fitting:
                return None
            return (fitting or [self._entry(application, Method.CUSTOM_KEY)])[0], Method.OFFICE_KEY
        order = tuple(reversed(_BY_KEY)) if chosen else _BY_KEY
        for facts in named:
            ways = [way for way in order if facts.supports(way) is not Answer.NO]
            known = [way for way in facts.methods or () if way in ways]
            if ways:
                return facts, ways[0] if chosen or not known else known[0]
        return self._entry(application, Method.CUSTOM_KEY), Method.CUSTOM_KEY

    def of_tile(self, title: str) -> IntegrationFacts:
        """The product behind a tile of the menu."""
        for facts in self.catalogue.entries.values():
            if tidy(facts.title) == title and facts.supports(Method.MENU) is not Answer.NO:
                return facts
        return self._entry(title, Method.MENU)

    def sourced(self, facts: IntegrationFacts) -> dict[str, object]:
        """Where the way is known from, for a product of which the catalogue knows none."""
        return {"source": self.source} if facts.methods is None else {}

    def _entry(self, said: str, method: Method) -> IntegrationFacts:
        """An entry for what nobody knows. No key may do more than its owner, so `same-as-owner` gives nothing away."""
        name, number = slug(said), 2
        while self.catalogue.find(name) is not None:
            name, number = f"{slug(said)}-{number}", number + 1
        body: dict[str, object] = {"title": said, "methods": [method.value], "note": self.note}
        if method is Method.CUSTOM_KEY:
            body |= {"applicationName": said, "permissions": PermissionMode.SAME_AS_OWNER.value}
        entry = Integration(name, tree(body), SourceRange(f"integrations/{name}.yaml", 1, 1))
        fields = thaw(plain(entry.body))
        assert isinstance(fields, dict)
        facts = from_manifest({**fields, "kind": "Integration", "name": name})
        self.entries.append(entry)
        self.catalogue = self.catalogue.with_own([facts])
        return facts
