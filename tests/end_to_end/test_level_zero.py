"""A firm without any credentials: every step becomes work, is claimed and completed, and the world ends up the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from provisioner.model.work import AnswerKind
from provisioner.runtime.worklist.items import list_work
from provisioner.runtime.workspace import OpenOptions, Workspace
from provisioner.spi.operator import Answer, Operator
from tests.end_to_end.firm import Firm, copy_of_example

ROUNDS = 6
GUIDED = "drivers: [guided]"


@pytest.fixture
def level_zero(example: Firm) -> Firm:
    """The example without `api`: nothing can be looked at."""
    example.edit("provisioner.yaml", "drivers: [api, guided]", GUIDED)
    return example


@contextmanager
def desk(firm: Firm) -> Iterator[tuple[Workspace, Operator]]:
    """The workspace, and somebody who can use the screens."""
    with Workspace(OpenOptions(directory=firm.directory, operator="scripted")) as workspace:
        assert workspace.operator is not None
        yield workspace, workspace.operator


def perform(firm: Firm) -> dict[str, Answer]:
    """What a person does about everything that waits, on the screens; not yet told to the program."""
    with desk(firm) as (workspace, person):
        return {found.item.id: person.perform(found.item) for found in list_work(workspace)}


def work_through(firm: Firm) -> int:
    """Everything that waits, claimed, done and completed by the command line; how much it was."""
    waiting = firm.run("work", "list", "--format", "json").json()["items"]
    for found in waiting:
        assert found["claimant"] is None
        firm.run("work", "start", found["item"]["id"], "--by", "kari")
    answers = perform(firm)
    assert set(answers) == {found["item"]["id"] for found in waiting}
    for intent, answer in answers.items():
        assert answer.kind is AnswerKind.DONE, answer.note
        key = answer.secret
        words = ["work", "complete", intent, "--done", "--by", "kari"]
        if key is None:
            firm.run(*words)
        else:
            firm.run(*words, "--secret-stdin", stdin=key.reveal() + "\n")
    return len(waiting)


def test_everything_becomes_work_and_ends_in_the_same_world(level_zero: Firm, tmp_path: Path) -> None:
    level_zero.attest_all()
    rounds: list[int] = []
    while len(rounds) < ROUNDS and 0 not in rounds:
        said = level_zero.run("apply", "--auto-approve")
        assert "Resources: 0 added, 0 changed, 0 destroyed" in said.out
        rounds.append(work_through(level_zero))
    assert sum(rounds) == 48
    assert rounds[-1] == 0
    assert "No changes." in level_zero.run("plan", "--detailed-exitcode").out

    by_api = copy_of_example(tmp_path / "by-api")
    by_api.attest_all()
    by_api.apply()
    assert level_zero.world() == by_api.world()

    key = "client/nordlys-bakeri/user_key/huma"
    opened = level_zero.run("secret", "show", key, "--identity", str(level_zero.directory / "demo-identity.txt"))
    assert opened.out.startswith("test-")


def test_what_waits_is_awaiting_and_not_planned_twice(level_zero: Firm) -> None:
    level_zero.attest_all()
    said = level_zero.run("apply", "--auto-approve", "--detailed-exitcode", code=7)
    assert "awaiting" in said.out
    first = level_zero.run("work", "list", "--format", "json").json()["items"]
    assert first
    plan = level_zero.run("plan", "--detailed-exitcode", code=7)
    assert "⧗" in plan.out
    assert "awaiting" in plan.out.splitlines()[-1]
    level_zero.run("apply", "--auto-approve")
    assert [found["item"]["id"] for found in level_zero.run("work", "list", "--format", "json").json()["items"]] == [
        found["item"]["id"] for found in first
    ]
    assert level_zero.run("plan").code == 0


def test_the_scripted_person_does_it_at_once(level_zero: Firm) -> None:
    level_zero.attest_all()
    level_zero.apply()
    assert "No changes." in level_zero.run("plan", "--detailed-exitcode").out


def test_two_people_cannot_both_begin(level_zero: Firm) -> None:
    level_zero.attest_all()
    level_zero.run("apply", "--auto-approve")
    intent = level_zero.run("work", "list", "--format", "json").json()["items"][0]["item"]["id"]
    level_zero.run("work", "start", intent, "--by", "kari")
    second = level_zero.run("work", "start", intent, "--by", "anders", code=1)
    assert "kari" in second.err
    level_zero.run("work", "complete", intent, "--not-done", "--by", "kari")
    level_zero.run("apply", "--auto-approve")
    assert intent not in [f["item"]["id"] for f in level_zero.run("work", "list", "--format", "json").json()["items"]]


def test_nothing_is_read(level_zero: Firm) -> None:
    """The world file is not even made: no screen is opened and no call is sent for a plan."""
    level_zero.attest_all()
    level_zero.run("plan", "--refresh", "all")
    assert not (level_zero.directory / ".provisioner" / "simulator-world.json").exists()


@pytest.mark.parametrize(
    "mistake", ["18460131", "Huma Nordlys Bakeri AS", "hallo", "test-half a key", "https://www.vg.no/nyheter", ""]
)
def test_what_cannot_be_the_key_is_refused(small: Firm, mistake: str) -> None:
    small.edit("provisioner.yaml", "drivers: [api, guided]", GUIDED)
    small.attest_all()
    small.run("apply", "--auto-approve")
    work_through(small)
    small.run("apply", "--auto-approve")
    (waiting,) = small.run("work", "list", "--format", "json").json()["items"]
    intent = waiting["item"]["id"]
    assert waiting["item"]["address"] == "client/nordlys-bakeri/user_key/huma"
    small.run("work", "start", intent, "--by", "kari")
    small.run("work", "complete", intent, "--done", "--by", "kari", "--secret-stdin", stdin=mistake, code=1)
    assert small.run("work", "list", "--format", "json").json()["items"][0]["item"]["id"] == intent
    answer = perform(small)[intent]
    assert answer.secret is not None
    small.run("work", "complete", intent, "--done", "--by", "kari", "--secret-stdin", stdin=answer.secret.reveal())
    assert "No changes." in small.run("plan", "--detailed-exitcode").out


def test_our_own_token_is_not_sealed_as_the_key_although_nothing_is_read_by_api(small: Firm) -> None:
    small.edit("provisioner.yaml", "drivers: [api, guided]", f"{GUIDED}\n    credentials: {{officeKey: file:ours.txt}}")
    ours = "test-0b5c1a3e-7d42-4f0e-9a55-3c1f6f0e2b77"
    small.write("ours.txt", f"{ours}\n")
    small.attest_all()
    small.run("apply", "--auto-approve")
    work_through(small)
    small.run("apply", "--auto-approve")
    (waiting,) = small.run("work", "list", "--format", "json").json()["items"]
    said = small.run("work", "complete", waiting["item"]["id"], "--done", "--secret-stdin", stdin=ours, code=1)
    assert "[answer-is-ours]" in said.err
    assert ours not in said.text
    assert small.run("work", "--format", "json").json()["items"]


def test_what_waits_is_taken_up_by_a_later_apply_with_somebody_at_hand(small: Firm) -> None:
    small.edit("provisioner.yaml", "drivers: [api, guided]", GUIDED)
    small.attest_all()
    small.run("apply", "--auto-approve")
    assert small.run("work", "--format", "json").json()["items"]
    taken_up = small.apply()
    assert "What needed this comes with the next apply." in taken_up.err
    for _ in range(ROUNDS):
        small.apply()
        if not small.run("work", "--format", "json").json()["items"]:
            break
    assert "No changes." in small.run("plan", "--detailed-exitcode").out
    assert small.run("work", "--format", "json").json()["items"] == []
