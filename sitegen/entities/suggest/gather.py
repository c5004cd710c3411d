"""Which strings of words are one name? Spellings, shorter forms and surnames brought together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sitegen.entities.suggest.cues import LAQAB_TAILS, SPARE_HEADS
from sitegen.entities.suggest.tally import Sightings, Tally
from sitegen.entities.titles import KIN, RANKS

Words = tuple[str, ...]

_VOWELS = re.compile("[اوي]")
_ALIKE = str.maketrans("طصقغثذضظ", "تسككتددز")


def grouped(tally: Tally, chances: Mapping[Words, float]) -> Iterator[list[Words]]:
    """Bring together the ways of spelling one name; the most frequent first in each group.

    A surname alone joins the one full name that ends with it, where it is no more than seven times
    as frequent.
    """
    by_key: defaultdict[tuple[str, str], list[Words]] = defaultdict(list)
    for words in sorted(chances, key=lambda words: (-tally[words].count, words)):
        by_key[type_of(tally[words]), spelling_key(words)].append(words)
    groups = [group for bucket in by_key.values() for group in _clusters(bucket)]
    groups = _joined(groups, _shorter(groups, tally), tally)
    groups = _joined(groups, _surnames(groups, tally), tally)
    yield from _joined(groups, _headless(groups, tally, chances), tally)


def type_of(seen: Sightings) -> str:
    """Give the type that most sightings speak for; tags and cues speak louder than looks.

    >>> from collections import Counter
    >>> type_of(Sightings(types=Counter(place=2, person=1)))
    'place'
    """
    return max(sorted(seen.types), key=lambda kind: seen.types[kind])


def _joined(
    groups: Sequence[list[Words]], home: Mapping[Words, Words], tally: Tally
) -> list[list[Words]]:
    """Bring groups into those that *home* leads to, by the first names of both."""
    found = {group[0]: list(group) for group in groups if group[0] not in home}
    for group in groups:
        if group[0] in home:
            found[home[group[0]]] += group
    for first, group in found.items():
        is_full = not is_short(first)  # a surname never heads a full name
        group.sort(key=lambda n: (is_full and is_short(n), -tally[n].count, n))
    return list(found.values())


def is_short(words: Words) -> bool:
    """Say whether a name is but a half of one beside a full name: a surname, or a laqab.

    >>> is_short(("الشميل",)), is_short(("قطب", "الدين")), is_short(("شبلي", "الشميل"))
    (True, True, False)
    """
    return len(words) == 1 or (len(words) == 2 and words[1] in LAQAB_TAILS)


def _shorter(groups: Sequence[list[Words]], tally: Tally) -> dict[Words, Words]:
    """Lead a person's name to the one longer name that holds all of it, in order.

    محمد الشطي is محمد جميل الشطي; but محمد بن علي, of whom many have more names, is nobody's,
    and ابن التلميذ or أبو علي only of what begins so.
    """
    people = [g for g in groups if len(g[0]) > 1 and type_of(tally[g[0]]) == "person"]
    by_ends: defaultdict[tuple[str, str], list[list[Words]]] = defaultdict(list)
    for group in people:
        for word in set(group[0]):
            by_ends[group[0][0], word].append(group)
    found = {}
    for group in people:
        words = group[0]
        longer = [
            other
            for other in by_ends[words[0], words[-1]]
            if len(other[0]) > len(words)
            and (other[0][: len(words)] == words if words[0] in KIN else _holds(other[0], words))
        ]
        if len(longer) == 1 and "بن" not in words[2:3] + words[1:2]:
            found[words] = longer[0][0]
    return {words: into for words, into in found.items() if into not in found}


def _holds(longer: Words, words: Words) -> bool:
    """Say whether all words stand in a longer name in their order."""
    rest = iter(longer)
    return all(word in rest for word in words)


def _headless(
    groups: Sequence[list[Words]], tally: Tally, chances: Mapping[Words, float]
) -> dict[Words, Words]:
    """Lead a place's name with a spare head to the name without it: نهر الطونة to الطونة.

    But نهر الكلب, of which the rest is more likely a common word, is a name by itself.
    """
    lone = {group[0] for group in groups if type_of(tally[group[0]]) == "place"}
    return {
        words: words[1:]
        for words in lone
        if len(words) > 1 and words[0] in SPARE_HEADS and words[1:] in lone
        and chances[words[1:]] >= chances[words]
    }  # fmt: skip


def _clusters(bucket: Sequence[Words]) -> Iterator[list[Words]]:
    """Part names with one key: with the most frequent goes what differs in a letter, or two."""
    rest = list(bucket)
    while rest:
        first = rest[0]
        alike = [words for words in rest if is_alike(first, words)]
        yield alike
        rest = [words for words in rest if words not in alike]


def _surnames(groups: Sequence[list[Words]], tally: Tally) -> dict[Words, Words]:
    lone = {g[0]: g for g in groups if len(g[0]) == 1 and type_of(tally[g[0]]) == "person"}
    full: defaultdict[Words, list[list[Words]]] = defaultdict(list)
    for group in groups:
        if len(group[0]) > 1 and group[0][-1:] in lone and type_of(tally[group[0]]) == "person":
            full[group[0][-1:]].append(group)
    found = {}
    for surname, bearers in sorted(full.items()):
        count = tally[bearers[0][0]].count
        if len(bearers) == 1 and count > 1 and 7 * count >= tally[surname].count:
            found[surname] = bearers[0][0]
    return found


def is_alike(one: Words, two: Words) -> bool:
    """Say whether two names are nearly spelt alike: one letter, or two of seven, apart.

    >>> is_alike(("هولانده",), ("هولندا",)), is_alike(("بيسان",), ("البوسنه",))
    (True, False)
    """
    if len(one) > 1 or len(two) > 1:
        return True
    first, second = (words[0].removeprefix("ال").translate(_ALIKE) for words in (one, two))
    first, second = first.rstrip("اه"), second.rstrip("اه")
    return _distance(first, second) <= (2 if min(len(first), len(second)) > 6 else 1)


def _distance(one: str, two: str) -> int:
    row = list(range(len(two) + 1))
    for n, a in enumerate(one, 1):
        last, row[0] = row[0], n
        for m, b in enumerate(two, 1):
            last, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, last + (a != b))
    return row[-1]


def spelling_key(words: Words) -> str:
    """Give what is common to the spellings of one name.

    Spaces and ranks do not matter, nor ابن beside بن; of a long word by itself long vowels and
    letters that sound alike do not either.

    >>> spelling_key(("هولانده",)) == spelling_key(("هولندا",)), spelling_key(("ابن", "سينا"))
    (True, 'بنسينا')
    """
    kept = ["بن" if word == "ابن" else word for word in words if word not in RANKS]
    if len(kept) == 1 and len(kept[0].removeprefix("ال")) > 4:
        word = kept[0].removeprefix("ال").translate(_ALIKE)
        bones = (word[0] + _VOWELS.sub("", word[1:])).removesuffix("ه")
        if len(bones) > 2:
            return f"~{bones}"
    return "".join(kept).replace("افندي", "")
