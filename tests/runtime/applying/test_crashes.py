"""A process may die between any two steps; the next one finds everything, doubles nothing and loses no key unreported.

Every call of the backend and every call of the world is a place to die, before it and after it; all of them are tried.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from provisioner.model.secrets import SecretStatus, Sensitive
from provisioner.model.state import violations
from provisioner.runtime.sealing import open_sealed
from provisioner.testing.fakes import Fault, FaultKind, Killed, identity_in_world
from tests.runtime.firm import Firm, actions, make_firm

ROUNDS = 4
"""Applies after which everything must have settled."""


def reaper(at: int) -> tuple[Callable[[str, bool], None], list[str]]:
    """A watch that kills at its `at`-th call, and what was called so far."""
    seen: list[str] = []

    def watch(method: str, after: bool) -> None:
        seen.append(f"{'after' if after else 'before'} {method}")
        if len(seen) == at:
            raise Killed(seen[-1])

    return watch, seen


def test_dying_at_every_call_of_the_backend_loses_and_doubles_nothing(tmp_path: Path) -> None:
    counted, seen = reaper(0)
    first = make_firm(_directory(tmp_path, "count"))
    first.watch = counted
    first.apply()
    assert {"before begin", "after begin", "before commit", "after commit"} <= set(seen)
    for at in range(1, len(seen) + 1):
        firm = make_firm(_directory(tmp_path, f"die{at}"))
        firm.watch, _ = reaper(at)
        with pytest.raises(Killed):
            firm.apply()
        _come_back(firm)
        _check(firm, f"died {seen[at - 1]} ({at})")


@pytest.mark.parametrize("kind", [kind for kind in FaultKind if kind is not FaultKind.INCOMPLETE])
@pytest.mark.parametrize("skip", range(6))
def test_whatever_becomes_of_a_call_nothing_is_lost_or_doubled(tmp_path: Path, kind: FaultKind, skip: int) -> None:
    firm = make_firm(_directory(tmp_path, "firm"))
    firm.attest()
    address = [change.address for change in firm.plan().changes()][skip]
    firm.world.plant(Fault(kind, "apply", address))
    if kind in (FaultKind.KILLED_BEFORE, FaultKind.KILLED_AFTER):
        with pytest.raises(Killed):
            firm.apply()
    else:
        firm.apply()
    firm.world.deliver()
    _come_back(firm)
    _check(firm, f"{kind.value} at {address}")


def _directory(parent: Path, name: str) -> Path:
    path = parent / name
    path.mkdir()
    return path


def _come_back(firm: Firm) -> None:
    """New processes, each some minutes later, until there is nothing left to do."""
    firm.watch = None
    for _ in range(ROUNDS):
        firm.clock.advance(3600)
        report = firm.apply()
        assert [account.problem for account in report.accounts] == [None] * len(report.accounts)
        if not actions(firm.plan()):
            return


def _check(firm: Firm, where: str) -> None:
    assert actions(firm.plan()) == {}, where
    with firm.process() as workspace:
        backend = workspace.backend()
        states = [state for item in backend.summaries() if (state := backend.load(item.account)) is not None]
        entries = [entry for state in states for entry in state.entries]
        assert [violations(state) for state in states] == [()] * len(states), where
        assert all(not state.intents for state in states), where
        known = {generation.native_id for entry in entries for generation in (entry.current, *entry.deposed)}
        assert {thing.native_id for thing in firm.world.things()} == known, where
        assert {thing.native_id for thing in firm.world.doubled(identity_in_world)} <= known, where
        for entry in entries:
            thing = firm.world.thing(entry.current.native_id)
            assert thing is not None, where
            if thing.secret:
                sealed = backend.sealed(entry.address, entry.current.number)
                assert entry.current.secret in (SecretStatus.STORED, SecretStatus.SEALED), where
                assert sealed is not None, where
                assert open_sealed(sealed, Sensitive(firm.identity)).reveal() == thing.secret, where


def test_a_key_that_was_made_and_never_seen_is_replaced_and_then_revoked(firm: Firm) -> None:
    firm.attest()
    address = next(
        change.address for change in firm.plan().changes() if str(change.address).endswith("brygga/key/huma")
    )
    firm.world.plant(Fault(FaultKind.KILLED_AFTER, "apply", address))
    with pytest.raises(Killed):
        firm.apply()
    firm.clock.advance(3600)
    firm.apply()
    assert actions(firm.plan()) == {f"{address} (deposed)": "delete"}
    firm.apply()
    assert actions(firm.plan()) == {}
    assert len(firm.world.things(address.account)) == 1
