"""What does every job of stage three have to work with, and what does one give back?"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sitegen.build.columns import Column
from sitegen.build.linking import appearances_in, bucket_of
from sitegen.build.mentions import Part
from sitegen.build.publish import Stage, Written
from sitegen.build.spill import Blob, SpillReader
from sitegen.build.tallies import Tally
from sitegen.build.units import key_of
from sitegen.compact import compact
from sitegen.entities.authority import Authority
from sitegen.index.phrases import Variant
from sitegen.index.plan import Segment
from sitegen.index.spliced import Delta
from sitegen.index.totals import Counts, Totals
from sitegen.index.usage import NOTHING, Watched, Word
from sitegen.model import Appearance, DocId, EntityId
from sitegen.pages.costs import TemplateCost, Times
from sitegen.pages.deck import Deck
from sitegen.pages.lists import PART
from sitegen.pages.parallel import spoken
from sitegen.pages.site import Catalogue, Listed, Renderer, grouped_pages, renderer_of, warm


@dataclass(frozen=True, slots=True)
class SegmentPlan:
    """A segment of the index, and where its postings lie: piece -> (run, numbers)."""

    segment: Segment
    counts: Blob | Tally  # of its forms
    pieces: Mapping[str, Sequence[tuple[Blob, NDArray[np.int64]]]]
    documents: tuple[DocId, ...]  # in order
    watched: Watched = NOTHING
    streams: Sequence[tuple[Blob, NDArray[np.int64]]] = ()  # of batches, and their numbers
    delta: Delta | None = None  # what the last build's shards must lose and gain; None: make anew


NO_COUNTS = Blob("", 0, 0)  # of a segment without documents


def totals_in(counts: Blob | Tally) -> Totals:
    """Read counts that were put aside."""
    if isinstance(counts, Tally):
        return counts.totals
    if counts == NO_COUNTS:
        return Totals.sum([])
    with SpillReader() as spilled:
        found: Totals = spilled.get(counts)
    return found


def counts_in(counts: Blob | Tally) -> Counts:
    """Read counts that were put aside, by form."""
    return Counts.of([totals_in(counts)])


class Appearances:
    """Gives an entity's appearances, those of a document together; holds one bucket at a time."""

    def __init__(
        self,
        buckets: Mapping[int, Mapping[int, Blob]],  # the blobs of batches
        gone: Sequence[frozenset[DocId]],  # from each batch
        batch_of: Callable[[DocId], int],
    ) -> None:
        self._buckets, self._gone, self._batch_of = buckets, gone, batch_of
        self._held = -1
        self._found: dict[EntityId, list[Appearance]] = {}

    def __call__(self, entity: EntityId) -> Sequence[Appearance]:
        """Give the appearances of *entity*, those of a document together and in its order."""
        bucket = bucket_of(entity)
        if bucket != self._held:
            self._load(bucket)
        return self._found.get(entity, ())

    def on(self, parts: Iterable[Part], entity: EntityId) -> dict[int, Sequence[Appearance]]:
        """Give what stands on some pages of *entity*, by their numbers."""
        pages = list(parts)
        wanted = {name: self._batch_of(name) for part in pages for name in part.documents}
        found: defaultdict[DocId, list[Appearance]] = defaultdict(list)
        blobs = self._buckets.get(bucket_of(entity), {})
        with SpillReader() as spilled:
            for batch in sorted(set(wanted.values())):
                for name, one in appearances_in(spilled, blobs[batch]):
                    if name == entity and wanted.get(one.document) == batch:
                        found[one.document].append(one)
        every = {
            part.number: list(chain.from_iterable(map(found.__getitem__, part.documents)))
            for part in pages
        }
        return {part.number: every[part.number][part.before : part.before + PART] for part in pages}

    def _load(self, bucket: int) -> None:
        found: dict[EntityId, list[Appearance]] = {}
        with SpillReader() as spilled:
            for batch, blob in self._buckets.get(bucket, {}).items():
                gone = self._gone[batch]
                for entity, appearance in appearances_in(spilled, blob):
                    if not gone or appearance.document not in gone:
                        found.setdefault(entity, []).append(appearance)
        self._held, self._found = bucket, found


Bundles = Mapping[str, Mapping[str, tuple[bytes, tuple[str, ...]]]]  # group, name: key, paths


