"""What do ``--json`` and ``--csv`` hold? The page's CSV has the same columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sitegen.index.concordance import Found
from sitegen.index.meant import Meant
from sitegen.index.search import Results, SearchIndex, Text

DOCUMENT_COLUMNS = (
    "id", "title", "authors", "date", "collection", "volume", "issue", "score", "url", "passage",
)  # fmt: skip
LINE_COLUMNS = (
    "left", "keyword", "right", "title", "authors", "date", "collection", "volume", "issue", "id",
    "url",
)  # fmt: skip

Row = Sequence[str | int]
Pieces = Iterable[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Archive:
    """What an index says of its archive: the collections' titles, and where it is on the web."""

    titles: Mapping[str, str]
    base: str = ""

    @classmethod
    def of(cls, index: SearchIndex) -> Archive:
        """Read it off the manifest."""
        manifest = index.store.manifest
        titles = {name: title for name, title, _ in manifest["collections"]}
        return cls(titles, manifest.get("base", ""))

    def collection(self, name: str) -> str:
        """Give a collection's title; the id where it has none."""
        return self.titles.get(name, name)

    def address(self, url: str, anchor: str = "") -> str:
        """Give a page's address: on the web where that is known, else from the site's root.

        >>> Archive({}, "https://example.org/a/").address("d/x.html", "p-abcde")
        'https://example.org/a/d/x.html#p-abcde'
        """
        return self.base + url + (f"#{anchor}" if anchor else "")


def results(found: Results, meant: Meant, archive: Archive) -> dict[str, Any]:
    """Give the results for ``--json``; passages with their matches in ⟦ ⟧."""
    return {
        "total": found.total,
        "undated": found.undated,
        "messages": list(found.messages),
        "did_you_mean": {
            "queries": list(meant.queries),
            "records": [
                {"id": one.id, "heading": one.heading, "url": archive.address(one.url)}
                for one in meant.records
            ],
        },
        "hits": [
            {
                **_about(hit.text),
                "url": archive.address(hit.text.url),
                "score": hit.score,
                "passages": [
                    {"anchor": passage.anchor, "text": marked(passage.pieces)}
                    for passage in hit.passages
                ],
            }
            for hit in found.hits
        ],
    }


def lines(
    found: Sequence[Found], documents: int, messages: Sequence[str], archive: Archive
) -> dict[str, Any]:
    """Give a concordance for ``--json``."""
    return {
        "documents": documents,
        "messages": list(messages),
        "lines": [
            {
                "left": line.left,
                "keyword": line.word,
                "right": line.right,
                **_about(text),
                "anchor": line.anchor,
                "url": archive.address(text.url, line.anchor),
            }
            for text, line in found
        ],
    }


def _about(text: Text) -> dict[str, Any]:
    return {
        "id": text.id,
        "title": text.title,
        "date": text.date,
        "date_hijri": text.hijri,
        "collection": text.collection,
        "volume": text.volume,
        "issue": text.issue,
        "authors": list(text.authors),
    }


def document_rows(found: Results, archive: Archive) -> list[Row]:
    """Give the results as a table, its head first."""
    table: list[Row] = [DOCUMENT_COLUMNS]
    for hit in found.hits:
        passages = (
            "".join(piece for piece, _ in passage.pieces).strip() for passage in hit.passages
        )
        table.append([hit.text.id, *_place(hit.text, archive), hit.score,
                      archive.address(hit.text.url), " … ".join(passages)])  # fmt: skip
    return table


def line_rows(found: Sequence[Found], archive: Archive) -> list[Row]:
    """Give a concordance as a table, its head first."""
    table: list[Row] = [LINE_COLUMNS]
    for text, line in found:
        table.append([line.left.strip(), line.word, line.right.strip(), *_place(text, archive),
                      text.id, archive.address(text.url, line.anchor)])  # fmt: skip
    return table


def _place(text: Text, archive: Archive) -> list[str]:
    collection = archive.collection(text.collection)
    authors = "؛ ".join(text.authors)
    return [text.title, authors, text.date, collection, text.volume, text.issue]


def marked(pieces: Pieces) -> str:
    """Write pieces as one text, matches in double brackets.

    >>> marked([("في ", False), ("بيروت", True)])
    'في ⟦بيروت⟧'
    """
    return "".join(f"⟦{piece}⟧" if is_match else piece for piece, is_match in pieces)
