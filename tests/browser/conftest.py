"""A real browser on the built sample archive: over http and from disk, desktop and phone."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import links
import pytest
import runtimes
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from watched import Watched

expect.set_options(timeout=30_000)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


def build(archive: Path, output: Path) -> Path:
    """Build with the command line, as a person does."""
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "build", str(archive), "-o", str(output), "-j", "2"],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return output


@pytest.fixture(scope="session")
def archive(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample archive, so that nothing is left in the checkout."""
    copy = tmp_path_factory.mktemp("sample") / "content"
    shutil.copytree(root / "content", copy, ignore=shutil.ignore_patterns(".sitegen"))
    return copy


@pytest.fixture(scope="session")
def site(archive: Path) -> Path:
    """The sample archive, built once."""
    return build(archive, archive.parent / "موقع public")


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".woff2": "font/woff2"}  # noqa: RUF012

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def http_base(site: Path) -> Iterator[str]:
    """The site's address in a subfolder of a plain web server."""
    handler = partial(_Handler, directory=str(site.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/{site.name}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def file_base(site: Path) -> str:
    """The site's address on disk."""
    return site.as_uri() + "/"


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest) -> str:
    """Both ways to open the site, one after the other."""
    return str(request.getfixturevalue(f"{request.param}_base"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium that is here."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=runtimes.find_shell(), args=runtimes.SHELL_ARGUMENTS
        )
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open addresses in new contexts; in the end no page may have said or asked anything amiss."""
    contexts: list[BrowserContext] = []
    watched: list[Watched] = []

    def open_(address: str, **options: Any) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "ar", **options})
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        watched.append(Watched.watch(page))
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    faults = [fault for one in watched for fault in one.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="session")
def kinds(site: Path) -> dict[str, list[str]]:
    """Every page's address under the kind that its body names, sorted; those that lead on: ""."""
    found: dict[str, list[str]] = {}
    for path in sorted(site.rglob("*.html")):
        kind = links.read(path).kind
        found.setdefault(kind, []).append(path.relative_to(site).as_posix())
    return found
