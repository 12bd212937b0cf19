"""The words of the engine about labels, selectors and what is taken away.

Promises: as words.py, whose table these are a part of. Does not: decide when it is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

LABELS: Final[Mapping[str, Phrase]] = {
    "selector-matches-nobody": Phrase(
        Severity.WARNING,
        Text(
            "The selector of profile {name} matches no client.",
            "No client has the labels {selector}.",
            "{near}Check the spelling of the labels, or give the profile by name.",
        ),
        Text(
            "Velgeren i profilen {name} treffer ingen klient.",
            "Ingen klient har merkelappene {selector}.",
            "{near_nb}Sjekk skrivemåten av merkelappene, eller gi profilen ved navn.",
        ),
    ),
    "without-nothing": Phrase(
        Severity.WARNING,
        Text(
            "`without: {name}` takes nothing away.",
            "No profile of {account} gives {name}.",
            "{near}Remove the line, or check the spelling.",
        ),
        Text(
            "`without: {name}` tar ikke bort noe.",
            "Ingen profil for {account} gir {name}.",
            "{near_nb}Fjern linjen, eller sjekk skrivemåten.",
        ),
    ),
    "selector-is-no-template": Phrase(
        Severity.ERROR,
        Text(
            "The selector of profile {name} holds a template.",
            "Whom a profile reaches is known before any template is rendered.",
            "Write the label's value itself.",
        ),
        Text(
            "Velgeren i profilen {name} har en mal i seg.",
            "Hvem en profil når, må være kjent før noen mal regnes ut.",
            "Skriv selve verdien av merkelappen.",
        ),
    ),
    "label-near-miss": Phrase(
        Severity.WARNING,
        Text(
            "{label} is no label that a profile asks for.",
            "A profile asks for `{meant}`, and this client does not get what it gives.",
            "Did you mean `{meant}`?",
        ),
        Text(
            "{label} er ingen merkelapp som en profil spør etter.",
            "En profil spør etter `{meant}`, og denne klienten får ikke det den gir.",
            "Mente du `{meant}`?",
        ),
    ),
}
