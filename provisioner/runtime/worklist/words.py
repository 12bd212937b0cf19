"""What is said to whoever takes work on, gives it back or answers it, and cannot: in English and Norwegian bokmål.

Promises: each says whose move it is and which command makes it. Does not: decide anything.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary

_E: Final = Severity.ERROR
_LIST: Final = "`provisioner work` lists what is open."
_NB_LIST: Final = "`provisioner work` viser hva som er åpent."

WORDS = Vocabulary(
    {
        "work-unknown": Phrase(
            _E,
            en=Text("No work is open under {id}.", hint=_LIST),
            nb=Text("Ingen oppgave er åpen med {id}.", hint=_NB_LIST),
        ),
        "work-cut-off": Phrase(
            _E,
            en=Text(
                "A run began {id} ({address}), and nobody knows how it ended.",
                hint="Do not do it again. Look on the screen, then answer with `provisioner recover {address}`.",
            ),
            nb=Text(
                "En kjøring begynte på {id} ({address}), og ingen vet hvordan det endte.",
                hint="Ikke gjør det på nytt. Se på skjermen, og svar så med `provisioner recover {address}`.",
            ),
        ),
        "work-taken": Phrase(
            _E,
            en=Text(
                "{claimant} has already begun {id} ({address}).",
                hint="Ask them. If they have not pressed the last button, they give it back: "
                "`provisioner work release {id}`. Then it is yours to start.",
            ),
            nb=Text(
                "{claimant} har allerede begynt på {id} ({address}).",
                hint="Spør dem. Har de ikke trykket på den siste knappen, gir de den tilbake: "
                "`provisioner work release {id}`. Så kan du ta den.",
            ),
        ),
        "work-not-theirs": Phrase(
            _E,
            en=Text(
                "{claimant} has taken on {id} ({address}), not {by}. Nothing was recorded.",
                hint="Whoever did it says what became of it: `--by {claimant}` where you write for them. If you know "
                "it in their place: `--instead-of {claimant}`, which the audit remembers.",
            ),
            nb=Text(
                "{claimant} har tatt {id} ({address}), ikke {by}. Ingenting ble ført.",
                hint="Den som gjorde det, sier hvordan det gikk: `--by {claimant}` når du skriver for dem. Vet du det "
                "i deres sted: `--instead-of {claimant}`, som revisjonssporet husker.",
            ),
        ),
        "work-nobodys": Phrase(
            _E,
            en=Text(
                "{instead_of} has not taken on {id} ({address}). Nothing was recorded.",
                hint="Leave out `--instead-of`. `provisioner work` says whose each is.",
            ),
            nb=Text(
                "{instead_of} har ikke tatt {id} ({address}). Ingenting ble ført.",
                hint="Utelat `--instead-of`. `provisioner work` viser hvem som har hva.",
            ),
        ),
        "work-shows-no-key": Phrase(
            _E,
            en=Text(
                "{action} {address} shows no key that could be lost.",
                hint="Say --done or --not-done. Nothing was recorded.",
            ),
            nb=Text(
                "{action} {address} viser ingen nøkkel som kan være tapt.",
                hint="Svar --done eller --not-done. Ingenting ble ført.",
            ),
        ),
        "work-alone": Phrase(
            _E,
            en=Text(
                "{id} ({address}) shows a key, and is always done alone.",
                hint="Leave it out here, and give its id by itself. Nothing was recorded.",
            ),
            nb=Text(
                "{id} ({address}) viser en nøkkel, og gjøres alltid alene.",
                hint="Utelat den her, og oppgi ID-en for seg. Ingenting ble ført.",
            ),
        ),
        "work-compared-apart": Phrase(
            _E,
            en=Text(
                "One text was given for several agreements.",
                hint="Answer for what stands on one list, or for one ID at a time. Nothing was recorded.",
            ),
            nb=Text(
                "Én tekst ble oppgitt for flere avtaler.",
                hint="Svar for det som står på én liste, eller for én ID om gangen. Ingenting ble ført.",
            ),
        ),
        "work-ended-meanwhile": Phrase(
            _E,
            en=Text(
                "Somebody else has just recorded what became of {id}.",
                hint="Nothing was recorded. `provisioner work` lists what is still open; a key that was made twice "
                "must be deleted on the screen.",
            ),
            nb=Text(
                "Noen andre har nettopp ført hva det ble av {id}.",
                hint="Ingenting ble ført. `provisioner work` viser hva som fortsatt er åpent; en nøkkel som er laget "
                "to ganger, må slettes på skjermen.",
            ),
        ),
        "release-nobodys": Phrase(
            _E,
            en=Text("Nobody has taken on {id} ({address}).", hint="There is nothing to give back."),
            nb=Text("Ingen har tatt {id} ({address}).", hint="Det er ingenting å gi tilbake."),
        ),
        "release-not-theirs": Phrase(
            _E,
            en=Text(
                "{claimant} has taken on {id} ({address}), not {by}.",
                hint="Ask them whether they pressed the button. Then: --by {claimant}.",
            ),
            nb=Text(
                "{claimant} har tatt {id} ({address}), ikke {by}.",
                hint="Spør dem om de trykket på knappen. Så: --by {claimant}.",
            ),
        ),
    }
)
