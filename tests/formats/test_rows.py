"""Lists as people really have them: what Excel writes, what it breaks, and what a workbook's cells hold."""

from __future__ import annotations

import builtins
import csv
import io
import sys
import zipfile
from datetime import date, datetime
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.formats import rows as rows_module
from provisioner.formats import rows_csv, rows_xlsx
from provisioner.formats.rows import Table, tabled
from provisioner.formats.rows_csv import read_csv
from provisioner.formats.rows_xlsx import read_workbook
from provisioner.model.diagnostics import Severity, SourceRange
from provisioner.model.manifest import ClientList, ListKind

FROM = SourceRange("sett.yaml", 3, 7)
HEADER = "navn;orgnr;profiler\n"


def a_csv(data: str | bytes, delimiter: str = "", encoding: str = "") -> Table:
    rows = ClientList(ListKind.CSV, FROM, "klienter.csv", delimiter, encoding)
    return read_csv(data.encode() if isinstance(data, str) else data, rows)


def cells(table: Table) -> list[dict[str, object]]:
    return [dict(row.cells) for row in table.rows]


def found(table: Table) -> list[tuple[str, str, int]]:
    """Code, file and line of everything that is wrong."""
    places = [(told.code, told.source) for told in table.diagnostics]
    return [(code, place.file, place.line) for code, place in places if place is not None]


