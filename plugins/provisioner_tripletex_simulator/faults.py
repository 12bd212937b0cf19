"""What goes wrong on purpose: described by data in the world, so a served simulator and an embedded one fail alike.

Promises: a fault strikes the calls it names, as often as it says, and is then gone. Does not wait or close sockets:
a slow answer carries its delay, a lost one is a named exception.
"""

from __future__ import annotations

from dataclasses import replace

from provisioner_tripletex_simulator.nouns import Fault
from provisioner_tripletex_simulator.wire import AnswerLost, EndpointDown, Request, Response
from provisioner_tripletex_simulator.world import World

KINDS = (
    "slow",
    "down",
    "rate-limited",
    "rate-limited-without-reset",
    "server-error",
    "server-error-after",
    "answer-lost",
    "session-expired",
    "other-user",
)
"""Every kind; `server-error-after` and `answer-lost` come after the call was carried out, `other-user` carries it out
for somebody else first."""


def add_fault(world: World, fault: Fault) -> None:
    """Let something go wrong later."""
    if fault.kind not in KINDS:
        raise ValueError(f"no fault is called {fault.kind!r}; there are: {', '.join(KINDS)}")
    world.faults.append(fault)
    world.touch()


def strike(world: World, request: Request) -> Fault | None:
    """The fault that hits this call, if any; counted down."""
    for fault in world.faults:
        if not request.path.startswith(fault.path) or fault.method not in ("", request.method):
            continue
        world.touch()
        if fault.skip > 0:
            fault.skip -= 1
            continue
        fault.times -= 1
        if fault.times <= 0:
            world.faults.remove(fault)
        return fault
    return None


def before(fault: Fault | None) -> None:
    """What a fault does before the call is carried out."""
    if fault is not None and fault.kind == "down":
        raise EndpointDown("the simulator was told to be down")


def after(fault: Fault | None, response: Response) -> Response:
    """What a fault does to an answer."""
    if fault is None:
        return response
    if fault.kind == "answer-lost":
        raise AnswerLost("the simulator carried the call out and was told to lose the answer")
    return replace(response, delay_seconds=fault.seconds) if fault.kind == "slow" else response
