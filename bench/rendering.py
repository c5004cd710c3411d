"""What does a document's page cost: CPU from what was read and linked to the bytes of its file?

``python bench/rendering.py [--articles 10000] [--near 0.1] [--repeats 5] [--profile] [--json]``.
The archive of bench/articles.py, with the 5,513 records, is read and linked as a build does; then
every article's page is rendered (350 words in the mean; with ``--near`` only those that have so
many, a tenth more or less): who wrote it, its surroundings, its view, its template, its bytes. Each
repeat is a process of its own, forked when all is known, as a build's is: none remembers what
another rendered, the first pages pay for what the others find there, and each page comes once, in
the order of a build. Told is the median of the repeats, and apart from it what a build does besides
while the document is at hand. ``--profile`` says where the time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import multiprocessing
import pstats
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import articles
import muqtabas
from measure import show, skip

sys.path.insert(0, str(muqtabas.ROOT))

from sitegen.build import Options, build, pipeline, rendering
from sitegen.build.linking import mentions_in
from sitegen.build.merge import Corpus
from sitegen.build.spill import SpillReader
from sitegen.model import DocId, Document, Mention

BAR = 0.3  # milliseconds a page
WORDS = articles.MEAN_WORDS
PARTS = ("read back", "page", "file", "row of data")

Linked = tuple[Document, tuple[Mention, ...]]


def is_near(words: int, share: float | None) -> bool:
    """Say whether an article has about as many words as the bar speaks of; None: any number.

    >>> [words for words in (300, 315, 350, 385, 400) if is_near(words, 0.1)]
    [315, 350, 385]
    """
    return share is None or abs(words - WORDS) <= share * WORDS


def medians(repeats: Sequence[Sequence[float]], pages: int) -> tuple[float, ...]:
    """Give the median of each part, in milliseconds a page; repeats are in seconds.

    >>> medians([(0.2, 1.0), (0.4, 9.0), (0.3, 2.0)], 1000)
    (0.3, 2.0)
    """
    parts = zip(*repeats, strict=True)
    return tuple(round(statistics.median(part) * 1000 / pages, 4) for part in parts)


class _Enough(Exception):  # noqa: N818 - nothing went wrong
    """What was wanted of a build has been done."""


def when_planned(archive: Path, work: Callable[[Corpus], None]) -> None:
    """Read, link and plan as a build does; then do *work*, and let the build end there."""

    def stand_in(_crew: object, corpus: Corpus, *_rest: object) -> NoReturn:
        work(corpus)
        raise _Enough

    whole = pipeline._rendered  # noqa: SLF001 - where a build begins to render
    pipeline._rendered = stand_in  # type: ignore[assignment]  # noqa: SLF001
    folder = Path(tempfile.mkdtemp(prefix="rendering-"))
    try:
        build(archive, folder / "public", Options(jobs=1, clean=True))
    except _Enough:
        pass
    finally:
        pipeline._rendered = whole  # noqa: SLF001
        shutil.rmtree(folder)


def chosen(corpus: Corpus, share: float | None) -> list[DocId]:
    """List the documents whose pages are rendered, in order."""
    return [card.id for card in corpus.catalogue.listed if is_near(card.words, share)]


def read_back(room: rendering.RenderingRoom, spilled: SpillReader, name: DocId) -> Linked:
    """Give a document and its mentions as linking left them."""
    lies, named = room.documents[name], room.mentions[name]
    return spilled.get(lies), mentions_in(spilled, named)


def pages_of(room: rendering.RenderingRoom, linked: Linked) -> list[tuple[str, bytes]]:
    """Render a document's page as a build does, all parts of a long one: path, bytes."""
    document, mentions = linked
    who = rendering._who(document, room.authority)  # noqa: SLF001 - as the job of a build
    pages = rendering._of_document(room, document, mentions, who)  # noqa: SLF001
    return [(path, html.encode()) for path, html in pages]


def rendered(corpus: Corpus, names: Sequence[DocId]) -> tuple[float, ...]:
    """Render pages, each once; give the CPU seconds of each part."""
    room, clock = corpus.room, time.process_time
    spent = [0.0] * len(PARTS)
    gc.freeze()
    gc.disable()  # as in a build, which looks for cycles once a job
    with SpillReader() as spilled:
        for name in names:
            times = [clock()]
            linked = read_back(room, spilled, name)
            times.append(clock())
            pages = pages_of(room, linked)
            times.append(clock())
            for path, content in pages:
                room.stage.write(path, content)
            times.append(clock())
            rendering.document_row(linked[0], room.catalogue.by_id[name], pages[0][0])
            times.append(clock())
            for part, (begin, end) in enumerate(pairwise(times)):
                spent[part] += end - begin
    return tuple(spent)


def in_a_fork(corpus: Corpus, names: Sequence[DocId]) -> tuple[float, ...]:
    """Render pages in a process that ends with them."""
    forked = multiprocessing.get_context("fork")
    mine, theirs = forked.Pipe(duplex=False)
    process = forked.Process(target=lambda: theirs.send(rendered(corpus, names)))
    process.start()
    theirs.close()
    spent: tuple[float, ...] = mine.recv()
    process.join()
    return spent


def profiled(corpus: Corpus, names: Sequence[DocId]) -> None:
    """Say on stderr where the time of the pages goes."""
    with SpillReader() as spilled:
        found = [read_back(corpus.room, spilled, name) for name in names]
    profile = cProfile.Profile()
    with profile:
        for linked in found:
            pages_of(corpus.room, linked)
    pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(40)


def told(pages: int, words: float, repeats: Sequence[Sequence[float]], *, as_json: bool) -> None:
    """Print the figures of some repeats."""
    parts = dict(zip(PARTS, medians(repeats, pages), strict=True))
    each = [repeat[PARTS.index("page")] * 1000 / pages for repeat in repeats]
    least, most = round(min(each), 4), round(max(each), 4)
    figures = {
        "pages": pages,
        "words": words,
        "bar": BAR,
        "milliseconds": parts,
        "least": least,
        "most": most,
    }
    rows: list[list[object]] = [["CPU, milliseconds a page", ""]]
    rows += [[f"pages, of {words:.0f} words in the mean", f"{pages:,}"]]
    rows += [[f"a page (at most {BAR})", f"{parts['page']:.3f}"]]
    rows += [["  least, most of the repeats", f"{least:.3f}, {most:.3f}"]]
    rows += [[f"  besides: {name}", f"{parts[name]:.3f}"] for name in PARTS if name != "page"]
    show(figures, rows, as_json=as_json)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument(
        "--near", type=float, help="only articles of 350 words, by so many more or less"
    )
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not articles.is_there():
        skip(muqtabas.ABSENT, as_json=asked.json)
        return

    def work(corpus: Corpus) -> None:
        corpus.room.warm()
        names = chosen(corpus, asked.near)
        if asked.profile:
            profiled(corpus, names)
        repeats = [in_a_fork(corpus, names) for _ in range(asked.repeats)]
        words = statistics.mean(corpus.catalogue.by_id[name].words for name in names)
        told(len(names), round(words, 1), repeats, as_json=asked.json)

    when_planned(articles.archive(asked.articles, authority=True), work)


if __name__ == "__main__":
    main()
