"""What is passed without being gone through again, the whole way would have passed too: `validate` says the same.

Firms are drawn whose clients have slips in them; every one is looked at both ways, and not a word may differ.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from benchmarks.fleet import Fleet, files
from provisioner.formats.lane import Lane, leaf_value
from provisioner.formats.yaml_source import read_documents
from provisioner.model.manifest import DeclaredAccount
from provisioner.model.values import plain, thaw
from provisioner.runtime.alike import quick
from provisioner.runtime.reading.prepare import Prepared
from provisioner.runtime.session import Validation, validate
from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner.spi.provider import Expansion
from provisioner.testing.clock import FakeClock
from tests.properties.slips import SLIPS, Slip, Texts, firms, of_clients

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
RELAXED = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(autouse=True)
def worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small firms are looked at quickly as well, and nobody waits long for the first judgement."""
    monkeypatch.setattr(quick, "WORTH_IT", 1)
    monkeypatch.setattr(quick, "_PATIENCE", 2)


def written(texts: Texts, root: Path) -> Path:
    """The firm on the disk."""
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return root


def looked_at(root: Path, *, quickly: bool) -> Validation:
    with Workspace(OpenOptions(root, clock=FakeClock(NOW).as_clock())) as workspace:
        return validate(workspace, quickly=quickly)


def both_ways(texts: Texts, root: Path) -> tuple[Validation, Validation]:
    written(texts, root)
    return looked_at(root, quickly=True), looked_at(root, quickly=False)


def passed(root: Path) -> int:
    """How many clients are passed."""
    with Workspace(OpenOptions(root, clock=FakeClock(NOW).as_clock())) as workspace:
        found = quick.look_quickly(workspace, NOW)
    return found.accounts if found is not None else 0


@given(texts=firms())
@RELAXED
def test_both_ways_say_the_same(texts: Texts, tmp_path_factory: pytest.TempPathFactory) -> None:
    fast, slow = both_ways(texts, tmp_path_factory.mktemp("firm"))
    assert fast == slow


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: repr(slip.after)[1:30])
def test_a_slip_in_the_midst_of_others_is_told_the_same(slip: Slip, tmp_path: Path) -> None:
    texts = dict(files(Fleet(7, 12)))
    for name in sorted(name for name in texts if name.startswith("clients/"))[3:5]:
        texts[name] = slip.made(texts[name])
    fast, slow = both_ways(texts, tmp_path)
    assert fast == slow


@pytest.mark.parametrize("fleet", [Fleet(12), Fleet(12, written_out=True), Fleet(60, 8, per_file=4)], ids=str)
def test_who_is_as_others_are_is_passed(fleet: Fleet, tmp_path: Path) -> None:
    texts = dict(files(fleet))
    fast, slow = both_ways(texts, tmp_path)
    assert fast == slow
    assert (fast.diagnostics, fast.accounts) == ((), fleet.clients + 1)
    assert passed(tmp_path) == fleet.clients - fleet.per_file


def test_one_company_under_two_names_is_told(tmp_path: Path) -> None:
    texts = dict(files(Fleet(6, written_out=True)))
    texts = of_clients(texts, lambda text: text.replace("310 000 027", "310 000 019"))
    fast, slow = both_ways(texts, tmp_path)
    assert fast == slow
    assert [item.code for item in fast.diagnostics] == ["same-company-twice"] * (len(fast.diagnostics) or 1)


def test_a_profile_met_late_counts(tmp_path: Path) -> None:
    texts = dict(files(Fleet(6, 4)))
    late = "kind: Profile\nname: sen\nselector: {bransje: bygg}\nintegrations: {huma: {method: menu}}\n"
    texts["clients/000/zz.yaml"] = late
    fast, slow = both_ways(texts, tmp_path)
    assert fast == slow
    assert fast.diagnostics


def test_a_selector_that_only_chose_those_who_passed_is_not_said_to_choose_nobody(tmp_path: Path) -> None:
    texts = dict(files(Fleet(10, 4)))
    fast, slow = both_ways(texts, tmp_path)
    assert (fast, fast.diagnostics) == (slow, ())
    assert passed(tmp_path) == 9


