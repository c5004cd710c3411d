"""What must the shards of the last build lose and gain, where few documents changed?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.stem import key
from sitegen.build.letters import Letters, Order, Tokens, tokens_of, units_of
from sitegen.build.merge import Corpus
from sitegen.build.reading import segment_of, terms_of
from sitegen.build.room import SegmentPlan
from sitegen.index.invert import invert
from sitegen.index.plan import Segment
from sitegen.index.recount import Counted, Dated
from sitegen.index.scores import levels_of
from sitegen.index.spliced import Delta
from sitegen.model import DocId, Document
from sitegen.pages.lists import renumbered

Posting = tuple[int, int, bool]  # level, length of the title where that has it, whether it has
Posted = tuple[int, int, bool, int, bytes]  # the same; how often, and at which positions
Shelf = Mapping[str, Mapping[DocId, Document]]  # by segment


def with_deltas(
    corpus: Corpus,
    last: Letters,
    lost: Iterable[Document] | None,
    new: Iterable[Document] | None,
) -> Corpus:
    """Say of each segment what its shards must lose and gain, where the *last* build's will do.

    *lost* documents are no more as they were, *new* ones are; None where they are too many.
    """
    if lost is None or new is None:
        return corpus
    sealed = corpus.archive.site.sealed
    gone, found = by_segment(lost, sealed), by_segment(new, sealed)
    segments = {}
    for path, plan in corpus.room.segments.items():
        words, before = corpus.moved[path], last.orders.get(path)
        delta = None
        if words is not None and before is not None:
            now = order_of(corpus, plan)
            some = gone.get(path, {}), found.get(path, {})
            delta = delta_of(plan.segment, before, now, *some, words.families)
        segments[path] = replace(plan, delta=delta)
    return replace(corpus, room=replace(corpus.room, segments=segments))


def letters_of(last: Letters, corpus: Corpus) -> Letters:
    """Give the tokens of the index's letters: new ones where something moved."""
    tokens: dict[str, Tokens] = {}
    orders: dict[str, Order] = {}
    for path, plan in corpus.room.segments.items():
        delta, words = plan.delta, corpus.moved[path]
        letters = None if delta is None else delta.letters
        lists = f"{path} lists"
        units = None if words is None else units_of(words.forms)
        tokens[path] = tokens_of(last.tokens.get(path), letters)
        tokens[f"{path} texts"] = tokens_of(last.tokens.get(f"{path} texts"), _texts(delta))
        tokens[lists] = tokens_of(last.tokens.get(lists), units)
        orders[path] = order_of(corpus, plan)
    return Letters(tokens, orders)


def _texts(delta: Delta | None) -> Iterable[str] | None:
    """Say that texts are others: by their one token, all are."""
    return () if delta and not len(delta.gone) and not len(delta.numbers) else None


def order_of(corpus: Corpus, plan: SegmentPlan) -> Order:
    """Say what the postings of a segment are written with."""
    years = tuple(year for year, _, _ in corpus.years)
    return Order.of(plan.segment, plan.documents, plan.watched, years)


def by_segment(documents: Iterable[Document], sealed: str) -> Shelf:
    """Part documents by the segments of the index that they are in, if any."""
    found: defaultdict[str, dict[DocId, Document]] = defaultdict(dict)
    for document in documents:
        if not document.withdrawn:
            found[segment_of(document.date, sealed)][document.id] = document
    return found


def delta_of(
    segment: Segment,
    last: Order,
    now: Order,
    lost: Mapping[DocId, Document],
    found: Mapping[DocId, Document],
    families: Mapping[str, str],
) -> Delta | None:
    """Say what the shards of a segment must lose and gain; None where all are to be made anew.

    *lost* documents are no more as they were, *found* ones are as they are now, those of the same
    name instead; *families* are forms that have another family now, with the one that they had.
    """
    if (last.mean, last.folders) != (now.mean, now.folders):
        return None
    some = lost.keys() | found.keys()
    again = lost.keys() & found.keys()
    place, old = (
        {name: n for n, name in enumerate(one.ids) if name in some} for one in (now, last)
    )
    renumber, ascend = None, True
    if last.ids != now.ids:
        renumber, come = renumbered(last.ids, now.ids)
        gone = {last.ids[n] for n in np.flatnonzero(renumber < 0).tolist()}
        if not (gone <= lost.keys() and come <= found.keys()):
            return None
        ascend = _ascend(renumber)
        others = renumber.copy()
        others[[old[name] for name in again]] = -1
        if not (ascend or _ascend(others)):
            return None
        if np.array_equal(renumber, np.arange(len(renumber))):  # what is new comes last
            renumber = None
    forms = {form: key(form) for form in families}
    reposted: set[str] = set(families)  # forms with other postings, not with other positions alone
    for name in some:
        was = _posted(segment, lost[name]) if name in lost else {}
        is_ = _posted(segment, found[name]) if name in found else {}
        moved = (
            was.items() ^ is_.items() if ascend and name in again else (*was.items(), *is_.items())
        )
        forms.update((form, own) for (own, form), _ in moved)
        reposted.update(
            one[1] for one in was.keys() | is_.keys() if _posting(was, one) != _posting(is_, one)
        )
    inverted, before = (invert([terms_of(one) for one in part.values()]) for part in (found, lost))
    moved_families = {segment.families.family(form) for form in families} | {*families.values()}
    return Delta(
        forms,
        families,
        np.array(sorted(old[name] for name in lost), np.int64),
        renumber,
        inverted.run,
        np.array([place[name] for name in found], np.int64),
        last.names,
        Counted(
            last.years,
            now.years,
            Dated(before.run, [_year(one) for one in lost.values()], before.stream),
            Dated(inverted.run, [_year(one) for one in found.values()], inverted.stream),
            frozenset(moved_families),
            last.families,
        ),
        frozenset(forms.keys() - reposted if renumber is None else ()),
    )


def _year(document: Document) -> int:
    return document.date.year if document.date else 0


def _ascend(numbers: NDArray[np.int64]) -> bool:
    some = numbers[numbers >= 0]
    return bool((some[1:] > some[:-1]).all())


def _posting(posted: Mapping[tuple[str, str], Posted], form: tuple[str, str]) -> Posting | None:
    return posted[form][:3] if form in posted else None


def _posted(segment: Segment, document: Document) -> dict[tuple[str, str], Posted]:
    """Say what postings hold of a document: for each form its levels, and where it stands."""
    made = invert([terms_of(document)])
    run = made.run
    weights = run.counts + run.heavy.astype(np.int64) * (segment.ranking.title_count - 1)
    lengths = np.full(len(weights), int(made.lengths[0]))
    levels = levels_of(weights, lengths, segment.mean, segment.ranking.levels).tolist()
    ends = np.cumsum(run.counts).tolist()
    starts = [0, *ends]
    positions = run.positions.astype(np.int32)  # two documents' are compared
    title = int(made.title_lengths[0])
    return {
        (key, form): (level, title if titled else 0, titled, end - start, places)
        for key, form, level, titled, start, end in zip(
            run.keys, run.forms, levels, run.in_title.tolist(), starts, ends, strict=False
        )
        for places in (positions[start:end].tobytes(),)
    }