@dataclass(frozen=True, slots=True)
class ListsKnown:
    """What list pages are made of: hashes of what is told of documents, in the order of the deck.

    ``pages`` are the keys of those of the last build that stand, ``bundles`` what it bundled,
    ``groups`` the keys of all that the pages of a group depend on.
    """

    cards: Column = field(default_factory=lambda: np.zeros(0, np.uint64))
    groups: Mapping[str, bytes] = field(default_factory=dict)
    pages: Mapping[str, bytes] = field(default_factory=dict)
    bundles: Bundles = field(default_factory=dict)

    def standing(self, group: str, name: str, key: bytes) -> dict[str, bytes]:
        """Give the keys of the pages of a bundle that stand, by path; nothing unless all do."""
        was, paths = self.bundles.get(group, {}).get(name, (b"", ()))
        if was != key or not all(path in self.pages for path in paths):
            return {}
        return {path: self.pages[path] for path in paths}

    def key_of(self, page: Listed) -> bytes:
        """Give the key of a page or a bundle; nothing where it does not say what it is made of."""
        if page.told is None:
            return b""
        cards, values, groups = page.told()
        told = repr(values).encode("utf-8", "surrogatepass")
        listed = self.cards[cards.places].tobytes() if isinstance(cards, Deck) else b""
        return key_of(told, b"\0", *map(self.groups.__getitem__, groups), listed)


@dataclass(frozen=True)
class RenderingRoom:
    """What every job of stage three is rendered with; read-only, shared by fork or pickled once."""

    catalogue: Catalogue
    authority: Authority
    overrides: tuple[Path, ...]
    documents: Mapping[DocId, Blob]
    mentions: Mapping[DocId, Blob]
    segments: Mapping[str, SegmentPlan]
    appearances: Appearances
    stage: Stage
    work: Path
    paired: tuple[Word, ...] = ()  # words whose pairs are counted
    openings: Mapping[str, tuple[Variant, ...]] = field(default_factory=dict)  # by segment
    years: tuple[int, ...] = ()  # of the slots by which words are counted
    lists: ListsKnown = field(default_factory=ListsKnown)
    timed: bool = False  # jobs say what each template took
    own: dict[Any, Any] = field(default_factory=dict)  # made once in each process

    @property
    def render(self) -> Renderer:
        """This process's renderer."""
        if "render" not in self.own:
            self.own["render"] = self._renderer(self.catalogue)
        found: Renderer = self.own["render"]
        return found

    @property
    def compiled(self) -> dict[str, bytes]:
        """The code of templates that is known in this process."""
        found: dict[str, bytes] = self.own.setdefault("compiled", {})
        return found

    def _renderer(self, catalogue: Catalogue) -> Renderer:
        times = self.times if self.timed else None
        return renderer_of(catalogue.edition, self.overrides, self.compiled, times)

    @property
    def times(self) -> Times:
        """What templates take here; what was noted before this process parted from another goes."""
        here = os.getpid()
        noted: tuple[int, Times] = self.own.setdefault("times", (here, Times(time.process_time)))
        if noted[0] != here:
            noted[1].take()
            self.own["times"] = here, noted[1]
        return noted[1]

    def in_language(self, language: str) -> tuple[Catalogue, Renderer]:
        """Give catalogue and renderer of list pages; of the main language: ""."""
        if not language:
            return self.catalogue, self.render
        if language not in self.own:
            catalogue = spoken(self.catalogue, language)
            self.own[language] = catalogue, self._renderer(catalogue)
        found: tuple[Catalogue, Renderer] = self.own[language]
        return found

    def warm(self) -> None:
        """Make what every process would make for itself, before the first is forked."""
        warm(self.catalogue, self.render)

    def list_pages(self, language: str, groups: frozenset[str]) -> list[tuple[str, Listed]]:
        """Give the list pages of some groups in a language, named once in a process."""
        key, pages = self.own.get("pages", (None, []))
        if key != (language, groups):
            pages = list(grouped_pages(*self.in_language(language), groups))
            self.own["pages"] = (language, groups), pages
        found: list[tuple[str, Listed]] = pages
        return found

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "own": {}}


@compact
@dataclass(frozen=True, slots=True)
class Rendered:
    """What a job made: its files, and rows or keys that the parent gathers."""

    written: tuple[Written, ...]
    rows: Mapping[DocId, Blob] = field(default_factory=dict)
    members: Mapping[DocId, Blob] = field(default_factory=dict)  # of the collections' zips
    contents: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    kept: tuple[str, ...] = ()  # paths of files that stand, of those that might have changed
    templates: tuple[TemplateCost, ...] = ()  # where asked
