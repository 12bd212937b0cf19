"""work release: asks whether the button was pressed, and gives nothing back that may have been made."""

from __future__ import annotations

import json

import pytest

from tests.cli.driver import Person
from tests.cli.test_real import HUMA, Firm, firm

__all__ = ["firm"]


@pytest.fixture
def taken(firm: Firm) -> tuple[Firm, str]:
    """A firm with a key that somebody has taken on, and the id of that work."""
    firm.settings("{guided: [key]}")
    assert firm("state", "init").code == 0
    assert firm("apply", "--auto-approve").code == 0
    listed = json.loads(firm("work", "list", "--format", "json").out)["items"]
    work_id = next(item["item"]["id"] for item in listed if item["item"]["address"] == HUMA)
    assert firm("work", "start", work_id, "--by", "ola").code == 0
    return firm, work_id


def test_a_question_of_an_apply_may_be_left_and_is_found_again(firm: Firm) -> None:
    firm.settings("{guided: [key]}")
    assert firm("state", "init").code == 0
    left = firm("apply", "--auto-approve", "--client", "nordlys", person=Person(["later"]))
    assert left.code != 0
    assert "It is left open" in left.err + left.out
    waiting = json.loads(firm("work", "--format", "json").out)["items"]
    assert [(one["phase"], one["claimant"]) for one in waiting] == [("calling", None)]
    assert firm("recover", HUMA, "--not-done").code == 0


@pytest.mark.parametrize("answer", ["no", "n"])
def test_a_person_who_did_not_press_gives_it_back(taken: tuple[Firm, str], answer: str) -> None:
    firm, work_id = taken
    told = firm("work", "release", work_id, "--by", "ola", person=Person([answer]))
    assert (told.code, told.out) == (0, f"{work_id} ({HUMA}) waits for anybody again.\n")
    assert firm("work", "start", work_id, "--by", "kari").code == 0


def test_in_norwegian_too(taken: tuple[Firm, str]) -> None:
    firm, work_id = taken
    told = firm("--lang", "nb", "work", "release", work_id, "--by", "ola", person=Person(["nei"]))
    assert told.out == f"{work_id} ({HUMA}) venter på hvem som helst igjen.\n"


@pytest.mark.parametrize(("words", "person"), [(("--pressed",), None), ((), Person(["yes"]))])
def test_what_may_have_been_made_stays_with_who_has_it(
    taken: tuple[Firm, str], words: tuple[str, ...], person: Person | None
) -> None:
    firm, work_id = taken
    told = firm("work", "release", work_id, "--by", "ola", *words, person=person)
    assert told.code == 1
    assert f"`work complete {work_id}`" in told.err
    assert firm("work", "start", work_id, "--by", "kari").code == 1, "it is ola's still"


def test_without_anybody_to_ask_it_must_be_said(taken: tuple[Firm, str]) -> None:
    firm, work_id = taken
    assert "Say --not-pressed or --pressed." in firm("work", "release", work_id, "--by", "ola").err
    several = firm("work", "release", work_id, "nobodys", "--by", "ola", "--not-pressed")
    assert several.code == 1
    assert "No work is open under nobodys." in several.err
    assert work_id in several.out
