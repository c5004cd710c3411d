"""Does every page of a site open in a browser without a word on the console?

``python bench/open_pages.py [SITE] [--every N] [--json]``; without SITE: al-Muqtabas. From disk, in
Chromium, one page after the other; --every 10 opens each tenth.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import muqtabas
import runtimes
from html_validity import pages_of
from measure import show, skip
from playwright.sync_api import sync_playwright
from watched import Watched


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not asked.site and not muqtabas.is_there():
        skip(muqtabas.ABSENT, as_json=asked.json)
        return
    site = (asked.site or muqtabas.site()).resolve()
    pages = pages_of(site)[:: asked.every]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=runtimes.find_chromium())
        watched = Watched.watch(browser.new_page())
        for page in pages:
            watched.page.goto(page.as_uri())
            if not watched.page.title():
                watched.note("no title")
        browser.close()
    for fault in watched.faults[:20]:
        print(fault, file=sys.stderr)
    figures = {"pages": len(pages), "faults": len(watched.faults)}
    show(figures, [["", "count"], *figures.items()], as_json=asked.json)
    sys.exit(bool(watched.faults))


if __name__ == "__main__":
    main()
