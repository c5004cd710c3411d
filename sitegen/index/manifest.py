"""What does a client read first? (docs/index-format.md, section 5)"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sitegen.index.format import FORMAT, File, manifest_file, to_json
from sitegen.index.letters import LETTERS
from sitegen.index.plan import Segment


@dataclass(frozen=True, slots=True)
class Contents:
    """What the files of a segment hold: the first key of each."""

    words: tuple[str, ...]
    lexicon: tuple[str, ...]
    prefixes: tuple[str, ...]
    facets: Mapping[str, int]


def encode_manifest(
    segments: Sequence[tuple[Segment, Contents]],
    years: Sequence[tuple[int, int, int]],
    *,
    tables: Mapping[str, Any],
    collections: Sequence[tuple[str, str, str]] = (),
    languages: Sequence[str] = ("ar",),
    base: str = "",
) -> File:
    """Write the manifest.

    *years* are (year, first number, count) in number order, *tables* the client's tables,
    *collections* (id, title, address), *base* the site's address on the web, where it has one.
    """
    analyzer = hashlib.sha256(to_json(tables).encode()).hexdigest()[:5]
    return manifest_file(
        {
            "format": FORMAT,
            "analyzer": analyzer,
            "documents": sum(segment.count for segment, _ in segments),
            "languages": list(languages),
            "letters": LETTERS,
            **({"base": base} if base else {}),
            "ranking": segments[0][0].ranking.as_table(),
            "years": [list(year) for year in years],
            "collections": [list(collection) for collection in collections],
            "segments": [_segment(segment, contents) for segment, contents in segments],
            "tables": dict(tables),
        }
    )


def _segment(segment: Segment, contents: Contents) -> dict[str, Any]:
    return {
        "path": segment.path,
        "first": segment.first,
        "count": segment.count,
        "dated": segment.dated,
        "mean": segment.mean,
        "numbering": segment.numbering,
        "numberings": " ".join(segment.names.names),
        "folders": segment.folders,
        "words": sorted(contents.words),
        "lexicon": list(contents.lexicon),
        "prefixes": list(contents.prefixes),
        "facets": dict(sorted(contents.facets.items())),
    }
