"""Does a site say how often its words, phrases and names occur in which year?"""

import json
import re

import pytest

from .conftest import tree

SEALED = 'format = 1\ntitle = "أرشيف"\nsealed = "1945-12-31"\n'
PLAIN = 'format = 1\ntitle = "أرشيف"\n'


def told(site):
    """What data/usage says, by text or address: {year: occurrences}."""
    files = {}
    for path in (site / "data" / "usage").glob("*.js"):
        call = re.fullmatch(r"sitegen\.usage\((.*?)(?:,\"\w+\")?\);\n", path.read_text(), re.DOTALL)
        files[path.stem] = json.loads(call[1])
    index = files["index"]
    found = {"": dict(zip(index["years"], index["sizes"], strict=True))}
    for at, text in enumerate(index["words"] + index["phrases"]):
        row = files[f"w{at // index['per']}"][at % index["per"]]
        found[text] = {year: n for year, n in zip(index["years"], row, strict=True) if n}
    for number in range(index["names"]):
        for address, (_, _, flat) in files[f"n{number}"].items():
            found[address] = dict(zip(flat[::2], flat[1::2], strict=True))
    return found


@pytest.fixture
def dated(archive):
    archive.article("a", "دستور الدولة العثمانية، دستور جديد في بيروت.", date="1908-07")
    archive.article("b", "الدولة العثمانية بلا دستور.\n\nبيروت\n\nالدولة العثمانية", date="1909")
    archive.article("c", "كان دستور الدولة في بيروت وبيروت.", date="1951")
    return archive.write("texts/d.md", "---\nid: d\ntitle: بلا تاريخ\n---\nدستور بيروت\n")


@pytest.mark.parametrize("settings", [PLAIN, SEALED], ids=["one", "sealed"])
def test_words_phrases_and_names_are_counted_by_year(dated, settings):
    dated.write("site.toml", settings).build()
    found = told(dated.output)
    assert found["دستور"] == {1908: 2, 1909: 1, 1951: 1}
    assert found["الدولة العثمانية"] == {1908: 1, 1909: 2}
    assert found["place/l-bayrut"] == {1908: 1, 1909: 1, 1951: 2}
    assert found[""] == {1908: 8, 1909: 8, 1951: 7}  # a title has one word
    assert "في" not in found
    assert "كان" not in found


@pytest.mark.parametrize("settings", [PLAIN, SEALED], ids=["one", "sealed"])
def test_a_phrase_is_counted_with_what_stands_before_it(archive, settings):
    archive.article("a", "سار في بلاد الشام. رجع إلى بلاد الشام.", date="1908")
    archive.article("b", "مصر وبلاد الشام، ثم نزل ببلاد الشام ولبلاد الشام.", date="1951")
    archive.write("site.toml", settings).build()
    found = told(archive.output)
    assert found["بلاد الشام"] == {1908: 2, 1951: 3}
    assert "وبلاد الشام" not in found
    archive.article("b", "مصر وبلاد الشام.", date="1951").build()
    assert told(archive.output)["بلاد الشام"] == {1908: 2, 1951: 1}


def test_what_is_edited_and_deleted_is_counted_anew(dated):
    dated.build()
    dated.article("b", "الدولة العثمانية في بيروت.", date="1910")
    (dated.root / "texts" / "c.md").unlink()
    dated.build()
    found = told(dated.output)
    assert found["دستور"] == {1908: 2}
    assert found["الدولة العثمانية"] == {1908: 1, 1910: 1}
    assert found["place/l-bayrut"] == {1908: 1, 1910: 1}
    made = tree(dated.output)
    dated.build("clean", clean=True, jobs=2)
    assert tree(dated.output) == made


def test_a_text_that_moves_to_another_year_moves_its_words(dated):
    dated.build()
    text = (dated.root / "texts" / "b.md").read_text()
    dated.write("texts/b.md", text.replace("date: 1909", "date: 1911"))
    dated.build()
    found = told(dated.output)
    assert found["دستور"] == {1908: 2, 1911: 1, 1951: 1}
    assert found["place/l-bayrut"] == {1908: 1, 1911: 1, 1951: 2}


def test_without_dates_there_is_a_page_and_no_data(archive):
    archive.write("texts/d.md", "---\nid: d\ntitle: بلا تاريخ\n---\nدستور دستور\n").build()
    assert (archive.output / "words" / "index.html").exists()
    assert not (archive.output / "data" / "usage").exists()