class TestCsv:
    def test_what_excel_in_norwegian_writes(self) -> None:
        text = "\ufeff" + HEADER.replace("\n", "\r\n")
        text += 'Nordlys Bakeri AS; 312 345 676 ;"butikk,kasse"\r\n\r\n;;\r\n"Bar ""Ægir"" AS";923609016;\r\n'
        table = a_csv(text)
        assert table.diagnostics == ()
        assert cells(table) == [
            {"navn": "Nordlys Bakeri AS", "orgnr": "312 345 676", "profiler": "butikk,kasse"},
            {"navn": 'Bar "Ægir" AS', "orgnr": "923609016", "profiler": ""},
        ]
        assert [row.place for row in table.rows] == [
            SourceRange("klienter.csv", 2, 1),
            SourceRange("klienter.csv", 5, 1),
        ]

    @pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
    def test_the_first_line_tells_the_delimiter(self, delimiter: str) -> None:
        text = f'"a;,x"{delimiter}b{delimiter}c\n1{delimiter}2,5{delimiter}3\n'
        if delimiter == ",":
            text = text.replace("2,5", '"2,5"')
        assert cells(a_csv(text)) == [{"a;,x": "1", "b": "2,5", "c": "3"}]

    def test_a_decimal_comma_stays_text(self) -> None:
        assert cells(a_csv("sats;dato\n1 250,50;01.02.2027\n")) == [{"sats": "1 250,50", "dato": "01.02.2027"}]

    def test_excel_s_own_first_line_is_no_row(self) -> None:
        table = a_csv("sep=,\na,b\n1,2\n")
        assert (cells(table), table.rows[0].place.line) == ([{"a": "1", "b": "2"}], 3)

    def test_cells_may_hold_line_feeds_and_rows_keep_their_lines(self) -> None:
        table = a_csv('a;b\n"1\n\n2";x\n3;y\n')
        assert cells(table) == [{"a": "1\n\n2", "b": "x"}, {"a": "3", "b": "y"}]
        assert [row.place.line for row in table.rows] == [2, 5]

    def test_windows_letters_are_read_and_named(self) -> None:
        table = a_csv((HEADER + "Bjørn\u2019s Ærfugl Åsane;1;\n").encode("cp1252"))
        assert cells(table)[0]["navn"] == "Bjørn\u2019s Ærfugl Åsane"
        (told,) = table.diagnostics
        assert (told.code, told.severity, str(told.source)) == ("csv-windows", Severity.INFO, "klienter.csv:2:3")
        assert "`ø`" in told.summary
        assert "Windows-1252" in told.told_in("nb").summary
        assert a_csv((HEADER + "Bjørn;1;\n").encode("cp1252"), encoding="windows-1252").diagnostics == ()

    def test_a_mark_before_windows_letters_does_not_move_the_place(self) -> None:
        table = a_csv(b"\xef\xbb\xbfa;b\r\nx;\xf8\r\n")
        assert found(table) == [("csv-windows", "klienter.csv", 2)]
        assert table.diagnostics[0].source is not None
        assert table.diagnostics[0].source.column == 3

    @pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
    def test_older_letters_are_not_guessed_at(self, encoding: str) -> None:
        table = a_csv((HEADER + "Ærfuglåsen på Sørøya;1;\n").encode(encoding))
        assert (table.rows, found(table)) == ((), [("csv-encoding-unknown", "klienter.csv", 2)])

    def test_what_is_said_to_be_utf8_and_is_not(self) -> None:
        table = a_csv((HEADER + "a;b;c\nBjørn;1;\n").encode("cp1252"), encoding="utf-8")
        assert (table.rows, found(table)) == ((), [("csv-not-unicode", "klienter.csv", 3)])

    def test_utf_16_is_named(self) -> None:
        (told,) = a_csv(HEADER.encode("utf-16")).diagnostics
        assert (told.code, told.source) == ("csv-encoding", FROM)
        assert "UTF-16" in told.summary

    @pytest.mark.parametrize("text", ['a;b\n1;2\n"3;4\n5;6\n', 'a;b\n1;2\n"3"x;4\n'])
    def test_a_quote_that_does_not_end_is_found_where_it_begins(self, text: str) -> None:
        assert found(a_csv(text)) == [("csv-broken", "klienter.csv", 3)]

    def test_another_delimiter_was_meant(self) -> None:
        (told,) = a_csv(HEADER + "a;b;c\n", delimiter=",").diagnostics
        assert told.code == "csv-delimiter"
        assert 'delimiter: ";"' in told.hint
        (told,) = a_csv("a\tb\n1\t2\n", delimiter=";").diagnostics
        assert 'delimiter: "\\t"' in told.hint

    def test_one_column_is_a_list_too(self) -> None:
        table = a_csv("orgnr\n312345676\n")
        assert (cells(table), table.diagnostics) == ([{"orgnr": "312345676"}], ())

    def test_columns_without_names(self) -> None:
        table = a_csv("a;;b;\n1;;2;\n3;x;4;\n5;;6;;;y\n7\n")
        assert cells(table) == [{"a": "1", "b": "2"}, {"a": "7", "b": ""}]
        assert found(table) == [
            ("list-cell-without-column", "klienter.csv", 3),
            ("list-cell-without-column", "klienter.csv", 4),
        ]

    def test_a_column_that_is_named_twice(self) -> None:
        table = a_csv("navn;orgnr;navn\na;b;c\n")
        assert (table.rows, found(table)) == ((), [("list-column-twice", "klienter.csv", 1)])

    @pytest.mark.parametrize("text", ["", "\n\n", ";;\n;;\n", "\ufeff"])
    def test_nothing_at_all(self, text: str) -> None:
        table = a_csv(text)
        assert (table.rows, [told.code for told in table.diagnostics]) == ((), ["list-empty"])

    def test_limits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rows_module, "MAX_ROWS", 2)
        table = a_csv("a\n1\n2\n3\n4\n")
        assert (len(table.rows), found(table)) == (2, [("list-too-long", "klienter.csv", 4)])
        monkeypatch.setattr(rows_csv, "MAX_BYTES", 3)
        assert [told.code for told in a_csv("a\n1\n").diagnostics] == ["list-too-large"]

    @given(st.binary(max_size=60), st.sampled_from(["", ";", ","]), st.sampled_from(["", "utf-8", "windows-1252"]))
    def test_no_bytes_raise(self, data: bytes, delimiter: str, encoding: str) -> None:
        table = a_csv(data, delimiter, encoding)
        assert all(any(row.cells.values()) for row in table.rows)
        assert all(one.source is not None and one.source.line >= 1 for one in table.diagnostics)

    texts = st.text(st.characters(exclude_characters="\x00\r\ufeff", exclude_categories=["Cs"]), max_size=8)

    @given(st.lists(st.lists(texts, min_size=3, max_size=3), max_size=5))
    def test_what_a_writer_writes_is_read(self, table: list[list[str]]) -> None:
        out = io.StringIO()
        csv.writer(out, delimiter=";", lineterminator="\n").writerows([["a", "b", "c"], *table])
        tidy = [[cell.strip() for cell in row] for row in table]
        wanted = [dict(zip("abc", row, strict=True)) for row in tidy if any(row)]
        assert cells(a_csv(out.getvalue())) == wanted


def a_workbook(*lines: list[Any], sheet: str = "", title: str = "Klienter") -> Table:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = title
    for line in lines:
        book.active.append(line)
    book.create_sheet("Annet").append(["x"])
    out = io.BytesIO()
    book.save(out)
    return read_workbook(out.getvalue(), ClientList(ListKind.XLSX, FROM, "klienter.xlsx", sheet=sheet))


