"""state list and show, and work: tables, documents, and how a key gets in."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest

from provisioner.model.address import AccountRef, Address
from provisioner.model.errors import ManifestInvalid
from provisioner.model.secrets import SecretStatus
from provisioner.model.state import AccountState, Entry, Generation, Intent, IntentPhase
from provisioner.model.values import SecretRef, Unknown, attributes
from provisioner.model.work import AnswerKind, Handoff, HandoffStatus, WorkItem, WorkStep
from provisioner.runtime.worklist.items import OpenWork
from provisioner.spi.operator import Answer
from tests.cli.driver import Person, Result, provisioner
from tests.cli.samples import BAKERY, INTENT, KEY, MADE, NOW, STEP, Stage, problem

OLD = Generation(1, attributes(application="Huma"), NOW)
CURRENT = Generation(
    2,
    attributes(
        application="Huma",
        rights=("a", 7),
        exact=True,
        other={"b": 1.5, "a": None},
        later=Unknown(),
        token=SecretRef("env:X"),
    ),
    NOW,
    native_id="n7",
    driver="api",
    intent_id="i",
    expires_on=date(2027, 12, 31),
    secret=SecretStatus.SEALED,
    handoff=Handoff("Huma"),
)
ENTRY = Entry(KEY, CURRENT, (OLD,), tainted=True, integration="huma", adopted=True, depends_on=(KEY,))
OTHER = Address(BAKERY, "module", "integrations")
STATE = AccountState(BAKERY, "lineage", 3, entries=(Entry(OTHER, OLD), ENTRY))


def rows(result: Result) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in result.out.splitlines()]


def test_every_generation_has_its_line(stage: Stage) -> None:
    stage.answers("state.states.account_states", (STATE,))
    assert rows(provisioner("state", "list")) == [
        ["ADDRESS", "GENERATION", "STATUS", "SECRET", "HAND-OFF"],
        [str(OTHER), "1", "ok", "-", "-"],
        [str(KEY), "1", "deposed", "-", "-"],
        [str(KEY), "2", "tainted, adopted", "sealed", "awaiting"],
    ]


def test_what_has_begun_is_listed_too(stage: Stage) -> None:
    begun = Intent("b", replace(STEP, generation=3), IntentPhase.CALLING, NOW, NOW, "d")
    new = Address(BAKERY, "user_key", "zapier")
    awaiting = replace(INTENT, step=replace(STEP, address=new))
    stage.answers("state.states.account_states", (replace(STATE, intents=(begun, awaiting)),))
    listed = rows(provisioner("state", "list"))
    assert listed[3][2] == "tainted, adopted, create begun"
    assert listed[4] == [str(new), "1", "awaiting create", "-", "-"]


def test_a_state_as_json_is_its_canonical_form(stage: Stage) -> None:
    stage.answers("state.states.account_states", (STATE,))
    (document,) = provisioner("state", "list", "--format", "json").json["accounts"]
    assert document["account"] == str(BAKERY)
    assert document["entries"][1]["current"]["made_at"] == "2026-11-22T09:00:00Z"


def test_show_tells_all_of_one_thing(stage: Stage) -> None:
    stage.answers("state.states.find_entry", ENTRY)
    lines = provisioner("state", "show", str(KEY)).out.splitlines()
    for line in (
        f"# {KEY}",
        'integration = "huma"',
        "tainted = true",
        "generation 2 {",
        "generation 1 (deposed) {",
        '  native_id = "n7"',
        '  expires_on = "2027-12-31"',
        '  secret = "sealed"',
        '  hand-off = "Huma: awaiting"',
        '  attributes.rights = ["a", 7]',
        "  attributes.exact = true",
        "  attributes.other = {a = null, b = 1.5}",
        "  attributes.later = (not known)",
        "  attributes.token = (sensitive value)",
    ):
        assert line in lines
    assert provisioner("state", "show", str(KEY), "--format", "json").json["address"] == str(KEY)


ITEM = WorkItem(
    "abcdefgh23456789", KEY, "create", "New key for Huma", "Nordlys Bakeri AS", (WorkStep("Click"),), asks_secret=True
)
OPEN = OpenWork(ITEM, IntentPhase.AWAITING, "", NOW)


@pytest.mark.parametrize("words", [["work"], ["work", "list"]])
def test_work_lists(stage: Stage, words: list[str]) -> None:
    grouped = OpenWork(replace(ITEM, id="b", group="a"), IntentPhase.CALLING, "kari", NOW)
    stage.answers("worklist.items.list_work", (OPEN, grouped, replace(OPEN, item=replace(ITEM, id="c"))))
    listed = rows(provisioner(*words))
    assert listed[0] == ["ID", "SINCE", "TAKEN BY", "COMPANY", "WORK"]
    assert [row[0] for row in listed[1:]] == [ITEM.id, "c", "b"]
    assert listed[3][1:4] == ["2026-11-22T09:00:00Z", "kari", "Nordlys Bakeri AS"]


@pytest.mark.parametrize(("language", "mark"), [("en", "look first"), ("nb", "se etter først")])
def test_what_a_run_left_behind_is_not_offered_as_work_to_do(stage: Stage, language: str, mark: str) -> None:
    """Read as an order, «make a key» would make a second one."""
    cut_off = replace(OPEN, phase=IntentPhase.CALLING)
    stage.answers("worklist.items.list_work", (OPEN, cut_off))
    result = provisioner("--lang", language, "work")
    assert sorted(row[2] for row in rows(result)[1:]) == ["-", mark]
    assert "--not-done" in result.err
    stage.answers("worklist.items.list_work", (OPEN,))
    assert provisioner("work").err == ""


def test_no_work(stage: Stage) -> None:
    stage.answers("worklist.items.list_work", ())
    assert provisioner("work").out == "No work is waiting for anybody.\n"
    assert provisioner("work", "list", "--format", "json").json["items"] == []


def test_work_as_json(stage: Stage) -> None:
    stage.answers("worklist.items.list_work", (OPEN,))
    (document,) = provisioner("work", "list", "--format", "json").json["items"]
    assert (document["phase"], document["claimant"]) == ("awaiting", None)
    assert document["item"]["steps"] == [], "nobody has taken it on"
    assert document["group"] is None
    stage.answers("worklist.items.list_work", (replace(OPEN, phase=IntentPhase.CALLING, claimant="kari"),))
    (document,) = provisioner("work", "--format", "json").json["items"]
    assert document["item"]["steps"] == [{"text": "Click", "copy": "", "together": ""}]


@pytest.mark.parametrize("words", [["--format", "json", "list"], ["--open", "--format", "json"]])
def test_a_format_that_would_be_ignored_is_refused(stage: Stage, words: list[str]) -> None:
    assert provisioner("work", *words).code == 1


def test_start_claims_and_shows_what_to_do(stage: Stage) -> None:
    stage.answers("worklist.items.start_work", replace(OPEN, phase=IntentPhase.CALLING, claimant="kari"))
    result = provisioner("work", "start", ITEM.id, "--by", "kari")
    assert stage.asked["worklist.items.start_work"] == [(ITEM.id, "kari")]
    assert "1. Click" in result.out
    assert f"provisioner work complete {ITEM.id}" in result.err
    assert provisioner("work", "start", ITEM.id, "--format", "json").json["items"][0]["item"]["id"] == ITEM.id


def answer(stage: Stage) -> Answer:
    ((work_id, given),) = stage.asked["worklist.items.complete_work"]
    assert work_id == ITEM.id
    assert isinstance(given, Answer)
    return given


@pytest.fixture
def work(stage: Stage) -> Stage:
    stage.answers("worklist.items.list_work", (OPEN,))
    stage.answers("worklist.items.complete_work", MADE)
    return stage


def complete(*words: str, person: Person | None = None) -> Result:
    return provisioner("work", "complete", ITEM.id, *words, person=person)


def test_done_asks_for_the_key_unseen(work: Stage) -> None:
    result = complete("--done", "--by", "kari", person=Person(pasted=["s3cret"]))
    assert result.code == 0
    given = answer(work)
    assert (given.kind, given.by) == (AnswerKind.DONE, "kari")
    assert given.secret is not None
    assert given.secret.reveal() == "s3cret"
    assert "s3cret" not in result.out + result.err
    assert result.out.splitlines()[-1].startswith("Apply complete!")


def test_a_person_is_asked_what_became_of_it(work: Stage) -> None:
    assert complete(person=Person(typed=["done"], pasted=["s3cret"])).code == 0
    assert answer(work).kind is AnswerKind.DONE
    work.asked["worklist.items.complete_work"].clear()
    assert complete(person=Person(typed=["refused", "Ingen tilgang"])).code == 0
    assert answer(work).note == "Ingen tilgang"


def test_the_key_comes_by_a_pipe_where_nobody_is(work: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cret\n"))
    assert complete("--done", "--secret-stdin").code == 0
    secret = answer(work).secret
    assert secret is not None
    assert secret.reveal() == "s3cret"


@pytest.mark.parametrize("piped", ["", " \n", "x" * 70_000])
def test_what_is_piped_must_be_a_key(work: Stage, monkeypatch: pytest.MonkeyPatch, piped: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(piped))
    assert complete("--done", "--secret-stdin").code == 1
    assert work.asked["worklist.items.complete_work"] == []


def test_a_key_for_work_that_shows_none_is_refused(work: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    work.answers("worklist.items.list_work", (replace(OPEN, item=replace(ITEM, asks_secret=False)),))
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cret"))
    assert complete("--done", "--secret-stdin").code == 1
    assert work.asked["worklist.items.complete_work"] == []
    assert complete("--done").code == 0
    assert answer(work).secret is None


def test_what_runtime_refuses_is_told(work: Stage) -> None:
    work.answers("worklist.items.list_work", ())
    work.answers("worklist.items.complete_work", ManifestInvalid((problem(),)))
    result = complete("--done")
    assert result.code == 1
    assert "Something is wrong." in result.err


@pytest.mark.parametrize(
    "words", [[], ["--done"], ["--refused"], ["--not-done", "--secret-stdin"], ["--secret-stdin"], ["--half"]]
)
def test_half_an_answer_is_a_usage_error(work: Stage, words: list[str]) -> None:
    assert complete(*words).code == 1
    assert work.asked["worklist.items.complete_work"] == []


def test_an_answer_in_somebody_elses_place_says_so(work: Stage) -> None:
    assert complete("--not-done", "--by", "ola", "--instead-of", "kari").code == 0
    given = answer(work)
    assert (given.by, given.instead_of) == ("ola", "kari")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (["--not-done"], AnswerKind.NOT_DONE),
        (["--lost"], AnswerKind.LOST),
        (["--refused", "--note", "no"], AnswerKind.REFUSED),
    ],
)
def test_other_answers_need_no_key(work: Stage, words: list[str], kind: AnswerKind) -> None:
    assert complete(*words).code == 0
    given = answer(work)
    assert (given.kind, given.secret) == (kind, None)


def test_a_hand_off_shows_how_far_it_has_come(stage: Stage) -> None:
    confirmed = replace(CURRENT, handoff=Handoff("Huma", HandoffStatus.CONFIRMED))
    office = AccountState(AccountRef.office(), "l", 1, entries=(Entry(KEY, confirmed),))
    stage.answers("state.states.account_states", (office,))
    assert rows(provisioner("state", "list"))[1][-1] == "confirmed"
