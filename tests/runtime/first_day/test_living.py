"""Live accounts taken into manifests, on a world of another provider than Tripletex: the hand that writes is one."""

from __future__ import annotations

from collections import Counter

import pytest

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef
from provisioner.model.errors import ManifestInvalid, UsageError
from provisioner.model.plan import Action
from provisioner.model.state import InventoryStatus
from provisioner.model.values import attributes
from provisioner.runtime.first_day.importing import Import, Target, do_import
from provisioner.runtime.first_day.living import LiveWish, read_live
from provisioner.testing.fakes import Fault, FaultKind, MemoryBackend
from tests.runtime.firm import Firm

OFFICE = AccountRef.office()
OFFICE_TEXT = """\
# Ours.
kind: Office
name: fjord
organizationNumber: 314 286 014
"""
COMPANIES = {"nordlys-bakeri": "312345676", "fjellsport": "310000019", "havna-ror": "310000027"}
PROJECT_PATTERNS = 'manifests: ["office.yaml", "clients/*.yaml", "profiles/*.yaml"]'


def account(name: str, number: str, display: str = "", id_: int | None = None) -> Account:
    shown = display or name.replace("-", " ").title() + " AS"
    return Account(AccountRef.client(name), shown, Identity(id_, number or None))


@pytest.fixture
def fresh(firm: Firm) -> Firm:
    """Three companies with things in them, and nothing but the office in the manifests."""
    project = (firm.root / "provisioner.yaml").read_text(encoding="utf-8")
    firm.write("provisioner.yaml", project.replace('manifests: ["*.yaml"]', PROJECT_PATTERNS))
    for path in firm.root.glob("*.yaml"):
        if path.name != "provisioner.yaml":
            path.unlink()
    firm.write("office.yaml", OFFICE_TEXT)
    key = firm.world.make(OFFICE, "office_key", attributes(application="Finale", scope="all"))
    for name, number in COMPANIES.items():
        firm.world.listing.append(account(name, number))
        ref = AccountRef.client(name)
        firm.world.make(ref, "link", attributes(office_key=key.attributes["number"]))
        firm.world.make(ref, "key", attributes(application="Huma", label=f"Huma {name}"))
    firm.world.make(AccountRef.client("fjellsport"), "note", attributes(title="hei", text="på deg"))
    return firm


def look(firm: Firm, *clients: str, overwrite: bool = False) -> Import:
    with firm.process() as workspace:
        return read_live(workspace, LiveWish("kari", clients, Target("", overwrite)))


def take_in(firm: Firm, *clients: str) -> Import:
    with firm.process() as workspace:
        plan = read_live(workspace, LiveWish("kari", clients))
        do_import(workspace, plan)
        return plan


def codes(plan: Import) -> Counter[str]:
    return Counter(diagnostic.code for diagnostic in plan.diagnostics)


def text(firm: Firm, name: str) -> str:
    return (firm.root / name).read_text(encoding="utf-8")


def test_what_is_there_is_taken_over_and_nothing_else_is_done(fresh: Firm) -> None:
    before = fresh.world.snapshot()
    plan = take_in(fresh)
    assert (len(plan.edits), plan.things, plan.profiles) == (5, 8, 1)
    assert codes(plan) == {"live-endless": 1}
    made = {change.action for change in fresh.plan().changes()}
    assert made == {Action.ADOPT}
    fresh.apply()
    assert not any(change.action.is_pending for change in fresh.plan().changes())
    assert fresh.world.snapshot() == before


def test_a_text_that_looks_like_a_template_is_told_and_never_written(fresh: Firm) -> None:
    fresh.world.make(AccountRef.client("fjellsport"), "note", attributes(title="ho", text="{{ office.name }}"))
    plan = take_in(fresh)
    assert codes(plan)["fake-untold"] == 1
    assert not any("office.name" in edit.after for edit in plan.edits)
    assert AccountRef.client("fjellsport") not in plan.read_whole


def test_the_offices_own_document_is_added_to_and_stays_somebodys_own(fresh: Firm) -> None:
    take_in(fresh, "havna-ror")
    assert text(fresh, "office.yaml") == (
        OFFICE_TEXT
        + "officeKeys:\n  finale:\n    kind: office_key\n    adopt: true\n    application: Finale\n    scope: all\n"
    )
    again = take_in(fresh, "havna-ror")
    assert (again.edits, again.known) == ((), 1)


def test_an_office_key_that_is_declared_keeps_its_name(fresh: Firm) -> None:
    fresh.write(
        "office.yaml", OFFICE_TEXT + "officeKeys: {aarsoppgjor: {application: Finale, scope: all, adopt: true}}\n"
    )
    take_in(fresh)
    assert "to: aarsoppgjor" in text(fresh, "profiles/aarsoppgjor-huma.yaml") + text(fresh, "clients/havna-ror.yaml")
    assert {change.action for change in fresh.plan().changes()} <= {Action.ADOPT}


def test_a_form_that_leaves_no_place_is_left_alone_and_told(fresh: Firm) -> None:
    fresh.world.make(OFFICE, "office_key", attributes(application="Kredin"))
    written = OFFICE_TEXT + "officeKeys: {finale: {application: Finale, adopt: true}}\n"
    fresh.write("office.yaml", written)
    plan = take_in(fresh)
    assert text(fresh, "office.yaml") == written
    assert codes(plan)["live-office-kept"] == 1
    assert plan.read_whole == {AccountRef.client(name) for name in COMPANIES}, "of the office something is open"


