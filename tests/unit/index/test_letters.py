"""Claims about letters that change places in shards of texts."""

from __future__ import annotations

from json.encoder import encode_basestring

from hypothesis import given
from hypothesis import strategies as st

from sitegen.index.letters import swap, swap_quoted

SIGNS = st.sampled_from('كتاب قال، book "\\\n\t\0\x1f\x7f\u2028\N{GRINNING FACE}\ud800')
TEXTS = st.lists(st.text(SIGNS, max_size=12), min_size=1, max_size=5)


@given(TEXTS)
def test_texts_swapped_and_quoted_together_are_as_each_by_itself(texts):
    assert swap_quoted(texts) == [encode_basestring(swap(text)) for text in texts]


@given(st.text(SIGNS, max_size=12))
def test_a_text_swapped_has_as_many_signs_and_swapped_twice_is_as_it_was(text):
    assert len(swap(text)) == len(text)
    assert swap(swap(text)) == text
