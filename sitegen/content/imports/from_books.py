"""How do books in OpenITI mARkdown enter an archive?"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

from sitegen.content.imports.authors import author_records
from sitegen.content.imports.openiti import read_book
from sitegen.content.imports.rows import text_body
from sitegen.content.imports.streams import bytes_of, text_of
from sitegen.content.imports.taking import take
from sitegen.content.imports.work import Sources, Work
from sitegen.content.rows import Row
from sitegen.errors import Place


def import_openiti(work: Work, sources: Sources) -> None:
    """Bring in books: each a collection, its author a record of the authority."""
    books = []
    for path, name in sources:
        raw, found = bytes_of(path, name)
        work.heard(len(raw))
        text = text_of(raw, name, found, work.problems, work.encodings)
        if not text:
            continue
        bare = re.sub(r"\.(?:gz|txt)$", "", name, flags=re.IGNORECASE)
        book, documents, problems = read_book(text, bare, work.collection, work.tally.dropped)
        work.problems += [replace(one, place=Place(name, one.place.line)) for one in problems]
        if book is None:
            continue
        books.append(book)
        for values, place in documents:
            row = Row(place.line, values)
            take(work, row, Place(name, place.line), "", text_body, Counter(), {})
        about = book.about
        table: dict[str, Any] = {"title": about.get("title", book.uri), "kind": "book"}
        table |= {ours: about[theirs] for theirs, ours in (
            ("publisher", "publisher"), ("place", "place")) if theirs in about}  # fmt: skip
        if "editor" in about:
            table["editors"] = [about["editor"]]
        work.tables.setdefault(work.collection or book.uri, table)
    if not work.problems:
        work.contents |= author_records(work.root, books)
