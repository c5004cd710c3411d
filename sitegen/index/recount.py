"""What do the words count by year now, where few documents changed?

What each counted last, less the documents that went, and those that came.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from sitegen.index.invert import Run
from sitegen.index.plan import Segment
from sitegen.index.stream import Stream
from sitegen.index.usage import UsageRow, Watched


class Dated(NamedTuple):
    """Postings of some documents, and the year of each; and their words in order."""

    run: Run
    years: Sequence[int]
    stream: Stream | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """What changed of the words that are counted by year.

    ``before`` and ``now`` are the years of their slots, ``lost`` and ``new`` the documents that
    went and came, ``families`` those that lost or gained forms, ``watched`` the words that each
    family stood for.
    """

    before: tuple[int, ...]
    now: tuple[int, ...]
    lost: Dated
    new: Dated
    families: frozenset[str]
    watched: Mapping[str, tuple[str, ...]]


def recounted(
    segment: Segment,
    watched: Watched,
    changed: Counted,
    letter: str,
    last: Mapping[str, tuple[int, ...]],
    anew: Callable[[Watched], Iterable[UsageRow]],
) -> tuple[UsageRow, ...]:
    """Give what the words of a first letter count now, from what they counted *last*.

    Of a word that was not watched, or whose family has other forms now, all is counted *anew*.
    """
    mine = watched.of_letter(letter)
    fresh = {
        name: forms
        for name, forms in mine.items()
        if name in changed.families or changed.watched.get(name) != forms or forms[0] not in last
    }
    sums: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for dated, sign in ((changed.lost, -1), (changed.new, 1)):
        run = dated.run
        for n, form in forms_of(run, letter):
            name = segment.families.family(form)
            if name in mine and name not in fresh:
                for at in range(int(run.bounds[n]), int(run.bounds[n + 1])):
                    sums[name][dated.years[run.documents[at]]] += sign * int(run.counts[at])
    place = {year: at for at, year in enumerate(changed.before)}
    slots = [place.get(year, -1) for year in changed.now]
    rows = []
    for name, forms in mine.items():
        if name in fresh:
            continue
        counts = last[forms[0]]
        if changed.before != changed.now:
            counts = tuple(counts[at] if at >= 0 else 0 for at in slots)
        if name in sums:
            both = zip(counts, changed.now, strict=True)
            counts = tuple(count + sums[name][year] for count, year in both)
        rows += [(form, counts) for form in forms]
    if fresh:
        rows += anew(replace(watched, families=fresh))
    return tuple(sorted(rows))


def after(letter: str) -> str:
    """Give what is above all keys of a first letter, and of the keys of others only the higher."""
    return chr(ord(letter) + 1) if letter else "\0"


def forms_of(run: Run, letter: str) -> Iterator[tuple[int, str]]:
    """Give the forms of a run whose keys have this first letter, each with its number."""
    begin, end = (bisect_left(run.keys, one) for one in (letter, after(letter)))
    return enumerate(run.forms[begin:end], begin)
