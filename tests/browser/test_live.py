"""Does an open page follow the archive while `sitegen serve` runs?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
REBUILT = 60_000  # milliseconds that a busy machine may take


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    subprocess.run([sys.executable, "-m", "sitegen", "new", str(folder)], check=True)
    return folder


@pytest.fixture
def address(archive: Path) -> Iterator[str]:
    """The address that `sitegen serve` says."""
    command = [sys.executable, "-m", "sitegen", "serve", str(archive), "--port", "0"]
    server = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert server.stderr
    lines = []
    for line in server.stderr:
        lines.append(line)
        if line.startswith("http://127.0.0.1:"):
            break
    else:
        pytest.fail("".join(lines))
    yield line.split()[0]
    server.terminate()
    server.wait(60)
    server.stderr.close()


def test_an_edit_shows_and_a_slip_is_told_without_losing_the_page(
    archive: Path, address: str, open_page: Open
) -> None:
    article = archive / "texts" / "001-welcome.md"
    good = article.read_text("utf-8")
    page = open_page(address + "d/welcome.html")
    body, told = page.locator(".body"), page.locator("#sitegen-problems")

    article.write_text(good + "\nالفقرة الثانية.\n", "utf-8")
    expect(body).to_contain_text("الفقرة الثانية", timeout=REBUILT)  # by itself

    article.write_text(good.replace("title:", "titel:"), "utf-8")
    expect(told).to_contain_text("001-welcome.md:", timeout=REBUILT)
    expect(told).to_contain_text("titel", timeout=REBUILT)
    expect(body).to_contain_text("الفقرة الثانية", timeout=REBUILT)

    article.write_text(good + "\nالفقرة الثالثة.\n", "utf-8")
    expect(body).to_contain_text("الفقرة الثالثة", timeout=REBUILT)
    expect(told).to_have_count(0, timeout=REBUILT)
    written = archive / ".sitegen" / "site" / "d" / "welcome.html"
    assert "/-/" not in written.read_text("utf-8")


def test_the_pointer_on_a_link_learns_its_rule(address: str, open_page: Open) -> None:
    page = open_page(address + "d/welcome.html")
    title = page.locator("main .body a.e").first.get_attribute("title") or ""
    assert {"heading", "variant"} & set(title.split())
