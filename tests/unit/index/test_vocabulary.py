import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.arabic.stem import key
from sitegen.index import vocabulary
from sitegen.index.vocabulary import Register, Vocabulary, names_of


@pytest.mark.parametrize("most", [1 << 20, 300])
def test_batches_are_ranked_as_each_would_be_alone(monkeypatch, most):
    monkeypatch.setattr(vocabulary, "MOST", most)
    draw = random.Random(3)
    words = ["".join(draw.choices("ابتكلموني", k=draw.randint(1, 6))) for _ in range(20_000)]
    known = Vocabulary()
    for _ in range(40):
        batch = [words[int(draw.paretovariate(0.6)) % len(words)] for _ in range(500)]
        forms, keys, ranks, names = known.ranked(" ".join(batch))
        assert names.tolist() == names_of(forms).tolist()
        assert forms == sorted(set(batch), key=lambda form: (key(form), form))
        assert keys == [key(form) for form in forms]
        assert [forms[rank] for rank in ranks] == batch


def test_words_that_begin_alike_and_strange_letters_are_in_order():
    long = ["استكتابات", "استكتاباته", "واستكتاباتهم", "مستكتبونهنا", "مستكتبوكذا"]
    words = [*long, "ελληνικα", "ελλας", "\uffff", "zoo", "zo", "9", "10", "ـ", "٭"]
    forms, _, ranks, _ = Vocabulary().ranked(" ".join(words))
    assert forms == sorted(words, key=lambda form: (key(form), form))
    assert [forms[rank] for rank in ranks] == words


@given(st.lists(st.text(alphabet="ابت9zε\uffff", min_size=1, max_size=12), unique=True))
def test_any_words_are_in_order(words):
    known = Vocabulary()
    known.ranked(" ".join(words[::2]))
    assert known.ranked(" ".join(words)).forms == sorted(words, key=lambda w: (key(w), w))


def test_no_words_have_no_forms():
    assert Vocabulary().ranked("  ")[0] == []


@given(st.lists(st.text(alphabet="ابت9zε\uffff", min_size=1, max_size=14), unique=True))
def test_different_words_have_different_names(words):
    assert len(set(names_of(words).tolist())) == len(words)
    assert names_of(words[::-1]).tolist() == names_of(words).tolist()[::-1]


@given(st.lists(st.lists(st.integers(-(1 << 63), (1 << 63) - 1) | st.integers(-9, 9))))
def test_a_register_numbers_names_as_they_are_met_and_each_once(batches):
    met, numbers = Register(), {}
    for batch in batches:
        for name in sorted(set(batch) - numbers.keys()):
            numbers[name] = len(numbers)
        found, _ = met.numbers(np.array(batch, np.int64))
        assert found.tolist() == [numbers[name] for name in batch]


def test_a_register_grows_with_its_words():
    met, names = Register(), np.arange(-5_000, 5_000) << 32
    assert met.numbers(names)[0].tolist() == list(range(10_000))
    assert met.numbers(names[::-1])[0].tolist() == list(range(10_000))[::-1]
    assert met.numbers(names)[1].tolist() == []
