"""Earlier states are forgotten as the project says, and nothing else is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.model.address import AccountRef
from provisioner.model.errors import BackendFailed
from provisioner.model.manifest import HistoryPolicy
from provisioner.runtime.state.retention import Prunable, oldest_kept, prunable, prune
from provisioner.spi.backend import Version
from provisioner.testing.fakes import MemoryBackend
from provisioner.testing.samples import NOW
from tests.runtime.firm import CLIENT, Firm, make_firm

NORDLYS = AccountRef.client("nordlys")


def versions(*days_ago: int | None) -> list[Version]:
    return [
        Version(serial, NOW - timedelta(days=days) if days is not None else None)
        for serial, days in enumerate(days_ago, 1)
    ]


@pytest.mark.parametrize(
    ("policy", "oldest"),
    [
        (HistoryPolicy(keep_serials=2), 4),
        (HistoryPolicy(keep_serials=9), 1),
        (HistoryPolicy(keep_days=400), 2),
        (HistoryPolicy(keep_days=450), 2),
        (HistoryPolicy(keep_days=1), 5),
        (HistoryPolicy(keep_days=900), 1),
        (HistoryPolicy(keep_days=400, keep_serials=1), 2),
        (HistoryPolicy(keep_days=1, keep_serials=3), 3),
    ],
)
def test_what_either_part_keeps_stays(policy: HistoryPolicy, oldest: int) -> None:
    assert oldest_kept(versions(None, 450, 300, 20, 2), policy, NOW) == oldest


def test_what_has_no_time_is_kept_until_something_later_is_old() -> None:
    assert oldest_kept(versions(None, None, 3), HistoryPolicy(keep_days=10), NOW) == 1
    assert oldest_kept(versions(None, None, 30), HistoryPolicy(keep_days=10), NOW) == 3
    assert oldest_kept([], HistoryPolicy(keep_days=10), NOW) == 0


@given(
    days=st.lists(st.none() | st.integers(0, 800), min_size=1, max_size=12),
    keep_days=st.none() | st.integers(1, 800),
    keep_serials=st.none() | st.integers(1, 15),
)
def test_the_latest_stays_and_so_does_what_was_in_force(
    days: list[int | None], keep_days: int | None, keep_serials: int | None
) -> None:
    there = versions(*sorted(days, key=lambda one: -1000 if one is None else -one))
    oldest = oldest_kept(there, HistoryPolicy(keep_days, keep_serials), NOW)
    kept = [version for version in there if version.serial >= oldest]
    assert kept
    if keep_serials is not None:
        assert len(kept) >= min(keep_serials, len(there))
    if keep_days is not None:
        since = NOW - timedelta(days=keep_days)
        in_force = [version for version in there if version.at is not None and version.at <= since]
        assert not in_force or in_force[-1] in kept
        assert all(version in kept for version in there if version.at is not None and version.at > since)


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    made = make_firm(tmp_path)
    project = (tmp_path / "provisioner.yaml").read_text(encoding="utf-8")
    made.write("provisioner.yaml", project + "history: {keepFor: 30d, keepSerials: 3}\n")
    made.attest()
    made.apply()
    return made


def serials(firm: Firm) -> list[int]:
    return [version.serial for version in MemoryBackend(firm.disk).history(NORDLYS)]


def change(firm: Firm, text: str) -> None:
    firm.write("clients.yaml", CLIENT.replace("text: hei", f"text: {text}"))
    report = firm.apply()
    assert not [account.problem for account in report.accounts if account.problem]


def test_apply_forgets_what_has_become_too_old(firm: Firm) -> None:
    before = serials(firm)
    assert before[0] == 1, "all of it is young"
    audit = len(MemoryBackend(firm.disk).audit(NORDLYS))
    firm.clock.advance(timedelta(days=31).total_seconds())
    change(firm, "ho")
    after = serials(firm)
    assert after[0] == before[-1], "what was in force thirty days ago is kept"
    assert len(MemoryBackend(firm.disk).audit(NORDLYS)) > audit
    firm.clock.advance(timedelta(days=31).total_seconds())
    change(firm, "hei igjen")
    assert len(serials(firm)) >= 3


def test_a_place_that_cannot_forget_now_stops_no_apply(firm: Firm) -> None:
    def watch(method: str, done: bool) -> None:
        if method == "prune":
            raise BackendFailed("not now")

    firm.watch = watch
    firm.clock.advance(timedelta(days=31).total_seconds())
    change(firm, "ho")
    assert serials(firm)[0] == 1


def test_what_is_to_be_forgotten_is_told_first(firm: Firm) -> None:
    with firm.process() as workspace:
        policy = HistoryPolicy(keep_serials=1)
        planned = prunable(workspace, policy, NORDLYS)
        latest = serials(firm)[-1]
        assert planned == (Prunable(NORDLYS, latest - 1, latest),)
        assert prune(workspace, planned) == latest - 1
        assert serials(firm) == [latest]
        assert {item.account for item in prunable(workspace, policy)} == {
            AccountRef.office(),
            AccountRef.client("brygga"),
        }


def test_without_a_policy_everything_is_kept(tmp_path: Path) -> None:
    firm = make_firm(tmp_path)
    firm.attest()
    firm.apply()
    firm.clock.advance(timedelta(days=9999).total_seconds())
    change(firm, "ho")
    assert serials(firm) == list(range(1, serials(firm)[-1] + 1))
