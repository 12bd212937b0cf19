"""Words for taking in a workbook or live accounts, and for what somebody must look at."""

from __future__ import annotations

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary

IMPORT_WORDS = Vocabulary(
    {
        "import-undeclared": Phrase(
            Severity.WARNING,
            Text(
                "{cell}: {title} is not declared for {client}, so what is said of it was not recorded.",
                hint="Its manifest is somebody's own work and stays as it is. Write `{name}:` under `integrations:` "
                "there, then import again.",
            ),
            Text(
                "{cell}: {title} er ikke deklarert for {client}, så det som er sagt om den, ble ikke registrert.",
                hint="Manifestet er noens eget arbeid og blir som det er. Skriv `{name}:` under `integrations:` der, "
                "og importer på nytt.",
            ),
        ),
        "import-status": Phrase(
            Severity.ERROR,
            Text(
                "{file} tells how things stand in the form of an earlier version, which is not read back.",
                hint="Let `provisioner status --xlsx FILE.xlsx` write it anew: that one is read back.",
            ),
            Text(
                "{file} forteller hvordan det står til, i formen fra en tidligere versjon, som ikke leses tilbake.",
                hint="La `provisioner status --xlsx FIL.xlsx` skrive den på nytt: den kan fylles ut og leses tilbake.",
            ),
        ),
        "import-no-ids": Phrase(
            Severity.ERROR,
            Text(
                "{file} lacks its hidden sheet, «{sheet}», which says what each column and row is.",
                hint="Take the file as it was before that sheet was deleted; or write a new one with `provisioner "
                "inventory --out FILE.xlsx`, and paste the answers into it.",
            ),
            Text(
                "{file} mangler det skjulte arket «{sheet}», som sier hva hver kolonne og rad er.",
                hint="Ta filen slik den var før arket ble slettet; eller skriv en ny med `provisioner inventory --out "
                "FIL.xlsx`, og lim svarene inn i den.",
            ),
        ),
        "import-no-answers": Phrase(
            Severity.ERROR,
            Text(
                "{file} is no workbook of ours, so no answers stand in it.",
                hint="`provisioner inventory --out FILE.xlsx` writes one.",
            ),
            Text(
                "{file} er ikke en arbeidsbok fra oss, så det står ingen svar i den.",
                hint="`provisioner inventory --out FIL.xlsx` skriver en.",
            ),
        ),
        "import-kept": Phrase(
            Severity.WARNING,
            Text(
                "{cell}: what is said of {client}'s {name} differs from its manifest, which was left as it is.",
                hint="Change {field} in the manifest: `provisioner explain` tells where it is written.",
            ),
            Text(
                "{cell}: det som er sagt om {name} hos {client}, er noe annet enn i manifestet, som ble stående.",
                hint="Endre {field} i manifestet: `provisioner explain` forteller hvor det står.",
            ),
        ),
        "import-list-answers": Phrase(
            Severity.ERROR,
            Text(
                "{file} says what clients have, and not how it is set up, so nothing was written.",
                hint="`provisioner inventory --out FILE.xlsx --clients {file}` writes a workbook that holds these "
                "answers and asks for the rest.",
            ),
            Text(
                "{file} sier hva klientene har, og ikke hvordan det er satt opp, så ingenting ble skrevet.",
                hint="`provisioner inventory --out FIL.xlsx --clients {file}` skriver en arbeidsbok som har disse "
                "svarene og spør om resten.",
            ),
        ),
        "import-office-made": Phrase(
            Severity.WARNING,
            Text(
                "{file} says now who the office is, but for its organisation number, which nobody said.",
                hint="Write `organizationNumber:` there before the first apply: by it the office's account is known.",
            ),
            Text(
                "{file} sier nå hvem kontoret er, bortsett fra organisasjonsnummeret, som ingen har sagt.",
                hint="Skriv `organizationNumber:` der før første apply: kontorets konto kjennes på det.",
            ),
        ),
        "import-office-form": Phrase(
            Severity.ERROR,
            Text(
                "The office's document leaves no certain place for {what}.",
                "It is somebody's own work, and lines are only added to it.",
                "Write `officeKeys:` as one entry a line, then import again.",
            ),
            Text(
                "Kontorets dokument har ingen sikker plass til {what}.",
                "Det er noens eget arbeid, og det legges bare linjer til.",
                "Skriv `officeKeys:` med én oppføring per linje, og importer på nytt.",
            ),
        ),
        "import-office-absent": Phrase(
            Severity.ERROR,
            Text(
                "{cell}: the office's key for {title} is said not to be there, and clients are said to go through it.",
                hint="Say that it is there, or of those clients that they do not have it.",
            ),
            Text(
                "{cell}: kontorets nøkkel for {title} er sagt ikke å finnes, og klienter er sagt å gå gjennom den.",
                hint="Si at den finnes, eller si for de klientene at de ikke har den.",
            ),
        ),
        "import-office-kept": Phrase(
            Severity.WARNING,
            Text(
                "{cell}: what is said of the office's {name} differs from its manifest, which was left as it is.",
                hint="Change {field} in the manifest: `provisioner explain` tells where it is written.",
            ),
            Text(
                "{cell}: det som er sagt om {name} hos kontoret, er noe annet enn i manifestet, som ble stående.",
                hint="Endre {field} i manifestet: `provisioner explain` forteller hvor det står.",
            ),
        ),
        "live-listing": Phrase(
            Severity.WARNING,
            Text(
                "The list of clients is not certain to be whole: {count} {count:company stands|companies stand} in it.",
                "Who is not in it was not looked for, and nothing is said of them.",
                "`provisioner doctor` says what it would take to list them all.",
            ),
            Text(
                "Det er ikke sikkert at listen over klienter er hel: {count} {count:selskap|selskaper} står i den.",
                "Den som ikke står der, er ikke lett etter, og ingenting er sagt om dem.",
                "`provisioner doctor` forteller hva som skal til for å liste alle.",
            ),
        ),
        "live-unread": Phrase(
            Severity.WARNING,
            Text(
                "{company} could not be read, so no manifest was made for it.",
                hint="Import again once it can be: those that are taken in already stay as they are.",
            ),
            Text(
                "{company} kunne ikke leses, så det er ikke laget noe manifest for selskapet.",
                hint="Importer på nytt når det kan leses: de som er tatt inn, blir som de er.",
            ),
        ),
        "live-no-office": Phrase(
            Severity.WARNING,
            Text(
                "No `kind: Office` is written, so the office's keys and whatever goes through them is not declared.",
                hint="Write office.yaml with the office's name and organisation number, then import again.",
            ),
            Text(
                "Det står ikke noe `kind: Office`, så kontorets nøkler og det som går gjennom dem, er ikke deklarert.",
                hint="Skriv office.yaml med kontorets navn og organisasjonsnummer, og importer på nytt.",
            ),
        ),
        "live-office-kept": Phrase(
            Severity.WARNING,
            Text(
                "{what} of the office is there and was not declared: its manifest leaves no certain place for it.",
                "The manifest is somebody's own work and stays as it is.",
                "Write `officeKeys:` and `integrations:` as one entry a line, then import again.",
            ),
            Text(
                "{what} hos kontoret finnes og er ikke deklarert: manifestet har ingen sikker plass til det.",
                "Manifestet er noens eget arbeid og blir som det er.",
                "Skriv `officeKeys:` og `integrations:` med én oppføring per linje, og importer på nytt.",
            ),
        ),
        "live-endless": Phrase(
            Severity.INFO,
            Text(
                "{count} {count:key shows|keys show} no last day, so none is written.",
                hint="Write `validFor: 365d` in a profile to be reminded in time.",
            ),
            Text(
                "{count} {count:nøkkel|nøkler} viser ingen siste dag, så ingen er skrevet.",
                hint="Skriv `validFor: 365d` i en profil for å bli minnet i tide.",
            ),
        ),
    }
)
