"""The words of the fakes and of simulated runs, in both languages."""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary

WORDS: Final = Vocabulary(
    {
        "fake-unknown-kind": Phrase(
            Severity.ERROR,
            Text("`{name}` is of no known kind.", hint="Write one of: {kinds}."),
            Text("«{name}» er av ukjent slag.", hint="Skriv ett av: {kinds}."),
        ),
        "fake-bad-field": Phrase(
            Severity.ERROR,
            Text("`{field}` of `{name}` cannot be understood."),
            Text("«{field}» for «{name}» kan ikke forstås."),
        ),
        "fake-no-driver": Phrase(
            Severity.ERROR,
            Text("Nobody can do anything with a {kind}."),
            Text("Ingen kan gjøre noe med en {kind}."),
        ),
        "fake-by-hand": Phrase(
            Severity.INFO,
            Text("A {kind} is done by a person."),
            Text("En {kind} gjøres av et menneske."),
        ),
        "fake-untold": Phrase(
            Severity.WARNING,
            Text("{label} cannot be told apart from another, so it is not declared."),
            Text("{label} kan ikke skilles fra en annen, så den er ikke deklarert."),
        ),
        "fake-barred": Phrase(
            Severity.ERROR,
            Text("{address} cannot be had."),
            Text("{address} kan ikke fås."),
        ),
        "fake-not-read": Phrase(
            Severity.WARNING,
            Text("{account} was not read, so this could not be checked."),
            Text("{account} er ikke lest, så dette kunne ikke kontrolleres."),
        ),
        "fake-gone": Phrase(
            Severity.ERROR,
            Text("What should be changed is not there: {address}."),
            Text("Det som skulle endres, finnes ikke: {address}."),
        ),
        "fake-refused": Phrase(
            Severity.ERROR,
            Text("It was not done: {note}."),
            Text("Det ble ikke gjort: {note}."),
        ),
        "fake-secret-missing": Phrase(
            Severity.ERROR,
            Text("The answer holds no key.", hint="Copy the key that was shown."),
            Text("Svaret har ingen nøkkel.", hint="Kopier nøkkelen som ble vist."),
        ),
        "fake-secret-is-id": Phrase(
            Severity.ERROR,
            Text("That is the key's id, not the key.", hint="Copy the key itself."),
            Text("Dette er nøkkelens id, ikke nøkkelen.", hint="Kopier selve nøkkelen."),
        ),
        "fake-unsure": Phrase(
            Severity.ERROR,
            Text("Nobody can tell whether {address} was made.", hint="Look for it, and say what you see."),
            Text("Ingen kan si om {address} ble laget.", hint="Se etter, og si hva du ser."),
        ),
        "no-seam": Phrase(
            Severity.ERROR,
            Text("`--at {text}` is no seam and fault.", hint="Write `--at 117=crash`. Faults: {faults}."),
            Text("`--at {text}` er ikke et sted og en feil.", hint="Skriv `--at 117=crash`. Feil: {faults}."),
        ),
        "nothing-rehearses": Phrase(
            Severity.ERROR,
            Text("Nothing that is installed can rehearse these manifests.", hint="A simulator can."),
            Text("Ingenting som er installert, kan øve på disse manifestene.", hint="En simulator kan."),
        ),
        "never-at-rest": Phrase(
            Severity.ERROR,
            Text(
                "These manifests do not come to rest in a made-up world even where nothing goes wrong.",
                detail="{found}",
                hint="`provisioner plan --endpoint simulator` shows more; what a plan calls an error has to be mended.",
            ),
            Text(
                "Disse manifestene faller ikke til ro i en oppdiktet verden, selv når ingenting går galt.",
                detail="{found}",
                hint="`provisioner plan --endpoint simulator` viser mer; det en plan kaller en feil, må rettes.",
            ),
        ),
    }
)
