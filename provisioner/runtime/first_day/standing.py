"""How things stand, client by client: what is there, what waits, what is near its last day, and who has it.

Promises: only looks, at what is written and what is recorded. Does not: read any account; when one was last looked at
is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from provisioner.engine.leaving import has_come
from provisioner.formats.survey.nouns import Survey
from provisioner.formats.survey.status import Standing, StatusLine
from provisioner.model.address import AccountRef, Address
from provisioner.model.plan import StepAction
from provisioner.model.resource import Desired
from provisioner.model.state import AccountState, Entry
from provisioner.runtime.first_day.surveying import Surveyed, SurveyWish, survey_of
from provisioner.runtime.first_day.telling import answer_of
from provisioner.runtime.workspace import Workspace

SOON_DAYS = 60
"""So near its last day a thing is said to expire, unless it is replaced earlier by itself."""


def status_of(workspace: Workspace) -> tuple[Survey, tuple[StatusLine, ...]]:
    """Clients and integrations, and a line for each thing that is declared."""
    found = survey_of(workspace, SurveyWish())
    return found.survey, tuple(_lines(workspace, found))


def _lines(workspace: Workspace, found: Surveyed) -> Iterator[StatusLine]:
    now = workspace.clock.now()
    seen: dict[AccountRef, datetime | None] = {}
    if found.states:
        seen = {summary.account: summary.last_seen for summary in workspace.backend().summaries()}
    left = _handed_over(workspace, found, now)
    for company in found.survey.companies:
        ref = AccountRef.client(company.name)
        if ref in workspace.unreadable:
            continue  # of which nobody can say how anything stands
        state = found.states.get(ref)
        for product in found.survey.products:
            desired = found.desires.get((company.name, product.id))
            if product.id not in company.answers:
                continue
            address = desired.address if desired is not None else None
            entry = state.entry(address) if state is not None and address is not None else None
            current = entry.current if entry is not None else None
            handoff = current.handoff if current is not None else None
            yield StatusLine(
                client=company.name,
                company=company.display_name,
                organization_number=company.organization_number,
                product=product.id,
                title=product.title,
                address=str(address) if address is not None else "",
                standing=Standing.HANDED_OVER
                if entry is None and address in left
                else _standing(state, address, entry, desired, now),
                owner=_person(workspace, desired),
                key_name=str(desired.attributes.get("keyName") or "") if desired is not None else "",
                last_day=current.expires_on if current is not None else None,
                handoff=handoff.status.value if handoff is not None else "",
                last_seen=seen.get(ref),
            )


def _handed_over(workspace: Workspace, found: Surveyed, now: datetime) -> frozenset[Address]:
    """What clients whose last day has come took along: recorded no longer, and going on all the same."""
    gone = [
        item.account.ref
        for item in found.prepared.accounts
        if item.offboarding is not None and has_come(item.offboarding, now) and item.account.ref in found.states
    ]
    records = (record for ref in gone for record in workspace.backend().audit(ref))
    forgotten = StepAction.FORGET.value
    return frozenset(one.address for one in records if one.address and one.detail.get("action") == forgotten)


def _standing(
    state: AccountState | None, address: Address | None, entry: Entry | None, desired: Desired | None, now: datetime
) -> Standing:
    if entry is not None:
        last = entry.current.expires_on
        early = desired.rotate_before_days if desired is not None else 0
        near = now.astimezone(UTC).date() + timedelta(days=max(early, SOON_DAYS))
        return Standing.EXPIRING if last is not None and last <= near else Standing.THERE
    if state is not None and address is not None and state.intent_at(address) is not None:
        return Standing.AWAITING
    return Standing(answer_of(state, address).value)


def _person(workspace: Workspace, desired: Desired | None) -> str:
    """On whom it depends."""
    known = workspace.types.get(desired.address.kind) if desired is not None else None
    person = known.person if known is not None else ""
    return str(desired.attributes.get(person) or "") if desired is not None and person else ""
