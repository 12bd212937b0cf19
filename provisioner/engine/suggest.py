"""Did you mean?

Promises: at most one suggestion, and none where nothing is near. Does not: decide that something is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_SHORTEST: Final = 4
"""Of shorter words many a one is one letter away from another."""


def closest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that `word` was most likely meant to be."""
    from difflib import get_close_matches  # noqa: PLC0415  # only a fault needs it, and most runs have none

    known = {choice.casefold(): choice for choice in sorted(choices)}
    folded = word.casefold()
    for form in (folded, folded.replace("_", "-"), folded.replace("-", "").replace("_", "")):
        if form in known:
            return known[form]
    near = get_close_matches(folded, known, n=1, cutoff=0.7)
    if near:
        return known[near[0]]
    return next((choice for form, choice in known.items() if is_slip(folded, form)), None)


def did_you_mean(word: str, choices: Iterable[str]) -> tuple[str, str]:
    """The suggestion as a sentence in English and in Norwegian; empty where there is none. Each ends in a blank."""
    near = closest(word, choices)
    return (f"Did you mean `{near}`? ", f"Mente du `{near}`? ") if near else ("", "")


def is_slip(word: str, meant: str) -> bool:
    """Whether a slip of the keyboard makes the one of the other: another case, one letter too many, too few or wrong,
    two that changed places. Words that differ in a digit are meant to."""
    one, other = word.casefold(), meant.casefold()
    if one == other:
        return word != meant
    shorter, longer = sorted((one, other), key=len)
    start = next((place for place, letter in enumerate(shorter) if letter != longer[place]), len(shorter))
    if sorted(one) == sorted(other):
        swapped = shorter[start : start + 2] == longer[start : start + 2][::-1]
        return swapped and shorter[start + 2 :] == longer[start + 2 :]
    if len(shorter) < _SHORTEST or len(longer) - len(shorter) > 1 or longer[start].isdigit():
        return False
    if len(shorter) < len(longer):
        return shorter[start:] == longer[start + 1 :]
    return shorter[start + 1 :] == longer[start + 1 :] and not shorter[start].isdigit()
