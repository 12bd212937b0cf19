"""What there is to say where accounts that are set up already are declared, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

_W, _I = Severity.WARNING, Severity.INFO
_LOOK_EN: Final = "Look on the screen, and declare it with `adopt: true`; `drivers: [api, web]` lets a browser look."
_LOOK_NB: Final = (
    "Se på skjermen, og deklarer det med `adopt: true`; med `drivers: [api, web]` kan en nettleser se etter."
)

DECLARING: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "declare-agreement": Phrase(
            _I,
            Text(
                "Who accepted the agreement of what is activated from the menu cannot be read, so nobody is named.",
                "It is taken over all the same. It is never made anew before the manifest says who accepts.",
                "Write `agreement: {{acceptedBy: …, authority: …}}` where you know it.",
            ),
            Text(
                "Hvem som godtok avtalen for det som er aktivert fra menyen, kan ikke leses, så ingen er nevnt.",
                "Det tas over likevel. Det lages aldri på nytt før manifestet sier hvem som godtar.",
                "Skriv `agreement: {{acceptedBy: …, authority: …}}` der du vet det.",
            ),
        ),
        "declare-own-keys": Phrase(
            _I,
            Text(
                "{labels} at {company}: keys that this program itself works with are not declared.",
                hint="Replace them by hand, and put the new ones behind `credentials:`.",
            ),
            Text(
                "{labels} hos {company}: nøkler som programmet selv arbeider med, deklareres ikke.",
                hint="Bytt dem for hånd, og legg de nye bak `credentials:`.",
            ),
        ),
        "declare-nameless": Phrase(
            _W,
            Text(
                "{label} at {company} shows no name or owner that can be written down, so it is not declared.",
                "It stays unmanaged: nothing changes or ends it.",
            ),
            Text(
                "{label} hos {company} viser ikke navn eller eier som kan skrives ned, så den er ikke deklarert.",
                "Den blir stående utenfor: ingenting endrer eller avslutter den.",
            ),
        ),
        "declare-template": Phrase(
            _I,
            Text("The name of {label} at {company} would be taken for a template, so it is not written."),
            Text("Navnet på {label} hos {company} ville blitt tatt for en mal, så det er ikke skrevet."),
        ),
        "declare-alike": Phrase(
            _W,
            Text(
                "{labels} at {company} belong to {owner} and have one application: they cannot be told apart, and none "
                "is declared.",
                "They stay unmanaged: nothing changes or ends them.",
                "End on the screen what nobody uses, then declare the one that is left with `adopt: true`.",
            ),
            Text(
                "{labels} hos {company} tilhører {owner} og har samme applikasjon: de kan ikke skilles fra hverandre, "
                "og ingen av dem er deklarert.",
                "De blir stående utenfor: ingenting endrer eller avslutter dem.",
                "Avslutt på skjermen det ingen bruker, og deklarer den som er igjen, med `adopt: true`.",
            ),
        ),
        "declare-forbidden": Phrase(
            _W,
            Text(
                "{label} at {company} is an office key, and by the catalogue its vendor takes none: not declared.",
                hint="Ask the vendor; an entry of your own under `integrations/` may say `officeKey: allowed`.",
            ),
            Text(
                "{label} hos {company} er en kontornøkkel, og ifølge katalogen godtar leverandøren ingen slik: den er "
                "ikke deklarert.",
                hint="Spør leverandøren; en egen oppføring under `integrations/` kan si `officeKey: allowed`.",
            ),
        ),
        "declare-rights": Phrase(
            _W,
            Text(
                "The rights of {label} at {company} are in words that are not known, so they are not written.",
                "A key that is made in its place would get what the catalogue says.",
                "Write `permissions:` as the screen shows them before you replace it.",
            ),
            Text(
                "Rettighetene til {label} hos {company} står med ukjente ord, så de er ikke skrevet.",
                "En nøkkel som lages i stedet, ville fått det katalogen sier.",
                "Skriv `permissions:` slik skjermen viser dem før du bytter den.",
            ),
        ),
        "declare-access-key": Phrase(
            _W,
            Text(
                "{company} is entered through the office key «{key}», and no declared key is certain to be that one.",
                "The access stays unmanaged: nothing changes or ends it.",
                "Declare the key under `officeKeys:`, then the access with `method: office-key` and `adopt: true`.",
            ),
            Text(
                "{company} nås gjennom kontornøkkelen «{key}», og ingen deklarert nøkkel er med sikkerhet den.",
                "Tilgangen blir stående utenfor: ingenting endrer eller avslutter den.",
                "Deklarer nøkkelen under `officeKeys:`, så tilgangen med `method: office-key` og `adopt: true`.",
            ),
        ),
        "declare-access-template": Phrase(
            _W,
            Text(
                "By which template {company} was attached to «{key}» could not be read, so the access is not declared.",
                hint="Declare it with `method: office-key`, the `access:` that it has, and `adopt: true`.",
            ),
            Text(
                "Med hvilken mal {company} ble knyttet til «{key}», kunne ikke leses, så tilgangen er ikke deklarert.",
                hint="Deklarer den med `method: office-key`, den `access:` den har, og `adopt: true`.",
            ),
        ),
        "declare-refused": Phrase(
            _W,
            Text(
                "{label} is there at {company}, and could not be declared: {why}",
                "It stays unmanaged: nothing changes or ends it.",
            ),
            Text(
                "{label} finnes hos {company}, og kunne ikke deklareres: {why}",
                "Den blir stående utenfor: ingenting endrer eller avslutter den.",
            ),
        ),
        "declare-unread": Phrase(
            _W,
            Text("{company}: what there is of this could not be listed, and none is declared: {what}.", hint=_LOOK_EN),
            Text(
                "{company}: hva som finnes av dette, kunne ikke leses, og ingenting er deklarert: {what_nb}.",
                hint=_LOOK_NB,
            ),
        ),
        "declare-unread-keys": Phrase(
            _W,
            Text(
                "{company}: what there is of this could not be listed, and none is declared: {what}.",
                "The API shows hidden users behind {count} keys or activations, and neither applications nor owners.",
                _LOOK_EN,
            ),
            Text(
                "{company}: hva som finnes av dette, kunne ikke leses, og ingenting er deklarert: {what_nb}.",
                "API-et viser skjulte brukere bak {count} nøkler eller aktiveringer, men verken applikasjoner eller "
                "eiere.",
                _LOOK_NB,
            ),
        ),
    }
)
