"""What the command line says about workbooks, what came of them, and what somebody must look at.

Promises: as words.py, whose table these are a part of. Does not: hold the workbook's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SURVEY: Final[Mapping[str, tuple[str, str]]] = {
    "survey-written": (
        "Wrote {file}: {clients} {clients:client|clients}, {integrations} {integrations:integration|integrations}.",
        "Skrev {file}: {clients} {clients:klient|klienter}, {integrations} {integrations:integrasjon|integrasjoner}.",
    ),
    "survey-next": (
        "Fill it in, then: provisioner import --from {file} --dry-run",
        "Fyll den ut, og så: provisioner import --from {file} --dry-run",
    ),
    "import-wrote": ("Wrote {files} {files:file|files}.", "Skrev {files} {files:fil|filer}."),
    "import-would": (
        "Would write {files} {files:file|files}; nothing was written.",
        "Ville skrevet {files} {files:fil|filer}; ingenting ble skrevet.",
    ),
    "import-clients": (
        "{clients} new {clients:client|clients}, {profiles} {profiles:profile|profiles} with what they share.",
        "{clients} {clients:ny klient|nye klienter}, {profiles} {profiles:profil|profiler} med det de deler.",
    ),
    "import-answers": (
        "There: {there}. Not there, and to be made: {not_there}. Don't know: {unknown}.",
        "Finnes: {there}. Finnes ikke, og skal lages: {not_there}. Vet ikke: {unknown}.",
    ),
    "import-live": (
        "{things} {things:thing that is there is|things that are there are} declared; the next apply takes over.",
        "{things} ting som finnes, er deklarert, og tas over av neste apply.",
    ),
    "import-known": (
        "{known} {known:client is|clients are} in the manifests already, and left as before.",
        "{known} {known:klient|klienter} står i manifestene allerede, og er som før.",
    ),
    "import-closed": (
        "Waited to be made, and is there already, so it waits no more: {count}.",
        "Ventet på å bli laget, og finnes fra før, så det venter ikke lenger: {count}.",
    ),
    "import-in-hand": (
        "Is said to be there, and {claimant} has taken it on to make: {address}. Ask before it is there twice.",
        "Er sagt å finnes, og {claimant} har tatt på seg å lage den: {address}. Spør før den finnes to ganger.",
    ),
    "import-cut-off": (
        "Is said to be there, and a run may have made it: provisioner recover {address}",
        "Er sagt å finnes, og en kjøring kan ha laget den: provisioner recover {address}",
    ),
    "returned": (
        "Found there, and to be taken over by the next apply: {found}. Still open: {open}.",
        "Funnet der, og tas over av neste apply: {found}. Fortsatt åpne: {open}.",
    ),
    "returned-key": (
        "Left out: {address}. A key is told by itself, with its value: provisioner work complete ID",
        "Utelatt: {address}. En nøkkel føres for seg, med verdien: provisioner work complete ID",
    ),
    "import-look": (
        "What nobody knows is made by no plan. Somebody must look: provisioner work",
        "Det ingen vet, lages ikke av noen plan. Noen må se etter: provisioner work",
    ),
    "import-next": ("Next: provisioner plan", "Så: provisioner plan"),
    "look-title": (
        "Look whether it is there: {what} ({count})",
        "Se om den finnes: {what} ({count})",
    ),
    "look-answer": (
        "Then say for each: provisioner inventory attest ADDRESS --exists, or --absent",
        "Si så for hver: provisioner inventory attest ADRESSE --exists, eller --absent",
    ),
    "look-step": (
        (
            "Open the company in Tripletex and look. Then say for each: provisioner inventory attest ADDRESS --exists, "
            "or --absent"
        ),
        (
            "Åpne selskapet i Tripletex og se etter. Si så for hver: provisioner inventory attest ADRESSE --exists, "
            "eller --absent"
        ),
    ),
    "look-columns": ("ADDRESS|COMPANY", "ADRESSE|SELSKAP"),
    "status-columns": (
        "COMPANY|INTEGRATION|STATUS|OWNER|LAST DAY|HAND-OFF|LAST SEEN",
        "SELSKAP|INTEGRASJON|STATUS|EIER|SISTE DAG|OVERLEVERING|SIST SETT",
    ),
    "status-none": ("No client has anything declared.", "Ingen klient har noe deklarert."),
    "status-there": ("there", "finnes"),
    "status-not-there": ("not there", "finnes ikke"),
    "status-unknown": ("don't know", "vet ikke"),
    "status-handed-over": ("handed over", "overlevert"),
    "status-awaiting": ("awaiting", "venter"),
    "status-expiring": ("expiring", "utløper"),
}
