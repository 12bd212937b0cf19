"""What was found in the files of clients the last time, so that a file that did not change need not be parsed.

Promises: what is kept of a file is used only while its bytes are the same, every file that is not of clients alone is
the same too, and so are the project, the rules of the language and the program. An index that is missing, damaged or of
other rules knows nothing. It holds names, numbers, labels, places and digests: what is declared stays in the manifests.
Does not: remember a file in which anything was found, or of which another's words can change the meaning.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from provisioner.formats.canonical import digest_of_bytes
from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import SourceRange
from provisioner.model.manifest import DeclaredAccount, GivenProfile
from provisioner.model.values import FrozenMap
from provisioner.runtime.platform import make_private_directory, write_durably

FILE: Final = "clients"
"""Its name in the project's private directory: a digest of the rest, and the rest as one line of JSON."""


@dataclass(frozen=True, slots=True)
class Head:
    """One client as it was found, without what it declares."""

    account: DeclaredAccount
    """Who it is, and the digest of everything that had a say."""
    document: str
    """The digest of its own document."""


@dataclass(frozen=True, slots=True)
class FileOfClients:
    """A file in which nothing but clients stands."""

    stamp: str
    """The digest of its bytes."""
    heads: tuple[Head, ...]
    """In the order of the file."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What the index holds."""

    clients: Mapping[str, FileOfClients] = field(default_factory=dict)
    """By the file's path below the root."""
    others: Mapping[str, str] = field(default_factory=dict)
    """Every other file's stamp; what stands in them has a say in every client."""


class Index:
    """The index of one project."""

    def __init__(self, private_directory: Path, rules: str) -> None:
        """`rules` is a digest of everything that decides what a manifest means."""
        self._directory = private_directory
        self._rules = rules
        self._next: Contents | None = None

    def read(self) -> Contents | None:
        """What is known; None where nothing is."""
        try:
            data = (self._directory / FILE).read_bytes()
            stamp, _, body = data.partition(b"\n")
            if stamp.decode("ascii") != digest_of_bytes(body):
                return None
            held = json.loads(body)
            return _contents(held) if held["rules"] == self._rules else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def note(self, contents: Contents) -> None:
        """Takes in what was found, to be kept once something was done with it."""
        self._next = contents

    def remember(self) -> None:
        """Keeps what was noted. Where it cannot be kept, only time is lost."""
        if self._next is None:
            return
        held = {"rules": self._rules, "others": dict(self._next.others), "clients": _plain(self._next)}
        body = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
        with contextlib.suppress(OSError):
            make_private_directory(self._directory)
            write_durably(self._directory / FILE, digest_of_bytes(body).encode("ascii") + b"\n" + body, private=True)


def _plain(contents: Contents) -> dict[str, object]:
    return {name: [one.stamp, [_row(head) for head in one.heads]] for name, one in contents.clients.items()}


def _row(head: Head) -> list[object]:
    declared, account = head.account, head.account.account
    assert declared.source is not None
    place = declared.source
    return [
        account.ref.name,
        account.display_name,
        account.identity.organization_number,
        account.identity.company_id,
        dict(account.labels),
        [place.line, place.column, place.end_line, place.end_column],
        declared.digest,
        [[profile.name, profile.by_name] for profile in declared.profiles],
        head.document,
    ]


def _contents(held: Any) -> Contents:
    clients = {
        name: FileOfClients(stamp, tuple(_head(name, row) for row in rows))
        for name, (stamp, rows) in held["clients"].items()
    }
    return Contents(clients, held["others"])


def _head(file: str, row: Any) -> Head:
    name, display, number, company, labels, place, digest, profiles, document = row
    source = SourceRange(file, *place)
    account = Account(AccountRef.client(name), display, Identity(company, number), FrozenMap(labels), source)
    given = tuple(GivenProfile(profile, by_name) for profile, by_name in profiles)
    return Head(DeclaredAccount(account, (), digest=digest, profiles=given, source=source), document)
