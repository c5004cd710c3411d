"""What leaves an archive is what was in it: read back, it gives the same parts."""

import csv
import gzip
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from sitegen.build import Options, build
from sitegen.build.load import headings_of, load_archive
from sitegen.config import Site
from sitegen.content import read_archive, read_source
from sitegen.content.imports import import_sources
from sitegen.content.markdown import read_markdown
from sitegen.content.tei import read_tei
from sitegen.editor.freeze import freeze
from sitegen.errors import CorpusError
from sitegen.export.markdown import markdown_of
from sitegen.export.tei import tei_file
from sitegen.exporting import export_archive
from sitegen.exporting.zim import described, write_zim

SAMPLE = Path(__file__).parents[2] / "content"
TEI = Path(__file__).parents[3] / "shared/data/tei"


def plain(text):
    return re.sub(r"\s+", " ", text).strip()


def words_in(blocks):
    return sorted(re.sub(r"\s", "", block.text) for block in blocks if block.text.strip())


def test_no_promise_leaves_about_a_text_that_does_not(two_articles, tmp_path):
    two_articles.article("c", "كلام مغلق جدا", more="access: closed\n", title="مغلق")
    freeze(two_articles.root)
    export_archive("markdown", two_articles.root, tmp_path / "md")
    roots = (two_articles.root, tmp_path / "md")
    texts = [(root / "anchors.tsv").read_text("utf-8") for root in roots]
    promised, left = ({line.split("\t")[0] for line in text.splitlines()} for text in texts)
    assert promised - left == {"c"}


@pytest.fixture(scope="module")
def documents():
    archive = load_archive(SAMPLE)
    found = [
        one
        for source in archive.sources
        for one in read_source(source, archive.site, headings_of(archive.authority))[0]
    ]
    for path in sorted(TEI.glob("*.TEIP5.xml.gz")):  # whole issues, where they are
        found += read_tei(gzip.decompress(path.read_bytes()), path.name, Site(title="x"))[0]
    return found


def test_markdown_reads_back_as_the_same_parts(documents):
    for document in documents:
        body, problems = read_markdown(markdown_of(document), lang=document.lang)
        assert problems == [], document.id
        assert [(one.kind, plain(one.text)) for one in body.blocks] == [
            (one.kind, plain(one.text)) for one in document.body.blocks
        ], document.id


def test_tei_reads_back_with_the_same_words(documents):
    for document in documents:
        told = tei_file(document, "المقتبس")
        found, problems = read_tei(told.encode(), "a.xml", Site(title="x"))
        assert problems == [], document.id
        blocks = [block for one in found for block in one.body.blocks]
        assert words_in(blocks) == words_in(document.body.blocks), document.id
        assert plain(found[0].title.text) == plain(document.title.text)


def test_an_archive_of_markdown_builds_the_same_pages(two_articles, tmp_path):
    two_articles.write("collections.toml", '[c]\ntitle = "س"\n')
    two_articles.article("a-3", "# باب\n\nقال[^1] *نعم*.\n\n[^1]: حاشية", more="collection: c\n")
    row = '{"id": "a-4", "title": "شعر", "body": "قفا نبك … من ذكرى\\n بسقط … اللوى\\n\\n1. نعم"}\n'
    two_articles.write("texts/rows.jsonl", row.encode())
    export_archive("markdown", two_articles.root, tmp_path / "md")
    two_articles.build()
    build(tmp_path / "md", tmp_path / "again", Options(jobs=1))
    pages = sorted(two_articles.output.rglob("*.html"))
    pages.remove(two_articles.output / "data.html")  # it tells the size of the sources
    assert len(pages) > 10
    for path in pages:
        again = tmp_path / "again" / path.relative_to(two_articles.output)
        assert again.read_text("utf-8") == path.read_text("utf-8"), path.name


