"""Which profiles reach which account, and what is declared for it once they are merged.

Promises: precedence, lowest first: profiles by selector, profiles by name, the account itself; a profile that reaches
an account both ways counts once, as by name; permuting documents, profiles or keys changes nothing. The trees stay
unrendered and every leaf keeps its place. Does not: render, or know what an integration means.

Two profiles of one rank that disagree about a field are an error, unless something of a higher rank says what it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from provisioner.engine.departures import check_departures
from provisioner.engine.inheriting import ITSELF, Inheritance, Reach
from provisioner.engine.labels import Asked, asked_for, check_selectors, matches, near_misses
from provisioner.engine.layer_words import layer_in_bokmal
from provisioner.engine.merge import Conflict, Layer, merge
from provisioner.engine.resolve import digest
from provisioner.engine.suggest import did_you_mean
from provisioner.engine.words import WORDS
from provisioner.model.account import Account
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Place, SourceRange, sort_unique
from provisioner.model.manifest import (
    Client,
    DeclaredAccount,
    GivenProfile,
    Manifests,
    Mention,
    Office,
    Profile,
)

_PROJECT: Final = 0
_SELECTOR: Final = 1
_NAME: Final = 2


@dataclass(frozen=True, slots=True)
class Selection:
    """Every account with all that is declared for it."""

    accounts: tuple[DeclaredAccount, ...]
    """The office first, then clients by name."""
    diagnostics: tuple[Diagnostic, ...]
    """Sorted."""


def merge_accounts(manifests: Manifests) -> Selection:
    """Every account's declarations, merged; and everything found on the way."""
    diagnostics: list[Diagnostic] = []
    diagnostics.extend(_check_names("Client", ((one.account.ref.name, one.source) for one in manifests.clients)))
    diagnostics.extend(_check_names("Profile", ((one.name, one.source) for one in manifests.profiles)))
    diagnostics.extend(_check_names("Integration", ((one.name, one.source) for one in manifests.integrations)))
    bodies: list[Office | Client] = [] if manifests.office is None else [manifests.office]
    bodies.extend(sorted(manifests.clients, key=lambda client: (client.account.ref, client.source)))
    diagnostics.extend(_check_identities([body.account for body in bodies]))
    diagnostics.extend(check_selectors(manifests))
    diagnostics.extend(check_departures(manifests.clients))
    profiles = {profile.name: profile for profile in sorted(manifests.profiles, key=_profile_order, reverse=True)}
    asked = asked_for(manifests.profiles)
    table = _Table(manifests, profiles, diagnostics, Inheritance(), _common(manifests), asked)
    accounts = [_merged(table, body) for body in bodies]
    return Selection(tuple(accounts), sort_unique(diagnostics))


def _reach(rank: int, profile: Profile) -> Reach:
    return Reach(rank, profile, f"profile {profile.name} ({'selector' if rank == _SELECTOR else 'name'})")


def _profile_order(profile: Profile) -> tuple[str, SourceRange]:
    return profile.name, profile.source


@dataclass(frozen=True, slots=True)
class _Table:
    """What every account is merged with."""

    manifests: Manifests
    profiles: dict[str, Profile]
    diagnostics: list[Diagnostic]
    inheritance: Inheritance
    common: tuple[str, ...]
    """Stamps of the documents that have a say in every account."""
    asked: Asked
    """What selectors ask for."""


def _merged(table: _Table, body: Office | Client) -> DeclaredAccount:
    diagnostics = table.diagnostics
    reaches = _reaches(table, body)
    own = body.account.ref
    if isinstance(body, Client):
        diagnostics.extend(near_misses(body, table.asked))
    taken = _taken_away(table, body, reaches)
    itself = (*body.integrations, *(body.office_keys if isinstance(body, Office) else ()))
    declared = []
    for item, conflicts in table.inheritance.declared(reaches, itself, "office" if own.is_office else "client", taken):
        diagnostics.extend(_conflict(found, own, item.name) for found in conflicts)
        declared.append(item)
    variables, conflicts = merge(
        [
            Layer(_PROJECT, "project", table.manifests.project.vars),
            *(Layer(reach.rank, reach.name, reach.profile.vars) for reach in reaches),
            Layer(ITSELF, str(own), body.vars),
        ]
    )
    diagnostics.extend(_conflict(found, own, "vars") for found in conflicts)
    return DeclaredAccount(
        account=body.account,
        declared=tuple(declared),
        vars=variables,
        digest=_digest(table.common, body, reaches),
        profiles=tuple(GivenProfile(reach.profile.name, reach.rank == _NAME) for reach in reaches),
        source=body.source,
        generated=body.generated if isinstance(body, Client) else None,
        offboarding=body.offboarding if isinstance(body, Client) else None,
    )


def _reaches(table: _Table, body: Office | Client) -> tuple[Reach, ...]:
    """The profiles that reach an account, each once; the office's come by name only."""
    profiles = table.profiles
    found: dict[str, Reach] = {}
    for profile in profiles.values():
        is_chosen = isinstance(body, Client) and profile.selector is not None
        if is_chosen and profile.selector is not None and matches(profile.selector.items(), body.account):
            found[profile.name] = _reach(_SELECTOR, profile)
    for mention in body.profiles:
        if mention.name in profiles:
            found[mention.name] = _reach(_NAME, profiles[mention.name])
        elif not table.manifests.broken.may_be(mention.name):
            table.diagnostics.append(_unknown_profile(mention, body.account.ref, sorted(profiles)))
    return tuple(sorted(found.values(), key=lambda reach: (reach.rank, reach.profile.name)))


