"""What does it cost to build the index: CPU of each part, an article; peak memory of each stage?

``python bench/index_build.py [--articles 10000] [--authority] [--json]``. One process builds the
archive of bench/articles.py, and a clock stands at the doors of the index: from the text of a
document to the bytes of the shards. Writing files and copying them through spill files is told
apart. **The vocabulary of these articles is smaller than that of a real archive of this size.**
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import articles
import muqtabas
from measure import show, skip

sys.path.insert(0, str(muqtabas.ROOT))

from sitegen.build import (
    Options,
    build,
    indexing,
    merge,
    publish,
    reading,
    rendering,
    spill,
    survey,
    tallies,
)

BAR = 0.65  # milliseconds an article

spent: defaultdict[str, float] = defaultdict(float)
running: list[str] = []


def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """Let a clock run while *work* does; what a timed call inside takes is not counted twice."""

    def wrapper(*arguments: object, **named: object) -> Any:
        begin, outer = time.process_time(), sum(spent.values())
        result = work(*arguments, **named)
        if hasattr(result, "__next__"):
            result = list(result)
        inside = sum(spent.values()) - outer
        spent[name] += time.process_time() - begin - inside
        return result

    return wrapper


def put_clocks() -> None:
    """Stand at the doors: the index's own functions, as the build's rooms call them."""
    for room, function, name in (
        (reading, "all_terms", "words of the texts"),
        (reading, "_segments", "through spill files"),
        (reading, "invert", "invert"),
        (tallies.Sums, "add", "sum counts"),
        (survey, "tallies_of", "sum counts"),
        (survey, "_foreseen", "families, plan"),
        (merge, "grouped", "families, plan"),
        (merge, "frequent", "families, plan"),
        (merge, "variants", "families, plan"),
        (merge, "plan_segment", "families, plan"),
        (indexing, "counts_in", "sum counts"),
        (indexing, "encode_postings", "postings, positions"),
        (indexing, "encode_readings", "lexicon"),
        (indexing, "often", "lists of words"),
        (indexing, "encode_letters", "lists of words"),
        (indexing, "encode_list", "lists of words"),
        (indexing, "facets_in", "facets"),
        (indexing, "encode_facets", "facets"),
        (indexing, "_pairs", "pairs of words"),
        (rendering, "_text_row", "texts"),
        (rendering, "encode_text", "texts"),
        (rendering, "text_files", "texts"),
    ):
        setattr(room, function, timed(name, getattr(room, function)))
    spill.SpillReader.get = timed_spill(spill.SpillReader.get)  # type: ignore[method-assign]
    write = publish.Stage.write

    def write_timed(
        stage: publish.Stage, path: str, content: bytes, standing: bytes | None = None
    ) -> publish.Written:
        if not path.startswith("search/"):
            return write(stage, path, content, standing)
        written: publish.Written = timed("write the files", write)(stage, path, content, standing)
        return written

    publish.Stage.write = write_timed  # type: ignore[assignment, method-assign]


def timed_spill(get: Callable[..., Any]) -> Callable[..., Any]:
    """Time reading runs back, and nothing else that was spilled."""

    def wrapper(reader: object, blob: object) -> Any:
        begin = time.process_time()
        value = get(reader, blob)
        if type(value).__name__ == "Run":
            spent["through spill files"] += time.process_time() - begin
        return value

    return wrapper


class Peaks:
    """The most memory that this process had in each stage of the build (Linux)."""

    def __init__(self) -> None:
        self.stage, self.most = "begin", dict[str, int]()

    def __call__(self, stage: str, _done: int = 0, _total: int = 0) -> None:
        """Hear of progress."""
        now = peak()
        if stage != self.stage:
            self.most[f"{self.stage} to {stage}"] = now
            self.stage = stage
            Path("/proc/self/clear_refs").write_text("5")
        else:
            self.most[stage] = max(self.most.get(stage, 0), now)


def peak() -> int:
    """Give the most memory since it was last asked to be forgotten, in megabytes."""
    status = Path("/proc/self/status").read_text().splitlines()
    (line,) = (line for line in status if line.startswith("VmHWM:"))
    return round(int(line.split()[1]) / 1000)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--authority", action="store_true", help="with the 5,513 records")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not articles.is_there():
        skip(muqtabas.ABSENT, as_json=asked.json)
        return
    archive = articles.archive(asked.articles, authority=asked.authority)
    put_clocks()
    peaks = Peaks()
    folder = Path(tempfile.mkdtemp(dir=muqtabas.WORK))
    try:
        build(archive, folder / "public", Options(jobs=1, clean=True), peaks)
    finally:
        shutil.rmtree(folder)
    apart = ("write the files", "through spill files")
    parts = {name: seconds * 1000 / asked.articles for name, seconds in spent.items()}
    index = sum(value for name, value in parts.items() if name not in apart)
    figures = {
        "articles": asked.articles,
        "milliseconds_an_article": round(index, 3),
        "bar": BAR,
        "parts": {name: round(value, 3) for name, value in parts.items()},
        "peak_megabytes": peaks.most,
    }
    rows: list[list[object]] = [["CPU, milliseconds an article", ""]]
    rows += [[f"  {name}", f"{value:.3f}"] for name, value in parts.items() if name not in apart]
    rows += [[f"the index (at most {BAR})", f"{index:.3f}"]]
    rows += [[f"  besides: {name}", f"{parts.get(name, 0):.3f}"] for name in apart]
    rows += [[f"peak memory, {stage}", f"{most} MB"] for stage, most in peaks.most.items()]
    show(figures, rows, as_json=asked.json)


if __name__ == "__main__":
    main()
