"""Words of the workbook as people write them, back to what they say.

Promises: either language is read, however it is written in capitals and with whatever apostrophe. Does not: guess.
"""

from __future__ import annotations

from typing import Final

from provisioner.formats.survey.nouns import Answer
from provisioner.formats.words.survey import both_languages

_SAYS: Final = (
    *((answer.value, answer) for answer in Answer),
    ("expiring", Answer.THERE),
    ("awaiting", Answer.UNKNOWN),
    ("handed-over", None),
)
"""By the word's key; the last three stand in a workbook that tells how things stand."""


def meant(text: str) -> tuple[Answer | None] | None:
    """What the word answers, alone in a tuple, for there is a word that answers nothing; None for what is no word."""
    said = _plain(text)
    return next(((answer,) for key, answer in _SAYS if said in _words(key)), None)


def waits(text: str) -> bool:
    """Whether it says that somebody was to make it."""
    return _plain(text) in _words("awaiting")


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _words(key: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in both_languages(key))
