"""The parts of the simulation by themselves."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from provisioner.model.address import AccountRef
from provisioner.model.secrets import Sensitive
from provisioner.model.values import attributes
from provisioner.spi.backend import Deposit
from provisioner.spi.rehearsal import Thing
from provisioner.testing import samples
from provisioner.testing.memory import Disk
from provisioner.testing.simulation.faults import AFTER, BEFORE, Chaos, Fault, Menu
from provisioner.testing.simulation.invariants import look
from provisioner.testing.simulation.matching import alike, bears, match
from provisioner.testing.simulation.project import PlainSealer, opens
from provisioner.testing.simulation.run import Run, Wish
from provisioner.testing.simulation.runner import NOTHING, Runner
from provisioner.testing.simulation.scheduler import Actor, Clock, Died, Scheduler
from provisioner.testing.simulation.seams import SeamCrew, SeamRescue, Seams

CLIENT = AccountRef.client("nordlys-bakeri")


def seams(script: dict[int, Fault] | None = None) -> Seams:
    chance = Random(1)
    chaos = Chaos(Menu(frozenset(), 0.0, 0), chance, script or {})
    return Seams(Clock(samples.NOW), chaos, Scheduler(chance), Disk(made=True))


def idle(actor: Actor) -> None:
    """Does nothing."""


def test_exactly_one_actor_goes_on_at_a_time() -> None:
    scheduler = Scheduler(Random(3))
    going: list[str] = []
    order: list[str] = []

    def play(actor: Actor) -> None:
        for _ in range(20):
            going.append(actor.name)
            assert going == [actor.name]
            order.append(actor.name)
            going.remove(actor.name)
            scheduler.may_pass(actor, 0.5)

    told: list[BaseException] = []
    scheduler.run([Actor(name, play) for name in ("a", "b", "c")], lambda actor, error: told.append(error))
    assert told == []
    assert sorted(order) == sorted([*"a" * 20, *"b" * 20, *"c" * 20])
    assert order != sorted(order)


def test_what_an_actor_raises_is_told_and_the_others_go_on() -> None:
    ended: list[str] = []

    def breaks(actor: Actor) -> None:
        raise ValueError(actor.name)

    def dies(actor: Actor) -> None:
        raise Died

    def lives(actor: Actor) -> None:
        ended.append(actor.name)

    told: list[str] = []
    actors = [Actor("broken", breaks), Actor("dead", dies), Actor("fine", lives)]
    Scheduler(Random(1)).run(actors, lambda actor, error: told.append(f"{actor.name} {error}"))
    assert told == ["broken broken"]
    assert ended == ["fine"]


def test_a_dead_actor_reaches_nothing() -> None:
    reached, actor = seams({1: Fault.CRASH}), Actor("apply", idle)
    for _ in range(2):
        with pytest.raises(Died):
            reached.reach(actor, "state", "load")
    assert reached.trace == ["apply before load: crash"]


def test_what_is_looked_after_is_looked_after_when_it_is_due_and_never_from_within() -> None:
    reached, actor = seams(), Actor("apply", idle)
    looked: list[float] = []

    def look_after() -> bool:
        looked.append(reached.clock.monotonic())
        reached.reach(actor, "state", "renew")
        return len(looked) < 2

    with SeamCrew(reached, actor).every(30.0, look_after, "lease"):
        reached.wait(actor, 100.0)
    assert len(looked) == 2
    assert looked[0] >= 30.0
    assert actor.watchmen == []


def test_side_by_side_raises_the_first_once_all_have_ended() -> None:
    done: list[int] = []

    def work(number: int) -> int:
        done.append(number)
        if number % 2:
            raise ValueError(str(number))
        return number * 10

    crew = SeamCrew(seams(), Actor("apply", idle))
    assert crew.side_by_side(work, [0, 2, 4]) == [0, 20, 40]
    with pytest.raises(ValueError, match=r"^1$"):
        crew.side_by_side(work, [0, 1, 2, 3])
    assert sorted(done[3:]) == [0, 1, 2, 3]


def test_a_full_disk_and_a_kept_file() -> None:
    deposit = Deposit("i1", samples.key_address(), 1, samples.sealed())
    files: dict[str, Deposit] = {}
    rescue = SeamRescue(seams({1: Fault.DISK_FULL}), Actor("apply", idle), files)
    with pytest.raises(OSError, match="No space left"):
        rescue.keep(deposit)
    assert files == {}
    assert rescue.keep(deposit).endswith("i1.json")
    assert list(rescue.kept()) == [deposit]
    rescue.let_go("i1")
    assert files == {}


def test_a_late_call_is_carried_out_when_its_time_has_come() -> None:
    reached = seams()
    done: list[str] = []
    reached.later(lambda: done.append("late"))
    reached.deliver()
    assert done == []
    reached.clock.advance(120.0)
    reached.deliver()
    reached.deliver()
    assert done == ["late"]


def test_every_fault_can_happen_somewhere() -> None:
    somewhere = {fault for table in (BEFORE, AFTER) for kinds in table.values() for fault in kinds}
    assert set(Fault) - somewhere == {Fault.RACE, Fault.SECOND_PERSON, Fault.SCREEN}


def thing(**more: str) -> Thing:
    looks = frozenset({("owner", "per@nordlys.example"), ("keyName", "Huma")})
    return Thing(CLIENT, "user_key", 7, frozenset({("keyId", more.get("key_id", "7"))}), looks)


def test_a_mark_decides_and_looks_only_where_there_is_none() -> None:
    assert bears(thing(), attributes(keyId=7, owner="somebody"))
    assert not alike(thing(), attributes(keyId=8, owner="per@nordlys.example"))
    assert alike(thing(), attributes(keyId=None, owner="Per@nordlys.example", title="Huma"))
    assert not alike(thing(), attributes(owner="ida@nordlys.example"))


def test_a_seal_that_encrypts_nothing_opens_only_with_the_same_secret() -> None:
    sealed = PlainSealer(("rehearsal",)).seal(Sensitive("hush"))
    assert opens(sealed, Sensitive("hush"))
    assert not opens(sealed, Sensitive("hush!"))
    assert b"hush" not in sealed.ciphertext


@pytest.fixture
def finished(firm: Runner) -> Run:
    """A run that began with everything made, and in which nothing happened."""
    firm.run(Wish(0, scene="rotate"))
    assert firm._built is not None
    return Run(firm.script, Wish(0, NOTHING), firm._built)


def test_each_rule_sees_what_it_is_for(finished: Run) -> None:
    def found() -> set[str]:
        return {finding.invariant for finding in look(finished, None, empty=False)}

    assert found() == {"convergence"}
    finished.disk.audit.pop()
    assert "audit" in found()
    key = next(iter(finished.disk.sealed))
    finished.disk.sealed[key] = samples.sealed()
    assert "store" in found()
    finished.papers.append(next(each.secret.reveal() for each in finished.world.things() if each.secret is not None))
    assert "canary" in found()
    extra = next(each for each in finished.world.things() if each.kind == "user_key" and not each.from_before)
    finished.world.imitate(extra)
    assert "keys" in found()
    finished.world.remove(extra)
    assert "world" in found()
    row = next(iter(finished.disk.accounts.values()))
    row.states[row.serial] = replace(row.states[row.serial], lineage="")
    assert "rules" in found()
    finished.disk.deposits["i1"] = Deposit("i1", samples.key_address(), 1, samples.sealed())
    assert "rest" in found()


def test_the_two_sides_are_put_together(finished: Run) -> None:
    states = [row.states[row.serial] for row in finished.disk.accounts.values()]
    matched = match(states, finished.world.things())
    assert matched.missing == ()
    assert all(each.from_before for each in matched.unclaimed)
    assert len(matched.pairs) == sum(len(state.entries) for state in states)
