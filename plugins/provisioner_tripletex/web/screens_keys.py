"""Keys on the screens: whose, which, made and ended, by the words that stand there.

Promises: everything that can go wrong harmlessly does so before the last button; then the thing is done, or it is sure
that it is not, or OutcomeUnknown says that nobody knows. The key is read from its field into memory and nowhere else.
Does not: decide what is to be done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from provisioner.model.errors import OutcomeUnknown
from provisioner.model.secrets import Sensitive
from provisioner_tripletex.web.window import NoApiAccess, PersonNotThere, ScreenUnexpected, Window, looking_back
from provisioner_tripletex.words import WORDS

PERMISSIONS: Final = ("all", "same-as-owner", "chosen")


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


def open_api_access(window: Window, owner: Owner) -> None:
    """«Ansatte» or «Kontakter» > the person > «API-tilgang», and that it is theirs. PersonNotThere, NoApiAccess."""
    row, labels = find_person(window, owner), window.labels
    name = row[labels.name_column]
    # Two contacts may have one name, too: then the row is told by its customer.
    by_customer = owner.contact and row.get(labels.customer) == owner.customer
    window.follow(name, row=owner.customer if by_customer else None)
    try:
        window.follow(labels.api_access)
    except ScreenUnexpected as unexpected:
        if window.heading == name:
            raise NoApiAccess(*unexpected.pairs) from None
        raise
    window.arrived(name, labels.api_access)


def find_person(window: Window, owner: Owner) -> dict[str, str]:
    """Their row under «Ansatte» or «Kontakter», by the address. PersonNotThere where nobody has it."""
    labels = window.labels
    menu = (labels.customer, labels.contacts) if owner.contact else (labels.company, labels.employees)
    window.menu(*menu)
    window.search(owner.email)
    window.arrived(menu[-1])
    listed = window.rows(labels.name_column, labels.email_column)
    rows = [row for row in listed if owner.email.lower() == row[labels.email_column].lower()]
    if len(rows) > 1 and owner.customer:
        rows = [row for row in rows if row.get(labels.customer, "").lower() == owner.customer.lower()]
    if not rows:
        raise PersonNotThere(f"a person with the address {owner.email}", window.heading)
    if len(rows) != 1:
        raise window.unexpected(
            f"one person with the address {owner.email}, not {len(rows)}",
            f"én person med adressen {owner.email}, ikke {len(rows)}",
        )
    return rows[0]


def keys(window: Window, owner: Owner) -> tuple[KeyRow, ...]:
    """What «API-tilgang» lists of a person, the oldest first. ScreenUnexpected where that is not what stands there."""
    labels = window.labels
    open_api_access(window, owner)
    rows = window.rows(labels.name_column, labels.application_column, labels.user_key_id)
    if not all(row[labels.user_key_id] for row in rows):
        raise window.unexpected(f"«{labels.user_key_id}» of every key", f"«{labels.user_key_id}» for hver nøkkel")
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
        raise OutcomeUnknown.of(WORDS("pressed-no-key", button=labels.create_key))
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


def delete_key(window: Window, owner: Owner, row: KeyRow) -> None:
    """«Slett», on the list that is open, confirmed where the screen asks; and that the list no longer has the key."""
    window.press_for_good(window.labels.delete, row=row.key_id)
    if window.heading.startswith(window.labels.delete):
        window.press_for_good(window.labels.delete)
    asked = window.heading
    with looking_back(window.labels.delete):
        left = keys(window, owner)
    if any(each.key_id == row.key_id for each in left):
        key, pressed = f"«{row.name}» ({row.key_id})", window.labels.delete
        raise ScreenUnexpected((f"{key} to be gone after «{pressed}»", f"at {key} var borte etter «{pressed}»"), asked)
