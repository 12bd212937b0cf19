"""The scripted person: every kind of work, done on the pages, and what it answers when the screen refuses."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from provisioner.model.address import Address
from provisioner.model.errors import OutcomeUnknown, UsageError
from provisioner.model.values import attributes
from provisioner.model.work import AnswerKind, WorkItem
from provisioner.spi.endpoint import Endpoint, EndpointRequest
from provisioner.spi.operator import Answer, ComparingOperator, Comparison, OperatorRequest, Question, Verdict
from provisioner_tripletex_simulator.endpoint import EmbeddedTransport, open_embedded
from provisioner_tripletex_simulator.faults import add_fault
from provisioner_tripletex_simulator.nouns import Fault
from provisioner_tripletex_simulator.operator import WAS_GONE, WAS_THERE, ScriptedPerson, open_person
from provisioner_tripletex_simulator.world import World, hash_of
from tests.plugins.provisioner_tripletex_simulator.desk import NOW

NORDLYS = "312345676"


class Firm:
    """The demo firm, embedded, with somebody at its desk."""

    def __init__(self, directory: Path) -> None:
        self.endpoint = open_embedded(EndpointRequest("simulator", directory, self.clock))
        self.person = open_person(OperatorRequest(self.endpoint, "nb"))

    def clock(self) -> datetime:
        return NOW

    @property
    def world(self) -> World:
        transport = self.endpoint.transport
        assert isinstance(transport, EmbeddedTransport)
        return transport._simulator.world

    def do(self, address: str, action: str = "create", **facts: object) -> Answer:
        item = WorkItem("i1", Address.parse(address), action, "t", "Nordlys Bakeri AS", (), facts=attributes(**facts))
        return self.person.perform(item)


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm(tmp_path)


KEY = {"owner_email": "per@nordlys.example", "key_name": "Huma Nordlys", "integration_title": "Huma"}


def test_a_whole_clients_work_and_its_undoing(firm: Firm) -> None:
    before = firm.world.digest()
    client, office = "client/nordlys-bakeri", "office"
    assert firm.do(f"{client}/module/integrasjoner", organization_number=NORDLYS).kind is AnswerKind.DONE
    active = firm.world.digest()
    assert firm.do(f"{client}/menu_activation/rackbeat", integration_title="Rackbeat").kind is AnswerKind.DONE
    made = firm.do(f"{client}/user_key/huma", **KEY)
    assert made.secret is not None
    key = firm.world.keys[firm.world.key_tokens[hash_of(made.secret.reveal())]]
    assert made.facts["key_id"] == str(key.id)
    assert (key.name, key.application) == ("Huma Nordlys", "Huma")
    finale = {"owner_email": "kari@fjord.example", "key_name": "Visma Finale", "integration_title": "Visma Finale"}
    office_key = firm.do(f"{office}/office_key/visma-finale", **finale)
    assert firm.world.keys[int(str(office_key.facts["key_id"]))].office
    access = {"office_key_name": "Visma Finale", "organization_number": NORDLYS}
    attached = firm.do(f"{client}/client_access/visma-finale", template="STANDARD_PRIVILEGES_ACCOUNTANT", **access)
    assert attached == Answer(AnswerKind.DONE, "kari@fjord.example")
    grants = [g for g in firm.world.grants.values() if g.template == "STANDARD_PRIVILEGES_ACCOUNTANT"]
    assert len(grants) == 1

    for address, facts in (
        (f"{client}/client_access/visma-finale", access),
        (f"{office}/office_key/visma-finale", finale),
        (f"{client}/user_key/huma", {**KEY, "key_id": str(key.id)}),
        (f"{client}/menu_activation/rackbeat", {"integration_title": "Rackbeat"}),
    ):
        assert firm.do(address, "delete", **facts) == Answer(AnswerKind.DONE, "kari@fjord.example")
        assert firm.do(address, "delete", **facts).note == WAS_GONE
    assert firm.world.digest() == active != before


def test_of_two_keys_with_one_name_the_newest_is_attached(firm: Firm) -> None:
    finale = {"owner_email": "kari@fjord.example", "key_name": "Visma Finale", "integration_title": "Visma Finale"}
    made = [firm.do("office/office_key/visma-finale", **finale).facts["key_id"] for _ in range(2)]
    address, access = "client/nordlys-bakeri/client_access/visma-finale", {"office_key_name": "Visma Finale"}
    template = {"template": "STANDARD_PRIVILEGES_AUDITOR"}
    assert firm.do(address, "update", company="Nordlys Bakeri AS", **access, **template).kind is AnswerKind.DONE
    robots = [firm.world.people[firm.world.keys[int(str(key_id))].robot_id] for key_id in made]
    assert [len(robot.grants) for robot in robots] == [0, 1]
    assert firm.do(address, "delete", **access).kind is AnswerKind.DONE
    assert [len(robot.grants) for robot in robots] == [0, 0]


@pytest.mark.parametrize(
    ("permissions", "rights"),
    [
        ("all", 98),
        ("same-as-owner", 97),
        ([61, "AUTH_INVOICING"], 2),
        (["AUTH_EMPLOYEE_INFO", "Prosjekt > Prosjektstatus"], 2),
        (None, 98),
    ],
)
def test_custom_set_up(firm: Firm, permissions: object, rights: int) -> None:
    firm.do("client/nordlys-bakeri/module/integrasjoner")
    made = firm.do(
        "client/nordlys-bakeri/user_key/kassa-pluss",
        custom=True,
        integration_title="Kassa Pluss",
        application_name="KassaPluss_Prod",
        permissions=permissions,
        owner_email="per@nordlys.example",
        key_name="Kasse",
    )
    key = firm.world.keys[int(str(made.facts["key_id"]))]
    assert key.application == "KassaPluss_Prod"
    assert len(firm.world.people[key.robot_id].entitlements) == rights


def test_an_office_key_without_a_known_name_is_found_by_its_application(firm: Firm) -> None:
    finale = {"owner_email": "kari@fjord.example", "integration_title": "Visma Finale"}
    address = "client/nordlys-bakeri/client_access/visma-finale"
    access = {"office_key_application": "VismaFinale", "organization_number": NORDLYS}
    refused = firm.do(address, **access)
    assert (refused.kind, refused.note) == (AnswerKind.REFUSED, "«API-nøkkel» does not offer «VismaFinale»")
    firm.do("office/office_key/one", **finale, key_name="Gammel")
    assert firm.do(address, **access).kind is AnswerKind.DONE
    assert firm.do(address, "delete", **access) == Answer(AnswerKind.DONE, "kari@fjord.example")
    assert firm.do(address, "delete", **access).note == WAS_GONE
    firm.do("office/office_key/two", **finale, key_name="Ny")
    doubt = firm.do(address, **access)
    assert doubt.kind is AnswerKind.NOT_DONE
    assert "«Gammel (VismaFinale)», «Ny (VismaFinale)»" in doubt.note


AMBIGUOUS: list[tuple[dict[str, object], AnswerKind, str]] = [
    ({"key_name": "One"}, AnswerKind.DONE, ""),
    ({"key_name": "Three"}, AnswerKind.NOT_DONE, "no key is called «Three», and for Huma there is «One», «Two»"),
    ({"key_name": None}, AnswerKind.NOT_DONE, "the name of the key is not known, and for Huma there is «One», «Two»"),
    ({"key_name": None, "other_key_names": ("Two",)}, AnswerKind.DONE, ""),
    ({"key_name": None, "other_key_names": ("One", "Two")}, AnswerKind.DONE, WAS_GONE),
    ({"key_name": None, "application_name": "Plecto"}, AnswerKind.DONE, WAS_GONE),
    ({"key_name": "One", "key_id": "7"}, AnswerKind.DONE, WAS_GONE),
]


@pytest.mark.parametrize(("facts", "kind", "note"), AMBIGUOUS)
def test_only_what_is_certainly_meant_is_ended(
    firm: Firm, facts: dict[str, object], kind: AnswerKind, note: str
) -> None:
    address = "client/nordlys-bakeri/user_key/huma"
    firm.do("client/nordlys-bakeri/module/integrasjoner", organization_number=NORDLYS)
    for name in ("One", "Two"):
        assert firm.do(address, **{**KEY, "key_name": name}).kind is AnswerKind.DONE
    held = set(firm.world.keys)
    wanted = {**KEY, "application_name": "Huma", **facts}
    answer = firm.do(address, "delete", **wanted)
    assert (answer.kind, answer.note) == (kind, note)
    ended = [firm.world.keys.get(number) for number in held if number not in firm.world.keys]
    assert len(ended) == (kind is AnswerKind.DONE and not note)
    left = {key.name for key in firm.world.keys.values()}
    assert ("One" in left) == (len(ended) == 0)


def test_what_is_there_already_is_done(firm: Firm) -> None:
    facts = {"organization_number": "314518772"}
    module = firm.do("client/elvebakken-sykkel/module/integrasjoner", **facts)
    assert (module.kind, module.note) == (AnswerKind.DONE, WAS_THERE)
    for expected in ("", WAS_THERE):
        again = firm.do("client/elvebakken-sykkel/menu_activation/Rackbeat", **facts)
        assert (again.kind, again.note) == (AnswerKind.DONE, expected)


@pytest.mark.parametrize(
    ("address", "action", "facts", "words"),
    [
        ("client/x/module/integrasjoner", "delete", {}, "nobody switches a module off"),
        ("client/x/user_key/huma", "create", KEY, "no link «API-tilgang»"),
        ("client/x/note/huma", "create", {}, "no screen to create note"),
        ("client/x/user_key/huma", "update", KEY, "no screen to update user_key"),
        ("client/x/menu_activation/huma", "create", {}, "no link «Integrasjoner»"),
        ("client/x/module/m", "create", {"organization_number": "325022868"}, "«Åpne»"),
        ("client/x/module/m", "create", {"organization_number": "324155708"}, "cannot be activated here"),
        ("client/x/client_access/a", "create", {"office_key_name": "None"}, "does not offer «None»"),
        ("office/office_key/a", "create", {**KEY, "integration_title": "Nothing"}, "no employee or contact"),
    ],
)
def test_what_the_screen_refuses(firm: Firm, address: str, action: str, facts: dict[str, object], words: str) -> None:
    before = firm.world.digest()
    answer = firm.do(address, action, **facts)
    assert (answer.kind, answer.by, answer.secret) == (AnswerKind.REFUSED, "kari@fjord.example", None)
    assert words in answer.note
    assert firm.world.digest() == before


@pytest.mark.parametrize("kind", ["answer-lost", "server-error-after"])
def test_what_may_have_been_done_is_not_called_refused(firm: Firm, kind: str) -> None:
    firm.do("client/nordlys-bakeri/module/integrasjoner")
    before = len(firm.world.keys)
    add_fault(firm.world, Fault(kind, path="/person", method="POST"))
    with pytest.raises(OutcomeUnknown):
        firm.do("client/nordlys-bakeri/user_key/huma", **KEY)
    assert len(firm.world.keys) == before + 1


@pytest.mark.parametrize("kind", ["answer-lost", "server-error", "down"])
@pytest.mark.parametrize("path", ["/login", "/selskaper", "/ansatte"])
def test_what_failed_on_the_way_there_is_not_done(firm: Firm, kind: str, path: str) -> None:
    firm.do("client/nordlys-bakeri/module/integrasjoner")
    before = firm.world.digest()
    add_fault(firm.world, Fault(kind, path=path))
    assert firm.do("client/nordlys-bakeri/user_key/huma", **KEY).kind is AnswerKind.NOT_DONE
    assert firm.world.digest() == before
    assert firm.do("client/nordlys-bakeri/user_key/huma", **KEY).kind is AnswerKind.DONE


@pytest.mark.parametrize("kind", ["rate-limited", "server-error", "session-expired"])
def test_a_key_that_is_not_seen_is_not_called_gone(firm: Firm, kind: str) -> None:
    client, number = "client/nordlys-bakeri", NORDLYS
    firm.do(f"{client}/module/integrasjoner", organization_number=number)
    made = firm.do(f"{client}/user_key/huma", organization_number=number, **KEY)
    owner = firm.world.keys[int(str(made.facts["key_id"]))].owner_id
    wanted = {"organization_number": number, "owner_email": KEY["owner_email"], "key_id": str(made.facts["key_id"])}
    add_fault(firm.world, Fault(kind, path=f"/person/{owner}/api-tilgang"))
    answer = firm.do(f"{client}/user_key/huma", "delete", **wanted)
    assert answer.kind in (AnswerKind.NOT_DONE, AnswerKind.REFUSED)
    assert firm.world.keys
    answer = firm.do(f"{client}/user_key/huma", "delete", **wanted)
    assert (answer.kind, answer.note) == (AnswerKind.DONE, "")


def test_it_agrees_and_knows_no_secret(firm: Firm) -> None:
    assert firm.person.ask(Question("Sure?", ("no", "yes"))) == "yes"
    assert firm.person.ask(Question("Sikker?", ("nei", "ja"), "nei")) == "ja"
    assert firm.person.ask(Question("Which?", ("one", "two"), "two")) == "two"
    assert firm.person.ask(Question("Name?")) == ""
    assert firm.person.ask_sensitive(Question("Key?")).reveal() == ""
    assert isinstance(firm.person, ScriptedPerson)


def test_it_works_on_a_simulator_only(firm: Firm) -> None:
    with pytest.raises(UsageError, match="needs an endpoint"):
        open_person(OperatorRequest(None, "nb"))
    with pytest.raises(UsageError, match="on the simulator only"):
        open_person(OperatorRequest(Endpoint("https://tripletex.no", firm.endpoint.transport), "nb"))


def test_the_text_of_an_agreement_is_copied_and_compared_before_it_is_accepted(firm: Firm) -> None:
    firm.do("client/nordlys-bakeri/module/integrasjoner", organization_number=NORDLYS)
    address, facts = Address.parse("client/nordlys-bakeri/menu_activation/rackbeat"), {"integration_title": "Rackbeat"}
    item = WorkItem("i1", address, "create", "t", "Nordlys Bakeri AS", (), compares="?", facts=attributes(**facts))
    careful = firm.person
    assert isinstance(careful, ComparingOperator)
    seen: list[str] = []
    before = dict(firm.world.activations)

    def judged_as(verdict: Verdict) -> Answer:
        def compare(text: str) -> Comparison:
            seen.append(text)
            assert firm.world.activations == before, "nothing is accepted before it was compared"
            return Comparison(verdict)

        return careful.perform_comparing(item, compare)

    stopped = judged_as(Verdict.OTHER)
    assert (stopped.kind, stopped.compared) == (AnswerKind.REFUSED, seen[0])
    assert firm.world.activations == before
    accepted = judged_as(Verdict.FIRST)
    assert (accepted.kind, accepted.compared) == (AnswerKind.DONE, seen[0])
    assert seen[0] == " ".join(firm.world.tiles["Rackbeat"].agreement.split())
    (made,) = (one for number, one in firm.world.activations.items() if number not in before)
    assert made.title == "Rackbeat"
    again = careful.perform_comparing(item, lambda _: Comparison(Verdict.OTHER))
    assert (again.note, again.compared) == (WAS_THERE, ""), "what is there already shows no agreement"
