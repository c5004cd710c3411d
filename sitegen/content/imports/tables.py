r"""Which rows does a table hold that a database or a spreadsheet wrote?

Comma, semicolon, tab or bar; quotes doubled or behind a backslash; ``\N`` and ``NULL`` for what
is not there; a byte-order mark, Excel's ``sep=`` line, line breaks inside cells. Rows are read as
they come, so a table may be of any length.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from sitegen.content.imports.streams import LONGEST
from sitegen.content.rows import Row
from sitegen.errors import Place, Problem

_SEPARATORS = ",;\t|"
_SEP_LINE = re.compile(r"sep=([,;|\t])\r?\n?")
_BACKSLASHED = re.compile(r'\\[Nnt0"\\]|\\\r?\n')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_MEANT = {"n": "\n", "t": "\t", "r": "\r", "0": "", "b": "", "Z": ""}
_NULL = "\\N"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written: what parts cells, and whether a backslash escapes."""

    separator: str = ","
    backslash: bool = False


def dialect_of(sample: list[str]) -> Dialect:
    r"""Recognise a table's dialect by its first lines.

    >>> dialect_of(["id;title\n", '1;"أ;ب"\n']), dialect_of(["id\ttitle\n", "1\t\\N\n"])
    (Dialect(separator=';', backslash=False), Dialect(separator='\t', backslash=True))
    """
    head = sample[0] if sample else ""
    bare = re.sub(r'"[^"]*"', "", head)
    separator = max(_SEPARATORS, key=bare.count)
    told = "".join(sample[1:])
    escapes = _BACKSLASHED.findall(told)
    doubled = told.count('""') - told.count(f'{separator}""{separator}')
    return Dialect(separator, backslash=bool(escapes) and len(escapes) > max(doubled, 0))


def table_rows(lines: Iterable[str], name: str, problems: list[Problem]) -> Iterator[Row]:
    r"""Give a table's rows under its header; cells that are empty, \N or NULL are absent.

    >>> problems = []
    >>> [dict(row.values) for row in table_rows(["a;b\n", '1;"س;ع"\n'], "t.csv", problems)]
    [{'a': '1', 'b': 'س;ع'}]
    """
    stream = iter(lines)
    begun = list(islice(stream, 200))
    skipped, separator = 0, ""
    while begun and (not begun[0].strip() or _SEP_LINE.fullmatch(begun[0])):
        given = _SEP_LINE.fullmatch(begun[0])
        separator = given[1] if given else separator
        begun.pop(0)
        skipped += 1
    if not begun:
        return
    dialect = dialect_of(begun)
    dialect = Dialect(separator or dialect.separator, dialect.backslash)
    read = _backslashed if dialect.backslash else _quoted
    records = read(chain(begun, stream), dialect.separator, name, skipped, problems)
    _, names = next(records, (0, []))
    names = [cell.strip() for cell in names]
    wrong = [*_wrong_header(names, Place(name, skipped + 1))]
    problems += wrong
    if wrong:
        return
    for line, cells in records:
        if not any(cells):
            continue
        if len(cells) != len(names):
            problems.append(_wrong_row(cells, names, Place(name, line)))
            continue
        yield Row(line, {
            key: cell.replace("\r\n", "\n")
            for key, cell in zip(names, cells, strict=True)
            if key and cell not in ("", _NULL, "NULL")
        })  # fmt: skip


def _wrong_header(names: list[str], place: Place) -> Iterator[Problem]:
    for twice in sorted({name for name in names if name and names.count(name) > 1}):
        yield Problem(place, f"the column '{twice}' stands here twice", fix="rename one")
    if not any(names):
        yield Problem(place, "there is no header", fix="name the columns: id,title,...")
    long = [name for name in names if len(name) > 100]
    if long:
        what, why = "this is no header", f"'{long[0][:40]}…' would be the name of a column"
        yield Problem(place, what, why, "name the columns in a first line: id,title,...")


def _wrong_row(cells: list[str], names: list[str], place: Place) -> Problem:
    return Problem(
        place,
        f"the row has {len(cells)} cells, the header {len(names)}",
        "cells that contain the separator or a line break need quotes",
        'put such a cell between "..."',
    )


def _quoted(
    lines: Iterable[str], separator: str, name: str, line: int, problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    """Read cells between quotes, a quote in them doubled: spreadsheets and most programs."""
    csv.field_size_limit(LONGEST)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    ended = 0
    try:
        for cells in reader:
            yield line + ended + 1, cells
            ended = reader.line_num
    except csv.Error as error:
        place = Place(name, line + ended + 1)
        problems.append(Problem(place, "broken CSV", str(error), "close its quotation mark"))


def _backslashed(
    lines: Iterable[str], separator: str, name: str, line: int, problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    r"""Read cells as MySQL writes them: a backslash before what would part or end one."""
    cell = re.compile(
        rf'(?:"((?:[^"\\]|\\.|"")*)"|((?:[^{re.escape(separator)}\\]|\\.)*))({re.escape(separator)}|$)',
        re.DOTALL,
    )
    held: list[str] = []
    begun, quotes, size = line + 1, 0, 0
    for n, physical in enumerate(lines, line + 1):
        held.append(physical)
        size += len(physical)
        bare = _ESCAPE.sub("", physical.rstrip("\r\n"))
        quotes += bare.count('"') if '"' in bare else 0
        if bare.endswith("\\") or (quotes % 2 and _opens_quoted(held, separator)):
            if size > LONGEST:
                break
            continue
        yield begun, _cells("".join(held).rstrip("\r\n"), cell)
        held, begun, quotes, size = [], n + 1, 0, 0
    if held:
        what, fix = "the row has no end", "close its quotation mark"
        problems.append(Problem(Place(name, begun), what, "its last line is the file's", fix))


def _opens_quoted(held: list[str], separator: str) -> bool:
    """Say whether a record uses quotes around cells at all (MySQL's default is none)."""
    return held[0].startswith('"') or f'{separator}"' in "".join(held)


def _cells(record: str, cell: re.Pattern[str]) -> list[str]:
    cells = []
    for found in cell.finditer(record):
        quoted, bare, end = found.groups()
        raw = bare if quoted is None else quoted.replace('""', '"')
        cells.append(raw if raw == _NULL else _ESCAPE.sub(_unescaped, raw))
        if not end:
            break
    return cells


def _unescaped(found: re.Match[str]) -> str:
    return _MEANT.get(found[1], found[1])
