"""Digests by which an account is left unread while nothing that had a say in it has changed.

Promises: the same documents, versions and office give the same digest on every platform. Does not: say anything of
what is live; looking is a choice of its own.
"""

from __future__ import annotations

from provisioner import __version__
from provisioner.formats.canonical import digest
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.state import AccountState
from provisioner.model.values import thaw
from provisioner.spi.language import ManifestLanguage


def written_digest(declared: DeclaredAccount, language: ManifestLanguage, world: str) -> str:
    """Over everything that was written, every version that reads it and the world it is meant for; carried in the
    plan."""
    return digest([declared.digest, __version__, language.version, world])


def input_digest(written: str, office: AccountState | None, *, of_office: bool) -> str:
    """Over `written` and what a client reads of the office; kept in the summary once the account has converged.

    Empty where nothing was written, so that such an account is never left unread.
    """
    if not written:
        return ""
    return digest([written, "" if of_office or office is None else _told_by(office)])


def _told_by(office: AccountState) -> str:
    entries = office.entries
    return digest([[str(item.address), item.current.number, thaw(item.current.attributes)] for item in entries])
