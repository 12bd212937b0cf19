"""The words of the engine: every diagnostic code of this room, in English and Norwegian bokmål.

Promises: each code has a severity and both languages, and no text holds a secret. Does not: decide when it is said.
"""

from __future__ import annotations

from typing import Final

from provisioner.engine.first_words import FIRST
from provisioner.engine.label_words import LABELS
from provisioner.engine.life_words import LIFE
from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary

_E: Final = Severity.ERROR
_W: Final = Severity.WARNING
_I: Final = Severity.INFO

_SELECT: Final = {
    "unknown-profile": Phrase(
        _E,
        Text("There is no profile called {name}.", "{account} uses it.", "{meant}"),
        Text("Det finnes ingen profil som heter {name}.", "{account} bruker den.", "{meant_nb}"),
    ),
    "profile-conflict": Phrase(
        _E,
        Text(
            "Two profiles of the same rank disagree about {field}.",
            "For {account}, {first} and {second} give {field} different values, and their order never matters.",
            "Write the value in {account} itself, or in only one of the profiles.",
        ),
        Text(
            "To profiler av samme rang er uenige om {field}.",
            "For {account} gir {first_nb} og {second_nb} ulike verdier for {field}, og rekkefølgen betyr aldri noe.",
            "Skriv verdien i {account} selv, eller i bare én av profilene.",
        ),
    ),
    "without-declared": Phrase(
        _E,
        Text(
            "{name} is both declared and taken away.",
            "{account} declares {name} itself and also lists it under `without`.",
            "Keep one of the two.",
        ),
        Text(
            "{name} er både lagt til og tatt bort.",
            "{account} har {name} selv og har den også under `without`.",
            "Behold én av de to.",
        ),
    ),
    "same-company-twice": Phrase(
        _E,
        Text(
            "{account} and {other} are the same company.",
            "They share {mark}. One company has one account here.",
            "Correct the number, or keep only one of them.",
        ),
        Text(
            "{account} og {other_nb} er samme selskap.",
            "De har samme {mark_nb}. Ett selskap har én konto her.",
            "Rett nummeret, eller behold bare én av dem.",
        ),
    ),
    "duplicate-name": Phrase(
        _E,
        Text("{kind} {name} is declared twice.", "A name is used once in a project.", "Rename or remove one of them."),
        Text("{kind} {name} er deklarert to ganger.", "Et navn brukes én gang i et prosjekt.", "Endre eller fjern én."),
    ),
}

