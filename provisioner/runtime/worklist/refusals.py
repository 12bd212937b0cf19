"""What is refused of what people do and hand over: the words of errors.

Promises: both languages, under the code that the caller knows. Does not: hold the words of work itself.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


REFUSALS: Final = Vocabulary(
    {
        "for-no-vendor": _refusal(
            Text("{address} is for no vendor to be given.", hint="`provisioner handoff list` shows what is."),
            Text("{address} skal ikke gis til noen leverandør.", hint="`provisioner handoff list` viser det som skal."),
        ),
        "lost-before": _refusal(
            Text(
                "The key of {address} was lost before anybody had it.",
                hint="The next `provisioner apply` makes a new one; that is given to the vendor.",
            ),
            Text(
                "Nøkkelen til {address} gikk tapt før noen hadde den.",
                hint="Neste `provisioner apply` lager en ny; den gis til leverandøren.",
            ),
        ),
        "no-generation": _refusal(
            Text("{address} has no generation {wanted}.", hint="It has: {numbers}."),
            Text("{address} har ingen generasjon {wanted}.", hint="Den har: {numbers}."),
        ),
        "generation-for-no-vendor": _refusal(
            Text(
                "Generation {number} of {address} is for no vendor to be given.",
                hint="`provisioner handoff list` shows what is. Nothing was recorded.",
            ),
            Text(
                "Generasjon {number} av {address} skal ikke gis til noen leverandør.",
                hint="`provisioner handoff list` viser det som skal. Ingenting ble ført.",
            ),
        ),
        "no-account": _refusal(
            Text("There is no account {ref} in the manifests.", hint="`provisioner validate` counts them."),
            Text("Det finnes ingen konto {ref} i manifestene.", hint="`provisioner validate` teller dem."),
        ),
        "not-asked-for": _refusal(
            Text(
                "Nothing in the manifests asks for {address}.",
                hint="Only of what is declared can anything be said: declare it first.",
            ),
            Text(
                "Ingenting i manifestene ber om {address}.",
                hint="Bare om det som er deklarert, kan noe sies: deklarer det først.",
            ),
        ),
        "key-sealed": _refusal(
            Text("The key of {address} is sealed.", hint="Say with --identity FILE what opens it."),
            Text("Nøkkelen til {address} er forseglet.", hint="Si med --identity FIL hva som åpner den."),
        ),
        "address-sealed": _refusal(
            Text(
                "The address at which the vendor's set-up of {address} goes on{where} is sealed.",
                hint="Say with --identity FILE what opens it.",
            ),
            Text(
                "Adressen der oppsettet av {address} fortsetter hos leverandøren{where}, er forseglet.",
                hint="Si med --identity FIL hva som åpner den.",
            ),
        ),
    }
)
"""What is refused, by its code."""
