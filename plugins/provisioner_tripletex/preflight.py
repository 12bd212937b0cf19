"""Everything that can be checked before the first change.

Promises: only reads. A check that could not be made is said to be so with its reason, never passed in silence; what is
inferred warns and stops nothing. Does not: decide what a failed check stops.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from provisioner.model.account import Account
from provisioner.model.address import Address
from provisioner.model.diagnostics import Diagnostic, Place, Severity
from provisioner.model.plan import Action, Change, Check, CheckStatus
from provisioner.model.resource import Read
from provisioner.spi.provider import PreflightRequest
from provisioner_tripletex.api import TokenKind
from provisioner_tripletex.api_driver import find_owner, no_such_owner
from provisioner_tripletex.api_errors import ApiRefused
from provisioner_tripletex.catalogue import Answer, Catalogue
from provisioner_tripletex.convert import PersonRow
from provisioner_tripletex.entitlements import Entitlements
from provisioner_tripletex.kinds import ACCESS, API, KEYS, MODULE, OFFICE_KEY, TEMPLATE
from provisioner_tripletex.modules import can_have_integrations, package_of, satisfies_package
from provisioner_tripletex.online import Online
from provisioner_tripletex.words import WORDS

_ADMINISTRATOR = 1
"""`ROLE_ADMINISTRATOR`; inferred to be «Brukeradministrator», so its absence warns and stops nothing."""
_CLIENT_ADMINISTRATOR = 71
"""`AUTH_CLIENT_ACCOUNT_ADMIN`; inferred to be «Brukeradministrator i klientkontoer»."""
_MAKES = frozenset({Action.CREATE, Action.DELETE_THEN_CREATE, Action.CREATE_THEN_DELETE, Action.UPDATE})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What checks are made against."""

    catalogue: Catalogue
    """What products need."""
    entitlements: Entitlements
    """Names of rights."""


@dataclass(slots=True)
class _Round:
    """The checks of one account."""

    online: Online
    request: PreflightRequest
    knowledge: Knowledge

    @property
    def account(self) -> Account:
        return self.request.account

    @property
    def read(self) -> Read | None:
        return self.request.read

    def check(self, code: str, finding: Diagnostic | None, status: CheckStatus, address: Address | None) -> Check:
        return Check(code, status, self.account.ref, address, finding)

    def passed(self, code: str, address: Address | None = None) -> Check:
        return self.check(code, None, CheckStatus.PASSED, address)

    def failed(self, code: str, finding: Diagnostic, address: Address | None = None) -> Check:
        return self.check(code, finding, CheckStatus.FAILED, address)

    def unmade(self, code: str, word: str, address: Address | None = None, **values: object) -> Check:
        place = Place(address=address, account=self.account.ref)
        finding = WORDS(word, place, company=self.account.display_name, **values)
        return self.check(code, finding, CheckStatus.NOT_CHECKABLE, address)


def without_api(request: PreflightRequest) -> tuple[Check, ...]:
    """At level 0 nothing can be looked at: said once for the account."""
    if not request.changes:
        return ()
    finding = WORDS("preflight-needs-api", Place(account=request.account.ref))
    return (Check("preflight", CheckStatus.NOT_CHECKABLE, request.account.ref, None, finding),)


def preflight(online: Online, request: PreflightRequest, knowledge: Knowledge) -> tuple[Check, ...]:
    """Every check of one account's changes."""
    if not request.changes:
        return ()
    return tuple(_checks(_Round(online, request, knowledge)))


def _checks(look: _Round) -> Iterator[Check]:
    if look.read is not None and not look.read.visible:
        yield _not_visible(look)
        return
    if not look.account.ref.is_office:
        yield (
            look.passed("client-visible")
            if look.online.lists_clients
            else look.unmade("client-visible", "clients-unread")
        )
    making = [change for change in look.request.changes if change.action in _MAKES]
    for change in making:
        if change.address.kind == MODULE:
            yield _module(look, change)
        if not _is_access(change) and change.integration is not None:
            yield from _package(look, change)
    keys = [change for change in making if change.address.kind in KEYS]
    if keys:
        yield from _keys(look, keys)


def _is_access(change: Change) -> bool:
    return change.address.kind == ACCESS


def _not_visible(look: _Round) -> Check:
    """The company could not be entered by API, or is another than is meant."""
    code = "client-visible"
    told = look.read.diagnostics if look.read is not None else ()
    why = told[0] if told else look.online.unseen(look.account, Place(look.account.source, account=look.account.ref))
    stops = why.severity is Severity.ERROR or any(change.driver == API for change in look.request.changes)
    if stops:
        return look.failed(code, replace(why, severity=Severity.ERROR))
    # Everything is done by a person, who sees the company on the screen.
    return look.check(code, why, CheckStatus.NOT_CHECKABLE, None)


def _modules(look: _Round) -> tuple[str, ...] | None:
    held = look.read.facts.get("modules") if look.read is not None else None
    return tuple(str(module) for module in held) if isinstance(held, tuple) else None


