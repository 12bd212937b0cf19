"""What is refused of keys after they were sealed: the words of errors.

Promises: both languages, under the code that the caller knows. Does not: hold what sealing itself refuses.
"""

from __future__ import annotations

from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


REFUSALS: Final = Vocabulary(
    {
        "no-generation": _refusal(
            Text("{address} has no generation {number}.", hint="It has: {numbers}."),
            Text("{address} har ingen generasjon {number}.", hint="Den har: {numbers}."),
        ),
        "no-store": _refusal(
            Text("The project names no secret store.", hint="Put `store:` under `secrets:` in provisioner.yaml."),
            Text(
                "Prosjektet nevner ikke noe lager for hemmeligheter.",
                hint="Skriv `store:` under `secrets:` i provisioner.yaml.",
            ),
        ),
        "no-secret": _refusal(
            Text("There is no secret at {address}.", hint="`provisioner secret list` shows what there is."),
            Text("Det finnes ingen hemmelighet på {address}.", hint="`provisioner secret list` viser hva som finnes."),
        ),
        "store-lacks-it": _refusal(
            Text(
                "{where} does not have the key of {address}, and no sealed copy is kept.",
                hint="Look whether somebody took it out or moved that store; if nobody has it, `provisioner "
                "rotate` makes another.",
            ),
            Text(
                "{where} har ikke nøkkelen til {address}, og ingen forseglet kopi er tatt vare på.",
                hint="Se om noen har tatt den ut eller flyttet lageret; har ingen den, lager `provisioner rotate` "
                "en ny.",
            ),
        ),
        "not-in-store": _refusal(
            Text("The store does not have the secret of {address}.", hint="`provisioner secret store` puts it."),
            Text("Lageret har ikke hemmeligheten til {address}.", hint="`provisioner secret store` legger den der."),
        ),
        "no-state-of": _refusal(
            Text("There is no state of {account}.", hint="`provisioner state list` shows what there is."),
            Text("Det finnes ingen tilstand for {account}.", hint="`provisioner state list` viser hva som finnes."),
        ),
        "no-reader": _refusal(
            Text(
                "This identity belongs to none of those who may open keys here.",
                hint="The project's recipients are: {names}.",
            ),
            Text(
                "Denne identiteten tilhører ingen av dem som kan åpne nøkler her.",
                hint="Mottakerne i prosjektet er: {names_nb}.",
            ),
        ),
        "copy-not-kept": _refusal(
            Text("The sealed copy of {address} is not kept any more.", hint="The store has it, as far as is recorded."),
            Text(
                "Den forseglede kopien av {address} er ikke tatt vare på lenger.",
                hint="Lageret har den, så langt det er ført.",
            ),
        ),
        "copy-gone": _refusal(
            Text("The sealed copy of {address} is not kept any more.", hint="`provisioner state check` looks into it."),
            Text(
                "Den forseglede kopien av {address} er ikke tatt vare på lenger.",
                hint="`provisioner state check` undersøker det.",
            ),
        ),
        "store-not-asked": _refusal(
            Text("{where} cannot be asked for the key of {address}: {why}", hint="{hint}"),
            Text("{where} kan ikke spørres om nøkkelen til {address}: {why_nb}", hint="{hint_nb}"),
        ),
        "unheld-taken-out": _refusal(
            Text(
                "We hold no secret of {address}: {where} does not have it, and no sealed copy is kept.",
                hint="Look whether somebody took it out of the store, or moved the store: `store:` under "
                "`secrets:` names where it is. If nobody has it, `provisioner rotate` makes another.",
            ),
            Text(
                "Vi har ingen hemmelighet for {address}: {where} har den ikke, og ingen forseglet kopi er "
                "tatt vare på.",
                hint="Se om noen har tatt den ut av lageret eller flyttet det: `store:` under `secrets:` sier "
                "hvor det er. Har ingen den, lager `provisioner rotate` en ny.",
            ),
        ),
        "unheld-kind": _refusal(
            Text("We hold no secret of {address}: things of its kind have none."),
            Text("Vi har ingen hemmelighet for {address}: ting av dette slaget har ingen."),
        ),
        "unheld-never": _refusal(
            Text("We hold no secret of {address}: it was there before us, or was made by the menu."),
            Text("Vi har ingen hemmelighet for {address}: den fantes før oss, eller ble laget av menyen."),
        ),
        "unheld-lost": _refusal(
            Text("We hold no secret of {address}: it was lost.", hint="The next `provisioner apply` makes a new one."),
            Text(
                "Vi har ingen hemmelighet for {address}: den gikk tapt.", hint="Neste `provisioner apply` lager en ny."
            ),
        ),
        "unheld-copy-gone": _refusal(
            Text(
                "We hold no secret of {address}: the sealed copy is gone.",
                hint="`provisioner state check` looks into it.",
            ),
            Text(
                "Vi har ingen hemmelighet for {address}: den forseglede kopien er borte.",
                hint="`provisioner state check` undersøker det.",
            ),
        ),
        "unheld-store-unknown": _refusal(
            Text(
                "We hold no secret of {address}: it is in a store that was not written down, and the project "
                "names none.",
                hint="Name the store that has it: `store:` under `secrets:` in provisioner.yaml.",
            ),
            Text(
                "Vi har ingen hemmelighet for {address}: den ligger i et lager som ikke ble notert, og "
                "prosjektet nevner ingen.",
                hint="Oppgi lageret som har den: `store:` under `secrets:` i provisioner.yaml.",
            ),
        ),
    }
)
"""What is refused, by its code."""
