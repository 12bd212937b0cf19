"""How an integration is declared by somebody who lists what a firm has: which ways, and what each asks for.

Promises: pure; only ways that the catalogue knows are offered, and what is asked is what `expand` would miss. Does not:
know lists or workbooks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.manifest import Integration
from provisioner.model.values import FrozenMap
from provisioner.spi.language import AskedField, SetUp
from provisioner_tripletex.catalogue import IntegrationFacts, Method, PermissionMode, bundled_catalogue
from provisioner_tripletex.kinds import CLIENT_TEMPLATES
from provisioner_tripletex.naming import with_own
from provisioner_tripletex.titles import VALUES


def _titles(en: str, nb: str) -> FrozenMap[str]:
    return FrozenMap({"en": en, "nb": nb})


_OWNER: Final = AskedField(("owner", "employee"), _titles("Owner (e-mail)", "Eier (e-post)"), needed=True, each=True)
_KEY_NAME: Final = AskedField(("keyName",), _titles("Key name", "Navn på nøkkelen"), each=True)
_VALID_FOR: Final = AskedField(("validFor",), _titles("Valid for (365d)", "Gjelder i (365d)"), days=True)
_SOURCE: Final = AskedField(("source",), _titles("Where this is known from", "Hvor dette er kjent fra"), needed=True)
_NAME: Final = AskedField(("applicationName",), _titles("Application name", "Applikasjonsnavn"), needed=True)
_CONFIRMED: Final = (
    AskedField(("confirmedByVendor", "by"), _titles("Confirmed by the vendor", "Bekreftet av leverandøren"), True),
    AskedField(("confirmedByVendor", "on"), _titles("Confirmed on (date)", "Bekreftet den (dato)"), needed=True),
)
_RIGHTS: Final = AskedField(
    ("permissions",),
    _titles("Permissions", "Tilganger for nøkkelen"),
    needed=True,
    choices=(PermissionMode.ALL.value, PermissionMode.SAME_AS_OWNER.value),
    choice_titles=VALUES["permissions"],
)
_ACCESS: Final = AskedField(
    ("access",),
    _titles("Access template", "Tilgangsmal"),
    needed=True,
    choices=CLIENT_TEMPLATES,
    choice_titles=VALUES["access"],
)
_AGREEMENT: Final = (
    AskedField(("agreement", "acceptedBy"), _titles("Agreement accepted by", "Avtalen godtatt av"), needed=True),
    AskedField(("agreement", "authority"), _titles("On what authority", "Med hvilken fullmakt"), needed=True),
)


_WAYS: Final[Mapping[Method, FrozenMap[str]]] = MappingProxyType(
    {
        Method.USER_KEY: _titles("user key", "brukernøkkel"),
        Method.CUSTOM_KEY: _titles("user key with custom set-up", "brukernøkkel med tilpasset oppsett"),
        Method.OFFICE_KEY: _titles("the office's key", "kontorets nøkkel"),
        Method.MENU: _titles("the menu", "menyen"),
    }
)
"""What people call the ways."""


def set_ups(own: Iterable[Integration], name: str) -> tuple[SetUp, ...]:
    """The ways to declare `name`, the catalogue's first one first."""
    catalogue, _ = with_own(bundled_catalogue(), own)
    facts = catalogue.find(name)
    if facts is None or facts.methods == ():
        return ()
    unknown = facts.methods is None
    methods = facts.methods or (Method.USER_KEY, Method.CUSTOM_KEY, Method.MENU)
    return tuple(_set_up(facts, method, (_SOURCE,) if unknown else ()) for method in methods)


def _set_up(facts: IntegrationFacts, method: Method, more: tuple[AskedField, ...]) -> SetUp:
    if method is Method.MENU:
        fields: tuple[AskedField, ...] = _AGREEMENT
    elif method is Method.OFFICE_KEY:
        return SetUp(method.value, (_ACCESS, *more), _WAYS[method], _of_key(facts, method))
    else:
        fields = _of_key(facts, method)
        known = facts.permissions
        if method is Method.CUSTOM_KEY and (known is None or known.mode is PermissionMode.TEMPLATE):
            fields = (*fields, _RIGHTS)
    return SetUp(method.value, (*fields, *more), _WAYS[method])


def _of_key(facts: IntegrationFacts, method: Method) -> tuple[AskedField, ...]:
    """What every key is asked about."""
    named = facts.key_name_for(method)
    fields = (_OWNER, *(() if named is not None and named.exact else (_KEY_NAME,)), _VALID_FOR)
    return fields if facts.application_name is not None else (*fields, _NAME, *_CONFIRMED)
