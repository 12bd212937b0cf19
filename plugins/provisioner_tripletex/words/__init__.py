"""The words of this provider, in English and Norwegian bokmål.

Promises: every code has both languages. Labels of the Tripletex screen stand as they are on it, in «».
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import BOKMAL, Vocabulary
from provisioner_tripletex.words import en, nb
from provisioner_tripletex.words.browsing import BROWSING
from provisioner_tripletex.words.checking import CHECKING
from provisioner_tripletex.words.commands import COMMANDS
from provisioner_tripletex.words.comparing import COMPARING
from provisioner_tripletex.words.declared import DECLARED
from provisioner_tripletex.words.declared_keys import DECLARED_KEYS
from provisioner_tripletex.words.declaring import DECLARING
from provisioner_tripletex.words.driving import DRIVING
from provisioner_tripletex.words.examined import EXAMINED
from provisioner_tripletex.words.levels import LEVELS
from provisioner_tripletex.words.looking import LOOKING
from provisioner_tripletex.words.pasting import PASTING
from provisioner_tripletex.words.raised import RAISED
from provisioner_tripletex.words.reach import REACH
from provisioner_tripletex.words.rights import RIGHTS

WORDS: Final = Vocabulary(
    MappingProxyType(
        {
            **BROWSING,
            **CHECKING,
            **COMMANDS,
            **COMPARING,
            **DECLARED,
            **DECLARED_KEYS,
            **DECLARING,
            **DRIVING,
            **EXAMINED,
            **LEVELS,
            **LOOKING,
            **PASTING,
            **RAISED,
            **REACH,
            **RIGHTS,
        }
    )
)
"""Every diagnostic of this provider."""

WRITTEN: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "source": MappingProxyType(
            {
                "en": "There in Tripletex on {date}; by which way it was made does not show",
                BOKMAL: "Fantes i Tripletex {date}; på hvilken måte den ble laget, vises ikke",
            }
        ),
        "entry": MappingProxyType(
            {
                "en": "Seen in Tripletex when accounts were imported. All else is what a new one would be made with, "
                "until the vendor has told.",
                BOKMAL: "Sett i Tripletex da kontoer ble importert. Alt annet er det en ny ville blitt laget med, til "
                "leverandøren har svart.",
            }
        ),
    }
)
"""What is written into manifests, by language."""


def written(key: str, language: str) -> str:
    """A sentence of `WRITTEN`; English where there is none."""
    sentences = WRITTEN[key]
    return sentences.get(language, sentences["en"])


def screen_words(language: str) -> Mapping[str, str]:
    """The sentences of work items in `language`; English where there are none."""
    return nb.WORK if language == BOKMAL else en.WORK
