"""Does a table come back as it went out, and is no text ever a formula?"""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from sitegen.editor.sheets import SUFFIXES, Table, encode_table, read_table

COLUMNS = ("decision", "heading", "context 1", "count")
CELLS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff"),
    max_size=20,
).map(str.strip)

COUNTS = st.one_of(st.just(""), st.integers(0, 10**9).map(str), st.sampled_from(["0.85", "1.5"]))
# What spreadsheets take for formulas, numbers, dates, times and truths.
MENDED = (
    "=1+1", "+961", "-1", "@SUM(A1)", "'a", "\t=1", "007", "٠٠٧", "1908-05-01", "1/2", "3.10",
    "1e5", "12:30", "1234567890123456", "TRUE", "false", "Sep-11", "5 May", "May 1908",
)  # fmt: skip


def table(*rows: dict[str, str]) -> Table:
    return Table("decisions", COLUMNS, rows, {"decision": ("add", "no")}, frozenset(["count"]))


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(
    rows=st.lists(
        st.fixed_dictionaries({**dict.fromkeys(COLUMNS, CELLS), "count": COUNTS}), max_size=4
    )
)
def test_what_was_written_is_read(suffix: str, rows: list[dict[str, str]]) -> None:
    kept = [row for row in rows if any(row.values())]
    found, problems = read_table(f"t{suffix}", encode_table(table(*kept), suffix))
    assert problems == []
    assert [{c: row[c] for c in COLUMNS} for row in found] == kept


@pytest.mark.parametrize("text", MENDED)
def test_no_cell_is_a_formula_a_number_or_a_date(text: str) -> None:
    row = {"decision": "", "heading": text, "context 1": "بيروت"}
    line = encode_table(table(row), ".csv").decode("utf-8-sig").splitlines()[1]
    assert line.split(",")[1].strip('"').startswith("'")
    (cell,) = [
        cell for cell in cells_of(encode_table(table(row), ".xlsx")) if cell.get("r") == "B2"
    ]
    assert cell.get("t") == "inlineStr"
    assert [part.tag.rpartition("}")[2] for part in cell] == ["is"]


@pytest.mark.parametrize(
    "text", ["بيروت", "p-rida", "1908", "0", "l-2", "oape:pers:1", "May Ziadeh"]
)
def test_what_a_spreadsheet_leaves_alone_needs_no_apostrophe(text: str) -> None:
    line = encode_table(table({"heading": text}), ".csv").decode("utf-8-sig").splitlines()[1]
    assert line.split(",")[1] == text


def cells_of(workbook: bytes) -> list[ET.Element]:
    """Read the cells of a workbook as its XML has them."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        root = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [element for element in root.iter() if element.tag.endswith("}c")]


def test_a_spreadsheet_opens_it_from_right_to_left_with_choices() -> None:
    rows = ({"decision": "", "heading": "بيروت", "count": "12"}, {"heading": "007", "count": "9"})
    sheet = load_workbook(io.BytesIO(encode_table(table(*rows), ".xlsx"))).active
    assert sheet is not None
    assert sheet.sheet_view.rightToLeft
    assert sheet.freeze_panes == "B2"
    (choice,) = sheet.data_validations.dataValidation
    assert (choice.type, choice.formula1, str(choice.sqref)) == ("list", '"add,no"', "A2:A3")
    assert choice.showErrorMessage
    assert [cell.number_format for cell in sheet["B"]] == ["@"] * 3
    assert [cell.value for cell in sheet["B"]] == ["heading", "بيروت", "007"]
    assert [cell.value for cell in sheet["D"]] == ["count", 12, 9]
    assert encode_table(table(*rows), ".csv").startswith(b"\xef\xbb\xbf")


def test_what_was_typed_into_a_sheet_comes_back_as_it_is_meant() -> None:
    book = Workbook()
    day = datetime.datetime.fromisoformat("1908-05-01")
    typed = (7, 0.5, True, day, None, " بيروت ")
    sheet: Any = book.active
    for column, value in enumerate(typed, 1):
        sheet.cell(1, column).value = f"c{column}"
        sheet.cell(2, column).value = value
    out = io.BytesIO()
    book.save(out)
    (row,), problems = read_table("t.xlsx", out.getvalue())
    assert problems == []
    assert list(row.cells.values()) == ["7", "0.5", "TRUE", "1908-05-01", "", "بيروت"]


def test_rows_know_their_lines_also_behind_line_breaks_in_cells() -> None:
    rows = ({"heading": "أ\nب"}, {"heading": "ج"})
    found, _ = read_table("t.csv", encode_table(table(*rows), ".csv"))
    assert [row.place.line for row in found] == [2, 4]


def test_semicolons_part_cells_where_a_spreadsheet_writes_them() -> None:
    found, problems = read_table("t.csv", "decision;heading\r\nno;بيروت\r\n".encode())
    assert (problems, found[0]["heading"]) == ([], "بيروت")


@pytest.mark.parametrize(
    ("name", "raw", "what"),
    [
        ("t.docx", b"", "not a table of decisions"),
        ("t.csv", "بيروت".encode("cp1256"), "these bytes are not UTF-8"),
        ("t.xlsx", b"no zip", "the table cannot be read"),
        ("t.csv", b'a,b\n"x', "the table cannot be read"),
    ],
)
def test_what_is_no_table_is_told(name: str, raw: bytes, what: str) -> None:
    _, (problem,) = read_table(name, raw)
    assert problem.what == what
