"""What is told of plugins that cannot be used: the words of errors.

Promises: both languages, under the code that the caller knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


BROKEN: Final = Vocabulary(
    {
        "guest-not-loaded": _refusal(
            Text("The plugin `{name}` ({value}) cannot be loaded: {error}", hint="Update or uninstall it."),
            Text("Tillegget `{name}` ({value}) kan ikke lastes: {error}", hint="Oppdater det eller avinstaller det."),
        ),
        "guest-fails": _refusal(
            Text("The plugin `{guest}` fails in `{hook}`: {kind}: {error}", hint="Update or uninstall it."),
            Text("Tillegget `{guest}` feiler i `{hook}`: {kind}: {error}", hint="Oppdater det eller avinstaller det."),
        ),
        "guest-returns": _refusal(
            Text(
                "The plugin `{guest}` returns a {found} from `{hook}`, where a {wanted} is wanted.",
                hint="Update or uninstall it.",
            ),
            Text(
                "Tillegget `{guest}` gir en {found} fra `{hook}`, der det skulle vært en {wanted}.",
                hint="Oppdater det eller avinstaller det.",
            ),
        ),
        "two-guests": _refusal(
            Text("The plugins {first} and {guest} both bring the {kind} `{name}`.", hint="Uninstall one of them."),
            Text("Tilleggene {first} og {guest} kommer begge med {kind_nb} `{name}`.", hint="Avinstaller det ene."),
        ),
        "no-hook": _refusal(
            Text("There is no such hook: {told}.", hint="There are: {known}."),
            Text("Det finnes ingen slik hook: {told_nb}.", hint="Det finnes: {known}."),
        ),
        "no-hook-but": _refusal(
            Text("There is no such hook: {told}.", hint="Did you mean `{near}`?"),
            Text("Det finnes ingen slik hook: {told_nb}.", hint="Mente du `{near}`?"),
        ),
    }
)
"""What is refused, by its code."""

KINDS_NB: Final[Mapping[str, str]] = {
    "provider": "leverandøren",
    "endpoint": "endepunktet",
    "operator": "operatøren",
    "state": "tilstanden",
    "backend": "tilstanden",
    "secret store": "hemmelighetslageret",
    "format": "formatet",
    "check": "kontrollen",
    "command": "kommandoen",
}
"""What plugins bring, in Norwegian."""
