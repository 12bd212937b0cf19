"""REST: sessions, the consumer token, and the one endpoint that makes keys."""

from __future__ import annotations

import json
from datetime import timedelta

from provisioner_tripletex_simulator.nouns import Key, Session
from provisioner_tripletex_simulator.projection import Ref, Resource, single
from provisioner_tripletex_simulator.rest_core import ApiFailed, Call, Trouble, forbidden, invalid, not_found, ref, url
from provisioner_tripletex_simulator.rest_people import company_resource, employee_resource
from provisioner_tripletex_simulator.rules import (
    KeyOrder,
    Refused,
    check_key,
    key_is_live,
    make_key,
    oslo_date,
    parse_day,
    session_expiry,
)
from provisioner_tripletex_simulator.wire import JsonObject, Response, json_response
from provisioner_tripletex_simulator.world import hash_of

_SESSION_FIELDS = ("consumerToken", "employeeToken", "expirationDate")


def create_session(call: Call) -> Response:
    """PUT with a query answers 200, POST with a body 201; bad tokens are 422, not 401."""
    world = call.world
    values = _body_fields(call) if call.request.method == "POST" else {n: call.required(n) for n in _SESSION_FIELDS}
    for name in _SESSION_FIELDS:
        if not values.get(name):
            raise invalid(f"arg:{name}", "Kan ikke være null." if call.norwegian else "Cannot be null.")
    application = world.consumer_tokens.get(hash_of(values["consumerToken"]))
    if application is None:
        raise invalid("arg:consumerToken", "The consumer token is invalid or does not exist.")
    key_id = world.key_tokens.get(hash_of(values["employeeToken"]))
    key = world.keys.get(key_id) if key_id is not None else None
    if key is None or not key_is_live(world, key, call.now):
        raise invalid("arg:employeeToken", "The employee token is invalid or does not exist.")
    if key.application != application:
        # The one place where a wrong application name shows: here, weeks after the key was made.
        raise invalid(
            "arg:employeeToken", "The employee token was not created for the application of the consumer token."
        )
    expires_at = session_expiry(world, values["expirationDate"], call.now)
    for mark in [mark for mark, session in world.sessions.items() if session.expires_at <= call.now]:
        del world.sessions[mark]
    _, token = world.new_secret("session")
    world.sessions[hash_of(token)] = Session(key.id, application, expires_at)
    world.touch()
    session_id = world.new_id()
    resource: Resource = {
        "id": session_id,
        "version": 0,
        "url": url("token/session", session_id),
        "consumerToken": ref("token/consumer", 1, {"id": 1, "version": 0}),
        "employeeToken": Ref(key.id, url("token/employee", key.id), lambda: _token_resource(call, key, None)),
        "expirationDate": values["expirationDate"],
        "token": token,
        "encryptionKey": None,
    }
    return json_response(201 if call.request.method == "POST" else 200, single(resource, call.request))


def _body_fields(call: Call) -> dict[str, str]:
    values = json_body(call)
    unknown = [name for name in values if name not in _SESSION_FIELDS]
    if unknown:
        raise unknown_field(unknown[0])
    return {name: str(value) for name, value in values.items() if value is not None}


def json_body(call: Call) -> dict[str, object]:
    """The JSON object of a body, or 422/22000."""
    try:
        decoded = json.loads(call.request.body)
    except ValueError:
        raise ApiFailed(Trouble(422, 22000, "Invalid JSON", "Invalid JSON")) from None
    if not isinstance(decoded, dict):
        raise ApiFailed(Trouble(422, 22000, "Invalid JSON", "Expected an object"))
    return decoded


def unknown_field(name: str) -> ApiFailed:
    """422/16000: unknown JSON fields are rejected."""
    return ApiFailed(
        Trouble(422, 16000, "Request mapping failed", None, ((name, "Feltet eksisterer ikke i objektet."),))
    )


def delete_session(call: Call, token: str) -> Response:
    """204; a session that is not there is 404."""
    if call.world.sessions.pop(hash_of(token), None) is None:
        raise not_found()
    call.world.touch()
    return Response(204)


def who_am_i(call: Call) -> Response:
    """The owner of the key and its hidden user."""
    who = call.who
    resource: Resource = {
        "employeeId": who.owner.id,
        "actualEmployeeId": who.robot.id,
        "employee": ref("employee", who.owner.id, employee_resource(call, who.owner)),
        "companyId": who.company.id,
        "company": ref("company", who.company.id, company_resource(who.company)),
        "language": "no" if call.norwegian else "en",
        "loggedInWithConnect": False,
        "employeeIsProxy": not who.at_home,
    }
    return json_response(200, single(resource, call.request))


def consumer_by_token(call: Call) -> Response:
    """The application name of a consumer token; the token itself is not repeated."""
    application = call.world.consumer_tokens.get(hash_of(call.required("token")))
    if application is None:
        raise not_found()
    consumer: JsonObject = {"id": 1, "version": 0, "consumerName": application, "emails": None}
    # Shown whole without being asked for: the name is why one calls.
    resource: Resource = {
        "id": 1,
        "version": 0,
        "url": url("token/consumer", 1),
        "apiConsumer": consumer,
        "token": None,
        "expirationDate": None,
    }
    return json_response(200, single(resource, call.request))


def _consumer_ref(application: str) -> Ref:
    return ref("token/consumer", 1, {"id": 1, "version": 0, "consumerName": application, "emails": None})


def create_key(call: Call) -> Response:
    """Make a key. Only for approved consumers; the token is in `value.token`, this once."""
    world, who = call.world, call.who
    consumer = world.consumers.get(who.application)
    if consumer is None or not (consumer.may_create_keys and world.switches.approved_to_create_keys):
        raise ApiFailed(forbidden())
    name, application = call.required("tokenName"), call.required("consumerName")
    owner_id = call.number("employeeId")
    office = call.flag("companyOwned") if call.required("companyOwned") else False
    if owner_id is None:
        raise invalid("employeeId", "Kan ikke være null." if call.norwegian else "Cannot be null.")
    expires = parse_day(call.required("expirationDate"), "expirationDate")
    today = oslo_date(call.now)
    if expires <= today:
        raise Refused(
            "date", "Utløpsdato må være etter dagens dato.", "Expiration date must be after today.", "expirationDate"
        )
    cap = world.switches.key_cap_days
    if cap and expires > today + timedelta(days=cap):
        raise Refused("date", "Utløpsdato er for langt frem.", "Expiration date is too far ahead.", "expirationDate")
    if application not in world.consumers:
        raise Refused("application", "Fant ikke applikasjonen.", "Consumer not found.", "consumerName")
    order = KeyOrder(
        who.company.id, owner_id, application, name, "template", office=office, expires=expires, made_by="api"
    )
    check_key(world, order, who.rights)
    key, token = make_key(world, order, call.now)
    return json_response(200, single(_token_resource(call, key, token), call.request))


def _token_resource(call: Call, key: Key, token: str | None) -> Resource:
    shows = {"owner": key.owner_id, "robot": key.robot_id}
    shown = shows[call.world.switches.token_employee]
    person = call.world.people[shown]
    return {
        "id": key.id,
        "version": 0,
        "url": url("token/employee", key.id),
        "employee": ref("employee", person.id, employee_resource(call, person)),
        "apiConsumer": _consumer_ref(key.application),
        "token": token,
        "expirationDate": key.expires.isoformat() if key.expires else None,
    }
