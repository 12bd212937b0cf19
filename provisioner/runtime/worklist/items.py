"""Work for people: listing it, claiming it before anything is done, and recording what became of it.

Promises: two people cannot both claim one item; a secret that was shown is sealed before anything else happens; an
answer that cannot be right is refused and nothing is recorded. Does not: ask anybody anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from provisioner.engine.fold import advance_intent
from provisioner.model.account import Account
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Place, Severity, has_errors
from provisioner.model.errors import ManifestInvalid, ProvisionerError, StaleState, UsageError
from provisioner.model.outcome import AccountReport, ApplyReport, Noted, Outcome, Settled, SettledAs
from provisioner.model.plan import StepAction
from provisioner.model.secrets import Sensitive
from provisioner.model.state import AccountState, Intent, IntentPhase
from provisioner.model.values import attributes
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.runtime.applying.journal import Journal, set_aside
from provisioner.runtime.applying.settle import take_in_deposits, take_in_rescued
from provisioner.runtime.planning.refresh import as_diagnostic
from provisioner.runtime.reading.prepare import prepare
from provisioner.runtime.state.accounts import account_of
from provisioner.runtime.state.books import Books, open_books
from provisioner.runtime.state.states import load_readable, office_for
from provisioner.runtime.words import WORDS as RUNTIME_WORDS
from provisioner.runtime.worklist.words import WORDS
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Deposit
from provisioner.spi.operator import Answer
from provisioner.spi.provider import StepFailed, StepRequest, Verdict

ANSWERED_INSTEAD = "answered-instead"
"""What the audit calls an answer in somebody else's place."""
CLAIM_HOURS = 8
"""How long a claim is taken to be in hand."""


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Something that waits for a person."""

    item: WorkItem
    """What they are asked to do."""
    phase: IntentPhase
    """Awaiting: nobody has begun. Calling: somebody has, or a call was cut off and somebody must look."""
    claimant: str
    """Who has taken it on themselves."""
    since: datetime
    """Since when it is open."""
    organization_number: str = ""
    """Of the company that it is for: nine digits; empty where it has none."""

    @property
    def shown(self) -> WorkItem:
        """What may be shown of it: until somebody has taken it on, what it is and not how it is done, so that nobody
        does it who has not said so."""
        return self.item if self.claimant else replace(self.item, steps=(), check="", group_check="")

    @property
    def was_cut_off(self) -> bool:
        """Whether a run began it and nobody knows how it ended: the one thing that must not simply be done."""
        return self.phase is IntentPhase.CALLING and not self.claimant


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of taking one of several on."""

    intent_id: str
    """Which."""
    work: OpenWork | None = None
    """What is to be done; None where it could not be taken on."""
    problem: ProvisionerError | None = None
    """Why not."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of recording the answer for one of several."""

    intent_id: str
    """Which."""
    report: ApplyReport | None = None
    """What was recorded; None where nothing was."""
    problem: ProvisionerError | None = None
    """Why not."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is open and for whom, read once for however many are answered."""

    accounts: dict[AccountRef, Account]
    """As the manifests have them."""
    places: dict[str, AccountRef]
    """In which account's state each intent stands."""


def list_work(workspace: Workspace) -> tuple[OpenWork, ...]:
    """Everything that waits for a person, by account and address."""
    accounts = _accounts(workspace)
    backend = workspace.backend()
    found: list[OpenWork] = []
    for summary in backend.summaries():
        state = load_readable(workspace, summary.account) if summary.awaiting or summary.open_intents else None
        if state is not None:
            found.extend(_open_work(workspace, accounts, state, intent) for intent in state.intents)
    return tuple(found)


def done_together(found: tuple[OpenWork, ...], intent_id: str) -> tuple[OpenWork, ...]:
    """Of what was `found`, the item and all that is done in one go with it; only itself where it is done alone."""
    sheet = next((open_work.item.sheet for open_work in found if open_work.item.id == intent_id), None)
    return tuple(
        open_work
        for open_work in found
        if open_work.item.id == intent_id or (sheet is not None and open_work.item.sheet == sheet)
    )


