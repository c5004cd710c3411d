"""What becomes of a foreign row when it enters the archive?

Names that we know under another name are mapped, names that we do not know are kept under
``extra``; ids are kept as they come.
"""

from __future__ import annotations

import json
import re
from base64 import b32encode
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from sitegen.config import Site
from sitegen.content.keys import FOREIGN, KEYS, read_fields
from sitegen.content.rows import Row
from sitegen.errors import Place, Problem
from sitegen.model import PartialDate, slug_of

_OWN = (*KEYS, "body", "markup")
_ORDER = {key: n for n, key in enumerate((*KEYS, "markup", "body"))}
_POEMS = {"verse": "poem", "poem": "poem"}  # what journals' `subtype` says of a kind of ours


@dataclass(slots=True)
class Tally:
    """What an import did with names and values, for its report."""

    mapped: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    dates: list[PartialDate] = field(default_factory=list)


def legal_id(text: str) -> str:
    """Make an id of any text; a legal one stays as it is.

    >>> legal_id("oape:pers:1159"), legal_id("article 12"), legal_id("مقال")
    ('oape:pers:1159', 'article-12', 'x-5775udxi')
    """
    if re.fullmatch(r"[!-~]+", text):
        return text
    kept = re.sub(r"[^!-~]+", "-", text).strip("-")
    if text.isascii():
        return kept or "x"
    return f"{kept or 'x'}-{short_hash(text)}"


def short_hash(text: str) -> str:
    """Give eight letters that stand for a text."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).digest()
    return b32encode(digest).decode("ascii").lower()


def map_row(
    row: Row,
    place: Place,
    site: Site,
    collection: str,
    default_collection: str,
    mapping: Mapping[str, str],
    tally: Tally,
) -> tuple[dict[str, Any], list[Problem]]:
    """Give the row as the archive stores it, and what is wrong with it.

    *collection* is what the importing person said, *default_collection* serves where neither she
    nor the row says one.

    >>> row = Row(1, {"id": 7, "title": "نعم", "author": "جرجي زيدان", "x": 1})
    >>> map_row(row, Place("a.jsonl", 1), Site(title=""), "hilal", "", {}, Tally())[0]
    {'id': '7', 'title': 'نعم', 'authors': ['جرجي زيدان'], 'collection': 'hilal', 'extra': {'x': 1}}
    """
    declared = {one.name for one in site.fields}
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for name, value in row.values.items():
        if value is None or value in ("", [], {}):
            continue
        key = mapping.get(name) or (name if name in _OWN or name in declared else "")
        key = key or (FOREIGN.get(name, "") if FOREIGN.get(name) not in row.values else "")
        if key and key not in values and (key in _OWN or key in declared):
            values[key] = value
            if key != name:
                tally.mapped[f"{name} -> {key}"] += 1
        else:
            extra[key or name] = value
            tally.extra[key or name] += 1
    _settle_collection(values, extra, collection, default_collection)
    _settle_identity(values, tally)
    for key in ("authors", "editors", "translators", "subjects", "aliases"):
        if isinstance(values.get(key), str):
            values[key] = [values[key].strip()]
    if "kind" not in values and extra.get("subtype") in _POEMS:
        values["kind"] = _POEMS[extra["subtype"]]
    if extra:
        values["extra"] = {**_mapping(values.get("extra")), **extra}
    fields, problems = read_fields(values, lambda _: place, site, ("body", "markup"))
    if not isinstance(values.get("body", ""), str):
        problems.append(Problem(place, "'body' is not a text"))
    if "date" in fields:
        tally.dates.append(fields["date"])
    ordered = sorted(values.items(), key=lambda item: (_ORDER.get(item[0], 50), item[0]))
    return dict(ordered), problems


def _mapping(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


def _settle_collection(
    values: dict[str, Any], extra: dict[str, Any], collection: str, default: str
) -> None:
    given = str(values.get("collection") or "")
    if collection and given and given != collection:
        extra.setdefault("journal", given)
    name = collection or given or default
    if name:
        values["collection"] = name if re.fullmatch(r"[!-~]+", name) else slug_of(legal_id(name))


def _settle_identity(values: dict[str, Any], tally: Tally) -> None:
    """See that a row has an id and a title: its own, else made from what it says."""
    body = values.get("body") if isinstance(values.get("body"), str) else ""
    given = values.get("id")
    if isinstance(given, int | str) and not isinstance(given, bool) and str(given).strip():
        values["id"] = legal_id(str(given).strip())
        if values["id"] != str(given):
            values.setdefault("source_id", str(given))
    elif given is None:
        told = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
        values["id"] = f"{values.get('collection') or 'row'}-{short_hash(told)}"
        tally.mapped["(made from the row) -> id"] += 1
    if not values.get("title") and body:
        values["title"] = first_words(body)
        tally.mapped["(first words) -> title"] += 1


def first_words(text: str, n: int = 8) -> str:
    """Give a text's first words as a title, a dateline left out.

    >>> first_words("بغداد | تسعى الولايات المتحدة إلى زيادة قواتها", 3)
    'تسعى الولايات المتحدة…'
    """
    text = re.sub(r"\[\[[!-Z^-z~]+\|([^\[\]\n]+)\]\]", r"\1", text.lstrip()[:2000])
    text = re.sub(r"^[^|\n.:؟!]{2,40} \| ", "", text)
    line = next((line for line in text.split("\n") if line.strip()), "")
    words = line.split()
    return " ".join(words) if len(words) <= n else " ".join(words[:n]).rstrip("،,؛:.") + "…"


def encode_row(values: Mapping[str, Any]) -> str:
    """Write a row: one line, keys in the order of docs/authoring.md, the body last."""
    return json.dumps(values, ensure_ascii=False, separators=(", ", ": "))
