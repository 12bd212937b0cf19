"""plan and show: what is asked of the runtime, what is printed where, and when the file is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from provisioner.formats.plan_format import decode_plan, encode_plan, plan_digest
from provisioner.model.address import Address
from provisioner.model.diagnostics import Severity
from provisioner.model.errors import ManifestInvalid, ProviderFailed
from provisioner.runtime.guests.registry import Registry
from provisioner.runtime.planning.wish import PlanWish, RefreshMode
from provisioner.spi.report import ReportEntry
from tests.cli import samples
from tests.cli.driver import provisioner
from tests.cli.samples import AT, BAKERY, CREATE, KEY, NOTHING, WAITING, Stage, problem

SUMMARY = "Plan: 1 to add, 0 to change, 0 to destroy."


def wish(stage: Stage) -> PlanWish:
    ((asked,),) = stage.asked["session.make_plan"]
    assert isinstance(asked, PlanWish)
    return asked


def test_the_plan_is_the_result_and_its_summary_the_last_line(stage: Stage) -> None:
    stage.plans(CREATE)
    result = provisioner("plan")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines()[-1] == SUMMARY
    assert str(KEY) in result.out
    assert wish(stage) == PlanWish()


def test_every_option_reaches_the_runtime(stage: Stage, tmp_path: Path) -> None:
    stage.plans(CREATE)
    other = Address.parse("office/office_key/visma")
    words = ["plan", str(tmp_path), "--endpoint", "simulator", "--operator", "scripted", "--lang", "nb"]
    words += ["--client", "a", "--client", "b", "--selector", "ring=canary,bransje=handel", "--selector", "x="]
    words += ["--target", str(KEY), "--target", str(other), "--recreate", str(KEY), "--allow-deletes"]
    words += ["--refresh", "none", "--now", "2027-01-31T12:00:00+01:00"]
    assert provisioner(*words).code == 0
    asked = wish(stage)
    assert asked.clients == ("a", "b")
    assert dict(asked.selector) == {"ring": "canary", "bransje": "handel", "x": ""}
    assert asked.targets == (KEY, other)
    assert asked.recreate == {KEY}
    assert asked.refresh is RefreshMode.NONE
    assert asked.now == datetime(2027, 1, 31, 12, tzinfo=timezone(timedelta(hours=1)))
    assert asked.now.tzinfo is UTC
    assert asked.allow_deletes
    assert not asked.destroy
    options = stage.opened[0].options
    assert (options.directory, options.endpoint, options.operator) == (tmp_path, "simulator", "scripted")
    assert options.language == "nb"


@pytest.mark.parametrize(
    "words",
    [
        ["--target", "huma"],
        ["--now", "tomorrow"],
        ["--selector", "ring"],
        ["--selector", "=x"],
        ["--selector", "a=1,a=2"],
        ["--refresh", "some"],
        ["--format", "pdf"],
        ["nowhere"],
    ],
)
def test_bad_options_are_usage_errors(stage: Stage, words: list[str]) -> None:
    stage.plans(CREATE)
    result = provisioner("plan", *words)
    assert result.code == 1
    assert "Error:" in result.err
    assert result.out == ""
    assert stage.asked["session.make_plan"] == []


def test_a_time_without_a_zone_is_utc(stage: Stage) -> None:
    stage.plans(CREATE)
    provisioner("plan", "--now", "2027-01-31")
    assert wish(stage).now == datetime(2027, 1, 31, tzinfo=UTC)


@pytest.mark.parametrize(("plan", "code"), [(NOTHING, 0), (CREATE, 2), (WAITING, 7)])
def test_the_exit_code_tells_what_is_left(stage: Stage, plan: Any, code: int) -> None:
    stage.plans(plan)
    assert provisioner("plan", "--detailed-exitcode").code == code
    assert provisioner("plan").code == 0


def test_out_holds_the_plan_that_was_shown(stage: Stage, tmp_path: Path) -> None:
    stage.plans(CREATE)
    file = tmp_path / "plan.bin"
    result = provisioner("plan", "--out", str(file))
    assert decode_plan(file.read_bytes()) == CREATE
    assert f"provisioner apply {file}" in result.err


def test_out_is_not_touched_where_planning_fails(stage: Stage, tmp_path: Path) -> None:
    stage.plans(CREATE)
    stage.answers("session.make_plan", ProviderFailed("No answer.", hint="Wait."))
    file = tmp_path / "plan.bin"
    file.write_text("the last one", encoding="utf-8")
    assert provisioner("plan", "--out", str(file)).code == 1
    assert file.read_text(encoding="utf-8") == "the last one"


def test_out_is_not_touched_where_showing_fails(stage: Stage, tmp_path: Path) -> None:
    def broken(_: object) -> str:
        raise RuntimeError("no ink")

    stage.registry = Registry(reports={"ink": ReportEntry("ink", "text/plain", broken)})
    stage.plans(CREATE)
    file = tmp_path / "plan.bin"
    result = provisioner("plan", "--out", str(file), "--format", "ink")
    assert (result.code, file.exists()) == (1, False)
    assert "This is a bug" in result.err


def test_out_that_cannot_be_written_is_an_error(stage: Stage, tmp_path: Path) -> None:
    stage.plans(CREATE)
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = provisioner("plan", "--out", str(tmp_path / "file" / "plan.bin"))
    assert result.code == 1
    assert "cannot be written" in result.err
    assert SUMMARY in result.out


def test_a_plan_with_errors_in_one_account_is_still_saved(stage: Stage, tmp_path: Path) -> None:
    stage.plans(samples.plan(samples.change(), diagnostics=(problem(account=BAKERY),)))
    file = tmp_path / "plan.bin"
    result = provisioner("plan", "--out", str(file))
    assert (result.code, file.exists()) == (1, True)
    assert "holds errors" in result.err


def test_a_plan_that_could_never_be_applied_is_not_saved(stage: Stage, tmp_path: Path) -> None:
    stage.plans(samples.plan(diagnostics=(problem(),)))
    file = tmp_path / "plan.bin"
    result = provisioner("plan", "--out", str(file))
    assert (result.code, file.exists()) == (1, False)
    assert "was not written" in result.err


def test_json_is_one_document_with_the_digest(stage: Stage) -> None:
    stage.plans(CREATE)
    document = provisioner("plan", "--format", "json").json
    assert document["digest"] == plan_digest(CREATE)
    assert document["resource_changes"][0]["change"]["actions"] == ["create"]


@pytest.mark.parametrize(("format_", "sign"), [("markdown", "|"), ("html", "<!doctype html")])
def test_other_formats(stage: Stage, format_: str, sign: str) -> None:
    stage.plans(CREATE)
    result = provisioner("plan", "--format", format_)
    assert result.code == 0
    assert sign in result.out.lower()


def test_a_guests_format(stage: Stage) -> None:
    stage.registry = Registry(reports={"short": ReportEntry("short", "text/plain", lambda view: view.project)})
    stage.plans(CREATE)
    assert provisioner("plan", "--format", "short").out == "fjord-regnskap\n"


def test_what_is_wrong_goes_to_standard_error_with_its_line(stage: Stage) -> None:
    (stage.root / "clients").mkdir()
    (stage.root / "clients" / "nordlys.yaml").write_text("kind: Client\nx yaml-here\n", encoding="utf-8")
    stage.plans(samples.plan(samples.change(), diagnostics=(problem(Severity.WARNING, source=AT),)))
    result = provisioner("plan")
    assert result.code == 0
    assert "Something is wrong." not in result.out
    assert "clients/nordlys.yaml" in result.err
    assert "2: x yaml-here" in result.err


def test_a_guard_stands_on_standard_error_and_in_the_exit_code(stage: Stage) -> None:
    stage.plans(samples.plan(samples.change(), guards=(problem(),)))
    result = provisioner("plan")
    assert result.code == 3
    assert "Something is wrong." in result.err


def test_manifests_with_errors_are_told_all_at_once(stage: Stage) -> None:
    stage.plans(CREATE)
    stage.answers("session.make_plan", ManifestInvalid((problem(), problem(source=AT)), "Two errors."))
    result = provisioner("plan", "--lang", "nb")
    assert (result.code, result.out) == (1, "")
    assert result.err.count("Noe er galt.") == 2
    assert "Feil: Two errors." in result.err


def test_the_projects_language_is_spoken(stage: Stage) -> None:
    stage.language = "nb"
    stage.plans(samples.plan(samples.change(), language="nb", diagnostics=(problem(Severity.WARNING),)))
    result = provisioner("plan")
    assert "blir opprettet" in result.out
    assert "Noe er galt." in result.err
    assert result.out.splitlines()[-1] == SUMMARY


def test_unchanged_things_are_listed_when_asked_for(stage: Stage) -> None:
    stage.plans(NOTHING)
    assert str(KEY) not in provisioner("plan").out
    assert str(KEY) in provisioner("plan", "--show-unchanged").out


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    file = tmp_path / "plan.bin"
    file.write_bytes(encode_plan(CREATE))
    return file


def test_show_tells_a_saved_plan_again(stage: Stage, saved: Path) -> None:
    result = provisioner("show", str(saved))
    assert (result.code, result.out.splitlines()[-1]) == (0, SUMMARY)
    assert provisioner("show", str(saved), "--format", "json").json["digest"] == plan_digest(CREATE)


def test_show_needs_no_project(saved: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    result = provisioner("show", str(saved))
    assert (result.code, result.err) == (0, "")
    assert SUMMARY in result.out


def test_show_refuses_what_was_edited(stage: Stage, saved: Path) -> None:
    saved.write_bytes(saved.read_bytes().replace(b"Huma", b"Hume"))
    result = provisioner("show", str(saved))
    assert result.code == 5
    assert "changed after it was made" in result.err


def test_show_refuses_what_is_no_plan(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "other"
    file.write_text("hello", encoding="utf-8")
    assert provisioner("show", str(file)).code == 5
    assert provisioner("show", str(tmp_path / "missing")).code == 1
    assert provisioner("show").code == 1


@pytest.mark.parametrize("name", ["nordlys-bakeri", "client/nordlys-bakeri"])
def test_a_client_is_called_as_reports_call_it_too(stage: Stage, name: str) -> None:
    stage.plans(CREATE)
    assert provisioner("plan", "--client", name).code == 0
    assert wish(stage).clients == ("nordlys-bakeri",)
