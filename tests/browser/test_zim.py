"""A site in one file for Kiwix: served from it, pages open and the site's own search finds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from libzim.reader import Archive
from playwright.sync_api import Page, expect

from sitegen.exporting.zim import write_zim

ABOUT = {"Title": "خزانة الحرف", "Description": "نصوص", "Language": "ara", "Name": "sample",
         "Creator": "sitegen", "Publisher": "sitegen", "Date": "2026-11-28"}  # fmt: skip


@pytest.fixture(scope="module")
def kiwix(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that gives the entries of a ZIM file, in a subfolder as kiwix-serve does."""
    path = tmp_path_factory.mktemp("zim") / "sample.zim"
    write_zim(site, path, ABOUT)
    held, lock = Archive(path), threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = unquote(urlsplit(self.path).path).removeprefix("/content/sample/")
            with lock:
                if not held.has_entry_by_path(name):
                    self.send_error(404)
                    return
                item = held.get_entry_by_path(name).get_item()
                kind, content = item.mimetype, bytes(item.content)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/content/sample/"
    server.shutdown()
    server.server_close()


def test_the_search_inside_finds_and_leads_on(kiwix: str, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{kiwix}search.html#q=مطبعة بولاق")
    expect(page.locator("main mark").first).to_be_visible()
    page.locator("main h3 a, main h2 a").first.click()
    expect(page.locator("main mark").first).to_be_visible()
    assert "/content/sample/d/" in page.url
