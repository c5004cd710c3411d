"""What do readers by ear meet on each kind of page, in which order and under which names?

``SITEGEN_GOLDEN=write pytest tests/browser/test_trees.py`` writes the trees anew; review the diff.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

Open = Callable[..., Page]
PAGES = {
    "home": "index.html",
    "document": "d/matbaa-2019-1-fano.html",
    "verse": "d/warraq-088-ila-l-harf.html",
    "collections": "c/index.html",
    "collection": "c/al-matbaa/index.html",
    "issue": "c/al-matbaa/v1/n1.html",
    "years": "year/index.html",
    "calendar": "day/index.html",
    "letters": "letter/person/index.html",
    "person": "person/p-zakhir.html",
    "place": "place/l-fano.html",
    "about": "about.html",
    "data": "data.html",
    "search": "search.html",
    "missing": "404.html",
    "offline": "offline.html",
}
# What changes with the day, and with who is named how often, is no matter of the tree.
SETTLED = """() => {
  for (const one of document.querySelectorAll('.today > :not(h2), main ul.tags > li + li')) {
    one.remove();
  }
  for (const link of document.querySelectorAll('main ul.tags > li > a')) {
    link.textContent = '…';
    link.href = '#';
  }
}"""
_NUMBERS = re.compile("[0-9\u0660-\u0669][0-9\u0660-\u0669.\u066b\u066c]*")


@pytest.mark.parametrize("name", PAGES)
def test_the_tree_is_the_one_that_was_reviewed(
    name: str, file_base: str, open_page: Open, root: Path
) -> None:
    page = open_page(file_base + PAGES[name], viewport={"width": 1280, "height": 900})
    page.wait_for_load_state("load")
    if name == "home":
        page.locator(".today .day").wait_for()
    page.evaluate(SETTLED)
    tree = _NUMBERS.sub("#", page.locator("body").aria_snapshot()) + "\n"
    file = root / "tests" / "golden" / "trees" / f"{name}.yml"
    if os.environ.get("SITEGEN_GOLDEN") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(tree, encoding="utf-8", newline="\n")
    assert tree == file.read_text(encoding="utf-8")
