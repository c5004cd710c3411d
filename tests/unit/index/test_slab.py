"""Slabs: a range of keys at a time, and each is written as if all were one."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from sitegen.index import slab
from sitegen.index.encode import encode_postings
from sitegen.index.invert import DocTerms, Run, invert
from sitegen.index.plan import Segment, plan_segment
from sitegen.index.totals import Counts, Totals

TEXTS = ["قلم كتاب", "كتاب الكتاب كتب قلما", "والقلم كتابي كاتب قلم", "مكتبة الاستقلالية"]


@pytest.fixture
def segment() -> Segment:
    done = [invert([DocTerms.of(text, [text] * 3)]) for text in TEXTS]
    counts = Counts.of(map(Totals.of, done))
    batches = [(one, np.array([n])) for n, one in enumerate(done)]
    return plan_segment([str(n) for n in range(len(TEXTS))], batches, counts, dated=0)


def parts() -> list[slab.Part]:
    runs = [invert([DocTerms.of(text, [text] * 3)]).run for text in TEXTS]
    return [(run, np.array([n])) for n, run in enumerate(runs)]


def test_a_slab_has_whole_keys_and_no_more_words_than_it_may(
    segment: Segment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slab, "_AT_A_TIME", 20)
    made = list(slab.slabs(segment, parts()))
    assert len(made) > 1
    assert all(int(one.counts.sum()) <= 20 or len(set(one.keys)) == 1 for one in made)
    keys = [key for one in made for key in dict.fromkeys(one.keys)]
    assert keys == sorted(set(keys))


def test_files_are_the_same_however_many_words_a_slab_has(
    segment: Segment, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = encode_postings(segment, [parts()])
    monkeypatch.setattr(slab, "_AT_A_TIME", 1)
    assert encode_postings(segment, [parts()]) == whole


def test_a_run_that_was_handed_on_is_as_it_was() -> None:
    run = invert([DocTerms.of(text, [text]) for text in TEXTS]).run
    again: Run = pickle.loads(pickle.dumps(run))
    assert (again.forms, again.keys) == (run.forms, run.keys)
    for name in ("names", "bounds", "documents", "counts", "heavy", "in_title", "positions"):
        np.testing.assert_array_equal(getattr(again, name), getattr(run, name))


def test_levels_are_those_of_the_formula_whatever_the_weight(segment: Segment) -> None:
    weights = np.arange(12)
    documents = weights % len(TEXTS)
    expected = slab._levels_of(segment, weights, segment.lengths[documents])
    assert slab._levels(segment, weights, documents).tolist() == expected.tolist()
