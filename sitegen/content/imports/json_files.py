"""Which rows does a JSON file hold that a database, a feed or a script wrote?

An array of objects; an object that has one, under whatever name; phpMyAdmin's list of tables;
JSONL, line by line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sitegen.content.rows import Row, parse_jsonl
from sitegen.errors import Place, Problem

_BATCH = 200
_TO_NEXT = re.compile(r"[\s,]*")


def jsonl_rows(lines: Iterable[str], name: str, problems: list[Problem]) -> Iterator[Row]:
    """Give the rows of JSONL, a batch of lines at a time."""
    stream, first = iter(lines), 1
    while batch := list(islice(stream, _BATCH)):
        yield from parse_jsonl("".join(batch), name, problems, first)
        first += len(batch)


def json_rows(text: str, name: str, problems: list[Problem]) -> Iterator[Row]:
    """Give the rows of a JSON file; a row's line is the one that its object begins on.

    >>> text = '[{"type": "header"}, {"type": "table", "name": "t", "data": [{"id": "7"}]}]'
    >>> [row.values for row in json_rows(text, "a.json", [])]
    [{'id': '7'}]
    """
    try:
        whole = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        why = f"{error.msg} at column {error.colno}"
        fix = "export it again; one object a line is: import jsonl"
        problems.append(Problem(Place(name, error.lineno), "broken JSON", why, fix))
        return
    except RecursionError:
        problems.append(Problem(Place(name), "broken JSON", "it is nested too deep"))
        return
    found = list(_tables(whole))
    if len(found) != 1:
        names = ", ".join(f"'{table}' ({len(rows)})" for table, rows in found)
        what = "this JSON holds many lists" if found else "this JSON holds no list of objects"
        problems.append(Problem(Place(name), what, names, "leave one list of objects in it"))
        return
    key, rows = found[0]
    for line, values in zip(_lines_of(text, key, len(rows)), rows, strict=True):
        if _is_row(values):
            yield Row(line, values)
        else:
            problems.append(Problem(Place(name, line), "this is no object", fix="write {...}"))


def _tables(whole: Any) -> Iterator[tuple[str, list[Any]]]:
    """Give the lists of objects that a JSON file holds, each with the key that it stands under."""
    if isinstance(whole, list):
        tables = [one for one in whole if _is_table(one)]
        if tables:
            yield from (("data", one["data"]) for one in tables)
        elif whole and _is_row(whole[0]):
            yield "", whole
    elif isinstance(whole, Mapping):
        for key, value in whole.items():
            if isinstance(value, list) and value and _is_row(value[0]):
                yield str(key), value


def _lines_of(text: str, key: str, n_rows: int) -> Iterator[int]:
    """Give the line that each of a list's objects begins on."""
    opening = re.search(
        rf"{re.escape(json.dumps(key, ensure_ascii=False))}\s*:\s*\[" if key else r"\[", text
    )
    at, line, counted = (opening.end() if opening else 0), 1, 0
    decode = json.JSONDecoder(strict=False).raw_decode
    for _ in range(n_rows):
        begin = _TO_NEXT.match(text, at)
        at = begin.end() if begin else at
        line += text.count("\n", counted, at)
        counted = at
        yield line
        _, at = decode(text, at)


def _is_row(value: Any) -> bool:
    return isinstance(value, dict)


def _is_table(value: Any) -> bool:
    """Say whether this is how phpMyAdmin writes a table."""
    return _is_row(value) and value.get("type") == "table" and isinstance(value.get("data"), list)
