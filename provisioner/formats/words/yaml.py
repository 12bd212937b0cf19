"""Words for what can be wrong with a file's bytes and its YAML."""

from __future__ import annotations

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _error(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


_BYTES = {
    "file-too-large": _error(
        Text(
            "The file is too large: more than {limit} MB.",
            hint="Is it a manifest? Check `manifests:` in the project file; else split it into several files.",
        ),
        Text(
            "Filen er for stor: mer enn {limit} MB.",
            hint="Er det et manifest? Se på `manifests:` i prosjektfilen; ellers del den i flere filer.",
        ),
    ),
    "wrong-encoding": _error(
        Text(
            "The file is written in {encoding}, not in UTF-8.",
            detail="{found}",
            hint="Save it again as UTF-8. In Notepad: Save as, Encoding: UTF-8.",
        ),
        Text(
            "Filen er lagret som {encoding}, ikke som UTF-8.",
            detail="{found_nb}",
            hint="Lagre den på nytt som UTF-8. I Notisblokk: Lagre som, Koding: UTF-8.",
        ),
    ),
    "not-text": _error(
        Text("The file is not text.", hint="Manifests are YAML files. Check `manifests:` in the project file."),
        Text("Filen er ikke tekst.", hint="Manifester er YAML-filer. Se på `manifests:` i prosjektfilen."),
    ),
    "control-character": _error(
        Text("A character that cannot be seen stands here: {character}.", hint="Delete it and type the line again."),
        Text("Her står et tegn som ikke kan ses: {character}.", hint="Slett det og skriv linjen på nytt."),
    ),
}

_SYNTAX = {
    "yaml-tab": _error(
        Text("A tab is used for indentation.", hint="Indent with spaces, two for each level."),
        Text("Det er brukt tabulator til innrykk.", hint="Rykk inn med mellomrom, to for hvert nivå."),
    ),
    "yaml-unclosed": _error(
        Text("What begins here is never closed.", hint="Add the missing quote, `]` or `}`."),
        Text("Det som begynner her, blir aldri lukket.", hint="Legg til anførselstegnet, `]` eller `}` som mangler."),
    ),
    "yaml-colon": _error(
        Text(
            "A `:` stands where none is expected.",
            hint="Put the text in quotes if the colon belongs to it; else check the indentation.",
        ),
        Text(
            "Her står et `:` som ikke er ventet.",
            hint="Sett teksten i anførselstegn hvis kolonet hører til den; ellers se på innrykket.",
        ),
    ),
    "yaml-character": _error(
        Text("A text cannot begin with {character} unless it is quoted.", hint="Put the text in quotes."),
        Text("En tekst kan ikke begynne med {character} uten anførselstegn.", hint="Sett teksten i anførselstegn."),
    ),
    "yaml-escape": _error(
        Text(
            "A backslash in double quotes starts an escape that YAML does not know.",
            hint="Use single quotes, or write the backslash twice.",
        ),
        Text(
            "En omvendt skråstrek i doble anførselstegn innleder noe YAML ikke kjenner.",
            hint="Bruk enkle anførselstegn, eller skriv skråstreken to ganger.",
        ),
    ),
    "yaml-indentation": _error(
        Text(
            "This line does not fit with those above it.",
            hint="Keys of one mapping start in the same column; each key is followed by `:` and a space.",
        ),
        Text(
            "Denne linjen passer ikke med dem over.",
            hint="Nøkler i samme oppslag begynner i samme kolonne; hver nøkkel følges av `:` og et mellomrom.",
        ),
    ),
    "yaml-space": _error(
        Text("A blank is missing after the `:` of `{key}`.", hint="Write `{key}: {rest}`."),
        Text("Det mangler et mellomrom etter `:` i `{key}`.", hint="Skriv `{key}: {rest}`."),
    ),
    "yaml-no-colon": _error(
        Text("`{key}` has no `:` after it.", hint="Write `{key}:`."),
        Text("`{key}` mangler `:` etter seg.", hint="Skriv `{key}:`."),
    ),
    "yaml-template": _error(
        Text("A template stands in quotes.", hint='Write "{text}", with the quotes.'),
        Text("En mal skal stå i anførselstegn.", hint='Skriv "{text}", med anførselstegnene.'),
    ),
    "yaml-nbsp": _error(
        Text("The indentation holds a non-breaking space, as copied from a web page.", hint="Use ordinary spaces."),
        Text("Innrykket har et hardt mellomrom, som fra en nettside.", hint="Bruk vanlige mellomrom."),
    ),
    "yaml-syntax": _error(
        Text(
            "From here on this is not YAML.",
            hint="If a text begins here, put all of it in quotes; else compare with an example.",
        ),
        Text(
            "Herfra er dette ikke YAML.",
            hint="Begynner det en tekst her, sett hele i anførselstegn; ellers sammenlign med et eksempel.",
        ),
    ),
    "yaml-quote": _error(
        Text("A text that begins with `{mark}` stands in quotes, all of it.", hint="Write `{key}: {quoted}`."),
        Text("En tekst som begynner med `{mark}`, skal stå i anførselstegn, hele.", hint="Skriv `{key}: {quoted}`."),
    ),
    "yaml-list-in-line": _error(
        Text(
            "What begins with `- ` is an item of a list, and stands on a line of its own.",
            hint="If it is a text, write `{key}: {quoted}`; if it is a list, put its items on the lines below.",
        ),
        Text(
            "Det som begynner med `- `, er et punkt i en liste og står på en egen linje.",
            hint="Er det en tekst, skriv `{key}: {quoted}`; er det en liste, sett punktene på linjene under.",
        ),
    ),
    "yaml-no-value": _error(
        Text("Nothing stands after `{key}:`.", hint="Write a blank and a value after it, or take `{key}:` out."),
        Text("Det står ingenting etter `{key}:`.", hint="Skriv et mellomrom og en verdi, eller ta bort `{key}:`."),
    ),
}

_SURPRISES = {
    "not-separated": _error(
        Text(
            "A second document begins here, and nothing parts it from the first.", hint="Write `---` on a line before."
        ),
        Text(
            "Her begynner et nytt dokument, og ingenting skiller det fra det første.",
            hint="Skriv `---` på en linje foran.",
        ),
    ),
    "duplicate-key": _error(
        Text(
            "`{key}` stands twice in the same mapping; the first is on line {line}.",
            hint="Keep one of them.",
        ),
        Text("`{key}` står to ganger i samme oppslag; den første på linje {line}.", hint="Behold én av dem."),
    ),
    "non-string-key": _error(
        Text("This key is {what}, not text.", hint='Write it in quotes: "{text}".'),
        Text("Denne nøkkelen er {what_nb}, ikke tekst.", hint='Skriv den i anførselstegn: "{text}".'),
    ),
    "key-not-plain": _error(
        Text(
            "A mapping or a list cannot be a key.",
            hint='If this is a template, put it in quotes: "{{{{ … }}}}". If it is a text, quote that.',
        ),
        Text(
            "Et oppslag eller en liste kan ikke være nøkkel.",
            hint='Er dette en mal, sett den i anførselstegn: "{{{{ … }}}}". Er det en tekst, gjør det samme.',
        ),
    ),
    "merge-key": _error(
        Text(
            "`<<` is not used here: it belongs to an older YAML.",
            hint="Put what is shared into a profile, or refer to a whole value with `*name`.",
        ),
        Text(
            "`<<` brukes ikke her: det hører til en eldre YAML.",
            hint="Legg det som er felles i en profil, eller vis til en hel verdi med `*navn`.",
        ),
    ),
    "unknown-tag": _error(
        Text("The tag `{tag}` is not known here.", hint="Remove it; if it belongs to a text, put that in quotes."),
        Text("Merket `{tag}` er ikke kjent her.", hint="Fjern det; hører det til en tekst, sett den i anførselstegn."),
    ),
    "unknown-alias": _error(
        Text(
            "`*{name}` refers to nothing above it.",
            hint="If it is a text, put it in quotes: `{quoted}`. To refer to a value, write `&{name}` before that.",
        ),
        Text(
            "`*{name}` viser ikke til noe over.",
            hint="Er det en tekst, sett den i anførselstegn: `{quoted}`. Skal det vise til en verdi, skriv `&{name}` "
            "foran den.",
        ),
    ),
    "unused-anchor": _error(
        Text(
            "`&{name}` is an anchor, not a part of the text, and nothing refers to it.",
            hint="If it is a text, put it in quotes: `{quoted}`. Else take `&{name}` out.",
        ),
        Text(
            "`&{name}` er et anker, ikke en del av teksten, og ingenting viser til det.",
            hint="Er det en tekst, sett den i anførselstegn: `{quoted}`. Ellers ta bort `&{name}`.",
        ),
    ),
    "recursive-alias": _error(
        Text("`*{name}` refers to a value that it is part of.", hint="Write the value out."),
        Text("`*{name}` viser til en verdi det selv er en del av.", hint="Skriv ut verdien."),
    ),
    "too-deep": _error(
        Text("More than {limit} levels stand inside each other.", hint="Nothing here needs so many."),
        Text("Mer enn {limit} nivåer står inni hverandre.", hint="Ingenting her trenger så mange; se på klammene."),
    ),
    "too-many-nodes": _error(
        Text(
            "The document holds more than {limit} values once its aliases are followed.",
            hint="Use fewer aliases, or split the document.",
        ),
        Text(
            "Dokumentet har mer enn {limit} verdier når henvisningene følges.",
            hint="Bruk færre henvisninger, eller del dokumentet.",
        ),
    ),
    "number-too-large": _error(
        Text("The number is too large or not finite.", hint="If it is a text, such as an id, put it in quotes."),
        Text("Tallet er for stort eller ikke endelig.", hint="Er det en tekst, som en id, sett den i anførselstegn."),
    ),
    "document-not-a-mapping": _error(
        Text(
            "A document is a mapping that begins with `kind:`; this one is {what}.",
            hint="Write `kind: Client`, or another kind, at the start of its first line; then its fields, one a line.",
        ),
        Text(
            "Et dokument er et oppslag som begynner med `kind:`; dette er {what_nb}.",
            hint="Skriv `kind: Client`, eller en annen type, først på første linje; så feltene, ett på hver linje.",
        ),
    ),
}

YAML_WORDS = Vocabulary({**_BYTES, **_SYNTAX, **_SURPRISES})
