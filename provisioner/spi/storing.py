"""What secret stores share: a name that every store allows, and texts without the secret.

Promises: two addresses or two generations never share a name, also where case is not told apart; a masked text holds
the secret in none of the forms in which programs and services repeat what they were sent. Pure. Does not: store
anything.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

from provisioner.model.address import Address
from provisioner.model.secrets import MASK, Sensitive

LONGEST_NAME = 127
"""What the strictest of the known stores allows (Azure Key Vault)."""
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss"})
_SHORTEST_PART = 4
"""A shorter part of a secret gives nothing away, and hiding it would make every message unreadable."""


def plain_name(address: Address, generation: int, prefix: str = "") -> str:
    """A name of lower-case letters, digits and hyphens for one generation of one address.

    `client-nordlys-bakeri-user-key-huma-2f6f0c1d9a4be377-1`: readable in front, told apart by the digest of the whole
    address, and the generation last.
    """
    digest = hashlib.sha256(str(address).encode()).hexdigest()[:16]
    end = f"-{digest}-{generation}"
    readable = _hyphened(f"{prefix}-{address}" if prefix else str(address))
    return readable[: LONGEST_NAME - len(end)].rstrip("-") + end


def _hyphened(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^0-9a-z]+", "-", plain).strip("-")


def masked(text: str, secrets: Iterable[Sensitive]) -> str:
    """`text` with *** in the place of each of `secrets`, however it was written there."""
    forms = {form for secret in secrets for form in _forms(secret.reveal())}
    for form in sorted(forms, key=len, reverse=True):  # the longer first: one may hold another
        text = text.replace(form, MASK)
    return text


def _forms(secret: str) -> Iterable[str]:
    parts = {secret, secret.strip(), *(line.strip() for line in secret.splitlines())}
    for part in parts:
        if len(part) < _SHORTEST_PART:
            continue
        yield part
        yield from (quote(part), quote(part, safe=""), quote_plus(part))
        yield from (json.dumps(part)[1:-1], json.dumps(part, ensure_ascii=False)[1:-1], repr(part)[1:-1])
        data = part.encode()
        for shift in range(3):  # in base64 it looks different by where in a longer text it begins
            whole = base64.b64encode(b"\0" * shift + data).decode().rstrip("=")
            core = whole[(0, 2, 3)[shift] : len(whole) - (1 if (len(data) + shift) % 3 else 0)]
            if len(core) >= _SHORTEST_PART:
                yield core
                yield core.replace("+", "-").replace("/", "_")
        yield data.hex()
