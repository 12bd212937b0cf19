"""The service «Integrasjoner», and what is activated from the menu it brings, by the words that stand there.

Promises: everything that can go wrong harmlessly does so before the last button; then the thing is done, or it is sure
that it is not, or OutcomeUnknown says that nobody knows. Does not: decide what is to be done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from provisioner.model.secrets import Sensitive
from provisioner_tripletex.agreements import agreement_digest
from provisioner_tripletex.web.window import ScreenUnexpected, Window, looking_back


@dataclass(frozen=True, slots=True)
class Service:
    """«Integrasjoner» under «Mitt abonnement»."""

    active: bool
    """Whether it is active."""
    offered: bool
    """Whether it is, or can be activated."""
    status: str
    """What stands beside it."""


@dataclass(frozen=True, slots=True)
class Activated:
    """An integration that was activated from the menu."""

    agreement: str
    """Digest of the text that was accepted."""
    onward: Sensitive | None
    """Where its vendor's set-up goes on: it may hold a token."""
    host: str
    """The host of that address."""


class AgreementChanged(Exception):
    """Another text is to be accepted than was; nothing was pressed."""

    def __init__(self, digest: str) -> None:
        super().__init__(digest)
        self.digest = digest
        """Of the text that stands there."""


def service(window: Window) -> Service:
    """How it stands with «Integrasjoner». ScreenUnexpected where the subscription does not say it in words we know."""
    labels = window.labels
    window.menu(labels.company, labels.subscription)
    window.arrived(labels.subscription)
    row = next(
        (row for row in window.rows(labels.service_column) if row[labels.service_column] == labels.integrations), None
    )
    if row is None:
        raise window.unexpected(f"«{labels.integrations}»")
    beside = [cell for heading, cell in row.items() if heading != labels.service_column and cell]
    active = labels.activated in beside
    offered = labels.not_activated in beside or window.has("button", labels.activate, row=labels.integrations)
    withheld = any(cell.startswith(labels.not_available) for cell in beside)
    if (active, offered, withheld).count(True) != 1:
        # That «Aktivert» does not stand there is no sign that it is not active: the word may have changed.
        wanted, wanted_nb = (
            f"«{labels.activated}» {either} «{labels.not_activated}» {beside_} «{labels.integrations}»"
            for either, beside_ in (("or", "beside"), ("eller", "ved siden av"))
        )
        raise ScreenUnexpected((wanted, wanted_nb), " | ".join(beside) or window.heading)
    return Service(active, active or offered, beside[0] if beside else "")


def activate_service(window: Window) -> None:
    """«Selskap» > «Mitt abonnement» > «Integrasjoner» > «Aktiver»; nothing where it is active."""
    if service(window).active:
        return
    window.tick(window.labels.accept_terms)
    window.press_for_good(window.labels.activate, row=window.labels.integrations)
    with looking_back(window.labels.activate):
        if not service(window).active:
            raise ScreenUnexpected(f"«{window.labels.activated}»", window.heading)


def activations(window: Window) -> Mapping[str, bool | None]:
    """By the title of everything the menu lists, whether it is active; None where its row says neither."""
    labels = window.labels
    window.menu(labels.integrations)
    window.arrived(labels.integrations)
    found: dict[str, bool | None] = {}
    for row in window.rows(labels.integration_column):
        # «Aktivert» may have its button beside it on the line; «Aktiver» begins the same, and must stand alone.
        lines = [line.strip() for cell in row.values() for line in cell.splitlines()]
        active = any(line == labels.activated or line.startswith(f"{labels.activated} ") for line in lines)
        offered = labels.activate in lines
        found[row[labels.integration_column]] = active if active is not offered else None
    return found


def is_active(window: Window, title: str) -> bool:
    """Whether an integration is activated. ScreenUnexpected where the menu does not list it or its row does not say."""
    return told(window, activations(window), title)


def told(window: Window, found: Mapping[str, bool | None], title: str) -> bool:
    """What `activations` found of one title. ScreenUnexpected where that is nothing."""
    active = found.get(title)
    if active is None:
        labels = window.labels
        wanted, wanted_nb = (
            f"«{labels.activated}» {either} «{labels.activate}» {beside} «{title}»"
            for either, beside in (("or", "beside"), ("eller", "ved siden av"))
        )
        missing = (f"«{title}» is not in the list", f"«{title}» er ikke i listen")
        raise ScreenUnexpected((wanted, wanted_nb), ("neither", "ingen av delene") if title in found else missing)
    return active


def activate(window: Window, title: str, accepted: frozenset[str]) -> Activated:
    """«Integrasjoner» > search > the tile > accept > «Legg til». AgreementChanged where another text is to be accepted
    than those with these digests; none: there is no rule. That it is active then is for the caller to look."""
    labels = window.labels
    window.menu(labels.integrations)
    window.search(title, labels.search_integration)
    window.follow(title)
    if window.heading != title:
        raise window.unexpected(f"the integration «{title}»", f"integrasjonen «{title}»")
    text = window.text_under(labels.agreement)
    digest = agreement_digest(text)
    if accepted and digest not in accepted:
        raise AgreementChanged(digest)
    window.tick(labels.accept_agreement)
    window.press_for_good(labels.add, leads_away=True)
    onward = window.onward()
    return Activated(digest, Sensitive(onward) if onward else None, urlsplit(onward).hostname or "" if onward else "")


def deactivate(window: Window, title: str) -> None:
    """«Deaktiver», and that the menu then says so; nothing where it says beforehand that it is not active."""
    labels = window.labels
    if not is_active(window, title):
        return
    window.press_for_good(labels.deactivate, row=title)
    with looking_back(labels.deactivate):
        active = is_active(window, title)
    if active:
        pressed = labels.deactivate
        wanted = (f"«{title}» to be inactive after «{pressed}»", f"at «{title}» ikke var aktiv etter «{pressed}»")
        raise ScreenUnexpected(wanted, f"«{labels.activated}»")
