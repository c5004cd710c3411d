"""What becomes of a foreign row when it enters the archive?

Names that we know under another name are mapped, names that we do not know are kept under
``extra``; ids are kept as they come.
"""

from __future__ import annotations

import html
import json
import re
from base64 import b32encode
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from sitegen.config import Site
from sitegen.content.imports.dates import foreign_date
from sitegen.content.imports.plan import Plan
from sitegen.content.keys import KEYS, LISTS, parse_partial_date, read_fields
from sitegen.content.rows import Row
from sitegen.errors import Place, Problem
from sitegen.model import LONGEST_NAME, PartialDate, slug_of

_ORDER = {key: n for n, key in enumerate((*KEYS, "markup", "body"))}
_TELLING = ("title", "authors", "date", "issue", "pages")
_GUARDED = {
    "kind": re.compile(r"[a-z][a-z0-9-]*"),
    "lang": re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*"),
}
_LANGUAGES = {
    "arabic": "ar", "عربي": "ar", "عربية": "ar", "العربية": "ar", "english": "en",
    "إنكليزية": "en", "إنجليزية": "en", "french": "fr", "فرنسية": "fr", "persian": "fa",
    "فارسية": "fa", "ottoman": "ota", "عثمانية": "ota",
}  # fmt: skip
_POEMS = {"verse": "poem", "poem": "poem"}  # what journals' `subtype` says of a kind of ours


@dataclass(slots=True)
class Tally:
    """What an import did with names and values, for its report."""

    mapped: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    dates: list[PartialDate] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)  # that rows have


def legal_id(text: str) -> str:
    """Make an id of any text; a legal one stays as it is, one too long for a file's name is cut.

    >>> legal_id("oape:pers:1159"), legal_id("article 12"), legal_id("مقال")
    ('oape:pers:1159', 'article-12', 'x-5775udxi')
    >>> legal_id("risala-" * 40)[-24:], len(legal_id("risala-" * 40))
    ('-risala-risala--pmg2ee7r', 240)
    """
    if is_legal(text):
        return text
    kept = re.sub(r"[^!-~]+", "-", text).strip("-") or "x"
    if text.isascii() and len(kept) <= LONGEST_NAME:
        return kept
    digest = short_hash(text)
    return f"{kept[: LONGEST_NAME - len(digest) - 1]}-{digest}"


def is_legal(text: str) -> bool:
    """Say whether a text is an id, or a collection's, as it is."""
    return re.fullmatch(r"[!-~]+", text) is not None and len(text) <= LONGEST_NAME


def short_hash(text: str) -> str:
    """Give eight letters that stand for a text."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).digest()
    return b32encode(digest).decode("ascii").lower()


def text_body(text: str) -> tuple[str, str]:
    """Take a body as it is: the default of `map_row`; the second value is its ``markup``."""
    return text, ""


def as_it_is(picture: str) -> str:
    """Take a picture's address as it is: the default of `map_row`."""
    return picture


def map_row(
    row: Row,
    place: Place,
    site: Site,
    plan: Plan,
    collections: tuple[str, str],
    tally: Tally,
    read_body: Callable[[str], tuple[str, str]] = text_body,
    read_picture: Callable[[str], str] = as_it_is,
) -> tuple[dict[str, Any], list[Problem]]:
    """Give the row as the archive stores it, and what is wrong with it.

    *collections* are the one that the importing person said, and the one that serves where
    neither she nor the row says one.

    >>> row = Row(1, {"id": 7, "title": "نعم", "author": "جرجي زيدان", "x": 1})
    >>> map_row(row, Place("a.jsonl", 1), Site(title=""), Plan(), ("hilal", ""), Tally())[0]
    {'id': '7', 'title': 'نعم', 'authors': ['جرجي زيدان'], 'collection': 'hilal', 'extra': {'x': 1}}
    """
    values, extra = _sorted_out(row, site, plan, tally)
    for key, constant in plan.constants.items():
        values.setdefault(key, constant)
    _settle_collection(values, extra, *collections)
    _settle_dates(values, plan, tally)
    for key in LISTS:
        if isinstance(values.get(key), str):
            parted = values[key].split(plan.lists.get(key, "|"))
            values[key] = [one.strip() for one in parted if one.strip()]
    if isinstance(values.get("body"), str):
        values["body"], markup = read_body(values["body"])
        if markup:
            values["markup"] = markup
            for key in ("title", "subtitle", "summary"):
                if isinstance(values.get(key), str):
                    values[key] = _bare(values[key])
    _settle_identity(values, tally)
    _settle_picture(values, extra, read_picture)
    kind = _POEMS.get(str(extra.get("subtype")))
    if kind:
        values.setdefault("kind", kind)
    if extra:
        values["extra"] = {**_mapping(values.get("extra")), **extra}
    fields, found = read_fields(values, lambda _: place, site, ("body", "markup"))
    problems = [_of_import(one) for one in found]
    if not isinstance(values.get("body", ""), str):
        problems.append(Problem(place, "'body' is not a text"))
    if "title" not in fields and not any("'title'" in one.what for one in problems):
        fix = "write one, or name its column: --map headline=title"
        problems.append(Problem(place, "the row has neither 'title' nor 'body'", fix=fix))
    if "date" in fields:
        tally.dates.append(fields["date"])
    return canonical(values), problems


