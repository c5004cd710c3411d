"""Which files are documents, and what do their bytes say?"""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from sitegen.content import files
from sitegen.content.encoding import decode

ARABIC = "وقد كان في هذا الكتاب ما يدل على قدم المطبعة في بلاد الشام ومصر، ثم انتشرت بعد ذلك.\n" * 3


def put(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x", "utf-8")


def test_files_come_in_the_order_of_their_bytes(tmp_path: Path) -> None:
    put(tmp_path, "b.md", "a/z.txt", "a/ا.md", "B.jsonl", "a.csv", "i.TEIP5.xml.gz")
    found, problems = files.walk(tmp_path)
    assert [one.path for one in found] == [
        "B.jsonl", "a.csv", "a/z.txt", "a/ا.md", "b.md", "i.TEIP5.xml.gz",
    ]  # fmt: skip
    assert not problems


def test_dotfiles_and_reserved_names_are_no_documents(tmp_path: Path) -> None:
    put(tmp_path, "site.toml", "entities/people.csv", "pages/about.md", "assets/a.txt", ".x/a.md")
    put(tmp_path, "templates/a.md", "anchors.tsv", "texts/.a.md", "README.md", "texts/pages/a.md")
    assert [one.path for one in files.walk(tmp_path)[0]] == ["texts/pages/a.md"]


def test_a_site_inside_the_archive_and_what_builds_it_are_no_documents(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "public/.sitegen", "public/d/a.html", "public/data/documents.jsonl")
    put(tmp_path, "vendor/sitegen-1.whl", "requirements.txt", ".sitegen/cache/x", "texts/b.md")
    found, problems = files.walk(tmp_path)
    assert [one.path for one in found] == ["a.md", "texts/b.md"]
    assert problems == []


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_that_leads_out_of_the_archive_is_a_problem(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    put(tmp_path, "archive/a.md", "secret.md")
    (root / "b.md").symlink_to(tmp_path / "secret.md")
    (root / "c.md").symlink_to(root / "a.md")
    found, problems = files.walk(root)
    assert [one.path for one in found] == ["a.md", "c.md"]
    assert [(p.place.path, p.what) for p in problems] == [
        ("b.md", "this link leads out of the archive")
    ]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_folder_that_holds_itself_is_walked_once(tmp_path: Path) -> None:
    put(tmp_path, "texts/a.md")
    (tmp_path / "texts/again").symlink_to(tmp_path / "texts")
    assert len(files.walk(tmp_path)[0]) < 3


def test_a_missing_archive_is_a_problem(tmp_path: Path) -> None:
    assert files.walk(tmp_path / "none")[1][0].what == "there is no such folder"


@pytest.mark.parametrize(
    ("codec", "bom", "name"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", b"\xef\xbb\xbf", "UTF-8"),
        ("utf-16-le", b"\xff\xfe", "UTF-16"),
        ("utf-16-be", b"\xfe\xff", "UTF-16"),
        ("utf-16-le", b"", "UTF-16"),
        ("utf-16-be", b"", "UTF-16"),
        ("cp1256", b"", "Windows-1256"),
    ],
)
def test_legacy_encodings_are_recognised(codec: str, bom: bytes, name: str) -> None:
    decoded, problems = decode(bom + ARABIC.encode(codec), "a.txt")
    assert (decoded.text, decoded.encoding, problems) == (ARABIC, name, [])
    assert decoded.assumed == (not bom and name != "UTF-8")


@pytest.mark.parametrize("codec", ["iso8859-6", "cp720"])
def test_other_encodings_are_refused_with_line_and_byte(codec: str) -> None:
    raw = b"ascii\n" + ARABIC.replace("،", "").encode(codec, "ignore")
    decoded, (problem,) = decode(raw, "a.txt")
    assert decoded.text == ""
    assert problem.place.line == 2
    assert problem.why.startswith("byte 6 (0x")


def test_french_in_windows_1252_is_not_taken_for_arabic() -> None:
    raw = "L'école déjà fermée à Beyrouth où l'été fût très chaud\n".encode("cp1252") * 20
    assert decode(raw, "a.txt")[1]


def test_a_zip_that_calls_itself_text_is_named() -> None:
    assert "zip" in decode(b"PK\3\4\xff\xfe\0\0\xaa\xbb\xcc", "a.txt")[1][0].what


def test_gzip_is_unpacked_and_broken_gzip_refused() -> None:
    packed = gzip.compress(ARABIC.encode())
    assert files.unpack(packed, "a.gz") == (ARABIC.encode(), [])
    assert "cut short" in files.unpack(packed[:-9], "a.gz")[1][0].what
    assert "broken" in files.unpack(b"\x1f\x8bxxxx", "a.gz")[1][0].what


def test_writing_leaves_equal_files_untouched(tmp_path: Path) -> None:
    files.write_all(tmp_path, {"a/b.txt": b"1"})
    before = (tmp_path / "a/b.txt").stat()
    files.write_all(tmp_path, {"a/b.txt": b"1"})
    assert (tmp_path / "a/b.txt").stat() == before


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("a file where a folder is wanted", "utf-8")
    problems = files.write_all(tmp_path, {"a.txt": b"1", "x/b.txt": b"2"})
    assert problems
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x"]
