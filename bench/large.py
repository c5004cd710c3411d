"""Do archives that are large in an odd way build? CPU, wall, memory of each.

``python bench/large.py [--only files,document,records] [--json]``: 20,000 Markdown files in one
folder, a document of 50 MB, 200,000 authority records. Nothing of it comes from a corpus.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import muqtabas
from measure import run, show, size_of

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def sentence(draw: random.Random, words: int) -> str:
    return " ".join("".join(draw.choices(LETTERS, k=draw.randint(2, 8))) for _ in range(words))


def files(archive: Path) -> None:
    """Write 20,000 files into one folder."""
    draw = random.Random(1)
    for number in range(20_000):
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
    while size < 50_000_000:
        body.append(draw.choice(paragraphs))
        size += len(body[-1].encode())
    row["body"] = "\n\n".join(body)
    text = json.dumps(row, ensure_ascii=False)
    (archive / "texts/long.jsonl").write_text(text + "\n", encoding="utf-8")


def records(archive: Path) -> None:
    """Write 200,000 authority records, and a text that names some."""
    draw = random.Random(3)
    names = [sentence(draw, 3) for _ in range(200_000)]
    (archive / "entities").mkdir(exist_ok=True)
    with (archive / "entities/all.jsonl").open("w", encoding="utf-8") as out:
        for number, name in enumerate(names):
            row = {"id": f"p-{number}", "type": "person", "heading": name}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    for number in range(100):
        head = f"---\nid: t-{number}\ntitle: نص\ndate: 1908\n---\n"
        text = " وقال ".join(draw.choices(names, k=20))
        (archive / f"texts/t-{number}.md").write_text(head + text, encoding="utf-8")


KINDS: dict[str, Callable[[Path], None]] = {
    "files": files,
    "document": document,
    "records": records,
}


def built(kind: str, folder: Path) -> dict[str, float]:
    archive, output = folder / kind, folder / f"{kind}-public"
    command = [*muqtabas.SITEGEN, "new", str(archive), "--empty"]
    subprocess.run(command, check=True, stdout=sys.stderr)
    (archive / "texts").mkdir(exist_ok=True)
    KINDS[kind](archive)
    cost = run([*muqtabas.SITEGEN, "build", str(archive), "-o", str(output), "--json"])
    report = json.loads(cost.output.splitlines()[-1])
    return {
        "documents": report["documents"],
        "entities": report["entities"],
        "links": report["links"],
        "cpu_seconds": round(cost.cpu, 1),
        "wall_seconds": round(cost.wall, 1),
        "peak_megabytes": round(cost.peak / 1e6),
        "files": size_of(output)[0],
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default=",".join(KINDS))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    muqtabas.WORK.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=muqtabas.WORK) as folder:
        found = {kind: built(kind, Path(folder)) for kind in asked.only.split(",")}
    heads = list(next(iter(found.values())))
    rows = [["", *(head.replace("_", " ") for head in heads)]]
    rows += [[kind, *figures.values()] for kind, figures in found.items()]
    show(found, rows, as_json=asked.json)


if __name__ == "__main__":
    main()
