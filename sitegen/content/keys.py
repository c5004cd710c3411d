"""What may a document's metadata say, and what does it mean?

One table of keys serves front matter, rows and sidecars. Values come as text, lists and mappings
(numbers and yes/no too, where TOML and JSON have them); what leaves is ready for model.Document.
"""

from __future__ import annotations

import calendar
import datetime
import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sitegen.arabic.normalize import normalize
from sitegen.config import Field, Site
from sitegen.content.align import compose, repair
from sitegen.errors import Place, Problem, did_you_mean
from sitegen.model import Correction, DocId, EntityRules, PartialDate, Title

At = Callable[[str], Place]

ACCESS = ("public", "metadata", "closed")
MARKUP = ("text", "markdown")
# Names that other collections use for ours: `import` maps them, messages suggest them.
FOREIGN = {
    "text": "body",
    "content": "body",
    "author": "authors",
    "creator": "authors",
    "editor": "editors",
    "translator": "translators",
    "journal": "collection",
    "page": "pages",
    "licence": "rights",
    "license": "rights",
    "date_raw": "date_printed",
    "language": "lang",
    "tags": "subjects",
    "keywords": "subjects",
    "description": "summary",
    "type": "kind",
}
_YES = {"true": True, "yes": True, "نعم": True, "false": False, "no": False, "لا": False}
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_HIJRI = re.compile(r"(\d{1,4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_ID = re.compile(r"[!-~]+")
_LANG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_KIND = re.compile(r"[a-z][a-z0-9-]*")
_SPACE = re.compile(r"\s+")
_DATE_FIX = "write 1908, 1908-05 or 1908-05-01"


class Refused(Exception):  # noqa: N818 - it is an answer, caught beside its call
    """A value that its key cannot have: what, why, fix."""


def title_of(source: str, tatweel: str) -> Title:
    """Make the title that is shown, aligned with the one that is written.

    >>> title_of(" ابن  حزم ", "keep")
    Title(text='ابن حزم', source=' ابن  حزم ', alignment=Alignment(runs=((0, 1), (3, 5))))
    """
    repaired = repair(source, tatweel)
    if repaired.text == source == " ".join(source.split()):
        return Title(source, source)  # as nearly all are
    words = [(found.start(), found[0]) for found in re.finditer(r"\S+", repaired.text)]
    runs: list[tuple[int, int]] = []
    parts: list[str] = []
    at = 0
    for start, word in words:
        if parts:
            parts.append(" ")
            runs.append((at, start - 1))
            at += 1
        parts.append(word)
        runs.append((at, start))
        at += len(word)
    return Title("".join(parts), source, compose(runs, at, repaired.alignment))


def shown(text: str) -> str:
    """Repair a short text that is shown: normalized, on one line."""
    text = text if text.isascii() else normalize(text).text
    return _SPACE.sub(" ", text).strip()


@lru_cache(maxsize=1 << 12)  # what stands in one issue has one date
def parse_partial_date(text: str) -> PartialDate:
    """Read an ISO date with a precision of its own, or a date as Arabic writes it.

    >>> parse_partial_date("1908-05").iso
    '1908-05'
    """
    found = _ISO.fullmatch(text)
    if found:
        date = PartialDate(int(found[1]), int(found[2] or 0), int(found[3] or 0))
        if _exists(date) and found[2] != "00" and found[3] != "00":
            return date
    from sitegen.arabic.dates import parse_date  # noqa: PLC0415 - costs start-up, rarely used

    date = parse_date(text)
    if found:
        raise ValueError(f"'{text}' has a month or a day 00")
    return date


def _exists(date: PartialDate) -> bool:
    try:
        return date.first <= date.last
    except ValueError:
        return False


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise Refused("is not a text", "", "write one text")


def _shown(value: Any) -> str:
    return shown(_text(value))


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _texts(value: Any) -> tuple[str, ...]:
    try:
        found = tuple(_text(item) for item in _list(value) if item is not None)
    except Refused as error:
        raise Refused("is not a list of texts", "", "write [one, two]") from error
    return tuple(item for item in found if item)


def _names(value: Any) -> tuple[str, ...]:
    return tuple(map(shown, _texts(value)))


def _from_cell(value: Any, begin: str, fix: str) -> Any:
    """Read JSON that stands in a cell of a CSV file."""
    if not (isinstance(value, str) and value.lstrip().startswith(begin)):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise Refused("is broken JSON", str(error), fix) from error


def _mapping(value: Any) -> dict[str, Any]:
    value = _from_cell(value, "{", 'write {"key": "value"}')
    if not isinstance(value, Mapping):
        raise Refused("is not a mapping", "", "write key: value pairs, indented under it")
    return {str(key): inner for key, inner in value.items()}


def _text_mapping(value: Any) -> dict[str, str]:
    return {key: _text(inner) for key, inner in _mapping(value).items() if inner is not None}


def _id(value: Any) -> str:
    text = _text(value)
    if not _ID.fullmatch(text):
        raise Refused(f"'{text}' is no id", "", "use printable ASCII without spaces")
    return text


def _date(value: Any) -> PartialDate:
    text = _text(value)
    try:
        return parse_partial_date(text)
    except ValueError as error:
        raise Refused(f"'{text}' is no date", str(error), _date_fix(text)) from error


def _date_fix(text: str) -> str:
    """Guess the date that was meant; where a word names the month, numbers alone would mislead.

    >>> _date_fix("1908-2-31"), _date_fix("March 3, 2019")
    ('did you mean 1908-02-29?', 'write 1908, 1908-05 or 1908-05-01')
    """
    if re.search(r"[^\W\d_]", text):
        return _DATE_FIX
    numbers = re.findall(r"[0-9]+", text)
    if len(numbers) in (2, 3) and len(numbers[0]) != 4 and len(numbers[-1]) == 4:
        numbers = numbers[::-1]
    if len(numbers) == 3 and len(numbers[0]) == 4 and 1 <= int(numbers[1]) <= 12:
        days = calendar.monthrange(max(int(numbers[0]), 1), int(numbers[1]))[1]
        numbers[2] = str(min(max(int(numbers[2]), 1), days))
    if len(numbers) in (1, 2, 3) and len(numbers[0]) == 4:
        meant = "-".join([numbers[0], *(f"{int(part):02}" for part in numbers[1:])])
        try:
            return f"did you mean {parse_partial_date(meant).iso}?"
        except ValueError:
            pass
    return _DATE_FIX


def _hijri(value: Any) -> str:
    text = _text(value)
    found = _HIJRI.fullmatch(text)
    if (
        not found
        or int(found[2] or 1) not in range(1, 13)
        or int(found[3] or 1) not in range(1, 31)
    ):
        raise Refused(
            f"'{text}' is no Hijri date", "months run to 12, days to 30", "write 1326-04-30"
        )
    return "-".join([f"{int(found[1]):04}", *(part for part in found.groups()[1:] if part)])


def _matching(pattern: re.Pattern[str], what: str, fix: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        text = _text(value)
        if not pattern.fullmatch(text):
            raise Refused(f"'{text}' is no {what}", "", fix)
        return text

    return read


def _one_of(legal: tuple[str, ...]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        text = _text(value)
        if text not in legal:
            why = f"legal: {', '.join(legal)}"
            raise Refused(f"'{text}' is not a value of it", why, did_you_mean(text, legal))
        return text

    return read


def _yes(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = _text(value).lower()
    if text not in _YES:
        raise Refused(f"'{text}' is neither yes nor no", "", "write true or false")
    return _YES[text]


def _asset(value: Any) -> str:
    text = _text(value)
    if not text.startswith("assets/") or ".." in text.split("/"):
        fix = "put the file into assets/ of the archive, and write assets/NAME"
        raise Refused(f"'{text}' is not under assets/", "", fix)
    return text


def _facsimile(value: Any) -> str:
    text = _text(value)
    return text if re.match(r"https?://", text) else _asset(text)


def _corrections(value: Any) -> tuple[Correction, ...]:
    found = []
    for item in _list(_from_cell(value, "[", 'write [{"date": "2024-01-31"}]')):
        inner = _text_mapping(item)
        if inner.keys() - {"date", "by", "note"} or "date" not in inner:
            raise Refused(
                "is not a list of corrections", "", "write {date: 2024-01-31, by: ..., note: ...}"
            )
        _date(inner["date"])
        found.append(Correction(inner["date"], inner.get("by", ""), shown(inner.get("note", ""))))
    return tuple(found)


def _entities(value: Any) -> EntityRules:
    inner, legal = _mapping(value), ("link", "not", "as")
    for key in inner:
        if key not in legal:
            raise Refused(
                f"has an unknown key '{key}'", "legal: link, not, as", did_you_mean(key, legal)
            )
    return EntityRules(
        link=_texts(inner.get("link") or []),
        never=_texts(inner.get("not") or []),
        as_=_text_mapping(inner.get("as") or {}),
    )


_READ: dict[str, Callable[[Any], Any]] = {
    "id": _id,
    "title": _text,
    "subtitle": _shown,
    "authors": _names,
    "editors": _names,
    "translators": _names,
    "collection": _text,
    "volume": _shown,
    "issue": _shown,
    "pages": _shown,
    "date": _date,
    "date_hijri": _hijri,
    "date_printed": _shown,
    "lang": _matching(_LANG, "language", "write ar, fa, ota, en, fr ..."),
    "kind": _matching(_KIND, "kind", "write article, poem, letter, chapter, notice ... in a-z"),
    "section": _shown,
    "subjects": _names,
    "summary": _shown,
    "image": _asset,
    "facsimile": _facsimile,
    "source": _shown,
    "source_id": _text,
    "identifiers": _text_mapping,
    "rights": _shown,
    "access": _one_of(ACCESS),
    "withdrawn": _shown,
    "ocr": _mapping,
    "corrections": _corrections,
    "entities": _entities,
    "aliases": _texts,
    "draft": _yes,
    "extra": _mapping,
}
KEYS = tuple(_READ)
LISTS = ("authors", "editors", "translators", "subjects", "aliases")


def _number(value: Any) -> int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = normalize(_text(value)).text
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError as error:
        raise Refused(f"'{text}' is no number", "site.toml declares it so", "") from error


def _declared(field: Field, value: Any) -> Any:
    if field.type == "number":
        return _number(value)
    if field.type == "date":
        return _date(value).iso
    texts = _names(value)
    return texts[0] if len(texts) == 1 else list(texts)


def _unknown(key: str, at: At, legal: tuple[str, ...]) -> Problem:
    mapped = FOREIGN.get(key)
    fix = f"did you mean '{mapped}'?" if mapped in legal else ""
    fix = fix or did_you_mean(key, legal, "declare it in site.toml, or put it under 'extra'")
    return Problem(at(key), f"unknown key '{key}'", fix=fix)


def read_fields(
    values: Mapping[str, Any], at: At, site: Site, more: tuple[str, ...] = ()
) -> tuple[dict[str, Any], list[Problem]]:
    """Check *values* key by key; give model.Document's keyword arguments and every problem.

    Empty values are absent ones. Keys in *more* (``body``, ``markup`` of a row) are legal and
    left to the caller. Fields that site.toml declares go to ``extra``.

    >>> values = {"title": "الزهور", "date": "1910-13"}
    >>> found, problems = read_fields(values, lambda key: Place("a.md", 3), Site(title="x"))
    >>> found["title"].text
    'الزهور'
    >>> print(problems[0])
    a.md:3: 'date': '1910-13' is no date
      why: '1910-13' has the month 13; a year has 12
      fix: write 1908, 1908-05 or 1908-05-01
    """
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    declared = {field.name: field for field in site.fields}
    extra: dict[str, Any] = {}
    for key, value in values.items():
        if value is None or value in ("", [], {}) or key in more:
            continue
        try:
            if key in _READ:
                found[key] = _READ[key](value)
            elif key in declared:
                extra[key] = _declared(declared[key], value)
            else:
                problems.append(_unknown(key, at, (*KEYS, *declared, *more)))
        except Refused as error:
            what, why, fix = error.args
            joint = ": " if what.startswith("'") else " "
            problems.append(Problem(at(key), f"'{key}'{joint}{what}", why, fix))
    if extra:
        found["extra"] = found.get("extra", {}) | extra
    if "title" in found:
        found["title"] = title_of(found["title"], site.tatweel)
        if not found["title"].text:
            del found["title"]  # of spaces alone
    if "id" in found:
        found["id"] = DocId(found["id"])
    if "date" not in found and "date_hijri" in found:
        date = _computed(found["date_hijri"])
        found |= {"date": date} if date else {}
    return found, problems


def _computed(hijri: str) -> PartialDate | None:
    """Give the Gregorian span that a Hijri date stands for, as precisely as it is known."""
    from sitegen.arabic.dates import gregorian_of  # noqa: PLC0415 - costs start-up, rarely used

    return gregorian_of(hijri)
