"""What keys of ours rest on: an owner who leaves, a right that is lost, a company that is called something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.model.diagnostics import Severity
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.state import AccountState, Entry
from provisioner.spi.provider import ExpandRequest, ReadRequest
from provisioner_tripletex_simulator.faults import add_fault
from provisioner_tripletex_simulator.nouns import Fault, Person
from tests.plugins.provisioner_tripletex.bench import FINALE, NORDLYS, OFFICE, PER, Bench, generation, request_of

CUSTOM = {"method": "custom-key", "applicationName": "Kassa_1", "confirmedByVendor": {"by": "x", "on": "2026-11-20"}}
CHOSEN = request_of({"kassa": {**CUSTOM, **PER, "permissions": [14, 35]}})


def told(bench: Bench, declared: DeclaredAccount, prior: AccountState | None) -> list[tuple[str, Severity]]:
    read = bench.open().read(ReadRequest(declared.account, prior))
    return [(each.code, each.severity) for each in read.diagnostics]


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
    (found,) = read.diagnostics
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
