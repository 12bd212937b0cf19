"""One account's round of checks: what they are made with, and how each ends.

Promises: a check that could not be made says why, and is never passed. Does not: check anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from provisioner.model.account import Account
from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.plan import Change, Check, CheckStatus
from provisioner.model.resource import Read
from provisioner.model.values import Value
from provisioner.spi.provider import PreflightRequest
from provisioner_tripletex.agreements import Agreements
from provisioner_tripletex.catalogue import Catalogue
from provisioner_tripletex.entitlements import Entitlements
from provisioner_tripletex.online import Online
from provisioner_tripletex.words import WORDS


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What checks are made against."""

    catalogue: Catalogue
    """What products need."""
    entitlements: Entitlements
    """Names of rights."""
    agreements: Agreements = field(default_factory=Agreements)
    """Texts that were accepted before."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What of Tripletex can be looked at in this run."""

    online: Online | None = None
    """The API, where the project uses it."""
    screens: bool = False
    """Whether the browser read the account."""


@dataclass(frozen=True, slots=True)
class Round:
    """The checks of one account."""

    sight: Sight
    """What can be looked at."""
    request: PreflightRequest
    """What would be changed, and what was read."""
    knowledge: Knowledge
    """What it is checked against."""

    @property
    def account(self) -> Account:
        """Which."""
        return self.request.account

    @property
    def read(self) -> Read | None:
        """What was read of it."""
        return self.request.read

    def fact(self, name: str) -> Value:
        """What was learnt under that name; None where nothing was."""
        return self.read.facts.get(name) if self.read is not None else None

    def lists(self, kind: str) -> bool:
        """Whether everything of that kind was listed."""
        return self.read is not None and kind in self.read.complete

    def passed(self, code: str, address: Address | None = None) -> Check:
        """It was made, and all is well."""
        return Check(code, CheckStatus.PASSED, self.account.ref, address)

    def failed(self, code: str, finding: Diagnostic, address: Address | None = None) -> Check:
        """It was made, and something is wrong."""
        return Check(code, CheckStatus.FAILED, self.account.ref, address, finding)

    def not_known(self, code: str, finding: Diagnostic, address: Address | None = None) -> Check:
        """It could not be made, for what `finding` says."""
        return Check(code, CheckStatus.NOT_CHECKABLE, self.account.ref, address, finding)

    def unmade(self, code: str, word: str, change: Change | None = None, **values: object) -> Check:
        """The same, worded."""
        address = change.address if change is not None else None
        place = Place(address=address, account=self.account.ref)
        return self.not_known(code, WORDS(word, place, company=self.account.display_name, **values), address)
