"""Claims about long texts: where they are parted, and that nothing is lost or doubled."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.content.markdown import read_markdown
from sitegen.model import Body, EntityId, Mention
from sitegen.pages.body import body_html
from sitegen.pages.long_text import Places, bucket, n_files, parts_view
from sitegen.pages.parting import MOST, ROOM, anchors_in, is_long, parted, weight

SENTENCE = "طُبع الكتاب في مطبعة بولاق ثم أعيد طبعه في بيروت بعد عشر سنوات كاملة. "
VOID = {"br", "img", "hr", "wbr"}


def read(*pieces: str) -> Body:
    body, problems = read_markdown("\n\n".join(pieces))
    assert not problems
    return body


def prose(length: int, mark: str = "") -> str:
    return (mark + SENTENCE * (length // len(SENTENCE) + 1)).strip()


class Balance(HTMLParser):
    """Says whether every element that is opened is closed, in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open
        assert self.open.pop() == tag


def assert_whole(html: str) -> None:
    reader = Balance()
    reader.feed(html)
    reader.close()
    assert not reader.open


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html.partition('<section class="notes"')[0]).split())


def test_a_text_that_has_room_stays_as_it_is():
    body = read(*[prose(800, f"{n} ") for n in range(30)])
    assert not is_long(body)
    assert [part.body for part in parted(body)] == [body]


def test_latin_letters_bring_their_face_and_take_room():
    arabic = [prose(800, f"{n} ") for n in range(30)]
    assert is_long(read(*arabic, "قال Voltaire."))
    assert not is_long(read(*arabic, "قال فولتير."))


def test_a_text_is_parted_before_its_highest_headings():
    chapters = [
        piece
        for n in range(12)
        for piece in (f"## الباب {n}", prose(4000, f"{n} "), "### فصل", prose(4000, f"{n} ثم "))
    ]
    parts = parted(read(*chapters))
    assert [part.headings[0].text for part in parts] == [f"الباب {n}" for n in range(12)]


def test_a_printed_page_goes_with_the_heading_on_it():
    pieces = [
        one for n in range(8) for one in (f"{{{{page {n + 1}}}}}", f"## باب {n}", prose(9000))
    ]
    parts = parted(read(*pieces))
    assert [part.pages[0] for part in parts] == [str(n + 1) for n in range(8)]


def test_a_part_that_begins_in_a_page_says_which_unseen():
    parts = parted(read("{{page 7}}", *[prose(3000, f"{n} ") for n in range(20)]))
    assert len(parts) > 2
    for part in parts[1:]:
        assert str(part.body.layout[0]).startswith('<p hidden><span class="page-break" title="7"')


def test_no_heading_is_left_behind_at_the_end_of_a_part():
    pieces = [one for n in range(20) for one in (prose(4900), f"### فصل {n}", prose(2000))]
    for part in parted(read(*pieces)):
        assert part.body.blocks[-1].kind == "paragraph"


def test_a_part_knows_under_which_headings_it_begins():
    pieces = ["## باب", *[prose(4000, f"{n} ") for n in range(5)], "### فصل", prose(9000), "## آخر"]
    parts = parted(read(*pieces, *[prose(4000, f"ب {n} ") for n in range(5)]))
    told = [[one.text for one in part.within] for part in parts]
    assert told[0] == []
    assert told[1] == ["باب"]
    assert told[-1] == ["آخر"]
    begins = [part for part in parts if part.body.blocks[0].text == "آخر"]
    assert [part.within for part in begins] == [()]


def test_notes_go_with_the_parts_that_call_them_and_keep_their_numbers():
    text = [f"{prose(2500, f'{n} ')}[^n{n}]" for n in range(20)]
    notes = [f"[^n{n}]: حاشية رقم {n}" for n in range(20)]
    parts = parted(read(*text, *notes))
    assert len(parts) > 2
    told = []
    for part in parts:
        html = body_html(part.body, (), {})
        called = re.findall(r'class="noteref" href="#([^"]+)"', html)
        given_ = re.findall(r'id="(note-[^"]+)"', html)
        assert called == given_
        told += re.findall(r'<li value="(\d+)"', html)
        backs = re.findall(r'class="backref" href="#([^"]+)"', html)
        assert set(backs) <= set(anchors_in(part.body))
    assert told == [str(n) for n in range(1, 21)]


def test_a_note_that_two_parts_call_stands_in_both_and_leads_back_within():
    text = [prose(2500, f"{n} ") + ("[^x]" if n in (0, 19) else "") for n in range(20)]
    parts = parted(read(*text, "[^x]: حاشية واحدة"))
    for part in (parts[0], parts[-1]):
        html = body_html(part.body, (), {})
        assert html.count("حاشية واحدة") == 1
        assert html.count('class="backref"') == 1
    assert "حاشية" not in body_html(parts[1].body, (), {})


