"""Does asking few questions again find what asking all again does?"""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.build import asked as room
from sitegen.build.asked import answers, hashes
from sitegen.entities.common import Use, common_beside, told_otherwise

FORMS = st.text("ابتكه", max_size=6) | st.text(max_size=3)
WORDS = st.text("ابت", max_size=3)


@pytest.fixture(params=[1, 3, 1 << 16])
def many(request, monkeypatch):
    monkeypatch.setattr(room, "_MANY", request.param)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("n", [0, 1, 7])
def test_those_asked_for_are_found_and_no_others(n):
    forms = [f"كتاب{'ه' * at}" for at in range(n)]
    kept = answers(range(n), lambda at, counts: [forms[at]] * counts.get(forms[at], 0), {"كتاب": 1})
    assert kept.words() == frozenset(forms[:1])
    assert [kept.doubtful(["قلم", form, "دواة"]) for form in forms] == [[at] for at in range(n)]
    assert kept.doubtful(["قلم", "دواة", "كتا"]) == []
    assert kept.doubtful([]) == []


@given(st.sets(FORMS, min_size=1), st.sets(FORMS))
def test_a_form_has_one_hash_whatever_stands_beside_it(some, others):
    alone = {form: hashes([form])[0] for form in some}
    assert dict(zip(some | others, hashes(some | others).tolist(), strict=True)).items() >= (
        alone.items()
    )
    plain = {form for form in some if "\0" not in form}  # a form of text has none
    assert len({int(alone[form]) for form in plain}) == len(plain)


@given(
    st.lists(st.lists(WORDS, max_size=3), max_size=6),
    st.lists(st.dictionaries(WORDS, st.integers(0, 2), max_size=6), min_size=2, max_size=4),
)
def test_questions_asked_again_as_counts_change_find_what_all_would(questions, all_counts):
    def ask(number, counts):
        """Each question goes on to its next form while counts are even, as rules with "or" do."""
        for form in questions[number]:
            if counts.get(form, 0) % 2:
                return [form]
        return []

    numbers = range(len(questions))
    kept = answers(numbers, ask, all_counts[0])
    for was, counts in pairwise(all_counts):
        changed = {form for form in was.keys() | counts.keys() if was.get(form) != counts.get(form)}
        kept = kept.renewed(kept.doubtful(changed), ask, counts)
        clean = answers(numbers, ask, counts)
        assert kept.found == clean.found
        assert kept.lengths.tolist() == clean.lengths.tolist()
        parts = [np.split(one.forms, np.cumsum(one.lengths)) for one in (kept, clean)]
        assert all(set(a.tolist()) == set(b.tolist()) for a, b in zip(*parts, strict=True))


COUNTS = st.dictionaries(
    st.sampled_from(["هند", "الهند", "هندها", "هندنا", "صور", "صورها", "الصور", "بهند", "فصور"]),
    st.integers(1, 40),
)
NAMES = st.dictionaries(
    st.sampled_from(["هند", "الهند", "صور", "الصور", "فصور", "صوريه", "الصوريه"]),
    st.sampled_from(Use),
)


@given(NAMES, NAMES, COUNTS, COUNTS)
def test_as_names_and_counts_change_few_questions_find_what_all_would(before, after, was, counts):
    def found(names, of):
        numbered = sorted(names)
        return numbered, lambda number, asked: common_beside(numbered[number], names, asked)

    (old, ask_old), (new, ask_new) = found(before, was), found(after, counts)
    kept = answers(range(len(old)), ask_old, was)
    kept = kept.moved([old.index(name) if name in before else -1 for name in new])
    changed = {form for form in was.keys() | counts.keys() if was.get(form) != counts.get(form)}
    again = {new.index(name) for name in told_otherwise(before, after)}
    kept = kept.renewed(sorted(again.union(kept.doubtful(changed))), ask_new, counts)
    clean = answers(range(len(new)), ask_new, counts)
    assert kept.found == clean.found
    assert kept.lengths.tolist() == clean.lengths.tolist()
