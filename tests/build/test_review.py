"""Are open and close names listed, and do decisions change one place and nothing else?"""

import difflib
import gzip
import json
import re

import pytest

from sitegen.build import Options, build
from sitegen.editor.decide import apply_review
from sitegen.editor.review import review
from sitegen.editor.reviewed import table_of
from sitegen.editor.sheets import encode_table
from sitegen.entities.files import load_authority
from sitegen.errors import CorpusError
from sitegen.scaffold import make_archive

from .test_commands import sitegen

PLACES = """\
# two towns, one name
- id: l-sham   # on the coast
  type: place
  heading: طرابلس
  lat: 34.4
  lon: 35.8
  cues: [لبنان]
"""
GHARB = "- {id: l-gharb, type: place, heading: طرابلس, lat: 32.9, lon: 13.2}"
PLACES += f"{GHARB}\n"
PEOPLE = "id,type,heading,never_link\np-1,person,سليم تقلا,\np-2,person,بشارة تقلا,\n"
OPEN, CUED, ROW = "سافر إلى طرابلس", "في لبنان طرابلس", "عاد سليم تقلا وبشارة تقلا وقال تقلا"
FRONT = "---\nid: open\ntitle: خبر   # short\nentities: {link: [p-1]}\n---\n"


@pytest.fixture
def archive(tmp_path):
    root = tmp_path / "archive"
    make_archive(root, empty=True)
    for folder in ("entities", "texts"):
        (root / folder).mkdir(exist_ok=True)
    (root / "entities" / "places.yml").write_text(PLACES, "utf-8")
    (root / "entities" / "people.csv").write_text(PEOPLE, "utf-8")
    (root / "texts" / "open.md").write_text(f"{FRONT}{OPEN}\n", "utf-8")
    (root / "texts" / "cued.md").write_text(f"---\ntitle: خبر\n---\n{CUED}\n", "utf-8")
    rows = [{"id": "r-0", "title": "أ", "body": "نصّ"}, {"id": "r-1", "title": "ب", "body": ROW}]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (root / "texts" / "rows.jsonl").write_text(lines, "utf-8")
    return root


def cases(root):
    return {(one.sights[0].document, one.rule): one for one in review(root, jobs=1)}


def decided(root, tmp_path, decisions, suffix=".csv"):
    """Write the cases as a table with decisions, (document, surface) -> cells."""
    authority, _ = load_authority(root)
    table = table_of(review(root, jobs=1), authority, 100)
    rows = [{**r, **decisions.get((r["document"], r["surface"]), {})} for r in table.rows]
    path = tmp_path / f"review{suffix}"
    path.write_bytes(encode_table(type(table)("t", table.columns, tuple(rows)), suffix))
    return path


def put_in(before, path):
    """The lines that are gone, and those that are new."""
    after = path.read_text("utf-8").splitlines()
    delta = list(difflib.ndiff(before.splitlines(), after))
    return [d[2:] for d in delta if d[0] == "-"], [d[2:] for d in delta if d[0] == "+"]


def test_namesakes_and_short_names_are_listed_open_ones_first(archive):
    found = review(archive, jobs=1)
    assert [(one.rule, one.is_open) for one in found] == [
        ("nil:two-bearers", True),
        ("nil:namesakes", True),
        ("namesake-cues", False),
    ]
    assert found[1].candidates == ("l-gharb", "l-sham")
    assert found[1].sights[0].context == "سافر إلى [طرابلس]"
    assert [one.rule for one in review(archive, jobs=2, only_open=True)] == [
        "nil:two-bearers", "nil:namesakes",
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".yml"])
def test_a_decision_for_a_document_goes_to_its_front_matter_or_row(archive, tmp_path, suffix):
    rows = (archive / "texts" / "rows.jsonl").read_text("utf-8")
    path = decided(
        archive,
        tmp_path,
        {
            ("open", "طرابلس"): {"decision": "as", "record": "l-gharb"},
            ("r-1", "تقلا"): {"decision": "as", "record": "p-2"},
        },
        suffix,
    )
    done = apply_review(archive, path, jobs=1)
    assert (done.rules, done.files) == (2, ("texts/open.md", "texts/rows.jsonl"))
    assert put_in(FRONT + OPEN, archive / "texts" / "open.md") == (
        ["entities: {link: [p-1]}"],
        ["entities: {link: [p-1], as: {طرابلس: l-gharb}}"],
    )
    gone, new = put_in(rows, archive / "texts" / "rows.jsonl")
    assert len(gone) == len(new) == 1
    assert json.loads(new[0])["entities"] == {"as": {"تقلا": "p-2"}}
    assert not [one for one in review(archive, jobs=1) if one.is_open]
    report = build(archive, tmp_path / "site", Options(jobs=1))
    assert report.documents == 4


