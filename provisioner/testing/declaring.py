"""Declarations as manifests would give them, without a manifest.

Promises: merged and rendered, as a provider gets them, each with a place. Does not: check them against a schema.
"""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import SourceRange
from provisioner.model.manifest import Declared, DeclaredAccount, Section
from provisioner.model.values import FrozenMap, Node
from provisioner.spi.provider import ExpandRequest
from provisioner.testing.samples import NOW, OFFICE

Body = Mapping[str, object]
HERE = SourceRange("clients/nordlys.yaml", 3, 5)


def node(value: object) -> Node:
    """A tree of `value`, all written in one place."""
    if isinstance(value, Mapping):
        return Node(FrozenMap({str(key): node(item) for key, item in value.items()}), HERE)
    if isinstance(value, list):
        return Node(tuple(node(item) for item in value), HERE)
    assert value is None or isinstance(value, str | int | float | bool)
    return Node(value, HERE)


def declared(
    ref: AccountRef, integrations: Mapping[str, Body], keys: Mapping[str, Body] | None = None
) -> ExpandRequest:
    """An account that declares these."""
    items = [Declared(name, Section.INTEGRATIONS, node(body), HERE) for name, body in integrations.items()]
    items += [Declared(name, Section.OFFICE_KEYS, node(body), HERE) for name, body in (keys or {}).items()]
    account = Account(ref, ref.name or "Fjord Regnskap", Identity(organization_number="999888777"))
    return ExpandRequest(DeclaredAccount(account, tuple(items)), None, (), NOW)


def office_with_key() -> ExpandRequest:
    """An office that shares one key."""
    return declared(OFFICE, {}, {"visma": {"application": "Visma", "vendor": "Visma AS"}})
