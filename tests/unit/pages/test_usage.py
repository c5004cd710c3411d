"""Claims about the pages and files of words over time."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from sitegen.model import EntityId, Term, Usage
from sitegen.pages.cards import bucket
from sitegen.pages.charts import spark
from sitegen.pages.i18n import words
from sitegen.pages.usage import PER, Yearly, peak, usage_files, usage_pages

YEARS = tuple(range(1800, 2000))


def read(files: dict[str, bytes]) -> dict[str, object]:
    """What each file hands over, by its name; the index has none."""
    found = {}
    for path, content in files.items():
        call = re.fullmatch(
            r"sitegen\.usage\((.*?)(?:,\"(\w+)\")?\);\n", content.decode(), re.DOTALL
        )
        assert call
        assert path == f"data/usage/{call[2] or 'index'}.js"
        found[call[2] or "index"] = json.loads(call[1])
    return found


def pages_of(usage: Usage, archive) -> dict[str, str]:
    made = usage_pages(usage, archive.catalogue, archive.render)
    return {page.path: page.html(archive.render) for page in made}


def test_every_term_stands_where_the_index_says(archive, toy):
    usage = toy["usage"]
    files = read(dict(usage_files(usage, archive.catalogue)))
    index = files["index"]
    assert index["years"] == list(usage.years)
    for at, term in enumerate((*usage.words, *usage.phrases)):
        assert (index["words"] + index["phrases"])[at] == term.text
        assert files[f"w{at // index['per']}"][at % index["per"]] == list(term.counts)
    for name, counts in usage.names.items():
        address = archive.catalogue.entity_path(name).removesuffix(".html")
        heading, told, flat = files[f"n{bucket(address, index['names'])}"][address]
        assert (heading, told) == (archive.catalogue.entities[name].heading, name)
        assert list(zip(flat[::2], flat[1::2], strict=True)) == list(counts)


def test_files_and_pages_are_bounded_whatever_the_years(archive):
    terms = tuple(Term(f"كلمة{n}", tuple(9_000 + n for _ in YEARS)) for n in range(1_000))
    usage = Usage(YEARS, tuple(9_000_000 for _ in YEARS), terms, terms[:500])
    sizes = [len(content) for _, content in usage_files(usage, archive.catalogue)]
    assert max(sizes) < 50_000
    assert len(sizes) > 10
    made = pages_of(usage, archive)
    assert max(len(text.encode()) for text in made.values()) < 200_000
    assert {"words/index.html", "words/part/3.html", "words/phrases/3.html"} <= made.keys()


def test_an_archive_without_dates_has_the_page_that_menus_lead_to(archive):
    made = pages_of(Usage(), archive)
    assert list(made) == ["words/index.html"]
    assert "لا شيء هنا بعد" in made["words/index.html"] or "<table" not in made["words/index.html"]
    assert "assets/usage.js" not in made["words/index.html"]
    assert not list(usage_files(Usage(), archive.catalogue))


def test_a_row_can_be_read_without_a_drawing(archive, toy):
    page = pages_of(toy["usage"], archive)["words/index.html"]
    row = re.search(r'<tr data-key="الحروف">.*?</tr>', page)
    assert row
    assert re.findall(r"<td>([^<]+)</td>", row[0]) == ["٥", "١٩١٠"]
    assert "search.html#q=" in row[0]


def test_a_phrase_leads_to_a_search_for_it_as_it_is_counted(archive, toy):
    page = pages_of(toy["usage"], archive)["words/phrases.html"]
    assert "search.html#q=%22" in page


def test_names_lead_to_their_pages_and_are_known_by_them(archive, toy):
    page = pages_of(toy["usage"], archive)["words/names.html"]
    assert '<tr data-key="@person/p-rida"><th scope="row"><a href="../person/p-rida.html">' in page


@pytest.mark.parametrize("language", ["ar", "en"])
def test_time_runs_as_the_site_is_read(language):
    path = spark((1906, 1907, 1908), (1, 2, 3), (100, 100, 100), words(language))
    xs = [int(x) for x in re.findall(r"[ML](\d+) ", path)]
    assert xs == sorted(xs, reverse=language == "ar")
    ys = [int(y) for y in re.findall(r" (\d+)", path)]
    assert ys == sorted(ys, reverse=True)  # more stands higher


def test_the_line_is_broken_where_nothing_was_written():
    path = spark((1900, 1901, 1905), (1, 1, 1), (10, 10, 10), words("en"))
    assert path.count("M") == 2
    assert spark((1900, 1950), (0, 1), (10, 10), words("en")).count("M") == 2


def test_long_spans_are_drawn_with_few_points():
    path = spark(YEARS, [n % 7 for n in range(200)], [100] * 200, words("ar"))
    assert len(re.findall(r"[ML]", path)) <= 48


def test_the_peak_is_of_the_share_not_of_the_number():
    years = (1906, 1907, 1908)
    counts, sizes = (30, 40, 1), (10_000, 90_000, 3)
    best = max(range(2), key=lambda at: counts[at] * PER / sizes[at])
    assert peak(years, counts, sizes) == years[best] == 1906


def test_only_names_with_pages_and_years_are_named():
    one, other = EntityId("a"), EntityId("b")
    yearly = Yearly([0, 1906, 1908], [other, one], np.array([[0, 3], [0, 2], [1, 1]]))
    assert yearly.of_each({one: None}) == {"a": ((1906, 2), (1908, 1))}


def test_a_name_that_only_undated_texts_have_offers_no_comparison(
    archive, make_archive, toy, pages
):
    assert "words/names.html#w=@person/p-rida" in pages["person/p-rida.html"]
    undated = tuple(replace(card, date=None) for card in toy["cards"])
    other = make_archive(toy["site"], undated)
    assert "#w=@" not in other.pages()["person/p-rida.html"]


@pytest.mark.parametrize(
    "changed",
    [
        {"words": (Term("المطبعة", (9, 0, 4)), Term("الحروف", (1, 0, 4)))},
        {"words": (Term("المطبعه", (9, 0, 3)), Term("الحروف", (1, 0, 4)))},
        {"phrases": ()},
        {"sizes": (900, 0, 1200)},
        {"years": (1908, 1909, 1911)},
        {"names": {}},
    ],
)
def test_a_page_that_is_another_tells_another_thing(changed, archive, toy):
    def told(usage: Usage) -> dict[str, str]:
        pages = usage_pages(usage, archive.catalogue, archive.render)
        return {page.path: repr(page.told()) for page in pages if page.told}

    one, other = toy["usage"], replace(toy["usage"], **changed)
    were, are = (pages_of(usage, archive) for usage in (one, other))
    before, after = told(one), told(other)
    assert were != are
    assert all(before[path] != after[path] for path in were.keys() & are if were[path] != are[path])
