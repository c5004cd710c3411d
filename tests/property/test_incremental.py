"""Whatever is edited, is what a build makes of the last one the site of a clean build?"""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from shelf import EDITS, Shelf, do, tree

from sitegen.build import Options, build


@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=2, max_size=5))
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
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
def test_a_site_built_edit_by_edit_is_that_of_a_clean_build(rounds):
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shelf = Shelf(home / "archive")
        for n, edits in enumerate(rounds):
            for edit in edits:
                do(shelf, edit)
            shelf.save()
            build(shelf.root, home / "public", Options(jobs=1 + n % 2))
        build(shelf.root, home / "public", Options(jobs=1))
        shutil.rmtree(shelf.root / ".sitegen")
        build(shelf.root, home / "clean", Options(jobs=1, clean=True))
        ours, clean = tree(home / "public"), tree(home / "clean")
    assert ours.keys() == clean.keys()
    assert [path for path in clean if ours[path] != clean[path]] == []
