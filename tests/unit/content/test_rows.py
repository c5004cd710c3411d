"""Rows of JSONL and CSV, whole and shared out."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from sitegen.config import Site
from sitegen.content import Source, list_sources, read_source, split
from sitegen.content.rows import read_rows
from sitegen.model import Correction

SITE = Site(title="x")


def test_csv_reads_lists_quotes_and_breaks() -> None:
    text = 'id;title;authors;body\r\na;نعم;أ|ب;"أوّل\r\n\r\nقال ""نعم"""\r\n'
    (document,), problems = read_rows(text, "a.csv", "csv", SITE)
    assert problems == []
    assert document.authors == ("أ", "ب")
    assert [block.text for block in document.body.blocks] == ["أوّل", 'قال "نعم"']
    assert document.body.source == 'أوّل\r\n\r\nقال "نعم"'


def test_a_cell_may_hold_the_corrections_as_json() -> None:
    cell = '[{""date"": ""2021-03-02"", ""by"": ""هدى"", ""note"": ""صُحّح""}]'
    documents, problems = read_rows(f'id,title,corrections\na,نعم,"{cell}"\n', "t.csv", "csv", SITE)
    assert problems == []
    assert documents[0].corrections == (Correction("2021-03-02", "هدى", "صُحّح"),)
    _, problems = read_rows("id,title,corrections\na,نعم,[{\n", "t.csv", "csv", SITE)
    assert problems[0].what == "'corrections' is broken JSON"


def test_a_row_may_be_markdown() -> None:
    row = {"id": "a", "title": "نعم", "body": "## رأس\n\nقال **لا**", "markup": "markdown"}
    (document,), problems = read_rows(json.dumps(row), "a.jsonl", "jsonl", SITE)
    assert problems == []
    assert [block.kind.value for block in document.body.blocks] == ["heading", "paragraph"]
    assert {block.line for block in document.body.blocks} == {1}


def test_numbers_become_text_and_null_is_absent() -> None:
    row = {"id": "a", "title": "نعم", "volume": 3, "date": None, "authors": None, "draft": False}
    (document,), problems = read_rows(json.dumps(row), "a.jsonl", "jsonl", SITE)
    assert (problems, document.volume, document.date) == ([], "3", None)


def test_every_bad_row_is_told_and_the_good_ones_are_read() -> None:
    text = '{"id": "a", "title": "1"}\n{"id": "b"\n\n{"id": "c", "title": "3"}\n"x"\n'
    documents, problems = read_rows(text, "a.jsonl", "jsonl", SITE)
    assert [document.id for document in documents] == ["a", "c"]
    assert [problem.place.line for problem in problems] == [2, 5]


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
@pytest.mark.parametrize("n_bytes", [1, 40, 200, 10_000])
def test_a_file_shared_out_gives_the_same_documents_on_the_same_lines(
    tmp_path: Path, kind: str, n_bytes: int
) -> None:
    rows = [(f"n{n}", f"عنوان {n}", f"سطر\n\nسطر «{n}», نعم" * (n % 4)) for n in range(20)]
    if kind == "csv":
        text = "id,title,body\n" + "".join(f'{a},{b},"{c}"\n' for a, b, c in rows)
    else:
        text = "".join(
            json.dumps({"id": a, "title": b, "body": c}, ensure_ascii=False) + "\n"
            for a, b, c in rows
        )
    (tmp_path / f"a.{kind}").write_bytes(text.encode())
    ((source,), _) = list_sources(tmp_path)
    whole, problems = read_source(source, SITE)
    shares = split(source, n_bytes)
    assert problems == []
    assert len(whole) == 20
    assert [one for share in shares for one in read_source(share, SITE)[0]] == whole
    assert len(shares) > 1 or n_bytes > 1000


def test_a_source_crosses_a_process_border(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "title": "نعم"}', "utf-8")
    source = pickle.loads(pickle.dumps(list_sources(tmp_path)[0][0]))
    assert isinstance(source, Source)
    assert read_source(source, SITE)[0][0].id == "a"
