"""HTML pages, Word files and OpenITI books, and what no import takes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from sitegen.config import Site
from sitegen.content import read_archive
from sitegen.content.imports import Plan, import_sources

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
NOTE_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>'
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    root.mkdir()
    (root / "site.toml").write_text('format = 1\ntitle = "أرشيف"\n', "utf-8")
    return root


def tree(root: Path) -> Mapping[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def documents(archive: Path, *collections: str) -> dict[str, Any]:
    contents = read_archive(archive, Site(title="x"), set(collections))
    assert contents.problems == ()
    return {document.id: document for document in contents.documents}


def word(path: Path, body: str, notes: str = "", more: Mapping[str, str] | None = None) -> Path:
    """Write a Word file by hand: parts as Word names them."""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "word/document.xml": f"<w:document {NS}><w:body>{body}</w:body></w:document>",
    }
    if notes:
        parts["word/footnotes.xml"] = f"<w:footnotes {NS}>{notes}</w:footnotes>"
        parts["word/_rels/document.xml.rels"] = NOTE_RELS
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in {**parts, **(more or {})}.items():
            packed.writestr(name, content)
    return path


def paragraph(text: str, style: str = "") -> str:
    kind = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{kind}<w:r><w:t>{text}</w:t></w:r></w:p>"


# -- pages -------------------------------------------------------------------------------------


@pytest.fixture
def old_site(tmp_path: Path) -> Path:
    """An old site in Windows-1256: a menu on each page, links between pages, a picture, verse."""
    root = tmp_path / "old"
    (root / "1908").mkdir(parents=True)
    (root / "img").mkdir()
    (root / "img/bulaq.png").write_bytes(b"\x89PNG...")
    menu = '<div><p>الصفحة الأولى من موقعنا القديم</p><p><a href="/i.html">الفهرس</a></p></div>'
    for n in range(6):
        page = (
            f'<html><head><meta charset="windows-1256"><title>مقال {n} - المجلة</title>'
            f'<meta name="author" content="طه حسين"><meta name="date" content="1908-05-0{n + 1}">'
            f"</head><body>{menu}<h1>مقال {n}</h1><p>نصّ المقال {n}، وفيه "
            f'<a href="../1908/a{(n + 1) % 6}.html#x">المقال التالي</a> و'
            f'<a href="http://old.example/1908/a0.html">الأوّل</a> و'
            f'<a href="gone.html">الضائع</a>.</p>'
            f'<img src="../img/bulaq.png" alt="بولاق {n}"></body></html>'
        )
        (root / f"1908/a{n}.html").write_bytes(page.encode("cp1256"))
    return root


def test_an_old_site_becomes_documents(archive: Path, old_site: Path) -> None:
    plan = Plan(address="http://old.example/")
    report = import_sources("html", [old_site], archive, "press", plan)
    assert report.problems == ()
    found = documents(archive, "press")
    assert sorted(found) == [f"press-1908-a{n}" for n in range(6)]
    one = found["press-1908-a3"]
    assert (one.title.text, one.authors) == ("مقال 3", ("طه حسين",))
    assert (one.date.iso, one.aliases) == ("1908-05-04", ("/1908/a3.html",))
    assert [block.text for block in one.body.blocks] == [
        "نصّ المقال 3، وفيه المقال التالي والأوّل والضائع."
    ]
    assert 'href="doc:press-1908-a4"' in one.body.blocks[0].html
    assert 'href="doc:press-1908-a0"' in one.body.blocks[0].html
    assert (archive / "assets/press/bulaq.png").read_bytes() == b"\x89PNG..."
    assert report.encodings == {"windows-1256": 6}
    assert report.dropped == {
        "link to a page that is not imported": 12, "part that most pages repeat": 2,
    }  # fmt: skip


def test_importing_pages_twice_changes_nothing(archive: Path, old_site: Path) -> None:
    import_sources("html", [old_site], archive, "press")
    before = tree(archive)
    report = import_sources("html", [old_site], archive, "press")
    assert (report.fates, tree(archive)) == ({"unchanged": 6}, before)


def test_a_file_of_rows_is_no_page(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,body\n1,<p>نعم\n", "utf-8")
    (problem,) = import_sources("html", [tmp_path / "a.csv"], archive).problems
    assert (problem.what, "--body html" in problem.fix) == (
        "this is a file of rows, not a page", True,
    )  # fmt: skip


def test_a_page_is_split_at_its_headings(archive: Path, tmp_path: Path) -> None:
    page = "<title>كتاب</title><body><p>مقدّمة</p><h1>أوّل</h1><p>أ</p><h1>ثان</h1><p>ب</p></body>"
    (tmp_path / "b.html").write_text(page, "utf-8")
    import_sources("html", [tmp_path / "b.html"], archive, "c", Plan(split="h1"))
    found = documents(archive, "c")
    assert [(d.title.text, d.body.blocks[0].text) for d in found.values()] == [
        ("كتاب", "مقدّمة"), ("أوّل", "أ"), ("ثان", "ب"),
    ]  # fmt: skip


def test_names_and_a_table_beside_tell_of_pages(archive: Path, tmp_path: Path) -> None:
    for name in ("1908-05_12_مطبعة_بولاق", "1909_1_قديم"):
        (tmp_path / f"{name}.html").write_text("<body><p>نصّ</p></body>", "utf-8")
    table = tmp_path / "t.csv"
    table.write_text("file,author,title\n1909_1_قديم.html,طه حسين,جديد\nلا,س,ع\n", "utf-8")
    plan = Plan(names="{date}_{issue}_{title}", table=str(table))
    report = import_sources("html", sorted(tmp_path.glob("*.html")), archive, "c", plan)
    assert report.problems == ()
    first, second = sorted(documents(archive, "c").values(), key=lambda one: one.date)
    assert (first.title.text, first.issue, first.date.iso) == ("مطبعة بولاق", "12", "1908-05")
    assert (second.title.text, second.authors) == ("جديد", ("طه حسين",))
    assert report.dropped == {"row of the table that no file has": 1}


def test_select_chooses_where_the_text_stands(archive: Path, tmp_path: Path) -> None:
    page = '<title>ت</title><body><p>حول</p><div class="a text"><p>متن</p></div></body>'
    (tmp_path / "a.html").write_text(page, "utf-8")
    import_sources("html", [tmp_path / "a.html"], archive, "c", Plan(select="div.text"))
    (document,) = documents(archive, "c").values()
    assert [block.text for block in document.body.blocks] == ["متن"]
    report = import_sources("html", [tmp_path / "a.html"], archive, "c", Plan(select="#none"))
    assert report.problems[0].what == "'#none' finds nothing in this page"


def test_notes_of_word_pages_become_footnotes(archive: Path, tmp_path: Path) -> None:
    page = (
        "<title>ت</title><body><p>قال<a href='#_ftn1' name='_ftnref1'><sup>[1]</sup></a> نعم</p>"
        "<hr><div id='ftn1'><p><a href='#_ftnref1' name='_ftn1'>[1]</a> حاشية</p></div></body>"
    )
    (tmp_path / "a.html").write_text(page, "utf-8")
    import_sources("html", [tmp_path / "a.html"], archive, "c")
    (document,) = documents(archive, "c").values()
    assert [(b.kind.value, b.text) for b in document.body.blocks] == [
        ("paragraph", "قال نعم"), ("note", "حاشية"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<p><a href="#a">إلى</a></p><p id="a">هنا</p>', True),
        ('<p><a href="#a">إلى</a></p><ul><li id="a">هنا</li></ul>', False),
        ('<p><a href="#a">إلى</a></p><p id="a">هنا</p><p id="a">هناك</p>', True),
        ('<p><a href="#none">إلى</a></p>', False),
        ('<p><a href="#n">إلى</a><a href="#n">[1]</a></p><p id="n">1 حاشية</p>', False),
    ],
)
def test_a_link_inside_a_page_stays_where_markdown_can_name_its_end(
    archive: Path,
    tmp_path: Path,
    html: str,
    kept: bool,  # noqa: FBT001
) -> None:
    (tmp_path / "a.html").write_text(f"<title>ت</title><body>{html}</body>", "utf-8")
    assert import_sources("html", [tmp_path / "a.html"], archive, "c").problems == ()
    (document,) = documents(archive, "c").values()  # no anchor twice, no link to nowhere
    assert ('href="#a"' in document.body.blocks[0].html) == kept


def test_verse_keeps_its_hemistichs(archive: Path, tmp_path: Path) -> None:
    page = (
        "<title>ت</title><body><p>قال:</p><table><tr><td>قفا نبك من ذكرى</td><td>*</td>"
        "<td>حبيب ومنزل</td></tr><tr><td>بسقط اللوى</td><td></td><td>بين الدخول</td></tr></table>"
    )
    (tmp_path / "a.html").write_text(page, "utf-8")
    import_sources("html", [tmp_path / "a.html"], archive, "c")
    (document,) = documents(archive, "c").values()
    assert document.body.blocks[1].kind.value == "verse"


def test_a_table_beside_texts_has_lists_dates_and_foreign_names(
    archive: Path, tmp_path: Path
) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "t/a.txt").write_text("نصّ", "utf-8")
    table = "file,headline,authors,date,tags\na,عنوان,زيدان|شيخو,31/12/1908,أدب\n"
    (tmp_path / "list.csv").write_text(table, "utf-8")
    plan = Plan(table=str(tmp_path / "list.csv"), columns={"headline": "title"})
    report = import_sources("text", [tmp_path / "t"], archive, "c", plan)
    assert report.mapped == {"headline -> title": 1, "tags -> subjects": 1}
    assert report.oldest == "1908-12-31"
    (document,) = read_archive(archive, Site(title="x")).documents
    assert (document.title.text, document.authors) == ("عنوان", ("زيدان", "شيخو"))
    assert (document.subjects, document.date and document.date.iso) == (("أدب",), "1908-12-31")


@pytest.mark.parametrize(
    "plan", [Plan(names="{bad"), Plan(names="{date}_{x"), Plan(table="no-such.csv")]
)
def test_what_is_wrong_with_names_or_a_table_is_told(
    archive: Path, tmp_path: Path, plan: Plan
) -> None:
    (tmp_path / "a.html").write_text("<p>نصّ</p>", "utf-8")
    assert import_sources("html", [tmp_path / "a.html"], archive, "c", plan).problems
    assert not (archive / "texts").exists()


def test_pictures_of_one_name_take_no_place_of_another(archive: Path, tmp_path: Path) -> None:
    def bring(folder: str, content: bytes) -> str:
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "p.png").write_bytes(content)
        (tmp_path / folder / f"{folder}.html").write_text("<p>نصّ <img src=p.png></p>", "utf-8")
        assert import_sources("html", [tmp_path / folder], archive, "c").problems == ()
        text = (archive / "texts/c.jsonl").read_text("utf-8")
        return re.findall(rf'"source_id": "{folder}.html".*?(assets/c/[^)]*)', text)[0]

    first, second = bring("one", b"first"), bring("two", b"second")
    assert [(archive / path).read_bytes() for path in (first, second)] == [b"first", b"second"]
    (archive / first).write_bytes(b"retouched here")
    assert bring("one", b"first") == first
    assert (archive / first).read_bytes() == b"retouched here"
    third = bring("one", b"another at the source")
    assert (archive / third).read_bytes() == b"another at the source"
    assert (archive / first).read_bytes() == b"retouched here"


def test_a_picture_outside_the_folder_is_a_problem(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.html").write_text("<body>نعم<img src='../secret.png'></body>", "utf-8")
    report = import_sources("html", [tmp_path / "in"], archive, "c")
    assert report.problems[0].what == "this picture lies outside the folder that is imported"
    assert list(tree(archive)) == ["site.toml"]


def test_pages_nested_without_measure_are_a_problem(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<div>" * 10_000 + "نعم" + "</div>" * 10_000, "utf-8")
    (tmp_path / "b.html").write_text("<body><p>نعم</p></body>", "utf-8")
    report = import_sources("html", [tmp_path / "a.html", tmp_path / "b.html"], archive, "c")
    assert [(one.place.path, one.what) for one in report.problems] == [
        ("a.html", "the page is nested too deep")
    ]
    assert list(tree(archive)) == ["site.toml"]


def test_links_of_bodies_in_rows_lead_to_documents(archive: Path, tmp_path: Path) -> None:
    rows = (
        'id,title,url,body\n1,أ,/?p=1,"<p>انظر <a href=""/?p=2"">ب</a></p>"\n'
        '2,ب,/?p=2,"<p>نصّ</p>"\n'
    )
    (tmp_path / "a.csv").write_text(rows, "utf-8")
    plan = Plan(columns={"url": "aliases"}, body="html")
    assert import_sources("csv", [tmp_path / "a.csv"], archive, "c", plan).problems == ()
    first = documents(archive, "c")["1"]
    assert first.body.blocks[0].html == 'انظر <a href="doc:2">ب</a>'


# -- Word --------------------------------------------------------------------------------------


def test_a_word_file_keeps_headings_notes_italics_tables(archive: Path, tmp_path: Path) -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    table = "".join(
        f"<w:tr>{cell.format(a)}{cell.format(b)}</w:tr>" for a, b in (("سنة", "كتاب"), ("١", "ب"))
    )
    body = (
        paragraph("باب أوّل", "Heading1")
        + "<w:p><w:r><w:t>قال </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>مائل</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + f"<w:tbl>{table}</w:tbl>"
    )
    notes = f'<w:footnote w:id="2">{paragraph("حاشية")}</w:footnote>'
    styles = (
        f"<w:styles {NS}><w:style w:type='paragraph' w:styleId='Heading1'>"
        "<w:name w:val='heading 1'/></w:style></w:styles>"
    )
    core = "<cp:x xmlns:dc='d'><dc:title>عنوان الملفّ</dc:title><dc:creator>كاتب</dc:creator></cp:x>"
    more = {"word/styles.xml": styles, "docProps/core.xml": core}
    word(tmp_path / "a.docx", body, notes, more)
    report = import_sources("docx", [tmp_path / "a.docx"], archive, "c")
    assert report.problems == ()
    (document,) = documents(archive, "c").values()
    found = [(block.kind.value, block.text) for block in document.body.blocks]
    assert (document.title.text, document.authors) == ("باب أوّل", ("كاتب",))
    assert found == [
        ("paragraph", "قال مائل"), ("cell", "سنة"), ("cell", "كتاب"), ("cell", "١"), ("cell", "ب"),
        ("note", "حاشية"),
    ]  # fmt: skip
    assert "<em>مائل</em>" in document.body.blocks[0].html


def test_pictures_of_a_word_file_go_to_assets(archive: Path, tmp_path: Path) -> None:
    blip = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing"><wp:docPr id="1" name="x" descr="بولاق"/><a:graphic xmlns:a="http:'
        '//schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http:'
        '//schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:embed="rId9" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/image" Target="media/a.png"/></Relationships>'
    )
    types = TYPES.replace("<Default", '<Default Extension="png" ContentType="image/png"/><Default')
    more = {"word/_rels/document.xml.rels": rels, "word/media/a.png": "PNG"}
    more["[Content_Types].xml"] = types
    word(tmp_path / "a.docx", paragraph("نصّ") + blip, more=more)
    assert import_sources("docx", [tmp_path / "a.docx"], archive, "c").problems == ()
    documents(archive, "c")  # no link to a picture that is not there
    (picture,) = (archive / "assets/c").iterdir()
    assert picture.read_bytes() == b"PNG"
    assert f"![بولاق](assets/c/{picture.name})" in (archive / "texts/c.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7", "this is a PDF: sitegen imports none"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is a file of Word 97 to 2003 (.doc)"),
        (b"{\\rtf1", "this is an RTF file"),
        (b"PK\3\4 no zip at all", "this is no .docx file"),
        (b"text", "this is no .docx file"),
    ],
)
def test_what_is_no_word_file_is_refused(
    archive: Path, tmp_path: Path, content: bytes, what: str
) -> None:
    (tmp_path / "a.docx").write_bytes(content)
    report = import_sources("docx", [tmp_path / "a.docx"], archive, "c")
    assert [(one.place.path, one.what) for one in report.problems] == [("a.docx", what)]
    assert report.problems[0].fix
    assert list(tree(archive)) == ["site.toml"]


def test_a_zip_that_is_no_word_file_is_refused(archive: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as packed:
        packed.writestr("x.txt", "x")
    report = import_sources("docx", [tmp_path / "a.docx"], archive, "c")
    assert report.problems[0].what == "this zip is no Word file"


def test_entities_that_expand_without_end_are_refused(archive: Path, tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    word(tmp_path / "a.docx", paragraph("نعم"), more={"word/settings.xml": bomb})
    report = import_sources("docx", [tmp_path / "a.docx"], archive, "c")
    assert report.problems[0].what == "this Word file declares XML entities"


def test_a_broken_part_of_a_word_file_is_a_problem(archive: Path, tmp_path: Path) -> None:
    word(tmp_path / "a.docx", "<w:p>")
    report = import_sources("docx", [tmp_path / "a.docx"], archive, "c")
    assert [one.what for one in report.problems] == ["this Word file is broken"]


def test_a_word_file_that_unpacks_without_measure_is_refused(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.content.imports.docx._MOST", 1 << 20)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", " " * (2 << 20))
    (tmp_path / "a.docx").write_bytes(stream.getvalue())
    report = import_sources("docx", [tmp_path / "a.docx"], archive, "c")
    assert report.problems[0].what == "this unpacks to more than 1 MB"


# -- OpenITI -----------------------------------------------------------------------------------

BOOK = """######OpenITI#
#META# 020.BookTITLE	:: كتاب الأمثال
#META# 010.AuthorNAME	:: ابن دريد
#META# 021.BookSUBJ	:: أدب
#META# 043.EdPUBLISHER	:: NODATA
#META#Header#End#
### | مقدّمة
# قال المؤلّف ms001 رحمه الله PageV01P001
~~في أوّل كتابه @QB@ اقرأ باسم ربك @QE@ PageV01P002
### | باب الألف
### || فصل
# قفا نبك من ذكرى حبيب %~% بسقط اللوى
# ألا هبّي بصحنك %~% ولا تبقي خمور
# $RWY$ حدّثنا *فلان* @MATN@ قال
PageV01P003
"""


def test_a_book_becomes_a_collection(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "0321IbnDurayd.Amthal.Sham001-ara1").write_text(BOOK, "utf-8")
    report = import_sources("openiti", [tmp_path / "0321IbnDurayd.Amthal.Sham001-ara1"], archive)
    assert report.problems == ()
    assert report.collections == ("0321IbnDurayd.Amthal",)
    first, second = documents(archive, "0321IbnDurayd.Amthal").values()
    assert (first.id, first.title.text, first.pages) == (
        "0321IbnDurayd.Amthal-0001", "مقدّمة", "1-2",
    )  # fmt: skip
    assert [(block.text, block.page) for block in first.body.blocks] == [
        ("قال المؤلّف رحمه الله في أوّل كتابه ﴿اقرأ باسم ربك﴾", "1")
    ]
    assert first.authors == ("0321IbnDurayd",)
    assert [(b.kind.value, b.text) for b in second.body.blocks] == [
        ("heading", "فصل"),
        ("verse", "قفا نبك من ذكرى حبيب\u2003بسقط اللوى\nألا هبّي بصحنك\u2003ولا تبقي خمور"),
        ("paragraph", "حدّثنا *فلان* قال"),
    ]  # fmt: skip
    record = (archive / "entities/openiti.yml").read_text("utf-8")
    assert record == '- id: 0321IbnDurayd\n  type: person\n  heading: "ابن دريد"\n  death: 0933\n'


def test_an_author_whose_name_begins_another_has_a_record(archive: Path, tmp_path: Path) -> None:
    for name in ("0321IbnDuraydAzdi.Kitab", "0321IbnDurayd.Amthal"):
        (tmp_path / name).write_text(BOOK.replace("010.AuthorNAME", "x"), "utf-8")
        import_sources("openiti", [tmp_path / name], archive)
    record = (archive / "entities/openiti.yml").read_text("utf-8")
    assert record.count("- id: ") == 2
    assert 'heading: "Ibn Durayd Azdi"' in record


NOTED = """######OpenITI#
#META#Header#End#
### | باب الحروب (¬1)
# قال محمد (¬2) بن الحسن (¬9) قال
~~اخبرنا (¬3)
# (¬1) شرح العنوان
# (¬2) هو ابن دريد ms01
# (¬3) 1. كذا PageV01P011
# بيت %~% بيت ثان (¬1)
# ¬__________
# تتمة السابقة
# (¬1) - كذا في الاصل: *احمد*
~~وهو خطأ
# (¬2) غير مدعوة PageV01P012
"""


def test_notes_under_the_pages_of_a_book_become_notes_where_they_are_called(
    archive: Path, tmp_path: Path
) -> None:
    (tmp_path / "0321Ibn.Kitab").write_text(NOTED, "utf-8")
    report = import_sources("openiti", [tmp_path / "0321Ibn.Kitab"], archive)
    assert report.problems == ()
    assert report.dropped["mark of a note that is not there"] == 1
    (document,) = documents(archive, "0321Ibn.Kitab").values()
    assert document.title.text == "باب الحروب"
    assert [(block.kind.value, block.page, block.text) for block in document.body.blocks] == [
        ("paragraph", "11", "قال محمد بن الحسن قال اخبرنا"),
        ("verse", "12", "بيت\u2003بيت ثان"),
        ("note", "11", "شرح العنوان"),
        ("note", "11", "هو ابن دريد"),
        ("note", "11", "1. كذا تتمة السابقة"),
        ("note", "12", "- كذا في الاصل: *احمد* وهو خطأ (2) غير مدعوة"),
    ]


def test_marks_of_notes_that_a_book_has_lost_go_and_are_counted(
    archive: Path, tmp_path: Path
) -> None:
    told = BOOK.replace("المؤلّف", "المؤلّف (¬1)").replace("حدّثنا", "(¬١) حدّثنا (¬2)،")
    (tmp_path / "0321Ibn.Kitab").write_text(told, "utf-8")
    report = import_sources("openiti", [tmp_path / "0321Ibn.Kitab"], archive)
    assert report.dropped["mark of a note that is not there"] == 3
    first, second = documents(archive, "0321Ibn.Kitab").values()
    assert first.body.blocks[0].text.startswith("قال المؤلّف رحمه الله")
    assert second.body.blocks[-1].text == "حدّثنا، *فلان* قال"


def test_a_book_imported_twice_changes_nothing(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "0321IbnDurayd.Amthal").write_text(BOOK, "utf-8")
    import_sources("openiti", [tmp_path / "0321IbnDurayd.Amthal"], archive)
    before = tree(archive)
    import_sources("openiti", [tmp_path / "0321IbnDurayd.Amthal"], archive)
    assert tree(archive) == before


def test_a_long_chapter_is_parted_at_its_sections(archive: Path, tmp_path: Path) -> None:
    head = BOOK.partition("### |")[0]
    section = "### || فصل {}\n# " + "كلمة " * 3000 + "\n"
    told = head + "### | باب\n" + "".join(section.format(n) for n in range(3))
    (tmp_path / "0321Ibn.Kitab").write_text(told, "utf-8")
    import_sources("openiti", [tmp_path / "0321Ibn.Kitab"], archive)
    found = documents(archive, "0321Ibn.Kitab").values()
    assert [(one.title.text, one.section) for one in found] == [
        (f"فصل {n}", "باب") for n in range(3)
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("نصّ", "this is no OpenITI file"),
        ("######OpenITI#\n# نعم\n", "the header has no end"),
        ("######OpenITI#\n#META#Header#End#\n\n", "there is no text after the header"),
    ],
)
def test_what_is_no_book_is_a_problem(archive: Path, tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "0321Ibn.Kitab").write_text(text, "utf-8")
    report = import_sources("openiti", [tmp_path / "0321Ibn.Kitab"], archive)
    assert [one.what for one in report.problems] == [what]
    assert list(tree(archive)) == ["site.toml"]


def test_tei_whose_entities_expand_without_end_is_a_problem(archive: Path, tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "' + "a" * 1000 + '">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 100}">' for before, name in ("ab", "bc", "cd", "de")
    ) + "]><TEI><text><body><div><p>&e;</p></div></body></text></TEI>"  # fmt: skip
    (tmp_path / "a.xml").write_text(bomb, "utf-8")
    report = import_sources("tei", [tmp_path / "a.xml"], archive, "c")
    assert [one.place.path for one in report.problems] == ["a.xml"]
    assert list(tree(archive)) == ["site.toml"]


def test_a_folder_of_books_may_hold_what_is_about_them(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    folder.mkdir()
    (folder / "0321IbnDurayd.Amthal.A1-ara1").write_text(BOOK, "utf-8")
    (folder / "0321IbnDurayd.Amthal.A1-ara1.yml").write_text("00#VERS#URI######: x\n", "utf-8")
    (folder / "README.md").write_text("# x\n", "utf-8")
    report = import_sources("openiti", [folder], archive)
    assert (report.documents, report.problems) == (2, ())