def start_together(workspace: Workspace, intent_ids: tuple[str, ...], claimant: str) -> tuple[Taken, ...]:
    """Takes each on, under its own account's lease. UsageError, and none is taken on, where one must be done alone."""
    desk = _one_by_one(workspace, intent_ids)
    taken: list[Taken] = []
    for intent_id in intent_ids:
        try:
            taken.append(Taken(intent_id, start_work(workspace, intent_id, claimant, desk)))
        except ProvisionerError as error:
            taken.append(Taken(intent_id, problem=error))
    return tuple(taken)


def complete_together(
    workspace: Workspace,
    intent_ids: tuple[str, ...],
    answer: Answer,
    pasted: Mapping[str, Sensitive] = MappingProxyType({}),
) -> tuple[Recorded, ...]:
    """Records the same answer for each, with what was `pasted` for it. UsageError, and nothing is recorded, where one
    must be answered alone, or one text would be that of several things."""
    desk = _one_by_one(workspace, intent_ids, has_text=bool(answer.compared))
    recorded: list[Recorded] = []
    for intent_id in intent_ids:
        try:
            own = replace(answer, secret=pasted.get(intent_id)) if pasted else answer
            recorded.append(Recorded(intent_id, complete_work(workspace, intent_id, own, desk)))
        except ProvisionerError as error:
            recorded.append(Recorded(intent_id, problem=error))
    return tuple(recorded)


def _one_by_one(workspace: Workspace, intent_ids: tuple[str, ...], *, has_text: bool = False) -> _Desk:
    found = list_work(workspace)
    wanted = frozenset(intent_ids)
    for open_work in found:
        item = open_work.item
        if item.id in wanted and item.asks_secret and len(wanted) > 1:
            raise UsageError.of(WORDS("work-alone", id=item.id, address=item.address))
    compared = {item.sheet or item.id for item in (one.item for one in found) if item.id in wanted and item.compares}
    if has_text and len(compared) > 1:
        raise UsageError.of(WORDS("work-compared-apart"))
    return _Desk(_accounts(workspace), {open_work.item.id: open_work.item.address.account for open_work in found})


def start_work(workspace: Workspace, intent_id: str, claimant: str, desk: _Desk | None = None) -> OpenWork:
    """Records that `claimant` has begun, before any step is shown. UsageError where somebody else has."""
    state, intent = _find(workspace, intent_id, desk)
    if intent.phase is IntentPhase.CALLING:
        told = {"id": intent.id, "address": intent.address, "claimant": intent.claimant}
        if not intent.claimant:
            raise UsageError.of(WORDS("work-cut-off", **told))
        if intent.claimant != claimant:
            raise UsageError.of(WORDS("work-taken", **told))
        return _open_work(workspace, _known(workspace, desk), state, intent)
    with open_books(workspace, state.account, f"work start {intent_id}") as books:
        intent = _claim(books, intent_id, claimant)
        return _open_work(workspace, _known(workspace, desk), books.state, intent)


