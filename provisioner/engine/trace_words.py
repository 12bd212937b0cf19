"""What is said of something that is not there, in both languages."""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary

_I: Final = Severity.INFO

TRACE_WORDS: Final = Vocabulary(
    {
        "absent-without": Phrase(
            _I,
            Text(
                "{name} is taken away from {account}.",
                hint="Take {name} out of `without:` if it is to be there.",
            ),
            Text(
                "{name} er tatt bort for {account}.",
                hint="Ta {name} ut av `without:` hvis den skal være der.",
            ),
        ),
        "absent-not-given": Phrase(
            _I,
            Text(
                "The profile {profile} gives {name}, and {account} does not have that profile.",
                hint="Write `profiles: [{profile}]` in {account}.",
            ),
            Text(
                "Profilen {profile} gir {name}, og {account} har ikke den profilen.",
                hint="Skriv `profiles: [{profile}]` hos {account}.",
            ),
        ),
        "absent-no-label": Phrase(
            _I,
            Text(
                "The profile {profile} gives {name} to those labelled `{label}: {wanted}`; {account} has no `{label}`.",
                hint="Give {account} that label, or the profile by name: `profiles: [{profile}]`.",
            ),
            Text(
                "Profilen {profile} gir {name} til dem med merkelappen `{label}: {wanted}`; {account} har ikke "
                "`{label}`.",
                hint="Gi {account} den merkelappen, eller profilen ved navn: `profiles: [{profile}]`.",
            ),
        ),
        "absent-other-label": Phrase(
            _I,
            Text(
                "The profile {profile} gives {name} to those labelled `{label}: {wanted}`; {account} has "
                "`{label}: {has}`.",
                hint="Is the label spelt alike in both? Else give the profile by name: `profiles: [{profile}]`.",
            ),
            Text(
                "Profilen {profile} gir {name} til dem med merkelappen `{label}: {wanted}`; {account} har "
                "`{label}: {has}`.",
                hint="Er merkelappen skrevet likt begge steder? Ellers gi profilen ved navn: `profiles: [{profile}]`.",
            ),
        ),
        "absent-excluded": Phrase(
            _I,
            Text(
                "The list {list} leaves {name} out.",
                hint="Take it out of `exclude:` if it is to be a client here.",
            ),
            Text(
                "Listen {list} utelater {name}.",
                hint="Ta den ut av `exclude:` hvis den skal være klient her.",
            ),
        ),
        "absent-elsewhere": Phrase(
            _I,
            Text("{name} is set up here in another way: {there}.", hint="Ask for that: `provisioner explain {there}`."),
            Text(
                "{name} settes opp på en annen måte her: {there}.", hint="Spør om den: `provisioner explain {there}`."
            ),
        ),
        "absent-undeclared": Phrase(
            _I,
            Text(
                "No document declares {name}.",
                hint="{near}Write it under `integrations:` of {account} or of a profile that reaches it; "
                "`provisioner catalog search` finds ids.",
            ),
            Text(
                "Ingen dokumenter har {name}.",
                hint="{near_nb}Skriv den under `integrations:` hos {account} eller i en profil som når den; "
                "`provisioner catalog search` finner id-er.",
            ),
        ),
        "absent-account": Phrase(
            _I,
            Text("No document or list gives a client called {name}.", hint="{near}`provisioner clients` lists them."),
            Text(
                "Ingen dokumenter eller lister gir en klient som heter {name}.",
                hint="{near_nb}`provisioner clients` viser dem.",
            ),
        ),
    }
)
