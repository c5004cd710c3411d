"""Tables as databases and spreadsheets write them."""

from __future__ import annotations

import gzip
import json
import tomllib
from pathlib import Path

import pytest

from sitegen.config import Site
from sitegen.content import read_archive
from sitegen.content.imports import Plan, import_sources
from sitegen.content.imports.guess import guess_map
from sitegen.content.imports.json_files import json_rows
from sitegen.content.imports.plan import parse_map
from sitegen.content.imports.tables import table_rows
from sitegen.errors import Problem

LONG = "كتاب المطبعة في بلاد الشام وما كان من أمرها في القرن الماضي. " * 3


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    root.mkdir()
    (root / "site.toml").write_text('format = 1\ntitle = "أرشيف"\n', "utf-8")
    return root


def rows(text: str) -> tuple[list[dict[str, object]], list[Problem]]:
    problems: list[Problem] = []
    lines = text.splitlines(keepends=True)
    return [dict(row.values) for row in table_rows(lines, "t.csv", problems)], problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('id;title\r\n1;"أ;ب"\r\n', [{"id": "1", "title": "أ;ب"}]),
        ("sep=;\r\nid;title\r\n1;نعم\r\n", [{"id": "1", "title": "نعم"}]),
        (
            "id\ttitle\n1\t\\N\n2\tسطر\\\nثان\\tو\\\\\n",
            [{"id": "1"}, {"id": "2", "title": "سطر\nثان\tو\\"}],
        ),
        (
            '"id","body"\n"1","قال \\"نعم\\"\nلا"\n"2",\\N\n',
            [{"id": "1", "body": 'قال "نعم"\nلا'}, {"id": "2"}],
        ),
        ('id,title\n1,"قال ""نعم"""\n2,NULL\n', [{"id": "1", "title": 'قال "نعم"'}, {"id": "2"}]),
        ("id|title\n1|نعم\n", [{"id": "1", "title": "نعم"}]),
    ],
)  # fmt: skip
def test_dialects_are_read(text: str, expected: list[dict[str, object]]) -> None:
    assert rows(text) == (expected, [])


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('id,body\n1,"قال\n', 2, "broken CSV"),
        ("id,body\n1,ب,ج\n", 2, "the row has 3 cells, the header 2"),
        ("id\tbody\n1\t\\N\n2\tآخر\\", 3, "the row has no end"),
        ("id,id\n1,2\n", 1, "the column 'id' stands here twice"),
    ],
)
def test_a_broken_table_is_a_problem_with_its_line(text: str, line: int, what: str) -> None:
    _, problems = rows(text)
    assert [(one.place.line, one.what) for one in problems] == [(line, what)]


def test_a_cell_of_any_length_is_read() -> None:
    (row,), problems = rows("id;body\n1;" + "كتاب " * 400_000 + "\n")
    assert (len(str(row["body"])), problems) == (2_000_000, [])


def test_excel_in_windows_1256(archive: Path, tmp_path: Path) -> None:
    text = f"الرقم;العنوان;التاريخ;النص\r\n7;نعم;31/01/2004;{LONG}\r\n8;لا;0000-00-00;{LONG}\r\n"
    (tmp_path / "a.csv").write_bytes(text.encode("cp1256"))
    names = {"الرقم": "id", "العنوان": "title", "التاريخ": "date", "النص": "body"}
    report = import_sources("csv", [tmp_path / "a.csv"], archive, "c", Plan(columns=names))
    assert report.problems == ()
    assert report.encodings == {"Windows-1256 (assumed)": 1}
    first, second = read_archive(archive, Site(title="x"), {"c"}).documents
    assert (first.date and first.date.iso, second.date) == ("2004-01-31", None)
    assert report.dropped == {"'0000-00-00': no date": 1}


def test_phpmyadmin_json_is_read(archive: Path, tmp_path: Path) -> None:
    told = [
        {"type": "header", "version": "5.2"},
        {"type": "database", "name": "db"},
        {"type": "table", "name": "articles", "data": [{"id": "7", "title": "نعم", "text": "ك"}]},
    ]
    (tmp_path / "a.json").write_text(json.dumps(told, indent=1), "utf-8")
    report = import_sources("json", [tmp_path / "a.json"], archive, "c")
    assert (report.documents, report.problems) == (1, ())


