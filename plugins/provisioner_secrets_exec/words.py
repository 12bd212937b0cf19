"""What the secret store that is somebody's program refuses, in English and Norwegian bokmål.

Promises: every code has both languages, and no text holds a secret.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


WORDS: Final = Vocabulary(
    {
        "no-answer": _refusal(
            Text(
                "The program of the secret store gave an answer to `get` that is none.",
                hint='It must write {{"secret": "…"}} to standard output, or {{"secret": null}} where there is none.',
            ),
            Text(
                "Programmet til hemmelighetslageret ga et svar på `get` som ikke er noe svar.",
                hint='Det må skrive {{"secret": "…"}} til standard ut, eller {{"secret": null}} der det ikke '
                "finnes noen.",
            ),
        ),
        "no-program": _refusal(
            Text("`exec:` names no program.", hint="Write `exec:PROGRAM ARGUMENTS`."),
            Text("`exec:` nevner ikke noe program.", hint="Skriv `exec:PROGRAM ARGUMENTER`."),
        ),
        "quote-open": _refusal(
            Text("A quote in `exec:` is never closed.", hint='Write `exec:"C:\\My tools\\store.exe" put`.'),
            Text("Et anførselstegn i `exec:` er aldri lukket.", hint='Skriv `exec:"C:\\My tools\\store.exe" put`.'),
        ),
        "program-not-there": _refusal(
            Text(
                "The secret store's program `{name}` is not there, or may not be run.",
                hint="Install it, or write its path from the project's directory, such as `exec:./store.sh`. A "
                "script that the system cannot start by itself needs its interpreter: `exec:python store.py`.",
            ),
            Text(
                "Programmet `{name}` til hemmelighetslageret finnes ikke, eller kan ikke kjøres.",
                hint="Installer det, eller skriv stien fra prosjektets mappe, for eksempel `exec:./store.sh`. Et "
                "skript som systemet ikke kan starte selv, trenger tolken sin: `exec:python store.py`.",
            ),
        ),
        "program-slow": _refusal(
            Text(
                "The program of the secret store did not {verb} within {limit_seconds:g} seconds.",
                hint="It may wait for somebody to log in: run it once by hand, then try again.",
            ),
            Text(
                "Programmet til hemmelighetslageret ble ikke ferdig med `{verb}` på {limit_seconds:g} sekunder.",
                hint="Det venter kanskje på at noen logger inn: kjør det én gang for hånd, og prøv igjen.",
            ),
        ),
        "program-not-started": _refusal(
            Text(
                "The program of the secret store cannot be started: {error}.",
                hint="Check that it may be run. On Windows a script needs its interpreter: `exec:python store.py`.",
            ),
            Text(
                "Programmet til hemmelighetslageret kan ikke startes: {error}.",
                hint="Sjekk at det kan kjøres. På Windows trenger et skript tolken sin: `exec:python store.py`.",
            ),
        ),
        "program-failed": _refusal(
            Text(
                "The program of the secret store could not {verb}: it ended with {code}.",
                detail="{said}",
                hint="What it wrote to standard error stands above.",
            ),
            Text(
                "Programmet til hemmelighetslageret klarte ikke `{verb}`: det endte med {code}.",
                detail="{said}",
                hint="Det som det skrev til standard feil, står over.",
            ),
        ),
        "program-failed-silently": _refusal(
            Text(
                "The program of the secret store could not {verb}: it ended with {code}.",
                hint="It wrote nothing to standard error.",
            ),
            Text(
                "Programmet til hemmelighetslageret klarte ikke `{verb}`: det endte med {code}.",
                hint="Det skrev ingenting til standard feil.",
            ),
        ),
    }
)
"""What is refused, by its code."""
