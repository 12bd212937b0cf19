"""A firm's repository made of what stands in its accounts: with a browser all of it, by API alone what that tells."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from provisioner.runtime.reading.prepare import prepare
from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner_tripletex_simulator.control import demo_credentials
from provisioner_tripletex_simulator.rules import KeyOrder, make_key
from provisioner_tripletex_simulator.world import World
from tests.end_to_end.firm import EXAMPLE, WORLD, Firm, copy_of_example
from tests.plugins.provisioner_tripletex_simulator.desk import NOW

Things = set[tuple[str, str, str, str]]
GAMLE_KOLONIAL = "326380415"
PROFILE = """\
kind: Profile
name: huma
selector: {}
integrations:
  huma: {owner: {employee: a@b.example}}
"""


def changed(firm: Firm, edit: Callable[[World], object]) -> None:
    """Does something in the firm's embedded world."""
    world = World.from_json((firm.directory / WORLD).read_bytes())
    edit(world)
    (firm.directory / WORLD).write_bytes(world.to_json())


def begun(directory: Path, world: Path, drivers: str, more: str = "") -> Firm:
    """A project as `init` makes it, on a copy of that world."""
    firm = Firm(directory)
    directory.mkdir()
    firm.run(
        "init", "--name", "fjord-regnskap", "--office-name", "Fjord Regnskap AS", "--organization-number", "314286014"
    )
    text = (directory / "provisioner.yaml").read_text(encoding="utf-8")
    text = re.sub(r"endpoint: .*", "endpoint: simulator", text)
    text = re.sub(r"drivers: \[.*", f"drivers: [{drivers}]{more}", text)
    firm.write("provisioner.yaml", f"{text}singleMachine: true\n")
    shutil.copy(world, directory / WORLD)
    return firm


def things(firm: Firm) -> Things:
    """What is declared: in which company, which product, by which method, whose. Names are each repository's own."""
    with Workspace(OpenOptions(directory=firm.directory)) as workspace:
        prepared, found = prepare(workspace, strict=True), set()
        for account in prepared.accounts:
            who = account.account.identity.organization_number or ""
            for desired in prepared.expand(account, workspace.clock.now()).desired:
                kind, held = desired.address.kind, desired.attributes
                if kind != "module":
                    method = f"{kind} {held.get('setup') or ''}".strip()
                    whose = str(held.get("owner") or held.get("access") or "")
                    found.add((who, desired.integration or "", method, whose))
        return found


@pytest.fixture
def converged(tmp_path: Path) -> Firm:
    """The example, everything in it set up by a person."""
    firm = copy_of_example(tmp_path / "before")
    firm.edit("provisioner.yaml", "drivers: [api, guided]", "drivers: [guided]")
    firm.attest_all()
    firm.apply()
    return firm


@pytest.mark.needs("chromium")
def test_the_example_is_given_back(converged: Firm, tmp_path: Path) -> None:
    """Its manifests and its state are thrown away; what the firm knows of a product that no catalogue has stays."""
    wanted, world = things(converged), converged.directory / WORLD
    before = converged.world()
    firm = begun(tmp_path / "after", world, "api, web, guided")
    shutil.copytree(EXAMPLE / "integrations", firm.directory / "integrations")
    seen = firm.run("import", "--live", "--dry-run", "--client", "Gamle Kolonial AS")
    assert "nothing was written" in seen.out
    assert not (firm.directory / "clients" / "gamle-kolonial.yaml").exists()

    said = firm.run("import", "--live")
    assert "14 new clients" in said.out
    assert "Success!" in firm.run("validate").out
    assert firm.run("fmt", "--check").out == ""
    found = things(firm)
    assert {one for one in found if one[0] != GAMLE_KOLONIAL} == wanted
    assert sorted(one[1] for one in found if one[0] == GAMLE_KOLONIAL) == ["huma", "shopify-connectmyapps"]

    # Where nobody can look again, what was read is what is known.
    offline = firm.run("plan", "--refresh", "none").out
    assert re.search(r"^Plan: 0 to add, 0 to change, 0 to destroy, \d+ to adopt\.", offline, re.MULTILINE)
    applied = firm.run("apply", "--auto-approve")
    assert re.search(r"^Plan: 0 to add, 0 to change, 0 to destroy, \d+ to adopt\.", applied.out, re.MULTILINE)
    assert "held" not in applied.out
    assert "No changes." in firm.run("plan").out
    assert firm.world() == before, "nothing was touched"


