"""What the command line says about how things live on: last days, people, clients that leave.

Promises: as words.py, whose table these are a part of. Does not: hold help texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LIFE: Final[Mapping[str, tuple[str, str]]] = {
    # expiring
    "expiring-columns": ("LAST DAY|DAYS|ADDRESS|COMPANY|WHAT THEN", "SISTE DAG|DAGER|ADRESSE|SELSKAP|HVA SÅ"),
    "people-columns": ("PERSON|KEYS|ACTIVATIONS|CLIENTS", "PERSON|NØKLER|AKTIVERINGER|KLIENTER"),
    "people-show-columns": (
        "ADDRESS|COMPANY|CLIENTS|STATUS|WRITTEN IN",
        "ADRESSE|SELSKAP|KLIENTER|STATUS|SKREVET I",
    ),
    "handoff-columns": ("ADDRESS|COMPANY|SINCE|STATUS|NOTE", "ADRESSE|SELSKAP|SIDEN|STATUS|MERKNAD"),
    "expiring-none": ("Nothing ends within {days} days.", "Ingenting utløper innen {days} dager."),
    "expiring-next-plan": ("replaced by the next plan", "erstattes av neste plan"),
    "expiring-by-itself": ("replaced by a plan from {day}", "erstattes av en plan fra {day}"),
    "expiring-manifest": (
        "write a later `expires`, or `validFor`: {place}",
        "skriv en senere `expires`, eller `validFor`: {place}",
    ),
    "expiring-protected": (
        "protected, so no plan replaces it: {place}",
        "beskyttet, så ingen plan erstatter den: {place}",
    ),
    "expiring-replaced": (
        "replaced; ends once its vendor has the new one",
        "erstattet; avsluttes når leverandøren har den nye",
    ),
    "expiring-unwanted": (
        "in no manifest any more; the next plan ends it",
        "ikke lenger i noe manifest; neste plan avslutter den",
    ),
    "expiring-calendar": ("{project}: keys that expire", "{project}: nøkler som utløper"),
    "expiring-event": ("{integration} expires at {company}", "{integration} utløper hos {company}"),
    "expiring-event-more": (
        "{address}, generation {generation}: {what}.",
        "{address}, generasjon {generation}: {what}.",
    ),
    "manifests-faulty": (
        "The manifests hold errors, so some of this may not be as it says.",
        "Manifestene har feil, så noe av dette er kanskje ikke som det står.",
    ),
    # people
    "people-none": ("Nothing depends on anybody.", "Ingenting avhenger av noen."),
    "people-nothing": ("Nothing depends on {person}.", "Ingenting avhenger av {person}."),
    "people-stops": (
        "When {person} leaves, this stops: {things}, serving {clients} of {all} clients.",
        "Når {person} slutter, stopper dette: {things}, for {clients} av {all} klienter.",
    ),
    "people-in-force": ("in force", "i bruk"),
    "people-old": ("replaced, kept for now", "erstattet, står foreløpig"),
    "people-planned": ("not made yet", "ikke laget ennå"),
    "people-then": (
        "Put somebody else in: provisioner people replace {person} NEW",
        "Sett inn en annen: provisioner people replace {person} NY",
    ),
    "people-written": ("Rewrote {file}", "Skrev om {file}"),
    "people-by-hand": (
        "The owner of {address} does not stand where it can be rewritten. Change it by hand: {place}",
        "Eieren av {address} står ikke slik at den kan skrives om. Endre den for hånd: {place}",
    ),
    "people-kept": (
        "{address} stays {person}'s: {what}.",
        "{address} blir stående på {person}: {what}.",
    ),
    "people-kept-old": (
        "it is replaced already, and ends once its vendor has the new one",
        "den er alt erstattet, og avsluttes når leverandøren har den nye",
    ),
    "people-kept-accepted": (
        "who accepted an agreement stays who did; to make it another's, activate it anew on the screen",
        "den som godtok avtalen, er den som gjorde det; skal den bli en annens, må den aktiveres på nytt på skjermen",
    ),
    "not-rewritten": (
        "{file} is as it was before: the plan of what would follow finds errors, or could not be made.",
        "{file} er som før: planen for det som ville følge, har feil, eller kunne ikke lages.",
    ),
    "offboard-written": ("Wrote into {file} that the client leaves.", "Skrev i {file} at klienten slutter."),
    "offboard-then": (
        "The document for its successor: provisioner offboard {client} --handover markdown",
        "Dokumentet til etterfølgeren: provisioner offboard {client} --handover markdown",
    ),
    "people-no-edit": ("No manifest was changed.", "Ingen manifester ble endret."),
}
