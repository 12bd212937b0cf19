"""What depends on whom, and somebody else in their place: manifests rewritten where they name the owner, and a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.firm import CLIENT, OFFICE, Firm, small_firm
from tests.end_to_end.test_changes import ACCESS, OFFICE_KEYS, converged, keys

KEY = "client/nordlys-bakeri/user_key/huma"
OFFICE_KEY = "office/office_key/visma-finale"
THROUGH = "client/nordlys-bakeri/client_access/visma-finale"
MENU = """\
  shopify-connectmyapps:
    method: menu
    agreement: {acceptedBy: kari@fjord.example, authority: oppdragsavtale}
"""
KARI, PER, IDA = "kari@fjord.example", "per@nordlys.example", "ida@nordlys.example"
SHOPBOX = "client/nordlys-bakeri/user_key/shopbox"


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """Kari owns the office's key and accepted an agreement; Per owns the client's key."""
    firm = small_firm(tmp_path / "firm", CLIENT + ACCESS + MENU, OFFICE + OFFICE_KEYS)
    firm.attest_all()
    firm.apply()
    return firm


def test_who_there_is(firm: Firm) -> None:
    listed = firm.run("people", "list", "--format", "json").json()["people"]
    assert listed == [
        {"person": KARI, "keys": 1, "others": 1, "clients": 1},
        {"person": PER, "keys": 1, "others": 0, "clients": 1},
    ]
    assert firm.run("people", "list").out.splitlines()[1].split() == [KARI, "1", "1", "1"]


def test_what_stops_when_somebody_leaves(firm: Firm) -> None:
    said = firm.run("people", "show", KARI.upper())
    things = "1 × office key, 1 × integration from the menu"
    told = f"When {KARI} leaves, this stops: {things}, serving 1 of 1 clients."
    assert told in said.out
    assert "office.yaml:" in said.out
    assert f"provisioner people replace {KARI} NEW" in said.err
    things = firm.run("people", "show", KARI, "--format", "json").json()["things"]
    assert [(thing["address"], thing["clients"], thing["standing"]) for thing in things] == [
        (OFFICE_KEY, ["nordlys-bakeri"], "in-force"),
        ("client/nordlys-bakeri/menu_activation/shopify-connectmyapps", ["nordlys-bakeri"], "in-force"),
    ]
    assert "Nothing depends on nobody@fjord.example." in firm.run("people", "show", "nobody@fjord.example").out


def test_what_is_only_written_is_told_apart(tmp_path: Path) -> None:
    firm = small_firm(tmp_path / "firm")
    firm.attest_all()
    (thing,) = firm.run("people", "show", PER, "--format", "json").json()["things"]
    assert thing["standing"] == "planned"
    firm.write("clients/client.yaml", CLIENT.partition("integrations:")[0])
    assert "Ingenting avhenger av noen." in firm.run("people", "list", "--lang", "nb").out


def test_somebody_else_owns_the_key_and_the_old_one_waits_for_the_vendor(tmp_path: Path) -> None:
    """Nothing but the name changes in the file: the mark before it, line ends, quotes and comments stay."""
    written = "  shopbox:\r\n    owner: {employee: 'Per@Nordlys.example'} # per@nordlys.example, ours\r\n"
    written += "    permissions: same-as-owner\r\n    validFor: 365d\r\n"
    firm = small_firm(tmp_path / "firm")
    path = firm.directory / "clients" / "client.yaml"
    path.write_bytes(("\ufeff" + CLIENT.partition("  huma:")[0] + written).encode())
    firm.attest_all()
    firm.apply()
    before = firm.files()
    shown = firm.run("people", "replace", PER, IDA, "--diff")
    assert f"+    owner: {{employee: '{IDA}'}} # per@nordlys.example, ours" in shown.out
    firm.run("people", "replace", PER, IDA, "--check", code=1)
    assert firm.files() == before
    plan = firm.directory / "people.plan"
    said = firm.run("people", "replace", PER, IDA, "--out", str(plan), "--detailed-exitcode", "--reason", "x", code=2)
    assert "Rewrote clients/client.yaml" in said.err
    assert path.read_bytes() == before["clients/client.yaml"].replace(b"'Per@Nordlys.example'", f"'{IDA}'".encode())
    assert "must be replaced, the new one first" in said.out
    firm.run("apply", str(plan), "--operator", "scripted")
    assert {key["owner"] for key in keys(firm, "nordlys-bakeri", "Shopbox")} == {PER, IDA}
    again = firm.run("people", "show", PER)
    assert "replaced, kept for now" in again.out
    assert "people replace" not in again.err
    assert "it is replaced already" in firm.run("people", "replace", PER, IDA).err
    firm.run("handoff", "confirm", SHOPBOX)
    firm.apply()
    assert {key["owner"] for key in keys(firm, "nordlys-bakeri", "Shopbox")} == {IDA}
    assert converged(firm)


def test_nothing_is_rewritten_where_the_plan_finds_errors(firm: Firm) -> None:
    before = firm.files()
    said = firm.run("people", "replace", PER, "nobody-at-all@nordlys.example", code=1)
    assert "Error: " in said.err
    assert "clients/client.yaml is as it was before" in said.err
    assert "Rewrote" not in said.err
    assert firm.files() == before


def test_headings_are_in_the_language_of_the_rest(firm: Firm) -> None:
    listed = firm.run("people", "list", "--lang", "nb").out.splitlines()[0]
    assert listed.split() == ["PERSON", "NØKLER", "AKTIVERINGER", "KLIENTER"]
    assert "ADRESSE" in firm.run("people", "show", KARI, "--lang", "nb").out
    assert firm.run("expiring", "--within", "900d", "--lang", "nb").out.startswith("SISTE DAG")
    secrets = firm.run("secret", "list", "office", "--lang", "nb").out.splitlines()
    assert secrets[0].split()[:3] == ["ADRESSE", "GENERASJON", "STATUS"]
    assert [line.split()[:3] for line in secrets[1:]] == [[OFFICE_KEY, "1", "forseglet"]]
    assert "There is no state of client/nobody" in firm.run("secret", "list", "nobody", code=1).err


def test_what_goes_through_a_key_moves_in_the_same_plan(firm: Firm) -> None:
    said = firm.run("people", "replace", KARI, "anders@fjord.example", "--format", "json", code=None)
    assert "who accepted an agreement stays who did" in said.err
    changed = {row["address"]: row["change"]["actions"] for row in said.json()["resource_changes"]}
    assert changed[OFFICE_KEY] == ["create", "delete"]
    assert changed[THROUGH] == ["update"]
    assert KEY not in changed


def test_an_owner_in_a_template_is_left_to_a_person(firm: Firm) -> None:
    firm.edit("clients/client.yaml", f"{{employee: {PER}}}", '{employee: "{{ vars.owner }}"}')
    firm.write(
        "clients/client.yaml",
        (firm.directory / "clients/client.yaml").read_text(encoding="utf-8") + f"vars: {{owner: {PER}}}\n",
    )
    before = firm.files()
    said = firm.run("people", "replace", PER, "astrid@nordlys.example", code=1)
    assert (
        f"The owner of {KEY} does not stand where it can be rewritten. Change it by hand: clients/client.yaml:8"
        in said.err
    )
    assert "No manifest was changed." in said.err
    assert firm.files() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((KARI, "Lars"), "Lars is no e-mail address"),
        ((KARI, KARI.upper()), "the same person twice"),
        (("kare@fjord.example", IDA), f"Did you mean `{KARI}`?"),
        ((KARI, IDA, "--auto-approve"), "--auto-approve goes with --apply"),
    ],
)
def test_what_makes_no_sense_is_told(firm: Firm, words: tuple[str, ...], told: str) -> None:
    before = firm.files()
    assert told in firm.run("people", "replace", *words, code=1).err
    assert firm.files() == before
