"""How does one row join the others that wait?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from sitegen.content import files
from sitegen.content.imports.beside import Beside, unused
from sitegen.content.imports.ledger import digest
from sitegen.content.imports.pictures import Pictures
from sitegen.content.imports.rows import as_it_is, map_row
from sitegen.content.imports.work import Work
from sitegen.content.rows import Row
from sitegen.errors import Place
from sitegen.model import slug_of

_MARKUP = re.compile(r"<(?:p|br|div|span|strong|b|em|i|a|ul|h[1-6])\b[^>]*>|&nbsp;", re.IGNORECASE)


def take(
    work: Work,
    row: Row,
    place: Place,
    default: str,
    read_body: Callable[[str], tuple[str, str]],
    bodies: Counter[bool],
    samples: dict[str, list[dict[str, Any]]],
    read_picture: Callable[[str], str] = as_it_is,
) -> None:
    """Map one row, and let it wait."""
    values, problems = map_row(
        row,
        place,
        work.site,
        work.plan,
        (work.collection, default),
        work.tally,
        read_body,
        read_picture,
    )
    if not problems and work.plan.repair:
        for key in ("title", "subtitle", "summary", "body"):
            if isinstance(values.get(key), str):
                lang = str(values.get("lang", "ar"))
                values[key] = work.repair(values[key], place, key, lang)
    if not problems:
        problems = work.store.add(values, place)
    work.problems += problems
    if problems:
        return
    work.documents += 1
    body = values.get("body", "")
    if len(bodies) < 2 or bodies.total() < 200:
        bodies[_MARKUP.search(body[:2000]) is not None] += 1
    held = samples.setdefault(values.get("collection", ""), [])
    if len(held) < 100:
        held.append({key: values[key] for key in ("source", "rights", "issue", "volume")
                     if key in values})  # fmt: skip


def pictures_of(work: Work) -> Pictures:
    """Give what takes an import's pictures: they go to the collection's folder."""
    folder = str(slug_of(work.collection or "imported"))
    return Pictures(folder, work.root, work.store.aside, work.ledger.files)


def put_pictures(work: Work, pictures: Pictures) -> None:
    """Let the pictures that were met wait, as far as the archive has not the same."""
    for target, path in pictures.found.items():
        new, known = digest(path.read_bytes()), work.ledger.files.get(target)
        work.ledger.files[target] = new  # where that is known, it is as it was, or edited here
        if known != new or not files.exists(work.root, target):
            work.contents[target] = path


def after_files(work: Work, beside: Beside) -> None:
    """Tell rows of the table that no file has, and describe the collection."""
    if lost := list(unused(beside)):
        work.tally.dropped["row of the table that no file has"] = len(lost)
    if work.collection:
        work.tables[work.collection] = {"title": work.collection, "kind": "dossier"}
