"""How does a site look? Pictures of the sample for the README, each under 200 kB.

``python bench/pictures.py SITE``, what ``make pictures`` calls; writes docs/img/, and each kind of
page at two widths into docs/img/kinds/.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, NamedTuple

import muqtabas
import runtimes
from playwright.sync_api import Page, sync_playwright

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
KINDS = {
    "home": "index.html",
    "document": "d/matbaa-2019-1-fano.html",
    "collections": "c/index.html",
    "collection": "c/al-matbaa/index.html",
    "list": "c/al-matbaa/v1/index.html",
    "years": "year/index.html",
    "calendar": "day/index.html",
    "letters": "letter/person/index.html",
    "entity": "place/l-bulaq.html",
    "map": "map.html",
    "network": "network.html",
    "timeline": "timeline.html",
    "words": "words/index.html",
    "search": "search.html",
    "about": "about.html",
    "data": "data.html",
    "missing": "404.html",
    "offline": "offline.html",
}


def until_set(page: Page) -> None:
    """Load a page anew until it is set in the theme's faces: one that comes late is not used."""
    tools = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        tools.send(f"{domain}.enable")
    for _ in range(8):
        page.reload()
        page.evaluate("document.fonts.ready")
        root = tools.send("DOM.getDocument")["root"]["nodeId"]
        used = set()
        for words in ("header .name a", "header nav a"):
            node = tools.send("DOM.querySelector", {"nodeId": root, "selector": words})["nodeId"]
            fonts = tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            used |= {font["familyName"] for font in fonts}
        if {"Amiri", "Archive Sans"} <= used:
            return


def take_kinds(site: Path, folder: Path) -> None:
    """Take each kind of page at the width of a desk and of a phone."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=runtimes.find_chromium())
        for name, address in KINDS.items():
            for width, view in (("desktop", DESKTOP), ("phone", PHONE)):
                looks: dict[str, Any] = {"viewport": view, "reduced_motion": "reduce"}
                page = browser.new_context(**looks).new_page()
                page.goto(f"{site.resolve().as_uri()}/{address}")
                page.wait_for_load_state("networkidle")
                until_set(page)
                target = folder / f"{name}-{width}.jpg"
                page.screenshot(path=target, type="jpeg", quality=55)
                print(f"{target.relative_to(muqtabas.ROOT)}: {target.stat().st_size // 1000} kB")
        browser.close()


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
            until_set(page)
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
    site = parser.parse_args().site
    large = take(site, muqtabas.ROOT / "docs" / "img")
    take_kinds(site, muqtabas.ROOT / "docs" / "img" / "kinds")
    sys.exit("\n".join(large) or 0)


if __name__ == "__main__":
    main()