@pytest.mark.needs("chromium")
def test_what_the_screens_hold_against_it_is_told(tmp_path: Path) -> None:
    """An application that no catalogue knows, two keys that nobody can tell apart, and whom only the listing knows."""
    start = copy_of_example(tmp_path / "before")
    start.run("plan", code=None)

    def more_keys(world: World) -> None:
        company = world.company_by("gamle-kolonial")
        assert company is not None
        owner = world.person_by_email(company.id, "astrid@gamlekolonial.example")
        assert owner is not None
        for application, name in (("Ukjent_App", "Kassa {{ x }}"), ("Huma", "Huma to")):
            make_key(world, KeyOrder(company.id, owner.id, application, name, "all"), NOW)

    changed(start, more_keys)
    firm = begun(tmp_path / "after", start.directory / WORLD, "api, web, guided")
    said = firm.run("import", "--live", "--client", "Gamle Kolonial AS", "--format", "json").json()
    assert said["read_whole"] == ["office"], "of the client something is open"
    text = (firm.directory / "clients" / "gamle-kolonial.yaml").read_text(encoding="utf-8")
    assert "ukjent-app:" in text
    assert "huma" not in text
    assert "{{" not in text
    entry = (firm.directory / "integrations" / "ukjent-app.yaml").read_text(encoding="utf-8")
    assert "applicationName: Ukjent_App" in entry
    told = firm.said[-1].err
    assert "cannot be told apart" in told
    assert "«Huma 2023 (Huma)», «Huma to (Huma)»" in " ".join(told.split())
    assert "would be taken for a template" in " ".join(told.split())
    reasons = {row["address"]: row["reason"] for row in firm.run("plan", "--format", "json").json()["resource_changes"]}
    assert reasons["client/gamle-kolonial/user_key/ukjent-app"] == "adopt-asked"
    assert "Huma to" in firm.run("plan").out, "it is there, and not managed"


def test_by_api_alone_clients_come_and_what_they_have_is_asked(converged: Firm, tmp_path: Path) -> None:
    firm = begun(tmp_path / "after", converged.directory / WORLD, "api, guided")
    said = firm.run("import", "--live")
    assert "14 new clients, 0 profiles" in said.out
    told = " ".join(said.err.split())
    assert "Fjellsport Detalj AS: what there is of this could not be listed" in told
    assert "hidden users behind 1 keys" in told
    for name in ("integrations:", "officeKeys:", "adopt"):
        written = [path for path in firm.directory.rglob("*.yaml") if name in path.read_text(encoding="utf-8")]
        assert [path.name for path in written if path.parent.name == "clients" and path.name != "example.yaml"] == []
    assert "No changes." in firm.run("plan").out, "nothing is declared, so nothing is done"
    firm.write("profiles/huma.yaml", PROFILE)
    plan = firm.run("plan", "--format", "json", code=None).json()
    actions = {row["reason"] for row in plan["resource_changes"] if "/user_key/" in row["address"]}
    assert actions == {"not-inventoried"}, "what nobody could read is made by no plan"


def test_an_incomplete_list_is_said_and_what_is_in_it_is_taken_in(
    converged: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an office key alone the list holds those it is attached to, and the office itself cannot be read."""
    held = demo_credentials(World.from_json((converged.directory / WORLD).read_bytes()))
    monkeypatch.setenv("CONSUMER", held["consumerToken"])
    monkeypatch.setenv("OFFICE_KEY", held["officeKey"])
    more = "\n    credentials: {consumerToken: 'env:CONSUMER', officeKey: 'env:OFFICE_KEY'}"
    firm = begun(tmp_path / "after", converged.directory / WORLD, "api, guided", more)
    told = " ".join(firm.run("import", "--live", "--dry-run").err.split())
    assert "The list of clients is not certain to be whole: 14 companies stand in it." in told


def test_one_file_in_the_way_and_nothing_is_written(converged: Firm, tmp_path: Path) -> None:
    firm = begun(tmp_path / "after", converged.directory / WORLD, "api, guided")
    firm.write("clients/kiosken-pa-hjornet.yaml", "# somebody's own\n")
    before = firm.files()
    said = firm.run("import", "--live", code=1)
    assert "clients/kiosken-pa-hjornet.yaml would be overwritten" in said.err
    assert firm.files() == before


def test_what_is_to_be_taken_in_must_be_said_once(tmp_path: Path, converged: Firm) -> None:
    firm = begun(tmp_path / "after", converged.directory / WORLD, "guided")
    assert "Of what are the manifests to be made?" in firm.run("import", code=1).err
    listed = firm.write("klienter.csv", "Navn;Org.nr\nNordlys Bakeri AS;312345676\n")
    for words in (("--live",), ("--client", "x")):
        firm.run("import", "--from", str(listed), *words, code=1)
    assert "no client can be listed" in firm.run("import", "--live", code=1).err


def test_two_companies_of_one_name_are_two_clients(converged: Firm, tmp_path: Path) -> None:
    def renamed(world: World) -> None:
        for label in ("kiosken", "nordlys-bakeri"):
            company: Any = world.company_by(label)
            company.name = "Torget Kiosk AS"

    firm = begun(tmp_path / "after", converged.directory / WORLD, "api, guided")
    changed(firm, renamed)
    firm.run("import", "--live")
    names = sorted(path.stem for path in (firm.directory / "clients").glob("torget*"))
    assert len(names) == 2
    assert "torget-kiosk-as-312345676" in names
    assert json.loads(firm.run("import", "--live", "--format", "json").out)["files"] == [], "and stay as they are"
