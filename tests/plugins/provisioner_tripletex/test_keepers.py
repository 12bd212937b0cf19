"""What keys of ours rest on: an owner who leaves, a right that is lost, a company that is called something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.model.diagnostics import Severity
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.state import AccountState, Entry
from provisioner.model.values import attributes
from provisioner.spi.provider import ExpandRequest, NotesRequest, ReadRequest, StepDone
from provisioner_tripletex_simulator.faults import add_fault
from provisioner_tripletex_simulator.nouns import Fault, Person
from provisioner_tripletex_simulator.rules import grant_at_client
from tests.plugins.provisioner_tripletex.bench import (
    ATTACHED,
    FINALE,
    NORDLYS,
    OFFICE,
    PER,
    Bench,
    generation,
    request_of,
)

CUSTOM = {"method": "custom-key", "applicationName": "Kassa_1", "confirmedByVendor": {"by": "x", "on": "2026-11-20"}}
CHOSEN = request_of({"kassa": {**CUSTOM, **PER, "permissions": [14, 35]}})


def told(bench: Bench, declared: DeclaredAccount, prior: AccountState | None) -> list[tuple[str, Severity]]:
    read = bench.open().read(ReadRequest(declared.account, prior))
    return [(each.code, each.severity) for each in read.diagnostics if not each.unread]


def holding(bench: Bench, request: ExpandRequest = CHOSEN, kind: str = "user_key") -> AccountState:
    """The state in which the key has been made."""
    (wanted,) = [one for one in bench.expand(request).desired if one.address.kind == kind]
    ref = OFFICE if kind == "office_key" else NORDLYS
    return AccountState(ref, "lineage", 1, entries=(Entry(wanted.address, generation(1, wanted.attributes)),))


def person(bench: Bench, email: str, label: str = "nordlys-bakeri") -> Person:
    found = bench.world.person_by_email(bench.company(label).id, email)
    assert found is not None
    return found


def test_an_owner_who_leaves_is_noticed_in_every_plan() -> None:
    bench = Bench()
    prior = holding(bench)
    person(bench, "per@nordlys.example").entitlements = [1, 14, 35]
    assert told(bench, CHOSEN.declared, prior) == []
    person(bench, "per@nordlys.example").active = False
    assert told(bench, CHOSEN.declared, prior) == [("owner-gone", Severity.WARNING)]
    assert told(bench, CHOSEN.declared, None) == [], "nobody is asked where there is no key of ours"


def test_the_offices_own_people_are_watched_too() -> None:
    bench = Bench()
    office = request_of(label="fjord-regnskap", keys=FINALE)
    prior = holding(bench, office, "office_key")
    assert told(bench, office.declared, prior) == []
    person(bench, "kari@fjord.example", "fjord-regnskap").email = "kari@elsewhere.example"
    assert told(bench, office.declared, prior) == [("owner-gone", Severity.WARNING)]


def test_a_right_that_the_key_needs_and_its_owner_lost() -> None:
    bench = Bench()
    prior = holding(bench)
    person(bench, "per@nordlys.example").entitlements = [14]
    read = bench.provider.read(ReadRequest(CHOSEN.declared.account, prior))
    found = read.diagnostics[0]
    assert found.code == "owner-lost-rights"
    assert "(35)" in found.text.detail
    assert "(14)" not in found.text.detail
    assert found.address == prior.entries[0].address


@pytest.mark.parametrize("path", ["/v2/employee", "/v2/employee/entitlement"])
def test_what_cannot_be_read_is_no_reason_to_warn(path: str) -> None:
    bench = Bench()
    prior = holding(bench)
    add_fault(bench.world, Fault("server-error", path, times=99))
    assert told(bench, CHOSEN.declared, prior) == []


HUMA = request_of({"huma": {**PER, "validFor": "365d"}})


def made(bench: Bench, request: ExpandRequest = HUMA, kind: str = "user_key") -> tuple[AccountState, Person]:
    """The state in which the key was made by API, and its hidden user."""
    bench.company("nordlys-bakeri").modules["API_V2"] = None
    wanted = bench.wanted(request, kind)
    done = bench.provider.apply(bench.step(wanted, request.declared.account))
    assert isinstance(done, StepDone)
    held = wanted.attributes.with_items(done.computed)
    robot = held["robotEmployeeId"]
    assert isinstance(robot, int)
    prior = AccountState(wanted.address.account, "lineage", 1, entries=(Entry(wanted.address, generation(1, held)),))
    return prior, bench.world.people[robot]


def older(prior: AccountState) -> AccountState:
    """The same, written before it was recorded what a key may do."""
    (entry,) = prior.entries
    return replace(prior, entries=(Entry(entry.address, generation(1, entry.current.attributes.without("_granted"))),))


def test_a_key_whose_own_rights_are_cut_is_noticed() -> None:
    bench = Bench()
    prior, robot = made(bench)
    assert told(bench, HUMA.declared, prior) == []
    robot.entitlements.remove(61)
    (found,) = bench.provider.read(ReadRequest(HUMA.declared.account, prior)).diagnostics
    assert (found.code, found.severity) == ("key-lost-rights", Severity.WARNING)
    assert "AUTH_EMPLOYEE_INFO (61)" in found.text.detail
    robot.entitlements = []
    assert told(bench, HUMA.declared, prior) == [("key-lost-rights", Severity.WARNING)]
    assert told(bench, HUMA.declared, older(prior)) == [("key-without-rights", Severity.WARNING)]
    robot.entitlements = [61]
    assert told(bench, HUMA.declared, older(prior)) == [], "nobody knows what it had"


def test_an_owner_who_loses_what_the_key_had_through_them_is_noticed() -> None:
    bench = Bench()
    prior, _ = made(bench)
    person(bench, "per@nordlys.example").entitlements.remove(119)
    assert told(bench, HUMA.declared, prior) == [("owner-lost-rights", Severity.WARNING)]
    person(bench, "per@nordlys.example").entitlements = []
    assert told(bench, HUMA.declared, prior) == [("owner-lost-rights", Severity.WARNING)]


def test_an_owner_who_loses_rights_that_are_written_in_words_is_noticed() -> None:
    bench = Bench()
    words = {**CUSTOM, **PER, "permissions": ["Prosjekt > Prosjektinformasjon", "Prosjekt > Prosjektstatus"]}
    request = request_of({"kassa": words})
    prior = holding(bench, request)
    assert told(bench, request.declared, prior) == []
    person(bench, "per@nordlys.example").entitlements = []
    assert told(bench, request.declared, prior) == [("owner-lost-rights", Severity.WARNING)]


def test_rights_chosen_one_by_one_that_were_never_ticked_are_noticed() -> None:
    bench = Bench()
    (entry,) = holding(bench).entries
    _, robot = made(bench)
    held = entry.current.attributes.with_items({"robotEmployeeId": robot.id})
    prior = AccountState(NORDLYS, "lineage", 1, entries=(Entry(entry.address, generation(1, held)),))
    assert told(bench, CHOSEN.declared, prior) == [("key-lost-rights", Severity.WARNING)]
    robot.entitlements = [14, 35]
    assert told(bench, CHOSEN.declared, prior) == []


def test_an_access_that_is_cut_at_the_client_is_noticed_and_is_still_there() -> None:
    bench = Bench()
    office, robot = made(bench, request_of(label="fjord-regnskap", keys=FINALE), "office_key")
    request = request_of(ATTACHED, keys=FINALE)
    wanted = bench.wanted(request, "client_access")
    held = wanted.attributes.with_items({"key": office.entries[0].current.attributes["reference"]})
    done = bench.provider.apply(bench.step(replace(wanted, attributes=held), request.declared.account))
    assert isinstance(done, StepDone)
    entry = Entry(wanted.address, generation(1, held.with_items(done.computed)))
    prior = AccountState(NORDLYS, "lineage", 1, entries=(entry,))

    def read(prior: AccountState) -> list[str]:
        found = bench.open().read(ReadRequest(request.declared.account, prior, office=office))
        assert [live.kind for live in found.live if live.kind == "client_access"] == ["client_access"]
        return [each.code for each in found.diagnostics if not each.unread]

    assert read(prior) == []
    calls = bench.transport.count("GET", "/entitlement/client")
    grant = bench.world.grant_of(robot.id, bench.company("nordlys-bakeri").id)
    assert grant is not None
    grant.entitlements = [1]
    assert read(prior) == ["access-lost-rights"]
    assert read(older(prior)) == [], "nobody knows what it had"
    assert bench.transport.count("GET", "/entitlement/client") == calls + 3, (
        "one call an account, and one for the key's owner where it is recorded what they had"
    )


def unread(bench: Bench, request: ExpandRequest, prior: AccountState, office: AccountState | None = None) -> list[str]:
    """What is said not to be known of what keys could do."""
    found = bench.open().read(ReadRequest(request.declared.account, prior, office=office)).diagnostics
    told = [each for each in found if each.unread]
    assert {(each.severity, each.drift, each.address) for each in told} <= {(Severity.INFO, False, None)}
    return [f"{each.code}: {each.text.detail.partition(':')[0]}" for each in told]


def test_a_key_of_which_it_was_never_noted_what_it_may_do_is_said_to_be_so_and_is_noted() -> None:
    bench = Bench()
    prior, robot = made(bench)
    assert unread(bench, HUMA, prior) == []
    before = older(prior)
    assert unread(bench, HUMA, before) == ["rights-not-recorded: Of «Huma Nordlys Bakeri AS»"]
    asked = NotesRequest(HUMA.declared.account, before, lambda: None)
    (note,) = bench.open().notes(asked)
    assert (note.address, note.generation) == (before.entries[0].address, 1)
    assert note.notes == attributes(_granted=[61, 119]), "what its owner may and its hidden user"
    assert bench.open().notes(replace(asked, prior=prior)) == (), "what is on record is not asked for again"
    robot.entitlements = []
    assert bench.open().notes(asked) == (), "that it may do nothing now does not say that it never could"


def test_a_key_that_was_there_before_us_says_that_nobody_knows() -> None:
    bench = Bench()
    prior = holding(bench, HUMA)
    assert unread(bench, HUMA, prior) == ["rights-never-read: Of «Huma Nordlys Bakeri AS»"]
    assert bench.open().notes(NotesRequest(HUMA.declared.account, prior, lambda: None)) == ()
    assert unread(Bench(drivers=("guided",)), HUMA, prior) == [], "nothing at all is read there, which is said once"
    assert unread(Bench().without("officeKey"), HUMA, prior) == []


def test_an_access_that_was_there_before_us_is_noted_too() -> None:
    bench = Bench()
    office, robot = made(bench, request_of(label="fjord-regnskap", keys=FINALE), "office_key")
    request = request_of(ATTACHED, keys=FINALE)
    wanted = bench.wanted(request, "client_access")
    held = wanted.attributes.with_items({"key": office.entries[0].current.attributes["reference"]})
    grant_at_client(bench.world, robot.id, bench.company("nordlys-bakeri").id, "STANDARD_PRIVILEGES_ACCOUNTANT")
    prior = AccountState(NORDLYS, "lineage", 1, entries=(Entry(wanted.address, generation(1, held)),))
    assert unread(bench, request, prior, office) == [f"rights-not-recorded: Of «{held['keyName']}»"]
    grant = bench.world.grant_of(robot.id, bench.company("nordlys-bakeri").id)
    assert grant is not None
    owner = person(bench, "kari@fjord.example", "fjord-regnskap")
    theirs = bench.world.grant_of(owner.id, bench.company("nordlys-bakeri").id)
    assert theirs is not None
    theirs.entitlements = [1, *grant.entitlements[:3]]
    (note,) = bench.open().notes(NotesRequest(request.declared.account, prior, lambda: office))
    assert note.notes == attributes(_granted=grant.entitlements[:3]), "no more than the key's owner may there"
    (alone,) = bench.open().notes(NotesRequest(request.declared.account, prior, lambda: None))
    assert alone.notes == attributes(_granted=grant.entitlements), "where nobody knows whose the key is"
    blind = bench.without("officeEmployeeToken")
    assert blind.provider.notes(NotesRequest(request.declared.account, prior, lambda: office)) == ()


def test_what_cannot_be_read_is_noted_another_time() -> None:
    bench = Bench()
    prior = older(made(bench)[0])
    add_fault(bench.world, Fault("server-error", "/v2/employee/entitlement", times=99))
    assert bench.open().notes(NotesRequest(HUMA.declared.account, prior, lambda: None)) == ()


def test_at_level_0_nobody_knows_who_left() -> None:
    bench = Bench(drivers=("guided",))
    person(bench, "per@nordlys.example").active = False
    assert told(bench, CHOSEN.declared, holding(bench)) == []
    assert told(Bench().without("officeKey"), CHOSEN.declared, holding(bench)) == [], "the client is not entered"


def test_a_client_that_was_renamed_is_told_and_stays_the_same_company() -> None:
    bench = Bench()
    bench.company("nordlys-bakeri").name = "Nordlys Bakeri og Café AS"
    assert told(bench, CHOSEN.declared, None) == [("client-renamed", Severity.INFO)]
    bench.company("nordlys-bakeri").name = "NORDLYS  Bakeri AS"
    assert told(bench, CHOSEN.declared, None) == [], "capitals and blanks are not a name"
    bench.company("nordlys-bakeri").name = "Something else AS"
    unnamed = replace(CHOSEN.declared, account=replace(CHOSEN.declared.account, display_name=NORDLYS.name))
    assert told(bench, unnamed, None) == [], "no `displayName` was written"


def test_a_client_that_left_is_not_looked_into() -> None:
    bench = Bench()
    gone = request_of({"huma": PER}, label="stille-vann")
    assert told(bench, gone.declared, None) == [("client-not-visible", Severity.WARNING)]
