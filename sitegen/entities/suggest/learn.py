"""How do names stand and look in this corpus? Learned from the names that are known.

The known names of one word are the examples, all other words the counter-examples (some of them
names, too: that is what is sought). For each kind two scores, naive Bayes over the neighbours
and over the word's letters, each example judged without itself; with what the corpus does to the
word (pronouns, article, plural: names take none) they go into one logistic regression, solved by
Newton's method in a fixed order. Where few names are known, words behind cues stand in.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sitegen.arabic.chars import TEH
from sitegen.entities.common import Use, common_words
from sitegen.entities.suggest.contexts import (
    GIVEN_NAME,
    PERSON_LINK,
    PLACE,
    RANK,
    TITLE,
    Contexts,
    Vocabulary,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_PERSON, _PLACE = 1, 2
_EXAMPLES = {"person": _PERSON, "place": _PLACE}  # of other kinds there are too few
_ENOUGH = 60  # examples of a kind; below that, words behind cues are examples too
_LIKELY, _STAND_INS = 0.3, 200  # share of occurrences behind a cue; how many such words
_PENALTY = 2000.0  # of the weights, shared by the examples: few may not say much
_SHARE = 0.01  # of names among words, to which chances are given
_DOUBTED = 0.02  # the chance from which it matters whether a word is a common one
_MANY = 500  # examples that teach what is a common word
_UNPROVEN = 4.0  # one of three occurrences behind a given name makes no surname
_CAP = 50.0  # occurrences of one word that count for its neighbours
_OWNED = ("ها", "هم", "هما", "نا", "كم", "ك", "ه", "ي")
_PRONOUNS = ("ها", "هم", "هما", "نا", "كم")
_THEIRS = ("هم", "هما")  # no name ends so
_ENDINGS = ("ني", "ين")  # the object of a verb, a dual: حدثني, مليارين


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned of each word of the vocabulary, by its number.

    ``name``: the chance that it is a name; ``place``: that such a name is a place's.
    ``after_person``, ``after_place``, ``before_rank``: the shares of its occurrences behind a
    person's name or title, behind مدينة, جبل and their like, before أفندي, بك, باشا; ``known``: it
    is a known name already, or a part of known names only.
    """

    name: Sequence[float]
    place: Sequence[float]
    after_person: Sequence[float]
    after_place: Sequence[float]
    before_rank: Sequence[float]
    known: Sequence[bool]

    def chance(self, number: int) -> float:
        """Give the chance that a word is a name; -1 is no word of the vocabulary."""
        return self.name[number] if number >= 0 else 0.0


@dataclass(frozen=True, slots=True)
class _Beside:
    """The neighbours of all words, without the zeros: word, neighbour, count."""

    words: NDArray[np.int64]
    columns: NDArray[np.int64]
    counts: Floats
    n_words: int
    width: int

    @classmethod
    def of(cls, contexts: Contexts, vocabulary: Vocabulary) -> _Beside:
        words, columns = np.divmod(contexts.keys, 2 * vocabulary.width)
        counts = contexts.counts.astype(np.float64)
        return cls(words, columns, counts, len(vocabulary.words), vocabulary.width)

    def by_word(self, values: Floats) -> Floats:
        """Sum values by word."""
        found: Floats = np.bincount(self.words, values, self.n_words).astype(np.float64)
        return found

    def by_column(self, values: Floats) -> Floats:
        """Sum values by neighbour."""
        found: Floats = np.bincount(self.columns, values, 2 * self.width).astype(np.float64)
        return found

    def totals(self) -> Floats:
        """Count the occurrences of each word."""
        return np.maximum(self.by_word(self.counts * (self.columns < self.width)), 1)

    def share(self, totals: Floats, *columns: int) -> Floats:
        """Give, of each word, the share of its occurrences with these neighbours.

        The right ones count on from ``width``.
        """
        return self.by_word(self.counts * np.isin(self.columns, columns)) / totals


