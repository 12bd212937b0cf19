"""Words for lists of clients: their files, and what a row becomes."""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _error(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


_FILES = {
    "list-empty": _error(
        Text(
            "{file} holds no rows, not even the names of columns.",
            hint="Write the names of the columns in its first line, and a company on each line below.",
        ),
        Text(
            "{file} har ingen rader, ikke engang kolonnenavn.",
            hint="Skriv kolonnenavnene på første linje, og et selskap på hver linje under.",
        ),
    ),
    "list-column-twice": _error(
        Text("{file} has two columns called `{column}`.", hint="Rename or remove one of them."),
        Text("{file} har to kolonner som heter `{column}`.", hint="Gi den ene et annet navn, eller fjern den."),
    ),
    "list-cell-without-column": _error(
        Text(
            "The row has something in a cell that no column is named for; {count} columns are.",
            hint="Name the column in the first line. If a cell holds the delimiter itself, put the cell in quotes.",
        ),
        Text(
            "Raden har noe i en celle uten kolonnenavn; {count} kolonner har navn.",
            hint="Gi kolonnen et navn i første linje. Står skilletegnet inne i en celle, sett cellen i anførselstegn.",
        ),
    ),
    "list-too-long": _error(
        Text("{file} has more than {limit} rows.", hint="Split it into several lists."),
        Text("{file} har flere enn {limit} rader.", hint="Del den i flere lister."),
    ),
    "list-too-large": _error(
        Text("{file} is larger than {limit} bytes.", hint="Is it the right file? If so, split it into several."),
        Text("{file} er større enn {limit} byte.", hint="Er det riktig fil? I så fall, del den i flere."),
    ),
    "csv-broken": _error(
        Text(
            "A quote that begins in this row of {file} does not end as it should.",
            hint='A cell in quotes ends with one; a quote inside it is written twice: "Bar ""Nord""".',
        ),
        Text(
            "Et anførselstegn som begynner i denne raden av {file}, slutter ikke som det skal.",
            hint='En celle i anførselstegn slutter med ett; et inne i cellen skrives dobbelt: "Bar ""Nord""".',
        ),
    ),
    "csv-delimiter": _error(
        Text(
            "{file} has only one column when it is split at `{delimiter}`.",
            hint='Write `delimiter: "{other}"`, which stands in its first line.',
        ),
        Text(
            "{file} har bare én kolonne når den deles ved `{delimiter}`.",
            hint='Skriv `delimiter: "{other}"`, som står i første linje.',
        ),
    ),
    "csv-windows": Phrase(
        Severity.INFO,
        Text(
            "{file} is read as Windows-1252, for it is not UTF-8; the letter here is `{letter}`.",
            hint="Write `encoding: windows-1252` under `from:`, or save it as «CSV UTF-8» in Excel.",
        ),
        Text(
            "{file} leses som Windows-1252, for den er ikke UTF-8; bokstaven her er `{letter}`.",
            hint="Skriv `encoding: windows-1252` under `from:`, eller lagre den som «CSV UTF-8» i Excel.",
        ),
    ),
    "csv-not-unicode": _error(
        Text(
            "{file} is not UTF-8, as the manifest says: the letter here looks like `{letter}` in Windows-1252.",
            hint="Write `encoding: windows-1252` under `from:`, or save it as «CSV UTF-8» in Excel.",
        ),
        Text(
            "{file} er ikke UTF-8, som manifestet sier: bokstaven her ligner `{letter}` i Windows-1252.",
            hint="Skriv `encoding: windows-1252` under `from:`, eller lagre den som «CSV UTF-8» i Excel.",
        ),
    ),
    "csv-is-workbook": _error(
        Text("{file} is a workbook, not a CSV file.", hint="Write `xlsx: {file}` instead of `csv:`."),
        Text("{file} er en arbeidsbok, ikke en CSV-fil.", hint="Skriv `xlsx: {file}` i stedet for `csv:`."),
    ),
    "csv-encoding": _error(
        Text(
            "{file} is written in {encoding}.",
            hint="Save it again: in Excel «Lagre som», «CSV UTF-8 (semikolondelt)».",
        ),
        Text(
            "{file} er lagret som {encoding}.",
            hint="Lagre den på nytt: i Excel «Lagre som», «CSV UTF-8 (semikolondelt)».",
        ),
    ),
    "csv-encoding-unknown": _error(
        Text(
            "{file} is neither UTF-8 nor anything like Windows-1252.",
            detail="A wrong guess would turn å into something else in a customer's name.",
            hint="Save it again: in Excel «Lagre som», «CSV UTF-8 (semikolondelt)».",
        ),
        Text(
            "{file} er verken UTF-8 eller noe som ligner Windows-1252.",
            detail="En feil gjetning ville gjort å til noe annet i et kundenavn.",
            hint="Lagre den på nytt: i Excel «Lagre som», «CSV UTF-8 (semikolondelt)».",
        ),
    ),
    "workbook-extra": _error(
        Text("Reading the workbook {file} needs an extra that is not installed.", hint="{install}"),
        Text("For å lese arbeidsboken {file} trengs et tillegg som ikke er installert.", hint="{install}"),
    ),
    "workbook-broken": _error(
        Text(
            "{file} is no workbook that can be read.",
            hint="Save it again as .xlsx, without a password. The older .xls will not do.",
        ),
        Text(
            "{file} er ingen arbeidsbok som kan leses.",
            hint="Lagre den på nytt som .xlsx, uten passord. Det eldre .xls duger ikke.",
        ),
    ),
    "workbook-is-csv": _error(
        Text("{file} is a CSV file, not a workbook.", hint="Write `csv: {file}` instead of `xlsx:`."),
        Text("{file} er en CSV-fil, ikke en arbeidsbok.", hint="Skriv `csv: {file}` i stedet for `xlsx:`."),
    ),
    "workbook-sheet": _error(
        Text("{file} has no sheet called `{sheet}`.", hint="{near}There are: {known}."),
        Text("{file} har ikke noe ark som heter `{sheet}`.", hint="{near_nb}Det finnes: {known}."),
    ),
    "workbook-empty": _error(
        Text("{file} has no sheet with rows.", hint="Save it again with the clients on a sheet of their own."),
        Text("{file} har ikke noe ark med rader.", hint="Lagre arbeidsboken på nytt med klientene på et eget ark."),
    ),
}

_ROWS = {
    "row-name-twice": _error(
        Text(
            "Two rows give a client called `{name}`; the first is {first}.",
            hint="Give them different names: put the organisation number or the place in `name:`.",
        ),
        Text(
            "To rader gir en klient som heter `{name}`; den første er {first}.",
            hint="Gi dem ulike navn: ta organisasjonsnummeret eller stedet med i `name:`.",
        ),
    ),
    "row-company-twice": _error(
        Text(
            "The company `{name}` stands twice in the list, with the same number; the first row is {first}.",
            hint="Take one of the rows out.",
        ),
        Text(
            "Selskapet `{name}` står to ganger i listen, med samme nummer; den første raden er {first}.",
            hint="Ta den ene raden ut.",
        ),
    ),
    "row-other-delimiter": _error(
        Text(
            "`{field}` is split at `{on}`, and its cell has `{other}` instead.",
            hint='Write `on: "{other}"`, if that is what parts the names.',
        ),
        Text(
            "`{field}` deles ved `{on}`, og cellen har `{other}` i stedet.",
            hint='Skriv `on: "{other}"`, hvis det er det som skiller navnene.',
        ),
    ),
    "row-nothing-for": _error(
        Text("The row has nothing for `{field}`.", hint="Fill its cell, or take the row out of the list."),
        Text("Raden har ingenting for `{field}`.", hint="Fyll ut cellen, eller ta raden ut av listen."),
    ),
    "row-client-written": _error(
        Text(
            "The row gives the client `{name}`, which is also written in {first}.",
            hint="Put `{name}` under `exclude:` of the list, or take the document away.",
        ),
        Text(
            "Raden gir klienten `{name}`, som også er skrevet i {first}.",
            hint="Før opp `{name}` under `exclude:` i listen, eller ta dokumentet bort.",
        ),
    ),
    "too-many-bad-rows": _error(
        Text(
            "More than {limit} rows of `{name}` cannot be used; the rest were not looked at.",
            hint="Mend those above first. Is it the right file, and do the columns stand where they should?",
        ),
        Text(
            "Mer enn {limit} rader i `{name}` kan ikke brukes; resten er ikke sett på.",
            hint="Rett dem over først. Er det riktig fil, og står kolonnene der de skal?",
        ),
    ),
    "exclude-nobody": Phrase(
        Severity.WARNING,
        Text("No row of the list is `{name}`.", hint="{near}Take it out of `exclude:` if it is no longer needed."),
        Text("Ingen rad i listen er `{name}`.", hint="{near_nb}Ta den ut av `exclude:` hvis den ikke trengs lenger."),
    ),
    "list-gives-nobody": Phrase(
        Severity.WARNING,
        Text("The list `{name}` gives no client.", hint="Is it the right file?"),
        Text("Listen `{name}` gir ingen klienter.", hint="Er det riktig fil?"),
    ),
}

LIST_WORDS = Vocabulary({**_FILES, **_ROWS})

CAME_OUT: Final = ("It comes out as {values}.", "Det blir til {values}.")
"""To be put behind what is wrong with a rendered value."""
IN_ROWS: Final = ("In the list it is {values}.", "I listen står det {values}.")
"""The same of rows."""
SHORTENED: Final = (
    "In the list it is {values}: a spreadsheet has shortened the number. Make the column text, and fill it in again.",
    "I listen står det {values}: regnearket har forkortet tallet. Gjør kolonnen til tekst, og fyll den ut på nytt.",
)
"""The same of a number that is no longer whole."""
