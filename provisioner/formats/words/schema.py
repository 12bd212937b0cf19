"""Words for a document that does not fit its schema, and for the shapes that a schema's patterns hold."""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _error(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


TYPES: Final = {
    "object": ("a mapping", "et oppslag"),
    "array": ("a list", "en liste"),
    "string": ("a text", "en tekst"),
    "integer": ("a whole number", "et heltall"),
    "number": ("a number", "et tall"),
    "boolean": ("`true` or `false`", "`true` eller `false`"),
    "null": ("nothing", "ingenting"),
}

FORMS: Final = {
    "name": (
        "lower case letters a-z, digits and single hyphens, such as `nordlys-bakeri`",
        "små bokstaver a-z, sifre og enkle bindestreker, som `nordlys-bakeri`",
    ),
    "line": ("one line without blanks at either end", "én linje uten mellomrom i endene"),
    "template": ("a template, such as `{{ vars.name }}`", "en mal, som `{{ vars.name }}`"),
    "date": ("a date, such as 2027-12-31", "en dato, som 2027-12-31"),
    "duration": ("days or weeks, such as 365d or 52w", "dager eller uker, som 365d eller 52w"),
    "storage-url": (
        "a kind of storage, a colon, and where, such as sqlite:.provisioner/state.db",
        "et slags lager, et kolon, og hvor, som sqlite:.provisioner/state.db",
    ),
    "organization-number": ("nine digits; blanks are allowed", "ni sifre; mellomrom er lov"),
    "endpoint": ("https://tripletex.no, or `simulator`", "https://tripletex.no, eller `simulator`"),
}

QUOTE: Final = ('Put it in quotes: `"{value}"`. ', 'Sett det i anførselstegn: `"{value}"`. ')
TYPE_HINTS: Final = {
    ("string", "integer"): QUOTE,
    ("string", "number"): QUOTE,
    ("string", "boolean"): QUOTE,
    ("boolean", "string"): (
        "Write `true` or `false`, without quotes. ",
        "Skriv `true` eller `false`, uten anførselstegn. ",
    ),
    ("integer", "string"): ("Write the number without quotes. ", "Skriv tallet uten anførselstegn. "),
    ("array", "string"): ("Write it as a list: `[{value}]`. ", "Skriv det som en liste: `[{value}]`. "),
    ("array", "object"): ("Put `- ` before each item. ", "Sett `- ` foran hvert punkt. "),
    ("object", "string"): ("Write its fields below it, indented. ", "Skriv feltene under, med innrykk. "),
    ("object", "array"): ("Write `name: value` without `- `. ", "Skriv `navn: verdi` uten `- `. "),
}

_FIELDS = {
    "unknown-field": _error(
        Text("`{field}` is not a field of {where}.", hint="{near}{there}"),
        Text("`{field}` er ikke et felt i {where}.", hint="{near_nb}{there_nb}"),
    ),
    "not-indented": _error(
        Text(
            "`{field}` stands in the same column as `{above}:`, which has nothing below it.",
            hint="Put two blanks before `{field}` and all that belongs to it, so that it stands under `{above}:`.",
        ),
        Text(
            "`{field}` står i samme kolonne som `{above}:`, som ikke har noe under seg.",
            hint="Sett to mellomrom foran `{field}` og alt som hører til, så det står under `{above}:`.",
        ),
    ),
    "field-one-level-up": _error(
        Text("`{field}` belongs under `{inside}`.", hint="Write `{inside}: {{{field}: …}}`."),
        Text("`{field}` hører hjemme under `{inside}`.", hint="Skriv `{inside}: {{{field}: …}}`."),
    ),
    "fields-not-together": _error(
        Text("{fields} cannot stand together.", hint="Keep one of them."),
        Text("{fields_nb} kan ikke stå sammen.", hint="Behold én av dem."),
    ),
    "api-version-misplaced": _error(
        Text("`apiVersion` stands here.", hint="It stands once, in the project file. Remove it."),
        Text("`apiVersion` står her.", hint="Den står én gang, i prosjektfilen. Fjern den."),
    ),
    "unsupported-api-version": _error(
        Text(
            "The project is written in another version of the language.",
            hint="Write `{known}`, or use the program that the project was written for.",
        ),
        Text(
            "Prosjektet er skrevet i en annen versjon av språket.",
            hint="Skriv `{known}`, eller bruk programmet som prosjektet er skrevet for.",
        ),
    ),
    "missing-field": _error(
        Text("`{field}` is missing in {where}.", hint="Add `{line}`.{about}"),
        Text("`{field}` mangler i {where}.", hint="Legg til `{line}`.{about_nb}"),
    ),
    "missing-one-of": _error(
        Text("One of {fields} is needed in {where}.", hint="Add the one you know."),
        Text("En av {fields} trengs i {where}.", hint="Legg til den du kjenner."),
    ),
    "field-not-for-method": _error(
        Text(
            "`{field}` does not belong to the method `{method}`.",
            detail="{why}",
            hint="Remove it, or choose the method it belongs to.",
        ),
        Text(
            "`{field}` hører ikke til metoden `{method}`.",
            detail="{why_nb}",
            hint="Fjern den, eller velg metoden den hører til.",
        ),
    ),
    "field-not-here": _error(
        Text("{fields} cannot stand together with the rest here.", hint="Remove the one or the other."),
        Text("{fields} kan ikke stå sammen med resten her.", hint="Fjern det ene eller det andre."),
    ),
}

_VALUES = {
    "wrong-type": _error(
        Text("`{field}` must be {wanted}, not {found}.", hint="{hint}"),
        Text("`{field}` skal være {wanted_nb}, ikke {found_nb}.", hint="{hint_nb}"),
    ),
    "template-for-list": _error(
        Text(
            "`{field}` must be a list, and a template gives one text.",
            hint='Write `{field}: {{split: "{written}", on: ","}}`, with the sign that parts the names.',
        ),
        Text(
            "`{field}` skal være en liste, og en mal gir én tekst.",
            hint='Skriv `{field}: {{split: "{written}", on: ","}}`, med tegnet som skiller navnene.',
        ),
    ),
    "empty-value": _error(
        Text("`{field}` has nothing after it.", hint="Give it a value, or remove the line.{about}"),
        Text("`{field}` har ingenting etter seg.", hint="Gi den en verdi, eller fjern linjen.{about_nb}"),
    ),
    "empty-integration": _error(
        Text(
            "`{field}:` has nothing after it, so it is not clear what is meant.",
            hint="`{field}: {{}}` (add it) or `without: [{field}]` (take it away)?",
        ),
        Text(
            "`{field}:` har ingenting etter seg, så det er uklart hva som menes.",
            hint="`{field}: {{}}` (legg til) eller `without: [{field}]` (ta bort)?",
        ),
    ),
    "unknown-value": _error(
        Text("`{field}` cannot be this.", hint="{near}It is one of: {known}."),
        Text("`{field}` kan ikke være dette.", hint="{near_nb}Det er en av: {known}."),
    ),
    "wrong-form": _error(
        Text("`{field}` is not written as it must be.", hint="{near}Write {form}."),
        Text("`{field}` er ikke skrevet slik det skal.", hint="{near_nb}Skriv {form_nb}."),
    ),
    "wrong-key-form": _error(
        Text("The name `{field}` is not written as it must be.", hint="{near}Write {form}."),
        Text("Navnet `{field}` er ikke skrevet slik det skal.", hint="{near_nb}Skriv {form_nb}."),
    ),
    "no-such-day": _error(
        Text("`{field}` names a day that does not exist.", hint="Check the month, and its last day."),
        Text("`{field}` er en dag som ikke finnes.", hint="Se på måneden, og dens siste dag."),
    ),
    "too-short": _error(
        Text("`{field}` is empty.", hint="Fill it, or remove it.{about}"),
        Text("`{field}` er tom.", hint="Gi den innhold, eller fjern den.{about_nb}"),
    ),
    "too-long": _error(
        Text("`{field}` is too long: at most {limit} are allowed.", hint="Shorten it.{about}"),
        Text("`{field}` er for lang: høyst {limit} er lov.", hint="Kort den ned.{about_nb}"),
    ),
    "out-of-range": _error(
        Text("`{field}` is out of range: the limit is {limit}.", hint="Choose another number.{about}"),
        Text("`{field}` er utenfor det tillatte: grensen er {limit}.", hint="Velg et annet tall.{about_nb}"),
    ),
    "doubled-item": _error(
        Text("The list `{field}` has the same item twice.", hint="Remove one of them."),
        Text("Listen `{field}` har samme punkt to ganger.", hint="Fjern ett av dem."),
    ),
    "schema": _error(
        Text("`{field}` does not fit here.", hint="The schema says what may stand here.{about}"),
        Text("`{field}` passer ikke her.", hint="Se i skjemaet hva som kan stå her.{about_nb}"),
    ),
}

SCHEMA_WORDS = Vocabulary({**_FIELDS, **_VALUES})

METHOD_REASONS: Final = {
    "menu": (
        "What is activated from the menu makes its own key, and belongs to whoever activates it.",
        "Det som aktiveres fra menyen, lager sin egen nøkkel, og tilhører den som aktiverer.",
    ),
    "office-key": (
        "The key itself stands with the office, under `officeKeys:`; here the client is attached to it.",
        "Selve nøkkelen står hos kontoret, under `officeKeys:`; her kobles klienten til den.",
    ),
    "user-key": (
        "A key of the client's own is neither attached nor agreed to.",
        "En nøkkel som er klientens egen, verken kobles eller aksepteres.",
    ),
    "custom-key": (
        "A key of the client's own is neither attached nor agreed to.",
        "En nøkkel som er klientens egen, verken kobles eller aksepteres.",
    ),
}
