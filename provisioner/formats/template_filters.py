"""The filters of manifest templates.

Promises: pure functions whose results are bounded by what they are given; a value that does not fit raises
`FilterRefused` with a sentence. Does not: look at a clock or a locale.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from provisioner.model.account import organization_number_is_valid

MAX_TEXT: Final = 10_000

_DIRECTIVE: Final = re.compile(r"%(.)", re.DOTALL)
_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")
_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ß": "ss", "ð": "d", "þ": "th", "đ": "d", "ł": "l"})


class FilterRefused(ValueError):
    """A filter was given what it cannot use."""

    def __init__(self, en: str, nb: str) -> None:
        """A sentence, in English and in Norwegian bokmål."""
        super().__init__(en)
        self.said = en, nb


def slug(value: object) -> str:
    """Lower case letters a-z, digits and hyphens; æ becomes ae, ø o, å a."""
    written = unicodedata.normalize("NFC", _text("slug", value)).lower().translate(_LETTERS)
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", written) if not unicodedata.combining(letter))
    return _NOT_SLUG.sub("-", plain).strip("-")


def orgnr(value: object) -> str:
    """A valid organisation number as people write it: `312 345 676`."""
    digits = "".join(str(value).split())
    if not organization_number_is_valid(digits):
        raise FilterRefused(
            "`orgnr` wants a valid organisation number of nine digits.",
            "`orgnr` vil ha et gyldig organisasjonsnummer med ni sifre.",
        )
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def date_text(value: object, form: str = "%Y-%m-%d") -> str:
    """A date as text; `%d.%m.%Y` writes 31.12.2027. Of the directives there are Y, y, m, d, H, M, S, j, V and %."""
    moment = _moment("date", value)
    parts = {
        "Y": f"{moment.year:04}",
        "y": f"{moment.year % 100:02}",
        "m": f"{moment.month:02}",
        "d": f"{moment.day:02}",
        "H": f"{moment.hour:02}",
        "M": f"{moment.minute:02}",
        "S": f"{moment.second:02}",
        "j": f"{moment.timetuple().tm_yday:03}",
        "V": f"{moment.isocalendar().week:02}",
        "%": "%",
    }
    unknown = sorted({found for found in _DIRECTIVE.findall(form) if found not in parts})
    if unknown:
        known = ", ".join("%" + part for part in parts)
        raise FilterRefused(
            f"`date` does not know `%{unknown[0]}`; it knows {known}.",
            f"`date` kjenner ikke `%{unknown[0]}`; det kjenner {known}.",
        )
    return _DIRECTIVE.sub(lambda found: parts[found[1]], form)


def add_days(value: object, days: object) -> str:
    """The date so many days later, as 2027-12-31."""
    if isinstance(days, bool) or not isinstance(days, int):
        raise FilterRefused("`add_days` wants a whole number of days.", "`add_days` vil ha et helt antall dager.")
    try:
        return (_moment("add_days", value) + timedelta(days=days)).date().isoformat()
    except OverflowError:
        raise FilterRefused(
            "`add_days` leads to a year that no calendar has.",
            "`add_days` fører til et år ingen kalender har.",
        ) from None


def replace(value: object, old: str, new: str) -> str:
    """Every `old` as `new`."""
    text = _text("replace", value)
    return bounded(len(text) + text.count(old) * len(new), lambda: text.replace(old, new))


def join(value: object, separator: str = "") -> str:
    """The items of a list, one after the other."""
    if not isinstance(value, (list, tuple)):
        raise FilterRefused("`join` wants a list.", "`join` vil ha en liste.")
    items = [_text("join", item) if isinstance(item, str) else str(item) for item in value]
    return bounded(sum(map(len, items)) + len(items) * len(separator), lambda: separator.join(items))


def bounded(length: int, make: Callable[[], str]) -> str:
    """What `make` makes, unless it would be too long."""
    if length > MAX_TEXT:
        raise FilterRefused(
            f"The text would be longer than {MAX_TEXT} characters.", f"Teksten ville blitt lengre enn {MAX_TEXT} tegn."
        )
    return make()


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise FilterRefused(f"`{name}` wants a text.", f"`{name}` vil ha en tekst.")


def _moment(name: str, value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(_text(name, value).strip())
    except ValueError:
        raise FilterRefused(
            f"`{name}` wants a date such as 2027-12-31.", f"`{name}` vil ha en dato, slik som 2027-12-31."
        ) from None


def _of_text(name: str, change: Callable[[str], str]) -> Callable[[object], str]:
    def applied(value: object) -> str:
        return change(_text(name, value))

    return applied


def _length(value: object) -> int:
    if not isinstance(value, (str, list, tuple, Mapping)):
        raise FilterRefused(
            "`length` wants a text, a list or a mapping.", "`length` vil ha en tekst, en liste eller et oppslag."
        )
    return len(value)


def _empty(name: str) -> FilterRefused:
    return FilterRefused(
        f"`{name}` wants a text or a list that is not empty.", f"`{name}` vil ha en tekst eller liste som ikke er tom."
    )


def _first(value: object) -> object:
    if not isinstance(value, (str, list, tuple)) or not value:
        raise _empty("first")
    return value[0]


def _last(value: object) -> object:
    if not isinstance(value, (str, list, tuple)) or not value:
        raise _empty("last")
    return value[-1]


def _whole(value: object) -> int:
    try:
        return int(_text("int", value))
    except ValueError:
        raise FilterRefused("`int` wants a whole number.", "`int` vil ha et helt tall.") from None


FILTERS: Final[Mapping[str, Callable[..., object]]] = {
    "slug": slug,
    "orgnr": orgnr,
    "date": date_text,
    "add_days": add_days,
    "replace": replace,
    "join": join,
    "lower": _of_text("lower", str.lower),
    "upper": _of_text("upper", str.upper),
    "title": _of_text("title", str.title),
    "capitalize": _of_text("capitalize", str.capitalize),
    "trim": _of_text("trim", str.strip),
    "length": _length,
    "first": _first,
    "last": _last,
    "int": _whole,
    "string": str,
}
"""All but `default`, which Jinja itself must see."""
