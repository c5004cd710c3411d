"""What does a search in the terminal show?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from sitegen.errors import CorpusError, Place, Problem
from sitegen.index.reader import WhooshSearch
from sitegen.index.search import Hit, Results, open_site

Pieces = Iterable[tuple[str, bool]]


def print_results(site: Path, query: str, limit: int, *, as_json: bool) -> None:
    """Search *site* and print the best *limit* documents.

    Raises CorpusError where the folder has no index, or the query asks for too much.
    """
    if not (site / "search/manifest.js").is_file():
        what, why = "there is no site with a search index here", "it has no search/manifest.js"
        fix = f"build one: sitegen build ARCHIVE -o {site}"
        raise CorpusError([Problem(Place(str(site)), what, why, fix)])
    results = WhooshSearch(open_site(site)).search(query, limit)
    if as_json:
        print(json.dumps(as_dict(results), ensure_ascii=False))  # noqa: T201
        return
    console = Console(highlight=False, soft_wrap=True)
    for message in results.messages:
        console.print(Text(message, style="yellow"))
    for rank, hit in enumerate(results.hits, 1):
        console.print(shown(rank, hit))
    found = f"{results.total:,} document{'s' if results.total != 1 else ''}"
    console.print(Text(found + (f", the best {limit} shown" if results.total > limit else "")))


def shown(rank: int, hit: Hit) -> Text:
    """Draw a result: title, where it stands, its passages, matches in colour."""
    text = Text(f"{rank}. ")
    text.append_text(_coloured(hit.title, "bold"))
    where = [hit.text.date, hit.text.collection, hit.text.issue, *hit.text.authors]
    told = " · ".join(part for part in where if part)
    text.append(f"\n   {told}" if told else "", style="dim")
    for passage in hit.passages:
        text.append("\n   ")
        text.append_text(_coloured(passage.pieces, ""))
    return text.append(f"\n   {hit.text.url}\n", style="cyan")


def _coloured(pieces: Pieces, style: str) -> Text:
    text = Text()
    for piece, is_match in pieces:
        text.append(" ".join(piece.split("\n")), style="bold red" if is_match else style)
    return text


def as_dict(results: Results) -> dict[str, Any]:
    """Give the results for ``--json``; passages with their matches in ⟦ ⟧."""
    return {
        "total": results.total,
        "undated": results.undated,
        "messages": list(results.messages),
        "hits": [
            {
                "id": hit.text.id,
                "title": hit.text.title,
                "url": hit.text.url,
                "date": hit.text.date,
                "collection": hit.text.collection,
                "volume": hit.text.volume,
                "issue": hit.text.issue,
                "authors": list(hit.text.authors),
                "score": hit.score,
                "passages": [
                    {"anchor": passage.anchor, "text": marked(passage.pieces)}
                    for passage in hit.passages
                ],
            }
            for hit in results.hits
        ],
    }


def marked(pieces: Pieces) -> str:
    """Write pieces as one text, matches in double brackets.

    >>> marked([("في ", False), ("بيروت", True)])
    'في ⟦بيروت⟧'
    """
    return "".join(f"⟦{piece}⟧" if is_match else piece for piece, is_match in pieces)
