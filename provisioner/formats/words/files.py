"""What is told of plans, states and audits that cannot be read: the words of errors.

Promises: both languages, under the code that the caller knows.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


FILE_WORDS: Final = Vocabulary(
    {
        "no-plan": _refusal(
            Text(
                "The file is not a saved plan, or not all of one.",
                hint="Make a new plan with `provisioner plan --out FILE`. Nothing was changed.",
            ),
            Text(
                "Filen er ingen lagret plan, eller ikke hele planen.",
                hint="Lag en ny plan med `provisioner plan --out FIL`. Ingenting ble endret.",
            ),
        ),
        "plan-too-new": _refusal(
            Text(
                "The plan is of version {version}; this program knows versions up to {newest}.",
                hint="Apply it with the version of provisioner that made it, or a newer one. Nothing was changed.",
            ),
            Text(
                "Planen er av versjon {version}; dette programmet kjenner versjoner til og med {newest}.",
                hint="Kjør den med versjonen av provisioner som laget den, eller en nyere. Ingenting ble endret.",
            ),
        ),
        "plan-changed": _refusal(
            Text(
                "The saved plan was changed after it was made: its digest no longer fits.",
                detail="A plan is reviewed and applied as it was made. To change what is done, change the manifests.",
                hint="Make a new plan with `provisioner plan --out FILE`. Nothing was changed.",
            ),
            Text(
                "Den lagrede planen er endret etter at den ble laget: kontrollsummen stemmer ikke lenger.",
                detail="En plan blir gjennomgått og kjørt slik den ble laget. Skal det gjøres noe annet, endrer du "
                "manifestene.",
                hint="Lag en ny plan med `provisioner plan --out FIL`. Ingenting ble endret.",
            ),
        ),
        "plan-cut": _refusal(
            Text(
                "The saved plan is damaged.",
                hint="Make a new plan with `provisioner plan --out FILE`. Nothing was changed.",
            ),
            Text(
                "Den lagrede planen er skadet.",
                hint="Lag en ny plan med `provisioner plan --out FIL`. Ingenting ble endret.",
            ),
        ),
        "plan-damaged": _refusal(
            Text(
                "The saved plan is damaged.",
                detail="{why}",
                hint="Make a new plan with `provisioner plan --out FILE`. Nothing was changed.",
            ),
            Text(
                "Den lagrede planen er skadet.",
                detail="{why}",
                hint="Lag en ny plan med `provisioner plan --out FIL`. Ingenting ble endret.",
            ),
        ),
        "no-archive": _refusal(
            Text("The file is no pulled state.", hint="`provisioner state pull --out FILE` writes one."),
            Text("Filen er ingen uthentet tilstand.", hint="`provisioner state pull --out FIL` skriver en."),
        ),
        "archive-too-new": _refusal(
            Text(
                "The file is of version {version}; this program knows versions up to {newest}.",
                hint="Push it with the version of provisioner that pulled it, or a newer one. Nothing was changed.",
            ),
            Text(
                "Filen er av versjon {version}; dette programmet kjenner versjoner til og med {newest}.",
                hint="Legg den tilbake med versjonen av provisioner som hentet den ut, eller en nyere. Ingenting "
                "ble endret.",
            ),
        ),
        "no-export": _refusal(
            Text("The file is no exported audit.", hint="`provisioner audit export --out FILE` writes one."),
            Text("Filen er ikke et eksportert revisjonsspor.", hint="`provisioner audit export --out FIL` skriver et."),
        ),
        "export-too-new": _refusal(
            Text(
                "The audit is of version {version}; this program knows versions up to {newest}.",
                hint="Verify it with the version of provisioner that wrote it, or a newer one.",
            ),
            Text(
                "Revisjonssporet er av versjon {version}; dette programmet kjenner versjoner til og med {newest}.",
                hint="Kontroller det med versjonen av provisioner som skrev det, eller en nyere.",
            ),
        ),
        "export-damaged": _refusal(
            Text("The exported audit is damaged.", detail="{why}", hint="Take another copy of it, or export it again."),
            Text(
                "Det eksporterte revisjonssporet er skadet.",
                detail="{why}",
                hint="Ta en ny kopi av det, eller eksporter det på nytt.",
            ),
        ),
        "language-unusable": _refusal(
            Text(
                "The provider's part of the manifest language is no usable JSON Schema.",
                detail="{target}: {reason}",
                hint="Its `$defs` must hold `settings`, `integration`, `officeKey` and `catalogueEntry`.",
            ),
            Text(
                "Leverandørens del av manifestspråket er ikke et brukbart JSON Schema.",
                detail="{target}: {reason}",
                hint="`$defs` i det må ha `settings`, `integration`, `officeKey` og `catalogueEntry`.",
            ),
        ),
        "state-too-new": _refusal(
            Text(
                "The state is of version {version}; this program knows versions up to {newest}.",
                hint="Use the version of provisioner that wrote it, or a newer one. Nothing was changed.",
            ),
            Text(
                "Tilstanden er av versjon {version}; dette programmet kjenner versjoner til og med {newest}.",
                hint="Bruk versjonen av provisioner som skrev den, eller en nyere. Ingenting ble endret.",
            ),
        ),
        "workbook-extra": _refusal(
            Text("Writing a workbook needs an extra that is not installed.", hint="{install}"),
            Text("For å skrive en arbeidsbok trengs et tillegg som ikke er installert.", hint="{install}"),
        ),
        "archive-damaged": _refusal(
            Text(
                "The pulled state cannot be read.",
                detail="{why}",
                hint="Take another copy of the file. Nothing was changed.",
            ),
            Text(
                "Den uthentede tilstanden kan ikke leses.",
                detail="{why}",
                hint="Ta en ny kopi av filen. Ingenting ble endret.",
            ),
        ),
        "archive-account-twice": _refusal(
            Text(
                "The pulled state cannot be read.",
                detail="an account stands in it twice",
                hint="Take another copy of the file. Nothing was changed.",
            ),
            Text(
                "Den uthentede tilstanden kan ikke leses.",
                detail="en konto står i den to ganger",
                hint="Ta en ny kopi av filen. Ingenting ble endret.",
            ),
        ),
        "stored-damaged": _refusal(
            Text(
                "The stored {kind} cannot be read: {why}.",
                hint="`provisioner state history ACCOUNT` shows the serials before it, and `provisioner state "
                "restore ACCOUNT --serial N` goes back to one. Nothing was changed.",
            ),
            Text(
                "Det lagrede (`{kind}`) kan ikke leses: {why_nb}.",
                hint="`provisioner state history KONTO` viser versjonene før, og `provisioner state restore KONTO "
                "--serial N` går tilbake til en av dem. Ingenting ble endret.",
            ),
        ),
        "rule-broken-written": _refusal(
            Text(
                "The state of {account} breaks rule {rule}{where} and was not written: {why}",
                detail="{all}",
                hint="This is a fault of the program or of the storage: report it. `provisioner state restore "
                "ACCOUNT --serial N` goes back to an earlier serial.",
            ),
            Text(
                "Tilstanden til {account} bryter regel {rule}{where} og ble ikke skrevet: {why_nb}",
                detail="{all_nb}",
                hint="Dette er en feil i programmet eller i lagringen: meld fra om den. `provisioner state "
                "restore KONTO --serial N` går tilbake til en tidligere versjon.",
            ),
        ),
        "rule-broken-read": _refusal(
            Text(
                "The state of {account} breaks rule {rule}{where} and was not read: {why}",
                detail="{all}",
                hint="This is a fault of the program or of the storage: report it. `provisioner state restore "
                "ACCOUNT --serial N` goes back to an earlier serial.",
            ),
            Text(
                "Tilstanden til {account} bryter regel {rule}{where} og ble ikke lest: {why_nb}",
                detail="{all_nb}",
                hint="Dette er en feil i programmet eller i lagringen: meld fra om den. `provisioner state "
                "restore KONTO --serial N` går tilbake til en tidligere versjon.",
            ),
        ),
    }
)
"""By code."""
