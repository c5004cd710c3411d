"""Which batches are linked as they were, though the records are others?

Where records have other names, and nothing else is new, only texts that may hold one of these can
be linked otherwise. They are linked again, and where all come out as they did, their batch stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from sitegen.build.collector import collector_at_rest
from sitegen.build.executor import Crew
from sitegen.build.kept import Known, new_name
from sitegen.build.linking import Linked, LinkingRoom, LinkJob, Share, link_batch
from sitegen.build.load import Archive
from sitegen.build.lore import Lore
from sitegen.build.spill import SpillReader
from sitegen.entities.changed import may_hold, sought_in
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.resolve import Linker

Asked = list[tuple[int, range]]  # places of documents, and the number of their batch


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
        """Give the links of the batches *known*, where they are as they would be made now.

        What is linked to compare is put into *work*.
        """
        links = [batch.linked for batch in known.batches]
        if not links or self.key == known.links:
            return links
        names = self.lore.renamed(self.lexicon, self.archive, self.common, known.links)
        if names is None:
            return [None for _ in links]
        left, asked = _asked(links, names)
        jobs = []
        for n, places in asked:
            here, reading = slice(places.start, places.stop), known.batches[n].reading
            jobs.append(LinkJob(new_name(), reading.documents.only(places), reading.cards[here]))
        if jobs:
            made = list(crew.map(link_batch, replace(self.room, work=work), jobs))
            for (n, places), again in zip(asked, made, strict=True):
                one = left[n]
                if one and not _is_alike(one, places, again):
                    left[n] = None
        return left


def _asked(links: list[Linked | None], names: Collection[str]) -> tuple[list[Linked | None], Asked]:
    """Say which documents may hold *names*; a batch most of which may is left out with its links.

    To link all of it takes no longer.
    """
    left = list(links)
    asked: Asked = []
    for n, one in enumerate(links):
        places = list(_holding(one, names)) if one else []
        if one and sum(map(len, places)) > len(one.cards) // 2:
            left[n] = None
        else:
            asked += ((n, some) for some in places)
    return left, asked


def _holding(linked: Linked, names: Collection[str]) -> Iterator[range]:
    """Give the places of the documents of a batch that may hold a name, some at a time."""
    sought, first = sought_in(names), 0
    with SpillReader() as spilled:
        for size, sieve in linked.shares or (Share(len(linked.cards), None),):
            if size and (sieve is None or may_hold(spilled.bytes_of(sieve), sought)):
                yield range(first, first + size)
            first += size


def _is_alike(linked: Linked, places: range, again: Linked) -> bool:
    """Say whether the documents at some *places* of a batch, linked *again*, come out the same."""
    here = slice(places.start, places.stop)
    names = {card.id for card in linked.cards[here]}
    return (
        linked.digests[here] == again.digests
        and linked.cards[here] == again.cards
        and {n: hands for n, hands in linked.hands.items() if n in names} == again.hands
        and not again.problems
    )
