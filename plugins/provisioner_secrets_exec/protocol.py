"""What is said to the program and what it answers: one JSON document each way.

Promises: the secret stands in the document and nowhere else; what is wrong with an answer is told without repeating it.
Pure. Does not: start anything.
"""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass

from provisioner.model.address import Address
from provisioner.model.errors import SecretStoreFailed, UsageError
from provisioner.model.secrets import MASK, Sensitive
from provisioner.spi.storing import masked, plain_name
from provisioner_secrets_exec.words import WORDS

SCHEME = "exec:"
VERSION = 1
TRY_AGAIN = 75
"""The exit code for trouble that passes by itself, as in sysexits.h."""
LONGEST_ANSWER = 1024 * 1024
_SHOWN = 2000
"""Characters of standard error that are shown: its last ones."""
_LIKE_A_SECRET = re.compile(r"[A-Za-z0-9+/_=.~-]{20,}")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the program."""

    verb: str
    """probe, put, get or retire."""
    address: Address | None = None
    """Of which resource; None for probe."""
    generation: int = 0
    """Which generation."""
    secret: Sensitive | None = None
    """What to keep, for put."""


def command_line(url: str) -> list[str]:
    """The program and its arguments: split at blanks, quotes hold together, a backslash is a backslash. UsageError."""
    lexer = shlex.shlex(url.removeprefix(SCHEME), posix=True)
    lexer.whitespace_split = True
    lexer.escape = ""  # so that `C:\tools\store.exe` is what it says, on every platform
    lexer.commenters = ""
    try:
        words = list(lexer)
    except ValueError:
        raise UsageError.of(WORDS("quote-open")) from None
    if not words:
        raise UsageError.of(WORDS("no-program"))
    return words


def question(call: Call) -> bytes:
    """What the program reads on standard input."""
    document: dict[str, object] = {"protocol": VERSION, "verb": call.verb}
    if call.address is not None:
        document |= {
            "address": str(call.address),
            "account": str(call.address.account),
            "kind": call.address.kind,
            "name": call.address.name,
            "generation": call.generation,
            "item": plain_name(call.address, call.generation),
        }
    if call.secret is not None:
        document["secret"] = call.secret.reveal()
    return json.dumps(document, ensure_ascii=True).encode() + b"\n"


def answer(output: bytes) -> Sensitive | None:
    """The secret in what `get` wrote to standard output; None where it says that there is none. SecretStoreFailed."""
    if len(output) <= LONGEST_ANSWER:
        try:
            document = json.loads(output)
        except ValueError:  # also bytes that are no text; what they are is not repeated
            document = None
        if isinstance(document, dict) and "secret" in document:
            secret = document["secret"]
            if secret is None:
                return None
            if isinstance(secret, str):
                return Sensitive(secret)
    raise SecretStoreFailed.of(WORDS("no-answer"))


def shown(errors: bytes, call: Call, output: bytes) -> str:
    """The end of what the program wrote to standard error, as far as it may be repeated."""
    text = errors.decode("utf-8", "replace")
    if call.secret is not None:
        text = masked(text, [call.secret])
    if call.verb == "get":
        # What it fetched is not known here, so whatever is like a secret or stood on standard output is left out.
        fetched = [Sensitive(line) for line in re.split(r'[\s"]+', output[:LONGEST_ANSWER].decode("utf-8", "replace"))]
        text = _LIKE_A_SECRET.sub(MASK, masked(text, fetched))
    plain = "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)
    return plain.strip()[-_SHOWN:]
