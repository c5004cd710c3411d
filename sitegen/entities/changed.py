"""Which texts may be linked otherwise, where records have other names and nothing else is new?

What the linker knows, the lexicon says: of names by number, and of words. A text in which none of
these stands that lexicons say different things of, and no name of a changed record, is linked as
before. Whether it does is asked of its letters, as they were laid out to seek names in them; not of
its words, for a name may have a proclitic before it, or the next word stuck to it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from sitegen.arabic.chars import ARTICLE, HEH, TEH_MARBUTA
from sitegen.entities.authority import Authority
from sitegen.entities.haystack import encode_words, folded_words
from sitegen.entities.lexicon import Held, Lexicon
from sitegen.model import EntityId

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.integer]

_GRADES = 8  # more than there are
_WORDS = (
    "given", "given_anywhere", "given_or_table", "forenames", "surnames", "prolonged", "shared"
)  # fmt: skip
_SAME = ("people", "places", "cued", "first")  # what other names do not change
_ASKED = frozenset(  # all that a linker asks: what is compared here, or follows from that
    (*_WORDS, *_SAME, "names", "lengths", "bearers", "shorts", "owners", "weak", "doubtful",
     "exact", "of_entity", "beside", "claimed", "towns")
)  # fmt: skip


def names_changed(
    was: Authority, now: Authority, before: Lexicon, after: Lexicon
) -> frozenset[str] | None:
    """Name the words, and names of several, that a text must hold to be linked otherwise now.

    The lexicons are those of the authorities and of common words, which may be others, too. None
    where any text may be: records came or went, or tell something else than other variants and
    short names.

    >>> from sitegen.entities.lexicon import build_lexicon
    >>> from sitegen.errors import Place
    >>> from sitegen.model import Entity, EntityType
    >>> kinds = {"type": EntityType.PERSON, "place": Place("p.yml")}
    >>> rida = Entity(id=EntityId("p-1"), heading="رشيد رضا", **kinds)
    >>> abduh = Entity(id=EntityId("p-2"), heading="محمد عبده", **kinds)
    >>> more = replace(rida, variants=("صاحب المنار",))
    >>> was, now = Authority.of([rida, abduh]), Authority.of([more, abduh])
    >>> found = names_changed(was, now, *(build_lexicon(one, ()) for one in (was, now)))
    >>> "صاحب المنار" in found, "رشيد رضا" in found, "محمد عبده" in found
    (True, True, False)
    """
    records = _records_changed(was, now)
    if records is None or {one.name for one in fields(Lexicon)} != _ASKED:
        return None
    if any(getattr(before, name) != getattr(after, name) for name in _SAME):
        return None
    rows = _rows_changed(before, after)
    if rows is None:
        return None
    found = set(rows)
    for name in _WORDS:
        found |= getattr(before, name) ^ getattr(after, name)
    found.update(_other(before.towns, after.towns), before.beside.keys() ^ after.beside.keys())
    found.update(_other(_exact(before), _exact(after)))
    found.update(_other(was.agents, now.agents))
    found.update(_written(before.claimed.common ^ after.claimed.common))
    meant = {after.first.get(entity, entity) for entity in records} | records
    for lexicon in (before, after):
        found.update(_names_of(lexicon, meant))
    return frozenset(found)


def _records_changed(was: Authority, now: Authority) -> set[EntityId] | None:
    """Name the records that have other names; None where more than that is other."""
    if [*was.records] != [*now.records] or (was.refs, was.same) != (now.refs, now.same):
        return None
    found = set()
    for one, other in zip(was.values(), now.values(), strict=True):
        renamed = replace(
            one, variants=other.variants, short_names=other.short_names, place=other.place
        )
        if renamed != other:
            return None
        if (one.variants, one.short_names) != (other.variants, other.short_names):
            found.add(one.id)
    return found


def _rows_changed(before: Lexicon, after: Lexicon) -> set[str] | None:
    """Give the names that came or went, or of which something else is said."""
    place = {name: n for n, name in enumerate(after.names)}
    number = np.array([place.get(name, -1) for name in before.names], np.int64)
    stay = (number >= 0).nonzero()[0]
    moved = number[stay]
    if (np.diff(moved) <= 0).any():  # names are sorted: of equal spans the first comes first
        return None
    is_new = np.ones(len(after.names), np.bool_)
    is_new[moved] = False
    found = {before.names[n] for n in (number < 0).nonzero()[0].tolist()}
    found |= {after.names[n] for n in is_new.nonzero()[0].tolist()}
    is_other = np.zeros(len(stay), np.bool_)
    for name in ("lengths", "weak", "doubtful"):
        said, says = np.array(getattr(before, name)), np.array(getattr(after, name))
        is_other |= said[stay] != says[moved]
    found |= {before.names[n] for n in stay[is_other].tolist()}
    for one, other in ((before.bearers, after.bearers), (before.shorts, after.shorts)):
        if one.records != other.records:
            return None
        codes = np.setxor1d(_codes(one, number), _codes(other, np.arange(len(after.names))))
        size = _GRADES * (len(other.records) + 1)
        found |= {after.names[n] for n in np.unique(codes // size).tolist() if n >= 0}
    return found


def _codes(held: Held, number: Ints) -> Ints:
    """Code whom each name may mean, and how; those of names that have no *number* are below 0."""
    names, records, grades = held.columns()
    size = _GRADES * (len(held.records) + 1)
    return number[names].astype(np.int64) * size + records * _GRADES + grades


def _other(one: Mapping[str, object], other: Mapping[str, object]) -> Iterator[str]:
    return (name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _written(common: Iterable[str]) -> Iterator[str]:
    """Give what texts have of common words: some say by an ending that it is to be written ه or ة.

    >>> sorted(_written(["عالية", "باطنهه"]))
    ['باطنه', 'باطنهه', 'عاليه']
    """
    for word in common:
        yield word.replace(TEH_MARBUTA, HEH)
        if word.endswith(HEH):
            yield word.removesuffix(HEH)


def _exact(lexicon: Lexicon) -> dict[str, EntityId]:
    return {lexicon.names[n]: entity for n, entity in lexicon.exact.items()}


def _names_of(lexicon: Lexicon, entities: Collection[EntityId]) -> set[str]:
    """Give all names that may mean one of *entities*."""
    found: set[str] = set()
    for held in (lexicon.bearers, lexicon.shorts):
        wanted = [n for n, entity in enumerate(held.records) if entity in entities]
        names, records, _ = held.columns()
        here = np.unique(names[np.isin(records, wanted)])
        found.update(lexicon.names[n] for n in here.tolist())
    return found


def agents_met(names: Iterable[str]) -> dict[str, bytes]:
    """Give the words of names of authors in the haystack's alphabet."""
    every = list(dict.fromkeys(names))
    return dict(zip(every, map(encode_words, folded_words(every)), strict=True))


