"""`explain` on the real firm: where each value came from, what it beat, and why something is not there."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.driver import Result, provisioner
from tests.contract.tree import ROOT

HUMA = "client/nordlys-bakeri/user_key/huma"
SHOP = "menu_activation/shopify-connectmyapps"


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    """The example, with a client made of a list beside it."""
    root = tmp_path / "fjord"
    shutil.copytree(ROOT / "examples" / "fjord-regnskap", root, ignore=shutil.ignore_patterns(".provisioner"))
    (root / "klienter.csv").write_text("navn;orgnr\nKlatreverket;923 609 016\nUtenom;974 760 673\n", encoding="utf-8")
    (root / "clients" / "liste.yaml").write_text(
        "kind: ClientSet\nname: listen\nfrom: {csv: klienter.csv}\nexclude: [utenom]\n"
        'client: {name: "{{ row.navn | slug }}", organizationNumber: "{{ row.orgnr }}"}\n',
        encoding="utf-8",
    )
    return root


def explain(firm: Path, *words: str) -> Result:
    return provisioner("-C", str(firm), "explain", *words)


def rows(result: Result) -> list[list[str]]:
    lines = [line.split("  ") for line in result.out.splitlines()]
    return [[cell.strip() for cell in line if cell.strip()] for line in lines]


def edit(firm: Path, name: str, old: str, new: str) -> None:
    path = firm / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_every_value_stands_with_its_place(firm: Path) -> None:
    result = explain(firm, HUMA)
    assert (result.code, result.err) == (0, "")
    assert "declared at profiles/personal.yaml:5:3" in result.out
    assert "needs client/nordlys-bakeri/module/" in result.out
    told = rows(result)
    assert ["applicationName", '"Huma"', "catalogue entry huma, or its default"] in told
    assert ["validFor", "null", "said by nobody"] in told
    assert ["keyName", '"Huma Nordlys Bakeri AS"', "profiles/personal.yaml:8:20, profile personal (name)"] in told
    assert ["method", '"user-key"', "profiles/personal.yaml:6:13, profile personal (name)"] in told


def test_what_a_template_reads_is_told(firm: Path) -> None:
    told = rows(explain(firm, HUMA, "owner"))
    assert told[1:] == [
        ["owner", '"per@nordlys.example"', "profiles/personal.yaml:7:12, profile personal (name)"],
        ["of the template", "{{ vars.manager }}", "-"],
        ["with vars.manager", '"per@nordlys.example"', "clients/nordlys-bakeri.yaml:8:17, client"],
    ]
    assert rows(explain(firm, HUMA, "expires"))[-1][-1] == "provisioner.yaml:29:14, project"


def test_what_a_value_beat_is_told(firm: Path) -> None:
    edit(
        firm,
        "clients/nordlys-bakeri.yaml",
        "integrations:\n",
        'integrations:\n  huma: {keyName: "Huma Torget"}\n',
    )
    edit(firm, "clients/nordlys-bakeri.yaml", "vars: {", "vars: {keysUntil: 2029-06-30, ")
    assert rows(explain(firm, HUMA, "keyName"))[1:] == [
        ["keyName", '"Huma Torget"', "clients/nordlys-bakeri.yaml:10:19, client"],
        ["over", '"Huma {{ client.displayName }}"', "profiles/personal.yaml:8:14, profile personal (name)"],
    ]
    document: Any = explain(firm, HUMA, "expires", "--format", "json").json
    assert list(document["values"]) == ["expires"]
    expires = document["values"]["expires"]
    assert (expires["value"], expires["template"]) == ("2029-06-30", "{{ vars.keysUntil }}")
    assert [one["layer"] for one in expires["reads"]["vars.keysUntil"]] == ["client", "project"]
    assert expires["beat"] == []


def test_a_row_is_named(firm: Path) -> None:
    result = explain(firm, "client/klatreverket/client_access/visma-finale")
    assert result.code == 0
    assert "of the row at klienter.csv:2:1" in result.out


def test_a_field_that_is_not_there(firm: Path) -> None:
    result = explain(firm, HUMA, "keyname")
    assert result.code == 1
    assert "  Hint: Did you mean `keyName`? There are: applicationName, " in result.err
    assert "Did you mean `expires`?" in explain(firm, HUMA, "expire").err


@pytest.mark.parametrize(
    ("address", "field", "value"),
    [
        (HUMA, "owner.employee", "owner"),
        (HUMA, "vars.keysUntil", "expires"),
        (f"client/nordlys-bakeri/{SHOP}", "agreement.authority", "authority"),
        (f"client/nordlys-bakeri/{SHOP}", "agreement", "acceptedBy"),
    ],
)
def test_a_field_may_be_named_as_it_is_written(firm: Path, address: str, field: str, value: str) -> None:
    document: Any = explain(firm, address, field, "--format", "json").json
    assert value in document["values"]
    assert "title" not in document["values"]


def test_the_firms_own_catalogue_entry_is_named_with_its_place(firm: Path) -> None:
    told = rows(explain(firm, "client/nordlys-bakeri/user_key/kassa-pluss"))
    place = "integrations/kassa-pluss.yaml:2:1, catalogue entry kassa-pluss"
    assert ["applicationName", '"KassaPluss_Prod"', place] in told


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("client/nordlys-bakeri/huma", "Did you mean `client/nordlys-bakeri/user_key/huma`?"),
        ("client/nordlys-bakeri", "`client/nordlys-bakeri/user_key/kassa-pluss`"),
        ("office/kredin", "Did you mean `office/office_key/kredin`?"),
        ("huma", "`client/brygga-blomster/user_key/huma`"),
        ("nothing-of-ours", "Write `office/KIND/NAME` or `client/CLIENT/KIND/NAME`."),
    ],
)
def test_a_part_of_an_address_suggests_those_there_are(firm: Path, address: str, meant: str) -> None:
    result = explain(firm, address)
    assert (result.code, result.out) == (1, "")
    assert meant in result.err
    assert explain(firm, address, "--lang", "nb").err.startswith("Feil: ")


def test_an_error_of_another_client_stops_nothing_and_is_said(firm: Path) -> None:
    edit(firm, "clients/havna-ror.yaml", "displayName:", "displayname:")
    result = explain(firm, HUMA)
    assert result.code == 0
    assert ["method", '"user-key"', "profiles/personal.yaml:6:13, profile personal (name)"] in rows(result)
    assert "The manifests hold errors elsewhere" in result.err
    assert explain(firm, "client/havna-ror/user_key/huma").code == 1


def test_everything_is_told_in_norwegian(firm: Path) -> None:
    result = explain(firm, HUMA, "--lang", "nb")
    told = rows(result)
    assert "står i profiles/personal.yaml:5:3" in result.out
    assert "trenger client/nordlys-bakeri/module/" in result.out
    assert ["VERDI", "ER", "FRA"] in told
    assert ["med vars.manager", '"per@nordlys.example"', "clients/nordlys-bakeri.yaml:8:17, klienten"] in told
    assert not [word for word in ("declared", "needs", "FROM", "profile personal (", "said by") if word in result.out]


@pytest.mark.parametrize(
    ("address", "code", "place", "word"),
    [
        (f"client/havna-ror/{SHOP}", "absent-other-label", "profiles/butikk.yaml", "`bransje: bygg`"),
        (f"client/klatreverket/{SHOP}", "absent-no-label", "profiles/butikk.yaml", "has no `bransje`"),
        ("client/havna-ror/user_key/huma", "absent-not-given", "profiles/personal.yaml", "profile personal"),
        (f"office/{SHOP}", "absent-not-given", "profiles/butikk.yaml", "office"),
        ("client/nordlys-bakeri/user_key/hma", "absent-undeclared", "clients/nordlys-bakeri.yaml", "hma"),
        ("client/nordlys-bakeri/office_key/huma", "absent-elsewhere", "profiles/personal.yaml", HUMA),
        ("client/utenom/user_key/huma", "absent-excluded", "clients/liste.yaml", "listen"),
        ("client/nordlys-bakery/user_key/huma", "absent-account", None, "nordlys-bakery"),
    ],
)
def test_why_something_is_not_there(firm: Path, address: str, code: str, place: str | None, word: str) -> None:
    result = explain(firm, address)
    assert result.code == 1
    assert f"Nothing in the manifests asks for {address}" in result.err
    assert word in " ".join(result.err.split())
    document: Any = explain(firm, address, "--format", "json").json
    assert document["there"] is False
    (reason,) = document["reasons"]
    assert (reason["code"], reason["source"] and reason["source"]["file"]) == (code, place)
    norwegian = explain(firm, address, "--lang", "nb").err
    assert "Tips:" in norwegian
    assert reason["summary"] not in norwegian


def test_what_was_taken_away(firm: Path) -> None:
    edit(firm, "clients/nordlys-bakeri.yaml", "profiles: [personal]", "profiles: [personal]\nwithout: [huma]")
    result = explain(firm, HUMA)
    assert "huma is taken away from client/nordlys-bakeri" in result.err
    assert "see also profiles/personal.yaml:5:3" in result.err


def test_what_is_wrong_with_it_is_told_first(firm: Path) -> None:
    edit(firm, "profiles/personal.yaml", "vars.manager", "vars.manger")
    result = explain(firm, HUMA)
    assert result.code == 1
    assert "template-unknown-var" in result.err
