"""Who is logged in, and which company is open, by the words that stand there.

Promises: a company counts as open only once the screen says its number. Does not: do anything within a company.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from provisioner.model.secrets import Sensitive
from provisioner_tripletex.web.window import CompanyNotThere, ScreenUnexpected, Window


@dataclass(frozen=True, slots=True)
class OpenCompany:
    """The company that is open."""

    name: str
    """As it stands there."""
    number: str
    """Its organisation number, digits only."""


def is_logged_in(window: Window) -> bool:
    """Whether somebody is."""
    return not window.has("button", window.labels.log_in)


def log_in(window: Window, user: str, password: Sensitive) -> None:
    """With user name and password. ScreenUnexpected where that does not let in, as where a code is asked for."""
    window.fill(window.labels.user_name, user)
    window.fill(window.labels.password, password.reveal())
    window.press(window.labels.log_in)
    if not is_logged_in(window):
        raise ScreenUnexpected(("to be logged in", "å være innlogget"), window.problem or window.heading)


def company(window: Window) -> OpenCompany:
    """Which is open. ScreenUnexpected where the screen does not say."""
    text = window.labelled(window.labels.company)
    name, found, number = text.rpartition(window.labels.organization_number)
    if not found:
        raise window.unexpected(
            f"«{window.labels.company}» with {window.labels.organization_number}",
            f"«{window.labels.company}» med {window.labels.organization_number}",
        )
    return OpenCompany(name.rstrip(" ,"), re.sub(r"\D", "", number))


def open_company(window: Window, number: str) -> OpenCompany:
    """Opens the company with that organisation number, and looks that it is open."""
    here = company(window)
    if here.number == number:
        return here
    window.follow(window.labels.change_company)
    window.search(number)
    window.arrived(window.labels.change_company)
    rows = [row for row in window.rows(window.labels.number_column) if _digits(row, window) == number]
    if not rows:
        raise CompanyNotThere(f"one company with the number {number}", window.heading)
    if len(rows) != 1:
        raise window.unexpected(f"one company with the number {number}", f"ett selskap med nummeret {number}")
    window.press(window.labels.open, row=rows[0][window.labels.number_column])
    here = company(window)
    if here.number != number:
        raise window.unexpected(f"the company {number}, not {here.number}", f"selskapet {number}, ikke {here.number}")
    return here


def _digits(row: dict[str, str], window: Window) -> str:
    return re.sub(r"\D", "", row[window.labels.number_column])
