"""What do other lists call what we call heading, variants, birth and same_as?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from sitegen.entities.identifiers import ARCHIVE
from sitegen.entities.reading import parse_span_date
from sitegen.entities.records import Record
from sitegen.entities.titles import TITLES

_FOREIGN = {
    "identifier": "id", "xml:id": "id",
    "kind": "type", "class": "type", "category": "type",
    "name": "heading", "label": "heading", "title": "heading", "prefLabel": "heading",
    "aliases": "variants", "alias": "variants", "altLabel": "variants", "alt_names": "variants",
    "other_names": "variants",
    "note": "description", "notes": "description", "bio": "description",
    "birth_date": "birth", "born": "birth", "death_date": "death", "died": "death",
    "start_date": "start", "end_date": "end",
    "latitude": "lat", "longitude": "lon", "lng": "lon", "long": "lon",
}  # fmt: skip
_TYPES = {
    "pers": "person", "people": "person", "human": "person",
    "location": "place", "toponym": "place", "settlement": "place", "geo": "place",
    "org": "organization", "organisation": "organization", "institution": "organization",
    "book": "work", "periodical": "work", "bibl": "work",
}  # fmt: skip
_OURS = (
    "id", "type", "heading", "variants", "short_names", "description", "birth", "death",
    "start", "end", "lat", "lon", "author", "same_as", "never_link", "cues", "extra",
)  # fmt: skip
_ORDER = {key: n for n, key in enumerate(_OURS)}
_CATALOGUES = ("wikidata", "viaf", "geonames", "gnd", "isni", "lccn", "isil", "oclc")
LEGAL = (*_OURS, *_CATALOGUES, "names", "names_ar", "other_ids")  # what a caller may map to
_DATES = ("birth", "death", "start", "end")
_MAPPINGS = ("extra", "other_ids")
_ARABIC = re.compile("[\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER YEH}]")
_FOLDED_ALEF = str.maketrans("أإآ", "ااا")


def foreign_record(
    record: Record, renames: Mapping[str, str], notes: Counter[str]
) -> dict[str, Any]:
    """Make one of our records of a foreign one; what has no place in ours is kept in ``extra``.

    >>> row = {"id": "p-1", "type": "person", "names": ["Dozy", "دوزي", "دوزي"],
    ...        "names_ar": ["دوزي"], "wikidata": "Q1", "birth": "1820", "death": "c. 1883"}
    >>> foreign_record(Record("a.jsonl", 1, row), {}, Counter())
    ... # doctest: +NORMALIZE_WHITESPACE
    {'id': 'p-1', 'type': 'person', 'heading': 'دوزي', 'variants': ['Dozy'], 'birth': '1820',
     'same_as': {'wikidata': 'Q1'}, 'extra': {'death': 'c. 1883'}}
    """
    given = {renames.get(key, key): value for key, value in record.values.items()}
    row: dict[str, Any] = {}
    wrong = {key: given.pop(key) for key in _MAPPINGS if not _is_mapping(given.get(key))}
    extra: dict[str, Any] = dict(given.pop("extra", None) or {})
    same_as = _same_as(given, extra, notes)
    names = _names(given)
    for key, value in given.items():
        ours = key if key in _ORDER else _FOREIGN.get(key, "")
        if value in (None, "", [], {}):
            continue
        if ours and ours not in row:
            row[ours] = value
        else:
            extra[key] = value
    if names:
        heading = row.get("heading") or _heading(names)
        row["heading"] = heading
        rest = [*names, *_list(row.get("variants"))]
        row["variants"] = [name for name in dict.fromkeys(rest) if name != heading]
    row["type"] = _TYPES.get(str(row.get("type", "")).lower(), row.get("type", ""))
    _settle_dates(row, extra, notes)
    if same_as:
        row["same_as"] = same_as
    if extra or wrong:
        row["extra"] = wrong.get("extra") or {**extra, **wrong}
    return {key: row[key] for key in sorted(row, key=_ORDER.__getitem__) if _is_said(row[key])}


def _is_mapping(value: Any) -> bool:
    """Say whether a value can be read as names and values; what is absent can."""
    return isinstance(value, Mapping) or not _is_said(value)


def _is_said(value: Any) -> bool:
    return value is not None and value not in ("", [], {})


def _list(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.split("|") if part.strip()]
    return [str(part) for part in value] if isinstance(value, list | tuple) else [str(value)]


def _names(given: dict[str, Any]) -> list[str]:
    """Take ``names_ar`` and ``names``: the Arabic ones first, each once."""
    arabic, names = _list(given.pop("names_ar", None)), _list(given.pop("names", None))
    return list(dict.fromkeys(" ".join(name.split()) for name in [*arabic, *names] if name.strip()))


def _heading(names: list[str]) -> str:
    """Choose the heading: the first Arabic name, unless it has its title stuck to it.

    >>> _heading(["الشيخجميل أفندي الشطي", "جميل الشطي"]), _heading(["Leiden"])
    ('جميل الشطي', 'Leiden')
    """
    arabic = [name for name in names if _ARABIC.search(name)] or names
    openings = {name.split()[0] for name in arabic}
    for name in arabic:
        first = name.split()[0]
        stuck = [t for t in _stuck_titles(first) if first[len(t) :] in openings]
        if not stuck:
            return name
    return arabic[0]


def _stuck_titles(word: str) -> list[str]:
    folded = word.translate(_FOLDED_ALEF)
    return [title for title in TITLES if folded.startswith(title) and len(word) > len(title) + 1]


def _same_as(given: dict[str, Any], extra: dict[str, Any], notes: Counter[str]) -> dict[str, str]:
    """Gather identifiers: own columns, ``other_ids``, and ids of this very list.

    Of several in one catalogue the first is taken, the others are kept under ``extra``.
    """
    found: dict[str, list[str]] = {}
    here = given.pop("same_as", None) or []
    if isinstance(here, Mapping):
        for name, value in here.items():
            found.setdefault(str(name), []).extend(map(str, _list(value)))
        here = []
    for name in _CATALOGUES:
        found.setdefault(name, []).extend(_list(given.pop(name, None)))
    for name, value in dict(given.pop("other_ids", None) or {}).items():
        found.setdefault(name, []).extend(_list(value))
    found.setdefault(ARCHIVE, []).extend(_list(here))
    same_as: dict[str, str] = {}
    for name, ids in found.items():
        unique = list(dict.fromkeys(ids))
        if name == ARCHIVE and unique:
            same_as[name] = " ".join(unique)
        elif unique:
            same_as[name] = unique[0]
        if name != ARCHIVE and unique[1:]:
            extra[name] = unique[1:]
            notes[f"a second id of {name} was kept under extra"] += 1
    return same_as


def _settle_dates(row: dict[str, Any], extra: dict[str, Any], notes: Counter[str]) -> None:
    """Keep a date that is none of ours as it was printed, under ``extra``."""
    is_person = row.get("type") == "person"
    for key, ours in zip(_DATES, ("birth", "death") * 2 if is_person else ("start", "end") * 2,
                         strict=True):  # fmt: skip
        if key not in row:
            continue
        value = str(row.pop(key)).strip()
        try:
            parse_span_date(value)
        except ValueError:
            extra[key] = value
            notes[f"a '{key}' that is no date of ours was kept under extra"] += 1
        else:
            row[ours] = value
