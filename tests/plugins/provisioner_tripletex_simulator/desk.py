"""A desk for these tests: a world, a caller of its API, and a browser on its pages."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode

from provisioner.model.secrets import Sensitive
from provisioner_tripletex_simulator import person
from provisioner_tripletex_simulator.browse import Browser
from provisioner_tripletex_simulator.firms import OWN_APPLICATION, credentials, firm
from provisioner_tripletex_simulator.nouns import Company, Person
from provisioner_tripletex_simulator.rules import KeyOrder, make_key
from provisioner_tripletex_simulator.service import handle
from provisioner_tripletex_simulator.wire import JsonObject, Request, Response
from provisioner_tripletex_simulator.world import World

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TOMORROW = "2026-11-23"
NEXT_YEAR = "2027-11-22"


@dataclass(slots=True)
class Desk:
    """A world and the time."""

    world: World = field(default_factory=lambda: firm("fjord-regnskap"))
    now: datetime = NOW

    def company(self, label: str) -> Company:
        found = self.world.company_by(label)
        assert found is not None
        return found

    def someone(self, label: str, email: str) -> Person:
        found = self.world.person_by_email(self.company(label).id, email)
        assert found is not None
        return found

    def send(self, request: Request) -> Response:
        return handle(self.world, request, self.now)

    def call(self, method: str, target: str, user: tuple[str, str] | None = None, body: object = None) -> Response:
        headers = {"Authorization": "Basic " + base64.b64encode(":".join(user).encode()).decode()} if user else {}
        sent = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.send(Request.of(method, "/v2" + target, headers, sent))

    def session(self, key: str, consumer: str | None = None) -> str:
        token = consumer or credentials(self.world).consumer_token
        body = {"consumerToken": token, "employeeToken": key, "expirationDate": TOMORROW}
        response = self.call("POST", "/token/session/:create", body=body)
        assert response.status == 201, response.text()
        return str(value(response)["token"])

    def office(self) -> tuple[str, str]:
        """An ordinary session of the office's administrator."""
        return "0", self.session(credentials(self.world).office_employee_token)

    def client(self, label: str) -> tuple[str, str]:
        """The office key's session, at a client."""
        return str(self.company(label).customer_id), self.session(credentials(self.world).office_key)

    def key_of(self, label: str, email: str, permissions: str = "owner") -> tuple[str, str]:
        """A session of a new ordinary key of somebody, by our own application."""
        owner = self.someone(label, email)
        order = KeyOrder(owner.company_id, owner.id, OWN_APPLICATION, "test", permissions)
        return "0", self.session(make_key(self.world, order, self.now)[1])

    def new_key(self, user: tuple[str, str], **changed: str) -> Response:
        query = {
            "tokenName": "Huma Nordlys",
            "consumerName": "Huma",
            "employeeId": str(self.someone("nordlys-bakeri", "per@nordlys.example").id),
            "companyOwned": "false",
            "expirationDate": NEXT_YEAR,
            **changed,
        }
        given = {name: text for name, text in query.items() if text}
        return self.call("PUT", "/token/employee/:create?" + urlencode(given), user)

    def browser(self, email: str = "kari@fjord.example", company: str | None = None) -> Browser:
        window = Browser(self.send)
        person.log_in(window, email, Sensitive(credentials(self.world).password))
        if company is not None:
            person.open_company(window, self.company(company).organization_number)
        return window


def value(response: Response) -> JsonObject:
    found = response.json()["value"]
    assert isinstance(found, dict)
    return found


def values(response: Response) -> list[JsonObject]:
    assert response.status == 200, response.text()
    found = response.json()["values"]
    assert isinstance(found, list)
    return [row for row in found if isinstance(row, dict)]


def trouble(response: Response) -> tuple[int, object, object]:
    """Status, internal code, and the field of the first validation message."""
    body = response.json()
    assert body["status"] == response.status
    assert body["requestId"] == response.headers["x-tlx-request-id"]
    messages = body["validationMessages"]
    first = messages[0] if isinstance(messages, list) else None
    return response.status, body["code"], first["field"] if isinstance(first, dict) else None
