"""A few pages, byte by byte, as they were last looked at.

``SITEGEN_GOLDEN=write pytest tests/unit/pages/test_golden.py`` writes them anew; review the diff.
"""

from __future__ import annotations

import os

import pytest

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
    file = root / "tests" / "golden" / "pages" / path.replace("/", "--")
    if os.environ.get("SITEGEN_GOLDEN") == "write":
        file.write_text(pages[path], encoding="utf-8", newline="\n")
    assert pages[path] == file.read_text(encoding="utf-8")
