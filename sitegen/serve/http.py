"""What does the browser get? Files of the site, pages that reload themselves, and nothing else."""

from __future__ import annotations

import html
import json
import os
import re
import secrets
from collections.abc import Mapping, Sequence
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import quote, unquote, urlsplit

from sitegen.errors import CorpusError, Problem
from sitegen.model import slug_of
from sitegen.pages.urls import fanout
from sitegen.serve.live import Live, State

LOCAL = "127.0.0.1"
KEEP_ALIVE = 15.0  # seconds between two signs of life to an open page
TYPES = {
    ".atom": "application/atom+xml",
    ".avif": "image/avif",
    ".bib": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".epub": "application/epub+zip",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
_TEXT = "/-/text/"  # and a document's id: leads to its page
_COUNTS = 1, 1_001, 200_001  # of documents, one for each depth of folders
_HELPERS = ("/-/reload.js", "/-/overlay.css", "/-/review.js", "/-/review.css")
_MOST_POSTED = 10_000  # bytes of a decision
_POLICY = re.compile(
    rb"""(<meta\s+http-equiv=["']?Content-Security-Policy["']?\s+content=")([^"]*)(")""",
    re.IGNORECASE,
)


def type_of(name: str) -> str:
    """Name the media type of a file.

    >>> type_of("search/manifest.js"), type_of("كتاب.JSONL")
    ('text/javascript; charset=utf-8', 'application/x-ndjson; charset=utf-8')
    """
    return TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")


def widen(policy: str, directive: str, source: str = "'self'") -> str:
    """Let *directive* of a content security policy take *source*, and change nothing else.

    >>> widen("default-src 'none'; base-uri 'none'", "connect-src")
    "default-src 'none'; base-uri 'none'; connect-src 'self'"
    >>> widen("default-src 'none'; base-uri 'none'", "base-uri")
    "default-src 'none'; base-uri 'self'"
    """
    directives = [part.split() for part in policy.split(";") if part.strip()]
    for words in directives:
        if words[0].lower() == directive:
            if source not in words:
                words[1:] = [*(word for word in words[1:] if word != "'none'"), source]
            break
    else:
        directives.append([directive, source])
    return "; ".join(" ".join(words) for words in directives)


def live_page(page: bytes, version: str, *, from_root: bool = False) -> bytes:
    """Let a page reload itself; only what is sent is changed, never the file.

    *from_root* is for 404.html, whose links lead from the site's root wherever it is shown.

    >>> live_page(b"<head></head><p>", "a.1")
    b'<head><script src="/-/reload.js?v=a.1" defer></script></head><p>'
    """

    def allow(found: re.Match[bytes]) -> bytes:
        policy = widen(html.unescape(found[2].decode()), "connect-src")
        policy = widen(policy, "base-uri") if from_root else policy
        return found[1] + html.escape(policy).encode() + found[3]

    page = _POLICY.sub(allow, page, count=1)
    script = f'<script src="/-/reload.js?v={quote(version)}" defer></script>'.encode()
    if from_root:
        page = re.sub(rb"<head\b[^>]*>", lambda m: m[0] + b'<base href="/">', page, count=1)
    head, end, rest = page.partition(b"</head>")
    return head + script + end + rest


def problem_page(state: State) -> bytes:
    """Write the page that stands in while there is no good site yet; its script tells why."""
    return live_page(
        b'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        b"<title>sitegen</title></head>"
        b"<body><main><h1>No site yet</h1><p>It appears here as soon as a build succeeds.</p>"
        b"</main></body></html>\n",
        state.version,
    )


def find(root: Path, path: str) -> Path | None:
    """Find the file or folder of a URL's path: below *root* for certain, or None."""
    name = unquote(path).lstrip("/")
    if "\0" in name or "\\" in name or ".." in name.split("/"):
        return None
    try:
        found = (root / name).resolve(strict=True)
    except OSError:  # nothing there, or a name that the file system does not take
        return None
    return found if found.is_relative_to(root.resolve()) else None


def find_file(root: Path, path: str) -> Path | None:
    """Find the file of a URL's path, a folder's index.html for the folder, or None."""
    found = find(root, path)
    if found and found.is_dir():
        found = find(root, f"{path}/index.html")
    return found if found and found.is_file() else None


def find_text(root: Path, document: str) -> str:
    """Give the address of a document's page by its id, whatever folders the site has, or ""."""
    slug = slug_of(document)
    paths = (f"d/{fanout(slug, count)}{slug}.html" for count in _COUNTS)
    return next((path for path in paths if find_file(root, path)), "")


class Reviews(Protocol):
    """What the review page needs: cases, and somebody who takes decisions."""

    @property
    def token(self) -> str:
        """The secret that only the page knows."""

    def overview(self) -> Mapping[str, Any]:
        """Give the cases, with the token."""

    def decide(self, said: Mapping[str, Any]) -> Sequence[Problem]:
        """Apply one decision."""


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD of this machine's browsers, and POST of the review page."""

    protocol_version = "HTTP/1.1"
    server_version = "sitegen"
    sys_version = ""

    def __init__(
        self, *arguments: object, root: Path, live: Live, desk: Reviews | None = None
    ) -> None:
        self.root, self.live, self.desk = root, live, desk
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Send a file, a helper of the live pages, or the site's 404 page."""
        if not self._is_local():
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"not this host\n", "text/plain")
            return
        path = urlsplit(self.path).path
        if path == "/-/events":
            self._send_events()
        elif path == "/-/review.json":
            self._send_cases()
        elif path == "/-/review":
            helper = files("sitegen.serve").joinpath("review.html")
            self._send(HTTPStatus.OK, helper.read_bytes(), TYPES[".html"])
        elif path.startswith(_TEXT):
            self._redirect(find_text(self.root, unquote(path.removeprefix(_TEXT))) or "404.html")
        elif path in _HELPERS:
            helper = files("sitegen.serve").joinpath(path.rpartition("/")[2])
            self._send(HTTPStatus.OK, helper.read_bytes(), type_of(path))
        elif not path.endswith("/") and (folder := find(self.root, path)) and folder.is_dir():
            query = urlsplit(self.path).query
            self._redirect(path + "/" + (f"?{query}" if query else ""))
        else:
            self._send_file(path)

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def do_POST(self) -> None:
        """Take a decision from the review page; the token says that the page is ours."""
        length = int(self.headers.get("Content-Length", "0") or 0)
        body = self.rfile.read(min(length, _MOST_POSTED))
        token = self.headers.get("X-Sitegen-Token", "")
        is_ours = self.desk is not None and secrets.compare_digest(token, self.desk.token)
        if not self._is_local() or not is_ours or self.desk is None:
            self._send(HTTPStatus.FORBIDDEN, b"not from the review page\n", "text/plain")
        elif urlsplit(self.path).path != "/-/review.json" or length > _MOST_POSTED:
            self._send(HTTPStatus.NOT_FOUND, b"nothing takes this\n", "text/plain")
        else:
            try:
                said = json.loads(body)
            except ValueError:
                self._send(HTTPStatus.BAD_REQUEST, b"no JSON\n", "text/plain")
                return
            self._decide(said if isinstance(said, dict) else {}, self.desk)

    def _decide(self, said: Mapping[str, Any], desk: Reviews) -> None:
        try:
            problems = desk.decide(said)
        except CorpusError as error:
            problems = error.problems
        self._send_json({"problems": [str(problem) for problem in problems]})

    def _send_cases(self) -> None:
        try:
            found = self.desk.overview() if self.desk else {"problems": ["no review here"]}
        except CorpusError as error:
            found = {"problems": [str(problem) for problem in error.problems]}
        self._send_json(found)

    def _send_json(self, found: Mapping[str, Any]) -> None:
        content = json.dumps(found, ensure_ascii=False).encode()
        self._send(HTTPStatus.OK, content, TYPES[".json"])

    def _is_local(self) -> bool:
        """Refuse other names of this address, so that no foreign page can read the archive."""
        port = self.connection.getsockname()[1]
        names = {f"{name}:{port}" for name in (LOCAL, "localhost")}
        return self.headers.get("Host", "").lower() in names | ({LOCAL} if port == 80 else set())

    def _send_file(self, path: str) -> None:
        state = self.live.state
        found = find_file(self.root, path)
        status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
        found = found or find_file(self.root, "404.html")
        if found is None:
            self._send(
                HTTPStatus.SERVICE_UNAVAILABLE, problem_page(self.live.state), TYPES[".html"]
            )
            return
        name = found.relative_to(self.root.resolve()).as_posix()
        early = self.live.page(name) if name in state.early else None
        try:
            content = found.read_bytes() if early is None else early
        except OSError:  # a build has just removed it
            self._send(HTTPStatus.NOT_FOUND, b"gone\n", "text/plain")
            return
        if found.suffix == ".html":
            version = state.version if early is None else state.ahead
            content = live_page(content, version, from_root=status is HTTPStatus.NOT_FOUND)
        self._send(status, content, type_of(found.name))

    def _redirect(self, location: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", "/" + location.lstrip("/"))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: HTTPStatus, content: bytes, media_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _send_events(self) -> None:
        """Tell a page each new state, until it goes away."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        shown: State | None = None
        try:
            while self.command == "GET":
                state = self.live.wait(shown, KEEP_ALIVE)
                shown = state or shown
                self.wfile.write(state.event() if state else b": still here\n\n")
        except OSError:  # the page was closed
            return

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the library's name
        """Keep the terminal for what an editor must read."""


class Server(ThreadingHTTPServer):
    """A server on the loopback address whose threads never hold up the end."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would share a port that is taken

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of connections that browsers drop."""


def make_server(root: Path, port: int, live: Live, desk: Reviews | None = None) -> Server:
    """Open *port* of 127.0.0.1 (0: any free one) for the site in *root*."""
    return Server((LOCAL, port), partial(Handler, root=root, live=live, desk=desk))
