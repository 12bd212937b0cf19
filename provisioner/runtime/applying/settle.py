"""Settling: looking into what was begun and never ended, before anything new is planned.

Promises: only reads the world; what can be told is recorded, what was set aside is taken in. A call whose deadline has
not passed, and work that a person has, are left alone. Does not: make, change or end anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from provisioner.model.account import Account
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.errors import ProvisionerError
from provisioner.model.outcome import AccountReport, ApplyReport, Outcome, Settled, SettledAs, Stored
from provisioner.model.secrets import SealedSecret, SecretStatus
from provisioner.model.state import Intent, IntentPhase
from provisioner.model.values import EMPTY, Attributes
from provisioner.runtime.applying.journal import Journal
from provisioner.runtime.planning.refresh import as_diagnostic
from provisioner.runtime.reading.prepare import prepare
from provisioner.runtime.state.accounts import account_of
from provisioner.runtime.state.books import Books, open_books
from provisioner.runtime.words import WORDS
from provisioner.runtime.workspace import Workspace
from provisioner.spi.backend import Deposit
from provisioner.spi.provider import SettleRequest


def settle_everything(workspace: Workspace) -> ApplyReport:
    """Every account in which something was begun or set aside."""
    backend = workspace.backend()
    reports: list[AccountReport] = []
    notices: list[Diagnostic] = []
    try:
        take_in_rescued(workspace)
    except ProvisionerError as error:  # what is in the files stays there, and of the rest something can be told
        notices.extend(_still_aside(deposit, error) for deposit in workspace.rescue.kept())
    for summary in backend.summaries():
        if summary.open_intents or backend.deposits(summary.account):
            report = _settle_account(workspace, summary.account, notices)
            if report is not None:
                reports.append(report)
    return ApplyReport(tuple(reports), notices=tuple(notices))


def _still_aside(deposit: Deposit, error: ProvisionerError) -> Diagnostic:
    return WORDS(
        "still-set-aside", Place(address=deposit.address), address=deposit.address, **error.filled(error="summary")
    )


def take_in_rescued(workspace: Workspace) -> None:
    """Rescue files become deposits, now that the state can be written again."""
    for deposit in workspace.rescue.kept():
        workspace.backend().deposit(deposit)
        workspace.rescue.let_go(deposit.intent_id)


def take_in_deposits(workspace: Workspace, books: Books) -> tuple[Outcome, ...]:
    """What was set aside for the account and never taken in: that it happened is known, also where nobody can look."""
    deposits = {deposit.intent_id: deposit for deposit in workspace.backend().deposits(books.state.account)}
    return tuple(
        _take_in(workspace, books, deposits[intent.id], _seen(workspace, books, intent, deposits[intent.id]))
        for intent in _known_first(books, deposits)
        if intent.id in deposits
    )


def _known_first(books: Books, deposits: Mapping[str, Deposit]) -> list[Intent]:
    """Those that are known to have happened, the latest first, then the others.

    What came with the latest call was not there before it; once that is recorded, the one before it can be told apart.
    """
    latest = sorted(books.state.intents, key=lambda intent: intent.opened_at, reverse=True)
    return [each for each in latest if each.id in deposits] + [
        each for each in books.state.intents if each.id not in deposits
    ]


def _settle_account(workspace: Workspace, account: AccountRef, notices: list[Diagnostic]) -> AccountReport | None:
    outcomes: list[Outcome] = []
    try:
        with open_books(workspace, account, "settle") as books:
            outcomes.extend(_settle_intents(workspace, books, notices))
    except ProvisionerError as error:
        return AccountReport(account, tuple(outcomes), as_diagnostic(error, account), error.exit_code)
    return AccountReport(account, tuple(outcomes)) if outcomes else None


def _settle_intents(workspace: Workspace, books: Books, notices: list[Diagnostic]) -> Iterator[Outcome]:
    deposits = {deposit.intent_id: deposit for deposit in workspace.backend().deposits(books.state.account)}
    for intent in _known_first(books, deposits):
        deposit = deposits.pop(intent.id, None)
        if deposit is not None:
            yield _take_in(workspace, books, deposit, _seen(workspace, books, intent, deposit))
        elif intent.phase is IntentPhase.CALLING and not intent.claimant:
            account = _named(workspace, account_of(books.state))
            journal = Journal(workspace, books, account, intent.plan_digest, notices)
            yield journal.settle(intent)
    for leftover in deposits.values():
        yield from _found_again(workspace, books, leftover)
        stranger = _stranger(workspace, books, leftover)
        if stranger is None:
            workspace.backend().withdraw(leftover.intent_id)
        else:
            notices.append(stranger)


def _stranger(workspace: Workspace, books: Books, deposit: Deposit) -> Diagnostic | None:
    """What is said of a key that nothing recorded is opened by: it is there, so its only copy is kept."""
    from provisioner.runtime.state.integrity import Fate, deposit_finding, fate_of  # noqa: PLC0415  # as rare as it gets

    archive = workspace.backend().archive(books.state.account)
    if archive is None or fate_of(deposit, archive) is not Fate.STRANGER:
        return None
    return deposit_finding(deposit, archive).diagnostic


def _found_again(workspace: Workspace, books: Books, deposit: Deposit) -> Iterator[Outcome]:
    """A secret that came to light after its step was settled without it. Where its commit went through after all,
    there is nothing to do: the copy is not needed."""
    entry = books.state.entry(deposit.address)
    for generation in (*entry.deposed, entry.current) if entry is not None else ():
        if generation.intent_id == deposit.intent_id and generation.secret is SecretStatus.LOST:
            found = Stored(deposit.address, generation.number, SecretStatus.SEALED, workspace.clock.now())
            sealed = SealedSecret(deposit.address, generation.number, deposit.sealed)
            books.commit(found, commit_id=workspace.clock.new_id(), sealed=(sealed,))
            yield found


def _seen(workspace: Workspace, books: Books, intent: Intent, deposit: Deposit) -> Attributes:
    """What can be seen of a thing of which only the secret was set aside; nothing where nobody can look."""
    account, now = _named(workspace, account_of(books.state)), workspace.clock.now()
    try:
        settlement = workspace.provider.settle(SettleRequest(account, intent, books.state, now, deposit.native_id))
    except ProvisionerError:
        return EMPTY
    return settlement.computed if settlement.as_ is SettledAs.HAPPENED else EMPTY


def _named(workspace: Workspace, account: Account) -> Account:
    """With the company's name, where the manifests can be read: a person looks for that, not for our label."""
    try:
        declared = {item.account.ref: item.account.display_name for item in prepare(workspace).accounts}
    except ProvisionerError:
        return account
    return replace(account, display_name=declared.get(account.ref, account.display_name))


def _take_in(workspace: Workspace, books: Books, deposit: Deposit, computed: Attributes) -> Outcome:
    """An intent whose secret was set aside: it happened, and nothing is lost."""
    intent = books.state.intent(deposit.intent_id)
    assert intent is not None
    settled = Settled(
        intent=intent,
        as_=SettledAs.HAPPENED,
        at=workspace.clock.now(),
        by="deposit",
        native_id=deposit.native_id,
        computed=computed,
        has_secret=True,
    )
    sealed = SealedSecret(deposit.address, deposit.generation, deposit.sealed)
    books.commit(settled, commit_id=intent.id, sealed=(sealed,))
    workspace.backend().withdraw(deposit.intent_id)
    return settled
