"""Comparing: what somebody copied from the screen, beside what was agreed to before.

Promises: a comparison judges and ends nothing; it is told before anything is agreed to. Does not: say who may agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from provisioner.model.diagnostics import Diagnostic


class Verdict(StrEnum):
    """What a text is beside those that were agreed to before."""

    SAME = "same"
    """One of them."""
    OTHER = "other"
    """None of them: it is not to be agreed to."""
    FIRST = "first"
    """None was agreed to before, so there is nothing that it must be."""
    MISSING = "missing"
    """There is no text, and something that it must be; or what was given is no text, and is not to be kept."""

    @property
    def is_about_a_text(self) -> bool:
        """Whether there was a text, beside one that it must be."""
        return self in (Verdict.SAME, Verdict.OTHER)

    @property
    def stops(self) -> bool:
        """Whether nobody may go on without saying so in so many words."""
        return self in (Verdict.OTHER, Verdict.MISSING)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing."""

    verdict: Verdict
    """In a word."""
    found: Diagnostic | None = None
    """In sentences; None where there is nothing to say."""


Compare = Callable[[str], Comparison]
"""Judges a text, for the item at hand; an empty one tells whether there is something that it must be."""
