"""Which records should the archivist add first? Sightings gathered, judged and ranked."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sitegen.entities.suggest.contexts import Vocabulary
from sitegen.entities.suggest.cues import LAQAB_TAILS, PLACE_TAILS
from sitegen.entities.suggest.gather import (
    Words,
    grouped,
    is_alike,
    is_short,
    spelling_key,
    type_of,
)
from sitegen.entities.suggest.learn import Learned
from sitegen.entities.suggest.tally import Sightings, Spot, Tally
from sitegen.entities.titles import KUNYAS

_SURE = {"id": 1.0, "tagged": 0.98, "byline": 0.9, "nasab": 0.85, "given": 0.85, "nisba": 0.75,
         "head": 0.7, "cue": 0.7, "quoted": 0.6}  # fmt: skip
_TITLED = 0.9, 0.65  # a title before several words, before one
_KUNYA = 0.6  # a kunya alone, which many have
_LAQAB = 0.45  # قطب الدين alone, which more have
_ORGANIZATION = 0.5
_LONE = 0.75  # what the chance of a word is worth that mostly ends longer names
_LEAST = 0.4  # chance of what is proposed at all
_DOUBT = 0.05  # the learned chance at which a word is as often a name as not
_SURNAME = 0.4  # share of a word's sightings behind given names from which it is no name alone
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
    groups = [group for group in grouped(tally, chances) if chances[group[0]] >= _LEAST]
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
            sure = _learned(words, seen.count, vocabulary, learned)
        elif head == "given" and len(words) == 2 and words[0] in KUNYAS:
            sure = _KUNYA
        elif head == "given" and len(words) == 2 and words[1] in LAQAB_TAILS:
            sure = _LAQAB
        else:
            sure = _ORGANIZATION if head == "head" and kind == "organization" else _SURE[head]
        best = max(best, sure * min(1.0, 0.5 + 2 * count / seen.count))
    if len(words) == 1 and not seen.whys.keys() & {"tagged", "byline"}:
        number = vocabulary.number_of.get(words[0], -1)
        if number >= 0 and kind == "person" and learned.after_person[number] > _SURNAME:
            best *= _LONE
    return best


def _learned(words: Words, count: int, vocabulary: Vocabulary, learned: Learned) -> float:
    """Judge by the least likely word; by the mean, so far as its words stand together always."""
    kept = [word for word in words if word not in PLACE_TAILS]
    numbers = [vocabulary.number_of.get(word, -1) for word in kept]
    found = [learned.chance(n) for n in numbers if n >= 0] or [0.0]
    rarest = min((vocabulary.counts.get(word, 0) for word in kept), default=0)
    cohesion = min(1.0, count / max(rarest, 1)) if len(kept) > 1 else 0.0
    chance = max(min(found), cohesion * sum(found) / len(found))
    return chance / (chance + _DOUBT)


def _worth(group: Sequence[Words], tally: Tally, chances: Mapping[Words, float]) -> float:
    count = sum(tally[words].count for words in group)
    chance = max(chances[words] for words in group)
    return chance * chance * math.log2(1 + count)


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
    are_short = [is_short(words) and not is_short(first) for words in group]
    given = [why[3:] for one in seen for why in one.whys if why.startswith("id ")]
    return Proposal(
        id=given[0] if given else _new_id(kind, first, ids),
        type=kind,
        heading=names[0],
        variants=_others(
            names[0], (n for n, short in zip(names, are_short, strict=True) if not short)
        ),
        short_names=_others(
            names[0], (n for n, short in zip(names, are_short, strict=True) if short)
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