def sought_in(names: Iterable[str]) -> tuple[bytes, ...]:
    """Give the letters of which a text has some that holds one of *names*: the fewest that will do.

    An article is not among them, for ل contracts it; what holds another is not, either.

    >>> len(sought_in(["القاهره", "قاهره المعز", "في كتاب"]))
    2
    """
    article = encode_words(ARTICLE)
    letters = {encode_words(name).removeprefix(article) for name in names}
    found: list[bytes] = []
    for one in sorted(letters, key=lambda one: (len(one), one)):
        if not any(short in one for short in found):
            found.append(one)
    return tuple(found)


def holding(texts: bytes, ends: Sequence[int], sought: Iterable[bytes]) -> set[int]:
    """Give the numbers of the texts, which end at *ends*, that hold what is *sought*.

    >>> from itertools import accumulate
    >>> texts = [encode_words(text) for text in ("وبالقاهره كان", "في كتاب", "كتاب")]
    >>> ends = [*accumulate(map(len, texts))]
    >>> sorted(holding(b"".join(texts), ends, sought_in(["القاهره", "في كتاب"])))
    [0, 1]
    """
    found: set[int] = set()
    for letters in sought:
        at = texts.find(letters)
        while 0 <= at < len(texts):
            number = bisect_right(ends, at)
            found.add(number)
            at = texts.find(letters, ends[number])
    return found