def test_a_long_list_goes_on_counting():
    items = "\n".join(f"{n}. {prose(1500, f'{n} ')}" for n in range(1, 41))
    parts = parted(read(items))
    starts = [int(re.search(r'<ol[^>]* start="(\d+)"', body_html(p.body, (), {}))[1])
              for p in parts[1:]]  # fmt: skip
    counted = [body_html(part.body, (), {}).count("<li") for part in parts]
    assert starts == [1 + sum(counted[: n + 1]) for n in range(len(starts))]


def test_a_long_table_is_parted_between_rows():
    rows = "\n".join(f"| {n} | {prose(400)} |" for n in range(150))
    parts = parted(read(f"| رقم | نص |\n| --- | --- |\n{rows}"))
    assert len(parts) > 3
    assert all(sum(map(weight, part.body.blocks)) <= MOST + 1000 for part in parts)


def test_mentions_go_along_with_their_blocks():
    body = read(*[prose(2500, f"{n} ") for n in range(20)])
    at = [block.text.index("بولاق") for block in body.blocks]
    name = EntityId("l-bulaq")
    mentions = [Mention(-1, 0, 5, name, "")] + [
        Mention(n, start, start + 5, name, "") for n, start in enumerate(at)
    ]
    parts = parted(body, mentions)
    assert parts[0].mentions[0].block == -1
    found = [
        part.body.blocks[m.block].text[m.start : m.end]
        for part in parts
        for m in part.mentions
        if m.block >= 0
    ]
    assert found == ["بولاق"] * 20


def test_a_link_within_the_text_leads_to_the_part_that_has_its_end():
    body = read("[إلى الخاتمة](#khatima)", *[prose(2500, f"{n} ") for n in range(20)],
                "خاتمة القول. {#khatima}")  # fmt: skip
    parts = parted(body)
    places = Places("d/a.html", parts)
    first = places.settle(body_html(parts[0].body, (), {}), 1, parts[0].body)
    assert f'href="a_/{len(parts)}.html#khatima"' in first
    last = places.settle('<a href="#khatima">', len(parts), parts[-1].body)
    assert last == '<a href="#khatima">'


def test_an_edit_moves_no_more_than_the_parts_up_to_the_next_chapter():
    chapters = [
        piece
        for n in range(9)
        for piece in (f"## باب {n}", *[prose(3000, f"{n} {k} ") for k in range(4)])
    ]
    before = parted(read(*chapters))
    after = parted(read(*chapters[:2], prose(2500, "زيادة "), *chapters[2:]))
    assert [part.anchors for part in before[1:]] == [part.anchors for part in after[-8:]]


PIECES = st.one_of(
    st.integers(1, 9000).map(prose),
    st.integers(2, 4).map(lambda level: f"{'#' * level} عنوان"),
    st.integers(1, 99).map(lambda n: f"{{{{page {n}}}}}"),
    st.integers(1, 30).map(lambda n: "> " + prose(n * 100) + "\n>\n> " + prose(n * 90)),
    st.integers(1, 40).map(lambda n: "\n".join(f"- {prose(200, f'{k} ')}" for k in range(n))),
    st.integers(1, 30).map(
        lambda n: "::: verse\n" + "\n".join(["صدر البيت *** عجز البيت"] * n) + "\n:::"
    ),
    st.integers(1, 60).map(
        lambda n: "| أ | ب |\n| --- | --- |\n" + "\n".join([f"| ١ | {prose(100)} |"] * n)
    ),
)


@settings(max_examples=60)
@given(st.lists(PIECES, min_size=8, max_size=40))
def test_parts_together_are_the_text(pieces):
    body, _ = read_markdown("\n\n".join(pieces))
    parts = parted(body)
    held = [block for part in parts for block in part.body.blocks]
    assert [block.text for block in held] == [block.text for block in body.blocks]
    whole = body_html(body, (), {})
    htmls = [body_html(part.body, (), {}) for part in parts]
    assert " ".join(filter(None, map(words_of, htmls))) == words_of(whole)
    for html in htmls:
        assert_whole(html)
    anchors = [anchor for part in parts for anchor in part.anchors]
    assert sorted(anchors) == sorted(anchors_in(body))
    for part in parts:
        size = sum(map(weight, part.body.blocks))
        assert len(parts) == 1 or size <= MOST or len(part.body.blocks) == 1
    if len(parts) == 1:
        assert sum(map(weight, body.blocks)) <= ROOM


@pytest.mark.parametrize("count", [1, 4, 64])
def test_every_anchor_is_in_a_file(count):
    assert all(0 <= bucket(f"p-{n}", count) < count for n in range(100))


def test_the_contents_of_a_very_long_text_stay_short():
    body = read(*[one for n in range(700) for one in (f"## باب {n}", prose(9000))])
    parts = parted(body)
    assert len(parts) == 700
    assert n_files(parts) > 0
    from sitegen.pages.i18n import words  # noqa: PLC0415 - of this test alone

    view = parts_view("d/a.html", 250, parts, words("ar"), {}, has_whole=False, rtl=True)
    assert len(view.contents) <= 110
    assert [one.note for one in view.contents].count("here") == 1
    assert view.pager
    assert len(view.pager.parts) <= 12
