"""Accounts that are set up already, read where they can be, become manifests and a recorded inventory.

Promises: only looks, until `do_import`; what could not be read is told and is in no manifest; a client that the
manifests know is left as it is, and one that cannot be read is left out. Written with the same hand as a workbook
(importing.py), and refused for the same reasons. Does not: guess, or look for companies that nobody lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from provisioner.engine.match import identity_mark
from provisioner.engine.suggest import closest
from provisioner.formats.survey.found import FoundClient, entry_text, survey_of_found
from provisioner.formats.survey.manifests import Request, manifests_of
from provisioner.formats.survey.naming import client_names
from provisioner.formats.survey.nouns import Company
from provisioner.model.account import Account, organization_number_is_valid
from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Place, sort_unique
from provisioner.model.errors import UsageError
from provisioner.model.manifest import DeclaredAccount, Integration
from provisioner.model.resource import Desired, Read
from provisioner.runtime.first_day.importing import Import, Known, Target, edits_of, known_before, manifests_after
from provisioner.runtime.first_day.office_keys import put_in_office
from provisioner.runtime.first_day.survey_words import IMPORT_WORDS
from provisioner.runtime.first_day.surveying import known_states
from provisioner.runtime.planning.refresh import refresh
from provisioner.runtime.reading.editing import FileEdit
from provisioner.runtime.reading.prepare import Prepared
from provisioner.runtime.refusals import REFUSALS
from provisioner.runtime.worklist.inventory import AttestWish
from provisioner.runtime.workspace import Workspace
from provisioner.spi.provider import Declarations, DeclareRequest, ReadRequest


@dataclass(frozen=True, slots=True)
class LiveWish:
    """What is to be taken in."""

    by: str
    """Who asks for it."""
    clients: tuple[str, ...] = ()
    """These only, by the name they would get, their company's name or its organisation number; empty: all."""
    target: Target = field(default_factory=Target)
    """Where new manifests are written."""


@dataclass
class _Taken:
    """The accounts, as they are taken in."""

    workspace: Workspace
    known: Known
    companies: dict[AccountRef, Company]
    accounts: dict[AccountRef, Account]
    reads: dict[AccountRef, Read] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    results: dict[AccountRef, Declarations] = field(default_factory=dict)
    entries: list[Integration] = field(default_factory=list)
    office_edit: FileEdit | None = None

    @property
    def office(self) -> DeclaredAccount | None:
        return self.known.prepared.office

    def read(self) -> None:
        """Reads every account. Those that cannot be read are left out, and told."""
        states, office = known_states(self.workspace), self.office
        identity = office.account.identity if office is not None else None
        prior = states.get(AccountRef.office())
        requests = [
            ReadRequest(account, states.get(ref), (), prior, identity, whole=True)
            for ref, account in sorted(self.accounts.items())
        ]
        refreshed = refresh(self.workspace, requests)
        self.found += refreshed.diagnostics
        for ref, account in self.accounts.items():
            read = refreshed.reads.get(ref)
            if read is not None and read.visible:
                self.reads[ref] = read
            else:
                self.found.append(IMPORT_WORDS("live-unread", Place(account=ref), company=account.display_name))

    def declare(self) -> None:
        """Declares every account that was read, the office first: clients refer to it."""
        now, of_office = self.workspace.clock.now(), self.office
        rendered = self.known.prepared.rendered(of_office, now) if of_office is not None else None
        for ref in sorted(self.reads):
            request = DeclareRequest(
                account=self.accounts[ref],
                read=self.reads[ref],
                now=now,
                declared=rendered if ref.is_office else None,
                office=None if ref.is_office else rendered,
                office_read=None if ref.is_office else self.reads.get(AccountRef.office()),
                integrations=(*self.known.prepared.manifests.integrations, *self.entries),
            )
            result = self.workspace.provider.declare(request)
            self.entries += result.integrations
            self.found += result.diagnostics
            self.results[ref] = self.in_its_manifest(result) if ref.is_office else result
            if ref.is_office and rendered is not None:
                rendered = replace(rendered, declared=(*rendered.declared, *self.results[ref].declared))

    def in_its_manifest(self, result: Declarations) -> Declarations:
        """The office's declarations; none where the document that is there has no certain place for them."""
        office = self.known.prepared.manifests.office
        assert office is not None, "it was read because it is written"
        if not result.declared:
            return result
        self.office_edit = put_in_office(self.workspace, office, result.declared)
        if self.office_edit is not None:
            return result
        what = ", ".join(sorted(item.name for item in result.declared))
        place = Place(office.source, account=AccountRef.office())
        self.found.append(IMPORT_WORDS("live-office-kept", place, what=what))
        return replace(result, declared=(), whole=False)

    def clients(self) -> list[FoundClient]:
        return [
            FoundClient(self.companies[ref], result.declared)
            for ref, result in sorted(self.results.items())
            if not ref.is_office
        ]


