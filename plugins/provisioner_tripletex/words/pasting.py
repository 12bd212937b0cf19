"""Words for what is pasted as a key and cannot be one, in English and Norwegian bokmål.

Promises: each says what was pasted and what to copy; nothing of what was pasted is in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

_E = Severity.ERROR
_AGAIN: Final = "The key is still on the screen while its window is open: copy the long value in «Brukernøkkel», whole."
_NB_AGAIN: Final = (
    "Nøkkelen står fortsatt på skjermen så lenge vinduet er åpent: kopier den lange verdien i «Brukernøkkel», hele."
)


def _phrase(en: str, nb: str, en_why: str = "", nb_why: str = "") -> Phrase:
    return Phrase(_E, Text(en, en_why, _AGAIN), Text(nb, nb_why, _NB_AGAIN))


PASTING: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "answer-empty": _phrase("No key was pasted.", "Ingen nøkkel ble limt inn."),
        "answer-blanks": _phrase(
            "What was pasted holds blanks or line breaks; a key does not.",
            "Det som ble limt inn, har mellomrom eller linjeskift; en nøkkel har ikke det.",
        ),
        "answer-is-id": _phrase(
            "What was pasted is the key's id, not the key.",
            "Det som ble limt inn, er nøkkelens ID, ikke nøkkelen.",
            "«Brukernøkkel-ID» holds digits only and is of no use to the vendor.",
            "«Brukernøkkel-ID» er bare sifre og kan ikke brukes av leverandøren.",
        ),
        "answer-is-number": _phrase(
            "What was pasted is the company's organisation number, not the key.",
            "Det som ble limt inn, er selskapets organisasjonsnummer, ikke nøkkelen.",
        ),
        "answer-is-name": _phrase(
            "What was pasted is a name, not the key.", "Det som ble limt inn, er et navn, ikke nøkkelen."
        ),
        "answer-is-address": _phrase(
            "What was pasted is a web address, not the key.", "Det som ble limt inn, er en nettadresse, ikke nøkkelen."
        ),
        "answer-no-key": _phrase(
            "What was pasted does not look like a key.",
            "Det som ble limt inn, ser ikke ut som en nøkkel.",
            "A key is one word of 32 signs or more, with letters and digits.",
            "En nøkkel er ett ord på minst 32 tegn, med bokstaver og sifre.",
        ),
        "answer-is-test": Phrase(
            _E,
            Text(
                "What was pasted is a key of the test environment, and this project is for production.",
                hint="See in which Tripletex you are logged in. Make the key at tripletex.no, and paste that one.",
            ),
            Text(
                "Det som ble limt inn, er en nøkkel fra testmiljøet, og dette prosjektet gjelder produksjon.",
                hint="Se hvilken Tripletex du er logget inn i. Lag nøkkelen på tripletex.no, og lim inn den.",
            ),
        ),
        "answer-is-production": Phrase(
            _E,
            Text(
                "What was pasted is no key of the test environment: those begin with `test-`.",
                hint="See in which Tripletex you are logged in. This project is not for production.",
            ),
            Text(
                "Det som ble limt inn, er ikke en nøkkel fra testmiljøet: de begynner med `test-`.",
                hint="Se hvilken Tripletex du er logget inn i. Dette prosjektet gjelder ikke produksjon.",
            ),
        ),
        "answer-is-ours": Phrase(
            _E,
            Text(
                "What was pasted is one of our own credentials, not the new key.",
                hint="Copy the value that Tripletex shows after «Opprett nøkkel».",
            ),
            Text(
                "Det som ble limt inn, er en av våre egne nøkler, ikke den nye.",
                hint="Kopier verdien Tripletex viser etter «Opprett nøkkel».",
            ),
        ),
    }
)
