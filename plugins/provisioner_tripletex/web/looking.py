"""What the screens tell beforehand: whether the service can be had, whose keys could be made, what would be accepted.

Promises: only looks, and accepts nothing. Does not: judge what was seen.
"""

from __future__ import annotations

from dataclasses import dataclass

from provisioner_tripletex.web import screens_keys, screens_menu
from provisioner_tripletex.web.window import PersonNotThere, Window


@dataclass(frozen=True, slots=True)
class Service:
    """«Integrasjoner» under «Mitt abonnement»."""

    active: bool
    """Whether it is active."""
    offered: bool
    """Whether it is, or there is a button to activate it."""
    status: str
    """What stands beside it."""


def service(window: Window) -> Service:
    """How it stands with «Integrasjoner». ScreenUnexpected where the subscription does not list it."""
    labels = window.labels
    active = screens_menu.has_service(window)
    row = next(row for row in window.rows(labels.service_column) if row[labels.service_column] == labels.integrations)
    beside = [cell for heading, cell in row.items() if heading != labels.service_column and cell]
    offered = window.has("button", f"{labels.activate} {labels.integrations}") or window.has("button", labels.activate)
    return Service(active, active or offered, beside[0] if beside else "")


def is_listed(window: Window, owner: screens_keys.Owner) -> bool:
    """Whether somebody with that address is under «Ansatte» or «Kontakter»."""
    try:
        screens_keys.find_person(window, owner)
    except PersonNotThere:
        return False
    return True


def agreement_shown(window: Window, title: str) -> str:
    """The digest of the text that whoever activates `title` now would accept."""
    labels = window.labels
    window.menu(labels.integrations)
    window.search(title, labels.search_integration)
    window.follow(title)
    if window.heading != title:
        raise window.unexpected(f"the integration «{title}»")
    return screens_menu.agreement_digest(window.text_under(labels.agreement))