def read_live(workspace: Workspace, wish: LiveWish) -> Import:
    """What comes of it; nothing is written. ManifestInvalid, UsageError, ProviderFailed."""
    known = known_before(workspace)
    listing = workspace.provider.accounts()
    if not listing.accounts:
        raise UsageError.of(REFUSALS("no-client-listed"))
    found: list[Diagnostic] = []
    if not listing.complete:
        found.append(IMPORT_WORDS("live-listing", None, count=len(listing.accounts)))
    new = _new(listing.accounts, known)
    chosen = _chosen(new, wish, listing.accounts, known)
    taken = _Taken(workspace, known, chosen, _accounts(chosen, listing.accounts), found=found)
    if taken.office is not None:
        taken.accounts[AccountRef.office()] = taken.office.account
    else:
        found.append(IMPORT_WORDS("live-no-office"))
    taken.read()
    taken.declare()
    everybody = listing.complete and len(taken.clients()) == len(new) and not known.names
    return _import(taken, wish, everybody, len(listing.accounts) - len(new))


def _new(listed: Iterable[Account], known: Known) -> list[tuple[Company, Account]]:
    """Those that the manifests do not know, each with a name of its own."""
    office = known.prepared.office
    own = office.account.identity.organization_number if office is not None else None
    counted = Counter(account.identity.organization_number for account in listed)
    found: list[tuple[Company, Account]] = []
    for account in sorted(
        listed, key=lambda one: (one.identity.organization_number or "", one.identity.company_id or 0)
    ):
        number, id_ = account.identity.organization_number or "", account.identity.company_id
        alone = counted[account.identity.organization_number] == 1 and organization_number_is_valid(number)
        if (id_ in known.by_id) or (alone and number in known.by_number) or (number and number == own):
            continue
        number = number if alone else ""  # two clients of one number are one client, and no number is an error
        company = Company("", " ".join(account.display_name.split()) or number, number, None if alone else id_)
        found.append((company, account))
    there = [Company(name, name) for name in sorted(known.names)]
    named = client_names((*there, *(company for company, _ in found)))[len(there) :]
    return [(company, account) for company, (_, account) in zip(named, found, strict=True)]


def _by_number(account: Account) -> tuple[str, int]:
    return account.identity.organization_number or "", account.identity.company_id or 0


def _chosen(
    new: list[tuple[Company, Account]], wish: LiveWish, listed: tuple[Account, ...], known: Known
) -> dict[AccountRef, Company]:
    """Those that are asked for. UsageError for one that nobody lists."""
    by_word: dict[str, list[Company]] = {}
    for company, _ in new:
        for word in {company.name, company.display_name, company.organization_number} - {""}:
            by_word.setdefault(word, []).append(company)
    chosen = [company for company, _ in new]
    if wish.clients:
        chosen = []
        for said in wish.clients:
            word = "".join(said.split()) if said.replace(" ", "").isdigit() else said
            if word in by_word:
                chosen += by_word[word]
            elif word not in known.names and word not in known.by_number:
                close = closest(word, by_word)
                code = "nobody-called-but" if close else "nobody-called"
                raise UsageError.of(REFUSALS(code, said=said, near=close, count=len(listed)))
    return {AccountRef.client(company.name): company for company in chosen}