def test_a_table_imports_as_the_same_documents(tmp_path, two_articles):
    more = "authors: [طه حسين, أحمد]\nidentifiers: {ark: x1}\nextra: {س: ع}\n"
    two_articles.article("a-3", 'قال "نعم"، *لا*.\n\nثم', more=more)
    export_archive("csv", two_articles.root, tmp_path / "a.csv")
    other = tmp_path / "other"
    other.mkdir()
    (other / "site.toml").write_text('format = 1\ntitle = "أرشيف"\n', "utf-8")
    report = import_sources("csv", [tmp_path / "a.csv"], other)
    assert report.problems == ()
    was = read_archive(two_articles.root, Site(title="x")).documents
    now = {one.id: one for one in read_archive(other, Site(title="x"), {"a"}).documents}
    for one in was:
        two = now[one.id]
        assert (two.title.text, two.authors, two.date) == (one.title.text, one.authors, one.date)
        assert (two.identifiers, two.extra) == (one.identifiers, one.extra)
        assert [b.text for b in two.body.blocks] == [b.text for b in one.body.blocks]


def read_all(path):
    """What a file says, and what is packed in it."""
    if path.suffix != ".epub":
        return path.read_text("utf-8", "replace")
    with zipfile.ZipFile(path) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


@pytest.mark.parametrize("kind", ["markdown", "tei", "csv", "epub"])
def test_what_is_not_public_does_not_leave(two_articles, tmp_path, kind):
    two_articles.article("m", "كلام محجوب جدا", more="access: metadata\n", title="معلوم")
    two_articles.article("c", "كلام مغلق جدا", more="access: closed\n", title="مغلق")
    two_articles.article("w", "كلام مسحوب جدا", more="withdrawn: لا\n", title="مسحوب")
    target = tmp_path / ("a.csv" if kind == "csv" else "out")
    report = export_archive(kind, two_articles.root, target, date="2026-11-28")
    assert (report.documents, report.without_text) == (3, 1)
    files = [target] if kind == "csv" else [p for p in target.rglob("*") if p.is_file()]
    told = "".join(map(read_all, files))
    assert "كتاب عن بيروت" in told
    assert "جدا" not in told
    assert "مغلق" not in told
    assert ("معلوم" in told) == (kind != "epub")


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    folder = tmp_path_factory.mktemp("books")
    export_archive("epub", SAMPLE, folder, date="2026-11-28")
    return sorted(folder.glob("*.epub"))


def test_a_book_keeps_the_rules_of_epub(books):
    """The rules that epubcheck asks first: container, package, well-formed XHTML, links, ids."""
    assert len(books) == 5
    for path in books:
        packed = zipfile.ZipFile(path)
        first = packed.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert packed.read("mimetype") == b"application/epub+zip"
        opf = "{http://www.idpf.org/2007/opf}"
        package = ElementTree.fromstring(packed.read("EPUB/package.opf"))
        items = {one.get("id"): one.get("href") for one in package.iter(f"{opf}item")}
        names = {f"EPUB/{href}" for href in items.values()} | {"EPUB/package.opf"}
        inside = {"mimetype", "META-INF/container.xml"}
        assert names | inside == set(packed.namelist())
        refs = [one.get("idref") for one in package.iter(f"{opf}itemref")]
        assert len(set(refs)) == len(refs)
        assert set(refs) <= items.keys()
        assert package.find(f"{opf}spine").get("page-progression-direction") == "rtl"
        told = {element.tag.partition("}")[2] for element in package.iter()}
        assert {"identifier", "title", "language"} <= told
        ids = {}
        pages = {name for name in names if name.endswith(".xhtml")}
        for name in pages:
            root = ElementTree.fromstring(packed.read(name))
            found = [one.get("id") for one in root.iter() if one.get("id")]
            assert len(found) == len(set(found)), name
            ids[name.removeprefix("EPUB/")] = set(found)
            assert not [one for one in root.iter() if one.get("style")]
        for name in pages:
            here = name.removeprefix("EPUB/")
            for one in ElementTree.fromstring(packed.read(name)).iter():
                address = one.get("href") or one.get("src") or ""
                if re.match(r"[a-z]+:", address) or not address:
                    assert not one.get("src", "").startswith("http")
                    continue
                file, _, anchor = address.partition("#")
                assert f"EPUB/{file or here}" in names, (name, address)
                assert not anchor or anchor in ids[file or here], (name, address)


@pytest.mark.parametrize("inside", [".", "out"])
def test_nothing_is_exported_into_the_archive(two_articles, inside):
    before = sorted(two_articles.root.rglob("*"))
    with pytest.raises(CorpusError, match="into the archive itself"):
        export_archive("markdown", two_articles.root, two_articles.root / inside)
    assert sorted(two_articles.root.rglob("*")) == before


