"""What the drivers and the checks have to say, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

_ROUTES: Final = {
    "route-no-consumer-token": Phrase(
        _I,
        Text(
            "Nothing can be done by API without a consumer token.",
            hint="Tripletex gives one on application; then set `credentials.consumerToken`.",
        ),
        Text(
            "Ingenting kan gjøres med API uten et consumer token.",
            hint="Tripletex gir et etter søknad; sett så `credentials.consumerToken`.",
        ),
    ),
    "route-no-office-employee": Phrase(
        _I,
        Text(
            "The API reaches the office's own account only with an ordinary key of an office employee.",
            hint="Make one under «API-tilgang» and set `credentials.officeEmployeeToken`.",
        ),
        Text(
            "API-et når kontorets egen konto bare med en vanlig brukernøkkel for en ansatt ved kontoret.",
            hint="Lag en under «API-tilgang» og sett `credentials.officeEmployeeToken`.",
        ),
    ),
    "route-no-office-key": Phrase(
        _I,
        Text(
            "The API reaches a client's account only with an office key that is attached to the client.",
            hint="Make one («Regnskapskontorets brukernøkkel»), attach the clients, set `credentials.officeKey`.",
        ),
        Text(
            "API-et når en klients konto bare med en av kontorets nøkler som er knyttet til klienten.",
            hint="Lag en («Regnskapskontorets brukernøkkel»), knytt klientene til, sett `credentials.officeKey`.",
        ),
    ),
    "route-menu": Phrase(
        _I,
        Text("Nothing is activated from or ended in the menu «Integrasjoner» by API: Tripletex has no call for it."),
        Text("Ingenting aktiveres eller avsluttes i menyen «Integrasjoner» med API: Tripletex har ikke noe kall."),
    ),
    "route-module-off": Phrase(
        _I,
        Text("No service is switched off by API: Tripletex has no call for it."),
        Text("Ingen tjeneste slås av med API: Tripletex har ikke noe kall for det."),
    ),
    "route-revoke": Phrase(
        _I,
        Text("No key is ended by API: Tripletex has no call for it."),
        Text("Ingen nøkkel avsluttes med API: Tripletex har ikke noe kall for det."),
    ),
    "route-keys-by-hand": Phrase(
        _I,
        Text("The project says that its application may not make keys by API (`keysByApi: false`)."),
        Text("Prosjektet sier at applikasjonen ikke får lage nøkler med API (`keysByApi: false`)."),
    ),
    "route-custom": Phrase(
        _I,
        Text("A key made by API cannot be given permissions, so «Tilpasset oppsett» is done on the screen."),
        Text("En nøkkel laget med API kan ikke gis tilganger, så «Tilpasset oppsett» gjøres på skjermen."),
    ),
    "route-no-expiry": Phrase(
        _W,
        Text(
            "A key made by API must have an expiry, and none is written.",
            hint="Write `expires:` or `validFor:` to have it made by API.",
        ),
        Text(
            "En nøkkel laget med API må ha en utløpsdato, og ingen er skrevet.",
            hint="Skriv `expires:` eller `validFor:` for å få den laget med API.",
        ),
    ),
    "route-no-robot": Phrase(
        _I,
        Text(
            "Which hidden user stands behind the office key is not known, and the API attaches clients to that user.",
            "It becomes known when the key is made while the API can be read.",
        ),
        Text(
            "Det er ikke kjent hvilken skjult bruker som står bak kontorets nøkkel, og API-et "
            "knytter klienter til den.",
            "Det blir kjent når nøkkelen lages mens API-et kan leses.",
        ),
    ),
}

_READING: Final = {
    "client-not-visible": Phrase(
        _W,
        Text(
            "The office cannot enter {company} (org. {number}) by API.",
            "It is not in the list of clients that our key may enter.",
            "The client gives its rights under «Regnskap» > «Innstillinger» > «Regnskapsførers "
            "rettigheter»; then attach "
            "our key under «Klient» > «Tilganger» > «Legg til API-nøkkel».",
        ),
        Text(
            "Kontoret kommer ikke inn i {company} (org.nr. {number}) med API.",
            "Klienten er ikke i listen over dem nøkkelen vår slipper inn hos.",
            "Klienten gir rettighetene under «Regnskap» > «Innstillinger» > «Regnskapsførers rettigheter»; knytt så "
            "nøkkelen vår til under «Klient» > «Tilganger» > «Legg til API-nøkkel».",
        ),
    ),
    "client-wrong-company": Phrase(
        _E,
        Text(
            "The company {id} is {found} in Tripletex, not {wanted}.",
            "Its organisation number on record is {number}.",
            "Correct `companyId` or `organizationNumber` before anything is done in another company's account.",
        ),
        Text(
            "Selskapet {id} er {found} i Tripletex, ikke {wanted}.",
            "Organisasjonsnummeret som står der, er {number}.",
            "Rett `companyId` eller `organizationNumber` før noe gjøres i et annet selskaps konto.",
        ),
    ),
    "key-gone": Phrase(
        _W,
        Text(
            "The key «{key_name}» at {company} seems to have been deleted on the screen.",
            "Its hidden user is no longer listed. That is no proof, for keys themselves cannot be listed by API.",
            "Look at the tab «API-tilgang». If it is gone, make it anew with `--recreate {address}`.",
        ),
        Text(
            "Nøkkelen «{key_name}» hos {company} ser ut til å være slettet på skjermen.",
            "Den skjulte brukeren bak den står ikke lenger i listen. Selve nøklene kan ikke listes med API, så det er "
            "ikke noe bevis.",
            "Se på fanen «API-tilgang». Er den borte, lag den på nytt med `--recreate {address}`.",
        ),
        drift=True,
    ),
    "account-read-refused": Phrase(
        _W,
        Text("{what} could not be read.", "{why}", "What is in the state stands in for it."),
        Text("{what} kunne ikke leses.", "{why}", "Det som står i tilstanden, gjelder i stedet."),
    ),
    "clients-unread": Phrase(
        _W,
        Text(
            "No client is looked at by API: there is no office key.",
            "Neither `credentials.officeKey` nor `credentials.officeEmployeeToken` is there, so no list of clients was "
            "asked for. What stands in the state counts instead.",
            "Set `credentials.officeKey`, or take `api` out of `drivers`.",
        ),
        Text(
            "Ingen klient blir lest med API: det er ingen kontornøkkel.",
            "Verken `credentials.officeKey` eller `credentials.officeEmployeeToken` er der, så ingen liste over "
            "klienter ble hentet. Det som står i tilstanden, gjelder i stedet.",
            "Sett `credentials.officeKey`, eller ta `api` ut av `drivers`.",
        ),
    ),
    "credential-missing": Phrase(
        _E,
        Text(
            "There is nothing behind `{reference}` (`credentials.{setting}`), and `api` is among the drivers.",
            hint="Set it where the command runs, or take `api` out of `drivers` or the reference out of `credentials`.",
        ),
        Text(
            "Det er ingenting bak `{reference}` (`credentials.{setting}`), og `api` er blant driverne.",
            hint="Sett den der kommandoen kjøres, eller ta `api` ut av `drivers` eller referansen ut av `credentials`.",
        ),
    ),
}

_DOING: Final = {
    "refused-by-tripletex": Phrase(
        _E,
        Text("Tripletex refused: {summary}", "{detail}", "{hint}"),
        Text("Tripletex sa nei: {summary_nb}", "{detail_nb}", "{hint_nb}"),
    ),
    "rate-limited": Phrase(
        _E,
        Text("Tripletex asks us to wait; nothing was made.", "{detail}", "Run it again in a minute."),
        Text("Tripletex ber oss vente; ingenting ble laget.", "{detail_nb}", "Kjør på nytt om et minutt."),
    ),
    "rate-limited-until": Phrase(
        _E,
        Text(
            "Tripletex takes no more calls of our key until {until}; nothing was sent.",
            "Tripletex says how long with every answer. A change is not begun where its time would be up by then, and "
            "hours are not waited for.",
            "Run it again after {until}.",
        ),
        Text(
            "Tripletex tar ikke imot flere kall fra nøkkelen vår før {until}; ingenting ble sendt.",
            "Tripletex sier hvor lenge i hvert svar. En endring påbegynnes ikke når fristen ville være ute da, og i "
            "timevis ventes det ikke.",
            "Kjør på nytt etter {until}.",
        ),
    ),
    "waits-for-calls": Phrase(
        _I,
        Text("waits for Tripletex, which takes no more calls of our key until {until}"),
        Text("venter på Tripletex, som ikke tar imot flere kall fra nøkkelen vår før {until}"),
    ),
    "stopped-waiting": Phrase(
        _I,
        Text("The run was stopped while it waited for Tripletex; nothing was sent."),
        Text("Kjøringen ble stoppet mens den ventet på Tripletex; ingenting ble sendt."),
    ),
    "module-not-in-effect": Phrase(
        _W,
        Text(
            "«Integrasjoner» is not active at {company} yet, so that it is done was not recorded.",
            "Tripletex was asked. Where an office activates a service for many clients at once, it goes on by itself "
            "and can take a while.",
            "Wait a while and answer again. If it stays so, see under «Selskap» > «Mitt abonnement» of the client.",
        ),
        Text(
            "«Integrasjoner» er ikke aktivert hos {company} ennå, så det er ikke ført som gjort.",
            "Tripletex er spurt. Når et kontor aktiverer en tjeneste for mange klienter samtidig, går det videre av "
            "seg selv og kan ta en stund.",
            "Vent litt og svar igjen. Blir det slik, se under «Selskap» > «Mitt abonnement» hos klienten.",
        ),
    ),
    "session-ended": Phrase(
        _E,
        Text(
            "The session with Tripletex ended right before the change; nothing was made.",
            "{detail}",
            "Run it again: a new session begins by itself. If this comes back, see whether our key is still there.",
        ),
        Text(
            "Økten mot Tripletex ble avsluttet rett før endringen; ingenting ble laget.",
            "{detail}",
            "Kjør på nytt: en ny økt begynner av seg selv. Skjer det igjen, se om nøkkelen vår fortsatt er der.",
        ),
    ),
    "keys-not-approved": Phrase(
        _E,
        Text(
            "Tripletex does not let our application make keys by API.",
            "Only applications that Tripletex has approved may, and only where the caller is «Brukeradministrator». "
            "{detail}",
            "Put `guided` after `api` in `drivers:`, or ask Tripletex for the approval.",
        ),
        Text(
            "Tripletex lar ikke applikasjonen vår lage nøkler med API.",
            "Bare applikasjoner Tripletex har godkjent kan det, og bare der den som kaller er «Brukeradministrator». "
            "{detail}",
            "Sett `guided` etter `api` i `drivers:`, eller be Tripletex om godkjenning.",
        ),
    ),
    "owner-unknown": Phrase(
        _E,
        Text(
            "{owner} is not found among the people of {company}.",
            hint="Write the address they log in to Tripletex with, or add them first.",
        ),
        Text(
            "{owner} finnes ikke blant personene i {company}.",
            hint="Skriv adressen de logger inn i Tripletex med, eller legg dem til først.",
        ),
    ),
    "owner-unknown-near": Phrase(
        _E,
        Text("{owner} is not found among the people of {company}.", hint="Did you mean {near}?"),
        Text("{owner} finnes ikke blant personene i {company}.", hint="Mente du {near}?"),
    ),
    "robot-unknown": Phrase(
        _E,
        Text(
            "Which hidden user stands behind the office key {key} is not known.",
            "The API attaches a client to that user.",
            "Attach the client on the screen: put `guided` after `api` in `drivers:`.",
        ),
        Text(
            "Det er ikke kjent hvilken skjult bruker som står bak kontorets nøkkel {key}.",
            "API-et knytter klienten til den brukeren.",
            "Knytt klienten til på skjermen: sett `guided` etter `api` i `drivers:`.",
        ),
    ),
    "not-by-api": Phrase(
        _E,
        Text("This cannot be done by API.", hint="Put `guided` after `api` in `drivers:`."),
        Text("Dette kan ikke gjøres med API.", hint="Sett `guided` etter `api` i `drivers:`."),
    ),
    "work-not-done": Phrase(
        _E,
        Text("{by} says that it was not done.", "{note}", "Run it again when it can be done."),
        Text("{by} sier at det ikke ble gjort.", "{note}", "Kjør på nytt når det kan gjøres."),
    ),
    "work-refused": Phrase(
        _E,
        Text("The screen would not let {by} do it.", "{note}", "Put right what it says, and run it again."),
        Text("Skjermen lot ikke {by} gjøre det.", "{note}", "Rett det som står, og kjør på nytt."),
    ),
    "onward-no-address": Phrase(
        _E,
        Text(
            "What was pasted is no address of a web page.",
            hint="Copy the whole address, from https:// on, or leave it out: the activation is done all the same.",
        ),
        Text(
            "Det som ble limt inn, er ingen nettadresse.",
            hint="Kopier hele adressen, fra https:// av, eller utelat den: aktiveringen er gjort uansett.",
        ),
    ),
}

DRIVING: Final[Mapping[str, Phrase]] = MappingProxyType({**_ROUTES, **_READING, **_DOING})
