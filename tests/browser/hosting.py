"""A small archive on a host of its own, which can be built anew, be slow, and be gone."""

from __future__ import annotations

import shutil
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

from sitegen.build import Options, build
from sitegen.export.offline import LIST, digest_of

SITE = 'format = 1\ntitle = "أرشيف"\nbase_url = "http://127.0.0.1/archive/"\n'
ARTICLE = """\
---
id: {id}
title: {title}
date: {date}
{more}---
{body}
"""
TEXTS = {
    "a-1": ("المنار", "1908-05", "صدرت مجلة المنار في القاهرة."),
    "a-2": ("المقتبس", "1908-06", "صدرت مجلة المقتبس في دمشق."),
    "a-3": ("الهلال", "1909-01", "صدرت مجلة الهلال في القاهرة."),
    "a-4": ("الضياء", "1910-02", "صدرت مجلة الضياء وفيها سرٌّ مكنون."),
}


@dataclass
class Hosted:
    """An archive, its site in a folder of a host, and what the host was asked for."""

    root: Path
    port: int = 0
    asked: list[str] = field(default_factory=list)
    slow: float = 0.0  # seconds before each answer
    refused: str | tuple[str, ...] = "/"  # what begins so has no answer but 503
    server: ThreadingHTTPServer | None = None

    @property
    def archive(self) -> Path:
        return self.root / "texts of ours"

    @property
    def site(self) -> Path:
        return self.root / "host" / "archive"

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/archive/"

    def article(self, name: str, title: str, date: str, body: str, more: str = "") -> Self:
        text = ARTICLE.format(id=name, title=title, date=date, body=body, more=more)
        return self.write(f"texts/{name}.md", text)

    def write(self, path: str, text: str) -> Self:
        target = self.archive / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(textwrap.dedent(text), "utf-8")
        return self

    def build(self) -> Self:
        build(self.archive, self.site, Options(jobs=1))
        return self

    @property
    def digest(self) -> str:
        """The name of the build that the host has."""
        return digest_of((self.site / LIST).read_bytes())

    def start(self) -> None:
        handler = partial(_Handler, hosted=self, directory=str(self.root / "host"))
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Be gone: connections are refused."""
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *arguments: object, hosted: Hosted, directory: str) -> None:
        self.hosted = hosted
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path).removeprefix("/archive/")
        self.hosted.asked.append(path)
        time.sleep(self.hosted.slow)
        if path.startswith(self.hosted.refused):
            self.send_error(503)
            return
        del self.headers["If-Modified-Since"]  # whole seconds: two builds may share one
        super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_error(self, code: int, *_: object) -> None:  # type: ignore[override]
        """Send the site's own page, as hosts do."""
        body = (self.hosted.site / "404.html").read_bytes() if code == 404 else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def hosted(root: Path, like: Hosted) -> Iterator[Hosted]:
    """Serve a copy of an archive and of its site, to change and to break."""
    one = Hosted(root)
    shutil.copytree(like.archive, one.archive)
    shutil.copytree(like.site, one.site)
    one.start()
    yield one
    one.stop()


def small(root: Path) -> Hosted:
    """Build the small archive."""
    one = Hosted(root).write("site.toml", SITE)
    for name, (title, date, body) in TEXTS.items():
        one.article(name, title, date, body)
    return one.build()
