"""What there is to say of whose an office's key is, of what that person may do at clients, and of what nobody noted."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

_W, _I = Severity.WARNING, Severity.INFO

_AT_CLIENT: Final = {
    "owner-at-client-level": Phrase(
        _I,
        Text(
            "Whether the owner of the office key «{key_name}» may do at {company} what the key is to do is not "
            "checkable at this level.",
            "A key never reaches further than its owner; what an employee of the office may do at clients is told to "
            "an ordinary key of the office.",
            "From level 1 on (`credentials.officeEmployeeToken`) it is compared. Until then look on the screen.",
        ),
        Text(
            "Om eieren av kontorets nøkkel «{key_name}» får gjøre det nøkkelen skal hos {company}, kan ikke sjekkes "
            "på dette nivået.",
            "En nøkkel når aldri lenger enn eieren; hva en ansatt på kontoret får gjøre hos klienter, fortelles til en "
            "vanlig nøkkel på kontoret.",
            "Fra nivå 1 (`credentials.officeEmployeeToken`) sammenlignes det. Se på skjermen inntil da.",
        ),
    ),
    "owner-at-client-unread": Phrase(
        _I,
        Text(
            "Whether the owner of the office key «{key_name}» may do at {company} what the key is to do could not be "
            "read.",
            "{why}",
            "Look on the screen; a key never reaches further than its owner.",
        ),
        Text(
            "Om eieren av kontorets nøkkel «{key_name}» får gjøre det nøkkelen skal hos {company}, kunne ikke leses.",
            "{why}",
            "Se på skjermen; en nøkkel når aldri lenger enn eieren.",
        ),
    ),
    "owner-at-client-whose": Phrase(
        _I,
        Text(
            "Whose the office key «{key_name}» is is not known, so what its owner may do at {company} was not "
            "compared.",
            hint="Declare the key under `officeKeys:` with its owner.",
        ),
        Text(
            "Hvem som eier kontorets nøkkel «{key_name}», er ikke kjent, så hva eieren får gjøre hos {company}, er "
            "ikke sammenlignet.",
            hint="Deklarer nøkkelen under `officeKeys:` med eieren.",
        ),
    ),
    "owner-at-client-nothing": Phrase(
        _W,
        Text(
            "{owner} has no rights at {company}, so the office key «{key_name}» may reach nothing there.",
            "A key never reaches further than its owner. That this holds at a client too is inferred.",
            "Give {owner} the rights at the client, or let somebody who has them own the key.",
        ),
        Text(
            "{owner} har ingen rettigheter hos {company}, så kontorets nøkkel «{key_name}» når kanskje ikke noe der.",
            "En nøkkel når aldri lenger enn eieren. At det gjelder hos en klient også, er utledet.",
            "Gi {owner} rettighetene hos klienten, eller la en som har dem, eie nøkkelen.",
        ),
    ),
    "owner-at-client-lacks": Phrase(
        _W,
        Text(
            "{owner} lacks rights at {company} that the office key «{key_name}» needs.",
            "Missing: {names}. A key never reaches further than its owner. That this holds at a client too is "
            "inferred.",
            "Give {owner} the rights at the client, or let somebody who has them own the key.",
        ),
        Text(
            "{owner} mangler rettigheter hos {company} som kontorets nøkkel «{key_name}» trenger.",
            "Mangler: {names}. En nøkkel når aldri lenger enn eieren. At det gjelder hos en klient også, er utledet.",
            "Gi {owner} rettighetene hos klienten, eller la en som har dem, eie nøkkelen.",
        ),
    ),
    "owner-at-client-seems-to-lack": Phrase(
        _W,
        Text(
            "{owner} seems to lack rights at {company} that the office key «{key_name}» needs.",
            "Missing: {names}. That these are the rights in the words of the screen is inferred from their names. A "
            "key never reaches further than its owner.",
            "Look on the screen whether {owner} has them at the client; give them, or let somebody else own the key.",
        ),
        Text(
            "{owner} ser ut til å mangle rettigheter hos {company} som kontorets nøkkel «{key_name}» trenger.",
            "Mangler: {names}. At det er disse ordene på skjermen mener, er utledet av navnene. En nøkkel når aldri "
            "lenger enn eieren.",
            "Se på skjermen om {owner} har dem hos klienten; gi dem, eller la en annen eie nøkkelen.",
        ),
    ),
    "owner-at-client-limits": Phrase(
        _W,
        Text(
            "The office key «{key_name}» is to have all rights at {company}, and its owner {owner} has not.",
            "{count} of those that are known are not there. A key never reaches further than its owner.",
            "Give {owner} the rights at the client where the vendor asks for them.",
        ),
        Text(
            "Kontorets nøkkel «{key_name}» skal ha alle tilganger hos {company}, og det har ikke eieren {owner}.",
            "{count} av de kjente mangler. En nøkkel når aldri lenger enn eieren.",
            "Gi {owner} rettighetene hos klienten der leverandøren ber om det.",
        ),
    ),
    "owner-at-client-template": Phrase(
        _I,
        Text(
            "Whether {owner} has at {company} every right that the «Tilgangsmal» gives the office key «{key_name}» "
            "could not be compared.",
            "{count} of the known rights {owner} does not have there, and which of them a template gives is not "
            "public.",
            "Look on the screen whether {owner} has them; a key never reaches further than its owner.",
        ),
        Text(
            "Om {owner} hos {company} har alle rettighetene «Tilgangsmal» gir kontorets nøkkel «{key_name}», kunne "
            "ikke sammenlignes.",
            "{count} av de kjente rettighetene har ikke {owner} der, og hvilke av dem en mal gir, er ikke offentlig.",
            "Se på skjermen om {owner} har dem; en nøkkel når aldri lenger enn eieren.",
        ),
    ),
    "access-owner-lacks-rights": Phrase(
        _W,
        Text(
            "{owner}, who owns the office key «{key_name}», lacks rights at {company} that the key had there.",
            "Missing: {names}. A key never reaches further than its owner. That this holds at a client too is "
            "inferred.",
            "Give {owner} the rights at the client back, or let somebody who has them own the key.",
        ),
        Text(
            "{owner}, som eier kontorets nøkkel «{key_name}», mangler rettigheter hos {company} som nøkkelen hadde "
            "der.",
            "Mangler: {names}. En nøkkel når aldri lenger enn eieren. At det gjelder hos en klient også, er utledet.",
            "Gi {owner} rettighetene hos klienten tilbake, eller la en som har dem, eie nøkkelen.",
        ),
        drift=True,
    ),
}

_UNREAD: Final = {
    "rights-not-recorded": Phrase(
        _I,
        Text(
            "What some of our keys at {company} may do was never recorded, so nobody can tell whether they lost any "
            "right.",
            "Of {names}: taken over, found after a call whose answer was lost, or made by an earlier version.",
            "The next `provisioner apply` that looks at the account (`--refresh all`) records what they may do then.",
        ),
        Text(
            "Hva noen av nøklene våre hos {company} får gjøre, er aldri ført, så ingen kan si om de har mistet en "
            "rettighet.",
            "Gjelder {names}: overtatt, funnet etter et kall der svaret gikk tapt, eller laget av en tidligere "
            "versjon.",
            "Neste `provisioner apply` som ser på kontoen (`--refresh all`), fører hva de får gjøre da.",
        ),
        unread=True,
    ),
    "rights-never-read": Phrase(
        _I,
        Text(
            "What some of our keys at {company} may do was never read, so nobody can tell whether they lost any right.",
            "Of {names}: which hidden user stands behind a key that was there before us, or that a person made, is not "
            "known.",
            "Look on the screen. A key that is made anew is known by its hidden user (`provisioner rotate`).",
        ),
        Text(
            "Hva noen av nøklene våre hos {company} får gjøre, er aldri lest, så ingen kan si om de har mistet en "
            "rettighet.",
            "Gjelder {names}: hvilken skjult bruker som står bak en nøkkel som var der før oss, eller som et menneske "
            "har laget, er ikke kjent.",
            "Se på skjermen. En nøkkel som lages på nytt, kjennes på den skjulte brukeren (`provisioner rotate`).",
        ),
        unread=True,
    ),
}

REACH: Final[Mapping[str, Phrase]] = MappingProxyType({**_AT_CLIENT, **_UNREAD})
