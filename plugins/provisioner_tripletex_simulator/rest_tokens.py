"""REST: sessions, the consumer token, and the one endpoint that makes keys."""

from __future__ import annotations

from datetime import timedelta

from provisioner_tripletex_simulator.nouns import Session
from provisioner_tripletex_simulator.projection import Ref, Resource, ResourceValue, single
from provisioner_tripletex_simulator.resources import (
    company_resource,
    consumer_resource,
    employee_resource,
    ref,
    token_resource,
    url,
)
from provisioner_tripletex_simulator.rest_core import Call
from provisioner_tripletex_simulator.rest_errors import (
    ARGUMENT,
    ApiFailed,
    forbidden,
    no_field,
    no_value,
    not_found,
    wrong_type,
)
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
from provisioner_tripletex_simulator.wire import Response, json_response
from provisioner_tripletex_simulator.world import hash_of

_SESSION_FIELDS = ("consumerToken", "employeeToken", "expirationDate")


def create_session(call: Call) -> Response:
    """PUT with a query answers 200, POST with a body 201; bad tokens are 422, not 401."""
    world = call.world
    values = _body_fields(call) if call.request.method == "POST" else {n: call.required(n) for n in _SESSION_FIELDS}
    for name in _SESSION_FIELDS:
        if not values.get(name):
            raise no_value(ARGUMENT + name)
    application = world.consumer_tokens.get(hash_of(values["consumerToken"]))
    if application is None:
        raise _bad_token("consumerToken", "The consumer token is invalid or does not exist.")
    key_id = world.key_tokens.get(hash_of(values["employeeToken"]))
    key = world.keys.get(key_id) if key_id is not None else None
    if key is None or not key_is_live(world, key, call.now):
        raise _bad_token("employeeToken", "The employee token is invalid or does not exist.")
    if key.application != application:
        # The one place where a wrong application name shows: here, weeks after the key was made.
        raise _bad_token(
            "employeeToken", "The employee token was not created for the application of the consumer token."
        )
    expires_at = session_expiry(world, values["expirationDate"], call.now)
    for mark in [mark for mark, session in world.sessions.items() if session.expires_at <= call.now]:
        del world.sessions[mark]
    _, token = world.new_secret("session")
    world.sessions[hash_of(token)] = Session(key.id, application, expires_at)
    world.touch()
    session_id = world.new_id()
    held: dict[str, ResourceValue] = {
        "id": session_id,
        "version": 0,
        "url": url("token/session", session_id),
        "consumerToken": ref("token/consumer", 1, lambda: _consumer_token(application)),
        "employeeToken": Ref(key.id, url("token/employee", key.id), lambda: token_resource(world, key, None)),
        "expirationDate": values["expirationDate"],
        "token": token,
    }
    made = single(Resource("SessionToken", held), call.request)
    return json_response(201 if call.request.method == "POST" else 200, made)


def _bad_token(name: str, message: str) -> Refused:
    """Real answers have this one in English, whatever the language of the rest."""
    return Refused("token", message, message, ARGUMENT + name)


def _body_fields(call: Call) -> dict[str, str]:
    values = call.body()
    unknown = [name for name in values if name not in _SESSION_FIELDS]
    if unknown:
        raise no_field(unknown[0])
    for name, value in values.items():
        if isinstance(value, dict | list):
            raise wrong_type(name)
    return {name: str(value) for name, value in values.items() if value is not None}


def _consumer_token(application: str) -> Resource:
    """A consumer token without itself. Its application is shown whole unasked: the name is why one looks."""
    values: dict[str, ResourceValue] = {"id": 1, "version": 0, "url": url("token/consumer", 1)}
    return Resource("ConsumerToken", {**values, "apiConsumer": consumer_resource(application)})


def delete_session(call: Call, token: str) -> Response:
    """204; a session that is not there is 404."""
    if call.world.sessions.pop(hash_of(token), None) is None:
        raise not_found()
    call.world.touch()
    return Response(204)


def who_am_i(call: Call) -> Response:
    """The owner of the key and its hidden user."""
    who = call.who
    values: dict[str, ResourceValue] = {
        "employeeId": who.owner.id,
        "actualEmployeeId": who.robot.id,
        "employee": ref("employee", who.owner.id, lambda: employee_resource(call.world, who.owner)),
        "companyId": who.company.id,
        "company": ref("company", who.company.id, lambda: company_resource(call.world, who.company)),
        "language": "no" if call.norwegian else "en",
        "loggedInWithConnect": False,
        "employeeIsProxy": not who.at_home,
    }
    return json_response(200, single(Resource("LoggedInUserInfo", values), call.request))


def consumer_by_token(call: Call) -> Response:
    """The application name of a consumer token; the token itself is not repeated."""
    application = call.world.consumer_tokens.get(hash_of(call.required("token")))
    if application is None:
        raise not_found()
    return json_response(200, single(_consumer_token(application), call.request))


def create_key(call: Call) -> Response:
    """Make a key. Only for approved consumers; the token is in `value.token`, this once."""
    world, who = call.world, call.who
    consumer = world.consumers.get(who.application)
    if consumer is None or not (consumer.may_create_keys and world.switches.approved_to_create_keys):
        raise ApiFailed(forbidden())
    name, application = call.required("tokenName"), call.required("consumerName")
    owner_id = call.required_number("employeeId")
    office = call.flag("companyOwned") if call.required("companyOwned") else False
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
    return json_response(200, single(token_resource(world, key, token), call.request))
