"""The made-up firms of `benchmarks/`: the same for the same request, and nothing wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.fleet import SHAPES, Fleet, files, items, shaped, write
from provisioner.model.account import organization_number_is_valid
from provisioner.runtime.session import make_plan, validate
from provisioner.runtime.workspace import OpenOptions, Workspace


@pytest.mark.parametrize(
    "fleet",
    [Fleet(7), Fleet(7, per_file=3), Fleet(3, written_out=True), Fleet(9, listed=True), Fleet(2, 47), Fleet(2, 1)],
)
def test_a_fleet_holds_what_was_asked_for_and_no_mistake(fleet: Fleet, tmp_path: Path) -> None:
    with Workspace(OpenOptions(directory=write(fleet, tmp_path / "firm"))) as workspace:
        found = validate(workspace)
    assert [str(item.text) for item in found.diagnostics] == []
    assert found.accounts == fleet.clients + 1
    # The module that an account's own keys need comes with them; the office has one and two keys.
    modules = fleet.clients if fleet.integrations > 2 else 0
    assert found.resources == fleet.clients * fleet.integrations + modules + 3


def test_the_same_request_is_the_same_firm_and_another_seed_is_another() -> None:
    assert list(files(Fleet(5))) == list(files(Fleet(5)))
    assert list(files(Fleet(5))) != list(files(Fleet(5, seed=2)))


def test_names_are_told_apart_however_many_there_are() -> None:
    names = [item.name for item in items(120)]
    assert len(set(names)) == 120


def test_organisation_numbers_are_valid_and_each_is_one_company() -> None:
    text = "".join(words for name, words in files(Fleet(40)) if name.startswith("clients/"))
    lines = [line for line in text.splitlines() if line.startswith("organizationNumber:")]
    numbers = ["".join(line.split()[1:]) for line in lines]
    assert len(set(numbers)) == 40
    assert all(organization_number_is_valid(number) for number in numbers)


def test_all_shapes_ask_for_the_same_things(tmp_path: Path) -> None:
    asked = []
    for shape in SHAPES:
        directory = write(shaped(shape, 3), tmp_path / shape)
        with Workspace(OpenOptions(directory=directory)) as workspace:
            workspace.backend(create=True)
            asked.append([change.address for change in make_plan(workspace).plan.changes()])
    assert asked[0] == asked[1] == asked[2]
    assert len(asked[0]) == 3 * 21 + 3


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("mine", encoding="utf-8")
    with pytest.raises(SystemExit, match="not empty"):
        write(Fleet(1), tmp_path)
