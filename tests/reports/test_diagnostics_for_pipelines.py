"""SARIF, JUnit and GitHub's commands: the shape that their readers ask for, and nothing that breaks out of it."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Severity, SourceRange, Text
from provisioner.reports import diagnostics_github, diagnostics_junit, diagnostics_sarif
from provisioner.reports.checked import Checked

KEY = Address(AccountRef.client("nordlys"), "user_key", "huma")
AT = SourceRange("clients/å b.yaml", 3, 5, 3, 9)
FIRST = SourceRange("clients/å b.yaml", 2, 1)
DOUBLED = Diagnostic(
    "duplicate-key",
    Severity.ERROR,
    Text("`a` stands twice.", "Of two, one would be lost.", "Take one away."),
    source=AT,
    related=(FIRST,),
    translations=(("nb", Text("`a` står to ganger.", "Én ville gått tapt.", "Ta bort den ene.")),),
)
ABOUT = Diagnostic("expires-soon", Severity.WARNING, Text("It ends soon."), address=KEY, source=FIRST)
NOWHERE = Diagnostic("whole-project", Severity.INFO, Text("Something about all of it."))
ALL = Checked((DOUBLED, ABOUT, NOWHERE), ("clients/å b.yaml", "office.yaml"), version="1.2.3", prefix="firm")

texts = st.text(min_size=1, max_size=12) | st.sampled_from(
    ["]]>", "%0A::error::", "a\r\n::stop-commands::x", "\x00<&'"]
)
found_anything = st.builds(
    Diagnostic,
    st.sampled_from(["a", "b-c"]),
    st.sampled_from(Severity),
    st.builds(Text, texts, texts, texts),
    source=st.none()
    | st.builds(SourceRange, texts, st.integers(1, 9), st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)),
)
checks = st.builds(Checked, st.lists(found_anything, max_size=3).map(tuple), st.lists(texts, max_size=2).map(tuple))


def sarif(checked: Checked) -> dict[str, Any]:
    document = json.loads(diagnostics_sarif.render(checked))
    assert isinstance(document, dict)
    return document


def hold_to_sarif(document: dict[str, Any]) -> None:
    """What section 3 of SARIF 2.1.0 demands of the properties that we write."""
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = document["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    for rule in driver["rules"]:
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert all(rule[name]["text"] for name in ("shortDescription", "fullDescription", "help"))
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        related = result.get("relatedLocations", [])
        assert len({location["id"] for location in related}) == len(related)
        for location in (*result.get("locations", []), *related):
            if "physicalLocation" in location:
                hold_to_place(location["physicalLocation"], run)


def hold_to_place(physical: dict[str, Any], run: dict[str, Any]) -> None:
    artifact, region = physical["artifactLocation"], physical["region"]
    assert artifact["uriBaseId"] in run["originalUriBaseIds"]
    assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", artifact["uri"]), "a relative URI (RFC 3986)"
    assert all(type(value) is int and value >= 1 for value in region.values())
    assert {"startLine", "startColumn"} <= set(region) <= {"startLine", "startColumn", "endLine", "endColumn"}


def test_sarif() -> None:
    document = sarif(ALL)
    hold_to_sarif(document)
    run = document["runs"][0]
    assert run["tool"]["driver"]["version"] == "1.2.3"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["duplicate-key", "expires-soon", "whole-project"]
    doubled, about, nowhere = run["results"]
    assert doubled["message"]["text"].splitlines() == [
        "`a` stands twice.",
        "Of two, one would be lost.",
        "see also firm/clients/å b.yaml:2:1",
        "Hint: Take one away.",
    ]
    assert doubled["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "firm/clients/%C3%A5%20b.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9},
    }
    assert doubled["relatedLocations"][0]["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 1}
    assert about["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "client/nordlys/user_key/huma"
    assert "locations" not in nowhere
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]


def test_sarif_of_nothing() -> None:
    document = sarif(Checked(()))
    hold_to_sarif(document)
    assert document["runs"][0]["results"] == []


def test_a_fingerprint_stays_when_lines_move() -> None:
    moved = Diagnostic(DOUBLED.code, DOUBLED.severity, DOUBLED.text, source=SourceRange(AT.file, 30, 5))
    other = Diagnostic(DOUBLED.code, DOUBLED.severity, DOUBLED.text, source=SourceRange("b.yaml", 3, 5))
    results = sarif(Checked((DOUBLED, moved, other)))["runs"][0]["results"]
    first, second, third = (result["partialFingerprints"]["provisioner/v1"] for result in results)
    assert first == second != third


def test_junit() -> None:
    root = ElementTree.fromstring(diagnostics_junit.render(ALL))
    (suite,) = root
    for element in (root, suite):
        assert {name: element.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
            "tests": "3",
            "failures": "1",
            "errors": "0",
            "skipped": "0",
        }
    project, client, office = suite
    assert [case.get("name") for case in suite] == ["project", "clients/å b.yaml", "office.yaml"]
    assert client.get("file") == "firm/clients/å b.yaml"
    assert list(office) == []
    failure, said = client
    assert (failure.tag, failure.get("type"), failure.get("message")) == (
        "failure",
        "duplicate-key",
        "`a` stands twice.",
    )
    assert "firm/clients/å b.yaml:3:5: `a` stands twice. [duplicate-key]" in (failure.text or "")
    assert "  Hint: Take one away." in (failure.text or "")
    assert said.tag == "system-out"
    assert "It ends soon. [expires-soon]" in (said.text or "")
    assert project[0].tag == "system-out"


def test_junit_counts_what_one_failure_stands_for() -> None:
    checked = Checked((DOUBLED, DOUBLED, DOUBLED))
    failure = ElementTree.fromstring(diagnostics_junit.render(checked))[0][0][0]
    assert failure.get("message") == "`a` stands twice. (+2)"
    assert (failure.text or "").count("[duplicate-key]") == 3


def test_github() -> None:
    doubled, about, nowhere = diagnostics_github.render(ALL).splitlines()
    place = "file=firm/clients/å b.yaml,line=3,endLine=3,col=5,endColumn=9,title=duplicate-key"
    told = "`a` stands twice.%0AOf two, one would be lost.%0Asee also firm/clients/å b.yaml:2:1%0AHint: Take one away."
    assert doubled == f"::error {place}::{told}"
    place = "file=firm/clients/å b.yaml,line=2,col=1,title=expires-soon"
    assert about == f"::warning {place}::It ends soon.%0Afor client/nordlys/user_key/huma"
    assert nowhere == "::notice title=whole-project::Something about all of it."
    assert diagnostics_github.render(Checked(())) == ""


def test_people_are_told_in_their_language() -> None:
    checked = Checked((DOUBLED,), language="nb")
    for render in (diagnostics_sarif.render, diagnostics_junit.render, diagnostics_github.render):
        assert "`a` står to ganger." in render(checked)


@given(checks)
def test_nothing_breaks_out(checked: Checked) -> None:
    hold_to_sarif(sarif(checked))
    root = ElementTree.fromstring(diagnostics_junit.render(checked))
    assert len(root[0]) == int(root.get("tests", ""))
    lines = diagnostics_github.render(checked).split("\n")
    assert len(lines) == len(checked.diagnostics) + 1
    for line in lines[:-1]:
        found = re.fullmatch(r"::(?:error|warning|notice) ((?:[a-zA-Z]+=[^:,]*,?)+)::[^\r\n]*", line)
        assert found is not None, line