def test_a_row_of_json_has_its_line() -> None:
    text = '{"n": 1, "posts": [\n {"id": 1,\n  "x": {"y": 1}},\n {"id": 2},\n 7]}'
    problems: list[Problem] = []
    found = list(json_rows([text], "a.json", problems))
    assert [(row.line, row.values["id"]) for row in found] == [(2, 1), (4, 2)]
    assert [(one.place.line, one.what) for one in problems] == [(5, "this is no object")]


@pytest.mark.parametrize("text", ['{"a": ', "[" * 100_000, '{"a": 1}', "[1, 2]"])
def test_json_without_rows_is_a_problem(archive: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, "utf-8")
    report = import_sources("json", [tmp_path / "a.json"], archive, "c")
    assert report.problems
    assert sorted(path.name for path in archive.iterdir()) == ["site.toml"]


def test_a_map_says_columns_constants_dates_and_lists(archive: Path, tmp_path: Path) -> None:
    told = """
        body = "html"
        [columns]
        "title.rendered" = "title"
        content = "body"
        junk = ""
        [constants]
        lang = "ar"
        rights = "CC BY 4.0"
        [dates]
        date = ["%m/%d/%Y", "unix"]
        [lists]
        authors = "،"
    """
    plan, problems = parse_map(told, "map.toml", Plan())
    assert problems == []
    row = {
        "id": 1, "title": {"rendered": "أ &amp; ب"}, "content": "<p>نصّ <b>ثقيل</b></p>",
        "authors": "طه حسين، أحمد أمين", "date": "1075543200", "junk": "x",
    }  # fmt: skip
    (tmp_path / "a.jsonl").write_text(json.dumps(row), "utf-8")
    report = import_sources("jsonl", [tmp_path / "a.jsonl"], archive, "c", plan)
    assert report.problems == ()
    (document,) = read_archive(archive, Site(title="x"), {"c"}).documents
    assert (document.title.text, document.authors) == ("أ & ب", ("طه حسين", "أحمد أمين"))
    assert (document.date and document.date.iso, document.rights) == ("2004-01-31", "CC BY 4.0")
    assert document.body.blocks[0].html == "نصّ <strong>ثقيل</strong>"
    assert report.dropped == {"column 'junk': the map says so": 1}


