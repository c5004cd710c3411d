"""What does a batch know of links, when some of its documents were linked again?

What they had is taken out of it, and what they have is put in, in their places. All that its other
documents have is copied, not read: only lists of appearances are that held or get one of these.
"""

from __future__ import annotations

import dataclasses
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from pathlib import Path

from sitegen.build.linking import Linked, Named, bucket_of, without
from sitegen.build.spill import Blob, Blobs, SpillReader, SpillWriter
from sitegen.model import Document
from sitegen.pages.deck import Deck


def woven(
    linked: Linked,
    places: Sequence[int],
    documents: Iterable[Document],
    again: Linked,
    path: Path,
) -> Linked:
    """Put the *documents* at some *places* of a batch back, as they were linked *again*.

    What is spilled goes to *path*, all but the letters in which names were sought, which stay.
    """
    less = without(linked, frozenset(places), documents)
    order = _order(len(linked.cards), places)
    digests, listed = (*less.digests, *again.digests), (*less.listed, *again.listed)
    times = [*_each(less), *_each(again)]
    with SpillReader() as spilled, SpillWriter(path) as spill:

        def both(one: Blobs, other: Blobs) -> Blobs:
            every = [*one, *other]
            return Blobs(spill.put_bytes(spilled.bytes_of(every[n])) for n in order)

        return dataclasses.replace(
            less,
            cards=Deck.joined([less.cards, again.cards]).left(order),
            mentions=both(less.mentions, again.mentions),
            digests=tuple(digests[n] for n in order),
            listed=tuple(listed[n] for n in order),
            rows=both(less.rows, again.rows),
            appearances=dict(_appearances(linked, places, again, spilled, spill)),
            times=array("I", chain.from_iterable(times[n] for n in order)),
            inside=dict(Counter(less.inside) + Counter(again.inside)),
            n_mentions=less.n_mentions + again.n_mentions,
            hands={**less.hands, **again.hands},
            met=linked.met,
            gone=linked.gone,
        )


def _order(size: int, places: Sequence[int]) -> list[int]:
    """Say which of a batch's other documents, and those of *places* behind them, stands where.

    >>> _order(4, [1, 2])
    [0, 2, 3, 1]
    """
    found = [0] * size
    held = frozenset(places)
    others = (n for n in range(size) if n not in held)
    for number, place in enumerate(chain(others, places)):
        found[place] = number
    return found


def _each(linked: Linked) -> Iterator[array[int]]:
    """Give how often each document names the entities of its card."""
    ends = accumulate((len(names) for names in linked.cards.entities()), initial=0)
    return (linked.times[a:b] for a, b in pairwise(ends))


def _appearances(
    linked: Linked,
    places: Iterable[int],
    again: Linked,
    spilled: SpillReader,
    spill: SpillWriter,
) -> Iterator[tuple[int, Blob]]:
    """Write the appearances of a batch, those of some documents as they are now."""
    cards = [linked.cards[n] for n in places]
    stale = {card.id for card in cards}
    touched = {bucket_of(entity) for card in cards for entity in card.entities}
    for bucket in sorted(linked.appearances.keys() | again.appearances.keys()):
        was, now = linked.appearances.get(bucket), again.appearances.get(bucket)
        if was and not now and bucket not in touched:
            yield bucket, spill.put_bytes(spilled.bytes_of(was))
            continue
        held: list[Named] = [one for one in _named(spilled, was) if one[1][0] not in stale]
        if held := [*held, *_named(spilled, now)]:
            yield bucket, spill.put(held)


def _named(spilled: SpillReader, blob: Blob | None) -> list[Named]:
    found: list[Named] = spilled.get(blob) if blob else []
    return found
