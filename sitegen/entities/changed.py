"""Which texts may be linked otherwise, where records have other names and nothing else is new?

What the linker knows, the lexicon says: of names by number, and of words. A text in which none of
these stands that lexicons say different things of, and no name of a changed record, is linked as
before. Whether it does is asked of the words of many texts at once, of parts of words too: for a
name may have a proclitic before it, or the next word stuck to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING

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
_WORDS = (
    "given",
    "given_anywhere",
    "given_or_table",
    "forenames",
    "surnames",
    "prolonged",
    "shared",
)
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


def words_met(data: bytes, names: Iterable[str]) -> bytes:
    """Give the different words of a haystack's *data*, and of *names* of authors.

    >>> words_met(encode_words("كتاب كتاب"), ["قلم"]) == encode_words("قلم كتاب")
    True
    """
    words = set(data.split(b" "))
    for name in folded_words(names):
        words.update(encode_words(name).split(b" "))
    return b" ".join(sorted(words))


def sought_in(names: Iterable[str]) -> Sequence[Sequence[bytes]]:
    """Give of each name what is sought of it among words: each of its words, without article.

    What ل contracts is without it, too.

    >>> sought_in(["عبد الله"]) == [[encode_words("عبد"), encode_words("له")]]
    True
    """
    article = encode_words(ARTICLE)
    return [
        [word.removeprefix(article) for word in encode_words(name).split(b" ")]
        for name in sorted(names)
    ]


def may_hold(words: bytes, sought: Iterable[Sequence[bytes]]) -> bool:
    """Say whether texts of these *words* may hold a name.

    >>> words = words_met(encode_words("وبالقاهره في كتاب"), ())
    >>> [may_hold(words, sought_in([name])) for name in ("القاهره", "كتاب القاهره", "كتاب دمشق")]
    [True, True, False]
    """
    return any(all(word in words for word in name) for name in sought)
