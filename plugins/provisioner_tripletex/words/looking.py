"""What checks and open questions have to say, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

_RECORD_EN: Final = "Record it with `provisioner recover {address} --done` or `--not-done`."
_RECORD_NB: Final = "Registrer svaret med `provisioner recover {address} --done` eller `--not-done`."

_QUESTIONS: Final = {
    "settle-module": Phrase(
        _W,
        Text("Is «Integrasjoner» active for {company}?", "Look under «Selskap» > «Mitt abonnement».", _RECORD_EN),
        Text("Er «Integrasjoner» aktivert for {company}?", "Se under «Selskap» > «Mitt abonnement».", _RECORD_NB),
    ),
    "settle-menu": Phrase(
        _W,
        Text("Is «{title}» active for {company}?", "Look for its tile under «Integrasjoner».", _RECORD_EN),
        Text("Er «{title}» aktivert for {company}?", "Finn den under «Integrasjoner».", _RECORD_NB),
    ),
    "settle-access": Phrase(
        _W,
        Text(
            "Is {company} attached to the key «{key_name}»?",
            "Look under «Klient» > «Tilganger» in the office's own account.",
            _RECORD_EN,
        ),
        Text(
            "Er {company} knyttet til nøkkelen «{key_name}»?",
            "Se under «Klient» > «Tilganger» i kontorets egen konto.",
            _RECORD_NB,
        ),
    ),
    "settle-key": Phrase(
        _W,
        Text(
            "Was the key «{key_name}» made at {company}?",
            "Look at the tab «API-tilgang» of {owner}.",
            "Record it with `provisioner recover {address} --done` or `--not-done`; `--lost` where it is there and "
            "nobody has its value: the next plan replaces it.",
        ),
        Text(
            "Ble nøkkelen «{key_name}» laget hos {company}?",
            "Se på fanen «API-tilgang» hos {owner}.",
            "Registrer svaret med `provisioner recover {address} --done` eller `--not-done`; `--lost` om den finnes "
            "og ingen har verdien: neste plan erstatter den.",
        ),
    ),
    "settle-key-deleted": Phrase(
        _W,
        Text("Was the key «{key_name}» deleted at {company}?", "Look at the tab «API-tilgang» of {owner}.", _RECORD_EN),
        Text("Ble nøkkelen «{key_name}» slettet hos {company}?", "Se på fanen «API-tilgang» hos {owner}.", _RECORD_NB),
    ),
    "settle-key-deleted-unnamed": Phrase(
        _W,
        Text(
            "Was the key for {title} deleted at {company}?",
            "Look at the tab «API-tilgang» of {owner} for one with the application {application}. It was there before "
            "us, so we do not know its name.",
            _RECORD_EN,
        ),
        Text(
            "Ble nøkkelen for {title} slettet hos {company}?",
            "Se på fanen «API-tilgang» hos {owner} etter en med applikasjonen {application}. Den fantes fra før, så vi "
            "vet ikke hva den heter.",
            _RECORD_NB,
        ),
    ),
}

_CHECKS: Final = {
    "module-unavailable": Phrase(
        _E,
        Text(
            "{company} cannot have «Integrasjoner»: its package is {package}.",
            "The service needs the package Smart or a larger one.",
            "Change the package under «Selskap» > «Mitt abonnement», or take the client's integrations away.",
        ),
        Text(
            "{company} kan ikke ha «Integrasjoner»: pakken er {package}.",
            "Tjenesten krever pakken Smart eller større.",
            "Bytt pakke under «Selskap» > «Mitt abonnement», eller ta bort klientens integrasjoner.",
        ),
    ),
    "package-too-small": Phrase(
        _E,
        Text(
            "{title} needs the package {needed}, and {company} has {package}.",
            hint="Change the package under «Selskap» > «Mitt abonnement», or take the integration away.",
        ),
        Text(
            "{title} krever pakken {needed}, og {company} har {package}.",
            hint="Bytt pakke under «Selskap» > «Mitt abonnement», eller ta bort integrasjonen.",
        ),
    ),
    "modules-unread": Phrase(
        _I,
        Text("Which package {company} has could not be read."),
        Text("Hvilken pakke {company} har, kunne ikke leses."),
    ),
    "package-unranked": Phrase(
        _I,
        Text("Whether the package of {company} suffices is not known.", "Active: {modules}."),
        Text("Det er ikke kjent om pakken til {company} er stor nok.", "Aktivt: {modules}."),
    ),
    "keys-unlistable": Phrase(
        _I,
        Text("Whether such keys are there already cannot be read: Tripletex lists no keys by API."),
        Text("Om slike nøkler finnes fra før, kan ikke leses: Tripletex lister ingen nøkler med API."),
    ),
    "approval-unseen": Phrase(
        _I,
        Text(
            "Whether our application may make keys by API shows only when it tries.",
            "If it is refused nothing is made, and a person is asked where `guided` is among the drivers.",
            "If you know that it is not approved, write `keysByApi: false`; plans then say that a person makes them.",
        ),
        Text(
            "Om applikasjonen vår får lage nøkler med API, viser seg først når den prøver.",
            "Får den nei, lages ingenting, og et menneske blir spurt der `guided` er blant driverne.",
            "Vet du at den ikke er godkjent, skriv `keysByApi: false`; da sier planen at et menneske lager dem.",
        ),
    ),
    "people-unread": Phrase(
        _I,
        Text("The people of {company} could not be read.", "{why}"),
        Text("Personene i {company} kunne ikke leses.", "{why}"),
    ),
    "rights-unread": Phrase(
        _I,
        Text("Rights at {company} could not be read.", "{why}"),
        Text("Rettigheter hos {company} kunne ikke leses.", "{why}"),
    ),
}

_HINTS: Final = {
    "office-key-would-do": Phrase(
        _I,
        Text(
            "{count} clients are to get a key each for {title}, and one office key would do for all of them.",
            "That is {less} keys less to make, to hand over and to renew; the clients are ticked in one list instead. "
            "It is about: {clients}.",
            "Declare it once in the office under `officeKeys:`, and write `method: office-key` for `{name}`. Keep keys "
            "of their own where the client itself holds the agreement.",
        ),
        Text(
            "{count} klienter skal få hver sin nøkkel for {title}, og én av kontorets nøkler rekker til alle.",
            "Da blir det {less} færre nøkler å lage, overlevere og fornye; klientene krysses av i én liste i stedet. "
            "Det gjelder: {clients}.",
            "Deklarer den én gang hos kontoret under `officeKeys:`, og skriv `method: office-key` for `{name}`. Behold "
            "egne nøkler der klienten selv har avtalen.",
        ),
    ),
}

LOOKING: Final[Mapping[str, Phrase]] = MappingProxyType({**_QUESTIONS, **_CHECKS, **_HINTS})
