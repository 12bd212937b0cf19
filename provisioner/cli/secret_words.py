"""What the secret verbs say, in English and Norwegian bokmål; a part of the one table in words.py.

Promises and limits are that table's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SECRETS: Final[Mapping[str, tuple[str, str]]] = {
    "secret-on-screen": (
        "The secret stands on the screen now; clear it when you are done.",
        "Hemmeligheten står på skjermen nå; tøm den når du er ferdig.",
    ),
    "secrets-columns": (
        "ADDRESS|GENERATION|STATUS|STORE|SEALED COPY|WHO CAN OPEN IT",
        "ADRESSE|GENERASJON|STATUS|LAGER|FORSEGLET KOPI|HVEM KAN ÅPNE DEN",
    ),
    "secrets-deposed": ("{generation} (deposed)", "{generation} (erstattet)"),
    "secrets-stored-as": ("{store} as {address}", "{store} som {address}"),
    "secrets-in-state": ("in the state", "i tilstanden"),
    "secrets-in-deposit": ("set aside with the state", "lagt til side ved tilstanden"),
    "secrets-in-rescue": ("in a rescue file", "i en redningsfil"),
    "secrets-but-not": ("{readers} (not {missing})", "{readers} (ikke {missing})"),
    "secrets-status-sealed": ("sealed", "forseglet"),
    "secrets-status-stored": ("stored", "lagret"),
    "secrets-status-never-held": ("never-held", "aldri vår"),
    "secrets-status-lost": ("lost", "tapt"),
    "secrets-status-elsewhere": ("elsewhere", "et annet sted"),
    "no-secrets": ("No secret fits.", "Ingen hemmelighet passer."),
    "secrets-to-store": (
        "{count} sealed and not in the store: provisioner secret store --all --identity FILE",
        "{count} forseglet og ikke i lageret: provisioner secret store --all --identity FIL",
    ),
    "secrets-elsewhere": (
        "{count} in another store than the project's: provisioner secret store --all --identity FILE",
        "{count} i et annet lager enn prosjektets: provisioner secret store --all --identity FIL",
    ),
    "secrets-who-knows-where": (
        "{count} stored before it was written down where: provisioner secret store --all --identity FILE looks",
        "{count} lagret før det ble ført hvor: provisioner secret store --all --identity FIL finner det ut",
    ),
    "secrets-without-store": (
        "{count} in a store, and the project names none: put `store:` back under `secrets:` in provisioner.yaml",
        "{count} i et lager, men prosjektet har ikke noe: sett `store:` tilbake under `secrets:` i provisioner.yaml",
    ),
    "handoff-elsewhere": (
        "Its key is in {store}, not in the project's store: provisioner secret store {address} --identity FILE",
        "Nøkkelen er i {store}, ikke i prosjektets lager: provisioner secret store {address} --identity FIL",
    ),
    "handoff-some-store": ("a store that was not written down", "et lager som ikke er ført"),
    "secrets-left-behind": (
        "What was brought over is in {store}, too: empty it when nobody needs it any more.",
        "Det som ble tatt med over, ligger også i {store}: tøm det når ingen trenger det lenger.",
    ),
    "secrets-to-rewrap": (
        "{count} cannot be opened by everybody who should: provisioner secret rewrap --all --identity FILE",
        "{count} kan ikke åpnes av alle som skal: provisioner secret rewrap --all --identity FIL",
    ),
    "secrets-lost": (
        "{count} lost: the next plan replaces them.",
        "{count} tapt: neste plan erstatter dem.",
    ),
    "secret-stored": (
        "{address}, generation {generation}: in the store now.",
        "{address}, generasjon {generation}: i lageret nå.",
    ),
    "secret-rewrapped": (
        "{address}, generation {generation}: {before} could open it, {after} can now.",
        "{address}, generasjon {generation}: {before} kunne åpne den, {after} kan det nå.",
    ),
    "secret-stored-anew": (
        "{address}, generation {generation}: the store's copy is encrypted to {after} now.",
        "{address}, generasjon {generation}: lagerets kopi er kryptert til {after} nå.",
    ),
    "secrets-up-to-date": (
        "{count} sealed to today's recipients already.",
        "{count} er alt forseglet til dagens mottakere.",
    ),
    "nothing-to-store": (
        "Nothing is sealed that the store does not have.",
        "Ingenting er forseglet som lageret ikke har.",
    ),
    "nothing-to-rewrap": ("There is nothing to seal anew.", "Det er ingenting å forsegle på nytt."),
    "secrets-shut-out": (
        "{names} can open fewer of these now, but has what was opened or copied before: replace keys if it matters.",
        "{names} kan åpne færre av disse nå, men har det som er åpnet eller kopiert før: bytt nøkler om det trengs.",
    ),
}
