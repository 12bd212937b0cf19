"""A list that cannot be recognised is not an empty one: nothing is said to be gone because a word was changed or a
log-in ended, nothing is said to be ended that lives, and what was cut off is not said not to have happened."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.model.account import Identity
from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import OutcomeUnknown
from provisioner.model.outcome import SettledAs
from provisioner.model.plan import StepAction
from provisioner.model.resource import Read
from provisioner.model.state import AccountState, Entry
from provisioner.model.values import attributes
from provisioner.spi.endpoint import TransportRequest, TransportResponse
from provisioner.spi.provider import ReadRequest, StepDone, StepRequest
from provisioner_tripletex.web.driver import LeftToPerson
from provisioner_tripletex.web.reading import read_screens
from provisioner_tripletex.web.screens import company
from provisioner_tripletex.web.window import Window
from provisioner_tripletex_simulator.rules import (
    KeyOrder,
    activate_integration,
    activate_module,
    grant_at_client,
    make_key,
    rights_at,
)
from tests.plugins.provisioner_tripletex.bench import generation
from tests.plugins.provisioner_tripletex.web.conftest import OFFICE, Booth, Carrier
from tests.plugins.provisioner_tripletex.web.test_driver import CLIENT, FINALE, HUMA, MENU, key_names, open_intent
from tests.plugins.provisioner_tripletex_simulator.desk import NOW

CREATE, DELETE = StepAction.CREATE, StepAction.DELETE
KINDS = frozenset({"module", "menu_activation", "user_key", "client_access"})


class Firm:
    """A client that has one of everything, all of it ours."""

    def __init__(self, booth: Booth) -> None:
        self.booth = booth
        world = booth.desk.world
        company, kari = booth.desk.company(CLIENT), booth.desk.someone(OFFICE, "kari@fjord.example")
        activate_module(world, rights_at(world, kari, company.id), company, None)
        activate_integration(world, kari.id, company.id, MENU, NOW)
        per = booth.desk.someone(CLIENT, "per@nordlys.example")
        self.key, _ = make_key(world, KeyOrder(company.id, per.id, "Huma", "Huma Nordlys", "template"), NOW)
        order = KeyOrder(kari.company_id, kari.id, "VismaFinale", "Finale", "template", office=True)
        self.office_key, _ = make_key(world, order, NOW)
        grant_at_client(world, self.office_key.robot_id, company.id, "ALL_PRIVILEGES")
        booth.driver.session.do(_logged_in)
        self.reference = f"Finale #1 ({self.office_key.robot_id})"

    @property
    def lives(self) -> bool:
        """Whether all of it is still there."""
        return (
            key_names(self.booth) == ["Huma Nordlys"]
            and self.booth.landscape(CLIENT)["activations"] == [MENU]
            and bool(self.booth.desk.world.people[self.office_key.robot_id].grants)
        )

    def read(self) -> Read:
        """The client as the screens show it to somebody to whom all of it belongs."""
        account = self.booth.account(CLIENT)
        held = {
            "module": attributes(name="API_V2"),
            "menu_activation": attributes(title=MENU),
            "user_key": attributes(**HUMA, keyId=self.key.id),
            "client_access": attributes(officeKey="finale", key=self.reference, access="ALL_PRIVILEGES"),
        }
        entries = tuple(
            Entry(Address(account.ref, kind, "thing"), generation(1, known)) for kind, known in sorted(held.items())
        )
        office = AccountRef.office()
        key = Entry(
            Address(office, "office_key", "finale"),
            generation(1, attributes(**FINALE, reference=self.reference, keyId=self.office_key.id)),
        )
        number = self.booth.desk.company(OFFICE).organization_number
        there = AccountState(office, "office", 1, bound_to=Identity(organization_number=number), entries=(key,))
        prior = AccountState(account.ref, "lineage", 1, entries=entries)
        return read_screens(self.booth.driver.session, ReadRequest(account, prior, (), office=there), NOW)

    def ending(self, kind: str) -> StepRequest:
        """The step that would end the thing of that kind."""
        held: dict[str, dict[str, object]] = {
            "user_key": {**HUMA, "keyId": self.key.id},
            "menu_activation": {"title": MENU},
            "client_access": {"officeKey": "finale", "key": self.reference, "access": "ALL_PRIVILEGES"},
        }
        return self.booth.asked(CLIENT, kind, DELETE, **held[kind])


def _logged_in(window: Window) -> None:
    """What an earlier test left open is another world's: this one's log-in is made before anything is to end it."""
    window.open()
    company(window)


@pytest.fixture
def firm(booth: Booth) -> Firm:
    return Firm(booth)


def test_all_of_it_is_read_while_the_screens_are_as_expected(firm: Firm) -> None:
    read = firm.read()
    assert read.complete == KINDS
    assert {one.kind for one in read.live} == KINDS
    assert read.diagnostics == ()


@pytest.mark.parametrize(
    ("changed", "unknown"),
    [
        ("Brukernøkkel-ID=Nøkkel-ID", {"user_key"}),
        ("Applikasjon=Program", {"user_key"}),
        ("API-tilgang=Nøkler", {"user_key"}),
        ("E-post=Adresse", {"user_key"}),
        ("Aktivert=Slått på", KINDS - {"client_access"}),
        ("Tjeneste=Produkt", KINDS - {"client_access"}),
        ("Integrasjon=Kobling", KINDS - {"client_access"}),
        (f"{MENU}=Shopify", {"menu_activation"}),
        ("API-nøkkel=Nøkkel", {"client_access"}),
        ("Tilganger=Rettigheter", {"client_access"}),
        ("Org.nr.=Nummer", KINDS),
    ],
)
def test_a_changed_word_removes_nothing(firm: Firm, changed: str, unknown: set[str]) -> None:
    firm.booth.switch(changed_words=changed)
    read = firm.read()
    assert KINDS - read.complete == unknown
    assert {one.kind for one in read.live} == KINDS - unknown
    assert read.diagnostics


@pytest.mark.parametrize(
    ("path", "skip"),
    [("/person", 0), ("/person", 1), ("/integrasjoner", 0), ("/klient", 0), ("/selskap/mitt", 0), ("/ansatte", 1)],
)
def test_a_log_in_that_ends_while_reading_removes_nothing(firm: Firm, path: str, skip: int) -> None:
    firm.booth.fault(kind="session-expired", path=path, skip=skip)
    read = firm.read()
    assert {one.kind for one in read.live} == KINDS
    assert read.complete == KINDS


def test_a_service_that_somebody_switched_off_says_nothing_of_what_is_behind_it(firm: Firm) -> None:
    firm.booth.desk.company(CLIENT).modules.pop("API_V2")
    read = firm.read()
    assert read.complete == {"module", "client_access"}, "nobody can see the keys"
    assert {one.kind for one in read.live} == {"client_access"}


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("user_key", "Brukernøkkel-ID=Nøkkel-ID"),
        ("user_key", "Slett=Fjern"),
        ("user_key", "Slett nøkkelen=Fjern nøkkelen"),
        ("menu_activation", "Deaktiver=Slå av"),
        ("menu_activation", "Aktivert=Slått på"),
        ("menu_activation", "Integrasjon=Kobling"),
        ("menu_activation", f"{MENU}=Shopify"),
        ("client_access", "API-nøkkel=Nøkkel"),
        ("client_access", "Fjern tilgang=Ta bort"),
    ],
)
def test_a_changed_word_ends_nothing_and_says_so(firm: Firm, kind: str, changed: str) -> None:
    request = firm.ending(kind)
    firm.booth.switch(changed_words=changed)
    with pytest.raises(LeftToPerson):
        firm.booth.driver.apply(request)
    assert firm.lives


@pytest.mark.parametrize(
    ("kind", "path", "skip"),
    [
        ("user_key", "/person", 1),
        ("user_key", "/nokkel", 1),
        ("user_key", "/person", 3),
        ("menu_activation", "/integr", 0),
        ("menu_activation", "/integr", 2),
        ("client_access", "/klient", 0),
        ("client_access", "/klient", 2),
    ],
)
def test_what_is_said_to_be_ended_is_ended_though_a_log_in_ends(firm: Firm, kind: str, path: str, skip: int) -> None:
    request = firm.ending(kind)
    firm.booth.fault(kind="session-expired", path=path, skip=skip)
    assert isinstance(firm.booth.driver.apply(request), StepDone)
    assert not firm.lives


@pytest.mark.parametrize(
    ("kind", "said"), [("user_key", "/nokkel"), ("menu_activation", "/integrasjoner/d"), ("client_access", "/klient")]
)
def test_an_ending_whose_list_cannot_be_read_afterwards_is_unknown(
    firm: Firm, kind: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The word changes between the button and the look back."""
    request = firm.ending(kind)
    send = Carrier.send

    def changing(carrier: Carrier, asked: TransportRequest) -> TransportResponse:
        answered = send(carrier, asked)
        if asked.method == "POST" and asked.path.startswith(said):
            firm.booth.switch(changed_words="API-nøkkel=Nøkkel;Integrasjon=Kobling;Brukernøkkel-ID=X")
        return answered

    monkeypatch.setattr(Carrier, "send", changing)
    with pytest.raises(OutcomeUnknown, match="was pressed"):
        firm.booth.driver.apply(request)


