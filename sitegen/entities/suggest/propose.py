"""Which records should the archivist add first? Sightings gathered, judged and ranked."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitegen.entities.suggest.contexts import Vocabulary
from sitegen.entities.suggest.cues import PLACE_TAILS
from sitegen.entities.suggest.learn import Learned
from sitegen.entities.suggest.tally import Sightings, Spot, Tally
from sitegen.entities.titles import RANKS

Words = tuple[str, ...]

_SURE = {"id": 1.0, "tagged": 0.98, "byline": 0.9, "nasab": 0.85, "head": 0.7, "cue": 0.7,
         "given": 0.75, "quoted": 0.6}  # fmt: skip
_TITLED = 0.9, 0.65  # a title before several words, before one
_ORGANIZATION = 0.5
_LEAST = 0.3  # chance of what is proposed at all
_DOUBT = 0.05  # the learned chance at which a word is as often a name as not
_SURNAME = 0.4  # share of a word's sightings behind given names from which it is no name alone
_VOWELS = re.compile("[اوي]")
_ALIKE = str.maketrans("طصقغثذضظ", "تسككتددز")
_LATIN = dict(zip(
    "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    ("", "a", "b", "t", "th", "j", "h", "kh", "d", "dh", "r", "z", "s", "sh", "s", "d", "t", "z",
     "", "gh", "f", "q", "k", "l", "m", "n", "h", "w", "y"),
    strict=True,
))  # fmt: skip
_PREFIX = {"person": "p", "place": "l", "organization": "o", "work": "w", "event": "e"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A record that the authority may lack; contexts are found by ``spots``.

    ``chance`` says how likely it is a name at all; ``near`` names a record spelt alike.
    """

    id: str
    type: str
    heading: str
    variants: tuple[str, ...]
    short_names: tuple[str, ...]
    count: int
    documents: int
    chance: float
    why: str
    spots: tuple[Spot, ...]
    near: str = ""


def propose(
    tally: Tally,
    vocabulary: Vocabulary,
    learned: Learned,
    *,
    names: Mapping[Words, str],
    passed_over: Collection[Words] = (),
    taken: Collection[str] = (),
    limit: int = 500,
) -> list[Proposal]:
    """Rank the names that were seen, those spelt alike together, and make records of the first.

    *names* are the authority's, folded, with a record of each: what it has is not proposed, what is
    spelt like it is said to be near. *taken* are the ids that are no longer free.
    """
    known = {" ".join(words) for words in names}
    passed = {" ".join(words) for words in passed_over}
    chances = {
        words: chance_of(words, seen, vocabulary, learned)
        for words, seen in tally.items()
        if " ".join(words) not in known and " ".join(words) not in passed
    }
    groups = [group for group in _grouped(tally, chances) if chances[group[0]] >= _LEAST]
    groups.sort(key=lambda group: (-_worth(group, tally, chances), group))
    near = _near(names)
    ids = set(taken)
    return [_proposal(group, tally, chances, near, ids) for group in groups[:limit]]


def chance_of(words: Words, seen: Sightings, vocabulary: Vocabulary, learned: Learned) -> float:
    """Judge how likely a string of words is a name, by its best evidence."""
    best = 0.0
    kind = type_of(seen)
    for why, count in seen.whys.items():
        head = why.partition(" ")[0]
        if head == "title":
            sure = _TITLED[len(words) == 1]
        elif head == "learned":
            sure = _learned(words, vocabulary, learned)
        else:
            sure = _ORGANIZATION if head == "head" and kind == "organization" else _SURE[head]
        best = max(best, sure * min(1.0, 0.5 + 2 * count / seen.count))
    if len(words) == 1 and not seen.whys.keys() & {"tagged", "byline"}:
        number = vocabulary.number_of.get(words[0], -1)
        if number >= 0 and kind == "person" and learned.after_person[number] > _SURNAME:
            best *= 0.5
    return best


def _learned(words: Words, vocabulary: Vocabulary, learned: Learned) -> float:
    numbers = [vocabulary.number_of.get(word, -1) for word in words if word not in PLACE_TAILS]
    chance = min((learned.chance(n) for n in numbers if n >= 0), default=0.0)
    return chance / (chance + _DOUBT)


def type_of(seen: Sightings) -> str:
    """Give the type that most sightings speak for; tags and cues speak louder than looks.

    >>> type_of(Sightings(types=Counter(place=2, person=1)))
    'place'
    """
    return max(sorted(seen.types), key=lambda kind: seen.types[kind])


