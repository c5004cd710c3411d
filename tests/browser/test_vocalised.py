"""Does a reader who types as everybody does today find Uthmani spelling, and see it marked?"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from searching import Searching

Open = Callable[..., Page]
MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]")
VERSES = """---
id: fatiha
title: سورة ٱلۡكِتَٰبِ
---
ٱلۡحَمۡدُ لِلَّهِ رَبِّ ٱلۡعَٰلَمِينَ سنة ١٣٤٢

ٱهۡدِنَا **ٱلصِّرَٰ**طَ ٱلۡمُسۡتَقِيمَ، رَبُّ ٱلسَّمَٰوَٰتِ وَٱلصَّلَوٰةِ مِلَّةُ إِبۡرَٰهِـۧمَ
"""

NAMESAKES = {
    "flag": "رُفِعَ العَلَمُ عَلَمًا",
    "bare": "فيه علم كثير",
    "knowledge": "طَلَبُ العِلْمِ فريضة على كل واحد",
}


@pytest.fixture(scope="module")
def verses(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a site of vocalised texts."""
    folder = tmp_path_factory.mktemp("vocalised")
    archive, site = folder / "archive", folder / "public"
    for command in (["new", archive, "--empty"], ["build", archive, "-o", site]):
        if command[0] == "build":
            Path(archive, "texts").mkdir(exist_ok=True)
            Path(archive, "texts", "fatiha.md").write_text(VERSES, "utf-8")
            for name, text in NAMESAKES.items():
                row = f"---\nid: {name}\ntitle: نص\n---\n{text}\n"
                Path(archive, "texts", f"{name}.md").write_text(row, "utf-8")
        subprocess.run([sys.executable, "-m", "sitegen", *map(str, command)], check=True)
    return site.as_uri() + "/"


@pytest.mark.parametrize(
    ("typed", "marks"),
    [
        ("الصراط المستقيم", ["ٱلصِّرَٰطَ", "ٱلۡمُسۡتَقِيمَ"]),
        ("الصرط", ["ٱلصِّرَٰطَ"]),
        ('"رب العالمين"', ["رَبِّ", "ٱلۡعَٰلَمِينَ"]),
        ("السماوات", ["ٱلسَّمَٰوَٰتِ"]),
        ("إبراهيم", ["إِبۡرَٰهِـۧمَ"]),
        ("والصلاة", ["وَٱلصَّلَوٰةِ"]),
        ("الكتاب", ["ٱلۡكِتَٰبِ"]),
    ],
)
def test_results_mark_the_words_as_the_text_has_them(
    verses: str, open_page: Open, typed: str, marks: list[str]
) -> None:
    search = Searching(open_page(verses + "search.html")).type(typed)
    assert search.ids() == ["fatiha"]
    assert search.marks() == marks


@pytest.mark.parametrize(
    ("typed", "marks"),
    [
        ("السماوات", ["ٱلسَّمَٰوَٰتِ"]),
        ("والصلاة", ["وَٱلصَّلَوٰةِ"]),
        ("إبراهيم", ["إِبۡرَٰهِـۧمَ"]),
        ("العالمين ١٣٤٢", ["ٱلۡعَٰلَمِينَ", "١٣٤٢"]),
    ],
)
def test_the_page_marks_them_too_also_where_tashkeel_is_hidden(
    verses: str, open_page: Open, typed: str, marks: list[str]
) -> None:
    page = open_page(f"{verses}d/fatiha.html#&q={typed}")
    found = page.locator("main .body mark")
    expect(found).to_have_text(marks)
    bar = page.locator("details.reader-bar")
    bar.locator("summary").click()
    bar.locator("input[type=checkbox]").first.uncheck()
    expect(found).to_have_text([MARKS.sub("", word) for word in marks])
    bar.locator("input[type=checkbox]").first.check()
    expect(found).to_have_text(marks)


def test_a_word_in_two_elements_is_marked_whole_with_and_without_tashkeel(
    verses: str, open_page: Open
) -> None:
    page = open_page(f"{verses}d/fatiha.html#&q=الصراط")
    found = page.locator("main .body mark")
    expect(found).to_have_text(["ٱلصِّرَٰ", "طَ"])
    bar = page.locator("details.reader-bar")
    bar.locator("summary").click()
    bar.locator("input[type=checkbox]").first.uncheck()
    expect(found).to_have_text(["ٱلصر", "ط"])


@pytest.mark.parametrize(
    ("typed", "ids"),
    [("عِلْم", ["knowledge", "bare", "flag"]), ("عَلَم", ["flag", "bare", "knowledge"])],
)
def test_what_bears_the_marks_typed_comes_first(
    verses: str, open_page: Open, typed: str, ids: list[str]
) -> None:
    search = Searching(open_page(verses + "search.html")).type(typed)
    assert [name for name in search.ids() if name in NAMESAKES] == ids
