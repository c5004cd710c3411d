"""Sources of any length and encoding, read piece by piece."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.content.encoding import decode
from sitegen.content.imports import import_sources, streams
from sitegen.content.imports.json_files import json_rows
from sitegen.content.imports.streams import blocks_of, lines_of
from sitegen.errors import Problem

PROSE = "وقد كان في هذا الكتاب ما يدل على قدم المطبعة، وفيه ذكر لمن عمل فيها من الناس.\n"
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.sampled_from('ab"\\/{}[],:\n\t\u2028كتاب😀\x01'), max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner,
                                                                max_size=3),
    max_leaves=8,
)  # fmt: skip
ROWS = st.lists(st.dictionaries(st.text(max_size=4), VALUES, max_size=4), min_size=1, max_size=6)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    root.mkdir()
    (root / "site.toml").write_text('format = 1\ntitle = "أرشيف"\n', "utf-8")
    return root


def pieces(text: str, size: int) -> Iterator[str]:
    for at in range(0, len(text), size):
        yield text[at : at + size]


@settings(max_examples=300)
@given(ROWS, st.sampled_from([(None, False), (0, True), (1, False)]), st.integers(1, 40), VALUES)
def test_rows_of_json_are_those_of_the_whole_file(
    rows: list[dict[str, Any]], form: tuple[int | None, bool], size: int, beside: Any
) -> None:
    for whole in (rows, {"n": 1, "posts": rows, "empty": [], "more": {"of": beside}}):
        text = json.dumps(whole, indent=form[0], ensure_ascii=form[1])
        problems: list[Problem] = []
        found = list(json_rows(pieces(text, size), "a.json", problems))
        assert problems == []
        assert [dict(row.values) for row in found] == rows
        lines = text.split("\n")
        assert all("{" in lines[row.line - 1] for row in found)
        assert [row.line for row in found] == [row.line for row in json_rows([text], "a", [])]


@settings(max_examples=300)
@given(ROWS, st.integers(1, 40), st.data())
def test_json_that_is_cut_or_spoilt_is_a_problem_with_its_line(
    rows: list[dict[str, Any]], size: int, data: st.DataObject
) -> None:
    text = json.dumps({"posts": rows}, indent=1, ensure_ascii=False)
    at = data.draw(st.integers(1, len(text) - 1))
    problems: list[Problem] = []
    list(json_rows(pieces(text[:at], size), "a.json", problems))
    assert len(problems) == 1
    assert 1 <= problems[0].place.line <= text.count("\n", 0, at) + 1
    spoilt = text[:at] + data.draw(st.sampled_from('}],:"x/*')) + text[at:]
    broken: list[Problem] = []
    list(json_rows(pieces(spoilt, size), "a.json", broken))
    told = line_of_error(spoilt)
    if told and "/" not in spoilt:  # what has become a comment is none of JSON's
        (here,) = [one.place.line for one in broken if one.what == "broken JSON"]
        between = "".join(spoilt.split("\n")[told : here - 1])  # a comma too many, or what it wants
        assert told <= here
        assert set(between) <= set(" ]}")


def line_of_error(text: str) -> int:
    try:
        json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        return error.lineno
    return 0


def test_a_number_at_the_end_of_a_piece_is_read_whole() -> None:
    text = '{"n": 12345, "rows": [{"a": 1}], "last": 678}'
    for size in range(1, len(text)):
        problems: list[Problem] = []
        assert [one.values for one in json_rows(pieces(text, size), "a", problems)] == [{"a": 1}]
        assert problems == []
    list(json_rows(["12"], "a.json", problems))
    assert [one.what for one in problems] == ["this JSON holds no list of objects"]


@pytest.mark.parametrize("kind", ["json", "jsonl"])
@pytest.mark.parametrize("value", ["9" * 5000, "1e999", "NaN", "-Infinity"])
def test_numbers_that_are_none_are_absent_or_a_problem(
    archive: Path, tmp_path: Path, kind: str, value: str
) -> None:
    row = f'{{"id": "a", "title": "نعم", "n": {value}}}'
    (tmp_path / f"a.{kind}").write_text(f"[{row}]" if kind == "json" else row, "utf-8")
    report = import_sources(kind, [tmp_path / f"a.{kind}"], archive, "c")
    if value.startswith("9"):
        assert [one.what for one in report.problems] == ["broken JSON"]
    else:
        assert report.problems == ()
        (line,) = (archive / "texts/c.jsonl").read_text("utf-8").splitlines()
        assert "n" not in json.loads(line, parse_constant=pytest.fail)


def test_tables_of_phpmyadmin_old_and_new() -> None:
    rows = [{"id": "1", "body": "أ // ليس تعليقا /* ولا هذا"}, {"id": "2"}]
    told = json.dumps(rows, ensure_ascii=False)
    old = f"/**\n Export to JSON plugin\n */\n\n// Database 'd'\n\n// d.posts\n\n{told}"
    new = json.dumps([{"type": "header"}, {"type": "database", "name": "d"},
                      {"type": "table", "name": "posts", "data": rows}])  # fmt: skip
    for text in (old, new):
        for size in (1, 7, 10_000):
            problems: list[Problem] = []
            assert [one.values for one in json_rows(pieces(text, size), "a.json", problems)] == rows
            assert problems == []
    two = json.dumps([{"type": "header"}, *({"type": "table", "name": name, "data": rows}
                                            for name in ("posts", "users"))])  # fmt: skip
    list(json_rows([two], "a.json", problems))
    assert [(one.what, one.why) for one in problems] == [
        ("this JSON holds many lists", "'posts' (2), 'users' (2)")
    ]


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from([PROSE, "a;b\n", "\r\n", "كتاب", "id\n" * 50]), max_size=9),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1256", "utf-16", "utf-16-le", "utf-32"]),
    st.integers(1, 300),
)
@example(["id\n" * 50, PROSE], "cp1256", 7)
def test_a_source_in_pieces_says_what_it_says_whole(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str], codec: str, block: int
) -> None:
    text = "".join([PROSE if codec in ("cp1256", "utf-16-le") else "", *parts])
    if codec == "cp1256" and parts and parts[0] != PROSE:
        text = "".join(parts) + PROSE * 4
    path = tmp_path_factory.mktemp("pieces") / "a.txt"
    path.write_bytes(text.encode(codec))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "_BLOCK", max(block, 64 if codec == "utf-16-le" else 8))
        problems: list[Problem] = []
        encodings: Counter[str] = Counter()
        assert "".join(blocks_of(path, "a.txt", problems, encodings)) == text
        lines = list(lines_of(path, "a.txt", problems, encodings))
    assert problems == []
    assert lines == [f"{line}\n" for line in text.split("\n")[:-1]] + [
        line for line in text.split("\n")[-1:] if line
    ]
    whole = decode(path.read_bytes(), "a.txt")[0]
    assert sorted(encodings) in ([], [whole.encoding], [f"{whole.encoding} (assumed)"],
                                 ["UTF-8 with a byte-order mark"])  # fmt: skip


@settings(max_examples=200)
@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_give_lines_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, block: int
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "a.txt"
    path.write_bytes(raw)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streams, "_BLOCK", block)
        problems: list[Problem] = []
        found = "".join(lines_of(path, "a.txt", problems, Counter()))
    try:
        is_utf8 = raw.decode("utf-8-sig") == found
    except UnicodeDecodeError:
        is_utf8 = False
    assert is_utf8 or problems or decode(raw, "a.txt")[0].text == found


@pytest.mark.parametrize(
    ("kind", "ending", "begin"),
    [
        ("jsonl", "jsonl", '{"id": "a", "title": "ب"}\n{"id": "b", "title": "'),
        ("json", "json", '[{"id": "a", "title": "ب"},\n{"id": "b", "title": "'),
        ("csv", "csv", 'id,title\nb,"'),
        ("csv", "tsv", "id\ttitle\nb\tج\\n"),
    ],
)
def test_a_line_without_end_is_told_with_its_place_and_never_held(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, ending: str,
    begin: str,
) -> None:  # fmt: skip
    for module in ("streams", "tables"):
        monkeypatch.setattr(f"sitegen.content.imports.{module}.LONGEST", 1 << 20)
    path = tmp_path / f"a.{ending}"
    with path.open("w", encoding="utf-8") as file:
        file.write(begin)
        for _ in range(64):
            file.write("س" * (1 << 19))  # 64 MB
    tracemalloc.start()
    report = import_sources(kind, [path], archive, "c")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert {one.place.line for one in report.problems} <= {1, 2}
    assert "longer than 1 million characters" in " ".join(one.what for one in report.problems)
    assert peak < 24 << 20
    assert sorted(one.name for one in archive.iterdir()) == ["site.toml"]


@pytest.mark.parametrize("codec", ["utf-8", "cp1256", "utf-16"])
@pytest.mark.parametrize("kind", ["json", "csv", "jsonl"])
def test_a_large_source_needs_no_memory_for_all_of_it(
    archive: Path, tmp_path: Path, kind: str, codec: str
) -> None:
    path = tmp_path / f"a.{kind}"
    body = PROSE.strip() * 40
    with path.open("w", encoding=codec) as file:
        file.write({"json": '{"posts": [', "csv": "id,title,body\n", "jsonl": ""}[kind])
        for n in range(3000):  # 9 million characters, in JSON on one line
            row = {"id": f"a-{n}", "title": "عنوان", "body": body}
            told = json.dumps(row, ensure_ascii=False)
            cells = ",".join(row.values())
            file.write({"json": f"{', ' if n else ''}{told}", "csv": f"{cells}\n",
                        "jsonl": f"{told}\n"}[kind])  # fmt: skip
        file.write("]}" if kind == "json" else "")
    import_sources(kind, [path], archive, "d", None)  # what it loads is loaded
    tracemalloc.start()
    report = import_sources(kind, [path], archive, "c")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (report.documents, report.problems) == (3000, ())
    assert peak < 16 << 20


def test_a_file_that_is_one_text_is_refused_unread_when_it_is_too_large(
    archive: Path, tmp_path: Path
) -> None:
    for kind, name in (("tei", "a.xml"), ("text", "a.txt"), ("html", "a.html"),
                       ("openiti", "0001X.Y.Z-ara1"), ("docx", "a.docx")):  # fmt: skip
        with (tmp_path / name).open("wb") as file:
            file.truncate(streams.LARGEST + 1)
        report = import_sources(kind, [tmp_path / name], archive, "c")
        assert [str(one.place) for one in report.problems] == [name]
        assert report.problems[0].what == "this file is larger than 64 MB"


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz", "json"])
def test_an_import_tells_how_far_it_is(archive: Path, tmp_path: Path, ending: str) -> None:
    row = json.dumps({"title": "عنوان", "body": PROSE * 9}, ensure_ascii=False)
    text = f"[{', '.join([row] * 2500)}]" if ending == "json" else f"{row}\n" * 2500
    raw = text.encode()
    if ending.endswith("gz"):  # what packs badly, so that there are bytes to tell of
        raw = gzip.compress(raw, compresslevel=0)
    (tmp_path / f"a.{ending}").write_bytes(raw)
    told: list[tuple[str, int, int]] = []
    import_sources("json" if ending == "json" else "jsonl", [tmp_path / f"a.{ending}"], archive,
                   "c", None, lambda *one: told.append(one))  # fmt: skip
    n = len(raw) >> 20
    assert n == 3
    assert [one for one in told if one[0] == "read, MB"] == [
        ("read, MB", k, n) for k in range(1, n + 1)
    ]
    assert told[-1] == ("done", 1, 1)
