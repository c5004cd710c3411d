"""Whichever documents of a batch are linked again: it is as if all had been."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from test_changed import document, texts
from test_names import authority_of, few, lists

from sitegen.build.linking import (
    Linked,
    LinkingRoom,
    LinkJob,
    appearances_in,
    link_batch,
    mentions_in,
    without,
)
from sitegen.build.spill import Blobs, SpillReader, SpillWriter
from sitegen.build.woven import woven
from sitegen.entities.resolve import Linker
from sitegen.model import Card, DocId, PartialDate, Slug
from sitegen.pages.deck import Deck

DATES = (PartialDate(1908), PartialDate(1909, 5), None)


def told(linked: Linked) -> dict[str, object]:
    """Read all that a batch knows, whatever file it is in."""
    with SpillReader() as spilled:
        appearances = {
            bucket: sorted(
                (one.document, n, entity, one)
                for n, (entity, one) in enumerate(appearances_in(spilled, blob))
                if one.document not in linked.gone
            )
            for bucket, blob in linked.appearances.items()
        }
        return {
            "cards": list(linked.cards),
            "mentions": [mentions_in(spilled, blob) for blob in linked.mentions],
            "rows": [spilled.bytes_of(blob) for blob in linked.rows],
            "met": [spilled.bytes_of(blob).strip() for blob in linked.met],
            "appearances": {
                bucket: [(name, entity, one) for name, _, entity, one in held]
                for bucket, held in appearances.items()
                if held
            },
            "times": list(linked.times),
            "inside": linked.inside,
            "others": (linked.digests, linked.listed, linked.n_mentions, linked.hands),
        }


@settings(max_examples=40)
@given(
    lists, lists, st.lists(st.tuples(texts, few), min_size=1, max_size=7),
    st.sets(st.integers(0, 6)), st.sets(st.integers(0, 6)),
)  # fmt: skip
def test_documents_linked_again_take_their_places_in_their_batch(rows, others, bodies, gone, some):
    documents = [
        replace(document(text, tuple(authors)), id=DocId(f"d-{n}"), date=DATES[n % 3])
        for n, (text, authors) in enumerate(bodies)
    ]
    cards = [Card(id=one.id, slug=Slug(one.id), title="", kind="") for one in documents]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        with SpillWriter(work / "read") as spill:
            blobs = Blobs(map(spill.put, documents))
        rooms = [LinkingRoom(one, Linker(one), work) for one in map(authority_of, (rows, others))]
        first = link_batch(rooms[0], LinkJob("first", blobs, Deck.of(cards)))
        lost = frozenset(n for n in gone if n < len(documents))
        left = [n for n in range(len(documents)) if n not in lost]
        first = without(first, lost, [documents[n] for n in sorted(lost)])
        blobs = blobs.only(left)
        whole = link_batch(rooms[1], LinkJob("whole", blobs, first.cards))
        changed = [
            n
            for n in range(len(left))
            if n in some or first.digests[n] != whole.digests[n] or first.cards[n] != whole.cards[n]
        ]
        job = LinkJob("again", blobs.only(changed), first.cards.left(changed))
        again = link_batch(rooms[1], job)
        mended = woven(
            first, changed, [documents[left[n]] for n in changed], again, work / "mended"
        )
        assert told(mended) == told(whole)
