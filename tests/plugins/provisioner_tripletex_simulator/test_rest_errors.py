"""REST: what is said when something is refused, in both languages, and what comes with it."""

from __future__ import annotations

import json

import pytest

from provisioner_tripletex_simulator.firms import credentials
from tests.plugins.provisioner_tripletex_simulator.desk import TOMORROW, Desk, trouble

CLIENT = "radhuset-radgivning"
MODULES = "/company/salesmodules"


def test_a_bad_token_is_refused_in_the_words_of_a_real_answer(desk: Desk) -> None:
    tokens = {"consumerToken": "x", "employeeToken": "x", "expirationDate": TOMORROW}
    answer = desk.call("POST", "/token/session/:create", body=tokens).json()
    answer.pop("requestId")
    text = "The consumer token is invalid or does not exist."
    assert answer == {
        "status": 422,
        "code": 18000,
        "message": "Validering feilet.",
        "link": "https://www.tripletex.no/tripletex-api-2-0/",
        "developerMessage": None,
        "validationMessages": [
            {"field": "arg:consumerToken", "message": text, "path": "arg:consumerToken", "rootId": None}
        ],
    }


def test_an_unknown_field_is_refused_in_the_words_of_a_real_answer(desk: Desk) -> None:
    answer = desk.call("POST", MODULES, desk.client(CLIENT), {"isChargeable": True}).json()
    answer.pop("requestId")
    text = "Feltet eksisterer ikke i objektet."
    assert answer == {
        "status": 422,
        "code": 16000,
        "message": "Request mapping failed",
        "link": "https://tripletex.no/v2-docs/",
        "developerMessage": None,
        "validationMessages": [{"field": "isChargeable", "message": text, "path": None, "rootId": None}],
    }


@pytest.mark.parametrize(
    ("method", "target", "body", "nb", "en"),
    [
        (
            "POST",
            MODULES,
            {"name": "x"},
            ("Validering feilet.", "Ukjent modul."),
            ("Validation failed.", "Unknown module."),
        ),
        (
            "POST",
            MODULES,
            {"x": 1},
            ("Request mapping failed", "Feltet eksisterer ikke i objektet."),
            ("Request mapping failed", "The field does not exist in the object."),
        ),
        (
            "PUT",
            "/company",
            {"name": 7},
            ("Request mapping failed", "Verdien er ikke av korrekt type for dette feltet."),
            ("Request mapping failed", "The value is not of the correct type for this field."),
        ),
        ("GET", "/employee?from=x", None, ("Param error", "Ugyldig tall."), ("Param error", "Invalid number.")),
        ("GET", "/employee?id=x", None, ("Param error", "Ugyldig tall."), ("Param error", "Invalid number.")),
        (
            "GET",
            "/employee?onlyContacts=x",
            None,
            ("Param error", "Forventet true eller false."),
            ("Param error", "Expected true or false."),
        ),
        (
            "GET",
            "/token/consumer/byToken",
            None,
            ("Validering feilet.", "Kan ikke være null."),
            ("Validation failed.", "Cannot be null."),
        ),
    ],
)
def test_both_languages(
    desk: Desk, method: str, target: str, body: object, nb: tuple[str, str], en: tuple[str, str]
) -> None:
    user = desk.client(CLIENT)

    def said() -> tuple[object, object]:
        answer = desk.call(method, target, user, body).json()
        messages = answer["validationMessages"]
        assert isinstance(messages, list)
        assert isinstance(messages[0], dict)
        return answer["message"], messages[0]["message"]

    assert said() == nb
    desk.world.switches.language = "en"
    assert said() == en


BODIES = (
    b'{"name":"\\ud800"}',
    b'{"\\udfff":1}',
    b'{"consumerToken":"\\ud800","employeeToken":"x","expirationDate":"2027-01-01"}',
    b"[" * 200_000,
    b'{"name":' * 100_000,
    b'{"name":' + b"[" * 100 + b"]" * 100 + b"}",
    b'{"name":NaN}',
    b'{"name":' + b"9" * 5000 + b"}",
    b"\xff\xfe",
    b"",
)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: f"{body[:20]!r}")
def test_a_body_that_is_no_json_of_a_text_is_refused(desk: Desk, body: bytes) -> None:
    user, person = desk.client(CLIENT), desk.company(CLIENT).people[0]
    for method, path in (("POST", MODULES), ("PUT", "/company"), ("PUT", f"/employee/{person}")):
        assert trouble(desk.call(method, path, user, body)) == (422, 22000, None)
    assert trouble(desk.call("POST", "/token/session/:create", body=body)) == (422, 22000, None)


def test_a_token_is_a_text(desk: Desk) -> None:
    held = credentials(desk.world)
    tokens = {"consumerToken": held.consumer_token, "employeeToken": [held.office_key], "expirationDate": TOMORROW}
    assert trouble(desk.call("POST", "/token/session/:create", body=tokens)) == (422, 16000, "employeeToken")


@pytest.mark.parametrize(
    ("method", "target", "body", "code"),
    [
        ("GET", "/employee?fields=nothing", None, 11000),
        ("GET", "/employee?sorting=nothing", None, 17000),
        ("GET", "/employee?from=x", None, 21000),
        ("GET", "/employee?id=x", None, 21000),
        ("GET", "/employee/entitlement", None, 23000),
        ("GET", "/employee/1", None, 6000),
        ("POST", MODULES, {"name": "x"}, 18000),
        ("POST", MODULES, {"x": "x"}, 16000),
        ("POST", MODULES, [], 22000),
    ],
)
def test_a_call_that_was_counted_says_what_is_left(
    desk: Desk, method: str, target: str, body: object, code: int
) -> None:
    user = desk.client(CLIENT)
    desk.world.switches.rate_limit, desk.world.switches.result_cap = 5, 50
    answer = desk.call(method, target, user, body)
    assert json.loads(answer.body)["code"] == code
    assert [answer.headers[f"X-Rate-Limit-{name}"] for name in ("Limit", "Remaining", "Reset")] == ["5", "4", "60"]


def test_an_office_key_at_home_is_counted_too(desk: Desk) -> None:
    user = ("0", desk.session(credentials(desk.world).office_key))
    answer = desk.call("GET", "/employee", user)
    assert (answer.status, answer.headers["X-Rate-Limit-Remaining"]) == (403, "9999")


@pytest.mark.parametrize(
    "day", ["2027-W01-1", "20270101", "2027-1-1", "2027-02-30", "\u0662\u0660\u0662\u0667-01-01", "2027-01-1 "]
)
def test_a_day_is_written_in_one_way(desk: Desk, day: str) -> None:
    held = credentials(desk.world)
    desk.world.switches.session_cap_days = 0
    tokens = {"consumerToken": held.consumer_token, "employeeToken": held.office_key, "expirationDate": day}
    answer = desk.call("POST", "/token/session/:create", body=tokens)
    assert trouble(answer) == (422, 18000, "arg:expirationDate")
    assert "Ugyldig dato." in answer.text()