def test_a_decision_for_the_archive_goes_to_the_record(archive, tmp_path):
    path = decided(
        archive,
        tmp_path,
        {
            ("open", "طرابلس"): {"decision": "never", "record": "l-gharb"},
            ("texts-cued", "طرابلس"): {"decision": "cue", "record": "l-sham", "words": "الشام"},
            ("r-1", "تقلا"): {"decision": "never", "record": "p-2"},
        },
    )
    done = apply_review(archive, path, jobs=1)
    assert (done.names, done.rules) == (3, 0)
    assert put_in(PLACES, archive / "entities" / "places.yml") == (
        [
            "  cues: [لبنان]",
            GHARB,
        ],
        [
            "  cues: [لبنان, الشام]",
            GHARB.replace("13.2}", "13.2, never_link: [طرابلس]}"),
        ],
    )
    assert put_in(PEOPLE, archive / "entities" / "people.csv")[1] == ["p-2,person,بشارة تقلا,تقلا"]


def test_a_row_that_is_not_open_any_more_is_stale_and_nothing_is_written(archive, tmp_path):
    path = decided(
        archive,
        tmp_path,
        {
            ("open", "طرابلس"): {"decision": "as", "record": "l-gharb"},
            ("texts-cued", "طرابلس"): {"decision": "never", "record": "l-nowhere"},
            ("r-1", "تقلا"): {"decision": "cue", "record": "p-1"},
        },
    )
    text = f"{FRONT}سافر إلى بيروت\n"
    (archive / "texts" / "open.md").write_text(text, "utf-8")
    with pytest.raises(CorpusError) as caught:
        apply_review(archive, path, jobs=1)
    told = {(problem.place.line, problem.what) for problem in caught.value.problems}
    assert told == {
        (2, "a cue without words"),
        (4, "'طرابلس' is not open in 'open' any more"),
        (6, "no authority record for 'l-nowhere'"),
    }
    assert (archive / "texts" / "open.md").read_text("utf-8") == text
    assert (archive / "entities" / "places.yml").read_text("utf-8") == PLACES


def test_a_document_without_front_matter_is_told_and_left(archive, tmp_path):
    (archive / "texts" / "open.md").unlink()
    (archive / "texts" / "open.txt").write_text(OPEN, "utf-8")
    path = decided(
        archive, tmp_path, {("texts-open", "طرابلس"): {"decision": "as", "record": "l-sham"}}
    )
    with pytest.raises(CorpusError) as caught:
        apply_review(archive, path, jobs=1)
    assert "texts/open.txt cannot be changed" in str(caught.value)


@pytest.mark.parametrize("name", ["i.xml", "i.xml.gz"])
def test_a_file_of_tei_takes_no_rules_nor_does_its_sidecar(archive, tmp_path, name):
    title = "<teiHeader><fileDesc><titleStmt><title>خبر</title></titleStmt></fileDesc></teiHeader>"
    body = f'<text><body><div xml:id="d1"><head>خبر</head><p>{OPEN}</p></div></body></text>'
    text = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{title}{body}</TEI>'.encode()
    written = gzip.compress(text) if name.endswith(".gz") else text
    (archive / "texts" / name).write_bytes(written)
    (archive / "texts" / "i.yml").write_text("rights: CC0\n", "utf-8")
    (case,) = [one for one in review(archive, jobs=1) if one.rule == "nil:namesakes"]
    documents = {sight.document for sight in case.sights} - {"open"}
    said = {(one, "طرابلس"): {"decision": "as", "record": "l-sham"} for one in documents}
    path = decided(archive, tmp_path, said)
    with pytest.raises(CorpusError, match=re.escape(f"{name} cannot be changed")):
        apply_review(archive, path, jobs=1)
    assert (archive / "texts" / "i.yml").read_text("utf-8") == "rights: CC0\n"


def test_the_command_lists_and_applies(archive, tmp_path):
    listed = sitegen("entities", "review", archive, "-j", "1")
    assert "طرابلس  nil:namesakes, 1 x" in listed.stdout
    assert "l-sham طرابلس" in listed.stdout
    table = tmp_path / "r.csv"
    assert sitegen("entities", "review", archive, "-o", table, "-j", "1").returncode == 0
    text = table.read_text("utf-8-sig")
    table.write_text(text.replace("\n,", "\nleave,", 1), "utf-8")
    done = sitegen("entities", "review", archive, "--apply", table)
    assert done.returncode == 1
    assert "r.csv:2: unknown decision 'leave'" in done.stderr
    assert "nothing was written" in done.stderr
