"""All that stands on the screens of an account, whoever wants it; and which companies there are.

Promises: only looks. The keys of everybody under «Ansatte» and «Kontakter», and of those who are known from elsewhere;
a kind of which anything could not be listed is not complete. Does not: compare, decide, or take a list on a screen for
longer than it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Place
from provisioner.model.errors import ProviderFailed
from provisioner.model.resource import Live
from provisioner.model.values import FrozenMap, attributes
from provisioner.spi.provider import AccountListing
from provisioner_tripletex.kinds import ACCESS, CLIENT_TEMPLATES, TEMPLATE_WORDS
from provisioner_tripletex.reading import guessed_name
from provisioner_tripletex.seen import MAY_MAKE_KEYS
from provisioner_tripletex.web import screens, screens_access, screens_keys
from provisioner_tripletex.web.look import Look, live_key
from provisioner_tripletex.web.session import Session
from provisioner_tripletex.web.window import LoggedOut, NoApiAccess, PersonNotThere, ScreenUnexpected, Window
from provisioner_tripletex.words import WORDS

_TEMPLATES: Final = FrozenMap(
    {**{name: name for name in CLIENT_TEMPLATES}, **{v: k for k, v in TEMPLATE_WORDS.items()}}
)
"""A template's own name by what the screen calls it."""


def companies(session: Session) -> AccountListing:
    """The companies that whoever is logged in may open. Whether the list on the screen goes on nobody can tell."""

    def listed(window: Window) -> list[tuple[str, str]]:
        labels = window.labels
        window.follow(labels.change_company)
        window.arrived(labels.change_company)
        rows = window.rows(labels.name_column, labels.number_column)
        return [(row[labels.name_column], "".join(row[labels.number_column].split())) for row in rows]

    try:
        found = session.do(listed)
    except ScreenUnexpected as unexpected:
        raise ProviderFailed.of(WORDS("companies-unread", seen=unexpected.seen, seen_nb=unexpected.seen_nb)) from None
    return AccountListing(
        tuple(
            Account(AccountRef.client(guessed_name(name, number)), name, Identity(organization_number=number or None))
            for name, number in found
        )
    )


def keys(look: Look) -> None:
    """The keys of everybody."""
    shown = set(people(look))
    seen = {(one.email, one.contact) for one in shown}
    more = {one for one in look.everybody if (one.email, one.contact) not in seen}
    owners = sorted(shown | more, key=lambda one: (one.contact, one.email, one.customer))
    complete = all(owner.email for owner in owners)
    for owner in owners:
        if not owner.email:
            continue  # a key is told by its owner's address: of who has none nothing can be declared
        try:
            look.live += _keys_of(look, owner)
        except PersonNotThere:
            continue
        except NoApiAccess:
            look.facts[MAY_MAKE_KEYS] = False
            place = Place(look.account.source, account=look.account.ref)
            look.found.append(WORDS("no-api-access", place, company=look.account.display_name))
            return
        except LoggedOut:
            raise
        except ScreenUnexpected as unexpected:
            look.strange(unexpected)
            complete = False
    if not complete and not look.found:
        place = Place(look.account.source, account=look.account.ref)
        look.found.append(WORDS("people-nameless", place, company=look.account.display_name))
    if complete:
        look.complete |= look.key_kinds


def people(look: Look) -> Iterator[screens_keys.Owner]:
    """Everybody under «Ansatte» and under «Kontakter»; whoever has no address comes without."""
    labels = look.window.labels
    for contact, menu in ((False, (labels.company, labels.employees)), (True, (labels.customer, labels.contacts))):
        look.window.menu(*menu)
        look.window.arrived(menu[-1])
        for row in look.window.rows(labels.name_column, labels.email_column):
            customer = row.get(labels.customer, "") if contact else ""
            yield screens_keys.Owner(row[labels.email_column].lower(), contact, customer)


def _keys_of(look: Look, owner: screens_keys.Owner) -> Iterator[Live]:
    window = look.window
    rows = screens_keys.keys(window, owner)
    chosen = [row for row in rows if window.has(role="link", name=window.labels.rights, row=row.key_id)]
    of = owner.customer or None
    for row in rows:
        rights = _rights(window, owner, row) if row in chosen else None
        yield live_key(look.account, owner, row, permissions=rights, ownerOf=None if row.office else of)


def _rights(window: Window, owner: screens_keys.Owner, row: screens_keys.KeyRow) -> tuple[str, ...]:
    """What is ticked of a key whose rights were chosen one by one."""
    screens_keys.open_api_access(window, owner)
    window.follow(window.labels.rights, row=row.key_id)
    window.arrived(row.name)
    return tuple(sorted(window.ticked()))


def accesses(look: Look, office: str) -> None:
    """Every key of the office's that the client is entered through, by what the key is called."""
    labels, number = look.window.labels, look.account.identity.organization_number
    screens.open_company(look.window, office)
    rows = screens_access.accesses(look.window)
    for row in rows:
        if number not in screens_access.numbers(row):
            continue
        key, template = row[labels.api_key], _TEMPLATES.get(row.get(labels.access_template, ""))
        held = {"keyName": key, "access": template} if template else {"keyName": key}
        label = f"{key}: {row.get(labels.access_template, '')}".rstrip(": ")
        look.live.append(Live(look.account.ref, ACCESS, attributes(**held), label=label))
    look.complete.add(ACCESS)
