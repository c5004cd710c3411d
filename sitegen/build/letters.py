"""Which first letters of keys have postings that are no longer as they were?

Each letter of a segment has a token, new whenever something that its postings are made of may have
changed: a document's words, their places and levels, or the family of a form. Where the order of
the documents changes, all postings do; that the keys of jobs say by themselves.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sitegen.arabic.stem import key
from sitegen.build.cache import Cache
from sitegen.build.units import key_of
from sitegen.index.format import Numbering
from sitegen.index.lexicon import units_of_form
from sitegen.index.plan import Segment
from sitegen.index.spelling import units_of_word
from sitegen.index.usage import Watched
from sitegen.model import DocId

_LETTERS, _ORDERS = "letters", "orders"
Tokens = Mapping[str, bytes]  # by the name of a letter, or of a part of the lists of words


def new_token() -> bytes:
    """Give a token that no letter ever had."""
    return secrets.token_bytes(8)


def tokens_of(last: Tokens | None, moved: Iterable[str] | None) -> dict[str, bytes]:
    """Give the tokens of what is named by letters: new ones to those *moved*.

    All get new ones where no *last* ones are known, or *moved* is None. What is not named has the
    token of "".
    """
    if last is None or moved is None:
        return {"": new_token()}
    return {**last, **{name: new_token() for name in moved}}


def token_of(tokens: Tokens, name: str) -> bytes:
    """Give the token of what is called *name*."""
    return tokens.get(name, tokens[""])


def units_of(forms: Iterable[str]) -> frozenset[str]:
    """Name the parts of the lists of words that forms may be in."""
    return frozenset(u for form in forms for u in (*units_of_word(form), *units_of_form(form)))


@dataclass(frozen=True, slots=True)
class Order:
    """What the postings of a segment were written with: the documents in order, their mean length.

    Also into how many folders they were shared out, the ``names`` of the numbering, and by which
    years (``slots`` is a hash of the documents') which words were counted: for each first letter
    of keys, the families and the words that each stands for.
    """

    ids: tuple[DocId, ...]
    mean: int
    folders: int
    names: Numbering
    years: tuple[int, ...] = ()
    slots: bytes = b""
    watched: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, segment: Segment, ids: tuple[DocId, ...], watched: Watched, years: tuple[int, ...]
    ) -> Order:
        """Give the order of a segment of the documents *ids*, of which *watched* words count."""
        words: defaultdict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for family, forms in sorted(watched.families.items()):
            words[key(forms[0])[:1]].append((family, forms))
        by_letter = {letter: tuple(some) for letter, some in words.items()}
        slots = key_of(watched.slots.tobytes())
        return cls(ids, segment.mean, segment.folders, segment.names, years, slots, by_letter)

    @property
    def families(self) -> dict[str, tuple[str, ...]]:
        """The families that are watched, and the words that each stands for."""
        return {family: forms for some in self.watched.values() for family, forms in some}


@dataclass(frozen=True, slots=True)
class Letters:
    """The tokens of the index's letters and lists, and what the postings are written with."""

    tokens: Mapping[str, Tokens]
    orders: Mapping[str, Order]

    @classmethod
    def kept_in(cls, cache: Cache | None) -> Letters:
        """Give those of the last build."""
        if cache is None:
            return cls({}, {})
        return cls(cache.get(_LETTERS) or {}, cache.get(_ORDERS) or {})

    def keep(self, cache: Cache | None, last: Letters) -> None:
        """Keep for the next build what is other than the *last* one kept."""
        if cache and self.tokens != last.tokens:
            cache.put(_LETTERS, self.tokens)
        if cache and self.orders != last.orders:
            cache.put(_ORDERS, self.orders)
