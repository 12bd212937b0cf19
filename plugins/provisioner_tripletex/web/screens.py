"""What is done on the screens: one function a procedure of the public guides, by the words that stand there.

Promises: everything that can go wrong harmlessly does so before the last button; then the thing is done, or it is sure
that it is not, or OutcomeUnknown says that nobody knows. The key is read from its field into memory and nowhere else.
Does not: decide what is to be done.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from provisioner.model.errors import OutcomeUnknown
from provisioner.model.secrets import Sensitive
from provisioner_tripletex.web.window import CompanyNotThere, NoApiAccess, PersonNotThere, ScreenUnexpected, Window

PERMISSIONS: Final = ("all", "same-as-owner", "chosen")


@dataclass(frozen=True, slots=True)
class OpenCompany:
    """The company that is open."""

    name: str
    """As it stands there."""
    number: str
    """Its organisation number, digits only."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key that «API-tilgang» lists."""

    name: str
    """What it is called."""
    application: str
    """What it is for."""
    key_id: str
    """Its id, which is not the key."""
    office: bool = False
    """Whether it is the office's."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a key is."""

    email: str
    """The address by which the person is listed."""
    contact: bool = False
    """Whether it is a contact rather than an employee."""
    customer: str = ""
    """The contact's customer, where one address stands at several."""


@dataclass(frozen=True, slots=True)
class KeyWish:
    """A key to make."""

    owner: Owner
    """Whose."""
    name: str
    """What it is to be called."""
    title: str = ""
    """The integration in the list; empty: «Tilpasset oppsett»."""
    application: str = ""
    """For «Tilpasset oppsett»."""
    permissions: str = "all"
    """One of PERMISSIONS, for «Tilpasset oppsett»."""
    chosen: tuple[str, ...] = ()
    """The rights' words, where they are chosen."""
    office: bool = False
    """Whether it is the office's."""


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key that the screen showed, this once."""

    token: Sensitive | None
    """The key; None where the screen did not show it."""
    key_id: str
    """Its id; empty where that is not told."""
    incomplete: str = ""
    """What is missing of it."""


@dataclass(frozen=True, slots=True)
class Activated:
    """An integration that was activated from the menu."""

    agreement: str
    """Digest of the text that was accepted."""
    onward: Sensitive | None
    """Where its vendor's set-up goes on: it may hold a token."""
    host: str
    """The host of that address."""


def agreement_digest(text: str) -> str:
    """The digest of an agreement's text, whatever its line breaks and blanks."""
    return "sha256:" + hashlib.sha256(" ".join(text.split()).encode("utf-8")).hexdigest()


# --- companies ------------------------------------------------------------------------------------------------------


def is_logged_in(window: Window) -> bool:
    """Whether somebody is."""
    return not window.has("button", window.labels.log_in)


def log_in(window: Window, user: str, password: Sensitive) -> None:
    """With user name and password. ScreenUnexpected where that does not let in, as where a code is asked for."""
    window.fill(window.labels.user_name, user)
    window.fill(window.labels.password, password.reveal())
    window.press(window.labels.log_in)
    if not is_logged_in(window):
        raise ScreenUnexpected("to be logged in", window.problem or window.heading)


def company(window: Window) -> OpenCompany:
    """Which is open. ScreenUnexpected where the screen does not say."""
    text = window.labelled(window.labels.company)
    name, found, number = text.rpartition(window.labels.organization_number)
    if not found:
        raise window.unexpected(f"«{window.labels.company}» with {window.labels.organization_number}")
    return OpenCompany(name.rstrip(" ,"), re.sub(r"\D", "", number))


def open_company(window: Window, number: str) -> OpenCompany:
    """Opens the company with that organisation number, and looks that it is open."""
    here = company(window)
    if here.number == number:
        return here
    window.follow(window.labels.change_company)
    window.search(number)
    rows = [row for row in window.rows(window.labels.number_column) if _digits(row, window) == number]
    if not rows and window.has_columns(window.labels.number_column):
        raise CompanyNotThere(f"one company with the number {number}", window.heading)
    if len(rows) != 1:
        raise window.unexpected(f"one company with the number {number}")
    window.press(window.labels.open, row=rows[0][window.labels.number_column])
    here = company(window)
    if here.number != number:
        raise window.unexpected(f"the company {number}, not {here.number}")
    return here


def _digits(row: dict[str, str], window: Window) -> str:
    return re.sub(r"\D", "", row[window.labels.number_column])


# --- the service and the menu ---------------------------------------------------------------------------------------


