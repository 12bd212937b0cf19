"""The chain of the audit: whatever is changed, taken out or put in shows, and an export says so by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.formats.audit_format import (
    BreakKind,
    Export,
    breaks,
    decode_export,
    encode_export,
    heads_of,
    link,
    rewritten,
)
from provisioner.model.address import AccountRef
from provisioner.model.errors import StateCorrupt
from provisioner.model.state import AuditRecord
from provisioner.model.values import attributes

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
A, B = AccountRef.client("ambolt"), AccountRef.client("nordlys")


def chain(account: AccountRef, count: int) -> list[AuditRecord]:
    made: list[AuditRecord] = []
    for number in range(count):
        made.append(
            AuditRecord(
                id=f"{account.name}-{number}",
                at=NOW + timedelta(minutes=number),
                account=account,
                actor="kari",
                event="applied",
                detail=attributes(number=number, name="Bjørn «Æ» \u2028"),
                previous=link(made[-1]) if made else "",
            )
        )
    return made


def export_of(*chains: list[AuditRecord]) -> Export:
    records = [record for each in chains for record in each]
    ends = {each[-1].account: link(each[-1]) for each in chains}
    return Export("fjord", NOW, heads_of(records, ends), tuple(records))


WHOLE = export_of(chain(A, 3), chain(B, 4))


def test_a_whole_chain_holds_and_survives_the_way_out_and_back() -> None:
    assert breaks(WHOLE) == ()
    again = decode_export(encode_export(WHOLE))
    assert again == WHOLE
    assert breaks(again) == ()


def test_an_export_is_one_line_a_record_behind_one_that_says_what_it_is() -> None:
    first, *records = encode_export(WHOLE).decode("utf-8").rstrip("\n").split("\n")
    assert json.loads(first)["format"] == "provisioner-audit"
    assert [json.loads(line)["id"] for line in records] == [record.id for record in WHOLE.records]


def test_an_account_without_records_has_an_empty_chain() -> None:
    assert breaks(Export("fjord", NOW, heads_of((), {A: ""}), ())) == ()


@given(st.data())
def test_any_change_of_one_record_shows(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(WHOLE.records) - 1))
    old = WHOLE.records[at]
    new = data.draw(
        st.sampled_from(
            [
                replace(old, actor="ola"),
                replace(old, at=old.at + timedelta(seconds=1)),
                replace(old, detail=attributes()),
                replace(old, event="forgotten"),
                replace(old, revision="0" * 40),
                replace(old, previous="sha256:0"),
            ]
        )
    )
    changed = replace(WHOLE, records=(*WHOLE.records[:at], new, *WHOLE.records[at + 1 :]))
    assert {one.account for one in breaks(changed)} == {old.account}


@pytest.mark.parametrize("at", range(7))
def test_a_record_that_is_taken_out_shows(at: int) -> None:
    cut = replace(WHOLE, records=(*WHOLE.records[:at], *WHOLE.records[at + 1 :]))
    assert {one.account for one in breaks(cut)} == {WHOLE.records[at].account}


def test_the_youngest_record_taken_out_shows_at_the_end() -> None:
    cut = replace(WHOLE, records=WHOLE.records[:-1])
    assert [(one.account, one.kind, one.record) for one in breaks(cut)] == [(B, BreakKind.CUT, "")]


def test_swapped_records_show() -> None:
    first, second, *rest = WHOLE.records
    assert {one.kind for one in breaks(replace(WHOLE, records=(second, first, *rest)))} >= {BreakKind.CHANGED}


def test_a_record_of_an_account_nobody_knows_shows() -> None:
    stranger = replace(WHOLE.records[0], account=AccountRef.client("fremmed"))
    found = breaks(replace(WHOLE, records=(*WHOLE.records, stranger)))
    assert [(one.account.name, one.kind) for one in found] == [("fremmed", BreakKind.UNKNOWN)]


def test_a_chain_that_was_made_anew_holds_but_not_against_an_earlier_export() -> None:
    forged = chain(B, 4)
    forged[1] = replace(forged[1], actor="nobody")
    for at in range(2, 4):
        forged[at] = replace(forged[at], previous=link(forged[at - 1]))
    later = export_of(chain(A, 3), forged)
    assert breaks(later) == ()
    assert [(one.account, one.kind) for one in rewritten(WHOLE, later)] == [(B, BreakKind.REWRITTEN)]


def test_a_chain_that_went_on_goes_on() -> None:
    assert rewritten(WHOLE, export_of(chain(A, 5), chain(B, 4))) == ()


def test_an_account_that_is_gone_from_a_later_export_shows() -> None:
    assert [one.account for one in rewritten(WHOLE, export_of(chain(A, 3)))] == [B]


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]\n", b"\xff\xfe", b'{"format":"provisioner-plan","version":1}', b"[" * 100_000],
    ids=["empty", "object", "list", "binary", "another", "deep"],
)
def test_what_is_no_export_is_refused(data: bytes) -> None:
    with pytest.raises(StateCorrupt, match="no exported audit"):
        decode_export(data)


def test_an_export_from_the_future_is_refused_by_its_version() -> None:
    data = encode_export(WHOLE).replace(b'"version":1', b'"version":7', 1)
    with pytest.raises(StateCorrupt, match="version 7"):
        decode_export(data)


def test_a_damaged_line_is_refused() -> None:
    with pytest.raises(StateCorrupt, match="damaged"):
        decode_export(encode_export(WHOLE).replace(b'"actor":"kari"', b'"actor":7', 1))
