"""Work that is done in one go, at the command line: one heading, a tick list, and one word for all of it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest

from provisioner.model.address import AccountRef, Address
from provisioner.model.diagnostics import Diagnostic, Severity, Text
from provisioner.model.errors import LeaseHeld, ManifestInvalid, UsageError
from provisioner.model.outcome import AccountReport, Applied, ApplyReport
from provisioner.model.state import IntentPhase
from provisioner.model.work import AnswerKind, WorkItem, WorkStep
from provisioner.runtime.worklist.items import OpenWork, Recorded, Taken
from provisioner.spi.operator import Answer
from tests.cli.driver import Person, provisioner
from tests.cli.samples import INTENT, KEY, NOW, STEP, Stage


def attach(client: str, claimant: str = "", phase: IntentPhase | None = None) -> OpenWork:
    """A client that is to be attached to the key that all share."""
    steps = (
        WorkStep("Go to «Klient» > «Tilganger»."),
        WorkStep("Choose the key:", "Visma Finale"),
        WorkStep(f"Tick the client {client}:", client, "Tick each client below."),
    )
    item = WorkItem(
        id=f"id-{client}",
        address=Address(AccountRef.client(client), "client_access", "finale"),
        action="create",
        title=f"Attach {client} to the key",
        account_name="the office's own account",
        steps=steps,
        group="access/finale",
        group_title="Attach clients to the key",
        group_line=f"{client.title()} AS",
        check=f"Only {client}?",
        group_check="Only those below?",
    )
    return OpenWork(item, phase or (IntentPhase.CALLING if claimant else IntentPhase.AWAITING), claimant, NOW)


A, B, C = (attach(name) for name in ("alfa", "beta", "gamma"))
KEY_WORK = OpenWork(
    WorkItem("id-key", KEY, "create", "New key", "Nordlys", (WorkStep("Click"),), asks_secret=True),
    IntentPhase.AWAITING,
    "",
    NOW,
)


@pytest.fixture
def there(stage: Stage) -> Stage:
    stage.answers("worklist.items.list_work", (C, KEY_WORK, A, B))
    stage.answers("worklist.items.start_together", take)
    stage.answers("worklist.items.complete_together", record)
    return stage


def take(_: object, ids: tuple[str, ...], claimant: str) -> tuple[Taken, ...]:
    return tuple(Taken(each, attach(each.removeprefix("id-"), claimant)) for each in ids)


def record(_: object, ids: tuple[str, ...], answer: Answer) -> tuple[Recorded, ...]:
    return tuple(Recorded(each, made(each)) for each in ids)


def made(work_id: str) -> ApplyReport:
    account = AccountRef.client(work_id.removeprefix("id-"))
    step = replace(STEP, address=Address(account, "client_access", "finale"))
    return ApplyReport((AccountReport(account, (Applied(step, NOW, work_id, "n1"),)),))


def test_the_list_says_once_what_is_done_once(there: Stage) -> None:
    lines = provisioner("work").out.splitlines()
    assert lines[1].startswith("id-key")
    assert lines[2:] == [
        "",
        "Attach clients to the key (3)",
        "  In: the office's own account",
        "  Not taken on yet. The steps come with: provisioner work start id-alfa --together",
        "",
        "  [ ]  ID        SINCE                 TAKEN BY  COMPANY",
        "  [ ]  id-alfa   2026-11-22T09:00:00Z  -         Alfa AS",
        "  [ ]  id-beta   2026-11-22T09:00:00Z  -         Beta AS",
        "  [ ]  id-gamma  2026-11-22T09:00:00Z  -         Gamma AS",
    ]


def test_how_it_is_done_is_shown_once_somebody_has_taken_it_on(there: Stage) -> None:
    there.answers("worklist.items.list_work", (attach("alfa", "kari"), B, C))
    assert provisioner("work").out.splitlines()[:7] == [
        "Attach clients to the key (3)",
        "  In: the office's own account",
        "  Check first: Only those below?",
        "  1. Go to «Klient» > «Tilganger».",
        "  2. Choose the key:",
        "       copy: Visma Finale",
        "  3. Tick each client below.",
    ]


def test_a_list_says_whose_each_is_in_norwegian_too(stage: Stage) -> None:
    stage.answers("worklist.items.list_work", (attach("alfa", "kari"), attach("beta", phase=IntentPhase.CALLING), C))
    result = provisioner("--lang", "nb", "work")
    rows = [line.split() for line in result.out.splitlines() if line.startswith("  [ ]")]
    assert rows[0][2:] == ["ID", "SIDEN", "TATT", "AV", "SELSKAP"]
    assert [row[4] for row in rows[1:]] == ["kari", "se", "-"]
    assert "se etter først" in result.err


def test_one_of_a_group_is_an_ordinary_row(stage: Stage) -> None:
    stage.answers("worklist.items.list_work", (A, KEY_WORK, replace(B, item=replace(B.item, group_title=""))))
    out = provisioner("work").out
    assert "[ ]" not in out
    assert len(out.splitlines()) == 4


def test_programs_get_it_flat(there: Stage) -> None:
    documents = provisioner("work", "list", "--format", "json").json["items"]
    assert [(each["item"]["id"], each["group"]) for each in documents] == [
        ("id-key", None),
        ("id-alfa", "access/finale"),
        ("id-beta", "access/finale"),
        ("id-gamma", "access/finale"),
    ]


@pytest.mark.parametrize("ids", [["id-beta"], ["id-alfa", "id-gamma"], ["id-gamma", "id-gamma"]])
def test_start_together_takes_all_on_whichever_is_named(there: Stage, ids: list[str]) -> None:
    result = provisioner("work", "start", *ids, "--together", "--by", "kari")
    assert result.code == 0
    assert there.asked["worklist.items.start_together"] == [(("id-alfa", "id-beta", "id-gamma"), "kari")]
    assert result.out.count("1. Go to") == 1
    assert result.out.count("[ ]") == 4
    assert (
        "kari has taken on 3 of these. When they are done: "
        "provisioner work complete id-alfa --together --done --by kari\n"
    ) in result.err
    assert "--agreement" not in result.err, "there is no text to compare"


def test_the_command_to_copy_is_whole(there: Stage) -> None:
    by_oneself = provisioner("work", "start", "id-alfa", "--together").err
    assert "work complete id-alfa --together --done\n" in by_oneself
    two_words = provisioner("work", "start", "id-alfa", "--together", "--by", "Kari Nordmann").err
    assert '--done --by "Kari Nordmann"\n' in two_words


def test_where_a_text_is_compared_it_is_said_how_to_give_it(there: Stage) -> None:
    def compared(context: object, ids: tuple[str, ...], claimant: str) -> tuple[Taken, ...]:
        return tuple(replace(one, work=with_text(one.work)) for one in take(context, ids, claimant))

    there.answers("worklist.items.start_together", compared)
    assert "add --agreement FILE" in provisioner("work", "start", "id-alfa", "--together").err
    assert "legg til --agreement FIL" in provisioner("--lang", "nb", "work", "start", "id-alfa", "--together").err


def with_text(work: OpenWork | None) -> OpenWork:
    assert work is not None
    return replace(work, item=replace(work.item, compares="The text"))


def test_release_together_gives_back_what_one_has_and_asks_once(there: Stage) -> None:
    mine = (attach("alfa", "kari"), attach("beta", "ola"), C, attach("delta", "kari"))
    there.answers("worklist.items.list_work", mine)
    there.answers("worklist.releasing.release_work", lambda _, work_id, by: replace(INTENT, id=work_id))
    result = provisioner("work", "release", "id-gamma", "--together", "--by", "kari", person=Person(typed=["no"]))
    assert result.code == 0, result.err
    assert there.asked["worklist.releasing.release_work"] == [("id-alfa", "kari"), ("id-delta", "kari")]
    assert "Left to ola" in result.err
    assert "Left: id-gamma (Gamma AS). Nobody has taken it on." in result.err
    assert result.out.count("waits for anybody again") == 2


def test_of_a_list_that_others_have_nothing_is_given_back(there: Stage) -> None:
    there.answers("worklist.items.list_work", (attach("alfa", "ola"), attach("beta", "ola")))
    result = provisioner("work", "release", "id-alfa", "--together", "--by", "kari", "--not-pressed")
    assert (result.code, result.out) == (1, "")
    assert "Nothing of this is kari's to give back." in result.err
    pressed = provisioner("work", "release", "id-alfa", "--together", "--by", "ola", "--pressed")
    assert "`work complete id-alfa --together`" in pressed.err


def test_what_others_have_and_what_a_run_left_behind_is_left(there: Stage) -> None:
    cut_off = attach("beta", phase=IntentPhase.CALLING)
    there.answers("worklist.items.list_work", (attach("alfa", "ola"), cut_off, C, attach("delta", "kari")))
    result = provisioner("work", "start", "id-alfa", "--together", "--by", "kari")
    assert result.code == 0
    assert there.asked["worklist.items.start_together"] == [(("id-delta", "id-gamma"), "kari")]
    assert "Left to ola, who has taken it on: id-alfa (Alfa AS)." in result.err
    assert "Left: id-beta (Beta AS). A run began it" in result.err


def test_nothing_is_left_to_start(there: Stage) -> None:
    there.answers("worklist.items.list_work", (attach("alfa", "ola"), attach("beta", "ola")))
    result = provisioner("work", "start", "id-alfa", "--together", "--by", "kari")
    assert result.code == 1
    assert "Nothing of this is kari's to begin." in result.err
    assert there.asked["worklist.items.start_together"] == []


def test_several_are_started_and_what_fails_is_told(there: Stage) -> None:
    held = LeaseHeld("Somebody works on beta.")

    def some(_: object, ids: tuple[str, ...], claimant: str) -> tuple[Taken, ...]:
        first, second, third = ids
        return (
            Taken(first, attach("alfa", claimant)),
            Taken(second, problem=held),
            Taken(third, problem=UsageError("ola has already begun.")),
        )

    there.answers("worklist.items.start_together", some)
    words = ["work", "start", "id-alfa", "id-beta", "id-gamma", "--by", "kari"]
    result = provisioner(*words)
    assert result.code == held.exit_code == 4
    assert "Attach alfa to the key" in result.out
    assert "Somebody works on beta." in result.err
    assert "ola has already begun." in result.err
    assert "provisioner work complete id-alfa --done" in result.err
    (document,) = provisioner(*words, "--format", "json").json["items"]
    assert (document["item"]["id"], document["claimant"]) == ("id-alfa", "kari")


def test_alone_stays_alone(there: Stage) -> None:
    provisioner("work", "start", "id-key", "--together", "--by", "kari")
    assert there.asked["worklist.items.start_together"] == [(("id-key",), "kari")]


def completed(stage: Stage) -> tuple[tuple[str, ...], Answer]:
    ((ids, answer),) = stage.asked["worklist.items.complete_together"]
    assert isinstance(answer, Answer)
    return ids, answer


def test_several_get_one_answer(there: Stage) -> None:
    result = provisioner("work", "complete", "id-beta", "id-alfa", "--done", "--by", "kari", "--note", "x")
    assert result.code == 0
    ids, answer = completed(there)
    assert ids == ("id-beta", "id-alfa")
    assert (answer.kind, answer.by, answer.note, answer.secret) == (AnswerKind.DONE, "kari", "x", None)
    assert result.out.count("Apply complete!") == 1
    assert "Resources: 2 added" in result.out


def test_complete_together_answers_for_what_one_has_taken_on(there: Stage) -> None:
    mine = (attach("alfa", "kari"), attach("beta", "ola"), C, attach("delta", "kari"))
    there.answers("worklist.items.list_work", mine)
    result = provisioner("work", "complete", "id-gamma", "--together", "--done", "--by", "kari")
    assert completed(there)[0] == ("id-alfa", "id-delta")
    assert "Left to ola" in result.err
    assert "Left: id-gamma (Gamma AS). Nobody has taken it on." in result.err


def test_what_nobody_took_on_is_not_answered_for(there: Stage) -> None:
    result = provisioner("work", "complete", "id-gamma", "--together", "--done", "--by", "kari")
    assert result.code == 1
    assert "Nothing of this is kari's to answer." in result.err
    assert there.asked["worklist.items.complete_together"] == []


def test_one_that_fails_does_not_stop_the_others(there: Stage) -> None:
    def some(_: object, ids: tuple[str, ...], answer: Answer) -> tuple[Recorded, ...]:
        return Recorded(ids[0], problem=UsageError("No work is open under id-alfa.")), Recorded(ids[1], made(ids[1]))

    there.answers("worklist.items.complete_together", some)
    result = provisioner("work", "complete", "id-alfa", "id-beta", "--not-done")
    assert result.code == 1
    assert "No work is open under id-alfa." in result.err
    assert "Resources: 1 added" in result.out
    there.answers(
        "worklist.items.complete_together", lambda _, ids, answer: (Recorded(ids[0], problem=UsageError("No.")),)
    )
    assert provisioner("work", "complete", "id-alfa", "id-beta", "--not-done").out == ""


def test_what_is_wrong_with_one_answer_is_told_once(there: Stage) -> None:
    def refuse(_: object, ids: tuple[str, ...], answer: Answer) -> tuple[Recorded, ...]:
        return tuple(Recorded(each, problem=wrong(each)) for each in ids)

    there.answers("worklist.items.complete_together", refuse)
    ids = [f"id-{name}" for name in ("alfa", "beta", "gamma")]
    result = provisioner("work", "complete", *ids, "--done", "--by", "kari")
    assert result.code == 1
    assert result.err.count("This is another text.") == 1
    assert result.err.count("Nothing was recorded.") == 1
    assert "for client/alfa/menu_activation/finale" in result.err
    assert "The same holds for 2 more: client/beta, client/gamma." in result.err


def wrong(work_id: str) -> ManifestInvalid:
    address = Address(AccountRef.client(work_id.removeprefix("id-")), "menu_activation", "finale")
    found = Diagnostic("agreement-other", Severity.ERROR, Text("This is another text."), address=address)
    closing = Diagnostic("answer-not-recorded", Severity.ERROR, Text("Nothing was recorded."))
    return ManifestInvalid([found], closing)


def test_a_person_is_asked_once_for_all(there: Stage) -> None:
    person = Person(typed=["refused", "Ingen tilgang"])
    assert provisioner("work", "complete", "id-alfa", "id-beta", person=person).code == 0
    answer = completed(there)[1]
    assert (answer.kind, answer.note) == (AnswerKind.REFUSED, "Ingen tilgang")


def test_what_shows_a_key_is_refused_among_others(there: Stage) -> None:
    there.answers("worklist.items.complete_together", UsageError("id-key shows a key, and is always done alone."))
    result = provisioner("work", "complete", "id-alfa", "id-key", "--done")
    assert result.code == 1
    assert "id-key shows a key" in result.err


def test_a_piped_key_is_for_one(there: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cret"))
    for words in (["id-alfa", "id-key"], ["id-key", "--together"]):
        assert provisioner("work", "complete", *words, "--done", "--secret-stdin").code == 1
    assert there.asked["worklist.items.complete_together"] == []


@pytest.mark.parametrize("verb", ["start", "complete"])
def test_an_id_is_needed(there: Stage, verb: str) -> None:
    words: list[Any] = ["--done"] if verb == "complete" else []
    assert provisioner("work", verb, *words).code == 1
