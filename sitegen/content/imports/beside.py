"""What do a file's name, and a table beside the files, say of a document?

``{date}_{issue}_{title}`` reads names; ``{_}`` is a part that says nothing. A table has a column
``file`` (a path, a name, or a name without its ending) and any others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sitegen.content.imports.streams import lines_of
from sitegen.content.imports.tables import table_rows
from sitegen.errors import Place, Problem

_COLUMNS = ("file", "filename", "path", "الملف", "ملف", "اسم الملف")
_PART = re.compile(r"\{([^{}]*)\}")
_KINDS = {"date": r"[0-9٠-٩]{4}(?:-[0-9٠-٩]{2}){0,2}", "_": r".*?"}


@dataclass(slots=True)
class Beside:
    """What is known of files before they are read."""

    pattern: re.Pattern[str] | None = None
    depth: int = 0  # how many folders the pattern has
    shown: str = ""
    rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def of(self, name: str, problems: list[Problem]) -> dict[str, Any]:
        """Give what is said of the file *name*; the table's word goes before the name's."""
        found: dict[str, Any] = {}
        stem = re.sub(r"(\.[A-Za-z][A-Za-z0-9]{0,7}){1,2}$", "", name)
        if self.pattern:
            tail = "/".join(stem.split("/")[-self.depth - 1 :])
            match = self.pattern.fullmatch(tail)
            if match is None:
                what, fix = f"the name does not fit {self.shown}", "rename the file, or --names"
                problems.append(Problem(Place(name), what, fix=fix))
            else:
                found = {key: re.sub("[-_ ]+", " ", value) if key == "title" else value
                         for key, value in match.groupdict().items() if value}  # fmt: skip
        for key in (name, name.rpartition("/")[2], stem, stem.rpartition("/")[2]):
            if key in self.rows:
                self.used.add(key)
                return found | dict(self.rows[key])
        return found


def compile_names(pattern: str) -> tuple[re.Pattern[str] | None, list[Problem]]:
    """Make a pattern of names one that matches.

    >>> found, _ = compile_names("{date}_{issue}_{title}")
    >>> found.fullmatch("1908-05_12_مطبعة_بولاق").groupdict()
    {'date': '1908-05', 'issue': '12', 'title': 'مطبعة_بولاق'}
    """
    parts, last, seen = [], 0, set()
    for found in _PART.finditer(pattern):
        parts.append(re.escape(pattern[last : found.start()]))
        key, last = found[1], found.end()
        if key == "_":
            parts.append(_KINDS["_"])
        elif not key.isidentifier() or key in seen:
            what = f"'{{{key}}}' stands twice" if key in seen else f"'{{{key}}}' names no key"
            return None, [Problem(Place("--names"), what, fix="write {date}_{title}")]
        else:
            seen.add(key)
            parts.append(f"(?P<{key}>{_KINDS.get(key, '[^/]+?')})")
    is_open = re.search("[{}]", _PART.sub("", pattern)) is not None
    if is_open or not seen:
        what = f"'{pattern}' {'has a brace without its other' if is_open else 'names no part'}"
        return None, [Problem(Place("--names"), what, fix="write {date}_{title}")]
    return re.compile("".join([*parts, re.escape(pattern[last:])])), []


def read_beside(names: str, table: str, encodings: Counter[str]) -> tuple[Beside, list[Problem]]:
    """Read what the command line says of names and the table beside."""
    beside = Beside()
    problems: list[Problem] = []
    if names:
        beside.pattern, problems = compile_names(names)
        beside.depth, beside.shown = names.count("/"), names
    if table:
        path = Path(table)
        rows: dict[str, Mapping[str, Any]] = {}
        for row in table_rows(lines_of(path, path.name, problems, encodings), path.name, problems):
            column = next((one for one in _COLUMNS if one in row.values), None)
            if column is None:
                what, fix = "the row names no file", "give it one in a column 'file'"
                problems.append(Problem(Place(path.name, row.line), what, fix=fix))
                continue
            key = str(row.values[column]).replace("\\", "/").strip()
            rows[key] = {name: value for name, value in row.values.items() if name != column}
        beside.rows = rows
    return beside, problems


def unused(beside: Beside) -> Iterable[str]:
    """Name the rows of the table that no file has."""
    return [key for key in beside.rows if key not in beside.used]
