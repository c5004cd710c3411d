"""What does an import cost: CPU seconds, documents a second, memory; the first time and again?

  importing.py [COUNT] [--pages N] [--json]

COUNT articles (40,000) as bench/articles.py draws them go in as JSONL, unchanged a second time, and
one in ten changed a third; the same as one line of JSON, and as a table in Windows-1256; N of them
(5,000) as HTML pages with a head, menus, a footer and links.
Every import is a process of its own: its start, the reading and the writing are in the figures.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import html
import json
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import articles
import measure
import muqtabas

MENU = "".join(f'<li><a href="/s{n}.html">القسم {n}</a></li>' for n in range(30))
PAGE = """<!DOCTYPE html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title} | أرشيف الصحف</title>
<meta name="author" content="{author}"><meta property="article:published_time" content="{date}">
</head><body><div id="top" class="menu"><ul>{menu}</ul></div><table><tr><td>
<h1>{title}</h1>{body}<p><a href="{next}.html">المقال التالي</a></p></td></tr></table>
<div class="footer">جميع الحقوق محفوظة</div><script>var a = 1;</script></body></html>
"""


def write_rows(path: Path, rows: Iterable[dict[str, Any]], *, changed: bool = False) -> None:
    with path.open("w", encoding="utf-8") as out:
        for n, row in enumerate(rows):
            if changed and n % 10 == 0:
                row["title"] += " (مصحّح)"
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def write_others(folder: Path, count: int) -> None:
    """Write the articles as a database exports them: all on one line, or as an old Excel does."""
    fields = ("id", "title", "date", "body")
    with (
        (folder / "rows.json").open("w", encoding="utf-8") as one_line,
        (folder / "rows.csv").open("w", encoding="cp1256", errors="ignore", newline="") as table,
    ):
        one_line.write('{"posts": [')
        writer = csv.writer(table, delimiter=";")
        writer.writerow(fields)
        for n, row in enumerate(articles.articles(count)):
            one_line.write(f"{', ' if n else ''}{json.dumps(row, ensure_ascii=False)}")
            writer.writerow([row.get(key) or "" for key in fields])
        one_line.write("]}")


def write_pages(folder: Path, count: int) -> None:
    folder.mkdir()
    for n, row in enumerate(articles.articles(count)):
        paragraphs = row["body"].split("\n\n")
        body = "".join(f'<p class="MsoNormal"><span style="font-size:14pt">{html.escape(one)}'
                       "</span></p>" for one in paragraphs)  # fmt: skip
        author = html.escape((row.get("authors") or [""])[0])
        page = PAGE.format(title=html.escape(row["title"]), author=author, date=row["date"],
                           menu=MENU, body=body, next=f"a{(n + 1) % count}")  # fmt: skip
        (folder / f"a{n}.html").write_text(page, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int, nargs="?", default=40_000)
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not articles.is_there():
        measure.skip("../shared/data/journals is not there", as_json=asked.json)
        return
    muqtabas.WORK.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="importing-", dir=muqtabas.WORK))
    try:
        figures = measured(work, asked.count, asked.pages)
    finally:
        shutil.rmtree(work)
    rows = [["import", "documents", "CPU s", "documents a CPU s", "peak MB (PSS)"]]
    rows += [[name, f"{one['documents']:,}", f"{one['cpu']:.2f}", f"{one['per_second']:,.0f}",
              f"{one['peak'] / 1e6:.0f}"] for name, one in figures.items()]  # fmt: skip
    measure.show(figures, rows, as_json=asked.json)


def measured(work: Path, count: int, pages: int) -> dict[str, Any]:
    home = work / "archive"
    subprocess.run([*muqtabas.SITEGEN, "new", str(home), "--empty"], check=True,
                   stdout=sys.stderr)  # fmt: skip
    write_rows(work / "rows.jsonl", articles.articles(count))
    write_rows(work / "changed.jsonl", articles.articles(count), changed=True)
    write_others(work, count)
    write_pages(work / "pages", pages)
    runs = {
        "JSONL": ("jsonl", work / "rows.jsonl", count),
        "JSONL, unchanged": ("jsonl", work / "rows.jsonl", count),
        "JSONL, one in ten changed": ("jsonl", work / "changed.jsonl", count),
        "JSON, one line": ("json", work / "rows.json", count),
        "CSV, Windows-1256": ("csv", work / "rows.csv", count),
        "HTML": ("html", work / "pages", pages),
        "HTML, unchanged": ("html", work / "pages", pages),
    }
    figures = {}
    for name, (kind, source, n) in runs.items():
        more = ["--collection", "pages"] if kind == "html" else []
        if kind in ("json", "csv"):  # into an archive of their own
            archive = work / kind
            subprocess.run([*muqtabas.SITEGEN, "new", str(archive), "--empty"], check=True,
                           stdout=sys.stderr)  # fmt: skip
        else:
            archive = home
        cost = measure.run([*muqtabas.SITEGEN, "import", kind, str(source), "-a", str(archive),
                            *more])  # fmt: skip
        told = {line.strip().partition(": ")[0]: line.strip().partition(": ")[2]
                for line in cost.output.splitlines()}  # fmt: skip
        figures[name] = {
            "documents": n, "cpu": cost.cpu, "per_second": n / cost.cpu, "peak": cost.peak,
            **{key: told[key] for key in ("added", "updated", "unchanged") if key in told},
        }  # fmt: skip
        print(f"{name}: {figures[name]}", file=sys.stderr)
    figures["a line of 2.2 GB, refused"] = refused(work, home)
    return figures


def refused(work: Path, archive: Path) -> dict[str, Any]:
    """Import a line that has no end for 2.2 GB; the command must fail, with the line's number."""
    piece = gzip.compress(b"x" * (1 << 24))
    with (work / "line.jsonl.gz").open("wb") as packed:
        packed.write(gzip.compress(b'{"id": "a", "title": "x"}\n{"id": "b", "title": "'))
        packed.writelines(piece for _ in range(131))
    command = shlex.join([*muqtabas.SITEGEN, "import", "jsonl", str(work / "line.jsonl.gz"), "-a",
                          str(archive)])  # fmt: skip
    cost = measure.run(["sh", "-c", f"! {command}"])
    if "line.jsonl.gz:2: this line is longer than" not in cost.output:
        raise SystemExit(f"the line was not refused: {cost.output[-500:]}")
    return {"documents": 0, "cpu": cost.cpu, "per_second": 0, "peak": cost.peak}


if __name__ == "__main__":
    main()
