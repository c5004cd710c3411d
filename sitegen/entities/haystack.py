"""How do running texts become one byte string in which names can be sought?

Folded letters are one byte each, whatever parts words is one space; every byte leads back to
the folded text, and from there to the source. Many texts share one string, parted by a sign
that no name holds, so that arrays, not loops, do the work.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import numpy as np

from sitegen.arabic.fold import Folded, fold
from sitegen.arabic.tokens import class_table, tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

PART = "\N{SYMBOL FOR RECORD SEPARATOR}"
SPACE = 0x20
UNKNOWN = 0xFF  # a letter outside the byte alphabet: a hit on it is checked against the text
_NEWLINE = 0x0A
_AT_ONCE = 20_000  # texts whose words are folded together
_ALPHABETS = ((0x30, 0x39), (0x61, 0x7A), (0x0621, 0x063A), (0x0641, 0x064A))
_MARKS = "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]*"
_FEMININE = re.compile(
    f"\N{ARABIC LETTER TEH MARBUTA}{_MARKS}[\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER YEH}]"
)
_QUOTES = frozenset("«»\"'“”„‟‘’‹›")
_HYPHENS = frozenset("-\N{HYPHEN}\N{NON-BREAKING HYPHEN}")
_STOPS = frozenset(".،,")


@dataclass(frozen=True, slots=True, eq=False)
class Haystack:
    """Texts ready for the search: ``data[k]`` stands at ``places[k]`` of the folded text.

    ``spaces`` are the positions of the spaces in ``data``; ``rough[k]`` counts the gaps before
    byte *k* that are more than one space or line break. ``bounds`` are the folded offsets at
    which the texts begin, ``sources`` their offsets in the joined source.
    """

    folded: Folded
    data: bytes
    places: NDArray[np.int32]
    spaces: NDArray[np.int32]
    rough: NDArray[np.int32]
    bounds: NDArray[np.int64]
    sources: NDArray[np.int64]
    place_at: memoryview[int]  # places, rough and the folded starts, read one by one as integers
    rough_at: memoryview[int]
    source_at: memoryview[int]
    before_at: dict[int, str] = field(default_factory=dict)  # words before, once asked for

    def gap(self, space: int) -> str:
        """Give what stands in the folded text where ``data`` has the space at *space*."""
        places = self.place_at
        end = places[space + 1] if space + 1 < len(places) else len(self.folded.text)
        return self.folded.text[places[space] : end]

    def words(self, start: int, end: int) -> str:
        """Give the folded words of the bytes *start* to *end*, parted by one space."""
        return " ".join(self.word(a, b) for a, b in self._runs(start, end))

    def word(self, start: int, end: int) -> str:
        """Give one folded word."""
        return self.folded.text[self.place_at[start] : self.place_at[end - 1] + 1]

    def word_before(self, start: int) -> str:
        """Give the word before, where nothing but a space or line break parts it from *start*."""
        found = self.before_at.get(start)
        if found is None:
            data, is_apart = self.data, start < 2 or self.data[start - 1] != SPACE
            if is_apart or not self.is_smooth(start - 1, start):
                found = ""
            else:
                found = self.word(data.rfind(b" ", 0, start - 1) + 1, start - 1)
            self.before_at[start] = found
        return found

    def letter(self, at: int) -> str:
        """Give the letter of the source that a byte stands for."""
        return self.folded.source[self.source_at[self.place_at[at]]]

    def source(self, start: int, end: int) -> str:
        """Give the source from the letter of one byte up to that of the last before *end*."""
        places, sources = self.place_at, self.source_at
        return self.folded.source[sources[places[start]] : sources[places[end - 1]] + 1]

    def is_smooth(self, start: int, end: int) -> bool:
        """Say whether between two bytes nothing but single spaces and line breaks part words."""
        return self.rough_at[start] == self.rough_at[end]

    def parts_of(self, starts: NDArray[np.integer]) -> NDArray[np.integer]:
        """Give the number of the text that each byte is in."""
        found: NDArray[np.integer] = np.searchsorted(self.bounds, self.places[starts], "right") - 1
        return found

    def part_of(self, start: int) -> int:
        """Give the number of the text that a byte is in."""
        return int(np.searchsorted(self.bounds, self.place_at[start], "right")) - 1

    def within(self, first: int, last: int) -> tuple[int, int]:
        """Give the bytes of the texts numbered *first* up to *last*."""
        found = [
            bisect.bisect_left(self.place_at, int(self.bounds[number]))
            if number < len(self.bounds)
            else len(self.data)
            for number in (first, last)
        ]
        return found[0], found[1]

    def span(self, start: int, end: int, part: int) -> tuple[int, int]:
        """Give the span, in the text numbered *part*, of the bytes *start* to *end*."""
        first, last = self.place_at[start], self.place_at[end - 1]
        begin, stop = self.folded.source_span(first, last + 1)
        origin = int(self.sources[part])
        return begin - origin, stop - origin

    def spans(
        self, starts: NDArray[np.integer], ends: NDArray[np.integer], parts: NDArray[np.integer]
    ) -> tuple[list[int], list[int]]:
        """Give the spans of whole characters as :meth:`span` does each: where, and up to where."""
        sources = self.folded.starts
        lasts = self.places[ends - 1]
        after = np.append(sources, np.int32(len(self.folded.source)))[lasts + 1]
        origins = self.sources[parts]
        firsts, stops = sources[self.places[starts]] - origins, after - origins
        found = stops.tolist()
        for row in (after - sources[lasts] > 1).nonzero()[0].tolist():  # marks, and controls
            found[row] = self.span(int(starts[row]), int(ends[row]), int(parts[row]))[1]
        return firsts.tolist(), found

    def are_whole(
        self, starts: NDArray[np.integer], ends: NDArray[np.integer]
    ) -> NDArray[np.bool_]:
        """Say of each span of bytes whether it parts no character of the source: no ligature."""
        shared = np.zeros(len(self.folded.starts) + 1, np.bool_)  # with the character before
        shared[1:-1] = self.folded.starts[1:] == self.folded.starts[:-1]
        are_torn: NDArray[np.bool_] = (
            shared[self.places[starts]] | shared[self.places[ends - 1] + 1]
        )
        return ~are_torn

    def _runs(self, start: int, end: int) -> list[tuple[int, int]]:
        runs, at = [], start
        while at < end:
            stop = self.data.find(b" ", at, end)
            stop = end if stop < 0 else stop
            if stop > at:
                runs.append((at, stop))
            at = stop + 1
        return runs


def pile(texts: Sequence[str]) -> Haystack:
    """Fold texts together and lay them out for the search.

    >>> stack = pile(["إلى «بيروتَ»، ثمّ", "دمشق"])
    >>> stack.words(0, len(stack.data))
    'الي بيروت ثم دمشق'
    """
    joined = _joined(texts)
    folded = fold(joined)
    codes = folded.codes
    points = codes if codes.dtype == np.uint16 else np.minimum(codes, 0xFFFF)
    raw = byte_table().take(points)
    ends = np.array([found.end() - 1 for found in _FEMININE.finditer(joined)], np.int32)
    raw, extra = _part_words(raw, points, np.searchsorted(folded.starts, ends))
    is_space = raw == SPACE
    kept = ~is_space
    kept[1:] |= kept[:-1]  # the first of a run of separators stays, as the one space
    data = raw[kept]
    places = kept.nonzero()[0].astype(np.int32) if extra is None else extra[kept]
    if not len(data) or data[-1] != SPACE:
        data = np.append(data, np.uint8(SPACE))
        places = np.append(places, np.int32(len(codes)))
    spaces = (data == SPACE).nonzero()[0].astype(np.int32)
    rough = _rough(codes, places, spaces, len(data))
    lengths = np.array([len(text) for text in texts], np.int64)
    sources = np.concatenate([[0], np.cumsum(lengths + 3)[:-1]]) if len(texts) else lengths
    marks = (points == ord(PART)).nonzero()[0].astype(np.int64)
    bounds = np.concatenate([[0], marks]) if len(texts) else marks
    return Haystack(
        folded,
        data.tobytes(),
        places,
        spaces,
        rough,
        bounds,
        sources,
        places.data,
        rough.data,
        folded.starts.data,
    )


def _joined(texts: Sequence[str]) -> str:
    joined = f"\n{PART}\n".join(texts)
    if joined.count(PART) < len(texts):
        return joined
    return f"\n{PART}\n".join(text.replace(PART, " ") for text in texts)


def _part_words(
    raw: NDArray[np.uint8],
    points: NDArray[np.uint16] | NDArray[np.uint32],
    stuck: NDArray[np.intp],
) -> tuple[NDArray[np.uint8], NDArray[np.int32] | None]:
    """Put a space where two words touch.

    They are an Arabic word and a number or Latin word, or a word in teh marbuta, which no letter
    follows, and the next one (*stuck*), between which the space was lost.
    """
    classes = class_table().take(points)
    touch = (classes[1:] != classes[:-1]) & (classes[1:] != 0) & (classes[:-1] != 0)
    touch[stuck[(stuck > 0) & (stuck < len(raw))] - 1] = True  # a tatweel may end the text
    at = touch.nonzero()[0] + 1
    if not len(at):
        return raw, None
    numbers = np.arange(len(at) + 1, dtype=np.int32)
    new = at + numbers[:-1]
    runs = np.diff(new, prepend=-1, append=len(raw) + len(at) - 1)
    places = np.arange(len(raw) + len(at), dtype=np.int32) - np.repeat(numbers, runs)
    wider = raw.take(places)
    wider[new] = SPACE
    return wider, places


def _rough(
    codes: NDArray[np.uint16] | NDArray[np.uint32],
    places: NDArray[np.int32],
    spaces: NDArray[np.int32],
    size: int,
) -> NDArray[np.int32]:
    flags = np.zeros(size + 1, np.int32)
    inner = spaces[spaces + 1 < len(places)]
    starts, ends = places[inner], places[inner + 1]
    signs = codes[np.minimum(starts, len(codes) - 1)] if len(codes) else starts
    plain = (ends - starts == 1) & ((signs == SPACE) | (signs == _NEWLINE))
    plain |= ends == starts
    flags[inner[~plain] + 1] = 1
    return np.cumsum(flags, dtype=np.int32)


@cache
def byte_table() -> NDArray[np.uint8]:
    """Give the byte of every folded BMP letter: a space for what parts words."""
    classes = class_table()
    table = np.full(0x10000, SPACE, np.uint8)
    table[classes != 0] = UNKNOWN
    code = SPACE + 1
    for first, last in _ALPHABETS:
        for point in range(first, last + 1):
            table[point] = code
            code += 1
    return table


def encode_words(words: str) -> bytes:
    """Encode folded words, parted by one space, in the haystack's alphabet."""
    points = np.frombuffer(words.encode("utf-16-le", "surrogatepass"), np.uint16)
    return byte_table()[points].tobytes()


