"""What the simulator says and refuses, in English and Norwegian bokmål. Its screens have their own words.

Promises: every code has both languages with the same placeholders.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from provisioner.model.diagnostics import BOKMAL, Phrase, Severity, Text, Vocabulary


def _refusal(en: Text, nb: Text) -> Phrase:
    return Phrase(Severity.ERROR, en, nb)


WORDS: Final = Vocabulary(
    {
        "no-firm": _refusal(
            Text("No firm is called `{name}`.", hint="There are: {known}; or write a number of clients."),
            Text("Ingen firma heter `{name}`.", hint="Det finnes: {known}; eller skriv et antall klienter."),
        ),
        "no-port": _refusal(
            Text("{port} is no port: write 0 to {last}."),
            Text("{port} er ingen port: skriv 0 til {last}."),
        ),
        "port-taken": _refusal(
            Text("Port {port} cannot be used: {error}.", hint="Leave out --port, or name another one."),
            Text("Port {port} kan ikke brukes: {error}.", hint="Utelat --port, eller oppgi en annen."),
        ),
        "served-elsewhere": _refusal(
            Text("A served simulator is reached on this machine only.", hint="Write simulator+http://127.0.0.1:PORT."),
            Text("En simulator nås bare på denne maskinen.", hint="Skriv simulator+http://127.0.0.1:PORT."),
        ),
        "no-simulator": _refusal(
            Text("There is no simulator at {base}.", hint="Start one with `provisioner simulator serve`."),
            Text("Det er ingen simulator på {base}.", hint="Start en med `provisioner simulator serve`."),
        ),
        "not-a-simulator": _refusal(
            Text("What answers at {base} is not a simulator.", hint="Look at the port."),
            Text("Det som svarer på {base}, er ingen simulator.", hint="Se på porten."),
        ),
        "world-unreadable": _refusal(
            Text(
                "The simulator's world cannot be read.",
                detail="{why}",
                hint="Delete {file} to begin with a fresh world.",
            ),
            Text(
                "Simulatorens verden kan ikke leses.",
                detail="{why}",
                hint="Slett {file} for å begynne med en ny verden.",
            ),
        ),
        "extra-missing": _refusal(
            Text(
                "The simulator can be served only with its extra installed.",
                hint="pip install tripletex-provisioner[simulator]",
            ),
            Text(
                "Simulatoren kan bare kjøres som tjener når tillegget er installert.",
                hint="pip install tripletex-provisioner[simulator]",
            ),
        ),
        "person-elsewhere": _refusal(
            Text(
                "The scripted person works on the simulator only.", hint="Leave out --operator, or use the simulator."
            ),
            Text(
                "Personen som er et program, arbeider bare i simulatoren.",
                hint="Utelat --operator, eller bruk simulatoren.",
            ),
        ),
        "person-nowhere": _refusal(
            Text("The scripted person needs an endpoint.", hint="Use the endpoint `simulator`."),
            Text("Personen som er et program, trenger et endepunkt.", hint="Bruk endepunktet `simulator`."),
        ),
        "screen-silent": _refusal(
            Text("The screen did not answer; what was asked of it may have been done."),
            Text("Skjermen svarte ikke; det den ble bedt om, kan være gjort."),
        ),
    }
)
"""What is refused, by its code."""

SPOKEN: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "stands-at": ("Simulator of Tripletex: {address}", "Simulator av Tripletex: {address}"),
        "endpoint": ("  endpoint     {endpoint}", "  endpoint     {endpoint}"),
        "world": ("  world        {file}", "  verden       {file}"),
        "firm": (
            "  firm         {name}, {count} clients; none of it exists",
            "  firma        {name}, {count} klienter; ingenting av det finnes",
        ),
        "stop-it": ("Interrupt (Ctrl-C) to stop.", "Avbryt (Ctrl-C) for å stoppe."),
        "interrupted": ("Interrupted.", "Avbrutt."),
        "stopped": ("Stopped; the world is kept.", "Stoppet; verden er tatt vare på."),
    }
)
"""English and bokmål."""


def spoken(language: str) -> Callable[..., str]:
    """What says a sentence of `SPOKEN` in `language`; in English where it is not known."""
    place = 1 if language == BOKMAL else 0

    def say(key: str, **values: object) -> str:
        return SPOKEN[key][place].format_map(values)

    return say