def test_an_incomplete_list_is_told_and_no_profile_chooses_by_itself(fresh: Firm) -> None:
    fresh.world.listing_complete = False
    plan = take_in(fresh)
    assert codes(plan)["live-listing"] == 1
    assert "selector" not in "".join(edit.after for edit in plan.edits)
    fresh.world.listing_complete = True


def test_where_everybody_was_read_a_profile_may_choose_everybody(fresh: Firm) -> None:
    assert "selector: {}" in "".join(edit.after for edit in look(fresh).edits)
    assert "selector" not in "".join(edit.after for edit in look(fresh, "havna-ror", "fjellsport").edits)


def test_an_account_that_cannot_be_read_is_left_out_and_comes_later(fresh: Firm) -> None:
    fresh.world.hidden.add(AccountRef.client("havna-ror"))
    plan = take_in(fresh)
    assert codes(plan)["live-unread"] == 1
    assert not (fresh.root / "clients/havna-ror.yaml").exists()
    assert "selector" not in "".join(edit.after for edit in plan.edits), "havna-ror would be chosen too"
    fresh.world.hidden.clear()
    fresh.world.plant(Fault(FaultKind.REFUSED, "read"), Fault(FaultKind.REFUSED, "read"))
    assert codes(look(fresh))["live-unread"] == 2
    later = take_in(fresh)
    assert [edit.name for edit in later.edits] == ["clients/havna-ror.yaml"]
    assert later.known == 2
    assert {change.action for change in fresh.plan().changes()} <= {Action.ADOPT}


def test_what_cannot_be_listed_is_not_taken_for_absent(fresh: Firm) -> None:
    fresh.world.unreadable.add(AccountRef.client("havna-ror"))
    plan = take_in(fresh)
    assert AccountRef.client("havna-ror") not in plan.read_whole
    assert "integrations" not in text(fresh, "clients/havna-ror.yaml")
    backend = MemoryBackend(fresh.disk)
    known = {name: backend.load(AccountRef.client(name)) for name in COMPANIES}
    assert known["havna-ror"] is None
    assert known["fjellsport"] is not None
    assert known["fjellsport"].inventory.status is InventoryStatus.READ


def test_what_is_taken_in_is_known_where_nobody_can_look_again(fresh: Firm) -> None:
    take_in(fresh)
    fresh.world.unreadable.update(AccountRef.client(name) for name in COMPANIES)
    assert {change.action for change in fresh.plan().changes()} == {Action.ADOPT}, "and none is made a second time"


def test_companies_of_one_name_or_one_number_are_told_apart(fresh: Firm) -> None:
    fresh.world.listing += [
        account("x", "310000035", "Nordlys Bakeri AS"),
        account("y", "310000043", "Vidda ENK", 7),
        account("z", "310000043", "Vidda Drift ENK", 8),
        account("w", "123456789", "Feil Nummer AS", 9),
    ]
    names = {edit.name: edit.after for edit in look(fresh).edits if edit.name.startswith("clients/")}
    assert {"clients/nordlys-bakeri-as-312345676.yaml", "clients/nordlys-bakeri-as-310000035.yaml"} <= names.keys()
    assert "companyId: 7" in names["clients/vidda.yaml"]
    assert "organizationNumber" not in names["clients/vidda.yaml"], "two of one number would be one client"
    assert "companyId: 8" in names["clients/vidda-drift.yaml"]
    assert "organizationNumber" not in names["clients/feil-nummer.yaml"], "one that is none would be an error"
    assert "companyId" not in names["clients/havna-ror.yaml"]


def test_a_name_that_the_manifests_have_is_not_given_twice(fresh: Firm) -> None:
    fresh.write("office.yaml", OFFICE_TEXT + "---\nkind: Client\nname: fjellsport\norganizationNumber: 310 000 035\n")
    plan = take_in(fresh)
    assert "clients/fjellsport-as.yaml" in {edit.name for edit in plan.edits}


def test_a_file_that_is_there_is_not_overwritten_unasked(fresh: Firm) -> None:
    (fresh.root / "clients").mkdir()
    fresh.write("clients/havna-ror.yaml", "# mine\n")
    with pytest.raises(UsageError, match=r"havna-ror\.yaml would be overwritten"):
        take_in(fresh)
    assert text(fresh, "clients/havna-ror.yaml") == "# mine\n"
    assert text(fresh, "office.yaml") == OFFICE_TEXT
    assert look(fresh, overwrite=True).edits


def test_whom_nobody_lists_is_not_looked_for(fresh: Firm) -> None:
    with pytest.raises(UsageError) as caught:
        look(fresh, "havna-rør")
    assert "havna-ror" in caught.value.hint
    for said in ("310 000 027", "310000027", "Havna Ror AS", "havna-ror"):
        assert [edit.name for edit in look(fresh, said).edits if "client" in edit.name] == ["clients/havna-ror.yaml"]
    fresh.world.listing.clear()
    with pytest.raises(UsageError, match="no client can be listed"):
        look(fresh)


def test_without_an_office_its_keys_are_not_declared(fresh: Firm) -> None:
    (fresh.root / "office.yaml").unlink()
    plan = look(fresh)
    assert codes(plan)["live-no-office"] == 1
    assert not any("link" in edit.after for edit in plan.edits)
    assert plan.read_whole == frozenset()


def test_manifests_that_hold_errors_are_no_ground_to_build_on(fresh: Firm) -> None:
    fresh.write("office.yaml", OFFICE_TEXT + "colour: red\n")
    with pytest.raises(ManifestInvalid):
        look(fresh)
