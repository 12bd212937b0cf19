"""Which keys are to be rotated, and the plan that is wanted for it.

Promises: only what is ours, wanted and holds a key is chosen; what goes through a chosen key is in the same plan, for
it has to move. Does not: plan or make anything; the rows are the engine's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import UsageError
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.state import AccountState, Entry
from provisioner.model.values import NO_LABELS, FrozenMap
from provisioner.runtime.planning.scope import refuse_empty_selector, refuse_unknown, wears
from provisioner.runtime.planning.wish import PlanWish, RefreshMode
from provisioner.runtime.reading.prepare import Prepared, prepare
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.state.states import find_entry, load_readable
from provisioner.runtime.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RotateWish:
    """Which keys are to be made anew, and why."""

    addresses: tuple[Address, ...] = ()
    """These; empty: those that fit everything below."""
    clients: tuple[str, ...] = ()
    """Of these clients; empty: of everybody, the office among them."""
    selector: FrozenMap[str] = NO_LABELS
    """Of clients with these labels."""
    integrations: tuple[str, ...] = ()
    """For these entries of the catalogue; empty: for all."""
    older_than_days: int | None = None
    """Made more than so many days ago; None: whatever their age."""
    note: str = ""
    """Why, in somebody's own words."""
    refresh: RefreshMode = RefreshMode.CHANGED
    """Which accounts are looked at."""
    now: datetime | None = None
    """The plan's own time; None: the clock's."""
    allow_deletes: bool = False
    """Whether the rail against many deletes and replacements is lifted."""

    @property
    def narrows(self) -> bool:
        """Whether anything but addresses chooses."""
        return bool(self.clients or self.selector or self.integrations or self.older_than_days is not None)


def plan_wish(workspace: Workspace, wish: RotateWish, prepared: Prepared) -> PlanWish:
    """The plan that is wanted. UsageError where nothing chooses, or an address is no key of ours."""
    if not (wish.addresses or wish.narrows):
        raise UsageError.of(REFUSALS("nothing-to-rotate"))
    if wish.addresses and wish.narrows:
        raise UsageError.of(REFUSALS("addresses-alone"))
    now = wish.now or workspace.clock.now()
    wanted = _Wanted(prepared, now)
    if wish.addresses:
        chosen = {_checked(workspace, wanted, address) for address in wish.addresses}
    else:
        chosen = set(_fitting(workspace, wish, wanted, now))
    return PlanWish(
        targets=tuple(sorted(chosen | _users(workspace, wanted, chosen))),
        rotate=frozenset(chosen),
        note=wish.note,
        refresh=wish.refresh,
        now=wish.now,
        allow_deletes=wish.allow_deletes,
    )


def with_users(workspace: Workspace, addresses: Iterable[Address]) -> tuple[Address, ...]:
    """The addresses, and what goes through them where the manifests still want it."""
    chosen = set(addresses)
    wanted = _Wanted(prepare(workspace), workspace.clock.now())
    return tuple(sorted(chosen | _users(workspace, wanted, chosen)))


class _Wanted:
    """What the manifests ask for, account by account, each looked at once."""

    def __init__(self, prepared: Prepared, now: datetime) -> None:
        self.declared: dict[AccountRef, DeclaredAccount] = {item.account.ref: item for item in prepared.accounts}
        self._prepared = prepared
        self._now = now
        self._found: dict[AccountRef, frozenset[Address]] = {}

    def __contains__(self, address: Address) -> bool:
        ref = address.account
        if ref not in self._found:
            item = self.declared.get(ref)
            desired = self._prepared.expand(item, self._now).desired if item is not None else ()
            self._found[ref] = frozenset(each.address for each in desired)
        return address in self._found[ref]


def _checked(workspace: Workspace, wanted: _Wanted, address: Address) -> Address:
    """The address of a key that can be rotated."""
    find_entry(workspace, address)
    known = workspace.types.get(address.kind)
    if known is None or not known.holds_secret:
        raise UsageError.of(REFUSALS("no-key", address=address))
    if address not in wanted:
        raise UsageError.of(REFUSALS("no-longer-wanted", address=address))
    return address


def _fitting(workspace: Workspace, wish: RotateWish, wanted: _Wanted, now: datetime) -> Iterator[Address]:
    clients = {ref: item for ref, item in wanted.declared.items() if not ref.is_office}
    refuse_unknown(wish.clients, clients)
    if wish.selector and not any(wears(item, wish.selector) for item in clients.values()):
        refuse_empty_selector(wish.selector, clients.values())
    for state in _states(workspace):
        item = wanted.declared.get(state.account)
        if item is None or not _is_asked(item, wish):
            continue
        for entry in state.entries:
            if _fits(workspace, wish, entry, now) and entry.address in wanted:
                yield entry.address


def _is_asked(item: DeclaredAccount, wish: RotateWish) -> bool:
    ref = item.account.ref
    if (wish.clients or wish.selector) and ref.is_office:
        return False
    return (not wish.clients or ref.name in wish.clients) and wears(item, wish.selector)


def _fits(workspace: Workspace, wish: RotateWish, entry: Entry, now: datetime) -> bool:
    known = workspace.types.get(entry.address.kind)
    if known is None or not known.holds_secret:
        return False
    if wish.integrations and entry.integration not in wish.integrations:
        return False
    days = wish.older_than_days
    return days is None or entry.current.made_at < now - timedelta(days=days)


def _users(workspace: Workspace, wanted: _Wanted, chosen: set[Address]) -> set[Address]:
    """What goes through a chosen key, and is still wanted: it moves to the new one in the same plan."""
    through_office = any(address.account.is_office for address in chosen)
    accounts = {address.account for address in chosen}
    return {
        entry.address
        for state in _states(workspace)
        if through_office or state.account in accounts
        for entry in state.entries
        if chosen & set(entry.depends_on) and entry.address in wanted
    }


def _states(workspace: Workspace) -> Iterable[AccountState]:
    backend = workspace.backend()
    for summary in backend.summaries():
        state = load_readable(workspace, summary.account) if summary.resources else None
        if state is not None:
            yield state
