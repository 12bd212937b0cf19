"""What the secret store of age files refuses, in English and Norwegian bokmål.

Promises: every code has both languages, and no text holds a secret.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


WORDS: Final = Vocabulary(
    {
        "no-directory": _refusal(
            Text("`{url}` names no directory.", hint="Write `age:secrets`."),
            Text("`{url}` nevner ingen mappe.", hint="Skriv `age:secrets`."),
        ),
        "no-recipients": _refusal(
            Text(
                "There is nobody to encrypt secrets to.",
                hint="Put at least one public key under `secrets: recipients:` of the project.",
            ),
            Text(
                "Det er ingen å kryptere hemmeligheter til.",
                hint="Skriv minst én offentlig nøkkel under `secrets: recipients:` i prosjektet.",
            ),
        ),
        "no-public-key": _refusal(
            Text("`{key}…` is no age public key.", hint="One begins with `age1`."),
            Text("`{key}…` er ingen offentlig age-nøkkel.", hint="En slik begynner med `age1`."),
        ),
        "not-used": _refusal(
            Text(
                "The secret store cannot use `{file}`: {error}.",
                hint="Check the directory, your rights there and the room on the disk.",
            ),
            Text(
                "Hemmelighetslageret kan ikke bruke `{file}`: {error}.",
                hint="Sjekk mappen, rettighetene dine der og plassen på disken.",
            ),
        ),
        "damaged": _refusal(
            Text("The file of the secret of {address} is damaged: {file}.", hint="Restore it from a copy."),
            Text("Filen med hemmeligheten til {address} er skadet: {file}.", hint="Hent den tilbake fra en kopi."),
        ),
        "identity-cannot-open": _refusal(
            Text(
                "This identity cannot open the secret of {address}.",
                hint="It was encrypted to others; when it was stored the project named its recipients. They are "
                "now: {names}.",
            ),
            Text(
                "Denne identiteten kan ikke åpne hemmeligheten til {address}.",
                hint="Den er kryptert til andre; da den ble lagret, nevnte prosjektet mottakerne. Nå er de: "
                "{names_nb}.",
            ),
        ),
        "no-identity": _refusal(
            Text(
                "What was given is no age identity.",
                hint="Give the identity file of one of the recipients, with `--identity FILE`.",
            ),
            Text(
                "Det som ble oppgitt, er ingen age-identitet.",
                hint="Oppgi identitetsfilen til en av mottakerne, med `--identity FIL`.",
            ),
        ),
        "identity-needed": _refusal(
            Text(
                "An identity is needed to open a secret.",
                hint="Give the identity file of one of the recipients, with `--identity FILE`.",
            ),
            Text(
                "Det trengs en identitet for å åpne en hemmelighet.",
                hint="Oppgi identitetsfilen til en av mottakerne, med `--identity FIL`.",
            ),
        ),
    }
)
"""What is refused, by its code."""
