"""How does a line of Arabic look? Shaped by HarfBuzz, as outlines; for pictures, not for pages.

The one door to uharfbuzz and fontTools, which are an extra (``pictures``): see :func:`is_there`.
Outlines are whole numbers, `UNITS` to the em, so that every machine draws the same.
"""

from __future__ import annotations

import importlib.util
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any

UNITS = 2048  # to the em
_STEPS = 8  # of a curve

Point = tuple[int, int]
Contour = tuple[Point, ...]


def is_there() -> bool:
    """Say whether lines can be shaped here."""
    return all(map(importlib.util.find_spec, ("uharfbuzz", "fontTools", "brotli")))


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one face and one direction; ``level`` as UAX #9 has it."""

    text: str
    face: int
    level: int


class Face:
    """A font file, ready to shape."""

    def __init__(self, content: bytes) -> None:
        import uharfbuzz  # noqa: PLC0415 - an extra
        from fontTools.ttLib import TTFont  # noqa: PLC0415 - an extra

        font = TTFont(io.BytesIO(content))
        self.letters = frozenset(font.getBestCmap())
        font.flavor = None  # HarfBuzz reads no WOFF2
        plain = io.BytesIO()
        font.save(plain, reorderTables=False)
        self.font = uharfbuzz.Font(uharfbuzz.Face(plain.getvalue()))
        self.font.scale = (UNITS, UNITS)

        self._outlines: dict[int, tuple[Contour, ...]] = {}

    def set(self, text: str, *, is_rtl: bool, lang: str) -> Line:
        """Set *text*, all of one direction, in this face."""
        import uharfbuzz  # noqa: PLC0415 - an extra

        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if is_rtl else "ltr"
        buffer.language = lang
        uharfbuzz.shape(self.font, buffer)
        at, glyphs = 0, []
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            glyphs.append(Glyph(self, info.codepoint, at + place.x_offset, place.y_offset))
            at += place.x_advance
        return Line(at, tuple(glyphs))

    def outline(self, glyph: int) -> tuple[Contour, ...]:
        """Give a glyph's contours, curves as short lines."""
        if glyph not in self._outlines:
            self._outlines[glyph] = tuple(_outline(self.font, glyph))
        return self._outlines[glyph]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a face in its place."""

    face: Face
    number: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of type from x = 0 on its baseline, y upwards: its width and its glyphs."""

    width: int
    glyphs: tuple[Glyph, ...]

    def contours(self) -> Iterator[Contour]:
        """Give the outlines of its glyphs."""
        for one in self.glyphs:
            for contour in one.face.outline(one.number):
                yield tuple((x + one.x, y + one.y) for x, y in contour)


def _outline(font: Any, glyph: int) -> Iterator[Contour]:
    from fontTools.pens.recordingPen import RecordingPen  # noqa: PLC0415 - an extra

    pen = RecordingPen()
    font.draw_glyph_with_pen(glyph, pen)
    points: list[Point] = []
    for verb, given in pen.value:
        found = [(round(x), round(y)) for x, y in given]
        if verb == "qCurveTo":
            points += _quadratic(points[-1], *found)
        elif verb == "curveTo":
            points += _cubic(points[-1], *found)
        elif found:  # moveTo, lineTo
            points += found
        elif points:  # the contour ends
            yield tuple(points)
            points = []


def _quadratic(start: Point, control: Point, end: Point) -> Iterator[Point]:
    """Flatten a curve in whole numbers."""
    for step in range(1, _STEPS + 1):
        left = _STEPS - step
        parts = (left * left, 2 * left * step, step * step)
        yield _mixed(parts, (start, control, end), _STEPS**2)


def _cubic(start: Point, one: Point, two: Point, end: Point) -> Iterator[Point]:
    for step in range(1, _STEPS + 1):
        left = _STEPS - step
        parts = (left**3, 3 * left * left * step, 3 * left * step * step, step**3)
        yield _mixed(parts, (start, one, two, end), _STEPS**3)


def _mixed(parts: Sequence[int], points: Sequence[Point], whole: int) -> Point:
    x = sum(part * point[0] for part, point in zip(parts, points, strict=True))
    y = sum(part * point[1] for part, point in zip(parts, points, strict=True))
    return (2 * x + whole) // (2 * whole), (2 * y + whole) // (2 * whole)


