"""What every state backend refuses in the same words: the words of errors, for backends of others too.

Promises: both languages, under the code that the caller knows.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


REFUSED: Final = Vocabulary(
    {
        "lease-held": _refusal(
            Text(
                "{account} is being worked on by {holder} ({reason}).",
                hint="Wait for it to end. If that run is dead, its lease ends by itself at {until}.",
            ),
            Text(
                "{holder} arbeider med {account} ({reason}).",
                hint="Vent til det er ferdig. Er den kjøringen død, opphører låsen av seg selv {until}.",
            ),
        ),
        "lease-ran-out": _refusal(
            Text("Our lease on {account} ended at {until}.", hint="Run it again."),
            Text("Låsen vår på {account} gikk ut {until}.", hint="Kjør kommandoen på nytt."),
        ),
        "lease-passed": _refusal(
            Text("Our lease on {account} has passed to {holder}.", hint="Run it again."),
            Text("Låsen vår på {account} er gått over til {holder_nb}.", hint="Kjør kommandoen på nytt."),
        ),
        "another-lineage": _refusal(
            Text(
                "The state of {account} is of another lineage than what is to be written.",
                hint="It was made anew, or belongs to another project. Plan again.",
            ),
            Text(
                "Tilstanden til {account} har et annet opphav enn det som skal skrives.",
                hint="Den er laget på nytt, eller hører til et annet prosjekt. Kjør plan på nytt.",
            ),
        ),
        "state-moved": _refusal(
            Text("The state of {account} has moved: it is at serial {serial}, not {expected}.", hint="Plan again."),
            Text(
                "Tilstanden til {account} er endret: den er ved versjon {serial}, ikke {expected}.",
                hint="Kjør plan på nytt.",
            ),
        ),
        "begun-already": _refusal(
            Text("Something has already been begun for {address}.", hint="Plan again: it will be shown."),
            Text("Noe er allerede begynt for {address}.", hint="Kjør plan på nytt: det blir vist."),
        ),
        "gone-on-already": _refusal(
            Text("Somebody else has already gone on with {address}.", hint="Look at what is open now."),
            Text("Noen andre har allerede gått videre med {address}.", hint="Se på hva som er åpent nå."),
        ),
        "state-closed": _refusal(Text("The state has been closed."), Text("Tilstanden er lukket.")),
        "another-state-there": _refusal(
            Text(
                "{account} has a state there already, and it is another.",
                hint="Nothing was written. Look at both with `provisioner state history`.",
            ),
            Text(
                "{account} har allerede en tilstand der, og det er en annen.",
                hint="Ingenting ble skrevet. Se på begge med `provisioner state history`.",
            ),
        ),
        "rule-broken": _refusal(
            Text("The state of {account} breaks rule {rule}: {why}"),
            Text("Tilstanden til {account} bryter regel {rule}: {why_nb}"),
        ),
        "lease-released": _refusal(
            Text("Our lease on {account} was released.", hint="Run it again."),
            Text("Låsen vår på {account} er sluppet.", hint="Kjør kommandoen på nytt."),
        ),
        "lease-broken": _refusal(
            Text("Our lease on {account} {how}.", hint="Run it again."),
            Text("Låsen vår på {account} er brutt: {how_nb}.", hint="Kjør kommandoen på nytt."),
        ),
    }
)
"""What is refused, by its code."""

RELEASED: Final = "was released"
"""How a lease ended whose holder let go of it, as backends keep it."""
_BROKEN: Final = "was broken ("


def lease_over(account: AccountRef, how: str) -> Diagnostic:
    """That our lease has ended, as the backend keeps it: `RELEASED`, or `was broken (REASON)`."""
    if how == RELEASED:
        return REFUSED("lease-released", account=account)
    reason = how.removeprefix(_BROKEN).removesuffix(")") if how.startswith(_BROKEN) else how
    return REFUSED("lease-broken", account=account, how=how, how_nb=reason)
