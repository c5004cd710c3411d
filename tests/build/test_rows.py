"""Are the rows of documents and mentions parted so that a new day touches little?"""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from sitegen.content.imports.plan import Plan
from sitegen.content.imports.site import import_site

from .conftest import tree


@pytest.fixture(autouse=True)
def own_key(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def years(archive):
    archive.article("a-1", "سافر إلى بيروت.", date="1908-05-01")
    archive.article("a-2", "كتب كتابا.", date="1908-06-01", more="collection: hilal\n")
    archive.article("a-3", "عاد من بيروت.", date="1909", more="collection: hilal\n")
    archive.write("collections.toml", '[hilal]\ntitle = "الهلال"\n')
    archive.write("texts/a-4.txt", "بلا تاريخ.")
    return archive.write("texts/a-4.yml", "id: a-4\ntitle: نص\n")


def ids_in(archive, path):
    lines = (archive.output / "data" / path).read_text("utf-8").splitlines()
    return [row.get("id") or row["doc"] for row in map(json.loads, lines)]


def test_each_year_has_its_file_and_so_have_the_undated(years):
    years.build()
    assert {p.name for p in (years.output / "data/documents").iterdir()} == {
        "1908.jsonl", "1909.jsonl", "undated.jsonl",
    }  # fmt: skip
    assert ids_in(years, "documents/1908.jsonl") == ["a-1", "a-2"]
    assert ids_in(years, "documents/undated.jsonl") == ["a-4"]
    assert {p.name for p in (years.output / "data/mentions").iterdir()} == {
        "1908.jsonl", "1909.jsonl",
    }  # fmt: skip
    assert ids_in(years, "mentions/1909.jsonl") == ["a-3"]


def test_package_checksums_and_page_name_every_file_of_rows(years):
    years.build()
    files = {f"{kind}/{p.name}" for kind in ("documents", "mentions")
             for p in (years.output / "data" / kind).iterdir()}  # fmt: skip
    package = json.loads((years.output / "data/datapackage.json").read_text("utf-8"))
    assert files <= {one["path"] for one in package["resources"]}
    sums = (years.output / "data/manifest-sha256.txt").read_text("utf-8")
    page = (years.output / "data.html").read_text("utf-8")
    for name in files:
        assert f"  {name}\n" in sums
        assert f'href="data/{name}"' in page


EDITS = {
    "a text": lambda a: a.article("a-1", "سافر من بيروت.", date="1908-05-01"),
    "a date in another year": lambda a: a.article("a-1", "إلى بيروت.", date="1909-01-01"),
    "a date in a new year": lambda a: a.article("a-3", "عاد من بيروت.", date="1911"),
    "a year that ends": lambda a: (a.root / "texts/a-3.md").unlink(),
    "a date found": lambda a: a.write("texts/a-4.yml", "id: a-4\ntitle: نص\ndate: 1908\n"),
    "a file that was broken": lambda a: (a.output / "data/documents/1908.jsonl").write_bytes(b"{"),
    "a file that was deleted": lambda a: (a.output / "data/mentions/1909.jsonl").unlink(),
    "the seal": lambda a: a.write("site.toml", 'format = 1\ntitle = "أ"\nsealed = "1908-12-31"\n'),
}


@pytest.mark.parametrize("edit", EDITS)
def test_after_an_edit_the_data_are_what_a_clean_build_makes(years, edit):
    years.build()
    EDITS[edit](years)
    years.build()
    incremental = tree(years.output)
    shutil.rmtree(years.output)
    shutil.rmtree(years.root / ".sitegen")
    years.build()
    assert tree(years.output) == incremental


def test_an_edit_touches_the_files_of_its_year_alone(years):
    years.build()
    before = tree(years.output / "data")
    years.article("a-1", "سافر إلى بيروت اليوم.", date="1908-05-01")
    years.build()
    after = tree(years.output / "data")
    changed = {path for path in after if before[path] != after[path]}
    assert {"documents/1908.jsonl", "mentions/1908.jsonl"} <= changed
    assert not {"documents/1909.jsonl", "documents/undated.jsonl", "mentions/1909.jsonl"} & changed


def test_since_the_seal_zips_and_table_are_files_of_their_own(years):
    years.write("site.toml", 'format = 1\ntitle = "أ"\nsealed = "1908-12-31"\n')
    years.build()
    before = tree(years.output / "data")
    assert {"hilal.zip", "hilal_since.zip", "documents.csv", "documents_since.csv"} <= before.keys()
    table = (years.output / "data/documents_since.csv").read_text("utf-8-sig")
    assert [row.split(",")[0] for row in table.splitlines()] == ["id", "a-3", "a-4"]
    years.article("a-5", "اليوم.", date="1910-01-01", more="collection: hilal\n")
    years.build()
    after = tree(years.output / "data")
    assert before["hilal.zip"] == after["hilal.zip"]
    assert before["documents.csv"] == after["documents.csv"]
    assert before["hilal_since.zip"] != after["hilal_since.zip"]


def test_a_site_that_lacks_a_year_is_no_whole_archive(years, tmp_path):
    years.build()
    (years.output / "data/documents/1909.jsonl").unlink()
    report = import_site(Path(years.output), tmp_path / "again", Plan())
    (problem,) = report.problems
    assert str(problem).startswith("data/documents/1909.jsonl: this file of the site is missing")


def graph_of(archive, name):
    """The nodes of a graph by id, its edges by the ids of their ends; both with their documents."""
    space = "{http://graphml.graphdrawing.org/xmlns}"
    root = ET.parse(archive.output / "data" / name).getroot()
    nodes, names = {}, {}
    for node in root.iter(f"{space}node"):
        said = {one.get("key"): one.text for one in node}
        names[node.get("id")] = said["id"]
        nodes[said["id"]] = said
    edges = {
        (names[one.get("source")], names[one.get("target")]): int(one[0].text)
        for one in root.iter(f"{space}edge")
    }
    return nodes, edges


def test_since_the_seal_who_is_named_together_is_a_graph_of_its_own(years):
    both = "محمد رشيد رضا في بيروت."
    years.article("a-1", both, date="1908-05-01").article("a-2", both, date="1908-06-01")
    years.write("site.toml", 'format = 1\ntitle = "أ"\nsealed = "1908-12-31"\n')
    years.build()
    before = tree(years.output / "data")
    assert graph_of(years, "named-together.graphml")[1] == {("l-bayrut", "p-rida"): 2}
    assert graph_of(years, "named-together_since.graphml")[1] == {}
    years.article("a-5", both, date="1910-01-01")
    years.build()
    after = tree(years.output / "data")
    assert before["named-together.graphml"] == after["named-together.graphml"]
    nodes, edges = graph_of(years, "named-together_since.graphml")
    assert edges == {("l-bayrut", "p-rida"): 3}
    assert nodes["p-rida"]["documents"] == "3"
    page = (years.output / "data.html").read_text("utf-8")
    assert 'href="data/named-together_since.graphml"' in page
    years.article("a-2", "محمد رشيد رضا.", date="1908-06-01")  # the sealed part itself
    years.build()
    assert graph_of(years, "named-together.graphml")[1] == {}
    incremental = tree(years.output)
    shutil.rmtree(years.output)
    shutil.rmtree(years.root / ".sitegen")
    years.build()
    assert tree(years.output) == incremental
