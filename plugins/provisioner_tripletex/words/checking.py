"""What preflight has to say of what a screen or a list told beforehand, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

_CHECKS: Final = {
    "preflight-needs-api": Phrase(
        _I,
        Text(
            "Nothing could be checked beforehand: with `drivers: [guided]` Tripletex is not read.",
            "Not looked at: whether the company can be entered and is the right one, its package, who the owners are "
            "and what they may do, whether the same is there already, and the text of agreements.",
            "The steps themselves say what to look for.",
        ),
        Text(
            "Ingenting kunne sjekkes på forhånd: med `drivers: [guided]` leses ikke Tripletex.",
            "Ikke sett på: om dere slipper inn i selskapet og det er riktig, pakken, hvem eierne er og hva de har "
            "tilgang til, om det samme finnes fra før, og teksten i avtalene.",
            "Trinnene sier selv hva du skal se etter.",
        ),
    ),
    "company-unread": Phrase(
        _I,
        Text(
            "Whether the right company would be open could not be read.",
            "Each step asks it of the person: «Riktig selskap og org.nr øverst?»",
        ),
        Text(
            "Om riktig selskap ville være åpent, kunne ikke leses.",
            "Hvert trinn spør mennesket: «Riktig selskap og org.nr øverst?»",
        ),
    ),
    "client-not-open": Phrase(
        _W,
        Text(
            "Whoever is logged in in the browser cannot open {company} (org. {number}).",
            "It is not among the companies under «Bytt selskap».",
            "The client gives its rights under «Regnskap» > «Innstillinger» > «Regnskapsførers rettigheter». If it has "
            "left, merged or got another number, correct or remove it in the manifests.",
        ),
        Text(
            "Den som er logget inn i nettleseren, kan ikke åpne {company} (org.nr. {number}).",
            "Det står ikke under «Bytt selskap».",
            "Klienten gir rettighetene under «Regnskap» > «Innstillinger» > «Regnskapsførers rettigheter». Har den "
            "sluttet, fusjonert eller fått et annet nummer, så rett eller fjern den i manifestene.",
        ),
    ),
    "module-not-offered": Phrase(
        _E,
        Text(
            "{company} cannot activate «Integrasjoner»: under «Mitt abonnement» stands «{status}».",
            "The service needs the package Smart or a larger one.",
            "Change the package there, or take the client's integrations away.",
        ),
        Text(
            "{company} kan ikke aktivere «Integrasjoner»: under «Mitt abonnement» står «{status}».",
            "Tjenesten krever pakken Smart eller større.",
            "Bytt pakke der, eller ta bort klientens integrasjoner.",
        ),
    ),
    "no-api-access": Phrase(
        _W,
        Text(
            "Whoever is logged in in the browser sees no tab «API-tilgang» at {company}.",
            "Only a «Brukeradministrator» sees it, unless it is called something else now. "
            "Keys are neither read nor made there.",
            "Give them that right, or log in as somebody who has it: `provisioner browser login`.",
        ),
        Text(
            "Den som er logget inn i nettleseren, ser ingen fane «API-tilgang» hos {company}.",
            "Bare en «Brukeradministrator» ser den, om den ikke heter noe annet nå. "
            "Nøkler verken leses eller lages der.",
            "Gi vedkommende rettigheten, eller logg inn som en som har den: `provisioner browser login`.",
        ),
    ),
    "owner-rights-unseen": Phrase(
        _I,
        Text(
            "What the key's owner may do at {company} could not be read.",
            "The screens show it nowhere that a browser looks.",
            "Look whether the owner has what the vendor asks for; a key never reaches further than its owner.",
        ),
        Text(
            "Hva nøkkelens eier har tilgang til hos {company}, kunne ikke leses.",
            "Skjermbildene viser det ikke der nettleseren ser.",
            "Se etter om eieren har det leverandøren ber om; en nøkkel når aldri lenger enn eieren.",
        ),
    ),
    "application-by-word": Phrase(
        _I,
        Text(
            "Whether the application is called «{application}» rests on the vendor's word.",
            "Tripletex accepts any name on the screen; a wrong one shows first when the vendor logs in.",
        ),
        Text(
            "At applikasjonen heter «{application}», bygger på leverandørens ord.",
            "Tripletex godtar ethvert navn på skjermen; et feil navn viser seg først når leverandøren logger inn.",
        ),
    ),
    "agreement-unread": Phrase(
        _I,
        Text(
            "The agreement of {title} could not be read beforehand.",
            "It is compared before it is accepted, where a text was accepted before or `text:` names one: by the "
            "browser, or with the text that a person copies from the screen.",
        ),
        Text(
            "Avtalen for {title} kunne ikke leses på forhånd.",
            "Den sammenlignes før den godtas, der en tekst er godtatt før eller `text:` nevner en: av nettleseren, "
            "eller med teksten som et menneske kopierer fra skjermen.",
        ),
    ),
    "agreement-unpinned": Phrase(
        _I,
        Text(
            "No text of the agreement of {title} has been accepted here before, so nothing is compared.",
            "The text on the screen is {digest}. It is accepted, and every later activation is held to it.",
            "Read it; `text: {digest}` under `agreement:` holds this one to it too.",
        ),
        Text(
            "Ingen tekst i avtalen for {title} er godtatt her før, så ingenting sammenlignes.",
            "Teksten på skjermen er {digest}. Den godtas, og hver senere aktivering holdes til den.",
            "Les den; `text: {digest}` under `agreement:` holder også denne til den.",
        ),
    ),
    "agreement-changed": Phrase(
        _W,
        Text(
            "The agreement of {title} is another text than the one that was accepted ({pinned}).",
            "The text on the screen is {digest}. It is not accepted, and nothing was activated.",
            "Read the new text; whoever may accept it writes `text: {digest}` under `agreement:`, and applies again.",
        ),
        Text(
            "Avtalen for {title} er en annen tekst enn den som ble godtatt ({pinned}).",
            "Teksten på skjermen er {digest}. Den godtas ikke, og ingenting ble aktivert.",
            "Les den nye teksten; den som kan godta den, skriver `text: {digest}` under `agreement:`, "
            "og kjører apply igjen.",
        ),
    ),
}

_VENDOR: Final = {
    "application-unwritten": Phrase(
        _E,
        Text(
            "The vendor has answered, and `{name}` still says `ask-vendor`.",
            "No key is made before its application's name stands in the manifest with who confirmed it.",
            "`provisioner state show` has the answer; write `applicationName:` and `confirmedByVendor:`.",
        ),
        Text(
            "Leverandøren har svart, og `{name}` sier fremdeles `ask-vendor`.",
            "Ingen nøkkel lages før applikasjonsnavnet står i manifestet med hvem som bekreftet det.",
            "`provisioner state show` har svaret; skriv `applicationName:` og `confirmedByVendor:`.",
        ),
    ),
    "route-question": Phrase(
        _I,
        Text("Only a person can ask a vendor."),
        Text("Bare et menneske kan spørre en leverandør."),
    ),
    "vendor-answer-missing": Phrase(
        _E,
        Text("What the vendor answered is missing.", hint="Say it with `--note`: the name, exactly as they spelt it."),
        Text("Hva leverandøren svarte, mangler.", hint="Si det med `--note`: navnet, nøyaktig slik de skrev det."),
    ),
    "settle-question": Phrase(
        _W,
        Text(
            "Has the vendor of {title} been asked?",
            "Nothing in Tripletex shows it.",
            "Record it with `provisioner recover {address} --done` with `--note ANSWER`, or `--not-done`.",
        ),
        Text(
            "Er leverandøren av {title} spurt?",
            "Ingenting i Tripletex viser det.",
            "Registrer svaret med `provisioner recover {address} --done` med `--note SVAR`, eller `--not-done`.",
        ),
    ),
}

_KEPT: Final = {
    "owner-gone": Phrase(
        _W,
        Text(
            "{owner}, who owns the key «{key_name}» at {company}, is not there any more.",
            "A key reaches no further than its owner: it may have stopped working without anybody noticing.",
            "Choose another owner, and the key is made anew; for all that is theirs: `provisioner people replace`.",
        ),
        Text(
            "{owner}, som eier nøkkelen «{key_name}» hos {company}, er ikke der lenger.",
            "En nøkkel når aldri lenger enn eieren: den kan ha sluttet å virke uten at noen har merket det.",
            "Velg en annen eier, så lages nøkkelen på nytt; for alt vedkommende har: `provisioner people replace`.",
        ),
        drift=True,
    ),
    "owner-lost-rights": Phrase(
        _W,
        Text(
            "{owner} at {company} lacks rights that the key «{key_name}» needs.",
            "Missing: {names}. A key never reaches further than its owner.",
            "Give {owner} the rights back, or choose another owner.",
        ),
        Text(
            "{owner} hos {company} mangler rettigheter som nøkkelen «{key_name}» trenger.",
            "Mangler: {names}. En nøkkel når aldri lenger enn eieren.",
            "Gi {owner} rettighetene tilbake, eller velg en annen eier.",
        ),
        drift=True,
    ),
    "client-renamed": Phrase(
        _I,
        Text(
            "{company} is called {found} in Tripletex.",
            "The organisation number agrees, so it is the same company.",
            "Correct `displayName`, so that people find it.",
        ),
        Text(
            "{company} heter {found} i Tripletex.",
            "Organisasjonsnummeret stemmer, så det er samme selskap.",
            "Rett `displayName`, så folk finner det.",
        ),
        drift=True,
    ),
}

CHECKING: Final[Mapping[str, Phrase]] = MappingProxyType({**_CHECKS, **_VENDOR, **_KEPT})
