"""Does one key in the review page write a decision into the archive, and only from that page?"""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect
from test_live import address  # noqa: F401 - a fixture

Open = Callable[..., Page]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
READ = 60_000  # milliseconds that a busy machine may take
PLACES = """\
- {id: l-sham, type: place, heading: طرابلس, description: مدينة في لبنان}
- {id: l-gharb, type: place, heading: طرابلس, description: عاصمة ليبيا}
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    for folder in ("entities", "texts"):
        (root / folder).mkdir(parents=True)
    (root / "site.toml").write_text('format = 1\ntitle = "أرشيف"\n', "utf-8")
    (root / "entities" / "places.yml").write_text(PLACES, "utf-8")
    for name, where in (("a", "الغرب"), ("b", "الشرق")):
        text = f"---\ntitle: رحلة   # {name}\n---\nسافر إلى طرابلس من {where}.\n"
        (root / "texts" / f"{name}.md").write_text(text, "utf-8")
    return root


def test_a_key_decides_and_the_next_name_comes(
    archive: Path,
    address: str,  # noqa: F811
    open_page: Open,
) -> None:
    page = open_page(address + "-/review")
    expect(page.locator("#name")).to_have_text("طرابلس", timeout=READ)
    expect(page.locator("#candidates li")).to_have_count(2)
    expect(page.locator("#rule")).to_contain_text("1 من 2")
    expect(page.locator("#context mark")).to_have_text("طرابلس")
    page.evaluate(AXE)
    assert not page.evaluate("async () => (await axe.run()).violations")
    first = page.locator("#candidates li").first.inner_text()
    expect(page.locator("#why")).to_contain_text("أكثر من واحد")
    with page.context.expect_page() as opened:
        page.locator("#document").click()
    expect(opened.value.locator("main h1")).to_contain_text("رحلة")
    assert "/d/texts-a.html#p-" in opened.value.url
    opened.value.close()
    page.keyboard.press("1")
    expect(page.locator("#rule")).to_contain_text("1 من 1", timeout=READ)
    record = "l-gharb" if "l-gharb" in first else "l-sham"
    lines = (archive / "texts" / "a.md").read_text("utf-8").splitlines()
    assert lines == [
        "---",
        "title: رحلة   # a",
        f"entities: {{as: {{طرابلس: {record}}}}}",
        "---",
        "سافر إلى طرابلس من الغرب.",
    ]
    page.get_by_role("button", name="لا يُربط به أبدًا").nth(0).click()
    expect(page.locator("#state")).to_contain_text("لا اسم", timeout=READ)
    assert "never_link: [طرابلس]" in (archive / "entities" / "places.yml").read_text("utf-8")


def test_a_key_with_shift_says_who_is_not_meant(
    archive: Path,
    address: str,  # noqa: F811
    open_page: Open,
) -> None:
    page = open_page(address + "-/review")
    expect(page.locator("#rule")).to_contain_text("1 من 2", timeout=READ)
    first = page.locator("#candidates li").first.inner_text()
    page.keyboard.press("Shift+Digit1")
    expect(page.locator("#rule")).to_contain_text("1 من 1", timeout=READ)
    record = "l-gharb" if "l-gharb" in first else "l-sham"
    assert f"entities: {{not: [{record}]}}" in (archive / "texts" / "a.md").read_text("utf-8")


def test_a_file_that_changed_meanwhile_is_left_alone(
    archive: Path,
    address: str,  # noqa: F811
    open_page: Open,
) -> None:
    page = open_page(address + "-/review")
    expect(page.locator("#name")).to_have_text("طرابلس", timeout=READ)
    mine = "---\ntitle: نصّ آخر\n---\nسافر إلى طرابلس.\n"
    (archive / "texts" / "a.md").write_text(mine, "utf-8")
    page.keyboard.press("2")
    expect(page.locator("#state")).to_contain_text("has changed since", timeout=READ)
    assert (archive / "texts" / "a.md").read_text("utf-8") == mine


def test_another_page_cannot_decide(archive: Path, address: str) -> None:  # noqa: F811
    before = {path: path.read_bytes() for path in archive.rglob("*.*") if path.is_file()}
    body = b'{"case": 0, "sight": 0, "decision": "as", "record": "l-sham"}'
    for headers in ({}, {"X-Sitegen-Token": "guess"}):
        request = urllib.request.Request(address + "-/review.json", body, headers)
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=60)
        assert caught.value.code == 403
        caught.value.close()
    assert all(path.read_bytes() == raw for path, raw in before.items() if path.exists())
