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
    }
)
"""What is told as a usage error, by its code."""
