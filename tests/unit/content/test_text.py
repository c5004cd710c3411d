"""What plain text is read as."""

from __future__ import annotations

import pytest

from sitegen.content.text import read_plain
from sitegen.model import BlockKind

LONG = "وقد اجتمع مجلس الإدارة في دار المطبعة ونظر في أمر الحروف الجديدة التي وصلت من بيروت، " * 4


def kinds(source: str) -> list[str]:
    return [block.kind.value for block in read_plain(source).blocks]


def test_blank_lines_part_paragraphs_and_single_breaks_stay() -> None:
    body = read_plain("أوّل\nسطر\n \n\nثانٍ")
    assert [block.text for block in body.blocks] == ["أوّل\nسطر", "ثانٍ"]
    assert body.blocks[0].html == "أوّل<br>سطر"
    assert [block.line for block in body.blocks] == [1, 5]


def test_a_line_of_over_200_characters_is_a_paragraph_of_its_own() -> None:
    assert len(read_plain(f"{LONG}\n{LONG}\nقصير\nقصير أيضا").blocks) == 3


@pytest.mark.parametrize("gap", [" *** ", " … ", "\t", "   ", " / ", " * * * "])
def test_lines_that_are_parted_are_verse(gap: str) -> None:
    (block,) = read_plain(f"قفا نبك{gap}من ذكرى\nفتوضح{gap}فالمقراة").blocks
    assert block.kind is BlockKind.VERSE
    assert block.text == "قفا نبك\u2003من ذكرى\nفتوضح\u2003فالمقراة"
    assert block.html.count('<span class="hemistich') == 4


@pytest.mark.parametrize("source", ["قال / نعم", "قفا نبك / من ذكرى\nسطر بلا شطرين"])
def test_prose_with_a_slash_is_no_verse(source: str) -> None:
    assert kinds(source) == ["paragraph"]


def test_a_place_and_a_bar_open_a_dateline() -> None:
    body = read_plain("بيروت | وصل [[p-rida|الشيخ]] أمس.\n\nدمشق | ثانٍ")
    assert body.blocks[0].html == '<span class="dateline">بيروت |</span> وصل الشيخ أمس.'
    assert "dateline" not in body.blocks[1].html


def test_a_short_line_that_repeats_the_text_is_a_pull_quote() -> None:
    long = f"{LONG}وقال المدير إن حروف المطبعة الجديدة وصلت كلها من بيروت قبل أسبوع واحد فقط."
    body = read_plain(f"{long}\nحروف المطبعة وصلت كلها من بيروت قبل أسبوع واحد\n\nختام.")
    assert [block.kind.value for block in body.blocks] == ["paragraph", "pullquote", "paragraph"]


@pytest.mark.parametrize("written", ["حُرُوف", "حــروف", "حروفٌ"])
def test_a_pull_quote_is_known_whatever_marks_stand_in_one_of_the_two(written: str) -> None:
    line = "حروف المطبعة وصلت كلها من بيروت قبل أسبوع واحد"
    marked = line.replace("حروف", written)
    for one, other in ((line, marked), (marked, line)):
        text = f"{LONG}وقال المدير إن {one} فقط.\n{other}\n\nختام."
        assert kinds(text) == ["paragraph", "pullquote", "paragraph"]


@pytest.mark.parametrize(("between", "found"), [(15_000, True), (25_000, False)])
def test_a_pull_quote_stands_near_what_it_repeats(between: int, found: bool) -> None:  # noqa: FBT001
    line = "حروف المطبعة وصلت كلها من بيروت قبل أسبوع واحد"
    told = f"{LONG}وقال المدير إن {line} فقط."
    apart = "\n\n".join([LONG] * (between // len(LONG)))
    for text in (f"{told}\n\n{apart}\n\n{line}", f"بدء.\n\n{line}\n\n{apart}\n\n{told}"):
        assert ("pullquote" in kinds(text)) == found


def test_a_short_line_with_words_of_its_own_is_none() -> None:
    assert kinds(f"{LONG}.\n\nلم يقل أحد شيئا من هذا كله في ذلك اليوم") == ["paragraph"] * 2


def test_a_refrain_is_no_pull_quote() -> None:
    line = "يا ليل الصب متى غده أقيام الساعة موعده اليوم"
    assert kinds("\n\n".join([line, f"{LONG}{line}", line])) == ["paragraph"] * 3


def test_names_by_hand_are_tagged_and_shown() -> None:
    body = read_plain("قال [[p-rida|الشيخ رشيد]] و[[p-x]].", headings={"p-x": "محمد عبده"})
    (block,) = body.blocks
    assert block.text == "قال الشيخ رشيد ومحمد عبده."
    assert [(block.text[t.start : t.end], t.refs, t.explicit) for t in block.tagged] == [
        ("الشيخ رشيد", ("p-rida",), True),
        ("محمد عبده", ("p-x",), True),
    ]
    start, end = block.alignment.source_span(block.tagged[1].start, block.tagged[1].end)
    assert body.source[start:end] == "p-x"


def test_an_edit_elsewhere_leaves_an_anchor_alone() -> None:
    before = read_plain("أوّل\n\nثانٍ\n\nأوّل")
    after = read_plain("جديد\n\nأَوَّل\n\nأوّل\n\nثانٍ منقّح")
    assert [b.anchor for b in before.blocks][::2] == [b.anchor for b in after.blocks][1:3]


def test_markup_is_text() -> None:
    (block,) = read_plain("<b>نعم</b> & **لا** `x`").blocks
    assert block.text == "<b>نعم</b> & **لا** `x`"
    assert "<b>" not in block.html


def test_tatweel_goes_where_the_site_says_so() -> None:
    body = read_plain("كتـــاب جديد", tatweel="drop")
    assert body.blocks[0].text == "كتاب جديد"
    assert body.source[slice(*body.blocks[0].alignment.source_span(0, 4))] == "كتـــاب"


def test_only_a_hemistich_nearly_as_long_as_the_longest_is_justified():
    html = read_plain("قِفَا نَبْكِ مِنْ ذِكْرَى *** حبيب ومنزل قفا\nنعم *** لا").blocks[0].html
    assert html.count('class="hemistich full"') == 2
    assert html.count('class="hemistich"') == 2
