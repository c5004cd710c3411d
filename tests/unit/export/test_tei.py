"""Claims about a document written as TEI."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.markdown import read_markdown
from sitegen.content.text import read_plain
from sitegen.export import tei
from sitegen.export.blocks import is_plain

LINES = (
    "قال & قلتُ «نعم» < لا >",
    "قال\N{NO-BREAK SPACE}نعم  ",
    "طبع في Paris سنة 1910-1913",
    "The word كتاب alone.",
    "أرض",
    "",
)
texts = st.lists(st.sampled_from(LINES), min_size=1, max_size=12).map("\n".join)


def markdown(text):
    return read_markdown(text)[0]


@given(texts, st.sampled_from((read_plain, markdown)))
def test_plain_paragraphs_are_written_as_the_long_way_writes_them(text, read):
    body = read(text)
    assert tei._body(body) == tei._parted(body)


def test_paragraphs_with_breaks_of_lines_are_plain_and_headings_are_not():
    plain = read_plain("سقت أجفان صبك كل صدر\nففرخ في قلوبهم & طار\n\nوقال آخر")
    assert is_plain(plain)
    assert tei._body(plain).count("<lb/>") == 1
    marked = read_plain("طبع في Paris سنة 1910")
    assert not is_plain(marked)