def test_what_is_no_date_goes_to_the_printed_one_where_a_map_says_so(
    archive: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("id,title,date\n1,نعم,شتاء السنة\n2,لا,1908\n", "utf-8")
    failed = import_sources("csv", [tmp_path / "a.csv"], archive, "c")
    assert [problem.place.line for problem in failed.problems] == [2]
    plan = Plan(dates={"date": ("printed",)})
    assert import_sources("csv", [tmp_path / "a.csv"], archive, "c", plan).problems == ()
    first, _ = read_archive(archive, Site(title="x"), {"c"}).documents
    assert (first.date, first.date_printed) == (None, "شتاء السنة")


@pytest.mark.parametrize(
    "written", ["March 3, 1908", "3 Mar 1908", "Tue, 3 March 1908", "3rd march 1908"]
)
def test_a_date_with_an_english_month_is_read(archive: Path, tmp_path: Path, written: str) -> None:
    (tmp_path / "a.csv").write_text(f'id,title,date\n1,نعم,"{written}"\n', "utf-8")
    assert import_sources("csv", [tmp_path / "a.csv"], archive, "c").oldest == "1908-03-03"


def test_columns_in_capitals_are_known_by_themselves(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("ID,Title,Author,Text\n7,نعم,طه حسين,كتاب\n", "utf-8")
    assert import_sources("csv", [tmp_path / "a.csv"], archive, "c").problems == ()
    (document,) = read_archive(archive, Site(title="x"), {"c"}).documents
    assert (document.id, document.body.blocks[0].text) == ("7", "كتاب")


@pytest.mark.parametrize("value", [7, True, [["a"]], {"a": 1}])
@pytest.mark.parametrize("key", ["aliases", "subtype", "title", "date"])
def test_a_value_of_another_type_is_no_traceback(
    archive: Path, tmp_path: Path, key: str, value: object
) -> None:
    row = {"id": "1", "title": "نعم", "body": "<p>كتاب", key: value}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    report = import_sources("jsonl", [tmp_path / "a.jsonl"], archive, "c", Plan(body="html"))
    assert report.documents + len(report.problems) >= 1


def test_a_mapped_column_that_no_row_has_is_told(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,headline\n7,نعم\n", "utf-8")
    plan = Plan(columns={"headline": "title", "heading": "subtitle"})
    report = import_sources("csv", [tmp_path / "a.csv"], archive, "c", plan)
    told = "no row has the column 'heading' that is mapped; there are: headline, id"
    assert report.hints == (told,)


def test_a_text_that_wordpress_stored_keeps_its_paragraphs(archive: Path, tmp_path: Path) -> None:
    body = "أوّل <b>مهمّ</b>\r\nسطر\r\n\r\nثانٍ [gallery ids=3]"
    (tmp_path / "a.csv").write_text(f'id,title,body\n1,نعم,"{body}"\n', "utf-8")
    report = import_sources("csv", [tmp_path / "a.csv"], archive, "c", Plan(body="html"))
    (document,) = read_archive(archive, Site(title="x"), {"c"}).documents
    assert [block.text for block in document.body.blocks] == ["أوّل مهمّ\nسطر", "ثانٍ"]
    assert report.dropped == {"shortcode": 1}


def test_a_guessed_map_imports(archive: Path, tmp_path: Path) -> None:
    text = "nid,post_title,created,النص\n7,عنوان طويل,1075543200," + f"<p>{LONG}</p>\n"
    (tmp_path / "a.csv").write_text(text, "utf-8")
    found, _ = rows(text)
    plan, problems = parse_map(guess_map(found), "map.toml", Plan())
    assert problems == []
    report = import_sources("csv", [tmp_path / "a.csv"], archive, "c", plan)
    assert report.problems == ()
    (document,) = read_archive(archive, Site(title="x"), {"c"}).documents
    assert (document.id, document.title.text) == ("7", "عنوان طويل")
    assert document.date is not None
    assert document.body.blocks[0].text == " ".join(LONG.split())


def test_half_a_character_is_a_problem(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "title": "\\ud83d"}\n', "utf-8")
    report = import_sources("jsonl", [tmp_path / "a.jsonl"], archive, "c")
    assert report.problems[0].what == "the row has half of a character"


def test_utf8_that_breaks_later_is_a_problem_with_its_line(archive: Path, tmp_path: Path) -> None:
    good = '{"id": "a", "title": "نعم"}\n'.encode()
    (tmp_path / "a.jsonl").write_bytes(good + good.replace(b'"a"', b'"\xff"'))
    report = import_sources("jsonl", [tmp_path / "a.jsonl"], archive, "c")
    assert [(one.place.line, one.what) for one in report.problems] == [
        (2, "this line cannot be read, though those above it can")
    ]


def test_a_line_without_end_is_a_problem(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.content.imports.streams.LONGEST", 1 << 20)
    (tmp_path / "a.jsonl").write_bytes(b'{"id": "a"}\n' + b" " * (3 << 20))
    report = import_sources("jsonl", [tmp_path / "a.jsonl"], archive, "c")
    assert (2, "this line is longer than 1 million characters") in [
        (one.place.line, one.what) for one in report.problems
    ]


def test_a_packed_source_that_is_cut_short_is_a_problem(archive: Path, tmp_path: Path) -> None:
    whole = gzip.compress(b'{"id": "a", "title": "x"}\n' * 9000)
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    report = import_sources("jsonl", [tmp_path / "a.jsonl.gz"], archive, "c")
    assert "this cannot be read" in [one.what for one in report.problems]


@pytest.mark.parametrize("codec", ["utf-8", "cp1256", "utf-16"])
def test_a_zero_in_a_text_of_any_encoding_is_a_problem(
    archive: Path, tmp_path: Path, codec: str
) -> None:
    (tmp_path / "a.txt").write_bytes((LONG + "\0\n" + LONG).encode(codec))
    report = import_sources("text", [tmp_path / "a.txt"], archive, "c")
    assert [one.what for one in report.problems] == ["this is no text: it has a zero byte"]


def test_a_collection_whose_title_toml_forbids_is_described(archive: Path, tmp_path: Path) -> None:
    row = {"id": "a", "title": "نعم", "source": "مجلّة\x7f\x1f"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), "utf-8")
    assert import_sources("jsonl", [tmp_path / "a.jsonl"], archive, "c").problems == ()
    told = tomllib.loads((archive / "collections.toml").read_text("utf-8"))
    assert told["c"]["title"].startswith("مجلّة")


def test_a_title_with_signs_that_yaml_forbids_is_kept(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("نصّ\x7f\x85\x9b: - 'أ'\n", "utf-8")
    assert import_sources("text", [tmp_path / "a.txt"], archive, "c").problems == ()
    assert read_archive(archive, Site(title="x"), {"c"}).problems == ()
