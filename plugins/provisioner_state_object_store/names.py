"""What objects are called.

Promises: every name is made of letters, digits, `-`, `.`, `_` and `/`, which all stores keep as they are; two things
never have one name; what never changes is called after its content, so that writing it twice is writing it once.
Does not: read or write.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from provisioner.model.address import AccountRef, Address

MARKER: Final = "provisioner.json"
INDEX: Final = "index.z"
HEADS: Final = "heads/"
DEPOSITS: Final = "deposits/"
OWN_DEPOSITS: Final = "deposits/own/"
PROBES: Final = "probes/"
_PLAIN: Final = re.compile(r"[A-Za-z0-9-]")
_ESCAPED: Final = re.compile(r"_([0-9A-F]{2})")


def escaped(text: str) -> str:
    """`text` in characters that every store takes; `_` and two hexadecimal digits stand for any other byte."""
    return "".join(
        chr(byte) if byte < 128 and (_PLAIN.match(chr(byte)) or (chr(byte) == "." and place)) else f"_{byte:02X}"
        for place, byte in enumerate(text.encode())
    )


def unescaped(text: str) -> str:
    """The inverse of `escaped`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).encode("latin-1").decode()


def digest(data: bytes) -> str:
    """What stands in the name of an object that holds `data`."""
    return hashlib.sha256(data).hexdigest()[:40]


def room(account: AccountRef) -> str:
    """The account, as part of a name."""
    return "office" if account.is_office else f"client/{escaped(account.name)}"


def head(account: AccountRef) -> str:
    """The one object of an account that changes."""
    return f"{HEADS}{room(account)}.json"


def state(account: AccountRef, serial: int, token: str) -> str:
    """The body of one serial."""
    return f"states/{room(account)}/{serial:010}-{token}.json"


def audit(account: AccountRef, serial: int, token: str) -> str:
    """The audit records of one serial's commit."""
    return f"audit/{room(account)}/{serial:010}-{token}.json"


def sealed(address: Address, generation: int, made: tuple[int, str]) -> str:
    """A sealed secret, made by the commit of a serial: a secret kept anew never has the name of one let go of."""
    serial, token = made
    folder = f"sealed/{room(address.account)}/{escaped(address.kind)}/{escaped(address.name)}"
    return f"{folder}/{generation}/{serial:010}-{token}.json"


def rows(account: AccountRef, serial: int, token: str) -> str:
    """The older rows of an account's history, as of a serial."""
    return f"rows/{room(account)}/{serial:010}-{token}.json"


def made_by(key: str) -> int:
    """The serial whose commit made the object called `key`."""
    return int(key.rpartition("/")[2].partition("-")[0])


def rooms(account: AccountRef) -> tuple[str, ...]:
    """Where the account has objects that never change."""
    return tuple(f"{kind}/{room(account)}/" for kind in ("states", "audit", "sealed", "rows"))


def deposit(intent_id: str) -> str:
    """What was deposited for an intent."""
    return f"{OWN_DEPOSITS}{escaped(intent_id)}.json"


def moved_deposits(account: AccountRef, restored: str = "") -> str:
    """Where deposits lie that came with a restored account: true only if the head names the same restoring."""
    return f"{DEPOSITS}moved/{room(account)}/{restored}"


def moved_deposit(account: AccountRef, restored: str, intent_id: str) -> str:
    """One of them."""
    return f"{moved_deposits(account, restored)}/{escaped(intent_id)}.json"