def has_service(window: Window) -> bool:
    """Whether «Integrasjoner» is active. ScreenUnexpected where the subscription does not list it."""
    window.menu(window.labels.company, window.labels.subscription)
    row = _row(window, window.labels.integrations)
    if row is None:
        raise window.unexpected(f"«{window.labels.integrations}»")
    return window.labels.activated in row.values()


def activate_service(window: Window) -> None:
    """«Selskap» > «Mitt abonnement» > «Integrasjoner» > «Aktiver»; nothing where it is active."""
    if has_service(window):
        return
    window.tick(window.labels.accept_terms)
    window.press_for_good(window.labels.activate, row=window.labels.integrations)


def activations(window: Window) -> frozenset[str]:
    """The titles of what is activated from the menu."""
    window.menu(window.labels.integrations)
    return frozenset(
        title
        for row in window.rows(window.labels.integration_column)
        for title in (row[window.labels.integration_column],)
        if any(cell.startswith(window.labels.activated) for cell in row.values())
    )


def activate(window: Window, title: str, accepted: str | None) -> Activated:
    """«Integrasjoner» > search > the tile > accept > «Legg til». ScreenUnexpected where another text is to be accepted
    than the one with the digest `accepted`."""
    labels = window.labels
    window.menu(labels.integrations)
    window.search(title, labels.search_integration)
    window.follow(title)
    if window.heading != title:
        raise window.unexpected(f"the integration «{title}»")
    text = window.text_under(labels.agreement)
    digest = agreement_digest(text)
    if accepted is not None and digest != accepted:
        raise ScreenUnexpected(f"the agreement {accepted}", f"the agreement {digest}")
    window.tick(labels.accept_agreement)
    window.press_for_good(labels.add)
    onward = window.onward()
    return Activated(digest, Sensitive(onward) if onward else None, urlsplit(onward).hostname or "" if onward else "")


def deactivate(window: Window, title: str) -> bool:
    """«Deaktiver»; False where it was not active."""
    window.menu(window.labels.integrations)
    if _row(window, title) is None or not window.has("button", f"{window.labels.deactivate} {title}"):
        return False
    window.press_for_good(window.labels.deactivate, row=title)
    return True


def _row(window: Window, first: str) -> dict[str, str] | None:
    for headings in ((window.labels.service_column,), (window.labels.integration_column,)):
        for row in window.rows(*headings):
            if row[headings[0]] == first:
                return row
    return None


# --- keys -----------------------------------------------------------------------------------------------------------


def open_api_access(window: Window, owner: Owner) -> None:
    """«Ansatte» or «Kontakter» > the person > «API-tilgang». PersonNotThere, NoApiAccess."""
    row, labels = find_person(window, owner), window.labels
    name = row[labels.name_column]
    # Two contacts may have one name, too: then the row is told by its customer.
    by_customer = owner.contact and row.get(labels.customer) == owner.customer
    window.follow(name, row=owner.customer if by_customer else None)
    try:
        window.follow(labels.api_access)
    except ScreenUnexpected as unexpected:
        if window.heading == name:
            raise NoApiAccess(unexpected.wanted, unexpected.seen) from None
        raise


def find_person(window: Window, owner: Owner) -> dict[str, str]:
    """Their row under «Ansatte» or «Kontakter», by the address. PersonNotThere where nobody has it."""
    labels = window.labels
    window.menu(*((labels.customer, labels.contacts) if owner.contact else (labels.company, labels.employees)))
    window.search(owner.email)
    rows = [row for row in window.rows(labels.name_column) if owner.email.lower() in _lower(row)]
    if len(rows) > 1 and owner.customer:
        rows = [row for row in rows if row.get(labels.customer, "").lower() == owner.customer.lower()]
    if not rows and window.has_columns(labels.name_column, labels.email_column):
        raise PersonNotThere(f"a person with the address {owner.email}", window.heading)
    if len(rows) != 1:
        raise window.unexpected(f"one person with the address {owner.email}, not {len(rows)}")
    return rows[0]


def _lower(row: dict[str, str]) -> set[str]:
    return {cell.lower() for cell in row.values()}


def keys(window: Window, owner: Owner) -> tuple[KeyRow, ...]:
    """What «API-tilgang» lists of a person, the oldest first."""
    labels = window.labels
    open_api_access(window, owner)
    rows = window.rows(labels.name_column, labels.application_column, labels.user_key_id)
    return tuple(
        KeyRow(
            row[labels.name_column],
            row[labels.application_column],
            row[labels.user_key_id],
            any(labels.office_key in cell for cell in row.values()),
        )
        for row in rows
    )


