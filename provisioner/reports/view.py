"""Plan -> PlanView: wording, grouping, order.

Promises: the same plan gives the same view; unchanged resources cost next to nothing, and neither does, in a plan that
is summed up, what is the same in many accounts. Does not: print, mask anything after the fact, or decide what happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from provisioner.model.account import Account
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Severity, sort_unique
from provisioner.model.plan import AccountPlan, Action, Change, Check, CheckStatus, Plan, Reason
from provisioner.model.plan_view import AccountView, PlanView, RowView, Totals, UnmanagedView, is_told
from provisioner.model.resource import Live, ResourceType, Role
from provisioner.reports.attributes import Attributes, masked
from provisioner.reports.crowd import Crowd
from provisioner.reports.findings import check_groups, findings
from provisioner.reports.grouping import Alike, Grouping, can_be_summed_up
from provisioner.reports.naming import label, whose
from provisioner.reports.plain import clean, utc
from provisioner.reports.tasks import tasks
from provisioner.reports.words import Words, words

K = TypeVar("K")

MANY: Final = 20
"""Where more accounts than this have something to tell, nobody reads each one's."""
_CHECK_ORDER = (CheckStatus.FAILED, CheckStatus.NOT_CHECKABLE, CheckStatus.PASSED)
# Reasons that say nothing which the verdict does not say already.
_SILENT = frozenset({Reason.UNCHANGED, Reason.NOT_IN_STATE})
_SILENT_FOR = frozenset({(Action.UPDATE, Reason.CONFIGURATION), (Action.AWAIT, Reason.AWAITING_PERSON)})
# What the planner found about a reason, by the codes of its diagnostics. Where there is one its hint is what to do.
_EXPLAINED: Final[Mapping[Reason, tuple[str, ...]]] = {
    Reason.CONFLICT: ("conflict-exists", "conflict-differs", "conflict-ambiguous", "company-changed"),
    Reason.PERMANENT: ("permanent-differs",),
    Reason.PROTECTED: ("protected",),
    Reason.OVERLAP: ("still-in-use",),
    Reason.NEEDS_RECREATE: ("needs-recreate",),
    Reason.ROTATING: ("rotation-under-way",),
    Reason.WHOSE: ("whose-key",),
    Reason.OPEN_INTENT: ("open-intent",),
    Reason.AWAITING_CHANGED: ("awaiting-changed",),
}
# Of these the detail says more than the reason's own words.
_TELLING: Final = frozenset({"conflict-differs", "conflict-ambiguous", "company-changed", "permanent-differs"})
# What becomes of a thing of a client that leaves, which is why it waits.
_THEN: Final = frozenset({f"last-day-{what}" for what in ("ours", "theirs", "theirs-stops", "unclear", "permanent")})
_TODO = frozenset(
    {
        Reason.NOT_INVENTORIED,
        Reason.NEEDS_RECREATE,
        Reason.WAITS_FOR,
        Reason.CONFLICT,
        Reason.AWAITING_PERSON,
        Reason.AWAITING_CHANGED,
        Reason.OPEN_INTENT,
        Reason.PROTECTED,
        Reason.PREFLIGHT,
    }
)


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """How much of a plan is told."""

    show_unchanged: bool = False
    """Whether reports for people list what stays as it is."""
    digest: str = ""
    """Of the plan's bytes, where it has been encoded."""
    by_hand: frozenset[str] = frozenset({"guided"})
    """Drivers through which a person does it."""
    sum_up: bool = False
    """Whether a plan of more than `MANY` accounts tells what is the same in many of them once, and only once."""
    crowd: Crowd | None = None
    """Who is not in the plan and told with it, where it is summed up."""


