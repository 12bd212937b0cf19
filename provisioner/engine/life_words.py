"""The words of the engine about how things live on: keys that are rotated, clients that leave.

Promises: as words.py, whose table these are a part of. Does not: decide when it is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

LIFE: Final[Mapping[str, Phrase]] = {
    "old-unconfirmed": Phrase(
        Severity.INFO,
        Text("Nobody has confirmed yet that {vendor} works with the new one: `provisioner handoff confirm {address}`."),
        Text("Ingen har bekreftet at {vendor} bruker den nye ennå: `provisioner handoff confirm {address}`."),
    ),
    "old-in-use": Phrase(
        Severity.INFO,
        Text("Clients still go through the old one: it ends once the last of them has moved to the new one."),
        Text("Klienter går fortsatt gjennom den gamle: den avsluttes når den siste er flyttet til den nye."),
    ),
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
    "whose-key": Phrase(
        Severity.WARNING,
        Text(
            "Nobody has said whether {address} is ours, so it is neither ended nor handed over.",
            "Its owner is {person}.",
            "Say in the Office's document who the firm's people are: domains, addresses. `ourPeople: [firm.example]`.",
        ),
        Text(
            "Ingen har sagt om {address} er vår, så den verken avsluttes eller leveres over.",
            "Eieren er {person}.",
            "Si i dokumentet til kontoret hvem som er firmaets folk: domener, adresser. `ourPeople: [firma.no]`.",
        ),
    ),
    "handed-over": Phrase(
        Severity.INFO,
        Text("It is the client's own: it goes on as it is, and we no longer look after it."),
        Text("Den er klientens egen: den fortsetter som den er, og vi følger den ikke opp lenger."),
    ),
    "stops-with-us": Phrase(
        Severity.WARNING,
        Text(
            "{person} is one of ours, so it stops once their access ends.",
            "",
            "The client must activate it anew by somebody of its own.",
        ),
        Text(
            "{person} er en av oss, så den stopper når tilgangen vår tar slutt.",
            "",
            "Klienten må aktivere den på nytt med en av sine egne.",
        ),
    ),
    "last-day-ours": Phrase(
        Severity.INFO,
        Text("the client leaves: from {date} it is ended, for it is ours"),
        Text("klienten slutter: fra {date} avsluttes den, for den er vår"),
    ),
    "last-day-theirs": Phrase(
        Severity.INFO,
        Text("the client leaves: from {date} it is handed over and forgotten here, for it is the client's own"),
        Text("klienten slutter: fra {date} leveres den over og glemmes her, for den er klientens egen"),
    ),
    "last-day-theirs-stops": Phrase(
        Severity.INFO,
        Text(
            "the client leaves: from {date} it is handed over, and stops once {person}, who is one of ours, has no "
            "access any more; the client must activate it anew by somebody of its own"
        ),
        Text(
            "klienten slutter: fra {date} leveres den over, og den stopper når {person}, som er en av oss, ikke har "
            "tilgang lenger; klienten må aktivere den på nytt med en av sine egne"
        ),
    ),
    "last-day-permanent": Phrase(
        Severity.INFO,
        Text("the client leaves: from {date} it is forgotten here, and nothing switches it off"),
        Text("klienten slutter: fra {date} glemmes den her, og ingenting slår den av"),
    ),
    "last-day-unclear": Phrase(
        Severity.INFO,
        Text(
            "the client leaves on {date}, and nobody has said whether {person} is one of ours: "
            "say it with `ourPeople` in the Office's document"
        ),
        Text(
            "klienten slutter {date}, og ingen har sagt om {person} er en av oss: "
            "si det med `ourPeople` i dokumentet til kontoret"
        ),
    ),
    "offboarding-into-missing": Phrase(
        Severity.ERROR,
        Text("A merger needs the company that goes on.", "", "Write `into: NAME`, the client that it is merged into."),
        Text("En fusjon trenger selskapet som lever videre.", "", "Skriv `into: NAVN`, klienten den går inn i."),
    ),
    "offboarding-into-needless": Phrase(
        Severity.ERROR,
        Text("`into` goes with `reason: merged` alone.", "", "Take `into` away, or write `reason: merged`."),
        Text("`into` hører bare til `reason: merged`.", "", "Ta bort `into`, eller skriv `reason: merged`."),
    ),
    "offboarding-into-unknown": Phrase(
        Severity.ERROR,
        Text("There is no client {into} that {name} could be merged into.", "", "{meant}"),
        Text("Det finnes ingen klient {into} som {name} kan gå inn i.", "", "{meant_nb}"),
    ),
    "offboarding-into-leaving": Phrase(
        Severity.ERROR,
        Text("{name} is to be merged into {into}, which leaves too.", "", "Name a client that goes on."),
        Text("{name} skal gå inn i {into}, som også slutter.", "", "Oppgi en klient som lever videre."),
    ),
}
