"""handoff list and confirm: what a firm works from in the morning, in both languages, and as a document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provisioner.model.address import Address
from provisioner.model.errors import UsageError
from provisioner.model.resource import HandoffPlan
from provisioner.model.secrets import SecretStatus
from provisioner.model.work import Handoff, HandoffStatus
from provisioner.runtime.worklist.handoffs import OPEN, HandoffWish, HandoffWord, ListedHandoff, RecordedHandoff
from tests.cli.driver import provisioner
from tests.cli.samples import KEY, NOW, Stage

PLAN = HandoffPlan(
    "Kassa Pluss AS",
    "portal",
    "https://kassapluss.example/koble",
    ("ownerEmail", "companyId"),
    ("email",),
    ("Lim inn nøkkelen under «Regnskap»", "Trykk «Lagre»"),
)
AWAITING = Handoff(PLAN.vendor)
ITEM = ListedHandoff(KEY, "Nordlys Bakeri AS", 2, AWAITING, NOW, PLAN, SecretStatus.STORED, waiting=1)
OTHER = replace(
    ITEM,
    address=Address.parse("office/office_key/visma-finale"),
    account_name="Fjord Regnskap AS",
    handoff=Handoff("Visma", HandoffStatus.DELIVERED, "kari", NOW, "sak 1182"),
    plan=HandoffPlan("Visma"),
    waiting=0,
)


def lines(*words: str) -> list[str]:
    return [line for line in provisioner("handoff", "list", *words).out.splitlines() if line]


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def test_the_list_says_vendor_by_vendor_what_to_do(stage: Stage) -> None:
    second = replace(ITEM, address=replaced("client/ambolt/user_key/kassa"), account_name="Ambolt AS")
    stage.answers("worklist.handoffs.list_handoffs", (second, ITEM, OTHER))
    found = lines()
    assert found[:7] == [
        "Kassa Pluss AS (2)",
        "  How: in the vendor's own product",
        "  Where: https://kassapluss.example/koble",
        "  They also ask for: the owner's e-mail address, the company id",
        "  Never by: e-mail",
        "  1. Lim inn nøkkelen under «Regnskap»",
        "  2. Trykk «Lagre»",
    ]
    assert cells(found[7]) == ["ADDRESS", "COMPANY", "SINCE", "STATUS", "NOTE"]
    assert cells(found[9]) == [
        *(str(KEY), "Nordlys Bakeri AS", "2026-11-22T09:00:00Z", "awaiting"),
        "the key before it is ended once this one is confirmed",
    ]
    assert found[10] == "Visma (1)"
    assert found[11].startswith("  How: not known; ask the vendor.")
    assert cells(found[13])[1:] == ["Fjord Regnskap AS", "2026-11-22T09:00:00Z", "delivered", "sak 1182"]
    assert "provisioner handoff confirm ADDRESS" in provisioner("handoff", "list").err


def replaced(address: str) -> Address:
    return Address.parse(address)


def test_the_list_speaks_norwegian(stage: Stage) -> None:
    stage.language = "nb"
    stage.answers("worklist.handoffs.list_handoffs", (ITEM,))
    found = lines()
    assert found[1:5] == [
        "  Hvordan: i leverandørens eget produkt",
        "  Hvor: https://kassapluss.example/koble",
        "  De trenger også: eierens e-postadresse, selskaps-id",
        "  Aldri på: e-post",
    ]
    assert cells(found[8])[3:] == ["venter", "nøkkelen før den avsluttes når denne er bekreftet"]


def test_one_vendor_may_ask_in_two_ways(stage: Stage) -> None:
    own = replace(ITEM, plan=replace(PLAN, channel="carrier-pigeon", url=None, never=(), also_needs=("shoeSize",)))
    stage.answers("worklist.handoffs.list_handoffs", (ITEM, own))
    found = lines()
    assert found.count("Kassa Pluss AS (1)") == 2
    assert "  How: carrier-pigeon" in found
    assert "  They also ask for: shoeSize" in found


def test_a_lost_key_is_not_to_be_handed_over(stage: Stage) -> None:
    stage.answers("worklist.handoffs.list_handoffs", (replace(ITEM, secret=SecretStatus.LOST),))
    assert cells(lines()[-1])[-1] == "its key is lost; the next apply makes a new one to hand over"


def test_what_was_written_cannot_harm_the_terminal(stage: Stage) -> None:
    hostile = HandoffPlan("\x1b[2JVendor", steps=("a\rb",))
    stage.answers(
        "worklist.handoffs.list_handoffs", (replace(ITEM, plan=hostile, handoff=replace(AWAITING, note="\x07")),)
    )
    assert not {"\x1b", "\r", "\x07"} & set(provisioner("handoff", "list").out)


def test_the_list_is_narrowed(stage: Stage) -> None:
    stage.answers("worklist.handoffs.list_handoffs", ())
    assert provisioner("handoff", "list").out == "No vendor is waiting for anything.\n"
    assert lines("--client", "a", "--client", "b", "--status", "confirmed") == ["No vendor is waiting for anything."]
    assert provisioner("handoff", "list", "--status", "lost").code == 1
    assert stage.asked["worklist.handoffs.list_handoffs"] == [
        (HandoffWish((), OPEN),),
        (HandoffWish(("a", "b"), frozenset({HandoffStatus.CONFIRMED})),),
    ]


def test_the_list_as_json(stage: Stage) -> None:
    stage.answers("worklist.handoffs.list_handoffs", (ITEM, OTHER))
    first, second = provisioner("handoff", "list", "--format", "json").json["handoffs"]
    assert first == {
        "vendor": "Kassa Pluss AS",
        "address": str(KEY),
        "company": "Nordlys Bakeri AS",
        "generation": 2,
        "status": "awaiting",
        "since": "2026-11-22T09:00:00Z",
        "by": None,
        "note": None,
        "secret": "stored",
        "generations_to_end": 1,
        "channel": "portal",
        "url": "https://kassapluss.example/koble",
        "also_needs": ["ownerEmail", "companyId"],
        "never": ["email"],
        "steps": list(PLAN.steps),
    }
    assert (second["by"], second["note"], second["channel"]) == ("kari", "sak 1182", None)


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ([], HandoffWord(KEY, "kari")),
        (["--by", "ola"], HandoffWord(KEY, "ola")),
        (["--delivered", "--note", "sak 7"], HandoffWord(KEY, "kari", HandoffStatus.DELIVERED, "sak 7")),
        (["--generation", "1"], HandoffWord(KEY, "kari", generation=1)),
    ],
)
def test_what_is_said_is_handed_on(stage: Stage, words: list[str], word: HandoffWord) -> None:
    stage.answers("worklist.handoffs.confirm_handoff", RecordedHandoff(2, Handoff("Huma", word.status, "ola", NOW), 0))
    by = [] if "--by" in words else ["--by", "kari"]
    result = provisioner("handoff", "confirm", str(KEY), *words, *by)
    assert result.code == 0
    assert result.out == f"{KEY}, generation 2: Huma, {word.status.value} by ola.\n"
    assert stage.asked["worklist.handoffs.confirm_handoff"] == [(word,)]


def test_who_runs_the_command_says_so_where_nobody_is_named(stage: Stage) -> None:
    stage.answers("worklist.handoffs.confirm_handoff", RecordedHandoff(2, Handoff("Huma", HandoffStatus.CONFIRMED), 0))
    assert provisioner("handoff", "confirm", str(KEY)).code == 0
    ((word,),) = stage.asked["worklist.handoffs.confirm_handoff"]
    assert word.by == stage.opened[0].options.surroundings.user  # type: ignore[union-attr]  # it was opened with some


def test_what_follows_from_it_is_told(stage: Stage) -> None:
    stage.answers(
        "worklist.handoffs.confirm_handoff", RecordedHandoff(2, Handoff("Huma", HandoffStatus.CONFIRMED, "o", NOW), 1)
    )
    stage.language = "nb"
    assert provisioner("handoff", "confirm", str(KEY)).out.splitlines() == [
        f"{KEY}, generasjon 2: Huma, bekreftet av o.",
        "Det den erstatter, kan nå avsluttes; neste plan viser det.",
    ]


@pytest.mark.parametrize(
    "words", [["nowhere"], [str(KEY), "--generation", "0"], [str(KEY), "--status", "awaiting"], []]
)
def test_half_a_word_is_a_usage_error(stage: Stage, words: list[str]) -> None:
    stage.answers("worklist.handoffs.confirm_handoff", UsageError("unreached"))
    assert provisioner("handoff", "confirm", *words).code == 1
    assert stage.asked["worklist.handoffs.confirm_handoff"] == []


@pytest.mark.parametrize(
    ("store", "today", "said"),
    [
        ("age:a", "age:b", f"Its key is in age:a, not in the project's store: provisioner secret store {KEY}"),
        ("", "age:b", "Its key is in a store that was not written down, not in the project's store"),
        ("age:a", "", "the project names none"),
    ],
)
def test_a_key_that_todays_store_does_not_have_is_told(stage: Stage, store: str, today: str, said: str) -> None:
    confirmed = Handoff("Huma", HandoffStatus.CONFIRMED, "o", NOW)
    stage.answers("worklist.handoffs.confirm_handoff", RecordedHandoff(2, confirmed, 0, True, store, today))
    assert said in provisioner("handoff", "confirm", str(KEY)).err