def _of_import(problem: Problem) -> Problem:
    """Tell of a date what an import can do beside mending the source."""
    if problem.what.startswith("'date': ") and problem.fix.startswith("write"):
        return replace(problem, fix=f"{problem.fix}, or its form in a map: [dates]")
    return problem


def _sorted_out(
    row: Row, site: Site, plan: Plan, tally: Tally
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part a row into what we have keys for, and what is kept under extra."""
    found = _reached(row.values, plan, tally)
    tally.columns.update(found)
    names = plan.names_of(found, (one.name for one in site.fields))
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for name, value in found.items():
        if value is None or value in ("", [], {}):
            continue
        key = names.get(name, name)
        if not key:
            tally.dropped[f"column '{name}': the map says so"] += 1
        elif name in names and key not in values and not key.startswith("extra."):
            values[key] = value
            if key != name:
                tally.mapped[f"{name} -> {key}"] += 1
        else:
            key = key.removeprefix("extra.")
            extra[key] = value
            tally.extra[key] += 1
    for key, legal in _GUARDED.items():
        if isinstance(values.get(key), str) and key not in row.values:
            value = _LANGUAGES.get(values[key].strip().lower(), values[key].strip())
            values[key] = value
            if not legal.fullmatch(value):  # a foreign word under a name that we only guessed
                extra[key] = values.pop(key)
                tally.extra[key] += 1
    return values, extra


def _reached(values: Mapping[str, Any], plan: Plan, tally: Tally) -> dict[str, Any]:
    """Add what a map names with dots: ``title.rendered`` is what stands in ``title``.

    What stands beside it there and is not named is dropped, and counted.
    """
    dotted = [name for name in plan.columns if "." in name and name not in values]
    if not dotted:
        return dict(values)
    found = dict(values)
    for name in dotted:
        inner: Any = values
        for part in name.split("."):
            inner = inner.get(part) if isinstance(inner, Mapping) else None
        if inner is not None:
            whole = found.pop(name.partition(".")[0], None)
            for key in whole if isinstance(whole, Mapping) else ():
                if not any(f"{one}.".startswith(f"{name.partition('.')[0]}.{key}.")
                           for one in plan.columns):  # fmt: skip
                    tally.dropped[
                        f"'{name.partition('.')[0]}.{key}': the map does not name it"
                    ] += 1
            found[name] = inner
    return found


def _settle_dates(values: dict[str, Any], plan: Plan, tally: Tally) -> None:
    """Read the dates of other programs; what says only zeros is absent."""
    if isinstance(values.get("date"), str | int | float) and values["date"] is not True:
        given = str(values["date"])
        formats = plan.dates.get("date", ())
        told = foreign_date(given, formats)
        if "printed" in formats and told and not _is_date(told):
            values.setdefault("date_printed", told)
            tally.dropped["no date, kept as date_printed"] += 1
            told = ""
        if told:
            values["date"] = told
        else:
            del values["date"]
            if not given.strip("0-: "):
                tally.dropped[f"'{given}': no date"] += 1


def _is_date(text: str) -> bool:
    try:
        parse_partial_date(text)
    except ValueError:
        return False
    return True


def _bare(text: str) -> str:
    """Take mark-up out of a title that came with an HTML body."""
    return " ".join(html.unescape(re.sub(r"<[^<>]{1,200}>", "", text)).split())


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
        values["collection"] = name if is_legal(name) else slug_of(legal_id(name))


def _settle_picture(
    values: dict[str, Any], extra: dict[str, Any], read_picture: Callable[[str], str]
) -> None:
    """Take the picture that a row names; where it cannot be had its address is kept."""
    given = values.get("image")
    if not isinstance(given, str):
        return
    values["image"] = read_picture(given.strip())
    if not values["image"]:
        del values["image"]
        extra["image"] = given


def _settle_identity(values: dict[str, Any], tally: Tally) -> None:
    """See that a row has an id and a title: its own, else made from what it says.

    An id that is made stands on what is least likely to be mended: not on the text, where there
    is a title.
    """
    body = str(values.get("body") or "")
    given = values.get("id")
    source_id = str(values.get("source_id") or "").strip()
    if isinstance(given, int | str) and not isinstance(given, bool) and str(given).strip():
        values["id"] = legal_id(str(given).strip())
        if values["id"] != str(given):
            values.setdefault("source_id", str(given))
    elif given is None and source_id:
        values["id"] = legal_id(f"{values.get('collection') or 'row'}-{source_id}")
    elif given is None:
        told = {key: values[key] for key in _TELLING if values.get(key)} or {"body": body[:200]}
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
        values["id"] = f"{values.get('collection') or 'row'}-{short_hash(text)}"
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


def canonical(values: Mapping[str, Any]) -> dict[str, Any]:
    """Order a row's keys as docs/authoring.md does, the body last.

    >>> list(canonical({"body": "", "x": 1, "title": "", "id": ""}))
    ['id', 'title', 'x', 'body']
    """
    ordered = sorted(values.items(), key=lambda item: (_ORDER.get(item[0], 31.5), item[0]))
    return dict(ordered)


def encode_row(values: Mapping[str, Any]) -> str:
    """Write a row: one line, keys in the order of docs/authoring.md, the body last."""
    return json.dumps(values, ensure_ascii=False, separators=(", ", ": "))
