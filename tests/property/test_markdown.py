"""The short way is Markdown; every word leads back to its place; nothing breaks the promises."""

from __future__ import annotations

import html
import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.arabic.normalize import normalize
from sitegen.content.markdown import read_markdown
from sitegen.content.text import read_plain
from sitegen.model import Block, BlockKind, Body

WORDS = st.sampled_from(
    [
        "كِتَابٌ", "المطبعة", "وَقَفَ", "لـ«الأخبار»،", "بولاق.", "1908", "١٩٠٨", "MQ-9",
        "الشيخ؛", "ﻻ", "e\N{COMBINING ACUTE ACCENT}t", "؟", "(هنا)", "a.b", "نعم!", "3/4", "«",
        "\N{NO-BREAK SPACE}و",
    ]
)  # fmt: skip
GAPS = st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", "\n\n\n", "\r\n", " \n", "\r\n\r\n"])
PLAIN = st.lists(st.tuples(WORDS, GAPS), max_size=25).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)
SYNTAX = st.sampled_from(
    [
        "**", "*", "_", "`", '[نصّ](assets/a_b.svg "عنوان هنا")', "[[p-rida|الشيخ رشيد]]",
        "[[p-rida]]", "[^1]", "[^1]: حاشية أولى\n", "\n# رأس\n", "\n## رأس ثانٍ {#ras}\n",
        "\n- بند", "\n1. أول", "\n> قول", "\n| أ | ب |\n|---|---|\n| ج د | هـ |\n", "{{page 12}}",
        "\n\n::: verse\nقفا نبك *** من ذكرى\nحبيب\tومنزل\n:::\n", "\n```\nكود `هنا` [[x]]\n```\n",
        "\n    سطر مزاح\n", '![وصف](assets/x.svg "تعليق طويل")', "&amp;", "<b>", "</b>", "<span>",
        "<!-- سرّ -->", "\\*", "<https://example.org/a_b>", "{#id}", "\n---\n", "\n===\n",
        "a_b_c", "http://x.org/", "\n::: pullquote\nنصّ مقتبس\n:::\n", "\U000f0001", "\U0010fff0",
        '[x]: http://y.z "w"\n', "[x]", "~~~", ":::", "|", "<div>", "</div>", "\t", "<br>",
        "<table><tr><td>خليّة", "\n\n",
    ]
)  # fmt: skip
MIXED = st.lists(
    st.one_of(st.tuples(WORDS, GAPS), st.tuples(SYNTAX, st.just(""))), max_size=30
).map(lambda pairs: "".join(word + gap for word, gap in pairs))


def outside_tags(block: Block) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", block.html.replace("<br>", "\n")))


def assert_sound(body: Body) -> None:
    """Each block stands in the layout once; HTML and text agree; every word leads home."""
    numbers = [part for part in body.layout if isinstance(part, int)]
    assert sorted(numbers) == list(range(len(body.blocks)))
    ids = re.findall(r'\bid="([^"]*)"', "".join(str(part) for part in body.layout))
    ids += [one for block in body.blocks for one in re.findall(r'<[^>]*\bid="([^"]*)"', block.html)]
    assert len(ids) == len(set(ids))
    assert {block.anchor for block in body.blocks} <= set(ids)
    for block in body.blocks:
        assert outside_tags(block) == block.text
        is_code = block.kind is BlockKind.CODE
        assert is_code or block.text == block.text.lstrip(" \n")
        for word in re.finditer(r"[^\s!-/:-@\[-`{-~]+", block.text):
            assert leads_home(body, block, *word.span())


def leads_home(body: Body, block: Block, start: int, end: int) -> bool:
    """Say whether a word's place holds that word; one with mark-up inside it, piece by piece."""
    source, at = body.source, block.alignment.source_at
    if (
        normalize(source[slice(*block.alignment.source_span(start, end))]).text
        == block.text[start:end]
    ):
        return True
    cuts = [cut for cut, _ in block.alignment.runs if start < cut < end]
    for a, b in pairwise([start, *cuts, end]):
        last = at(b - 1) + 1
        after = at(b) if b < len(block.text) and at(b) > last else last + 1
        if block.text[a:b] not in normalize(source[at(a) : after]).text:
            return False
    return True


@given(PLAIN)
@settings(max_examples=150)
def test_the_short_way_gives_what_markdown_gives(source: str) -> None:
    assert read_markdown(source) == read_markdown(source, short=False)


@given(st.text(st.sampled_from("كم ـَل\n\r\t ab1.-+*#>[]`_&<\\|:=!\N{NO-BREAK SPACE}\N{EM SPACE}")))
@settings(max_examples=250)
def test_the_short_way_is_taken_only_where_markdown_would_do_the_same(source: str) -> None:
    assert read_markdown(source)[0].blocks == read_markdown(source, short=False)[0].blocks


@given(PLAIN)
@settings(max_examples=100)
def test_every_word_of_plain_text_leads_back_to_its_place(source: str) -> None:
    assert_sound(read_plain(source))


@given(MIXED)
@settings(max_examples=300)
def test_every_word_of_markdown_leads_back_to_its_place(source: str) -> None:
    body, _ = read_markdown(source)
    assert_sound(body)


@given(MIXED)
@settings(max_examples=100)
def test_no_style_and_no_handler_leaves(source: str) -> None:
    hostile = f'<p style="x" onclick="y()">نعم</p><script>z</script>{source}'
    for trusted in (False, True):
        body, _ = read_markdown(hostile, trusted=trusted)
        tags = re.findall(r"<[^>]*>", "".join(block.html for block in body.blocks))
        tags += [part for part in body.layout if isinstance(part, str)]
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", " ".join(tags))
