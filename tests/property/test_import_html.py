"""Does a page that was imported read as it did? Whatever its words, and whatever stands around."""

from __future__ import annotations

import html as html_of
import re
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.content.imports.beside import Beside
from sitegen.content.imports.pages import PageReader
from sitegen.content.imports.pictures import Pictures
from sitegen.content.imports.plan import Plan
from sitegen.content.markdown import read_markdown

SIGNS = "*_`[](){}<>&#|\\~!-+=:.\"'١1 ء كتاب نعم \n"
words = st.text(alphabet=SIGNS, min_size=1, max_size=40)
inline = st.sampled_from(["", "b", "i", "em", "strong", "span", "u", "sup"])


def read(page: str) -> list[str]:
    """Give the texts of the blocks that the archive would have of a page."""
    reader = PageReader(Plan(), "c", Beside(), Pictures("c", Path(), lambda _: Path()))
    found = []
    for values in reader.documents(page, Path("/x/a.html"), "a.html"):
        body, problems = read_markdown(values["body"])
        assert problems == [], (values["body"], problems)
        found += [block.text for block in body.blocks]
    assert reader.problems == []
    return found


def shown(text: str) -> str:
    return " ".join(text.split())


@settings(max_examples=400)
@given(st.lists(st.tuples(inline, words), min_size=1, max_size=4))
@example([("", "١. ليس بندا")])
@example([("", ":::")])
@example([("", "1.* نعم")])
@example([("b", "نعم"), ("i", "لا")])
def test_words_of_a_paragraph_stay(pieces: list[tuple[str, str]]) -> None:
    inner = "".join(
        f"<{tag}>{html_of.escape(text)}</{tag}>" if tag else html_of.escape(text)
        for tag, text in pieces
    )
    expected = shown("".join(text for _, text in pieces))
    blocks = read(f"<title>ت</title><body><p>{inner}</p></body>")
    assert shown(" ".join(blocks)) == expected


@settings(max_examples=200)
@given(st.lists(st.lists(words, min_size=2, max_size=3), min_size=2, max_size=3))
def test_words_of_a_table_stay(rows: list[list[str]]) -> None:
    width = min(map(len, rows))
    cells = [row[:width] for row in rows]
    told = "".join(
        "<tr>" + "".join(f"<td>{html_of.escape(one)}</td>" for one in row) + "</tr>"
        for row in cells
    )
    blocks = read(f"<title>ت</title><body><p>نصّ</p><table border=1>{told}</table></body>")
    expected = [shown(one) for row in cells for one in row if shown(one)]
    assert re.sub(r"\s", "", "".join(blocks[1:])) == re.sub(r"\s", "", "".join(expected))


@settings(max_examples=200)
@given(st.lists(words.filter(str.strip), min_size=1, max_size=4))
def test_words_of_lists_and_quotations_stay(items: list[str]) -> None:
    listed = "".join(f"<li>{html_of.escape(one)}</li>" for one in items)
    quoted = "".join(f"<p>{html_of.escape(one)}</p>" for one in items)
    page = f"<title>ت</title><body><ul>{listed}</ul><blockquote>{quoted}</blockquote></body>"
    assert [shown(one) for one in read(page)] == [shown(one) for one in items] * 2
