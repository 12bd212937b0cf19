"""What the provider raises: calls that Tripletex refused, and what a run cannot begin with, in both languages.

Labels of the Tripletex screen stand as they are on it, in «»; Tripletex' own words as it says them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


RAISED: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "unreachable": _refusal(
            Text(
                "Tripletex cannot be reached.",
                detail="{route}",
                hint="Check the network and the project's `endpoint`, then run it again.",
            ),
            Text(
                "Tripletex kan ikke nås.",
                detail="{route}",
                hint="Sjekk nettet og `endpoint` i prosjektet, og kjør kommandoen på nytt.",
            ),
        ),
        "answer-unreadable": _refusal(
            Text("Tripletex' answer cannot be read.", detail="GET {route}"),
            Text("Svaret fra Tripletex kan ikke leses.", detail="GET {route}"),
        ),
        "change-answer-unreadable": _refusal(
            Text("Tripletex' answer to a change cannot be read.", detail="{route}"),
            Text("Svaret fra Tripletex på en endring kan ikke leses.", detail="{route}"),
        ),
        "answer-lost": _refusal(
            Text("Tripletex' answer never came; the change may have been made.", detail="{route}"),
            Text("Svaret fra Tripletex kom aldri; endringen kan være gjort.", detail="{route}"),
        ),
        "no-credential": _refusal(
            Text("There is no `credentials.{name}`.", hint="Set `provider.tripletex.credentials.{name}`."),
            Text("Det finnes ingen `credentials.{name}`.", hint="Sett `provider.tripletex.credentials.{name}`."),
        ),
        "test-token": _refusal(
            Text(
                "`credentials.{name}` is a test token, and the endpoint is production.",
                hint="Use a production token, or the endpoint https://api-test.tripletex.tech.",
            ),
            Text(
                "`credentials.{name}` er et test-token, og endepunktet er produksjon.",
                hint="Bruk et produksjonstoken, eller endepunktet https://api-test.tripletex.tech.",
            ),
        ),
        "production-token": _refusal(
            Text(
                "`credentials.{name}` is a production token, and the endpoint is {environment}.",
                hint="A production token is never sent anywhere but to production. Use one that begins with `test-`.",
            ),
            Text(
                "`credentials.{name}` er et produksjonstoken, og endepunktet er {environment}.",
                hint="Et produksjonstoken sendes aldri noe annet sted enn til produksjon. Bruk et som begynner "
                "med `test-`.",
            ),
        ),
        "no-consumer-token": _refusal(
            Text(
                "There is nothing behind `credentials.consumerToken` ({reference}).",
                hint="Set it where the command runs, or plan again with `drivers: [guided]`.",
            ),
            Text(
                "Det er ingenting bak `credentials.consumerToken` ({reference}).",
                hint="Sett den der kommandoen kjøres, eller lag planen på nytt med `drivers: [guided]`.",
            ),
        ),
        "not-tripletex": _refusal(
            Text("`{host}` is not an address of Tripletex.", hint="Write {known}: credentials are sent nowhere else."),
            Text(
                "`{host}` er ikke en adresse hos Tripletex.",
                hint="Skriv {known_nb}: påloggingen sendes ikke noe annet sted.",
            ),
        ),
        "no-browser": _refusal(
            Text(
                "No browser could be started.",
                detail="{tried}",
                hint="Install Chromium, Chrome or Edge, or name one in PROVISIONER_BROWSER.",
            ),
            Text(
                "Ingen nettleser kunne startes.",
                detail="{tried}",
                hint="Installer Chromium, Chrome eller Edge, eller oppgi en i PROVISIONER_BROWSER.",
            ),
        ),
        "web-extra": _refusal(
            Text("The driver `web` needs its extra.", hint="{install}"),
            Text("Driveren `web` trenger tillegget sitt.", hint="{install}"),
        ),
        "pressed-not-looked": _refusal(
            Text(
                "«{pressed}» was pressed, and nobody could look what came of it.",
                hint="Look in Tripletex, then `provisioner recover`.",
            ),
            Text(
                "«{pressed}» ble trykket på, og ingen kunne se hva det ble av det.",
                hint="Se i Tripletex, og kjør så `provisioner recover`.",
            ),
        ),
        "login-unopened": _refusal(
            Text(
                "The log-in that was kept for the browser cannot be opened here.",
                hint="It opens for the person who logged in, on their machine. Run `provisioner browser login` again.",
            ),
            Text(
                "Innloggingen som ble tatt vare på for nettleseren, kan ikke åpnes her.",
                hint="Den åpnes for den som logget inn, på sin maskin. Kjør `provisioner browser login` på nytt.",
            ),
        ),
        "no-login-key": _refusal(
            Text("{path} is no key.", hint="Move it away, and log in again."),
            Text("{path} er ingen nøkkel.", hint="Flytt den bort, og logg inn på nytt."),
        ),
        "pressed-no-key": _refusal(
            Text(
                "«{button}» was pressed, and the screen after it shows no key.",
                hint="Look in Tripletex, then `provisioner recover`.",
            ),
            Text(
                "«{button}» ble trykket på, og skjermen etterpå viser ingen nøkkel.",
                hint="Se i Tripletex, og kjør så `provisioner recover`.",
            ),
        ),
        "nobody-in-browser": _refusal(
            Text(
                "Nobody is logged in to Tripletex in the browser.", hint="Run `provisioner browser login` and log in."
            ),
            Text(
                "Ingen er logget inn i Tripletex i nettleseren.", hint="Kjør `provisioner browser login` og logg inn."
            ),
        ),
        "browser-login-ended": _refusal(
            Text("The log-in in the browser has ended.", hint="Run `provisioner browser login` and log in."),
            Text("Innloggingen i nettleseren er utløpt.", hint="Kjør `provisioner browser login` og logg inn."),
        ),
        "browser-not-in": _refusal(
            Text("The browser could not log in: {seen}.", hint="Run `provisioner browser login` and log in."),
            Text("Nettleseren kunne ikke logge inn: {seen_nb}.", hint="Kjør `provisioner browser login` og logg inn."),
        ),
        "companies-unread": _refusal(
            Text("The list of companies could not be read on the screen.", detail="{seen}"),
            Text("Listen over selskaper kunne ikke leses på skjermen.", detail="{seen_nb}"),
        ),
        "pressed-unknown": _refusal(
            Text(
                "«{name}» was pressed, and nobody knows what came of it.",
                hint="Look in Tripletex, then `provisioner recover`.",
            ),
            Text(
                "«{name}» ble trykket på, og ingen vet hva det ble av det.",
                hint="Se i Tripletex, og kjør så `provisioner recover`.",
            ),
        ),
        "pressed-unexpected": _refusal(
            Text(
                "«{pressed}» was pressed; {wanted} was expected then, and there was: {seen}.",
                hint="Look in Tripletex, then `provisioner recover`.",
            ),
            Text(
                "«{pressed}» ble trykket på; {wanted_nb} var ventet da, og der sto: {seen_nb}.",
                hint="Se i Tripletex, og kjør så `provisioner recover`.",
            ),
        ),
        "failed-midway": _refusal(
            Text("Tripletex failed in the middle of a change; it may have been made.", detail="{detail}"),
            Text("Tripletex feilet midt i en endring; den kan være gjort.", detail="{detail}"),
        ),
        "no-driver": _refusal(
            Text("There is no driver called `{driver}`.", hint="There are: {known}."),
            Text("Det finnes ingen driver som heter `{driver}`.", hint="Det finnes: {known}."),
        ),
        "no-driver-but": _refusal(
            Text("There is no driver called `{driver}`.", hint="Did you mean `{near}`?"),
            Text("Det finnes ingen driver som heter `{driver}`.", hint="Mente du `{near}`?"),
        ),
        "refused": _refusal(Text("{said}", detail="{told}"), Text("{said}", detail="{told}")),
        "refused-consumer-token": _refusal(
            Text(
                "{said}",
                detail="{told}",
                hint="Check `credentials.consumerToken`: a test token opens the test environment only.",
            ),
            Text(
                "{said}",
                detail="{told}",
                hint="Sjekk `credentials.consumerToken`: et test-token åpner bare testmiljøet.",
            ),
        ),
        "refused-employee-token": _refusal(
            Text(
                "{said}",
                detail="{told}",
                hint="Check the key: it may be ended, expired, or made for another application than the consumer "
                "token's.",
            ),
            Text(
                "{said}",
                detail="{told}",
                hint="Sjekk nøkkelen: den kan være avsluttet, utløpt eller laget for en annen applikasjon enn den "
                "consumer token gjelder.",
            ),
        ),
        "refused-expiration-date": _refusal(
            Text(
                "{said}",
                detail="{told}",
                hint="Check the clock of this machine: a session must end on a day after today.",
            ),
            Text(
                "{said}",
                detail="{told}",
                hint="Sjekk klokken på denne maskinen: en sesjon må slutte en dag etter i dag.",
            ),
        ),
        "refused-401": _refusal(
            Text("{said}", detail="{told}", hint="The session was not accepted: the key may have been ended."),
            Text("{said}", detail="{told}", hint="Sesjonen ble ikke godtatt: nøkkelen kan være avsluttet."),
        ),
        "refused-403": _refusal(
            Text(
                "{said}",
                detail="{told}",
                hint="The key lacks the right, or its owner does; in a client's account the key must be attached "
                "to it.",
            ),
            Text(
                "{said}",
                detail="{told}",
                hint="Nøkkelen mangler rettigheten, eller eieren gjør det; i en klients konto må nøkkelen være "
                "knyttet til den.",
            ),
        ),
        "refused-404": _refusal(
            Text("{said}", detail="{told}", hint="What was asked for is not there, or not for this key."),
            Text("{said}", detail="{told}", hint="Det som ble spurt om, finnes ikke, eller ikke for denne nøkkelen."),
        ),
        "refused-429": _refusal(
            Text(
                "{said}",
                detail="{told}",
                hint="Wait a minute and run it again; Tripletex counts the calls of each key.",
            ),
            Text(
                "{said}",
                detail="{told}",
                hint="Vent et minutt og kjør kommandoen på nytt; Tripletex teller kallene til hver nøkkel.",
            ),
        ),
    }
)
"""What is refused, by its code."""
