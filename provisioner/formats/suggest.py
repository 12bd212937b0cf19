"""Did you mean?

Promises: at most one suggestion, and none where nothing is near. Does not: decide that something is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that `word` was most likely meant to be."""
    from difflib import get_close_matches  # noqa: PLC0415  # only a fault needs it, and most runs have none

    known = {choice.casefold(): choice for choice in sorted(choices)}
    folded = word.casefold()
    for form in (folded, folded.replace("_", "-"), folded.replace("-", "").replace("_", "")):
        if form in known:
            return known[form]
    near = get_close_matches(folded, known, n=1, cutoff=0.7)
    return known[near[0]] if near else None


def did_you_mean(word: str, choices: Iterable[str]) -> tuple[str, str]:
    """The suggestion as a sentence in English and in Norwegian; empty where there is none. Each ends in a blank."""
    near = closest(word, choices)
    return (f"Did you mean `{near}`? ", f"Mente du `{near}`? ") if near else ("", "")
