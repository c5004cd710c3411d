"""Is the printed page beside its text, wherever it is kept, and only where pages may load it?"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

Open = Callable[..., Page]
HOST = "https://images.example.org"
PHONE = {"viewport": {"width": 390, "height": 844}}
DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="600">'
    '<rect width="400" height="600" fill="#eee"/></svg>'
)
TEXT = "\n\n".join(
    f"{{{{page {page}}}}}\n\nفقرة من الصفحة {page}، " + "وفيها كلام كثير عن المطبعة والجريدة. " * 30
    for page in (3, 4, 5)
)


def manifest() -> str:
    """Three canvases of a viewer elsewhere, in its order from right to left."""
    canvases = [
        {
            "label": {"none": [str(page)]},
            "items": [{"items": [{"body": {"id": f"{HOST}/{page}.png"}}]}],
        }
        for page in (3, 4, 5)
    ]
    home = [{"id": "https://library.example.org/1"}]
    told = {"type": "Manifest", "viewingDirection": "right-to-left", "homepage": home}
    return json.dumps(told | {"items": canvases})


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Build the archive with these settings: a PDF, pictures here, pictures elsewhere."""
    made: dict[str, Path] = {}

    def build(settings: str) -> Path:
        if settings in made:
            return made[settings]
        root = tmp_path_factory.mktemp("scans")
        archive = root / "archive"
        (archive / "assets").mkdir(parents=True)
        (archive / "site.toml").write_text(f'format = 1\ntitle = "أرشيف"\n{settings}', "utf-8")
        (archive / "assets/issue.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
        for page in (3, 4, 5):
            (archive / f"assets/{page}.svg").write_text(DRAWN, "utf-8")
        (archive / "assets/one.json").write_text(manifest(), "utf-8")
        kinds = {
            "pdf": "assets/issue.pdf#page=3", "here": "assets/{page}.svg", "iiif": "assets/one.json"
        }  # fmt: skip
        for name, facsimile in kinds.items():
            head = f"id: {name}\ntitle: عنوان\npages: 3-5\nfacsimile: {facsimile}\n"
            (archive / f"{name}.md").write_text(f"---\n{head}---\n\n{TEXT}\n", "utf-8")
        output = root / "public"
        command = [sys.executable, "-m", "sitegen", "build", str(archive), "-o", str(output)]
        subprocess.run(command, check=True, capture_output=True)
        made[settings] = output
        return output

    return build


def answer(route: Route) -> None:
    route.fulfill(body=DRAWN, content_type="image/svg+xml")


@pytest.mark.parametrize("options", [{}, PHONE])
def test_pictures_of_the_archive_stand_beside_or_above_their_text(
    options: dict[str, Any], scanned: Callable[[str], Path], open_page: Open
) -> None:
    page = open_page(f"{scanned('').as_uri()}/d/here.html", **options)
    page.locator("button[data-scans]").click()
    panel = page.locator(".beside")
    expect(panel.locator("img")).to_have_js_property("naturalWidth", 400)
    before, after = (panel.get_by_role("button", name=one) for one in ("السابقة", "التالية"))
    first, second = before.bounding_box(), after.bounding_box()
    assert first
    assert second
    assert first["x"] > second["x"]  # one turns to the left
    expect(page.locator(".body p").first).to_be_in_viewport()
    expect(panel.get_by_role("status")).to_have_text("ص ٣")
    after.click()
    expect(panel.get_by_role("status")).to_have_text("ص ٤")
    expect(page.locator('.page-break[title="4"]')).to_be_in_viewport()
    box, broken = panel.bounding_box(), page.locator('.page-break[title="4"]').bounding_box()
    assert box
    assert broken
    apart = box["x"] >= 500 if not options else broken["y"] >= box["y"] + box["height"] - 30
    assert apart
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


def test_a_pdf_is_opened_at_its_page_by_a_link(
    scanned: Callable[[str], Path], open_page: Open
) -> None:
    page = open_page(f"{scanned('').as_uri()}/d/pdf.html")
    link = page.locator(".scans a")
    assert link.get_attribute("href") == "../assets/issue.pdf#page=3"
    assert (scanned("") / "assets/issue.pdf").is_file()
    assert page.locator("button[data-scans]").count() == 0


def test_pictures_of_a_host_that_is_not_named_are_links_out_and_never_loaded(
    scanned: Callable[[str], Path], open_page: Open
) -> None:
    site = scanned("")
    page = open_page("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.as_uri()}/d/iiif.html")
    assert page.locator("button[data-scans]").count() == 0
    assert page.locator(".scans a").first.get_attribute("href") == f"{HOST}/3.png"
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert "img-src 'self' data:;" in policy
    assert [url for url in asked if not url.startswith("file:")] == []
    assert HOST not in (site / "about.html").read_text("utf-8")


def test_pictures_of_a_host_that_is_named_stand_beside_the_text_and_about_says_so(
    scanned: Callable[[str], Path], browser: Browser
) -> None:
    site = scanned(f'image_hosts = ["{HOST}"]\n')
    page = browser.new_page(locale="ar")
    page.route(f"{HOST}/**", answer)
    page.goto(f"{site.as_uri()}/d/iiif.html")
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert f"img-src 'self' data: {HOST};" in policy
    assert policy.count(HOST) == 1
    page.locator("button[data-scans]").click()
    shown = page.locator(".beside img")
    expect(shown).to_have_js_property("naturalWidth", 400)
    assert shown.get_attribute("src") == f"{HOST}/3.png"
    assert "images.example.org" in (site / "about.html").read_text("utf-8")
    page.close()
