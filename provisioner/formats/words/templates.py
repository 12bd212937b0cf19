"""Words for what can be wrong with a template."""

from __future__ import annotations

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _error(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


TEMPLATE_WORDS = Vocabulary(
    {
        "template-syntax": _error(
            Text("The template cannot be read.", detail="{problem}", hint="Compare with `{{{{ client.name }}}}`."),
            Text("Malen kan ikke leses.", detail="{problem_nb}", hint="Sammenlign med `{{{{ client.name }}}}`."),
        ),
        "template-not-allowed": _error(
            Text(
                "{what} cannot be used in a template here.",
                hint="A value is put together from names, filters, `if` and comparisons.",
            ),
            Text(
                "{what} kan ikke brukes i en mal her.",
                hint="En verdi settes sammen av navn, filtre, `if` og sammenligninger.",
            ),
        ),
        "template-unknown-name": _error(
            Text("`{name}` is not known here.", hint="{near}{there}"),
            Text("`{name}` er ikke kjent her.", hint="{near_nb}{there_nb}"),
        ),
        "template-unknown-var": _error(
            Text(
                "Nobody has given `vars.{name}` a value here.",
                hint="{near}Write it under `vars:` of the client, of a profile that reaches it, or of the project.",
            ),
            Text(
                "Ingen har gitt `vars.{name}` en verdi her.",
                hint="{near_nb}Skriv den under `vars:` hos klienten, i en profil som når den, eller i prosjektet.",
            ),
        ),
        "template-unknown-filter": _error(
            Text("There is no filter `{name}`.", hint="{near}{there}"),
            Text("Det finnes ikke noe filter `{name}`.", hint="{near_nb}{there_nb}"),
        ),
        "template-now": _error(
            Text(
                "`now` cannot be used in `{field}`.",
                detail="The value would be another one with every plan.",
                hint="It may stand only in what is used at the moment of creation: {known}.",
            ),
            Text(
                "`now` kan ikke brukes i `{field}`.",
                detail="Verdien ville bli en annen for hver plan.",
                hint="Det kan bare stå i det som brukes i det noe lages: {known}.",
            ),
        ),
        "template-failed": _error(
            Text("The template could not be worked out.", detail="{problem}", hint="Check the values it is made of."),
            Text("Malen kunne ikke regnes ut.", detail="{problem_nb}", hint="Se på verdiene den er laget av."),
        ),
        "template-nested": _error(
            Text("The template gives another template.", hint="Values of `vars` are not rendered; write them out."),
            Text("Malen gir en ny mal.", hint="Verdier i `vars` blir ikke regnet ut; skriv dem fullt ut."),
        ),
        "template-too-long": _error(
            Text("The template is too long, or gives too long a text: at most {limit} characters.", hint="Shorten it."),
            Text("Malen er for lang, eller gir for lang tekst: høyst {limit} tegn.", hint="Kort den ned."),
        ),
    }
)
