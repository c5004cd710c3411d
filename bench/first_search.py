"""What does a reader's first search cost, from an empty cache to five results with passages?

``python bench/first_search.py [SITE] [--queries 40] [--json]``; without SITE: al-Muqtabas. Chromium
asks a server on this machine that gzips as hosts do; bytes are counted there, heads of answers
included. Queries are one to three words of titles, drawn with a fixed seed. Engine time is that of
the page's own engine for a query whose shards are at hand, in that Chromium.
"""

from __future__ import annotations

import argparse
import gzip
import json
import posixpath
import random
import re
import statistics
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

import muqtabas
import runtimes
from measure import show, skip
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLong

TYPES = {
    ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml",
    ".woff2": "font/woff2", ".png": "image/png", ".json": "application/json",
}  # fmt: skip
LETTERS = "\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER YEH}"
MARKS = r"[\u064b-\u065f\u0670\u0640]"  # tashkeel, dagger alef, tatweel
DRAWN = """() => {
  const hits = [...document.querySelectorAll('ol.hits > li.hit')].slice(0, 5);
  const isDrawn = (hit) => !hit.matches('.pending') && hit.childElementCount > 1;
  return hits.length && hits.every(isDrawn);
}"""
ENGINE = """async (queries) => {
  const scripts = sitegen.scripts(sitegen.root + 'search/');
  const engine = sitegen.engine(sitegen.library(scripts), sitegen.analyzer);
  const times = [];
  for (const query of queries) {
    await engine.search(query, { k: 10 });
    const begin = performance.now();
    await engine.search(query, { k: 10 });
    times.push(performance.now() - begin);
  }
  return times;
}"""


class Answer(NamedTuple):
    """What the server sent for one request."""

    path: str
    bytes: int


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, site: Path, log: list[Answer]) -> None:
        self.site, self.log = site, log
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = posixpath.normpath(unquote(urlsplit(self.path).path))
        found = self.site / path.lstrip("/")
        ending = found.suffix
        status, body, heads = 404, b"", ""
        if found.is_file():
            status, body = 200, found.read_bytes()
            if ending not in (".woff2", ".png"):
                body, heads = gzip.compress(body, 6), "Content-Encoding: gzip\r\n"
        said = (
            f"HTTP/1.1 {status} X\r\nContent-Type: {TYPES.get(ending, 'text/plain')}\r\n{heads}"
            f"Content-Length: {len(body)}\r\nCache-Control: max-age=600\r\n\r\n"
        ).encode()
        self.log.append(Answer(path, len(said) + len(body)))
        self.wfile.write(said + body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(site: Path) -> Iterator[tuple[str, list[Answer]]]:
    """Serve a site, gzipped; give its address and the log."""
    log: list[Answer] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, site=site, log=log))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", log
    finally:
        server.shutdown()
        server.server_close()


def kind_of(path: str) -> str:
    """Name the kind of a file, for the table.

    >>> kind_of("/search/p/a28.js"), kind_of("/search/manifest.js"), kind_of("/assets/site.css")
    ('postings', 'manifest', 'style')
    """
    parts = path.strip("/").split("/")
    if parts[0] == "search":
        for name, kind in (
            ("w", "words"), ("p", "postings"), ("x", "positions"), ("text", "texts"),
            ("facet", "facets"), ("lex", "lexicon"), ("manifest.js", "manifest"),
        ):  # fmt: skip
            if name in parts:
                return kind
    endings = {".css": "style", ".html": "page", ".js": "scripts", ".woff2": "fonts"}
    return endings.get(posixpath.splitext(path)[1], "images")


