"""How often, where, and in which spellings was each name seen? Counted in batches, summed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sitegen.entities.haystack import words_of
from sitegen.entities.suggest.phrases import Reader
from sitegen.entities.suggest.running import Found, Running

_EXAMPLES = 3  # contexts that are kept of each name
_SPELLINGS = 12  # ways of writing that are kept of each name
_MOST = 300_000  # names that are held; beyond that, those seen once go


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where a name stands: document and block by number, and the span in the block's text."""

    document: int
    block: int  # -1: the title
    start: int
    end: int


@dataclass(slots=True)
class Sightings:
    """All that was seen of one name."""

    count: int = 0
    documents: int = 0
    types: Counter[str] = field(default_factory=Counter)
    whys: Counter[str] = field(default_factory=Counter)
    surfaces: Counter[str] = field(default_factory=Counter)
    spots: list[Spot] = field(default_factory=list)
    last: int = -1  # the document that was counted last

    def see(self, document: int, found: Found, surface: str, spot: Spot | None) -> None:
        """Count one sighting; documents come in ascending order."""
        self.count += 1
        self.documents += document != self.last
        self.last = document
        self.types[found.type] += 1
        self.whys[found.why] += 1
        if surface in self.surfaces or len(self.surfaces) < _SPELLINGS:
            self.surfaces[surface] += 1
        if spot and len(self.spots) < _EXAMPLES:
            self.spots.append(spot)

    def add(self, other: Sightings) -> None:
        """Add what was seen in later documents."""
        self.count += other.count
        self.documents += other.documents
        self.types.update(other.types)
        self.whys.update(other.whys)
        for surface, count in other.surfaces.items():
            if surface in self.surfaces or len(self.surfaces) < _SPELLINGS:
                self.surfaces[surface] += count
        self.spots = (self.spots + other.spots)[:_EXAMPLES]


Tally = dict[tuple[str, ...], Sightings]


def count_names(
    reader: Reader, texts: Iterable[tuple[int, Running]], bylines: Iterable[tuple[int, str, str]]
) -> Tally:
    """Count the names of a batch's texts, each with its number, and its unknown authors.

    A byline is (number of the document, the author's name, the id that was given instead, or "").
    """
    tally: Tally = {}
    for number, text in texts:
        for found in reader.read(text):
            part, start, end = text.span_of(found)
            spot = Spot(number, text.parts[part].block, start, end)
            seen = tally.setdefault(found.words, Sightings())
            seen.see(number, found, text.surface(found), spot)
    for number, name, ref in bylines:
        words = words_of([name])[0]
        if words:
            found = Found(0, 0, words, "person", f"id {ref}" if ref else "byline")
            tally.setdefault(words, Sightings()).see(number, found, name, None)
    return tally


def add_tallies(total: Tally, batch: Tally) -> Tally:
    """Add a later batch's names to *total*, which stays within bounds."""
    for words, seen in batch.items():
        if words in total:
            total[words].add(seen)
        else:
            total[words] = seen
    if len(total) > _MOST:
        return {words: seen for words, seen in total.items() if seen.count > 1}
    return total
