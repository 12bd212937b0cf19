"""The provider as a whole: by a person, by reading, at every level; and whose token goes where."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from provisioner.model.account import Account, Identity
from provisioner.model.diagnostics import Diagnostic, Severity
from provisioner.model.errors import OutcomeUnknown, ProviderFailed
from provisioner.model.plan import StepAction
from provisioner.model.resource import Desired
from provisioner.model.secrets import Sensitive
from provisioner.model.state import AccountState, Entry
from provisioner.model.values import SecretRef, Unknown, attributes
from provisioner.model.work import AnswerKind
from provisioner.spi.operator import Answer
from provisioner.spi.provider import AccountListing, ReadRequest, StepAwaiting, StepDone, StepFailed, StepRequest
from provisioner.testing.operators import ScriptedOperator, done, lost
from provisioner_tripletex_simulator.faults import add_fault
from provisioner_tripletex_simulator.nouns import Fault
from provisioner_tripletex_simulator.rules import delete_key, grant_at_client
from tests.plugins.provisioner_tripletex.bench import (
    ATTACHED,
    FINALE,
    NORDLYS,
    OFFICE,
    PER,
    Bench,
    client_account,
    generation,
    office_key_entry,
    request_of,
    state_of,
)

HUMA = request_of({"huma": {**PER, "expires": "2027-12-31"}})
MENU = request_of(
    {"shopify-connectmyapps": {"agreement": {"acceptedBy": "kari@fjord.example", "authority": "avtale 2026-03"}}}
)
OFFICE_KEY = request_of(label="fjord-regnskap", keys=FINALE)
ACCESS = request_of(ATTACHED, keys=FINALE)
ACCOUNT, FIRM = client_account(), client_account("fjord-regnskap")
REFERENCES = {name: SecretRef(f"env:{name}") for name in ("consumerToken", "officeEmployeeToken", "officeKey")}


@pytest.mark.parametrize(
    ("pasted", "host"), [("https://connect.example:8443/t/s3cret", "connect.example"), ("s3cret", None), ("", None)]
)
def test_where_a_person_was_sent_on_to_is_sealed_and_its_host_known(pasted: str, host: str | None) -> None:
    given = Answer(AnswerKind.DONE, "per", secret=Sensitive(pasted) if pasted else None)
    bench = Bench(drivers=("guided",), operator=ScriptedOperator([given]))
    result = bench.provider.apply(by_hand(bench, bench.wanted(MENU, "menu_activation")))
    assert isinstance(result, StepDone), "the activation is done, whatever was pasted with it"
    assert (result.secret.reveal() if result.secret is not None else "") == pasted
    assert result.computed == (attributes(handoverHost=host) if pasted else attributes())
    assert "s3cret" not in repr(result)


def test_what_is_no_address_is_refused_while_it_can_be_pasted_again() -> None:
    bench = Bench(drivers=("guided",))
    item = bench.provider.work_item(by_hand(bench, bench.wanted(MENU, "menu_activation")))
    wrong = Answer(AnswerKind.DONE, "per", secret=Sensitive("http://[nonsense"))
    assert [each.code for each in bench.provider.check_answer(item, wrong)] == ["onward-no-address"]
    assert bench.provider.check_answer(item, Answer(AnswerKind.DONE, "per")) == (), "it may be left out"
    ended = bench.provider.work_item(by_hand(bench, bench.wanted(MENU, "menu_activation"), action=StepAction.DELETE))
    assert not ended.may_paste


def by_hand(bench: Bench, desired: Desired, account: Account = ACCOUNT, **more: object) -> StepRequest:
    return bench.step(desired, account, driver="guided", **more)


def test_a_person_does_everything_at_level_0_and_undoes_it() -> None:
    bench = Bench(drivers=("guided",), with_person=True)
    before = bench.world.digest()
    bench.company("nordlys-bakeri").modules["API_V2"] = None
    key, menu = bench.wanted(HUMA, "user_key"), bench.wanted(MENU, "menu_activation")
    office, access = bench.wanted(OFFICE_KEY, "office_key"), bench.wanted(ACCESS, "client_access")
    made = bench.provider.apply(by_hand(bench, key))
    assert isinstance(made, StepDone)
    assert made.secret is not None
    assert made.computed["keyId"] in bench.world.keys
    assert made.by == "kari@fjord.example"
    assert isinstance(bench.provider.apply(by_hand(bench, menu)), StepDone)
    shared = bench.provider.apply(by_hand(bench, office, FIRM))
    assert isinstance(shared, StepDone)
    assert shared.computed["reference"] == "Visma Finale #1"
    through = Desired(access.address, access.attributes.with_items({"key": shared.computed["reference"]}))
    assert isinstance(bench.provider.apply(by_hand(bench, through)), StepDone)
    labels = [row["application"] for row in bench.world.landscape()["nordlys-bakeri"]["keys"]]  # type: ignore[index, call-overload, union-attr]
    assert sorted(str(label) for label in labels) == ["Huma", "Shopify av ConnectMyApps"]
    for desired, account in ((through, ACCOUNT), (menu, ACCOUNT), (key, ACCOUNT), (office, FIRM)):
        held = Desired(desired.address, desired.attributes)
        ended = bench.provider.apply(by_hand(bench, held, account, action=StepAction.DELETE))
        assert isinstance(ended, StepDone)
    bench.company("nordlys-bakeri").modules.pop("API_V2")
    assert bench.world.digest() == before
    assert not any(request.path.startswith("/v2") for request in bench.transport.sent)


def test_a_person_with_the_api_beside_them_gives_the_hidden_user_away() -> None:
    bench = Bench(with_person=True)
    done_ = bench.provider.apply(by_hand(bench, bench.wanted(OFFICE_KEY, "office_key"), FIRM))
    assert isinstance(done_, StepDone)
    robot = done_.computed["robotEmployeeId"]
    assert done_.computed["reference"] == f"Visma Finale #1 ({robot})"
    assert bench.world.people[robot].key_id == done_.computed["keyId"]  # type: ignore[index]


def test_with_nobody_at_hand_the_step_awaits() -> None:
    bench = Bench(drivers=("guided",))
    assert bench.provider.apply(by_hand(bench, bench.wanted(HUMA, "user_key"))) == StepAwaiting()


REAL = "test-eyJ0b2tlbklkIjo0MiwidG9rZW4iOiI0ZjJhIn0"


def test_a_key_that_cannot_be_one_is_asked_for_again() -> None:
    operator = ScriptedOperator([done("18460001")], ["Huma", REAL])
    bench = Bench(drivers=("guided",), operator=operator, language="nb")
    result = bench.provider.apply(by_hand(bench, bench.wanted(HUMA, "user_key")))
    assert isinstance(result, StepDone)
    assert result.secret is not None
    assert result.secret.reveal() == REAL
    assert len(operator.performed) == 1, "the step itself is never asked for twice"
    assert "nøkkelens ID" in operator.asked[0]
    assert "et navn" in operator.asked[1]


def test_a_key_that_is_pasted_wrong_again_and_again_may_still_be_on_the_screen() -> None:
    operator = ScriptedOperator([done("1")], ["", "2", "3"])
    bench = Bench(drivers=("guided",), operator=operator)
    with pytest.raises(OutcomeUnknown, match="does not look like a key") as told:
        bench.provider.apply(by_hand(bench, bench.wanted(HUMA, "user_key")))
    assert "still on the screen" in told.value.hint


def test_a_key_that_never_comes_is_recorded_as_made_without_one() -> None:
    operator = ScriptedOperator([done("1")], ["", "2", ""])
    bench = Bench(drivers=("guided",), operator=operator)
    result = bench.provider.apply(by_hand(bench, bench.wanted(HUMA, "user_key")))
    assert isinstance(result, StepDone)
    assert result.secret is None
    assert result.lost
    assert not result.incomplete, "should it be found, the key is whole"


def test_a_key_that_was_lost_is_recorded_as_made_and_not_asked_for_again() -> None:
    operator = ScriptedOperator([lost("kari")])
    bench = Bench(drivers=("guided",), operator=operator)
    result = bench.provider.apply(by_hand(bench, bench.wanted(HUMA, "user_key")))
    assert isinstance(result, StepDone)
    assert (result.secret, result.by, operator.asked) == (None, "kari", [])
    assert (result.incomplete, bool(result.lost)) == ("", True)


@pytest.mark.parametrize(
    ("kind", "code"), [(AnswerKind.NOT_DONE, "work-not-done"), (AnswerKind.REFUSED, "work-refused")]
)
def test_what_was_not_done_is_not_done(kind: AnswerKind, code: str) -> None:
    operator = ScriptedOperator([Answer(kind, "kari", "Pakken er for liten.")])
    bench = Bench(drivers=("guided",), operator=operator)
    result = bench.provider.apply(by_hand(bench, bench.wanted(HUMA, "module")))
    assert isinstance(result, StepFailed)
    assert result.diagnostic.code == code
    assert "Pakken er for liten." in result.diagnostic.text.detail


def test_an_answer_given_later_is_trimmed_and_its_facts_are_kept() -> None:
    bench = Bench(drivers=("guided",))
    request = by_hand(bench, bench.wanted(HUMA, "user_key"))
    answer = Answer(
        AnswerKind.DONE, "kari", facts=attributes(key_id="77", robot_id=78), secret=Sensitive(" eyJhbGci\n")
    )
    result = bench.provider.finish(request, answer)
    assert isinstance(result, StepDone)
    assert (result.native_id, result.by) == ("77", "kari")
    assert result.computed == attributes(keyId=77, robotEmployeeId=78)
    assert result.secret is not None
    assert result.secret.reveal() == "eyJhbGci"


def test_a_text_that_nobody_compared_is_not_on_record_as_accepted() -> None:
    bench = Bench(drivers=("guided",))
    wanted = bench.wanted(MENU, "menu_activation")
    pinned = replace(wanted, attributes=wanted.attributes.with_items({"agreement": "sha256:" + "0" * 64}))
    for desired, told in ((wanted, {}), (pinned, {"agreement": Unknown()})):
        result = bench.provider.finish(by_hand(bench, desired), Answer(AnswerKind.DONE, "kari"))
        assert isinstance(result, StepDone)
        assert dict(result.computed) == told


@pytest.mark.parametrize("drivers", [("guided",), ("api", "guided")])
def test_our_own_tokens_are_not_taken_for_a_key(drivers: tuple[str, ...]) -> None:
    secrets = {f"env:{name}": f"test-{name}" for name in REFERENCES}
    bench = Bench(settings={"credentials": REFERENCES}, secrets=secrets, drivers=drivers)
    item = bench.provider.work_item(by_hand(bench, bench.wanted(HUMA, "user_key")))
    for ours in (*secrets.values(), *(bench.demo(name) for name in REFERENCES)):
        found = bench.provider.check_answer(item, Answer(AnswerKind.DONE, secret=Sensitive(ours)))
        assert [each.code for each in found] == ["answer-is-ours"]
        assert ours not in str(found)


@pytest.mark.parametrize("drivers", [("guided",), ("api", "guided")])
def test_what_the_world_brings_is_ours_where_the_project_names_nothing(drivers: tuple[str, ...]) -> None:
    bench = Bench(drivers=drivers)
    item = bench.provider.work_item(by_hand(bench, bench.wanted(HUMA, "user_key")))
    for name in REFERENCES:
        found = bench.provider.check_answer(item, Answer(AnswerKind.DONE, secret=Sensitive(bench.demo(name))))
        assert [each.code for each in found] == ["answer-is-ours"]


# --- reading ------------------------------------------------------------------------------------------------------


def look(
    bench: Bench, account: Account = ACCOUNT, office: AccountState | None = None
) -> tuple[set[str], list[str], bool]:
    read = bench.provider.read(ReadRequest(account, None, office=office))
    return set(read.complete), sorted(live.kind for live in read.live), read.visible


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [each.code for each in found]


def test_level_0_reads_nothing_and_calls_nobody() -> None:
    bench = Bench(drivers=("guided",))
    assert look(bench) == (set(), [], True)
    assert bench.provider.accounts() == AccountListing()
    assert bench.transport.sent == []


def test_level_1_reads_the_office_and_who_is_attached() -> None:
    bench = Bench().without("officeKey")
    assert look(bench, FIRM) == ({"module"}, ["module"], True)
    assert look(bench, office=state_of(OFFICE)) == ({"client_access"}, [], True)
    assert look(bench) == (set(), [], True)


def test_without_the_offices_own_key_the_office_is_not_read() -> None:
    bench = Bench().without("officeEmployeeToken")
    assert look(bench, FIRM) == (set(), [], True)
    assert look(bench) == ({"module"}, [], True)
    assert not bench.provider.accounts().complete


@pytest.mark.parametrize("user_name", ["id", "company", "both"])
def test_level_2_reads_clients_whichever_number_tripletex_wants(user_name: Literal["id", "company", "both"]) -> None:
    bench = Bench()
    bench.world.switches.client_user_name = user_name
    bench.company("nordlys-bakeri").modules["API_V2"] = None
    assert look(bench, office=state_of(OFFICE)) == ({"module", "client_access"}, ["module"], True)
    spent = len(bench.transport.sent)
    assert look(bench, client_account("fjellsport")) == ({"module"}, [], True)
    assert len(bench.transport.sent) - spent == 1, "what worked is remembered: one call an account"


@pytest.mark.parametrize("status", [401, 403])
def test_a_client_that_refuses_is_told_and_not_taken_for_empty(status: Literal[401, 403]) -> None:
    bench = Bench()
    bench.world.switches.client_user_name = "company"
    bench.world.switches.foreign_company_status = status
    company = bench.company("nordlys-bakeri")
    robot = bench.world.keys[next(k for k in bench.world.office.keys if bench.world.keys[k].office)].robot_id
    grant_at_client(bench.world, robot, company.id, "NONE_PRIVILEGES")
    assert look(bench) == (set(), [], True), "an employee of the office still enters it"
    add_fault(bench.world, Fault("server-error", "/v2/company/salesmodules", times=99))
    read = bench.provider.read(ReadRequest(client_account("fjellsport"), None))
    assert codes(read.diagnostics) == ["account-read-refused"]


def test_a_client_that_gave_no_rights_is_not_visible() -> None:
    bench = Bench()
    read = bench.provider.read(ReadRequest(client_account("stille-vann"), None))
    assert (read.visible, read.complete) == (False, frozenset())
    assert codes(read.diagnostics) == ["client-not-visible"]
    assert read.diagnostics[0].severity is Severity.WARNING
    nameless = Account(NORDLYS, "Uten nummer", Identity())
    assert not bench.provider.read(ReadRequest(nameless, None)).visible


def test_another_company_under_the_same_number_is_not_touched() -> None:
    bench = Bench()
    company = bench.company("nordlys-bakeri")
    for number in (company.id, company.customer_id):
        moved = Account(NORDLYS, "Nordlys Bakeri AS", Identity(number, "999999999"))
        read = bench.provider.read(ReadRequest(moved, None))
        assert not read.visible
        assert codes(read.diagnostics) == ["client-wrong-company"]
        assert read.diagnostics[0].severity is Severity.ERROR
    assert bench.provider.read(ReadRequest(Account(NORDLYS, "N", Identity(company.id)), None)).visible
    other = Account(OFFICE, "Et annet kontor", Identity(organization_number="999999999"))
    assert codes(bench.provider.read(ReadRequest(other, None)).diagnostics) == ["client-wrong-company"]


def test_accesses_are_seen_through_the_newest_key_first() -> None:
    bench = Bench()
    office_key = bench.wanted(OFFICE_KEY, "office_key")
    robots = []
    for number in (1, 2):
        made = bench.provider.apply(bench.step(office_key, FIRM, generation=number))
        assert isinstance(made, StepDone)
        robots.append(made.computed)
    old, new = (generation(number, computed) for number, computed in zip((1, 2), robots, strict=True))
    state = state_of(OFFICE, office_key_entry("visma-finale", old, new))
    company = bench.company("nordlys-bakeri")

    def seen() -> list[object]:
        read = bench.provider.read(ReadRequest(ACCOUNT, None, office=state))
        assert "client_access" in read.complete
        return [live.attributes["key"] for live in read.live if live.kind == "client_access"]

    assert seen() == []
    grant_at_client(bench.world, int(str(robots[0]["robotEmployeeId"])), company.id, "ALL_PRIVILEGES")
    assert seen() == [robots[0]["reference"]]
    grant_at_client(bench.world, int(str(robots[1]["robotEmployeeId"])), company.id, "ALL_PRIVILEGES")
    assert seen() == [robots[1]["reference"]]
    nameless = office_key_entry("kredin", generation(1, attributes(reference="Kredin #1")))
    read = bench.provider.read(ReadRequest(ACCOUNT, None, office=state_of(OFFICE, *state.entries, nameless)))
    assert "client_access" not in read.complete, "an access through a key nobody can see may be there"


def test_a_key_that_somebody_deleted_on_the_screen_is_told_of() -> None:
    bench = Bench()
    bench.company("nordlys-bakeri").modules["API_V2"] = None
    made = bench.provider.apply(bench.step(bench.wanted(HUMA, "user_key"), ACCOUNT))
    assert isinstance(made, StepDone)
    address = bench.wanted(HUMA, "user_key").address
    held = made.computed.with_items({"keyName": "Huma Nordlys"})
    prior = state_of(NORDLYS, Entry(address, generation(1, held)))
    read = bench.provider.read(ReadRequest(ACCOUNT, prior))
    assert read.diagnostics == ()
    assert read.facts["hiddenUsers"] == (made.computed["robotEmployeeId"],)
    delete_key(bench.world, frozenset({1}), bench.world.keys[int(made.native_id or 0)])
    read = bench.provider.read(ReadRequest(ACCOUNT, prior))
    assert [(each.code, each.address) for each in read.diagnostics] == [("key-gone", address)]
    assert "Huma Nordlys" in read.diagnostics[0].told_in("nb").summary
    bench.world.switches.lists_robots = False
    bench.provider = bench.open()
    assert bench.provider.read(ReadRequest(ACCOUNT, prior)).diagnostics == (), "where nobody is listed it says nothing"
    add_fault(bench.world, Fault("server-error", "/v2/employee", times=99))
    assert codes(bench.provider.read(ReadRequest(ACCOUNT, prior)).diagnostics) == ["account-read-refused"]


def test_the_offices_list_of_clients() -> None:
    bench = Bench()
    listing = bench.provider.accounts()
    assert listing.complete
    by_name = {account.ref.name: account for account in listing.accounts}
    assert by_name["saks-kam-frisor"].identity.organization_number == "315209439"
    assert by_name["nordlys-bakeri"].identity.company_id == bench.company("nordlys-bakeri").id
    assert "stille-vann-design" not in by_name


def test_an_endpoint_that_is_down_is_said_to_be() -> None:
    bench = Bench()
    add_fault(bench.world, Fault("down", times=99))
    with pytest.raises(ProviderFailed) as caught:
        bench.provider.read(ReadRequest(ACCOUNT, None))
    assert caught.value.retryable
    assert not isinstance(caught.value, OutcomeUnknown)


# --- whose token goes where ---------------------------------------------------------------------------------------


def test_credentials_that_are_named_and_not_there_are_errors() -> None:
    bench = Bench(settings={"credentials": REFERENCES}).without(*REFERENCES)
    read = bench.provider.read(ReadRequest(ACCOUNT, None))
    assert (read.visible, codes(read.diagnostics)) == (True, ["credential-missing"] * 3)
    first = read.diagnostics[0]
    assert first.severity is Severity.ERROR
    assert "env:consumerToken" in first.summary
    assert first.hint.endswith("take `api` out of `drivers` or the reference out of `credentials`.")
    assert (first.account, first.source and first.source.file) == (NORDLYS, "provisioner.yaml")
    other = bench.provider.read(ReadRequest(client_account("fjellsport"), None)).diagnostics[0]
    assert (other.text, other.account) == (first.text, client_account("fjellsport").ref)
    assert bench.provider.expand(HUMA).diagnostics == (), "who only validates is not stopped"
    with pytest.raises(ProviderFailed) as caught:
        bench.step(bench.wanted(HUMA, "module"), ACCOUNT, driver="api")
    assert "env:consumerToken" in caught.value.summary
    report = bench.provider.doctor()
    assert (report.level, [each for each in codes(report.findings) if each == "credential-missing"]) == (
        "0",
        ["credential-missing"] * 3,
    )


def test_each_credential_that_is_named_must_be_there() -> None:
    named = {name: REFERENCES[name] for name in ("consumerToken", "officeEmployeeToken")}
    secrets = {f"env:{name}": Bench().demo(name) for name in named}
    for credentials, told in ((named, []), (REFERENCES, ["credential-missing"])):
        bench = Bench(settings={"credentials": credentials}, secrets=secrets)
        assert codes(bench.provider.read(ReadRequest(ACCOUNT, None)).diagnostics) == told
        report = bench.provider.doctor()
        assert (report.level, [each for each in codes(report.findings) if each == "credential-missing"]) == ("1", told)
    alone = Bench(settings={"credentials": {"consumerToken": REFERENCES["consumerToken"]}}).without(*REFERENCES)
    assert codes(alone.provider.read(ReadRequest(ACCOUNT, None)).diagnostics) == ["credential-missing"]


def test_credentials_that_nobody_needs_may_be_missing() -> None:
    by_hand = Bench(settings={"credentials": REFERENCES}, drivers=("guided",)).without(*REFERENCES)
    unnamed = Bench().without(*REFERENCES)
    brought = Bench(settings={"credentials": REFERENCES})
    for bench in (by_hand, unnamed, brought):
        assert bench.provider.read(ReadRequest(ACCOUNT, None)).diagnostics == ()


@pytest.mark.parametrize(("environment", "token"), [("production", "test-abc"), ("test", "abc"), ("simulator", "abc")])
def test_a_token_of_another_environment_is_sent_nowhere(environment: str, token: str) -> None:
    secrets = {f"env:{name}": token for name in REFERENCES}
    bench = Bench(settings={"credentials": REFERENCES}, secrets=secrets, environment=environment)
    with pytest.raises(ProviderFailed) as caught:
        bench.provider.read(ReadRequest(ACCOUNT, None))
    assert "`credentials.consumerToken`" in caught.value.summary
    assert token not in caught.value.summary + caught.value.hint
    assert bench.transport.sent == []


def test_the_projects_own_credentials_come_before_those_a_world_offers() -> None:
    bench = Bench()
    secrets = {"env:consumerToken": bench.demo("consumerToken"), "env:officeKey": bench.demo("officeKey")}
    own = Bench(settings={"credentials": REFERENCES}, secrets=secrets)
    assert look(own, FIRM) == (set(), [], True), "no office employee's key was given, and none is borrowed"
    assert look(own) == ({"module"}, [], True)


def test_closing_ends_every_wait() -> None:
    bench = Bench()
    bench.provider.close()
    bench.provider.close()
