"""The document for the successor of a client that leaves, out of the plan of its last day.

Promises: says of each thing what that plan does with it, neither more nor less; whoever reads it needs no access to our
state. Does not: render it, or keep it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from provisioner.model.account import Account
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.errors import UsageError
from provisioner.model.handover import Handover, HandoverItem
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.plan import Action, Change, Plan, Reason
from provisioner.model.resource import Desired, HandoffPlan, ResourceType, Role
from provisioner.model.state import AccountState
from provisioner.model.values import FrozenMap, Unknown
from provisioner.runtime.planning.leaving import missing_at
from provisioner.runtime.planning.planning import Planning
from provisioner.runtime.planning.wish import PlanWish, RefreshMode
from provisioner.runtime.reading.prepare import prepare
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.workspace import Workspace


def make_handover(workspace: Workspace, client: str, refresh: RefreshMode) -> Handover:
    """The document. UsageError where the manifests do not say that the client leaves."""
    prepared = prepare(workspace, strict=True)
    declared = next((item for item in prepared.accounts if item.account.ref == AccountRef.client(client)), None)
    if declared is None or declared.offboarding is None:
        raise UsageError.of(REFUSALS("not-leaving", client=client))
    now = workspace.clock.now()
    last = datetime.combine(declared.offboarding.last_day, time.min, tzinfo=UTC)
    then = max(now, last)
    plan = Planning(workspace, PlanWish(clients=(client,), refresh=refresh, now=then), prepared).make()
    expansion = prepared.expand(declared, now)
    writer = _Writer(workspace, plan, {item.address: item for item in expansion.desired})
    ref = declared.account.ref
    state = workspace.backend().load(ref)
    changes = [change for account in plan.accounts if account.account.ref == ref for change in account.changes]
    goes_on, ends, left = [], [], []
    for change in changes:
        if change.action is Action.FORGET and change.reason is not Reason.VANISHED:
            goes_on.append(writer.item(change, state))
        elif change.action is Action.DELETE:
            ends.append(writer.item(change, state))
        elif change.action in (Action.HOLD, Action.ASK, Action.AWAIT):
            left.append(writer.item(change, state))
    companies = {item.account.ref.name: item.account.display_name for item in prepared.accounts}
    return Handover(
        office=_name(prepared.office, workspace),
        into=companies.get(declared.offboarding.into, declared.offboarding.into),
        client=declared.account.display_name,
        organization_number=_number(declared.account),
        offboarding=declared.offboarding,
        made_at=now,
        goes_on=tuple(goes_on),
        ends=tuple(ends),
        open=tuple(left),
        lacking=missing_at(prepared, declared, expansion, now),
    )


class _Writer:
    """Makes items of changes."""

    def __init__(self, workspace: Workspace, plan: Plan, desired: dict[Address, Desired]) -> None:
        self._workspace = workspace
        self._desired = desired
        self._plan = plan

    def item(self, change: Change, state: AccountState | None) -> HandoverItem:
        """One thing."""
        known = self._workspace.types.get(change.address.kind)
        language = self._workspace.language
        wanted = self._desired.get(change.address)
        details = tuple(
            (name, str(value))
            for name, value in change.before.items()
            if value is not None and not isinstance(value, (Unknown, tuple, FrozenMap))
        )
        facts = tuple(_facts(change, known, language)) if known is not None else details
        about = [found for found in (*change.notes, *self._found(change)) if found.code != "handed-over"]
        remarks = (found.told_in(language) for found in about)
        return HandoverItem(
            address=change.address,
            title=known.title(language) if known is not None else change.address.kind,
            integration=change.integration or "",
            person=known.person_of(change.before) if known is not None else "",
            expires_on=change.expires_on,
            vendor=_vendor(change, state, wanted),
            details=details,
            label=self._label(change),
            facts=facts,
            remarks=tuple(
                self._named(" ".join(part for part in (told.summary, told.detail, told.hint) if part))
                for told in remarks
            ),
        )

    def _label(self, change: Change) -> str:
        known = self._workspace.types.get(change.address.kind)
        return known.label(change.before, self._workspace.language) if known is not None else ""

    def _named(self, text: str) -> str:
        """`text` with what people call things in the place of our addresses, which mean nothing to a successor."""
        for change in sorted(self._plan.changes(), key=lambda one: -len(str(one.address))):
            text = text.replace(str(change.address), f"«{self._label(change) or change.address.name}»")
        return text

    def _found(self, change: Change) -> list[Diagnostic]:
        if change.action not in (Action.HOLD, Action.ASK, Action.AWAIT):
            return []
        return [found for found in self._plan.diagnostics if found.address == change.address]


def _facts(change: Change, known: ResourceType, language: str) -> Iterator[tuple[str, str]]:
    """What a successor can do something with: neither what the heading and the lines above say already, nor what only
    the vendor's own database knows."""
    left_out = {known.person, known.named_by, *known.names(Role.COMPUTED), *known.names(Role.SECRET)}
    for name, value in change.before.items():
        if name in left_out or value is None or isinstance(value, (Unknown, tuple, FrozenMap)):
            continue
        title = known.attribute_title(name, language)
        if title != name:
            yield title, known.value_title(name, value, language) or str(value)


def _vendor(change: Change, state: AccountState | None, wanted: Desired | None) -> HandoffPlan | None:
    entry = state.entry(change.address) if state is not None else None
    held = entry.current.handoff if entry is not None else None
    if wanted is not None and wanted.handoff is not None:
        return wanted.handoff
    return HandoffPlan(held.vendor) if held is not None else None


def _name(office: DeclaredAccount | None, workspace: Workspace) -> str:
    return office.account.display_name if office is not None else workspace.project.name


def _number(account: Account) -> str:
    digits = account.identity.organization_number or ""
    return " ".join(digits[start : start + 3] for start in range(0, len(digits), 3))
