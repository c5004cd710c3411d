"""Which passage of a text answers a query, and which words in it? Words are marked whole."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sitegen.arabic.fold import fold
from sitegen.arabic.tokens import Tokens, places, tokenize

WORDS = 36  # of a passage

Piece = tuple[str, bool]  # text as shown, and whether it is a match


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a block: its pieces, one after the other, and whether text was left out."""

    anchor: str
    pieces: tuple[Piece, ...]
    weight: int  # of the different words of the query in it
    cut_before: bool
    cut_after: bool


Wanted = Sequence[tuple[frozenset[str], int]]  # of each word its forms and its weight
Phrases = Sequence[tuple[str, ...]]


def passages(
    blocks: Iterable[tuple[str, str]],
    wanted: Wanted,
    phrases: Phrases = (),
    *,
    length: int = WORDS,
    most: int = 1,
) -> list[Passage]:
    """Choose passages, each of another block, best first.

    The best has a phrase that was asked for, then most of the words by weight, then most
    matches, then stands first.

    >>> found = passages([("p-a", "هذا كِتَابٌ قديم")], [(frozenset({"كتاب"}), 9)])
    >>> found[0].pieces
    (('هذا ', False), ('كِتَابٌ', True), (' قديم', False))
    """
    candidates = []
    every = frozenset().union(*(forms for forms, _ in wanted))
    for at, (anchor, text) in enumerate(blocks):
        tokens = tokenize(fold(text))
        alternates = tokens.alternates()
        starts = phrase_starts(tokens.forms, phrases, alternates)
        inside = {start + step for start, size in starts for step in range(size)}
        matches = sorted(inside.union(places(tokens.forms, alternates, every)))
        if matches:
            heavy = {start for start, _ in starts}
            readings = {i: {tokens.forms[i], alternates.get(i, "")} for i in matches}
            window = _best_window(readings, wanted, heavy, length)
            weight, count, first, last = window
            rank = (-weight, -count, at)
            candidates.append((rank, anchor, text, tokens, matches, first, last))
    candidates.sort(key=lambda candidate: candidate[0])
    return [
        _passage(anchor, text, tokens, matches, (first, last), -rank[0], length)
        for rank, anchor, text, tokens, matches, first, last in candidates[:most]
    ]


def phrase_starts(
    forms: Sequence[str], phrases: Phrases, alternates: Mapping[int, str]
) -> list[tuple[int, int]]:
    """Give where phrases stand, and how many words each has.

    >>> phrase_starts(["في", "ودار", "الكتب"], [("دار", "الكتب")], {})
    [(1, 2)]
    >>> phrase_starts(["رب", "العلمين"], [("رب", "العالمين")], {1: "العالمين"})
    [(0, 2)]
    """
    return [
        (start, len(phrase))
        for phrase in phrases
        for start in range(len(forms) - len(phrase) + 1)
        if (forms[start].endswith(phrase[0]) or alternates.get(start, "").endswith(phrase[0]))
        and all(
            form in (forms[start + step], alternates.get(start + step))
            for step, form in enumerate(phrase)
            if step
        )
    ]


def _best_window(
    readings: Mapping[int, Collection[str]],
    wanted: Wanted,
    heavy: Collection[int],
    length: int,
) -> tuple[int, int, int, int]:
    """Give weight, count, first and last match of the best window; the earliest of equals.

    *readings* are those of each match, ascending; *heavy* are matches that outweigh all words
    together.
    """
    best = (-1, 0, 0, 0)
    most = 1 + sum(value for _, value in wanted)
    matches = list(readings)
    for start, first in enumerate(matches):
        inside = [match for match in matches[start:] if match < first + length]
        here = {form for match in inside for form in readings[match]}
        weight = sum(value for words, value in wanted if not here.isdisjoint(words))
        weight += most * any(match in heavy for match in inside)
        if (weight, len(inside)) > best[:2]:
            best = (weight, len(inside), first, inside[-1])
    return best


def _passage(
    anchor: str,
    text: str,
    tokens: Tokens,
    matches: Sequence[int],
    window: tuple[int, int],
    weight: int,
    length: int,
) -> Passage:
    first, last = window
    n_words = len(tokens)
    begin = first - (length - (last - first + 1)) // 3
    begin = 0 if begin < length / 4 else begin
    end = begin + length
    end = n_words if end > n_words - length / 4 else end
    start = tokens.source_span(begin)[0] if begin else 0
    stop = tokens.source_span(end - 1)[1] if end < n_words else len(text)
    inside = [match for match in matches if begin <= match < end]
    pieces = tuple(_pieces(text, tokens, inside, start, stop))
    return Passage(anchor, pieces, weight, begin > 0, end < n_words)


def lead(blocks: Iterable[tuple[str, str]], *, length: int = WORDS) -> list[Passage]:
    """Give the beginning of a text, for where no word was asked for."""
    for anchor, text in blocks:
        tokens = tokenize(fold(text))
        if len(tokens):
            stop = tokens.source_span(length - 1)[1] if len(tokens) > length else len(text)
            cut = len(tokens) > length
            return [Passage(anchor, ((text[:stop], False),), 0, cut_before=False, cut_after=cut)]
    return []


def marked(text: str, wanted: Container[str]) -> tuple[Piece, ...]:
    """Part a whole text at the words that match.

    >>> marked("وقفَ على الأطلالِ", {"الاطلال"})
    (('وقفَ على ', False), ('الأطلالِ', True))
    """
    tokens = tokenize(fold(text))
    matches = places(tokens.forms, tokens.alternates(), wanted)
    return tuple(_pieces(text, tokens, matches, 0, len(text)))


def _pieces(
    text: str, tokens: Tokens, matches: Sequence[int], start: int, stop: int
) -> Iterable[Piece]:
    for match in matches:
        opens, closes = tokens.source_span(match)
        if opens > start:
            yield text[start:opens], False
        yield text[opens:closes], True
        start = closes
    if start < stop:
        yield text[start:stop], False
