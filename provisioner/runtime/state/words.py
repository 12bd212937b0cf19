"""What is said of a state that breaks a rule, in English and Norwegian bokmål.

Promises: both languages have the same placeholders. Does not: decide what breaks one.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary

_BACKUP_EN: Final = (
    "`provisioner state restore ACCOUNT --serial N` goes back to an earlier serial; or push a pulled file "
    "over it: `provisioner state push FILE --force REASON`."
)
_BACKUP_NB: Final = (
    "`provisioner state restore KONTO --serial N` går tilbake til en tidligere versjon; eller legg en uthentet "
    "fil over: `provisioner state push FIL --force GRUNN`."
)
_REPAIR_EN: Final = "`provisioner state repair` mends it."
_REPAIR_NB: Final = "`provisioner state repair` retter det."

WORDS = Vocabulary(
    {
        "state-unreadable": Phrase(
            Severity.ERROR,
            en=Text("C1 The state of {account} cannot be read.", detail="{why}", hint=_BACKUP_EN),
            nb=Text("C1 Tilstanden til {account} kan ikke leses.", detail="{why}", hint=_BACKUP_NB),
        ),
        "state-serial-unreadable": Phrase(
            Severity.WARNING,
            en=Text(
                "C2 Serial {serial} of {account} cannot be read.",
                detail="{why}",
                hint="What stands in the state now is not affected; that serial cannot be looked at.",
            ),
            nb=Text(
                "C2 Versjon {serial} av {account} kan ikke leses.",
                detail="{why}",
                hint="Det som står i tilstanden nå, er ikke berørt; den versjonen kan ikke vises.",
            ),
        ),
        "state-summary": Phrase(
            Severity.ERROR,
            en=Text("C3 The summary of {account} is not its state's: {fields}.", hint=_REPAIR_EN),
            nb=Text("C3 Sammendraget av {account} er ikke tilstandens: {fields}.", hint=_REPAIR_NB),
        ),
        "state-dangling": Phrase(
            Severity.ERROR,
            en=Text(
                "C4 {address} goes through {needs}, which is not recorded.",
                hint="`provisioner plan` makes it anew if the manifests ask for it; else "
                "`provisioner state rm {address}`.",
            ),
            nb=Text(
                "C4 {address} går gjennom {needs}, som ikke er registrert.",
                hint="`provisioner plan` lager den på nytt om manifestene ber om den; ellers "
                "`provisioner state rm {address}`.",
            ),
        ),
        "state-one-company": Phrase(
            Severity.ERROR,
            en=Text(
                "C5 {accounts} are one company, {company}.",
                detail="What is recorded under both names may have been made twice.",
                hint="Keep one name in the manifests; forget what is not there: `provisioner state rm ADDRESS`.",
            ),
            nb=Text(
                "C5 {accounts} er ett foretak, {company}.",
                detail="Det som er registrert under begge navn, kan være laget to ganger.",
                hint="Behold ett navn i manifestene; glem det som ikke finnes: `provisioner state rm ADRESSE`.",
            ),
        ),
        "state-sealed-missing": Phrase(
            Severity.ERROR,
            en=Text(
                "C6 The sealed key of {address}, generation {generation}, is not there, and it is nowhere else.",
                hint="Make a new one: `provisioner rotate {address}`.",
            ),
            nb=Text(
                "C6 Den forseglede nøkkelen til {address}, generasjon {generation}, er borte, og den finnes ikke "
                "andre steder.",
                hint="Lag en ny: `provisioner rotate {address}`.",
            ),
        ),
        "state-has-moved": Phrase(
            Severity.ERROR,
            en=Text(
                "The state has moved, and this is what was left behind.",
                detail="What was shown is as it was then.",
                hint="Write `{word}` in provisioner.yaml. To stay here after all: "
                "`provisioner lease break ACCOUNT --reason TEXT` for each account.",
            ),
            nb=Text(
                "Tilstanden er flyttet, og dette er det som ble igjen.",
                detail="Det som ble vist, er slik det var da.",
                hint="Skriv `{word}` i provisioner.yaml. Skal dere bli her likevel: "
                "`provisioner lease break KONTO --reason TEKST` for hver konto.",
            ),
        ),
        "state-deposit": Phrase(
            Severity.WARNING,
            en=Text("C7 A key of {address} was set aside and not taken in.", hint=_REPAIR_EN),
            nb=Text("C7 En nøkkel til {address} ble lagt til side og ikke tatt inn.", hint=_REPAIR_NB),
        ),
        "state-deposit-open": Phrase(
            Severity.WARNING,
            en=Text(
                "C7 A key of {address} was set aside, and the call that showed it is still open.",
                hint="`provisioner recover` takes it in.",
            ),
            nb=Text(
                "C7 En nøkkel til {address} ble lagt til side, og kallet som viste den, står fortsatt åpent.",
                hint="`provisioner recover` tar den inn.",
            ),
        ),
        "state-deposit-stranger": Phrase(
            Severity.WARNING,
            en=Text(
                "C7 A key of {address} was set aside, and nothing recorded is opened by it.",
                detail="The vendor's id: {native_id}.",
                hint="Look in Tripletex whether that key is there, and end it by hand if it is. Then say "
                "`provisioner recover {address} --not-done`; nothing is made there before.",
            ),
            nb=Text(
                "C7 En nøkkel til {address} ble lagt til side, og ingenting som er registrert, åpnes av den.",
                detail="Leverandørens id: {native_id}.",
                hint="Se i Tripletex om nøkkelen finnes, og avslutt den i så fall for hånd. Si så "
                "`provisioner recover {address} --not-done`; ingenting lages der før det.",
            ),
        ),
        "state-sealed-stranger": Phrase(
            Severity.INFO,
            en=Text(
                "C8 A sealed key of {address}, generation {generation}, is kept, and nothing recorded has it.",
                hint="It harms nobody. It is what is left of a thing that was forgotten.",
            ),
            nb=Text(
                "C8 En forseglet nøkkel til {address}, generasjon {generation}, er tatt vare på, men ikke registrert.",
                hint="Det skader ingen. Den er igjen etter noe som ble glemt.",
            ),
        ),
        "state-audit": Phrase(
            Severity.ERROR,
            en=Text(
                "C9 The audit of {account} does not hold.",
                hint="`provisioner audit verify` says where.",
            ),
            nb=Text(
                "C9 Revisjonssporet til {account} holder ikke.",
                hint="`provisioner audit verify` sier hvor.",
            ),
        ),
        "state-move-half": Phrase(
            Severity.WARNING,
            en=Text(
                "C10 {before} was renamed to {account}, and stands under both names.",
                hint="`provisioner apply` ends the move.",
            ),
            nb=Text(
                "C10 {before} fikk navnet {account}, og står under begge navn.",
                hint="`provisioner apply` fullfører flyttingen.",
            ),
        ),
        "key-comes-anew": Phrase(
            Severity.WARNING,
            en=Text(
                "{address} was there before and was ended at {at}. What was ended cannot come back: a new key is made.",
                hint="Give the vendor the new key: `provisioner handoff list` says how.",
            ),
            nb=Text(
                "{address} fantes før og ble avsluttet {at}. Det som er avsluttet, kan ikke komme tilbake: det lages "
                "en ny nøkkel.",
                hint="Gi leverandøren den nye nøkkelen: `provisioner handoff list` sier hvordan.",
            ),
        ),
    }
)
