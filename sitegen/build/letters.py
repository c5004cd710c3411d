"""Which first letters of keys have postings that are no longer as they were?

Each letter of a segment has a token, new whenever something that its postings are made of may have
changed: a document's words, their places and levels, or the family of a form. Where the order of
the documents changes, all postings do; that the keys of jobs say by themselves.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from sitegen.build.reading import segment_of, terms_of
from sitegen.index.invert import invert
from sitegen.index.plan import Segment
from sitegen.index.scores import levels_of
from sitegen.model import DocId, Document

Tokens = Mapping[str, bytes]  # by the name of a letter, or of a part of the lists of words
Posted = tuple[int, int, bool, int, bytes]  # level, level in titles, ..., positions


def new_token() -> bytes:
    """Give a token that no letter ever had."""
    return secrets.token_bytes(8)


def tokens_of(last: Tokens | None, moved: Iterable[str] | None) -> dict[str, bytes]:
    """Give the tokens of what is named by letters: new ones to those *moved*.

    All get new ones where no *last* ones are known, or *moved* is None. What is not named has the
    token of "".
    """
    if last is None or moved is None:
        return {"": new_token()}
    return {**last, **{name: new_token() for name in moved}}


def token_of(tokens: Tokens, name: str) -> bytes:
    """Give the token of what is called *name*."""
    return tokens.get(name, tokens[""])


def moved_letters(
    segments: Mapping[str, Segment],
    lost: Sequence[Document] | None,
    found: Sequence[Document] | None,
    sealed: str,
) -> dict[str, frozenset[str]] | None:
    """Say for each segment whose letters' postings other documents make now.

    *lost* documents are no more as they were, *found* ones are new; None where they are too many
    to be compared, or where one has no counterpart.
    """
    if lost is None or found is None:
        return None
    before, after = _by_segment(lost, sealed), _by_segment(found, sealed)
    moved: dict[str, frozenset[str]] = {}
    for path in before.keys() | after.keys():
        segment = segments.get(path)
        old, new = before.get(path, {}), after.get(path, {})
        if segment is None or old.keys() != new.keys():
            return None
        moved[path] = frozenset(
            letter for name in old for letter in _letters(segment, old[name], new[name])
        )
    return moved


def _by_segment(
    documents: Iterable[Document], sealed: str
) -> defaultdict[str, dict[DocId, Document]]:
    found: defaultdict[str, dict[DocId, Document]] = defaultdict(dict)
    for document in documents:
        if not document.withdrawn:
            found[segment_of(document.date, sealed)][document.id] = document
    return found


def _letters(segment: Segment, old: Document, new: Document) -> Iterable[str]:
    was, now = _posted(segment, old), _posted(segment, new)
    return (key[:1] for (key, _), _ in was.items() ^ now.items())


def _posted(segment: Segment, document: Document) -> dict[tuple[str, str], Posted]:
    """Say what postings hold of a document: for each form its levels, and where it stands."""
    made = invert([terms_of(document)])
    run = made.run
    weights = run.counts + run.heavy.astype(np.int64) * (segment.ranking.title_count - 1)
    lengths = np.full(len(weights), int(made.lengths[0]))
    levels = levels_of(weights, lengths, segment.mean, segment.ranking.levels).tolist()
    ends = np.cumsum(run.counts).tolist()
    starts = [0, *ends]
    title = int(made.title_lengths[0])
    return {
        (key, form): (level, title if titled else 0, titled, end - start, places)
        for key, form, level, titled, start, end in zip(
            run.keys, run.forms, levels, run.in_title.tolist(), starts, ends, strict=False
        )
        for places in (run.positions[start:end].tobytes(),)
    }
