"""Rails: what a plan may not do unasked, and which state it may not be applied to.

Promises: numbers stand in the message; a plan from another serial or lineage is always refused. Does not: plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from provisioner.engine.stale_words import STALE_WORDS
from provisioner.engine.words import WORDS
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.errors import StaleState
from provisioner.model.manifest import Guardrails
from provisioner.model.plan import AccountPlan, Action, Reason
from provisioner.model.resource import Desired, ResourceType
from provisioner.model.state import AccountState

_RECORDS_ONLY: Final = (Action.ADOPT, Action.FORGET)


def check_guards(
    accounts: Iterable[AccountPlan],
    guardrails: Guardrails,
    managed_counts: Mapping[AccountRef, int],
    allow_deletes: bool,
) -> tuple[Diagnostic, ...]:
    """The rails that a plan runs into. An old generation's end was weighed when it was replaced and counts no more, and
    what ends with a client that leaves is written for that very client."""
    deletes = sum(
        (change.action is Action.DELETE or change.action.replaces)
        and not (change.deposed or change.reason is Reason.OFFBOARDED)
        for account in accounts
        for change in account.changes
    )
    managed = sum(managed_counts.values())
    over_count = deletes > guardrails.max_deletes_count
    over_percent = deletes * 100 > guardrails.max_deletes_percent * managed
    if allow_deletes or not (over_count and over_percent):
        return ()
    return (
        WORDS(
            "too-many-deletes",
            deletes=deletes,
            managed=managed,
            percent=round(deletes * 100 / managed) if managed else 100,
            max_count=guardrails.max_deletes_count,
            max_percent=guardrails.max_deletes_percent,
        ),
    )


def check_missing(missing: int, managed: int, guardrails: Guardrails, allowed: bool) -> tuple[Diagnostic, ...]:
    """The rail against a list that shrank: `missing` of the `managed` clients are in no list any more."""
    over_count = missing > guardrails.max_missing_count
    over_percent = missing * 100 > guardrails.max_missing_percent * managed
    if allowed or not (over_count and over_percent):
        return ()
    return (
        WORDS(
            "too-many-missing",
            missing=missing,
            managed=managed,
            percent=round(missing * 100 / managed) if managed else 100,
            max_count=guardrails.max_missing_count,
            max_percent=guardrails.max_missing_percent,
        ),
    )


def check_expiry(
    desired: Iterable[Desired], types: Mapping[str, ResourceType], guardrails: Guardrails
) -> tuple[Diagnostic, ...]:
    """An error for each thing that holds a secret and has no last day, where the project asks for one."""
    if not guardrails.require_expiry:
        return ()
    secret = {kind for kind, known in types.items() if known.holds_secret}
    endless = [wanted for wanted in desired if wanted.expires_on is None and wanted.address.kind in secret]
    return tuple(
        WORDS("expiry-required", Place(wanted.source, wanted.address), address=wanted.address)
        for wanted in sorted(endless, key=lambda wanted: wanted.address)
    )


def refuse_stale(plan: AccountPlan, state: AccountState | None) -> None:
    """StaleState unless `state` is the very one that `plan` was made from."""
    lineage, serial = (state.lineage, state.serial) if state is not None else ("", 0)
    if lineage != plan.lineage:
        raise StaleState.of(
            STALE_WORDS(
                "made-from-another",
                account=plan.account.ref,
                planned=plan.lineage or "(none)",
                there=lineage or "(none)",
                planned_nb=plan.lineage or "(intet)",
                there_nb=lineage or "(intet)",
            )
        )
    if serial != plan.serial:
        raise StaleState.of(STALE_WORDS("moved-since", account=plan.account.ref, planned=plan.serial, serial=serial))
    touching = (change for change in plan.changes if change.action.is_pending and change.action not in _RECORDS_ONLY)
    begun = [change.address for change in touching if state is not None and state.intent_at(change.address) is not None]
    if begun:
        raise StaleState.of(STALE_WORDS("begun-since", address=begun[0]))
