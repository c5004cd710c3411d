#!/usr/bin/env python3
"""How well does search find what is asked, by kind of question, and beside Lucene?

  retrieval.py [SET ...] [--engine python|node|both] [--lucene] [--wrong 0 2 5 10]
               [--half 0|1] [--losses N] [--keep FOLDER]

SET is arcd or knownitem, of ../shared/data/ir (both), or one that bench/known_items.py makes:
titles, quran, books. The index is written by sitegen's own stages, the questions are put to
bench/search_server.py or .js. Prints MRR@10 by kind, and its bootstrapped 95 % interval.

--engine both  asks both, and ends with an error where one answer differs in a document or a score
--lucene       asks Lucene's ArabicAnalyzer with BM25 the same (bench/lucene.py), says where a kind
               is below it, and ends with an error then; says so where Lucene cannot be had
--wrong        the same with so many percent of the passages' letters read wrong, as OCR does
--half         only the questions whose id's checksum is even (0), or odd (1)
--losses       lists so many questions that did not find theirs among the first ten
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any
from zlib import crc32

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from known_items import MAKERS  # noqa: E402
from lucene import Lucene, UnavailableError  # noqa: E402
from questions import SHARED, Question, RetrievalSet, read_set  # noqa: E402

from sitegen.arabic.tables import client_tables  # noqa: E402
from sitegen.index.invert import DocTerms  # noqa: E402
from sitegen.index.texts import TextRow  # noqa: E402
from sitegen.index.whole import Indexed, index_files  # noqa: E402

K = 10
SERVERS = {
    "python": [sys.executable, str(HERE / "search_server.py")],
    "node": ["node", str(HERE / "search_server.js")],
}


def set_named(name: str) -> RetrievalSet:
    """Read, or make, a set."""
    folder = SHARED / "data" / "ir" / name
    if folder.is_dir():
        return read_set(folder)
    if name not in MAKERS or not SHARED.is_dir():
        sys.exit(f"no set {name}: the retrieval sets stand beside the project, in {SHARED}")
    return MAKERS[name]()


def build(some: RetrievalSet, site: Path) -> None:
    """Write the index of a set's passages."""
    start, n_bytes = time.process_time(), 0
    documents = []
    for p in some.passages:
        anchored = tuple((f"p-{i}", block) for i, block in enumerate(p.blocks))
        row = TextRow("", p.id, p.title, "", "", "", "", (), anchored)
        documents.append(Indexed(row, DocTerms.of(p.title, p.blocks)))
    for path, content in index_files(documents, tables=client_tables()):
        target = site / "search" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        n_bytes += len(content)
    print(f"{some.name}: {n_bytes:,} bytes in {time.process_time() - start:.1f} s of CPU")


