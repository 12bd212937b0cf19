"""The order of files, documents and keys never matters: permuting them changes no byte of a plan.

The example, written anew in drawn orders and files, goes the whole way from text to the bytes of a plan. Only what
says where something was written and what its documents' digests are is left aside: a line that moved is another line.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provisioner.runtime import files
from provisioner.runtime.planning.wish import PlanWish, RefreshMode
from provisioner.runtime.platform import Surroundings
from provisioner.runtime.reading import read
from provisioner.runtime.session import make_plan, validate
from provisioner.runtime.state.states import create_state
from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner.testing.clock import FakeClock
from tests.contract.tree import ROOT

EXAMPLE = ROOT / "examples" / "fjord-regnskap"
PROJECT = "provisioner.yaml"
PLACES = frozenset({"source", "related", "origins"})
DIGESTS = frozenset({"input_digest", "digest"})


@dataclass(frozen=True)
class Layout:
    """The same documents, written in one order."""

    files: tuple[tuple[str, str], ...]
    """Name and text."""


def documents() -> list[dict[str, Any]]:
    """The example's documents but for the project, every scalar a text as it stands there."""
    names = sorted(
        path for path in EXAMPLE.rglob("*.yaml") if path.name != PROJECT and ".provisioner" not in path.parts
    )
    return [one for path in names for one in yaml.load_all(path.read_text("utf-8"), Loader=yaml.BaseLoader)]


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same with the keys of every mapping in another order; lists of the manifests' are kept."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    return [shuffled(item, chance) for item in value] if isinstance(value, list) else value


def laid_out(chance: random.Random) -> Layout:
    """All documents in a drawn order, in a drawn number of files."""
    found = [shuffled(document, chance) for document in documents()]
    chance.shuffle(found)
    count = chance.randint(1, len(found))
    heaps: dict[int, list[str]] = {}
    for document in found:
        text = yaml.dump(document, allow_unicode=True, sort_keys=False, default_flow_style=chance.choice([True, False]))
        heaps.setdefault(chance.randrange(count), []).append(as_written(text))
    return Layout(tuple((f"clients/{chance.random():.9f}.yaml", "---\n".join(heap)) for heap in heaps.values()))


def as_written(text: str) -> str:
    """PyYAML quotes what YAML 1.1 would take for something else; `true` was written bare."""
    return re.sub(r"'(true|false)'", r"\1", text)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place for one firm after the other."""
    return tmp_path_factory.mktemp("firms")


def planned(root: Path, layout: Layout) -> bytes:
    """The plan's bytes."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    project = (EXAMPLE / PROJECT).read_text(encoding="utf-8")
    (root / PROJECT).write_text(project, encoding="utf-8")
    for name, text in layout.files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    surroundings = Surroundings(variables={}, holder="kari@kontor", user="kari")
    options = OpenOptions(directory=root, clock=FakeClock().as_clock(), surroundings=surroundings)
    with Workspace(options) as workspace:
        assert validate(workspace).diagnostics == ()
    with Workspace(options) as workspace:
        create_state(workspace)
        return make_plan(workspace, PlanWish(refresh=RefreshMode.NONE)).data


def of_what(data: bytes) -> Any:
    """The plan as data, without what says where something was written, which also is what findings are sorted by."""
    found = without_places(json.loads(data))
    for part in (found["plan"], *found["plan"]["accounts"]):
        part["diagnostics"] = sorted(part.get("diagnostics", ()), key=json.dumps)
    return found


def without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_places(item) for key, item in value.items() if key not in PLACES | DIGESTS}
    return [without_places(item) for item in value] if isinstance(value, list) else value


def as_it_stands() -> Layout:
    names = [path for path in EXAMPLE.rglob("*.yaml") if path.name != PROJECT and ".provisioner" not in path.parts]
    return Layout(tuple((path.relative_to(EXAMPLE).as_posix(), path.read_text("utf-8")) for path in names))


drawn = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@drawn
@given(st.integers(0, 2**32))
def test_documents_and_keys_in_any_order_and_file_are_the_same_plan(root: Path, seed: int) -> None:
    expected = planned(root, as_it_stands())
    plan = of_what(expected)["plan"]
    assert len(plan["accounts"]) == 13
    assert any(account["changes"] for account in plan["accounts"])
    assert of_what(planned(root, laid_out(random.Random(seed)))) == of_what(expected)


@drawn
@given(st.integers(0, 2**32))
def test_files_read_in_any_order_are_the_same_bytes(root: Path, seed: int) -> None:
    expected = planned(root, as_it_stands())
    listed, chance = files.manifest_files, random.Random(seed)

    def in_another_order(*words: Any) -> tuple[Path, ...]:
        found = list(listed(*words))
        chance.shuffle(found)
        return tuple(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "manifest_files", in_another_order)
        assert planned(root, as_it_stands()) == expected


@drawn
@given(st.integers(0, 2**32))
def test_whole_documents_that_swap_files_keep_every_account_s_digests(root: Path, seed: int) -> None:
    """A document's digest is of its own text, so moving it to another file is no reason to look at its account."""
    written = as_it_stands().files
    names = [name for name, _ in written]
    random.Random(seed).shuffle(names)
    swapped = Layout(tuple((name, text) for name, (_, text) in zip(names, written, strict=True)))
    before, after = (json.loads(planned(root, layout))["plan"] for layout in (as_it_stands(), swapped))
    digests = [[account["input_digest"] for account in plan["accounts"]] for plan in (before, after)]
    assert digests[0] == digests[1]
    assert all(digests[0])