def complete_work(workspace: Workspace, intent_id: str, answer: Answer, desk: _Desk | None = None) -> ApplyReport:
    """Records what became of it. ManifestInvalid with what is wrong with the answer, where it cannot be right."""
    state, intent = _find(workspace, intent_id, desk)
    account = _known(workspace, desk).get(state.account) or account_of(state)
    _refuse_stranger(intent, answer)
    if answer.kind is AnswerKind.LOST and not _shows_secret(intent):
        raise UsageError.of(WORDS("work-shows-no-key", action=intent.step.action.value, address=intent.address))
    if answer.kind is AnswerKind.DONE and answer.secret is not None:
        answer = _as_it_can_be(intent, answer)
        # Before anything can go wrong: what cannot be a key is set aside as one nowhere.
        _refuse_wrong(workspace, intent, workspace.provider.work_item(_request(account, state, intent)), answer)
    notices: list[Diagnostic] = []
    try:
        take_in_rescued(workspace)
        with open_books(workspace, state.account, f"work complete {intent_id}") as books:
            # A key that was set aside says more than anybody who looked at the screen: it was made, and we have it.
            found = take_in_deposits(workspace, books)
            if any(isinstance(outcome, Settled) and outcome.intent.id == intent_id for outcome in found):
                return _answered_by_its_key(state.account, intent, answer, found)
            intent = _still_open(books, intent_id)
            _refuse_stranger(intent, answer)
            office = office_for(workspace.backend(), intent.step, books.state)
            request = replace(_request(account, books.state, intent), office=office)
            answer = _as_it_can_be(intent, answer)
            if answer.kind is AnswerKind.DONE:
                _refuse_wrong(workspace, intent, workspace.provider.work_item(request), answer)
            if answer.instead_of:
                _note_instead(books, intent, answer)
            if intent.phase is IntentPhase.AWAITING:
                intent = _claim(books, intent_id, answer.by)
            journal = Journal(workspace, books, account, intent.plan_digest, notices)
            outcome = _record(workspace, journal, request, intent, answer)
    except (ManifestInvalid, UsageError):
        raise  # an answer that cannot be right: nothing was recorded, and whoever gave it still has what they pasted
    except ProvisionerError as error:
        notices.extend(_kept_aside(workspace, intent, answer, notices))
        problem = as_diagnostic(error, state.account)
        return ApplyReport((AccountReport(state.account, (), problem, error.exit_code),), notices=tuple(notices))
    return ApplyReport((AccountReport(state.account, (*found, outcome)),), notices=tuple(notices))


def _as_it_can_be(intent: Intent, answer: Answer) -> Answer:
    """Of what a run began and never ended, nobody can copy any more what was agreed to."""
    cut_off = intent.phase is IntentPhase.CALLING and not intent.claimant
    return replace(answer, uncompared=True) if cut_off and not answer.compared else answer


def _answered_by_its_key(
    account: AccountRef, intent: Intent, answer: Answer, found: tuple[Outcome, ...]
) -> ApplyReport:
    """What was recorded is not what was said, unless that was that it is done."""
    told = RUNTIME_WORDS("answered-by-its-key", Place(address=intent.address), address=intent.address)
    if answer.kind is AnswerKind.DONE:
        return ApplyReport((AccountReport(account, found),), notices=(told,))
    return ApplyReport((AccountReport(account, found, told, UsageError.exit_code),))


def _kept_aside(
    workspace: Workspace, intent: Intent, answer: Answer, notices: list[Diagnostic]
) -> Iterator[Diagnostic]:
    """What was pasted is shown nowhere again, so it is kept also where nothing could be recorded."""
    if answer.kind is AnswerKind.DONE and answer.secret is not None and not notices:
        sealed = workspace.sealer.seal(answer.secret)
        yield set_aside(workspace, Deposit(intent.id, intent.address, intent.step.generation, sealed))


def _record(workspace: Workspace, journal: Journal, request: StepRequest, intent: Intent, answer: Answer) -> Outcome:
    if answer.kind is AnswerKind.LOST:
        # The thing is there, so it is done; that no secret came with it is what is recorded.
        answer = replace(answer, kind=AnswerKind.DONE, secret=None)
    if answer.kind is AnswerKind.DONE:
        return journal.record(intent, workspace.provider.finish(request, answer))
    if answer.kind is AnswerKind.REFUSED:
        return journal.record(intent, StepFailed(_why_refused(workspace, request, answer)))
    settled = Settled(intent, SettledAs.DID_NOT_HAPPEN, workspace.clock.now(), by=answer.by)
    journal.books.commit(settled, commit_id=intent.id)
    return settled


def _why_refused(workspace: Workspace, request: StepRequest, answer: Answer) -> Diagnostic:
    """That another text stands on the screen, where that is so: it says what to do about it. Else what they noted."""
    item = workspace.provider.work_item(request)
    if item.compares and answer.compared:
        compared = workspace.provider.compare(item, answer.compared)
        if compared.verdict is Verdict.OTHER and compared.found is not None:
            return replace(compared.found, severity=Severity.ERROR)
    return RUNTIME_WORDS("refused", Place(address=item.address), by=answer.by, note=answer.note or "-")