@contextmanager
def server(engine: str, site: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a search server, and end it."""
    command = [*SERVERS[engine], str(site)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def ask(process: subprocess.Popen[str], query: str) -> dict[str, Any]:
    """Put a query to a search server."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps({"op": "search", "q": query, "k": K}) + "\n")
    process.stdin.flush()
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer


@dataclass(slots=True)
class Figures:
    """What an engine reached, by kind of question."""

    mrr: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    lost: list[Question] = field(default_factory=list)

    def add(self, question: Question, ids: Sequence[str]) -> None:
        """Note an answer."""
        reached = _score()(list(dict.fromkeys(ids))[:K], question.gold)["MRR@10"]
        self.mrr[question.kind].append(reached)
        if not reached:
            self.lost.append(question)

    def of(self, kind: str) -> float:
        """Give the mean of a kind, or of all."""
        found = self.mrr[kind] if kind != "all" else [*chain.from_iterable(self.mrr.values())]
        return sum(found) / max(1, len(found))

    def interval(self) -> tuple[float, float]:
        """Give the bootstrapped 95 % interval of all."""
        draw, found = random.Random(1), [*chain.from_iterable(self.mrr.values())]
        means = sorted(sum(draw.choices(found, k=len(found))) / len(found) for _ in range(1000))
        return means[25], means[974]


@cache
def _score() -> Callable[[Sequence[str], frozenset[str]], dict[str, float]]:
    """Load how ../shared/eval/retrieval.py scores an answer."""
    spec = importlib.util.spec_from_file_location("scoring", SHARED / "eval" / "retrieval.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    score: Callable[[Sequence[str], frozenset[str]], dict[str, float]] = module.score
    return score


def measure(some: RetrievalSet, site: Path, engine: str, peer: Lucene | None) -> dict[str, Figures]:
    """Ask all questions of all engines; both of ours must agree."""
    engines = list(SERVERS) if engine == "both" else [engine]
    figures = {"sitegen": Figures()} | ({"Lucene": Figures()} if peer else {})
    apart = 0
    with ExitStack() as stack:
        servers = [stack.enter_context(server(name, site)) for name in engines]
        for question in some.questions:
            answers = [ask(one, question.text) for one in servers]
            said = [(a["ids"], a["scores"], a["total"], a["problems"]) for a in answers]
            if any(one != said[0] for one in said):
                apart += 1
                print(f"  the engines differ: {question.text!r}")
            figures["sitegen"].add(question, answers[0]["ids"])
            if peer:
                figures["Lucene"].add(question, peer.ids(question.text))
    if len(servers) > 1:
        print(f"  both engines asked {len(some.questions)} questions: {apart} answers differ")
    if apart:
        sys.exit(1)
    return figures


def show(figures: Mapping[str, Figures], losses: int) -> list[str]:
    """Print the table; give the kinds in which Lucene is above."""
    ours, peer = figures["sitegen"], figures.get("Lucene")
    below = []
    print(f"  {'MRR@10':16}{'queries':>8}" + "".join(f"{name:>10}" for name in figures))
    for kind in [*sorted(ours.mrr), "all"]:
        n = len(ours.mrr[kind]) if kind != "all" else sum(map(len, ours.mrr.values()))
        row = "".join(f"{one.of(kind):10.4f}" for one in figures.values())
        is_below = peer is not None and peer.of(kind) > ours.of(kind)
        below += [kind] * is_below
        print(f"  {kind:16}{n:8}{row}{'  below Lucene' * is_below}")
    low, high = ours.interval()
    print(f"  95 %: {low:.4f} to {high:.4f}")
    for question in ours.lost[:losses]:
        print(f"  lost: {question.kind} {question.text} -> {' '.join(sorted(question.gold))}")
    return below


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", default=["arcd", "knownitem"])
    parser.add_argument("--engine", choices=(*SERVERS, "both"), default="python")
    parser.add_argument("--lucene", action="store_true")
    parser.add_argument("--wrong", type=float, nargs="+", default=[0])
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--losses", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    below = []
    for name in args.sets:
        clean = set_named(name)
        if args.half is not None:
            kept = (q for q in clean.questions if crc32(q.id.encode()) % 2 == args.half)
            clean = replace(clean, questions=tuple(kept))
        for percent in args.wrong:
            print(f"{name}, {percent:g} % of wrong letters" if percent else name)
            below += run(clean.with_wrong_letters(percent), args)
    if below:
        sys.exit(f"below Lucene: {', '.join(below)}")


def run(some: RetrievalSet, args: argparse.Namespace) -> list[str]:
    """Measure one set; give the kinds in which Lucene is above."""
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        site = (args.keep or Path(temporary)) / some.name
        build(some, site)
        peer = None
        if args.lucene:
            try:
                peer = stack.enter_context(Lucene(some.texts()))
            except UnavailableError as why:
                print(f"  NOT MEASURED: Lucene cannot be had here: {why}")
        figures = measure(some, site, args.engine, peer)
    return [f"{some.name} {kind}" for kind in show(figures, args.losses)]


if __name__ == "__main__":
    main()
