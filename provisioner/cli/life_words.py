"""What the command line says about how things live on: last days, people, clients that leave.

Promises: as words.py, whose table these are a part of. Does not: hold help texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LIFE: Final[Mapping[str, tuple[str, str]]] = {
    # expiring
    "expiring-none": ("Nothing ends within {days} days.", "Ingenting utløper innen {days} dager."),
    "expiring-next-plan": ("replaced by the next plan", "erstattes av neste plan"),
    "expiring-by-itself": ("replaced by a plan from {day}", "erstattes av en plan fra {day}"),
    "expiring-manifest": (
        "write a later `expires`, or `validFor`: {place}",
        "skriv en senere `expires`, eller `validFor`: {place}",
    ),
    "expiring-protected": (
        "protected, so no plan replaces it: {place}",
        "beskyttet, så ingen plan erstatter den: {place}",
    ),
    "expiring-replaced": (
        "replaced; ends once its vendor has the new one",
        "erstattet; avsluttes når leverandøren har den nye",
    ),
    "expiring-unwanted": (
        "in no manifest any more; the next plan ends it",
        "ikke lenger i noe manifest; neste plan avslutter den",
    ),
    "expiring-calendar": ("{project}: keys that expire", "{project}: nøkler som utløper"),
    "expiring-event": ("{integration} expires at {company}", "{integration} utløper hos {company}"),
    "expiring-event-more": (
        "{address}, generation {generation}: {what}.",
        "{address}, generasjon {generation}: {what}.",
    ),
    "expiring-manifests": (
        "The manifests hold errors, so some of this may not be as it says.",
        "Manifestene har feil, så noe av dette er kanskje ikke som det står.",
    ),
}