def learn(vocabulary: Vocabulary, contexts: Contexts) -> Learned:
    """Learn from the corpus which words are names."""
    beside = _Beside.of(contexts, vocabulary)
    totals = beside.totals()
    kinds, known = _examples(beside, totals, contexts)
    shares = [
        beside.share(totals + _UNPROVEN, GIVEN_NAME, TITLE, PERSON_LINK),
        beside.share(totals, PLACE),
        beside.share(totals, vocabulary.width + RANK),
    ]
    capped = beside.counts * np.minimum(1, _CAP / totals)[beside.words]
    grams = [_grams(word) for word in vocabulary.words]
    columns = []
    for kind in (1, 2):
        columns.append(_neighbourly(beside, capped, kinds == kind, kinds == 0))
        columns.append(_letters(grams, kinds == kind, kinds == 0))
    looks = _standard(np.column_stack(columns))
    habits = [_habits_of(word, vocabulary.counts) for word in vocabulary.words]
    squares = np.clip(looks, -3, 6) ** 2 / 4
    features = np.column_stack([looks, squares, _standard(np.array(habits, np.float64))])
    used = kinds >= 0
    answers = (kinds[used] > 0).astype(np.float64)
    weights = _regress(features[used], answers, _PENALTY / max(1.0, float(answers.sum())))
    owned = [is_owned(word, vocabulary.counts) for word in vocabulary.words]
    names = _rebased(_chances(features, weights), float(answers.mean()))
    names *= ~np.array(owned, np.bool_)
    names *= _common(vocabulary, names, min(1.0, float(answers.sum()) / _MANY))
    weights = _regress(looks[kinds > 0], (kinds[kinds > 0] == _PLACE).astype(np.float64), 1.0)
    places = _chances(looks, weights)
    behind, below, before = (share.tolist() for share in shares)
    return Learned(names.tolist(), places.tolist(), behind, below, before, known.tolist())


