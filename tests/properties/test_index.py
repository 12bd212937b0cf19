"""A plan that leaves the files that did not change unparsed is the plan that parses them all, whatever was edited.

A firm is brought to rest, which leaves an index; then files are edited, added, renamed and taken away, and the plan is
made with the index and without it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.converge import converge
from benchmarks.fleet import Fleet, files
from provisioner.formats import yaml_source
from provisioner.model.errors import ManifestInvalid
from provisioner.runtime import files as reading
from provisioner.runtime.index import FILE
from provisioner.runtime.reading import prepare
from provisioner.runtime.session import make_plan
from provisioner.runtime.state.states import create_state
from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner.testing.clock import FakeClock
from provisioner.testing.samples import NOW
from tests.properties.slips import SLIPS, Texts
from tests.properties.test_quick import written

CLIENT = "clients/000/klient-000002.yaml"
Edit = Callable[[Texts], Texts]


def at_rest(root: Path, texts: Texts) -> Path:
    """A firm in which everything is as it should be, and its index."""
    written(texts, root)
    with Workspace(OpenOptions(root)) as workspace:
        create_state(workspace)
    converge(root)
    converge(root)  # what the clients read of the office is known once there is an office
    assert index_of(root).exists()
    return root


def index_of(root: Path) -> Path:
    return root / ".provisioner" / FILE


def planned(root: Path, at: datetime = NOW) -> object:
    """The plan's bytes, or what is wrong."""
    with Workspace(OpenOptions(root, clock=FakeClock(at).as_clock())) as workspace:
        try:
            return make_plan(workspace).data
        except ManifestInvalid as error:
            return error.diagnostics


def parsed(root: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The files that a plan parses."""
    seen: set[str] = set()
    read = yaml_source.read_documents

    def noting(text: str, file: str) -> object:
        seen.add(file)
        return read(text, file)

    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_documents", noting)
        planned(root)
    return seen


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """One thing that is done to a firm's files."""
    kind = draw(st.sampled_from(("slip", "slip", "remove", "rename", "copy", "profile", "office", "project", "touch")))
    number = draw(st.integers(1, 6))
    name = f"clients/000/klient-{number:06}.yaml"
    slip = draw(st.sampled_from(SLIPS))

    def done(texts: Texts) -> Texts:
        text = texts.get(name, "")
        if kind == "slip":
            return {**texts, name: slip.made(text)}
        if kind == "remove":
            return {one: held for one, held in texts.items() if one != name}
        if kind == "rename":
            return {**{one: held for one, held in texts.items() if one != name}, "clients/b.yaml": text}
        if kind == "copy":
            return {**texts, "clients/c.yaml": text}
        if kind == "profile":
            return {**texts, "profiles/felles.yaml": texts["profiles/felles.yaml"].replace("365d", f"36{number}d")}
        if kind == "office":
            return {**texts, "office.yaml": texts["office.yaml"].replace("Fjord", f"Fjord{number}")}
        if kind == "project":
            return {**texts, "provisioner.yaml": texts["provisioner.yaml"] + f"vars: {{x: {number}}}\n"}
        return texts

    return done


@given(changes=st.lists(edits(), min_size=0, max_size=3))
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_with_and_without_an_index_the_plan_is_the_same(
    changes: list[Edit], tmp_path_factory: pytest.TempPathFactory
) -> None:
    texts = dict(files(Fleet(6, 6)))
    root = at_rest(tmp_path_factory.mktemp("firm"), texts)
    edited = texts
    for change in changes:
        edited = change(edited)
    for name in texts.keys() - edited.keys():
        (root / name).unlink()
    written(edited, root)
    with_index = planned(root)
    later = planned(root, NOW.replace(year=NOW.year + 2))
    index_of(root).unlink()
    assert with_index == planned(root)
    assert later == planned(root, NOW.replace(year=NOW.year + 2))


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    return at_rest(tmp_path, dict(files(Fleet(6, 6))))


def test_nothing_is_parsed_that_did_not_change(firm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [name for name in parsed(firm, monkeypatch) if name.startswith("clients/")]
    path = firm / CLIENT
    path.write_text(path.read_text("utf-8").replace("ring: r", "ring: x"), "utf-8")
    assert [name for name in parsed(firm, monkeypatch) if name.startswith("clients/")] == [CLIENT]


@pytest.mark.parametrize("name", ["office.yaml", "profiles/felles.yaml", "provisioner.yaml"])
def test_what_has_a_say_in_every_client_makes_all_be_parsed(
    firm: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = firm / name
    path.write_text(path.read_text("utf-8") + "\nvars: {x: y}\n", "utf-8")
    assert len([one for one in parsed(firm, monkeypatch) if one.startswith("clients/")]) == 6


def test_a_profile_among_the_clients_makes_all_be_parsed(firm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (firm / "clients/000/a.yaml").write_text("kind: Profile\nname: ny\nselector: {bransje: bygg}\n", "utf-8")
    assert len([one for one in parsed(firm, monkeypatch) if one.startswith("clients/")]) == 7


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\xff\xfe\n{}"])
def test_a_damaged_index_knows_nothing(firm: Path, damage: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    index_of(firm).write_bytes(damage)
    assert len([one for one in parsed(firm, monkeypatch) if one.startswith("clients/")]) == 6


def test_an_index_that_was_edited_knows_nothing(firm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index_of(firm).write_bytes(index_of(firm).read_bytes().replace(b"klient-000002", b"klient-000009"))
    assert len([one for one in parsed(firm, monkeypatch) if one.startswith("clients/")]) == 6


def test_an_index_of_another_version_knows_nothing(firm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from provisioner.runtime import checking

    monkeypatch.setattr(checking, "__version__", "99")
    assert len([one for one in parsed(firm, monkeypatch) if one.startswith("clients/")]) == 6


def test_the_index_holds_nothing_that_is_declared(firm: Path) -> None:
    held = index_of(firm).read_text("utf-8")
    assert json.loads(held.partition("\n")[2])["clients"]
    assert "@" not in held
    assert "employee" not in held


def test_a_file_that_changes_before_its_account_is_read_stops_the_plan(
    firm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Workspace(OpenOptions(firm, clock=FakeClock(NOW).as_clock())) as workspace:
        prepared = prepare.prepare_heads(workspace)
        declared = next(item for item in prepared.accounts if item.account.ref.name == "klient-000002")
        assert declared.declared == ()
        assert len(prepared.whole(declared).declared) == 6
        (firm / CLIENT).write_text("kind: Client\n", "utf-8")
        with pytest.raises(ManifestInvalid) as caught:
            prepared.whole(declared)
    assert [problem.code for problem in caught.value.diagnostics] == ["file-being-written"]


def test_many_that_are_wanted_are_read_at_once(firm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_by_one = planned(firm, NOW.replace(year=NOW.year + 2))
    monkeypatch.setattr(prepare, "_FEW", 2)
    assert planned(firm, NOW.replace(year=NOW.year + 2)) == one_by_one
