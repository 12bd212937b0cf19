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
            "{address} waits until somebody has looked.",
            "Who was asked did not know whether it is there already, and making something twice cannot be undone.",
            "Look on the screen, then say `provisioner inventory attest {address} --exists` or `--absent`. "
            "`provisioner work` lists all that is to be looked at.",
        ),
        Text(
            "{address} venter til noen har sett etter.",
            "Den som ble spurt, visste ikke om den finnes fra før, og noe som lages to ganger, kan ikke gjøres om.",
            "Se på skjermen, og si så `provisioner inventory attest {address} --exists` eller `--absent`. "
            "`provisioner work` lister alt som må ses etter.",
        ),
    ),
}
