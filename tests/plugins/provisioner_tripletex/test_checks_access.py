"""Before a client is entered by an office key: whether the key's owner may there what the key is to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.model.diagnostics import Severity
from provisioner.model.plan import Action, Change, Check
from provisioner.model.state import AccountState, Entry
from provisioner.model.values import Attributes, attributes
from provisioner.spi.endpoint import TransportResponse
from provisioner.spi.provider import ExpandRequest, PreflightRequest, ReadRequest, StepDone
from provisioner_tripletex_simulator.faults import add_fault
from provisioner_tripletex_simulator.nouns import Fault, Grant
from tests.plugins.provisioner_tripletex.bench import (
    ATTACHED,
    FINALE,
    NORDLYS,
    NOW,
    OFFICE,
    Bench,
    Body,
    change_of,
    generation,
    request_of,
    state_of,
)

CODE = "owner-rights-at-client"
AT_OFFICE = request_of(label="fjord-regnskap", keys=FINALE)
ACCESS = request_of(ATTACHED, keys=FINALE)
SEES_ALL = request_of({"visma-finale": {**ATTACHED["visma-finale"], "access": "ALL_PRIVILEGES"}}, keys=FINALE)


def planned(bench: Bench) -> tuple[Change, ...]:
    """The office's changes: its key is made first."""
    return tuple(change_of(desired) for desired in bench.expand(AT_OFFICE).desired)


def recorded(bench: Bench, **more: object) -> AccountState:
    """The office, in which the key has been made."""
    wanted = bench.wanted(AT_OFFICE, "office_key")
    held = wanted.attributes.with_items(attributes(**more))
    return state_of(OFFICE, Entry(wanted.address, generation(1, held)))


def check(
    bench: Bench,
    request: ExpandRequest = ACCESS,
    *,
    office: AccountState | None = None,
    changes: tuple[Change, ...] | None = None,
) -> Check:
    """The one check of the one access, its key being made by the same plan where nothing else is said."""
    desired = bench.wanted(request, "client_access")
    account = request.declared.account
    change = change_of(desired, driver=bench.provider.route(change_of(desired)).driver)
    first = changes if changes is not None else () if office is not None else planned(bench)
    read = bench.provider.read(ReadRequest(account, None))
    asked = PreflightRequest(account, (change,), read, NOW, office, first)
    (found,) = [one for one in bench.provider.preflight(asked) if one.code == CODE]
    assert found.address == desired.address
    return found


def told(found: Check) -> str:
    return f"{found.status.value} {found.finding.code if found.finding is not None else ''}".strip()


def kari_at(bench: Bench, label: str = "nordlys-bakeri") -> Grant:
    """What the key's owner was given at the client."""
    owner = bench.world.person_by_email(bench.company("fjord-regnskap").id, "kari@fjord.example")
    assert owner is not None
    grant = bench.world.grant_of(owner.id, bench.company(label).id)
    assert grant is not None
    return grant


def test_an_owner_who_may_do_everything_there_is_enough() -> None:
    assert told(check(Bench())) == "passed"
    assert told(check(Bench(), office=recorded(Bench()))) == "passed", "also where the key is there already"
    assert told(check(Bench(drivers=("guided", "api")))) == "passed", "whoever attaches the client"


LIMITED: list[tuple[ExpandRequest, list[int], str]] = [
    (ACCESS, [], "failed owner-at-client-nothing"),
    (SEES_ALL, [1, 14], "failed owner-at-client-limits"),
    (ACCESS, [1, 14], "not-checkable owner-at-client-template"),
]


@pytest.mark.parametrize(("request_", "held", "expected"), LIMITED)
def test_a_key_reaches_no_further_at_a_client_than_its_owner(
    request_: ExpandRequest, held: list[int], expected: str
) -> None:
    bench = Bench()
    kari_at(bench).entitlements = held
    found = check(bench, request_)
    assert told(found) == expected
    assert found.finding is not None
    assert found.finding.severity is not Severity.ERROR, "that the owner counts at a client is inferred"
    for language in ("en", "nb"):
        assert "kari@fjord.example" in found.finding.told_in(language).summary
        assert "Nordlys Bakeri AS" in found.finding.told_in(language).summary


NEEDS: list[tuple[list[object], str]] = [
    ([14], "failed owner-at-client-lacks"),
    (["Selskap > Lesetilgang til ansattinformasjon"], "failed owner-at-client-seems-to-lack"),
    (["Prosjekt > Prosjektstatus"], "not-checkable owner-rights-unnumbered"),
    ([35], "not-checkable owner-at-client-template"),
]


