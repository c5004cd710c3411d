"""Which words of names may no stemmer cut?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from sitegen.arabic.chars import ARTICLE
from sitegen.entities.common import Claimed
from sitegen.entities.haystack import words_of
from sitegen.model import Entity, EntityType

_KINDS = (EntityType.PERSON, EntityType.PLACE)


def name_counts(surfaces: Iterable[str]) -> Counter[str]:
    """Count the words inside linked names, folded and without ال, for a batch's mentions.

    >>> sorted(name_counts(["محمد كرد علي", "الجاحظ"]).items())
    [('جاحظ', 1), ('علي', 1), ('كرد', 1), ('محمد', 1)]
    """
    times = Counter(surfaces)  # names come again and again
    found: Counter[str] = Counter()
    for words, count in zip(words_of([*times]), times.values(), strict=True):
        for word in words:
            found[_bare(word)] += count
    return found


def protected_words(
    authority: Mapping[str, Entity],
    forms: Mapping[str, int],
    inside: Mapping[str, int] | None = None,
    common: Collection[str] = frozenset(),
) -> frozenset[str]:
    """List the words that the stemmer leaves whole, folded and without ال.

    They are the one-word headings and variants of persons and places; and the last word of a
    longer one where it is in no stop list and the archive has it at least as often inside names
    as outside. *forms* counts the archive's folded forms, *inside* its words in linked names
    (:func:`name_counts`); without *inside* no last word is protected.
    """
    claimed = Claimed(common)
    names = [
        name
        for entity in authority.values()
        if entity.type in _KINDS
        for name in (entity.heading, *entity.variants)
    ]
    found: set[str] = set()
    for words in words_of(names):
        if not words or words[-1] in claimed:
            continue
        if len(words) == 1 or _is_mostly_name(_bare(words[-1]), forms, inside or {}):
            found.add(_bare(words[-1]))
    return frozenset(word for word in found if len(word) > 1)


def _is_mostly_name(word: str, forms: Mapping[str, int], inside: Mapping[str, int]) -> bool:
    named = inside.get(word, 0)
    return named > 0 and 2 * named >= forms.get(word, 0) + forms.get(ARTICLE + word, 0)


def _bare(word: str) -> str:
    return word[2:] if word.startswith(ARTICLE) and len(word) > 4 else word
