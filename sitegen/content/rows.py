"""Which documents do the rows of a JSONL or CSV file hold?

One document a row: the keys of front matter, and ``body``. Whole files and ranges of their lines
are read alike, so that a big file can be shared out.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sitegen.config import Site
from sitegen.content.keys import LISTS, MARKUP, read_fields
from sitegen.content.text import read_plain
from sitegen.errors import Place, Problem, did_you_mean
from sitegen.model import Body, Document

_NO_HEADINGS: Mapping[str, str] = {}
_MORE = ("body", "markup")
_MAX_FIELD = 1 << 28
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_LINE_ENDS = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its values and the line that it begins on."""

    line: int
    values: Mapping[str, Any]


def read_rows(
    text: str,
    path: str,
    kind: str,
    site: Site,
    *,
    first_line: int = 1,
    header: str = "",
    headings: Mapping[str, str] = _NO_HEADINGS,
) -> tuple[list[Document], list[Problem]]:
    """Read the documents of a JSONL or CSV file, or of some of its lines.

    >>> site = Site(title="x")
    >>> text = '{"id": "a", "title": "نعم", "body": "أوّل"}\\n{"id": "b"'
    >>> documents, problems = read_rows(text, "t.jsonl", "jsonl", site)
    >>> documents[0].body.blocks[0].text
    'أوّل'
    >>> print(problems[0])
    t.jsonl:2: broken JSON
      why: Expecting ',' delimiter at column 11
      fix: write one whole object {...} a line
    """
    problems: list[Problem] = []
    parse = parse_csv if kind == "csv" else parse_jsonl
    rows = parse(text, path, problems, first_line, header)
    documents = []
    for row in rows:
        document, found = document_of_row(row, path, site, headings)
        problems += found
        if document:
            documents.append(document)
    return documents, problems


def document_of_row(
    row: Row, path: str, site: Site, headings: Mapping[str, str] = _NO_HEADINGS
) -> tuple[Document | None, list[Problem]]:
    """Make a row's document; None where it has a problem."""
    place = Place(path, row.line)
    fields, problems = read_fields(row.values, lambda _: place, site, _MORE)
    for key in ("id", "title"):
        if key not in fields and not any(f"'{key}'" in problem.what for problem in problems):
            fix = f"write its {key}" if key == "title" else "give it an id, once and for good"
            problems.append(Problem(place, f"the row has no '{key}'", fix=fix))
    source, markup = row.values.get("body"), row.values.get("markup") or "text"
    if source is None:
        source = ""
    if not isinstance(source, str):
        problems.append(Problem(place, "'body' is not a text"))
    if markup not in MARKUP:
        why = f"legal: {', '.join(MARKUP)}"
        fix = did_you_mean(str(markup), MARKUP)
        problems.append(Problem(place, f"'{markup}' is not a value of 'markup'", why, fix))
    if problems:
        return None, problems
    lang = fields.get("lang", "ar")
    body, problems = _body(source, str(markup), path, row.line, site, lang, headings)
    return Document(place=place, body=body, markup=str(markup), **fields), problems


def _body(
    source: str,
    markup: str,
    path: str,
    line: int,
    site: Site,
    lang: str,
    headings: Mapping[str, str],
) -> tuple[Body, list[Problem]]:
    if markup == "text":
        body = read_plain(
            source,
            tatweel=site.tatweel,
            lang=lang,
            line=line,
            counts_lines=False,
            headings=headings,
        )
        return body, []
    from sitegen.content.markdown import read_markdown  # noqa: PLC0415 - heavy, rarely used here

    return read_markdown(
        source,
        path=path,
        tatweel=site.tatweel,
        lang=lang,
        line=line,
        counts_lines=False,
        trusted=site.trusted_html,
        hosts=site.image_hosts,
        headings=headings,
    )


