"""Which files are listed for a reader without a connection, and what does an edit rewrite?"""

from __future__ import annotations

import json
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from sitegen.export.offline import (
    LIST,
    MOST,
    Part,
    amended_files,
    digest_of,
    grouped,
    list_files,
)

NAMES = st.sampled_from(["a", "search", "b", "ab", "مجلد", "x y"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)


def parts_of(paths: Iterable[str]) -> list[Part]:
    return [Part(path, digest_of(path.encode()), len(path)) for path in paths]


def contents(parts: Iterable[Part]) -> dict[str, bytes]:
    return dict(list_files(parts))


@given(st.sets(PATHS), st.integers(1, 6))
def test_each_file_is_in_the_group_of_the_longest_folder_above_it(
    paths: set[str], most: int
) -> None:
    files = {path for path in paths if not any(p.startswith(f"{path}/") for p in paths)}
    groups = grouped(parts_of(files), most)
    assert sorted(part.path for inside in groups.values() for part in inside) == sorted(files)
    for folder, inside in groups.items():
        for part in inside:
            above = [other for other in groups if part.path.startswith(other)]
            assert max(above, key=len) == folder


def test_no_group_of_many_folders_is_large() -> None:
    paths = [f"d/{n % 256:02x}/{n}.html" for n in range(20_000)]
    groups = grouped(parts_of(["index.html", *paths]))
    assert max(map(len, groups.values())) <= MOST
    assert len(groups) == 257


def test_the_overview_adds_up_and_names_each_list_by_its_digest() -> None:
    files = parts_of([f"{folder}/{n}.html" for folder in "abc" for n in range(900)])
    made = contents(files)
    overview = json.loads(made[LIST])
    assert overview["files"] == len(files)
    assert overview["bytes"] == sum(part.size for part in files)
    listed = []
    for folder, count, size, digest, name in overview["groups"]:
        content = made[f"offline/{name}.json"]
        flat = json.loads(content)
        inside = [Part(folder + flat[n], flat[n + 1], flat[n + 2]) for n in range(0, len(flat), 3)]
        assert digest_of(content) == digest
        assert (len(inside), sum(part.size for part in inside)) == (count, size)
        listed += inside
    assert listed == sorted(files)


def test_an_edit_rewrites_the_lists_of_the_folders_that_it_touches() -> None:
    paths = [f"{folder}/{n}.html" for folder in ("c", "d", "e") for n in range(900)]
    before = contents(parts_of(paths))
    edited = [part._replace(digest="x" * 8) if part.path == "d/7.html" else part
              for part in parts_of(paths)]  # fmt: skip
    after = contents(edited)
    changed = [path for path in after if after[path] != before[path]]
    assert len(changed) == 2
    assert LIST in changed


def test_what_serves_machines_or_the_host_is_not_kept() -> None:
    left_out = [
        "data/documents/1908.jsonl", "404.html", "feed.xml", "robots.txt", "sitemap.xml",
        "sitemap-1.xml", ".nojekyll", ".sitegen", "sw.js", LIST,
    ]  # fmt: skip
    made = contents(parts_of([*left_out, "data.html", "d/a.html"]))
    flat = json.loads(next(content for path, content in made.items() if path != LIST))
    assert flat[::3] == ["d/a.html", "data.html"]


@given(
    st.sets(PATHS, min_size=1, max_size=14),
    st.sets(PATHS, max_size=3),
    st.data(),
    st.integers(1, 6),
)
def test_lists_brought_up_to_date_are_those_that_all_files_make(
    paths: set[str], come: set[str], data: st.DataObject, most: int
) -> None:
    """Where a list says that it cannot be brought up to date, there is nothing to compare."""
    goes = data.draw(st.sets(st.sampled_from(sorted(paths)), max_size=2))
    others = data.draw(st.sets(st.sampled_from(sorted(paths)), max_size=2))
    withheld = data.draw(st.sets(st.sampled_from(sorted(others | come | {"x"}))))
    before = dict(list_files(parts_of(paths), most=most))
    changed = [
        part._replace(digest="x" * 8) if part.path in others else part
        for part in parts_of((others | come) - goes)
    ]
    after = {part.path: part for part in parts_of(paths)} | {part.path: part for part in changed}
    for path in goes:
        after.pop(path, None)
    made = amended_files(changed, goes, withheld, lambda path: json.loads(before[path]), most)
    if made is not None:
        assert before | dict(made) == dict(list_files(after.values(), withheld, most))


def test_a_page_more_is_named_in_the_list_of_its_folder_alone() -> None:
    before = dict(list_files(parts_of(["index.html", *(f"d/{n}.html" for n in range(9))]), most=9))
    new = parts_of(["d/a.html"])
    found = amended_files(new, [], set(), lambda path: json.loads(before[path]), 9)
    assert found is None  # the folder is too large for one list now
    found = amended_files(new, ["d/3.html"], set(), lambda path: json.loads(before[path]), 9)
    assert found
    assert len(found) == 2
