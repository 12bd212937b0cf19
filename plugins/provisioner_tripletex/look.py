"""Where a person looks whether a thing is there, kind by kind.

Promises: each path starts where the thing stands: what a client has in the client's own account, which clients the
office's keys enter in the office's. The same thing of many clients reads the same, so that one list does for all.
Pure. Does not: ask, or record what was seen.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.account import Account
from provisioner.model.resource import Desired
from provisioner.model.work import WorkItem, WorkStep
from provisioner_tripletex.catalogue import Catalogue
from provisioner_tripletex.kinds import ACCESS, CONTACT, KEYS, MENU, MODULE, OFFICE_KEY, USER_KEY, spaced
from provisioner_tripletex.words import screen_words

LOOK: Final = "look"
_AT_THE_OFFICE: Final = (ACCESS, OFFICE_KEY)
_PATHS: Final = {
    MODULE: ("look-client", "open-subscription", "look-module"),
    MENU: ("look-client", "open-menu", "look-menu"),
    USER_KEY: ("look-client", "look-person", "look-key"),
    OFFICE_KEY: ("look-office", "look-person", "look-office-key"),
    ACCESS: ("look-office", "open-accesses", "look-access"),
}


def look_item(account: Account, desired: Desired, catalogue: Catalogue, language: str) -> WorkItem:
    """What to look for, and where."""
    words, kind = screen_words(language), desired.address.kind
    facts = catalogue.find(desired.integration or "")

    def text(name: str) -> str:
        value = desired.attributes.get(name)
        return value if isinstance(value, str) else ""

    title = text("title") or (facts.title if facts is not None else desired.address.name)
    application = text("applicationName") or (facts.application_name if facts is not None else None) or title
    values = {"title": title, "application": application}
    codes: tuple[str, ...] = _PATHS.get(kind, ())
    if kind in KEYS and text("ownerKind") == CONTACT:
        codes = tuple("look-contact" if code == "look-person" else code for code in codes)
    number = spaced(account.identity.organization_number) or "–"
    line = words["client-together"].format(company=account.display_name, number=number)
    owner = f", {text('owner')}" if kind in KEYS and text("owner") else ""
    heading = words.get(f"{kind}.look", "{title}")
    return WorkItem(
        id=str(desired.address),
        address=desired.address,
        action=LOOK,
        title=heading.format_map(values),
        account_name=words["office-account"] if kind in _AT_THE_OFFICE else account.display_name,
        steps=tuple(WorkStep(words[code].format_map(values)) for code in codes),
        group=f"{LOOK}/{kind}/{desired.address.name}",
        group_title=heading.format_map(values),
        group_line=f"{line}{owner}",
        group_account=words["office-account"] if kind in _AT_THE_OFFICE else words["clients-below"],
    )
