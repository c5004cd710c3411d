"""Is what is counted as postings are written what a plain loop counts?"""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sitegen.index.encode import encode_postings
from sitegen.index.invert import DocTerms, invert
from sitegen.index.plan import plan_segment
from sitegen.index.totals import Counts, Totals
from sitegen.index.usage import (
    AMONG,
    MOST_WORDS,
    Frequent,
    Watched,
    Word,
    chosen,
    frequent,
    tells,
    usage_of,
)

FORMS = ["كتاب", "الكتاب", "كتابه", "والكتاب", "علم", "العلوم", "مدرسه", "المدارس", "في", "بيروت"]
DOCUMENTS = st.lists(
    st.tuples(st.lists(st.sampled_from(FORMS), min_size=1, max_size=20), st.integers(0, 3)),
    min_size=1,
    max_size=8,
)


def counted(documents, words):
    """Count words by the span of their document, in batches of two documents."""
    terms = [DocTerms.of_words([], [forms]) for forms, _ in documents]
    slots = np.array(sorted(slot for _, slot in documents))
    batches, totals = [], []
    for start in range(0, len(terms), 2):
        done = invert(terms[start : start + 2])
        totals.append(Totals.of(done))
        batches.append((done, np.arange(start, min(start + 2, len(terms)))))
    ids = [str(n) for n in range(len(terms))]
    segment = plan_segment(ids, batches, Counts.of(totals), dated=len(terms))
    families = {}
    for word in words:
        name = segment.families.family(word)
        families[name] = (*families.get(name, ()), word)
    pieces = {}
    for done, numbers in batches:
        for piece, run in done.run.pieces():
            pieces.setdefault(piece, []).append((run, numbers))
    watched = Watched(families, slots, 4)
    made = encode_postings(segment, (pieces[piece] for piece in sorted(pieces)), watched)
    return segment.families, slots, dict(made.usage)


@given(DOCUMENTS)
def test_counting_with_the_postings_is_counting_one_by_one(documents):
    words = ["كتاب", "علم", "بيروت"]
    families, slots, found = counted(documents, words)
    for word in words:
        wanted = Counter()
        for (forms, _), slot in zip(documents, slots.tolist(), strict=True):
            wanted[slot] += sum(families.family(form) == families.family(word) for form in forms)
        plain = tuple(wanted[slot] for slot in range(4))
        assert found.get(word, (0, 0, 0, 0)) == plain


@given(st.permutations(list(range(6))))
def test_the_order_of_segments_changes_no_choice(order):
    some = [Frequent(f"كلم{n}", f"كلم{n % 3}", 10 + n, f"كلم{n}") for n in range(6)]
    assert chosen([[some[n] for n in order]]) == chosen([some[:2], some[2:]])


def test_a_form_that_has_another_family_in_each_segment_is_one_word():
    sealed, later = Frequent("قليلا", "قليلا", 9, "قليلاً"), Frequent("قليلا", "قليل", 7, "قليلا")
    assert chosen([[sealed], [later]]) == (Word("قليلا", "قليلاً"),)


def test_no_more_forms_are_looked_at_than_agreed_however_many_there_are():
    forms = [f"ب{'اتثجح'[n % 5]}{'خدذرز'[n // 5 % 5]}{n}" for n in range(AMONG * 3)]
    count = np.full(len(forms), 7)
    count[:100] = 9
    found = frequent(Totals(forms, count, count), forms, 10)
    assert len(found) == 100  # those of equal count are all taken or none
    assert len(chosen([[one._replace(tells=True) for one in found] * 20])) <= MOST_WORDS


def test_a_family_that_goes_by_a_particle_is_left_out():
    some = [Frequent("قال", "قال", 90, "قال", tells=False), Frequent("قاله", "قال", 8, "قاله")]
    assert chosen([some]) == ()


def test_what_half_of_the_documents_have_is_the_archives_own_stop_word():
    forms, count = ["سنه", "دستور"], np.array([80, 70])
    found = frequent(Totals(forms, count, np.array([31, 30])), forms, 60)
    assert [(one.form, one.tells) for one in found] == [("سنه", False), ("دستور", True)]
    few = frequent(Totals(forms, count, np.array([31, 30])), forms, 49)
    assert all(one.tells for one in few)


def test_numbers_names_and_what_has_a_pronoun_tell_nothing():
    assert not any(map(tells, ("عشرون", "الثالثه", "ابن", "بعدهم", "فوقها", "لهم", "1908")))
    assert all(map(tells, ("الامام", "كتابهم", "النساء", "دمشق")))


def test_segments_are_added_and_undated_spans_left_out():
    spans = [(1907, 2, 1), (1906, 0, 2), (0, 3, 1)]
    rows = [("علم", (1, 2, 9)), ("علم", (10, 20, 90)), ("خفي", (0, 0, 4))]
    found = usage_of(spans, (5, 6, 7), [Word("خفي", "خفي"), Word("علم", "علم")], rows)
    assert found.years == (1906, 1907)
    assert found.sizes == (6, 5)
    assert [(term.text, term.counts) for term in found.words] == [("علم", (22, 11))]
