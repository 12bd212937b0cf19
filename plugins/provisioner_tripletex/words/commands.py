"""What the verbs `browser` and `catalog` say and are refused with, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import BOKMAL, Phrase, Severity, Text

_E = Severity.ERROR

COMMANDS: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "nobody-logged-in": Phrase(
            _E,
            Text("Nobody logged in.", hint="Run it again. Nothing was kept."),
            Text("Ingen logget inn.", hint="Kjør kommandoen på nytt. Ingenting ble tatt vare på."),
        ),
        "no-login-kept": Phrase(
            _E,
            Text("Nobody is logged in here.", hint="Run `provisioner browser login`."),
            Text("Ingen er logget inn her.", hint="Kjør `provisioner browser login`."),
        ),
        "login-ended": Phrase(
            _E,
            Text("The log-in has ended.", hint="Run `provisioner browser login`."),
            Text("Innloggingen er utløpt.", hint="Kjør `provisioner browser login`."),
        ),
        "login-without-project": Phrase(
            _E,
            Text("There is no {file} here or above.", hint="Say where it is: --project DIR."),
            Text("Det finnes ingen {file} her eller over.", hint="Si hvor den er: --project MAPPE."),
        ),
        "no-tripletex-address": Phrase(
            _E,
            Text("{address} is not an address of Tripletex.", hint="Write {known}."),
            Text("{address} er ikke en adresse hos Tripletex.", hint="Skriv {known_nb}."),
        ),
        "no-product": Phrase(
            _E,
            Text("There is no product with the id `{name}`.", hint="`provisioner catalog list` shows what there is."),
            Text(
                "Det finnes ikke noe produkt med id `{name}`.", hint="`provisioner catalog list` viser hva som finnes."
            ),
        ),
        "no-product-but": Phrase(
            _E,
            Text("There is no product with the id `{name}`.", hint="Did you mean {near}?"),
            Text("Det finnes ikke noe produkt med id `{name}`.", hint="Mente du {near}?"),
        ),
        "no-product-fits": Phrase(
            _E,
            Text("Nothing fits «{wanted}».", hint="`provisioner catalog list` shows what there is."),
            Text("Ingenting passer med «{wanted}».", hint="`provisioner catalog list` viser hva som finnes."),
        ),
        "no-product-fits-but": Phrase(
            _E,
            Text("Nothing fits «{wanted}».", hint="Did you mean {near}?"),
            Text("Ingenting passer med «{wanted}».", hint="Mente du {near}?"),
        ),
    }
)

SPOKEN: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "log-in-there": (
            "Log in to {address} in the window that opens. It closes by itself.",
            "Logg inn på {address} i vinduet som åpnes. Det lukker seg selv.",
        ),
        "log-in-kept": (
            "Logged in; {name} is open. The log-in is kept for this project, and opens for you alone.",
            "Innlogget; {name} er åpen. Innloggingen er tatt vare på for dette prosjektet, og bare du kan bruke den.",
        ),
        "log-in-holds": ("Logged in; {name} is open.", "Innlogget; {name} er åpen."),
        "log-in-forgotten": ("Forgotten.", "Glemt."),
        "no-log-in": ("Nobody was logged in here.", "Ingen var logget inn her."),
        "heads": ("ID|PRODUCT|METHODS|OFFICE KEY|APPLICATION NAME", "ID|PRODUKT|METODER|KONTORNØKKEL|APPLIKASJONSNAVN"),
        "unknown": ("unknown", "ukjent"),
        "by-key": ("key, set-up unknown", "nøkkel, ukjent oppsett"),
        "by-file": ("none: file export", "ingen: filuttrekk"),
        "built-in": ("none: built in", "ingen: innebygd"),
        "elsewhere": ("none: a setting elsewhere", "ingen: en innstilling et annet sted"),
        "allowed": ("allowed", "tillatt"),
        "forbidden": ("forbidden", "ikke tillatt"),
    }
)
"""English and bokmål."""


def spoken(language: str) -> Callable[..., str]:
    """What says a sentence of `SPOKEN` in `language`; in English where it is not known."""
    place = 1 if language == BOKMAL else 0

    def say(key: str, **values: object) -> str:
        return SPOKEN[key][place].format_map(values)

    return say
