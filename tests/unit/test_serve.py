"""Does `sitegen serve` show the newest good site, to this machine only?"""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

from sitegen.errors import CorpusError, Place, Problem
from sitegen.serve.http import TYPES, find_file, live_page, make_server, type_of, widen
from sitegen.serve.live import Live, State
from sitegen.serve.loop import build_once, concerns, serve

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'"
)
PAGE = (
    '<!doctype html><html lang="ar"><head><meta http-equiv="Content-Security-Policy" '
    f'content="{POLICY}"><title>المطبعة</title></head><body><main>نصّ</main></body></html>'
).encode()
PROBLEM = Problem(Place("texts/a.md", 3), "unknown key 'titel'", fix="did you mean 'title'?")


@dataclass
class Built:
    changed: int = 1
    removed: int = 0

    def summary(self) -> str:
        return "public: 1 document"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    (root / "d").mkdir(parents=True)
    (root / "empty").mkdir()
    (root / "index.html").write_bytes(PAGE)
    (root / "404.html").write_bytes(PAGE.replace("نصّ".encode(), b"not found"))
    (root / "d" / "index.html").write_bytes(PAGE)
    (root / "search.js").write_text('sitegen.put("أ");', "utf-8")
    (tmp_path / "secret.txt").write_text("not of the site")
    return root


@contextmanager
def serving(root: Path, live: Live | None = None) -> Iterator[int]:
    server = make_server(root, 0, live or Live())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def get(
    port: int, path: str, host: str | None = None, method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, headers={"Host": host or f"127.0.0.1:{port}"})
    answer = connection.getresponse()
    result = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    connection.close()
    return result


@pytest.mark.parametrize("path", ["/", "/index.html", "/index.html?q=1", "/d/", "/d/index.html"])
def test_pages_are_served(site: Path, path: str) -> None:
    with serving(site) as port:
        status, headers, content = get(port, path)
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert "نصّ".encode() in content


def test_a_served_page_reloads_itself_and_the_file_stays_as_it_was(site: Path) -> None:
    with serving(site) as port:
        _, _, content = get(port, "/")
    assert b'<script src="/-/reload.js?v=' in content
    assert b"connect-src &#x27;self&#x27;" in content
    assert (site / "index.html").read_bytes() == PAGE


def test_only_the_reload_is_allowed_beyond_the_policy_of_the_page() -> None:
    assert widen(POLICY, "connect-src") == POLICY + "; connect-src 'self'"
    assert widen("connect-src 'none'", "connect-src") == "connect-src 'self'"
    assert widen("connect-src 'self'", "connect-src") == "connect-src 'self'"


def test_a_page_without_a_head_is_still_sent_whole() -> None:
    assert live_page(b"<p>x", "v").startswith(b"<p>x<script")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/d/..%2f..%2fsecret.txt", "/..%5csecret.txt",
        "/%00", "//secret.txt", "/" + "x" * 5000,
    ],
)  # fmt: skip
def test_nothing_outside_the_site_is_served(site: Path, path: str) -> None:
    with serving(site) as port:
        status, _, content = get(port, path)
    assert status == 404
    assert b"not found" in content


def test_a_link_out_of_the_site_is_not_followed(site: Path) -> None:
    try:
        (site / "out.txt").symlink_to(site.parent / "secret.txt")
    except OSError:
        pytest.skip("this system lets nobody make symbolic links")
    assert find_file(site, "/out.txt") is None


@pytest.mark.parametrize(
    "host", ["example.org", "example.org:{port}", "127.0.0.1:1", "[::1]:{port}"]
)
def test_other_hosts_are_refused(site: Path, host: str) -> None:
    with serving(site) as port:
        status, _, content = get(port, "/", host.format(port=port))
    assert status == 421
    assert b"<html" not in content


def test_localhost_is_this_host(site: Path) -> None:
    with serving(site) as port:
        assert get(port, "/", f"LOCALHOST:{port}")[0] == 200


def test_the_server_listens_on_the_loopback_address_only(site: Path) -> None:
    server = make_server(site, 0, Live())
    assert server.server_address[0] == "127.0.0.1"
    server.server_close()


def test_no_folder_is_listed(site: Path) -> None:
    with serving(site) as port:
        status, _, content = get(port, "/empty/")
    assert status == 404
    assert b"not found" in content


