"""What do the lists of some forms hold, where few documents came, went or changed?

What they held, less the documents that went, and what new documents give.
(docs/index-format.md, sections 6 and 7)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.index.encode import form_lists, position_lists
from sitegen.index.format import Numbering
from sitegen.index.invert import Run
from sitegen.index.plan import Segment
from sitegen.index.recount import Counted
from sitegen.index.renumber import decoded
from sitegen.index.scores import levels_of
from sitegen.index.slab import LEVELS
from sitegen.index.varint import ALPHABET, ENDING, digits_in, numbers_in

Integers = NDArray[np.int64]
_AT_ONCE = 4  # records that are gone over without a question
_LONG = np.uint8(255)
_WITHOUT_LONG = bytes(range(255)) + b"\0"
_CONTINUING = bytes(range(ENDING + 2, len(ALPHABET) + 2))
_LONGEST = 12  # digits of a number


@dataclass(frozen=True, eq=False)
class Delta:
    """What changed in a segment since its shards were written.

    Of ``forms``, each with its key, the postings or the family are others; ``moved`` are those of
    another family, with the one that they had, the empty string where they had none. All lists of
    ``forms`` lose the documents ``gone`` (numbers as they were) and have those of ``run`` besides,
    whose ``numbers`` are as they are now; ``renumber`` gives each old number's new one, -1 of those
    that are no more, None where all stay. ``names`` are those that the numbering had. ``counted``
    is what changed of the words that are counted by year. Of ``displaced`` forms only positions
    are others: the same documents have them, at the same levels.
    """

    forms: Mapping[str, str]
    moved: Mapping[str, str]
    gone: Integers
    renumber: Integers | None
    run: Run
    numbers: Integers
    names: Numbering
    counted: Counted
    displaced: frozenset[str] = frozenset()

    @property
    def letters(self) -> frozenset[str]:
        """The first letters of keys of which the words are others."""
        return frozenset(self._by_letter)

    @cached_property
    def _by_letter(self) -> Mapping[str, Mapping[str, str]]:
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for form, own in self.forms.items():
            found[own[:1]][form] = own
        return found

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each form of the run stands in it."""
        return {form: n for n, form in enumerate(self.run.forms)}

    def of_letter(self, letter: str) -> Mapping[str, str]:
        """Give the forms of which keys begin with a letter, with these."""
        return self._by_letter.get(letter, {})


class Held(NamedTuple):
    """A form's lists as the shards have them: its postings, with titles if any; its positions."""

    lists: Sequence[str]
    positions: str


class Listed(NamedTuple):
    """A form's lists as they are to be: postings, with titles if any, positions; the highest.

    ``df`` says how many documents have it; they are known of forms that were made anew.
    """

    lists: Sequence[str]
    positions: str
    df: int
    last: int
    documents: Integers = np.empty(0, np.int64)


