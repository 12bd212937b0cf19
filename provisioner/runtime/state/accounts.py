"""Accounts that only the state still knows.

Promises: as much identity as was ever recorded. Does not: look at manifests.
"""

from __future__ import annotations

from provisioner.model.account import Account, Identity
from provisioner.model.state import AccountState


def account_of(state: AccountState) -> Account:
    """The account as far as the state alone knows it."""
    return Account(state.account, state.account.name or "office", state.bound_to or Identity())
