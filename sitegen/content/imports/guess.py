"""Which map would a person write for these columns? A first one, to be read and mended.

Names are known in English, Arabic, French and as WordPress, Joomla and Drupal call them; else
values tell: the longest texts are the body, what reads as a date is one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sitegen.content.imports.dates import foreign_date
from sitegen.content.keys import FOREIGN, KEYS, parse_partial_date

_NAMES = {
    "id": "nid post_id article_id رقم الرقم المعرف",
    "title": "headline heading post_title name titre subject_line العنوان عنوان",
    "subtitle": "subheading sous-titre kicker العنوان_الفرعي",
    "body": "post_content fulltext introtext full_text article contenu texte النص نص المتن",
    "authors": "writer byline auteur post_author created_by_alias الكاتب كاتب المؤلف المؤلفون",
    "date": "post_date published published_at pub_date created created_at datetime التاريخ تاريخ",
    "summary": "post_excerpt excerpt abstract lead résumé الملخص المقدمة",
    "section": "category rubrique post_category القسم الباب قسم",
    "subjects": "mots-clés tag post_tag الوسوم الموضوعات كلمات_مفتاحية",
    "issue": "number numéro no العدد عدد",
    "volume": "vol tome السنة المجلد مجلد",
    "pages": "page_no صفحة الصفحة الصفحات",
    "collection": "magazine newspaper revue الجريدة المجلة الصحيفة",
    "aliases": "url link slug permalink guid post_name الرابط",
    "rights": "copyright droits الحقوق",
    "lang": "langue اللغة",
}
_KNOWN = {name: key for key, names in _NAMES.items() for name in names.split()}
_MARKUP = re.compile(r"<(?:p|br|div|span|a|strong|em)\b[^>]*>|&nbsp;", re.IGNORECASE)


def guess_map(rows: Sequence[Mapping[str, Any]]) -> str:
    """Write a map for some rows, with an example beside each column.

    >>> print(guess_map([{"nid": "7", "العنوان": "نعم", "created": "2004-01-31 10:00:00"}]))
    # A first map, guessed from the columns: read it, mend it, and import with it.
    body = "text"  # text, markdown or html
    <BLANKLINE>
    [columns]  # theirs = ours; "" drops a column; what is not named goes to extra
    "nid" = "id"  # 7
    "العنوان" = "title"  # نعم
    "created" = "date"  # 2004-01-31 10:00:00
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    found: dict[str, str] = {}
    for name in names:
        key = _named(name)
        if key and key not in found.values():
            found[name] = key
    for key, judge in (("body", _longest), ("date", _dated), ("title", _titled)):
        if key not in found.values():
            rest = [name for name in names if name not in found]
            name = judge(rest, rows)
            if name:
                found[name] = key
    body = next((name for name, key in found.items() if key == "body"), "")
    is_html = any(_MARKUP.search(str(row.get(body, ""))) for row in rows)
    lines = [
        "# A first map, guessed from the columns: read it, mend it, and import with it.",
        f'body = "{"html" if is_html else "text"}"  # text, markdown or html',
        "",
        '[columns]  # theirs = ours; "" drops a column; what is not named goes to extra',
    ]
    for name in names:
        example = next((str(row[name]) for row in rows if row.get(name) not in (None, "")), "")
        shown = " ".join(example.split())[:40]
        quoted = json.dumps(name, ensure_ascii=False)
        if name in found:
            lines.append(f'{quoted} = "{found[name]}"  # {shown}'.rstrip(" #"))
        else:
            lines.append(f'# {quoted} = ""  # {shown}'.rstrip(" #"))
    formats = _formats([str(row[n]) for row in rows for n, k in found.items()
                        if k == "date" and row.get(n)])  # fmt: skip
    if formats:
        lines += ["", "[dates]", f'date = ["{formats}"]']
    subjects = next((name for name, key in found.items() if key == "subjects"), "")
    parting = _parting([str(row.get(subjects) or "") for row in rows])
    if parting:
        lines += ["", "[lists]", f'subjects = "{parting}"']
    return "\n".join(lines)


def _named(name: str) -> str:
    plain = re.sub(r"[\s-]+", "_", name.strip().lower())
    if plain in KEYS or plain == "body":
        return plain
    return _KNOWN.get(plain) or _KNOWN.get(plain.replace("_", "-")) or FOREIGN.get(plain, "")


def _longest(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    total = {name: sum(len(str(row.get(name) or "")) for row in rows) for name in names}
    name = max(total, key=total.__getitem__, default="")
    return name if name and total[name] > 100 * len(rows) else ""


def _dated(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    for name in names:
        values = [str(row[name]) for row in rows if row.get(name) not in (None, "")]
        if values and all(map(_is_date, values)) and any(len(value) > 4 for value in values):
            return name
    return ""


def _is_date(value: str) -> bool:
    told = foreign_date(value)
    try:
        return not told or parse_partial_date(told).year > 0
    except ValueError:
        return False


def _titled(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    for name in names:
        values = [str(row[name]) for row in rows if row.get(name) not in (None, "")]
        if len(values) == len(rows) and all(8 <= len(value) <= 200 for value in values):
            return name
    return ""


def _formats(values: Sequence[str]) -> str:
    """Name the format of dates that do not read by themselves: seconds, days of a spreadsheet."""
    if values and all(re.fullmatch(r"[1-9]\d{8,9}", value) for value in values):
        return "unix"
    if values and all(re.fullmatch(r"[1-5]\d{4}", value) for value in values):
        return "excel"
    parts = [re.fullmatch(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", value.strip()) for value in values]
    if values and all(parts):
        sign = parts[0][2] if parts[0] else "/"
        month_first = any(int(one[3]) > 12 for one in parts if one)
        return f"%m{sign}%d{sign}%Y" if month_first else f"%d{sign}%m{sign}%Y"
    return ""


def _parting(values: Sequence[str]) -> str:
    """Say what parts subjects; "" where the bar does, or nothing.

    >>> _parting(["لبنان، مصر", "سوريا"]), _parting(["مصر|سوريا, لبنان"]), _parting(["مصر"])
    ('،', '', '')
    """
    told = "".join(values)
    sign = max("،,;؛", key=told.count)
    return sign if sign in told and "|" not in told else ""
