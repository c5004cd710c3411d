"""Does axe find a fault on any kind of page, as it comes and in the states that scripts make?

``python bench/axe.py [SITE] [--each 3] [--kinds search,usage] [--json]``; without SITE:
al-Muqtabas. Of each kind the shortest, the median and the longest page, at 1280 and at 390 pixels:
all rules of axe in light colours, its best practices among them, and those about colours in dark.
Then the same in each state of STATES, on the median page of a kind (all that folds unfolded: on all
three). The axe is the tests' own.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

import axe_playwright_python
import links
import muqtabas
import runtimes
from first_search import DRAWN, serving
from html_validity import pages_of
from measure import show, skip
from page_costs import chosen
from playwright.sync_api import Browser, Page, sync_playwright

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN = "async (options) => (await axe.run(document, options)).violations"
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
UNFOLD = "() => { for (const one of document.querySelectorAll('details')) one.open = true; }"
WIDTHS = (1280, 390)
SETTLED = 500  # milliseconds for what a script loads and draws
WORD = "كتاب"  # common in any archive
Entering = Callable[[Page], object]


def clicked(selector: str) -> Entering:
    """Click the first of what is seen, if it is there."""

    def enter(page: Page) -> None:
        one = page.locator(selector).locator("visible=true")
        if one.count():
            one.first.click()

    return enter


def hovered(page: Page) -> None:
    """Rest on the first link to an entity, for its card."""
    links = page.locator("main a.e").locator("visible=true")
    if links.count():
        links.first.focus()


def unfolded(page: Page) -> None:
    """Open whatever folds, and what folds in it."""
    for _ in range(3):
        page.evaluate(UNFOLD)
        page.wait_for_timeout(SETTLED)


def asked(query: str, after: Entering = id) -> Entering:
    """Search, wait for results or for advice, and do something more."""

    def enter(page: Page) -> None:
        page.goto(page.url.partition("#")[0] + "#q=" + quote(query, safe="&="))
        page.reload()
        page.wait_for_function(
            f"() => document.querySelector('.advice > *, .view > *') || ({DRAWN})()"
        )
        after(page)

    return enter


def typed(selector: str, text: str, key: str = "") -> Entering:
    """Type into a field, key by key."""

    def enter(page: Page) -> None:
        field = page.locator(selector).locator("visible=true").first
        field.press_sequentially(text, delay=40)
        if key:
            field.press(key)
        page.wait_for_timeout(2 * SETTLED)

    return enter


class State(NamedTuple):
    """What a reader may make of a page: its name, the kinds that have it, how to get there."""

    name: str
    kinds: frozenset[str]
    enter: Entering


STATES = (
    State("pin", frozenset(["document"]), clicked(".body .pin")),
    State("card", frozenset(["document", "entity"]), hovered),
    State("take", frozenset(["document"]), clicked("[data-take]")),
    State("scan", frozenset(["document"]), clicked("button[data-scans]")),
    State("found", frozenset(["search"]), asked(WORD)),
    State("facets", frozenset(["search"]), asked(WORD, unfolded)),
    State("kwic", frozenset(["search"]), asked(f"{WORD}&view=kwic")),
    State("compare", frozenset(["search"]), asked(f"{WORD}&view=compare")),
    State("save", frozenset(["search"]), asked(WORD, clicked("#views > button"))),
    State("nothing", frozenset(["search"]), asked("المطبععة")),
    State("typing", frozenset(["search", "home"]), typed("input[type=search]", WORD[:3])),
    State("drawn", frozenset(["usage"]), typed("#usage-add", WORD, "Enter")),
)


def entered(page: Page, address: str, enter: Entering) -> None:
    """Open a page anew and bring it into a state."""
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_timeout(SETTLED)
    enter(page)
    page.wait_for_timeout(SETTLED)


def violations(page: Page) -> Iterator[str]:
    """Run axe on what is shown: in light colours, then in dark ones."""
    page.evaluate(AXE)
    for scheme, options in (("light", {}), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for violation in page.evaluate(RUN, options):
            for node in violation["nodes"]:
                where = " ".join(map(str, node["target"]))
                yield f"{violation['id']}: {scheme}: {where}: {node['html'][:160]}"
    page.emulate_media(color_scheme="light")


def visits(kind: str, pages: Sequence[str]) -> Iterator[tuple[str, State]]:
    """Give the pages of a kind with the states in which they are looked at."""
    for page in pages:
        yield page, State("", frozenset(), id)
        yield page, State("unfolded", frozenset(), unfolded)
    for state in STATES:
        if kind in state.kinds:
            yield pages[len(pages) // 2], state


def looked_at(
    browser: Browser, address: str, kinds: dict[str, list[str]]
) -> Iterator[tuple[str, str, list[str]]]:
    """Look at each kind at each width: the kind, page and state, what axe has against it."""
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 900}, locale="ar")
        for kind, pages in kinds.items():
            for name, state in visits(kind, pages):
                entered(page, address + quote(name), state.enter)
                where = f"{unquote(name)} {state.name or 'as it comes'} at {width}"
                yield kind, where, list(violations(page))
        page.close()


def kinds_of(site: Path, each: int, wanted: Iterable[str]) -> dict[str, list[str]]:
    """Choose pages of each kind, by their size."""
    found: dict[str, list[Path]] = {}
    for path in pages_of(site):
        found.setdefault(links.read(path).kind, []).append(path)
    kinds = sorted(kind for kind in found if kind and (kind in wanted or not wanted))
    return {
        kind: [path.relative_to(site).as_posix() for path in chosen(found[kind], each)]
        for kind in kinds
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path)
    parser.add_argument("--each", type=int, default=3, help="pages of each kind")
    parser.add_argument("--kinds", default="", help="only these, by name")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not asked.site and not muqtabas.is_there():
        skip(muqtabas.ABSENT, as_json=asked.json)
        return
    site = asked.site or muqtabas.site()
    kinds = kinds_of(site, asked.each, [kind for kind in asked.kinds.split(",") if kind])
    looks, faults = Counter[str](), Counter[str]()
    with serving(site) as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=runtimes.find_chromium())
        for kind, where, found in looked_at(browser, address, kinds):
            looks[kind] += 1
            faults[kind] += len(found)
            for fault in found[:6]:
                print(f"{where}: {fault}", file=sys.stderr)
        browser.close()
    figures = {kind: {"looked at": looks[kind], "violations": faults[kind]} for kind in looks}
    rows = [[kind, looks[kind], faults[kind]] for kind in looks]
    rows.append(["all", looks.total(), faults.total()])
    show(figures, [["kind", "looked at", "violations"], *rows], as_json=asked.json)
    sys.exit(bool(faults.total()))


if __name__ == "__main__":
    main()
