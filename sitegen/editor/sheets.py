"""How does a table of decisions go out to a spreadsheet or an editor, and come back?

CSV with a byte order mark, XLSX with its sheet from right to left, YAML and JSONL: all hold the
same rows of texts, and reading gives back what was written, with the line of each row.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sitegen.entities.encode import encode_jsonl, encode_yaml
from sitegen.entities.records import read_records
from sitegen.errors import Place, Problem
from sitegen.export.spreadsheet import is_formula

SUFFIXES = (".csv", ".xlsx", ".yml", ".yaml", ".jsonl")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_WIDE = {"context": 60, "why": 30, "heading": 26, "variants": 26, "candidates": 50, "words": 20}
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_WHOLE = re.compile("0|[1-9][0-9]{0,14}")  # a spreadsheet keeps fifteen digits
_VALUE = re.compile(
    rf"\d[\d.,:/ %e+-]*|true|false|{_MONTH}[ -]?\d+|\d+[ -]?{_MONTH}(?:[ -]?\d+)?", re.IGNORECASE
)  # what it takes for a number, a date, a time, or a truth
_ILLEGAL = {code: " " for code in range(32) if code not in (9, 10, 13)}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table as it was read: texts by column, and where it stands."""

    place: Place
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts, the columns in order; *choices* are what a column may say, by its name.

    *numbers* are the columns that count something, by which a spreadsheet may sort.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()


def encode_table(table: Table, suffix: str) -> bytes:
    """Write a table in the form that *suffix* names.

    >>> table = Table("t", ("decision", "heading"), ({"heading": "=بيروت"},))
    >>> encode_table(table, ".csv").decode("utf-8-sig").splitlines()
    ['decision,heading', ",'=بيروت"]
    """
    return _WRITERS[suffix](table)


def read_table(path: str, raw: bytes) -> tuple[list[Row], list[Problem]]:
    """Read a table back; the form is told by the ending of *path*."""
    suffix = path[path.rfind(".") :].lower()
    if suffix not in SUFFIXES:
        what = "not a table of decisions"
        return [], [Problem(Place(path), what, f"they end in {', '.join(SUFFIXES)}")]
    try:
        if suffix == ".xlsx":
            return _read_xlsx(path, raw), []
        text = raw.decode("utf-8-sig")
        if suffix == ".csv":
            return _read_csv(path, text), []
    except UnicodeDecodeError as error:
        fix = "save it as CSV UTF-8"
        return [], [Problem(Place(path), "these bytes are not UTF-8", str(error), fix)]
    except (csv.Error, _BrokenError) as error:
        return [], [Problem(Place(path), "the table cannot be read", str(error), "save it again")]
    records, problems = read_records(path, text)
    rows = [Row(r.place(), {key: _text(value) for key, value in r.values.items()}) for r in records]
    return rows, problems


class _BrokenError(Exception):
    """A file that is no table."""


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "|".join(map(str, value))
    return "" if value is None else str(value)


# -- CSV ------------------------------------------------------------------------------------------


def _write_csv(table: Table) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        cells = [(column, row.get(column, "")) for column in table.columns]
        writer.writerow(
            [cell if column in table.numbers else guarded(cell) for column, cell in cells]
        )
    return (_MARK + out.getvalue()).encode()


def guarded(cell: str) -> str:
    """Keep a spreadsheet from taking a text for a formula, a date or a number that it would mend.

    :func:`unguarded` takes the apostrophe off again.

    >>> [guarded(cell) for cell in ("=1+1", "بيروت", "'a", "007", "1908-05", "1908")]
    ["'=1+1", 'بيروت', "''a", "'007", "'1908-05", '1908']
    """
    return f"'{cell}" if _is_mended(cell) else cell


def unguarded(cell: str) -> str:
    """Take the guard off a cell, where there is one."""
    return cell[1:] if cell.startswith("'") and _is_mended(cell[1:]) else cell


