"""Does a suggestion go out as a table, and do the decisions come back into the archive?"""

import json

import pytest

from sitegen.editor.apply import NEW_RECORDS
from sitegen.editor.decide import apply_suggestions
from sitegen.editor.sheets import encode_table
from sitegen.editor.suggest import PASSED_OVER, suggest
from sitegen.editor.suggested import table_of, yaml_to_paste
from sitegen.entities.files import load_authority
from sitegen.entities.records import read_records
from sitegen.errors import CorpusError
from sitegen.scaffold import make_archive

from .test_commands import sitegen

PEOPLE = """\
# kept by hand
- id: p-rida
  type: person
  heading: محمد رشيد رضا   # of al-Manar
"""
TEXTS = [
    "زار الدكتور يعقوب صروف مدينة ليون مع محمد رشيد رضا.",
    "عاد يعقوب صروف من مدينة ليون، وكتب الدكتور شبلي الشميل.",
    "قال السيد رشيد رضا إن الأستاذ شبلي الشميل مات.",
]


@pytest.fixture
def archive(tmp_path):
    root = tmp_path / "archive"
    make_archive(root, empty=True)
    (root / "entities").mkdir(exist_ok=True)
    (root / "entities" / "people.yml").write_text(PEOPLE, "utf-8")
    (root / "texts").mkdir(exist_ok=True)
    for n, text in enumerate(TEXTS):
        front = f"---\nid: d-{n}\ntitle: خبر\nauthors: [سليم سركيس]\n---\n"
        (root / "texts" / f"{n}.md").write_text(front + text + "\n", "utf-8")
    return root


def decided(archive, tmp_path, suffix=".csv", **decisions):
    """Write the suggestions as a table, with decisions (heading -> cells), and name the file."""
    table = table_of(suggest(archive, jobs=1))
    rows = [{**row, **decisions.get(row["heading"], {})} for row in table.rows]
    path = tmp_path / f"decided{suffix}"
    path.write_bytes(encode_table(type(table)("t", table.columns, tuple(rows)), suffix))
    return path


def test_names_are_suggested_with_counts_and_contexts(archive):
    found = {one.proposal.heading: one for one in suggest(archive, jobs=1)}
    sarruf = found["يعقوب صروف"]
    assert (sarruf.proposal.type, sarruf.proposal.count, sarruf.proposal.documents) == (
        "person",
        2,
        2,
    )
    assert sarruf.contexts[0].text == "زار الدكتور [يعقوب صروف] مدينة ليون مع محمد رشيد رضا."
    assert found["ليون"].proposal.type == "place"
    assert found["سليم سركيس"].proposal.why == "byline 3"
    assert "محمد رشيد رضا" not in found


@pytest.mark.parametrize("form", ["yaml", "jsonl", "csv"])
def test_rows_to_paste_are_records_in_any_form(archive, form):
    done = sitegen("entities", "suggest", archive, "-f", form, "-n", "5", "-j", "1")
    records, problems = read_records(f"a.{form.replace('yaml', 'yml')}", done.stdout)
    assert problems == []
    assert len(records) == 5
    assert all({"id", "type", "heading"} <= set(record.values) for record in records)


def test_any_number_of_processes_suggests_the_same(archive):
    assert suggest(archive, jobs=1) == suggest(archive, jobs=2)


