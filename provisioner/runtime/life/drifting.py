"""What has moved since it was recorded: changed or removed on the screen, by somebody or something that was not us.

Promises: looks at every account in scope and writes nothing. What could not be read is said to be unknown, never to be
in order. Does not: say what to do; a plan does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.plan import AccountPlan, AttributeChange, Change, Reason
from provisioner.model.resource import Live
from provisioner.model.values import NO_LABELS, FrozenMap
from provisioner.runtime.session import PlanWish, RefreshMode, make_plan
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Backend

GONE = frozenset({Reason.VANISHED, Reason.NEEDS_RECREATE})


@dataclass(frozen=True, slots=True)
class DriftWish:
    """Which accounts are looked at."""

    clients: tuple[str, ...] = ()
    """Only these; empty: all."""
    selector: FrozenMap[str] = NO_LABELS
    """Only clients with these labels."""


@dataclass(frozen=True, slots=True)
class Drifted:
    """One thing that is no longer as recorded."""

    address: Address
    """Which."""
    generation: int
    """Which making of it."""
    gone: bool
    """Whether it is not there any more."""
    changes: tuple[AttributeChange, ...]
    """What about it is different."""
    as_of: datetime | None
    """When it was last known to be as recorded; it moved after that."""


@dataclass(frozen=True, slots=True)
class DriftReport:
    """What one look at everything told."""

    drifted: tuple[Drifted, ...]
    """By address."""
    unmanaged: tuple[Live, ...]
    """What is there and not ours: listed, never touched."""
    unknown: tuple[Address, ...]
    """Ours, and nobody could tell whether it is there: what cannot be read is not in order."""
    seen: int
    """How many things of ours were seen to be there or not."""
    diagnostics: tuple[Diagnostic, ...]
    """What went wrong on the way."""


def find_drift(workspace: Workspace, wish: DriftWish | None = None) -> DriftReport:
    """Looks at every account in scope. ManifestInvalid where the manifests do not even say what is wanted."""
    wish = wish or DriftWish()
    plan = make_plan(workspace, PlanWish(clients=wish.clients, selector=wish.selector, refresh=RefreshMode.ALL)).plan
    backend = workspace.backend()
    changes = [change for account in plan.accounts for change in account.changes if _is_ours(change)]
    recorded = {account.account.ref: _recorded(backend, account) for account in plan.accounts}
    return DriftReport(
        drifted=tuple(sorted(_drifted(changes, recorded), key=lambda one: (one.address, one.generation))),
        unmanaged=tuple(live for account in plan.accounts for live in account.unmanaged),
        unknown=tuple(sorted({change.address for change in changes if not change.live_known})),
        seen=sum(change.live_known for change in changes),
        diagnostics=plan.diagnostics,
    )


def _is_ours(change: Change) -> bool:
    """Whether it is about something that is recorded, and not only wanted."""
    return bool(change.before) and (change.reason in GONE or change.reason is not Reason.NOT_IN_STATE)


def _drifted(changes: list[Change], recorded: dict[AccountRef, datetime | None]) -> Iterator[Drifted]:
    for change in changes:
        gone = change.reason in GONE
        if gone or change.drift:
            as_of = recorded[change.address.account]
            yield Drifted(change.address, change.generation, gone, () if gone else change.drift, as_of)


def _recorded(backend: Backend, account: AccountPlan) -> datetime | None:
    """When the account was last written: until then everything in it was as recorded."""
    versions = backend.history(account.account.ref) if account.serial else ()
    return versions[-1].at if versions else None
