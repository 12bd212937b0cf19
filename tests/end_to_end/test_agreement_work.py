"""The text of an agreement, at the command line: one text for a tick list, compared before it is ticked, and what is
recorded of an activation whose text was another, or was compared with nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from provisioner_tripletex.agreements import agreement_digest
from tests.end_to_end.firm import Firm
from tests.end_to_end.test_agreements import CLIENT, ELVEBAKKEN, attributes, firm_of
from tests.end_to_end.test_returned_workbook import THERE, workbook

TEXT, SAME, OTHER = "Avtale.\n\nKunden gir tilgang.\n", " Avtale.  Kunden gir\ntilgang.", "En annen avtale."
CLIENTS = ("elvebakken-sykkel", "nordlys-bakeri")
ACTIVATION = "client/{}/menu_activation/shopify-connectmyapps"


def waiting(firm: Firm) -> dict[str, dict[str, Any]]:
    """What waits, by client."""
    listed = firm.run("work", "list", "--format", "json").json()["items"]
    return {one["item"]["address"].split("/")[1]: one["item"] for one in listed}


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """Two clients whose activation of the same integration waits for a person."""
    made = firm_of(tmp_path / "firm", "guided")
    made.write("clients/second.yaml", CLIENT.format(**ELVEBAKKEN, text=""))
    made.attest_all()
    made.run("apply", "--auto-approve")
    made.run("work", "complete", *(item["id"] for item in waiting(made).values()), "--done")
    made.run("apply", "--auto-approve")
    return made


@pytest.fixture
def ids(firm: Firm) -> list[str]:
    """The ids of the two, the first of which is done with TEXT where a test says so."""
    found = waiting(firm)
    return [found[name]["id"] for name in CLIENTS]


def accept(firm: Firm, work_id: str) -> None:
    firm.run("work", "complete", work_id, "--done", "--agreement", "-", stdin=TEXT)


def test_one_text_is_that_of_the_whole_list(firm: Firm, ids: list[str]) -> None:
    firm.run("work", "start", ids[0], "--together")
    assert "accepted here before" in firm.run("work", "compare", ids[1], "--from", "-", stdin=TEXT).out
    text = firm.write("copied.txt", TEXT)
    said = firm.run("work", "complete", ids[0], "--together", "--done", "--agreement", str(text))
    assert "2 added" in said.out
    assert "agreement" not in said.text, "there is nothing to warn of"
    for name in CLIENTS:
        held = attributes(firm, name)
        assert held["agreementDigest"] == agreement_digest(SAME)
        assert (held["acceptedBy"], held["authority"]) == ("kari@fjord.example", "oppdragsavtale 2026-03")
    assert "No changes." in firm.run("plan").out


def test_it_is_told_before_it_is_ticked_and_ends_no_work(firm: Firm, ids: list[str]) -> None:
    accept(firm, ids[0])
    same = firm.run("work", "compare", ids[1], "--from", "-", stdin=SAME)
    assert "By kari@fjord.example (oppdragsavtale 2026-03)." in same.out
    other = firm.run("work", "compare", ACTIVATION.format(CLIENTS[1]), "--from", "-", stdin=OTHER, code=8)
    assert agreement_digest(OTHER) in other.out
    assert "Stop: do not tick it." in other.err
    told = firm.run("work", "compare", ids[1], "--from", "-", "--format", "json", stdin=OTHER, code=8).json()
    assert (told["verdict"], told["found"]["code"]) == ("other", "agreement-changed")
    assert [item["id"] for item in waiting(firm).values()] == [ids[1]]


def test_another_text_is_why_it_is_refused_and_the_rest_goes_on(firm: Firm, ids: list[str]) -> None:
    accept(firm, ids[0])
    said = firm.run("work", "complete", ids[1], "--refused", "--agreement", "-", stdin=OTHER, code=1)
    assert "[agreement-changed]" in said.text
    assert f"`text: {agreement_digest(OTHER)}`" in " ".join(said.text.split())
    assert waiting(firm) == {}
    assert "1 to add" in firm.run("plan").out, "nothing was activated"


def test_that_another_text_was_accepted_all_the_same_is_said_and_unlocks_nothing(firm: Firm, ids: list[str]) -> None:
    accept(firm, ids[0])
    unsaid = firm.run("work", "complete", ids[1], "--done", "--agreement", "-", stdin=OTHER, code=1)
    assert "[agreement-other]" in unsaid.err
    assert ids[1] in str(waiting(firm)), "nothing was recorded"
    said = firm.run("work", "complete", ids[1], "--done", "--nevertheless", "--agreement", "-", stdin=OTHER)
    assert "1 added" in said.out
    assert "[agreement-anyway]" in said.text
    assert "agreementDigest" not in attributes(firm, CLIENTS[1])
    assert agreement_digest(OTHER) not in str(attributes(firm, CLIENTS[1]))
    assert "No changes." in firm.run("plan").out


def test_another_text_for_the_whole_list_is_told_once(firm: Firm, ids: list[str]) -> None:
    for name in ("client", "second"):
        firm.edit(f"clients/{name}.yaml", "2026-03}", f"2026-03, text: {agreement_digest(TEXT)!r}}}")
    firm.run("work", "complete", *ids, "--not-done")
    firm.run("apply", "--auto-approve")
    work_id = next(iter(waiting(firm).values()))["id"]
    taken = firm.run("work", "start", work_id, "--together", "--by", "kari")
    assert "--together --done --by kari" in taken.err
    words = ("--together", "--done", "--by", "kari", "--agreement", "-")
    said = firm.run("work", "complete", work_id, *words, stdin=OTHER, code=1)
    assert said.text.count("[agreement-other]") == 1
    assert "The same holds for 1 more" in said.text
    assert len(waiting(firm)) == 2
    refused = firm.run("work", "complete", work_id, "--together", "--refused", *words[2:], stdin=OTHER, code=1)
    assert refused.text.count("[agreement-changed]") == 1
    assert all(f"create {ACTIVATION.format(name)}\n" in refused.out for name in CLIENTS)
    assert waiting(firm) == {}


def test_that_nothing_was_compared_is_an_answer_of_its_own(firm: Firm, ids: list[str]) -> None:
    accept(firm, ids[0])
    unsaid = firm.run("work", "complete", ids[1], "--done", code=1)
    assert "[agreement-not-compared]" in unsaid.err
    assert "--not-compared" in unsaid.err
    said = firm.run("work", "complete", ids[1], "--done", "--not-compared")
    assert "[agreement-uncompared]" in said.text
    assert "agreementDigest" not in attributes(firm, CLIENTS[1])
    assert "No changes." in firm.run("plan").out


def test_before_anybody_has_accepted_one_that_nothing_was_compared_is_said_once_for_all(
    firm: Firm, ids: list[str]
) -> None:
    said = firm.run("work", "complete", *ids, "--done")
    assert "2 added" in said.out
    assert said.text.count("[agreement-unrecorded]") == 1
    assert "agreementDigest" not in attributes(firm, CLIENTS[0])


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--agreement", "-", "--not-compared"], "only one of --agreement and --not-compared"),
        (["--nevertheless"], "--nevertheless only with --agreement"),
        (["--agreement", "-", "--secret-stdin"], "Standard input holds one thing"),
        (["--agreement", "nowhere.txt"], "no file nowhere.txt"),
        (["--agreement", "."], "cannot be read as a text"),
    ],
)
def test_what_does_not_go_together_is_refused(firm: Firm, ids: list[str], options: list[str], told: str) -> None:
    said = firm.run("work", "complete", ids[0], "--done", *options, stdin=TEXT, code=1)
    assert told in " ".join(said.err.split())
    assert len(waiting(firm)) == 2


def test_what_accepts_no_agreement_takes_no_text(tmp_path: Path) -> None:
    firm = firm_of(tmp_path / "firm", "guided")
    firm.attest_all()
    firm.run("apply", "--auto-approve")
    (module,) = waiting(firm).values()
    for words in (
        ("compare", module["id"], "--from", "-"),
        ("complete", module["id"], "--done", "--agreement", "-"),
        ("complete", module["id"], "--done", "--not-compared"),
    ):
        assert "accepts no agreement" in firm.run("work", *words, stdin=TEXT, code=1).err
    assert "No work is open" in firm.run("work", "compare", "nobody", "--from", "-", stdin=TEXT, code=1).err
    assert len(waiting(firm)) == 1


def test_one_text_is_not_that_of_two_agreements(firm: Firm, ids: list[str]) -> None:
    firm.edit("clients/second.yaml", "oppdragsavtale 2026-03", "oppdragsavtale 2025-01")
    firm.run("work", "complete", *ids, "--not-done")
    firm.run("apply", "--auto-approve")
    apart = [item["id"] for item in waiting(firm).values()]
    said = firm.run("work", "complete", *apart, "--done", "--agreement", "-", stdin=TEXT, code=1)
    assert "One text was given for several agreements." in said.err
    assert len(waiting(firm)) == 2


def test_what_comes_back_in_a_workbook_is_taken_in_and_said_not_to_be_compared(firm: Firm, ids: list[str]) -> None:
    accept(firm, ids[0])
    address = ACTIVATION.format(CLIENTS[1])
    said = firm.run("work", "complete", "--from", workbook(firm, {address: THERE}))
    assert f"{address}: taken over as it is there." in said.err
    assert "compared with nothing" in said.err
    assert waiting(firm) == {}
    firm.run("apply", "--auto-approve")
    assert "agreementDigest" not in str(firm.run("state", "show", address).out)
    assert "No changes." in firm.run("plan").out


def test_a_workbook_goes_with_no_text(firm: Firm, ids: list[str]) -> None:
    book = workbook(firm, {ACTIVATION.format(CLIENTS[0]): THERE})
    said = firm.run("work", "complete", "--from", book, "--agreement", "-", stdin=TEXT, code=1)
    assert "--from stands alone" in said.err
    assert len(waiting(firm)) == len(ids)
