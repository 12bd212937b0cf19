"""Words for the text of an agreement beside those that were accepted before, in English and Norwegian bokmål.

Promises: each says whether to go on or to stop, and what is recorded. Does not: repeat the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import Phrase, Severity, Text

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_GO: Final = "Go on: tick it, and answer that it is done."
_NB_GO: Final = "Gå videre: kryss av, og svar at det er gjort."

COMPARING: Final[Mapping[str, Phrase]] = MappingProxyType(
    {
        "agreement-same": Phrase(
            _I,
            Text("This is the text of the agreement of {title} that was accepted before.", "By {who}.", _GO),
            Text("Dette er teksten i avtalen for {title} som er godtatt før.", "Av {who}.", _NB_GO),
        ),
        "agreement-named": Phrase(
            _I,
            Text(
                "This is the text of the agreement of {title} that is to be accepted.",
                "It is {digest}, as it stands under `agreement:`.",
                _GO,
            ),
            Text(
                "Dette er teksten i avtalen for {title} som skal godtas.",
                "Den er {digest}, slik det står under `agreement:`.",
                _NB_GO,
            ),
        ),
        "agreement-first": Phrase(
            _I,
            Text(
                "No text of the agreement of {title} has been accepted here before.",
                "What was pasted has {count} words: it begins «{begins}» and ends «{ends}». It is {digest}. Once you "
                "answer that it is done it is the accepted one, and every later activation is held to it.",
                "See whether that is the whole text, and read it before you tick it. Else paste it again.",
            ),
            Text(
                "Ingen tekst i avtalen for {title} er godtatt her før.",
                "Det som ble limt inn, har {count} ord: det begynner «{begins}» og slutter «{ends}». Det er {digest}. "
                "Når du svarer at det er gjort, er teksten godtatt, og hver senere aktivering holdes til den.",
                "Se om det er hele teksten, og les den før du krysser av. Lim den ellers inn på nytt.",
            ),
        ),
        "agreement-none-before": Phrase(
            _I,
            Text(
                "No text of the agreement of {title} has been accepted here before, and none was pasted.",
                hint="Paste it, and every later activation is held to it.",
            ),
            Text(
                "Ingen tekst i avtalen for {title} er godtatt her før, og ingen ble limt inn.",
                hint="Lim den inn, så holdes hver senere aktivering til den.",
            ),
        ),
        "agreement-is-key": Phrase(
            _E,
            Text(
                "What was given as the agreement's text of {title} holds a key.",
                "It was recorded nowhere.",
                "Copy the text under «Avtale». A key belongs only where a key is asked for: if somebody else may have "
                "seen it, make a new one.",
            ),
            Text(
                "Det som ble oppgitt som avtaletekst for {title}, inneholder en nøkkel.",
                "Den er ikke ført noe sted.",
                "Kopier teksten under «Avtale». En nøkkel hører bare hjemme der det spørres om en nøkkel: kan andre ha "
                "sett den, lag en ny.",
            ),
        ),
        "agreement-not-compared": Phrase(
            _E,
            Text(
                "A text of the agreement of {title} was accepted before, and nothing says whether this is the same.",
                "It was {pinned}.",
                "Paste the text from the screen (`--agreement FILE`), or say in so many words that it was not compared "
                "(`--not-compared`).",
            ),
            Text(
                "En tekst i avtalen for {title} er godtatt før, og ingenting sier om dette er den samme.",
                "Den var {pinned}.",
                "Lim inn teksten fra skjermen (`--agreement FIL`), eller si uttrykkelig at den ikke ble sammenlignet "
                "(`--not-compared`).",
            ),
        ),
        "agreement-other": Phrase(
            _E,
            Text(
                "The agreement of {title} is another text than the one that was accepted ({pinned}).",
                "What was pasted is {digest}. Whether it was accepted on the screen all the same is not said.",
                "If it was not, answer that the screen would not (`--refused`, with the text). If it was, say so "
                "(`--nevertheless`).",
            ),
            Text(
                "Avtalen for {title} er en annen tekst enn den som ble godtatt ({pinned}).",
                "Det som ble limt inn, er {digest}. Om den likevel ble godtatt på skjermen, er ikke sagt.",
                "Ble den ikke det, svar at skjermen ikke tillot det (`--refused`, med teksten). Ble den det, si det "
                "(`--nevertheless`).",
            ),
        ),
        "agreement-anyway": Phrase(
            _W,
            Text(
                "{title} was activated with another text of its agreement than the one that was accepted ({pinned}).",
                "Its text is {digest}. It is not recorded as accepted, and other clients are not held to it.",
                "Whoever may accept it reads it. If they do, `text: {digest}` under `agreement:` holds the next ones "
                "to it; if not, have the activation ended.",
            ),
            Text(
                "{title} ble aktivert med en annen avtaletekst enn den som var godtatt ({pinned}).",
                "Teksten er {digest}. Den føres ikke som godtatt, og andre klienter holdes ikke til den.",
                "Den som kan godta den, leser den. Godtas den, holder `text: {digest}` under `agreement:` de neste til "
                "den; hvis ikke, få aktiveringen avsluttet.",
            ),
        ),
        "agreement-uncompared": Phrase(
            _W,
            Text(
                "{title} was activated, and its agreement was not compared with the one that was accepted ({pinned}).",
                "No text is recorded as accepted for it.",
                "Next time, copy the text from the screen and have it compared before it is ticked.",
            ),
            Text(
                "{title} ble aktivert, og avtalen ble ikke sammenlignet med den som var godtatt ({pinned}).",
                "Ingen tekst føres som godtatt for den.",
                "Neste gang: kopier teksten fra skjermen, og få den sammenlignet før det krysses av.",
            ),
        ),
        "agreement-unrecorded": Phrase(
            _I,
            Text("{title} was activated without its agreement being compared with anything; no text is recorded."),
            Text("{title} ble aktivert uten at avtalen ble sammenlignet med noe; ingen tekst er ført."),
        ),
    }
)