def queries_of(site: Path, count: int) -> list[str]:
    """Draw queries from titles: words of three letters and more that stand side by side."""
    files = sorted((site / "data" / "documents").glob("*.jsonl"))
    rows = (row for file in files for row in file.read_text("utf-8").split("\n") if row)
    titles = [re.sub(MARKS, "", json.loads(row)["title"]) for row in rows]
    words = Counter(word for title in titles for word in set(title.split()))
    common = {word for word, df in words.items() if df > len(titles) / 20}
    chosen = random.Random(7)
    chosen.shuffle(titles)
    drawn: list[str] = []
    for title in titles:
        runs = re.findall(rf"[{LETTERS}]{{3,}}(?: [{LETTERS}]{{3,}})*", title)
        long = [run.split() for run in runs if not common & set(run.split())]
        length = 1 + len(drawn) % 3
        fit = [run for run in long if len(run) >= length]
        if fit:
            run = chosen.choice(fit)
            first = chosen.randrange(len(run) - length + 1)
            drawn.append(" ".join(run[first : first + length]))
        if len(drawn) == count:
            break
    return list(dict.fromkeys(drawn))


def search_cold(browser: Browser, address: str, query: str) -> None:
    """Open the search page with an empty cache, type, and wait for five results with passages."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address + "search.html")
    page.locator("main input[type=search]").focus()
    page.keyboard.insert_text(query)
    page.locator("ol.hits > li.hit:not(.pending) .passage").first.wait_for(timeout=20_000)
    wait_until_drawn(page)
    context.close()


def wait_until_drawn(page: Page) -> None:
    """Wait for the fifth result, or for all where there are fewer; then for a second of peace."""
    try:
        page.wait_for_function(DRAWN, timeout=10_000)
    except TooLong:
        return
    page.wait_for_timeout(1_000)


def engine_times(browser: Browser, address: str, queries: Sequence[str]) -> list[float]:
    """Give the engine's milliseconds of each query, shards and texts at hand."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}search.html#q={quote(queries[0])}")
    page.locator("ol.hits > li.hit").first.wait_for(timeout=20_000)
    times = page.evaluate(ENGINE, list(queries))
    context.close()
    return [float(time) for time in times]


def part(values: Sequence[float], share: float) -> float:
    """Give the value below which *share* of the values lie."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path)
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not asked.site and not muqtabas.is_there():
        skip(muqtabas.ABSENT, as_json=asked.json)
        return
    site = (asked.site or muqtabas.site()).resolve()
    queries = queries_of(site, asked.queries)
    by_kind: dict[str, list[tuple[int, int]]] = defaultdict(list)  # bytes, requests a query
    totals, requests, fonts = [], [], []
    with sync_playwright() as playwright, serving(site) as (address, log):
        browser = playwright.chromium.launch(executable_path=runtimes.find_chromium())
        for query in queries:
            log.clear()
            search_cold(browser, address, query)
            sent = [answer for answer in log if "favicon" not in answer.path]
            kinds: dict[str, list[int]] = defaultdict(list)
            for answer in sent:
                kinds[kind_of(answer.path)].append(answer.bytes)
            fonts.append(sum(kinds.pop("fonts", [])))
            totals.append(sum(map(sum, kinds.values())))
            requests.append(sum(map(len, kinds.values())))
            for kind, sizes in kinds.items():
                by_kind[kind].append((sum(sizes), len(sizes)))
        times = engine_times(browser, address, queries)
        browser.close()
    kind_rows = {
        kind: {
            "bytes": round(sum(size for size, _ in costs) / len(queries)),
            "requests": round(sum(count for _, count in costs) / len(queries), 1),
        }
        for kind, costs in sorted(by_kind.items())
    }
    figures = {
        "queries": len(queries),
        "bytes_mean": round(statistics.mean(totals)),
        "bytes_p95": part(totals, 0.95),
        "bytes_most": max(totals),
        "requests_mean": round(statistics.mean(requests), 1),
        "fonts_bytes_mean": round(statistics.mean(fonts)),
        "engine_ms_median": round(statistics.median(times), 2),
        "engine_ms_p95": round(part(times, 0.95), 2),
        "engine_ms_most": round(max(times), 2),
        "kinds": kind_rows,
    }
    rows: list[Sequence[object]] = [["", "figure"]]
    rows += [[name.replace("_", " "), value] for name, value in figures.items() if name != "kinds"]
    rows += [
        [f"  {kind}, mean bytes / requests", f"{row['bytes']} / {row['requests']}"]
        for kind, row in kind_rows.items()
    ]
    show(figures, rows, as_json=asked.json)


if __name__ == "__main__":
    main()
