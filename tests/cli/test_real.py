"""The verbs on the real runtime, with a provider, a state and a store that live in memory."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from provisioner.model.address import AccountRef
from provisioner.model.values import attributes
from provisioner.runtime import workspace
from provisioner.runtime.first_day.scaffold import IDENTITY_FILE
from provisioner.runtime.guests import plugins
from provisioner.runtime.guests.plugins import Guests
from provisioner.testing.fakes import Disk, FakePlugin, FakeWorld
from tests.cli.driver import Person, Result, provisioner

CLIENT = """\
kind: Client
name: nordlys
organizationNumber: 312 345 676
labels: {bransje: handel}
integrations:
  modul: {kind: module}
  huma: {kind: key, application: Huma, needs: [module/modul]}
  lapp: {kind: note, text: hei}
"""
OTHER = """\
kind: Client
name: brygga
organizationNumber: 923 609 016
integrations:
  zapier: {kind: key, application: Zapier}
"""
NORDLYS = AccountRef.client("nordlys")
HUMA = "client/nordlys/key/huma"


@dataclass
class Firm:
    """A project on a world in memory; each command is a process of its own."""

    root: Path
    world: FakeWorld
    disk: Disk

    def __call__(self, *words: str, person: Person | None = None) -> Result:
        return provisioner("-C", str(self.root), *words, person=person)

    def write(self, name: str, text: str) -> None:
        (self.root / "clients" / name).write_text(text, encoding="utf-8")

    def settings(self, text: str) -> None:
        """Puts the fake provider in the place of the one that `init` wrote."""
        file = self.root / "provisioner.yaml"
        project = re.sub(
            r"(?ms)^provider:.*?(?=^guardrails|\Z)", f"provider:\n  fake: {text}\n", file.read_text("utf-8")
        )
        file.write_text(re.sub(r"(?m)^state: .*$", "state: memory:here", project), encoding="utf-8")

    @property
    def identity(self) -> Path:
        return self.root / ".provisioner" / IDENTITY_FILE


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Firm:
    made = Firm(tmp_path / "fjord", FakeWorld(), Disk())

    def load(listeners: tuple[object, ...] = ()) -> Guests:
        return plugins.load_guests((FakePlugin(made.world, made.disk), *listeners), strangers=False)

    monkeypatch.setattr(workspace, "load_guests", load)
    assert provisioner("init", str(made.root), "--organization-number", "314 286 014").code == 0
    made.settings("{}")
    made.write("nordlys.yaml", CLIENT)
    made.write("brygga.yaml", OTHER)
    return made


def ready(firm: Firm) -> Firm:
    assert firm("state", "init").code == 0
    assert firm("inventory", "attest", "--all", "--empty").code == 0
    return firm


def test_from_nothing_to_no_changes_and_back(firm: Firm) -> None:
    assert "Success!" in firm("validate").out
    missing = firm("plan")
    assert missing.code == 6
    ready(firm)
    planned = firm("plan", "--detailed-exitcode")
    assert planned.code == 2
    assert planned.out.splitlines()[-1] == "Plan: 4 to add, 0 to change, 0 to destroy."
    applied = firm("apply", person=Person(typed=["yes"]))
    assert applied.code == 0, applied.err
    assert applied.out.splitlines()[-1] == "Apply complete! Resources: 4 added, 0 changed, 0 destroyed."
    again = firm("plan", "--detailed-exitcode")
    assert (again.code, again.out.splitlines()[-1][:11]) == (0, "No changes.")
    destroyed = firm("destroy", "--auto-approve")
    assert destroyed.code == 0
    assert destroyed.out.splitlines()[-1].startswith("Apply complete! Resources: 0 added, 0 changed, 3 destroyed")


def test_what_was_never_attested_is_held(firm: Firm) -> None:
    firm("state", "init")
    result = firm("plan", "--refresh", "none", "--detailed-exitcode")
    assert result.code == 7
    assert "Nothing can be done now" in result.out


def test_a_sealed_key_opens_with_the_identity_and_stands_nowhere_else(firm: Firm) -> None:
    applied = ready(firm)("apply", "--auto-approve")
    shown = firm("secret", "show", HUMA, "--identity", str(firm.identity))
    (key,) = (thing.secret for thing in firm.world.things(NORDLYS, "key"))
    assert shown.out.strip() == key
    assert key
    listed = [firm("state", "list"), firm("state", "show", HUMA), firm("state", "list", "--format", "json")]
    listed += [firm("plan", "--format", name) for name in ("text", "json", "markdown", "html")]
    for result in (applied, *listed):
        assert key not in result.out + result.err
    assert "sealed" in listed[0].out


def test_a_saved_plan_is_done_once(firm: Firm, tmp_path: Path) -> None:
    file = tmp_path / "plan.bin"
    assert ready(firm)("plan", "--out", str(file)).code == 0
    assert firm("show", str(file)).out == firm("plan").out
    assert firm("apply", str(file)).code == 0
    stale = firm("apply", str(file))
    assert stale.code == 5
    assert "0 added" in stale.out


def test_only_what_is_named(firm: Firm) -> None:
    ready(firm)
    for words in (["--client", "brygga"], ["--selector", "bransje=handel"], ["--target", HUMA]):
        document = firm("plan", "--format", "json", *words).json
        names = {row["address"] for row in document["resource_changes"] if row["status"] == "create"}
        assert (
            names
            == {
                "brygga": {"client/brygga/key/zapier"},
                "bransje=handel": {HUMA, "client/nordlys/module/modul", "client/nordlys/note/lapp"},
                HUMA: {HUMA, "client/nordlys/module/modul"},
            }[words[1]]
        )


def test_work_waits_is_taken_on_and_completed(firm: Firm) -> None:
    firm.settings("{guided: [key]}")
    applied = ready(firm)("apply", "--auto-approve", "--detailed-exitcode")
    assert applied.code == 7
    assert firm("plan").code == 0
    works = firm("work", "list", "--format", "json").json["items"]
    assert {work["item"]["address"] for work in works} == {HUMA, "client/brygga/key/zapier"}
    work_id = next(work["item"]["id"] for work in works if work["item"]["address"] == HUMA)
    assert firm("work", "start", work_id, "--by", "kari").code == 0
    assert firm("work", "start", work_id, "--by", "ola").code == 1
    thing = firm.world.make(NORDLYS, "key", attributes(application="Huma"), secret=True)
    done = firm("work", "complete", work_id, "--done", "--by", "kari", person=Person(pasted=[thing.secret]))
    assert done.code == 0, done.err + done.out
    assert firm("secret", "show", HUMA, "--identity", str(firm.identity)).out.strip() == thing.secret
    assert firm("work", "complete", work_id, "--not-done").code == 1


def test_the_person_at_the_terminal_does_what_is_guided(firm: Firm) -> None:
    firm.settings("{guided: [note]}")
    result = ready(firm)("apply", person=Person(typed=["yes", "refused", "Ingen tilgang"]))
    assert result.code == 1
    assert "Ingen tilgang" in result.out


def test_events_end_in_a_summary(firm: Firm) -> None:
    events = ready(firm)("apply", "--auto-approve", "--format", "json").events
    types = [event["type"] for event in events]
    assert (types[0], types[-1]) == ("version", "change_summary")
    assert {"planned_change", "account_start", "apply_start", "intent_recorded", "apply_complete"} <= set(types)


def test_manifests_with_errors(firm: Firm) -> None:
    ready(firm)
    firm.write("brygga.yaml", OTHER.replace("integrations:", "integration:"))
    result = firm("validate")
    assert result.code == 1
    assert "on clients/brygga.yaml line 4, column 1" in result.err
    assert "4: integration:" in result.err
    only = provisioner("validate", str(firm.root / "clients" / "nordlys.yaml"))
    assert only.code == 0
    document = firm("validate", "--format", "json").json
    assert document["diagnostics"][0]["source"]["file"] == "clients/brygga.yaml"
    assert firm("plan").code == 1


def test_explain_says_where_a_value_was_written(firm: Firm) -> None:
    result = firm("explain", HUMA)
    assert result.code == 0
    assert "clients/nordlys.yaml:7" in result.out
    assert json.loads(firm("explain", HUMA, "--format", "json").out)["address"] == HUMA


def test_no_project_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for verb in ("validate", "plan", "doctor"):
        result = provisioner(verb)
        assert result.code == 1
        assert "There is no provisioner.yaml" in result.err


def test_doctor(firm: Firm) -> None:
    """The fake has nothing to say of itself; the house has."""
    told = firm("doctor")
    assert told.code == 0
    assert [line.split()[2] for line in told.out.splitlines() if line and line[0] in "✓·?!✗"][:4] == [
        *("program", "formats", "plugins", "schema")
    ]
    assert told.out.endswith("\n\nLevel: full\nNothing is wrong.\n")
    assert "! warning  state " in told.out
    ready(firm)
    assert "memory:here can be reached and holds 3 accounts." in firm("doctor").out
