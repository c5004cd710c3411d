"""What is a name that was found in a text, before anybody says whom it means?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sitegen.entities.haystack import Haystack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.integer]

#: Why a name that was seen has no answer.
DROPPED = {
    "overlap": "a longer name, or one that begins before, has these letters",
    "weak": "it is sought only where the front matter names its record",
    "common-word": "with its proclitic it is a common word of the archive",
    "tanwin": "it is an adverb in tanwin",
    "geminate": "a shadda makes another word of it: صوّر",
    "hamza": "its hamza is not that of its record: فأس, not فاس",
    "preposition": "it begins or ends with على, not علي",
    "spelling": "it is written with ة where its record has ه",
    "not-meant": "the front matter or the tag around it denies its records",
    "not-named": "it is short for a name that does not stand before it in the document",
    "stranger": "a given name or title before it, or a word behind it, is not its bearer's",
}


class Seen(NamedTuple):
    """A name found: bytes *start* to *end* of the haystack, *cut* bytes of proclitic before.

    ``first`` to ``last`` is its span in the text numbered ``part``.
    """

    start: int
    end: int
    cut: int
    name: int
    part: int
    first: int
    last: int
    type: str = ""  # what a tag around it says that it is
    is_whole: bool = False  # the tag holds this name and no more
    is_headed: bool = False  # a word before it says that it is a place: مدينة صور


def seen_at(stack: Haystack, columns: Sequence[Ints]) -> Iterator[Seen]:
    """Give the names that *columns* of a matcher's hits tell of, in their order."""
    starts, ends, cuts, names = columns
    parts = stack.parts_of(starts)
    firsts, lasts = stack.spans(starts, ends, parts)
    plain = ("",) * len(firsts), (False,) * len(firsts), (False,) * len(firsts)
    numbers = (column.tolist() for column in (starts, ends, cuts, names, parts))
    make = partial(tuple.__new__, Seen)  # as Seen._make does, but for the call
    return map(make, zip(*numbers, firsts, lasts, *plain, strict=True))


def seen_beside(stack: Haystack, start: int, end: int, cut: int, name: int, part: int) -> Seen:
    """Give a name that no matcher sought, for the word beside it says what it is."""
    return Seen(start, end, cut, name, part, *stack.span(start, end, part), is_headed=True)