def _worth(group: Sequence[Words], tally: Tally, chances: Mapping[Words, float]) -> float:
    count = sum(tally[words].count for words in group)
    chance = max(chances[words] for words in group)
    return chance * chance * math.log2(1 + count)


def _grouped(tally: Tally, chances: Mapping[Words, float]) -> Iterator[list[Words]]:
    """Bring together the ways of spelling one name; the most frequent first in each group.

    A surname alone joins the one full name that ends with it, where it is no more than seven times
    as frequent.
    """
    by_key: defaultdict[tuple[str, str], list[Words]] = defaultdict(list)
    for words in sorted(chances, key=lambda words: (-tally[words].count, words)):
        by_key[type_of(tally[words]), spelling_key(words)].append(words)
    groups = [group for bucket in by_key.values() for group in _clusters(bucket)]
    home = _surnames(groups, tally)
    for group in groups:
        if group[0] in home:
            home[group[0]] += group
    yield from (group for group in groups if group[0] not in home)


def _clusters(bucket: Sequence[Words]) -> Iterator[list[Words]]:
    """Part names with one key: with the most frequent goes what differs in a letter, or two."""
    rest = list(bucket)
    while rest:
        first = rest[0]
        alike = [words for words in rest if is_alike(first, words)]
        yield alike
        rest = [words for words in rest if words not in alike]


def _surnames(groups: Sequence[list[Words]], tally: Tally) -> dict[Words, list[Words]]:
    lone = {g[0]: g for g in groups if len(g[0]) == 1 and type_of(tally[g[0]]) == "person"}
    full: defaultdict[Words, list[list[Words]]] = defaultdict(list)
    for group in groups:
        if len(group[0]) > 1 and group[0][-1:] in lone and type_of(tally[group[0]]) == "person":
            full[group[0][-1:]].append(group)
    found = {}
    for surname, bearers in sorted(full.items()):
        count = tally[bearers[0][0]].count
        if len(bearers) == 1 and count > 1 and 7 * count >= tally[surname].count:
            found[surname] = bearers[0]
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
    return "".join(kept)


def _near(names: Mapping[Words, str]) -> dict[str, list[tuple[Words, str]]]:
    found: dict[str, list[tuple[Words, str]]] = {}
    for words, record in sorted(names.items()):
        if words:
            found.setdefault(spelling_key(words), []).append((words, record))
    return found


def _proposal(
    group: Sequence[Words],
    tally: Tally,
    chances: Mapping[Words, float],
    near: Mapping[str, Sequence[tuple[Words, str]]],
    ids: set[str],
) -> Proposal:
    first = group[0]
    seen = [tally[words] for words in group]
    kind = type_of(seen[0])
    names = [_surface(one) for one in seen]
    is_short = [len(words) == 1 and len(first) > 1 for words in group]
    given = [why[3:] for one in seen for why in one.whys if why.startswith("id ")]
    return Proposal(
        id=given[0] if given else _new_id(kind, first, ids),
        type=kind,
        heading=names[0],
        variants=_others(
            names[0], (n for n, short in zip(names, is_short, strict=True) if not short)
        ),
        short_names=_others(
            names[0], (n for n, short in zip(names, is_short, strict=True) if short)
        ),
        count=sum(one.count for one in seen),
        documents=sum(one.documents for one in seen),
        chance=round(max(chances[words] for words in group), 2),
        why=_why(seen),
        spots=tuple(sorted(spot for one in seen for spot in one.spots)[:3]),
        near=next((r for w, r in near.get(spelling_key(first), ()) if is_alike(first, w)), ""),
    )


def _others(heading: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name != heading)


def _surface(seen: Sightings) -> str:
    return min(seen.surfaces, key=lambda surface: (-seen.surfaces[surface], surface))


def _why(seen: Iterable[Sightings]) -> str:
    """Say by what evidence, the most frequent first: ``12 cue مدينه, 3 learned``."""
    whys: Counter[str] = Counter()
    for one in seen:
        whys.update(one.whys)
    most = sorted(whys.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
    return ", ".join(f"{why} {count}" for why, count in most)


def _new_id(kind: str, words: Words, ids: set[str]) -> str:
    """Make an id of a name's letters: l-dmshq, p-mhmd-bdh; of two alike the second has a number."""
    letters = "-".join("".join(_LATIN.get(c, "") for c in word) for word in words)
    stem = f"{_PREFIX.get(kind, 'x')}-{letters.strip('-') or 'name'}"
    stem = re.sub("-+", "-", stem)[:60].rstrip("-")
    found, n = stem, 1
    while found in ids:
        n += 1
        found = f"{stem}-{n}"
    ids.add(found)
    return found
