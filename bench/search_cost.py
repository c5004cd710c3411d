"""What does a search cost a reader of a large archive: bytes, requests, time?

``python bench/search_cost.py [SITE] [--articles 10000] [--pagefind] [--json]``; without SITE the
articles of bench/articles.py with the 5,513 records, **whose vocabulary is smaller than that of a
real archive of this size**. Queries are those of bench/queries.py: 1,000 pairs of adjacent words,
each found in 20 to 20,000 documents, seed 1.

- cold: everything from navigation to the search page until five results are drawn with their
  passages, gzipped (level 6), heads of answers included, fonts apart. The search page is opened in
  Chromium, the files of each query are counted with the page's own engine under node, and both are
  held against Chromium on a sample (``calibration``).
- warm: what a query loads on a page that has answered another one.
- engine: milliseconds in Chromium for one to three words, common ones too, shards at hand.
- line: the first result drawn, from navigation on, 1.6 Mbit/s and 150 ms of delay, throttled by
  the browser; with --pagefind against Pagefind on the same articles in the same run (its memory
  grows with them: 2 GB at 10,000, and more than 20,000 are refused).

arcd's questions, where ../shared/data/ir is there, are told beside.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import articles
import build
import muqtabas
import queries
import runtimes
from first_search import DRAWN, engine_times, kind_of, part, serving
from measure import show, skip
from playwright.sync_api import Browser, Page, sync_playwright

from sitegen.index.search import open_site

BYTES_JS = Path(__file__).with_name("search_bytes.js")
QUESTIONS = muqtabas.DATA / "ir" / "arcd" / "queries.jsonl.gz"
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
MOST_FOR_PAGEFIND = 20_000
OURS = ("search.html", "main input[type=search]", "ol.hits > li.hit:not(.pending) a")
PAGEFINDS = ("search/index.html", ".pagefind-ui__search-input", ".pagefind-ui__result-link")

Kinds = Mapping[str, Sequence[int]]  # of files: bytes, requests


def counted(site: Path, asked: Sequence[str]) -> list[dict[str, Any]]:
    """Count what queries load, under node."""
    lines = subprocess.run(
        ["node", BYTES_JS, site],
        input="\n".join(asked),
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    ).stdout
    return [json.loads(line) for line in lines.splitlines()]


def opened(browser: Browser, address: str, log: list[Any]) -> dict[str, list[int]]:
    """Open the search page, ask nothing, and give bytes and requests by kind."""
    log.clear()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.new_page().goto(address + "search.html", wait_until="networkidle")
    context.close()
    return by_kind(log)


def by_kind(log: Sequence[Any]) -> dict[str, list[int]]:
    """Add up a server's log."""
    kinds: dict[str, list[int]] = {}
    for answer in log:
        if "favicon" not in answer.path:
            row = kinds.setdefault(kind_of(answer.path), [0, 0])
            row[0] += answer.bytes
            row[1] += 1
    return kinds


def total(kinds: Kinds, at: int = 0) -> int:
    """Sum bytes (or requests, 1) of all kinds but fonts."""
    return sum(row[at] for kind, row in kinds.items() if kind != "fonts")


def calibrated(
    browser: Browser, address: str, log: list[Any], sample: Sequence[str]
) -> list[dict[str, list[int]]]:
    """Search cold in Chromium, and give what each query had loaded when five were drawn.

    What is loaded when nothing else is to do comes later, and is not counted.
    """
    found = []
    for query in sample:
        log.clear()
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(address + "search.html")
        page.locator("main input[type=search]").focus()
        page.keyboard.insert_text(query)
        page.wait_for_function(DRAWN, timeout=30_000, polling=20)
        found.append(by_kind(log))
        context.close()
    return found


def first_results(
    browser: Browser, address: str, sample: Sequence[str], ui: tuple[str, str, str]
) -> list[float]:
    """Give the milliseconds from navigation to the first result, on a slow line."""
    page_path, box, hit = ui
    times = []
    for query in sample:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        slow(page)
        page.goto(address + page_path, wait_until="domcontentloaded")
        page.locator(box).first.wait_for(state="attached", timeout=30_000)
        page.locator(box).first.focus()
        page.keyboard.insert_text(query)
        page.locator(hit).first.wait_for(state="attached", timeout=60_000)
        times.append(float(page.evaluate("performance.now()")))
        context.close()
    return times


def slow(page: Page) -> None:
    """Put a page behind the slow line."""
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.emulateNetworkConditions", LINE)


