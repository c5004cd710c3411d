"""Whatever a source holds: an import ends with a report, and with problems writes nothing."""

from __future__ import annotations

import re
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.config import Site, parse_collections
from sitegen.content import read_archive
from sitegen.content.imports import KINDS, Plan, import_sources
from sitegen.content.imports.book_notes import without_notes

NAMES = {
    "jsonl": "a.jsonl", "json": "a.json", "csv": "a.csv", "tei": "a.xml", "text": "a.txt",
    "openiti": "0321Ibn.Kitab", "html": "a.html", "docx": "a.docx",
}  # fmt: skip
TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="i"><text xml:lang="ar"><body>'
    '<div type="item" xml:id="d1"><head>أ</head><p>ب</p></div></body></text></TEI>'
)
SOUND = {
    "jsonl": '{"id": "a", "title": "نعم", "body": "نصّ", "date": "1908"}\n{"id": "b", "title": "ل"}',
    "json": '[{"id": "a", "title": "نعم", "body": "نصّ"}, {"id": 7, "text": "لا"}]',
    "csv": 'id;title;body\n1;"أ;ب";"سطر\nثان"\n2;لا;\\N\n',
    "tei": TEI,
    "text": "نصّ\n\nثان",
    "openiti": "######OpenITI#\n#META# bk: ك\n#META#Header#End#\n### | باب\n# قال PageV01P001\n",
    "html": "<title>ت</title><h1>ع</h1><p>نصّ<a href='#n'>[1]</a><ul><li>أ<table><tr><td>ب"
    "</table></ul><p id='n'>1 ح",
}  # fmt: skip


def docx() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("word/document.xml", "<w:document/>")
    return stream.getvalue()


@st.composite
def damaged(draw: st.DrawFn, kind: str) -> bytes:
    """A sound source with a piece cut out, doubled or replaced, or bytes of any kind."""
    whole = docx() if kind == "docx" else SOUND[kind].encode(
        draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1256", "utf-16"])), "replace"
    )  # fmt: skip
    begin, end = sorted(draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
    middle = draw(
        st.one_of(
            st.binary(max_size=30),
            st.sampled_from([b"", b"\0", b'"', b"<", b"\\", b"{" * 2000, b"<div>" * 400, b"\xff"]),
            st.just(whole[begin:end] * 2),
        )
    )
    return whole[:begin] + middle + whole[end:]


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(max_examples=60)
@given(data=st.data())
def test_any_source_gives_a_report_and_with_problems_nothing(
    kind: str, data: st.DataObject
) -> None:
    raw = data.draw(damaged(kind))
    plan = Plan(
        body=data.draw(st.sampled_from(["text", "html", "markdown"])),
        split=data.draw(st.sampled_from(["", "h1"])),
        repair=data.draw(st.booleans()),
    )
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "archive")
        root.mkdir()
        (root / "site.toml").write_text('format = 1\ntitle = "أ"\n', "utf-8")
        source = Path(folder, NAMES[kind])
        source.write_bytes(raw)
        report = import_sources(kind, [source], root, "c", plan)
        files = sorted(path for path in root.rglob("*") if path.is_file())
        if report.problems:
            assert [path.name for path in files] == ["site.toml"]
            assert not [path for path in root.rglob("*") if path.is_dir()]
            return
        assert report.documents > 0
        known = parse_collections((root / "collections.toml").read_text("utf-8"))[0]
        contents = read_archive(root, Site(title="x"), known)
        if plan.body != "markdown":  # what an author wrote as Markdown may have faults of its own
            assert contents.problems == (), raw
        again = import_sources(kind, [source], root, "c", plan)
        assert again.problems == ()
        assert set(again.fates) == {"unchanged"}


@given(st.text(alphabet="ا (¬)12\n#~_|PageV01P002", max_size=120))
@example("(¬1)PageV01P01\n#(¬1)¬___ا")
def test_notes_are_taken_without_moving_a_line_or_losing_a_letter(text: str) -> None:
    bare, notes = without_notes(text)
    assert bare.count("\n") == text.count("\n")
    assert sorted(re.sub("[^ا]", "", "".join([bare, *notes.values()]))) == sorted(
        re.sub("[^ا]", "", text)
    )
