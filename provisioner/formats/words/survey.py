"""Words of the workbook that a firm fills in, and what can be wrong with one that was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provisioner.model.diagnostics import BOKMAL, Phrase, Severity, Text, Vocabulary

_TABLE: Final[Mapping[str, tuple[str, str]]] = {
    "clients": ("Clients", "Klienter"),
    "keys": ("Keys", "Nøkler"),
    "integrations": ("Integrations", "Integrasjoner"),
    "office": ("Office", "Kontoret"),
    "is-there": ("Is it there?", "Finnes den?"),
    "how": ("How to fill it in", "Slik fyller du ut"),
    "company": ("Company", "Selskap"),
    "number": ("Organisation number", "Organisasjonsnummer"),
    "integration": ("Integration", "Integrasjon"),
    "held-by": ("Who has the key", "Hvem har nøkkelen"),
    "id": ("ID", "ID"),
    "method": ("Set up by", "Settes opp med"),
    "there": ("there", "finnes"),
    "not-there": ("not there", "finnes ikke"),
    "handed-over": ("handed over", "overlevert"),
    "unknown": ("don't know", "vet ikke"),
    "awaiting": ("awaiting", "venter"),
    "expiring": ("expiring", "utløper"),
    "standing": ("Status", "Status"),
    "last-day": ("Last day", "Siste dag"),
    "handoff": ("Hand-off", "Overlevering"),
    "owner": ("Owner", "Eier"),
    "key-name": ("Key name", "Navn på nøkkelen"),
    "handoff-awaiting": ("awaiting", "venter"),
    "handoff-delivered": ("delivered", "levert"),
    "handoff-confirmed": ("confirmed", "bekreftet"),
    "last-seen": ("Last seen", "Sist sett"),
    "prompt": (
        "there: taken over. not there: made. don't know: somebody is asked to look. Empty: not to have it.",
        "finnes: tas over. finnes ikke: lages. vet ikke: noen blir bedt om å se etter. Tom: skal ikke ha den.",
    ),
    "office-prompt": (
        "there: taken over. not there: made, for the clients to go through. don't know: somebody is asked to look.",
        "finnes: tas over. finnes ikke: lages, så klienter kan gå gjennom den. vet ikke: noen blir bedt om å se etter.",
    ),
    "wrong-title": ("Choose from the list", "Velg fra listen"),
    "wrong": ("Choose one of: {choices}.", "Velg en av: {choices}."),
    "how-text": (
        (
            "Sheet «Clients»: one row a company, one column an integration. Choose in each cell what is there today.|"
            "there: it is set up in Tripletex already. It is taken over as it is, and nothing is made.|"
            "not there: the client is to have it and does not. The plan will make it, once you approve the plan.|"
            "don't know: nothing is made. It becomes a task for somebody to look, and is answered then.|"
            "Empty: the client does not have it and is not to have it. Nothing is written about it.|"
            "Sheet «Integrations»: what is the same for all clients, once. Grey cells do not concern it.|"
            "Sheet «Office», where there is one: keys made at the office that many clients go through. It concerns an "
            "integration that is set up by the office's key. Choose whether the key is there, and write who owns it. "
            "It is made at the office, and each client is given access to it.|"
            "Sheet «Keys»: only where one client's key differs: its owner, its name, who has it.|"
            "Other words tell how things stand, and may stay. awaiting: somebody was asked to make it. expiring: it is "
            "there, near its last day. handed over: the client has left, and it goes on without us.|"
            "Never write a key itself anywhere in this file.|"
            "New companies are added below the last row. Rows may be sorted and filtered; headings stay as they are.|"
            "When it is done: provisioner import --from FILE --dry-run shows what comes of it."
        ),
        (
            "Arket «Klienter»: en rad per selskap, en kolonne per integrasjon. Velg i hver celle det som er der i dag.|"
            "finnes: den er satt opp i Tripletex fra før. Den tas over som den er, og ingenting lages.|"
            "finnes ikke: klienten skal ha den og har den ikke. Planen lager den, når du har godkjent planen.|"
            "vet ikke: ingenting lages. Det blir en oppgave for noen å se etter, og besvares da.|"
            "Tom: klienten har den ikke og skal ikke ha den. Det skrives ingenting om den.|"
            "Arket «Integrasjoner»: det som er likt for alle klienter, én gang. Grå celler gjelder den ikke.|"
            "Arket «Kontoret», der det er med: nøkler som er laget på kontoret, og som mange klienter går gjennom. Det "
            "gjelder en integrasjon som settes opp med kontorets nøkkel. Velg om nøkkelen finnes, og skriv hvem som "
            "eier den. Den lages på kontoret, og hver klient får tilgang til den.|"
            "Arket «Nøkler»: bare der nøkkelen til én klient skiller seg ut: eieren, navnet, hvem som har den.|"
            "Andre ord forteller hvordan det står til, og kan stå. venter: noen er bedt om å lage den. utløper: den "
            "finnes, nær siste dag. overlevert: klienten har sluttet, og den går videre uten oss.|"
            "Skriv aldri selve nøkkelen noe sted i denne filen.|"
            "Nye selskaper legges til under siste rad. Rader kan sorteres og filtreres; overskriftene blir som de er.|"
            "Når det er gjort: provisioner import --from FIL --dry-run viser hva det blir."
        ),
    ),
}


def sheet_word(key: str, language: str, **values: object) -> str:
    """A word of the workbook, in that language."""
    return _TABLE[key][language == BOKMAL].format_map(values)


def both_languages(key: str) -> tuple[str, str]:
    """The word in English and in Norwegian."""
    return _TABLE[key]


def _error(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


SURVEY_WORDS = Vocabulary(
    {
        "survey-version": _error(
            Text(
                "{file} was written by a newer version of the program (layout {found}, this one knows {known}).",
                hint="Read it with that version.",
            ),
            Text(
                "{file} er skrevet av en nyere versjon av programmet (oppsett {found}, denne kjenner {known}).",
                hint="Les den inn med den versjonen.",
            ),
        ),
        "survey-sheet": _error(
            Text(
                "{file} has no sheet «{sheet}» any more.",
                hint="Make a new workbook with `provisioner inventory --out FILE`, and paste the answers into it.",
            ),
            Text(
                "{file} har ikke arket «{sheet}» lenger.",
                hint="Lag en ny arbeidsbok med `provisioner inventory --out FIL`, og lim svarene inn i den.",
            ),
        ),
        "survey-heading": _error(
            Text(
                "{cell}: no column of the workbook is called «{heading}».",
                hint="Headings stay as they are. Write `provisioner inventory --out FILE --integration ID` for a "
                "workbook with one more integration.",
            ),
            Text(
                "{cell}: ingen kolonne i arbeidsboken heter «{heading}».",
                hint="Overskriftene skal stå som de er. Skriv `provisioner inventory --out FIL --integration ID` for "
                "en arbeidsbok med en integrasjon til.",
            ),
        ),
        "survey-answer": _error(
            Text("{cell}: «{written}» is no answer.", hint="Choose one of: {choices}; or leave it empty."),
            Text("{cell}: «{written}» er ikke noe svar.", hint="Velg en av: {choices}; eller la den stå tom."),
        ),
        "survey-choice": _error(
            Text("{cell}: «{written}» cannot be chosen here.", hint="Choose one of: {choices}."),
            Text("{cell}: «{written}» kan ikke velges her.", hint="Velg en av: {choices}."),
        ),
        "survey-number": _error(
            Text(
                "{cell}: «{written}» is no organisation number.",
                hint="It has nine digits, and the last one checks the others. Look it up in Brønnøysundregistrene.",
            ),
            Text(
                "{cell}: «{written}» er ikke noe organisasjonsnummer.",
                hint="Det har ni sifre, og det siste kontrollerer de andre. Slå det opp i Brønnøysundregistrene.",
            ),
        ),
        "survey-nobody": _error(
            Text("{cell}: the row names no company.", hint="Write its name and its organisation number."),
            Text("{cell}: raden nevner ikke noe selskap.", hint="Skriv navnet og organisasjonsnummeret."),
        ),
        "survey-no-number": _error(
            Text("{cell}: {company} has no organisation number.", hint="Write its nine digits here."),
            Text("{cell}: {company} har ikke noe organisasjonsnummer.", hint="Skriv de ni sifrene her."),
        ),
        "survey-outside": Phrase(
            Severity.WARNING,
            Text(
                "What stands in {cells} is below no heading, and nothing of it was read.",
                hint="Write it below a heading, or take it out.",
            ),
            Text(
                "Det som står i {cells}, står ikke under noen overskrift, og ingenting av det ble lest.",
                hint="Skriv det under en overskrift, eller fjern det.",
            ),
        ),
        "survey-twice": _error(
            Text("{cell}: {what} stands in {other} too.", hint="Leave one of the rows, with all that is said."),
            Text("{cell}: {what} står også i {other}.", hint="La én av radene stå, med alt som er sagt."),
        ),
        "survey-key-of-nobody": _error(
            Text(
                "{cell}: there is no company «{written}» among the clients.",
                hint="Choose a company of the sheet «{sheet}».",
            ),
            Text(
                "{cell}: det er ikke noe selskap «{written}» blant klientene.",
                hint="Velg et selskap fra arket «{sheet}».",
            ),
        ),
        "survey-key-unanswered": _error(
            Text(
                "{cell}: something is said of {company}'s {title}, and nothing in {answer}.",
                hint="Say in {answer} whether it is there.",
            ),
            Text(
                "{cell}: det er sagt noe om {title} hos {company}, og ingenting i {answer}.",
                hint="Si i {answer} om den finnes.",
            ),
        ),
        "survey-no-office-key": _error(
            Text(
                "{cell}: `{name}` is not known to be set up by a key of the office.",
                hint="Take the row out, or write the ID of one that is; `provisioner catalog list` shows it.",
            ),
            Text(
                "{cell}: det er ikke kjent at `{name}` settes opp med en nøkkel hos kontoret.",
                hint="Fjern raden, eller skriv ID-en til en som gjør det; `provisioner catalog list` viser det.",
            ),
        ),
        "survey-office-unanswered": _error(
            Text(
                "{cell}: something is said of the office's key for {title}, and not whether it is there.",
                hint="Say here whether it is there.",
            ),
            Text(
                "{cell}: det er sagt noe om kontorets nøkkel for {title}, og ikke om den finnes.",
                hint="Si her om den finnes.",
            ),
        ),
        "survey-office-missing": _error(
            Text("{cell}: the office's key for {title} needs «{field}».", hint="Write it here."),
            Text("{cell}: kontorets nøkkel for {title} trenger «{field}».", hint="Skriv det her."),
        ),
        "survey-office-unused": Phrase(
            Severity.WARNING,
            Text(
                "{cell}: the office's key for {title} is answered for, and no client goes through it.",
                hint="Choose «{way}» under «{method}» on the sheet «{sheet}», if they do.",
            ),
            Text(
                "{cell}: det er svart for kontorets nøkkel for {title}, og ingen klient går gjennom den.",
                hint="Velg «{way}» under «{method}» på arket «{sheet}», om de gjør det.",
            ),
        ),
        "survey-missing": _error(
            Text(
                "{cell}: {title} needs «{field}», and {count} of its clients {count:has|have} none.",
                hint="Write it here.",
            ),
            Text("{cell}: {title} trenger «{field}», og {count} av klientene har ingen.", hint="Skriv det her."),
        ),
        "survey-missing-each": _error(
            Text(
                "{cell}: {title} needs «{field}», and {count} of its clients {count:has|have} none.",
                hint="Write it here for all of them, or on the sheet «{keys}» for each.",
            ),
            Text(
                "{cell}: {title} trenger «{field}», og {count} av klientene har ingen.",
                hint="Skriv det her for alle, eller på arket «{keys}» for hver.",
            ),
        ),
        "survey-looks-like-key": _error(
            Text(
                "{cell} looks like a key.",
                "A key in a workbook can be read by everybody who gets the file.",
                "Take it out, and make a new key if the file was shared.",
            ),
            Text(
                "{cell} ligner en nøkkel.",
                "En nøkkel i en arbeidsbok kan leses av alle som får filen.",
                "Fjern den, og lag en ny nøkkel hvis filen er delt.",
            ),
        ),
        "crm-columns": _error(
            Text(
                "{file} has no column that holds {what}.",
                "Its columns: {columns}.",
                "Call the columns `Selskap` and `Organisasjonsnummer`.",
            ),
            Text(
                "{file} har ingen kolonne med {what_nb}.",
                "Kolonnene: {columns}.",
                "Kall kolonnene `Selskap` og `Organisasjonsnummer`.",
            ),
        ),
        "integration-needless": _error(
            Text("{title} has no column in the workbook.", "{why}", "Leave out `{name}`: it needs nothing here."),
            Text("{title} har ingen kolonne i arbeidsboken.", "{why_nb}", "Utelat `{name}`: den krever ingenting her."),
        ),
        "integration-unlisted": _error(
            Text("No integration is called `{name}`.", hint="{near}`provisioner catalog list` shows what is known."),
            Text("Ingen integrasjon heter `{name}`.", hint="{near_nb}`provisioner catalog list` viser de kjente."),
        ),
    }
)
