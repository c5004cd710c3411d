"""Importing again: nothing is undone that was mended here, nothing is lost that changed there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sitegen.content.imports import Plan, import_sources
from sitegen.content.imports.ledger import Fate, fate_of

ROWS = [{"id": f"n{n}", "title": f"عنوان {n}", "body": f"نصّ {n}"} for n in range(4)]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    root.mkdir()
    (root / "site.toml").write_text('format = 1\ntitle = "أرشيف"\n', "utf-8")
    return root


def bring(archive: Path, rows: list[dict[str, Any]], **plan: Any) -> Any:
    source = archive.parent / "a.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return import_sources("jsonl", [source], archive, "c", Plan(**plan))


def stored(archive: Path) -> list[dict[str, Any]]:
    text = (archive / "texts/c.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def edit(archive: Path, identifier: str, **values: Any) -> None:
    rows = [row | values if row["id"] == identifier else row for row in stored(archive)]
    told = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (archive / "texts/c.jsonl").write_text(told, "utf-8")


def changed(n: int, **values: Any) -> list[dict[str, Any]]:
    return [row | values if row["id"] == f"n{n}" else row for row in ROWS]


def test_nothing_is_written_when_nothing_changed(archive: Path) -> None:
    bring(archive, ROWS)
    before = {p: p.stat().st_mtime_ns for p in archive.rglob("*") if p.is_file()}
    report = bring(archive, ROWS)
    assert report.fates == {"unchanged": 4}
    assert {p: p.stat().st_mtime_ns for p in archive.rglob("*") if p.is_file()} == before


def test_what_changed_at_the_source_only_is_updated_in_its_place(archive: Path) -> None:
    bring(archive, ROWS)
    report = bring(archive, changed(1, title="جديد"))
    assert report.fates == {"unchanged": 3, "updated": 1}
    assert [row["title"] for row in stored(archive)][:3] == ["عنوان 0", "جديد", "عنوان 2"]


def test_what_was_edited_here_only_is_kept(archive: Path) -> None:
    bring(archive, ROWS)
    edit(archive, "n2", body="مصحّح")
    report = bring(archive, ROWS)
    assert report.fates == {"edited here, kept": 1, "unchanged": 3}
    assert stored(archive)[2]["body"] == "مصحّح"


def test_what_changed_on_both_sides_is_a_problem_that_shows_both(archive: Path) -> None:
    bring(archive, ROWS)
    edit(archive, "n2", body="مصحّح هنا")
    before = (archive / "texts/c.jsonl").read_bytes()
    report = bring(archive, changed(2, body="مصحّح هناك"))
    (problem,) = report.problems
    assert problem.what == "'n2' was changed here and at the source"
    assert problem.why == "texts/c.jsonl:3 has body: «مصحّح هنا», the source «مصحّح هناك»"
    assert (problem.place.line, (archive / "texts/c.jsonl").read_bytes()) == (3, before)


@pytest.mark.parametrize(("prefer", "body"), [("source", "هناك"), ("archive", "هنا")])
def test_a_conflict_is_settled_by_a_word(archive: Path, prefer: str, body: str) -> None:
    bring(archive, ROWS)
    edit(archive, "n2", body="هنا")
    assert bring(archive, changed(2, body="هناك"), prefer=prefer).problems == ()
    assert stored(archive)[2]["body"] == body
    assert bring(archive, changed(2, body="هناك")).problems == ()  # and it stays settled
    assert stored(archive)[2]["body"] == body


def test_what_was_taken_out_here_does_not_come_back(archive: Path) -> None:
    bring(archive, ROWS)
    told = "".join(json.dumps(row) + "\n" for row in stored(archive) if row["id"] != "n1")
    (archive / "texts/c.jsonl").write_text(told, "utf-8")
    assert bring(archive, ROWS).fates["taken out here, left out"] == 1
    assert [row["id"] for row in stored(archive)] == ["n0", "n2", "n3"]


def test_a_row_laid_out_in_another_way_is_not_edited(archive: Path) -> None:
    bring(archive, ROWS)
    told = "".join(
        json.dumps(dict(reversed(row.items())), separators=(",", ":")) + "\n"
        for row in stored(archive)
    )
    (archive / "texts/c.jsonl").write_text(told, "utf-8")
    assert bring(archive, changed(0, title="جديد")).fates == {"unchanged": 3, "updated": 1}


def test_new_only_leaves_what_is_there(archive: Path) -> None:
    bring(archive, ROWS)
    more = [*changed(1, title="جديد"), {"id": "n9", "title": "تاسع"}]
    report = bring(archive, more, new_only=True)
    assert report.problems == ()
    assert [row["title"] for row in stored(archive)] == [*(row["title"] for row in ROWS), "تاسع"]
    assert bring(archive, more).fates == {"unchanged": 4, "updated": 1}  # it was not forgotten


def test_a_document_that_changes_its_collection_moves(archive: Path) -> None:
    bring(archive, ROWS)
    source = archive.parent / "a.jsonl"
    import_sources("jsonl", [source], archive, "d")
    assert not [row for row in stored(archive) if row["id"] == "n1"]
    assert len((archive / "texts/d.jsonl").read_text("utf-8").splitlines()) == 4


def test_the_numbers_of_another_table_take_no_document_away(archive: Path) -> None:
    bring(archive, [{"id": "1", "title": "المطبعة", "body": "كتاب في المطبعة وأخبارها"}])
    before = stored(archive)
    other = [{"id": "1", "title": "رحلة إلى الشام", "body": "سافرت من مصر"}]
    (problem,) = bring(archive, other).problems
    assert problem.what == "the id '1' is another document's"
    assert "texts/c.jsonl:1" in problem.why
    assert stored(archive) == before
    report = bring(archive, other, columns={"id": "source_id"})
    assert [row["id"] for row in stored(archive)] == ["1", "c-1"], report
    corrected = [{"id": "1", "title": "تاريخ المطبعة", "body": "كتاب في المطبعة وفي أخبارها"}]
    assert bring(archive, corrected).fates == {"updated": 1}
    assert bring(archive, other, prefer="source").fates == {"updated": 1}


def test_a_dry_run_writes_nothing_and_shows_ten(archive: Path) -> None:
    rows = [{"id": f"m{n}", "title": "نعم"} for n in range(12)] + [{"id": "x", "date": "1908-13"}]
    before = sorted(archive.rglob("*"))
    report = bring(archive, rows, dry_run=True)
    assert [problem.place.line for problem in report.problems] == [13, 13]
    assert [row["id"] for row in report.shown] == [f"m{n}" for n in range(10)]
    assert sorted(archive.rglob("*")) == before


def test_an_edited_text_is_kept_and_a_changed_one_renewed(archive: Path, tmp_path: Path) -> None:
    source, here = tmp_path / "رسالة.txt", archive / "texts/c/رسالة.txt"
    source.write_text("أوّل", "utf-8")
    import_sources("text", [source], archive, "c")
    here.write_text("أوّل، مصحّحا", "utf-8")
    assert import_sources("text", [source], archive, "c").fates == {"edited here, kept": 1}
    assert here.read_text("utf-8") == "أوّل، مصحّحا"
    source.write_text("ثان", "utf-8")
    assert import_sources("text", [source], archive, "c").problems[0].what == (
        "this file was changed here and at the source"
    )
    plan = Plan(prefer="source")
    assert import_sources("text", [source], archive, "c", plan).problems == ()
    assert here.read_text("utf-8") == "ثان"


def test_a_broken_ledger_is_a_problem_with_its_line(archive: Path) -> None:
    bring(archive, ROWS)
    ledger = archive / "imported.tsv"
    ledger.write_text(ledger.read_text("utf-8") + "<<<<<<<\n", "utf-8")
    (problem,) = bring(archive, ROWS).problems
    assert (problem.place.path, problem.place.line) == ("imported.tsv", 6)


@pytest.mark.parametrize("new", "ab")
@pytest.mark.parametrize("here", [None, "a", "b", "c"])
@pytest.mark.parametrize("known", [None, "a", "b", "c"])
def test_no_edit_is_ever_overwritten_unasked(new: str, here: str | None, known: str | None) -> None:
    fate = fate_of(new, here, known, "")
    if fate is Fate.UPDATED:
        assert here == known
    if here is not None and here not in (known, new):
        assert fate in (Fate.KEPT, Fate.BOTH)