def test_a_folder_without_its_slash_leads_to_it(site: Path) -> None:
    with serving(site) as port:
        status, headers, _ = get(port, "/d?q=1")
        twice, elsewhere, _ = get(port, "//d")
    assert (status, headers["location"]) == (301, "/d/?q=1")
    assert (twice, elsewhere["location"]) == (301, "/d/")  # //d/ would be another host


def test_the_404_page_finds_its_styles_from_any_depth(site: Path) -> None:
    with serving(site) as port:
        status, _, content = get(port, "/no/such/page.html")
    assert status == 404
    assert b'<head><base href="/">' in content
    assert b"base-uri &#x27;self&#x27;" in content


def test_head_sends_no_body(site: Path) -> None:
    with serving(site) as port:
        status, headers, content = get(port, "/search.js", method="HEAD")
    assert (status, content) == (200, b"")
    assert int(headers["content-length"]) == (site / "search.js").stat().st_size


@pytest.mark.parametrize(("method", "status"), [("POST", 403), ("PUT", 501), ("DELETE", 501)])
def test_nothing_can_be_written(site: Path, method: str, status: int) -> None:
    with serving(site) as port:
        assert get(port, "/", method=method)[0] == status


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.woff2", "font/woff2"),
        ("a.svg", "image/svg+xml"),
        ("a.xml", "application/xml"),
        ("a.jsonl", "application/x-ndjson; charset=utf-8"),
        ("a.json", "application/json"),
        ("a.css", "text/css; charset=utf-8"),
        ("LICENSE", "application/octet-stream"),
    ],
)
def test_media_types_are_right_whatever_the_machine_says(name: str, media_type: str) -> None:
    assert type_of(name) == media_type


def test_every_type_of_text_says_its_encoding() -> None:
    bare = {
        ending for ending, kind in TYPES.items() if kind.startswith("text/") and ";" not in kind
    }
    assert not bare


def test_before_the_first_good_build_a_page_waits(tmp_path: Path) -> None:
    with serving(tmp_path) as port:
        status, _, content = get(port, "/")
    assert status == 503
    assert b"/-/reload.js" in content


@pytest.mark.parametrize("name", ["reload.js", "overlay.css"])
def test_helpers_of_live_pages_are_served(site: Path, name: str) -> None:
    with serving(site) as port:
        status, headers, content = get(port, f"/-/{name}")
    assert status == 200
    assert headers["content-type"] == type_of(name)
    assert content


def read_event(answer: http.client.HTTPResponse) -> dict[str, object]:
    line = answer.readline()
    assert line.startswith(b"data: ")
    assert answer.readline() == b"\n"
    found = json.loads(line.removeprefix(b"data: "))
    assert isinstance(found, dict)
    return found


def test_open_pages_hear_of_builds_and_problems(site: Path) -> None:
    live = Live()
    with serving(site, live) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/-/events")
        answer = connection.getresponse()
        assert answer.getheader("content-type") == "text/event-stream"
        first = read_event(answer)
        live.failed((PROBLEM,))
        second = read_event(answer)
        live.built(changed=False)
        third = read_event(answer)
        connection.close()
    assert first["problems"] == []
    assert second["version"] == first["version"]
    assert second["problems"] == [
        {"place": "texts/a.md:3", "what": PROBLEM.what, "why": "", "fix": PROBLEM.fix}
    ]
    assert third["problems"] == []
    assert third["version"] != first["version"]


def test_a_build_that_changes_nothing_reloads_nothing() -> None:
    live = Live()
    before = live.state
    live.built(changed=False)
    assert live.state == before
    assert live.wait(before, 0) is None


def test_a_page_is_shown_before_its_build_has_ended_and_is_no_news_then(site: Path) -> None:
    early = PAGE.replace("نصّ".encode(), "أوّلًا".encode())
    live = Live(lambda path: (site / path).read_bytes())
    with serving(site, live) as port:
        live.show({"d/index.html": early, "index.html": PAGE})
        during = live.state
        page, other = (get(port, path)[2] for path in ("/d/", "/"))
        (site / "d/index.html").write_bytes(early)
        live.built(changed=True)
        after = get(port, "/d/")[2]
    assert "أوّلًا" in page.decode()
    assert during.early == ("d/index.html",)  # the other stands so already
    assert f"v={during.ahead}".encode() in page
    assert f"v={during.version}".encode() in other
    assert (live.state.version, live.state.early) == (during.ahead, ())
    assert after == page


