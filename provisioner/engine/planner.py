"""Normalised desired, prior and live of one account -> its plan.

Promises: pure; the order in which anything is handed in changes nothing; what is neither in the state nor adopted is
never changed or deleted. Does not: read, write, or know what any kind of thing means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from difflib import get_close_matches

from provisioner.engine.all_new import all_new
from provisioner.engine.assess import assess, parting_of
from provisioner.engine.bench import ENDS, MAKES, STUCK, Bench, due_day
from provisioner.engine.decide import Leftover, Pending, Presence, decide_leftover
from provisioner.engine.graph import check_cycles, closure, needed_by, topological
from provisioner.engine.leaving import is_over
from provisioner.engine.match import identity_mark, look
from provisioner.engine.request import OfficeView, PlannedAccount, PlanOptions, PlanRequest
from provisioner.engine.resolve import usage_key
from provisioner.engine.wanting import desired_digest
from provisioner.engine.words import WORDS
from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic, Place, sort_unique
from provisioner.model.plan import AccountPlan, Action, Change, Reason
from provisioner.model.resource import Desired, Replacement, ResourceType
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import Entry, Generation, IntentPhase
from provisioner.model.values import EMPTY
from provisioner.model.work import HandoffStatus

__all__ = ["OfficeView", "PlanOptions", "PlanRequest", "PlannedAccount", "plan_account", "desired_digest"]


def plan_account(request: PlanRequest) -> PlannedAccount:
    """What would change in one account, and everything found on the way."""
    declared = {wanted.address: wanted for wanted in sorted(request.desired, key=lambda wanted: wanted.address)}
    return _first_plan(request, declared) or weigh_each(request, declared)


def _first_plan(request: PlanRequest, declared: Mapping[Address, Desired]) -> PlannedAccount | None:
    """The plan of an account in which everything is still to be made; None for any other."""
    decided = all_new(request, declared)
    if decided is None:
        return None
    digest = desired_digest(declared.values(), request.types, decided.needs)
    plan = _account_plan(request, decided.changes, digest, decided.due_on)
    return PlannedAccount(plan, sort_unique(_check_twice(request.types, declared)))


def _account_plan(request: PlanRequest, changes: Iterable[Change], desired: str, due_on: date | None) -> AccountPlan:
    """What stands in every plan; `desired` is the digest."""
    return AccountPlan(
        account=request.account,
        lineage=request.prior.lineage if request.prior is not None else "",
        serial=request.prior.serial if request.prior is not None else 0,
        changes=tuple(changes),
        input_digest=request.input_digest,
        desired_digest=desired,
        due_at=datetime.combine(due_on, time.min, tzinfo=UTC) if due_on is not None else None,
    )


def weigh_each(request: PlanRequest, declared: Mapping[Address, Desired]) -> PlannedAccount:
    """Every resource by itself, in the order of need."""
    entries = {entry.address: entry for entry in request.prior.entries} if request.prior is not None else {}
    intents = {intent.address for intent in request.prior.intents} if request.prior is not None else set()
    needs = {address: tuple(_needs(address, declared, entries)) for address in {*declared, *entries, *intents}}
    scope = _scope(request, needs)
    gone = scope if request.options.destroy or is_over(request.leaving, request.now) else frozenset[Address]()
    desired = {address: wanted for address, wanted in declared.items() if address not in gone}
    bench = Bench(
        request=request,
        desired=desired,
        declared=declared,
        entries=entries,
        needs=needs,
        sightings=look(request.types, entries.values(), request.read),
        rivals=_rivals(request.types, desired, entries),
        leaving=_leaving(request.types, desired, entries),
    )
    bench.diagnostics.extend(check_cycles(declared.values()))
    bench.diagnostics.extend(_check_twice(request.types, declared))
    order = topological(needs, lambda address: (0, str(address)))
    for address in order:
        change = assess(bench, address)
        if change is not None:
            bench.changes[address] = change
    _hold_deletes(bench, order)
    changes = [
        change for address in sorted(bench.changes) for change in (bench.changes[address], *_leftovers(bench, address))
    ]
    changes = [change for change in changes if change.address in scope]
    bench.diagnostics[:] = [found for found in bench.diagnostics if found.address is None or found.address in scope]
    bench.diagnostics.extend(_check_account(request, changes))
    bench.diagnostics.extend(_check_addresses(request, needs))
    if not _is_same_company(request):
        changes = [replace(change, action=Action.HOLD, reason=Reason.CONFLICT, waits_for=()) for change in changes]
    digest = desired_digest(declared.values(), request.types, needs)
    plan = _account_plan(request, changes, digest, _due_on(bench))
    unmanaged = tuple(live for live in bench.sightings.rest if live not in bench.taken)
    return PlannedAccount(replace(plan, unmanaged=unmanaged), sort_unique(bench.diagnostics))


def _needs(
    address: Address, declared: Mapping[Address, Desired], entries: Mapping[Address, Entry]
) -> Iterable[Address]:
    """What is needed now; for what is no longer declared, what was needed when it was made."""
    if address in declared:
        return needed_by(declared[address])
    return entries[address].depends_on if address in entries else ()


def _scope(request: PlanRequest, needs: Mapping[Address, tuple[Address, ...]]) -> frozenset[Address]:
    if not request.options.targets:
        return frozenset(needs)
    targets = [target for target in request.options.targets if target in needs]
    edges: dict[Address, set[Address]] = {address: set() for address in needs}
    for address, wanted in needs.items():
        for need in wanted:
            if need in needs:
                one, other = (need, address) if request.options.destroy else (address, need)
                edges[one].add(other)
    return closure(targets, edges)


def _rivals(
    types: Mapping[str, ResourceType], desired: Mapping[Address, Desired], entries: Mapping[Address, Entry]
) -> frozenset[Address]:
    """Those not ours yet that have one identity with another of them."""
    marks = {
        address: (address.kind, identity_mark(types[address.kind], wanted.attributes))
        for address, wanted in desired.items()
        if address not in entries and address.kind in types
    }
    count = Counter(marks.values())
    return frozenset(address for address, mark in marks.items() if mark[1] is not None and count[mark] > 1)


def _leaving(
    types: Mapping[str, ResourceType], desired: Mapping[Address, Desired], entries: Mapping[Address, Entry]
) -> Mapping[tuple[str, str], Address]:
    """What is ours and no longer wanted, of kinds of which there can be only one: such as the old name of something
    that was renamed in the manifests."""
    found = {}
    for address, entry in entries.items():
        if address in desired:
            continue
        known = types.get(address.kind)
        if known is not None and known.replacement is Replacement.DELETE_FIRST:
            found[address.kind, identity_mark(known, entry.current.attributes) or str(address)] = address
    return found


def _check_twice(types: Mapping[str, ResourceType], declared: Mapping[Address, Desired]) -> Iterable[Diagnostic]:
    """An error for two declarations of a thing of which there can be only one."""
    alone = Counter(address.kind for address in declared)
    first: dict[tuple[str, str], Desired] = {}
    for address, wanted in declared.items():
        known = types.get(address.kind)
        if known is None or known.replacement is not Replacement.DELETE_FIRST or alone[address.kind] == 1:
            continue
        mark = identity_mark(known, wanted.attributes)
        if mark is None:
            continue
        other = first.setdefault((address.kind, mark), wanted)
        if other is not wanted:
            related = (other.source,) if other.source is not None else ()
            place = Place(wanted.source, address, related=related)
            yield WORDS("same-thing-twice", place, address=address, other=other.address)


def _hold_deletes(bench: Bench, order: tuple[Address, ...]) -> None:
    """Hold a delete while something that needs it stays; those that need come before what they need."""
    needed: dict[Address, set[Address]] = {}
    for address in reversed(order):
        change = bench.changes.get(address)
        if change is None:
            continue
        stays = needed.get(address, set())
        if change.action is Action.DELETE and stays:
            change = replace(change, action=Action.HOLD, reason=Reason.WAITS_FOR, waits_for=tuple(sorted(stays)))
            bench.changes[address] = change
        if change.action not in ENDS:
            for need in change.depends_on:
                needed.setdefault(need, set()).add(address)


def _leftovers(bench: Bench, address: Address) -> Iterable[Change]:
    """A change for each old generation of a resource."""
    entry = bench.entries.get(address)
    if entry is None or not entry.deposed or address.kind not in bench.request.types:
        return
    change = bench.changes[address]
    handoff = entry.current.handoff
    confirmed = handoff is None or handoff.status is HandoffStatus.CONFIRMED
    stays = change.action not in ENDS
    for generation in entry.deposed:
        settled = (confirmed or _reached_nobody(generation)) and change.action not in MAKES
        yield _leftover(bench, entry, generation, handed_over=not stays or settled)


def _reached_nobody(generation: Generation) -> bool:
    """Whether its secret was lost before its vendor had it: nothing works by it, so nothing stops with it."""
    kept_back = generation.handoff is None or generation.handoff.status is HandoffStatus.AWAITING
    return generation.secret is SecretStatus.LOST and kept_back


def _leftover(bench: Bench, entry: Entry, generation: Generation, handed_over: bool) -> Change:
    intent = bench.intent(entry.address)
    pending = Pending.NOTHING
    if intent is not None and intent.step.generation != generation.number:
        handed_over = False  # one open intent a resource: the other comes first
    elif intent is not None:
        pending = Pending.CALLING if intent.phase is IntentPhase.CALLING else Pending.AWAITING_SAME
    found = bench.sightings.found[entry.address, generation.number]
    names = {generation.native_id, usage_key(entry.address, generation.number)}
    parting = parting_of(bench, entry, generation)
    it = Leftover(found.presence, pending, handed_over, bool(names & bench.request.in_use), parting)
    decision = decide_leftover(it)
    notes = tuple(_why_kept(bench, entry, it)) if decision.reason is Reason.OVERLAP else ()
    asked = intent if decision.action in STUCK else None
    live = found.live
    return Change(
        address=entry.address,
        action=decision.action,
        reason=decision.reason,
        before=generation.attributes,
        after=generation.attributes if decision.action is Action.NO_OP else EMPTY,
        live_known=found.presence is not Presence.NOT_KNOWN,
        gone=found.presence is Presence.ABSENT,
        generation=generation.number,
        deposed=True,
        native_id=(live.native_id if live is not None else None) or generation.native_id,
        depends_on=entry.depends_on,
        since=asked.opened_at if asked is not None else None,
        intent_id=asked.id if asked is not None else None,
        integration=entry.integration,
        expires_on=generation.expires_on,
        notes=notes,
    )


def _why_kept(bench: Bench, entry: Entry, it: Leftover) -> Iterable[Diagnostic]:
    """What an old generation waits for."""
    handoff = entry.current.handoff
    if handoff is not None and handoff.status is not HandoffStatus.CONFIRMED:
        yield bench.tell("old-unconfirmed", entry.address, vendor=handoff.vendor)
    if it.in_use:
        yield bench.tell("old-in-use", entry.address)


def _is_same_company(request: PlanRequest) -> bool:
    bound_to = request.prior.bound_to if request.prior is not None else None
    return bound_to is None or bound_to.agrees_with(request.account.identity)


def _check_account(request: PlanRequest, changes: Iterable[Change]) -> Iterable[Diagnostic]:
    """What concerns the account as a whole."""
    ref, place = request.account.ref, Place(request.account.source, account=request.account.ref)
    prior = request.prior
    if prior is not None and prior.bound_to is not None and not _is_same_company(request):
        yield WORDS("company-changed", place, account=ref, before=prior.bound_to, after=request.account.identity)
        return  # nothing else that was found out is about this company
    if request.read is not None and not request.read.visible:
        yield WORDS("not-visible", place, account=ref)
    waiting = sum(change.reason is Reason.NOT_INVENTORIED for change in changes)
    if waiting:
        chosen = "--office" if ref.is_office else f"--client {ref.name}"
        one = waiting == 1
        words = {
            "waiting": "1 new resource waits" if one else f"{waiting} new resources wait",
            "waiting_nb": "1 ny ressurs" if one else f"{waiting} nye ressurser",
        }
        yield WORDS("not-inventoried", place, account=ref, chosen=chosen, **words)
    unsure = sorted({change.address.name for change in changes if change.reason is Reason.UNSURE})
    if unsure:
        yield WORDS("unsure", place, account=ref, what=", ".join(unsure))


def _check_addresses(request: PlanRequest, known: Mapping[Address, object]) -> Iterable[Diagnostic]:
    """An error for each address on the command line that is of this account and names nothing."""
    asked = {*request.options.targets, *request.options.recreate, *request.options.rotate}
    for address in sorted(asked):
        if address.account == request.account.ref and address not in known:
            close = get_close_matches(str(address), [str(other) for other in sorted(known)], n=1)
            yield WORDS(
                "unknown-target",
                Place(account=address.account),
                address=address,
                meant=f"Did you mean {close[0]}?" if close else "`provisioner plan` lists every address.",
                meant_nb=f"Mente du {close[0]}?" if close else "`provisioner plan` viser alle adresser.",
            )


def _due_on(bench: Bench) -> date | None:
    """The day on which, after this plan was applied, the first of ours comes near its last one, or the client's."""
    leaving = bench.request.leaving
    days = [] if leaving is None or is_over(leaving, bench.request.now) else [leaving.offboarding.last_day]
    for address, wanted in bench.desired.items():
        change, entry = bench.changes.get(address), bench.entries.get(address)
        made = change is not None and (change.action in MAKES or change.action is Action.ADOPT)
        last = wanted.expires_on if made else entry.current.expires_on if entry is not None else None
        if last is not None:
            days.append(due_day(wanted, last))
    return min(days, default=None)