def parse_jsonl(
    text: str, path: str, problems: list[Problem], first_line: int = 1, _header: str = ""
) -> Iterator[Row]:
    """Give the rows of JSONL; empty lines are none, broken ones are problems."""
    decode = json.JSONDecoder(
        object_pairs_hook=_pairs, parse_constant=lambda _: None, parse_float=finite
    ).decode
    for n, line in enumerate(text.split("\n"), first_line):
        if not line or line.isspace():
            continue
        try:
            values = decode(line.removeprefix(_BOM))  # where files were put behind each other
        except json.JSONDecodeError as error:
            why = f"{error.msg} at column {error.colno}"
            problems.append(
                Problem(Place(path, n), "broken JSON", why, "write one whole object {...} a line")
            )
            continue
        except RecursionError:
            problems.append(Problem(Place(path, n), "broken JSON", "it is nested too deep"))
            continue
        except ValueError:  # Python reads no number of more than 4,300 digits
            problems.append(Problem(Place(path, n), "broken JSON", "a number is too long"))
            continue
        if not isinstance(values, _Pairs):
            problems.append(
                Problem(Place(path, n), "this line is no object", fix='write {"id": ..., ...}')
            )
            continue
        if values.twice:
            problems.append(
                Problem(Place(path, n), f"'{values.twice}' stands here twice", fix="keep one")
            )
            continue
        yield Row(n, values)


def finite(digits: str) -> float | None:
    """Read a number of JSON; one beyond all measure is none, since JSON could not write it.

    >>> finite("2.5"), finite("1e999")
    (2.5, None)
    """
    value = float(digits)
    return value if math.isfinite(value) else None


class _Pairs(dict[str, Any]):
    """A JSON object that remembers a key that it has twice."""

    twice = ""


def _pairs(pairs: list[tuple[str, Any]]) -> _Pairs:
    found = _Pairs(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        found.twice = next(key for key in keys if keys.count(key) > 1)
    return found


def parse_csv(
    text: str, path: str, problems: list[Problem], first_line: int = 1, header: str = ""
) -> Iterator[Row]:
    """Give the rows of CSV under its header; lists are parted by ``|``, empty cells are absent.

    *header* is the file's first record where *text* begins after it. The separator is the one of
    comma, semicolon and tab that the header has most.
    """
    csv.field_size_limit(_MAX_FIELD)
    head_text = header or text[: _record_end(text)]
    delimiter = max(",;\t", key=head_text.count)
    names = next(csv.reader(io.StringIO(head_text, newline=""), delimiter=delimiter), [])
    names = [name.strip() for name in names]
    if not header:
        twice = sorted({name for name in names if name and names.count(name) > 1})
        problems += [
            Problem(Place(path, 1), f"the column '{name}' stands here twice", fix="rename one")
            for name in twice
        ]
        if not any(names):
            problems.append(
                Problem(Place(path, 1), "there is no header", fix="name the columns: id,title,...")
            )
            return
        if "id" not in names or "title" not in names:
            missing = [key for key in ("id", "title") if key not in names]
            fix = next(filter(None, (did_you_mean(name, missing) for name in names)), "")
            problems.append(
                Problem(
                    Place(path, 1),
                    f"there is no column {' and '.join(map(repr, missing))}",
                    f"the header has: {', '.join(names)}",
                    fix or "name them in the first line",
                )
            )
            return
        if twice:
            return
    rest = text if header else text[_record_end(text) :]
    line = first_line + (0 if header else len(_LINE_ENDS.findall(head_text)))
    reader = csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter, strict=True)
    begun = 0
    try:
        for cells in reader:
            at, begun = line + begun, reader.line_num
            if not any(cells):
                continue
            if len(cells) != len(names):
                problems.append(
                    Problem(
                        Place(path, at),
                        f"the row has {len(cells)} cells, the header {len(names)}",
                        "cells that contain the separator or a line break need quotes",
                        'put such a cell between "..."',
                    )
                )
                continue
            yield Row(at, _cells(names, cells))
    except csv.Error as error:
        problems.append(
            Problem(Place(path, line + begun), "broken CSV", str(error), "close its quotation mark")
        )


def _record_end(text: str) -> int:
    """Find where the first record of a CSV file ends, the line break included."""
    quoted = False
    for found in re.finditer(r'"|\r\n?|\n', text):
        if found[0] == '"':
            quoted = not quoted
        elif not quoted:
            return found.end()
    return len(text)


def _cells(names: list[str], cells: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=True):
        if not cell or not name:
            continue
        values[name] = cell.split("|") if name in LISTS else cell
    return values
