"""What an unquoted YAML scalar is, by the core schema of YAML 1.2.

Promises: `NO`, `on`, `12:30`, `1_000` and dates stay text; only what the core schema names is null, true, false or a
number. One thing is stricter: a whole number with a leading zero (`010`) stays text, for it is an id or a phone number,
and nobody who writes one means ten. Does not: know tags or quotes.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import Final

MAY_BE_MORE: Final = frozenset("-+.0123456789~nNtTfF")
"""First characters of everything that may be something else than text."""

_WORDS: Final = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_LEADING_ZERO: Final = re.compile(r"[-+]?0[0-9]+\Z")
_OTHER_BASE: Final = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NOT_FINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_LONGEST: Final = 400
"""More characters than any number has that could be meant."""
_LARGEST: Final = 2**63


class NumberTooLarge(ValueError):
    """A number that does not fit in 64 bits, or is not finite."""


def plain_scalar(text: str) -> bool | int | float | str | None:
    """The value of an unquoted scalar. NumberTooLarge."""
    if text and text[0] not in MAY_BE_MORE:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return _bounded(text, 10)
    if _OTHER_BASE.match(text):
        return _bounded(text[2:], 8 if text[1] == "o" else 16)
    if _FLOAT.match(text) and not _LEADING_ZERO.match(text):
        number = float(text)
        if not isfinite(number):
            raise NumberTooLarge(text[:40])
        return number
    if _NOT_FINITE.match(text):
        raise NumberTooLarge(text)
    return text


def _bounded(digits: str, base: int) -> int:
    number = int(digits, base) if len(digits) < _LONGEST else _LARGEST
    if not -_LARGEST <= number < _LARGEST:
        raise NumberTooLarge(digits[:40])
    return number
