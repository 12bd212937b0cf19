"""Clients from lists, from the file to the plan: what changes, who is gone, and what works without a network."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from provisioner.model.account import Account, Identity
from provisioner.model.address import AccountRef
from provisioner.model.diagnostics import Diagnostic, Severity
from provisioner.model.errors import GuardTripped, ManifestInvalid
from provisioner.model.plan import Plan
from provisioner.runtime.reading.list_words import LIST_WORDS
from provisioner.runtime.reading.prepare import prepare
from provisioner.runtime.session import PlanWish, RefreshMode, apply_plan, make_plan, validate
from provisioner.runtime.worklist.inventory import AttestWish, attest
from provisioner.testing.fakes import Fault, FaultKind
from tests.runtime.firm import OFFICE, Firm, actions, make_firm

SET = """\
kind: ClientSet
name: listen
from: {csv: klienter.csv}
client:
  name: "{{ row.navn | slug }}"
  displayName: "{{ row.navn }}"
  organizationNumber: "{{ row.orgnr }}"
  profiles: {split: "{{ row.profiler }}", on: ","}
  integrations:
    lapp: {kind: note, text: "{{ row.navn }} / {{ client.name }}"}
"""
PROFILE = "kind: Profile\nname: butikk\nintegrations:\n  kasse: {kind: note, text: '{{ row.profiler }}'}\n"
LIST = "navn;orgnr;profiler\nNordlys;312345676;butikk\nBrygga;923609016;\n"
FROM_OFFICE = """\
kind: ClientSet
name: kontorets
from: {office: true}
client:
  name: "{{ row.name }}"
  displayName: "{{ row.displayName }}"
  organizationNumber: "{{ row.organizationNumber }}"
  companyId: "{{ row.companyId }}"
  integrations: {lapp: {kind: note, text: hei}}