_PLAN: Final = {
    "dependency-cycle": Phrase(
        _E,
        Text("Resources need each other in a ring.", "{ring}", "Remove one of these dependencies."),
        Text("Ressurser trenger hverandre i ring.", "{ring}", "Fjern én av disse avhengighetene."),
    ),
    "unknown-kind": Phrase(
        _E,
        Text(
            "The provider knows no kind {kind}.",
            "{address} is of a kind that the provider in use does not have.",
            "Use the version of the provider that made it.",
        ),
        Text(
            "Leverandørmodulen kjenner ikke typen {kind}.",
            "{address} er av en type som modulen i bruk ikke har.",
            "Bruk den versjonen av modulen som laget den.",
        ),
    ),
    "company-changed": Phrase(
        _E,
        Text(
            "{account} is no longer the same company.",
            "It was first applied to {before}; the manifest now says {after}. Nothing is planned for it.",
            "Correct the number, or give the new company a name of its own.",
        ),
        Text(
            "{account} er ikke lenger samme selskap.",
            "Den ble først satt opp for {before}; manifestet sier nå {after}. Ingenting planlegges for den.",
            "Rett nummeret, eller gi det nye selskapet et eget navn.",
        ),
    ),
    "conflict-exists": Phrase(
        _E,
        Text(
            "{address} is there already and is not ours.",
            "Nobody has said that it may be taken over, and making a second one is never done unasked.",
            "Write `adopt: true` on it, or run `provisioner inventory attest {address} --exists`.",
        ),
        Text(
            "{address} finnes allerede og er ikke vår.",
            "Ingen har sagt at den kan overtas, og en til lages aldri uten at noen ber om det.",
            "Skriv `adopt: true` på den, eller kjør `provisioner inventory attest {address} --exists`.",
        ),
    ),
    "conflict-differs": Phrase(
        _E,
        Text(
            "{address} cannot be taken over: it is made differently.",
            "These cannot be changed afterwards and differ: {differences}.",
            "Make the manifest say what is there, or end the one that is there first.",
        ),
        Text(
            "{address} kan ikke overtas: den er laget annerledes.",
            "Disse kan ikke endres etterpå og er ulike: {differences}.",
            "La manifestet si det som er der, eller avslutt den som er der først.",
        ),
    ),
    "conflict-ambiguous": Phrase(
        _E,
        Text(
            "{address} could be any of several things that are there.",
            "{count} things look the same, so none of them is taken over.",
            "End the ones that are not needed, then plan again.",
        ),
        Text(
            "{address} kan være hvilken som helst av flere som finnes.",
            "{count} ser like ut, derfor overtas ingen av dem.",
            "Avslutt dem som ikke trengs, og planlegg på nytt.",
        ),
    ),
    "same-thing-twice": Phrase(
        _E,
        Text(
            "{address} and {other} are the same thing.",
            "There can be only one of it in an account.",
            "Remove one of the two.",
        ),
        Text(
            "{address} og {other} er det samme.",
            "Det kan bare finnes én av den i en konto.",
            "Fjern én av de to.",
        ),
    ),
    "same-as-leaving": Phrase(
        _W,
        Text(
            "{address} is the same thing as {other}, which is on its way out.",
            "There can be only one of it, so the new one is made once the old one is gone.",
            "Apply, then plan again; or give it its old name back.",
        ),
        Text(
            "{address} er det samme som {other}, som er på vei ut.",
            "Det kan bare finnes én av den, derfor lages den nye når den gamle er borte.",
            "Utfør, og planlegg på nytt; eller gi den det gamle navnet tilbake.",
        ),
    ),
    "needs-recreate": Phrase(
        _W,
        Text(
            "{address} has vanished and is not made again unasked.",
            "It holds a secret: a new one would have to be handed to its vendor again, "
            "and somebody may have ended the old one on purpose.",
            "To make a new one: `provisioner plan --recreate {address}`. To give it up: take it out of the manifest.",
        ),
        Text(
            "{address} er borte og lages ikke på nytt uten at noen ber om det.",
            "Den har en hemmelighet: en ny måtte leveres til leverandøren igjen, "
            "og noen kan ha avsluttet den gamle med vilje.",
            "For å lage en ny: `provisioner plan --recreate {address}`. For å gi den opp: ta den ut av manifestet.",
        ),
    ),
    "not-inventoried": Phrase(
        _W,
        Text(
            "{account} is not inventoried, so {waiting}.",
            "Nobody has said yet what is there already, and making something twice cannot be undone.",
            "If nothing is there: `provisioner inventory attest {chosen} --empty`. "
            "If some of it is: `provisioner inventory attest ADDRESS --exists` for each.",
        ),
        Text(
            "{account} er ikke kartlagt, derfor venter {waiting_nb}.",
            "Ingen har sagt ennå hva som finnes fra før, og noe som lages to ganger, kan ikke gjøres om.",
            "Finnes ingenting: `provisioner inventory attest {chosen} --empty`. "
            "Finnes noe av det: `provisioner inventory attest ADRESSE --exists` for hver.",
        ),
    ),
    "protected": Phrase(
        _E,
        Text(
            "{address} is protected and would be {deed}.",
            "`protect: true` stands on it.",
            "Take `protect` away first, or leave the resource as it is.",
        ),
        Text(
            "{address} er beskyttet og ville blitt {deed_nb}.",
            "`protect: true` står på den.",
            "Ta bort `protect` først, eller la ressursen være som den er.",
        ),
    ),
    "permanent-kept": Phrase(
        _I,
        Text(
            "{address} stays as it is; it is only not followed up here any longer.",
            "We never switch such things off: others may depend on them.",
        ),
        Text(
            "{address} blir som den er; den følges bare ikke lenger opp her.",
            "Slike slår vi aldri av: andre kan være avhengige av dem.",
        ),
    ),
    "permanent-differs": Phrase(
        _E,
        Text(
            "{address} cannot be replaced.",
            "We never end such things, and this one would have to be made anew.",
            "Change it on the screen, or make the manifest say what is there.",
        ),
        Text(
            "{address} kan ikke erstattes.",
            "Slike avslutter vi aldri, og denne måtte lages på nytt.",
            "Endre den på skjermen, eller la manifestet si det som er der.",
        ),
    ),
    "open-intent": Phrase(
        _W,
        Text(
            "Nobody knows yet how the last attempt on {address} ended.",
            "`{step}` was begun {since} and its end was not recorded. It is not done again before that is known.",
            "Run `provisioner apply`, which looks first, or `provisioner work` to say what happened.",
        ),
        Text(
            "Ingen vet ennå hvordan siste forsøk på {address} endte.",
            "Steget `{step}` ble begynt {since}, og slutten ble ikke notert. Det gjøres ikke igjen før det er kjent.",
            "Kjør `provisioner apply`, som ser etter først, eller `provisioner work` for å si hva som skjedde.",
        ),
    ),
    "awaiting-changed": Phrase(
        _W,
        Text(
            "A person was asked for something that is no longer wanted so: {address}.",
            "`{step}` was asked for {since}; the manifest has changed since.",
            "Say whether it was done: `provisioner work complete {intent} --done`, or `--not-done`.",
        ),
        Text(
            "Noen ble bedt om noe som ikke lenger er ønsket slik: {address}.",
            "`{step}` ble bestilt {since}; manifestet er endret siden.",
            "Si om det ble gjort: `provisioner work complete {intent} --done`, eller `--not-done`.",
        ),
    ),
    "missing-dependency": Phrase(
        _E,
        Text(
            "{address} needs {needed}, which is neither declared nor there.",
            "",
            "Declare {needed}, or remove what needs it.",
        ),
        Text(
            "{address} trenger {needed}, som verken er deklarert eller finnes.",
            "",
            "Deklarer {needed}, eller fjern det som trenger den.",
        ),
    ),
    "still-in-use": Phrase(
        _W,
        Text(
            "{address} is not ended while others go through it.",
            "At least one account still has access through it.",
            "Take those accesses away first.",
        ),
        Text(
            "{address} avsluttes ikke så lenge andre går gjennom den.",
            "Minst én konto har fortsatt tilgang gjennom den.",
            "Ta bort de tilgangene først.",
        ),
    ),
    "expires-soon": Phrase(
        _W,
        Text(
            "{address} lasts until {date} and nothing later is wanted.",
            "It is not replaced, for the manifest gives no later date.",
            "Write a later `expires`, or use `validFor`.",
        ),
        Text(
            "{address} varer til {date}, og ingenting senere er ønsket.",
            "Den erstattes ikke, for manifestet gir ingen senere dato.",
            "Skriv en senere `expires`, eller bruk `validFor`.",
        ),
    ),
    "already-expired": Phrase(
        _E,
        Text(
            "{address} would be made with a last day that has passed.",
            "It is wanted until {date}.",
            "Write a later `expires`.",
        ),
        Text(
            "{address} ville blitt laget med en siste dag som er passert.",
            "Den er ønsket til {date}.",
            "Skriv en senere `expires`.",
        ),
    ),
    "not-visible": Phrase(
        _W,
        Text(
            "{account} could not be entered, so the state stands in for what is there.",
            "",
            "Check that the client has given the office its rights.",
        ),
        Text(
            "{account} kunne ikke åpnes, derfor brukes vår oppføring i stedet for det som er der.",
            "",
            "Sjekk at klienten har gitt kontoret rettighetene.",
        ),
    ),
    "unknown-target": Phrase(
        _E,
        Text("There is nothing at {address}.", "It is neither in the manifest nor in the state.", "{meant}"),
        Text("Det finnes ingenting på {address}.", "Den er verken i manifestet eller i tilstanden.", "{meant_nb}"),
    ),
}

