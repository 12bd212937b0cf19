"""The words of the engine about how things live on: keys that are rotated, clients that leave.

Promises: as words.py, whose table these are a part of. Does not: decide when it is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

LIFE: Final[Mapping[str, Phrase]] = {
    "rotation-under-way": Phrase(
        Severity.WARNING,
        Text(
            "{address} is being rotated already, so no further one is made.",
            "An older generation of it is still kept beside the one in force.",
            "`provisioner handoff list` shows what its vendor must confirm first. To make one all the same: "
            "`provisioner plan --recreate {address}`.",
        ),
        Text(
            "{address} er alt under rotasjon, så det lages ikke en til.",
            "En eldre generasjon av den står fortsatt ved siden av den som gjelder.",
            "`provisioner handoff list` viser hva leverandøren må bekrefte først. For å lage en til likevel: "
            "`provisioner plan --recreate {address}`.",
        ),
    ),
}
