"""What was found in live accounts, written: what goes in comes out, whoever shares what; and the office's document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from provisioner.formats.survey.found import FoundClient, entry_text, survey_of_found
from provisioner.formats.survey.manifests import Request, Written, manifests_of
from provisioner.formats.survey.nouns import Company
from provisioner.formats.survey.office import with_declarations, with_office
from provisioner.formats.yaml_source import read_documents
from provisioner.model.diagnostics import SourceRange
from provisioner.model.manifest import Declared, Integration, Section
from provisioner.model.values import plain, thaw, tree
from tests.formats.reading import read

HERE = SourceRange("somewhere", 1, 1)
OFFICE = "# Ours.\nkind: Office\nname: fjord\norganizationNumber: 314 286 014\n"
KEYS = Section.OFFICE_KEYS


def item(name: str, section: Section = Section.INTEGRATIONS, **body: object) -> Declared:
    return Declared(name, section, tree(body), HERE)


def written(clients: Mapping[str, tuple[Declared, ...]]) -> Written:
    found = [FoundClient(Company(name, f"{name.title()} AS", "312345676"), items) for name, items in clients.items()]
    return manifests_of(Request(survey_of_found(found), alone=False, exact=True))


def merged(result: Written, client: str) -> dict[str, object]:
    """What is declared for a client once its profiles have had their say."""

    def document(name: str) -> dict[str, object]:
        (only,), _ = read_documents(result.files[name], name)
        found = thaw(plain(only.root))
        assert isinstance(found, dict)
        return found

    own = document(f"clients/{client}.yaml")
    profiles = own.get("profiles", [])
    assert isinstance(profiles, list)
    found: dict[str, object] = {}
    for source in (*(document(f"profiles/{name}.yaml") for name in profiles), own):
        declared = source.get("integrations", {})
        assert isinstance(declared, dict)
        for name, body in declared.items():
            before = found.get(name, {})
            assert isinstance(before, dict)
            found[name] = {**before, **body}
    return found


KEY: dict[str, Any] = {"method": "user-key", "adopt": True}
ALIKE = {name: (item("huma", **KEY, owner={"employee": f"post@{name}.no"}),) for name in ("a1", "b1", "c1", "d1")}


def test_what_clients_share_is_said_once_and_comes_out_as_it_went_in() -> None:
    result = written(ALIKE)
    assert result.profiles == 1
    assert merged(result, "b1") == {"huma": {**KEY, "owner": {"employee": "post@b1.no"}}}


def test_what_most_but_not_all_say_is_given_to_nobody() -> None:
    """A profile's field would be that client's too which has none: its owner two people, its rights another's."""
    kinds = {
        **ALIKE,
        "c1": (item("huma", **KEY, owner={"contact": "ola@kunde.no", "of": "Kunde AS"}),),
        "d1": (item("huma", **KEY, owner={"employee": "post@d1.no"}, permissions=["A", 61]),),
    }
    result = written(kinds)
    assert merged(result, "c1") == {"huma": {**KEY, "owner": {"contact": "ola@kunde.no", "of": "Kunde AS"}}}
    assert merged(result, "d1") == {"huma": {**KEY, "owner": {"employee": "post@d1.no"}, "permissions": ["A", 61]}}
    assert "permissions" not in str(merged(result, "a1"))


def test_one_name_that_is_set_up_in_two_ways_is_two_columns() -> None:
    result = written({**ALIKE, "d1": (item("huma", method="custom-key", adopt=True),)})
    assert merged(result, "d1") == {
        "huma-custom-key": {"integration": "huma", "method": "custom-key", "adopt": True},
    }
    other = written({"a1": (item("x", integration="y", method="menu"), item("x-menu", integration="z", method="menu"))})
    assert merged(other, "a1") == {
        "x": {"integration": "y", "method": "menu"},
        "x-menu": {"integration": "z", "method": "menu"},
    }


def test_a_body_of_another_providers_comes_out_too() -> None:
    odd = item("n", kind="note", text="NO", deep={"a": {"b": 1}}, numbers=[1, True, None])
    assert merged(written({"a1": (odd,)}), "a1") == {
        "n": {"kind": "note", "text": "NO", "deep": {"a": {"b": 1}}, "numbers": [1, True, None]}
    }


def test_an_entry_is_a_document() -> None:
    text = entry_text(Integration("kasse", tree({"title": "on", "methods": ["custom-key"], "note": "a: b"}), HERE))
    (document,), found = read_documents(text, "x.yaml")
    assert not found
    assert thaw(plain(document.root)) == {
        "kind": "Integration",
        "name": "kasse",
        "title": "on",
        "methods": ["custom-key"],
        "note": "a: b",
    }


def put(text: str, *items: Declared) -> str | None:
    manifests = read(text).manifests
    assert manifests is not None
    assert manifests.office is not None
    return with_declarations(text, manifests.office, items)


NEW = item("kredin", KEYS, owner={"employee": "kari@fjord.no"}, adopt=True)
ZAPIER = item("zapier", method="user-key", adopt=True)
LINES = "  kredin:\n    owner: {employee: kari@fjord.no}\n    adopt: true\n"
WIDE = "    zapier:\n      method: user-key\n      adopt: true\n"
MORE = "integrations:\n  zapier:\n    method: user-key\n    adopt: true\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OFFICE, f"{OFFICE}officeKeys:\n{LINES}{MORE}"),
        (OFFICE.rstrip("\n"), f"{OFFICE}officeKeys:\n{LINES}{MORE}"),
        (f"{OFFICE}---\nkind: Profile\nname: p\n", f"{OFFICE}officeKeys:\n{LINES}{MORE}---\nkind: Profile\nname: p\n"),
        (
            f"{OFFICE}officeKeys:   # ours\n  # the old one\n  finale: {{}}\n",
            f"{OFFICE}officeKeys:   # ours\n  # the old one\n{LINES}  finale: {{}}\n{MORE}",
        ),
        (
            f"{OFFICE}integrations:\n    huma: {{}}\n",
            f"{OFFICE}integrations:\n{WIDE}    huma: {{}}\nofficeKeys:\n{LINES}",
        ),
    ],
    ids=["bare", "no line end", "another document behind", "beside others", "another indentation"],
)
def test_the_offices_document_is_added_to_and_nothing_of_it_changes(before: str, after: str) -> None:
    assert put(before, NEW, ZAPIER) == after
    windows = before.replace("\n", "\r\n")
    assert put(windows, NEW, ZAPIER) == after.replace("\n", "\r\n")
    assert not read_documents(after, "office.yaml")[1]


@pytest.mark.parametrize("section", ["officeKeys: {finale: {}}", "officeKeys: {}", "officeKeys:\n  {finale: {}}"])
def test_where_there_is_no_certain_place_nothing_is_added(section: str) -> None:
    assert put(f"{OFFICE}{section}\n", NEW) is None


def test_nothing_to_add_changes_nothing() -> None:
    assert put(OFFICE) == OFFICE


@pytest.mark.parametrize(
    ("before", "between"),
    [("", ""), ("# Ours.\r\n", ""), ("# Ours.\nkind: Profile\nname: a\nselector: {}", "\n---\n")],
)
def test_an_office_is_written_behind_what_stands_there(before: str, between: str) -> None:
    text = with_office(before, "null", [item("finale", KEYS, owner={"employee": "a@b.example"})])
    end = "\r\n" if "\r\n" in before else "\n"
    lines = ["kind: Office", "name: 'null'", "officeKeys:", "  finale:", "    owner: {employee: a@b.example}", ""]
    assert text == before + between + end.join(lines)
    assert read_documents(text, "office.yaml")[1] == ()
