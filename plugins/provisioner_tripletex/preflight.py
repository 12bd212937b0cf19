"""Everything that can be checked before the first change.

Promises: only reads. A check that could not be made is said to be so with its reason, never passed in silence; what is
inferred warns and stops nothing. What both the API and the screens tell, the API tells. Does not: decide what a failed
check stops. Every trap, and where it is found, stands in docs/preflight.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from provisioner.model.diagnostics import Diagnostic, Place, Severity
from provisioner.model.plan import Action, Change, Check, CheckStatus
from provisioner.model.values import FrozenMap
from provisioner.spi.provider import PreflightRequest
from provisioner_tripletex import agreements
from provisioner_tripletex.actors import check_actors
from provisioner_tripletex.catalogue import Answer
from provisioner_tripletex.kinds import ACCESS, API, KEYS, MENU, MODULE, WEB, spaced
from provisioner_tripletex.modules import can_have_integrations, package_of, satisfies_package
from provisioner_tripletex.preflight_access import check_accesses
from provisioner_tripletex.preflight_keys import check_keys
from provisioner_tripletex.preflight_round import Knowledge, Round, Sight
from provisioner_tripletex.seen import AGREEMENTS, COMPANY, NOT_OFFERED, SERVICE, STATUS
from provisioner_tripletex.words import WORDS

_MAKES = frozenset({Action.CREATE, Action.DELETE_THEN_CREATE, Action.CREATE_THEN_DELETE, Action.UPDATE})


def preflight(sight: Sight, request: PreflightRequest, knowledge: Knowledge) -> tuple[Check, ...]:
    """Every check of one account's changes. Where nothing is read at all that is said once for the account."""
    if not request.changes:
        return ()
    if sight.online is None and not sight.screens:
        finding = WORDS("preflight-needs-api", Place(account=request.account.ref))
        return (Check("preflight", CheckStatus.NOT_CHECKABLE, request.account.ref, None, finding),)
    return tuple(_checks(Round(sight, request, knowledge)))


def _checks(look: Round) -> Iterator[Check]:
    if look.read is not None and not look.read.visible:
        yield _not_visible(look)
        return
    yield from _company(look)
    making = [change for change in look.request.changes if change.action in _MAKES]
    for change in making:
        if change.address.kind == MODULE:
            yield _module(look, change)
        if change.address.kind == MENU:
            yield _agreement(look, change)
        if change.address.kind != ACCESS and change.integration is not None:
            yield from _package(look, change)
    yield from check_actors(look, making)
    keys = [change for change in making if change.address.kind in KEYS]
    if keys:
        yield from check_keys(look, keys)
    yield from check_accesses(look, [change for change in making if change.address.kind == ACCESS])


def _not_visible(look: Round) -> Check:
    """The company could not be entered, or is another than is meant."""
    code, read = "client-visible", look.read
    told = read.diagnostics if read is not None else ()
    why = told[0] if told else _unseen(look)
    stops = why.severity is Severity.ERROR or any(change.driver in (API, WEB) for change in look.request.changes)
    if stops:
        return look.failed(code, replace(why, severity=Severity.ERROR))
    # Everything is done by a person, who sees the company on the screen.
    return look.not_known(code, why)


def _unseen(look: Round) -> Diagnostic:
    place = Place(look.account.source, account=look.account.ref)
    if look.sight.online is not None:
        return look.sight.online.unseen(look.account, place)
    number = spaced(look.account.identity.organization_number) or "–"
    return WORDS("client-not-open", place, company=look.account.display_name, number=number)


def _company(look: Round) -> Iterator[Check]:
    """Whether the company can be entered, and is the one that is meant: neither is known where none was entered."""
    entered = look.fact(COMPANY) is not None
    if not look.account.ref.is_office:
        online = look.sight.online
        listed = online is not None and online.lists_clients
        yield look.passed("client-visible") if entered or listed else look.unmade("client-visible", "clients-unread")
    yield look.passed("right-company") if entered else look.unmade("right-company", "company-unread")


def _modules(look: Round) -> tuple[str, ...] | None:
    held = look.fact("modules")
    return tuple(str(module) for module in held) if isinstance(held, tuple) else None


def _module(look: Round, change: Change) -> Check:
    code, modules = "module-available", _modules(look)
    if modules is None:
        return _module_on_screen(look, change)
    answer = can_have_integrations(modules)
    if answer is Answer.YES:
        return look.passed(code, change.address)
    if answer is Answer.UNKNOWN:
        return look.unmade(code, "package-unranked", change, modules=", ".join(modules) or "–")
    place = Place(change.source, change.address)
    package = package_of(modules) or "–"
    finding = WORDS("module-unavailable", place, company=look.account.display_name, package=package)
    return look.failed(code, finding, change.address)


def _module_on_screen(look: Round, change: Change) -> Check:
    code, service = "module-available", look.fact(SERVICE)
    if service is None:
        return look.unmade(code, "modules-unread", change)
    if service != NOT_OFFERED:
        return look.passed(code, change.address)
    told = {"company": look.account.display_name, "status": look.fact(STATUS) or "–"}
    return look.failed(code, WORDS("module-not-offered", Place(change.source, change.address), **told), change.address)


def _agreement(look: Round, change: Change) -> Check:
    """Whether the text that would be accepted is the one that the manifest names, or one that was accepted before."""
    code, title = "agreement-unchanged", str(change.after.get("title"))
    shown = look.fact(AGREEMENTS)
    held = agreements.holds_to(change.after.get(agreements.PINNED), look.knowledge.agreements.of(title))
    digest = shown.get(title) if isinstance(shown, FrozenMap) else None
    if digest is None:
        return look.unmade(code, "agreement-unread", change, title=title)
    if not held:
        return look.unmade(code, "agreement-unpinned", change, title=title, digest=digest)
    if digest in held:
        return look.passed(code, change.address)
    place = Place(dict(change.origins).get("agreement", change.source), change.address)
    finding = WORDS("agreement-changed", place, title=title, pinned=agreements.told(held), digest=digest)
    return look.failed(code, finding, change.address)


def _package(look: Round, change: Change) -> Iterator[Check]:
    facts = look.knowledge.catalogue.find(change.integration or "")
    if facts is None or facts.package is None:
        return
    code, modules = "package-sufficient", _modules(look)
    if modules is None:
        yield look.unmade(code, "modules-unread", change)
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
        yield look.unmade(code, "package-unranked", change, modules=", ".join(modules) or "–")
