"""Does every link to a passage of a long text lead to it, on whichever page it stands?"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
Open = Callable[..., Page]
WORDS = "طبع الكتاب في مطبعة قديمة ثم أعيد طبعه في مدينة أخرى بعد سنوات كاملة"


def text() -> str:
    """A book of thirty chapters and 2,400 paragraphs, so that its anchors are in several files."""
    pieces: list[str] = []
    for chapter in range(1, 31):
        pieces.append(f"## الباب {chapter}")
        for n in range(80):
            if n % 20 == 0:
                pieces.append(f"{{{{page {chapter * 4 + n // 20}}}}}")
            call = f"[^c{chapter}]" if n == 40 else ""
            pieces.append(f"{WORDS} {chapter} {n}{call}")
    pieces.append("آخر فقرة في الكتاب كله، وفيها اسم القَلَمُوس. {#khatima}")
    return "\n\n".join(pieces + [f"[^c{n}]: حاشية الباب {n}" for n in range(1, 31)])


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory, site: Path) -> Path:
    """The book's site, beside the sample's, where the server finds it."""
    archive = tmp_path_factory.mktemp("long") / "archive"
    archive.mkdir()
    (archive / "site.toml").write_text('format = 1\ntitle = "أرشيف"\n', "utf-8")
    head = "---\nid: kitab\ntitle: كتاب الطباعة\ndate: 1908\nauthors: [فلان]\npages: 4-124\n---\n\n"
    (archive / "kitab.md").write_text(head + text(), "utf-8")
    (archive / "o.md").write_text(
        "---\nid: o\ntitle: آخر\n---\n\nانظر [الخاتمة](doc:kitab#khatima).\n", "utf-8"
    )
    output = site.parent / "long"
    shutil.rmtree(output, ignore_errors=True)
    command = [sys.executable, "-m", "sitegen", "build", str(archive), "-o", str(output)]
    subprocess.run(command, check=True, capture_output=True)
    return output


@pytest.fixture
def long_base(base: str, site: Path, long_site: Path) -> str:
    """Its address, both ways."""
    here = base.rstrip("/").rpartition("/")[0]
    return f"{here}/{long_site.name}/"


def digits(number: int) -> str:
    """Write a number as the site does."""
    return "".join("٠١٢٣٤٥٦٧٨٩"[int(one)] for one in str(number))


def paragraphs(site: Path) -> list[tuple[int, str]]:
    """Anchors of paragraphs, each with its part."""
    pages = {1: site / "d/kitab.html"}
    pages |= {int(path.stem): path for path in (site / "d/kitab_").glob("[0-9]*.html")}
    return [
        (number, anchor)
        for number, path in sorted(pages.items())
        for anchor in re.findall(r'<p id="([^":]+)"', path.read_text("utf-8"))
    ]


def test_a_permalink_leads_to_the_part_that_has_its_paragraph(
    long_base: str, long_site: Path, open_page: Open
) -> None:
    assert len(list((long_site / "d/kitab_/at").iterdir())) > 1
    found = paragraphs(long_site)
    for number, anchor in (found[0], found[700], found[1500], found[-1]):
        page = open_page(f"{long_base}d/kitab.html#{anchor}")
        end = "d/kitab.html" if number == 1 else f"d/kitab_/{number}.html"
        page.wait_for_url(f"**/{end}#{anchor}")
        expect(page.locator(f'[id="{anchor}"]')).to_be_in_viewport()


def test_a_result_is_marked_on_the_part_that_has_it(long_base: str, open_page: Open) -> None:
    page = open_page(long_base + "search.html#q=القلموس")
    page.locator("ol.hits > li.hit a").first.click()
    page.wait_for_url(re.compile(r"/d/kitab_/\d+\.html#khatima&q="))
    expect(page.locator("#khatima.target")).to_be_in_viewport()
    expect(page.locator(".matches")).to_be_visible()


def test_a_link_from_another_text_and_a_later_address_lead_there(
    long_base: str, long_site: Path, open_page: Open
) -> None:
    page = open_page(long_base + "d/o.html")
    page.get_by_role("link", name="الخاتمة").click()
    page.wait_for_url(re.compile(r"/d/kitab_/\d+\.html#khatima"))
    _, first = paragraphs(long_site)[0]
    page.evaluate(f"location.hash = '{first}'")  # as a reader who pastes an anchor
    page.wait_for_url(re.compile(rf"/d/kitab\.html#{first}"))


def test_an_anchor_that_no_part_has_leaves_the_page(long_base: str, open_page: Open) -> None:
    page = open_page(long_base + "d/kitab.html#p-nnnnn")
    page.wait_for_function("() => sitegen.seekPart !== undefined")
    page.wait_for_load_state("networkidle")
    assert page.url.endswith("d/kitab.html#p-nnnnn")


def test_a_paragraph_of_a_later_part_is_cited_by_the_text_s_own_address_and_page(
    http_base: str, site: Path, long_site: Path, open_page: Open
) -> None:
    number, anchor = next(one for one in paragraphs(long_site) if one[0] == 5)
    root = http_base.rstrip("/").rpartition("/")[0] + "/long/"
    page = open_page(f"{root}d/kitab_/{number}.html")
    block = page.locator(f'[id="{anchor}"]')
    block.locator("a.pin").click()
    page.wait_for_function("() => sitegen.citing !== undefined")
    told = dict(page.evaluate(f"sitegen.citing(document.getElementById('{anchor}'))"))
    assert f"{root}d/kitab.html#{anchor}" in told["BibTeX"]
    assert re.search(r"pages = \{\d+\}", told["BibTeX"])


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}])
def test_the_parts_are_read_one_after_the_other_and_by_the_contents(
    options: dict[str, Any], long_base: str, open_page: Open
) -> None:
    page = open_page(long_base + "d/kitab.html", **options)
    seen = 1
    while page.locator(".pager .next").count():
        page.locator(".pager .next").click()
        seen += 1
        expect(page.locator(".opening")).to_contain_text(f"الجزء {digits(seen)} من")
        assert page.locator("h1").inner_text() == "كتاب الطباعة"
    assert page.locator("#khatima").count() == 1
    assert seen > 8
    page.locator(".parts summary").click()
    page.locator(".parts").get_by_role("link", name="الباب 1", exact=True).click()
    expect(page.locator(".body h2").first).to_be_in_viewport()
    assert page.url.rpartition("#")[0].endswith("d/kitab.html")
    ref = page.locator("a.noteref").first
    note = ref.get_attribute("href") or ""
    assert page.locator(f'[id="{note[1:]}"]').count() == 1


def test_all_of_it_is_on_one_page_to_print_and_to_take_away(
    long_base: str, long_site: Path, open_page: Open
) -> None:
    page = open_page(long_base + "d/kitab.html")
    assert page.locator("[data-take]").count() == 0
    page.locator(".parts > p a").click()
    page.wait_for_url("**/d/kitab_/whole.html")
    assert page.locator(".body p[id]").count() == len(paragraphs(long_site))
    expect(page.locator("button[data-take]")).to_be_visible()
    page.locator(".parts a").click()
    page.wait_for_url("**/d/kitab.html")


def test_a_part_is_heard_as_it_was_reviewed(long_site: Path, open_page: Open, root: Path) -> None:
    page = open_page(f"{long_site.as_uri()}/d/kitab_/2.html")
    page.wait_for_load_state("load")
    page.locator(".body p:nth-of-type(n + 3)").evaluate_all("all => all.forEach((e) => e.remove())")
    tree = page.locator("body").aria_snapshot() + "\n"
    file = root / "tests" / "golden" / "trees" / "part.yml"
    if os.environ.get("SITEGEN_GOLDEN") == "write":
        file.write_text(tree, encoding="utf-8", newline="\n")
    assert tree == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["kitab.html", "kitab_/3.html", "kitab_/whole.html"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_contents_and_parts_have_room(
    name: str, width: int, long_site: Path, open_page: Open
) -> None:
    page = open_page(f"{long_site.as_uri()}/d/{name}", viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE)
    assert page.evaluate("async () => (await axe.run({preload: false})).violations") == []
