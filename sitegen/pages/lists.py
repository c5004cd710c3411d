"""In which order do documents stand, what is beside what, and how are long lists parted?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress, count, pairwise, repeat
from operator import ne
from typing import TypeVar

import numpy as np

from sitegen.model import Card, DocId, PartialDate
from sitegen.pages.columns import Places
from sitegen.pages.deck import Deck

PART = 100
_RUN = re.compile(r"[0-9]+|[^0-9]+")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_NEVER = (10**7, 0, 0, 0)  # later than any day that datetime knows
_NO_PAGE = ((2, 0, ""),)  # after those that have one

T = TypeVar("T")
Natural = tuple[tuple[int, int, str], ...]
Days = tuple[int, int, int, int]


@lru_cache(maxsize=1 << 14)
def natural(text: str) -> Natural:
    """Give a sort key in which numbers compare as numbers; what is absent comes first.

    >>> sorted(["١٠", "9", "خاص", ""], key=natural)
    ['', '9', '١٠', 'خاص']
    """
    return tuple(
        (0, int(run), "") if run.isdigit() else (1, 0, run)
        for run in _RUN.findall(text.translate(_DIGITS))
    )


def order(card: Card) -> tuple[Days, str, Natural, Natural, Natural, bytes]:
    """Give a document's place: by date, then as printed, then by id; undated ones come last."""
    return (
        _days(card.date),
        card.collection,
        natural(card.volume),
        natural(card.issue),
        natural(card.pages),
        card.id.encode(),
    )


def print_order(card: Card) -> tuple[str, Natural, str, Natural, str, Natural, Days, bytes]:
    """Give a document's place: its collection, and in that volume, issue, page."""
    pages = natural(card.pages) or _NO_PAGE
    (volume, issue), name = map(natural, (card.volume, card.issue)), card.id.encode()
    return card.collection, volume, card.volume, issue, card.issue, pages, _days(card.date), name


def in_order(deck: Deck) -> Deck:
    """Sort cards by :func:`order`, all at once."""
    return deck.sorted_by(
        ("date", _days),
        ("collection", str),
        ("volume", natural),
        ("issue", natural),
        ("pages", natural),
    )


def in_print_order(deck: Deck) -> Deck:
    """Sort cards by :func:`print_order`, all at once."""
    return deck.sorted_by(
        ("collection", str),
        ("volume", lambda volume: (natural(volume), volume)),
        ("issue", lambda issue: (natural(issue), issue)),
        ("pages", lambda pages: natural(pages) or _NO_PAGE),
        ("date", _days),
    )


def _days(date: PartialDate | None) -> Days:
    """Set dates by their first days, then by their last.

    >>> _days(PartialDate(1908, 1, 1)) < _days(PartialDate(1908, 1)) < _days(PartialDate(1908))
    True
    """
    if date is None:
        return _NEVER
    return date.year, date.month or 1, date.day or 1, 2 * (not date.month) + (not date.day)


def parts(items: Sequence[T], size: int = PART) -> list[Sequence[T]]:
    """Part a list, from its oldest on: a new item touches the last part only.

    >>> parts([1, 2, 3], 2), parts([])
    ([[1, 2], [3]], [[]])
    """
    return [items[start : start + size] for start in range(0, len(items), size)] or [items]


def renumbered(last: Sequence[DocId], now: Sequence[DocId]) -> tuple[Places, set[DocId]]:
    """Give for each of the *last* documents its number of *now*, -1 of one that went; who came.

    Those before the first change, and those behind the last, are not looked up.

    >>> renumbered([DocId(n) for n in "أبج"], [DocId(n) for n in "أدج"])
    (array([ 0, -1,  2]), {'د'})
    """
    first = _alike(last, now)
    behind = _alike(last[first:][::-1], now[first:][::-1])
    here, there = (one[first : len(one) - behind] for one in (last, now))
    number = dict(zip(there, count(first)))
    places = np.fromiter(map(number.get, here, repeat(-1)), np.int64, len(here))
    known = np.zeros(len(there), bool)
    known[places[places >= 0] - first] = True
    edges = np.arange(first), np.arange(len(now) - behind, len(now))
    come = {there[n] for n in np.flatnonzero(~known).tolist()}
    return np.concatenate((edges[0], places, edges[1])), come


def _alike(one: Sequence[DocId], other: Sequence[DocId]) -> int:
    """Say how many documents at the beginning are the same."""
    differ = map(ne, one, other)
    return next(compress(count(), differ), min(len(one), len(other)))


def neighbours(deck: Deck) -> tuple[Places, Places]:
    """Give the places of documents that are printed one after the other in an issue, in pairs.

    *deck* has those of a collection in print order; places are those of its whole. Where a
    collection has no issues, its documents follow each other.
    """
    volumes, issues = deck.column("volume").codes, deck.column("issue").codes
    same = (volumes[1:] == volumes[:-1]) & (issues[1:] == issues[:-1])
    return deck.places[:-1][same], deck.places[1:][same]


def chosen(cards: Sequence[Card], count: int) -> list[Card]:
    """Choose a few documents of different times, evenly, the longer ones of each: by rule.

    >>> chosen([], 3)
    []
    """
    shown = Deck.of(cards).where("access", lambda access: access == "public")
    shown = shown.where("withdrawn", lambda why: not why)
    if not shown or count < 1:
        return []
    count = min(count, len(shown))
    bounds = [len(shown) * n // count for n in range(count + 1)]
    weights = 2001 * shown.column("summary").of_each(bool)
    weights += shown.column("words").of_each(lambda words: min(words, 2000))
    return [_weightiest(shown[a:b], weights[a:b]) for a, b in pairwise(bounds)]


def _weightiest(deck: Deck, weights: Places) -> Card:
    return max(deck.only(np.flatnonzero(weights == weights.max())), key=lambda card: card.id)
