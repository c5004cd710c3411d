"""How likely is it that someone who typed this meant that?

An edit distance with integer weights, for "did you mean". The weights are those of a noisy
channel (Kernighan, Church and Gale, 1990), in halves of a binary logarithm: there is one way of
leaving a given letter out, or of swapping two, but there are 27 letters that could be put for
another, of which a few are its likes (dots, emphatics, hamza carriers). Forms are folded, so
that the commonest slips (hamza on alef, teh marbuta, alef maqsura) cost nothing.
"""

from __future__ import annotations

from functools import cache
from typing import Any

LEFT_OUT = 26  # a letter that was meant, not typed
SWAPPED = 26  # two neighbours in the wrong order
LIKELY = 29  # a letter put for its like; one typed twice; a stray hamza
OTHER = 35  # a letter put for any other, or put in
FARTHEST = 2 * OTHER  # two slips, in a word of five letters and more
NEAREST = LEFT_OUT + LIKELY  # in shorter ones: one, or two likely ones
SHORT = 4

# Letters of one drawing but for their dots, letters of one sound in some dialect or other, and
# such as print confuses.
_LIKES = """
    بتثنيئپ جحخچ دذ رزژ سش صض طظ عغ فقڤ وؤ كگ
    هح ضظد ذز ثتط ثس سص قك قغ اعء يى رو در
"""
LIKES = tuple(_LIKES.split())
HAMZA = "\N{ARABIC LETTER HAMZA}"


@cache
def confusable() -> frozenset[str]:
    """Give the pairs of letters that are taken for each other, both ways.

    >>> {"صض", "ضص"} <= confusable(), "لم" in confusable()
    (True, False)
    """
    return frozenset(a + b for group in LIKES for a in group for b in group if a != b)


def confusion_tables() -> dict[str, Any]:
    """Give the weights for the client, as JSON-ready data."""
    return {
        "likes": " ".join(LIKES), "hamza": HAMZA, "leftOut": LEFT_OUT, "swapped": SWAPPED,
        "likely": LIKELY, "other": OTHER, "farthest": FARTHEST, "nearest": NEAREST,
        "short": SHORT,
    }  # fmt: skip


def farthest(form: str) -> int:
    """Give the greatest distance at which a word may be meant by *form*.

    >>> farthest("كتب"), farthest("مدرسه")
    (55, 70)
    """
    return NEAREST if len(form) <= SHORT else FARTHEST


def distance(typed: str, meant: str, limit: int) -> int:
    """Weigh the cheapest way from what was *meant* to what was *typed*.

    Optimal string alignment: no place is edited twice. ``limit + 1`` where it costs more.

    >>> distance("مدرصه", "مدرسه", 70), distance("مدسره", "مدرسه", 70), distance("كتب", "كتاب", 70)
    (29, 26, 26)
    >>> distance("كتااب", "كتاب", 70), distance("كتلب", "كتاب", 70), distance("كتاب", "مدرسه", 70)
    (29, 35, 71)
    """
    pairs = confusable()
    before: list[int] = []
    row = [LEFT_OUT * n for n in range(len(meant) + 1)]
    for i, letter in enumerate(typed):
        above, before = before, row
        extra = LIKELY if letter == HAMZA or (i and typed[i - 1] == letter) else OTHER
        row = [before[0] + extra]
        for j, other in enumerate(meant):
            if letter == other:
                cost = before[j]
            else:
                cost = before[j] + (LIKELY if letter + other in pairs else OTHER)
            cost = min(cost, before[j + 1] + extra, row[j] + LEFT_OUT)
            if i and j and letter == meant[j - 1] and typed[i - 1] == other:
                cost = min(cost, above[j - 1] + SWAPPED)
            row.append(cost)
        if min(row) > limit and min(before) + SWAPPED > limit:
            return limit + 1
    return min(row[-1], limit + 1)