class TestWorkbook:
    def test_cells_come_as_people_would_type_them(self) -> None:
        table = a_workbook(
            ["navn", "orgnr", "sats", "dato", "aktiv", None],
            ["Nordlys ", 312345676, 12.5, date(2027, 2, 1), True, None],
            [None, None],
            ["Ægir", 923609016.0, 1e20, datetime.fromisoformat("2027-02-01T12:30"), False, None],
        )
        assert table.diagnostics == ()
        assert cells(table) == [
            {"navn": "Nordlys", "orgnr": "312345676", "sats": "12.5", "dato": "2027-02-01", "aktiv": "true"},
            {"navn": "Ægir", "orgnr": "923609016", "sats": "1e+20", "dato": "2027-02-01 12:30:00", "aktiv": "false"},
        ]
        assert [str(row.place) for row in table.rows] == ["klienter.xlsx:2:1", "klienter.xlsx:4:1"]
        assert rows_xlsx._text(date(2027, 2, 1)) == "2027-02-01"

    def test_far_to_the_right_nobody_looks(self) -> None:
        table = a_workbook(["a", *[None] * 300, "z"], ["1", *[None] * 300, "2"], ["3", "4"])
        assert (cells(table), found(table)) == ([{"a": "1"}], [("list-cell-without-column", "klienter.xlsx", 3)])

    def test_a_sheet_by_its_name(self) -> None:
        assert cells(a_workbook(["a"], ["1"], sheet="Klienter")) == [{"a": "1"}]
        (told,) = a_workbook(["a"], ["1"], sheet="Klienterr").diagnostics
        assert (told.code, told.source) == ("workbook-sheet", FROM)
        assert told.hint == "Did you mean `Klienter`? There are: `Klienter`, `Annet`."

    def test_a_workbook_without_sheets(self) -> None:
        class Bare:
            worksheets: tuple[object, ...] = ()

        (told,) = rows_xlsx._read(Bare(), ClientList(ListKind.XLSX, FROM, "klienter.xlsx")).diagnostics
        assert (told.code, told.hint) == ("workbook-empty", "Save it again with the clients on a sheet of their own.")

    @pytest.mark.parametrize("data", [b"navn;orgnr\n1;2\n", "\ufeffnavn\torgnr\n".encode("utf-16"), b"b\xe6r,or\n"])
    def test_what_is_csv_is_told_as_that(self, data: bytes) -> None:
        (told,) = read_workbook(data, ClientList(ListKind.XLSX, FROM, "klienter.csv")).diagnostics
        assert (told.code, told.hint) == ("workbook-is-csv", "Write `csv: klienter.csv` instead of `xlsx:`.")
        assert told.told_in("nb").hint == "Skriv `csv: klienter.csv` i stedet for `xlsx:`."

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>a;b</html>", b"%PDF-1.7,", b"\x00;\x01", b"a\n1;2\n"])
    def test_what_is_no_workbook(self, data: bytes) -> None:
        table = read_workbook(data, ClientList(ListKind.XLSX, FROM, "klienter.xlsx"))
        assert (table.rows, [told.code for told in table.diagnostics]) == ((), ["workbook-broken"])

    def test_an_archive_of_something_else(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("[Content_Types].xml", "<not xml")
        table = read_workbook(out.getvalue(), ClientList(ListKind.XLSX, FROM, "klienter.xlsx"))
        assert [told.code for told in table.diagnostics] == ["workbook-broken"]

    def test_limits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for limit in ("MAX_UNPACKED", "MAX_BYTES"):
            monkeypatch.setattr(rows_xlsx, limit, 100)
            assert [told.code for told in a_workbook(["a"], ["1"]).diagnostics] == ["list-too-large"]

    def test_without_the_extra_the_line_to_type_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = builtins.__import__

        def without(name: str, *arguments: Any, **named: Any) -> ModuleType:
            if name.partition(".")[0] == "openpyxl":
                raise ImportError(name)
            return whole(name, *arguments, **named)

        monkeypatch.delitem(sys.modules, "openpyxl", raising=False)
        monkeypatch.setattr(builtins, "__import__", without)
        (told,) = read_workbook(b"", ClientList(ListKind.XLSX, FROM, "klienter.xlsx")).diagnostics
        assert (told.code, told.hint) == ("workbook-extra", "pip install tripletex-provisioner[workbook]")


def test_a_table_of_nothing_but_empty_lines() -> None:
    assert tabled([(1, ["", ""])], ClientList(ListKind.CSV, FROM, "k.csv")).diagnostics[0].code == "list-empty"
