"""A few pages, byte by byte, as they were last looked at.

``SITEGEN_GOLDEN=write pytest tests/unit/pages/test_golden.py`` writes them anew; review the diff.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from sitegen.content.markdown import read_markdown
from sitegen.pages import parting
from sitegen.pages.site import document_pages

from .conftest import AGENTS, DOCUMENTS

GOLDEN = (
    "index.html",
    "d/a1.html",
    "d/m1.html",
    "d/w1.html",
    "person/p-rida.html",
    "place/l-bulaq.html",
    "c/al-matbaa/index.html",
    "c/al-matbaa/v1/n1.html",
    "year/index.html",
    "letter/person/index.html",
    "search.html",
    "about.html",
    "words/index.html",
    "words/names.html",
)


@pytest.mark.parametrize("path", GOLDEN)
def test_the_page_is_the_one_that_was_reviewed(path, pages, root):
    assert_reviewed(path, pages[path], root)


def assert_reviewed(path, content, root):
    file = root / "tests" / "golden" / "pages" / path.replace("/", "--")
    if os.environ.get("SITEGEN_GOLDEN") == "write":
        file.write_text(content, encoding="utf-8", newline="\n")
    assert content == file.read_text(encoding="utf-8")


LONG = """\
## الباب الأول

{{page 3}}

قال محمد رشيد رضا في بولاق إن المطبعة بابٌ من الأبواب.[^1]

### فصل فيه

> طُبع الكتاب في مطبعة بولاق ثم أعيد طبعه، وانظر [الخاتمة](#khatima).

## الباب الثاني

{{page 4}}

صدر في هذه السنة كتاب ثانٍ[^2] عن الحروف وصناعتها، وفيه رسوم كثيرة وجداول.

خاتمة القول، ولا قول بعدها. {#khatima}

[^1]: حاشية أولى.
[^2]: حاشية ثانية.
"""


def test_the_parts_of_a_long_text_are_those_that_were_reviewed(archive, root, monkeypatch):
    for name, size in {"ROOM": 300, "ROOM_LATIN": 300, "MOST": 420, "LEAST": 100}.items():
        monkeypatch.setattr(parting, name, size)
    body, problems = read_markdown(LONG)
    assert not problems
    document = replace(DOCUMENTS[0], body=body)
    around = archive.catalogue.surroundings(document.id)
    made = dict(document_pages(document, (), AGENTS, around, archive.render))
    parts = ["d/a1.html", "d/a1_/2.html", "d/a1_/3.html"]
    assert list(made) == [*parts, "d/a1_/whole.html", "d/a1_/at/0.js"]
    for path, content in made.items():
        assert_reviewed(path.replace("a1", "long"), content, root)
