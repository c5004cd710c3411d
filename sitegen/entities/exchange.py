"""How do records leave, so that an import brings them back as they were?

YAML, JSONL and CSV hold all of a record, TEI persons, places and organizations, LP-TSV the plain
facts of places. What a form cannot hold is told by :func:`left_out`, never dropped in silence.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sitegen.entities.encode import encode_jsonl, encode_yaml
from sitegen.entities.lptsv import encode_lptsv, unfit_for_lptsv
from sitegen.entities.tei_write import encode_tei, unfit_for_tei
from sitegen.model import Entity, EntityType

_LISTS = ("variants", "short_names", "never_link", "cues")
COLUMNS = (
    "id", "type", "heading", "variants", "short_names", "description", "birth", "death",
    "start", "end", "lat", "lon", "author", "same_as", "never_link", "cues", "extra",
)  # fmt: skip


def record_of(entity: Entity) -> dict[str, Any]:
    """Give a record under the keys of an authority file; what is empty is left out.

    >>> from sitegen.errors import Place
    >>> from sitegen.model import EntityId, PartialDate
    >>> rida = Entity(id=EntityId("p-rida"), type=EntityType.PERSON, heading="محمد رشيد رضا",
    ...               place=Place("p.yml"), start=PartialDate(1865, 9))
    >>> record_of(rida)
    {'id': 'p-rida', 'type': 'person', 'heading': 'محمد رشيد رضا', 'birth': '1865-09'}
    """
    is_person = entity.type == EntityType.PERSON
    first, last = ("birth", "death") if is_person else ("start", "end")
    values: dict[str, Any] = {
        "id": entity.id,
        "type": entity.type.value,
        "heading": entity.heading,
        **{key: list(getattr(entity, key)) for key in _LISTS},
        "description": entity.description,
        first: entity.start.iso if entity.start else "",
        last: entity.end.iso if entity.end else "",
        "lat": entity.lat,
        "lon": entity.lon,
        "author": entity.author,
        "same_as": dict(entity.same_as),
        "extra": dict(entity.extra),
    }
    return {key: values[key] for key in COLUMNS if values.get(key) not in (None, "", [], {})}


def encode_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Write records as CSV: lists parted by bars, ``same_as`` as ``wikidata:Q1``, extra as JSON.

    >>> print(encode_csv([{"id": "l-1", "type": "place", "heading": "بيروت",
    ...                    "variants": ["بيروت المحروسة", "بيريت"]}]), end="")
    id,type,heading,variants
    l-1,place,بيروت,بيروت المحروسة|بيريت
    """
    rows = list(rows)
    columns = [key for key in COLUMNS if any(key in row for row in rows)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(key, row.get(key)) for key in columns] for row in rows)
    return out.getvalue()


def _cell(key: str, value: Any) -> str:
    if value is None:
        return ""
    if key in _LISTS:
        return "|".join(value)
    if key == "same_as":
        return "|".join(f"{name}:{one}" for name, one in value.items())
    return json.dumps(value, ensure_ascii=False) if key == "extra" else str(value)


def _unfit_for_csv(row: Mapping[str, Any]) -> list[str]:
    listed = [text for key in _LISTS for text in row.get(key, ())]
    listed += [f"{name}:{one}" for name, one in row.get("same_as", {}).items()]
    return ["a name or id with a bar"] if any("|" in text for text in listed) else []


def _unfit_for_yaml(row: Mapping[str, Any]) -> list[str]:
    """YAML is read as it is typed: a number under ``extra`` comes back as its digits."""
    return [] if _is_text(row.get("extra", {})) else ["a number, or the like, under 'extra'"]


def _is_text(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(map(_is_text, value.values()))
    return all(map(_is_text, value)) if isinstance(value, list) else isinstance(value, str)


def _fits(_row: Mapping[str, Any]) -> list[str]:
    return []


Encode = Callable[[Iterable[Mapping[str, Any]]], str]
#: Form -> how it is written, and what of a record it cannot hold.
FORMS: dict[str, tuple[Encode, Callable[[Mapping[str, Any]], list[str]]]] = {
    "yaml": (encode_yaml, _unfit_for_yaml),
    "jsonl": (encode_jsonl, _fits),
    "csv": (encode_csv, _unfit_for_csv),
    "tei": (encode_tei, unfit_for_tei),
    "lp-tsv": (encode_lptsv, unfit_for_lptsv),
}


def left_out(rows: Iterable[Mapping[str, Any]], form: str) -> dict[str, int]:
    """Count what a form cannot hold: whole records, or parts of them."""
    unfit = FORMS[form][1]
    counts: dict[str, int] = {}
    for row in rows:
        for what in unfit(row):
            counts[what] = counts.get(what, 0) + 1
    return dict(sorted(counts.items()))
