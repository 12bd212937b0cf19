"""Shapes of single texts that several formats ask about.

Promises: pure questions. Does not: say what is wrong.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_REFERENCE: Final = re.compile(r"(?:env:[A-Za-z_][A-Za-z0-9_]*|(?:file|age|exec):\S.*|[a-z][a-z0-9+.-]*://\S+)\Z")
_RECIPIENT: Final = re.compile(r"age1[0-9a-z]{20,}\Z")
_IDENTITY: Final = "AGE-SECRET-KEY-"
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(\..*)?\Z", re.IGNORECASE)
_NAME: Final = re.compile(r"[^\s/]+\Z")


def is_possible(text: str) -> bool:
    """Whether the day exists, where this is a date at all; that it is one a pattern holds."""
    if not _DATE.match(text):
        return True
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_reference(text: str) -> bool:
    """Whether it says where a secret is."""
    return _REFERENCE.match(text) is not None


def is_recipient(text: str) -> bool:
    """Whether it looks like an age public key."""
    return _RECIPIENT.match(text) is not None


def is_identity(text: str) -> bool:
    """Whether it looks like an age private key."""
    return text.strip().upper().startswith(_IDENTITY)


def is_reserved(name: str) -> bool:
    """Whether Windows keeps the name for itself."""
    return _RESERVED.match(name) is not None


def is_name(text: str) -> bool:
    """Whether it can stand in an address at all."""
    return _NAME.match(text) is not None
