"""Giving a vendor what they need: what they ask for with its values, and the key, opened for a named person.

Promises: the key is opened only for somebody whom the project names, and that it was stands in the audit before anybody
sees it. Does not: send anything, or record that it was given; whoever gave it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from provisioner.model.account import Account
from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.errors import UsageError
from provisioner.model.secrets import SecretStatus, Sensitive
from provisioner.model.values import Attributes
from provisioner.model.work import HandoffStatus
from provisioner.runtime.secrets.access import show_secret
from provisioner.runtime.state.accounts import account_of
from provisioner.runtime.state.states import find_entry
from provisioner.runtime.worklist.handoffs import HandoffWish, ListedHandoff, list_handoffs
from provisioner.runtime.worklist.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace

HELD = frozenset({SecretStatus.SEALED, SecretStatus.STORED})


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one vendor is to be given."""

    listed: ListedHandoff
    """The hand-off, with how and where."""
    needs: tuple[tuple[str, str], ...]
    """What else they ask for, and what it is; empty where only a person knows."""
    secret: Sensitive | None
    """The key, or the address at which the vendor's own set-up goes on; None where nothing is to be opened."""
    leads_to: str = ""
    """The host of that address; empty where it is a key, or not known."""


def prepare_delivery(workspace: Workspace, address: Address, identity: Path | None) -> Delivery:
    """Everything that is to be given. UsageError for what is nobody's to be given, is lost, or lacks its opener."""
    entry = find_entry(workspace, address)
    clients = () if address.account.is_office else (address.account.name,)
    found = list_handoffs(workspace, HandoffWish(clients, frozenset(HandoffStatus)))
    listed = next((item for item in found if item.address == address), None)
    if listed is None:
        raise UsageError.of(REFUSALS("for-no-vendor", address=address))
    status, host = entry.current.secret, entry.current.attributes.get("handoverHost")
    leads_to = host if isinstance(host, str) else ""
    if status is SecretStatus.LOST:
        raise UsageError.of(REFUSALS("lost-before", address=address))
    if status in HELD and identity is None:
        raise UsageError.of(_sealed(workspace, address, leads_to))
    secret = show_secret(workspace, address, None, identity) if status in HELD and identity is not None else None
    account = _account(workspace, address)
    needs = tuple((name, _value(name, account, entry.current.attributes)) for name in listed.plan.also_needs)
    return Delivery(listed, needs, secret, leads_to)


def _sealed(workspace: Workspace, address: Address, leads_to: str) -> Diagnostic:
    kind = workspace.types.get(address.kind)
    if kind is None or kind.holds_secret:
        return REFUSALS("key-sealed", address=address)
    return REFUSALS("address-sealed", address=address, where=f" ({leads_to})" if leads_to else "")


def _account(workspace: Workspace, address: Address) -> Account:
    state = workspace.backend().load(address.account)
    assert state is not None, "its entry was just found"
    return account_of(state)


def _value(name: str, account: Account, held: Attributes) -> str:
    """What the vendor asks for, where it is on record."""
    identity = account.identity
    known = {
        "ownerEmail": held.get("owner"),
        "keyName": held.get("keyName"),
        "companyId": identity.company_id,
        "organizationNumber": identity.organization_number,
    }
    value = known.get(name)
    return "" if value is None else str(value)
