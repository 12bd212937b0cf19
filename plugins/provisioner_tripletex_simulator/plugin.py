"""How the simulator introduces itself. Importing this imports nothing heavy: every opener imports what it needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from provisioner.spi.entries import CommandEntry, EndpointEntry, OperatorEntry
from provisioner.spi.markers import hookimpl

if TYPE_CHECKING:
    from provisioner.spi.command import CommandRequest
    from provisioner.spi.endpoint import Endpoint, EndpointRequest
    from provisioner.spi.operator import Operator, OperatorRequest
    from provisioner.spi.rehearsal import RehearsalRequest, Stage


def _embedded(request: EndpointRequest) -> Endpoint:
    from provisioner_tripletex_simulator.endpoint import open_embedded

    return open_embedded(request)


def _served(request: EndpointRequest) -> Endpoint:
    from provisioner_tripletex_simulator.endpoint import open_served

    return open_served(request)


def _rehearse(request: RehearsalRequest) -> Stage:
    from provisioner_tripletex_simulator.rehearsal import Rehearsal

    return Rehearsal(request)


def _person(request: OperatorRequest) -> Operator:
    from provisioner_tripletex_simulator.operator import open_person

    return open_person(request)


def _simulator(request: CommandRequest) -> int:
    from provisioner_tripletex_simulator.command import simulator

    return simulator(request)


@hookimpl
def provisioner_endpoints() -> Iterable[EndpointEntry]:
    """`simulator` is embedded, `simulator+http` served."""
    return [
        EndpointEntry("simulator", _embedded, ephemeral=True, world="simulator", rehearse=_rehearse),
        EndpointEntry("simulator+http", _served, ephemeral=True, world="simulator"),
    ]


@hookimpl
def provisioner_operators() -> Iterable[OperatorEntry]:
    """`--operator scripted`: a program that plays the person on the simulator's pages."""
    return [OperatorEntry("scripted", _person)]


@hookimpl
def provisioner_commands() -> Iterable[CommandEntry]:
    """`provisioner simulator serve`."""
    return [CommandEntry("simulator", "Serve a simulated Tripletex on this machine.", answer=_simulator)]
