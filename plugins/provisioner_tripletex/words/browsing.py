"""What the driver `web` has to say, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

BROWSING: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "route-web-module-off": Phrase(
            _I,
            Text("The browser switches no service off."),
            Text("Nettleseren slår ikke av noen tjeneste."),
        ),
        "route-web-unnamed": Phrase(
            _I,
            Text("The browser would have to guess which key it is: it was there before us, and its name is not known."),
            Text("Nettleseren måtte ha gjettet hvilken nøkkel det er: den fantes fra før, og navnet er ikke kjent."),
        ),
        "route-web-no-change": Phrase(
            _I,
            Text("The browser changes nothing that is there; it makes and ends."),
            Text("Nettleseren endrer ikke det som er der; den lager og avslutter."),
        ),
        "left-to-person": Phrase(
            _W,
            Text(
                "The browser stopped, and nothing was changed: {wanted} was expected, and there was: {seen}.",
                detail="The step is left to a person.",
                hint="If a word on the screen has changed, tell those who keep the driver.",
            ),
            Text(
                "Nettleseren stoppet, og ingenting ble endret: {wanted_nb} var ventet, og der sto: {seen_nb}.",
                detail="Steget er overlatt til et menneske.",
                hint="Er et ord på skjermen endret, si fra til dem som vedlikeholder driveren.",
            ),
        ),
        "screen-unexpected": Phrase(
            _E,
            Text(
                "The browser stopped, and nothing was changed: {wanted} was expected, and there was: {seen}.",
                hint="Add `guided` to `drivers:`, so that a person can do what the browser cannot.",
            ),
            Text(
                "Nettleseren stoppet, og ingenting ble endret: {wanted_nb} var ventet, og der sto: {seen_nb}.",
                hint="Legg til `guided` under `drivers:`, så et menneske kan gjøre det nettleseren ikke kan.",
            ),
        ),
        "refused-on-screen": Phrase(
            _E,
            Text("The screen said no: {said}", hint="Mend what it says, then apply again. Nothing was made."),
            Text("Skjermen sa nei: {said}", hint="Rett på det den sier, og kjør apply igjen. Ingenting ble laget."),
        ),
        "people-nameless": Phrase(
            _W,
            Text(
                "Somebody at {company} has no e-mail address on the screen, so whether they own keys is not known.",
                hint="Look at the tab «API-tilgang» of whoever stands in the list without an address.",
            ),
            Text(
                "Noen hos {company} har ingen e-postadresse på skjermen, så om de eier nøkler, er ikke kjent.",
                hint="Se på fanen «API-tilgang» hos den som står i listen uten adresse.",
            ),
        ),
        "screens-not-read": Phrase(
            _W,
            Text(
                "The screens of {company} could not be read: {wanted} was expected, and there was: {seen}.",
                hint="What is there is not known; `inventory attest` records what a person sees.",
            ),
            Text(
                "Skjermbildene til {company} kunne ikke leses: {wanted_nb} var ventet, og der sto: {seen_nb}.",
                hint="Hva som er der, er ikke kjent; `inventory attest` fører det et menneske ser.",
            ),
        ),
    }
)