_GUARD: Final = {
    "too-many-deletes": Phrase(
        _E,
        Text(
            "The plan ends or replaces {deletes} of {managed} managed resources ({percent} %).",
            "The project allows {max_count} or {max_percent} %, whichever is more.",
            "If it is meant: `--allow-deletes`. Otherwise look for a list that shrank or a profile that was renamed.",
        ),
        Text(
            "Planen avslutter eller erstatter {deletes} av {managed} ressurser ({percent} %).",
            "Prosjektet tillater {max_count} eller {max_percent} %, det som er mest.",
            "Er det meningen: `--allow-deletes`. Ellers: se etter en kortere liste eller en profil med nytt navn.",
        ),
    ),
    "too-many-missing": Phrase(
        _E,
        Text(
            "{missing} of {managed} managed clients ({percent} %) are no longer in the lists.",
            "The project allows {max_count} or {max_percent} %, whichever is more (`guardrails: maxMissing`).",
            "Is the list whole, and the right one? If they are gone for good: `--allow-deletes`.",
        ),
        Text(
            "{missing} av {managed} klienter ({percent} %) står ikke lenger i listene.",
            "Prosjektet tillater {max_count} eller {max_percent} %, det som er mest (`guardrails: maxMissing`).",
            "Er listen hel, og er det den riktige? Er de borte for godt: `--allow-deletes`.",
        ),
    ),
    "expiry-required": Phrase(
        _E,
        Text(
            "{address} has no last day.",
            "The project's `guardrails` ask every key for one.",
            "Write `expires: YYYY-MM-DD` or `validFor: 365d`.",
        ),
        Text(
            "{address} har ingen siste dag.",
            "Prosjektets `guardrails` krever det av hver nøkkel.",
            "Skriv `expires: ÅÅÅÅ-MM-DD` eller `validFor: 365d`.",
        ),
    ),
}

WORDS: Final = Vocabulary({**_SELECT, **_PLAN, **LIFE, **FIRST, **LABELS, **_GUARD})