def create_key(window: Window, wish: KeyWish) -> MadeKey:
    """«Ny nøkkel» to «Opprett nøkkel», and the key read from its field."""
    labels = window.labels
    open_api_access(window, wish.owner)
    window.follow(labels.new_key)
    afterwards = False
    if wish.title:
        window.search(wish.title, labels.search_integration)
        window.tick(wish.title)
    else:
        afterwards = _custom(window, wish)
    window.fill(labels.key_name, wish.name)
    if wish.office:
        window.tick(labels.office_key)
    window.press_for_good(labels.create_key)
    made = _shown(window)
    return _tick_afterwards(window, made, wish.chosen) if afterwards else made


def _custom(window: Window, wish: KeyWish) -> bool:
    """«Tilpasset oppsett»; whether the rights must be ticked once the key is there."""
    labels = window.labels
    window.tick(labels.custom_setup)
    window.fill(labels.application_name, wish.application)
    window.tick(
        dict(zip(PERMISSIONS, (labels.all_rights, labels.owners_rights, labels.chosen_rights), strict=True))[
            wish.permissions
        ]
    )
    if wish.permissions != "chosen":
        return False
    if not window.has_text(labels.choose_rights):
        return True
    window.unfold(labels.choose_rights)
    for right in wish.chosen:
        window.tick(right)
    return False


def _shown(window: Window) -> MadeKey:
    """The key, read from its field. OutcomeUnknown where the screen shows neither key nor id: it may be there or not.

    Where it is shown nothing may raise any more, for what was shown would be lost.
    """
    labels = window.labels
    token, key_id = window.value_or_none(labels.user_key), window.value_or_none(labels.user_key_id)
    if token is None and key_id is None:
        raise OutcomeUnknown(
            f"«{labels.create_key}» was pressed, and the screen after it shows no key.",
            hint="Look in Tripletex, then `provisioner recover`.",
        )
    shown = Sensitive(token) if token else None
    return MadeKey(shown, key_id or "", "" if shown is not None else "The screen did not show the key.")


def _tick_afterwards(window: Window, made: MadeKey, chosen: Sequence[str]) -> MadeKey:
    try:
        window.follow(window.labels.close)
        window.follow(window.labels.rights, row=made.key_id)
        for right in chosen:
            window.tick(right)
        window.press_for_good(window.labels.save)
    except Exception as error:  # noqa: BLE001  # the key is in hand: whatever fails now, it must be kept
        return MadeKey(made.token, made.key_id, f"Its rights were not ticked ({type(error).__name__}).")
    return made


def delete_key(window: Window, row: KeyRow) -> None:
    """«Slett», on the list that is open; confirmed where the screen asks."""
    window.press_for_good(window.labels.delete, row=row.key_id)
    if window.heading.startswith(window.labels.delete):
        window.press_for_good(window.labels.delete)


# --- office keys at clients -----------------------------------------------------------------------------------------


def accesses(window: Window) -> tuple[dict[str, str], ...]:
    """What «Tilganger» lists."""
    window.menu(window.labels.client, window.labels.accesses)
    return tuple(window.rows(window.labels.client, window.labels.api_key))


def attach(window: Window, key: str, template: str, numbers: Sequence[str]) -> None:
    """«Legg til API-nøkkel» > the key, the newest of its name > «Tilgangsmal» > tick > «Lagre endringer»."""
    labels = window.labels
    window.menu(labels.client, labels.accesses)
    window.follow(labels.add_api_key)
    offered = window.options(labels.api_key)
    fitting = [at for at, words in enumerate(offered) if key in (words, words.rpartition(" (")[0])]
    if not fitting:
        raise window.unexpected(f"the key «{key}»")
    window.choose(labels.api_key, fitting[-1])
    templates = window.options(labels.access_template)
    if template not in templates:
        raise window.unexpected(f"«{template}»")
    window.choose(labels.access_template, templates.index(template))
    for number in numbers:
        window.tick_with(number)
    window.press_for_good(labels.save)


def detach(window: Window, key: str, number: str) -> bool:
    """«Fjern tilgang»; False where there was none."""
    rows = [row for row in accesses(window) if _is_access(row, key, number)]
    if not rows:
        return False
    window.tick_row(number, key)
    window.press_for_good(window.labels.remove_access)
    return True


def _is_access(row: dict[str, str], key: str, number: str) -> bool:
    return number in numbers(row) and key in row.values()


def numbers(row: dict[str, str]) -> frozenset[str]:
    """The organisation numbers that a row can be about."""
    return frozenset("".join(cell.split()) for cell in row.values())
