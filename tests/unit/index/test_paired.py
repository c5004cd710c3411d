"""Do pairs counted on, from what they counted before an edit, count what all documents say?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.arabic.families import Families
from sitegen.index import paired, phrases
from sitegen.index.invert import DocTerms, invert
from sitegen.index.paired import (
    Change,
    PairCounts,
    amended,
    counted_by_year,
    watched_of,
    will_do,
)
from sitegen.index.phrases import Openings, Pairs, Variant, variants

FORMS = ["البلاد", "الدوله", "الشام", "بلاد"]
WORDS = [*FORMS, "وبلاد", "والدوله", "في"]
VARIANTS = variants(FORMS, Families.from_counts(dict.fromkeys(WORDS, 1) | {"بلاد": 9}))
OPENINGS = {"": VARIANTS}
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=8), min_size=1, max_size=3)
SHELVES = st.dictionaries(
    st.integers(0, 5), st.tuples(TEXTS, st.sampled_from([0, 1906, 1907, 1908])), min_size=1
)


def stream_of(documents):
    return invert([DocTerms.of_words(title, blocks) for (title, *blocks), _ in documents]).stream


def counted(shelf):
    """Count all documents of a shelf, as a clean build does."""
    documents = list(shelf.values())
    years = tuple(sorted({year for _, year in documents}))
    slots = np.array([years.index(year) for _, year in documents])
    pairs = Pairs(FORMS)
    openings = Openings(FORMS, VARIANTS)
    found = [pairs.add(stream_of(documents), np.arange(len(documents)), slots, openings)]
    most = pairs.most(VARIANTS)
    watched = watched_of(pairs, most)
    rows = counted_by_year(watched, found, len(years))
    return PairCounts.of(b"", pairs, OPENINGS, years, watched, rows), pairs, most


def edited(last, before, after):
    """Count on from *last*, by what went and what came."""
    lost = [one for name, one in before.items() if after.get(name) != one]
    new = [one for name, one in after.items() if before.get(name) != one]
    openings = Openings(FORMS, VARIANTS)
    changes = [
        Change(stream_of(some), [year for _, year in some], openings, sign)
        for some, sign in ((lost, -1), (new, 1))
        if some
    ]
    years = tuple(sorted({year for _, year in after.values()}))
    return amended(last, b"", OPENINGS, changes, years)


def told(counts, pairs, most):
    return counts.told(pairs, most, {form: form for form in FORMS})


@given(SHELVES, st.lists(SHELVES, min_size=1, max_size=4))
def test_a_sequence_of_edits_counts_what_all_documents_do(shelf, later):
    """Whatever was not counted by year is noticed: then all is counted again."""
    last = counted(shelf)[0]
    for after in later:
        clean = counted(after)
        found = edited(last, shelf, after)
        if found is None:
            assert set(clean[2]) - set(last.watched.tolist())
            found = clean
        assert told(*found) == told(*clean)
        assert [one.tolist() for one in found[1].columns()] == [
            one.tolist() for one in clean[1].columns()
        ]
        last, shelf = found[0], after


@pytest.fixture
def _few(monkeypatch):
    monkeypatch.setattr(phrases, "MOST_PHRASES", 1)
    monkeypatch.setattr(paired, "WATCHED", 1)


@pytest.mark.usefixtures("_few")
def test_a_pair_that_was_not_counted_by_year_is_not_told():
    often = {0: ([["الدوله", "الشام"]] * 3, 1906), 1: ([["بلاد", "الشام"]] * 2, 1906)}
    last = counted(often)[0]
    assert edited(last, often, often | {2: ([["بلاد", "الشام"]] * 2, 1907)}) is None
    same = edited(last, often, often | {2: ([["بلاد", "الشام"]], 1907)})
    assert told(*same) == [("الدوله الشام", (3, 0))]


def test_other_openings_will_do_where_their_forms_came_or_went():
    last, now = {"": (Variant("وبلاد", "و", 3),)}, {"": (Variant("لبلاد", "ل", 3),)}
    assert will_do(last, now, lambda _, form: form == "وبلاد", lambda _, form: form == "لبلاد")
    assert not will_do(last, now, lambda _, form: form == "وبلاد", lambda *_: True)
    assert not will_do(last, now | {"sealed/": ()}, lambda *_: False, lambda *_: False)