"""
NORDLYS = Account(AccountRef.client("nordlys"), "Nordlys", Identity(7, "312345676"))
BRYGGA = Account(AccountRef.client("brygga"), "Brygga", Identity(organization_number="923609016"))
COPY = Path(".provisioner/listings/kontorets.json")


@pytest.fixture
def listed(tmp_path: Path) -> Firm:
    """A firm whose clients come from a CSV file."""
    files = {"office.yaml": OFFICE, "sett.yaml": SET, "profil.yaml": PROFILE, "klienter.csv": LIST}
    return make_firm(tmp_path, files=files)


@pytest.fixture
def asked(tmp_path: Path) -> Firm:
    """A firm whose clients are those that the office has."""
    firm = make_firm(tmp_path, files={"office.yaml": OFFICE, "sett.yaml": FROM_OFFICE})
    firm.world.listing = [NORDLYS, BRYGGA]
    return firm


def attest_all(firm: Firm) -> None:
    """As on the first day: the list is fetched, then somebody says that nothing is there."""
    firm.plan()
    firm.attest()


def checked(firm: Firm) -> tuple[Diagnostic, ...]:
    with firm.process() as workspace:
        return validate(workspace).diagnostics


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [one.code for one in found]


def looked_at(plan: Plan) -> list[str]:
    return [str(account.account.ref) for account in plan.accounts if not account.skipped]


class TestFiles:
    def test_from_the_file_to_converged(self, listed: Firm) -> None:
        listed.attest()
        plan = listed.plan()
        assert plan.diagnostics == ()
        made = {address: action for address, action in actions(plan).items() if address.startswith("client/")}
        assert made == {
            "client/brygga/note/lapp": "create",
            "client/nordlys/note/kasse": "create",
            "client/nordlys/note/lapp": "create",
        }
        texts = {str(change.address): change.after["text"] for change in plan.changes() if "text" in change.after}
        assert texts["client/nordlys/note/lapp"] == "Nordlys / nordlys"
        assert texts["client/nordlys/note/kasse"] == "butikk"
        assert all(report.problem is None for report in listed.apply().accounts)
        assert looked_at(listed.plan()) == []

    def test_a_changed_row_is_planned_alone(self, listed: Firm) -> None:
        listed.attest()
        listed.apply()
        head, nordlys, brygga = LIST.splitlines(keepends=True)
        listed.write("klienter.csv", head + "\n" + brygga + nordlys)
        assert looked_at(listed.plan()) == []
        listed.write("klienter.csv", LIST.replace("Brygga;923609016;", "Brygga;923609016;butikk"))
        plan = listed.plan()
        assert looked_at(plan) == ["client/brygga"]
        assert actions(plan) == {"client/brygga/note/kasse": "create"}

    def test_what_is_wrong_with_an_account_names_its_row(self, listed: Firm) -> None:
        listed.write("klienter.csv", LIST.replace("butikk", "buttik"))
        (told,) = checked(listed)
        assert told.code == "unknown-profile"
        assert [str(place) for place in told.related] == ["klienter.csv:2:1"]
        listed.write("klienter.csv", LIST)
        listed.write("sett.yaml", SET.replace("kind: note", "kind: noet"))
        found = checked(listed)
        assert {str(place) for one in found for place in one.related} == {"klienter.csv:2:1", "klienter.csv:3:1"}

    def test_one_company_twice_names_both_rows(self, listed: Firm) -> None:
        listed.write("klienter.csv", LIST + "Brygga Sør;923609016;\n")
        (told,) = checked(listed)
        assert (told.code, str(told.source)) == ("same-company-twice", "klienter.csv:4:1")
        assert [str(place) for place in told.related] == ["klienter.csv:3:1"]

    def test_a_written_client_and_a_row_of_one_company(self, listed: Firm) -> None:
        listed.write("ny.yaml", "kind: Client\nname: bryggen\norganizationNumber: 923 609 016\n")
        (told,) = checked(listed)
        assert (str(told.source), [str(place) for place in told.related]) == ("ny.yaml:1:1", ["klienter.csv:3:1"])
        listed.write("sett.yaml", SET.replace("client:\n", "exclude: [923 609 016]\nclient:\n"))
        assert checked(listed) == ()

    @pytest.mark.parametrize(
        ("file", "code"),
        [
            ("klienter.cvs", "list-file"),
            ("../klienter.csv", "list-outside"),
            (".", "list-file"),
            ("a\\0b", "list-file"),
        ],
    )
    def test_a_file_that_cannot_be_had(self, listed: Firm, file: str, code: str) -> None:
        listed.write("sett.yaml", SET.replace("klienter.csv", f'"{file}"'))
        found = checked(listed)
        told = next(one for one in found if one.code == code)
        assert told.source is not None
        assert (told.source.file, told.source.line) == ("sett.yaml", 3)
        assert file != "klienter.cvs" or "Did you mean `klienter.csv`?" in told.hint
        with pytest.raises(ManifestInvalid):
            listed.plan()

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no such files")
    def test_a_pipe_is_not_waited_for(self, listed: Firm) -> None:
        (listed.root / "klienter.csv").unlink()
        os.mkfifo(listed.root / "klienter.csv")
        assert codes(checked(listed)) == ["list-file"]

    def test_a_workbook(self, listed: Firm) -> None:
        import openpyxl

        book = openpyxl.Workbook()
        for line in (["navn", "orgnr", "profiler"], ["Nordlys", 312345676, "butikk"], ["Brygga", 923609016, None]):
            book.active.append(line)
        book.save(listed.root / "klienter.xlsx")
        listed.write("sett.yaml", SET.replace("csv: klienter.csv", "xlsx: klienter.xlsx"))
        assert checked(listed) == ()
        with listed.process() as workspace:
            places = [str(item.generated.place) for item in prepare(workspace).accounts if item.generated is not None]
        assert places == ["klienter.xlsx:3:1", "klienter.xlsx:2:1"]

    def test_a_list_in_the_manifest(self, listed: Firm) -> None:
        rows = "[{navn: Nordlys, orgnr: 312345676, profiler: butikk}, {navn: Brygga, orgnr: 923609016, profiler: }]"
        listed.write("sett.yaml", SET.replace("{csv: klienter.csv}", rows))
        assert checked(listed) == ()
        listed.attest()
        listed.apply()
        listed.write("sett.yaml", SET.replace("{csv: klienter.csv}", rows.replace("profiler: }", "profiler: butikk}")))
        assert looked_at(listed.plan()) == ["client/brygga"]

    def test_permuting_rows_and_files_changes_no_plan(self, listed: Firm) -> None:
        before = listed.plan()
        head, nordlys, brygga = LIST.splitlines(keepends=True)
        listed.write("klienter.csv", head + brygga + nordlys)
        listed.write("a.yaml", PROFILE)
        (listed.root / "profil.yaml").unlink()
        after = listed.plan()
        assert [item.account.ref for item in after.accounts] == [item.account.ref for item in before.accounts]
        assert actions(after) == actions(before)
        assert [item.input_digest for item in after.accounts] == [item.input_digest for item in before.accounts]


class TestGone:
    ROWS = "".join(f"K{number};{org};\n" for number, org in enumerate(("974760673", "312345676", "923609016")))

    def converged(self, listed: Firm, rails: str = "") -> None:
        text = (listed.root / "provisioner.yaml").read_text(encoding="utf-8")
        listed.write("provisioner.yaml", text + rails)
        listed.write("klienter.csv", "navn;orgnr;profiler\n" + self.ROWS)
        listed.attest()
        listed.apply()

    def test_who_is_no_longer_in_a_whole_list_is_asked_about(self, listed: Firm) -> None:
        self.converged(listed)
        listed.write("klienter.csv", "navn;orgnr;profiler\n" + "".join(self.ROWS.splitlines(keepends=True)[:2]))
        plan = listed.plan()
        assert [(one.code, str(one.account)) for one in plan.diagnostics] == [("client-gone", "client/k2")]
        assert (plan.guards, actions(plan)) == ((), {})

    def test_a_list_that_shrank_stops_the_plan_with_the_numbers(self, listed: Firm) -> None:
        self.converged(listed, "guardrails: {maxMissing: {count: 1, percent: 10}}\n")
        listed.write("klienter.csv", "navn;orgnr;profiler\n" + self.ROWS.splitlines()[0] + "\n")
        plan = listed.plan()
        assert [guard.summary for guard in plan.guards] == ["2 of 3 managed clients (67 %) are no longer in the lists."]
        with listed.process() as workspace, pytest.raises(GuardTripped, match="2 of 3"):
            apply_plan(workspace, make_plan(workspace).data)
        assert listed.plan(PlanWish(allow_deletes=True)).guards == ()
        assert listed.plan(PlanWish(clients=("k0",))).guards == ()
        assert listed.plan(PlanWish(destroy=True)).guards == ()

    def test_written_clients_have_no_such_rail(self, firm: Firm) -> None:
        text = (firm.root / "provisioner.yaml").read_text(encoding="utf-8")
        firm.write("provisioner.yaml", text + "guardrails: {maxMissing: {count: 0, percent: 0}}\n")
        firm.attest()
        firm.apply()
        firm.write("clients.yaml", "")
        plan = firm.plan()
        assert (plan.guards, codes(plan.diagnostics)) == ((), ["client-gone", "client-gone"])


class TestOffice:
    def test_the_list_is_fetched_by_plan_and_kept(self, asked: Firm) -> None:
        assert codes(checked(asked)) == ["listing-none"]
        assert asked.world.calls["accounts"] == 0
        plan = asked.plan()
        assert [item.account.ref.name for item in plan.accounts] == ["", "brygga", "nordlys"]
        nordlys = plan.accounts[2].account
        assert (nordlys.identity, nordlys.display_name) == (Identity(7, "312345676"), "Nordlys")
        assert str(nordlys.source) == ".provisioner/listings/kontorets.json:3:1"
        lines = (asked.root / COPY).read_text(encoding="utf-8").splitlines()
        assert json.loads(lines[2])["name"] == "nordlys"
        assert asked.world.calls["accounts"] == 1

    def test_validate_works_on_the_copy_and_says_its_age(self, asked: Firm) -> None:
        asked.plan()
        asked.world.listing = []
        asked.clock.advance(2 * 24 * 3600 + 60)
        (told,) = checked(asked)
        assert (told.code, told.severity) == ("listing-age", Severity.INFO)
        assert "as it was 2 days ago" in told.summary
        assert "for 2 dager siden" in told.told_in("nb").summary
        assert "holds 2 companies" in told.text.detail
        with asked.process() as workspace:
            assert validate(workspace).accounts == 3
        assert asked.world.calls["accounts"] == 1

    def test_a_plan_that_refreshes_nothing_uses_the_copy(self, asked: Firm) -> None:
        asked.plan()
        plan = asked.plan(PlanWish(refresh=RefreshMode.NONE))
        assert "listing-age" in codes(plan.diagnostics)
        assert asked.world.calls["accounts"] == 1

    def test_two_lists_ask_once(self, asked: Firm) -> None:
        asked.write(
            "b.yaml", FROM_OFFICE.replace("kontorets", "andre").replace('"{{ row.name }}"', '"b-{{ row.name }}"')
        )
        asked.world.listing = []
        asked.plan()
        assert asked.world.calls["accounts"] == 1

    def test_who_is_missing_in_an_incomplete_list_is_left_alone(self, asked: Firm) -> None:
        attest_all(asked)
        asked.apply()
        asked.world.listing, asked.world.listing_complete = [NORDLYS], False
        plan = asked.plan()
        assert [(one.code, one.severity) for one in plan.diagnostics] == [
            ("listing-incomplete", Severity.INFO),
            ("client-not-listed", Severity.INFO),
        ]
        assert (plan.guards, actions(plan)) == ((), {})
        asked.world.listing_complete = True
        assert codes(asked.plan().diagnostics) == ["client-gone"]

    def test_a_list_that_cannot_be_fetched_is_the_one_of_before_and_removes_nobody(self, asked: Firm) -> None:
        attest_all(asked)
        asked.apply()
        asked.world.listing = [NORDLYS]
        asked.plan()
        asked.world.plant(Fault(FaultKind.REFUSED, "accounts"))
        plan = asked.plan()
        assert codes(plan.diagnostics) == ["listing-failed", "client-not-listed"]
        assert "0 minutes ago" in plan.diagnostics[0].summary
        assert "The world refuses to accounts." in plan.diagnostics[0].summary

    def test_nobody_and_not_for_certain_is_no_answer(self, asked: Firm) -> None:
        asked.world.listing, asked.world.listing_complete = [], False
        with asked.process() as workspace, pytest.raises(ManifestInvalid) as caught:
            make_plan(workspace)
        (told,) = caught.value.diagnostics
        assert told.code == "listing-unavailable"
        assert "`from: {csv: …}`" in told.hint
        assert not (asked.root / COPY).exists()

    @pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "provisioner-listing", "version": 2}', "\udc00"])
    def test_a_copy_that_is_damaged_is_no_copy(self, asked: Firm, text: str) -> None:
        asked.plan()
        (asked.root / COPY).write_text(text, encoding="utf-8", errors="replace")
        assert codes(checked(asked)) == ["listing-none"]

    def test_a_copy_that_cannot_be_kept_stops_nothing(self, asked: Firm) -> None:
        (asked.root / ".provisioner").mkdir()
        (asked.root / ".provisioner" / "listings").write_text("in the way", encoding="utf-8")
        plan = asked.plan()
        assert codes(plan.diagnostics)[:1] == ["listing-not-kept"]
        assert len(plan.accounts) == 3

    def test_an_account_can_be_attested_from_the_copy(self, asked: Firm) -> None:
        asked.plan()
        with asked.process() as workspace:
            found = attest(workspace, AttestWish(by="kari", clients=("brygga",), empty=True))
        assert [str(one.account) for one in found] == ["client/brygga"]


@pytest.mark.parametrize("code", sorted(LIST_WORDS.phrases))
def test_words_have_two_languages_and_say_what_to_do(code: str) -> None:
    phrase = LIST_WORDS.phrases[code]
    assert phrase.en.summary != phrase.nb.summary
    assert phrase.en.hint
    assert phrase.nb.hint
