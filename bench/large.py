"""Do archives that are large in an odd way build? CPU, wall, memory of each.

``python bench/large.py [--only files,document,records] [--json]``: 20,000 Markdown files in one
folder, a document of 50 MB, 200,000 authority records. Nothing of it comes from a corpus. Ends
with an error where a build takes more memory than we promise (1.5 GB, all processes together),
where something of the archive is not in the site, or where a second build finds anything to do.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import muqtabas
from measure import run, show, size_of

MOST = 1_500  # megabytes of all processes together, whatever the archive
N_FILES, N_RECORDS, N_TEXTS, N_NAMED, LONG = 20_000, 200_000, 100, 20, 50_000_000
PARAGRAPH = re.compile(r'<p id="[^"]+"[^>]*>(.*?)</p>', re.DOTALL)
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def sentence(draw: random.Random, words: int, shortest: int = 2) -> str:
    lengths = [draw.randint(shortest, 8) for _ in range(words)]
    return " ".join("".join(draw.choices(LETTERS, k=length)) for length in lengths)


def files(archive: Path) -> None:
    """Write 20,000 files into one folder."""
    draw = random.Random(1)
    for number in range(N_FILES):
        head = (
            f"---\nid: f-{number}\ntitle: {sentence(draw, 4)}\ndate: {1900 + number % 100}\n---\n"
        )
        (archive / f"texts/f-{number}.md").write_text(head + sentence(draw, 40), encoding="utf-8")


def document(archive: Path) -> None:
    """Write one document of 50 MB."""
    draw = random.Random(2)
    paragraphs = [sentence(draw, 100) for _ in range(1000)]
    row = {"id": "long", "title": "كتاب طويل", "date": "1908", "body": ""}
    body, size = [], 0
    while size < LONG:
        body.append(draw.choice(paragraphs))
        size += len(body[-1].encode())
    row["body"] = "\n\n".join(body)
    text = json.dumps(row, ensure_ascii=False)
    (archive / "texts/long.jsonl").write_text(text + "\n", encoding="utf-8")


def records(archive: Path) -> None:
    """Write 200,000 authority records, and a text that names some."""
    draw = random.Random(3)
    names = [sentence(draw, 3, 4) for _ in range(N_RECORDS)]  # shorter ones may be له, "to him"
    (archive / "entities").mkdir(exist_ok=True)
    with (archive / "entities/all.jsonl").open("w", encoding="utf-8") as out:
        for number, name in enumerate(names):
            row = {"id": f"p-{number}", "type": "person", "heading": name}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    for number in range(N_TEXTS):
        head = f"---\nid: t-{number}\ntitle: نص\ndate: 1908\n---\n"
        text = " وقال ".join(draw.choices(names, k=N_NAMED))
        (archive / f"texts/t-{number}.md").write_text(head + text, encoding="utf-8")


KINDS: dict[str, Callable[[Path], None]] = {
    "files": files,
    "document": document,
    "records": records,
}


def all_files(archive: Path, site: Path, report: Mapping[str, Any]) -> Iterator[str]:
    """Say which of the files has no page."""
    there = {path.stem for path in site.glob("d/**/f-*.html")}
    lost = {path.stem for path in archive.glob("texts/f-*.md")} - there
    if lost or report["documents"] != N_FILES:
        yield f"{report['documents']} documents of {N_FILES}, {len(lost)} without a page"


def whole_document(archive: Path, site: Path, report: Mapping[str, Any]) -> Iterator[str]:
    """Say whether the parts together are other than the text, paragraph by paragraph."""
    row = json.loads((archive / "texts/long.jsonl").read_text("utf-8"))
    parts = sorted(site.glob("d/long_/**/[0-9]*.html"), key=lambda path: int(path.stem))
    told = [
        paragraph
        for path in [site / "d/long.html", *parts]
        for paragraph in PARAGRAPH.findall(path.read_text("utf-8"))
    ]
    bare = [re.sub(r"<a class=\"pin.*?</a>|<[^>]*>", "", paragraph).split() for paragraph in told]
    if bare != [paragraph.split() for paragraph in row["body"].split("\n\n")]:
        yield f"{len(bare)} paragraphs in {1 + len(parts)} parts are not those of the text"
    if report["documents"] != 1:
        yield f"{report['documents']} documents of 1"


def all_named(archive: Path, site: Path, report: Mapping[str, Any]) -> Iterator[str]:
    """Say whether a name that was written is not a link to its own record."""
    heading_of = {}
    with (archive / "entities/all.jsonl").open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            heading_of[row["id"]] = row["heading"]
    if len(heading_of) != N_RECORDS:
        yield f"{len(heading_of)} records of {N_RECORDS}"
    right = 0
    for path in archive.glob("texts/*.md"):
        names = path.read_text("utf-8").rpartition("---\n")[2].split(" وقال ")
        page = (site / f"d/{path.stem}.html").read_text("utf-8")
        links = re.findall(r'<a class="e[^"]*" href="[^"]*/(p-\d+)\.html"[^>]*>([^<]*)</a>', page)
        body = [(heading_of.get(name), shown) for name, shown in links]
        right += sum((name, name) in body for name in names)
    if right != N_TEXTS * N_NAMED or report["links"] < right:
        yield f"{right} of {N_TEXTS * N_NAMED} names are links to their records"


RIGHT: dict[str, Callable[[Path, Path, Mapping[str, Any]], Iterator[str]]] = {
    "files": all_files,
    "document": whole_document,
    "records": all_named,
}


def broken(kind: str, folder: Path, report: Mapping[str, Any], peak: float) -> Iterator[str]:
    """Say which promises a build has not kept."""
    archive, output = folder / kind, folder / f"{kind}-public"
    if peak > MOST:
        yield f"{peak:.0f} MB of memory, more than {MOST}"
    yield from RIGHT[kind](archive, output, report)
    again = run([*muqtabas.SITEGEN, "build", str(archive), "-o", str(output), "--json"])
    second = json.loads(again.output.splitlines()[-1])
    if second["changed"] or second["removed"]:
        yield f"a second build wrote {second['changed']} files, removed {second['removed']}"


def built(kind: str, folder: Path) -> tuple[dict[str, float], list[str]]:
    archive, output = folder / kind, folder / f"{kind}-public"
    command = [*muqtabas.SITEGEN, "new", str(archive), "--empty"]
    subprocess.run(command, check=True, stdout=sys.stderr)
    (archive / "texts").mkdir(exist_ok=True)
    KINDS[kind](archive)
    cost = run([*muqtabas.SITEGEN, "build", str(archive), "-o", str(output), "--json"])
    report = json.loads(cost.output.splitlines()[-1])
    figures = {
        "documents": report["documents"],
        "entities": report["entities"],
        "links": report["links"],
        "cpu_seconds": round(cost.cpu, 1),
        "wall_seconds": round(cost.wall, 1),
        "peak_megabytes": round(cost.peak / 1e6),
        "files": size_of(output)[0],
    }
    return figures, [f"{kind}: {one}" for one in broken(kind, folder, report, cost.peak / 1e6)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default=",".join(KINDS))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    muqtabas.WORK.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=muqtabas.WORK) as folder:
        done = {kind: built(kind, Path(folder)) for kind in asked.only.split(",")}
    found = {kind: figures for kind, (figures, _) in done.items()}
    heads = list(next(iter(found.values())))
    rows = [["", *(head.replace("_", " ") for head in heads)]]
    rows += [[kind, *figures.values()] for kind, figures in found.items()]
    show(found, rows, as_json=asked.json)
    if faults := [fault for _, some in done.values() for fault in some]:
        sys.exit("\n".join(f"large: not so: {fault}" for fault in faults))


if __name__ == "__main__":
    main()
