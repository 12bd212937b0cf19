"""What the command line is refused with: the words of usage errors.

Promises: both languages, under the code that the caller knows. Does not: hold click's own words about options, which
are English everywhere, or those of the verbs for secrets, state and work.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


REFUSALS: Final = Vocabulary(
    {
        "project-twice": _refusal(
            Text("The project is named twice.", hint="Give either -C DIR or the argument."),
            Text("Prosjektet er nevnt to ganger.", hint="Oppgi enten -C MAPPE eller argumentet."),
        ),
        "several-projects": _refusal(
            Text("Name one project, or files of one project.", hint="A directory is a project."),
            Text("Nevn ett prosjekt, eller filer fra ett prosjekt.", hint="En mappe er et prosjekt."),
        ),
        "not-in-project": _refusal(
            Text("{path} is not in the project in {root}."),
            Text("{path} er ikke i prosjektet i {root}."),
        ),
        "no-manifest": _refusal(
            Text(
                "{path} is none of the project's manifests.",
                hint="Add it to `manifests:` in provisioner.yaml, or give it a name that a pattern there takes in.",
            ),
            Text(
                "{path} er ikke et av prosjektets manifester.",
                hint="Før det opp under `manifests:` i provisioner.yaml, eller gi det et navn som et mønster tar med.",
            ),
        ),
        "directory-outside": _refusal(
            Text("{path} is not in the project.", hint="Name a directory below the project's root."),
            Text("{path} er ikke i prosjektet.", hint="Nevn en mappe under prosjektets rot."),
        ),
        "not-written": _refusal(
            Text("{path} cannot be written: {error}."),
            Text("{path} kan ikke skrives: {error}."),
        ),
        "not-read": _refusal(
            Text("{path} cannot be read: {error}."),
            Text("{path} kan ikke leses: {error}."),
        ),
        "file-there": _refusal(
            Text("{path} is there already, so nothing was written.", hint="Say --overwrite to replace it."),
            Text("{path} finnes allerede, så ingenting ble skrevet.", hint="Si --overwrite for å erstatte den."),
        ),
        "workbook-name": _refusal(
            Text("{path} would be a workbook under another kind of name.", hint="Write {name}."),
            Text("{path} ville vært en arbeidsbok under navnet til noe annet.", hint="Skriv {name}."),
        ),
        "no-project-name": _refusal(
            Text("`{name}` is no name for a project.", hint="Write --name with small letters, digits and hyphens."),
            Text(
                "`{name}` kan ikke være navnet på et prosjekt.",
                hint="Skriv --name med små bokstaver, sifre og bindestreker.",
            ),
        ),
        "no-client": _refusal(
            Text("There is no client {name}.", hint="`provisioner clients` lists them."),
            Text("Det finnes ingen klient {name}.", hint="`provisioner clients` lister dem opp."),
        ),
        "no-profile": _refusal(
            Text("There is no profile called {name}.", hint="{near}There are: {known}."),
            Text("Det finnes ingen profil som heter {name}.", hint="{near_nb}Det finnes: {known}."),
        ),
        "no-profiles": _refusal(
            Text("There is no profile called {name}.", hint="The project has no profiles."),
            Text("Det finnes ingen profil som heter {name}.", hint="Prosjektet har ingen profiler."),
        ),
        "no-value": _refusal(
            Text("{address} has no value `{field}`.", hint="{near}There are: {known}."),
            Text("{address} har ingen verdi `{field}`.", hint="{near_nb}Det finnes: {known}."),
        ),
        "no-address": _refusal(
            Text("`{text}` is not a whole address.", hint="There are: {known}."),
            Text("`{text}` er ikke en hel adresse.", hint="Det finnes: {known}."),
        ),
        "one-address": _refusal(
            Text("`{text}` is not a whole address.", hint="Did you mean `{address}`?"),
            Text("`{text}` er ikke en hel adresse.", hint="Mente du `{address}`?"),
        ),
        "no-addresses": _refusal(
            Text("`{text}` is not an address.", hint="Write `office/KIND/NAME` or `client/CLIENT/KIND/NAME`."),
            Text("`{text}` er ikke en adresse.", hint="Skriv `office/SLAG/NAVN` eller `client/KLIENT/SLAG/NAVN`."),
        ),
        "not-asked-for": _refusal(
            Text("Nothing in the manifests asks for {address}."),
            Text("Ingenting i manifestene ber om {address}."),
        ),
        "approve-alone": _refusal(
            Text("--auto-approve goes with --apply.", hint="Without --apply nothing is changed anyway."),
            Text("--auto-approve hører sammen med --apply.", hint="Uten --apply blir ingenting endret uansett."),
        ),
        "saved-or-done": _refusal(
            Text("A plan is saved or done, not both.", hint="Leave out --apply, then: `apply FILE`."),
            Text("En plan lagres eller gjøres, ikke begge deler.", hint="Utelat --apply, og kjør så `apply FIL`."),
        ),
        "told-how": _refusal(
            Text("--apply is told as text or json.", hint="Leave out --format, or leave out --apply."),
            Text("--apply fortelles som text eller json.", hint="Utelat --format, eller utelat --apply."),
        ),
        "no-room-for-questions": _refusal(
            Text(
                "Events for programs leave no room for a question.", hint="Add --auto-approve, or apply a saved plan."
            ),
            Text(
                "Hendelser for programmer gir ikke plass til et spørsmål.",
                hint="Legg til --auto-approve, eller kjør en lagret plan.",
            ),
        ),
        "nobody-to-approve": _refusal(
            Text(
                "Nobody is there to approve: standard input is no terminal.",
                hint="Add --auto-approve, or make a plan with `provisioner plan --out FILE` and apply that.",
            ),
            Text(
                "Ingen er her og kan godkjenne: standard inn er ingen terminal.",
                hint="Legg til --auto-approve, eller lag en plan med `provisioner plan --out FIL` og kjør den.",
            ),
        ),
        "nobody-approves": _refusal(
            Text(
                "Nobody is there to approve: standard input is no terminal.",
                hint="Add --auto-approve once you have seen what it would do.",
            ),
            Text(
                "Ingen er her og kan godkjenne: standard inn er ingen terminal.",
                hint="Legg til --auto-approve når du har sett hva den ville gjort.",
            ),
        ),
        "plan-as-made": _refusal(
            Text(
                "A saved plan is done as it was made.",
                hint="Leave out the options that choose what to plan, or make a new plan with them.",
            ),
            Text(
                "En lagret plan gjøres slik den ble laget.",
                hint="Utelat valgene som sier hva som skal planlegges, eller lag en ny plan med dem.",
            ),
        ),
        "guests-verb": _refusal(
            Text(
                "`{verb}` is a plugin's command: it reads only what stands after it.",
                hint="See `provisioner {verb} --help`.",
            ),
            Text(
                "`{verb}` er en kommando fra et tillegg: den leser bare det som står etter den.",
                hint="Se `provisioner {verb} --help`.",
            ),
        ),
        "audit-broken": _refusal(
            Text(
                "The audit does not hold in {broken} of {accounts} accounts.",
                hint="Keep the state and every export as they are until it is known why.",
            ),
            Text(
                "Revisjonssporet holder ikke i {broken} av {accounts} kontoer.",
                hint="Ta vare på tilstanden og alle eksporter slik de er, til det er kjent hvorfor.",
            ),
        ),
        "import-of-what": _refusal(
            Text(
                "Of what are the manifests to be made?",
                hint="Say `--from FILE` for a workbook or a list, or `--live` for the accounts themselves; not both.",
            ),
            Text(
                "Hva skal manifestene lages av?",
                hint="Si `--from FIL` for en arbeidsbok eller en liste, eller `--live` for kontoene selv; ikke "
                "begge deler.",
            ),
        ),
        "client-with-live": _refusal(
            Text("--client goes with --live.", hint="A workbook is taken in as a whole."),
            Text("--client hører sammen med --live.", hint="En arbeidsbok tas inn som en helhet."),
        ),
        "out-alone": _refusal(
            Text("--out does not go with `{verb}`.", hint="Leave one of them out."),
            Text("--out går ikke sammen med `{verb}`.", hint="Utelat en av dem."),
        ),
        "inventory-what": _refusal(
            Text("What is to be done?", hint="Write `inventory --out FILE`, or `inventory attest`."),
            Text("Hva skal gjøres?", hint="Skriv `inventory --out FIL`, eller `inventory attest`."),
        ),
        "nobody-to-ask": _refusal(
            Text("There are no clients to ask about.", hint="Name a list of them with --clients FILE."),
            Text("Det finnes ingen klienter å spørre om.", hint="Nevn en liste over dem med --clients FIL."),
        ),
        "attest-what": _refusal(
            Text("What is there?", hint="Say --empty with accounts, or --exists or --absent with addresses."),
            Text("Hva er der?", hint="Si --empty med kontoer, eller --exists eller --absent med adresser."),
        ),
        "attest-one": _refusal(
            Text("--exists and --absent do not go together.", hint="Say one, and then the other."),
            Text("--exists og --absent går ikke sammen.", hint="Si det ene, og så det andre."),
        ),
        "attest-accounts": _refusal(
            Text("--empty goes with accounts.", hint="Name them: --client NAME, --office or --all."),
            Text("--empty hører sammen med kontoer.", hint="Nevn dem: --client NAVN, --office eller --all."),
        ),
        "attest-addresses": _refusal(
            Text("{chosen} goes with addresses.", hint="Write `inventory attest ADDRESS {chosen}`."),
            Text("{chosen} hører sammen med adresser.", hint="Skriv `inventory attest ADRESSE {chosen}`."),
        ),
        "stranger-kept": _refusal(
            Text(
                "A key of {address} is set aside, and nothing recorded is opened by it.",
                hint="If it is there: end it in Tripletex by hand. Then, or if it is not there, say --not-done.",
            ),
            Text(
                "En nøkkel for {address} er lagt til side, og den åpner ingenting som er ført.",
                hint="Er den der: avslutt den i Tripletex for hånd. Så, eller om den ikke er der, sier du --not-done.",
            ),
        ),
        "recover-what": _refusal(
            Text("What is the answer about?", hint="`provisioner recover ADDRESS --done`, for example."),
            Text("Hva gjelder svaret?", hint="For eksempel `provisioner recover ADRESSE --done`."),
        ),
        "which-secrets": _refusal(
            Text("Name the secrets by their addresses, or say --all.", hint="See `provisioner secret list`."),
            Text("Nevn hemmelighetene med adressene deres, eller si --all.", hint="Se `provisioner secret list`."),
        ),
        "no-part": _refusal(
            Text("`--part {part}` is no part.", hint="Write `--part 1/4` for the first of four."),
            Text("`--part {part}` er ingen del.", hint="Skriv `--part 1/4` for den første av fire."),
        ),
        "kept-for-ever": _refusal(
            Text(
                "Nothing says how long earlier states are kept, so all are.",
                hint="Say --keep-for or --keep-serials, or write `history:` into provisioner.yaml.",
            ),
            Text(
                "Ingenting sier hvor lenge tidligere versjoner skal tas vare på, så alle er det.",
                hint="Si --keep-for eller --keep-serials, eller skriv `history:` i provisioner.yaml.",
            ),
        ),
        "open-alone": _refusal(
            Text("--open is a page, and takes no --format."), Text("--open er en side, og tar ingen --format.")
        ),
        "work-options": _refusal(
            Text("--open, --port, --by and --format stand alone, or after the word that they go with."),
            Text("--open, --port, --by og --format står alene, eller etter ordet de hører til."),
        ),
        "port-taken": _refusal(
            Text("Port {port} cannot be had: {error}.", hint="Leave out --port."),
            Text("Porten {port} kan ikke brukes: {error}.", hint="Utelat --port."),
        ),
        "contradicting": _refusal(
            Text("These answers contradict each other: {said}.", hint="Say one; nothing was recorded."),
            Text("Disse svarene motsier hverandre: {said}.", hint="Si ett; ingenting ble ført."),
        ),
        "no-command": _refusal(
            Text("There is no command `{name}`.", hint="See `{path} --help`."),
            Text("Det finnes ingen kommando `{name}`.", hint="Se `{path} --help`."),
        ),
        "no-command-but": _refusal(
            Text("There is no command `{name}`. Did you mean `{near}`?", hint="See `{path} --help`."),
            Text("Det finnes ingen kommando `{name}`. Mente du `{near}`?", hint="Se `{path} --help`."),
        ),
        "no-account": _refusal(
            Text("`{text}` is not an account.", hint="Write `office`, `client/NAME`, or a client's name alone."),
            Text("`{text}` er ikke en konto.", hint="Skriv `office`, `client/NAVN`, eller bare navnet på en klient."),
        ),
        "no-time": _refusal(
            Text("`{text}` is no time.", hint="Write 2027-01-31 or 2027-01-31T12:00:00Z."),
            Text("`{text}` er ikke et tidspunkt.", hint="Skriv 2027-01-31 eller 2027-01-31T12:00:00Z."),
        ),
        "no-day": _refusal(
            Text("`{text}` is no day.", hint="Write {meant}."), Text("`{text}` er ikke en dag.", hint="Skriv {meant}.")
        ),
        "no-length": _refusal(
            Text("`{text}` is no length of time.", hint="Write 90d or 12w."),
            Text("`{text}` er ikke et tidsrom.", hint="Skriv 90d eller 12w."),
        ),
    }
)
"""What is told as a usage error, by its code."""
