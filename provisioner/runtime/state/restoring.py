"""Going back to an earlier serial of one account, where its newest cannot be read or is not to be trusted.

Promises: what would be recorded and what was done since is told first; it is one commit on top of what is there, with
its record in the audit, so that nothing of the history is lost and going forward again is possible. What was made
since is not known to what is restored, so nothing is made before the account has been read or attested anew. Does not:
touch the world, or bring back what was ended there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from provisioner.engine.comparing import EntryChange, compare
from provisioner.formats.canonical import digest
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import BOKMAL
from provisioner.model.errors import StateCorrupt, UsageError
from provisioner.model.outcome import Edited
from provisioner.model.state import AccountState, AuditRecord, InventoryStatus
from provisioner.runtime.state.archives import stub
from provisioner.runtime.state.books import Books, refuse_another_world
from provisioner.runtime.state.edits import EditWish
from provisioner.runtime.state.history import span
from provisioner.runtime.state.leases import Keeper
from provisioner.runtime.state.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Backend


@dataclass(frozen=True, slots=True)
class GoingBack:
    """What going back means."""

    account: AccountRef
    """Where."""
    serial: int
    """To which."""
    newest: int
    """From which; the next is written on top of it."""
    resources: int
    """How many things are recorded after."""
    changes: tuple[EntryChange, ...]
    """What differs from the newest; nothing where that cannot be read."""
    since: tuple[AuditRecord, ...]
    """What was done after that serial, oldest first, as far as the audit tells."""
    is_readable: bool
    """Whether the newest can be read."""


def look_back(workspace: Workspace, account: AccountRef, serial: int) -> GoingBack:
    """What going back to `serial` would mean. UsageError where it is not kept, or may not be; StateCorrupt where it
    cannot be read itself."""
    backend = workspace.backend()
    newest = _newest(backend, account)
    kept = [version.serial for version in backend.history(account)]
    if serial not in kept or serial >= newest:
        earlier = [str(one) for one in kept if one < newest]
        there, there_nb = span(earlier[0], earlier[-1]) if earlier else ("none", "ingen")
        refused = REFUSALS("no-earlier-serial", account=account, serial=serial, there=there, there_nb=there_nb)
        raise UsageError.of(refused)
    chosen = backend.load(account, serial)
    assert chosen is not None, "its serial was just listed"
    refuse_another_world(workspace, chosen)
    latest = _latest(backend, account)
    records = tuple(backend.audit(account))
    at = next((place for place, one in enumerate(records, 1) if digest(one) == chosen.audit_head), len(records))
    return GoingBack(
        account=account,
        serial=serial,
        newest=newest,
        resources=len(chosen.entries),
        changes=compare(latest, chosen) if latest is not None else (),
        since=records[at:],
        is_readable=latest is not None,
    )


def go_back(workspace: Workspace, planned: GoingBack, wish: EditWish) -> int:
    """Does it, and returns the serial that was written. UsageError where the account has moved on since."""
    backend, account = workspace.backend(), planned.account
    keeper = Keeper(backend, workspace.clock, workspace.surroundings.holder, "state restore", workspace.crew)
    with keeper.hold(account) as lease:
        if look_back(workspace, account, planned.serial) != planned:
            raise UsageError.of(REFUSALS("moved-on", account=account))
        chosen, latest = backend.load(account, planned.serial), _latest(backend, account)
        assert chosen is not None, "it was just looked at"
        books = Books(workspace, lease, latest if latest is not None else stub(backend, account))
        replacement = replace(
            chosen,
            intents=books.state.intents,
            inventory=replace(chosen.inventory, status=InventoryStatus.UNKNOWN),
        )
        reason = f"back to serial {planned.serial}" + (f": {wish.reason}" if wish.reason else "")
        edited = Edited(account, workspace.clock.now(), wish.by, replacement=replacement, reason=reason)
        books.commit(edited, commit_id=workspace.clock.new_id())
    return books.state.serial


def _newest(backend: Backend, account: AccountRef) -> int:
    summary = next((item for item in backend.summaries() if item.account == account), None)
    if summary is None:
        raise UsageError.of(REFUSALS("no-state-of", account=account))
    return summary.serial


def _latest(backend: Backend, account: AccountRef) -> AccountState | None:
    """The newest state, if it can be read. UsageError where it cannot and something is open: without it nobody could
    say how that ends."""
    try:
        return backend.load(account)
    except StateCorrupt as error:
        summary = next(item for item in backend.summaries() if item.account == account)
        if summary.open_intents or summary.awaiting:
            raise UsageError.of(
                REFUSALS("open-and-forgotten", account=account, why=error.summary, why_nb=error.told_in(BOKMAL).summary)
            ) from error
        return None
