"""What the SQLite state refuses, in English and Norwegian bokmål.

Promises: every code has both languages. Does not: hold what every backend refuses in the same words.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


WORDS: Final = Vocabulary(
    {
        "no-state": _refusal(
            Text(
                "There is no state at `{url}`.",
                hint="Restore it from a copy, or run `provisioner state init` if this firm is new.",
            ),
            Text(
                "Det er ingen tilstand på `{url}`.",
                hint="Hent den tilbake fra en kopi, eller kjør `provisioner state init` om firmaet er nytt.",
            ),
        ),
        "not-a-file": _refusal(
            Text("`{file}` is not a file.", hint="Point `state:` of the project at a file."),
            Text("`{file}` er ikke en fil.", hint="La `state:` i prosjektet peke på en fil."),
        ),
        "file-unreachable": _refusal(
            Text(
                "The state file `{file}` cannot be reached: {error}.", hint="Check its directory and your rights there."
            ),
            Text("Tilstandsfilen `{file}` kan ikke nås: {error}.", hint="Sjekk mappen og rettighetene dine der."),
        ),
        "rule-broken": _refusal(
            Text(
                "The state of {account} breaks rule {rule}: {why}",
                hint="Restore the file from a copy. Nothing has been changed in it.",
            ),
            Text(
                "Tilstanden til {account} bryter regel {rule}: {why_nb}",
                hint="Hent filen tilbake fra en kopi. Ingenting er endret i den.",
            ),
        ),
        "file-empty": _refusal(
            Text(
                "The state file `{file}` is empty.",
                hint="Restore the file from a copy. Nothing has been changed in it.",
            ),
            Text("Tilstandsfilen `{file}` er tom.", hint="Hent filen tilbake fra en kopi. Ingenting er endret i den."),
        ),
        "file-apart": _refusal(
            Text(
                "The state file `{file}` lies where SQLite cannot share memory between processes.",
                hint="Keep it on a local disk.",
            ),
            Text(
                "Tilstandsfilen `{file}` ligger der SQLite ikke kan dele minne mellom prosesser.",
                hint="Ha den på en lokal disk.",
            ),
        ),
        "file-damaged": _refusal(
            Text(
                "The state file `{file}` is damaged.",
                detail="{why}",
                hint="Restore the file from a copy. Nothing has been changed in it.",
            ),
            Text(
                "Tilstandsfilen `{file}` er skadet.",
                detail="{why}",
                hint="Hent filen tilbake fra en kopi. Ingenting er endret i den.",
            ),
        ),
        "another-program": _refusal(
            Text("`{file}` is a database of another program.", hint="Point `state:` of the project at the right file."),
            Text("`{file}` er databasen til et annet program.", hint="La `state:` i prosjektet peke på riktig fil."),
        ),
        "file-too-new": _refusal(
            Text(
                "The state file `{file}` has version {version}; this program understands up to {newest}.",
                hint="Use the newer version of provisioner that wrote it.",
            ),
            Text(
                "Tilstandsfilen `{file}` har versjon {version}; dette programmet forstår versjoner til og "
                "med {newest}.",
                hint="Bruk den nyere versjonen av provisioner som skrev den.",
            ),
        ),
        "file-no-database": _refusal(
            Text(
                "The state file `{file}` is damaged or is no SQLite database.",
                detail="{why}",
                hint="Restore the file from a copy. Nothing has been changed in it.",
            ),
            Text(
                "Tilstandsfilen `{file}` er skadet, eller er ingen SQLite-database.",
                detail="{why}",
                hint="Hent filen tilbake fra en kopi. Ingenting er endret i den.",
            ),
        ),
        "no-file": _refusal(
            Text("`{url}` names no file.", hint="Write `sqlite:.provisioner/state.db`."),
            Text("`{url}` nevner ingen fil.", hint="Skriv `sqlite:.provisioner/state.db`."),
        ),
        "network-drive": _refusal(
            Text(
                "The state `{path}` is on a network drive, where SQLite cannot keep two writers apart.",
                hint="Keep it on a local disk, or choose a backend that is made for sharing.",
            ),
            Text(
                "Tilstanden `{path}` ligger på en nettverksdisk, der SQLite ikke kan holde to som skriver, "
                "fra hverandre.",
                hint="Ha den på en lokal disk, eller velg en lagring som er laget for å deles.",
            ),
        ),
        "file-locked": _refusal(
            Text(
                "The state file `{file}` is locked by another process.",
                detail="{why}",
                hint="Wait for the other run to end, then try again.",
            ),
            Text(
                "Tilstandsfilen `{file}` er låst av en annen prosess.",
                detail="{why}",
                hint="Vent til den andre kjøringen er ferdig, og prøv igjen.",
            ),
        ),
        "disk-full": _refusal(
            Text(
                "The state file `{file}` cannot grow: the disk is full.",
                detail="{why}",
                hint="Make room on the disk, then try again.",
            ),
            Text(
                "Tilstandsfilen `{file}` kan ikke vokse: disken er full.",
                detail="{why}",
                hint="Gi plass på disken, og prøv igjen.",
            ),
        ),
        "file-read-only": _refusal(
            Text(
                "The state file `{file}` cannot be written: it is read-only.",
                detail="{why}",
                hint="Give yourself the right to write it.",
            ),
            Text(
                "Tilstandsfilen `{file}` kan ikke skrives: den er skrivebeskyttet.",
                detail="{why}",
                hint="Gi deg selv rett til å skrive den.",
            ),
        ),
        "file-denied": _refusal(
            Text(
                "The state file `{file}` cannot be written: access is denied.",
                detail="{why}",
                hint="Give yourself the right to write it.",
            ),
            Text(
                "Tilstandsfilen `{file}` kan ikke skrives: tilgangen er nektet.",
                detail="{why}",
                hint="Gi deg selv rett til å skrive den.",
            ),
        ),
        "file-not-opened": _refusal(
            Text(
                "The state file `{file}` cannot be opened.",
                detail="{why}",
                hint="Check that its directory exists and can be written.",
            ),
            Text(
                "Tilstandsfilen `{file}` kan ikke åpnes.",
                detail="{why}",
                hint="Sjekk at mappen finnes og kan skrives til.",
            ),
        ),
        "disk-error": _refusal(
            Text(
                "The state file `{file}` cannot be read or written: the disk reports an error.",
                detail="{why}",
                hint="Check the disk, then try again.",
            ),
            Text(
                "Tilstandsfilen `{file}` kan ikke leses eller skrives: disken melder en feil.",
                detail="{why}",
                hint="Sjekk disken, og prøv igjen.",
            ),
        ),
        "file-unusable": _refusal(
            Text(
                "The state file `{file}` cannot be used.",
                detail="{why}",
                hint="Try again; if it stays so, check the disk.",
            ),
            Text(
                "Tilstandsfilen `{file}` kan ikke brukes.",
                detail="{why}",
                hint="Prøv igjen; blir det ved, sjekk disken.",
            ),
        ),
    }
)
"""What is refused, by its code."""
