"""A large firm's first plan that is told without being made of every client says what the whole plan says.

Firms are drawn whose clients have slips in them; every one is told both ways, and not a word may differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.fleet import Fleet, files
from provisioner.cli import exit_codes
from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import ProvisionerError
from provisioner.model.plan import Plan
from provisioner.model.plan_view import PlanView
from provisioner.reports import grouping, text, view
from provisioner.reports.view import ViewOptions
from provisioner.runtime.alike import newness, quick, survey
from provisioner.runtime.planning.planning import Planning
from provisioner.runtime.planning.wish import PlanWish, RefreshMode
from provisioner.runtime.session import look_over, make_plan
from provisioner.runtime.worklist.inventory import AttestWish, record
from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner.testing.clock import FakeClock
from tests.properties.slips import SLIPS, Slip, Texts, firms
from tests.properties.test_quick import written

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
RELAXED = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(autouse=True)
def worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small firms are looked over as well, and nobody is planned but who must be."""
    monkeypatch.setattr(quick, "WORTH_IT", 1)
    monkeypatch.setattr(quick, "_PATIENCE", 2)
    monkeypatch.setattr(newness, "MANY", 1)
    monkeypatch.setattr(newness, "MOST", 0)
    monkeypatch.setattr(survey, "_ENDS", 0)
    monkeypatch.setattr(view, "MANY", 2)
    monkeypatch.setattr(grouping, "_ENDS", 1)


@dataclass(frozen=True)
class Told:
    """A plan as it is told."""

    text: str
    """The whole text, with what was found."""
    exit_codes: tuple[int, int]
    """Plain and detailed."""
    view: PlanView
    """What it was made of."""
    left_out: int = 0
    """How many accounts were not planned."""

    @property
    def words(self) -> object:
        """What must be the same both ways."""
        seen = self.view
        return (
            (self.text, self.exit_codes, seen.totals, seen.findings, seen.guards, seen.checks, seen.tasks),
            [replace(group, row=replace(group.row, change=None)) for group in seen.groups],  # type: ignore[arg-type]
        )


def opened(root: Path) -> Workspace:
    return Workspace(OpenOptions(root, clock=FakeClock(NOW).as_clock()))


def attested(root: Path, *names: str, wish: AttestWish | None = None) -> None:
    """These clients and the office are said to be empty."""
    with opened(root) as workspace:
        workspace.backend(create=True)
        refs = {AccountRef.office(), *map(AccountRef.client, names)}
        record(workspace, wish or AttestWish("kari", empty=True), refs)


def everybody(count: int) -> list[str]:
    return [f"klient-{number:06}" for number in range(1, count + 1)]


def firm(texts: Texts, root: Path, count: int = 24) -> Path:
    """On the disk, and attested."""
    written(texts, root)
    attested(root, *everybody(count))
    return root


def as_told(plan: Plan, seen: PlanView, left_out: int = 0) -> Told:
    codes = exit_codes.of_plan(plan, detailed=False), exit_codes.of_plan(plan, detailed=True)
    return Told(text.render(seen), codes, seen, left_out)


def at_a_glance(root: Path, wish: PlanWish | None = None) -> Told | None:
    """As the command tells it; None where it makes the whole plan."""
    with opened(root) as workspace:
        found = look_over(workspace, wish or PlanWish())
        for _ in range(6 if found is not None else 0):
            assert found is not None
            overview = found.overview()
            if overview is None:
                return None
            crowd = overview.crowd
            seen = view.view(overview.plan, workspace.types, "", ViewOptions(sum_up=True, crowd=crowd))
            if not crowd.missed:
                return as_told(overview.plan, seen, crowd.count) if seen.summed_up else None
            found.named.update(account.name for account in crowd.missed)
    return None


def whole(root: Path, wish: PlanWish | None = None) -> Told:
    with opened(root) as workspace:
        plan = make_plan(workspace, wish).plan
        return as_told(plan, view.view(plan, workspace.types_in(plan), "", ViewOptions(sum_up=True)))


def is_told_the_same(root: Path) -> int:
    """How many clients were left out, after a look at both ways."""
    glanced = at_a_glance(root)
    if glanced is None:
        return 0
    assert glanced.words == whole(root).words
    return glanced.left_out


@given(texts=firms(smallest=8, largest=20))
@RELAXED
def test_both_ways_tell_the_same(texts: Texts, tmp_path_factory: pytest.TempPathFactory) -> None:
    is_told_the_same(firm(texts, tmp_path_factory.mktemp("firm")))


@pytest.mark.parametrize("fleet", [Fleet(24), Fleet(24, written_out=True), Fleet(48, 4, per_file=3)], ids=str)
def test_who_is_as_others_are_is_left_out(fleet: Fleet, tmp_path: Path) -> None:
    assert is_told_the_same(firm(dict(files(fleet)), tmp_path, fleet.clients)) >= 3


