"""What an import brings in, and what it leaves alone."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from sitegen.config import Site, parse_collections
from sitegen.content import read_archive
from sitegen.content.imports import Plan, import_sources

ROW = {
    "id": "oclc_1-div_2.d1e1337", "title": "فاتحة السنة", "date": "1906-02-25", "author": "كرد علي",
    "author_ref": "oape:pers:878", "section": None, "source": "المقتبس (al-muqtabas)",
    "body": "بسم الله\n\nرب إليك المفزع", "journal": "al-muqtabas", "issue": "1", "page": "3",
    "licence": "CC BY", "date_raw": "غرة محرم", "subtype": "verse",
}  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    root.mkdir()
    (root / "site.toml").write_text('format = 1\ntitle = "أرشيف"\n', "utf-8")
    return root


def put(path: Path, *rows: dict[str, Any]) -> Path:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    packed = path.suffix == ".gz"
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    return path


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_known_foreign_names_are_mapped_and_the_rest_kept(archive: Path, tmp_path: Path) -> None:
    report = import_sources("jsonl", [put(tmp_path / "a.jsonl.gz", ROW)], archive)
    assert report.problems == ()
    (document,) = read_archive(archive, Site(title="x"), {"al-muqtabas"}).documents
    assert document.id == ROW["id"]
    assert (document.authors, document.collection) == (("كرد علي",), "al-muqtabas")
    assert (document.pages, document.rights) == ("3", "CC BY")
    assert (document.date_printed, document.kind) == ("غرة محرم", "poem")
    assert document.extra == {"author_ref": "oape:pers:878", "subtype": "verse"}
    assert report.mapped["journal -> collection"] == 1
    assert report.extra == {"author_ref": 1, "subtype": 1}
    assert (report.oldest, report.newest) == ("1906-02-25", "1906-02-25")


def test_a_new_collection_gets_a_table_and_old_text_stays(archive: Path, tmp_path: Path) -> None:
    (archive / "collections.toml").write_text('# لي\n[x]\ntitle = "س"\n', "utf-8")
    report = import_sources("jsonl", [put(tmp_path / "a.jsonl", ROW)], archive)
    text = (archive / "collections.toml").read_text("utf-8")
    assert report.collections == ("al-muqtabas",)
    assert text.startswith('# لي\n[x]\ntitle = "س"\n')
    assert parse_collections(text)[0]["al-muqtabas"].title == "المقتبس"


@pytest.mark.parametrize("kind", ["jsonl", "csv", "text"])
def test_importing_twice_changes_nothing(archive: Path, tmp_path: Path, kind: str) -> None:
    source = tmp_path / f"رسالة.{'txt' if kind == 'text' else kind}"
    if kind == "jsonl":
        put(source, ROW, ROW | {"id": "b"})
    else:
        source.write_text("id,title,text\na,نعم,كلام\n", "utf-8")
    first = import_sources(kind, [source], archive, "c")
    before = tree(archive)
    second = import_sources(kind, [source], archive, "c")
    assert first.problems == second.problems == ()
    assert tree(archive) == before
    assert second.documents == first.documents


def test_a_second_import_adds_and_renews(archive: Path, tmp_path: Path) -> None:
    import_sources("jsonl", [put(tmp_path / "a.jsonl", ROW, ROW | {"id": "b"})], archive)
    import_sources(
        "jsonl", [put(tmp_path / "b.jsonl", ROW | {"id": "c"}, ROW | {"title": "جديد"})], archive
    )
    documents = read_archive(archive, Site(title="x"), {"al-muqtabas"}).documents
    assert [(d.id, d.title.text) for d in documents] == [
        (ROW["id"], "جديد"), ("b", ROW["title"]), ("c", ROW["title"]),
    ]  # fmt: skip


def test_nothing_half_imported_stays(archive: Path, tmp_path: Path) -> None:
    before = tree(archive)
    bad = put(tmp_path / "a.jsonl", ROW, ROW, ROW | {"id": "b", "date": "1906-13-01"})
    with bad.open("a", encoding="utf-8") as file:
        file.write('{"id": \n')
    report = import_sources("jsonl", [bad], archive)
    assert [problem.place.line for problem in report.problems] == [2, 3, 4]
    assert (report.documents, report.files) == (0, ())
    assert tree(archive) == before


def test_a_map_names_columns(archive: Path, tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("nr,heading,inhalt\n7,نعم,كلام\n", "utf-8")
    mapping = {"nr": "id", "heading": "title", "inhalt": "body"}
    report = import_sources("csv", [source], archive, "c", Plan(columns=mapping))
    assert report.problems == ()
    assert read_archive(archive, Site(title="x"), {"c"}).documents[0].body.source == "كلام"


def test_a_file_of_tei_without_an_article_is_left_out_beside_others(
    archive: Path, tmp_path: Path
) -> None:
    tei = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{}</body></text></TEI>'
    head = '<div type="article" xml:id="d"><head>نعم</head>{}</div>'
    (tmp_path / "a.xml").write_text(tei.format(head.format("")), "utf-8")
    (problem,) = import_sources("tei", [tmp_path / "a.xml"], archive, "c").problems
    assert problem.what == "no division of this file is an article"
    (tmp_path / "b.xml").write_text(tei.format(head.format("<p>نص</p>")), "utf-8")
    report = import_sources("tei", [tmp_path / "a.xml", tmp_path / "b.xml"], archive, "c")
    assert (report.documents, report.problems) == (1, ())
    assert report.dropped == {"no article in the file": 1}


@pytest.mark.parametrize(
    ("named", "target"),
    [("صور/a b.png", "assets/c/a-b.png"), ("assets/1908/x.png", "assets/1908/x.png")],
)
def test_a_picture_that_a_row_names_comes_along(
    archive: Path, tmp_path: Path, named: str, target: str
) -> None:
    (tmp_path / named).parent.mkdir(parents=True)
    (tmp_path / named).write_bytes(b"png")
    source = tmp_path / "a.csv"
    source.write_text(f"id,title,photo,body\n1,نعم,{named},نص\n", "utf-8")
    report = import_sources("csv", [source], archive, "c", Plan(columns={"photo": "image"}))
    assert report.problems == ()
    assert (archive / target).read_bytes() == b"png"
    (document,) = read_archive(archive, Site(title="x"), {"c"}).documents
    assert document.image == target
    before = tree(archive)
    again = import_sources("csv", [source], archive, "c", Plan(columns={"photo": "image"}))
    assert (again.fates, tree(archive)) == ({"unchanged": 1}, before)


@pytest.mark.parametrize(
    ("named", "why"),
    [("https://x.org/a.png", "picture on another host"), ("b.png", "picture that is not there")],
)
def test_a_picture_that_cannot_be_had_is_counted_and_its_address_kept(
    archive: Path, tmp_path: Path, named: str, why: str
) -> None:
    report = import_sources("jsonl", [put(tmp_path / "a.jsonl", ROW | {"image": named})], archive)
    assert (report.problems, report.dropped) == ((), {why: 1})
    (document,) = read_archive(archive, Site(title="x"), {"al-muqtabas"}).documents
    assert (document.image, document.extra["image"]) == ("", named)


@pytest.mark.parametrize("kind", ["html", "jsonl", "csv", "text"])
def test_a_file_that_calls_itself_word_is_read_as_nothing_else(
    archive: Path, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "a.docx").write_text("نص", "utf-8")
    (problem,) = import_sources(kind, [tmp_path / "a.docx"], archive).problems
    assert problem.what == "this is a zip, .docx or .xlsx file"


def test_an_unknown_key_in_a_map_is_a_problem(archive: Path, tmp_path: Path) -> None:
    plan = Plan(columns={"x": "titel"})
    report = import_sources("jsonl", [put(tmp_path / "a.jsonl", ROW)], archive, "", plan)
    assert report.problems[0].fix == "did you mean 'title'?"


def test_text_is_converted_told_and_titled(archive: Path, tmp_path: Path) -> None:
    text = "بغداد | وقد كان في هذا الكتاب ما يدل على قدم المطبعة في بلاد الشام ومصر.\n" * 3
    (tmp_path / "art1.txt").write_bytes(text.encode("cp1256"))
    report = import_sources("text", [tmp_path / "art1.txt"], archive, "press")
    assert report.problems == ()
    assert report.encodings == {"Windows-1256 (assumed)": 1}
    (document,) = read_archive(archive, Site(title="x"), {"press"}).documents
    assert (document.id, document.collection) == ("press-art1", "press")
    assert document.title.text == "وقد كان في هذا الكتاب ما يدل على…"
    assert document.body.source == text


def test_an_edited_sidecar_is_not_undone(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "رسالة.txt").write_text("كلام", "utf-8")
    import_sources("text", [tmp_path / "رسالة.txt"], archive, "c")
    sidecar = archive / "texts/c/رسالة.yml"
    sidecar.write_text(sidecar.read_text("utf-8") + "date: 1908\n", "utf-8")
    import_sources("text", [tmp_path / "رسالة.txt"], archive, "c")
    assert read_archive(archive, Site(title="x"), {"c"}).documents[0].date is not None


def test_tei_goes_to_the_collection_that_was_asked_for(archive: Path, tmp_path: Path) -> None:
    tei = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="i_1"><text xml:lang="ar"><body>'
        '<div type="item" xml:id="d1"><head>أ</head><p>ب</p></div>'
        '<div type="item" xml:id="d2"><head>ج</head><p>د</p></div></body></text></TEI>'
    )
    (tmp_path / "i_1.xml.gz").write_bytes(gzip.compress(tei.encode()))
    report = import_sources("tei", [tmp_path / "i_1.xml.gz"], archive, "zuhur")
    assert (report.problems, report.documents, report.fates) == ((), 2, {"added": 2})
    found = read_archive(archive, Site(title="x"), {"zuhur"}).documents
    assert [(one.id, one.collection) for one in found] == [("i_1-d1", "zuhur"), ("i_1-d2", "zuhur")]


@pytest.mark.parametrize(
    ("kind", "what"),
    [("jsnol", "there is no import 'jsnol'"), ("jsonl", "there is no such file")],
)
def test_what_cannot_be_imported_is_told(archive: Path, kind: str, what: str) -> None:
    assert import_sources(kind, ["none.jsonl"], archive).problems[0].what == what


def test_a_folder_without_site_toml_is_no_archive(tmp_path: Path) -> None:
    report = import_sources("jsonl", [put(tmp_path / "a.jsonl", ROW)], tmp_path / "x")
    assert report.problems[0].what == "this is no archive: it has no site.toml"
