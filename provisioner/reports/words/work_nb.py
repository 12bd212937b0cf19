"""The words of the work page, in Norwegian bokmål.

Promises: the same keys and placeholders in every language. Does not: stand alone; the language's table takes it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORK_PAGE: Final[Mapping[str, str]] = {
    "work-page-title": "Arbeid for {project}",
    "work-page-reader": "Du er {name}.",
    "work-page-waiting": "{n} ting venter.|{n} ting venter.",
    "work-page-none": "Ingenting venter på et menneske.",
    "work-page-in": "Hos {account}",
    "work-page-whose": "{name} har tatt den.",
    "work-page-cut-off": (
        "En kjøring begynte på dette, og ingen vet hvordan det endte. Ikke gjør det på nytt: se etter i Tripletex, "
        "og si hva du fant."
    ),
    "work-page-copied": "Til kopiering",
    "work-page-copy": "Kopier",
    "work-page-help": "Leverandørens egen side om det",
    "work-page-key": "Lim inn nøkkelen som vises, denne ene gangen. Den forsegles straks og vises ikke her.",
    "work-page-done": "Det er gjort",
    "work-page-not-done": "Det ble ikke gjort",
    "work-page-lost": "Den er der, og nøkkelen er tapt",
    "work-page-note": "Hva skjermen sa:",
    "work-page-refused": "Skjermen ville ikke",
    "work-page-not-pressed": "Jeg trykket ikke på den siste knappen",
    "work-page-release": "Gi den tilbake",
    "work-page-start": "Ta den og vis stegene",
    "work-page-close": "Lukk siden",
    "work-page-vendor": "Neste: {vendor} trenger den",
    "work-page-never": "Aldri på: {channels}",
    "work-page-recorded": "Ført.",
    "work-page-not-recorded": "Ingenting ble ført.",
    "work-page-taken": "Den er din nå. Ingen andre får se disse stegene.",
    "work-page-released": "Den venter på hvem som helst igjen.",
    "work-page-closed": "Lukket. Du kan lukke fanen.",
}
