"""What Jinja2 and Python say of a template, in the words of those who write manifests, in English and Norwegian bokmål.

Promises: no message of theirs gets out as it is but the token it names; every pair says the same in both languages.
Does not: know where a template was written.
"""

from __future__ import annotations

import re
from typing import Final

Said = tuple[str, str]
"""English, and Norwegian bokmål."""

_END: Final = {"end of print statement": "}}", "end of statement block": "%}"}
_OPEN: Final = (
    "An expression is not closed: write `}}` behind it.",
    "Et uttrykk er ikke lukket: skriv `}}` bak det.",
)
_EMPTY: Final = (
    "Something is missing: a name or a value was to stand here.",
    "Noe mangler: her skulle det stå et navn eller en verdi.",
)
_QUOTE: Final = (
    "A text in it is not closed: write the same quotation mark at its end.",
    "En tekst i den er ikke lukket: skriv samme anførselstegn der den slutter.",
)
_IF: Final = ("`{% if … %}` is not closed: write `{% endif %}`.", "`{% if … %}` er ikke lukket: skriv `{% endif %}`.")
_ODD: Final = ("It cannot be read at that place.", "Den kan ikke leses på det stedet.")
TOO_DEEP: Final = ("It is too deep, or a number too large.", "Den er for dyp, eller et tall er for stort.")


def unreadable(message: str) -> Said:
    """Of Jinja2's message for a template that is none."""
    if message.startswith("Unexpected end of template") or "endif" in message:
        return _IF
    if message.startswith("unexpected end of template") or message == "unexpected '}'":
        return _OPEN
    found = re.search(r"unexpected '([}\]);])', expected '([\])}])'", message)
    if found:
        return f"`{found[2]}` is missing before `}}}}`.", f"`{found[2]}` mangler foran `}}}}`."
    found = re.search(r"unexpected char '?\"?(.)", message)
    if found:
        return _QUOTE if found[1] in "'\"" else _character(found[1])
    found = re.search(r"Encountered unknown tag '([^']*)'", message)
    if found:
        tag = f"`{{% {found[1]} %}}`"
        return f"There is no {tag}; there is `if`.", f"Det finnes ingen {tag}; `if` finnes."
    found = re.search(r"expected token '([^']*)', got '([^']*)'", message)
    if found and found[1] in _END and found[2] not in _END:
        return _too_much(found[2])
    return _EMPTY if "expected" in message or "unexpected" in message else _ODD


def _character(one: str) -> Said:
    return f"`{one}` means nothing in a template.", f"`{one}` betyr ingenting i en mal."


def _too_much(word: str) -> Said:
    if word == "=":
        return "`=` compares nothing: write `==`.", "`=` sammenligner ikke: skriv `==`."
    return (
        f"`{word}` does not belong behind what stands before it. A text wants quotation marks; `~` puts two together.",
        f"`{word}` hører ikke hjemme bak det som står foran. En tekst skal ha anførselstegn; `~` setter to sammen.",
    )


def failed(error: Exception) -> Said:
    """Of what Python raised while it was worked out."""
    if isinstance(error, ZeroDivisionError):
        return "It divides by nought.", "Den deler på null."
    if isinstance(error, TypeError):
        return (
            "A filter or a sign in it was given what it does not take, or too much of it.",
            "Et filter eller et tegn i den fikk noe det ikke tar, eller for mye.",
        )
    if isinstance(error, RecursionError | OverflowError):
        return TOO_DEEP
    return "It does what no template here may do.", "Den gjør noe ingen mal her får gjøre."
