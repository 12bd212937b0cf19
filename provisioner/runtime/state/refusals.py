"""What the verbs about the state are refused with, and what stops a run over it: the words of errors.

Promises: both languages, under the code that the caller knows. Does not: hold what is said of a state that breaks a
rule.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


REFUSALS: Final = Vocabulary(
    {
        "no-state-of": _refusal(
            Text("There is no state of {account}.", hint="`provisioner state list` shows what there is."),
            Text("Det finnes ingen tilstand for {account}.", hint="`provisioner state list` viser hva som finnes."),
        ),
        "unreadable-whole": _refusal(
            Text(
                "The state of {account} cannot be read whole: {why}",
                detail="{detail}",
                hint="`provisioner state check` says what is wrong with it, `provisioner state restore` goes back.",
            ),
            Text(
                "Tilstanden til {account} kan ikke leses i sin helhet: {why_nb}",
                detail="{detail_nb}",
                hint="`provisioner state check` sier hva som er galt med den, `provisioner state restore` går tilbake.",
            ),
        ),
        "two-projects": _refusal(
            Text(
                "One audit is of the project {earlier}, the other of {project}.",
                hint="Compare two exports of one project.",
            ),
            Text(
                "Det ene revisjonssporet er fra prosjektet {earlier}, det andre fra {project}.",
                hint="Sammenlign to eksporter av ett prosjekt.",
            ),
        ),
        "recorded-already": _refusal(
            Text(
                "What became of {commit_id} has been recorded already, at serial {serial}.",
                hint="`provisioner recover` takes in what was set aside; then plan again.",
            ),
            Text(
                "Det som ble av {commit_id}, er ført alt, i versjon {serial}.",
                hint="`provisioner recover` tar inn det som ble lagt til side; lag så planen på nytt.",
            ),
        ),
        "another-world": _refusal(
            Text(
                "The state of {account} is about {world}, and this is {here}.",
                detail="What was made in one world is not in another, and what is there has not been asked about.",
                hint="Give this world a state of its own: another `state:` in provisioner.yaml, then `state init`.",
            ),
            Text(
                "Tilstanden til {account} gjelder {world}, og dette er {here_nb}.",
                detail="Det som ble laget i én verden, finnes ikke i en annen, og det som finnes der, er det ikke "
                "spurt om.",
                hint="Gi denne verdenen en egen tilstand: en annen `state:` i provisioner.yaml, og så `state init`.",
            ),
        ),
        "same-address": _refusal(Text("The two addresses are the same."), Text("De to adressene er like.")),
        "stays-in-account": _refusal(
            Text(
                "{before} stays in its account.",
                hint="A client that was renamed in the manifests moves by itself at the next apply.",
            ),
            Text(
                "{before} blir i kontoen sin.",
                hint="En klient som har fått nytt navn i manifestene, flyttes av seg selv ved neste apply.",
            ),
        ),
        "another-kind": _refusal(
            Text("A {kind} cannot become a {wanted}.", hint="Only its name can change."),
            Text("En {kind} kan ikke bli en {wanted}.", hint="Bare navnet kan endres."),
        ),
        "others-go-through": _refusal(
            Text(
                "{before} cannot be renamed: {count} other accounts go through it, such as {first}.",
                hint="Make a new one under the new name, and let them move to it: the plan does that.",
            ),
            Text(
                "{before} kan ikke få nytt navn: {count} andre kontoer går gjennom den, for eksempel {first}.",
                hint="Lag en ny under det nye navnet, og la dem flytte til den: det gjør planen.",
            ),
        ),
        "something-there": _refusal(
            Text("There is something at {after} already.", hint="`provisioner state list` shows it."),
            Text("Det er allerede noe på {after}.", hint="`provisioner state list` viser det."),
        ),
        "there-before-us": _refusal(
            Text("{after} was said to be there before us.", hint="That is another thing; take it over."),
            Text("{after} er meldt å ha vært der før oss.", hint="Det er en annen ting; ta den over."),
        ),
        "key-set-aside": _refusal(
            Text("A key of {before} was set aside.", hint="`provisioner state repair` takes it in first."),
            Text("En nøkkel for {before} ble lagt til side.", hint="`provisioner state repair` tar den inn først."),
        ),
        "gone-meanwhile": _refusal(
            Text("{address} is gone since we looked.", hint="Look again."),
            Text("{address} er borte siden vi så på den.", hint="Se på nytt."),
        ),
        "never-recorded": _refusal(
            Text("Nothing was ever recorded at {address}.", hint="`provisioner state list` shows what there is."),
            Text("Ingenting er noen gang ført på {address}.", hint="`provisioner state list` viser hva som finnes."),
        ),
        "serials-of-its-own": _refusal(
            Text("Each account has serials of its own.", hint="Name the account too."),
            Text("Hver konto har sine egne versjoner.", hint="Oppgi kontoen også."),
        ),
        "break-without-reason": _refusal(
            Text("Why is the lease broken?", hint="Say it with --reason; it stands in the audit."),
            Text("Hvorfor brytes låsen?", hint="Si det med --reason; det blir stående i revisjonssporet."),
        ),
        "nobody-works": _refusal(
            Text("Nobody works on {account}.", hint="`provisioner lease list` shows who works on what."),
            Text("Ingen arbeider med {account}.", hint="`provisioner lease list` viser hvem som arbeider med hva."),
        ),
        "state-there": _refusal(
            Text("The state is there already.", hint="Name another place."),
            Text("Tilstanden er der alt.", hint="Oppgi et annet sted."),
        ),
        "strangers-there": _refusal(
            Text(
                "The new place holds accounts that this state does not: {strangers}.",
                hint="It belongs to something else. Name a place that is empty. Nothing was changed.",
            ),
            Text(
                "Det nye stedet har kontoer som denne tilstanden ikke har: {strangers}.",
                hint="Det hører til noe annet. Oppgi et sted som er tomt. Ingenting ble endret.",
            ),
        ),
        "another-state-there": _refusal(
            Text(
                "{account} has another state in the new place.",
                hint="Somebody worked on it there, or on the old one since it was copied. Name a place that is empty.",
            ),
            Text(
                "{account} har en annen tilstand på det nye stedet.",
                hint="Noen har arbeidet med den der, eller med den gamle siden den ble kopiert. Oppgi et sted som "
                "er tomt.",
            ),
        ),
        "not-the-same-there": _refusal(
            Text(
                "{account} is not the same in the new place.",
                detail="What was written was read back and compared.",
                hint="Go on with the old place, leave the new one, and report this.",
            ),
            Text(
                "{account} er ikke lik på det nye stedet.",
                detail="Det som ble skrevet, ble lest tilbake og sammenlignet.",
                hint="Fortsett med det gamle stedet, la det nye være, og meld fra om dette.",
            ),
        ),
        "unreadable-so-not-closed": _refusal(
            Text(
                "The state of {account} cannot be read whole, so nothing was closed: {why}",
                detail="{detail}",
                hint="`provisioner state check` says what is wrong with it. Mend it, then migrate again.",
            ),
            Text(
                "Tilstanden til {account} kan ikke leses i sin helhet, så ingenting ble stengt: {why_nb}",
                detail="{detail_nb}",
                hint="`provisioner state check` sier hva som er galt med den. Rett det, og flytt på nytt.",
            ),
        ),
        "state-gone": _refusal(
            Text("The state of {account} is not there any more.", hint="Look at both places."),
            Text("Tilstanden til {account} er ikke der lenger.", hint="Se på begge stedene."),
        ),
        "worked-on-meanwhile": _refusal(
            Text(
                "Everything was copied, and then somebody began to work on {account} in the old place.",
                detail="{why}",
                hint="Let them end, leave the new place, and migrate to another one.",
            ),
            Text(
                "Alt ble kopiert, og så begynte noen å arbeide med {account} på det gamle stedet.",
                detail="{why_nb}",
                hint="La dem bli ferdige, la det nye stedet være, og flytt til et annet.",
            ),
        ),
        "moved-on": _refusal(
            Text("{account} has moved on since we looked.", hint="Look again. Nothing was changed."),
            Text("{account} har endret seg siden vi så på den.", hint="Se på nytt. Ingenting ble endret."),
        ),
        "open-and-forgotten": _refusal(
            Text(
                "Something is open in {account} that going back would forget: {why}",
                hint="Restore the state's storage from a backup, or push a file that `state pull` wrote after it "
                "was begun: `provisioner state push FILE --account ACCOUNT --force REASON`.",
            ),
            Text(
                "Noe er åpent i {account} som ville blitt glemt ved å gå tilbake: {why_nb}",
                hint="Hent tilbake lageret til tilstanden fra en sikkerhetskopi, eller legg på en fil som `state "
                "pull` skrev etter at det ble begynt: `provisioner state push FIL --account KONTO --force "
                "GRUNN`.",
            ),
        ),
        "begun-and-awaiting": _refusal(
            Text(
                "Something was begun at {address} and has not ended.",
                hint="`provisioner work complete {id}` says what became of it.",
            ),
            Text(
                "Noe er begynt på {address} og er ikke avsluttet.",
                hint="`provisioner work complete {id}` sier hva det ble av det.",
            ),
        ),
        "begun-and-open": _refusal(
            Text(
                "Something was begun at {address} and has not ended.",
                hint="`provisioner recover` finds out how it ended.",
            ),
            Text(
                "Noe er begynt på {address} og er ikke avsluttet.",
                hint="`provisioner recover` finner ut hvordan det endte.",
            ),
        ),
        "nothing-there": _refusal(
            Text("There is nothing at {address} in the state.", hint="`provisioner state list` shows what there is."),
            Text("Det er ingenting på {address} i tilstanden.", hint="`provisioner state list` viser hva som finnes."),
        ),
        "nothing-there-but": _refusal(
            Text("There is nothing at {address} in the state.", hint="Did you mean {near}?"),
            Text("Det er ingenting på {address} i tilstanden.", hint="Mente du {near}?"),
        ),
        "of-account": _refusal(
            Text("{account}: {summary}", detail="{detail}", hint="{hint}"),
            Text("{account}: {summary_nb}", detail="{detail_nb}", hint="{hint_nb}"),
        ),
        "file-empty": _refusal(
            Text("The file holds nothing.", hint="Nothing was changed."),
            Text("Filen inneholder ingenting.", hint="Ingenting ble endret."),
        ),
        "file-without-account": _refusal(
            Text("The file holds nothing about {account}.", hint="Nothing was changed."),
            Text("Filen inneholder ingenting om {account}.", hint="Ingenting ble endret."),
        ),
        "file-does-not-follow": _refusal(
            Text(
                "The file does not follow the state that is there.",
                detail="{why}",
                hint="Nothing was changed. `--force REASON` lays it over what is there all the same; the audit "
                "says why.",
            ),
            Text(
                "Filen bygger ikke på tilstanden som er der.",
                detail="{why_nb}",
                hint="Ingenting ble endret. `--force GRUNN` legger den over det som er der likevel; "
                "revisjonssporet sier hvorfor.",
            ),
        ),
        "file-does-not-follow-now": _refusal(
            Text("The file does not follow the state of {account}: {why}", hint="Look again."),
            Text("Filen bygger ikke på tilstanden til {account}: {why_nb}", hint="Se på nytt."),
        ),
        "held-elsewhere": _refusal(
            Text(
                "{why}",
                hint="Write `{where}` in provisioner.yaml. To stay here after all: `provisioner lease break "
                "ACCOUNT --reason TEXT` for each account.",
            ),
            Text(
                "{why_nb}",
                hint="Skriv `{where}` i provisioner.yaml. Skal dere bli her likevel: `provisioner lease break "
                "KONTO --reason TEKST` for hver konto.",
            ),
        ),
        "no-serial": _refusal(
            Text("{account} has no serial {serial} that is kept.", hint="There are: {there}."),
            Text("{account} har ingen versjon {serial} som er tatt vare på.", hint="Det finnes: {there_nb}."),
        ),
        "no-earlier-serial": _refusal(
            Text(
                "{account} has no earlier serial {serial}.", hint="These are kept: {there}. `state history` shows them."
            ),
            Text(
                "{account} har ingen tidligere versjon {serial}.",
                hint="Disse er tatt vare på: {there_nb}. `state history` viser dem.",
            ),
        ),
    }
)
"""What is refused, by its code."""
