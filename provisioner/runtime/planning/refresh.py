"""Looking at accounts: many at a time, each in as few calls as the world allows.

Promises: only reads; trouble with one account is that account's diagnostic and stops no other. Does not: decide what
a missing thing means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Severity, Text
from provisioner.model.errors import ProviderFailed, ProvisionerError
from provisioner.model.resource import Read
from provisioner.runtime.workspace import Workspace
from provisioner.spi.events import Event, EventKind
from provisioner.spi.provider import ReadRequest


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What looking told."""

    reads: dict[AccountRef, Read]
    """By account; an account that could not be looked at is missing."""
    diagnostics: tuple[Diagnostic, ...]
    """What went wrong."""


def as_diagnostic(error: ProvisionerError, account: AccountRef | None) -> Diagnostic:
    """What the world did, as a value that can stand in a plan or a report."""
    text = Text(error.summary, error.detail, error.hint)
    return Diagnostic(error.code, Severity.ERROR, text, account=account, translations=error.translations)


def refresh(workspace: Workspace, requests: Sequence[ReadRequest]) -> Refreshed:
    """Looks at every account of `requests`."""
    total = len(requests)
    done = 0

    def look(request: ReadRequest) -> Read | Diagnostic:
        nonlocal done
        account = request.account.ref
        _tell(workspace, EventKind.REFRESH_START, account, done, total)
        try:
            return workspace.provider.read(request)
        except ProviderFailed as error:
            return as_diagnostic(error, account)
        finally:
            done += 1
            _tell(workspace, EventKind.REFRESH_COMPLETE, account, done, total)

    reads: dict[AccountRef, Read] = {}
    problems: list[Diagnostic] = []
    for request, result in zip(requests, workspace.crew.side_by_side(look, requests), strict=True):
        if isinstance(result, Diagnostic):
            problems.append(result)
        else:
            reads[request.account.ref] = result
            problems.extend(result.diagnostics)
    return Refreshed(reads, tuple(problems))


def _tell(workspace: Workspace, kind: EventKind, account: AccountRef, done: int, total: int) -> None:
    workspace.observers.tell(Event(kind, workspace.clock.now(), account, done=done, total=total))
