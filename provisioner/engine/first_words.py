"""The words of the engine about what was there before us.

Promises: as words.py, whose table these are a part of. Does not: decide when it is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

FIRST: Final[Mapping[str, Phrase]] = {
    "unsure": Phrase(
        Severity.WARNING,
        Text(
            "{account} waits until somebody has looked: {what}.",
            "Who was asked did not know whether it is there already, and making something twice cannot be undone.",
            "`provisioner work` lists what is to be looked at. Then say "
            "`provisioner inventory attest ADDRESS --exists` or `--absent`.",
        ),
        Text(
            "{account} venter til noen har sett etter: {what}.",
            "Den som ble spurt, visste ikke om det finnes fra før, og noe som lages to ganger, kan ikke gjøres om.",
            "`provisioner work` lister det som må ses etter. Si så "
            "`provisioner inventory attest ADRESSE --exists` eller `--absent`.",
        ),
    ),
}
