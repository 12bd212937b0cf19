"""What one look at an account on the screens tells, as it comes together.

Promises: what cannot be read of one part is told, and the rest is still looked at. Does not: look by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from provisioner.model.account import Account
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.resource import Live, Read
from provisioner.model.values import FrozenMap, Value, attributes
from provisioner.spi.provider import ReadRequest
from provisioner_tripletex.kinds import CONTACT, EMPLOYEE, OFFICE_KEY, USER_KEY
from provisioner_tripletex.web import screens_keys
from provisioner_tripletex.web.window import LoggedOut, ScreenUnexpected, Window
from provisioner_tripletex.words import WORDS


@dataclass(slots=True)
class Look:
    """One look at one account."""

    request: ReadRequest
    """What is asked for."""
    window: Window
    """The browser's page."""
    everybody: tuple[screens_keys.Owner, ...] = ()
    """For a look at the whole: people that are known to be there from elsewhere."""
    complete: set[str] = field(default_factory=set)
    """The kinds of which everything was listed."""
    live: list[Live] = field(default_factory=list)
    """What was seen."""
    facts: dict[str, Value] = field(default_factory=dict)
    """What else was learnt."""
    found: list[Diagnostic] = field(default_factory=list)
    """What went wrong or is worth knowing."""

    @property
    def account(self) -> Account:
        """Which account."""
        return self.request.account

    @property
    def key_kinds(self) -> frozenset[str]:
        """The kinds of keys that such an account can have."""
        return frozenset({USER_KEY, OFFICE_KEY} if self.account.ref.is_office else {USER_KEY})

    def unless_strange(self, part: Callable[[Look], None]) -> None:
        """Looks at one part; what cannot be read of it is told, and the rest is still looked at."""
        try:
            part(self)
        except LoggedOut:
            # The whole look is made once more, logged in again.
            raise
        except ScreenUnexpected as unexpected:
            self.strange(unexpected)

    def strange(self, unexpected: ScreenUnexpected) -> None:
        """Tells of a screen that is not as expected."""
        self.found.append(not_read(self.account, unexpected))

    def told(self, now: datetime) -> Read:
        """All of it."""
        return Read(
            account=self.account.ref,
            visible=True,
            complete=frozenset(self.complete),
            live=tuple(self.live),
            facts=FrozenMap(self.facts),
            diagnostics=tuple(self.found),
            at=now,
        )


def not_read(account: Account, unexpected: ScreenUnexpected) -> Diagnostic:
    """That a screen of the account is not as expected."""
    place = Place(account.source, account=account.ref)
    told = {"company": account.display_name, **unexpected.told}
    return WORDS("screens-not-read", place, **told)


def live_key(account: Account, owner: screens_keys.Owner, row: screens_keys.KeyRow, **more: object) -> Live:
    """A key that «API-tilgang» lists, with what else was read of it."""
    held: dict[str, object] = {
        "applicationName": row.application,
        "owner": owner.email,
        "keyName": row.name,
        "keyId": int(row.key_id) if row.key_id.isdigit() else None,
    }
    if not row.office:
        held["ownerKind"] = CONTACT if owner.contact else EMPLOYEE
    known = attributes(**{name: value for name, value in {**held, **more}.items() if value is not None})
    return Live(
        account.ref, OFFICE_KEY if row.office else USER_KEY, known, row.key_id, f"{row.name} ({row.application})"
    )
