"""What does an edit cost, and is the site that comes of it a clean build's, byte for byte?

``python bench/edits.py [--articles 10000] [--only body,last] [--jobs N] [--no-clean] [--json]``

Makes an archive of articles with 5,513 records (``bench/articles.py``), builds it, then edits it
in the ways named below, one after the other, and builds again after each. CPU is that of all
processes, start-up included. At the end the archive is built anew into another folder, and every
file is compared. Nothing is timed with a cold disk.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import shutil
import sys
from collections.abc import Callable
from itertools import islice, product
from pathlib import Path

import articles
import muqtabas
from measure import Cost, run, show, skip

ROWS = "texts/al-zuhur.jsonl"
RECORDS = "entities/authority.jsonl"


def rows_of(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines(keepends=True)


def change(path: Path, number: int, edit: Callable[[dict[str, object]], object]) -> None:
    """Edit one row of a file in place."""
    rows = rows_of(path)
    row = json.loads(rows[number])
    edit(row)
    rows[number] = json.dumps(row, ensure_ascii=False) + "\n"
    path.write_text("".join(rows), "utf-8")


def one_word(archive: Path) -> None:
    """Correct one word of a body."""

    def edit(row: dict[str, object]) -> None:
        words = str(row["body"]).split(" ")
        words[len(words) // 2] = "المنقّحة"
        row["body"] = " ".join(words)

    path = archive / ROWS
    change(path, len(rows_of(path)) // 2, edit)


def body(archive: Path) -> None:
    """Put words in at the beginning of a body: all that follow move."""

    def edit(row: dict[str, object]) -> None:
        row["body"] = f"وقد نُقّحت هذه المقالة. {row['body']}"

    path = archive / ROWS
    change(path, len(rows_of(path)) // 3, edit)


def add(archive: Path, name: str, date: str) -> None:
    path = archive / ROWS
    row = json.loads(rows_of(path)[5])
    row |= {"id": name, "date": date, "title": f"مقالة جديدة {name}"}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def last(archive: Path) -> None:
    """Add a document that is the last by date."""
    add(archive, "new-last", "1999-12-31")


def elsewhere(archive: Path) -> None:
    """Add a document in the middle of the order."""
    add(archive, "new-middle", "1912-06-15")


def forms(archive: Path) -> None:
    """Add a document, the last by date, of 2,000 words that stand nowhere else."""
    add(archive, "new-forms", "1999-12-30")
    made = islice(product("بتجدرسطفقكلمن", repeat=6), 0, None, 13**6 // 2000)
    body = " ".join(map("".join, made))
    change(archive / ROWS, -1, lambda row: row.update(body=body))


def long(archive: Path) -> None:
    """Add a text of a fifth of all words, again and again the same: the mean length crosses a step.

    (Steps are of 2^(1/4).)
    """
    bodies = [str(json.loads(row)["body"]) for row in rows_of(archive / ROWS)]
    signs = len("".join(bodies)) * len(list((archive / ROWS).parent.iterdir()))
    add(archive, "new-long", "1999-12-29")
    body = "\n\n".join([bodies[5]] * (signs * 22 // 100 // len(bodies[5])))
    change(archive / ROWS, -1, lambda row: row.update(body=body))


def short(archive: Path) -> None:
    """Delete it: the mean length crosses the step again."""
    path = archive / ROWS
    path.write_text("".join(row for row in rows_of(path) if '"new-long"' not in row), "utf-8")


def deleted(archive: Path) -> None:
    """Delete a document."""
    path = archive / ROWS
    rows = rows_of(path)
    del rows[len(rows) // 4]
    path.write_text("".join(rows), "utf-8")


def dated(archive: Path) -> None:
    """Give a document another date."""
    change(archive / ROWS, 7, lambda row: row.update(date="1910-02-03"))


def name(archive: Path, said: str) -> None:
    def edit(row: dict[str, object]) -> None:
        row["variants"] = [*row.get("variants", []), said]  # type: ignore[misc]

    change(archive / RECORDS, 100, edit)


def variant(archive: Path) -> None:
    """Give a record one more variant, whose last word is a common one from then on."""
    name(archive, "بصيغة لم ترد")


def renamed(archive: Path) -> None:
    """Give it another, of words that are names and nothing else."""
    name(archive, "فريدناند ابن شعبوذان الطلمنكي")


def named(archive: Path) -> int:
    """Give the row of a person whom many texts name: Avicenna."""
    rows = rows_of(archive / RECORDS)
    return next(n for n, row in enumerate(rows) if json.loads(row)["id"] == "oape:pers:57")


def recorded(archive: Path) -> None:
    """Add a record, of whom no text knows."""
    row = {"id": "new-1", "type": "person", "heading": "فريدناند الشعبوذاني"}
    with (archive / RECORDS).open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def headed(archive: Path) -> None:
    """Give a record another heading, and keep the old one as a variant."""

    def edit(row: dict[str, object]) -> None:
        row["variants"] = [*row.get("variants", []), row["heading"]]  # type: ignore[misc]
        row["heading"] = f"{row['heading']} الكبير"

    change(archive / RECORDS, named(archive), edit)


def born(archive: Path) -> None:
    """Give it another year of birth."""
    change(archive / RECORDS, named(archive), lambda row: row.update(birth="0981"))


def struck(archive: Path) -> None:
    """Delete it."""
    path = archive / RECORDS
    rows = rows_of(path)
    del rows[named(archive)]
    path.write_text("".join(rows), "utf-8")


def template(archive: Path) -> None:
    """Give the archive a template of its own for documents."""
    folder = archive / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "document.html").write_text('{% extends "theme/document.html" %}\n')


def setting(archive: Path) -> None:
    """Change the title of the site."""
    path = archive / "site.toml"
    path.write_text(path.read_text("utf-8").replace('title = "', 'title = "خزانة '), "utf-8")


def nothing(_archive: Path) -> None:
    """Change nothing."""


EDITS = (
    nothing, one_word, body, last, elsewhere, deleted, dated, forms, long, short, variant,
    renamed, recorded, headed, born, struck, template, setting
)  # fmt: skip


def build(archive: Path, output: Path, jobs: int, *more: str) -> tuple[Cost, dict[str, object]]:
    command = ["build", str(archive), "-o", str(output), "--jobs", str(jobs), "--json", *more]
    cost = run([*muqtabas.SITEGEN, *command])
    return cost, json.loads(cost.output.splitlines()[-1])


def differences(one: Path, other: Path) -> list[str]:
    """Name the files in which two sites differ."""
    paths = [
        {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
        for site in (one, other)
    ]
    common = sorted(paths[0] & paths[1])
    _, unequal, unread = filecmp.cmpfiles(one, other, common, shallow=False)
    return sorted(paths[0] ^ paths[1]) + unequal + unread


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [edit.__name__ for edit in EDITS]
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--only", help=f"of {','.join(names)}")
    parser.add_argument("--jobs", type=int, default=0, help="0: one a core")
    parser.add_argument("--no-clean", action="store_true", help="compare with no clean build")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not articles.is_there():
        skip("../shared/data/journals is not there", as_json=asked.json)
        return
    wanted = asked.only.split(",") if asked.only else names
    source = articles.archive(asked.articles, authority=True)
    archive = source.with_name(f"{source.name}-edited")
    output, clean = (source.with_name(f"{archive.name}-{which}") for which in ("site", "clean"))
    shutil.rmtree(archive, ignore_errors=True)
    shutil.copytree(source, archive, ignore=shutil.ignore_patterns(".sitegen"))
    done = {"first": build(archive, output, asked.jobs)}
    for edit in EDITS:
        if edit.__name__ in wanted:
            edit(archive)
            done[edit.__name__] = build(archive, output, asked.jobs)
    unlike: list[str] = []
    if not asked.no_clean:
        shutil.rmtree(archive / ".sitegen")
        done["clean"] = build(archive, clean, asked.jobs, "--clean")
        unlike = differences(output, clean)
    figures = {
        name: {
            "cpu_seconds": round(cost.cpu, 2),
            "wall_seconds": round(cost.wall, 2),
            "peak_megabytes": round(cost.peak / 1e6),
            "written": report["changed"],
            "removed": report["removed"],
        }
        for name, (cost, report) in done.items()
    }
    heads = list(next(iter(figures.values())))
    table = [["", *(head.replace("_", " ") for head in heads)]]
    table += [[name, *values.values()] for name, values in figures.items()]
    show({"articles": asked.articles, **figures}, table, as_json=asked.json)
    if unlike:
        sys.exit(f"{len(unlike)} files differ from a clean build's: {' '.join(unlike[:9])}")


if __name__ == "__main__":
    main()
