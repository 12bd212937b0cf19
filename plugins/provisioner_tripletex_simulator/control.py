"""What a simulator offers that Tripletex does not: its credentials, its world, and faults to order.

Promises: the same three addresses, embedded or served. Credentials are demo credentials of a firm that does not exist;
a served simulator gives them on loopback only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

import msgspec

from provisioner_tripletex_simulator.faults import KINDS, add_fault
from provisioner_tripletex_simulator.firms import credentials
from provisioner_tripletex_simulator.nouns import Fault
from provisioner_tripletex_simulator.wire import JsonObject, JsonValue, Request, Response, json_response
from provisioner_tripletex_simulator.world import World

PREFIX = "/simulator"


def control(world: World, request: Request) -> Response:
    """One call to the simulator itself."""
    here = (request.method, request.path.removeprefix(PREFIX))
    if here == ("GET", "/credentials"):
        return json_response(200, dict(demo_credentials(world)))
    if here == ("GET", "/world"):
        return json_response(200, {"digest": world.digest(), "landscape": world.landscape()})
    if here == ("GET", "/faults"):
        waiting: list[JsonValue] = [dict(asdict(fault)) for fault in world.faults]
        return json_response(200, {"kinds": list[JsonValue](KINDS), "faults": waiting})
    if here == ("POST", "/faults"):
        return _order(world, request)
    if here == ("DELETE", "/faults"):
        world.faults.clear()
        world.touch()
        return Response(204)
    return json_response(404, {"error": "the simulator has /credentials, /world and /faults"})


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


def _order(world: World, request: Request) -> Response:
    try:
        fault = msgspec.json.decode(request.body, type=Fault)
        add_fault(world, fault)
    except ValueError as error:
        problem: JsonObject = {"error": str(error)}
        return json_response(422, problem)
    return json_response(201, dict(asdict(fault)))
