"""How does a site look? Pictures of the sample for the README, each under 200 kB.

``python bench/pictures.py SITE``, what ``make pictures`` calls; writes docs/img/.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, NamedTuple

import muqtabas
import runtimes
from playwright.sync_api import sync_playwright

MOST = 200_000  # bytes
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 780}


class Picture(NamedTuple):
    """A page of the sample, and how it is looked at."""

    name: str
    address: str
    viewport: dict[str, int]
    scheme: str = "light"
    ready: str = "main"  # what must be seen first
    opens: tuple[str, ...] = ()  # what is pressed before


PICTURES = (
    Picture("home", "index.html", DESKTOP),
    Picture("document", "d/warraq-087-qalam-fi-shir.html", DESKTOP),
    Picture(
        "search",
        "search.html#q=القلم&from=2000&to=2012",
        DESKTOP,
        ready="ol.hits > li.hit:not(.pending) .passage",
        opens=tuple(
            f'.facet[data-field="{field}"] > summary' for field in ("", "collection", "author")
        ),
    ),
    Picture("person", "person/p-mutanabbi.html", DESKTOP),
    Picture("phone-light", "d/warraq-088-ila-l-harf.html", PHONE),
    Picture("phone-dark", "d/warraq-088-ila-l-harf.html", PHONE, "dark"),
)


def take(site: Path, folder: Path) -> list[str]:
    """Take every picture; give those that are too large, and why."""
    folder.mkdir(parents=True, exist_ok=True)
    large = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=runtimes.find_chromium())
        for picture in PICTURES:
            looks: dict[str, Any] = {"viewport": picture.viewport, "color_scheme": picture.scheme}
            page = browser.new_context(**looks, reduced_motion="reduce").new_page()
            page.goto(f"{site.resolve().as_uri()}/{picture.address}")
            page.locator(picture.ready).first.wait_for()
            for summary in picture.opens:
                page.locator(summary).click()
            page.wait_for_load_state("networkidle")
            page.evaluate("document.fonts.ready")
            target = folder / f"{picture.name}.png"
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=target)
            size = target.stat().st_size
            print(f"{target.relative_to(muqtabas.ROOT)}: {size // 1000} kB")
            if size > MOST:
                large.append(f"{target.name}: {size} bytes, over {MOST}")
        browser.close()
    return large


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    large = take(parser.parse_args().site, muqtabas.ROOT / "docs" / "img")
    sys.exit("\n".join(large) or 0)


if __name__ == "__main__":
    main()
