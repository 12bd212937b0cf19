"""What the screens tell beforehand: whose keys could be made, and what would be accepted.

Promises: only looks, and accepts nothing. Does not: judge what was seen.
"""

from __future__ import annotations

from provisioner_tripletex.agreements import agreement_digest
from provisioner_tripletex.web import screens_keys
from provisioner_tripletex.web.window import PersonNotThere, Window


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
        raise window.unexpected(f"the integration «{title}»", f"integrasjonen «{title}»")
    return agreement_digest(window.text_under(labels.agreement))
