"""A plan as JSON: the model's shape, our own additions, and never a secret."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from provisioner.model.diagnostics import Severity
from provisioner.model.plan import AccountPlan, Action, Change, Plan, Reason
from provisioner.model.values import SecretRef, attributes
from provisioner.reports import json_report
from provisioner.reports.view import ViewOptions, view
from tests.reports.plans import CANARY, HAVN, NOW, TYPES, at, firm_plan, note, quiet_plan


def document(plan: Plan) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json_report.render(view(plan, TYPES, options=ViewOptions(digest="abc"))))
    return made


def change_of(name: str, generation: int | None = None) -> dict[str, Any]:
    rows = document(firm_plan())["resource_changes"]
    return next(row for row in rows if row["name"] == name and generation in (None, row["generation"]))


def test_the_top_is_shaped_like_its_model() -> None:
    made = document(replace(firm_plan(), diagnostics=()))
    assert made["format_version"] == "1.0"
    assert made["timestamp"] == "2026-11-22T09:00:00Z"
    assert made["digest"] == "abc"
    assert made["errored"] is False
    assert made["applyable"] is True
    assert made["complete"] is False
    assert made["summary"] == {
        "add": 10,
        "change": 2,
        "remove": 9,
        "adopt": 3,
        "forget": 3,
        "held": 14,
        "awaiting": 1,
        "asked": 2,
        "overlap": 1,
        "unchanged": 2,
        "errors": 0,
        "rename": 1,
    }
    assert len(made["resource_changes"]) == len(firm_plan().changes())


def test_an_error_stops_what_it_concerns() -> None:
    broken = note("broken", Severity.ERROR, "Broken.", "Ødelagt.")
    made = document(replace(firm_plan(), diagnostics=(broken,)))
    assert (made["errored"], made["applyable"], made["complete"]) == (True, False, False)
    made = document(replace(firm_plan(), diagnostics=(replace(broken, account=HAVN.ref),)))
    assert (made["errored"], made["applyable"], made["complete"]) == (True, True, False)


def test_a_quiet_plan_is_complete_and_has_nothing_to_apply() -> None:
    made = document(quiet_plan())
    assert (made["applyable"], made["complete"]) == (False, True)
    change = made["resource_changes"][0]["change"]
    assert change["actions"] == ["no-op"]
    assert change["before"] == change["after"]


@pytest.mark.parametrize(
    ("name", "actions", "status", "reason"),
    [
        ("stille", ["no-op"], "no-op", None),
        ("recreate", ["create"], "create", None),
        ("shopify", ["update"], "update", None),
        ("kassa", ["delete", "create"], "delete-create", "replace_because_cannot_update"),
        ("secret-lost", ["delete", "create"], "delete-create", "replace_because_tainted"),
        ("tainted", ["delete", "create"], "delete-create", "replace_because_tainted"),
        ("visma-finale", ["create", "delete"], "create-delete", "replace_because_cannot_update"),
        ("gammel", ["delete"], "delete", "delete_because_no_resource_config"),
        ("fjernes", ["delete"], "delete", None),
        ("vanished-forgotten", ["forget"], "forget", None),
        ("attested", ["no-op"], "adopt", None),
        ("conflict", ["no-op"], "hold", None),
        ("changed", ["no-op"], "ask", None),
    ],
)
def test_actions_are_a_list_and_status_is_ours(name: str, actions: list[str], status: str, reason: str | None) -> None:
    rows = [row for row in document(firm_plan())["resource_changes"] if row["name"] == name and row["type"] != "module"]
    row = next(row for row in rows if row["status"] == status)
    assert row["change"]["actions"] == actions
    assert row.get("action_reason") == reason


def test_replaced_on_request() -> None:
    change = Change(at(HAVN, "user_key", "x"), Action.DELETE_THEN_CREATE, Reason.RECREATE_ASKED)
    made = document(Plan("p", NOW, "0", (AccountPlan(HAVN, "", 0, (change,)),)))
    assert made["resource_changes"][0]["action_reason"] == "replace_by_request"


def test_what_is_known_later_is_told_apart_from_what_is_nothing() -> None:
    change = change_of("huma")["change"]
    assert change_of("huma")["status"] == "await"
    created = change_of("recreate")["change"]
    assert created["before"] is None
    assert created["after"] == {
        "applicationName": "Huma",
        "owner": "per@nordlys.example",
        "permissions": "same-as-owner",
    }
    assert created["after_unknown"] == {"token": True, "tokenId": True}
    assert created["before_sensitive"] is False
    assert created["after_sensitive"] == {"token": True}
    assert change["after_unknown"] == {"token": True, "tokenId": True}
    deleted = next(row for row in document(firm_plan())["resource_changes"] if row["status"] == "delete")["change"]
    assert (deleted["after"], deleted["after_sensitive"]) == (None, False)


def test_an_unknown_value_of_another_resource_is_unknown() -> None:
    row = next(row for row in document(firm_plan())["resource_changes"] if row["type"] == "client_access")
    assert row["change"]["after"] == {"access": "STANDARD"}
    assert row["change"]["after_unknown"] == {"officeKey": True}
    assert row["depends_on"] == ["office/office_key/visma-finale"]


def test_a_secret_is_named_and_never_there() -> None:
    text = json_report.render(view(firm_plan(), TYPES))
    assert CANARY not in text
    key = change_of("visma-finale", 3)["change"]
    assert key["before"] == {"applicationName": "Visma Finale"}
    assert key["before_sensitive"] == {"token": True}
    assert key["replace_paths"] == [["applicationName"]]
    nested = Change(
        at(HAVN, "odd", "x"),
        Action.UPDATE,
        Reason.CONFIGURATION,
        before=attributes(deep={"plain": 1, "hidden": SecretRef("env:HIDDEN")}, list=[1, [SecretRef("env:HIDDEN")]]),
        after=attributes(deep={"plain": 2}),
    )
    made = json_report.render(view(Plan("p", NOW, "0", (AccountPlan(HAVN, "", 0, (nested,)),)), {}))
    assert "env:HIDDEN" not in made
    assert json.loads(made)["resource_changes"][0]["change"]["before_sensitive"] == {"deep": True, "list": True}


def test_deposed_generations_are_marked() -> None:
    assert change_of("visma-finale", 1)["deposed"] == "00000001"
    assert "deposed" not in change_of("visma-finale", 3)


def test_adoption_imports() -> None:
    row = change_of("adopt-asked")
    assert row["change"]["importing"] == {"id": "9"}
    assert row["change"]["before"] == row["change"]["after"]


def test_drift_tells_what_is_there_now() -> None:
    drift = {row["name"]: row["change"] for row in document(firm_plan())["resource_drift"]}
    assert drift["endret"]["actions"] == ["update"]
    assert drift["endret"]["before"] == {"permissions": "same-as-owner"}
    assert drift["endret"]["after"] == {"permissions": "all"}
    assert drift["vanished-forgotten"]["actions"] == ["delete"]
    assert drift["vanished-forgotten"]["after"] is None


def test_checks_are_never_passed_when_they_were_not_made() -> None:
    checks = {check["code"]: check for check in document(firm_plan())["checks"]}
    assert {code: check["status"] for code, check in checks.items()} == {
        "module-available": "pass",
        "package": "unknown",
        "owner": "fail",
    }
    assert checks["owner"]["problems"] == [{"message": "The owner is not there."}]
    assert checks["package"]["address"] == {"kind": "account", "to_display": "client/havn-kafe"}


def test_our_own_additions() -> None:
    made = document(firm_plan())
    assert [guard["code"] for guard in made["guards"]] == ["too-many-deletes"]
    assert made["diagnostics"][0]["source"] == {"file": "clients/havn.yaml", "line": 4, "column": 5}
    assert made["accounts"][-1]["moved_from"] == "client/skjer-elektro"
    assert made["accounts"][1]["company_id"] == 7001
    assert made["unmanaged"][0]["label"] == "Ukjent nøkkel"
    assert {task["kind"] for task in made["tasks"]} == {"answer", "unblock", "finish", "by-hand", "hand-over"}
    row = next(row for row in made["resource_changes"] if row["address"] == "client/nordlys-bakeri/user_key/huma")
    assert row["source"] == {"file": "clients/nordlys.yaml", "line": 12, "column": 3}
    assert row["origins"]["owner"]["line"] == 14
    assert row["group"] == "user_key/huma"


def test_the_bytes_are_the_same_every_time_and_markup_is_escaped() -> None:
    seen = view(firm_plan(), TYPES)
    hostile = replace(seen, project="</script><script>alert(1)&\u2028\ud800")
    text = json_report.render(hostile)
    assert json_report.render(hostile) == text
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["project"] == hostile.project
    text.encode("utf-8")
    assert text.endswith("}\n")