def pagefind_site(count: int) -> Path:
    """Build Hugo's and Pagefind's site of the same articles, once."""
    output = muqtabas.WORK / f"articles-{count}-pagefind"
    if not (output / "pagefind").is_dir():
        rows = articles.peer_rows(count, muqtabas.WORK / f"articles-{count}.jsonl")
        project, commands = build.hugo_project(output, rows, f"hugo-{count}")
        for command in commands:
            subprocess.run(command, cwd=project, check=True, stdout=sys.stderr)
    return output


def questions(count: int) -> list[str]:
    """Give the first questions of arcd."""
    if not QUESTIONS.is_file():
        return []
    with gzip.open(QUESTIONS, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line, _ in zip(lines, range(count), strict=False)]


def spread(values: Sequence[float]) -> dict[str, float]:
    """Say how values spread."""
    return {
        "mean": round(statistics.mean(values)),
        "median": round(statistics.median(values), 1),
        "p99": round(part(values, 0.99), 1),
        "most": round(max(values), 1),
    }


def bytes_of(fixed: Kinds, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Put together what the page and the queries load."""
    cold = [row["cold"] for row in rows]
    warm = [row["warm"] for row in rows if row["warm"]]
    names = sorted({name for row in cold for name in row})
    return {
        "cold_bytes": spread([total(fixed) + total(row) for row in cold]),
        "cold_requests": spread([total(fixed, 1) + total(row, 1) for row in cold]),
        "warm_bytes": spread([total(row) for row in warm]),
        "kinds": {
            **{name: row[0] for name, row in sorted(fixed.items())},
            **{n: round(statistics.mean(r.get(n, [0])[0] for r in cold)) for n in names},
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=1_000)
    parser.add_argument("--sample", type=int, default=20, help="asked in Chromium, cold")
    parser.add_argument("--engine", type=int, default=300, help="queries timed in Chromium")
    parser.add_argument("--line", type=int, default=10, help="queries on the slow line")
    parser.add_argument("--pagefind", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not asked.site and not (articles.is_there() and muqtabas.is_there()):
        skip(muqtabas.ABSENT, as_json=asked.json)
        return
    if asked.pagefind and (asked.site or asked.articles > MOST_FOR_PAGEFIND):
        parser.error(f"Pagefind only on articles, and at most {MOST_FOR_PAGEFIND} of them")
    site = (asked.site or articles.site(asked.articles, authority=True)).resolve()
    figures = measured(site, asked)
    show(figures, rows_of(figures), as_json=asked.json)


def measured(site: Path, asked: argparse.Namespace) -> dict[str, Any]:
    index = open_site(site)
    pairs = queries.pairs(index, asked.queries)
    rows = counted(site, pairs)
    figures: dict[str, Any] = {"documents": index.store.documents, "queries": len(pairs)}
    sample = pairs[: asked.sample]
    with sync_playwright() as playwright, serving(site) as (address, log):
        browser = playwright.chromium.launch(executable_path=runtimes.find_chromium())
        fixed = opened(browser, address, log)
        figures |= bytes_of(fixed, rows)
        seen = calibrated(browser, address, log, sample)
        figures["calibration"] = {
            "chromium_mean": round(statistics.mean(map(total, seen))),
            "counted_mean": round(
                statistics.mean(total(fixed) + total(row["cold"]) for row in rows[: asked.sample])
            ),
            "chromium_requests": round(statistics.mean(total(kinds, 1) for kinds in seen), 1),
        }
        if said := questions(200):
            arcd = bytes_of(fixed, counted(site, said))
            figures["arcd_questions"] = {n: arcd[n] for n in ("cold_bytes", "warm_bytes")}
        times = engine_times(browser, address, queries.common(index, asked.engine))
        figures["engine_ms"] = spread(times)
        if asked.line:
            line = pairs[: asked.line]
            figures["first_result_ms"] = spread(first_results(browser, address, line, OURS))
            if asked.pagefind:
                with serving(pagefind_site(asked.articles)) as (theirs, _):
                    found = first_results(browser, theirs, line, PAGEFINDS)
                figures["pagefind_first_result_ms"] = spread(found)
        browser.close()
    return figures


def rows_of(figures: Mapping[str, Any]) -> list[Sequence[object]]:
    """Set figures in rows."""
    rows: list[Sequence[object]] = [["", "figure"]]
    for name, value in figures.items():
        if isinstance(value, dict):
            rows.append([name.replace("_", " "), ""])
            for inner, one in value.items():
                told = (
                    ", ".join(f"{k} {v}" for k, v in one.items()) if isinstance(one, dict) else one
                )
                rows.append([f"  {inner.replace('_', ' ')}", told])
        else:
            rows.append([name.replace("_", " "), value])
    return rows


if __name__ == "__main__":
    main()