def test_most_of_a_large_firm_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    root = firm(dict(files(Fleet(160, 4))), tmp_path, 160)
    assert is_told_the_same(root) > 100


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: repr(slip.after)[1:30])
def test_a_slip_in_the_midst_of_others_is_told_the_same(slip: Slip, tmp_path: Path) -> None:
    texts = dict(files(Fleet(9, 12, written_out=True)))
    names = sorted(name for name in texts if name.startswith("clients/"))[3:6]
    if slip.made(texts[names[0]]) == texts[names[0]]:  # it is one of those who have profiles
        texts = dict(files(Fleet(12, 12)))
    for name in names:
        texts[name] = slip.made(texts[name])
    is_told_the_same(firm(texts, tmp_path, 12))


@pytest.mark.parametrize("slip", SLIPS[::3], ids=lambda slip: repr(slip.after)[1:30])
def test_a_slip_that_all_make_is_told_the_same(slip: Slip, tmp_path: Path) -> None:
    texts = dict(files(Fleet(12, 12)))
    texts = {name: slip.made(each) if name.startswith("clients/") else each for name, each in texts.items()}
    is_told_the_same(firm(texts, tmp_path, 12))


@pytest.mark.parametrize(
    "found",
    [
        AttestWish("kari", empty=True, addresses=(Address(AccountRef.client("klient-000007"), "user_key", "gripr"),)),
        AttestWish("kari", empty=True, unsure=(Address(AccountRef.client("klient-000007"), "user_key", "gripr"),)),
        AttestWish("kari", empty=True, absent=(Address(AccountRef.client("klient-000007"), "user_key", "gripr"),)),
    ],
    ids=("there", "unsure", "absent"),
)
def test_what_is_known_of_one_account_is_told_of_it(found: AttestWish, tmp_path: Path) -> None:
    root = firm(dict(files(Fleet(24, 12))), tmp_path)
    attested(root, wish=found)
    assert is_told_the_same(root) > 0


def test_who_was_not_attested_is_planned(tmp_path: Path) -> None:
    written(dict(files(Fleet(12, 8))), tmp_path)
    attested(tmp_path, *everybody(12)[1:])
    assert is_told_the_same(tmp_path) > 0
    glanced = at_a_glance(tmp_path)
    assert glanced is not None
    assert glanced.view.totals.held > 0


def test_where_nobody_is_attested_the_whole_plan_is_made(tmp_path: Path) -> None:
    written(dict(files(Fleet(12, 8))), tmp_path)
    attested(tmp_path)
    assert at_a_glance(tmp_path) is None


def test_a_client_that_only_the_state_knows_does_no_harm(tmp_path: Path) -> None:
    root = firm(dict(files(Fleet(12, 8))), tmp_path, 14)
    assert is_told_the_same(root) > 0


WISHES = (
    PlanWish(clients=("klient-000003",)),
    PlanWish(targets=(Address(AccountRef.client("klient-000003"), "user_key", "gripr"),)),
    PlanWish(destroy=True),
    PlanWish(refresh=RefreshMode.ALL),
)


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: repr(wish)[:60])
def test_whatever_is_more_than_a_plan_of_all_takes_the_whole_one(wish: PlanWish, tmp_path: Path) -> None:
    assert at_a_glance(firm(dict(files(Fleet(12, 8))), tmp_path, 12), wish) is None


LATE = replace(PlanWish(), now=datetime(2027, 3, 1, 12, 0, tzinfo=UTC))


def test_another_moment_is_the_moment_of_all(tmp_path: Path) -> None:
    root = firm(dict(files(Fleet(12, 8))), tmp_path, 12)
    glanced = at_a_glance(root, LATE)
    assert glanced is not None
    assert glanced.words == whole(root, LATE).words


def test_where_an_example_comes_out_otherwise_the_whole_plan_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = firm(dict(files(Fleet(12, 8))), tmp_path, 12)
    assert at_a_glance(root) is not None
    make: Callable[[Planning], Plan] = Planning.make

    def otherwise(planning: Planning) -> Plan:
        plan = make(planning)
        *first, last = plan.accounts
        changes = tuple(replace(change, driver="api") for change in last.changes)
        return replace(plan, accounts=(*first, replace(last, changes=changes)))

    monkeypatch.setattr(Planning, "make", otherwise)
    assert at_a_glance(root) is None


def test_what_cannot_be_read_is_left_to_the_whole_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = firm(dict(files(Fleet(12, 8))), tmp_path, 12)

    def broken(*_: object, **__: object) -> None:
        raise ProvisionerError("Nothing can be read.")

    monkeypatch.setattr(survey, "look_quickly", broken)
    assert at_a_glance(root) is None