def _module(look: _Round, change: Change) -> Check:
    code, modules = "module-available", _modules(look)
    if modules is None:
        return look.unmade(code, "modules-unread", change.address)
    answer = can_have_integrations(modules)
    if answer is Answer.YES:
        return look.passed(code, change.address)
    if answer is Answer.UNKNOWN:
        return look.unmade(code, "package-unranked", change.address, modules=", ".join(modules) or "–")
    place = Place(change.source, change.address)
    package = package_of(modules) or "–"
    finding = WORDS("module-unavailable", place, company=look.account.display_name, package=package)
    return look.failed(code, finding, change.address)


def _package(look: _Round, change: Change) -> Iterator[Check]:
    facts = look.knowledge.catalogue.find(change.integration or "")
    if facts is None or facts.package is None:
        return
    code, modules = "package-sufficient", _modules(look)
    if modules is None:
        yield look.unmade(code, "modules-unread", change.address)
        return
    answer = satisfies_package(modules, facts.package)
    if answer is Answer.NO:
        values = {"title": facts.title, "needed": facts.package, "package": package_of(modules) or "–"}
        place = Place(change.source, change.address)
        finding = WORDS("package-too-small", place, company=look.account.display_name, **values)
        yield look.failed(code, finding, change.address)
    elif answer is Answer.YES:
        yield look.passed(code, change.address)
    else:
        yield look.unmade(code, "package-unranked", change.address, modules=", ".join(modules) or "–")


def _keys(look: _Round, keys: list[Change]) -> Iterator[Check]:
    yield look.unmade("key-not-there-already", "keys-unlistable")
    needed = TokenKind.OFFICE_EMPLOYEE if look.account.ref.is_office else TokenKind.OFFICE_KEY
    reachable = look.online.api.has(needed)
    if reachable and any(change.driver == API for change in keys):
        yield look.unmade("application-approved", "approval-unseen")
        yield from _actor(look, keys)
    people: tuple[PersonRow, ...] | None = None
    why = f"credentials.{needed.value}: –"
    try:
        people = look.online.people(look.account) if reachable else None
    except ApiRefused as refused:
        why = refused.detail
    for change in keys:
        if people is None:
            yield look.unmade("owner-found", "people-unread", change.address, why=why)
        else:
            yield from _owner(look, change, people)


def _actor(look: _Round, keys: list[Change]) -> Iterator[Check]:
    """Whether whoever our key belongs to may make keys here."""
    code = "actor-may-make-keys"
    try:
        held = look.online.rights(look.account, None)
    except ApiRefused as refused:
        yield look.unmade(code, "rights-unread", why=refused.detail)
        return
    needed = _CLIENT_ADMINISTRATOR if keys[0].address.kind == OFFICE_KEY else _ADMINISTRATOR
    if needed in held:
        yield look.passed(code)
        return
    word = "actor-not-client-administrator" if needed == _CLIENT_ADMINISTRATOR else "actor-not-administrator"
    yield look.unmade(code, word)


def _at_owner(change: Change) -> Place:
    """Where the owner was written; where the key was, where it was not."""
    return Place(dict(change.origins).get("owner", change.source), change.address)


def _owner(look: _Round, change: Change, people: tuple[PersonRow, ...]) -> Iterator[Check]:
    owner = find_owner(people, change.after)
    place = _at_owner(change)
    if owner is None:
        yield look.failed("owner-found", no_such_owner(people, change.after, place, look.account), change.address)
        return
    yield look.passed("owner-found", change.address)
    yield _owner_rights(look, change, owner)


def _owner_rights(look: _Round, change: Change, owner: PersonRow) -> Check:
    code = "owner-rights"
    try:
        held = look.online.rights(look.account, owner.id)
    except ApiRefused as refused:
        return look.unmade(code, "rights-unread", change.address, why=refused.detail)
    missing = look.knowledge.entitlements.missing(_needed(look, change), held)
    if missing:
        names = ", ".join(f"{each.name} ({each.id})" for each in missing)
        finding = WORDS(
            "owner-lacks-rights", _at_owner(change), owner=owner.email, company=look.account.display_name, names=names
        )
        return look.failed(code, finding, change.address)
    if _ADMINISTRATOR in held or change.after.get("permissions") not in ("all", TEMPLATE):
        return look.passed(code, change.address)
    values = {"owner": owner.email, "company": look.account.display_name}
    if change.after.get("permissions") == TEMPLATE:
        # What the application's own template asks for is not public: looked at, and still not known.
        return look.check(
            code, WORDS("owner-template-unread", _at_owner(change), **values), CheckStatus.NOT_CHECKABLE, change.address
        )
    return look.failed(code, WORDS("owner-limits-key", _at_owner(change), **values), change.address)


def _needed(look: _Round, change: Change) -> frozenset[int]:
    """The entitlement ids that the key certainly needs of its owner."""
    needed: set[int] = set()
    permissions = change.after.get("permissions")
    if isinstance(permissions, tuple):
        needed |= {right for right in permissions if isinstance(right, int)}
    facts = look.knowledge.catalogue.find(change.integration or "")
    if facts is not None and facts.owner_needs is not None:
        if facts.owner_needs.everything:
            needed.add(_ADMINISTRATOR)
        needed |= {right for right in facts.owner_needs.rights if isinstance(right, int)}
    return frozenset(needed)
