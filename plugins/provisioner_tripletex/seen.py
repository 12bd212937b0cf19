"""Names of the facts that a look at an account tells, for whoever checks with them.

Promises: constants and pure helpers. Does not: look (web/reading.py) or judge (preflight.py).
"""

from __future__ import annotations

from typing import Final

from provisioner.model.resource import Read

COMPANY: Final = "companyName"
"""What the company is called where it was entered."""
SERVICE: Final = "service"
"""How it stands with «Integrasjoner»: one of the next three."""
ACTIVE: Final = "active"
OFFERED: Final = "offered"
NOT_OFFERED: Final = "not-offered"
STATUS: Final = "serviceStatus"
"""What stands beside it."""
AGREEMENTS: Final = "agreements"
"""By title, the digest of the text that would be accepted now."""
MAY_MAKE_KEYS: Final = "mayMakeKeys"
"""Whether whoever is logged in sees the tab «API-tilgang»."""
PEOPLE: Final = "people"
"""Of those whose keys are wanted or ours, who is there, as `marked`."""
NOT_THERE: Final = "peopleNotThere"
"""And who is not."""
EVERYBODY: Final = "everybody"
"""Of a look at the whole by API: everybody who can own a key, as `marked`."""
HIDDEN: Final = "hiddenUsers"
"""The employee ids of the hidden users behind keys."""
OWN_KEYS: Final = "ownKeys"
"""Of the office: the ids of the keys that this program itself calls with."""
OWN_USER: Final = "ownUser"
"""Of the office: the hidden user behind the one that it calls the office with."""

AT_CLIENT: Final = "rightsAtClient"
"""By how accesses name the making of an office key, the entitlement ids that its hidden user has at the client."""


def marked(email: str, contact: bool) -> str:
    """A person among employees and contacts."""
    return f"{'contact' if contact else 'employee'}:{email.lower()}"


def is_there(read: Read | None, email: object, contact: bool) -> bool | None:
    """Whether the person was seen; None where nobody looked."""
    if read is None or not isinstance(email, str):
        return None
    who = marked(email, contact)
    for name, answer in ((PEOPLE, True), (NOT_THERE, False)):
        held = read.facts.get(name)
        if isinstance(held, tuple) and who in held:
            return answer
    return None
