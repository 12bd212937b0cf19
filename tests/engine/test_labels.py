"""Labels that miss: what is told, where, and what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.engine.labels import NEAR_MISS, NOBODY, without_echoes
from provisioner.engine.suggest import is_slip
from provisioner.model.diagnostics import Diagnostic
from provisioner.model.manifest import Client
from provisioner.model.values import FrozenMap
from tests.engine.test_select import client, profile, select


def labelled(name: str, **labels: str) -> Client:
    made = client(name)
    return replace(made, account=replace(made.account, labels=FrozenMap(labels)))


def told(*clients: Client, **selector: str) -> list[Diagnostic]:
    found = select(*clients, profiles=(profile("butikk", selector=selector),)).diagnostics
    return [item for item in without_echoes(found) if item.code in (NEAR_MISS, NOBODY)]


@pytest.mark.parametrize("labels", [{"bransj": "handel"}, {"bransje": "Handel"}, {"bransje": "hadnel"}])
def test_a_slip_in_a_label_is_told_with_what_was_meant(labels: dict[str, str]) -> None:
    (found,) = told(labelled("a", bransje="handel"), labelled("b", **labels), bransje="handel")
    assert (found.code, str(found.concerns)) == (NEAR_MISS, "client/b")
    assert "`bransje: handel`" in found.hint


@pytest.mark.parametrize(
    "labels", [{}, {"bransje": "handel"}, {"bransje": "bygg"}, {"ring": "1"}, {"sted": "handel"}, {"bransj": "bygg"}]
)
def test_other_labels_are_nobodys_business(labels: dict[str, str]) -> None:
    assert told(labelled("a", bransje="handel"), labelled("b", **labels), bransje="handel") == []


def test_what_differs_in_a_digit_is_meant_to() -> None:
    assert told(labelled("a", ring="ring1"), labelled("b", ring="ring2"), ring="ring1") == []


def test_a_selector_that_chooses_nobody_is_told_alone() -> None:
    (found,) = told(labelled("a", bransje="handel"), labelled("b", bransje="handel"), bransje="handell")
    assert found.code == NOBODY
    assert "Did you mean `bransje: handel`?" in found.hint


def test_a_template_in_a_selector_is_refused() -> None:
    found = select(client("a"), profiles=(profile("butikk", selector={"bransje": "{{ vars.x }}"}),)).diagnostics
    assert [item.code for item in found] == ["selector-is-no-template"]


@pytest.mark.parametrize(
    ("word", "meant", "slip"),
    [
        ("cvs", "csv", True),
        ("row", "now", False),
        ("handel", "handle", True),
        ("handel", "handell", True),
        ("handell", "handel", True),
        ("Handel", "handel", True),
        ("handel", "handel", False),
        ("ring1", "ring2", False),
        ("ring", "ring2", False),
        ("canary", "kanari", False),
        ("", "a", False),
    ],
)
def test_a_slip(word: str, meant: str, slip: bool) -> None:
    assert is_slip(word, meant) is slip
