"""Looking at the state.

Promises: only reads, but for `create_state`. Does not: show a secret.
"""

from __future__ import annotations

import difflib

from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import BOKMAL, Diagnostic
from provisioner.model.errors import ProvisionerError, StateCorrupt, UsageError
from provisioner.model.plan import Step
from provisioner.model.state import AccountState, Entry
from provisioner.runtime.state.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Backend


def account_states(workspace: Workspace, account: AccountRef | None = None) -> tuple[AccountState, ...]:
    """Every account's latest state that can be read, or one's. StateCorrupt where that one cannot."""
    backend = workspace.backend()
    if account is not None:
        one = load_named(backend, account)
        return (one,) if one is not None else ()
    states = (load_readable(workspace, item.account) for item in backend.summaries())
    return tuple(state for state in states if state is not None)


def load_readable(workspace: Workspace, account: AccountRef) -> AccountState | None:
    """The account's state for a look at many: one that cannot be read is noted, and hides nothing of the others."""
    try:
        return load_named(workspace.backend(), account)
    except StateCorrupt as error:
        workspace.unreadable[account] = error
        return None


def load_named(backend: Backend, account: AccountRef) -> AccountState | None:
    """The account's state. StateCorrupt names it, however little of what is stored can be read."""
    try:
        return backend.load(account)
    except StateCorrupt as error:
        if str(account) in error.summary:
            raise
        raise StateCorrupt.of(named(account, error)) from error


def named(account: AccountRef, error: ProvisionerError) -> Diagnostic:
    """What the error says, with the account that it is about in front."""
    nb = error.told_in(BOKMAL)
    told = {"summary": error.summary, "detail": error.detail, "hint": error.hint}
    told_nb = {"summary_nb": nb.summary, "detail_nb": nb.detail, "hint_nb": nb.hint}
    return REFUSALS("of-account", account=account, **told, **told_nb)


def find_entry(workspace: Workspace, address: Address) -> Entry:
    """The entry at `address`. UsageError where there is none."""
    state = load_named(workspace.backend(), address.account)
    entry = state.entry(address) if state is not None else None
    if entry is None:
        there = [str(item.address) for item in state.entries] if state is not None else []
        close = difflib.get_close_matches(str(address), there, n=1)
        code = "nothing-there-but" if close else "nothing-there"
        raise UsageError.of(REFUSALS(code, address=address, near=close[0] if close else ""))
    return entry


def office_for(backend: Backend, step: Step, own: AccountState) -> AccountState | None:
    """The office's state, where a step of the account of `own` needs something of the office's."""
    if own.account.is_office:
        return own
    needed = any(address.account.is_office for address in step.depends_on)
    return load_named(backend, AccountRef.office()) if needed else None


def create_state(workspace: Workspace) -> None:
    """Makes an empty state where there is none yet; one that is there is left as it is."""
    workspace.backend(create=True)
