"""Where does a name stand beside its mark, so that it hides no other name and no other mark?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen.pages.charts import rounded
from sitegen.pages.views import Label

_BROAD = 0.46  # the mean breadth of a letter, in heights of the letters
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Mark:
    """A round mark of a drawing, by its middle and radius, and its name."""

    x: float
    y: float
    size: float
    name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawing: its size, and the height of its letters."""

    width: float
    height: float
    em: float


def label(marks: Sequence[Mark], sheet: Sheet, most: int) -> Iterator[Label]:
    """Write *most* names beside marks, the first marks first.

    A name goes to the left, the right, above or below its mark, or aslant; where none is free, it
    has none.
    The marks that may have names are free of all of them; a name may hide one of the rest.
    """
    taken = [
        (mark.x - mark.size, mark.y - mark.size, mark.x + mark.size, mark.y + mark.size)
        for mark in marks[:most]
    ]
    made = 0
    for number, mark in enumerate(marks):
        if made == most:
            return
        for x, y, anchor, box in _ways(mark, sheet.em):
            others = (one for n, one in enumerate(taken) if n != number or n >= most)
            if _is_inside(box, sheet) and not any(_overlap(box, other) for other in others):
                taken.append(box)
                made += 1
                yield Label(rounded(x), rounded(y), mark.name, anchor)
                break


def _ways(mark: Mark, em: float) -> Iterator[tuple[float, float, str, Box]]:
    wide, gap = len(mark.name) * em * _BROAD, mark.size + em * 0.22
    low, above, below = mark.y + em * 0.34, mark.y - gap - em * 0.11, mark.y + gap + em * 0.8
    for x, y, anchor, left in (
        (mark.x - gap, low, "end", mark.x - gap - wide),
        (mark.x + gap, low, "start", mark.x + gap),
        (mark.x, above, "middle", mark.x - wide / 2),
        (mark.x, below, "middle", mark.x - wide / 2),
        (mark.x, above, "start", mark.x),
        (mark.x, below, "start", mark.x),
        (mark.x, above, "end", mark.x - wide),
        (mark.x, below, "end", mark.x - wide),
    ):
        yield x, y, anchor, (left, y - em * 0.8, left + wide, y + em * 0.3)


def _is_inside(box: Box, sheet: Sheet) -> bool:
    left, top, right, bottom = box
    return left >= 0 and top >= 0 and right <= sheet.width and bottom <= sheet.height


def _overlap(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    )  # fmt: skip
