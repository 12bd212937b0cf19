"""What the state in PostgreSQL refuses, in English and Norwegian bokmål.

Promises: every code has both languages. Does not: hold what every backend refuses in the same words.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


WORDS: Final = Vocabulary(
    {
        "driver-missing": _refusal(
            Text(
                "The driver for PostgreSQL is not installed.",
                detail="{why}",
                hint="pip install 'tripletex-provisioner[postgres]'",
            ),
            Text(
                "Driveren for PostgreSQL er ikke installert.",
                detail="{why}",
                hint="pip install 'tripletex-provisioner[postgres]'",
            ),
        ),
        "too-old": _refusal(
            Text("The database of the state, {label}, is PostgreSQL {version}.", hint="Use version {oldest} or later."),
            Text(
                "Databasen til tilstanden, {label}, er PostgreSQL {version}.", hint="Bruk versjon {oldest} eller nyere."
            ),
        ),
        "not-understood": _refusal(
            Text("The address of the state is not one that PostgreSQL understands.", hint="Write `{example}`."),
            Text("Adressen til tilstanden er ikke en som PostgreSQL forstår.", hint="Skriv `{example}`."),
        ),
        "password-in-address": _refusal(
            Text(
                "There is a password in the address of the state.",
                hint="Take it out of `state:` and out of the repository's history, have it changed, and put the "
                "new one into PGPASSWORD or a file that PGPASSFILE names.",
            ),
            Text(
                "Det står et passord i adressen til tilstanden.",
                hint="Ta det ut av `state:` og ut av historikken i kodelageret, få det byttet, og legg det nye i "
                "PGPASSWORD eller en fil som PGPASSFILE nevner.",
            ),
        ),
        "no-port": _refusal(
            Text(
                "The port in the address of the state is no number.",
                hint="Write `{example}`. If it was a password, have it changed.",
            ),
            Text(
                "Porten i adressen til tilstanden er ikke et tall.",
                hint="Skriv `{example}`. Var det et passord, må det byttes.",
            ),
        ),
        "no-schema-name": _refusal(
            Text(
                "The `schema` in the address of the state is no name for one.",
                hint="Write small letters, digits and `_`, such as `?schema={default}`.",
            ),
            Text(
                "`schema` i adressen til tilstanden kan ikke være navnet på et skjema.",
                hint="Skriv små bokstaver, sifre og `_`, for eksempel `?schema={default}`.",
            ),
        ),
        "no-state": _refusal(
            Text(
                "There is no state in the database {label}.",
                hint="Restore it from a copy, or run `{init}` if this firm is new.",
            ),
            Text(
                "Det er ingen tilstand i databasen {label}.",
                hint="Hent den tilbake fra en kopi, eller kjør `{init}` om dette firmaet er nytt.",
            ),
        ),
        "state-older": _refusal(
            Text(
                "The state in the database {label} has version {version}; this program writes {newest}.",
                hint="Run `{init}` once, as the role that owns the tables. Older programs will refuse it from then on.",
            ),
            Text(
                "Tilstanden i databasen {label} har versjon {version}; dette programmet skriver {newest}.",
                hint="Kjør `{init}` én gang, som rollen som eier tabellene. Eldre programmer nekter å bruke den "
                "etter det.",
            ),
        ),
        "another-program": _refusal(
            Text(
                "The schema `{schema}` of the database {label} holds tables of another program.",
                hint="Name another one: `?schema=…` at the end of `state:`.",
            ),
            Text(
                "Skjemaet `{schema}` i databasen {label} har tabellene til et annet program.",
                hint="Oppgi et annet: `?schema=…` til slutt i `state:`.",
            ),
        ),
        "state-too-new": _refusal(
            Text(
                "The state in the database {label} has version {version}; this program understands up to {newest}.",
                hint="Use the newer version of provisioner that wrote it.",
            ),
            Text(
                "Tilstanden i databasen {label} har versjon {version}; dette programmet forstår versjoner "
                "til og med {newest}.",
                hint="Bruk den nyere versjonen av provisioner som skrev den.",
            ),
        ),
        "not-utf8": _refusal(
            Text(
                "The database {label} is not kept in UTF-8.",
                hint="Make one that is: `createdb --encoding=UTF8 --template=template0 …`.",
            ),
            Text(
                "Databasen {label} er ikke lagret i UTF-8.",
                hint="Lag en som er det: `createdb --encoding=UTF8 --template=template0 …`.",
            ),
        ),
        "lost-tables": _refusal(
            Text(
                "The database of the state, {label}, has lost tables.",
                detail="{why}",
                hint="Restore it from a copy. Nothing has been changed in it.",
            ),
            Text(
                "Databasen til tilstanden, {label}, har mistet tabeller.",
                detail="{why}",
                hint="Hent den tilbake fra en kopi. Ingenting er endret i den.",
            ),
        ),
        "damaged": _refusal(
            Text(
                "The database of the state, {label}, is damaged.",
                detail="{why}",
                hint="Look at its log; if it stays so, ask who runs it.",
            ),
            Text(
                "Databasen til tilstanden, {label}, er skadet.",
                detail="{why}",
                hint="Se i loggen; blir det ved, spør den som drifter den.",
            ),
        ),
        "fails": _refusal(
            Text(
                "The database of the state, {label}, fails.",
                detail="{why}",
                hint="Look at its log; if it stays so, ask who runs it.",
            ),
            Text(
                "Databasen til tilstanden, {label}, feiler.",
                detail="{why}",
                hint="Se i loggen; blir det ved, spør den som drifter den.",
            ),
        ),
        "untrusted": _refusal(
            Text(
                "There is no trusted, encrypted way to the database of the state, {label}.",
                detail="{why}",
                hint="Check `sslmode` and `sslrootcert` in `state:`, and the server's certificate.",
            ),
            Text(
                "Det er ingen klarert, kryptert vei til databasen til tilstanden, {label}.",
                detail="{why}",
                hint="Sjekk `sslmode` og `sslrootcert` i `state:`, og sertifikatet til tjeneren.",
            ),
        ),
        "unreachable": _refusal(
            Text(
                "The database of the state, {label}, cannot be reached, or broke off.",
                detail="{why}",
                hint="Nothing was lost: what was being written is there whole or not at all. Run the command again.",
            ),
            Text(
                "Databasen til tilstanden, {label}, kan ikke nås, eller brøt forbindelsen.",
                detail="{why}",
                hint="Ingenting gikk tapt: det som ble skrevet, er der helt eller ikke i det hele tatt. Kjør "
                "kommandoen på nytt.",
            ),
        ),
        "read-only": _refusal(
            Text(
                "The database of the state, {label}, may only be read.",
                detail="{why}",
                hint="Connect to the server that takes writes, with a role that may write.",
            ),
            Text(
                "Databasen til tilstanden, {label}, kan bare leses.",
                detail="{why}",
                hint="Koble til tjeneren som tar imot skriving, med en rolle som kan skrive.",
            ),
        ),
        "role-refused": _refusal(
            Text(
                "The database of the state, {label}, does not let us in.",
                detail="{why}",
                hint="Check the role in `state:` and what the server allows it.",
            ),
            Text(
                "Databasen til tilstanden, {label}, slipper oss ikke inn.",
                detail="{why}",
                hint="Sjekk rollen i `state:` og hva tjeneren tillater den.",
            ),
        ),
        "password-refused": _refusal(
            Text(
                "The database of the state, {label}, does not let us in.",
                detail="{why}",
                hint="Check the role in `state:`, and PGPASSWORD or the file that PGPASSFILE names.",
            ),
            Text(
                "Databasen til tilstanden, {label}, slipper oss ikke inn.",
                detail="{why}",
                hint="Sjekk rollen i `state:`, og PGPASSWORD eller filen som PGPASSFILE nevner.",
            ),
        ),
        "no-database": _refusal(
            Text(
                "The database of the state, {label}, is not there.",
                detail="{why}",
                hint="Have the database made (`createdb`), then run `provisioner state init`.",
            ),
            Text(
                "Databasen til tilstanden, {label}, finnes ikke.",
                detail="{why}",
                hint="Få databasen laget (`createdb`), og kjør så `provisioner state init`.",
            ),
        ),
        "lacks-right": _refusal(
            Text(
                "The database of the state, {label}, refuses: this role lacks a right.",
                detail="{why}",
                hint="See the page on PostgreSQL for the rights that a role needs.",
            ),
            Text(
                "Databasen til tilstanden, {label}, nekter: denne rollen mangler en rettighet.",
                detail="{why}",
                hint="Se siden om PostgreSQL for rettighetene en rolle trenger.",
            ),
        ),
        "disk-full": _refusal(
            Text(
                "The database of the state, {label}, cannot grow: its disk is full.",
                detail="{why}",
                hint="Make room there, then run the command again.",
            ),
            Text(
                "Databasen til tilstanden, {label}, kan ikke vokse: disken er full.",
                detail="{why}",
                hint="Gi plass der, og kjør kommandoen på nytt.",
            ),
        ),
        "no-connection": _refusal(
            Text(
                "The database of the state, {label}, has no free connection.",
                detail="{why}",
                hint="Let other runs end, or allow more connections.",
            ),
            Text(
                "Databasen til tilstanden, {label}, har ingen ledig forbindelse.",
                detail="{why}",
                hint="La andre kjøringer bli ferdige, eller tillat flere forbindelser.",
            ),
        ),
        "held-up": _refusal(
            Text(
                "The database of the state, {label}, is held up by another write to the same account.",
                detail="{why}",
                hint="Wait for the other run to end, then try again.",
            ),
            Text(
                "Databasen til tilstanden, {label}, holdes opp av en annen skriving til samme konto.",
                detail="{why}",
                hint="Vent til den andre kjøringen er ferdig, og prøv igjen.",
            ),
        ),
        "too-slow": _refusal(
            Text(
                "The database of the state, {label}, took too long to answer.",
                detail="{why}",
                hint="Try again; if it stays so, look at the load of the server.",
            ),
            Text(
                "Databasen til tilstanden, {label}, brukte for lang tid på å svare.",
                detail="{why}",
                hint="Prøv igjen; blir det ved, se på belastningen på tjeneren.",
            ),
        ),
        "disk-error": _refusal(
            Text(
                "The database of the state, {label}, reports an error of its disk.",
                detail="{why}",
                hint="Look at its log; if it stays so, ask who runs it.",
            ),
            Text(
                "Databasen til tilstanden, {label}, melder en feil på disken sin.",
                detail="{why}",
                hint="Se i loggen; blir det ved, spør den som drifter den.",
            ),
        ),
    }
)
"""What is refused, by its code."""
