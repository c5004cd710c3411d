"""Claims about anchors that were promised."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.content.frozen import parse_pins, pins_of, thaw, write_pins
from sitegen.content.markdown import read_markdown
from sitegen.content.text import read_plain

WORDS = "مطبعة بولاق كتاب حرف ورق حبر صحيفة تاريخ مدينة قلم شاعر ديوان خبر سوق بحر".split()  # noqa: SIM905 - as one reads them
TEXT = """نشأت مطبعة بولاق سنة ١٨٢١ على شاطئ النيل.

ثم طبعت الوقائع المصرية بالعربية والتركية.

## خاتمة

وبقيت المطبعة إلى أيامنا هذه.

قال صاحبنا. {#qal}
"""


def body_of(text):
    return read_plain(text)


def anchors(body):
    return [block.anchor for block in body.blocks]


def test_an_edited_paragraph_keeps_its_anchor_in_block_and_page(read):
    before, after = read(TEXT), read(TEXT.replace("الوقائع المصرية", "جريدة الوقائع المصرية"))
    assert anchors(before) != anchors(after)
    kept = thaw(after, pins_of(before))
    assert anchors(kept) == anchors(before)
    ids = re.findall(r' id="([^"]+)"', "".join(p for p in kept.layout if isinstance(p, str)))
    assert ids == anchors(before)
    assert [block.text for block in kept.blocks] == [block.text for block in after.blocks]


def test_a_new_paragraph_takes_nobodys_anchor(read):
    before = read(TEXT)
    after = read("فقرة جديدة في أول النص لا تشبه سواها.\n\n" + TEXT.replace("١٨٢١", "١٨٢٠"))
    assert anchors(thaw(after, pins_of(before)))[1:] == anchors(before)
    assert anchors(thaw(after, pins_of(before)))[0] not in anchors(before)


def test_a_paragraph_that_was_rewritten_is_another(read):
    before = read(TEXT)
    after = read(TEXT.replace("وبقيت المطبعة إلى أيامنا هذه.", "لا شيء مما سبق يعود غدا."))
    assert anchors(before)[3] not in anchors(thaw(after, pins_of(before)))


def test_an_id_that_its_author_wrote_is_not_frozen(read):
    assert "qal" not in [pin.anchor for pin in pins_of(read(TEXT))]


def test_without_edits_nothing_is_made_anew(read):
    body = read(TEXT)
    assert thaw(body, pins_of(body)) is body


@pytest.fixture
def read():
    return lambda text: read_markdown(text)[0]


paragraphs = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join), max_size=8
)


@given(paragraphs, paragraphs)
@settings(max_examples=60)
def test_anchors_stay_one_each_and_the_texts_as_they_are(old, new):
    before, after = body_of("\n\n".join(old)), body_of("\n\n".join(new))
    kept = thaw(after, pins_of(before))
    assert len(set(anchors(kept))) == len(kept.blocks)
    assert [block.text for block in kept.blocks] == [block.text for block in after.blocks]
    assert set(anchors(before)) & set(anchors(after)) <= set(anchors(kept))
    given_ids = re.findall(r' id="([^"]+)"', "".join(p for p in kept.layout if isinstance(p, str)))
    assert given_ids == anchors(kept)


@given(paragraphs)
def test_the_table_is_read_as_it_was_written(texts):
    pins = pins_of(body_of("\n\n".join(texts)))
    found, problems = parse_pins(write_pins([("a-1", pins)] if pins else []))
    assert found.get("a-1", []) == pins
    assert not problems


def test_a_broken_table_is_told_by_line():
    _, problems = parse_pins("document\tanchor\tsketch\na-1\tp-aaaaa\tAAAA\na-1\tx\n")
    assert [problem.place.line for problem in problems] == [3]
