"""What makes an answer less than the whole truth: accounts that were left out, and a state that is elsewhere by now.

Promises: asks the state once more only where it was asked at all. Does not: stop anything; whoever writes is stopped by
the lease.
"""

from __future__ import annotations

from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Severity, Text
from provisioner.model.errors import ProvisionerError, StateCorrupt
from provisioner.runtime.state.moved import moved_to
from provisioner.runtime.state.words import WORDS
from provisioner.runtime.workspace import Workspace


def doubts_of(workspace: Workspace) -> tuple[tuple[Diagnostic, ...], int]:
    """What is to be said of all that the workspace told, and what that asks the process to end with."""
    found = [_unreadable(account, error) for account, error in sorted(workspace.unreadable.items())]
    code = StateCorrupt.exit_code if found else 0
    word = ""
    if workspace.minds_moves and workspace.opened_backend is not None:
        try:
            word = moved_to(workspace.opened_backend, workspace.clock.now())
        except ProvisionerError:
            return tuple(found), code  # whatever that is, it has nothing to do with what was shown
    if word:
        found.append(WORDS("state-has-moved", word=word))
        code = code or 1
    return tuple(found), code


def _unreadable(account: AccountRef, error: StateCorrupt) -> Diagnostic:
    text = Text(error.summary, error.detail, error.hint)
    return Diagnostic(error.code, Severity.ERROR, text, account=account, translations=error.translations)
