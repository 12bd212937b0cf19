"""What is said of an audit that does not hold, in English and Norwegian bokmål.

Promises: both languages have the same placeholders. Does not: decide what holds.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary

_LOOK_EN: Final = "Compare with an export that was put away: `provisioner audit verify --against FILE`."
_LOOK_NB: Final = "Sammenlign med en eksport som er lagt unna: `provisioner audit verify --against FIL`."

WORDS = Vocabulary(
    {
        "audit-changed": Phrase(
            Severity.ERROR,
            en=Text(
                "The audit of {account} was changed before the record {record} of {at}.",
                detail="A record there was changed, taken out or put in after it was written.",
                hint=_LOOK_EN,
            ),
            nb=Text(
                "Revisjonssporet til {account} er endret før oppføringen {record} fra {at}.",
                detail="En oppføring der er endret, fjernet eller satt inn etter at den ble skrevet.",
                hint=_LOOK_NB,
            ),
        ),
        "audit-cut": Phrase(
            Severity.ERROR,
            en=Text(
                "The audit of {account} does not end where its state says that it ends.",
                detail="The youngest records are missing or were changed, or the state was put back to an earlier one.",
                hint=_LOOK_EN,
            ),
            nb=Text(
                "Revisjonssporet til {account} slutter ikke der tilstanden sier at det slutter.",
                detail="De nyeste oppføringene mangler eller er endret, eller tilstanden er satt tilbake.",
                hint=_LOOK_NB,
            ),
        ),
        "audit-unknown": Phrase(
            Severity.ERROR,
            en=Text(
                "The audit holds the record {record} of {account}, of which no state is kept.",
                detail="The account's state was taken away, or the record was put in.",
                hint=_LOOK_EN,
            ),
            nb=Text(
                "Revisjonssporet har oppføringen {record} om {account}, som det ikke finnes noen tilstand for.",
                detail="Tilstanden til kontoen er fjernet, eller oppføringen er satt inn.",
                hint=_LOOK_NB,
            ),
        ),
        "audit-rewritten": Phrase(
            Severity.ERROR,
            en=Text(
                "The audit of {account} does not go on from where it stood in the earlier export.",
                detail="What had been done by then was written anew since.",
                hint="Keep both files, and find out who could write to the state.",
            ),
            nb=Text(
                "Revisjonssporet til {account} fortsetter ikke derfra det sto i den tidligere eksporten.",
                detail="Det som var gjort da, er skrevet om siden.",
                hint="Ta vare på begge filene, og finn ut hvem som kunne skrive til tilstanden.",
            ),
        ),
    }
)
