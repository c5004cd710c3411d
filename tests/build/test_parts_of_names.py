"""Of a name with many passages an edit makes some pages: is the site that of a clean build?"""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sitegen.pages.lists import PART

from .conftest import Archive, tree

NAMES = [f"a-{n}" for n in range(8)]
EDITS = st.one_of(
    st.tuples(
        st.just("text"),
        st.sampled_from([*NAMES, "b-1", "b-2"]),
        st.sampled_from([0, 1, 60, 99, 100, 101, 130]),  # times that it names the place
        st.sampled_from(["قديم", "جديد"]),
        st.sampled_from(["1908-05", "1909", "1930-01-02"]),
        st.sampled_from(["", "authors: [l-bayrut]\n", "access: metadata\n"]),
    ),
    st.tuples(st.just("drop"), st.sampled_from(NAMES)),
    st.tuples(st.just("record"), st.sampled_from(["ميناء", "مدينة"])),
)


def do(archive, edit):
    what, *values = edit
    if what == "drop":
        (archive.root / f"texts/{values[0]}.md").unlink(missing_ok=True)
    elif what == "record":
        (description,) = values
        record = f"- id: l-bayrut\n  type: place\n  heading: بيروت\n  description: {description}\n"
        archive.write("entities/all.yml", record)
    else:
        name, times, word, date, more = values
        archive.article(name, f"{word} " + "في بيروت نصّ\n\n" * times, date=date, more=more)


@given(st.lists(st.lists(EDITS, min_size=1, max_size=2), min_size=1, max_size=4))
@example(
    [[("text", "a-3", 60, "جديد", "1908-05", "")], [("text", "a-3", 61, "جديد", "1908-05", "")]]
)
@example([[("text", "b-1", 1, "جديد", "1908-01", "")], [("drop", "b-1")]])  # in front of all
@example([[("text", "b-2", 1, "جديد", "1999", "")], [("drop", "a-7"), ("drop", "a-6")]])
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_pages_that_are_not_made_again_are_those_of_a_clean_build(rounds):
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder) / "archive")
        for name in NAMES:
            do(archive, ("text", name, 60, "قديم", "1908-05", ""))
        archive.build()
        for edits in rounds:
            for edit in edits:
                do(archive, edit)
            archive.build()
        ours = tree(archive.output)
        shutil.rmtree(archive.root / ".sitegen")
        archive.build("clean")
        clean = tree(archive.output)
    assert ours.keys() == clean.keys()
    assert [path for path in clean if ours[path] != clean[path]] == []


def test_a_word_of_one_text_changes_the_pages_of_a_name_that_it_stands_on(archive):
    for name in NAMES:
        do(archive, ("text", name, 60, "قديم", "1908-05", ""))
    archive.build()
    do(archive, ("text", "a-4", 60, "جديد", "1908-05", ""))
    changed = {path for path, _ in archive.build(explain=False, why=True).reasons}
    parts = {f"place/l-bayrut/{n}.html" for n in range(2, 2 + 60 * len(NAMES) // PART)}
    assert changed & {"place/l-bayrut.html", *parts} == {"place/l-bayrut/3.html"}
