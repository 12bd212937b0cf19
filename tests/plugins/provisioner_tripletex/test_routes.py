"""Who does what, and why not a better one."""

from __future__ import annotations

import pytest

from provisioner.model.diagnostics import Severity
from provisioner.model.errors import UsageError
from provisioner.model.plan import Action
from provisioner.model.values import SecretRef
from provisioner.spi.provider import Concurrency
from provisioner_tripletex.settings import Settings
from tests.plugins.provisioner_tripletex.bench import (
    ATTACHED,
    FINALE,
    KARI,
    PER,
    Bench,
    Lines,
    change_of,
    request_of,
)

MENU = {"shopify-connectmyapps": {"agreement": {"acceptedBy": "kari@fjord.example", "authority": "avtale"}}}
KEY = request_of({"huma": {**PER, "expires": "2027-12-31"}})
CUSTOM = request_of({"shopbox": {**PER, "validFor": "365d"}})
LASTING = request_of({"huma": PER})
OFFICE_KEY = request_of(label="fjord-regnskap", keys=FINALE)
ACCESS = request_of(ATTACHED, keys=FINALE)
REAL = {"endpoint": "https://tripletex.no"}
ALL = {
    **REAL,
    "credentials": {
        "consumerToken": SecretRef("env:C"),
        "officeEmployeeToken": SecretRef("env:E"),
        "officeKey": SecretRef("env:K"),
    },
}
MATRIX = [
    (KEY, "module", Action.CREATE, "api", None),
    (KEY, "module", Action.DELETE, "guided", "route-module-off"),
    (KEY, "user_key", Action.CREATE, "api", None),
    (KEY, "user_key", Action.CREATE_THEN_DELETE, "api", None),
    (KEY, "user_key", Action.DELETE, "guided", "route-revoke"),
    (CUSTOM, "user_key", Action.CREATE, "guided", "route-custom"),
    (LASTING, "user_key", Action.CREATE, "guided", "route-no-expiry"),
    (OFFICE_KEY, "office_key", Action.CREATE, "api", None),
    (OFFICE_KEY, "office_key", Action.DELETE, "guided", "route-revoke"),
    (request_of(MENU), "menu_activation", Action.CREATE, "guided", "route-menu"),
    (request_of(MENU), "menu_activation", Action.DELETE, "guided", "route-menu"),
    (ACCESS, "client_access", Action.CREATE, "api", None),
    (ACCESS, "client_access", Action.UPDATE, "api", None),
    (ACCESS, "client_access", Action.DELETE, "api", None),
]


@pytest.mark.parametrize(("request_", "kind", "action", "driver", "code"), MATRIX)
def test_the_matrix(request_: object, kind: str, action: Action, driver: str, code: str | None) -> None:
    bench = Bench(settings=ALL)
    change = change_of(bench.wanted(request_, kind), action)  # type: ignore[arg-type]
    route = bench.provider.route(change)
    assert (route.driver, route.note.code if route.note else None) == (driver, code)
    assert bench.provider.route(change) == route
    assert bench.transport.sent == [], "routing is pure"


@pytest.mark.parametrize(("request_", "kind"), [(KEY, "user_key"), (OFFICE_KEY, "office_key")])
def test_a_firm_whose_application_is_not_approved_makes_keys_on_the_screen(request_: object, kind: str) -> None:
    bench = Bench(settings={**ALL, "keysByApi": False})
    wanted = bench.wanted(request_, kind)  # type: ignore[arg-type]
    route = bench.provider.route(change_of(wanted))
    assert route.driver == "guided"
    assert route.note is not None
    assert (route.note.code, route.note.severity) == ("route-keys-by-hand", Severity.INFO)
    ends = bench.provider.route(change_of(wanted, Action.DELETE))
    assert ends.note is not None
    assert ends.note.code == "route-revoke"
    assert bench.provider.route(change_of(bench.wanted(KEY, "module"))).driver == "api"
    assert bench.provider.route(change_of(bench.wanted(ACCESS, "client_access"))).driver == "api"
    assert Bench(settings={**ALL, "keysByApi": True}).provider.route(change_of(wanted)).driver == "api"
    alone = Bench(drivers=("api",), settings={**ALL, "keysByApi": False}).provider.route(change_of(wanted))
    assert alone.note is not None
    assert (alone.driver, alone.note.severity) == ("", Severity.ERROR)


