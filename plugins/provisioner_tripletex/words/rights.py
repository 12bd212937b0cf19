"""What there is to say of rights: of whoever makes a change, of a key's owner, of keys that lost some."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

_ACTORS: Final = {
    "actor-unseen": Phrase(
        _I,
        Text(
            "Whether whoever does it may make keys at {company} could not be read.",
            hint="It takes «Brukeradministrator»; for a key of the office's, «Brukeradministrator i klientkontoer».",
        ),
        Text(
            "Om den som gjør det, får lage nøkler hos {company}, kunne ikke leses.",
            hint="Det krever «Brukeradministrator»; for kontorets nøkler «Brukeradministrator i klientkontoer».",
        ),
    ),
    "actor-unseen-activating": Phrase(
        _I,
        Text(
            "Whether whoever does it may activate anything at {company} could not be read.",
            hint="It takes «Brukeradministrator».",
        ),
        Text(
            "Om den som gjør det, får aktivere noe hos {company}, kunne ikke leses.",
            hint="Det krever «Brukeradministrator».",
        ),
    ),
    "actor-unseen-attaching": Phrase(
        _I,
        Text(
            "Whether whoever does it may attach clients to the office's keys could not be read.",
            hint="It takes «Brukeradministrator i klientkontoer» in the office's own account.",
        ),
        Text(
            "Om den som gjør det, får knytte klienter til kontorets nøkler, kunne ikke leses.",
            hint="Det krever «Brukeradministrator i klientkontoer» i kontorets egen konto.",
        ),
    ),
    "actor-key-unseen": Phrase(
        _I,
        Text(
            "What our key may do at {company} could not be read.",
            "Tripletex does not tell which hidden user stands behind it, and a key may do only what both that user and "
            "its owner may.",
        ),
        Text(
            "Hva nøkkelen vår får gjøre hos {company}, kunne ikke leses.",
            "Tripletex forteller ikke hvilken skjult bruker som står bak den, og en nøkkel får bare gjøre det både den "
            "brukeren og eieren får.",
        ),
    ),
    "actor-not-administrator": Phrase(
        _W,
        Text(
            "Our key does not seem to be «Brukeradministrator» at {company}, so Tripletex may refuse to make keys.",
            "A key may do what both its owner and the key itself may.",
            "Give the key's owner and the key the right, or let `guided` come first.",
        ),
        Text(
            "Nøkkelen vår ser ikke ut til å være «Brukeradministrator» hos {company}, så Tripletex kan nekte å lage "
            "nøkler.",
            "En nøkkel får gjøre det både eieren og nøkkelen selv får.",
            "Gi nøkkelens eier og nøkkelen rettigheten, eller sett `guided` først.",
        ),
    ),
    "actor-not-client-administrator": Phrase(
        _W,
        Text(
            "Our key does not seem to be «Brukeradministrator i klientkontoer», so Tripletex may refuse to make the "
            "office key.",
            "A key may do what both its owner and the key itself may.",
            "Give the key's owner and the key the right, or let `guided` come first.",
        ),
        Text(
            "Nøkkelen vår ser ikke ut til å være «Brukeradministrator i klientkontoer», så Tripletex kan nekte å lage "
            "kontorets nøkkel.",
            "En nøkkel får gjøre det både eieren og nøkkelen selv får.",
            "Gi nøkkelens eier og nøkkelen rettigheten, eller sett `guided` først.",
        ),
    ),
    "actor-not-attaching": Phrase(
        _W,
        Text(
            "Our key does not seem to be «Brukeradministrator i klientkontoer», so Tripletex may refuse to attach "
            "clients to the office's keys.",
            "A key may do what both its owner and the key itself may.",
            "Give the owner of `credentials.officeEmployeeToken` and the key the right, or let `guided` come first.",
        ),
        Text(
            "Nøkkelen vår ser ikke ut til å være «Brukeradministrator i klientkontoer», så Tripletex kan nekte å "
            "knytte klienter til kontorets nøkler.",
            "En nøkkel får gjøre det både eieren og nøkkelen selv får.",
            "Gi eieren av `credentials.officeEmployeeToken` og nøkkelen rettigheten, eller sett `guided` først.",
        ),
    ),
    "actor-may-not-activate": Phrase(
        _W,
        Text(
            "Our key seems to be neither «Brukeradministrator» nor administrator of the account at {company}, so "
            "Tripletex may refuse to activate «Integrasjoner».",
            "A key may do what both its owner and the key itself may.",
            "Give the key's owner and the key the right, or let `guided` come first.",
        ),
        Text(
            "Nøkkelen vår ser verken ut til å være «Brukeradministrator» eller kontoadministrator hos {company}, så "
            "Tripletex kan nekte å aktivere «Integrasjoner».",
            "En nøkkel får gjøre det både eieren og nøkkelen selv får.",
            "Gi nøkkelens eier og nøkkelen rettigheten, eller sett `guided` først.",
        ),
    ),
}

_OWNERS: Final = {
    "owner-has-no-rights": Phrase(
        _E,
        Text(
            "{owner} at {company} has no rights at all.",
            "A key never reaches further than its owner: this one would reach nothing.",
            "Give {owner} the rights that the key needs, or choose another owner.",
        ),
        Text(
            "{owner} hos {company} har ingen rettigheter i det hele tatt.",
            "En nøkkel når aldri lenger enn eieren: denne ville ikke nå noe.",
            "Gi {owner} rettighetene nøkkelen trenger, eller velg en annen eier.",
        ),
    ),
    "owner-lacks-rights": Phrase(
        _E,
        Text(
            "{owner} at {company} lacks rights that the key needs.",
            "Missing: {names}. A key never reaches further than its owner.",
            "Give {owner} the rights, or choose another owner.",
        ),
        Text(
            "{owner} hos {company} mangler rettigheter som nøkkelen trenger.",
            "Mangler: {names}. En nøkkel når aldri lenger enn eieren.",
            "Gi {owner} rettighetene, eller velg en annen eier.",
        ),
    ),
    "owner-seems-to-lack-rights": Phrase(
        _W,
        Text(
            "{owner} at {company} seems to lack rights that the key needs.",
            "Missing: {names}. That these are the rights in the manifest's words of the screen is inferred from their "
            "names. A key never reaches further than its owner.",
            "Look on the screen whether {owner} has the rights; give them, or choose another owner.",
        ),
        Text(
            "{owner} hos {company} ser ut til å mangle rettigheter som nøkkelen trenger.",
            "Mangler: {names}. At det er disse manifestet mener med ordene på skjermen, er utledet av navnene. En "
            "nøkkel når aldri lenger enn eieren.",
            "Se på skjermen om {owner} har rettighetene; gi dem, eller velg en annen eier.",
        ),
    ),
    "owner-rights-unnumbered": Phrase(
        _I,
        Text(
            "Whether {owner} at {company} has every right that the key needs could not be compared.",
            "The API tells rights by number, and which number these have is not known: {words}.",
            "Look on the screen whether {owner} has them; a key never reaches further than its owner.",
        ),
        Text(
            "Om {owner} hos {company} har alle rettighetene nøkkelen trenger, kunne ikke sammenlignes.",
            "API-et gir rettigheter som numre, og hvilket nummer disse har, er ikke kjent: {words}.",
            "Se på skjermen om {owner} har dem; en nøkkel når aldri lenger enn eieren.",
        ),
    ),
    "owner-template-unread": Phrase(
        _W,
        Text(
            "{owner} at {company} does not have every right there is, and what the application asks of them cannot be "
            "read.",
            "If {owner} lacks a right of its access template, Tripletex refuses and no key is made.",
            "Choose an owner with more rights where the vendor asks for them.",
        ),
        Text(
            "{owner} hos {company} har ikke alle rettigheter som finnes, og hva applikasjonen krever, kan ikke leses.",
            "Mangler {owner} en rettighet i tilgangsmalen, nekter Tripletex og ingen nøkkel lages.",
            "Velg en eier med flere rettigheter der leverandøren ber om det.",
        ),
    ),
    "owner-limits-key": Phrase(
        _W,
        Text(
            "The key is to have all rights, and {owner} at {company} has not.",
            "{count} of those that are known are not there. A key never reaches further than its owner.",
            "Choose an owner with more rights where the vendor asks for them.",
        ),
        Text(
            "Nøkkelen skal ha alle tilganger, og det har ikke {owner} hos {company}.",
            "{count} av de kjente mangler. En nøkkel når aldri lenger enn eieren.",
            "Velg en eier med flere rettigheter der leverandøren ber om det.",
        ),
    ),
}

_LOST: Final = {
    "key-lost-rights": Phrase(
        _W,
        Text(
            "The key «{key_name}» at {company} may do less than it was given.",
            "Missing: {names}. Its own rights were cut, or never ticked; what its owner has does not help.",
            "Tick them on the tab «API-tilgang» of {owner} and choose «Lagre endringer», or make a new key: "
            "`provisioner rotate`.",
        ),
        Text(
            "Nøkkelen «{key_name}» hos {company} får gjøre mindre enn den ble gitt.",
            "Mangler: {names}. Nøkkelens egne tilganger er kuttet, eller ble aldri krysset av; det eieren har, hjelper "
            "ikke.",
            "Kryss dem av på fanen «API-tilgang» hos {owner} og velg «Lagre endringer», eller lag en ny nøkkel: "
            "`provisioner rotate`.",
        ),
        drift=True,
    ),
    "key-without-rights": Phrase(
        _W,
        Text(
            "The key «{key_name}» at {company} may do nothing: it has no rights of its own.",
            "A key may do what both its owner and the key itself may.",
            "Tick its rights on the tab «API-tilgang» of {owner} and choose «Lagre endringer», or make a new key: "
            "`provisioner rotate`.",
        ),
        Text(
            "Nøkkelen «{key_name}» hos {company} får ikke gjøre noe: den har ingen egne tilganger.",
            "En nøkkel får gjøre det både eieren og nøkkelen selv får.",
            "Kryss av tilgangene på fanen «API-tilgang» hos {owner} og velg «Lagre endringer», eller lag en ny nøkkel: "
            "`provisioner rotate`.",
        ),
        drift=True,
    ),
    "access-lost-rights": Phrase(
        _W,
        Text(
            "The office key «{key_name}» may do less at {company} than when the client was attached.",
            "Missing: {names}. Its rights at the client were cut on the screen; the vendor may have noticed already.",
            "Give them back in the office's own account under «Klient» > «Tilganger», by the «Tilgangsmal» that was "
            "meant.",
        ),
        Text(
            "Kontorets nøkkel «{key_name}» får gjøre mindre hos {company} enn da klienten ble knyttet til.",
            "Mangler: {names}. Tilgangen hos klienten er kuttet på skjermen; leverandøren kan ha merket det alt.",
            "Gi dem tilbake i kontorets egen konto under «Klient» > «Tilganger», med den «Tilgangsmal» som var ment.",
        ),
        drift=True,
    ),
}

RIGHTS: Final[Mapping[str, Phrase]] = MappingProxyType({**_ACTORS, **_OWNERS, **_LOST})
