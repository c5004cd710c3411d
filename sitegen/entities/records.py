"""Which records does an authority file hold, and on which line does each key stand?

Three forms, one result: YAML (a list of mappings), CSV (one record a row) and JSONL (one a line).
Nothing is judged here but the syntax of the file.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sitegen.errors import Place, Problem

SUFFIXES = (".yml", ".yaml", ".csv", ".jsonl")
_LIST_KEYS = ("variants", "short_names", "never_link", "cues")
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Record:
    """One record as written: texts, lists and mappings, with the line that each key stands on."""

    path: str
    line: int
    values: Mapping[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)

    def place(self, key: str = "") -> Place:
        """Give the place of *key*, else that of the record."""
        return Place(self.path, self.lines.get(key, self.line))


def read_records(path: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Read the records of one file; the form is told by the ending of *path*.

    >>> records, problems = read_records("entities/p.yml", "- id: l-bayrut\\n  heading: بيروت")
    >>> records[0].values, records[0].place("heading"), problems
    ({'id': 'l-bayrut', 'heading': 'بيروت'}, Place(path='entities/p.yml', line=2), [])
    """
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    for suffix, read in _READERS.items():
        if path.lower().endswith(suffix):
            problems: list[Problem] = []
            return list(read(path, text, problems)), problems
    why = f"authority files end in {', '.join(SUFFIXES)}"
    return [], [Problem(Place(path), "not an authority file", why, "rename it or move it away")]


def _yaml_records(path: str, text: str, problems: list[Problem]) -> Iterator[Record]:
    import yaml  # noqa: PLC0415 - a build that knows its records does not need it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        why = str(getattr(error, "problem", None) or error).splitlines()[0]
        problems.append(Problem(Place(path, line), "broken YAML", why, "mend the syntax here"))
        return
    if root is None:
        return
    if not isinstance(root, yaml.SequenceNode):
        place = Place(path, root.start_mark.line + 1)
        problems.append(Problem(place, "not a list of records", fix="begin each with '- id: ...'"))
        return
    for node in root.value:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            what = "not a record"
            problems.append(Problem(Place(path, line), what, fix="write '- id: ...' and its keys"))
            continue
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            key_line = key_node.start_mark.line + 1
            if key in values:
                what = f"key '{key}' stands twice in one record"
                why = f"first on line {lines[key]}"
                problems.append(Problem(Place(path, key_line), what, why, "keep one of them"))
                continue
            values[key] = _plain(value)
            lines[key] = key_line
        yield Record(path, line, values, lines)


def _plain(node: Any, depth: int = 0) -> Any:
    """Give a node's texts as written: a date, a number, a 'no' stay what the editor typed."""
    if node.id == "scalar":
        return None if node.tag == _NULL else node.value
    if depth > 8:
        return None
    if node.id == "sequence":
        return [_plain(item, depth + 1) for item in node.value]
    return {str(key.value): _plain(value, depth + 1) for key, value in node.value}


def _jsonl_records(path: str, text: str, problems: list[Problem]) -> Iterator[Record]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = Place(path, number)
        try:
            values = json.loads(line)
        except ValueError as error:
            problems.append(Problem(place, "broken JSON", str(error), "mend the syntax here"))
            continue
        except RecursionError:
            problems.append(Problem(place, "broken JSON", "it is nested too deep", "flatten it"))
            continue
        if isinstance(values, dict):
            yield Record(path, number, values)
        else:
            problems.append(Problem(place, "not a record", fix='write {"id": ..., "type": ...}'))


def _csv_records(path: str, text: str, problems: list[Problem]) -> Iterator[Record]:
    separator = _separator(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    head: list[str] = []
    begin = 1
    try:
        for cells in rows:
            line, begin = begin, rows.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not head:
                head = [cell.strip() for cell in cells]
                doubled = sorted({name for name in head if name and head.count(name) > 1})
                problems += [
                    Problem(Place(path, line), f"column '{name}' stands twice", fix="keep one")
                    for name in doubled
                ]
                continue
            if any(cell.strip() for cell in cells[len(head) :]):
                why = f"it has {len(cells)}, the first line has {len(head)}"
                fix = f"put texts that hold a {_SEPARATORS[separator]} between double quotes"
                problems.append(Problem(Place(path, line), "a row with too many cells", why, fix))
                continue
            yield Record(path, line, _csv_values(dict(zip(head, cells, strict=False))))
    except csv.Error as error:
        place = Place(path, rows.line_num)
        problems.append(Problem(place, "broken CSV", str(error), "mend the quotes of this row"))


def _separator(text: str) -> str:
    """Say what parts the columns: where numbers have a comma, Excel writes semicolons.

    >>> _separator("id;type;heading\\nl-1;place;بيروت، لبنان"), _separator("id")
    (';', ',')
    """
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=head.count)


def _csv_values(cells: Mapping[str, str]) -> dict[str, Any]:
    """Cut lists at the bar; ``same_as`` is written ``wikidata:Q1|viaf:2``, ``extra`` as JSON."""
    values: dict[str, Any] = {}
    for key, cell in cells.items():
        if not key or not cell.strip():
            continue
        parts = [part.strip() for part in cell.split("|") if part.strip()]
        if key in _LIST_KEYS:
            values[key] = parts
        elif key == "same_as":
            pairs = [part.partition(":") for part in parts]
            values[key] = {name: value for name, _, value in pairs}
        elif key == "extra":
            values[key] = _json_cell(cell)
        else:
            values[key] = cell.strip()
    return values


def _json_cell(cell: str) -> Any:
    """Read ``extra``, which is JSON in a cell; what is none stays a text, and is told as wrong."""
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return cell.strip()


_Reader = Callable[[str, str, list[Problem]], Iterator[Record]]
_READERS: dict[str, _Reader] = {
    ".yml": _yaml_records,
    ".yaml": _yaml_records,
    ".csv": _csv_records,
    ".jsonl": _jsonl_records,
}
