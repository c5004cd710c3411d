"""What do the words over time cost: CPU of a build, bytes of a site?

``python bench/usage_cost.py [--articles 10000] [--json]``. One process builds al-Muqtabas, or the
articles of bench/articles.py with their records, and a clock stands at the doors of all that is
done for it: words chosen and counted, pairs, files and pages. (What texts are linked to is summed
as mentions were before.)
"""

from __future__ import annotations

import argparse
import functools
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import articles
import muqtabas
from index_build import spent, timed
from measure import show, skip

sys.path.insert(0, str(muqtabas.ROOT))

from sitegen.build import Options, build, merge, outcome, reading, rendering
from sitegen.index import invert, usage, vocabulary

BAR = 1.0  # per cent of a build


def put_clocks() -> None:
    """Stand at the doors."""
    for room, function, name in (
        (merge, "frequent", "choose words"),
        (merge, "chosen", "choose words"),
        (merge, "among", "choose words"),
        (merge, "variants", "choose words"),
        (merge, "_watched", "choose words"),
        (merge, "_sizes", "choose words"),
        (invert, "stream_of", "keep the order of words"),
        (vocabulary, "_named", "keep the order of words"),
        (outcome, "usage_of", "put together"),
        (outcome, "named_of", "put together"),
        (outcome, "usage_files", "files"),
        (outcome, "_usage", "pages, written with the files"),
    ):
        setattr(room, function, timed(name, getattr(room, function)))
    work = rendering._WORK  # noqa: SLF001 - where the build looks its jobs up
    work[rendering.PhrasesJob] = timed("pairs", work[rendering.PhrasesJob])
    usage.Tally.add = timed("count with the postings", usage.Tally.add)  # type: ignore[method-assign]
    put = reading.SpillWriter.put

    @functools.wraps(put)
    def put_timed(writer: Any, value: object) -> Any:
        is_stream = type(value).__name__ == "Stream"
        return (
            timed("keep the order of words", put)(writer, value)
            if is_stream
            else put(writer, value)
        )

    reading.SpillWriter.put = put_timed  # type: ignore[method-assign]


def sizes(site: Path) -> dict[str, Any]:
    """Count the files, their bytes, and the largest."""
    told = {}
    for name in ("words", "data/usage"):
        files = [path.stat().st_size for path in (site / name).rglob("*") if path.is_file()]
        told[f"{name}: files / kB in all / largest kB"] = (
            f"{len(files)} / {sum(files) / 1000:.0f} / {max(files) / 1000:.0f}"
        )
    return told


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=0, help="drawn ones, not al-Muqtabas")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not articles.is_there():
        skip(muqtabas.ABSENT, as_json=asked.json)
        return
    archive = (
        articles.archive(asked.articles, authority=True) if asked.articles else muqtabas.archive()
    )
    put_clocks()
    folder = Path(tempfile.mkdtemp(dir=muqtabas.WORK))
    begin = time.process_time()
    try:
        build(archive, folder / "public", Options(jobs=1, clean=True))
        whole = time.process_time() - begin
        told = sizes(folder / "public")
    finally:
        shutil.rmtree(folder)
    figures: dict[str, Any] = {
        f"{name}, ms": round(seconds * 1000, 1) for name, seconds in spent.items()
    }
    parts = sum(spent.values())
    figures["all, ms"] = round(parts * 1000, 1)
    figures["build in one process, s"] = round(whole, 2)
    figures["share, %"] = round(100 * parts / whole, 2)
    figures["bar, %"] = BAR
    every = {**figures, **told}
    show(every, list(every.items()), as_json=asked.json)


if __name__ == "__main__":
    main()
