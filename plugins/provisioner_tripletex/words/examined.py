"""What the doctor has to say, in both languages.

Promises: what is not in order says what to do. Does not: repeat what stands behind a reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

_WAY: Final = {
    "doctor-endpoint": Phrase(
        _I,
        Text("{endpoint} (environment: {environment})."),
        Text("{endpoint} (miljø: {environment})."),
    ),
    "doctor-endpoint-failed": Phrase(
        _E,
        Text("{why}", hint="{hint}"),
        Text("{why_nb}", hint="{hint_nb}"),
    ),
    "doctor-reached": Phrase(_I, Text("Tripletex answers."), Text("Tripletex svarer.")),
    "doctor-unreached": Phrase(
        _E,
        Text(
            "Tripletex cannot be reached, so how far the credentials reach is not known.",
            hint="Check the network, a proxy or firewall in between, and the project's `endpoint`; then run it again.",
        ),
        Text(
            "Tripletex kan ikke nås, så det er ikke kjent hvor langt nøklene rekker.",
            hint="Sjekk nettet, en mellomtjener eller brannmur på veien, og prosjektets `endpoint`; prøv så igjen.",
        ),
    ),
    "doctor-answers-badly": Phrase(
        _E,
        Text(
            "What answers does not answer as Tripletex does (HTTP {status}).",
            hint="Try again in a while; if it stays so, a proxy on the way may answer instead of Tripletex.",
        ),
        Text(
            "Det som svarer, svarer ikke slik Tripletex gjør (HTTP {status}).",
            hint="Prøv igjen om litt; blir det slik, kan en mellomtjener på veien svare i stedet for Tripletex.",
        ),
    ),
    "doctor-not-asked": Phrase(
        _I,
        Text("Not asked: neither `api` nor `web` is among the drivers, so nothing here calls Tripletex."),
        Text("Ikke spurt: verken `api` eller `web` er blant driverne, så ingenting her kaller Tripletex."),
    ),
    "doctor-clock": Phrase(
        _I,
        Text("The clock of this machine and that of Tripletex differ by {seconds} s."),
        Text("Klokken på denne maskinen og den hos Tripletex skiller seg med {seconds} s."),
    ),
    "doctor-clock-fast": Phrase(
        _W,
        Text(
            "The clock of this machine is {seconds} s ahead of Tripletex'.",
            "Sessions end by the day, and leases by the second.",
            "Let the machine set its clock from the network (NTP).",
        ),
        Text(
            "Klokken på denne maskinen går {seconds} s foran den hos Tripletex.",
            "Sesjoner utløper på dagen, og leier på sekundet.",
            "La maskinen stille klokken fra nettet (NTP).",
        ),
    ),
    "doctor-clock-slow": Phrase(
        _W,
        Text(
            "The clock of this machine is {seconds} s behind Tripletex'.",
            "Sessions end by the day, and leases by the second.",
            "Let the machine set its clock from the network (NTP).",
        ),
        Text(
            "Klokken på denne maskinen går {seconds} s etter den hos Tripletex.",
            "Sesjoner utløper på dagen, og leier på sekundet.",
            "La maskinen stille klokken fra nettet (NTP).",
        ),
    ),
    "doctor-clock-unknown": Phrase(
        _I,
        Text("Could not be compared: no answer said what time it is."),
        Text("Kunne ikke sammenlignes: ikke noe svar sa hva klokken er."),
    ),
}

_CREDENTIALS: Final = {
    "doctor-unset": Phrase(
        _I,
        Text("`credentials.{setting}` is not set."),
        Text("`credentials.{setting}` er ikke satt."),
    ),
    "doctor-nothing-behind": Phrase(
        _I,
        Text("`credentials.{setting}` names `{reference}`, nothing is behind it, and nothing here needs it."),
        Text("`credentials.{setting}` peker på `{reference}`, ingenting er der, og ingenting her trenger det."),
    ),
    "doctor-reference": Phrase(
        _E,
        Text("`credentials.{setting}` cannot be resolved: {why}", hint="{hint}"),
        Text("`credentials.{setting}` kan ikke slås opp: {why_nb}", hint="{hint_nb}"),
    ),
    "doctor-token-test": Phrase(
        _E,
        Text(
            "`credentials.{setting}` is a test token, and the endpoint is production. It was sent nowhere.",
            hint="Use a production token, or the endpoint https://api-test.tripletex.tech.",
        ),
        Text(
            "`credentials.{setting}` er et testtoken, og endepunktet er produksjon. Det ble ikke sendt noe sted.",
            hint="Bruk et token for produksjon, eller endepunktet https://api-test.tripletex.tech.",
        ),
    ),
    "doctor-token-production": Phrase(
        _E,
        Text(
            "`credentials.{setting}` is a production token, and the endpoint is {environment}. It was sent nowhere.",
            hint="Use one that begins with `test-`, or the endpoint https://tripletex.no.",
        ),
        Text(
            "`credentials.{setting}` er et token for produksjon, og endepunktet er {environment}. "
            "Det ble ikke sendt noe sted.",
            hint="Bruk et som begynner med `test-`, eller endepunktet https://tripletex.no.",
        ),
    ),
    "doctor-untried": Phrase(
        _I,
        Text("`credentials.{setting}` is set, and was not tried: {why}"),
        Text("`credentials.{setting}` er satt, og ble ikke prøvd: {why_nb}"),
    ),
    "doctor-consumer": Phrase(
        _I,
        Text("`credentials.consumerToken` works."),
        Text("`credentials.consumerToken` virker."),
    ),
    "doctor-consumer-wrong": Phrase(
        _E,
        Text(
            "`credentials.consumerToken` is wrong: Tripletex does not know it.",
            "{why}",
            "Put the consumer token that Tripletex sent with the application's name behind the reference, whole, and "
            "not a user key.",
        ),
        Text(
            "`credentials.consumerToken` er feil: Tripletex kjenner det ikke.",
            "{why}",
            "Legg det consumer token som Tripletex sendte sammen med applikasjonsnavnet, bak referansen, helt, og "
            "ikke en brukernøkkel.",
        ),
    ),
    "doctor-refused": Phrase(
        _E,
        Text("`credentials.{setting}` does not work: {why}", "{detail}", "{hint}"),
        Text("`credentials.{setting}` virker ikke: {why_nb}", "{detail_nb}", "{hint_nb}"),
    ),
    "doctor-office": Phrase(
        _I,
        Text("`credentials.officeEmployeeToken` works: the office is {company}, org. {number}."),
        Text("`credentials.officeEmployeeToken` virker: kontoret er {company}, org.nr. {number}."),
    ),
    "doctor-key-is-office": Phrase(
        _E,
        Text(
            "`credentials.officeEmployeeToken` holds an office key, and an ordinary key is needed there.",
            "In the office's own account an office key may only say who it is and which clients it enters.",
            "Make a key of an office employee without «Regnskapskontorets brukernøkkel», and put that behind it.",
        ),
        Text(
            "`credentials.officeEmployeeToken` inneholder en av kontorets nøkler, og der trengs en vanlig nøkkel.",
            "I kontorets egen konto får kontorets nøkkel bare si hvem den er og hvilke klienter den slipper inn hos.",
            "Lag en nøkkel for en ansatt ved kontoret uten «Regnskapskontorets brukernøkkel», og legg den der.",
        ),
    ),
    "doctor-people-unread": Phrase(
        _W,
        Text(
            "`credentials.officeEmployeeToken` logs in, and may not read the office's people.",
            "{why}",
            "Give the key and its owner the right to see employees, or make a key of somebody who has it.",
        ),
        Text(
            "`credentials.officeEmployeeToken` logger inn, men får ikke lese kontorets ansatte.",
            "{why}",
            "Gi nøkkelen og eieren rett til å se ansatte, eller lag en nøkkel for noen som har den.",
        ),
    ),
    "doctor-clients": Phrase(
        _I,
        Text("`credentials.officeKey` works, and enters {count} clients."),
        Text("`credentials.officeKey` virker, og slipper inn hos {count} klienter."),
    ),
    "doctor-no-clients": Phrase(
        _W,
        Text(
            "`credentials.officeKey` works, and is attached to no client.",
            hint="Attach the clients to it: «Klient» > «Tilganger» > «Legg til API-nøkkel».",
        ),
        Text(
            "`credentials.officeKey` virker, men er ikke knyttet til noen klient.",
            hint="Knytt klientene til den: «Klient» > «Tilganger» > «Legg til API-nøkkel».",
        ),
    ),
    "doctor-key-is-ordinary": Phrase(
        _E,
        Text(
            "`credentials.officeKey` holds an ordinary key, and an office key is needed there.",
            "It reads the office's own account, which an office key may not, and enters no client.",
            "Make a key with «Regnskapskontorets brukernøkkel» ticked, attach the clients, and put that behind it.",
        ),
        Text(
            "`credentials.officeKey` inneholder en vanlig nøkkel, og der trengs en av kontorets nøkler.",
            "Den leser kontorets egen konto, som kontorets nøkkel ikke får, og slipper ikke inn hos noen klient.",
            "Lag en nøkkel med «Regnskapskontorets brukernøkkel» huket av, knytt klientene til, og legg den der.",
        ),
    ),
    "doctor-key-enters-nobody": Phrase(
        _E,
        Text(
            "`credentials.officeKey` lists {count} clients, and was refused at {company}.",
            "{why}",
            "Check that it is an office key, and that the client is attached to it: «Klient» > «Tilganger».",
        ),
        Text(
            "`credentials.officeKey` lister {count} klienter, men fikk nei hos {company}.",
            "{why}",
            "Sjekk at det er en av kontorets nøkler, og at klienten er knyttet til den: «Klient» > «Tilganger».",
        ),
    ),
}

_RIGHTS: Final = {
    "doctor-rights": Phrase(
        _I,
        Text("Our key in the office has the rights that are needed: {names}."),
        Text("Nøkkelen vår ved kontoret har rettighetene som trengs: {names}."),
    ),
    "doctor-rights-lacking": Phrase(
        _W,
        Text(
            "Our key in the office lacks rights: {names}.",
            "A key may do what both its owner and its hidden user may. Lacking at the owner: {owner}; at the hidden "
            "user: {robot}. They are needed to make keys (1), to make office keys and attach clients (71), and to "
            "activate services (1 or 126).",
            "Give the owner the rights; where the hidden user lacks them, make a new key that has them.",
        ),
        Text(
            "Nøkkelen vår ved kontoret mangler rettigheter: {names}.",
            "En nøkkel kan det både eieren og den skjulte brukeren kan. Mangler hos eieren: {owner}; hos den skjulte "
            "brukeren: {robot}. De trengs for å lage nøkler (1), lage kontorets nøkler og knytte klienter til (71) og "
            "aktivere tjenester (1 eller 126).",
            "Gi eieren rettighetene; mangler den skjulte brukeren dem, lag en ny nøkkel som har dem.",
        ),
    ),
    "doctor-rights-unread": Phrase(
        _W,
        Text(
            "The rights of our key in the office could not be read.",
            "{why}",
            "Give its owner the right to see employees' rights; until then a missing one shows when it is needed.",
        ),
        Text(
            "Rettighetene til nøkkelen vår ved kontoret kunne ikke leses.",
            "{why}",
            "Gi eieren rett til å se ansattes rettigheter; til da viser det seg først når en mangler.",
        ),
    ),
    "doctor-rights-unknown": Phrase(
        _I,
        Text("Not known: that takes an `officeEmployeeToken` that works."),
        Text("Ikke kjent: det krever et `officeEmployeeToken` som virker."),
    ),
    "doctor-keys-by-hand": Phrase(
        _I,
        Text(
            "Keys are made on the screen: the project says `keysByApi: false`.",
            hint="Take that line away once Tripletex has approved the application.",
        ),
        Text(
            "Nøkler lages på skjermen: prosjektet sier `keysByApi: false`.",
            hint="Ta bort linjen når Tripletex har godkjent applikasjonen.",
        ),
    ),
    "doctor-keys-tried": Phrase(
        _I,
        Text(
            "Plans say that keys are made by API, which Tripletex refuses to an application that it has not approved.",
            "A refusal makes nothing, and a person is asked instead where `guided` is among the drivers.",
            "If yours is not approved, write `keysByApi: false` beside `drivers:`.",
        ),
        Text(
            "Planene sier at nøkler lages med API, og det nekter Tripletex en applikasjon som ikke er godkjent.",
            "Et nei lager ingenting, og et menneske blir spurt i stedet der `guided` er blant driverne.",
            "Er deres ikke godkjent, skriv `keysByApi: false` ved siden av `drivers:`.",
        ),
    ),
}

_BROWSER: Final = {
    "doctor-browser": Phrase(
        _I,
        Text("The browser {program} is there, version {version}, and the driver `web` uses it."),
        Text("Nettleseren {program} er der, versjon {version}, og driveren `web` bruker den."),
    ),
    "doctor-browser-unused": Phrase(
        _I,
        Text(
            "The browser {program} is there, version {version}; `web` is not among the drivers.",
            hint="With `web` in `drivers:` it does what the API cannot, before a person is asked.",
        ),
        Text(
            "Nettleseren {program} er der, versjon {version}; `web` er ikke blant driverne.",
            hint="Med `web` under `drivers:` gjør den det API-et ikke kan, før et menneske blir spurt.",
        ),
    ),
    "doctor-browser-silent": Phrase(
        _W,
        Text(
            "The browser {program} is there, and does not say which version it is.",
            "What cannot say that often cannot start: a library that it needs may be missing.",
            "Run `{program} --version`, or `provisioner browser check`, and see what is said; another browser is named "
            "in PROVISIONER_BROWSER.",
        ),
        Text(
            "Nettleseren {program} er der, og sier ikke hvilken versjon den er.",
            "Det som ikke kan si det, kan ofte ikke starte: et bibliotek den trenger, kan mangle.",
            "Kjør `{program} --version`, eller `provisioner browser check`, og se hva som blir sagt; en annen "
            "nettleser oppgis i PROVISIONER_BROWSER.",
        ),
    ),
    "doctor-browser-silent-unused": Phrase(
        _I,
        Text("The browser {program} is there, and does not say its version; `web` is not among the drivers."),
        Text("Nettleseren {program} er der, og sier ikke versjonen sin; `web` er ikke blant driverne."),
    ),
    "doctor-get-extra": Phrase(_I, Text("Install it: {how}"), Text("Installer det: {how}")),
    "doctor-get-browser": Phrase(
        _I,
        Text("Install Chromium, Chrome or Edge, or name the program in PROVISIONER_BROWSER."),
        Text("Installer Chromium, Chrome eller Edge, eller oppgi programmet i PROVISIONER_BROWSER."),
    ),
    "doctor-no-browser": Phrase(
        _E,
        Text("The driver `web` is wanted, and {what} is missing.", hint="{how}"),
        Text("Driveren `web` er ønsket, og {what} mangler.", hint="{how_nb}"),
    ),
    "doctor-no-browser-unused": Phrase(
        _I,
        Text("Not used, and {what} is missing; the driver `web` would need it.", hint="{how}"),
        Text("Ikke i bruk, og {what} mangler; driveren `web` ville trenge det.", hint="{how_nb}"),
    ),
    "doctor-login": Phrase(
        _I,
        Text(
            "A log-in to Tripletex is kept for the browser; `provisioner browser check` tries whether it still holds."
        ),
        Text("En innlogging i Tripletex er lagret for nettleseren; `provisioner browser check` prøver om den holder."),
    ),
    "doctor-no-login": Phrase(
        _W,
        Text("Nobody is logged in to Tripletex in the browser.", hint="Run `provisioner browser login`."),
        Text("Ingen er logget inn i Tripletex i nettleseren.", hint="Kjør `provisioner browser login`."),
    ),
}

EXAMINED: Final[Mapping[str, Phrase]] = MappingProxyType({**_WAY, **_CREDENTIALS, **_RIGHTS, **_BROWSER})
