"""Names that must be exact: which product is meant, its application name, and what a key is called.

Promises: a name that is nearly right is reported with the right one; an unknown name is taken only where the user says
who confirmed it. Does not: decide by a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.manifest import Integration
from provisioner.model.values import plain, thaw
from provisioner_tripletex.catalogue import (
    Answer,
    Catalogue,
    CatalogueMalformed,
    IntegrationFacts,
    Method,
    ReachedBy,
    from_manifest,
)
from provisioner_tripletex.declaration import Sheet, near, tidy
from provisioner_tripletex.words import WORDS

ASK_VENDOR = "ask-vendor"
CONFIRMED = "confirmedByVendor"
_METHODS: Final = MappingProxyType({method.value: method for method in Method})


@dataclass(frozen=True, slots=True)
class Naming:
    """Who a key is made for."""

    facts: IntegrationFacts
    """What is known of the product."""
    method: Method
    """How it is set up."""
    account_name: str
    """The company's name, for a key's name of our own."""


def with_own(bundled: Catalogue, documents: Iterable[Integration]) -> tuple[Catalogue, tuple[Diagnostic, ...]]:
    """The catalogue with the firm's own entries, and what is wrong with those."""
    own: list[IntegrationFacts] = []
    found: list[Diagnostic] = []
    for document in documents:
        body = thaw(plain(document.body))
        fields = dict(body) if isinstance(body, dict) else {}
        try:
            own.append(from_manifest({**fields, "kind": "Integration", "name": document.name}))
        except CatalogueMalformed as error:
            place = Place(document.source)
            found.append(WORDS("catalogue-entry", place, name=document.name, field=error.field, why=error.reason))
    return (bundled.with_own(own) if own else bundled), tuple(found)


def facts_of(sheet: Sheet, catalogue: Catalogue) -> IntegrationFacts | None:
    """What is known of the product that the declaration is about."""
    wanted = sheet.text("integration") or sheet.declared.name
    facts = catalogue.find(wanted)
    if facts is not None:
        return facts
    named = sheet.text("applicationName") if sheet.text("method") == Method.CUSTOM_KEY else None
    if named and named != ASK_VENDOR and not confirmed(sheet):
        sheet.report("application-unconfirmed", "applicationName", written=named)
        return None
    if named:
        # Not everything is in a list. What the user says, with whom they have it from, is all there is to know.
        return IntegrationFacts(wanted, wanted, methods=(Method.CUSTOM_KEY,), reached_by=None)
    path = ("integration",) if sheet.node("integration") is not None else ()
    meant = ", ".join(f"`{each.name}`" for each in catalogue.suggest(wanted))
    if meant:
        sheet.report("unknown-integration", *path, written=wanted, near=meant)
    else:
        sheet.report("unknown-integration-nothing-near", *path, written=wanted)
    return None


def method_of(sheet: Sheet, facts: IntegrationFacts) -> Method | None:
    """How it is set up: as written, else the catalogue's one way."""
    if facts.methods == ():
        why = facts.explanation or facts.note or ""
        sheet.report(f"not-set-up-{(facts.reached_by or ReachedBy.UNKNOWN).value}", title=facts.title, why=why)
        return None
    written = sheet.text("method")
    if written is None:
        if facts.only_method is not None:
            return facts.only_method
        if facts.methods is None:
            sheet.report("method-unknown", title=facts.title, link=facts.help_link or "-")
        else:
            sheet.report("method-choose", title=facts.title, methods=listed(facts.methods))
        return None
    method = _METHODS.get(written)
    if method is None:
        meant = near(written, [method.value for method in Method]) or Method.USER_KEY.value
        sheet.report("method-wrong", "method", written=written, near=meant)
        return None
    if facts.supports(method) is not Answer.NO:
        if facts.methods is None and not sheet.text("source") and not confirmed(sheet):
            sheet.report("method-unsourced", "method", title=facts.title, method=method.value)
        return method
    if method is Method.OFFICE_KEY:
        sheet.report("office-key-forbidden", "method", title=facts.title)
    else:
        sheet.report("method-not-offered", "method", title=facts.title, method=method.value, methods=offered(facts))
    return None


def listed(methods: Iterable[Method]) -> str:
    """Methods as they are written."""
    return ", ".join(f"`{method.value}`" for method in methods)


def offered(facts: IntegrationFacts) -> str:
    """The ways that are known for it."""
    return listed(facts.methods or ()) or "-"


def confirmed(sheet: Sheet) -> bool:
    """Whether the user says who at the vendor confirmed what they wrote."""
    return bool(sheet.text(CONFIRMED, "by"))


def application_of(sheet: Sheet, facts: IntegrationFacts, catalogue: Catalogue) -> str | None:
    """The application name, exactly as the vendor registered it."""
    written = sheet.text("applicationName")
    right = tidy(facts.application_name) if facts.application_name else None
    if written is None:
        if right is None:
            where = facts.application_name_from or ""
            sheet.report("application-missing", title=facts.title, where=where)
        return right
    if written == ASK_VENDOR:
        if right is not None:
            sheet.report("ask-vendor-known", "applicationName", right=right, title=facts.title)
            return None
        vendor = facts.vendor or facts.title
        sheet.report("ask-vendor", "applicationName", vendor=vendor, title=facts.title)
        return ASK_VENDOR
    if written == right:
        return written
    match = catalogue.match_application_name(written)
    if match is not None and not match.exact and tidy(match.right) != written:
        sheet.report("application-capitals", "applicationName", written=written, right=match.right)
        return None
    if right is not None and not confirmed(sheet):
        sheet.report("application-differs", "applicationName", written=written, right=right, title=facts.title)
        return None
    if right is None and not confirmed(sheet):
        sheet.report("application-unconfirmed", "applicationName", written=written)
        return None
    return written


def key_name_of(sheet: Sheet, naming: Naming) -> str:
    """What the key is called on the screen."""
    known = naming.facts.key_name_for(naming.method)
    written = sheet.text("keyName") or sheet.text("keyName", "exact") or sheet.text("keyName", "suggested")
    if known is not None and known.exact:
        if written is not None and written != tidy(known.text):
            sheet.report("key-name-demanded", "keyName", written=written, right=known.text, title=naming.facts.title)
        return tidy(known.text)
    if written is not None:
        return written
    if known is not None and "{{" not in known.text:
        return tidy(known.text)
    return tidy(f"{naming.facts.title} {naming.account_name}")