def _gone(delta: Delta, documents: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which documents have gone."""
    at = np.searchsorted(delta.gone, documents)
    return np.asarray(np.append(delta.gone, -1)[at] == documents)


class _Old(NamedTuple):
    """Postings of forms, in order; the positions of each form."""

    ranks: Integers
    levels: Integers
    documents: Integers  # as numbered now
    stays: NDArray[np.bool_]
    titles: tuple[Integers, Integers]  # form and document of postings in titles that stay
    texts: list[str]


class New(NamedTuple):
    """Postings of new documents, in order, and the text of the positions of each."""

    ranks: Integers
    levels: Integers
    documents: Integers
    titles: tuple[Integers, Integers]
    texts: list[str]


def spliced(
    segment: Segment, forms: Sequence[str], held: Mapping[str, Held], delta: Delta
) -> dict[str, Listed]:
    """Give the lists of *forms*, from those *held*; none of forms that no document has any more.

    Positions have no numbers of documents in them: they are copied, but for what came and went.
    """
    n = len(forms)
    place = {form: rank for rank, form in enumerate(forms)}
    old = _old_part([form for form in forms if form in held], held, place, delta)
    new = new_part(segment, delta, place)
    stay = np.flatnonzero(old.stays)
    kept = old.ranks[stay], old.levels[stay], old.documents[stay]
    at = np.searchsorted(ordered(*kept), ordered(*new[:3]))
    columns = zip(kept, new[:3], strict=True)
    ranks, levels, documents = (_inserted(column, at, some) for column, some in columns)
    in_titles = map(np.concatenate, zip(old.titles, new.titles, strict=True))
    lists = form_lists(ranks, levels, documents, (*in_titles, segment.title_lengths), n)
    edges = np.searchsorted(old.ranks, np.arange(n + 1))  # the first old posting of each form
    before = np.minimum(np.append(stay, len(old.ranks))[at], edges[new.ranks + 1])
    places = _places(old, new, before)
    bounds = np.searchsorted(ranks, np.arange(n + 1))
    lasts = _lasts(documents, bounds).tolist()
    spans = pairwise(bounds.tolist())
    return {
        form: Listed(some, where, end - start, last, documents[start:end])
        for form, some, where, (start, end), last in zip(
            forms, lists, places, spans, lasts, strict=True
        )
        if end > start
    }


def _lasts(documents: Integers, bounds: Integers) -> Integers:
    """Give the highest document of each form, -1 where there is none."""
    sizes = np.diff(bounds)
    found = np.full(len(sizes), -1, np.int64)
    some = sizes > 0
    if some.any():
        found[some] = np.maximum.reduceat(documents, bounds[:-1][some])
    return found


def _inserted(column: Integers, at: Integers, more: Integers) -> Integers:
    return np.insert(column, at, more).astype(np.int64, copy=False)


def ordered(ranks: Integers, levels: Integers, documents: Integers) -> Integers:
    """Give numbers that ascend as postings stand: by form, level descending, document."""
    return (ranks << 36) | (LEVELS - 1 - levels << 32) | documents


def _places(old: _Old, new: New, before: Integers) -> Iterator[str]:
    """Give the positions of each form: those that stay, with new ones *before* old postings."""
    gone = np.flatnonzero(~old.stays)
    edges = np.searchsorted(old.ranks, np.arange(len(old.texts) + 1)).tolist()
    cuts: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for rank, at in zip(old.ranks[gone].tolist(), gone.tolist(), strict=True):
        cuts[rank].append((at - edges[rank], at - edges[rank] + 1, ""))
    for rank, at, text in zip(new.ranks.tolist(), before.tolist(), new.texts, strict=True):
        cuts[rank].append((at - edges[rank], at - edges[rank], text))
    ranks = sorted(cuts)
    ends = {rank: {0: 0, edges[rank + 1] - edges[rank]: len(old.texts[rank])} for rank in ranks}
    inside = {
        rank: some
        for rank in ranks
        if (some := sorted({at for cut in cuts[rank] for at in cut[:2]} - ends[rank].keys()))
    }
    for rank, some in inside.items():
        ends[rank].update(zip(some, record_begins(old.texts[rank], some), strict=True))
    for rank, whole in enumerate(old.texts):
        pieces: list[str] = []
        done = 0
        for start, stop, text in sorted(cuts.get(rank, ()), key=itemgetter(0)):
            pieces += whole[done : ends[rank][start]], text
            done = ends[rank][stop]
        yield "".join((*pieces, whole[done:]))


def record_begins(text: str, wanted: Sequence[int]) -> list[int]:
    """Say where some records begin in a text of such, each as long as its first number says.

    A record has two numbers more than that says. The numbers of those that are *wanted* ascend;
    none is asked for that begins after the end.

    >>> record_begins(" #!$% *", [0, 1, 2])  # of one place, of two, of one
    [0, 2, 5]
    """
    digits = digits_in(text.encode("ascii"))
    is_end = digits < ENDING
    known = _lengths(digits, is_end)

    def slowly(records: int, at: int) -> int:
        for _ in range(records):
            at += known[at] or _value(digits, _place(is_end, at)) + 2
        return at

    def behind(records: int, at: int) -> int:
        for _ in range(records // _AT_ONCE):
            before = at
            at += known[at]
            at += known[at]
            at += known[at]
            at += known[at]
            if not known[at]:  # it may have been held up here
                at = slowly(_AT_ONCE, before)
        return slowly(records % _AT_ONCE, at)

    found, at, n = [], 0, 0
    for record in wanted:
        at = behind(record - n, at)
        n = record
        found.append(_place(is_end, at))
    return found


def _lengths(digits: NDArray[np.uint8], is_end: NDArray[np.bool_]) -> bytes:
    """Give for each number how many a record has that begins with it.

    0 where it has more than one digit: seldom has a record's first; and 1 at the very end.
    """
    lengths = digits + np.uint8(2)
    lengths[1:] |= (is_end[1:] > is_end[:-1]) * _LONG
    return lengths.tobytes().translate(_WITHOUT_LONG, _CONTINUING) + b"\1"


def _place(is_end: NDArray[np.bool_], numbers: int) -> int:
    """Say where the digits of so many numbers end: at least so far on, each that is left takes one.

    >>> _place(np.array([True, False, True, True]), 2)
    3
    """
    at = 0
    while numbers:
        more = int(np.count_nonzero(is_end[at : at + numbers]))
        at, numbers = at + numbers, numbers - more
    return at


def _value(digits: NDArray[np.uint8], at: int) -> int:
    return int(numbers_in(digits[at : at + _LONGEST])[0][0])


def _old_part(
    forms: Sequence[str], held: Mapping[str, Held], place: Mapping[str, int], delta: Delta
) -> _Old:
    """Read what lists held."""
    entries = [held[form].lists for form in forms]
    found = decoded([lists[0] for lists in entries])
    titled = [n for n, lists in enumerate(entries) if len(lists) > 1]
    titles = decoded([entries[n][1] for n in titled])
    ranks = np.array([place[form] for form in forms], np.int64)
    in_titles = ranks[np.array(titled, np.int64)[titles.lists]]
    documents, numbers = found.documents, titles.documents
    stays, remain = (~_gone(delta, some) for some in (documents, numbers))
    if delta.renumber is not None:
        documents, numbers = (np.take(delta.renumber, some) for some in (documents, numbers))
    return _Old(
        ranks[found.lists],
        found.levels,
        documents,
        stays,
        (in_titles[remain], numbers[remain]),
        [held[form].positions if form in held else "" for form in place],
    )


def new_part(segment: Segment, delta: Delta, place: Mapping[str, int]) -> New:
    """Take what the new documents give to some forms."""
    run = delta.run
    at = sorted(delta.places[form] for form in place if form in delta.places)
    some = np.array(at, np.int64)
    sizes = np.diff(run.bounds)[some] if at else np.empty(0, np.int64)
    starts = run.bounds[some] if at else np.empty(0, np.int64)
    firsts = np.cumsum(sizes) - sizes
    picked = np.repeat(starts - firsts, sizes) + np.arange(int(sizes.sum()))
    ranks = np.repeat(np.array([place[run.forms[n]] for n in at], np.int64), sizes)
    counts = run.counts[picked].astype(np.int64)
    documents = delta.numbers[run.documents[picked]]
    weights = counts + run.heavy[picked].astype(np.int64) * (segment.ranking.title_count - 1)
    lengths = segment.lengths[documents]
    levels = levels_of(weights, lengths, segment.mean, segment.ranking.levels)
    order = np.argsort(ordered(ranks, levels, documents))
    picked, counts = picked[order], counts[order]
    before = np.concatenate([[0], np.cumsum(run.counts, dtype=np.int64)])
    within = np.cumsum(counts) - counts
    places = np.repeat(before[picked] - within, counts) + np.arange(int(counts.sum()))
    positions = run.positions[places].astype(np.int64)
    titled = run.in_title[picked].astype(bool)
    return New(
        ranks[order],
        levels[order],
        documents[order],
        (ranks[order][titled], documents[order][titled]),
        position_lists(np.arange(len(picked)), counts, positions, len(picked)),
    )
