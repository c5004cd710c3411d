"""Which documents are linked as they were, though records or common words are others?

Where records are others, only texts that hold one of their names, or refer to them, can be linked
otherwise; where common words are, texts that hold these. They are linked again, and take their
places in their batch, where one does not come out as it did.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from sitegen.build.collector import collector_at_rest
from sitegen.build.executor import Crew
from sitegen.build.kept import Batch, Known, new_name
from sitegen.build.linking import Linked, LinkingRoom, LinkJob, link_batch
from sitegen.build.load import Archive
from sitegen.build.lore import Lore
from sitegen.build.reading import Reading
from sitegen.build.spill import Blob, SpillReader
from sitegen.build.woven import woven
from sitegen.entities.changed import holding, sought_in
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.resolve import Linker

_MOST = 200  # names that are sought: with more of them it takes as long to link all
_LITTLE = 500  # documents: to link them takes less than to start others


@dataclass(frozen=True)
class Relinking:
    """What batches are linked with, made when first one is; *key* is a hash of it."""

    archive: Archive
    common: Collection[str]
    key: bytes
    lore: Lore
    folder: Path

    @cached_property
    def lexicon(self) -> Lexicon:
        """What the linker knows."""
        return self.lore.lexicon(self.archive, self.common, self.key)

    @cached_property
    def room(self) -> LinkingRoom:
        """What every batch is linked with."""
        authority = self.archive.authority
        with collector_at_rest():
            linker = Linker(authority, common=self.common, lexicon=self.lexicon)
        return LinkingRoom(authority, linker, self.folder)

    def still(self, known: Known, crew: Crew, work: Path) -> list[Linked | None]:
        """Give the links of the batches *known*, as they would be made now; None: all are to be.

        What is linked to compare is put into *work*.
        """
        links = [batch.linked for batch in known.batches]
        if not links or self.key == known.links:
            return links
        changed = self.lore.changed(self.lexicon, self.archive, self.common, known.links)
        sought = sought_in(*changed) if changed else ()
        if changed is None or len(sought) > _MOST:
            return [None for _ in links]
        left = list(links)
        asked: list[tuple[int, list[int]]] = []
        for n, one in enumerate(links):
            places = sorted(_holding(one, sought)) if one else []
            if one and len(places) > len(one.cards) // 2:  # to link all takes no longer
                left[n] = None
            elif places:
                asked.append((n, places))
        if asked:
            jobs = [_job(known.batches[n].reading, places) for n, places in asked]
            room = replace(self.room, work=work)
            is_little = sum(len(places) for _, places in asked) < _LITTLE
            made = crew.map(link_batch, room, jobs, alone=is_little, tidy=True)
            for (n, places), again in zip(asked, made, strict=True):
                left[n] = self._with(known.batches[n], places, again)
        return left

    def _with(self, batch: Batch, places: Sequence[int], again: Linked) -> Linked | None:
        """Give the links of a batch of which some documents were linked *again*."""
        linked = batch.linked
        if not linked or again.problems:
            return None
        if _is_alike(linked, places, again):
            return linked
        with SpillReader() as spilled:
            documents = [spilled.get(batch.reading.documents[n]) for n in places]
        return woven(linked, places, documents, again, self.folder / f"link-{new_name()}")


def _job(reading: Reading, places: Sequence[int]) -> LinkJob:
    """Have the documents at some places of a batch linked again."""
    cards = reading.cards.only(np.array(places, np.int64))
    return LinkJob(new_name(), reading.documents.only(places), cards)


def _holding(linked: Linked, sought: Collection[bytes]) -> set[int]:
    """Give the places of the documents of a batch that may be linked otherwise."""
    met = list(linked.met)
    if not met:
        return set()
    first, ends = met[0].offset, [blob.offset + blob.length for blob in met]
    with SpillReader() as spilled:
        texts = spilled.bytes_of(Blob(linked.met.path, first, ends[-1] - first))
    return holding(texts, [end - first for end in ends], sought)


def _is_alike(linked: Linked, places: Sequence[int], again: Linked) -> bool:
    """Say whether the documents at some *places* of a batch, linked *again*, come out the same."""
    names = set(again.cards.ids)
    return (
        tuple(linked.digests[n] for n in places) == again.digests
        and linked.cards.only(np.array(places, np.int64)) == again.cards
        and {n: hands for n, hands in linked.hands.items() if n in names} == again.hands
    )
