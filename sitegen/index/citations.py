"""What does a citation say that no result shows? (docs/index-format.md, section 8)

Read only where results are saved as citations: pages, language, identifiers, other hands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sitegen.index.format import File, put_file, to_json

CITED = 180  # documents in a shard


class CitationRow(NamedTuple):
    """What a document's citation has beside the metadata of its text row, in the file's order."""

    pages: str
    lang: str
    doi: str
    url: str  # that the source itself gives
    editors: tuple[str, ...]  # names
    translators: tuple[str, ...]
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CitedCollection:
    """What a citation says of what a document stands in."""

    id: str
    kind: str
    publisher: str
    place: str
    issn: str


def citation_file(year: int, first: int, rows: Iterable[CitationRow]) -> File:
    """Write the shard of a year's documents from number *first*, a multiple of CITED, on.

    >>> row = CitationRow("12", "ar", "", "", (), ("سامي الدروبي",), ())
    >>> file = citation_file(1908, 360, [row])
    >>> file.path, file.content.decode()[31:]
    ('cite/1908/2.js', '[["12","ar","","",[],["سامي الدروبي"],[]]]);\\n')
    """
    if first % CITED:
        raise ValueError(f"a shard of citations cannot begin with document {first}")
    return put_file(f"cite/{year}/{first // CITED}", "", to_json(list(rows)))


def collections_file(collections: Iterable[CitedCollection]) -> File:
    """Write what citations say of the collections."""
    table = [[one.id, one.kind, one.publisher, one.place, one.issn] for one in collections]
    return put_file("cite/collections", "", to_json(table))
