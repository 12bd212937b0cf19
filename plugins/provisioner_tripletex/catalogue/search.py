"""Finding an entry by what a person remembers of it.

Promises: results are the same for the same catalogue and text, best first. Capitals, accents and the Norwegian
letters do not matter («gronnjobb» finds GrønnJobb). Does not: decide anything by a guess; a suggestion is only ever
shown to a person.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

from provisioner_tripletex.catalogue.categories import category_words
from provisioner_tripletex.catalogue.facts import IntegrationFacts

_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ð": "d", "þ": "th", "ß": "ss"})
_NEAR: Final = 0.6
_MOST: Final = 3


def plain(text: str) -> str:
    """`text` in small letters, without accents, every other sign a blank; the form in which texts are compared."""
    # Folded twice: a letter in a fancy form is a capital only once it is taken apart, and small ones come apart too.
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).casefold()
    letters = (sign for sign in lowered.translate(_LETTERS) if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in letters).split())


def tight(text: str) -> str:
    """`text` as `plain`, without the blanks too."""
    return plain(text).replace(" ", "")


def search(entries: Iterable[IntegrationFacts], text: str) -> tuple[IntegrationFacts, ...]:
    """The entries in which every word of `text` is found; all of them for an empty text."""
    words = plain(text).split()
    found = [(rank, entry.name, entry) for entry in entries if (rank := _rank(entry, words)) is not None]
    return tuple(entry for _, _, entry in sorted(found, key=lambda row: row[:2]))


def suggest(entries: Iterable[IntegrationFacts], text: str) -> tuple[IntegrationFacts, ...]:
    """Up to three entries that somebody who wrote `text` may have meant."""
    wanted = tight(text)
    if not wanted:
        return ()
    scored = [(_likeness(entry, wanted), entry) for entry in entries]
    near = sorted((-score, entry.name, entry) for score, entry in scored if score >= _NEAR)
    exact = [entry for score, _, entry in near if score == -1.0]
    return tuple(exact or [entry for _, _, entry in near])[:_MOST]


def _names(entry: IntegrationFacts) -> tuple[str, ...]:
    return tuple(name for name in (entry.name, *entry.aliases, entry.title, entry.application_name) if name)


def _rank(entry: IntegrationFacts, words: list[str]) -> int | None:
    """0 is best; `None` where a word is found nowhere."""
    names = [plain(name) for name in _names(entry)]
    whole = " ".join(words)
    if whole in names or tight(whole) in (tight(name) for name in names):
        return 0
    if all(any(part.startswith(word) for name in names for part in name.split()) for word in words):
        return 1
    if all(any(word in name for name in names) for word in words):
        return 2
    more = [*names, plain(entry.vendor or ""), *(plain(word) for word in category_words(entry.categories))]
    if all(any(word in name for name in more) for word in words):
        return 3
    return None


def _likeness(entry: IntegrationFacts, wanted: str) -> float:
    """1 for the same name but for capitals and signs; less for one that is near it."""
    best = 0.0
    for name in _names(entry):
        candidate = tight(name)
        if candidate == wanted:
            return 1.0
        score = SequenceMatcher(None, candidate, wanted).ratio()
        if len(wanted) >= 3 and (candidate.startswith(wanted) or wanted.startswith(candidate)):
            score = max(score, 0.9)
        best = max(best, score)
    return best
