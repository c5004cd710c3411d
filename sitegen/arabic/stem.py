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
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sitegen.arabic.chars import ALEF, ARTICLE, HAMZA, WAW
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

_CARRIERS = tuple(CARRIERS.items())
_PREFIX = re.compile(
    f"(?:[{CONJUNCTIONS}]?(?:[{PREPOSITIONS}]?{ARTICLE}|{CONTRACTED})"
    f"(?=.{{{SHORTEST_AFTER_ARTICLE}}})(?!{NOT_AFTER_ARTICLE}$)"
    f"|{WAW}(?=.{{{SHORTEST_AFTER_WAW}}}))"
)
_LEFT = re.compile(f"(?:{ARTICLE}|[{LEFT}])+")
_PROCLITICS = frozenset(CONJUNCTIONS + PREPOSITIONS)
_CORES = re.compile(  # of words parted by spaces: what their keys leave
    f"(?<![^ ])(?:{ARTICLE}|[{LEFT}])*"
    f"((?:[{RIGHT}][^ ]{{0,{UNSURE_LETTERS - 1}}})?[^ ]*?)"
    f"(?:[{RIGHT}]|{'|'.join(RIGHT_PAIRS)})*(?![^ ])"
)
_LEFT_LETTERS = frozenset(LEFT + ARTICLE)
_LEFT_UNITS = frozenset(LEFT)  # besides the article
_OPENINGS = frozenset(  # the first two letters of all that _PREFIX takes, but for a lone waw
    [ARTICLE, CONTRACTED]
    + [letter + ALEF for letter in CONJUNCTIONS + PREPOSITIONS]
    + [first + second for first in CONJUNCTIONS for second in PREPOSITIONS]
)
_SUFFIXES_BY_LAST = {
    last: tuple((at, suffix) for at, suffix in enumerate(SUFFIXES) if suffix[-1] == last)
    for last in {suffix[-1] for suffix in SUFFIXES}
}
_LONGEST_PRONOUN = max(map(len, PRONOUNS))
_LAST_LETTERS = frozenset({ending[-1] for ending in (*PRONOUNS, PLURAL, ALEF)})


def stem_fold(form: str) -> str:
    """Fold the hamza carriers waw and yeh, before any rule.

    >>> stem_fold("مسؤول"), stem_fold("رئيس")
    ('مسوول', 'رييس')
    """
    for carrier, letter in _CARRIERS:
        if carrier in form:
            form = form.replace(carrier, letter)
    return form


def rule_stem(form: str) -> str:
    """Cut the article with the clitics before it, and the suffixes of number, gender and person.

    >>> [rule_stem(form) for form in ("والمدرسه", "وبالمدرستين", "للكتاب", "الاسرائيليين")]
    ['مدرس', 'مدرس', 'كتاب', 'اسراييل']
    """
    return _cut(stem_fold(form))


def _cut(word: str) -> str:
    if (word[:2] in _OPENINGS or word[:1] == WAW) and (prefix := _PREFIX.match(word)):
        word = word[prefix.end() :]
    if word[-1:] not in _SUFFIXES_BY_LAST:
        return word
    shortest = max(SHORTEST, _core_end(word))
    tail = word[shortest:]
    return word[:shortest] + _without_suffixes(tail) if tail else word


@lru_cache(maxsize=1 << 15)
def _without_suffixes(tail: str) -> str:
    """Cut from what may go: each suffix once, in the order of the table.

    Words end alike: half of them are met again.
    """
    tried = -1
    while tail:
        for at, suffix in _SUFFIXES_BY_LAST.get(tail[-1], ()):
            if at > tried and tail.endswith(suffix):
                tail, tried = tail[: -len(suffix)], at
                break
        else:
            return tail
    return tail


def _left_end(word: str) -> int:
    """Say where the letters end that a key strips from the left."""
    if word[:1] in _LEFT_UNITS or word[:2] == ARTICLE:
        left = _LEFT.match(word)
        return left.end() if left else 0
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


def keys(forms: Iterable[str]) -> list[str]:
    """Give the :func:`key` of each form, in one pass over all of them; none has a space.

    >>> keys(["المدرسه", "بمدرستنا", "في"]) == [key("المدرسه"), key("بمدرستنا"), key("في")]
    True
    """
    text = stem_fold(" ".join(forms))
    return [
        core[:-1] + REOPENED[core[-1]] if 0 < len(core) <= UNSURE_LETTERS and core[-1] in REOPENED
        else core
        for core in (_CORES.findall(text) if text else ())
    ]  # fmt: skip


