"""Does each collection leave as one file, the same from whatever build, and no more than it may?"""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import subprocess
import zipfile

import pytest

from sitegen.config import Site
from sitegen.content.tei import read_tei
from sitegen.pages import offered

from .conftest import SITE, tree

TITLES = '[al-manar]\ntitle = "المنار"\n[hilal]\ntitle = "الهلال"\n'


@pytest.fixture(autouse=True)
def own_key(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def shelves(archive):
    archive.write("collections.toml", TITLES)
    archive.article("m-1", "سافر محمد رشيد رضا.", more="collection: al-manar\n")
    archive.article("m-2", "عاد إلى بيروت.", more="collection: al-manar\n")
    archive.article("h-1", "كتاب عن بيروت.", more="collection: hilal\n")
    archive.write("texts/plain.txt", "نصٌّ بلا مجموعة.")
    return archive.write("texts/plain.yml", "id: plain\ntitle: نص\n")


def members(archive, name):
    with zipfile.ZipFile(archive.output / "data" / name) as file:
        assert file.testzip() is None
        return {one: file.read(one) for one in file.namelist()}


def test_a_zip_holds_the_texts_as_written_their_tei_and_a_table(shelves):
    shelves.build()
    found = members(shelves, "al-manar.zip")
    assert sorted(found) == [
        "al-manar/collection.json",
        "al-manar/documents.csv",
        "al-manar/tei/m-1.xml",
        "al-manar/tei/m-2.xml",
        "al-manar/texts/m-1.md",
        "al-manar/texts/m-2.md",
    ]
    assert found["al-manar/texts/m-1.md"].decode().endswith("---\nسافر محمد رشيد رضا.\n")
    rows = list(csv.DictReader(io.StringIO(found["al-manar/documents.csv"].decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == ["m-1", "m-2"]
    loose = members(shelves, "no_collection.zip")
    assert loose["no_collection/texts/plain.txt"].decode().strip() == "نصٌّ بلا مجموعة."


def test_the_tei_of_a_zip_is_read_again_as_the_same_text(shelves):
    shelves.build()
    content = members(shelves, "al-manar.zip")["al-manar/tei/m-1.xml"]
    (document,), problems = read_tei(content, "m-1.xml", Site(title="أرشيف"))
    assert not problems
    assert [block.text for block in document.body.blocks] == ["سافر محمد رشيد رضا."]


def test_what_may_not_be_read_is_in_no_zip(shelves):
    shelves.article("m-1", "نصٌّ محجوب.", more="collection: al-manar\naccess: metadata\n")
    shelves.article("m-2", "نصٌّ مسحوب.", more="collection: al-manar\nwithdrawn: بطلب المؤلف\n")
    shelves.build()
    found = members(shelves, "al-manar.zip")
    assert "al-manar/texts/m-1.md" in found
    assert not [name for name in found if "m-2" in name]
    assert not [name for name, content in found.items() if "محجوب" in content.decode()]


def test_the_checksums_are_those_that_sha256sum_reads(shelves):
    shelves.build()
    folder = shelves.output / "data"
    lines = (folder / "manifest-sha256.txt").read_text("utf-8").splitlines()
    found = dict(reversed(line.split("  ")) for line in lines)
    assert {
        "al-manar.zip",
        "hilal.zip",
        "documents/undated.jsonl",
        "datapackage.json",
    } <= found.keys()
    for name, digest in found.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    if shutil.which("sha256sum"):
        command = ["sha256sum", "--check", "--strict", "manifest-sha256.txt"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def test_an_edit_touches_the_zip_of_its_collection_alone(shelves):
    shelves.build()
    before = tree(shelves.output / "data")
    shelves.article("m-2", "عاد إلى بيروت ومصر.", more="collection: al-manar\n")
    shelves.build()
    after = tree(shelves.output / "data")
    changed = {path for path in after if path.endswith(".zip") and before[path] != after[path]}
    assert changed == {"al-manar.zip"}


EDITS = {
    "a text": lambda a: a.article("m-1", "غير ذلك.", more="collection: al-manar\n"),
    "a new one": lambda a: a.article("m-0", "جديد.", more="collection: al-manar\n"),
    "one that goes": lambda a: (a.root / "texts/m-1.md").unlink(),
    "one that moves": lambda a: a.article("m-1", "سافر.", more="collection: hilal\n"),
    "one that is withdrawn": lambda a: a.article("m-1", "س", more="withdrawn: نعم\n"),
    "a zip that was broken": lambda a: (a.output / "data/al-manar.zip").write_bytes(b"PK"),
    "a zip that was deleted": lambda a: (a.output / "data/al-manar.zip").unlink(),
    "a collection's title": lambda a: a.write("collections.toml", TITLES.replace("منار", "نور")),
    "none wanted": lambda a: a.write("site.toml", SITE + "downloads = false\n"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_zips_of_a_second_build_are_those_of_a_clean_one(shelves, edit):
    shelves.build()
    edit(shelves)
    shelves.build()
    second = tree(shelves.output)
    shelves.build("clean", clean=True)
    assert second == tree(shelves.output)


def test_a_site_without_downloads_has_no_zip(shelves):
    shelves.write("site.toml", SITE + "downloads = false\n").build()
    assert not list((shelves.output / "data").glob("*.zip"))
    assert ".zip" not in (shelves.output / "data.html").read_text("utf-8")
    assert ".zip" not in (shelves.output / "c/al-manar/index.html").read_text("utf-8")


def test_a_collection_that_is_too_large_has_none_and_the_build_says_so(shelves, monkeypatch):
    monkeypatch.setattr(offered, "ZIP_DOCUMENTS", 1)
    report = shelves.build()
    names = {path.name for path in (shelves.output / "data").glob("*.zip")}
    assert names == {"hilal.zip", "no_collection.zip"}
    assert any(note.startswith("no zip of 'al-manar'") for note in report.notes)
    assert "al-manar.zip" not in (shelves.output / "data/manifest-sha256.txt").read_text("utf-8")