LIST = "clients/klientlisten.yaml"
ROWS = "klienter.csv"
ROW_SLIPS = (
    (ROWS, "leder@klient3.example", "leder"),
    (ROWS, "leder@klient3.example", "Leder@KLIENT3.example"),
    (ROWS, "leder@klient3.example", ""),
    (ROWS, "leder@klient3.example", "{{ client.name }}@x.example"),
    (ROWS, "310000019", "310000018"),
    (ROWS, "310000027", "310000019"),
    (ROWS, "klient-000004", "klient-000003"),
    (ROWS, ";bygg;", ";ukjent;"),
    (LIST, 'employee: "{{ vars.manager }}"', 'employee: "{{ row.leder }}"'),
    (LIST, 'employee: "{{ vars.manager }}"', 'employee: "{{ row.leder | upper }}"'),
    (LIST, 'employee: "{{ vars.manager }}"', 'employee: "{{ row.finnes_ikke }}"'),
    (LIST, "validFor: 365d", 'validFor: "{{ row.ring }}d"'),
    (LIST, "validFor: 365d", 'validFor: 365d, note: "{{ row.navn }} {{ now }}"'),
    (LIST, "gripr:", "gripr-2: {integration: gripr, method: user-key, owner: {employee: a@b.c}}\n    gripr:"),
    (LIST, "profiles: [felles]", 'profiles: [felles, "{{ row.ring }}"]'),
)


@pytest.mark.parametrize("slip", ROW_SLIPS, ids=lambda slip: repr(slip[2])[1:30])
def test_a_slip_in_a_list_or_in_what_its_rows_become_is_told_the_same(
    slip: tuple[str, str, str], tmp_path: Path
) -> None:
    name, before, after = slip
    texts = dict(files(Fleet(7, 12, listed=True)))
    assert before in texts[name]
    texts[name] = texts[name].replace(before, after, 1)
    fast, slow = both_ways(texts, tmp_path)
    assert fast == slow


def test_rows_are_passed_by_what_the_first_showed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(dict(files(Fleet(40, 12, listed=True))), tmp_path)
    expanded = []
    expand = Prepared.expand

    def counting(prepared: Prepared, declared: DeclaredAccount, now: datetime, *, example: bool = False) -> Expansion:
        expanded.append(declared.account.ref)
        return expand(prepared, declared, now, example=example)

    monkeypatch.setattr(Prepared, "expand", counting)
    found = looked_at(tmp_path, quickly=True)
    assert (found.diagnostics, found.accounts) == ((), 41)
    assert len(set(expanded)) <= 1 + 5  # the office, and one client of each trade


@given(texts=firms())
@example(texts=dict(files(Fleet(3))))
@example(texts=dict(files(Fleet(3, written_out=True, per_file=2))))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_plain_text_is_read_as_yaml_reads_it(texts: Texts) -> None:
    lane = Lane()
    for text in texts.values():
        clients = lane.read(text)
        if clients is None:
            continue
        documents, problems = read_documents(text, "")
        assert problems == ()
        assert len(documents) == len(clients)
        for client, document in zip(clients, documents, strict=True):
            tree = thaw(plain(document.root))
            assert isinstance(tree, dict)
            declared = tree.pop("integrations", {})
            assert client.head == tree
            assert [item.shape.name for item in client.items] == list(declared)
            for item in client.items:
                alone = thaw(plain(read_documents(client.text(item), "")[0][0].root))
                assert isinstance(alone, dict)
                assert alone.pop("integrations") == {item.shape.name: declared[item.shape.name]}
                assert alone == tree
                for path, leaf in zip(item.shape.paths, item.leaves, strict=True):
                    assert leaf_value(leaf) == _at(declared[item.shape.name], path)


def _at(tree: object, path: str) -> object:
    for key in path.split("."):
        tree = tree[int(key)] if isinstance(tree, list) else tree[key]  # type: ignore[index]
    return tree


@given(st.text("ab: {}[],\n-'\"#&*|>%0.~", max_size=40))
@settings(max_examples=300, deadline=None)
def test_anything_at_all_is_read_as_yaml_reads_it_or_not_at_all(body: str) -> None:
    text = f"kind: Client\nname: x\nintegrations:\n  one: {{note: {body}}}\n  two: {{a: b}}\nvars: {{c: d}}\n"
    clients = Lane().read(text)
    if clients is None:
        return
    (document,), problems = read_documents(text, "")
    assert problems == ()
    tree = thaw(plain(document.root))
    assert isinstance(tree, dict)
    assert [item.shape.name for item in clients[0].items] == list(tree.pop("integrations"))
    assert clients[0].head == tree
