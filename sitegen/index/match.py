"""Which documents does a query match? (docs/index-format.md, section 12)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np

from sitegen.arabic.tokens import forms_of
from sitegen.index.lookup import Documents, Found, SegmentReader
from sitegen.index.query import Bound, Field, Group, Leaf, Node, Not, Phrase, Title
from sitegen.model import PartialDate

MOST_PREFIX_FORMS = 50


@dataclass(eq=False)
class Words:
    """What each segment has of each word, looked up once."""

    segments: Sequence[SegmentReader]
    cut: bool = False  # whether a prefix has more forms than are searched
    _found: dict[Leaf, list[Found]] = field(default_factory=dict)

    def found(self, leaf: Leaf) -> list[Found]:
        """Give what each segment has of a word."""
        known = self._found.get(leaf)
        if known is None:
            known = self._found[leaf] = self._looked_up(leaf)
        return known

    def _looked_up(self, leaf: Leaf) -> list[Found]:
        if leaf.kind == "word":
            return [segment.word(leaf.form) for segment in self.segments]
        if leaf.kind == "exact":
            return [segment.exact(leaf.form) for segment in self.segments]
        forms = self._expansion(leaf.form)
        return [segment.any_of(forms) for segment in self.segments]

    def _expansion(self, prefix: str) -> list[str]:
        dfs: dict[str, int] = {}
        for segment in self.segments:
            for form, df in segment.beginning_with(prefix).items():
                dfs[form] = dfs.get(form, 0) + df
        self.cut = self.cut or len(dfs) > MOST_PREFIX_FORMS
        return sorted(dfs, key=lambda form: (-dfs[form], form))[:MOST_PREFIX_FORMS]


def matching(words: Words, index: int, node: Node, ranked: frozenset[Leaf]) -> Documents:
    """Say of each document of segment *index* whether *node* matches it.

    *ranked* are the words that rank: a bare word of a sequence that does not is a stop word,
    and left out.
    """
    segment = words.segments[index]
    match node:
        case Leaf():
            return segment.documents(words.found(node)[index].entries)
        case Phrase(forms, exact):
            return _phrase(words, index, forms, exact=exact)
        case Title(forms):
            found = (words.found(Leaf("word", form))[index].entries for form in forms)
            return reduce(np.logical_and, map(segment.in_title, found))
        case Field(name, value):
            return _labelled(segment, name, value)
        case Bound(side, iso):
            return _dated(segment, side, iso)
        case Not(inner):
            return ~matching(words, index, inner, ranked)
        case Group("seq", nodes):
            return _sequence(words, index, nodes, ranked)
        case Group(kind, nodes):
            sets = (matching(words, index, inner, ranked) for inner in nodes)
            return reduce(np.logical_and if kind == "and" else np.logical_or, sets)


def _sequence(
    words: Words, index: int, nodes: Sequence[Node], ranked: frozenset[Leaf]
) -> Documents:
    bare = [node for node in nodes if isinstance(node, Leaf)]
    others = [node for node in nodes if not isinstance(node, Leaf)]
    is_filtered_only = all(isinstance(node, Not | Field | Bound) for node in others)
    has = np.full(words.segments[index].count, not bare or not is_filtered_only)
    if is_filtered_only:
        for leaf in bare:
            if leaf in ranked:
                has |= matching(words, index, leaf, ranked)
    for node in others:
        has &= matching(words, index, node, ranked)
    return has


def _phrase(words: Words, index: int, forms: Sequence[str], *, exact: bool) -> Documents:
    """Intersect the places where the phrase could start, the rarest word first."""
    segment = words.segments[index]
    parts = []
    for offset, form in enumerate(forms):
        if offset or exact:
            entries = words.found(Leaf("exact", form))[index].entries
        else:
            found = words.found(Leaf("word", form))[index].entries
            entries = tuple(entry for entry in found if entry.form.endswith(form))
        parts.append((sum(entry.df for entry in entries), offset, entries))
    has = np.zeros(segment.count, bool)
    candidates = reduce(np.logical_and, (segment.documents(entries) for *_, entries in parts))
    starts: Mapping[int, set[int]] = {int(n): set() for n in np.flatnonzero(candidates)}
    for number, (_, offset, entries) in enumerate(sorted(parts, key=lambda part: part[:2])):
        here: dict[int, set[int]] = {}
        for entry in entries if starts else ():
            for document, places in segment.positions(entry).items():
                if document in starts:
                    here.setdefault(document, set()).update((places - offset).tolist())
        starts = {
            document: kept
            for document, places in here.items()
            if (kept := places if not number else places & starts[document])
        }
    has[list(starts)] = True
    return has


def _labelled(segment: SegmentReader, field_name: str, value: str) -> Documents:
    wanted = forms_of(value)

    def is_wanted(other: str, label: str) -> bool:
        if other == value:
            return True
        return bool(wanted) and set(wanted) <= set(forms_of(label))

    return segment.with_value(field_name, is_wanted)


def _dated(segment: SegmentReader, side: str, iso: str) -> Documents:
    date = PartialDate(*map(int, iso.split("-")))
    has = np.zeros(segment.count, bool)
    days = segment.days()
    has[: len(days)] = days >= date.first if side == "after" else days <= date.last
    return has