def view(
    plan: Plan, types: Mapping[str, ResourceType], language: str = "", options: ViewOptions | None = None
) -> PlanView:
    """The plan as it is told in `language`; without one, in the project's own. Of a crowd no account has a view."""
    spoken = words(language or plan.language)
    diagnostics = sort_unique(plan.diagnostics)
    by_place: dict[Address | AccountRef, tuple[Diagnostic, ...]] = _by(plan.diagnostics, _place)
    by_account = _by(diagnostics, lambda found: found.concerns)
    beside = {account.account.ref: account.changes for account in plan.accounts}
    teller = _Teller(plan, types, spoken, options or ViewOptions(), _Around(by_place, by_account, beside))
    crowd = teller.options.crowd
    grouping, summed_up = Grouping(types, spoken.language, crowd), teller.options.sum_up and is_long(plan, crowd)
    for told in (change for each in plan.accounts for change in each.changes if is_told(change)):
        grouping.add(told)
    grouping.join()
    alone = _alone(plan, grouping) if summed_up else None
    accounts = tuple(teller.account(account, alone) for account in plan.accounts)
    if summed_up:
        groups = grouping.groups(teller.row, _is_summed_up)
    else:
        worded = {
            id(change): row
            for one, other in zip(plan.accounts, accounts, strict=True)
            for change, row in zip(one.changes, other.rows, strict=True)
        }
        groups = grouping.groups(lambda change: worded.get(id(change)) or teller.row(change))
    rows = [(row, (row.address,)) for account in accounts for row in account.told]
    totals = _sum(account.totals for account in accounts)
    totals = replace(totals, add=totals.add + (crowd.resources if crowd is not None else 0))
    checks = tuple(sorted((*plan.checks, *(crowd.checks if crowd is not None else ())), key=_check_order))
    return PlanView(
        project=plan.project,
        made_at=plan.made_at,
        engine_version=plan.engine_version,
        language=teller.words.language,
        title=whose(plan),
        totals=replace(totals, errors=_errors(diagnostics)),
        accounts=accounts,
        groups=groups,
        summed_up=summed_up,
        tasks=tasks([*rows, *((group.row, group.addresses) for group in groups if summed_up)], teller.words),
        diagnostics=diagnostics,
        findings=findings((one for one in diagnostics if not one.unread), plan.changes(), teller.words),
        checks=checks,
        check_groups=check_groups(checks, teller.words),
        guards=plan.guards,
        skipped=sum(account.skipped for account in accounts),
        show_unchanged=teller.options.show_unchanged,
        destroy=plan.destroy,
        partial=plan.partial,
        note=clean(plan.note),
        errored=bool(_errors(diagnostics)),
        digest=teller.options.digest,
    )


def is_long(plan: Plan, crowd: Crowd | None = None) -> bool:
    """Whether so many accounts have something to tell that nobody reads each one's."""
    others = crowd.count if crowd is not None else 0
    return others + sum(any(is_told(change) for change in account.changes) for account in plan.accounts) > MANY


def _is_summed_up(alike: Alike, has_others: bool) -> bool:
    return (has_others or len(alike) > 1) and can_be_summed_up(alike[0])


def _alone(plan: Plan, grouping: Grouping) -> Mapping[AccountRef, tuple[Change, ...]]:
    """By account what no group tells: changes that are like no other, and what is noted of unchanged things."""
    found: dict[AccountRef, list[Change]] = {}
    for alike, has_others in grouping.alike():
        if not _is_summed_up(alike, has_others):
            for change in alike:
                found.setdefault(change.address.account, []).append(change)
    for account in plan.accounts:
        noted = [change for change in account.changes if change.attribute_changes and not is_told(change)]
        if noted:
            found.setdefault(account.account.ref, []).extend(noted)
    return {ref: tuple(sorted(changes, key=_order)) for ref, changes in found.items()}


def _order(change: Change) -> tuple[Address, bool, int]:
    return change.address, change.deposed, change.generation


def _sum(totals: Iterable[Totals]) -> Totals:
    whole = Totals()
    for each in totals:
        whole = whole.plus(each)
    return whole


def _errors(diagnostics: Iterable[Diagnostic]) -> int:
    return sum(found.severity is Severity.ERROR for found in diagnostics)


