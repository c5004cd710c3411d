"""How often do a segment's forms occur, by what the last build knew and what changed since?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sitegen.build.reading import Reading, SegmentPart
from sitegen.build.spill import SpillReader
from sitegen.index.totals import Sum, Totals, places_of

Integers = NDArray[np.int64]
Value = TypeVar("Value")


class ByForm(Mapping[str, Value]):
    """What stands in a column for each form; *place* says where.

    >>> counts = ByForm({"كتاب": 1, "قلم": 0}, [3, 9].__getitem__)
    >>> counts["كتاب"], counts.get("لغه", 0), "قلم" in counts, dict(counts)
    (9, 0, True, {'كتاب': 9, 'قلم': 3})
    """

    def __init__(self, place: Mapping[str, int], value_at: Callable[[int], Value]) -> None:
        self._place = place
        self._value_at = value_at

    def __getitem__(self, form: str) -> Value:
        return self._value_at(self._place[form])

    def get(self, form: str, default: Any = None) -> Any:
        """Give what stands for a form; nothing stands for those that have no place."""
        at = self._place.get(form)
        return default if at is None else self._value_at(at)

    def __contains__(self, form: object) -> bool:
        return form in self._place

    def __iter__(self) -> Iterator[str]:
        return iter(self._place)

    def __len__(self) -> int:
        return len(self._place)


@dataclass(frozen=True, eq=False)
class Tally:
    """The counts of a segment's forms, and those of the last build where it knew them.

    ``changed`` are the forms that are counted otherwise now; ``met`` says where forms stood, and
    behind them those that came.
    """

    totals: Totals
    last: Totals | None = None
    changed: frozenset[str] = field(default_factory=frozenset)
    met: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Where each form stands in the totals."""
        is_whole = self.last is not None and len(self.met) == len(self.totals.forms)
        return self.met if is_whole else places_of(self.totals.forms)

    @cached_property
    def occurrences(self) -> Mapping[str, int]:
        """How often each form occurs: a dictionary, where many will be asked for."""
        return self._counts(self.totals.occurrences)

    @cached_property
    def documents(self) -> Mapping[str, int]:
        """How many documents have each form."""
        return self._counts(self.totals.documents)

    def _counts(self, column: Integers) -> Mapping[str, int]:
        if self.last is None:
            return dict(zip(self.totals.forms, column.tolist(), strict=True))
        return ByForm(self.place, column.item)

    def was_at(self, form: str) -> int:
        """Say where a form stood in the last build; -1 where it was not there."""
        size = len((self.last or self.totals).forms)
        at = (self.met or self.place).get(form, size)
        return at if at < size else -1


@dataclass(frozen=True, slots=True)
class Before(Container[str]):
    """The forms that the last build knew."""

    tally: Tally

    def __contains__(self, form: object) -> bool:
        return self.tally.was_at(str(form)) >= 0


class Sums:
    """The counts of forms of each segment: as the last build knew them, else summed as they come.

    So they are summed while other processes still read.
    """

    def __init__(self, last: Mapping[str, Totals], readings: Iterable[Reading] = ()) -> None:
        self.last = last
        self._sums: dict[str, Sum] = {}
        for reading in readings:
            self.add(reading)

    def add(self, reading: Reading) -> None:
        """Add a batch to the sums of segments that the last build did not know."""
        with SpillReader() as spilled:
            for path, part in reading.segments.items():
                if path not in self.last:
                    self._sums.setdefault(path, Sum()).add(part.counts(spilled))

    def take(self, path: str) -> Totals:
        """Give the sum of a segment, once."""
        return self._sums.pop(path).total()


def tallies_of(
    readings: Iterable[Reading],
    new: Collection[int],
    sums: Sums,
    gone: Mapping[str, Sequence[Totals]],
) -> dict[str, Tally]:
    """Count the forms of all batches, for each segment of the index.

    Where the sums of the last build are known, what has *gone* is taken from them, and only
    batches that are *new*, by their places, are added.
    """
    parts: defaultdict[str, list[tuple[int, SegmentPart]]] = defaultdict(list)
    for n, reading in enumerate(readings):
        for path, part in reading.segments.items():
            parts[path].append((n, part))
    found = {}
    with SpillReader() as spilled:
        for path, held in parts.items():
            base = sums.last.get(path)
            if base is None:
                found[path] = Tally(sums.take(path))
                continue
            more = [part.counts(spilled) for n, part in held if n in new]
            met = places_of(base.forms)
            now, changed = base.changed(gone.get(path, ()), more, met)
            found[path] = Tally(now, base, changed, met)
    return found
