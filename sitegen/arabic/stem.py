"""What may be cut from a word? Light stemming that a corpus must vouch for (``families``).

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
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from sitegen.arabic.chars import ALEF, ARTICLE, HAMZA, WAW
from sitegen.arabic.cuts import Words, key_cuts, rule_cuts
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


def keys(forms: Sequence[str]) -> list[str]:
    """Give the :func:`key` of each form, all at once; none has a space.

    >>> keys(["المدرسه", "بمدرستنا", "في"]) == [key("المدرسه"), key("بمدرستنا"), key("في")]
    True
    """
    cores, is_reopened = key_cuts(Words.of(forms))
    found = cores.slices(stem_fold(cores.text))
    for at in np.flatnonzero(is_reopened).tolist():
        core = found[at]
        found[at] = core[:-1] + REOPENED[core[-1]]
    return found


def rule_stems(forms: Sequence[str]) -> list[str]:
    """Give the :func:`rule_stem` of each form, all at once; none has white space.

    >>> rule_stems(["والمدرسه", "للكتاب", "مسؤولون"])
    ['مدرس', 'كتاب', 'مسوول']
    """
    return stems_in(Words.of(forms))


def stems_in(words: Words) -> list[str]:
    """Give the rule stems of words that are laid out."""
    stems = rule_cuts(words)
    return stems.slices(stem_fold(stems.text))


def readings(form: str) -> tuple[str, ...]:
    """Give what licensed cuts may leave of a form, longest first, its rule stem last.

    >>> readings("ولغته")
    ('لغته', 'ولغت', 'ولغه', 'غته', 'لغه', 'لغت')
    """
    stem = rule_stem(form)
    hamza = (*with_hamza(form), *_without_hamza(form))
    found = {*vouched(form), *without_article(form), *hamza} - {form, stem}
    return (*sorted(found, key=_longest_first), stem)


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def without_article(form: str) -> Iterator[str]:
    """Give what the article, and proclitics before it, leave.

    >>> [*without_article("وبالكتاب")], [*without_article("كتاب")]
    (['كتاب'], [])
    """
    if form[:2] in _OPENINGS and (prefix := _PREFIX.match(form)) and prefix.end() > 1:
        yield form[prefix.end() :]


def with_hamza(form: str) -> list[str]:
    """Restore the hamza that many leave out after a last alef, where the key is the same.

    >>> with_hamza("والبقا"), with_hamza("وفا"), with_hamza("ما")
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
    return [form[:-1]] if with_hamza(form[:-1] or form) and form[-1] == HAMZA else []


def vouched(form: str) -> list[str]:
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
