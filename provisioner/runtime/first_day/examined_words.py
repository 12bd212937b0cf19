"""What the house has to say of itself when it is looked at, in both languages."""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

WORDS: Final = Vocabulary(
    {
        "doctor-program": Phrase(
            _I,
            Text("provisioner {version} on Python {python}."),
            Text("provisioner {version} på Python {python}."),
        ),
        "doctor-formats": Phrase(
            _I,
            Text("The manifest language {language}, states of format {state}, saved plans of format {plan}."),
            Text("Manifestspråket {language}, tilstander av format {state}, lagrede planer av format {plan}."),
        ),
        "doctor-plugins": Phrase(
            _I,
            Text("None but those that come with it."),
            Text("Ingen utover dem som følger med."),
        ),
        "doctor-strangers": Phrase(
            _I,
            Text("Beside those that come with it: {names}."),
            Text("Utover dem som følger med: {names}."),
        ),
        "doctor-schema-old": Phrase(
            _W,
            Text(
                "{file} is not what this version checks by, so editors complete and check by another language.",
                hint="Run `{command}` and commit the file.",
            ),
            Text(
                "{file} er ikke det denne versjonen sjekker etter, så redigeringsprogrammer følger et annet språk.",
                hint="Kjør `{command}`, og sjekk inn filen.",
            ),
        ),
        "doctor-schema": Phrase(
            _I,
            Text("{file} is what this version checks by."),
            Text("{file} er det denne versjonen sjekker etter."),
        ),
        "doctor-state": Phrase(
            _I,
            Text("{where} can be reached and holds {accounts} accounts."),
            Text("{where} kan nås og inneholder {accounts} kontoer."),
        ),
        "doctor-state-missing": Phrase(
            _W,
            Text("{why}", hint="{hint}"),
            Text("{why}", hint="{hint}"),
        ),
        "doctor-failed": Phrase(_E, Text("{why}", "{detail}", "{hint}"), Text("{why_nb}", "{detail_nb}", "{hint_nb}")),
        "doctor-store": Phrase(
            _I,
            Text("{where} takes keys."),
            Text("{where} tar imot nøkler."),
        ),
        "doctor-no-store": Phrase(
            _I,
            Text(
                "None: keys stay sealed in the state.",
                hint="Name a place under `secrets: store:` where others should fetch them from there.",
            ),
            Text(
                "Ingen: nøkler blir liggende forseglet i tilstanden.",
                hint="Oppgi et sted under `secrets: store:` om andre skal hente dem der.",
            ),
        ),
        "doctor-recipients": Phrase(
            _I,
            Text("Keys are sealed to {names}."),
            Text("Nøkler forsegles til {names}."),
        ),
        "doctor-no-recipients": Phrase(
            _W,
            Text(
                "Nobody: no key can be made, for there is nobody to seal it to.",
                hint="Put at least one public key under `secrets: recipients:` in provisioner.yaml; "
                "`provisioner init` in an empty directory makes a pair.",
            ),
            Text(
                "Ingen: ingen nøkkel kan lages, for det er ingen å forsegle den til.",
                hint="Legg minst én offentlig nøkkel under `secrets: recipients:` i provisioner.yaml; "
                "`provisioner init` i en tom mappe lager et par.",
            ),
        ),
    }
)
"""Its diagnostics."""