def test_the_rows_to_paste_are_records_with_their_evidence_beside(archive):
    text = yaml_to_paste(suggest(archive, jobs=1))
    records, problems = read_records("a.yml", text)
    assert problems == []
    assert {"id", "type", "heading"} <= set(records[0].values)
    assert "# 2 x in 2 documents" in text


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".yml", ".jsonl"])
def test_decisions_are_written_and_nothing_else_is_touched(archive, tmp_path, suffix):
    path = decided(
        archive,
        tmp_path,
        suffix,
        **{
            "يعقوب صروف": {"decision": "add", "variants": "الدكتور صروف"},
            "رشيد رضا": {"decision": "variant", "into": "p-rida"},
            "ليون": {"decision": "no"},
        },
    )
    done = apply_suggestions(archive, path)
    assert (done.records, done.names, done.passed_over) == (1, 1, 1)
    assert (archive / "entities" / "people.yml").read_text("utf-8") == (
        PEOPLE + "  variants: [رشيد رضا]\n"
    )
    authority, problems = load_authority(archive)
    assert problems == ()
    assert authority["p-yqwb-srwf"].variants == ("الدكتور صروف",)
    assert (archive / PASSED_OVER).read_text("utf-8") == "ليون\n"
    left = {one.proposal.heading for one in suggest(archive, jobs=1)}
    assert not left & {"يعقوب صروف", "رشيد رضا", "ليون"}


def test_a_table_that_is_older_than_the_authority_is_refused_whole(archive, tmp_path):
    path = decided(
        archive,
        tmp_path,
        **{"يعقوب صروف": {"decision": "add"}, "شبلي الشميل": {"decision": "ad"},
           "ليون": {"decision": "no"}, "رشيد رضا": {"decision": "variant", "into": "p-ridaa"}},
    )  # fmt: skip
    more = PEOPLE + "- {id: p-yqwb-srwf, type: person, heading: صروف}\n"
    (archive / "entities" / "people.yml").write_text(more, "utf-8")
    with pytest.raises(CorpusError) as caught:
        apply_suggestions(archive, path)
    told = [problem.what for problem in caught.value.problems]
    assert "there is a record 'p-yqwb-srwf' now" in told
    assert "unknown decision 'ad'" in told
    assert "no authority record for 'p-ridaa'" in told
    assert all(problem.place.line > 1 for problem in caught.value.problems)
    assert not (archive / NEW_RECORDS).exists()
    assert not (archive / PASSED_OVER).exists()


def test_every_fault_of_a_new_record_is_told_at_its_row(archive, tmp_path):
    path = tmp_path / "decided.csv"
    rows = [
        "decision,type,heading,id", "add,person,أ,", "add,person,ب,p b", "add,persn,ت,p-t",
        "add,person,ث,p-1", "add,person,ج,p-1", "add,person,,p-2", ",,,",
    ]  # fmt: skip
    path.write_text("\n".join(rows), "utf-8")
    with pytest.raises(CorpusError) as caught:
        apply_suggestions(archive, path)
    assert [(problem.place.line, problem.what) for problem in caught.value.problems] == [
        (2, "the row has no id"),
        (3, "'p b' is no id"),
        (4, "unknown type 'persn'"),
        (6, "two rows add 'p-1'"),
        (7, "the row has no heading"),
    ]


def test_a_table_of_another_command_is_refused(archive, tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text("decision,record,surface,document\n,,بيروت,d-1\n", "utf-8")
    with pytest.raises(CorpusError) as caught:
        apply_suggestions(archive, path)
    assert caught.value.problems[0].what == "there is no column 'heading'"


def test_a_file_that_no_folder_could_hold_is_refused_at_once(archive, tmp_path):
    done = sitegen("entities", "suggest", archive, "-o", tmp_path / "none" / "s.xlsx")
    assert (done.returncode, "there is no folder" in done.stderr) == (1, True)
    assert ".s.xlsx.new" not in done.stderr


def test_the_command_writes_and_reads_a_table(archive, tmp_path):
    done = sitegen("entities", "suggest", archive, "-o", tmp_path / "s.jsonl", "-j", "1")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "s.jsonl").read_text("utf-8").splitlines()]
    rows[0]["decision"] = "no"
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "s.jsonl").write_text(text, "utf-8")
    done = sitegen("entities", "suggest", archive, "--apply", tmp_path / "s.jsonl")
    assert "1 name passed over" in done.stdout
    assert sitegen("entities", "suggest", archive, "-o", "s.docx").returncode == 1