def _refuse_stranger(intent: Intent, answer: Answer) -> None:
    """UsageError where somebody else has taken it on, and the answer does not say that it is given in their place."""
    told = {"id": intent.id, "address": intent.address, "claimant": intent.claimant, "by": answer.by}
    if answer.instead_of and answer.instead_of != intent.claimant:
        raise UsageError.of(WORDS("work-nobodys", instead_of=answer.instead_of, **told))
    if intent.claimant and intent.claimant not in (answer.by, answer.instead_of):
        raise UsageError.of(WORDS("work-not-theirs", **told))


def _note_instead(books: Books, intent: Intent, answer: Answer) -> None:
    """In the audit beside the answer, for what is recorded of a thing names only who said it."""
    clock = books.workspace.clock
    detail = attributes(by=answer.by, insteadOf=answer.instead_of, intent=intent.id)
    noted = Noted(books.state.account, clock.now(), ANSWERED_INSTEAD, intent.address, detail)
    books.commit(noted, commit_id=clock.new_id())


def _refuse_wrong(workspace: Workspace, intent: Intent, item: WorkItem, answer: Answer) -> None:
    problems = list(workspace.provider.check_answer(item, answer))
    if _shows_secret(intent) and answer.secret is None:
        problems.append(RUNTIME_WORDS("secret-missing", Place(address=intent.address), intent=intent.id))
    if has_errors(problems):
        raise ManifestInvalid(problems, RUNTIME_WORDS("answer-not-recorded"))


def _shows_secret(intent: Intent) -> bool:
    return intent.step.holds_secret and intent.step.action is StepAction.CREATE


def _still_open(books: Books, intent_id: str) -> Intent:
    """The intent as it is now that nobody else can end it. StaleState where somebody has."""
    intent = books.state.intent(intent_id)
    if intent is None:
        raise StaleState.of(WORDS("work-ended-meanwhile", id=intent_id))
    return intent


def _claim(books: Books, intent_id: str, claimant: str) -> Intent:
    _still_open(books, intent_id)
    deadline = books.workspace.clock.now() + timedelta(hours=CLAIM_HOURS)
    next_state = advance_intent(books.state, intent_id, IntentPhase.CALLING, claimant, deadline)
    intent = next_state.intent(intent_id)
    assert intent is not None
    books.advance(next_state, intent, expected=IntentPhase.AWAITING)
    return intent


def _find(workspace: Workspace, intent_id: str, desk: _Desk | None = None) -> tuple[AccountState, Intent]:
    for account in _candidates(workspace, intent_id, desk):
        state = load_readable(workspace, account)
        intent = state.intent(intent_id) if state is not None else None
        if state is not None and intent is not None:
            return state, intent
    raise UsageError.of(WORDS("work-unknown", id=intent_id))


def _candidates(workspace: Workspace, intent_id: str, desk: _Desk | None) -> Iterator[AccountRef]:
    if desk is not None:
        yield from (desk.places[intent_id],) if intent_id in desk.places else ()
        return
    for summary in workspace.backend().summaries():
        if summary.awaiting or summary.open_intents:
            yield summary.account


def _known(workspace: Workspace, desk: _Desk | None) -> dict[AccountRef, Account]:
    return desk.accounts if desk is not None else _accounts(workspace)


def _accounts(workspace: Workspace) -> dict[AccountRef, Account]:
    return {item.account.ref: item.account for item in prepare(workspace).accounts}


def _request(account: Account, state: AccountState, intent: Intent) -> StepRequest:
    return StepRequest(account, intent.step, intent.id, intent.deadline, intent.evidence, state)


def _open_work(
    workspace: Workspace, accounts: dict[AccountRef, Account], state: AccountState, intent: Intent
) -> OpenWork:
    account = accounts.get(state.account) or account_of(state)
    identity = account.identity.merged_with(state.bound_to or account.identity)
    request = _request(replace(account, identity=identity), state, intent)
    found = OpenWork(workspace.provider.work_item(request), intent.phase, intent.claimant, intent.opened_at)
    return replace(found, organization_number=identity.organization_number or "")
