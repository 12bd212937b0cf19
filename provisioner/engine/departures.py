"""What is written about clients that leave, checked against the clients that stay.

Promises: an error at its line for a merger without a company that goes on, or into one that is unknown or leaves too.
Does not: look at dates; a day that has passed is the usual thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from provisioner.engine.words import WORDS
from provisioner.model.diagnostics import Diagnostic, Place
from provisioner.model.manifest import Client
from provisioner.model.offboarding import Departure


def check_departures(clients: Sequence[Client]) -> Iterator[Diagnostic]:
    """Everything wrong with what is written under `offboarding:`."""
    leaving = [client for client in clients if client.offboarding is not None]
    if leaving:
        yield from _check(leaving, {client.account.ref.name: client for client in clients})


def _check(leaving: Iterable[Client], clients: dict[str, Client]) -> Iterator[Diagnostic]:
    for client in leaving:
        written, name = client.offboarding, client.account.ref.name
        assert written is not None, "it leaves"
        place = Place(written.source, account=client.account.ref)
        survivor = clients.get(written.into)
        if written.reason is not Departure.MERGED:
            if written.into:
                yield WORDS("offboarding-into-needless", place)
        elif not written.into:
            yield WORDS("offboarding-into-missing", place)
        elif survivor is None or survivor is client:
            yield _unknown(place, name, written.into, sorted(set(clients) - {name}))
        elif survivor.offboarding is not None:
            yield WORDS("offboarding-into-leaving", place, name=name, into=written.into)


def _unknown(place: Place, name: str, into: str, known: Sequence[str]) -> Diagnostic:
    from difflib import get_close_matches  # noqa: PLC0415  # only a fault needs it, and most runs have none

    close = get_close_matches(into, known, n=1)
    return WORDS(
        "offboarding-into-unknown",
        place,
        name=name,
        into=into,
        meant=f"Did you mean {close[0]}?" if close else "Write the name of one of the project's clients.",
        meant_nb=f"Mente du {close[0]}?" if close else "Skriv navnet på en av prosjektets klienter.",
    )
