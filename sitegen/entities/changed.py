"""Which texts may be linked otherwise, where records or common words are others?

What the linker knows, the lexicon says: of names by number, and of words. A text in which none of
these stands that lexicons say different things of, no name of a changed record, and no reference
to one, is linked as before. Whether it does is asked of its letters, as they were laid out to seek
names in them; not of its words, for a name may have a proclitic before it, or the next word stuck
to it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from sitegen.arabic.chars import ARTICLE, HEH, TEH_MARBUTA
from sitegen.entities.authority import Authority
from sitegen.entities.haystack import encode_words, folded_words
from sitegen.entities.identifiers import canonical_ref
from sitegen.entities.lexicon import Held, Lexicon
from sitegen.entities.names import says_more
from sitegen.entities.stuck import LEAST
from sitegen.model import Document, Entity, EntityId

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.integer]

Key = TypeVar("Key")
_GRADES = 8  # more than there are
_WORDS = (
    "given", "given_anywhere", "given_or_table", "forenames", "surnames", "prolonged", "shared"
)  # fmt: skip
_ASKED = frozenset(  # all that a linker asks: what is compared here, or follows from that
    (*_WORDS, "people", "places", "cued", "first", "names", "lengths", "bearers", "shorts",
     "owners", "weak", "doubtful", "exact", "of_entity", "beside", "claimed", "towns")
)  # fmt: skip

_APART = ("place", "description", "end", "same_as", "author", "extra")  # or for says_more alone
_asked_of = attrgetter(*(one.name for one in fields(Entity) if one.name not in _APART))


class Changed(NamedTuple):
    """What a text must hold to be linked otherwise now: a word, a name of several, or an id."""

    names: frozenset[str]
    refs: frozenset[str]


def names_changed(
    was: Authority, now: Authority, before: Lexicon, after: Lexicon
) -> Changed | None:
    """Say what a text must hold to be linked otherwise now.

    The lexicons are those of the authorities and of common words, which may be others, too. None
    where any text may be.

    >>> from dataclasses import replace
    >>> from sitegen.entities.lexicon import build_lexicon
    >>> from sitegen.errors import Place
    >>> from sitegen.model import EntityType
    >>> kinds = {"type": EntityType.PERSON, "place": Place("p.yml")}
    >>> rida = Entity(id=EntityId("p-1"), heading="رشيد رضا", **kinds)
    >>> abduh = Entity(id=EntityId("p-2"), heading="محمد عبده", **kinds)
    >>> more = replace(rida, variants=("صاحب المنار",))
    >>> was, now = Authority.of([rida, abduh]), Authority.of([more, abduh])
    >>> names, refs = names_changed(was, now, *(build_lexicon(one, ()) for one in (was, now)))
    >>> "صاحب المنار" in names, "رشيد رضا" in names, "محمد عبده" in names, refs
    (True, True, False, frozenset({'p-1'}))
    """
    rows = _rows_changed(before, after)
    if rows is None or {one.name for one in fields(Lexicon)} != _ASKED:
        return None
    records = _records_changed(was, now)
    for one, other in ((was.same, now.same), (before.first, after.first)):
        records.update(_other(one, other))
    firsts = [*before.first.items(), *after.first.items()]  # of records that are one thing
    records |= {first for record, first in firsts if record in records}
    found = set(rows)
    for name in _WORDS:
        found |= getattr(before, name) ^ getattr(after, name)
    found.update(_other(before.towns, after.towns), before.beside.keys() ^ after.beside.keys())
    found.update(_other(_exact(before), _exact(after)))
    found.update(_other(was.agents, now.agents))
    found.update(_written(before.claimed.common ^ after.claimed.common))
    refs: set[str] = {*records, *(record for record, first in firsts if first in records)}
    refs.update(_other(was.refs, now.refs))
    for authority, lexicon in ((was, before), (now, after)):
        found.update(_names_of(lexicon, records))
        found.update(name for name, record in authority.agents.items() if record in records)
        refs.update(ref for ref, record in authority.refs.items() if record in records)
    return Changed(frozenset(found), frozenset(refs))


def linked_by(entity: Entity) -> tuple[object, ...]:
    """Give what a linker asks a record for; of what it describes only whether it does.

    >>> from dataclasses import replace
    >>> from sitegen.errors import Place
    >>> from sitegen.model import EntityType
    >>> rida = Entity(id=EntityId("p-1"), heading="رشيد رضا", type=EntityType.PERSON,
    ...               place=Place("p.yml"), description="صاحب المنار")
    >>> linked_by(rida) == linked_by(replace(rida, description="صاحب مجلة المنار"))
    True
    >>> linked_by(rida) == linked_by(replace(rida, description=""))
    False
    """
    return (*_asked_of(entity), says_more(entity), entity.extra.get("subtype"))


def _records_changed(was: Authority, now: Authority) -> set[EntityId]:
    """Name the records that came or went, or say something else."""
    found = was.records.keys() ^ now.records.keys()
    for name, one in was.records.items():
        other = now.records.get(name)
        if other is not None and one != other and linked_by(one) != linked_by(other):
            found.add(name)
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
    every = {name: n for n, name in enumerate({*before.bearers.records, *after.bearers.records})}
    size = _GRADES * (len(every) + 1)
    for one, other in ((before.bearers, after.bearers), (before.shorts, after.shorts)):
        codes = _codes(one, number, every), _codes(other, np.arange(len(after.names)), every)
        names = np.unique(np.setxor1d(*codes) // size)
        found |= {after.names[n] for n in names.tolist() if n >= 0}
    return found


def _codes(held: Held, number: Ints, every: Mapping[EntityId, int]) -> Ints:
    """Code whom each name may mean, and how; those of names that have no *number* are below 0.

    *every* record has a number of its own there.
    """
    names, records, grades = held.columns()
    own = np.array([every[name] for name in held.records], np.int64)
    size = _GRADES * (len(every) + 1)
    return number[names].astype(np.int64) * size + own[records] * _GRADES + grades


def _other(one: Mapping[Key, object], other: Mapping[Key, object]) -> Iterator[Key]:
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


def letters_of(documents: Sequence[Document], met: Iterable[bytes]) -> Iterator[bytes]:
    """Give of each document all that :func:`sought_in` may seek there.

    That is the bytes *met* in it, the names of its authors, editors and translators, and the ids
    that it refers to.
    """
    hands = [(*one.authors, *one.editors, *one.translators) for one in documents]
    every = list(dict.fromkeys(chain.from_iterable(hands)))
    words = dict(zip(every, map(encode_words, folded_words(every)), strict=True))
    for document, names, letters in zip(documents, hands, met, strict=True):
        refs = {*_refs_of(document), *chain.from_iterable(map(str.split, names))}
        refs |= set(map(canonical_ref, refs))
        yield b" ".join((letters, *map(words.__getitem__, names), *map(_marked, sorted(refs))))


def _refs_of(document: Document) -> Iterator[str]:
    rules = document.entities
    yield from chain(rules.link, rules.never, rules.as_.values())
    for block in document.body.blocks:
        for tag in block.tagged:
            yield from tag.refs


def _marked(ref: str) -> bytes:
    """Give an id as no letters of a text are."""
    return b"\0%b\0" % ref.encode("utf-8", "surrogatepass")


def sought_in(names: Iterable[str], refs: Iterable[str] = ()) -> tuple[bytes, ...]:
    """Give letters of which a text has some that holds a name or an id: the fewest that will do.

    What holds another is not among them.

    >>> len(sought_in(["القاهره", "القاهره المعزيه", "في كتاب"], ["l-1"]))
    3
    """
    letters = {*map(_letters, names), *map(_marked, refs)}
    found: list[bytes] = []
    for one in sorted(letters, key=lambda one: (len(one), one)):
        if not any(short in one for short in found):
            found.append(one)
    return tuple(found)


def _letters(name: str) -> bytes:
    """Give what every text has that holds a name: after ل the alef of ال goes.

    To a short word no other is stuck.
    """
    letters = encode_words(f"{name} " if " " not in name and len(name) < LEAST else name)
    return letters[1:] if name.startswith(ARTICLE) else letters


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