@pytest.mark.parametrize("action", [Action.NO_OP, Action.ADOPT, Action.FORGET])
def test_what_touches_nothing_needs_nobody(action: Action) -> None:
    bench = Bench()
    assert bench.provider.route(change_of(bench.wanted(KEY, "user_key"), action)).driver == ""


@pytest.mark.parametrize(
    ("credentials", "kind", "code"),
    [
        ({}, "user_key", "route-no-consumer-token"),
        ({"consumerToken": SecretRef("env:C")}, "user_key", "route-no-office-key"),
        ({"consumerToken": SecretRef("env:C")}, "client_access", "route-no-office-employee"),
        (
            {"consumerToken": SecretRef("env:C"), "officeKey": SecretRef("env:K")},
            "office_key",
            "route-no-office-employee",
        ),
    ],
)
def test_what_the_api_needs_of_us(credentials: dict[str, object], kind: str, code: str) -> None:
    bench = Bench(settings={**REAL, "credentials": credentials})
    requests = {"user_key": KEY, "client_access": ACCESS, "office_key": OFFICE_KEY}
    route = bench.provider.route(change_of(bench.wanted(requests[kind], kind)))
    assert route.driver == "guided"
    assert route.note is not None
    assert (route.note.code, route.note.severity) == (code, Severity.INFO)


def test_an_access_through_a_key_whose_hidden_user_nobody_knows_is_a_persons() -> None:
    bench = Bench(settings=ALL)
    desired = bench.wanted(ACCESS, "client_access")
    for key, driver in (("Visma Finale #1", "guided"), ("Visma Finale #1 (18460099)", "api"), (None, "guided")):
        held = desired.attributes.with_items({"key": key})
        assert bench.provider.route(change_of(desired, after=held)).driver == driver


def test_where_nobody_can_it_is_an_error_that_says_everything() -> None:
    bench = Bench(drivers=("web", "api"), settings={**ALL})
    route = bench.provider.route(change_of(bench.wanted(KEY, "module"), Action.DELETE))
    assert route.driver == ""
    assert route.note is not None
    assert route.note.severity is Severity.ERROR
    assert "The browser switches no service off" in route.note.summary
    assert "No service is switched off by API" in route.note.summary
    assert "Nettleseren slår ikke av" in route.note.told_in("nb").summary


def test_the_browser_does_what_the_api_cannot() -> None:
    bench = Bench(drivers=("api", "web", "guided"), settings={**ALL})
    route = bench.provider.route(change_of(bench.wanted(CUSTOM, "user_key")))
    assert route.driver == "web"
    assert route.note is not None
    assert "cannot be given permissions" in route.note.summary


def test_a_key_for_whoever_makes_it_by_hand_has_a_reminder_for_an_expiry() -> None:
    by_hand, by_api = Bench(drivers=("guided",)), Bench()
    assert [note.code for note in by_hand.wanted(KEY, "user_key").notes] == ["expiry-is-a-reminder"]
    assert by_api.wanted(KEY, "user_key").notes == ()
    office = request_of({"zapier": {**KARI, "validFor": "365d"}}, label="fjord-regnskap")
    assert by_api.wanted(office, "user_key").notes == ()


def test_settings() -> None:
    read = Settings.of(Lines("p.yaml").node({}))
    assert (read.endpoint, read.drivers, dict(read.credentials)) == ("https://tripletex.no", ("guided",), {})
    assert not read.has("consumerToken")
    node = Lines("p.yaml").node({"endpoint": "simulator", "credentials": {"consumerToken": "env:X", "officeKey": ""}})
    read = Settings.of(node)
    assert dict(read.credentials) == {"consumerToken": "env:X"}
    assert read.places["consumerToken"].file == "p.yaml"
    assert (read.has("consumerToken"), read.has("officeKey")) == (True, False)
    with pytest.raises(UsageError) as caught:
        Settings.of(Lines("p.yaml").node({"drivers": ["guidet"]}))
    assert "`guided`" in caught.value.hint
    with pytest.raises(UsageError) as caught:
        Settings.of(Lines("p.yaml").node({"drivers": ["qqq"]}))
    assert "api, web, guided" in caught.value.hint


def test_how_many_at_a_time() -> None:
    provider = Bench().provider
    assert provider.concurrency("api") is Concurrency.MANY
    assert provider.concurrency("guided") is Concurrency.ONE
