"""What `doctor` calls the things it looks at, and how they stand, in English and Norwegian bokmål."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DOCTOR: Final[Mapping[str, tuple[str, str]]] = {
    "health-ok": ("ok", "i orden"),
    "health-note": ("note", "merk"),
    "health-unknown": ("unknown", "ukjent"),
    "health-warning": ("warning", "advarsel"),
    "health-wrong": ("wrong", "feil"),
    "about-program": ("program", "program"),
    "about-formats": ("formats", "formater"),
    "about-plugins": ("plugins", "tillegg"),
    "about-schema": ("schema", "skjema"),
    "about-state": ("state", "tilstand"),
    "about-recipients": ("recipients", "mottakere"),
    "about-store": ("secret store", "nøkkellager"),
    "about-provider": ("provider", "leverandør"),
    "about-endpoint": ("endpoint", "endepunkt"),
    "about-reachability": ("reachability", "forbindelse"),
    "about-clock": ("clock", "klokke"),
    "about-credentials": ("credentials", "innlogging"),
    "about-rights": ("rights", "rettigheter"),
    "about-keys": ("keys", "nøkler"),
    "about-browser": ("browser", "nettleser"),
    "about-level": ("level", "nivå"),
    "about-next": ("next level", "neste nivå"),
    "doctor-level": ("Level: {level}", "Nivå: {level}"),
    "doctor-level-unknown": ("not known", "ikke kjent"),
    "doctor-wrong": (
        "Wrong: {count}. Each line above says what to do.",
        "Feil: {count}. Hver linje over sier hva som må gjøres.",
    ),
    "doctor-fine": ("Nothing is wrong.", "Ingenting er feil."),
}
"""By key."""
