"""What is known of a segment's words: foreseen while others link, it is what it would be after."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sitegen.arabic.stem import Families
from sitegen.build.words import Foreseen, Tally, grouped
from sitegen.index.plan import Sum, Totals

_STEMS = ["كتاب", "لغ", "مدرس", "علي", "بيروت", "وطن", "شيء", "مسؤول"]
_FORM = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "ال", "و", "وال", "ب", "لل"]),
    st.sampled_from(_STEMS),
    st.sampled_from(["", "ه", "ته", "هم", "ات", "ين", "ي", "يه"]),
)
_NAMES = st.sets(st.sampled_from(_STEMS))
_COUNTS = st.dictionaries(_FORM, st.integers(1, 9), max_size=24)


def _totals(counts: dict[str, int]) -> Totals:
    numbers = np.array(list(counts.values()), np.int64)
    return Totals(list(counts), numbers, numbers)


@given(_COUNTS, _NAMES, _NAMES)
def test_whatever_was_foreseen_the_families_are_those_of_the_counts(counts, before, names):
    found = grouped(Foreseen.of(Tally(_totals(counts)), before), names)
    clean = Families.from_counts(counts, names)
    assert (found.families.known, found.families.protected) == (clean.known, clean.protected)
    assert found.words.families == list(map(clean.known.__getitem__, counts))


@given(_COUNTS, _NAMES, _NAMES)
def test_what_was_foreseen_tells_the_same_of_the_lists(counts, before, names):
    tally = Tally(_totals(counts))
    made = grouped(Foreseen.of(tally, before), names), grouped(Foreseen.of(tally, names), names)
    assert made[0].listing == made[1].listing
    assert made[0].words == made[1].words


@given(st.lists(_COUNTS, max_size=4))
def test_counts_summed_as_they_come_are_those_of_all(parts):
    found = Sum()
    every: dict[str, int] = {}
    for part in parts:
        found.add(_totals(part))
        every = {form: every.get(form, 0) + part.get(form, 0) for form in every | part}
    total = found.total()
    assert dict(zip(total.forms, total.occurrences.tolist(), strict=True)) == every
