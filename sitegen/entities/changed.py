"""Which texts may be linked otherwise, where records have other names and nothing else is new?

What the linker knows, the lexicon says: of names by number, and of words. A text in which none of
these stands that lexicons say different things of, and no name of a changed record, is linked as
before. Whether it does is asked of a sieve of many texts at once: which four and six letters follow
one another in them. For a name may have a proclitic before it, or the next word stuck to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sitegen.arabic.chars import ARTICLE
from sitegen.entities.authority import Authority
from sitegen.entities.haystack import encode_words, folded_words
from sitegen.entities.lexicon import Held, Lexicon
from sitegen.model import EntityId

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.integer]

_GRADES = 8  # more than there are
_FOURS, _SIXES = 18, 19  # bits of a number for so many letters
_SPREAD = np.uint32(2_654_435_761)  # 2**32 by the golden ratio: like codes lie apart
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

    The lexicons are those of the authorities, made with the same common words. None where any text
    may be: records came or went, or tell something else than other variants and short names.

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


def sieve_of(data: bytes) -> bytes:
    """Note which four, and which six letters follow one another in a haystack's *data*.

    A bit for each, in 96 kB; several may share one.

    >>> len(sieve_of(encode_words("كتاب")))
    98304
    """
    found = np.zeros((1 << _FOURS) + (1 << _SIXES), np.bool_)
    found[_bits_of(data)] = True
    return np.packbits(found, bitorder="little").tobytes()


def _bits_of(data: bytes) -> Ints:
    """Give the bits of each four and each six letters of *data* that follow one another."""
    letters = np.frombuffer(data, np.uint8)
    if len(letters) < 4:
        return np.zeros(0, np.uint32)
    rows = np.ascontiguousarray(np.lib.stride_tricks.sliding_window_view(letters, 4))
    codes = rows.view(np.uint32).reshape(-1) * _SPREAD
    fours = codes >> np.uint32(32 - _FOURS)
    sixes = (codes[:-2] * _SPREAD + codes[2:]) >> np.uint32(32 - _SIXES)
    return np.concatenate((fours, sixes + np.uint32(1 << _FOURS)))


class Sought(NamedTuple):
    """The bits of names, one name's behind the other's, which begin at *starts*.

    ``is_any``: one is too short to have a bit.
    """

    bits: Ints
    starts: Ints
    is_any: bool


def sought_in(names: Iterable[str]) -> Sought:
    """Give what of each name is sought: all but an article, which ل contracts."""
    article = encode_words(ARTICLE)
    found = [_bits_of(encode_words(name).removeprefix(article)) for name in sorted(names)]
    some = [bits for bits in found if len(bits)]
    sizes = np.array([len(bits) for bits in some], np.int64)
    bits = np.concatenate(some).astype(np.int64) if some else np.zeros(0, np.int64)
    return Sought(bits, np.cumsum(sizes) - sizes, len(some) < len(found))


def may_hold(sieve: bytes, sought: Sought) -> bool:
    """Say whether texts of this *sieve* may hold a name.

    >>> sieve = sieve_of(encode_words("وبالقاهره في كتاب"))
    >>> [may_hold(sieve, sought_in([name])) for name in ("القاهره", "في كتاب", "كتاب القاهره")]
    [True, True, False]
    """
    if sought.is_any or not len(sought.bits):
        return sought.is_any
    here = np.frombuffer(sieve, np.uint8)[sought.bits >> 3] >> (sought.bits & 7) & 1
    return bool(np.logical_and.reduceat(here.astype(np.bool_), sought.starts).any())
