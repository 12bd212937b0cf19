"""The levels a firm can be at, and what the next one takes, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

_I = Severity.INFO

_LEVELS: Final = {
    "level-unknown": Phrase(
        _I,
        Text("Not known: what could not be tried says nothing."),
        Text("Ikke kjent: det som ikke kunne prøves, sier ingenting."),
    ),
    "level-0": Phrase(
        _I,
        Text(
            "Level 0: nothing is read or done by API; a person does the work, step by step.",
            "Everything can be done so.",
        ),
        Text(
            "Nivå 0: ingenting leses eller gjøres med API; et menneske gjør arbeidet, steg for steg.",
            "Alt kan gjøres slik.",
        ),
    ),
    "level-1": Phrase(
        _I,
        Text("Level 1: the office's own account by API, and attaching clients to office keys."),
        Text("Nivå 1: kontorets egen konto med API, og å knytte klienter til kontorets nøkler."),
    ),
    "level-2": Phrase(
        _I,
        Text(
            "Level 2: clients' services and people are read by API too.",
            "Whether it is level 3, keys by API, shows only when the first key is made: Tripletex tells nobody.",
        ),
        Text(
            "Nivå 2: også klientenes tjenester og personer leses med API.",
            "Om det er nivå 3, nøkler med API, viser seg først når den første nøkkelen lages: Tripletex sier det ikke.",
        ),
    ),
    "level-next-1": Phrase(
        _I,
        Text(
            "Level 1 takes a consumer token and an ordinary key of an office employee.",
            "Tripletex gives a consumer token on application, in two to three weeks.",
            "Set `credentials.consumerToken` and `credentials.officeEmployeeToken`, and put `api` first in `drivers:`.",
        ),
        Text(
            "Nivå 1 krever et consumer token og en vanlig brukernøkkel for en ansatt ved kontoret.",
            "Tripletex gir consumer token etter søknad, på to til tre uker.",
            "Sett `credentials.consumerToken` og `credentials.officeEmployeeToken`, og `api` først i `drivers:`.",
        ),
    ),
    "level-next-2": Phrase(
        _I,
        Text(
            "Level 2 takes an office key for our own application, attached to every client.",
            hint="Make it («Regnskapskontorets brukernøkkel»), attach the clients under «Klient» > "
            "«Tilganger», and set "
            "`credentials.officeKey`.",
        ),
        Text(
            "Nivå 2 krever en av kontorets nøkler for vår egen applikasjon, knyttet til alle klienter.",
            hint="Lag den («Regnskapskontorets brukernøkkel»), knytt klientene til under «Klient» > "
            "«Tilganger», og sett "
            "`credentials.officeKey`.",
        ),
    ),
    "level-next-3": Phrase(
        _I,
        Text(
            "Level 3 takes Tripletex' approval of our application for making keys.",
            hint="Ask Tripletex for it. Until then `keysByApi: false` lets plans say that a person makes the keys.",
        ),
        Text(
            "Nivå 3 krever at Tripletex godkjenner applikasjonen vår for å lage nøkler.",
            hint="Be Tripletex om det. Til da lar `keysByApi: false` planene si at et menneske lager nøklene.",
        ),
    ),
}

LEVELS: Final[Mapping[str, Phrase]] = MappingProxyType(_LEVELS)
"""By code."""
