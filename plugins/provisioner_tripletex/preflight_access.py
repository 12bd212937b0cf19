"""What is checked before a client is entered by an office key: whether the key's owner may there what it is to do.

Promises: only reads, and only by the office's ordinary key, which is who may ask it. That the owner counts at a client
too is inferred, so what is missing warns and stops nothing; what could not be compared says so under its own name. Does
not: ask whether whoever attaches clients may (actors.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.errors import ProviderFailed
from provisioner.model.plan import Change, Check
from provisioner_tripletex.convert import PersonRow
from provisioner_tripletex.needs import CLIENT_ADMINISTRATOR, rights_needed
from provisioner_tripletex.office_owner import key_behind, owner_of
from provisioner_tripletex.online import OFFICE, Online
from provisioner_tripletex.preflight_round import Round
from provisioner_tripletex.words import WORDS

CODE = "owner-rights-at-client"
_ALL = "ALL_PRIVILEGES"


def check_accesses(look: Round, accesses: list[Change]) -> Iterator[Check]:
    """One check for each access."""
    for change in accesses:
        told = {"key_name": change.after.get("keyName") or change.after.get("officeKey")}
        online = look.sight.online
        if online is None or not online.api.has(OFFICE.kind):
            yield look.unmade(CODE, "owner-at-client-level", change, **told)
            continue
        try:
            yield _check(look, change, online, told)
        except ProviderFailed as failed:
            why = failed.detail or failed.summary
            yield look.unmade(CODE, "owner-at-client-unread", change, **told, why=why)


def _check(look: Round, change: Change, online: Online, told: Mapping[str, object]) -> Check:
    key = key_behind(change.after, look.request.office, look.request.office_changes)
    named = key.get("owner") if key is not None else None
    row = online.client(look.account)
    if not isinstance(named, str):
        return look.unmade(CODE, "owner-at-client-whose", change, **told)
    owner = owner_of(online, key)
    if owner is None or row is None:
        why = named if owner is None else look.account.display_name
        return look.unmade(CODE, "owner-at-client-unread", change, **told, why=f"{why}: –")
    return _compared(look, change, owner, online.rights_at_client(owner.id, row))


def _compared(look: Round, change: Change, owner: PersonRow, held: frozenset[int]) -> Check:
    rights = look.knowledge.entitlements
    needs = rights_needed(change.after, change.integration, look.knowledge.catalogue, rights)
    key_name = change.after.get("keyName") or change.after.get("officeKey")

    def finding(word: str, **more: object) -> Diagnostic:
        place = Place(dict(change.origins).get("key", change.source), change.address)
        told = {"owner": owner.email, "company": look.account.display_name, "key_name": key_name}
        return WORDS(word, place, **told, **more)

    if not held:
        return look.failed(CODE, finding("owner-at-client-nothing"), change.address)
    for wanted, word in ((needs.certain, "owner-at-client-lacks"), (needs.inferred, "owner-at-client-seems-to-lack")):
        if not wanted <= held:
            return look.failed(CODE, finding(word, names=rights.named(wanted - held)), change.address)
    if needs.unknown:
        words = ", ".join(f"«{each}»" for each in needs.unknown)
        return look.not_known(CODE, finding("owner-rights-unnumbered", words=words), change.address)
    # The right to administer clients is an office's alone, so nobody at a client lacks it.
    lacking = frozenset(rights.by_id) - held - {CLIENT_ADMINISTRATOR}
    if not lacking:
        return look.passed(CODE, change.address)
    if change.after.get("access") == _ALL:
        return look.failed(CODE, finding("owner-at-client-limits", count=len(lacking)), change.address)
    # Which rights a template gives is not public, so nobody can tell whether the owner has them all.
    return look.not_known(CODE, finding("owner-at-client-template", count=len(lacking)), change.address)
