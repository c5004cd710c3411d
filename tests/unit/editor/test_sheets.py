"""Does a table come back as it went out, and is no text ever a formula?"""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.editor.sheets import SUFFIXES, Table, encode_table, read_table

COLUMNS = ("decision", "heading", "context 1")
CELLS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff"),
    max_size=20,
).map(str.strip)


def table(*rows: dict[str, str]) -> Table:
    return Table("decisions", COLUMNS, rows, ("add", "no"))


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(deadline=None)  # openpyxl is imported where used
@given(rows=st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELLS)), max_size=4))
def test_what_was_written_is_read(suffix: str, rows: list[dict[str, str]]) -> None:
    kept = [row for row in rows if any(row.values())]
    found, problems = read_table(f"t{suffix}", encode_table(table(*kept), suffix))
    assert problems == []
    assert [{c: row[c] for c in COLUMNS} for row in found] == kept


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "\t=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    row = {"decision": "", "heading": text, "context 1": "بيروت"}
    line = encode_table(table(row), ".csv").decode("utf-8-sig").splitlines()[1]
    assert line.split(",")[1].strip('"').startswith("'")
    with zipfile.ZipFile(io.BytesIO(encode_table(table(row), ".xlsx"))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_a_spreadsheet_opens_it_from_right_to_left_with_choices() -> None:
    row = {"decision": "", "heading": "بيروت"}
    with zipfile.ZipFile(io.BytesIO(encode_table(table(row), ".xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'rightToLeft="1"' in sheet
    assert "add,no" in sheet
    assert encode_table(table(row), ".csv").startswith(b"\xef\xbb\xbf")


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
