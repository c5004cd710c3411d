"""What does an open page do while `sitegen serve` builds?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sitegen.serve.http import make_server
from sitegen.serve.live import Live

PAGE = (
    "<!doctype html><html lang='ar'><head><link rel='icon' href='data:,'><title>م</title></head>"
    "<body><p>{}</p></body></html>"
)


@pytest.fixture
def live(tmp_path: Path) -> Live:
    for name in ("a", "b"):
        (tmp_path / f"{name}.html").write_text(PAGE.format("قديم"), encoding="utf-8")
    return Live(lambda path: (tmp_path / path).read_bytes())


@pytest.fixture
def address(tmp_path: Path, live: Live) -> Iterator[str]:
    """Where two pages are served, until all that were opened are closed."""
    server = make_server(tmp_path, 0, live)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_page_shown_early_is_loaded_once_and_others_with_the_site(
    tmp_path: Path, live: Live, address: str, open_page: Callable[..., Page]
) -> None:
    edited, other = (open_page(f"{address}/{name}.html") for name in ("a", "b"))
    other.evaluate("window.mark = 1")
    early = PAGE.format("جديد").encode()
    live.show({"a.html": early})
    expect(edited.locator("p")).to_have_text("جديد")
    assert other.evaluate("window.mark") == 1
    edited.evaluate("window.mark = 1")
    (tmp_path / "a.html").write_bytes(early)
    (tmp_path / "b.html").write_text(PAGE.format("آخر"), encoding="utf-8")
    live.built(changed=True)
    expect(other.locator("p")).to_have_text("آخر")
    assert edited.evaluate("window.mark") == 1
