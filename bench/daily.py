"""What must a daily paper send to its host each day?

``python bench/daily.py [--articles 40000] [--added 20] [--json]``: the archive of bench/articles.py
with 5,513 records, all of it sealed (``sealed`` in site.toml), grows by some articles of
yesterday, then by some of today; then one of the sealed years is added, which is told, not
bounded. Sent is what ``.sitegen/changes.tsv`` names after the build, each file gzipped (-6).
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
from collections import Counter
from pathlib import Path

import articles
from edits import ROWS, build, rows_of
from measure import show, skip

BAR = 3_000_000  # bytes
KINDS = {
    "names": "pages of names", "d": "documents", "data": "data", "search": "index",
    "offline": "lists for reading offline", "": "letters, years, sections, home and the rest",
}  # fmt: skip
NAMES = {"person", "place", "organization", "work", "event"}


def add(archive: Path, count: int, date: str) -> None:
    """Add articles of one day."""
    path = archive / ROWS
    rows = [json.loads(row) for row in rows_of(path)[:count]]
    with path.open("a", encoding="utf-8") as file:
        for number, row in enumerate(rows):
            row |= {"id": f"new-{date}-{number}", "date": date, "volume": "", "issue": ""}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def kind_of(path: str) -> str:
    top = path.partition("/")[0]
    return KINDS.get("names" if top in NAMES else top, KINDS[""])


def sent(archive: Path, site: Path) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Give the number of files to be sent by kind, their bytes gzipped, and these by file."""
    files: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    each: Counter[str] = Counter()
    for line in (archive / ".sitegen/changes.tsv").read_text("utf-8").splitlines():
        what, path = line.split("\t")
        if what == "changed":
            each[path] = len(gzip.compress((site / path).read_bytes(), 6))
            files[kind_of(path)] += 1
            sizes[kind_of(path)] += each[path]
    return files, sizes, each


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=40_000)
    parser.add_argument("--added", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not articles.is_there():
        skip("../shared/data/journals is not there", as_json=asked.json)
        return
    source = articles.archive(asked.articles, authority=True)
    archive = source.with_name(f"{source.name}-daily")
    site = source.with_name(f"{archive.name}-site")
    shutil.rmtree(archive, ignore_errors=True)
    shutil.copytree(source, archive, ignore=shutil.ignore_patterns(".sitegen"))
    settings = archive / "site.toml"
    settings.write_text('sealed = "1939-12-31"\n' + settings.read_text("utf-8"), encoding="utf-8")
    add(archive, asked.added, "1999-12-30")
    build(archive, site, 0)
    found = {}
    for name, date in (("today", "1999-12-31"), ("an old issue", "1906-05-15")):
        add(archive, asked.added, date)
        cost, report = build(archive, site, 0)
        files, sizes, each = sent(archive, site)
        found[name] = {
            "files": files.total(),
            "removed": report["removed"],
            "gzipped_bytes": sizes.total(),
            "cpu_seconds": round(cost.cpu, 1),
            "kinds": {kind: [files[kind], size] for kind, size in sizes.most_common()},
            "most": dict(each.most_common(8)),
        }
    heads = ["files", "removed", "gzipped_bytes", "cpu_seconds"]
    rows = [["", *(head.replace("_", " ") for head in heads)]]
    rows += [[name, *(figures[head] for head in heads)] for name, figures in found.items()]
    today = found["today"]
    rows += [[f"  {kind}", n, "", size, ""] for kind, (n, size) in today["kinds"].items()]
    rows += [[f"  {path}", 1, "", size, ""] for path, size in today["most"].items()]
    show({"articles": asked.articles, "bar": BAR, **found}, rows, as_json=asked.json)


if __name__ == "__main__":
    main()