def readings(form: str) -> tuple[str, ...]:
    """Give what licensed cuts may leave of a form, longest first, its rule stem last.

    >>> readings("ولغته")
    ('لغته', 'ولغت', 'ولغه', 'غته', 'لغه', 'لغت')
    """
    stem = rule_stem(form)
    hamza = (*_with_hamza(form), *_without_hamza(form))
    found = {*_vouched(form), *_without_article(form), *hamza} - {form, stem}
    return (*sorted(found, key=_longest_first), stem)


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _without_article(form: str) -> Iterator[str]:
    if form[:2] in _OPENINGS and (prefix := _PREFIX.match(form)) and prefix.end() > 1:
        yield form[prefix.end() :]


def _with_hamza(form: str) -> list[str]:
    """Restore the hamza that many leave out after a last alef, where the key is the same.

    >>> _with_hamza("والبقا"), _with_hamza("وفا"), _with_hamza("ما")
    (['والبقاء', 'البقاء'], [], [])
    """
    if form[-1] != ALEF or len(form) < SHORTEST or _core_end(stem_fold(form)) >= len(form):
        return []
    return [form[start:] + HAMZA for start in beginnings(form)]


def _without_hamza(form: str) -> list[str]:
    """Leave that hamza out.

    >>> _without_hamza("بقاء"), _without_hamza("شيء")
    (['بقا'], [])
    """
    return [form[:-1]] if _with_hamza(form[:-1] or form) and form[-1] == HAMZA else []


def _vouched(form: str) -> list[str]:
    """Give what the optional cuts leave: single proclitics, pronouns, alef, a plural."""
    starts = beginnings(form) if form[0] in _PROCLITICS else [0]
    found = [form[start:] for start in starts[1:]]
    last = form[-1]
    if last not in _LAST_LETTERS:
        return found
    length = len(form)
    core = _core_end(stem_fold(form))
    cuts = _pronoun_lengths(form[-_LONGEST_PRONOUN:])
    for start in starts:
        shortest = max(core, start + SHORTEST)
        for cut in cuts:
            end = length - cut
            if end < shortest:
                continue
            found.append(form[start:end])
            opened = form[end - 1]
            if opened in REOPENED:
                found.append(form[start : end - 1] + REOPENED[opened])
                if opened == ALEF and end > shortest:
                    found.append(form[start : end - 1])
        if last == ALEF and length > shortest:
            found.append(form[start:-1])
        if last == PLURAL[-1] and form.endswith(PLURAL):
            core_is_whole = length - len(PLURAL) >= core
            if core_is_whole and length - start > SHORTEST:
                found.append(form[start : -len(PLURAL)] + SINGULAR)
    return found


@lru_cache(maxsize=1 << 13)
def _pronoun_lengths(ending: str) -> tuple[int, ...]:
    """Give the lengths of the pronouns that the last letters of a word may be."""
    return tuple(len(pronoun) for pronoun in PRONOUNS if ending.endswith(pronoun))


def beginnings(form: str) -> list[int]:
    """Give where the word may begin: at once, after و ف, after ب ك ل, after one of each.

    >>> beginnings("وبلغته"), beginnings("لغه"), beginnings("")
    ([0, 1, 2], [0], [0])
    """
    found = [0]
    last = len(form) - SHORTEST
    if last < 1:
        return found
    first = form[0]
    if first in CONJUNCTIONS:
        found.append(1)
        if last > 1 and form[1] in PREPOSITIONS:
            found.append(2)
    elif first in PREPOSITIONS:
        found.append(1)
    return found


