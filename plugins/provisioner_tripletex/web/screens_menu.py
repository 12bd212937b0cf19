"""The service «Integrasjoner», and what is activated from the menu it brings, by the words that stand there.

Promises: everything that can go wrong harmlessly does so before the last button; then the thing is done, or it is sure
that it is not, or OutcomeUnknown says that nobody knows. Does not: decide what is to be done.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from provisioner.model.secrets import Sensitive
from provisioner_tripletex.web.window import ScreenUnexpected, Window


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
