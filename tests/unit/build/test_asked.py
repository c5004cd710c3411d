"""Is a form that was asked for always found again, however many were?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.build import asked as rooms
from sitegen.build.asked import Asked, any_of, hashes

FORMS = st.text("ابتكه", max_size=6) | st.text(max_size=3)


@pytest.fixture(params=[1, 3, 1 << 16])
def many(request, monkeypatch):
    monkeypatch.setattr(rooms, "_MANY", request.param)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("n", [0, 1, 7])
def test_those_asked_for_are_found_and_no_others(n):
    counts = {"كتاب": 2}
    asked = Asked(counts)
    forms = [f"كتاب{'ه' * at}" for at in range(n)]
    assert [asked.get(form, 0) for form in forms] == [counts.get(form, 0) for form in forms]
    kept = asked.forms()
    assert all(any_of(kept, ["قلم", form, "دواة"]) for form in forms)
    assert not any_of(kept, ["قلم", "دواة", "كتا"])
    assert not any_of(kept, [])


@given(st.sets(FORMS, min_size=1), st.sets(FORMS))
def test_a_form_has_one_hash_whatever_stands_beside_it(some, others):
    alone = {form: hashes([form])[0] for form in some}
    assert dict(zip(some | others, hashes(some | others).tolist(), strict=True)).items() >= (
        alone.items()
    )
    plain = {form for form in some if "\0" not in form}  # a form of text has none
    assert len({int(alone[form]) for form in plain}) == len(plain)


@given(st.sets(st.text("ابتكه", max_size=6)), st.sets(st.text("ابتكه", max_size=6)))
def test_it_is_as_sets_say(asked_for, forms):
    asked = Asked({})
    for form in asked_for:
        asked.get(form)
    assert any_of(asked.forms(), forms) == (not asked_for.isdisjoint(forms))
