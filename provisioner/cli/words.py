"""What the command line says to people, in English and Norwegian bokmål.

Promises: every key has both languages with the same placeholders (a test holds it). Does not: hold help texts or the
lines that other programs parse, which are English everywhere, or the words of errors, which bring their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from provisioner.cli.doctor_words import DOCTOR
from provisioner.cli.explain_words import EXPLAIN
from provisioner.cli.life_words import LIFE
from provisioner.cli.secret_words import SECRETS
from provisioner.cli.simulation_words import SIMULATION
from provisioner.cli.state_words import STATE
from provisioner.cli.survey_words import SURVEY
from provisioner.cli.work_words import WORK
from provisioner.model.diagnostics import BOKMAL, ENGLISH, Diagnostic, Severity, Text, agreeing

LANGUAGES: Final = (ENGLISH, BOKMAL)

TABLE: Final[Mapping[str, tuple[str, str]]] = {
    # asking for approval
    "apply-question": ("Do you want to perform these actions?", "Vil du gjennomføre dette?"),
    "apply-explained": (
        "provisioner will do what is described above.",
        "provisioner gjør det som er beskrevet over.",
    ),
    "destroy-question": (
        "Do you really want to take all of this away?",
        "Vil du virkelig fjerne alt dette?",
    ),
    "destroy-explained": (
        "What is shown above will be ended. There is no undo.",
        "Det som er vist over, blir avsluttet. Det kan ikke angres.",
    ),
    "only-yes": ("Only 'yes' will be accepted to approve.", "Bare 'yes' godtas som godkjenning."),
    "enter-value": ("Enter a value: ", "Skriv et svar: "),
    "not-approved": (
        "Nothing was changed: it was not approved.",
        "Ingenting ble endret: det ble ikke godkjent.",
    ),
    "apply-take-up": (
        "{count} of what waits was asked for by an earlier apply, and nobody has taken it on. Do it now? (yes / no)",
        "{count} av det som venter, ble bestilt av en tidligere apply, og ingen har tatt det. Gjøre det nå? (ja / nei)",
    ),
    "apply-taken-up": (
        "What needed this comes with the next apply.",
        "Det som trengte dette, kommer med neste apply.",
    ),
    "left-out": (
        "Accounts with errors are left out: {accounts}.",
        "Kontoer med feil holdes utenfor: {accounts}.",
    ),
    "guarded": (
        "A guardrail of the project stops this plan; nothing was changed.",
        "En sperre i prosjektet stopper denne planen; ingenting ble endret.",
    ),
    "more-found": (
        "There are {count} more. Mend those above first.",
        "Det er {count} til. Rett dem over først.",
    ),
    "validated-nobody": (
        "No account says anything yet. In what `init` wrote, take away the `#` before the lines that you want.",
        "Ingen konto sier noe ennå. I det `init` skrev, tar du bort `#` foran linjene du vil ha.",
    ),
    "saved-plan": ("Applying the plan in {file}, made {made}.", "Gjennomfører planen i {file}, laget {made}."),
    "saved": (
        "Saved the plan to {file}. To do exactly this: provisioner apply {file}",
        "Planen er lagret i {file}. For å gjøre akkurat dette: provisioner apply {file}",
    ),
    "saved-with-errors": (
        "Saved the plan to {file}. It holds errors; apply leaves the accounts they concern alone.",
        "Planen er lagret i {file}. Den har feil; apply lar kontoene de gjelder, være i fred.",
    ),
    "not-saved": (
        "The plan holds errors that concern the whole project, so {file} was not written.",
        "Planen har feil som gjelder hele prosjektet, så {file} ble ikke skrevet.",
    ),
    # what stops a run
    "interrupted": ("Interrupted.", "Avbrutt."),
    "machine-refused": ("The machine refused: {error}", "Maskinen sa nei: {error}"),
    "bug": ("This is a bug in provisioner.", "Dette er en feil i provisioner."),
    "bug-of-plugin": ("The plugin `{guest}` failed: {error}", "Tillegget `{guest}` feilet: {error}"),
    "bug-report": (
        "Report it with the trace above, and say: provisioner {version}, Python {python}.",
        "Meld fra om den med sporingen over, og oppgi: provisioner {version}, Python {python}.",
    ),
    "guests-warning": ("Warning: {told}", "Advarsel: {told}"),
    "again-is-safe": (
        "What was done until then is recorded; running the same command again is safe.",
        "Det som ble gjort til da, er ført; det er trygt å kjøre samme kommando på nytt.",
    ),
    # interruption
    "stopping": (
        "Interrupted: what has begun is finished first. Press Ctrl-C again to stop now.",
        "Avbrutt: det som er påbegynt, gjøres ferdig først. Trykk Ctrl-C igjen for å stoppe nå.",
    ),
    "stopped": (
        "Stopped. What had begun is in the journal; the next apply looks into it.",
        "Stoppet. Det som var påbegynt, står i journalen; neste apply undersøker det.",
    ),
    # progress
    "progress-refresh": ("Reading accounts", "Leser kontoer"),
    "progress-apply": ("Applying", "Gjennomfører"),
    "progress-other": ("Working", "Arbeider"),
    "progress-count": ("{label}: {done} of {total}", "{label}: {done} av {total}"),
    "progress-left": ("{text}, about {minutes} min left", "{text}, omtrent {minutes} min igjen"),
    "progress-long": (
        "Reading {total} accounts takes about {minutes} min more; `--client NAME` looks at one client alone.",
        "Å lese {total} kontoer tar omtrent {minutes} min til; `--client NAVN` ser bare på én klient.",
    ),
    "progress-time": ("{text} ({seconds} s)", "{text} ({seconds} s)"),
    # a work item, shown to a person
    "work-in": ("In: {account}", "I: {account}"),
    "work-copy": ("copy: {text}", "kopier: {text}"),
    "work-check": ("Check first: {text}", "Sjekk først: {text}"),
    "work-help": ("Help: {url}", "Hjelp: {url}"),
    "work-ask": ("Is it done?", "Er det gjort?"),
    "answer-done": ("done", "gjort"),
    "answer-not-done": ("not-done", "ikke gjort"),
    "work-lost-means": (
        "lost: the key was made, and nobody has it any more.",
        "tapt: nøkkelen ble laget, og ingen har den lenger.",
    ),
    "answer-refused": ("refused", "avvist"),
    "answer-lost": ("lost", "tapt"),
    "work-ask-note": ("What did the screen say?", "Hva sto det på skjermen?"),
    "work-ask-secret": (
        "Paste the key that is shown (it is not displayed here): ",
        "Lim inn nøkkelen som vises (den vises ikke her): ",
    ),
    "work-no-secret": ("Nothing was pasted.", "Ingenting ble limt inn."),
    "ask-or-later": ("{question} Or `later`.", "{question} Eller `senere`."),
    "work-later": (
        "It is left open: nobody has said yet what became of it.",
        "Det står åpent: ingen har sagt hvordan det gikk.",
    ),
    "work-later-hint": (
        "Do not do it a second time. It stands in `provisioner work` until somebody has said what became of it.",
        "Ikke gjør det en gang til. Det står i `provisioner work` til noen har sagt hvordan det gikk.",
    ),
    "ask-one-of": ("Answer one of: {choices}.", "Svar ett av: {choices}."),
    "nothing-answered": ("There was no answer.", "Det kom ikke noe svar."),
    # work lists
    "work-columns": ("ID|SINCE|TAKEN BY|COMPANY|WORK", "ID|SIDEN|TATT AV|SELSKAP|OPPGAVE"),
    "work-tick-columns": ("ID|SINCE|TAKEN BY|COMPANY", "ID|SIDEN|TATT AV|SELSKAP"),
    "work-cut-off": ("look first", "se etter først"),
    "work-cut-off-explained": (
        (
            "«{mark}»: a run began this, and nobody knows how it ended. Do not do it again: look on the screen, then "
            "say `provisioner recover ADDRESS` with --done, --not-done or --lost."
        ),
        (
            "«{mark}»: en kjøring begynte på dette, og ingen vet hvordan det endte. Ikke gjør det på nytt: se på "
            "skjermen, og si så `provisioner recover ADRESSE` med --done, --not-done eller --lost."
        ),
    ),
    "no-work": ("No work is waiting for anybody.", "Ingen oppgaver venter på noen."),
    "work-started": (
        "{claimant} has taken this on. When it is done: {command}",
        "{claimant} har tatt på seg dette. Når det er gjort: {command}",
    ),
    "work-started-together": (
        "{claimant} has taken on {count} of these. When they are done: {command}",
        "{claimant} har tatt på seg {count} av disse. Når de er gjort: {command}",
    ),
    "work-started-text": (
        "Where the agreement's text is in a file, add --agreement FILE; else you are asked for it.",
        "Ligger avtaleteksten i en fil, legg til --agreement FIL; ellers blir du spurt om den.",
    ),
    "work-steps-later": (
        "Not taken on yet. The steps come with: provisioner work start {id}",
        "Ikke tatt ennå. Stegene kommer med: provisioner work start {id}",
    ),
    "work-left": (
        "Left to {claimant}, who has taken it on: {id} ({what}).",
        "Overlatt til {claimant}, som har tatt det på seg: {id} ({what}).",
    ),
    "work-left-cut-off": (
        "Left: {id} ({what}). A run began it, and nobody knows how it ended; look on the screen first.",
        "Utelatt: {id} ({what}). En kjøring begynte på det, og ingen vet hvordan det endte; se på skjermen først.",
    ),
    "work-left-untaken": (
        "Left: {id} ({what}). Nobody has taken it on.",
        "Utelatt: {id} ({what}). Ingen har tatt det på seg.",
    ),
    # what vendors must be given
    "no-handoffs": ("No vendor is waiting for anything.", "Ingen leverandør venter på noe."),
    "handoff-columns": ("ADDRESS|COMPANY|SINCE|STATUS|NOTE", "ADRESSE|SELSKAP|SIDEN|STATUS|MERKNAD"),
    "handoff-how": ("How: {how}", "Hvordan: {how}"),
    "handoff-where": ("Where: {url}", "Hvor: {url}"),
    "handoff-leads-to": (
        "The set-up goes on at {host}; the whole address is sealed.",
        "Oppsettet går videre hos {host}; hele adressen er forseglet.",
    ),
    "handoff-needs": ("They also ask for: {needs}", "De trenger også: {needs}"),
    "handoff-never": ("Never by: {channels}", "Aldri på: {channels}"),
    "handoff-unknown": (
        "not known; ask the vendor. A key goes by no channel that others can read",
        "ikke kjent; spør leverandøren. En nøkkel går aldri i en kanal andre kan lese",
    ),
    "handoff-lost": (
        "its key is lost; the next apply makes a new one to hand over",
        "nøkkelen er tapt; neste apply lager en ny å gi fra seg",
    ),
    "handoff-ends": (
        "the key before it is ended once this one is confirmed",
        "nøkkelen før den avsluttes når denne er bekreftet",
    ),
    "handoff-open": (
        "Open a key: provisioner secret show ADDRESS --identity FILE",
        "Åpne en nøkkel: provisioner secret show ADRESSE --identity FIL",
    ),
    "handoff-then": (
        "When the vendor says that it works: provisioner handoff confirm ADDRESS",
        "Når leverandøren sier at den virker: provisioner handoff confirm ADRESSE",
    ),
    "handoff-recorded": (
        "{address}, generation {generation}: {vendor}, {status} by {by}.",
        "{address}, generasjon {generation}: {vendor}, {status} av {by}.",
    ),
    "handoff-successor": (
        "What it replaces can be ended now; the next plan shows it.",
        "Det den erstatter, kan nå avsluttes; neste plan viser det.",
    ),
    "handoff-ask": ("Has {vendor} been given it? (yes / no)", "Har {vendor} fått den? (ja / nei)"),
    "handoff-ask-yourself": ("(not on record here)", "(ikke ført her)"),
    "handoff-not-recorded": (
        "Not recorded. Once they have it: provisioner handoff confirm {address} --delivered",
        "Ikke ført. Når de har fått den: provisioner handoff confirm {address} --delivered",
    ),
    "handoff-status-awaiting": ("awaiting", "venter"),
    "handoff-status-delivered": ("delivered", "levert"),
    "handoff-status-confirmed": ("confirmed", "bekreftet"),
    "handoff-by-portal": ("in the vendor's own product", "i leverandørens eget produkt"),
    "handoff-by-secure-message": ("in a secure message", "i en sikker melding"),
    "handoff-by-phone": ("by phone", "på telefon"),
    "handoff-never-email": ("e-mail", "e-post"),
    "handoff-never-sms": ("text message", "SMS"),
    "handoff-never-chat": ("chat", "chat"),
    "handoff-never-phone": ("phone", "telefon"),
    "handoff-never-post": ("letter", "brev"),
    "handoff-needs-ownerEmail": ("the owner's e-mail address", "eierens e-postadresse"),
    "handoff-needs-ownerName": ("the owner's name", "eierens navn"),
    "handoff-needs-companyId": ("the company id", "selskaps-id"),
    "handoff-needs-organizationNumber": ("the organisation number", "organisasjonsnummeret"),
    "handoff-needs-consumerToken": ("the consumer token", "consumer token"),
    "handoff-needs-environment": ("which environment it is for", "hvilket miljø den gjelder"),
    "handoff-needs-keyName": ("the key's name", "navnet på nøkkelen"),
    "handoff-needs-clientName": ("the client's name", "klientens navn"),
    # state
    "no-state": ("The state holds nothing yet.", "Tilstanden er tom."),
    "state-made": ("The state is in place.", "Tilstanden er på plass."),
    "attested": ("{account}: recorded as {what}.", "{account}: registrert som {what}."),
    "attested-empty": ("empty", "tom"),
    "attested-exists": ("holding {addresses}", "med {addresses}"),
    "attested-empty-but": ("holding nothing but {addresses}", "tom, bortsett fra {addresses}"),
    "attested-absent": ("without {addresses}", "uten {addresses}"),
    "attested-none": ("No account fits.", "Ingen konto passer."),
    # clients
    "no-clients": ("No client matches.", "Ingen klient passer."),
    "clients-columns": (
        "NAME|COMPANY|IDENTITY|LABELS|PROFILES|FROM",
        "NAVN|SELSKAP|IDENTITET|MERKER|PROFILER|FRA",
    ),
    "clients-counted": ("{count} of {all} clients.", "{count} av {all} klienter."),
    **SECRETS,
    **DOCTOR,
    # init
    "init-written": ("Made {file}", "Laget {file}"),
    "init-kept": ("Kept {file} as it was", "{file} fikk stå som den var"),
    "init-key": ("Keys will be sealed to {key}.", "Nøkler forsegles til {key}."),
    "init-identity": (
        "Only {file} opens them. It stays out of git: keep a copy in a safe place.",
        "Bare {file} åpner dem. Den holdes utenfor git: ta vare på en kopi på et trygt sted.",
    ),
    "init-next": ("Next: {command}", "Så: {command}"),
    "work-page-open": (
        "This address opens the page once, on this machine. Ctrl-C or the page's last button ends it.",
        "Adressen åpner siden én gang, på denne maskinen. Ctrl-C eller den siste knappen på siden avslutter.",
    ),
    "release-ask": ("Was the last button pressed? (no / yes)", "Ble den siste knappen trykket på? (nei / ja)"),
    "release-no": ("no", "nei"),
    "release-yes": ("yes", "ja"),
    "work-released": (
        "{id} ({address}) waits for anybody again.",
        "{id} ({address}) venter på hvem som helst igjen.",
    ),
    "drift-gone": ("is not there any more", "er der ikke lenger"),
    "drift-changed": ("is different", "er annerledes"),
    "drift-since": ("(last known to be as recorded: {at})", "(sist kjent som ført: {at})"),
    "drift-unread": ("Not compared with what it was:", "Ikke sammenlignet med det som var:"),
    "drift-since-unknown": ("(since when is not known)", "(siden når er ikke kjent)"),
    "hint-line": ("Hint: {hint}", "Tips: {hint}"),
    "drift-unmanaged": (
        "There, but not managed here (never touched):",
        "Er der, men forvaltes ikke her (røres aldri):",
    ),
    "drift-unknown": (
        "Could not be read, so nobody knows ({count}):",
        "Kunne ikke leses, så ingen vet ({count}):",
    ),
    "drift-found": (
        "Drift: {count}; {seen} of ours were seen. `provisioner plan` shows what would be done.",
        "Avvik: {count}; {seen} av våre ble sett. `provisioner plan` viser hva som ville bli gjort.",
    ),
    "drift-failed": (
        "Not everything could be looked at; of ours {seen} were seen, and are as recorded.",
        "Ikke alt kunne undersøkes; {seen} av våre ble sett, og er som ført.",
    ),
    "drift-none": (
        "No drift: {seen} were seen, and are as recorded.",
        "Ingen avvik: {seen} ble sett, og er som ført.",
    ),
    # leases, the audit, and what a run left behind
    "lease-columns": ("ACCOUNT|HOLDER|WHAT FOR|UNTIL", "KONTO|HVEM|FORMÅL|TIL"),
    "no-lease": ("Nobody works on anything now.", "Ingen arbeider med noe nå."),
    "lease-broken": (
        "{account}: the lease of {holder} ({reason}) is broken. It can write nothing more there.",
        "{account}: leien til {holder} ({reason}) er brutt. Den kan ikke skrive noe mer der.",
    ),
    "audit-columns": ("WHEN|WHO|WHAT|ABOUT|COMMIT|DETAIL", "NÅR|HVEM|HVA|OM|COMMIT|DETALJER"),
    "no-audit": ("Nothing of that was recorded.", "Ingenting av det er ført."),
    "audit-holds": (
        "The audit holds: {records} records of {accounts} accounts.",
        "Revisjonssporet er helt: {records} oppføringer om {accounts} kontoer.",
    ),
    "audit-exported": ("Wrote {records} records to {file}.", "Skrev {records} oppføringer til {file}."),
    "nothing-to-recover": (
        "Nothing was left open: every call that was begun has ended.",
        "Ingenting står åpent: hvert kall som ble påbegynt, er avsluttet.",
    ),
    "recovered": (
        "All of it is recorded now; `provisioner plan` shows what is left to do.",
        "Alt er ført nå; `provisioner plan` viser hva som gjenstår.",
    ),
    "recover-begun": (
        "{action} {address}: begun {since} by {by}, and nobody knows how it ended.",
        "{action} {address}: påbegynt {since} av {by}, og ingen vet hvordan det endte.",
    ),
    "recover-in-hand": (
        "It may still be going on; look again in a little while.",
        "Det kan fortsatt pågå; se etter igjen om litt.",
    ),
    "recover-key": (
        "Look for the key by its name: if it is there, nobody has what it showed, so answer lost.",
        "Se etter nøkkelen ved navn: er den der, har ingen det den viste, så svar tapt.",
    ),
    "recover-aside": (
        "Its key is set aside: make room, or mend what stands in the way, and run `provisioner recover` again.",
        "Nøkkelen er lagt til side: skaff plass, eller rett opp det som hindrer, og kjør `provisioner recover` igjen.",
    ),
    "recover-let-go": (
        "{address}: the key that was set aside is kept no longer; `provisioner plan` goes on there.",
        "{address}: nøkkelen som var lagt til side, er sluppet; `provisioner plan` går videre der.",
    ),
    "recover-how": (
        "To be answered: {count}. Look in Tripletex, then `provisioner recover ADDRESS --done`, --not-done or --lost.",
        "Må besvares: {count}. Se etter i Tripletex, og kjør `provisioner recover ADRESSE --done`, --not-done, --lost.",
    ),
    "recover-ask": ("What became of {address}?", "Hva ble det av {address}?"),
    "recover-later": ("later", "senere"),
    **EXPLAIN,
    **LIFE,
    **STATE,
    **SIMULATION,
    **SURVEY,
    **WORK,
}


@dataclass(frozen=True, slots=True)
class Words:
    """One language's column of the table."""

    language: str
    """Its code; one that is not known reads as English."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The text under `key`, filled."""
        text = TABLE[key][1 if self.language == BOKMAL else 0]
        return text.format_map(agreeing(values)) if values else text


def told(key: str, hint: str = "", /, **values: object) -> Diagnostic:
    """What stands under `key`, and under the key `hint` where there is one, as an error says it in every language."""
    texts = []
    for language in LANGUAGES:
        words = Words(language)
        texts.append(Text(words(key, **values), hint=words(hint, **values) if hint else ""))
    return Diagnostic(key, Severity.ERROR, texts[0], translations=((BOKMAL, texts[1]),))
