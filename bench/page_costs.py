"""How does each kind of page come to its reader: what shifts, what blocks, what weighs it?

``python bench/page_costs.py [SITE] [--each 3] [--kind document] [--widths 390,1280] [--json]``;
without SITE: al-Muqtabas. The page that has all of a text which is read in parts is left out.
Chromium asks a server on this machine that gzips as hosts do: over a line of 1.6 Mbit/s with 150 ms
of delay, so that text is seen in a stand-in first, and over one without any
hindrance. Of each kind the shortest, the median and the longest page are opened at each width with
an empty cache, and scrolled to their end. Told of a kind is its worst:

- shift: the layout shift of the whole visit, as Chromium reckons it (bar 0.02);
- blocking: style sheets and scripts before the first paint (bar: one of each, the script 2 kB);
- text: bytes of page and what blocks it, gzipped (bar 25 kB); a browser paints before the whole
  of a long page has come, so this is more than a reader waits for;
- read: seconds until text of the page itself is painted, at 100 kbit/s with 300 ms (bar 3 s);
- all: bytes of the first view without images, fonts included (bar 120 kB).
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import unquote

import links
import muqtabas
import runtimes
from first_search import Answer, kind_of, serving
from html_validity import pages_of
from measure import show, skip
from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = (320, 390, 768, 1280, 1920)
Line = dict[str, object]
SLOW: Line = {
    "offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000,
}  # fmt: skip
SLOWEST: Line = SLOW | {"latency": 300, "downloadThroughput": 12_500, "uploadThroughput": 12_500}
LINES: dict[str, Line | None] = {"slow": SLOW, "fast": None}
PAINTED = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const own = list.getEntries().find((one) => one.element?.closest('main'));
    if (own) resolve(own.startTime / 1000);
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  const any = () => {  // of a page whose header is its largest text
    resolve(performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000);
  };
  addEventListener('load', () => setTimeout(any, 500));
})"""
SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  const parts = [];
  const add = (list) => {
    for (const one of list.getEntries()) {
      if (one.hadRecentInput) continue;
      sum += one.value;
      const name = ({ node }) =>
        node?.nodeType === 1 ? `${node.tagName}.${node.className}` : '#text';
      parts.push(...one.sources.slice(0, 3).map(name));
    }
  };
  new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve([sum, parts]), 150);
})"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page cost its reader at one width, over one line."""

    page: str
    width: int
    line: str
    shift: float
    moved: tuple[str, ...]  # what shifted
    text: int
    weight: int
    blocking: tuple[str, ...]
    boot: int  # bytes of the scripts that block, as they are run


_BLOCKS = re.compile(
    r'<script (?![^>]*\b(?:defer|async)\b)[^>]*src="([^"]+)"'
    r'|<link rel="stylesheet"[^>]* href="([^"]+)"'
)


def blocking_of(site: Path, page: str) -> list[str]:
    """List the paths of what a browser must have before it paints *page*, in order."""
    named = _BLOCKS.findall((site / page).read_text("utf-8"))
    return [links.target_of(page, script or sheet) for script, sheet in named]


def chosen(pages: Sequence[Path], each: int) -> list[Path]:
    """Choose pages of one kind, evenly by their size, the shortest and the longest among them."""
    ordered = sorted(pages, key=lambda path: (path.stat().st_size, path))
    last = len(ordered) - 1
    return [ordered[n] for n in sorted({last * k // max(each - 1, 1) for k in range(each)})]


def opened(browser: Browser, width: int, line: Line | None) -> Page:
    """Give a tab with an empty cache, on a line."""
    tab = browser.new_context(viewport={"width": width, "height": 880}).new_page()
    if line:
        tools = tab.context.new_cdp_session(tab)
        tools.send("Network.enable")
        tools.send("Network.emulateNetworkConditions", line)
    return tab


def visits(
    browser: Browser,
    site: Path,
    address: str,
    log: list[Answer],
    page: str,
    widths: Sequence[int] = WIDTHS,
) -> Iterator[Visit]:
    """Open a page at each width over each line, with an empty cache."""
    blocking = blocking_of(site, page)
    scripts = [name for name in blocking if name.endswith(".js")]
    held = sum(len(gzip.compress((site / name).read_bytes(), 6)) for name in (page, *blocking))
    for width, line in product(widths, LINES):
        tab = opened(browser, width, LINES[line])
        del log[:]
        tab.goto(address + page, wait_until="load")
        tab.evaluate("() => document.fonts.ready.then(() => 1)")
        tab.wait_for_timeout(300)
        first = [one for one in log if kind_of(one.path) != "images"]
        tab.evaluate("() => scrollTo(0, document.body.scrollHeight)")
        shift, moved = tab.evaluate(SHIFT)
        yield Visit(
            page, width, line, shift, tuple(moved), held, sum(one.bytes for one in first),
            tuple(blocking), sum((site / name).stat().st_size for name in scripts),
        )  # fmt: skip
        tab.context.close()


def read_after(browser: Browser, address: str) -> float:
    """Say after how many seconds a phone on the slowest line has painted a page's own text."""
    tab = opened(browser, 390, SLOWEST)
    tab.goto(address, wait_until="commit")
    seconds = float(tab.evaluate(PAINTED))
    tab.context.close()
    return seconds


def measured(
    site: Path, each: int, widths: Sequence[int], only: str = ""
) -> Iterator[tuple[str, list[Visit], float]]:
    """Visit some pages of each kind: the kind, the visits, the longest wait for text."""
    kinds: dict[str, list[Path]] = {}
    for path in pages_of(site):
        if path.name == "whole.html":
            continue
        kinds.setdefault(links.read(path).kind, []).append(path)
    with serving(site) as (address, log), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=runtimes.find_chromium())
        for kind in [only] if only else sorted(filter(None, kinds)):
            names = [path.relative_to(site).as_posix() for path in chosen(kinds[kind], each)]
            made = [
                visit
                for name in names
                for visit in visits(browser, site, address, log, name, widths)
            ]
            yield kind, made, max(read_after(browser, address + name) for name in names)
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path)
    parser.add_argument("--each", type=int, default=3, help="pages of each kind")
    parser.add_argument("--kind", default="", help="pages of this kind alone")
    parser.add_argument("--widths", default=",".join(map(str, WIDTHS)))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not asked.site and not muqtabas.is_there():
        skip(muqtabas.ABSENT, as_json=asked.json)
        return
    widths = [int(width) for width in asked.widths.split(",")]
    rows: list[list[object]] = [["kind", "shift", "blocking", "text", "read", "all", "worst shift"]]
    figures = {}
    for kind, made, waited in measured(
        asked.site or muqtabas.site(), asked.each, widths, asked.kind
    ):
        worst = max(made, key=lambda visit: visit.shift)
        told = {
            "shift": round(worst.shift, 4),
            "blocking": max(len(visit.blocking) for visit in made),
            "blocking_script": max(visit.boot for visit in made),
            "text": max(visit.text for visit in made),
            "read": round(waited, 2),
            "all": max(visit.weight for visit in made),
        }
        figures[kind] = told
        where = f"{unquote(worst.page)} at {worst.width}, {worst.line}: {' '.join(worst.moved[:3])}"
        rows.append(
            [kind, told["shift"], told["blocking"], told["text"], told["read"], told["all"],
             where if worst.shift > 0.001 else ""]
        )  # fmt: skip
    show(figures, rows, as_json=asked.json)


if __name__ == "__main__":
    main()
