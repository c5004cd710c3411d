"""What is known of a segment's words: foreseen while others link, it is what it would be after."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.arabic.families import Families, stems_of
from sitegen.build.tallies import Tally
from sitegen.build.words import Foreseen, Words, grouped, regrouped
from sitegen.index import spelling
from sitegen.index.spelling import is_listed, level_of, listed_all, often_in, top_of
from sitegen.index.totals import Sum, Totals, places_of
from sitegen.index.vocabulary import names_of

_STEMS = ["كتاب", "لغ", "مدرس", "علي", "بيروت", "وطن", "شيء", "مسؤول"]
_FORM = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "ال", "و", "وال", "ب", "لل"]),
    st.sampled_from(_STEMS),
    st.sampled_from(["", "ه", "ته", "هم", "ات", "ين", "ي", "يه"]),
)
_NAMES = st.sets(st.sampled_from(_STEMS))
_FEW = st.dictionaries(_FORM, st.integers(1, 3), max_size=3)  # of one document that changes
_COUNTS = st.dictionaries(_FORM, st.integers(1, 9), max_size=24)


def told(words: Words) -> tuple[object, ...]:
    """Give what is known of words as values that can be compared."""
    return (
        list(words.families),
        words.protected,
        words.keys.tolist(),
        dict(words.prefixes),
        words.listed.tolist(),
    )


def _totals(counts: dict[str, int]) -> Totals:
    numbers = np.array(list(counts.values()), np.int64)
    return Totals(list(counts), numbers, numbers)


@given(_COUNTS, _NAMES, _NAMES)
def test_whatever_was_foreseen_the_families_are_those_of_the_counts(counts, before, names):
    found = grouped(Foreseen.of(Tally(_totals(counts)), before), names)
    clean = Families.from_counts(counts, names)
    assert (found.families.known, found.families.protected) == (clean.known, clean.protected)
    assert list(found.words.families) == list(map(clean.known.__getitem__, counts))


@given(_COUNTS, _NAMES, _NAMES)
def test_what_was_foreseen_tells_the_same_of_the_lists(counts, before, names):
    tally = Tally(_totals(counts))
    made = grouped(Foreseen.of(tally, before), names), grouped(Foreseen.of(tally, names), names)
    assert made[0].listing == made[1].listing
    assert told(made[0].words) == told(made[1].words)


@given(st.lists(_COUNTS, max_size=4))
def test_counts_summed_as_they_come_are_those_of_all(parts):
    found = Sum()
    every: dict[str, int] = {}
    for part in parts:
        found.add(_totals(part))
        every = {form: every.get(form, 0) + part.get(form, 0) for form in every | part}
    total = found.total()
    assert dict(zip(total.forms, total.occurrences.tolist(), strict=True)) == every


@given(
    _COUNTS,
    _NAMES,
    st.lists(st.tuples(_COUNTS | _FEW, _COUNTS | _FEW, _NAMES | st.none()), min_size=1, max_size=4),
)
def test_words_brought_up_to_date_edit_by_edit_are_those_of_a_clean_build(counts, names, edits):
    """Each edit takes documents away and adds others, and may protect other names."""
    counts = dict(counts)
    totals = _totals(counts)
    words = grouped(Foreseen.of(Tally(totals), names).with_keys(), names).words
    for gone, come, other in edits:
        protected = names if other is None else other
        less = {form: min(count, counts.get(form, 0)) for form, count in gone.items()}
        less = {form: count for form, count in less.items() if count}
        before = {form: counts[form] for form in totals.forms}
        families = dict(zip(totals.forms, words.families, strict=True))
        met = places_of(totals.forms)
        now, changed = totals.changed([_totals(less)], [_totals(come)], met)
        tally = Tally(now, totals, changed, met)
        found = regrouped(tally, protected, words)
        counts = {form: counts.get(form, 0) - less.get(form, 0) for form in counts | come}
        counts = {form: counts[form] + come.get(form, 0) for form in counts}
        counts = {form: count for form, count in counts.items() if count}
        clean = grouped(Foreseen.of(Tally(now), protected), protected)
        assert dict(zip(now.forms, now.occurrences.tolist(), strict=True)) == counts
        assert told(found.words) == told(clean.words)
        assert found.listing == clean.listing
        assert dict(found.families.known) == dict(clean.families.known)
        assert changed == {form for form in before | counts if before.get(form) != counts.get(form)}
        kept = found.words.stems != 0
        every = dict(zip(now.forms, now.occurrences.tolist(), strict=True))
        own = stems_of(every, found.words.protected)
        assert found.words.stems[kept].tolist() == names_of([*own.values()])[kept].tolist()
        assert found.moved is not None
        now_families = clean.families.known
        assert found.moved.families == {
            form: families.get(form, "")
            for form in families | dict(now_families)
            if families.get(form) != now_families.get(form)
        }
        assert all(tally.was_at(form) == -1 for form in counts.keys() - before.keys())
        names = protected
        totals, words = pickle.loads(pickle.dumps((now, found.words)))  # as the cache keeps them


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 40)), max_size=40))
def test_the_words_that_most_documents_have_are_those_of_all_that_are_listed(numbers):
    forms = [f"{'ابتث'[n % 4]}{n}" if n % 5 else str(n) for n in range(len(numbers))]
    occurrences, documents = (np.array([pair[at] for pair in numbers], np.int64) for at in (0, 1))
    totals = Totals(forms, occurrences, documents)
    _, least = often_in(listed_all(forms), occurrences)
    every = sorted(
        (-level_of(int(documents[n])), form)
        for n, form in enumerate(forms)
        if is_listed(form) and occurrences[n] >= least
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spelling, "TOP_WORDS", 5)
        found = top_of(totals, least, places_of(forms))
    assert found == [(form, -level) for level, form in every[:5]]


_RELATED = ["لغه", "لغته", "لغتي", "بلغته", "ولغه", "لغا", "علي", "فعلي", "وعلي", "بعلي", "عليه"]
_EACH = st.lists(st.integers(1, 5), min_size=len(_RELATED), max_size=len(_RELATED))


_SOME = st.sets(st.sampled_from(["علي", "لغته", "لغه"]))


@given(_SOME, _SOME, st.lists(_EACH, min_size=3, max_size=7))
@settings(max_examples=300)
def test_families_follow_the_counts_of_forms_that_are_there_all_the_time(before, after, counts):
    """What one stem is more frequent than may change, and whether فعلي is ف and the name علي."""
    totals = _totals(dict(zip(_RELATED, counts[0], strict=True)))
    words = grouped(Foreseen.of(Tally(totals), before), before).words
    for n, some in enumerate(counts[1:]):
        names = after if n else before
        met = places_of(totals.forms)
        new = _totals(dict(zip(_RELATED, some, strict=True)))
        now, changed = totals.changed([totals], [new], met)
        found = regrouped(Tally(now, totals, changed, met), names, words)
        clean = Families.from_counts(dict(zip(_RELATED, some, strict=True)), names)
        assert dict(found.families.known) == clean.known
        kept = found.words.stems != 0
        every = dict(zip(now.forms, now.occurrences.tolist(), strict=True))
        own = stems_of(every, found.words.protected)
        assert found.words.stems[kept].tolist() == names_of([*own.values()])[kept].tolist()
        totals, words = now, found.words
