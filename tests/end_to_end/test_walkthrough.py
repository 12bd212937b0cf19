"""The main job, from an empty state to «No changes.»: the example, by the command line, in an embedded world."""

from __future__ import annotations

import json
import re

import pytest

from tests.end_to_end.firm import EXAMPLE, OFFICE_ACCOUNT, ROOT, Firm, Landscape

pytestmark = pytest.mark.usefixtures("noon")

KINDS = {"module", "menu_activation", "user_key", "office_key", "client_access"}
METHODS = {"menu", "user-key", "custom-key", "office-key"}
SECRETS = ("user_key", "office_key")


def changes(firm: Firm, *words: str) -> dict[str, dict[str, object]]:
    """The rows of the JSON plan, by address."""
    document = firm.run("plan", "--format", "json", *words).json()
    return {row["address"]: row for row in document["resource_changes"]}


def keys(world: Landscape, account: str) -> list[str]:
    """Names of an account's keys, but for those the demo's credentials are."""
    return sorted(key["name"] for key in world[account]["keys"] if key["name"] != "Provisioner")


def test_the_example_uses_every_kind_and_method(example: Firm) -> None:
    example.run("validate")
    found = changes(example)
    assert {address.split("/")[-2] for address in found} == KINDS
    assert len({address.split("/")[1] for address in found if address.startswith("client/")}) == 12
    texts = "\n".join(path.read_text(encoding="utf-8") for path in EXAMPLE.rglob("*.yaml"))
    assert {method for method in METHODS if f"method: {method}" in texts} == METHODS
    assert "employee:" in texts
    assert "contact:" in texts


def test_a_plan_lists_every_resource_with_its_origin(example: Firm) -> None:
    said = example.run("plan")
    document = changes(example)
    assert len(document) == 48
    for address, row in document.items():
        source = row["source"]
        assert isinstance(source, dict)
        assert (EXAMPLE / source["file"]).is_file()
        told = f"{source['file']}:{source['line']}:{source['column']}"
        blocks = re.findall(rf"{re.escape(address)} .*(?:\n.*){{2}}", said.out)
        assert any(told in block for block in blocks), f"{address} is shown without its origin"


def test_planning_writes_nothing(example: Firm) -> None:
    example.attest_all()
    example.run("plan")
    before = example.files(), example.world(), example.run("state", "list", "--format", "json").out
    example.run("plan")
    example.run("plan", "--refresh", "all", "--format", "json")
    assert (example.files(), example.world(), example.run("state", "list", "--format", "json").out) == before


def test_what_nobody_looked_at_is_held(example: Firm) -> None:
    held = {address for address, row in changes(example).items() if row["reason"] == "not-inventoried"}
    assert "client/nordlys-bakeri/user_key/huma" in held
    assert "office/office_key/visma-finale" in held
    example.apply()
    assert not any(keys(example.world(), account) for account in ("nordlys-bakeri", OFFICE_ACCOUNT))


@pytest.fixture
def applied(example: Firm) -> Firm:
    """The example, applied."""
    example.attest_all()
    example.apply()
    return example


def test_a_second_plan_finds_nothing_to_do(applied: Firm) -> None:
    assert "No changes." in applied.run("plan", "--detailed-exitcode").out
    assert "No changes." in applied.run("plan", "--detailed-exitcode", "--refresh", "all").out


def test_the_world_is_as_the_manifests_say(applied: Firm) -> None:
    world = applied.world()
    assert keys(world, OFFICE_ACCOUNT) == ["Kredin_klienter", "Visma Finale", "Zapier 2026"]
    assert keys(world, "tommer-og-bolt") == ["Holte 316870244", "TiPro"]
    assert world["fjellsport"]["activations"] == ["Shopify av ConnectMyApps"]
    assert world["brygga-blomster"]["activations"] == []
    assert all("API_V2" in world[client]["modules"] for client in world if keys(world, client))

    office = {key["name"]: key for key in world[OFFICE_ACCOUNT]["keys"]}
    assert len(office["Visma Finale"]["clients"]) == 11
    assert "vidda-konsulent" not in office["Visma Finale"]["clients"]
    assert office["Kredin_klienter"]["clients"] == {
        "kino-aurora": "STANDARD_PRIVILEGES_ACCOUNTANT",
        "polhavet-restaurant": "STANDARD_PRIVILEGES_AUDITOR",
    }
    contacts = {key["owner"] for key in world["vidda-konsulent"]["keys"]} - {"sara@vidda.example"}
    assert contacts == {"elle@tundra.example"}


def test_nothing_else_was_touched(example: Firm) -> None:
    example.run("plan")
    before = example.world()
    example.attest_all()
    example.apply()
    after = example.world()
    for bystander in ("kiosken", "stille-vann", "gamle-kolonial"):
        assert after[bystander] == before[bystander]


def test_every_key_is_sealed_and_opens(applied: Firm) -> None:
    listed = applied.run("state", "list", "--format", "json").json()["accounts"]
    entries = [entry["address"] for account in listed for entry in account["entries"]]
    rows = [address for address in entries if address.split("/")[-2] in SECRETS]
    assert len(rows) == 19
    opened = set()
    for address in rows:
        said = applied.run("secret", "show", address, "--identity", str(applied.directory / "demo-identity.txt"))
        opened.add(said.out.strip())
    assert len(opened) == len(rows)
    assert all(key.startswith("test-") for key in opened)


def test_a_saved_plan_is_applied_once(example: Firm) -> None:
    example.attest_all()
    path = str(example.directory / "plan.bin")
    example.run("plan", "--out", path)
    example.run("apply", path, "--operator", "scripted")
    again = example.run("apply", path, "--operator", "scripted", code=5)
    assert "has moved since the plan was made" in again.text
    assert "No changes." in example.run("plan").out


def test_a_plan_of_one_client_brings_what_it_needs_of_the_office(example: Firm) -> None:
    example.attest_all()
    found = {a for a, row in changes(example, "--client", "havna-ror").items()}
    assert found == {
        "office/module/api-v2",
        "office/office_key/visma-finale",
        "client/havna-ror/module/api-v2",
        "client/havna-ror/user_key/svenn",
        "client/havna-ror/client_access/visma-finale",
    }
    example.apply("--client", "havna-ror")
    world = example.world()
    assert keys(world, "havna-ror") == ["Svenn"]
    assert keys(world, "kino-aurora") == []


@pytest.mark.parametrize("format_", ["text", "markdown", "html", "json"])
def test_a_plan_in_every_format(example: Firm, format_: str) -> None:
    said = example.run("plan", "--format", format_)
    assert "nordlys-bakeri" in said.out
    assert "huma" in said.out
    if format_ == "json":
        assert json.loads(said.out)["format_version"]
    if format_ == "html":
        assert "<html" in said.out


def test_in_norwegian(example: Firm) -> None:
    example.attest_all()
    assert "Provisioner gjør dette når det er godkjent" in example.run("plan", "--lang", "nb").out
    example.apply("--lang", "nb")
    # The last line is read by programs, so it stays as it is in every language.
    assert "No changes." in example.run("plan", "--lang", "nb").out


def test_the_readme_shows_what_is_really_said(example: Firm) -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```text\n(\$ provisioner plan.*?)^```", page, re.MULTILINE | re.DOTALL)
    example.attest_all()
    for command in block.removeprefix("$ provisioner ").split("\n$ provisioner "):
        words, _, shown = command.partition("\n")
        verb, *options = words.split()
        said = example.apply(*options) if verb == "apply" else example.run(verb, *options)
        for part in shown.split("…\n"):
            assert part.strip("\n") in said.out