def _accounts(chosen: dict[AccountRef, Company], listed: Iterable[Account]) -> dict[AccountRef, Account]:
    """The accounts to read, by what they are listed as."""
    by_mark = {(account.identity.organization_number or "", account.identity.company_id): account for account in listed}
    alone = {account.identity.organization_number or "": account for account in by_mark.values()}
    by_id = {account.identity.company_id: account for account in by_mark.values()}
    return {
        ref: replace(
            by_id[company.company_id] if company.company_id is not None else alone[company.organization_number],
            ref=ref,
            display_name=company.display_name,
        )
        for ref, company in chosen.items()
    }


def _import(taken: _Taken, wish: LiveWish, everybody: bool, known: int) -> Import:
    """The files, and what is recorded. Only where everybody was read may a profile choose its clients by itself: it
    would choose those too who are taken in later, and have what it gives them made."""
    workspace, before = taken.workspace, taken.known
    prepared, clients = before.prepared, taken.clients()
    written = manifests_of(
        Request(
            survey_of_found(clients),
            language=workspace.language,
            alone=everybody,
            taken=frozenset(profile.name for profile in prepared.manifests.profiles),
            exact=True,
        )
    )
    office = (taken.office_edit,) if taken.office_edit is not None else ()
    used = {item.body.text("integration") or item.name for result in taken.results.values() for item in result.declared}
    entries = {f"integrations/{entry.name}.yaml": entry_text(entry) for entry in taken.entries if entry.name in used}
    edits = (*edits_of(workspace, wish.target, {**written.files, **entries}), *office)
    after = manifests_after(workspace, prepared, edits)
    there = sorted(_there(taken, after))
    things = sum(len(result.declared) for result in taken.results.values())
    whole = frozenset(ref for ref, result in taken.results.items() if result.whole)
    said = AttestWish(by=wish.by, empty=True, addresses=tuple(there), read=True)
    notes = sort_unique(_once((*taken.found, *written.diagnostics, *_notes(taken, after))))
    return Import(edits, said, {}, len(clients), written.profiles, notes, not before.names, whole, things, known)


def _once(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What is the same of many accounts is told once, and of none of them."""
    groups: dict[tuple[object, ...], list[Diagnostic]] = {}
    for one in found:
        groups.setdefault((one.code, one.text, one.source, one.address), []).append(one)
    for alike in groups.values():
        yield alike[0] if len({one.account for one in alike}) == 1 else replace(alike[0], account=None)


def _there(taken: _Taken, after: Prepared) -> Iterator[Address]:
    """What is declared now and was read: so long as nobody can look again, that is what is known of it."""
    types = taken.workspace.types
    for ref, desired in _desired(taken, after):
        seen = {(live.kind, identity_mark(types[live.kind], live.attributes)) for live in taken.reads[ref].live}
        new = {item.name for item in taken.results[ref].declared}
        type_ = types[desired.address.kind]
        if type_.permanent:
            if (desired.address.kind, identity_mark(type_, desired.attributes)) in seen:
                yield desired.address
        elif desired.adopt and desired.address.name in new:
            yield desired.address


def _desired(taken: _Taken, after: Prepared) -> Iterator[tuple[AccountRef, Desired]]:
    now = taken.workspace.clock.now()
    for account in after.accounts:
        if account.account.ref in taken.results:
            for desired in after.expand(account, now).desired:
                yield account.account.ref, desired


def _notes(taken: _Taken, after: Prepared) -> Iterator[Diagnostic]:
    """What nobody can read of what was taken in."""
    types, new = taken.workspace.types, set(_there(taken, after))
    mine = [desired for _, desired in _desired(taken, after) if desired.address in new]
    endless = sum(types[one.address.kind].holds_secret and one.expires_on is None for one in mine)
    if endless:
        yield IMPORT_WORDS("live-endless", None, count=endless)
