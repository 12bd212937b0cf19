"""The words of the reports, one module per language.

Promises: every language has the same keys with the same placeholders (a test holds it); an unknown language reads
as English. Does not: hold the lines that other programs parse; those are English everywhere (plain.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from provisioner.model.diagnostics import BOKMAL, ENGLISH


@dataclass(frozen=True, slots=True)
class Words:
    """One language's table."""

    language: str
    """Its code."""
    table: Mapping[str, str]
    """Texts by key, with `{placeholders}`; where there is a `|` the part before it is for one, the other for more."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The text under `key`, filled."""
        text = self.table[key]
        return text.format_map(values) if values else text

    def count(self, key: str, number: int, /, **values: object) -> str:
        """The text under `key` for that many, filled; the number itself is `{n}`."""
        one, _, more = self.table[key].partition("|")
        return (one if number == 1 or not more else more).format_map({"n": f"{number:,}".replace(",", " "), **values})


def words(language: str) -> Words:
    """The table of `language`; English where there is none."""
    if language == BOKMAL:
        from provisioner.reports.words import nb  # noqa: PLC0415  # only the language that is spoken is loaded

        return Words(BOKMAL, nb.TABLE)
    from provisioner.reports.words import en  # noqa: PLC0415  # as above

    return Words(ENGLISH, en.TABLE)
