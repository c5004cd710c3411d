"""Which forms are one word? Light stemming that the corpus must vouch for.

Three functions of the word alone, each a step coarser:

* :func:`readings`: what licensed cuts may leave of a form; only a corpus can say which is right;
* :func:`rule_stem`: light10 (Larkey, Ballesteros, Connell 2007) with the combined clitics; its
  cuts need no proof;
* :func:`key`: strips all that any rule can cut. It says which shard a form is in, and conflates
  nothing: whatever the counts are, two forms of one family have one key.

Why the keys agree: every prefix is made of the units that the key strips from the left, every
suffix of those that it strips from the right, both read one way only; and a suffix is cut only
where the core remains, the letters at which the key stops too (:func:`_core_end`).

Forms are folded words (:mod:`sitegen.arabic.tokens`). A word of another script has none of these
letters: it is its own stem, reading, key and family.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sitegen.arabic.chars import ALEF, ARTICLE, WAW
from sitegen.arabic.rules import (
    CARRIERS,
    CONJUNCTIONS,
    CONTRACTED,
    LEFT,
    NOT_AFTER_ARTICLE,
    PLURAL,
    PREPOSITIONS,
    PRONOUNS,
    REOPENED,
    RIGHT,
    RIGHT_PAIRS,
    SHORT_NAME,
    SHORTEST,
    SHORTEST_AFTER_ARTICLE,
    SHORTEST_AFTER_WAW,
    SINGULAR,
    SUFFIXES,
    UNSURE_LETTERS,
)

_CARRIERS = str.maketrans(CARRIERS)
_WAW_HAMZA, _YEH_HAMZA = CARRIERS
_PREFIX = re.compile(
    f"(?:[{CONJUNCTIONS}]?(?:[{PREPOSITIONS}]?{ARTICLE}|{CONTRACTED})"
    f"(?=.{{{SHORTEST_AFTER_ARTICLE}}})(?!{NOT_AFTER_ARTICLE}$)"
    f"|{WAW}(?=.{{{SHORTEST_AFTER_WAW}}}))"
)
_LEFT = re.compile(f"(?:{ARTICLE}|[{LEFT}])+")
_PROCLITICS = frozenset(CONJUNCTIONS + PREPOSITIONS)
_LEFT_LETTERS = frozenset(LEFT + ARTICLE)
_SUFFIXES_BY_LAST = {
    last: tuple((at, suffix) for at, suffix in enumerate(SUFFIXES) if suffix[-1] == last)
    for last in {suffix[-1] for suffix in SUFFIXES}
}
_LAST_LETTERS = frozenset({ending[-1] for ending in (*PRONOUNS, PLURAL, ALEF)})


def stem_fold(form: str) -> str:
    """Fold the hamza carriers waw and yeh, before any rule.

    >>> stem_fold("مسؤول"), stem_fold("رئيس")
    ('مسوول', 'رييس')
    """
    has_carrier = _WAW_HAMZA in form or _YEH_HAMZA in form
    return form.translate(_CARRIERS) if has_carrier else form


def rule_stem(form: str) -> str:
    """Cut the article with the clitics before it, and the suffixes of number, gender and person.

    >>> [rule_stem(form) for form in ("والمدرسه", "وبالمدرستين", "للكتاب", "الاسرائيليين")]
    ['مدرس', 'مدرس', 'كتاب', 'اسراييل']
    """
    word = stem_fold(form)
    if word[:1] in _LEFT_LETTERS and (prefix := _PREFIX.match(word)):
        word = word[prefix.end() :]
    if word[-1:] not in _SUFFIXES_BY_LAST:
        return word
    return _without_suffixes(word, max(SHORTEST, _core_end(word)))


def _without_suffixes(word: str, shortest: int) -> str:
    """Try each suffix once, in the order of the table; look only at those that end alike."""
    tried = -1
    while True:
        for at, suffix in _SUFFIXES_BY_LAST.get(word[-1], ()):
            if at > tried and len(word) - len(suffix) >= shortest and word.endswith(suffix):
                word, tried = word[: -len(suffix)], at
                break
        else:
            return word


def _left_end(word: str) -> int:
    """Say where the letters end that a key strips from the left."""
    if word[:1] in _LEFT_LETTERS and (left := _LEFT.match(word)):
        return left.end()
    return 0


def _core_end(word: str) -> int:
    """Say where the letters end that no cut may reach: the left side, and two where unsure.

    A letter that no suffix has can never be cut, so the left side's end is enough before one.
    """
    left = _left_end(word)
    is_unsure = word[left : left + 1] in RIGHT  # nothing left is unsure as well
    return left + UNSURE_LETTERS if is_unsure else left


def key(form: str) -> str:
    """Strip all that the rules may cut: the address of a form and of its whole family.

    >>> {key(form) for form in ("المدرسه", "بمدرستنا", "مدرسون")}
    {'مدرس'}
    """
    word = stem_fold(form)
    word = word[_left_end(word) :]
    least = _core_end(word)
    end = len(word)
    while end > least:
        if word[end - 1] in RIGHT:
            end -= 1
        elif end - 2 >= least and word[end - 2 : end] in RIGHT_PAIRS:
            end -= 2
        else:
            break
    last = word[end - 1 : end]
    return word[: max(end - 1, 0)] + REOPENED.get(last, last)


def readings(form: str) -> tuple[str, ...]:
    """Give what licensed cuts may leave of a form, longest first, its rule stem last.

    >>> readings("ولغته")
    ('لغته', 'ولغت', 'ولغه', 'غته', 'لغه', 'لغت')
    """
    stem = rule_stem(form)
    found = {*_vouched(form), *_without_article(form)} - {form, stem}
    return (*sorted(found, key=_longest_first), stem)


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _without_article(form: str) -> Iterator[str]:
    prefix = _PREFIX.match(form)
    if prefix and prefix.end() > 1:
        yield form[prefix.end() :]


def _vouched(form: str) -> list[str]:
    """Give what the optional cuts leave: single proclitics, pronouns, alef, a plural."""
    if form[0] not in _PROCLITICS and form[-1] not in _LAST_LETTERS:
        return []
    core = _core_end(stem_fold(form))
    ends = (
        [len(form) - len(pronoun) for pronoun in PRONOUNS if form.endswith(pronoun)]
        if form[-1] in _LAST_LETTERS
        else []
    )
    is_plural = form.endswith(PLURAL)
    found = []
    for start in _beginnings(form):
        shortest = max(core, start + SHORTEST)
        if start:
            found.append(form[start:])
        for end in ends:
            if end < shortest:
                continue
            last = form[end - 1]
            found.append(form[start:end])
            if last in REOPENED:
                found.append(form[start : end - 1] + REOPENED[last])
            if last == ALEF and end > shortest:
                found.append(form[start : end - 1])
        if form[-1] == ALEF and len(form) > shortest:
            found.append(form[start:-1])
        if is_plural and len(form) - len(PLURAL) >= core and len(form) - start > SHORTEST:
            found.append(form[start : -len(PLURAL)] + SINGULAR)
    return found


def _beginnings(form: str) -> list[int]:
    """Give where the word may begin: at once, after و ف, after ب ك ل, after one of each."""
    found = [0]
    if form[0] not in _PROCLITICS:
        return found
    last = len(form) - SHORTEST
    if form[0] in CONJUNCTIONS and last >= 1:
        found.append(1)
    found += [at + 1 for at in found if at < last and form[at] in PREPOSITIONS]
    return sorted(set(found))


@dataclass(frozen=True, slots=True)
class Families:
    """The families of a corpus: which forms are one word there.

    ``known`` has every form of the corpus; ``protected`` the names that no rule may cut.
    """

    known: Mapping[str, str]
    protected: frozenset[str]

    @classmethod
    def from_counts(cls, counts: Mapping[str, int], protected: Collection[str] = ()) -> Families:
        """Group the forms of a corpus, in one pass over integer counts of rule stems.

        An optional cut is made only where what remains is a rule stem at least as frequent as
        the form's own; the most frequent one wins. Protected words (folded, without the
        article) keep every letter, and take in their forms with article and proclitics.

        >>> counts = {"لغه": 9, "لغته": 4, "بلغته": 1, "بيروت": 5, "ببيروت": 2, "بيروتي": 1}
        >>> families = Families.from_counts(counts, {"بيروت"})
        >>> [families.family(form) for form in counts]
        ['لغه', 'لغه', 'لغه', 'بيروت', 'بيروت', 'بيروت']
        """
        names = frozenset(map(stem_fold, protected))
        stems = {form: _protected_core(form, names, counts) or rule_stem(form) for form in counts}
        stem_counts: dict[str, int] = {}
        for form, stem in stems.items():
            stem_counts[stem] = stem_counts.get(stem, 0) + counts[form]
        known = {
            form: stem if stem in names else _vouched_stem(form, stems, stem_counts)
            for form, stem in stems.items()
        }
        return cls(known, names)

    def family(self, form: str) -> str:
        """Give a form's family; an unseen form's is that of its longest known reading."""
        known = self.known
        if form in known:
            return known[form]
        name = _protected_core(form, self.protected, {})
        if name:
            return name
        for reading in readings(form):
            if reading in known:
                return known[reading]
        return rule_stem(form)


def _protected_core(form: str, names: Collection[str], counts: Mapping[str, int]) -> str | None:
    """Find the protected word in a form: the form itself, or what article and proclitics hide."""
    if not names:
        return None
    word = stem_fold(form)
    if word in names:
        return word
    if word[0] not in _LEFT_LETTERS:
        return None
    for start in _beginnings(word):
        core = word[start:]
        if core in names and _is_likely(core, form, counts):
            return core
    return next((core for core in _without_article(word) if core in names), None)


def _is_likely(name: str, form: str, counts: Mapping[str, int]) -> bool:
    """Want proof for a short name: فعلي is seldom ف and علي."""
    return len(name) > SHORT_NAME or counts.get(name, 0) >= counts.get(form, 0)


def _vouched_stem(form: str, stems: Mapping[str, str], stem_counts: Mapping[str, int]) -> str:
    """Choose the most frequent stem that a reading has, of those no rarer than the form's own."""
    stem = stems[form]
    best = (stem_counts[stem], 0, stem)
    for reading in _vouched(form):
        other = stems.get(reading) or rule_stem(reading)
        count = stem_counts.get(other, 0)
        if count >= best[0] and other != stem and len(other) <= len(stem):
            best = max(best, (count, len(reading), other))
    return best[2]
