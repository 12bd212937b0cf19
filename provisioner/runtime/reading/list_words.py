"""Words for the lists that clients are made of: their files, the office's own, and who is missing from them."""

from __future__ import annotations

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _error(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


LIST_WORDS = Vocabulary(
    {
        "list-file": _error(
            Text(
                "The list {file} cannot be read: {error}.", hint="The path starts where provisioner.yaml stands. {near}"
            ),
            Text(
                "Listen {file} kan ikke leses: {error_nb}.",
                hint="Stien regnes fra mappen med provisioner.yaml. {near_nb}",
            ),
        ),
        "list-outside": _error(
            Text("The list {file} is outside the project.", hint="Put it beside provisioner.yaml, or below it."),
            Text(
                "Listen {file} ligger utenfor prosjektet.", hint="Legg den ved siden av provisioner.yaml, eller under."
            ),
        ),
        "listing-age": Phrase(
            Severity.INFO,
            Text(
                "The clients of `{name}` come from the office's list as it was {age} ago.",
                detail="It was fetched {at}, and holds {count} companies.",
                hint="`provisioner plan` fetches it again.",
            ),
            Text(
                "Klientene i `{name}` kommer fra kontorets liste slik den var for {age_nb} siden.",
                detail="Den ble hentet {at}, og har {count} selskaper.",
                hint="`provisioner plan` henter den på nytt.",
            ),
        ),
        "listing-none": Phrase(
            Severity.WARNING,
            Text(
                "The office's list for `{name}` was not fetched yet, so none of its clients is checked.",
                hint="`provisioner plan` fetches it and keeps a copy.",
            ),
            Text(
                "Kontorets liste for `{name}` er ikke hentet ennå, så ingen av klientene der er sjekket.",
                hint="`provisioner plan` henter den og tar vare på en kopi.",
            ),
        ),
        "listing-failed": Phrase(
            Severity.WARNING,
            Text(
                "The office's list for `{name}` cannot be fetched now, so the one of {age} ago is used: {error}",
                detail="It was fetched {at}, and holds {count} companies. Nobody is taken for gone who is not in it.",
                hint="`provisioner doctor` says how far the credentials reach.",
            ),
            Text(
                "Kontorets liste for `{name}` kan ikke hentes nå, så den fra for {age_nb} siden brukes: {error}",
                detail="Den ble hentet {at}, og har {count} selskaper. Ingen regnes som borte fordi de mangler der.",
                hint="`provisioner doctor` sier hvor langt tilgangene rekker.",
            ),
        ),
        "listing-unavailable": _error(
            Text(
                "The office's list for `{name}` cannot be fetched, and none was kept from before: {error}",
                hint="`provisioner doctor` says what it takes. Until then: a list of your own, `from: {{csv: …}}`.",
            ),
            Text(
                "Kontorets liste for `{name}` kan ikke hentes, og ingen er tatt vare på fra før: {error}",
                hint="`provisioner doctor` sier hva som skal til. Før klientene i en fil så lenge: `from: {{csv: …}}`.",
            ),
        ),
        "listing-incomplete": Phrase(
            Severity.INFO,
            Text(
                "The office's list for `{name}` is not complete: it holds {count} companies.",
                detail="Who is not in it may be there all the same, so nobody is taken for gone.",
                hint="`provisioner doctor` says what a complete list takes.",
            ),
            Text(
                "Kontorets liste for `{name}` er ikke fullstendig: den har {count} selskaper.",
                detail="Den som ikke står der, kan finnes likevel, så ingen regnes som borte.",
                hint="`provisioner doctor` sier hva en fullstendig liste krever.",
            ),
        ),
        "listing-not-kept": Phrase(
            Severity.WARNING,
            Text(
                "The office's list could not be kept in {file}: {error}.",
                hint="`validate` will know nothing of it. Check that the directory can be written.",
            ),
            Text(
                "Kontorets liste kunne ikke lagres i {file}: {error}.",
                hint="`validate` vil ikke kjenne den. Sjekk at mappen kan skrives til.",
            ),
        ),
        "client-not-listed": Phrase(
            Severity.INFO,
            Text(
                "The client {name} has things in the state and is in no list, but a list is not complete.",
                detail="It is left alone.",
                hint="If it is gone for good: `provisioner destroy --client {name}`.",
            ),
            Text(
                "Klienten {name} har ting i tilstanden og står ikke i noen liste, men en liste er ikke fullstendig.",
                detail="Den får være i fred.",
                hint="Er den borte for godt: `provisioner destroy --client {name}`.",
            ),
        ),
    }
)
