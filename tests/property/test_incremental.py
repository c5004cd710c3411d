"""Whatever is edited, is what a build makes of the last one the site of a clean build?"""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from shelf import EDITS, HARMS, Shelf, do, tree

from sitegen.build import Options, build
from sitegen.errors import CorpusError


@given(st.lists(st.lists(EDITS | EDITS | HARMS, min_size=1, max_size=3), min_size=2, max_size=5))
@example([  # a letter that loses its last word, and has one again
    [("row", "rows", "a-2", "صور", "في بيروت", "")],
    [("row", "rows", "a-2", "كتاب", "في دمشق", "")],
    [("row", "more", "d-6", "صور", "محمد", "1908")],
])  # fmt: skip
@example([  # a record that gets names, which some texts hold
    [("row", "rows", "a-1", "صور", "في الجاحظ", ""), ("row", "more", "d-6", "كتاب", "قال زكي", ""),
     ("record", "p-zaki", {"variants": ["رشيد رضا"]})],
    [("record", "p-zaki", {"variants": ["الجاحظ"]})],
    [("record", "p-zaki", {"variants": ["الجاحظ", "زكي"]}), ("row", "rows", "a-1", "صور", "", "")],
])  # fmt: skip
@example([  # one that few texts name says other things, goes, and comes back; one is a common word
    [("row", "rows", "a-1", "صور", "قال أحمد زكي باشا", ""),
     ("row", "rows", "a-2", "كتاب", "في", ""), ("row", "more", "B-4", "كتاب", "عن", ""),
     ("row", "rows", "a-3", "كتاب", "صور دمشق", "1908"),
     ("article", "md", "c.5", "محمد", "سافر إلى", "", False)],
    [("record", "p-zaki", {"description": "كاتب", "heading": "أحمد زكي"})],
    [("record", "p-zaki", None)],
    [("record", "p-zaki", {"variants": ["صور"]})],
    [("row", "more", "d-6", "كتاب", "صورها صورها صورها صورها صورها", "")],
])  # fmt: skip
@example([  # one that nobody names, and has no page, says something else
    [("record", "p-zaki", {"description": "كاتب", "variants": ["رشيد رضا"]})],
    [("record", "p-zaki", {"description": "مدينة"})],
])  # fmt: skip
@example([  # the picture of a text that is not shown goes, and comes back
    [("article", "md", "c.5", "محمد", "سافر إلى", "", True), ("draft", "c.5", True)],
    [("picture", False)],
])  # fmt: skip
@example([  # the mark of a row moves with it; a stranger's links lie in the site
    [("row", "rows", "a-1", "صور", "في", ""), ("row", "rows", "a-2", "كتاب", "في", ""),
     ("mark", "a-1")],
    [("reorder", "rows"), ("intrude", "d"), ("intrude", "mine")],
    [("row", "rows", "a-3", "صور", "عن", ""), ("intrude", "d/a-1.html")],
])  # fmt: skip
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
def test_a_site_built_edit_by_edit_is_that_of_a_clean_build(rounds):
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shelf = Shelf(home / "archive")
        for n, edits in enumerate(rounds):
            for edit in edits:
                do(shelf, edit, home / "public")
            shelf.save()
            outcome(shelf.root, home / "public", jobs=1 + n % 2)
        ours = outcome(shelf.root, home / "public", jobs=1)
        shutil.rmtree(shelf.root / ".sitegen")
        clean = outcome(shelf.root, home / "clean", jobs=1, clean=True)
        mine = home / "mine"
        assert not mine.exists() or [path.name for path in mine.iterdir()] == ["letter.html"]
    assert ours.keys() == clean.keys()
    assert [path for path in clean if ours[path] != clean[path]] == []


def outcome(root, site, **options):
    """Give the files of the site that a build makes, or the problems that it finds."""
    try:
        build(root, site, Options(**options))
    except CorpusError as error:
        return dict.fromkeys(map(str, error.problems))
    return tree(site)