def _by(
    diagnostics: Iterable[Diagnostic], place_of: Callable[[Diagnostic], K | None]
) -> dict[K, tuple[Diagnostic, ...]]:
    found: dict[K, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        place = place_of(diagnostic)
        if place is not None:
            found.setdefault(place, []).append(diagnostic)
    return {place: tuple(several) for place, several in found.items()}


def _place(diagnostic: Diagnostic) -> Address | AccountRef | None:
    return diagnostic.address or diagnostic.account


def _check_order(check: Check) -> tuple[int, AccountRef, str, str]:
    return _CHECK_ORDER.index(check.status), check.account, str(check.address or ""), check.code


@dataclass(frozen=True, slots=True)
class _Around:
    """What a row is told beside."""

    found: Mapping[Address | AccountRef, tuple[Diagnostic, ...]]
    """What was found, by place."""
    concerns: Mapping[AccountRef, tuple[Diagnostic, ...]]
    """The same by account."""
    changes: Mapping[AccountRef, tuple[Change, ...]]
    """All changes of each account."""


@dataclass(frozen=True, slots=True)
class _Teller:
    """Everything a row is worded with."""

    plan: Plan
    types: Mapping[str, ResourceType]
    words: Words
    options: ViewOptions
    around: _Around

    def account(self, account: AccountPlan, alone: Mapping[AccountRef, tuple[Change, ...]] | None) -> AccountView:
        ref = account.account.ref
        changes = account.changes if alone is None else alone.get(ref, ())
        diagnostics = self.around.concerns.get(ref, ())
        return AccountView(
            account=account.account,
            title=self._title(account.account),
            totals=replace(
                totals_of(account.changes), errors=_errors(diagnostics), rename=int(account.moved_from is not None)
            ),
            rows=tuple([self.row(change) for change in changes]),
            unmanaged=tuple(self._unmanaged(live) for live in account.unmanaged),
            diagnostics=diagnostics,
            skipped=account.skipped,
            moved_from=account.moved_from,
        )

    def _title(self, account: Account) -> str:
        identity = account.identity
        name = account.display_name or str(account.ref)
        if identity.organization_number:
            digits = identity.organization_number
            spaced = " ".join(digits[start : start + 3] for start in range(0, len(digits), 3))
            return f"{name} ({self.words('identity-number', number=spaced)})"
        if identity.company_id is not None:
            return f"{name} ({self.words('identity-company', number=identity.company_id)})"
        return name

    def row(self, change: Change) -> RowView:
        kind = self.types.get(change.address.kind)
        if kind is not None:
            change = masked(change, kind.names(Role.SECRET))
        attributes = Attributes(change, kind, self.words.language)
        key = _verdict_key(change)
        shown = attributes.shown() if _has_words(change) else None
        title = kind.title(self.words.language) if kind is not None else change.address.kind
        beside = self.around.changes.get(change.address.account, ())
        called = label(change, kind, beside, self.words.language)
        activates = kind is not None and kind.activated and change.action is Action.CREATE
        sentence = self.words(f"sentence-{'activate' if activates else key}", title=title, name=called)
        return RowView(
            change=change,
            title=title,
            verdict=self.words(f"verdict-{key}", generation=change.generation),
            sentence=_begun(sentence),
            label=called,
            may_cost=kind is not None and kind.may_cost and (change.action is Action.CREATE or change.action.replaces),
            why=self._why(change),
            todo=self._todo(change),
            via=self._via(change),
            by_hand=change.driver in self.options.by_hand and change.action.is_pending,
            attributes=shown.attributes if shown is not None else (),
            unchanged=shown.unchanged if shown is not None else 0,
            drift=attributes.drift() if change.drift else (),
            notes=tuple(self._told(note) for note in change.notes if note.code not in _THEN),
            sensitive=attributes.sensitive(),
        )

    def _told(self, diagnostic: Diagnostic) -> str:
        text = diagnostic.told_in(self.words.language)
        return " ".join(part for part in (text.summary, text.detail, text.hint) if part)

    def _why(self, change: Change) -> str:
        reason = change.reason
        if reason in _SILENT or (change.action, reason) in _SILENT_FOR or change.action is Action.NO_OP:
            return self.words("reason-overlap") if reason is Reason.OVERLAP else ""
        if reason is Reason.DESTROY_ASKED and self.plan.destroy:
            return ""  # the plan says it once
        if reason is Reason.PERMANENT and any(note.code == "permanent-kept" for note in change.notes):
            return ""  # the note says it
        then = next((note for note in change.notes if note.code in _THEN), None)
        if reason is Reason.LAST_DAY and then is not None:
            return then.told_in(self.words.language).summary
        explained = self._explained(change)
        if explained is not None and explained.code in _TELLING:
            text = explained.told_in(self.words.language)
            return text.detail or text.summary
        if reason is Reason.OVERLAP and not change.deposed:
            return self.words("reason-in-use")
        if reason is Reason.PREFLIGHT:
            found = [self._told(finding) for finding in self._failed(change)]
            return " ".join(found) or self.words("reason-preflight")
        if reason is Reason.PERMANENT and change.action is Action.ADOPT:
            return self.words("reason-permanent-found")
        waits_for = ", ".join(str(address) for address in change.waits_for)
        since = utc(change.since) if change.since is not None else "?"
        return self.words(f"reason-{reason.value}", waits_for=waits_for, since=since)

    def _failed(self, change: Change) -> Iterable[Diagnostic]:
        for check in self.plan.checks:
            about = check.address == change.address or (
                check.address is None and check.account == change.address.account
            )
            if check.status is CheckStatus.FAILED and about and check.finding is not None:
                yield check.finding

    def _todo(self, change: Change) -> str:
        if change.action.is_pending or change.action is Action.NO_OP:
            return ""
        explained = self._explained(change)
        if explained is not None:
            return explained.told_in(self.words.language).hint
        if change.reason not in _TODO:
            return ""
        office = "-office" if change.address.account.is_office and change.reason is Reason.NOT_INVENTORIED else ""
        key = f"todo-{change.reason.value}{office}"
        return self.words(key, client=change.address.account.name, address=change.address)

    def _explained(self, change: Change) -> Diagnostic | None:
        """What the planner itself said about a change that waits."""
        codes = _EXPLAINED.get(change.reason, ())
        if change.action not in (Action.HOLD, Action.ASK):
            return None
        found = self.around.found
        about = (*found.get(change.address, ()), *found.get(change.address.account, ()))
        return next((diagnostic for diagnostic in about if diagnostic.code in codes), None)

    def _via(self, change: Change) -> str:
        if not change.driver:
            return ""
        through = "through-person" if change.driver in self.options.by_hand else "through"
        if change.driver_note is None:
            return self.words(through, driver=change.driver)
        return self.words(f"{through}-note", driver=change.driver, note=self._told(change.driver_note))

    def _unmanaged(self, live: Live) -> UnmanagedView:
        kind = self.types.get(live.kind)
        title = kind.title(self.words.language) if kind is not None else live.kind
        return UnmanagedView(live.account, live.kind, title, live.label or live.native_id or "?")


def _has_words(change: Change) -> bool:
    """Whether the attributes of a change are worth showing; an unchanged resource's are not."""
    return change.action is not Action.NO_OP or bool(change.attribute_changes)


def _begun(sentence: str) -> str:
    """A kind's title may be written small, and a sentence does not begin so."""
    return sentence[:1].upper() + sentence[1:]


def _verdict_key(change: Change) -> str:
    if change.deposed and change.action is Action.DELETE:
        return "deposed"
    if change.deposed and change.reason is Reason.OVERLAP and not change.action.is_pending:
        return "overlap"
    return change.action.value


def totals_of(changes: Iterable[Change]) -> Totals:
    """How many of what."""
    add = change_ = destroy = adopt = forget = held = awaiting = asked = overlap = unchanged = 0
    for change in changes:
        action = change.action
        if change.deposed and change.reason is Reason.OVERLAP and not action.is_pending:
            overlap += 1
        elif action is Action.NO_OP:
            unchanged += 1
        elif action is Action.HOLD:
            held += 1
        elif action is Action.AWAIT:
            awaiting += 1
        elif action is Action.ASK:
            asked += 1
        else:
            add += action is Action.CREATE or action.replaces
            change_ += action is Action.UPDATE
            destroy += action is Action.DELETE or action.replaces
            adopt += action is Action.ADOPT
            forget += action is Action.FORGET
    return Totals(add, change_, destroy, adopt, forget, held, awaiting, asked, overlap, unchanged)
