"""What can be wrong with a declaration, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

_PRODUCT: Final = {
    "catalogue-entry": Phrase(
        _E,
        Text("The catalogue entry `{name}` cannot be used: {why}.", hint="Look at its field `{field}`."),
        Text("Katalogoppføringen `{name}` kan ikke brukes: {why}.", hint="Se på feltet `{field}`."),
    ),
    "unknown-integration": Phrase(
        _E,
        Text("No integration is called `{written}`.", hint="Did you mean {near}?"),
        Text("Ingen integrasjon heter `{written}`.", hint="Mente du {near}?"),
    ),
    "unknown-integration-nothing-near": Phrase(
        _E,
        Text(
            "No integration is called `{written}`.",
            hint="Look it up with `provisioner catalog search`, or write a document of `kind: Integration` for it.",
        ),
        Text(
            "Ingen integrasjon heter `{written}`.",
            hint="Søk med `provisioner catalog search`, eller skriv et dokument av `kind: Integration` for den.",
        ),
    ),
    "not-set-up-file-export": Phrase(
        _E,
        Text(
            "{title} exchanges files: there is no key and nothing to activate.", "{why}", "Take `{name}` out of here."
        ),
        Text(
            "{title} utveksler filer: det finnes ingen nøkkel og ingenting å aktivere.", "{why}", "Ta `{name}` ut her."
        ),
    ),
    "not-set-up-built-in": Phrase(
        _E,
        Text("{title} is built into Tripletex: there is nothing to set up.", "{why}", "Take `{name}` out of here."),
        Text("{title} er innebygd i Tripletex: det er ingenting å sette opp.", "{why}", "Ta `{name}` ut her."),
    ),
    "not-set-up-other-setting": Phrase(
        _E,
        Text(
            "{title} is switched on by a setting elsewhere in Tripletex, not by a key or from the menu.",
            "{why}",
            "Set it there, and take `{name}` out of here.",
        ),
        Text(
            "{title} slås på med en innstilling et annet sted i Tripletex, ikke med nøkkel eller fra menyen.",
            "{why}",
            "Sett den der, og ta `{name}` ut her.",
        ),
    ),
    "method-unknown": Phrase(
        _E,
        Text(
            "How {title} is set up is not known.",
            "The catalogue never guesses. The vendor's page: {link}",
            "Find out from the vendor and write `method: user-key`, `custom-key` or `menu`.",
        ),
        Text(
            "Det er ikke kjent hvordan {title} settes opp.",
            "Katalogen gjetter aldri. Leverandørens side: {link}",
            "Spør leverandøren og skriv `method: user-key`, `custom-key` eller `menu`.",
        ),
    ),
    "method-unsourced": Phrase(
        _W,
        Text(
            "Nothing here says that {title} is set up by `{method}`.",
            "The catalogue does not know how.",
            "Write where you know it from: `source:` or `confirmedByVendor:`.",
        ),
        Text(
            "Ingenting her sier at {title} settes opp med `{method}`.",
            "Katalogen vet ikke hvordan.",
            "Skriv hvor du vet det fra: `source:` eller `confirmedByVendor:`.",
        ),
    ),
    "method-choose": Phrase(
        _E,
        Text("{title} can be set up in several ways.", hint="Write `method:` with one of {methods}."),
        Text("{title} kan settes opp på flere måter.", hint="Skriv `method:` med en av {methods}."),
    ),
    "method-wrong": Phrase(
        _E,
        Text("There is no method `{written}`.", hint="Did you mean `{near}`?"),
        Text("Det finnes ingen metode `{written}`.", hint="Mente du `{near}`?"),
    ),
    "method-not-offered": Phrase(
        _E,
        Text(
            "{title} is not set up by `{method}`.",
            "What is known of it: {methods}.",
            "Choose one of those. If the vendor says otherwise, write a document of `kind: Integration` for it.",
        ),
        Text(
            "{title} settes ikke opp med `{method}`.",
            "Det som er kjent: {methods}.",
            "Velg en av dem. Sier leverandøren noe annet, skriv et dokument av `kind: Integration` for den.",
        ),
    ),
    "duplicate-key": Phrase(
        _E,
        Text(
            "Two keys for {what} with the owner {owner} are declared in one account.",
            "`{other}` declares the first. On the screen they could not be told apart.",
            "Keep one of them, or give the second another owner.",
        ),
        Text(
            "To nøkler for {what} med eieren {owner} er deklarert i samme konto.",
            "`{other}` deklarerer den første. På skjermen kunne de ikke skilles.",
            "Behold én av dem, eller gi den andre en annen eier.",
        ),
    ),
    "duplicate-activation": Phrase(
        _E,
        Text("{what} is activated twice in one account.", "`{other}` declares it too.", "Keep one of them."),
        Text("{what} aktiveres to ganger i samme konto.", "`{other}` deklarerer den også.", "Behold én av dem."),
    ),
    "duplicate-access": Phrase(
        _E,
        Text(
            "The client is attached to the office key `{what}` twice.",
            "`{other}` declares it too.",
            "Keep one of them.",
        ),
        Text(
            "Klienten knyttes til kontorets nøkkel `{what}` to ganger.",
            "`{other}` deklarerer det også.",
            "Behold én av dem.",
        ),
    ),
    "module-needed": Phrase(
        _I,
        Text("«Integrasjoner» is needed by: {users}."),
        Text("«Integrasjoner» trengs av: {users}."),
    ),
    "module-added": Phrase(
        _I,
        Text(
            "Activating «Integrasjoner» can cost money.",
            "The price stands under «Selskap» > «Mitt abonnement». The service is never switched off from here.",
        ),
        Text(
            "Å aktivere «Integrasjoner» kan koste penger.",
            "Prisen står under «Selskap» > «Mitt abonnement». Tjenesten slås aldri av herfra.",
        ),
    ),
    "agreement-missing": Phrase(
        _E,
        Text(
            "Who accepts the agreement of {title}, and by what authority, is not said.",
            "Activating it in the menu accepts the vendor's terms on the client's behalf.",
            "Write `agreement: {{acceptedBy: kari@kontor.no, authority: oppdragsavtale 2026-03}}`.",
        ),
        Text(
            "Det står ikke hvem som godtar avtalen for {title}, og med hvilken fullmakt.",
            "Å aktivere fra menyen er å godta leverandørens vilkår på vegne av klienten.",
            "Skriv `agreement: {{acceptedBy: kari@kontor.no, authority: oppdragsavtale 2026-03}}`.",
        ),
    ),
}

_NAMES: Final = {
    "application-missing": Phrase(
        _E,
        Text(
            "The application name of {title} is not known.",
            "{where}",
            "Ask the vendor, and write `applicationName:` exactly as they spell it, with `confirmedByVendor:`.",
        ),
        Text(
            "Applikasjonsnavnet til {title} er ikke kjent.",
            "{where}",
            "Spør leverandøren, og skriv `applicationName:` nøyaktig slik de staver det, med `confirmedByVendor:`.",
        ),
    ),
    "ask-vendor-known": Phrase(
        _E,
        Text(
            "The application name of {title} need not be asked for: it is `{right}`.",
            hint="Write `applicationName: {right}`, or leave it out.",
        ),
        Text(
            "Applikasjonsnavnet til {title} trenger ingen å spørre om: det er `{right}`.",
            hint="Skriv `applicationName: {right}`, eller la det stå ute.",
        ),
    ),
    "ask-vendor": Phrase(
        _W,
        Text(
            "The application name of {title} must be asked for before a key can be made.",
            "A wrong name is accepted on the screen and fails only when the vendor logs in.",
            "`provisioner apply` makes it a work item. Ask {vendor} for the exact «Applikasjonsnavn», capitals "
            "included, and write it in place of `ask-vendor`, with `confirmedByVendor:`.",
        ),
        Text(
            "Applikasjonsnavnet til {title} må spørres etter før nøkkelen kan lages.",
            "Et galt navn godtas på skjermen og feiler først når leverandøren logger inn.",
            "`provisioner apply` gjør det til en oppgave. Spør {vendor} om nøyaktig «Applikasjonsnavn», med store og "
            "små bokstaver, og skriv det i stedet for `ask-vendor`, med `confirmedByVendor:`.",
        ),
    ),
    "application-capitals": Phrase(
        _E,
        Text(
            "The application name `{written}` is spelt wrongly.",
            "Capitals and every sign count: a wrong name is accepted on the screen and fails only at the vendor's.",
            "Write `{right}`.",
        ),
        Text(
            "Applikasjonsnavnet `{written}` er feil skrevet.",
            "Store og små bokstaver og hvert tegn teller: et galt navn godtas på skjermen og feiler først hos "
            "leverandøren.",
            "Skriv `{right}`.",
        ),
    ),
    "application-differs": Phrase(
        _E,
        Text(
            "`{written}` is not the known application name of {title}.",
            "The catalogue has `{right}`.",
            "Leave the field out, or say who confirmed the other name: `confirmedByVendor: {{by: …, on: …}}`.",
        ),
        Text(
            "`{written}` er ikke det kjente applikasjonsnavnet til {title}.",
            "Katalogen har `{right}`.",
            "Utelat feltet, eller skriv hvem som bekreftet det andre navnet: `confirmedByVendor: {{by: …, on: …}}`.",
        ),
    ),
    "application-unconfirmed": Phrase(
        _E,
        Text(
            "Nobody has confirmed the application name `{written}`.",
            "It is in no list that could be checked, and a wrong name fails only when the vendor logs in.",
            "Write who at the vendor confirmed it: `confirmedByVendor: {{by: …, on: …, note: …}}`.",
        ),
        Text(
            "Ingen har bekreftet applikasjonsnavnet `{written}`.",
            "Det står ikke i noen liste som kan sjekkes, og et galt navn feiler først når leverandøren logger inn.",
            "Skriv hvem hos leverandøren som bekreftet det: `confirmedByVendor: {{by: …, on: …, note: …}}`.",
        ),
    ),
    "key-name-demanded": Phrase(
        _E,
        Text("{title} demands that the key is called `{right}`.", "You wrote `{written}`.", "Leave `keyName` out."),
        Text("{title} krever at nøkkelen heter `{right}`.", "Du skrev `{written}`.", "Utelat `keyName`."),
    ),
}

DECLARED: Final[Mapping[str, Phrase]] = MappingProxyType({**_PRODUCT, **_NAMES})
