"""What a simulator offers that Tripletex does not: its credentials, its world, its switches, and faults to order.

Promises: the same four addresses, embedded or served. Credentials are demo credentials of a firm that does not exist;
a served simulator gives them on loopback only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import msgspec

from provisioner_tripletex_simulator.faults import KINDS, add_fault
from provisioner_tripletex_simulator.firms import credentials
from provisioner_tripletex_simulator.nouns import Fault
from provisioner_tripletex_simulator.switches import Switches
from provisioner_tripletex_simulator.wire import JsonValue, Request, Response, json_response
from provisioner_tripletex_simulator.world import World

PREFIX = "/simulator"


def control(world: World, request: Request) -> Response:
    """One call to the simulator itself."""
    here = (request.method, request.path.removeprefix(PREFIX))
    if here == ("GET", "/credentials"):
        return json_response(200, dict(demo_credentials(world)))
    if here == ("GET", "/world"):
        return json_response(200, {"digest": world.digest(), "landscape": world.landscape()})
    if here == ("GET", "/switches"):
        return json_response(200, asdict(world.switches))
    if here == ("POST", "/switches"):
        return _switch(world, request)
    if here == ("GET", "/faults"):
        waiting: list[JsonValue] = [dict(asdict(fault)) for fault in world.faults]
        return json_response(200, {"kinds": list[JsonValue](KINDS), "faults": waiting})
    if here == ("POST", "/faults"):
        return _order(world, request)
    if here == ("DELETE", "/faults"):
        world.faults.clear()
        world.touch()
        return Response(204)
    return json_response(404, {"error": "the simulator has /credentials, /world, /switches and /faults"})


def demo_credentials(world: World) -> Mapping[str, str]:
    """The demo credentials, by the names a project's settings have for them; two more for the pages."""
    held = credentials(world)
    return {
        "consumerToken": held.consumer_token,
        "officeEmployeeToken": held.office_employee_token,
        "officeKey": held.office_key,
        "screenUser": held.login,
        "screenPassword": held.password,
    }


def _switch(world: World, request: Request) -> Response:
    now = asdict(world.switches)
    try:
        changed = msgspec.json.decode(request.body, type=dict[str, bool | int | str])
        unknown = sorted(set(changed) - set(now))
        if unknown:
            raise ValueError(f"there is no switch {', '.join(unknown)}; there are: {', '.join(now)}")
        world.switches = msgspec.convert({**now, **changed}, Switches)
    except (ValueError, RecursionError) as error:
        return json_response(422, {"error": str(error)})
    world.touch()
    return json_response(200, asdict(world.switches))


def _order(world: World, request: Request) -> Response:
    try:
        fault = msgspec.json.decode(request.body, type=Fault)
        add_fault(world, fault)
    except (ValueError, RecursionError) as error:
        return json_response(422, {"error": str(error)})
    return json_response(201, dict(asdict(fault)))