def _is_mended(cell: str) -> bool:
    """Say whether a spreadsheet would read something else than the text out of a cell of CSV."""
    text = unicodedata.normalize("NFKC", cell).strip()
    is_kept = _WHOLE.fullmatch(text) is not None and text == cell
    is_value = not is_kept and _VALUE.fullmatch(text) is not None
    return cell.startswith("'") or is_formula(cell) or is_value


def _read_csv(path: str, text: str) -> list[Row]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)  # spreadsheets of some countries write semicolons
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: list[str] = []
    rows: list[Row] = []
    begin = 1
    for cells in reader:
        line, begin = begin, reader.line_num + 1
        if not names:
            names = [cell.strip() for cell in cells]
        elif any(cell.strip() for cell in cells):
            values = dict(zip(names, map(unguarded, cells), strict=False))
            rows.append(Row(Place(path, line), {k: v.strip() for k, v in values.items() if k}))
    return rows


# -- XLSX -----------------------------------------------------------------------------------------


def _write_xlsx(table: Table) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - imported where used
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    book = Workbook()
    sheet: Any = book.active
    sheet.title = table.name
    sheet.sheet_view.rightToLeft = True
    sheet.freeze_panes = "B2"
    for n, row in enumerate([dict(zip(table.columns, table.columns, strict=True)), *table.rows], 1):
        for m, column in enumerate(table.columns, 1):
            cell = sheet.cell(n, m)
            text = row.get(column, "").translate(_ILLEGAL)
            if column in table.numbers and _NUMBER.fullmatch(text):
                cell.value = float(text)
            else:
                cell.value = text
                cell.data_type = "s"  # a text that begins with = is no formula
                cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=2)
            if n == 1:
                cell.font = Font(bold=True)
    for m, column in enumerate(table.columns, 1):
        width = _WIDE.get(column.split()[0], 14)
        sheet.column_dimensions[get_column_letter(m)].width = width
    for column, choices in table.choices.items() if table.rows else ():
        listed = ", ".join(choices)
        choice = DataValidation(
            "list", formula1=f'"{",".join(choices)}"', allow_blank=True,
            showErrorMessage=True, errorTitle=column, error=listed,
        )  # fmt: skip
        sheet.add_data_validation(choice)
        letter = get_column_letter(table.columns.index(column) + 1)
        choice.add(f"{letter}2:{letter}{len(table.rows) + 1}")
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _read_xlsx(path: str, raw: bytes) -> list[Row]:
    from zipfile import BadZipFile  # noqa: PLC0415

    from openpyxl import load_workbook  # noqa: PLC0415 - imported where used

    try:
        sheet = load_workbook(io.BytesIO(raw), read_only=False, data_only=True).worksheets[0]
    except (BadZipFile, KeyError, ValueError, IndexError) as error:
        raise _BrokenError(f"it is no XLSX workbook: {error}") from error
    names: list[str] = []
    rows: list[Row] = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        texts = [_cell(value) for value in cells]
        if not names:
            names = texts if any(texts) else []
        elif any(texts):
            pairs = zip(names, texts, strict=False)
            rows.append(Row(Place(path, number), {name: text for name, text in pairs if name}))
    return rows


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value).strip()


# -- YAML and JSONL -------------------------------------------------------------------------------


def _filled(table: Table) -> list[dict[str, str]]:
    first = table.columns[0]
    return [
        {c: row.get(c, "") for c in table.columns if row.get(c) or c == first} for row in table.rows
    ]


def _write_yaml(table: Table) -> bytes:
    return encode_yaml(_filled(table)).encode()


def _write_jsonl(table: Table) -> bytes:
    return encode_jsonl(_filled(table)).encode()


_WRITERS: dict[str, Callable[[Table], bytes]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".yml": _write_yaml,
    ".yaml": _write_yaml,
    ".jsonl": _write_jsonl,
}
