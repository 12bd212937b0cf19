"""What a run is refused with before it begins, and what follows from errors that were told: the words of errors.

Promises: both languages, under the code that the caller knows. Does not: hold the words of the rooms for secrets, state
and work.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


REFUSALS: Final = Vocabulary(
    {
        "no-project": _refusal(
            Text(
                "There is no {file} in {directory} or above it.",
                hint="Go to the firm's directory, name it with -C DIR, or make a new one with `provisioner init`.",
            ),
            Text(
                "Det finnes ingen {file} i {directory} eller over.",
                hint="Gå til firmaets mappe, nevn den med -C MAPPE, eller lag en ny med `provisioner init`.",
            ),
        ),
        "project-there": _refusal(
            Text("There is a {file} in {directory} already.", hint="Nothing was changed."),
            Text("Det finnes allerede en {file} i {directory}.", hint="Ingenting ble endret."),
        ),
        "identity-there": _refusal(
            Text("There is an identity at {path} already.", hint="Move it to a safe place first."),
            Text("Det finnes allerede en identitet i {path}.", hint="Flytt den til et trygt sted først."),
        ),
        "no-organization-number": _refusal(
            Text(
                "{number} is no organisation number.",
                hint="It has nine digits, and the last one checks the others. Look it up in Brønnøysundregistrene.",
            ),
            Text(
                "{number} er ikke et organisasjonsnummer.",
                hint="Det har ni sifre, og det siste kontrollerer de andre. Slå det opp i Brønnøysundregistrene.",
            ),
        ),
        "state-alone": _refusal(
            Text(
                "`state: {url}` is kept on this machine alone, and this is a pipeline.",
                hint="Use a state that machines can share, or say `singleMachine: true` in provisioner.yaml.",
            ),
            Text(
                "`state: {url}` ligger på denne maskinen alene, og dette er en pipeline.",
                hint="Bruk en tilstand som maskiner kan dele, eller skriv `singleMachine: true` i provisioner.yaml.",
            ),
        ),
        "no-endpoint": _refusal(
            Text("The project names no endpoint.", hint="Put `endpoint:` under the provider's settings."),
            Text(
                "Prosjektet sier ikke hvilket endepunkt.",
                hint="Skriv `endpoint:` under innstillingene til leverandøren.",
            ),
        ),
        "secret-file-unreadable": _refusal(
            Text("The secret file {file} cannot be read: {error}."),
            Text("Filen {file} med en hemmelighet kan ikke leses: {error}."),
        ),
        "no-way-to-a-secret": _refusal(
            Text("`{scheme}:` is no way to a secret.", hint="Write `env:NAME` or `file:PATH`."),
            Text("`{scheme}:` er ingen vei til en hemmelighet.", hint="Skriv `env:NAVN` eller `file:STI`."),
        ),
        "another-project": _refusal(
            Text(
                "The plan was made for the project {theirs}, and this is {ours}.",
                hint="Apply it in the directory it was made in.",
            ),
            Text(
                "Planen er laget for prosjektet {theirs}, og dette er {ours}.",
                hint="Kjør apply i mappen den ble laget i.",
            ),
        ),
        "no-choice": _refusal(
            Text("There is no {what} called `{name}`.", hint="{near}There are: {known}."),
            Text("Det finnes {what_nb} som heter `{name}`.", hint="{near_nb}Det finnes: {known}."),
        ),
        "no-kind": _refusal(
            Text("There is no kind `{kind}`.", hint="There are: {known}."),
            Text("Det finnes ikke noe slag som heter `{kind}`.", hint="Det finnes: {known}."),
        ),
        "file-moved": _refusal(
            Text("{file} changed while it was looked at.", hint="Run the command again."),
            Text("{file} ble endret mens vi så på den.", hint="Kjør kommandoen på nytt."),
        ),
        "not-written": _refusal(
            Text("{file} cannot be written: {error}."),
            Text("{file} kan ikke skrives: {error}."),
        ),
        "not-read": _refusal(
            Text("{file} cannot be read: {error}."),
            Text("{file} kan ikke leses: {error_nb}."),
        ),
        "errors-so-not-written": _refusal(
            Text("{file} holds errors, so nothing was written."),
            Text("Det er feil i {file}, så ingenting ble skrevet."),
        ),
        "open-so-not-written": _refusal(
            Text("{file} leaves something open, so nothing was written."),
            Text("{file} lar noe stå åpent, så ingenting ble skrevet."),
        ),
        "would-be-wrong": _refusal(
            Text("The manifests would hold errors, so nothing was written."),
            Text("Det ville blitt feil i manifestene, så ingenting ble skrevet."),
        ),
        "would-overwrite": _refusal(
            Text(
                "{files} would be overwritten, so nothing was written.",
                hint="Look with --diff, then say --overwrite; or write elsewhere with --out DIR.",
            ),
            Text(
                "{files} ville blitt overskrevet, så ingenting ble skrevet.",
                hint="Se med --diff, og si så --overwrite; eller skriv et annet sted med --out MAPPE.",
            ),
        ),
        "no-pattern": _refusal(
            Text(
                "No pattern under `manifests:` in provisioner.yaml matches {file}.",
                hint="Write below the project with --out DIR, and add the pattern for it first.",
            ),
            Text(
                "Ingen av mønstrene under `manifests:` i provisioner.yaml passer med {file}.",
                hint="Skriv i prosjektet med --out MAPPE, og før opp mønsteret for den først.",
            ),
        ),
        "nothing-to-rotate": _refusal(
            Text(
                "Nothing says which keys to rotate.",
                hint="Give ADDRESSES, or --client, --selector, --integration or --all-older-than.",
            ),
            Text(
                "Ingenting sier hvilke nøkler som skal byttes.",
                hint="Oppgi ADRESSER, eller --client, --selector, --integration eller --all-older-than.",
            ),
        ),
        "addresses-alone": _refusal(
            Text("Addresses stand alone.", hint="Give ADDRESSES, or options that choose among all keys."),
            Text("Adresser står alene.", hint="Oppgi ADRESSER, eller valg som plukker ut blant alle nøklene."),
        ),
        "no-key": _refusal(
            Text("{address} holds no key.", hint="Only keys are rotated; `provisioner state list` has them."),
            Text("{address} har ingen nøkkel.", hint="Bare nøkler byttes; `provisioner state list` viser dem."),
        ),
        "no-longer-wanted": _refusal(
            Text(
                "{address} stands in no manifest any more.",
                hint="`provisioner plan` ends it; there is nothing to rotate.",
            ),
            Text(
                "{address} står ikke lenger i noe manifest.",
                hint="`provisioner plan` avslutter den; det er ingenting å bytte.",
            ),
        ),
        "no-address": _refusal(
            Text("{person} is no e-mail address.", hint="People are written as the address they log in with."),
            Text("{person} er ingen e-postadresse.", hint="Folk skrives som adressen de logger inn med."),
        ),
        "same-person": _refusal(
            Text("That is the same person twice."),
            Text("Det er samme person to ganger."),
        ),
        "nothing-depends": _refusal(
            Text(
                "Nothing depends on {person}.", hint="{near}`provisioner people list` shows on whom something depends."
            ),
            Text(
                "Ingenting avhenger av {person}.", hint="{near_nb}`provisioner people list` viser hvem noe avhenger av."
            ),
        ),
        "leaves-otherwise": _refusal(
            Text(
                "{client} leaves already, and otherwise: {source}.",
                hint="Change it there, or leave out --reason, --last-day and --into.",
            ),
            Text(
                "{client} slutter allerede, og på en annen måte: {source}.",
                hint="Endre det der, eller utelat --reason, --last-day og --into.",
            ),
        ),
        "leaves-how": _refusal(
            Text(
                "Nothing says yet why and when {client} leaves.",
                hint="Add --reason leaves, merged or closed, and --last-day DATE.",
            ),
            Text(
                "Ingenting sier ennå hvorfor og når {client} slutter.",
                hint="Legg til --reason leaves, merged eller closed, og --last-day DATO.",
            ),
        ),
        "into-alone": _refusal(
            Text(
                "--into OTHER goes with --reason merged, and only with it.",
                hint="OTHER is the client left.",
            ),
            Text(
                "--into ANNEN hører sammen med --reason merged, og bare med den.",
                hint="ANNEN er klienten som blir igjen.",
            ),
        ),
        "into-itself": _refusal(
            Text("A client cannot be merged into itself."),
            Text("En klient kan ikke gå inn i seg selv."),
        ),
        "into-leaves": _refusal(
            Text("{client} leaves too.", hint="Name a client that goes on."),
            Text("{client} slutter også.", hint="Nevn en klient som fortsetter."),
        ),
        "edit-by-hand": _refusal(
            Text(
                "{file} cannot be edited here: it is not written a field a line.",
                hint="Write `offboarding: {line}` into the {kind} {name} by hand, then run this again.",
            ),
            Text(
                "{file} kan ikke endres her: feltene står ikke på hver sin linje.",
                hint="Skriv `offboarding: {line}` i {kind} {name} for hånd, og kjør dette på nytt.",
            ),
        ),
        "nowhere-to-write": _refusal(
            Text(
                "No manifest speaks of {client}, and there is no telling where to write that it leaves.",
                hint="Put its document back, from git, with `offboarding: {line}` in it.",
            ),
            Text(
                "Ingen manifester nevner {client}, og det er ikke godt å si hvor det skal stå at den slutter.",
                hint="Legg dokumentet tilbake, fra git, med `offboarding: {line}` i.",
            ),
        ),
        "not-leaving": _refusal(
            Text(
                "No manifest says that {client} leaves.",
                hint="`provisioner offboard {client} --reason leaves --last-day DATE` writes it.",
            ),
            Text(
                "Ingen manifester sier at {client} slutter.",
                hint="`provisioner offboard {client} --reason leaves --last-day DATO` skriver det.",
            ),
        ),
        "nobody-to-seal-to": _refusal(
            Text(
                "There is nobody to seal keys to.",
                hint="Put at least one public key under `secrets: recipients:` in provisioner.yaml; `provisioner "
                "init` makes a pair.",
            ),
            Text(
                "Det er ingen å forsegle nøkler til.",
                hint="Skriv minst én offentlig nøkkel under `secrets: recipients:` i provisioner.yaml; "
                "`provisioner init` lager et par.",
            ),
        ),
        "no-public-key": _refusal(
            Text("`{key}…` is no age public key.", hint="One begins with `age1`."),
            Text("`{key}…` er ingen offentlig age-nøkkel.", hint="En slik begynner med `age1`."),
        ),
        "identity-cannot-open": _refusal(
            Text("This identity cannot open the secret.", hint="It is sealed to: {names}."),
            Text("Denne identiteten kan ikke åpne hemmeligheten.", hint="Den er forseglet til: {names}."),
        ),
        "key-belongs": _refusal(
            Text(
                "The key of {address} that was set aside belongs to something that is recorded.",
                hint="`provisioner recover` takes it in. Nothing was let go of.",
            ),
            Text(
                "Nøkkelen til {address} som ble lagt til side, hører til noe som er ført.",
                hint="`provisioner recover` tar den inn. Ingenting ble sluppet.",
            ),
        ),
        "begun-since": _refusal(
            Text(
                "Something has been begun for {address} since the plan was made.",
                hint="Apply again: what was begun is looked into before anything new is.",
            ),
            Text(
                "Noe er begynt for {address} siden planen ble laget.",
                hint="Kjør apply på nytt: det som ble begynt, blir undersøkt før noe nytt gjøres.",
            ),
        ),
        "no-client-listed": _refusal(
            Text(
                "With the credentials of this project no client can be listed, so nothing was written.",
                hint="`provisioner doctor` says what it would take; `import --from FILE` takes a workbook or a list.",
            ),
            Text(
                "Med påloggingen til dette prosjektet kan ingen klienter listes opp, så ingenting ble skrevet.",
                hint="`provisioner doctor` sier hva som skal til; `import --from FIL` tar inn en arbeidsbok eller "
                "en liste.",
            ),
        ),
        "begun-on-account": _refusal(
            Text("Something was begun on {account} since the plan was made.", hint="Plan again."),
            Text("Noe ble begynt på {account} siden planen ble laget.", hint="Kjør plan på nytt."),
        ),
        "nobody-listed": _refusal(
            Text("With the credentials of this project nobody can be listed."),
            Text("Med påloggingen til dette prosjektet kan ingen listes opp."),
        ),
        "nothing-open": _refusal(
            Text("Nothing was left open at {named}.", hint="`provisioner recover` lists what is."),
            Text("Ingenting ble stående åpent på {named}.", hint="`provisioner recover` lister opp det som er det."),
        ),
        "nothing-open-at": _refusal(
            Text(
                "Nothing was left open at {named}.",
                hint="`provisioner recover` lists what is; what waits for a person stands under `provisioner work`.",
            ),
            Text(
                "Ingenting ble stående åpent på {named}.",
                hint="`provisioner recover` lister opp det som er det; det som venter på et menneske, står under "
                "`provisioner work`.",
            ),
        ),
        "nobody-called": _refusal(
            Text(
                "No client that can be listed is called {said}, so nothing was written.",
                hint="{count} companies are listed.",
            ),
            Text(
                "Ingen klient som kan listes opp, heter {said}, så ingenting ble skrevet.",
                hint="{count} selskaper er listet opp.",
            ),
        ),
        "nobody-called-but": _refusal(
            Text("No client that can be listed is called {said}, so nothing was written.", hint="Did you mean {near}?"),
            Text("Ingen klient som kan listes opp, heter {said}, så ingenting ble skrevet.", hint="Mente du {near}?"),
        ),
        "identity-none-of-age": _refusal(
            Text(
                "The identity file holds something that is no age identity.",
                hint="A line of it begins with `AGE-SECRET-KEY-1`.",
            ),
            Text(
                "Identitetsfilen inneholder noe som ikke er en age-identitet.",
                hint="En linje i den begynner med `AGE-SECRET-KEY-1`.",
            ),
        ),
        "identity-empty": _refusal(
            Text("The identity file holds no identity.", hint="A line of it begins with `AGE-SECRET-KEY-1`."),
            Text("Identitetsfilen inneholder ingen identitet.", hint="En linje i den begynner med `AGE-SECRET-KEY-1`."),
        ),
        "identity-unreadable": _refusal(
            Text("The identity file {path} cannot be read: {error}."),
            Text("Identitetsfilen {path} kan ikke leses: {error}."),
        ),
    }
)
"""What is told as an error, by its code."""