@pytest.mark.parametrize("how", ["otherwise", "not at all"])
def test_a_page_that_was_shown_in_vain_is_loaded_again(site: Path, how: str) -> None:
    live = Live(lambda path: (site / path).read_bytes())
    live.show({"index.html": b"<p>"})
    ahead = live.state.ahead
    if how == "otherwise":
        live.built(changed=True)
    else:
        live.failed((PROBLEM,))
    assert live.state.version != ahead
    assert live.page("index.html") is None


def test_open_pages_hear_which_of_them_is_shown_early() -> None:
    live = Live()
    live.show({"d/a-1.html": b"<p>"})
    told = json.loads(live.state.event().decode().removeprefix("data: "))
    assert told["early"] == {"/d/a-1.html": live.state.ahead}


def test_two_runs_of_the_server_have_no_version_in_common() -> None:
    assert Live().state.version != Live().state.version


def test_an_event_is_one_line_whatever_the_problem_says() -> None:
    event = State("v", (Problem(Place("a\nb.md"), "first\nsecond"),)).event()
    assert event.count(b"\n") == 2


def test_a_failed_build_is_told_and_ends_nothing() -> None:
    said: list[str] = []
    live = Live()

    def rebuild() -> Built:
        raise CorpusError([PROBLEM])

    assert not build_once(rebuild, live, said.append)
    assert live.state.problems == (PROBLEM,)
    assert said == [str(PROBLEM), "1 problem; the last good site stays"]


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (OSError(28, "No space left on device", "public/a.html"), "No space left on device"),
        (ZeroDivisionError("x"), "the build failed: ZeroDivisionError: x"),
    ],
)
def test_a_fault_of_disk_or_theme_is_shown_as_a_problem(error: Exception, what: str) -> None:
    live = Live()

    def rebuild() -> Built:
        raise error

    assert not build_once(rebuild, live, lambda _: None)
    assert [problem.what for problem in live.state.problems] == [what]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.md", True),
        ("entities/people.yml", True),
        ("templates/page.html", True),
        ("public/index.html", False),
        (".sitegen/lock", False),
        ("texts/.#a.md", False),
        ("texts/~$a.docx", False),
        ("a.md~", False),
    ],
)
def test_only_the_archive_counts_as_changed(path: str, *, expected: bool) -> None:
    home = PurePosixPath("/archives/أرشيف")
    assert concerns(home / path, home, home / "public") is expected


def test_an_archive_below_a_hidden_folder_is_watched_too() -> None:
    home = PurePosixPath("/home/.texts/archive")
    assert concerns(home / "a.md", home, home / "public")


def test_a_change_of_the_archive_builds_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITEGEN_START_METHOD", "spawn")
    archive, output = tmp_path / "archive", tmp_path / "public"
    archive.mkdir()
    (archive / "a.md").write_text("١", "utf-8")
    stop, opened, built = threading.Event(), threading.Event(), threading.Event()
    seen: list[str] = []
    said: list[str] = []

    def rebuild() -> Built:
        output.mkdir(exist_ok=True)
        seen.append((archive / "a.md").read_text("utf-8"))
        (output / "index.html").write_bytes(PAGE)
        if seen[-1] == "٢":
            built.set()
        return Built()

    thread = threading.Thread(
        target=serve,
        args=(archive, output, 0, rebuild),
        kwargs={"say": said.append, "stop": stop, "opened": lambda _: opened.set()},
    )
    thread.start()
    try:
        assert opened.wait(60)
        (archive / "a.md").write_text("٢", "utf-8")
        assert built.wait(60)
    finally:
        stop.set()
        thread.join(60)
    assert not thread.is_alive()
    assert (seen[0], seen[-1]) == ("١", "٢")
    assert any(line.startswith("http://127.0.0.1:") for line in said)


def test_a_port_that_is_taken_is_a_problem_with_a_way_out(tmp_path: Path) -> None:
    with serving(tmp_path) as port, pytest.raises(CorpusError) as caught:
        serve(tmp_path, tmp_path / "public", port, Built)
    (problem,) = caught.value.problems
    assert f"port {port}" in problem.what
    assert "--port" in problem.fix


def test_an_archive_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such folder"):
        serve(tmp_path / "none", tmp_path / "public", 0, Built)
