"""What an editor offers under `integrations:`: the catalogue's products, each with how it is set up on the screen.

Promises: pure; only what the catalogue knows is said. Does not: judge the firm's own entries (expand does).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import BOKMAL
from provisioner.model.manifest import Integration
from provisioner.spi.language import KnownIntegration
from provisioner_tripletex.catalogue import IntegrationFacts, Method, OfficeKey, ReachedBy, bundled_catalogue
from provisioner_tripletex.naming import with_own

_SCREEN: Final = MappingProxyType(
    {
        Method.MENU: "«Integrasjoner» > «Aktiver» > «Legg til»",
        Method.USER_KEY: "«API-tilgang» > «Ny nøkkel»",
        Method.CUSTOM_KEY: "«API-tilgang» > «Ny nøkkel» > «Tilpasset oppsett»",
        Method.OFFICE_KEY: "«Klient» > «Tilganger» > «Legg til API-nøkkel»",
    }
)
_WORDS: Final = MappingProxyType(
    {
        "vendor": ("By {vendor}.", "Av {vendor}."),
        "method": ("{method}: {screen}.", "{method}: {screen}."),
        "key": ("By a key; which way is not known.", "Med en nøkkel; hvilken vei er ikke kjent."),
        "unknown": ("How it is set up is not known.", "Hvordan den settes opp, er ikke kjent."),
        "file-export": ("By files: there is nothing to set up.", "Med filer: det er ingenting å sette opp."),
        "built-in": ("A part of Tripletex: there is nothing to set up.", "En del av Tripletex: ingenting å sette opp."),
        "other-setting": ("A setting elsewhere on the screen.", "En innstilling et annet sted på skjermen."),
        "office-allowed": (
            "An office key («Regnskapskontorets brukernøkkel») is taken.",
            "Tar imot «Regnskapskontorets brukernøkkel».",
        ),
        "office-forbidden": (
            "No office key («Regnskapskontorets brukernøkkel»): each client has a key of its own.",
            "Ikke «Regnskapskontorets brukernøkkel»: hver klient har sin egen nøkkel.",
        ),
        "application": ("Application name («Applikasjonsnavn»): {name}.", "«Applikasjonsnavn»: {name}."),
        "package": ("Needs the package {package}.", "Krever pakken {package}."),
        "own": ("The firm's own entry.", "Kontorets egen oppføring."),
        "alias": ("Another name for {name}.", "Et annet navn på {name}."),
    }
)


def known_integrations(own: Iterable[Integration], language: str) -> Iterator[KnownIntegration]:
    """The bundled products and the firm's own, by their ids and other names."""
    catalogue, _ = with_own(bundled_catalogue(), own)
    for facts in catalogue.entries.values():
        about = " ".join(_sentences(facts, language))
        needless = _said(facts.reached_by.value, language) if facts.methods == () and facts.reached_by else ""
        yield KnownIntegration(facts.name, facts.title, about, needless)
        for alias in facts.aliases:
            if alias not in catalogue.entries:
                other = _said("alias", language, name=facts.name)
                yield KnownIntegration(alias, facts.title, f"{other} {about}", needless)


def _said(key: str, language: str, **values: str | None) -> str:
    return _WORDS[key][language == BOKMAL].format_map(values)


def _sentences(facts: IntegrationFacts, language: str) -> Iterator[str]:
    if facts.vendor:
        yield _said("vendor", language, vendor=facts.vendor)
    for method in facts.methods or ():
        yield _said("method", language, method=method.value, screen=_SCREEN[method])
    if facts.reached_by is not None:
        yield facts.explanation or _said(facts.reached_by.value, language)
    if facts.application_name and facts.reached_by in (None, ReachedBy.KEY):
        yield _said("application", language, name=facts.application_name)
    if facts.office_key is not OfficeKey.UNKNOWN:
        yield _said(f"office-{facts.office_key.value}", language)
    if facts.package:
        yield _said("package", language, package=facts.package)
    if not facts.bundled:
        yield _said("own", language)
