"""The document for a successor: four forms of one thing, and nothing in them does harm."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from provisioner.model.address import Address
from provisioner.model.handover import Handover, HandoverItem
from provisioner.model.offboarding import Departure, Offboarding
from provisioner.model.resource import HandoffPlan
from provisioner.reports.handover import FORMATS, render

HARM = "<script>alert(1)</script> @everyone \x1b[31m"
ITEM = HandoverItem(
    Address.parse("client/havn/user_key/huma"),
    "user key",
    "huma",
    "per@havn.example",
    date(2027, 12, 31),
    HandoffPlan(f"Huma {HARM}", url="https://huma.example"),
    (("keyName", HARM),),
    (HARM,),
    label=f"Huma for alle {HARM}",
    facts=((f"Name of the key {HARM}", HARM),),
)
LEAVES = Offboarding(Departure.MERGED, date(2027, 3, 31), None, "fjell")
WHOLE = Handover(
    "Fjord AS",
    f"Havn {HARM}",
    "312 345 676",
    LEAVES,
    datetime(2027, 1, 1, tzinfo=UTC),
    (ITEM,),
    (ITEM,),
    (ITEM,),
    ("x",),
    into="Fjell AS",
)
BARE = Handover(
    "Fjord AS", "Havn AS", "", Offboarding(Departure.CLOSED, date(2027, 3, 31)), datetime(2027, 1, 1, tzinfo=UTC)
)


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_does_harm(format_: str, language: str) -> None:
    text = render(WHOLE, format_, language)
    assert "\x1b" not in text
    if format_ in ("html", "markdown"):
        assert "<script" not in text
    if format_ == "markdown":
        assert "@everyone" not in text


def test_all_of_it_is_told() -> None:
    text = " ".join(render(WHOLE, "text", "en").split())
    for told in (
        "The client's own, which goes on",
        "Ours, which ends",
        "Not settled yet",
        "Fjell AS goes on, and lacks: x.",
        "Huma for alle",
        "Name of the key",
    ):
        assert told in text
    for raw in ("keyName", "fjell ", "client/havn"):
        assert raw not in text
    document = json.loads(render(WHOLE, "json", "en"))
    assert document["into"] == "fjell"
    assert document["goes_on"] == document["ends"] == document["open"]
    assert document["goes_on"][0]["details"] == {"keyName": HARM}
    assert document["goes_on"][0]["last_day"] == "2027-12-31"


def test_what_there_is_nothing_of_is_left_out() -> None:
    text = render(BARE, "text", "nb")
    assert "Havn AS avvikles." in text
    assert "Her er det ikke ført noe lenger." in text
    assert "Vårt" not in text
    assert json.loads(render(BARE, "json", "nb"))["organization_number"] is None
