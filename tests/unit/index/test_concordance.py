"""Claims about concordances."""

import pytest

from sitegen.index.concordance import concordance
from sitegen.index.kwic import by_context, contexts


def lines_of(index, query):
    answer = index.answer(query)
    return list(concordance(index, answer, answer.numbers.tolist()))


def test_every_occurrence_that_the_index_counts_has_a_line(index):
    """Positions are the oracle: they were written from the same texts, but not by this code."""
    (segment,) = index.segments
    for form, _ in segment.forms():
        found = segment.exact(form)
        counted = sum(len(p) for e in found.entries for p in segment.positions(e).values())
        assert len(lines_of(index, f"={form}")) == counted, form


@pytest.mark.parametrize(
    ("query", "keywords"),
    [
        ('"دار الكتب"', ["دار الكتب", "دارُ الكتبِ", "ودار الكتب"]),
        ('"دار الكتب" قديم', ["دار الكتب", "دارُ الكتبِ", "ودار الكتب", "قديمة"]),
        ("دار", ["دار", "دارُ", "ودار", "دار"]),
        ("title:قصيدة", ["قصيدة"]),
        ("بيروت -كتاب", ["بيروت", "بيروتُ"]),
        ("MQ-9", ["MQ", "9"]),
        ("-بيروت", []),
    ],
)
def test_a_query_seeks_its_words_and_phrases(index, query, keywords):
    assert [line.word for _, line in lines_of(index, query)] == keywords


def test_documents_come_in_the_order_asked_for_each_from_its_title(index):
    answer = index.answer("كتاب")
    numbers = answer.numbers.tolist()[::-1]
    found = list(concordance(index, answer, numbers))
    assert list(dict.fromkeys(text.number for text, _ in found)) == numbers
    assert [line.anchor for _, line in lines_of(index, "مطبعة")] == ["", "p-0"]


def test_a_long_text_is_read_to_its_end(make, index_of):
    text = "\n\n".join(["كلام طويل " * 300] * 3 + ["في آخره مطبعة"])
    index = index_of([make("long", "عنوان", text)])
    ((_, line),) = lines_of(index, "مطبعة")
    assert (line.left, line.anchor) == ("في آخره ", "p-3")


def test_sorting_by_a_side_keeps_every_line(index):
    lines = list(contexts([("", "دار بيروت ودار الكتب ودار")], {"دار", "ودار"}))
    for side in ("left", "right"):
        assert sorted(map(id, sorted(lines, key=by_context(side)))) == sorted(map(id, lines))
