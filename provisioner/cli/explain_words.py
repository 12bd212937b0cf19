"""What `explain` says, in English and Norwegian bokmål."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

EXPLAIN: Final[Mapping[str, tuple[str, str]]] = {
    "explain-value": ("VALUE", "VERDI"),
    "explain-is": ("IS", "ER"),
    "explain-from": ("FROM", "FRA"),
    "explain-declared": ("declared at {place}", "står i {place}"),
    "explain-row": ("of the row at {place}", "fra raden i {place}"),
    "explain-integration": ("integration {name}", "integrasjon {name}"),
    "explain-needs": ("needs {address}", "trenger {address}"),
    "explain-until": (
        "wanted until {day}: the client {reason}, says {place}",
        "ønsket til {day}: klienten slutter ({reason}), sier {place}",
    ),
    "explain-template": ("of the template", "fra malen"),
    "explain-with": ("with {name}", "med {name}"),
    "explain-over": ("over {name}", "i stedet for {name}"),
    "explain-beats": ("over", "i stedet for"),
    "explain-catalogue": ("catalogue entry {name}, or its default", "katalogen om {name}, eller standarden der"),
    "explain-own-entry": ("{place}, catalogue entry {name}", "{place}, katalogoppføringen {name}"),
    "explain-made": ("made by provisioner itself", "laget av provisioner selv"),
    "explain-not-said": ("said by nobody", "ingen har sagt noe"),
    "explain-elsewhere": (
        "The manifests hold errors elsewhere, so this may not be all. `provisioner validate` shows them.",
        "Det er feil andre steder i manifestene, så dette er kanskje ikke alt. `provisioner validate` viser dem.",
    ),
}