class Updated(NamedTuple):
    """Families brought up to date, and those forms of which the family was found again."""

    families: Families
    again: Mapping[str, str]


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
        return cls.from_stems(stems_of(counts, names), counts, names)

    @classmethod
    def from_stems(
        cls, stems: Mapping[str, str], counts: Mapping[str, int], names: frozenset[str]
    ) -> Families:
        """Do so where all forms' own stems are known, as :func:`stems_of` gives them."""
        stem_counts: dict[str, int] = {}
        for stem, count in zip(stems.values(), counts.values(), strict=True):
            stem_counts[stem] = stem_counts.get(stem, 0) + count
        return cls(_settled(stems, stem_counts, names), names)

    def updated(
        self,
        counts: Mapping[str, int],
        protected: Collection[str],
        changed: Iterable[str],
        key_of: Mapping[str, str],
    ) -> Updated:
        """Give what :meth:`from_counts` gives, where the counts of *changed* forms are others now.

        All that a form's family depends on has the form's key, so only the keys of changed
        forms and of names no longer, or newly, protected are gone through. *key_of* has the key
        of every form of *counts*.

        >>> before = {"لغه": 1, "لغته": 4, "قلم": 2}
        >>> counts = {"لغه": 9, "لغته": 4, "قلم": 2}
        >>> keys = {form: key(form) for form in counts}
        >>> Families.from_counts(before).updated(counts, (), ["لغه"], keys).families.known
        {'لغه': 'لغه', 'لغته': 'لغه', 'قلم': 'قلم'}
        """
        names = frozenset(map(stem_fold, protected))
        keys = {key(form) for form in (*changed, *(names ^ self.protected))}
        again = [form for form, own in key_of.items() if own in keys]
        found = Families.from_counts({form: counts[form] for form in again}, names).known
        known = dict(self.known)
        for form in changed:
            if form not in counts:
                known.pop(form, None)
        known.update(found)
        return Updated(Families(known, names), found)

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
    for start in beginnings(word):
        core = word[start:]
        if core in names and _is_likely(core, form, counts):
            return core
    return next((core for core in _without_article(word) if core in names), None)


def _is_likely(name: str, form: str, counts: Mapping[str, int]) -> bool:
    """Want proof for a short name: فعلي is seldom ف and علي."""
    return len(name) > SHORT_NAME or counts.get(name, 0) >= counts.get(form, 0)


def stems_of(
    counts: Mapping[str, int], names: frozenset[str], every: Mapping[str, int] | None = None
) -> dict[str, str]:
    """Give every form's protected core or rule stem, each stem one object however many have it.

    *every* has the counts of all forms where these are but some: a short name is wanted as
    frequent as the form that may hide it.
    """
    tails = {name[-SHORTEST:] for name in names}
    short = {name for name in names if len(name) < SHORTEST}
    known = counts if every is None else every
    one: dict[str, str] = {}
    stems = {}
    words = stem_fold(" ".join(counts)).split(" ")
    for form, word in zip(counts, words, strict=False):  # no forms are one ""
        may_hide = word[-SHORTEST:] in tails or (
            short and (word[-2:] in short or word[-1:] in short)
        )
        stem = (_protected_core(form, names, known) if may_hide else None) or _cut(word)
        stems[form] = one.setdefault(stem, stem)
    return stems


def _settled(
    stems: Mapping[str, str], stem_counts: Mapping[str, int], names: frozenset[str]
) -> dict[str, str]:
    """Give each form the most frequent stem that a reading has, of those no rarer than its own.

    Among equals the longest reading wins, then the greater stem. A protected word stays.
    """
    found = dict(stems)
    known, count_of = stems.get, stem_counts.get
    still = names | _leading(stem_counts)
    for form, stem in stems.items():
        if stem in still or not (form[0] in _PROCLITICS or form[-1] in _LAST_LETTERS):
            continue
        most, longest = stem_counts[stem], 0
        restored = [r for r in _with_hamza(form) if r in stems] if form[-1] == ALEF else []
        for reading in (*_vouched(form), *restored):
            other = known(reading) or rule_stem(reading)
            count = count_of(other, 0)
            if count < most or other == stem or len(other) > len(stem) + (reading in restored):
                continue
            length = len(reading)
            if count > most or (length, other) > (longest, found[form]):
                most, longest, found[form] = count, length, other
    return found


def _leading(stem_counts: Mapping[str, int]) -> set[str]:
    """Name the stems that are more frequent than each other with their key: their forms stay.

    >>> sorted(_leading({"لغه": 9, "لغت": 4, "قلم": 1, "قلمي": 1}))
    ['لغه']
    """
    own = keys(stem_counts)
    counts = stem_counts.values()
    most: dict[str, int] = {}
    for one, count in zip(own, counts, strict=True):
        if count >= most.get(one, 0):
            most[one] = count
    first: dict[str, str] = {}
    equal = set()
    for one, stem, count in zip(own, stem_counts, counts, strict=True):
        if count == most[one] and first.setdefault(one, stem) is not stem:
            equal.add(first[one])
    return {*first.values()} - equal
