"""What people call the kinds of things, their attributes and some of their values, in both languages.

Promises: words as they stand in a plan that somebody approves; labels of the Tripletex screen stand as they are on it.
Does not: name anything in a manifest, a state or a plan for machines.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.values import FrozenMap


def _titles(en: str, nb: str) -> FrozenMap[str]:
    return FrozenMap({"en": en, "nb": nb})


def _on_screen(label: str) -> FrozenMap[str]:
    return _titles(label, label)


KINDS: Final[FrozenMap[FrozenMap[str]]] = FrozenMap(
    {
        "module": _titles("service", "tjeneste"),
        "menu_activation": _titles("integration from the menu", "integrasjon fra menyen"),
        "user_key": _titles("user key", "brukernøkkel"),
        "office_key": _titles("office key", "regnskapskontorets brukernøkkel"),
        "client_access": _titles("access through the office's key", "tilgang gjennom kontorets nøkkel"),
        "vendor_question": _titles("question to the vendor of", "spørsmål til leverandøren av"),
    }
)
"""By kind."""

ATTRIBUTES: Final[FrozenMap[FrozenMap[str]]] = FrozenMap(
    {
        "about": _titles("About", "Gjelder"),
        "access": _titles("Access template", "Tilgangsmal"),
        "acceptedBy": _titles("Agreement accepted by", "Avtalen godtas av"),
        "agreement": _titles("Text of the agreement", "Avtalens tekst"),
        "answer": _titles("Answer", "Svar"),
        "applicationName": _titles("Application name", "Applikasjonsnavn"),
        "authority": _titles("On what authority", "Fullmakt"),
        "expires": _titles("Expires", "Utløper"),
        "key": _titles("The key itself", "Selve nøkkelen"),
        "keyId": _titles("Key id", "Brukernøkkel-ID"),
        "keyName": _titles("Name of the key", "Navn på nøkkelen"),
        "name": _titles("Service", "Tjeneste"),
        "officeKey": _titles("The office's key", "Kontorets nøkkel"),
        "owner": _titles("Owner", "Eier"),
        "ownerKind": _titles("The owner is", "Eieren er"),
        "ownerOf": _titles("Contact at", "Kontakt hos"),
        "permissions": _titles("Rights", "Tilganger"),
        "reference": _titles("The key itself", "Selve nøkkelen"),
        "robotEmployeeId": _titles("Hidden user of the key", "Nøkkelens skjulte bruker"),
        "search": _titles("Found by searching for", "Finnes ved å søke etter"),
        "setup": _titles("Set-up", "Oppsett"),
        "title": _titles("Product", "Produkt"),
        "validFor": _titles("Valid for", "Gjelder i"),
        "vendor": _titles("Vendor", "Leverandør"),
    }
)
"""By attribute."""

VALUES: Final[FrozenMap[FrozenMap[FrozenMap[str]]]] = FrozenMap(
    {
        "name": FrozenMap({"API_V2": _on_screen("Integrasjoner")}),
        "ownerKind": FrozenMap(
            {"employee": _titles("an employee", "en ansatt"), "contact": _titles("a contact", "en kontakt")}
        ),
        "permissions": FrozenMap(
            {
                "all": _titles("all rights", "alle tilganger"),
                "same-as-owner": _titles("the same as the owner's", "de samme som eieren"),
                "template": _titles("those that the vendor has registered", "de som leverandøren har registrert"),
            }
        ),
        "setup": FrozenMap(
            {
                "catalogue": _titles("chosen in Tripletex' list", "valgt i listen hos Tripletex"),
                "custom": _titles("custom set-up", "tilpasset oppsett"),
            }
        ),
        "access": FrozenMap(
            {
                "STANDARD_PRIVILEGES_ACCOUNTANT": _on_screen("Standard regnskapsfører"),
                "STANDARD_PRIVILEGES_AUDITOR": _on_screen("Standard revisor"),
                "ALL_PRIVILEGES": _on_screen("Alle tilganger"),
            }
        ),
    }
)
"""By attribute and value."""