@pytest.mark.parametrize(("skip", "times"), [(1, 1), (1, 2)])
def test_a_lost_key_is_found_though_the_log_in_ends_while_looking(firm: Firm, skip: int, times: int) -> None:
    booth = firm.booth
    request = booth.request(CLIENT, "user_key", CREATE, **{**HUMA, "keyName": "Huma, the next"})
    booth.fault(kind="answer-lost", method="POST", path="/person/")
    with pytest.raises(OutcomeUnknown):
        booth.driver.apply(request)
    booth.fault(kind="session-expired", path="/person", skip=skip, times=times)
    told = booth.driver.settle(open_intent(request)).as_
    assert told is SettledAs.HAPPENED or (times == 2 and told is SettledAs.UNKNOWN)


@pytest.mark.parametrize("changed", ["Brukernøkkel-ID=Nøkkel-ID", "Ansatte=Folk"])
def test_what_cannot_be_looked_for_is_not_said_not_to_have_happened(firm: Firm, changed: str) -> None:
    request = firm.booth.request(CLIENT, "user_key", CREATE, **HUMA)
    firm.booth.switch(changed_words=changed)
    assert firm.booth.driver.settle(open_intent(request)).as_ is SettledAs.UNKNOWN
    ended = replace(request, step=firm.ending("user_key").step)
    assert firm.booth.driver.settle(open_intent(ended)).as_ is SettledAs.UNKNOWN
