import random

import pytest

from sitegen.arabic.stem import key
from sitegen.index import vocabulary
from sitegen.index.vocabulary import Vocabulary


@pytest.mark.parametrize("most", [1 << 20, 300])
def test_batches_are_ranked_as_each_would_be_alone(monkeypatch, most):
    monkeypatch.setattr(vocabulary, "MOST", most)
    draw = random.Random(3)
    words = ["".join(draw.choices("ابتكلموني", k=draw.randint(1, 6))) for _ in range(20_000)]
    known = Vocabulary()
    for _ in range(40):
        batch = [words[int(draw.paretovariate(0.6)) % len(words)] for _ in range(500)]
        forms, keys, ranks = known.ranked(batch, len(batch))
        assert forms == sorted(set(batch), key=lambda form: (key(form), form))
        assert keys == [key(form) for form in forms]
        assert [forms[rank] for rank in ranks] == batch


def test_no_words_have_no_forms():
    assert Vocabulary().ranked([], 0)[0] == []