@cache
def gap_kind(gap: str) -> str:
    """Say what a gap inside a name is: ``""`` nothing, ``.`` an initial's stop, ``!`` a bar.

    Quotation marks, line breaks, one hyphen between two words do not part a name.

    >>> [gap_kind(gap) for gap in (" «", "-", ". ", "، ", " - ", ") ", "\\n\\n")]
    ['', '', '.', '.', '!', '!', '!']
    """
    if gap.count("\n") > 1:
        return "!"
    signs = "".join(gap.split())
    if not signs or set(signs) <= _QUOTES:
        return ""
    if gap in _HYPHENS:
        return ""
    return "." if signs in _STOPS else "!"


def folded_words(texts: Iterable[str]) -> Iterator[str]:
    """Give the folded words of each text as one string; some at a time, for all take much room.

    >>> list(folded_words(["عبدُ  الله", ""]))
    ['عبد الله', '']
    """
    rest = iter(texts)
    while some := list(islice(rest, _AT_ONCE)):
        yield from map(" ".join, words_of(some))


def words_of(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """Fold texts together and give the words of each.

    >>> words_of(["عبدُ الله", "", "بيروت"])
    [('عبد', 'الله'), (), ('بيروت',)]
    """
    if not texts:
        return []
    tokens = tokenize(fold(_joined(texts)))
    codes = tokens.folded.codes
    marks = (codes == ord(PART)).nonzero()[0]
    cuts = np.searchsorted(tokens.starts, marks).tolist()
    edges = [0, *cuts, len(tokens.forms)]
    return [tuple(tokens.forms[a:b]) for a, b in pairwise(edges)]
