"""What the provider port is asked, and answers, when accounts that are set up already are taken into manifests.

Promises: values and one pure function. Does not: write manifests (that is the house's, whoever the provider is).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from provisioner.model.account import Account
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.manifest import Declared, DeclaredAccount, Integration
from provisioner.model.resource import Read

_OPENS: Final = ("{{", "{%", "{#")


def can_be_written(text: str) -> bool:
    """Whether a text of the world can stand in a manifest as it is: none can in which a template would be seen."""
    return not any(sign in text for sign in _OPENS)


@dataclass(frozen=True, slots=True)
class DeclareRequest:
    """One account as it was read whole."""

    account: Account
    """Which."""
    read: Read
    """What was read of it, asked for with `whole`."""
    now: datetime
    """The time that may be written down."""
    declared: DeclaredAccount | None = None
    """What is declared for it already, rendered: that is left out of the answer, and its names are taken."""
    office: DeclaredAccount | None = None
    """For a client: the office with all that is declared for it, what was declared just now included."""
    office_read: Read | None = None
    """For a client: what was read of the office."""
    integrations: tuple[Integration, ...] = ()
    """The firm's own catalogue entries, those of accounts that were declared before this one included."""


@dataclass(frozen=True, slots=True)
class Declarations:
    """One account as somebody would declare it who knows no more than was read."""

    declared: tuple[Declared, ...] = ()
    """Each takes over what is there. Expanded, beside what is declared already, they hold no mistake and ask for
    nothing that was not read, but for what others of them need; that needs no declaration of its own. A value that
    was not read stands in none of them, and no text of the world becomes a template
    (`can_be_written`)."""
    integrations: tuple[Integration, ...] = ()
    """Catalogue entries that they need and that nobody has written."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is there and cannot be told apart or declared, and what of the declared could not be read. No errors: they
    stand in nobody's way."""
    whole: bool = False
    """Whether nothing is there but what is declared, now or already: then all else may be made without asking."""
