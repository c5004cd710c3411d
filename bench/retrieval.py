#!/usr/bin/env python3
"""Measure retrieval quality: index the sets of ../shared/data/ir, and ask what the sets ask.

  retrieval.py [SET ...] [--engine python|node] [--keep FOLDER] [-- RETRIEVAL OPTIONS]

SET is arcd or knownitem (both). The index is written by sitegen's own stages, the questions are
put to bench/search_server.py (or .js), the figures come from ../shared/eval/retrieval.py.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sitegen.index.invert import DocTerms
from sitegen.index.texts import TextRow
from sitegen.index.whole import Indexed, index_files

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"


def passages_of(folder: Path) -> list[Indexed]:
    documents = []
    with gzip.open(folder / "passages.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            blocks = [block for block in row["text"].split("\n\n") if block.strip()]
            anchored = tuple((f"p-{i}", block) for i, block in enumerate(blocks))
            text = TextRow("", row["id"], row["title"], "", "", "", "", (), anchored)
            documents.append(Indexed(text, DocTerms.of(row["title"], blocks)))
    return sorted(documents, key=lambda document: document.row.id)


def client_tables() -> dict:
    try:
        from sitegen.arabic.tables import client_tables as tables  # noqa: PLC0415
    except ImportError:
        return {}
    return tables()


def build(folder: Path, site: Path) -> None:
    start = time.process_time()
    n_bytes = 0
    for path, content in index_files(passages_of(folder), tables=client_tables()):
        target = site / "search" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        n_bytes += len(content)
    print(f"{folder.name}: {n_bytes:,} bytes in {time.process_time() - start:.1f} s of CPU")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=["arcd", "knownitem"])
    parser.add_argument("--engine", choices=("python", "node"), default="python")
    parser.add_argument("--keep", type=Path)
    args, rest = parser.parse_known_args()
    server = {
        "python": [sys.executable, str(HERE / "search_server.py")],
        "node": ["node", str(HERE / "search_server.js")],
    }[args.engine]
    for name in args.sets:
        folder = SHARED / "data" / "ir" / name
        if not folder.is_dir():
            sys.exit(f"{folder} is not here: the retrieval sets stand beside the project")
        with tempfile.TemporaryDirectory() as temporary:
            site = (args.keep or Path(temporary)) / name
            build(folder, site)
            script = [sys.executable, str(SHARED / "eval" / "retrieval.py"), str(folder)]
            options = [option for option in rest if option != "--"]
            subprocess.run([*script, *options, "--", *server, str(site)], check=True)


if __name__ == "__main__":
    main()