def test_the_same_archive_gives_the_same_book(books, tmp_path):
    export_archive("epub", SAMPLE, tmp_path, date="2026-11-28")
    assert [(tmp_path / path.name).read_bytes() for path in books] == [
        path.read_bytes() for path in books
    ]


@pytest.mark.parametrize("kind", ["markdown", "tei", "epub", "package"])
def test_an_export_never_adds_to_what_an_earlier_one_left(two_articles, tmp_path, kind):
    export_archive(kind, two_articles.root, tmp_path / "p", date="2026-11-28")
    with pytest.raises(CorpusError, match="this folder is not empty"):
        export_archive(kind, two_articles.root, tmp_path / "p", date="2026-11-28")


def test_a_zim_file_holds_the_site(two_articles, tmp_path):
    from libzim.reader import Archive  # noqa: PLC0415 - an extra

    two_articles.build()
    about = {"Title": "أرشيف", "Language": "ara", "Date": "2026-11-28", "Description": "س",
             "Creator": "س", "Publisher": "س", "Name": "a"}  # fmt: skip
    n = write_zim(two_articles.output, tmp_path / "a.zim", about)
    archive = Archive(tmp_path / "a.zim")
    assert archive.check()
    assert archive.main_entry.get_item().path == "index.html"
    files = [path for path in two_articles.output.rglob("*") if path.is_file()]
    names = {path.relative_to(two_articles.output).as_posix(): path for path in files}
    held = {name: path for name, path in names.items() if name not in ("sw.js", "offline.html")}
    assert n == len(held)
    for name, path in held.items():
        assert bytes(archive.get_entry_by_path(name).get_item().content) == path.read_bytes()
    page = archive.get_entry_by_path("search/manifest.js").get_item()
    assert page.mimetype == "text/javascript"


def test_what_libzim_prints_does_not_reach_the_standard_output(two_articles, tmp_path, capfd):
    two_articles.build()
    write_zim(two_articles.output, tmp_path / "a.zim", {})
    assert capfd.readouterr().out == ""


def test_a_zim_file_is_called_as_its_site_is(tmp_path):
    head = (
        '<html lang="ar"><title>أخبار &amp; آراء</title><meta name="description" content="&quot;">'
    )
    (tmp_path / "index.html").write_text(head, "utf-8")
    told = described(tmp_path, "2026-11-28")
    assert (told["Title"], told["Description"], told["Language"]) == ("أخبار & آراء", '"', "ara")


def test_a_table_opens_in_a_spreadsheet(two_articles, tmp_path):
    export_archive("csv", two_articles.root, tmp_path / "a.csv")
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row["id"] for row in rows] == ["a-1", "a-2"]


def test_a_package_says_what_it_is_and_its_sums_hold(two_articles, tmp_path):
    two_articles.write("site.toml", 'format = 1\ntitle = "أرشيف"\nrights = "CC BY 4.0"\n')
    export_archive("package", two_articles.root, tmp_path / "p", date="2026-11-28")
    package = json.loads((tmp_path / "p/datapackage.json").read_text("utf-8"))
    assert (package["title"], package["sitegen"]["documents"]) == ("أرشيف", 2)
    files = {path.relative_to(tmp_path / "p").as_posix(): path.read_bytes()
             for path in (tmp_path / "p").rglob("*") if path.is_file()}  # fmt: skip
    told = {one["path"]: (one["bytes"], one["hash"]) for one in package["resources"]}
    assert told == {
        name: (len(raw), f"sha256:{hashlib.sha256(raw).hexdigest()}")
        for name, raw in files.items()
        if name not in ("SHA256SUMS", "datapackage.json", "CITATION.cff")
    }
    lines = files["SHA256SUMS"].decode().splitlines()
    assert dict(reversed(line.split("  ", 1)) for line in lines) == {
        name: hashlib.sha256(raw).hexdigest() for name, raw in files.items() if name != "SHA256SUMS"
    }
    (table,) = [one for one in package["resources"] if one["path"] == "documents.csv"]
    header = files["documents.csv"].decode("utf-8-sig").split("\r\n")[0].split(",")
    assert [field["name"] for field in table["schema"]["fields"]] == header
    assert yaml.safe_load(files["CITATION.cff"])["title"] == "أرشيف"
