"""What Markdown becomes: blocks, and the HTML around them."""

from __future__ import annotations

import pytest
from markdown.extensions.footnotes import FootnoteExtension

from sitegen.content.markdown import MOST_INLINE, read_markdown, syntax
from sitegen.model import BlockKind, Body


def read(source: str, **options: object) -> Body:
    body, problems = read_markdown(source, **options)  # type: ignore[arg-type]
    assert problems == []
    return body


def page(body: Body) -> str:
    return "".join(
        part if isinstance(part, str) else body.blocks[part].html for part in body.layout
    )


def test_headings_sink_under_the_title_and_skip_no_level() -> None:
    body = read("# أ\n\n### ب\n\n## ج\n\n##### د")
    assert [block.level for block in body.blocks] == [2, 3, 3, 4]


def test_an_anchor_by_hand_is_kept_on_paragraphs_headings_and_items() -> None:
    body = read("## رأس {#ras}\n\nفقرة. {#fiqra}\n\nأخرى\n{#ukhra}\n\n- بند\n{#band}")
    assert [block.anchor for block in body.blocks] == ["ras", "fiqra", "ukhra", "band"]


def test_footnotes_lead_both_ways() -> None:
    body = read("قال[^1] ثم قال[^b]، و[^1].\n\n[^b]: ثانية\n[^1]: أولى")
    html = page(body)
    assert [block.text for block in body.blocks] == ["قال ثم قال، و.", "ثانية", "أولى"]
    assert 'href="#note-1" id="noteref-1"' in html
    assert 'href="#noteref-1-2"' in html
    assert html.count('role="doc-backlink"') == 3
    assert body.blocks[1].anchor == "note-b"


def test_a_picture_alone_is_a_figure_with_its_title_as_caption() -> None:
    body = read('![مطبعة](assets/m.svg "أوّل **مطبعة**")')
    assert page(body).startswith('<figure><img src="assets/m.svg" alt="مطبعة"')
    assert (body.blocks[0].kind, body.blocks[0].text) == (BlockKind.CAPTION, "أوّل **مطبعة**")


def test_a_table_scrolls_in_a_frame_that_is_named() -> None:
    html = page(read("| سنة | مطبعة |\n|:-:|---|\n| 1820 | بولاق |"))
    assert '<section class="table-scroll" tabindex="0" aria-label="سنة · مطبعة">' in html
    assert '<th class="align-center" scope="col"' in html
    assert "style=" not in html


def test_verse_has_lines_and_halves_with_markup_inside() -> None:
    body = read("::: verse\nقفا *نبك* *** من ذكرى\nفتوضح\tفالمقراة\n\nبيت ثانٍ … آخر\n:::")
    assert [block.kind for block in body.blocks] == [BlockKind.VERSE] * 2
    assert body.blocks[0].text == "قفا نبك\u2003من ذكرى\nفتوضح\u2003فالمقراة"
    assert '<span class="hemistich full">قفا <em>نبك</em></span>' in body.blocks[0].html


def test_fences_give_their_kinds() -> None:
    kinds = ("pullquote", "epigraph", "dateline", "byline", "signature")
    body = read("\n\n".join(f"::: {kind}\nنصّ **{kind}**\n:::" for kind in kinds))
    assert [block.kind.value for block in body.blocks] == [
        "pullquote", "quotation", "dateline", "byline", "paragraph",
    ]  # fmt: skip
    assert all(f'class="{kind}"' in page(body) for kind in kinds)


def test_page_breaks_add_no_character_and_give_blocks_their_page() -> None:
    body = read("أوّل {{page 12}}ثانٍ\n\n{{page 13}}\n\nثالث")
    assert [(block.text, block.page) for block in body.blocks] == [("أوّل ثانٍ", ""), ("ثالث", "13")]
    assert 'role="doc-pagebreak" title="12" data-page="12"></span>' in body.blocks[0].html


def test_names_by_hand_are_tagged_inside_markup() -> None:
    body = read("قال **[[p-rida|الشيخ *رشيد*]]**.")
    (tag,) = body.blocks[0].tagged
    assert body.blocks[0].text[tag.start : tag.end] == "الشيخ رشيد"
    assert tag.refs == ("p-rida",)


def test_code_keeps_every_character() -> None:
    body = read("```\n[[x|y]]  **z**\n    كود\n```\n\n`[[a]]` نعم")
    assert body.blocks[0].text == "[[x|y]]  **z**\n    كود"
    assert body.blocks[0].kind is BlockKind.CODE
    assert body.blocks[1].text == "[[a]] نعم"


