"""How are places told in LP-TSV, the plain table of Linked Places?

https://github.com/LinkedPasts/linked-places-format/blob/main/tsv_0.5.md: tabs, no quotes, UTF-8;
values of one field parted by semicolons; a name with its language behind an at sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sitegen.entities.records import Record
from sitegen.errors import Place, Problem

_COLUMNS = (
    "id", "title", "title_source", "fclasses", "start", "matches", "variants", "types",
    "lon", "lat", "end", "description",
)  # fmt: skip
_PREFIXES = {
    "wikidata": "wd", "geonames": "gn", "viaf": "viaf", "gnd": "gnd", "bnf": "bnf", "cerl": "cerl",
    "dbpedia": "dbp", "gov": "gov", "loc": "loc", "pleiades": "pl", "tgn": "tgn", "wikipedia": "wp",
}  # fmt: skip
_CATALOGUES = {prefix: name for name, prefix in _PREFIXES.items()}
_HELD = {
    "id", "type", "heading", "variants", "description", "start", "end", "lat", "lon", "same_as",
}  # fmt: skip
_LANGUAGE = re.compile(r"@[a-z]{2,3}(-[A-Za-z0-9]+)*\Z")
_ARABIC = re.compile("[\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER YEH}]")
_PARTING = re.compile(r"[;\t\r\n]")


def encode_lptsv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write the places among records; a feature class is asked for, and P, populated, is given.

    >>> print(encode_lptsv([{"id": "l-1", "type": "place", "heading": "بيروت", "start": "0635",
    ...                      "same_as": {"wikidata": "Q3820"}}]).splitlines()[1].expandtabs(2))
    l-1 بيروت authority P 0635  wd:Q3820
    """
    lines = ["\t".join(_COLUMNS)]
    for row in rows:
        if row["type"] == "place":
            cells = _cells(row)
            lines.append("\t".join(cells.get(column, "") for column in _COLUMNS).rstrip("\t"))
    return "".join(f"{line}\n" for line in lines)


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    same_as = row.get("same_as", {})
    matches = [f"{_PREFIXES[name]}:{one}" for name, one in same_as.items() if name in _PREFIXES]
    names = [_named(name) for name in row.get("variants", ()) if not _PARTING.search(name)]
    return {
        "id": row["id"],
        "title": row["heading"],
        "title_source": "authority",
        "fclasses": "P",
        "start": row.get("start", ""),
        "end": row.get("end", ""),
        "matches": ";".join(matches),
        "variants": ";".join(names),
        "lat": str(row.get("lat", "")),
        "lon": str(row.get("lon", "")),
        "description": row.get("description", ""),
    }


def _named(name: str) -> str:
    """Write a name with its language, where its letters say so."""
    if _ARABIC.search(name):
        return f"{name}@ar"
    return f"{name}@und" if _LANGUAGE.search(name) else name


def unfit_for_lptsv(row: Mapping[str, Any]) -> list[str]:
    """List what of a record LP-TSV cannot hold."""
    if row["type"] != "place":
        return [f"record of type {row['type']}"]
    unfit = [f"'{key}'" for key in row if key not in _HELD]
    unfit += [f"an id of {name}" for name in row.get("same_as", {}) if name not in _PREFIXES]
    if any(_PARTING.search(name) for name in row.get("variants", ())):
        unfit.append("a variant with a semicolon")
    return unfit


def read_lptsv(path: str, text: str, problems: list[Problem]) -> list[Record]:
    """Read places from LP-TSV; columns that we have no key for are kept under ``extra``.

    >>> text = "id\\ttitle\\tvariants\\tmatches\\n1\\tبيروت\\tBeirut@en;Beyrouth\\tgn:276781"
    >>> read_lptsv("a.tsv", text, [])[0].values  # doctest: +NORMALIZE_WHITESPACE
    {'id': '1', 'type': 'place', 'heading': 'بيروت', 'variants': ['Beirut', 'Beyrouth'],
     'same_as': {'geonames': '276781'}}
    """
    lines = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").split("\n")
    names = [name.strip().lower() for name in lines[0].rstrip("\r").split("\t")]
    missing = [name for name in ("id", "title") if name not in names]
    if missing:
        what = f"there is no column {' and '.join(map(repr, missing))}"
        why = f"LP-TSV has tabs between cells; the first line has: {', '.join(names)[:200]}"
        problems.append(Problem(Place(path, 1), what, why, "name the columns in the first line"))
        return []
    return list(_records(path, lines[1:], names, problems))


def _records(
    path: str, lines: Iterable[str], names: list[str], problems: list[Problem]
) -> Iterator[Record]:
    for number, line in enumerate(lines, 2):
        cells = line.rstrip("\r").split("\t")
        if not line.strip():
            continue
        if len(cells) > len(names):
            what = f"the row has {len(cells)} cells, the header {len(names)}"
            problems.append(Problem(Place(path, number), what, fix="take the tabs out of texts"))
            continue
        yield Record(path, number, _values(dict(zip(names, cells, strict=False))))


def _values(cells: Mapping[str, str]) -> dict[str, Any]:
    given = {name: cell.strip() for name, cell in cells.items() if name and cell.strip()}
    values: dict[str, Any] = {"id": given.pop("id", ""), "type": "place"}
    values["heading"] = given.pop("title", "")
    variants = [_LANGUAGE.sub("", name) for name in _parts(given.pop("variants", ""))]
    if variants:
        values["variants"] = variants
    for key in ("description", "start", "end", "lat", "lon"):
        if key in given:
            values[key] = given.pop(key)
    same_as: dict[str, str] = {}
    others: list[str] = []
    for match in _parts(given.pop("matches", "")):
        prefix, colon, value = match.partition(":")
        name = _CATALOGUES.get(prefix)
        if name and colon and name not in same_as:
            same_as[name] = value
        else:
            others.append(match)
    if same_as:
        values["same_as"] = same_as
    if given.get("title_source") == "authority" and given.get("fclasses") == "P":
        del given["title_source"], given["fclasses"]  # our own words
    extra: dict[str, Any] = {**given, **({"matches": others} if others else {})}
    if extra:
        values["extra"] = extra
    return values


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]