def set_line(text: str, faces: Sequence[Face], *, is_rtl: bool, lang: str) -> Line:
    """Set one line; each word in the first of *faces* that has its letters."""
    at, glyphs = 0, []
    letters = [face.letters for face in faces]
    for run in in_order(runs_of(text, letters, is_rtl=is_rtl)):
        line = faces[run.face].set(run.text, is_rtl=run.level % 2 == 1, lang=lang)
        glyphs += [replace(glyph, x=glyph.x + at) for glyph in line.glyphs]
        at += line.width
    return Line(at, tuple(glyphs))


def runs_of(text: str, letters: Sequence[frozenset[int]], *, is_rtl: bool) -> list[Run]:
    """Part a line by direction and by the first face that has the letters, in reading order.

    >>> arabic, latin = frozenset(map(ord, "مجلة ")), frozenset(map(ord, "RTL "))
    >>> runs = runs_of("مجلة RTL", [arabic, latin], is_rtl=True)
    >>> [(run.text, run.face, run.level) for run in runs]
    [('مجلة ', 0, 1), ('RTL', 1, 2)]
    """
    levels = levels_of(text, is_rtl=is_rtl)
    faces: list[int] = []
    for char in text:
        having = (n for n, one in enumerate(letters) if ord(char) in one)
        last = faces[-1] if faces else 0
        if unicodedata.combining(char) or (ord(char) in letters[last] and char == " "):
            faces.append(last)  # what stands on a letter, or between two of a face
        else:
            faces.append(next(having, last))
    found, at = [], 0
    for (face, level), same in groupby(zip(faces, levels, strict=True)):
        size = len(list(same))
        found.append(Run(text[at : at + size], face, level))
        at += size
    return found


def levels_of(text: str, *, is_rtl: bool) -> list[int]:
    """Give each character's level in a line, by the rules W1-W7, N1, N2, I1, I2 of UAX #9.

    Without the controls of embedding: titles have none.

    >>> levels_of("عام 1908: A b", is_rtl=True)
    [1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 2, 2, 2]
    """
    base = "R" if is_rtl else "L"
    kinds = _weak([unicodedata.bidirectional(char) for char in text], base)
    at = 0
    for is_neutral, same in groupby(list(kinds), key=lambda kind: kind not in _STRONG):
        size = len(list(same))
        if is_neutral:
            before = _side(kinds[at - 1]) if at else base
            after = _side(kinds[at + size]) if at + size < len(kinds) else base
            kinds[at : at + size] = [before if before == after else base] * size
        at += size
    return [_level(kind, is_rtl=is_rtl) for kind in kinds]


_STRONG = frozenset(("L", "R", "EN", "AN"))


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def _level(kind: str, *, is_rtl: bool) -> int:
    if kind == "R":
        return 1
    return 2 if is_rtl or kind != "L" else 0


def _weak(kinds: list[str], base: str) -> list[str]:
    """Settle what digits, separators and marks belong to."""
    strong, before = base, "ON"
    for n, kind in enumerate(kinds):  # W1, W2, W3, W7
        if kind in ("NSM", "BN"):
            kinds[n] = before
        elif kind == "EN":
            kinds[n] = "AN" if strong == "AL" else "L" if strong == "L" else "EN"
        if kind in ("L", "R", "AL"):
            strong = kind
        before = kinds[n]
    for n in range(1, len(kinds) - 1):  # W4
        near = {kinds[n - 1], kinds[n + 1]}
        if kinds[n] == "CS" and near in ({"EN"}, {"AN"}):
            kinds[n] = kinds[n - 1]
        elif kinds[n] == "ES" and near == {"EN"}:
            kinds[n] = "EN"
    for n, kind in enumerate(kinds):  # W5, of one sign
        if kind == "ET" and "EN" in (*kinds[n - 1 : n], *kinds[n + 1 : n + 2]):
            kinds[n] = "EN"
    return ["R" if kind == "AL" else kind for kind in kinds]


def in_order(runs: Sequence[Run]) -> list[Run]:
    """Order runs from left to right (rule L2 of UAX #9).

    >>> [run.text for run in in_order([Run("مجلة", 0, 1), Run("1908", 0, 2)])]
    ['1908', 'مجلة']
    """
    found = list(runs)
    for level in range(max((run.level for run in runs), default=0), 0, -1):
        turned: list[Run] = []
        for is_in, same in groupby(found, key=lambda run, level=level: run.level >= level):  # type: ignore[misc]
            part = list(same)
            turned += reversed(part) if is_in else part
        found = turned
    return found


@cache
def face_of(content: bytes) -> Face:
    """Read a font file, once in each process."""
    return Face(content)
