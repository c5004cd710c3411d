"""Claims about the rows of data."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.export.rows import quoted_text, row


@given(st.text(alphabet='ابت "\\\n\r\t\0\x1f\x7f\N{LINE SEPARATOR}'))
def test_a_long_text_is_written_as_any_other(text):
    assert quoted_text(text).decode() == json.dumps(text, ensure_ascii=False)


VALUES = st.one_of(
    st.text(max_size=5), st.integers(), st.floats(allow_nan=False), st.none(),
    st.lists(st.text(max_size=3), max_size=2), st.dictionaries(st.text(max_size=3), st.integers()),
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(("id", "title", "extra", "lat")), VALUES))
def test_a_row_is_the_json_of_what_is_told(values):
    told = {k: value for k, value in values.items() if value or isinstance(value, int | float)}
    compact = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    assert row(values).decode() == f"{compact}\n"


@pytest.mark.parametrize("count", [0, 0.0, False])
def test_a_count_of_nothing_is_told(count):
    assert row({"words": count}).decode() == f'{{"words":{json.dumps(count)}}}\n'
