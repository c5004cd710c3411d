"""Which repairs does a text need before it is stored and shown?

Repair, not equivalence: NFC, presentation forms to letters, stray controls out, line ends as
U+000A. Nothing that a reader sees is lost; every change is listed with its place, and the
alignment leads from the repaired text back to the source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Literal

import numpy as np

from sitegen.arabic.chars import ACCENTS, ARABIC, HEH, MARKS, TATWEEL, ZWJ, ZWNJ, Ranges, contains
from sitegen.model import Alignment

if TYPE_CHECKING:
    from numpy.typing import NDArray

Tatweel = Literal["keep", "drop"]

PRESENTATION: Ranges = (  # glyphs that stand for letters; ornate brackets and honorifics stay
    (0xFB50, 0xFBB1),
    (0xFBD3, 0xFD3D),
    (0xFD50, 0xFD8F),
    (0xFD92, 0xFDC7),
    (0xFDF0, 0xFDF9),
    (0xFE70, 0xFE74),
    (0xFE76, 0xFEFC),
)
STRAY: Ranges = (
    (0x0000, 0x0008),
    (0x000E, 0x001F),
    (0x007F, 0x0084),
    (0x0086, 0x009F),
    (0x00AD, 0x00AD),  # soft hyphen
    (0x061C, 0x061C),
    (0x180E, 0x180E),
    (0x200B, 0x200B),  # zero-width space
    (0x200E, 0x200F),
    (0x202A, 0x202E),  # embeddings and overrides: the reader's browser knows better
    (0x2060, 0x206F),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFC),  # interlinear annotation, object replacement
    (0xFFFE, 0xFFFF),
)
# Beyond these stand ideographs, Hangul and private characters: composed, and for good.
_UNSTEADY: Ranges = ((0x00C0, 0x33FF), (0xA4D0, 0xABFF), (0xF900, 0xFFFF))
LINE_ENDS = "\v\f\r\x85\u2028\u2029"
_JOINERS = ZWNJ + ZWJ
# Marks that never compose: alone on a letter, they are in canonical form.
_VOWELS = frozenset(map(chr, range(0x064B, 0x0653))) | {"\N{ARABIC LETTER SUPERSCRIPT ALEF}"}
# Characters of class 0 that compose with what stands before them (NFC_Quick_Check=Maybe).
_COMPOSING: Ranges = (
    (0x09BE, 0x09BE), (0x09D7, 0x09D7), (0x0B3E, 0x0B3E), (0x0B56, 0x0B57), (0x0BBE, 0x0BBE),
    (0x0BD7, 0x0BD7), (0x0CC2, 0x0CC2), (0x0CD5, 0x0CD6), (0x0D3E, 0x0D3E), (0x0D57, 0x0D57),
    (0x0DCF, 0x0DCF), (0x0DDF, 0x0DDF), (0x102E, 0x102E), (0x1161, 0x1175), (0x11A8, 0x11C2),
    (0x1B35, 0x1B35), (0x1133E, 0x1133E), (0x11357, 0x11357), (0x114B0, 0x114B0),
    (0x114BA, 0x114BA), (0x114BD, 0x114BD), (0x115AF, 0x115AF), (0x11930, 0x11930),
)  # fmt: skip
_SPACING_MARKS: Ranges = ((0xFC5E, 0xFC63), (0xFCF2, 0xFCF4), (0xFE70, 0xFE72), (0xFE74, 0xFE74),
                          (0xFE76, 0xFE7F))  # fmt: skip
_MARKS: Ranges = (*ACCENTS, *MARKS, *_SPACING_MARKS)
_TAIL_FRAGMENT = "\ufe73"
_NEVER_JOINING = frozenset("\N{ARABIC LETTER HAMZA}\N{ARABIC LETTER ALEF}\N{ARABIC LETTER DAL}"
                           "\N{ARABIC LETTER THAL}\N{ARABIC LETTER REH}\N{ARABIC LETTER ZAIN}"
                           "\N{ARABIC LETTER WAW}\N{ARABIC LETTER JEH}")  # fmt: skip
# What a character asks for: a check that the text is composed, alone or with what it hangs on
# (up to _ALONE), or a repair. One bit each: what a whole text asks for is all its bits together.
_HANGS, _ALONE, _STRAY, _GLYPH, _LINE_END, _TATWEEL = (1 << bit for bit in range(6))
_CANONICAL = "canonical form"
_HANGING = (_HANGS, _STRAY, _TATWEEL)
_SHORT = 200  # characters
# What asks for nothing; where a text is short an array costs more than this.
_PLAIN = re.compile(r"[\t\n -~«»،؛؟\u0621-\u063a\u0641-\u064a\u0660-\u0669]*")


IDENTITY = Alignment()  # of what was not changed


@dataclass(frozen=True, slots=True)
class Change:
    """One repair: source offsets, what stood there, what stands there now, and why."""

    start: int
    end: int
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class Normalized:
    """A repaired text, what was repaired, and the way back to the source."""

    text: str
    changes: tuple[Change, ...] = ()
    alignment: Alignment = IDENTITY


def normalize(source: str, *, tatweel: Tatweel = "keep") -> Normalized:
    """Repair *source*, and say what was repaired.

    Repairing twice changes nothing more. With ``tatweel="drop"`` the stretcher goes where it
    only stretches; it stays in the abbreviation هـ, under a mark, and where it stands alone.

    >>> result = normalize("ﻻ\N{RIGHT-TO-LEFT MARK} بأس")
    >>> result.text, [(change.before, change.after) for change in result.changes]
    ('لا بأس', [('ﻻ\\u200f', 'لا')])
    >>> result.alignment.source_span(3, 6)
    (3, 6)
    """
    if len(source) <= _SHORT and _PLAIN.fullmatch(source):
        return Normalized(source)
    units = np.frombuffer(source.encode("utf-16-le", "surrogatepass"), np.uint16)
    classes = _classes().take(units)
    asked = int(np.bitwise_or.reduce(classes))
    if tatweel == "keep":
        asked &= ~_TATWEEL
    if asked < _STRAY and (not asked or unicodedata.is_normalized("NFC", source)):
        return Normalized(source)
    if len(classes) > len(source):  # pairs
        points = np.frombuffer(source.encode("utf-32-le", "surrogatepass"), np.uint32)
        classes = np.where(points < 0x10000, _classes()[points & 0xFFFF], _ALONE)
    return _assemble(source, tuple(_changes(source, classes, tatweel)))


def _changes(source: str, classes: NDArray[np.uint8], tatweel: Tatweel) -> Iterator[Change]:
    for start, end, kind in _clusters(source, classes):
        before = source[start:end]
        if kind == _HANGS:  # nothing else in it: nearly all that vowelled texts have
            if before[1:] in _VOWELS and not unicodedata.combining(before[0]):
                continue
            after = unicodedata.normalize("NFC", before)
            if after != before:
                yield Change(start, end, before, after, _CANONICAL)
            continue
        after = _repaired(source, start, before, tatweel)
        if after != before:
            yield Change(start, end, before, after, _reason(before, after))


def _clusters(source: str, classes: NDArray[np.uint8]) -> Iterator[tuple[int, int, int]]:
    """Give what a repair may touch: a character with all that hangs on it, or a line end.

    *classes* are those of the characters. The third number is the most that the cluster's ask for.
    """
    places = (classes != 0).nonzero()[0]
    start = end = worst = 0
    for at, kind in zip(places.tolist(), classes[places].tolist(), strict=True):
        hangs = kind in _HANGING
        if hangs and at == end and end > start and worst != _LINE_END:
            end, worst = at + 1, max(worst, kind)
            continue
        if end > start:
            yield start, end, worst
        first = at - 1 if hangs and at > end and source[at - 1] != "\n" else at
        start, end, worst = first, at + 1, kind
        if source[at : at + 2] == "\r\n":
            end += 1
    if end > start:
        yield start, end, worst


def _repaired(source: str, start: int, before: str, tatweel: Tatweel) -> str:
    if before[0] in LINE_ENDS:
        return "\n"
    kept = source[start - 1 : start] if start else ""
    n_context = len(kept)
    for at, char in enumerate(before, start):
        if char in _JOINERS:
            shown = _joiner_shows(kept[-1:], char, _next_visible(source, at + 1))
        elif char == TATWEEL:
            shown = tatweel == "keep" or not _only_stretches(source, at)
        else:
            kept += _letters(char)
            continue
        kept += char if shown else ""
    return unicodedata.normalize("NFC", kept[n_context:])


def _letters(char: str) -> str:
    code = ord(char)
    if contains(PRESENTATION, code):
        if char == _TAIL_FRAGMENT:
            return ""
        image = unicodedata.normalize("NFKC", char)
        return image.replace(" ", "").replace(TATWEEL, "")  # the seat of a mark shown alone
    return "" if contains(STRAY, code) else char


def _next_visible(source: str, at: int) -> str:
    while at < len(source) and (
        source[at] in _JOINERS
        or contains(STRAY, ord(source[at]))
        or contains(_MARKS, ord(source[at]))
    ):
        at += 1
    return source[at : at + 1]


def _is_arabic(char: str) -> bool:
    return bool(char) and (contains(ARABIC, ord(char)) or contains(PRESENTATION, ord(char)))


def _joiner_shows(last: str, joiner: str, following: str) -> bool:
    """Say whether a joiner changes what is seen: می‌شود, emoji, the scripts of India."""
    if not last or last in _JOINERS:
        return False
    before = _is_arabic(last) or contains(_MARKS, ord(last)) or last == TATWEEL
    after = _is_arabic(following) or following == TATWEEL
    if joiner == ZWNJ and before and after:
        return last not in _NEVER_JOINING
    if joiner == ZWJ and before != after:
        return True
    return ord(last) >= 0x0900 and bool(following) and ord(following) >= 0x0900


def _only_stretches(source: str, at: int) -> bool:
    """Say whether a tatweel may go: after a letter, bearing no mark, not in the abbreviation هـ."""
    first = last = at
    while first and source[first - 1] == TATWEEL:
        first -= 1
    while last + 1 < len(source) and source[last + 1] == TATWEEL:
        last += 1
    before, after = source[max(first - 2, 0) : first], source[last + 1 : last + 2]
    if not before or not (_is_arabic(before[-1]) or contains(_MARKS, ord(before[-1]))):
        return False
    if after and contains(_MARKS, ord(after)):
        return False
    stands_alone = before[-1] == HEH and not _is_arabic(before[:-1])
    return not stands_alone or _is_arabic(after)


def _reason(before: str, after: str) -> str:
    if before[0] in LINE_ENDS:
        return "line end"
    if any(contains(PRESENTATION, ord(char)) for char in before):
        return "presentation form"
    if any(contains(STRAY, ord(char)) or char in _JOINERS for char in before):
        return "stray control"
    stretched = before.count(TATWEEL) != after.count(TATWEEL)
    return "tatweel" if stretched else _CANONICAL


def _assemble(source: str, changes: tuple[Change, ...]) -> Normalized:
    if not changes:
        return Normalized(source)
    pieces: list[str] = []
    runs: list[tuple[int, int]] = [(0, 0)]
    derived = at = 0
    for change in changes:
        before, after = change.before, change.after
        pieces += (source[at : change.start], after)
        derived += change.start - at
        at = change.end
        if len(before) != len(after):
            _align(runs, derived, change)
        derived += len(after)
    pieces.append(source[at:])
    return Normalized("".join(pieces), changes, Alignment(tuple(runs)))


def _align(runs: list[tuple[int, int]], derived: int, change: Change) -> None:
    """Open the runs of one change: equal ends count on, the middle clings to its first source."""
    before, after = change.before, change.after
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    n_before, n_after = len(before) - head - tail, len(after) - head - tail
    start = change.start + head
    for i in range(n_after):
        _open(runs, derived + head + i, start + min(i, max(n_before - 1, 0)))
    _open(runs, derived + head + n_after, start + n_before)


def _open(runs: list[tuple[int, int]], derived: int, source: int) -> None:
    last_derived, last_source = runs[-1]
    if source - derived == last_source - last_derived:
        return
    if last_derived == derived:
        runs.pop()
    runs.append((derived, source))


@cache
def _classes() -> NDArray[np.uint8]:
    """Say of every UTF-16 unit what it asks for; a surrogate asks for a look at its pair."""
    table = np.zeros(0x10000, np.uint8)
    for code in chain.from_iterable(range(first, last + 1) for first, last in _UNSTEADY):
        char = chr(code)
        if unicodedata.combining(char):
            table[code] = _HANGS
        elif not unicodedata.is_normalized("NFC", char):
            table[code] = _ALONE
    table[0xD800:0xE000] = _ALONE
    for kind, ranges in (
        (_HANGS, _COMPOSING),
        (_STRAY, STRAY),
        (_GLYPH, PRESENTATION),
        (_STRAY, _SPACING_MARKS),
    ):
        for first, last in ranges:
            table[first : last + 1] = kind
    table[[ord(char) for char in _JOINERS]] = _STRAY
    table[[ord(char) for char in LINE_ENDS]] = _LINE_END
    table[ord(TATWEEL)] = _TATWEEL
    return table
