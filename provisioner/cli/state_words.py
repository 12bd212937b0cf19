"""What the command line says of the state as a whole: files, history, checks, and what a change to it means.

Promises: every key has both languages with the same placeholders. Does not: stand alone; `words.TABLE` takes it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATE: Final[Mapping[str, tuple[str, str]]] = {
    "state-pulled": (
        "The state is in {file}. It holds keys, sealed; keep it as you keep the state.",
        "Tilstanden ligger i {file}. Den inneholder forseglede nøkler; ta vare på den som på tilstanden selv.",
    ),
    "state-push-same": ("{account}: is there already, at serial {serial}.", "{account}: er der alt, versjon {serial}."),
    "state-push-restored": (
        "{account}: restored with its history, at serial {serial}.",
        "{account}: lagt tilbake med historikk, versjon {serial}.",
    ),
    "state-push-pushed": (
        "{account}: laid over what was there, as serial {serial}.",
        "{account}: lagt over det som var der, som versjon {serial}.",
    ),
    "state-moved": (
        "Moved {moved} accounts to {url}; {there} were there already. Each was read back and is the same.",
        "Flyttet {moved} kontoer til {url}; {there} var der fra før. Hver ble lest tilbake og er lik.",
    ),
    "state-moved-write": (
        "Write this in provisioner.yaml, and let everybody have it before they go on:",
        "Skriv dette i provisioner.yaml, og la alle få det før de fortsetter:",
    ),
    "state-moved-closed": (
        "The old place is closed to whoever still names it. `provisioner lease break ACCOUNT` opens it again.",
        "Det gamle stedet er stengt for den som fortsatt bruker det. `provisioner lease break KONTO` åpner det igjen.",
    ),
    "state-rm-question": ("Do you want this to be forgotten?", "Vil du at dette skal glemmes?"),
    "state-rm-explained": (
        "Nothing is ended in Tripletex: what is forgotten goes on working, and nobody here looks after it any more.",
        "Ingenting avsluttes i Tripletex: det som glemmes, virker videre, og ingen her passer på det lenger.",
    ),
    "state-rm-one": ("{address} ({generations} generations)", "{address} ({generations} generasjoner)"),
    "state-rm-key": (
        "  its key stays valid: it is neither rotated nor ended from here. Its secret: {secrets}",
        "  nøkkelen er fortsatt gyldig: den verken fornyes eller avsluttes herfra. Hemmeligheten: {secrets}",
    ),
    "state-rm-needed": ("  still gone through by {users}", "  brukes fortsatt av {users}"),
    "state-rm-then": (
        "Where the manifests still ask for it, take it out of them, or say `adopt: true` to take it over again.",
        "Ber manifestene fortsatt om det, ta det ut av dem, eller skriv `adopt: true` for å overta det igjen.",
    ),
    "state-forgotten": ("Forgotten: {count}.", "Glemt: {count}."),
    "state-renamed": (
        "{before} is {after} now. Give it that name in the manifests too, before the next apply.",
        "{before} heter nå {after}. Gi det samme navn i manifestene, før neste apply.",
    ),
    "state-restore-one": (
        "{account}: back from serial {newest} to serial {serial}, which records {resources} things.",
        "{account}: tilbake fra versjon {newest} til versjon {serial}, der {resources} ting er ført.",
    ),
    "state-restore-unreadable": (
        "Serial {newest} cannot be read, so what differs is not known.",
        "Versjon {newest} kan ikke leses, så hva som er annerledes, er ikke kjent.",
    ),
    "state-restore-since": (
        "Done since serial {serial} ({count}):",
        "Gjort siden versjon {serial} ({count}):",
    ),
    "state-restore-question": ("Do you want to go back?", "Vil du gå tilbake?"),
    "state-restore-explained": (
        "It becomes the next serial; nothing of the history is lost, and nothing is done in Tripletex.",
        "Det blir neste versjon; ingenting av historikken går tapt, og ingenting gjøres i Tripletex.",
    ),
    "state-restored": (
        "{account}: serial {written} records what serial {serial} did.",
        "{account}: versjon {written} har ført det samme som versjon {serial}.",
    ),
    "state-restored-then": (
        "What was made since is unknown: nothing is made before {account} is read or attested (`inventory attest`).",
        "Hva som er laget siden, er ukjent: ingenting lages før {account} leses eller bekreftes (`inventory attest`).",
    ),
    "change-added": ("added", "ført"),
    "change-changed": ("changed", "endret"),
    "change-removed": ("removed", "fjernet"),
    "entry-added": ("comes back", "kommer tilbake"),
    "entry-changed": ("changes", "endres"),
    "entry-removed": ("is recorded no longer", "er ikke ført lenger"),
    "state-history-columns": (
        "ACCOUNT|SERIAL|TIME|WHO|WHAT|CHANGED",
        "KONTO|VERSJON|TID|HVEM|HVA|ENDRET",
    ),
    "state-history-oldest": ("(what was before is not kept)", "(det som var før, er ikke tatt vare på)"),
    "state-history-unreadable": ("(cannot be read: {why})", "(kan ikke leses: {why})"),
    "no-history": ("Nothing is recorded of that.", "Ingenting er registrert om det."),
    "state-zone": (
        "{text} names no zone and is read as UTC: {moment}.",
        "{text} sier ikke hvilken tidssone, og leses som UTC: {moment}.",
    ),
    "state-columns": (
        "ADDRESS|GENERATION|STATUS|SECRET|HAND-OFF",
        "ADRESSE|GENERASJON|STATUS|HEMMELIGHET|OVERLEVERING",
    ),
    "state-at": ("{account}: serial {serial}, written {moment}.", "{account}: versjon {serial}, skrevet {moment}."),
    "state-at-nothing": ("{account}: nothing was recorded then.", "{account}: ingenting var registrert da."),
    "state-at-pruned": (
        "{account}: what stood there then is not kept any more; the oldest that is kept is serial {detail}.",
        "{account}: det som sto der da, er ikke tatt vare på; den eldste som er, er versjon {detail}.",
    ),
    "state-at-times": (
        "{account}: one of the serials {detail}; when each was written was not noted then. Name the serial.",
        "{account}: en av versjonene {detail}; når de ble skrevet, ble ikke notert da. Oppgi versjonen.",
    ),
    "state-at-unreadable": (
        "{account}: what stood there then cannot be read: {detail}",
        "{account}: det som sto der da, kan ikke leses: {detail}",
    ),
    "state-unknown-time": ("at a time that was not noted", "på et tidspunkt som ikke ble notert"),
    "state-no-difference": ("Nothing differs.", "Ingen forskjell."),
    "state-sound": (
        "The state keeps its rules: {count} accounts were checked.",
        "Tilstanden er i orden: {count} kontoer er sjekket.",
    ),
    "state-findings": ("Errors: {errors}. Warnings: {warnings}.", "Feil: {errors}. Advarsler: {warnings}."),
    "state-repair-summary": (
        "{account}: write its summary anew ({fields})",
        "{account}: skrive sammendraget på nytt ({fields})",
    ),
    "state-repair-take-in": (
        "{address}: take in the key of generation {generation} that was set aside",
        "{address}: ta inn nøkkelen til generasjon {generation} som ble lagt til side",
    ),
    "state-repair-let-go": (
        "{address}: let go of the copy of generation {generation} that was set aside; it is kept already",
        "{address}: slippe kopien av generasjon {generation} som ble lagt til side; den er alt tatt vare på",
    ),
    "state-repair-question": ("Do you want this to be mended?", "Vil du at dette skal rettes?"),
    "state-repair-explained": (
        "Nothing is made, ended or forgotten by it.",
        "Ingenting lages, avsluttes eller glemmes av det.",
    ),
    "state-repaired": ("Mended: {count}.", "Rettet: {count}."),
    "state-nothing-to-repair": (
        "There is nothing that can be mended without you; `provisioner state check` says what else is wrong.",
        "Det er ingenting som kan rettes uten deg; `provisioner state check` sier hva annet som er galt.",
    ),
    "state-prune-one": (
        "{account}: {count} serials before serial {before}",
        "{account}: {count} versjoner før versjon {before}",
    ),
    "state-prune-question": ("Do you want these to be forgotten?", "Vil du at disse skal glemmes?"),
    "state-prune-explained": (
        "They cannot be looked at afterwards. The latest, sealed keys and the audit stay.",
        "De kan ikke vises etterpå. Den nyeste, forseglede nøkler og revisjonssporet blir værende.",
    ),
    "state-pruned": ("Forgotten: {count} serials.", "Glemt: {count} versjoner."),
    "state-nothing-to-prune": ("There is nothing older than is kept.", "Det er ingenting eldre enn det som beholdes."),
}
