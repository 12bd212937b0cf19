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
    "work-page-first": "Først",
    "work-page-held": "Stegene kommer når det stemmer.",
    "work-page-copied": "Til kopiering",
    "work-page-copy": "Kopier",
    "work-page-help": "Leverandørens egen side om det",
    "work-page-key": "Lim inn nøkkelen som vises, denne ene gangen. Den forsegles straks og vises ikke her.",
    "work-page-done": "Det er gjort",
    "work-page-not-done": "Det ble ikke gjort",
    "work-page-lost": "Den er der, og nøkkelen er tapt",
    "work-page-note": "Hva skjermen sa:",
    "work-page-refused": "Skjermen ville ikke",
    "work-page-list": "Kryss av for dem som er gjort ({n})",
    "work-page-all": "Kryss av for alle",
    "work-page-all-shown": "Kryss av for alle viste",
    "work-page-rows-done": "De avkryssede er gjort; resten står åpne",
    "work-page-rows-not": "Skjermen ville ikke ta resten:",
    "work-page-rows-refuse": "De avkryssede er gjort, resten ble avvist",
    "work-page-others": "Ikke dine ({n})",
    "work-page-not-pressed": "Jeg trykket ikke på den siste knappen",
    "work-page-release": "Gi den tilbake",
    "work-page-start": "Ta den og vis stegene",
    "work-page-start-rest": "Ta resten også",
    "work-page-never-email": "e-post",
    "work-page-never-sms": "SMS",
    "work-page-never-chat": "chat",
    "work-page-never-phone": "telefon",
    "work-page-never-post": "brev",
    "work-page-close": "Lukk siden",
    "work-page-looks": "Se etter og si fra",
    "work-page-there": "finnes",
    "work-page-absent": "finnes ikke",
    "work-page-look-done": "Før det som ble sett",
    "work-page-all-there": "Alle finnes",
    "work-page-all-absent": "Ingen finnes",
    "work-page-all-there-shown": "Alle viste: finnes",
    "work-page-all-absent-shown": "Alle viste: finnes ikke",
    "work-page-find": "Finn klient, orgnummer eller oppgave",
    "work-page-find-keys": "Enter går til den første; Esc går tilbake hit, og tømmer så.",
    "work-page-found": "{shown} av {all} vises",
    "work-page-found-ticked": "{shown} av {all} vises; krysset av og skjult: {n}",
    "work-page-unseen-ticked": "Ikke sendt ennå. Disse er krysset av, og filteret skjuler dem: {names}",
    "work-page-unseen-whole": "Ikke sendt ennå. Dette gjelder hele listen, også disse som filteret skjuler: {names}",
    "work-page-unseen-more": "og {n} til",
    "work-page-unseen-show": "Vis alt igjen",
    "work-page-unseen-send": "Send, med disse også",
    "work-page-vendor": "Neste: {vendor} trenger den",
    "work-page-never": "Aldri på: {channels}",
    "work-page-recorded": "Ført.",
    "work-page-not-recorded": "Ingenting ble ført.",
    "work-page-rows": "Ført som gjort: {done} av dine {all}.",
    "work-page-rows-refused": "Skjermen ville ikke for {names}: {note}",
    "work-page-nothing-ticked": "Ingenting var krysset av, så ingenting ble ført.",
    "work-page-note-missing": "Skriv hva skjermen sa, og prøv igjen. Ingenting ble ført.",
    "work-page-check-first": "Svar på dette først, og prøv igjen: {question} Ingenting ble ført.",
    "work-page-compare-legend": "Før du krysser av for at den er godtatt",
    "work-page-compare": "Sammenlign",
    "work-page-compared-same": "Samme tekst. Gå videre.",
    "work-page-compared-other": "Stopp: en annen tekst. Ikke kryss av.",
    "work-page-compared-first": "Ikke godtatt før: les den.",
    "work-page-compared-missing": "Ingenting ble limt inn.",
    "work-page-stop": "Jeg godtok den ikke",
    "work-page-nevertheless": "Den ble godtatt likevel, og det er gjort",
    "work-page-uncompared": "Det er gjort, og den ble ikke sammenlignet",
    "work-page-compare-first": "Se hva som står under teksten, si hvordan det er, og prøv igjen. Ingenting ble ført.",
    "work-page-stopped": "Ført: en annen tekst, så ingenting ble godtatt, for {n} av dine {all}.",
    "work-page-row-paste": "Adressen du ble sendt videre til: {line}",
    "work-page-seen": "Ført: finnes {there}, finnes ikke {absent}. `provisioner plan` går etter det.",
    "work-page-taken": "Den er din nå. Ingen andre får se disse stegene.",
    "work-page-released": "Den venter på hvem som helst igjen.",
    "work-page-closed": "Lukket. Du kan lukke fanen.",
    "work-page-used": (
        "Denne adressen er brukt, og den åpner bare én gang. Start `provisioner work --open` på nytt for en ny."
    ),
    "work-page-unknown": "Det finnes ingen slik side her. Oppgavene står på den første siden: /",
    "work-page-strange": "Skjemaet kom ikke fra denne siden, så ingenting ble ført. Last siden på nytt.",
    "work-page-too-large": (
        "Det som ble sendt, er mer enn denne siden tar imot, så ingenting ble ført. Ingen avtale er så lang: lim bare "
        "inn teksten under «Avtale». Ser du ikke noe annet enn dette, gå tilbake: siden er slik du forlot den."
    ),
}
