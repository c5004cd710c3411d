"""The real corpora beside the project: they import and read without a problem."""

from __future__ import annotations

import gzip
import html
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from sitegen.arabic.normalize import normalize
from sitegen.config import Site, parse_collections
from sitegen.content import read_archive
from sitegen.content.imports import import_sources
from sitegen.content.tei import read_tei
from sitegen.content.text import read_plain
from sitegen.model import Document

DATA = Path("../shared/data")
pytestmark = pytest.mark.corpus


def need(path: str) -> Path:
    if not (DATA / path).exists():
        pytest.skip(f"the corpora are not beside the project: no {DATA / path}")
    return DATA / path


def rows_of(path: str) -> dict[str, dict[str, Any]]:
    with gzip.open(need(path), "rt", encoding="utf-8") as file:
        return {row["id"]: row for row in map(json.loads, file)}


def assert_sound(document: Document) -> None:
    body = document.body
    assert sorted(p for p in body.layout if isinstance(p, int)) == list(range(len(body.blocks)))
    for block in body.blocks:
        bare = html.unescape(re.sub(r"<[^>]*>", "", block.html.replace("<br>", "\n")))
        assert bare == block.text
        for word in re.finditer(r"\S+", block.text):
            start, end = block.alignment.source_span(*word.span())
            shown, there = (
                unicodedata.normalize("NFD", text)
                for text in (word[0], normalize(body.source[start:end]).text)
            )
            # Of a last letter that NFC made of two, a span has the first: model.Alignment.
            assert shown.startswith(there)
            assert all(map(unicodedata.combining, shown[len(there) :]))


@pytest.mark.parametrize(
    "path",
    [
        "journals/muqtabas.jsonl.gz",
        "journals/zuhur.jsonl.gz",
        "journals/lughat-al-arab.jsonl.gz",
        "vocalised/quran.jsonl.gz",
    ],
)
def test_a_corpus_imports_and_reads_without_a_problem(tmp_path: Path, path: str) -> None:
    rows = rows_of(path)
    (tmp_path / "site.toml").write_text('format = 1\ntitle = "أرشيف"\n', "utf-8")
    report = import_sources("jsonl", [need(path)], tmp_path)
    assert report.problems == ()
    collections, _ = parse_collections((tmp_path / "collections.toml").read_text("utf-8"))
    documents, problems = read_archive(tmp_path, Site(title="x"), collections)
    assert problems == ()
    assert [one.id for one in documents] == list(rows)
    assert all(one.body.source == rows[one.id]["body"] for one in documents)
    for document in documents[::40]:
        assert_sound(document)


@pytest.mark.parametrize(
    ("issue", "journal"),
    [(f"muqtabas-i_{n}", "muqtabas") for n in (1, 12, 41, 60)] + [("zuhur-i_22", "zuhur")],
)
def test_a_tei_issue_has_the_documents_of_its_journals_rows(issue: str, journal: str) -> None:
    raw = gzip.decompress(need(f"tei/{issue}.TEIP5.xml.gz").read_bytes())
    documents, problems = read_tei(raw, f"{issue}.xml", Site(title="x"))
    assert problems == []
    base = documents[0].id.partition("-div")[0]
    rows = {key: row for key, row in rows_of(f"journals/{journal}.jsonl.gz").items()
            if key.startswith(f"{base}-div")}  # fmt: skip
    assert {one.id for one in documents} == rows.keys()
    for document in documents:
        row = rows[document.id]
        assert document.title.text == row["title"]
        assert document.section == (row["section"] or "")
        assert document.date is not None
        assert document.date.iso == row["date"]
        assert document.collection == row["journal"]
        assert_sound(document)


def test_the_newspaper_article_has_its_dateline_and_its_pull_quote() -> None:
    body = read_plain(need("seed/article.txt").read_text("utf-8"))
    assert [block.kind.value for block in body.blocks] == [
        "paragraph", "paragraph", "pullquote", "paragraph", "paragraph", "paragraph", "paragraph",
    ]  # fmt: skip
    assert body.blocks[0].html.startswith('<span class="dateline">بغداد |</span> تسعى ')
