"""Single declarations that go the whole way, so that others like them need not.

Promises: each goes through the very steps that every declaration goes through: read, checked as it is written, merged
with what profiles say, rendered, checked again, expanded; in its own client, which declares nothing else. An example in
which anything is found, be it a hint, is none. Does not: conclude anything (judging.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from provisioner.engine.select import merge_accounts
from provisioner.formats.lane import PlainClient, PlainItem
from provisioner.formats.manifest_accounts import AccountReader
from provisioner.formats.schema_check import SchemaSet
from provisioner.formats.yaml_source import read_documents
from provisioner.model.manifest import Client, Declared, DeclaredAccount, Manifests
from provisioner.runtime.reading.prepare import Prepared
from provisioner.spi.provider import Expansion


@dataclass(frozen=True, slots=True)
class Example:
    """One declaration with which nothing is wrong."""

    declared: Declared
    """Merged, not yet rendered."""
    expansion: Expansion
    """What it asks for, and what that says of others."""


class Examples:
    """The examples of one project."""

    def __init__(self, prepared: Prepared, now: datetime) -> None:
        self._prepared = prepared
        self._now = now
        self._manifests: Manifests = replace(prepared.manifests, clients=(), client_sets=())
        self._schemas: SchemaSet = prepared.workspace.schemas
        self._narrow: dict[str, Manifests] = {}
        self._latest: tuple[PlainClient, DeclaredAccount | None] | None = None

    def of(self, client: PlainClient, item: PlainItem | None, name: str) -> Example | None:
        """The client's declaration `name`, where nothing is wrong with it: its own `item`, or what it is given."""
        account = self._whole(client, item)
        declared = next((one for one in account.declared if one.name == name), None) if account is not None else None
        if account is None or declared is None:
            return None
        expansion = self._prepared.expand(replace(account, declared=(declared,)), self._now, example=True)
        return None if expansion.diagnostics else Example(declared, expansion)

    def noun(self, client: PlainClient, *items: PlainItem) -> Client | None:
        """The client with these declarations only and nothing taken away, read the whole way."""
        documents, problems = read_documents(client.text(*items), "")
        if problems or len(documents) != 1 or self._schemas.check_document(documents[0]):
            return None
        reader = AccountReader()
        noun = reader.client(documents[0])
        return None if noun is None or reader.diagnostics else replace(noun, without=())

    def _whole(self, client: PlainClient, item: PlainItem | None) -> DeclaredAccount | None:
        """The client with what profiles give it and the one declaration of its own that is looked at, if any."""
        if item is not None:
            noun = self.noun(client, item)
            return self.merged(noun, item.shape.name) if noun is not None else None
        if self._latest is None or self._latest[0] is not client:
            noun = self.noun(client)
            self._latest = client, self.merged(noun) if noun is not None else None
        return self._latest[1]

    def _about(self, name: str) -> Manifests:
        """What is written, with nothing in the profiles but what is called `name`."""
        found = self._narrow.get(name)
        if found is None:
            every = self._manifests.profiles
            profiles = (
                replace(one, integrations=tuple(each for each in one.integrations if each.name == name))
                for one in every
            )
            found = self._narrow[name] = replace(self._manifests, profiles=tuple(profiles))
        return found

    def merged(self, client: Client, name: str = "") -> DeclaredAccount | None:
        """The client with what profiles give it (of one `name`, or everything), where that goes together."""
        selection = merge_accounts(replace(self._about(name) if name else self._manifests, clients=(client,)))
        ref = client.account.ref
        if any(problem.concerns == ref for problem in selection.diagnostics):
            return None
        return next(account for account in selection.accounts if account.account.ref == ref)
