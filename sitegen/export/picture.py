"""What stands for an archive, or for a collection, where a link to it is shown? Its title, set.

1200 by 630 pixels (https://ogp.me, `og:image`), in the colours and the face of the site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sitegen.config import Theme
from sitegen.export.raster import FINE, WHOLE, coverage, encode_png
from sitegen.export.typeset import UNITS, Contour, Face, Line, set_line

WIDTH, HEIGHT = 1200, 630
_MARGIN = 110
_EDGE = 36  # from the picture's edge to its frame
_SIZES = (132, 116, 100, 86, 74, 64, 54, 46)  # of a title, in pixels to the em
_SMALL, _FOOT = 44, 34
_AIR = 24  # inside the frame, and between a title and what is below it
_SHADES = 17  # of each ink, from none to all

Setter = Callable[[str], Line]
Shade = NDArray[np.int64]  # how much of an ink each pixel takes


@dataclass(frozen=True, slots=True)
class Card:
    """What a picture says: a title, what is below it, and at the foot whose it is."""

    title: str
    subtitle: str = ""
    foot: str = ""
    lang: str = "ar"
    is_rtl: bool = True


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line in its place: size in pixels to the em, middle and baseline in pixels."""

    line: Line
    size: int
    baseline: int


def draw(card: Card, faces: Sequence[Face], theme: Theme) -> bytes:
    """Draw a picture (PNG); the first of *faces* that has a letter sets it.

    The same card, fonts and theme give the same bytes.
    """
    setter: Setter = partial(set_line, faces=faces, is_rtl=card.is_rtl, lang=card.lang)
    ink = _inked(_placed(card, setter))
    accent = _frame()
    colours = [*_shades(theme.paper or "#fdfaf3", theme.ink or "#211c15")]
    colours += _shades(theme.paper or "#fdfaf3", theme.accent or "#7a1f1f")
    pixels = np.where(accent > 0, _SHADES + accent, ink).astype(np.uint8)
    return encode_png(pixels, colours)


def _placed(card: Card, setter: Setter) -> Iterator[_Placed]:
    """Set the title as large as it fits, the rest below, all in the middle of the frame."""
    below = _wrapped(card.subtitle, setter, _SMALL)[:2] if card.subtitle else []
    room = HEIGHT - 2 * (_EDGE + _AIR) - (_FOOT * 2 if card.foot else 0)
    under = len(below) * _leading(_SMALL) + (_AIR if below else 0)
    size, lines = _fitted(card.title, setter, room - under)
    top = _EDGE + _AIR + (room - under - len(lines) * _leading(size)) // 2
    for line in lines:
        yield _Placed(line, size, top + _leading(size) * 2 // 3)
        top += _leading(size)
    top += _AIR
    for line in below:
        yield _Placed(line, _SMALL, top + _leading(_SMALL) * 2 // 3)
        top += _leading(_SMALL)
    if card.foot:
        yield _Placed(_wrapped(card.foot, setter, _FOOT)[0], _FOOT, HEIGHT - _EDGE - 46)


def _leading(size: int) -> int:
    """Give the height of a line that holds full tashkeel."""
    return size * 8 // 5


def _fitted(title: str, setter: Setter, room: int) -> tuple[int, list[Line]]:
    """Find the largest size at which a title fits; the smallest cuts what is over."""
    for size in _SIZES:
        lines = _wrapped(title, setter, size)
        if len(lines) * _leading(size) <= room and all(_fits(line, size) for line in lines):
            return size, lines
    return _SIZES[-1], lines[: room // _leading(_SIZES[-1])]


def _fits(line: Line, size: int) -> bool:
    return line.width * size <= (WIDTH - 2 * _MARGIN) * UNITS


def _wrapped(text: str, setter: Setter, size: int) -> list[Line]:
    """Break a text between words, into as few lines as it needs, of about one length."""
    words = text.split()
    best = _broken(words, setter, lambda line: _fits(line, size))
    for tenths in range(5, 10):  # narrower, as long as it is no line more
        most = (WIDTH - 2 * _MARGIN) * UNITS * tenths // 10 // size
        found = _broken(words, setter, lambda line, most=most: line.width <= most)  # type: ignore[misc]
        if len(found) == len(best):
            return found
    return best


def _broken(words: Sequence[str], setter: Setter, fits: Callable[[Line], bool]) -> list[Line]:
    lines: list[Line] = []
    held: list[str] = []
    for word in words:
        line = setter(" ".join([*held, word]))
        if held and not fits(line):
            lines.append(setter(" ".join(held)))
            held = []
        held.append(word)
    return [*lines, setter(" ".join(held))]


def _inked(placed: Iterator[_Placed]) -> Shade:
    """Draw the lines, each in the middle."""
    ink = np.zeros((HEIGHT, WIDTH), np.int64)
    for one in placed:
        above = max(0, one.baseline - _leading(one.size))
        below = min(HEIGHT, one.baseline + one.size)
        band = coverage(_contours(one, one.baseline - above), WIDTH, below - above)
        ink[above:below] = np.maximum(ink[above:below], band)
    return (ink * (_SHADES - 1) + WHOLE // 2) // WHOLE


def _contours(one: _Placed, baseline: int) -> Iterator[Contour]:
    """Put a line's outlines where they belong, in parts of a pixel."""
    left = (WIDTH * UNITS - one.line.width * one.size) * FINE // (2 * UNITS)
    size = one.size * FINE
    for contour in one.line.contours():
        yield tuple(
            (left + x * size // UNITS, baseline * FINE - y * size // UNITS) for x, y in contour
        )


def _frame() -> Shade:
    """Draw the frame: a heavy line and a fine one, as around a printed title."""
    drawn = np.zeros((HEIGHT, WIDTH), np.int64)
    for inset, weight in ((_EDGE, 4), (_EDGE + 12, 1)):
        inner = inset + weight
        drawn[inset : HEIGHT - inset, inset : WIDTH - inset] = _SHADES - 1
        drawn[inner : HEIGHT - inner, inner : WIDTH - inner] = 0
        if inset == _EDGE:
            heavy = drawn.copy()
    return np.maximum(heavy, drawn)


def _shades(paper: str, ink: str) -> Iterator[tuple[int, int, int]]:
    """Mix the colours from paper to ink."""
    one, other = (tuple(int(c[n : n + 2], 16) for n in (1, 3, 5)) for c in (paper, ink))
    most = _SHADES - 1
    for step in range(_SHADES):
        red, green, blue = (
            (a * (most - step) + b * step) // most for a, b in zip(one, other, strict=True)
        )
        yield red, green, blue