def _unknown_profile(mention: Mention, account: AccountRef, known: Sequence[str]) -> Diagnostic:
    from difflib import get_close_matches  # noqa: PLC0415  # only a fault needs it, and most runs have none

    close = get_close_matches(mention.name, known, n=1)
    every, every_nb = f"There are: {', '.join(known)}.", f"Det finnes: {', '.join(known)}."
    if not known:
        every = f"No profile is written yet: write one, `kind: Profile` with `name: {mention.name}`."
        every_nb = f"Ingen profil er skrevet ennå: skriv en, `kind: Profile` med `name: {mention.name}`."
    return WORDS(
        "unknown-profile",
        Place(mention.source, account=account),
        name=mention.name,
        account=account,
        meant=f"Did you mean {close[0]}?" if close else every,
        meant_nb=f"Mente du {close[0]}?" if close else every_nb,
    )


def _taken_away(table: _Table, body: Office | Client, reaches: Sequence[Reach]) -> frozenset[str]:
    """The names under `without`, after a look at whether each makes sense, as far as every profile can be read."""
    diagnostics = table.diagnostics
    inherited = {declaration.name for reach in reaches for declaration in reach.profile.integrations}
    own = {declaration.name: declaration.source for declaration in body.integrations}
    for mention in body.without:
        values = {"name": mention.name, "account": body.account.ref}
        if mention.name in own:
            place = Place(mention.source, account=body.account.ref, related=(own[mention.name],))
            diagnostics.append(WORDS("without-declared", place, **values))
        elif mention.name not in inherited and not table.manifests.broken.may_give:
            near, near_nb = did_you_mean(mention.name, inherited)
            place = Place(mention.source, account=body.account.ref)
            diagnostics.append(WORDS("without-nothing", place, **values, near=near, near_nb=near_nb))
    return frozenset(mention.name for mention in body.without)


def _conflict(found: Conflict, account: AccountRef, name: str) -> Diagnostic:
    place = Place(found.places[0] if found.places else None, account=account, related=found.places[1:])
    field = ".".join((name, *found.path))
    nb = {"first_nb": layer_in_bokmal(found.first), "second_nb": layer_in_bokmal(found.second)}
    return WORDS("profile-conflict", place, field=field, account=account, first=found.first, second=found.second, **nb)


def _common(manifests: Manifests) -> tuple[str, ...]:
    """The documents that have a say in every account."""
    office = [] if manifests.office is None else [f"Office {manifests.office.digest}"]
    own = (f"Integration {integration.digest}" for integration in manifests.integrations)
    return (f"Project {manifests.project.digest}", *office, *own)


def _digest(common: tuple[str, ...], body: Office | Client, reaches: Sequence[Reach]) -> str:
    """Of every document that had a say in the account."""
    through = (f"Profile {reach.rank} {reach.profile.digest}" for reach in reaches)
    return digest(sorted((*common, f"Account {body.digest}", *through)))


def _check_names(kind: str, named: Iterable[tuple[str, SourceRange]]) -> Iterator[Diagnostic]:
    """An error for each document that repeats a name, naming the first."""
    first: dict[str, SourceRange] = {}
    for name, source in sorted(named, key=lambda pair: (pair[0], pair[1])):
        if name in first:
            account = AccountRef.client(name) if kind == "Client" else None
            place = Place(source, account=account, related=(first[name],))
            yield WORDS("duplicate-name", place, kind=kind, name=name)
        first.setdefault(name, source)


def _check_identities(accounts: Sequence[Account]) -> Iterator[Diagnostic]:
    """One error for all accounts that are one company; two documents of one name are told by `_check_names`."""
    by_mark: dict[tuple[str, str], dict[AccountRef, Account]] = defaultdict(dict)
    for account in sorted(accounts, key=lambda it: (not it.ref.is_office, it.source is None, it.source, it.ref)):
        number, company_id = account.identity.organization_number, account.identity.company_id
        if number:
            by_mark[f"organization number {number}", f"organisasjonsnummer {number}"].setdefault(account.ref, account)
        if company_id is not None:
            by_mark[f"company id {company_id}", f"selskaps-ID {company_id}"].setdefault(account.ref, account)
    marks: dict[tuple[Account, ...], list[tuple[str, str]]] = defaultdict(list)
    for mark, sharing in by_mark.items():
        if len(sharing) > 1:
            marks[tuple(sharing.values())].append(mark)
    for (*others, last), shared in marks.items():
        related = tuple(other.source for other in others if other.source is not None)
        refs = [str(other.ref) for other in others]
        yield WORDS(
            "same-company-twice",
            Place(last.source, account=last.ref, related=related),
            account=last.ref,
            other=" and ".join(refs),
            other_nb=" og ".join(refs),
            mark=" and ".join(mark for mark, _ in shared),
            mark_nb=" og ".join(mark_nb for _, mark_nb in shared),
        )
