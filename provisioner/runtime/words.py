"""The room's table of words."""

from __future__ import annotations

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary

WORDS = Vocabulary(
    {
        "observer-failed": Phrase(
            Severity.WARNING,
            en=Text("The plugin {guest} failed while it was told what happens ({error}), and is told no more."),
            nb=Text("Tillegget {guest} feilet da det ble fortalt hva som skjer ({error}), og får ikke vite mer."),
        ),
        "file-unreadable": Phrase(
            Severity.ERROR,
            en=Text("{file} cannot be read: {error}.", hint="Check that it is there and that you may read it."),
            nb=Text("{file} kan ikke leses: {error_nb}.", hint="Sjekk at den finnes, og at du har lov til å lese den."),
        ),
        "project-empty": Phrase(
            Severity.ERROR,
            en=Text("{file} holds no project.", hint="`provisioner init` in an empty directory shows what one holds."),
            nb=Text(
                "Det står ikke noe prosjekt i {file}.",
                hint="`provisioner init` i en tom mappe viser hva som hører til i en slik fil.",
            ),
        ),
        "file-being-written": Phrase(
            Severity.ERROR,
            en=Text("{file} changed while it was read.", hint="Save it, wait for other programs, and run it again."),
            nb=Text("{file} ble endret mens den ble lest.", hint="Lagre den, vent på andre program, og kjør på nytt."),
        ),
        "file-passed-over": Phrase(
            Severity.WARNING,
            en=Text(
                "{file} looks like a manifest, and is not read.",
                detail="No pattern under `manifests:` in provisioner.yaml takes it in.",
                hint="Move or rename it (`.yaml`, not `.yml`), or add it there.",
            ),
            nb=Text(
                "{file} ser ut som et manifest, og blir ikke lest.",
                detail="Ingen av mønstrene under `manifests:` i provisioner.yaml tar den med.",
                hint="Flytt eller gi den nytt navn (`.yaml`, ikke `.yml`), eller før den opp der.",
            ),
        ),
        "more-in-file": Phrase(
            Severity.ERROR,
            en=Text("There is more wrong in {file} from here on.", hint="Mend what is said above first."),
            nb=Text("Det er mer galt i {file} fra her av.", hint="Rett det som er sagt over først."),
        ),
        "link-passed-by": Phrase(
            Severity.ERROR,
            en=Text(
                "{link} is a link to a directory, and what is in it is not read.",
                detail="A link may lead back to where it stands, so `**` does not follow it.",
                hint="Put the directory itself here, or name it in `manifests:` of provisioner.yaml.",
            ),
            nb=Text(
                "{link} er en lenke til en mappe, og det som er i den, blir ikke lest.",
                detail="En lenke kan føre tilbake dit den står, så `**` følger den ikke.",
                hint="Legg selve mappen her, eller nevn den under `manifests:` i provisioner.yaml.",
            ),
        ),
        "unknown-choice": Phrase(
            Severity.ERROR,
            en=Text("There is no {what} called `{name}`.", hint="{near}There are: {known}."),
            nb=Text("Det finnes {what_nb} som heter `{name}`.", hint="{near_nb}Det finnes: {known}."),
        ),
        "file-changed-meanwhile": Phrase(
            Severity.WARNING,
            en=Text("{file} changed while it was looked at, and was left as it is.", hint="Run the command again."),
            nb=Text("{file} ble endret mens vi så på den, og fikk stå som den er.", hint="Kjør kommandoen på nytt."),
        ),
        "file-not-styled": Phrase(
            Severity.ERROR,
            en=Text("{file} was left as it is: {error}.", hint="Check that you may read and write it."),
            nb=Text("{file} fikk stå som den er: {error}.", hint="Sjekk at du har lov til å lese og skrive den."),
        ),
        "no-manifests": Phrase(
            Severity.WARNING,
            en=Text(
                "No file matches `manifests:`, so there is nothing to set up.",
                detail="The patterns are {patterns}, from the directory of provisioner.yaml.",
                hint="Write the office in office.yaml and each client in clients/NAME.yaml, or mend the patterns.",
            ),
            nb=Text(
                "Ingen fil passer med `manifests:`, så det er ingenting å sette opp.",
                detail="Mønstrene er {patterns}, fra mappen der provisioner.yaml står.",
                hint="Skriv kontoret i office.yaml og hver klient i clients/NAVN.yaml, eller rett mønstrene.",
            ),
        ),
        "client-gone": Phrase(
            Severity.ERROR,
            en=Text(
                "The client {name} has things in the state but no longer stands in the manifests.",
                detail='Taking a client away is never read as "delete everything it has".',
                hint="Put {what} back. If the client leaves: `provisioner offboard {name} --reason leaves "
                "--last-day DATE` says so, ends what is ours and hands over the rest; then {what} may go.",
            ),
            nb=Text(
                "Klienten {name} har ting i tilstanden, men står ikke lenger i manifestene.",
                detail="At en klient er tatt bort, leses aldri som «slett alt den har».",
                hint="Legg {what_nb} tilbake. Slutter klienten: `provisioner offboard {name} --reason leaves "
                "--last-day DATO` sier det, avslutter det som er vårt, og leverer over resten; da kan {what_nb} gå.",
            ),
        ),
        "merger-lacks": Phrase(
            Severity.WARNING,
            en=Text(
                "{into}, into which {name} is merged, lacks: {lacking}.",
                hint="Give {into} what it shall go on with before the last day; nothing is moved by itself.",
            ),
            nb=Text(
                "{into}, som {name} går inn i, mangler: {lacking}.",
                hint="Gi {into} det den skal fortsette med før siste dag; ingenting flyttes av seg selv.",
            ),
        ),
        "client-renamed": Phrase(
            Severity.ERROR,
            en=Text(
                "{name} is the same company as {before}, and things are recorded under both names.",
                hint="Keep the name {before}: what is recorded under it cannot move onto what is recorded already.",
            ),
            nb=Text(
                "{name} er samme selskap som {before}, og begge navnene har ting i tilstanden.",
                hint="Behold navnet {before}: det som er ført der, kan ikke flyttes oppå det som alt er ført.",
            ),
        ),
        "client-renamed-open": Phrase(
            Severity.ERROR,
            en=Text(
                "{before} cannot be renamed to {name} while it is not known how a call there ended.",
                hint="Apply once more under the name {before}, answer what it asks, then rename.",
            ),
            nb=Text(
                "{before} kan ikke få navnet {name} så lenge det er ukjent hvordan et kall der endte.",
                hint="Kjør apply én gang til med navnet {before}, svar på det den spør om, og gi nytt navn etterpå.",
            ),
        ),
        "client-moved": Phrase(
            Severity.INFO,
            en=Text("{before} is called {name} from now on; everything that was recorded has moved along."),
            nb=Text("{before} heter {name} fra nå av; alt som var ført, er flyttet med."),
        ),
        "unknown-client": Phrase(
            Severity.ERROR,
            en=Text("There is no client called {name}.", hint="{suggestion}"),
            nb=Text("Det finnes ingen klient som heter {name}.", hint="{suggestion_nb}"),
        ),
        "ends-soon": Phrase(
            Severity.WARNING,
            en=Text(
                "The key of {address} would last {days} days: its last day is {on}.",
                hint="Is the year right? A key that has ended must be made and handed over again.",
            ),
            nb=Text(
                "Nøkkelen til {address} ville vart i {days} dager: siste dag er {on}.",
                hint="Stemmer årstallet? En nøkkel som er utløpt, må lages og overleveres på nytt.",
            ),
        ),
        "selector-matches-nobody": Phrase(
            Severity.ERROR,
            en=Text("No client has the labels {selector}.", hint="The clients' labels are: {labels}."),
            nb=Text("Ingen klient har etikettene {selector}.", hint="Klientenes etiketter er: {labels}."),
        ),
        "waits-for": Phrase(
            Severity.INFO,
            en=Text("It waits for {needs}."),
            nb=Text("Den venter på {needs}."),
        ),
        "still-in-use": Phrase(
            Severity.ERROR,
            en=Text(
                "Clients still use the office key ({count}), so it was not deleted.",
                detail="{clients}",
                hint="Apply again once their access has been taken away.",
            ),
            nb=Text(
                "Klienter bruker fortsatt kontornøkkelen ({count}), så den ble ikke slettet.",
                detail="{clients}",
                hint="Kjør apply igjen når tilgangene deres er fjernet.",
            ),
        ),
        "stopped": Phrase(
            Severity.INFO,
            en=Text("It was not begun: the run was asked to stop."),
            nb=Text("Det ble ikke påbegynt: kjøringen ble bedt om å stoppe."),
        ),
        "rescued": Phrase(
            Severity.WARNING,
            en=Text(
                "The state could not be written, so the sealed key of {address} was put in {path}.",
                hint="Keep that file. The next `provisioner apply` takes it in once the state can be written.",
            ),
            nb=Text(
                "Tilstanden kunne ikke skrives, så den forseglede nøkkelen til {address} ble lagt i {path}.",
                hint="Ta vare på filen. Neste `provisioner apply` tar den inn når tilstanden kan skrives.",
            ),
        ),
        "not-rescued": Phrase(
            Severity.ERROR,
            en=Text(
                "The key of {address} was made, and could be kept nowhere: neither in the state nor on this machine's "
                "disk ({error}).",
                hint="The next `provisioner apply` finds out that it is lost, and makes another in its place.",
            ),
            nb=Text(
                "Nøkkelen til {address} ble laget og kunne ikke tas vare på noe sted: verken i tilstanden eller på "
                "denne maskinens disk ({error}).",
                hint="Neste `provisioner apply` finner ut at den er tapt, og lager en ny i stedet.",
            ),
        ),
        "deposited": Phrase(
            Severity.WARNING,
            en=Text(
                "The sealed key of {address} was set aside, because its entry could not be written.",
                hint="The next `provisioner apply` takes it in.",
            ),
            nb=Text(
                "Den forseglede nøkkelen til {address} ble satt til side, fordi oppføringen ikke kunne skrives.",
                hint="Neste `provisioner apply` tar den inn.",
            ),
        ),
        "not-stored": Phrase(
            Severity.WARNING,
            en=Text(
                "The key of {address} is sealed in the state, but the secret store did not take it: {error}",
                hint="`provisioner secret store {address} --identity FILE` puts it there once the store works again.",
            ),
            nb=Text(
                "Nøkkelen til {address} er forseglet i tilstanden, men hemmelighetslageret tok den ikke imot: "
                "{error_nb}",
                hint="`provisioner secret store {address} --identity FIL` legger den dit når lageret virker igjen.",
            ),
        ),
        "not-retired": Phrase(
            Severity.WARNING,
            en=Text(
                "The key of {address} was ended, but the secret store would not let go of it: {error}",
                hint="It opens nothing any more. Take it out of the store by hand.",
            ),
            nb=Text(
                "Nøkkelen til {address} er avsluttet, men hemmelighetslageret ville ikke gi slipp på den: {error_nb}",
                hint="Den åpner ingenting lenger. Ta den ut av lageret for hånd.",
            ),
        ),
        "forgotten-key-stays": Phrase(
            Severity.INFO,
            en=Text(
                "The key of {address} is followed up no longer, and its copy stays in {store}.",
                hint="It opens what it opened. Take it out of the store by hand once nobody of yours may have it.",
            ),
            nb=Text(
                "Nøkkelen til {address} følges ikke lenger opp, og kopien blir liggende i {store}.",
                hint="Den åpner det den åpnet. Ta den ut av lageret for hånd når ingen hos dere skal ha den.",
            ),
        ),
        "keys-in-another-store": Phrase(
            Severity.WARNING,
            en=Text(
                "Keys that lie in {store}, and not in {today}, which the project names today: {count}.",
                detail="Sealed copies that are still kept stay until they are there.",
                hint="`provisioner secret store --all --identity FILE` brings them over. Keep the other store until "
                "`provisioner secret list` shows all of them in the new one.",
            ),
            nb=Text(
                "Nøkler som ligger i {store}, og ikke i {today}, som prosjektet bruker nå: {count}.",
                detail="Forseglede kopier som fortsatt finnes, beholdes til nøklene er der.",
                hint="`provisioner secret store --all --identity FIL` tar dem med over. Behold det andre lageret til "
                "`provisioner secret list` viser at alle er i det nye.",
            ),
        ),
        "keys-without-a-store": Phrase(
            Severity.WARNING,
            en=Text(
                "Keys that lie in {store}, while the project names no secret store: {count}.",
                detail="No sealed copy is let go of meanwhile. `provisioner secret show` still finds them there.",
                hint="Put `store: {store}` back under `secrets:`, or name the store they shall move to and run "
                "`provisioner secret store --all --identity FILE`.",
            ),
            nb=Text(
                "Nøkler som ligger i {store}, mens prosjektet ikke har noe hemmelighetslager: {count}.",
                detail="Ingen forseglet kopi slippes imens. `provisioner secret show` finner dem fortsatt der.",
                hint="Sett `store: {store}` tilbake under `secrets:`, eller skriv hvilket lager de skal til, og kjør "
                "`provisioner secret store --all --identity FIL`.",
            ),
        ),
        "outcome-unknown": Phrase(
            Severity.ERROR,
            en=Text(
                "Nobody can tell whether this was done: {summary}",
                detail="It is never tried again by itself, for it could then be there twice.",
                hint="Look in Tripletex, then say what you found: `provisioner recover {address} --done` "
                "or `--not-done`; `--lost` where it is there and nobody has its key.",
            ),
            nb=Text(
                "Ingen kan si om dette ble gjort: {summary_nb}",
                detail="Det prøves aldri på nytt av seg selv, for da kunne det bli dobbelt.",
                hint="Se etter i Tripletex, og si hva du fant: `provisioner recover {address} --done` "
                "eller `--not-done`; `--lost` om den er der og ingen har nøkkelen.",
            ),
        ),
        "answered-by-its-key": Phrase(
            Severity.WARNING,
            en=Text(
                "The key of {address} had been set aside, and is recorded now.",
                detail="So the call went through, and its key is not lost. What you said of it was not recorded.",
                hint="`provisioner plan` shows what is left to do.",
            ),
            nb=Text(
                "Nøkkelen til {address} var lagt til side, og er nå ført.",
                detail="Kallet gikk altså gjennom, og nøkkelen er ikke tapt. Det du sa om det, ble ikke ført.",
                hint="`provisioner plan` viser hva som gjenstår.",
            ),
        ),
        "still-set-aside": Phrase(
            Severity.WARNING,
            en=Text(
                "The key of {address} is set aside, and could not be taken in: {error}",
                detail="It is not lost. Nothing is recorded of it yet.",
                hint="Mend that (make room, say), then run `provisioner recover` again. Answer nothing meanwhile.",
            ),
            nb=Text(
                "Nøkkelen til {address} er lagt til side, og kunne ikke tas inn: {error_nb}",
                detail="Den er ikke tapt. Ingenting er ført om den ennå.",
                hint="Rett opp det (skaff for eksempel plass), og kjør `provisioner recover` igjen. Svar ikke imens.",
            ),
        ),
        "refused": Phrase(
            Severity.ERROR,
            en=Text("{by} could not do it: {note}", hint="Mend what stands in the way, then apply again."),
            nb=Text("{by} fikk ikke gjort det: {note}", hint="Rydd av veien det som hindrer, og kjør apply igjen."),
        ),
        "answer-not-recorded": Phrase(
            Severity.ERROR,
            en=Text("The answer cannot be right, so nothing was recorded."),
            nb=Text("Svaret kan ikke stemme, så ingenting ble ført."),
        ),
        "secret-missing": Phrase(
            Severity.ERROR,
            en=Text(
                "The key is missing: it was shown once, when it was made.",
                hint="Give it with the answer. If it is lost: `provisioner work complete {intent} --lost`; "
                "the next plan replaces it.",
            ),
            nb=Text(
                "Nøkkelen mangler: den ble vist én gang, da den ble laget.",
                hint="Oppgi den sammen med svaret. Er den tapt: `provisioner work complete {intent} --lost`; "
                "neste plan erstatter den.",
            ),
        ),
    }
)
