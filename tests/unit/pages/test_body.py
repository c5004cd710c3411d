"""Claims about the links in a text."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from sitegen.model import Block, BlockKind, Body, EntityId, Mention
from sitegen.pages.body import body_html, opening, settle, written_word

RIDA, BULAQ = EntityId("p-rida"), EntityId("l-bulaq")
OPENINGS = {RIDA: opening("person", "../person/p-rida.html"), BULAQ: opening("place", "b.html")}


def body(*blocks: Block) -> Body:
    layout: list[str | int] = []
    for number in range(len(blocks)):
        layout += ["<p>", number, "</p>"]
    return Body("", blocks, tuple(layout))


def block(html: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    text = unescape(re.sub(r"<[^>]*>", "", html.replace("<br>", "\n")))
    return Block(kind, "", text, html)


def link(html: str, *names: tuple[str, EntityId], mark: str = "section") -> str:
    one = block(html)
    mentions = [
        Mention(0, found.start(), found.end(), entity, "")
        for name, entity in names
        for found in re.finditer(re.escape(name), one.text)
    ]
    return body_html(body(one), mentions, OPENINGS, mark)


def linked(html: str) -> list[str]:
    return re.findall(r"<a class=\"e [^>]*>(.*?)</a>", html)


def test_a_link_takes_the_whole_written_word_with_proclitic_and_marks():
    assert linked(link("سافر إلى ولِبُولاقَ، أمس", ("بُولاق", BULAQ))) == ["ولِبُولاقَ"]


def test_quotation_marks_and_stops_stay_outside():
    assert linked(link("لـ«بولاق».", ("بولاق", BULAQ))) == ["بولاق"]


def test_a_name_across_mark_up_is_linked_round_the_whole_element():
    html = link("<strong>رشيد</strong> رضا", ("رشيد رضا", RIDA))
    assert linked(html) == ["<strong>رشيد</strong> رضا"]


def test_a_name_that_would_break_an_element_is_not_linked():
    html = "<strong>قال رشيد</strong> رضا"
    assert link(html, ("رشيد رضا", RIDA)) == f"<p>{html}</p>"


def test_names_in_links_and_code_are_left_alone():
    for html in ('<a href="x">بولاق</a>', "<code>بولاق</code>", "<code><b>في بولاق</b></code>"):
        assert link(html, ("بولاق", BULAQ)) == f"<p>{html}</p>"


def test_a_name_after_one_that_cannot_be_linked_is_linked_instead():
    assert linked(link("<code>بولاق</code> ثم بولاق", ("بولاق", BULAQ))) == ["بولاق"]


def test_escaped_characters_and_line_breaks_count_as_one():
    html = link("&lt;أ&amp;ب&gt;<br>في بولاق", ("بولاق", BULAQ))
    assert html == f"<p>&lt;أ&amp;ب&gt;<br>في {OPENINGS[BULAQ]}بولاق</a></p>"


def test_the_first_mention_of_each_section_is_linked():
    blocks = [
        block("بولاق"),
        block("بولاق"),
        block("بولاق", BlockKind.HEADING),
        block("بولاق"),
        block("بولاق", BlockKind.PULL_QUOTE),
    ]
    mentions = [Mention(number, 0, 5, BULAQ, "") for number in range(5)]
    for mark, count in (("section", 2), ("document", 1), ("all", 3)):
        assert len(linked(body_html(body(*blocks), mentions, OPENINGS, mark))) == count, mark


def test_an_entity_without_a_page_is_not_linked():
    assert "<a" not in link("بولاق", ("بولاق", EntityId("nobody")))


def test_a_permalink_has_no_text_of_its_own():
    one = Block(BlockKind.PARAGRAPH, "p-x", "نص", "نص")
    html = body_html(body(one), (), {}, permalink="رابط")
    assert html == '<p>نص<a class="pin" href="#p-x" aria-label="رابط"></a></p>'


def test_files_and_numbers_fit_the_page():
    called = '<a role="doc-noteref" aria-label="الحاشية 12" data-note="12"></a>'
    html = f'<p>="assets/x {called}<img alt="" src="assets/a.svg"></p>'
    assert settle(html, "../", lambda text: text.replace("12", "١٢")) == (
        f'<p>="assets/x {called.replace("12", "١٢")}<img alt="" src="../assets/a.svg"></p>'
    )


WORDS = st.lists(st.sampled_from(["بولاق", "وبولاقَ", "&", "<", "رشيد رضا", "نص", "Press", "\n"]))


@st.composite
def marked_up(draw):
    """A block of words, some of them in elements, and mentions anywhere."""
    html = ""
    for word in draw(WORDS):
        written = word.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
        around = draw(st.sampled_from(["", "", "em", "code", "b"]))
        html += (f"<{around}>{written}</{around}>" if around else written) + " "
    one = block(html)
    spans = st.tuples(st.integers(0, len(one.text)), st.integers(0, len(one.text)))
    mentions = [
        Mention(0, a, b, draw(st.sampled_from([RIDA, BULAQ])), "")
        for a, b in draw(st.lists(spans, max_size=5))
        if a < b
    ]
    return one, mentions


@given(marked_up(), st.sampled_from(["section", "all"]))
def test_the_page_without_tags_is_the_text_and_every_element_is_closed(case, mark):
    one, mentions = case
    html = body_html(body(one), mentions, OPENINGS, mark)[3:-4]
    bare = re.sub(r"<[^>]*>", "", html.replace("<br>", "\n"))
    assert unescape(bare) == one.text
    open_tags = []
    for closing, name in re.findall(r"<(/?)(\w+)[^>]*>", html):
        if name == "br":
            continue
        if closing:
            assert open_tags.pop() == name
        else:
            assert not (name == "a" and {"a", "code"} & set(open_tags))
            open_tags.append(name)
    assert not open_tags


@given(st.text("ابتَ ،.A-", max_size=12), st.data())
def test_a_written_word_holds_the_span_and_ends_at_word_borders(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = written_word(text, start, end)
    assert first <= start <= end <= last
    assert not {text[first - 1 : first], text[last : last + 1]} & set("ابتَA")


def test_a_picture_gets_the_size_that_its_file_has_unless_the_author_gave_one():
    sizes = {"assets/a&b.png": ' width="30" height="20"'}
    html = (
        '<img src="assets/a&amp;b.png" alt="" loading="lazy">'
        '<img src="assets/a&amp;b.png" alt="" width="9" loading="lazy">'
        '<img src="assets/c.png" alt="" loading="lazy">'
    )
    assert settle(html, "../", None, lambda path: sizes.get(path, "")) == (
        '<img src="../assets/a&amp;b.png" alt="" width="30" height="20" loading="lazy">'
        '<img src="../assets/a&amp;b.png" alt="" width="9" loading="lazy">'
        '<img src="../assets/c.png" alt="" loading="lazy">'
    )


def test_for_editors_a_link_says_by_which_rule_it_was_made():
    one = block("في بولاق")
    mentions = [Mention(0, 3, 8, BULAQ, 'nam"e')]
    told = body_html(body(one), mentions, OPENINGS, explain="rule {}".format)
    assert 'href="b.html" title="rule nam&quot;e">بولاق</a>' in told
    assert "title=" not in body_html(body(one), mentions, OPENINGS)


def test_a_heading_is_called_by_its_words_and_not_by_its_pin():
    one = Block(BlockKind.HEADING, "p-x", "بولاق", "بولاق", level=2)
    html = body_html(Body("", (one,), ('<h2 id="p-x">', 0, "</h2>")), (), {}, permalink="رابط")
    words = '<h2 id="p-x" aria-labelledby="p-x:h"><span id="p-x:h">بولاق</span>'
    assert html == words + '<a class="pin" href="#p-x" aria-label="رابط"></a></h2>'