@pytest.mark.parametrize(("needs", "expected"), NEEDS)
def test_what_the_product_asks_of_an_owner_is_asked_at_the_client(needs: list[object], expected: str) -> None:
    own: dict[str, Body] = {
        "rapport": {
            "title": "Rapport",
            "vendor": "Rapport AS",
            "methods": ["office-key"],
            "officeKey": "allowed",
            "applicationName": "Rapport",
            "ownerNeeds": needs,
            "source": "vendor, 2026-11-20",
        }
    }
    keys = {"rapport": {**FINALE["visma-finale"]}}
    wanted = request_of({"rapport": ATTACHED["visma-finale"]}, keys=keys, own=own)
    office = request_of(label="fjord-regnskap", keys=keys, own=own)
    bench = Bench()
    kari_at(bench).entitlements = [1, 35]
    first = tuple(change_of(desired) for desired in bench.expand(office).desired)
    assert told(check(bench, wanted, changes=first)) == expected


def test_what_cannot_be_compared_is_named_and_never_passed() -> None:
    level = check(Bench().without("officeEmployeeToken"))
    assert told(level) == "not-checkable owner-at-client-level"
    assert level.finding is not None
    assert "is not checkable at this level" in level.finding.summary
    assert "kan ikke sjekkes på dette nivået" in level.finding.told_in("nb").summary
    bench = Bench()
    assert told(check(bench, changes=())) == "not-checkable owner-at-client-whose"
    nameless = recorded(bench)
    (entry,) = nameless.entries
    held = entry.current.attributes.without("owner")
    nameless = state_of(OFFICE, replace(entry, current=generation(1, held)))
    assert told(check(bench, office=nameless)) == "not-checkable owner-at-client-whose"
    gone = recorded(bench, owner="borte@fjord.example")
    assert told(check(bench, office=gone)) == "not-checkable owner-at-client-unread"
    add_fault(bench.world, Fault("server-error", "/v2/employee/entitlement/client", times=99))
    assert told(check(bench)) == "not-checkable owner-at-client-unread"


def test_a_key_that_the_plan_ends_is_nobodys() -> None:
    bench = Bench()
    ends = tuple(change_of(desired, Action.DELETE) for desired in bench.expand(AT_OFFICE).desired)
    assert told(check(bench, changes=ends)) == "not-checkable owner-at-client-whose"


def test_the_offices_people_are_listed_once_for_all_clients() -> None:
    bench = Bench()
    for label in ("nordlys-bakeri", "tommer-og-bolt", "havna-ror"):
        assert told(check(bench, request_of(ATTACHED, label=label, keys=FINALE))) == "passed"
    assert bench.transport.count("GET", "/v2/employee") == 1


def attached(bench: Bench, held: list[int]) -> tuple[AccountState, AccountState]:
    """The office and the client, attached while the key's owner had these rights there."""
    made = bench.provider.apply(bench.step(bench.wanted(AT_OFFICE, "office_key"), AT_OFFICE.declared.account))
    assert isinstance(made, StepDone)
    office = recorded(bench, **dict(made.computed))
    kari_at(bench).entitlements = held
    wanted = bench.wanted(ACCESS, "client_access")
    through: Attributes = wanted.attributes.with_items({"key": made.computed["reference"]})
    step = replace(bench.step(replace(wanted, attributes=through), ACCESS.declared.account), office=office)
    done = bench.provider.apply(step)
    assert isinstance(done, StepDone)
    entry = Entry(wanted.address, generation(1, through.with_items(done.computed)))
    return office, state_of(NORDLYS, entry)


def test_what_an_owner_loses_at_a_client_is_drift() -> None:
    bench = Bench()
    office, client = attached(bench, [1, 14, 35])
    assert client.entries[0].current.attributes["_granted"] == (14, 35), "what both may, not what either was given"
    found = bench.open().read(ReadRequest(ACCESS.declared.account, client, office=office)).diagnostics
    assert found == ()
    kari_at(bench).entitlements = [1, 35]
    (lost,) = bench.open().read(ReadRequest(ACCESS.declared.account, client, office=office)).diagnostics
    assert (lost.code, lost.drift, lost.address) == ("access-owner-lacks-rights", True, client.entries[0].address)
    assert "(14)" in lost.text.detail
    assert "(35)" not in lost.text.detail
    refused = TransportResponse(403, (), b"{}")
    bench.transport.hook = lambda request: refused if request.path == "/v2/employee" else None
    assert bench.open().read(ReadRequest(ACCESS.declared.account, client, office=office)).diagnostics == ()