def _examples(
    beside: _Beside, totals: Floats, contexts: Contexts
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Say of each word what it is an example of: a kind, nothing (0), or neither (-1)."""
    kinds, known = np.zeros(len(totals), np.int64), np.zeros(len(totals), np.bool_)
    linked: dict[int, Counter[str]] = {}
    for (number, kind), count in contexts.linked.items():
        linked.setdefault(number, Counter())[kind] += count
    for number, count_of in sorted(linked.items()):
        if 2 * count_of.total() >= totals[number]:
            kind = max(sorted(count_of), key=count_of.__getitem__)
            kinds[number] = _EXAMPLES.get(kind, -1)
            known[number] = True
    shares = {
        _PERSON: beside.share(totals, TITLE, GIVEN_NAME),
        _PLACE: beside.share(totals, PLACE),
    }
    for number, share in shares.items():
        if (kinds == number).sum() < _ENOUGH:
            likely = (kinds == 0) & (share >= _LIKELY) & (totals >= 3)
            best = np.lexsort((np.arange(len(totals)), -totals, ~likely))
            kinds[best[: min(_STAND_INS, int(likely.sum()))]] = number
    return kinds, known


def _neighbourly(
    beside: _Beside, capped: Floats, is_one: NDArray[np.bool_], is_other: NDArray[np.bool_]
) -> Floats:
    """Score the neighbours of each word: are they those of names rather than of other words?"""
    rest = beside.by_column(capped * is_other[beside.words]) + 1
    ours = beside.by_column(capped * is_one[beside.words])
    rest_log = np.log(rest / rest.sum())
    score = beside.by_word(capped * (_log_share(ours) - rest_log)[beside.columns])
    edges = np.searchsorted(beside.words, np.arange(beside.n_words + 1))
    for n in is_one.nonzero()[0].tolist():
        own = slice(edges[n], edges[n + 1])
        others = ours.copy()
        others[beside.columns[own]] -= capped[own]
        odds = _log_share(others) - rest_log
        score[n] = (capped[own] * odds[beside.columns[own]]).sum()
    found: Floats = score / np.sqrt(beside.by_word(capped) + 4)
    return found


def _log_share(counts: Floats) -> Floats:
    smooth = np.maximum(counts, 0) + 0.5
    found: Floats = np.log(smooth / smooth.sum())
    return found


def _grams(word: str) -> list[str]:
    edged = f"^{word}$"
    return [edged[n : n + size] for size in (2, 3) for n in range(len(edged) - size + 1)]


def _letters(
    grams: Sequence[Sequence[str]], is_one: NDArray[np.bool_], is_other: NDArray[np.bool_]
) -> Floats:
    """Score the letters of each word, in twos and threes, the same way."""
    ours = Counter(g for n in is_one.nonzero()[0].tolist() for g in grams[n])
    rest = Counter(g for n in is_other.nonzero()[0].tolist() for g in grams[n])
    ours_sum, rest_sum = ours.total() + 900.0, rest.total() + 3000.0
    odds = {g: _log_odds(ours[g], ours_sum, rest[g], rest_sum) for g in {**ours, **rest}}
    scores = [sum(odds.get(g, 0) for g in own) / len(own) for own in grams]
    for n in is_one.nonzero()[0].tolist():
        less = Counter(grams[n])
        scores[n] = sum(
            _log_odds(ours[g] - less[g], ours_sum, rest[g], rest_sum) for g in grams[n]
        ) / len(grams[n])
    return np.array(scores)


def _log_odds(ours: int, ours_sum: float, rest: int, rest_sum: float) -> float:
    return math.log((ours + 0.3) / ours_sum) - math.log((rest + 1) / rest_sum)


def _habits_of(word: str, counts: Mapping[str, int]) -> list[float]:
    """Say what the corpus does with a word: pronouns, article, proclitics, plurals, verbs."""
    own = counts[word]
    is_definite = word.startswith("ال") and len(word) > 4
    bare = word[2:] if is_definite else word
    stem = f"{bare[:-1]}ت" if bare.endswith("ه") else bare
    root = bare.rstrip("اه")
    relatives = (
        sum(counts.get(stem + pronoun, 0) for pronoun in _PRONOUNS),
        counts.get(bare if is_definite else f"ال{word}", 0),
        sum(counts.get(letters + word, 0) for letters in ("ب", "ل", "و", "ول", "وب")),
        counts.get(word[:-1] if word.endswith("ه") else f"{word}ه", 0),
        sum(counts.get(root + ending, 0) for ending in ("ات", "ين", "ون")),
        max((counts.get(word.removesuffix(p), 0) for p in _OWNED if word.endswith(p)), default=0),
        counts.get(word[1:], 0) if word[0] in "وبلفك" and len(word) > 3 else 0,
        sum(counts.get(letter + bare, 0) for letter in "يتنا"),
        sum(counts.get(f"ال{root}{ending}", 0) for ending in ("ي", "يه", "يين", "يون")),
    )
    shape = [is_definite, word.endswith("ه"), word.endswith("ا"), word.endswith("ي"), len(word)]
    log = np.log1p(relatives) - np.log1p(own)
    return [*log.tolist(), *map(float, shape), float(np.log(own))]


def is_owned(word: str, counts: Mapping[str, int]) -> bool:
    """Say whether a word is a more frequent one with a pronoun: عصره, حياته, بلادهم.

    >>> is_owned("عصره", {"عصره": 9, "عصر": 20}), is_owned("حياته", {"حياته": 9, "حياه": 20})
    (True, True)
    >>> is_owned("البصره", {"البصره": 9, "البصر": 20}), is_owned("فيينا", {"فيينا": 9})
    (False, False)
    """
    if word.startswith("ال"):
        return False
    for pronoun in _OWNED[:-1]:
        stem = word.removesuffix(pronoun)
        if stem != word and len(stem) > 1:
            forms = stem, f"{stem[:-1]}ه" if stem.endswith("ت") else stem
            if max(counts.get(form, 0) for form in forms) > counts.get(word, 0):
                return True
    if word.endswith(_THEIRS) and any(word.removesuffix(end) in counts for end in _THEIRS):
        return True
    return any(
        word.endswith(end) and counts.get(word.removesuffix(end), 0) > counts.get(word, 0)
        for end in _ENDINGS
        if len(word) > len(end) + 2
    )


def _common(vocabulary: Vocabulary, names: Floats, left: float) -> Floats:
    """Give 1, or what is *left* of its chance to a word that the corpus uses as a common word.

    By the rules for known names of one word, whatever its neighbours: أهل, أهلها; قانون, القانون.
    So is what the corpus has without a last ت: صدرت, صدر.
    Many examples teach as much, and more; where they are few, the rules know better.
    """
    found = np.ones(len(names))
    for n in (names > _DOUBTED).nonzero()[0].tolist() if left < 1 else ():
        word = vocabulary.words[n]
        is_verb = word[-1] == TEH and vocabulary.counts.get(word[:-1], 0) > 0
        if is_verb or word in common_words({word: Use.VAGUE}, vocabulary.counts):
            found[n] = left
    return found


def _standard(columns: Floats) -> Floats:
    found: Floats = (columns - columns.mean(0)) / (columns.std(0) + 1e-9)
    return found


def _regress(features: Floats, answers: Floats, penalty: float) -> Floats:
    """Fit a logistic regression by Newton's method; a penalty keeps the weights small."""
    rows = np.column_stack([np.ones(len(features)), features])
    weights = np.zeros(rows.shape[1])
    if len(rows) == 0 or answers.min() == answers.max():
        return weights
    for _ in range(25):
        chance = _sigmoid(rows @ weights)
        slope = np.maximum(chance * (1 - chance), 1e-6)
        bend = (rows * slope[:, None]).T @ rows + penalty * np.eye(len(weights))
        step = rows.T @ (answers - chance) - penalty * weights
        weights = weights + np.linalg.solve(bend, step)
    return weights


def _chances(features: Floats, weights: Floats) -> Floats:
    return _sigmoid(np.column_stack([np.ones(len(features)), features]) @ weights)


def _rebased(chances: Floats, share: float) -> Floats:
    """Give the chances for a share of names as in a big corpus, one in a hundred words.

    Where the authority knows much of a small archive, examples are every tenth word of it, and an
    unknown word is not as likely a name as that.
    """
    if not 0 < share < 1:
        return chances
    odds = chances / (1 - chances + 1e-12) * (_SHARE / (1 - _SHARE)) / (share / (1 - share))
    found: Floats = odds / (1 + odds)
    return found


def _sigmoid(values: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return found
