"""Are the pairs that stand side by side most often those that a plain loop finds?"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sitegen.arabic.families import Families
from sitegen.index.invert import DocTerms, invert
from sitegen.index.phrases import (
    AMONG,
    MOST_PHRASES,
    Openings,
    Pairs,
    among,
    by_slot,
    variants,
)
from sitegen.index.usage import Frequent

WORDS = ["بلاد", "الشام", "الدوله", "العثمانيه", "والاستقلاليات", "وبلاد", "وببلاد", "في"]
TELLING = WORDS[:-2]
FAMILIES = Families.from_counts(dict.fromkeys(WORDS, 1) | {"بلاد": 9})
VARIANTS = variants(TELLING, FAMILIES)
OPENS = {"وبلاد": ("وبلاد", "بلاد"), "وببلاد": ("بلاد",)}  # besides those that stand for themselves
PARTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=6), min_size=1, max_size=4)
DOCUMENTS = st.lists(st.tuples(PARTS, st.integers(0, 2)), min_size=1, max_size=7)


def found_in(documents, size, gone=frozenset(), within=()):
    """Count in batches of *size* documents; those that have *gone* have no number."""
    slots = np.array([slot for _, slot in documents])
    pairs, counted = Pairs(TELLING), []
    for start in range(0, len(documents), size):
        some = documents[start : start + size]
        terms = [DocTerms.of_words(title, blocks) for (title, *blocks), _ in some]
        numbers = np.array([-1 if n in gone else n for n in range(start, start + len(some))])
        counted.append(pairs.add(invert(terms).stream, numbers, slots, Openings(TELLING, VARIANTS)))
    return {pairs.words(code): row for code, row in by_slot(pairs.most(within), counted, 3)}


def plainly(documents, gone=frozenset()):
    wanted = {}
    for n, (parts, slot) in enumerate(documents):
        for part in parts if n not in gone else ():
            for one, other in pairwise(part):
                for first in OPENS.get(one, (one,)) if other in TELLING else ():
                    if first in TELLING:
                        wanted.setdefault((first, other), Counter())[slot] += 1
    return {
        pair: tuple(counts[slot] for slot in range(3))
        for pair, counts in wanted.items()
        if counts.total() > 1
    }


@given(DOCUMENTS, st.integers(1, 4), st.sets(st.integers(0, 6)))
def test_counting_in_batches_is_counting_one_by_one(documents, size, gone):
    assert found_in(documents, size, gone) == plainly(documents, gone)


@given(DOCUMENTS, st.integers(1, 4))
def test_what_only_has_a_waw_before_it_is_told_with_the_rest(documents, size):
    """وبلاد الشام is counted with بلاد الشام, and not listed beside it."""
    expected = {pair: row for pair, row in plainly(documents).items() if pair[0] != "وبلاد"}
    assert found_in(documents, size, within=VARIANTS) == expected


def listed(texts):
    words = ["نسبه", "بنسبه", "عاليه"]
    families = Families.from_counts({"نسبه": 9, "بنسبه": 5, "عاليه": 3})
    opened = variants(words, families)
    stream = invert([DocTerms.of_words([], [text.split() for text in texts])]).stream
    pairs = Pairs(words)
    pairs.add(stream, np.array([0]), np.array([0]), Openings(words, opened))
    return [" ".join(pairs.words(code)) for code in pairs.most(opened)]


def test_a_pair_that_is_mostly_said_with_a_preposition_is_told_with_it():
    assert listed(["نسبه عاليه", "نسبه عاليه", "بنسبه عاليه"]) == ["نسبه عاليه"]
    assert listed(["نسبه عاليه", "بنسبه عاليه", "بنسبه عاليه"]) == ["بنسبه عاليه"]


def test_no_pair_crosses_a_paragraph():
    apart = [([["بلاد"], ["الشام"], ["الدوله"]], 0)] * 3
    assert not found_in(apart, 2)


def test_the_most_frequent_come_first_and_equals_by_their_words():
    documents = [([["بلاد", "الشام"]], 0)] * 2 + [([["الدوله", "العثمانيه"]], 1)] * 3
    documents += [([["الشام", "بلاد"]], 2)] * 2
    assert list(found_in(documents, 3)) == [
        ("الدوله", "العثمانيه"), ("الشام", "بلاد"), ("بلاد", "الشام"),
    ]  # fmt: skip


def test_there_are_no_more_than_agreed():
    forms = [f"كلم{'ابتثجحخدذرزسشصضطظعغف'[n % 20]}{'قكلمنهوي'[n // 20]}" for n in range(60)]
    text = [[a, b] for a in forms for b in forms]
    pairs = Pairs(forms)
    stream = invert([DocTerms.of_words([], text)] * 2).stream
    pairs.add(stream, np.array([0, 1]), np.array([0, 0]), Openings(forms))
    codes = pairs.most()
    assert len(codes) == MOST_PHRASES
    assert [pairs.words(code) for code in codes] == sorted(map(tuple, text))[:MOST_PHRASES]
    some = [Frequent(f"ك{n}", "ك", 9, f"ك{n}") for n in range(AMONG + 5)]
    assert len(among([some])) == AMONG


def test_without_frequent_words_there_are_no_pairs():
    pairs = Pairs([])
    stream = invert([DocTerms.of_words([], [["بلاد", "الشام"]])]).stream
    codes, slots = pairs.add(stream, np.array([0]), np.array([0]), Openings([]))
    assert not len(codes)
    assert not len(slots)
    assert list(by_slot(pairs.most(), [(codes, slots)], 1)) == []
