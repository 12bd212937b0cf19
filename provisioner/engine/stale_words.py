"""What is told of a plan that no longer fits its state: the words of errors.

Promises: both languages, under the code that the caller knows.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


STALE_WORDS: Final = Vocabulary(
    {
        "made-from-another": _refusal(
            Text(
                "The plan of {account} was made from another state.",
                detail="The plan knows lineage {planned}; the state has {there}.",
                hint="Plan again with the state that is in use now.",
            ),
            Text(
                "Planen for {account} ble laget fra en annen tilstand.",
                detail="Planen kjenner opphavet {planned_nb}; tilstanden har {there_nb}.",
                hint="Kjør plan på nytt med tilstanden som er i bruk nå.",
            ),
        ),
        "moved-since": _refusal(
            Text(
                "The state of {account} has moved since the plan was made.",
                detail="The plan was made at serial {planned}; the state is at {serial}.",
                hint="Plan again and look at what changed.",
            ),
            Text(
                "Tilstanden til {account} er endret siden planen ble laget.",
                detail="Planen ble laget ved versjon {planned}; tilstanden er ved {serial}.",
                hint="Kjør plan på nytt og se på hva som er endret.",
            ),
        ),
        "begun-since": _refusal(
            Text(
                "Something was begun on {address} since the plan was made.",
                hint="Plan again: it will be asked about or waited for.",
            ),
            Text(
                "Noe ble begynt på {address} siden planen ble laget.",
                hint="Kjør plan på nytt: det blir spurt om eller ventet på.",
            ),
        ),
    }
)
"""By code."""