def test_lists_keep_their_shape_in_arabic_digits_too() -> None:
    body = read("١. أوّل\n٢. ثانٍ\n\n- بند\n    - فرع")
    assert [block.kind for block in body.blocks] == [BlockKind.ITEM] * 4
    assert page(body).count("<li") == 4
    assert "<ol>" in page(body)


def test_foreign_runs_are_isolated() -> None:
    assert read("طراز MQ-9 Reaper، سنة 1910-1913").blocks[0].html == (
        'طراز <bdi>MQ-9 Reaper</bdi>، سنة <bdi class="n">1910-1913</bdi>'
    )


def test_assets_stand_where_a_page_finds_them() -> None:
    html = page(read('[ملفّ](assets/a.pdf) ![](assets/x.svg) `<img src="assets/x">`'))
    assert html.count('<a href="assets/') == html.count('<img src="assets/') == 1


def test_what_is_hostile_is_cut() -> None:
    body = read(
        'نعم <b onclick="x()" style="y">لا</b><script>z()</script> <a href="javascript:q">ر</a>'
    )
    assert page(body).count("<") == page(body).count(">")
    assert not any(bad in page(body) for bad in ("onclick", "style=", "script", "z()"))


def test_deep_nesting_is_a_problem_not_a_crash() -> None:
    _, problems = read_markdown(">" * 3000 + " نعم", path="a.md")
    assert [problem.what for problem in problems] in ([], ["the text is nested too deep"])


def test_each_part_knows_its_line_notes_too() -> None:
    body = read("أول[^1].\n\n> ثانٍ\n> وبعده\n\n[^1]: هامش.\n\n- ثالث\n- رابع\n\n\n## خامس", line=3)
    assert [(block.text, block.line) for block in body.blocks] == [
        ("أول.", 3), ("ثانٍ وبعده", 5), ("ثالث", 10), ("رابع", 11), ("خامس", 14), ("هامش.", 8)
    ]  # fmt: skip


def test_a_paragraph_of_too_many_signs_is_a_problem_at_its_line() -> None:
    crowd = "*نعم* " * (MOST_INLINE // 2 + 1)
    _, problems = read_markdown(f"قال *لا*.\n\n{crowd}\n\nوقال.", path="a.md", line=5)
    assert [str(one.place) for one in problems] == ["a.md:7"]
    assert "markup: text" in problems[0].fix
    parted = "\n\n".join(["*نعم* " * (MOST_INLINE // 4)] * 3)
    assert not read_markdown(parted)[1]


@pytest.mark.parametrize(
    "source",
    [
        "قال[^أ] ثم[^b] قال[^أ] " * 20 + "\n\n[^أ]: هامش.\n\n[^b]: آخر.",
        "قال[^2] ثم[^1].\n\n[^1]: هامش[^3].\n[^2]: آخر.\n\n[^3]: ثالث[^1].",
    ],
)
def test_calls_of_notes_are_named_as_python_markdown_names_them(monkeypatch, source) -> None:
    ours = read_markdown(source)
    monkeypatch.setattr(syntax, "_Footnotes", FootnoteExtension)
    syntax._converter.cache_clear()
    assert read_markdown(source) == ours
    syntax._converter.cache_clear()


def test_crlf_leads_home() -> None:
    source = "أوّل **ثانٍ**\r\nثالث\r\n\r\nرابع"
    body = read(source)
    for block, word in ((body.blocks[0], "ثالث"), (body.blocks[1], "رابع")):
        start = block.text.index(word)
        assert source[slice(*block.alignment.source_span(start, start + len(word)))] == word
    assert [block.line for block in body.blocks] == [1, 4]


@pytest.mark.parametrize("bar", ["|", "\\|"])
def test_a_name_by_hand_stays_whole_in_a_table(bar):
    source = f"| الاسم | السنة |\n|---|---|\n| [[p-rida{bar}الشيخ رشيد]] كتب | 1908 |\n"
    body, problems = read_markdown(source)
    cell = body.blocks[2]
    assert not problems
    assert [block.text for block in body.blocks] == ["الاسم", "السنة", "الشيخ رشيد كتب", "1908"]
    assert [(tag.start, tag.end, tag.refs) for tag in cell.tagged] == [(0, 10, ("p-rida",))]
    assert body.source[slice(*cell.alignment.source_span(0, 10))] == "الشيخ رشيد"


@pytest.mark.parametrize("source", ["`[[p|q]]`", "```\n[[p|q]]\n```", "    [[p\\|q]] a|b"])
def test_code_shows_a_name_by_hand_as_it_is_written(source):
    body, _ = read_markdown(source)
    assert body.blocks[0].text == source.strip("` \n")
