"""Do the recipes of docs/hosting.md and docs/workflows work as they are printed?

  recipes.py [--json]

An archive with old addresses of every kind is built, and its site published by each recipe whose
program is here: the code blocks are taken out of the documents, only hosts, folders and ports are
put in their places. rsync, lftp (needs pyftpdlib: pip), nginx, Caddy, Apache, Python's own server,
a stick; the workflows against the schemas of their hosts (needs check-jsonschema: pip), and their
commands in a fresh clone. Nothing is sent anywhere but to 127.0.0.1.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote, unquote

import measure
import muqtabas
import yaml

ROOT = Path(__file__).resolve().parents[1]
HOSTING = (ROOT / "docs" / "hosting.md").read_text("utf-8")
LONG = "ذكر-" * 30
OLD = [
    "/news/12.html", "/News/12.html", "/?p=912", "/index.php?id=7&lang=ar", "/2012/05/slug/",
    f"/{LONG}/", "/a b/ج.html", "/x$1/y.html", "/100%25.html", "/tel:1/*.html",
    "/a(b)'s,c;d+e@f!.html", "/?u=a/b:c&v=d",
]  # fmt: skip


def blocks(language: str) -> list[str]:
    """Give the code blocks of the document in a language."""
    return re.findall(rf"```{language}\n(.*?)```", HOSTING, re.DOTALL)


def block(language: str, has: str) -> str:
    return next(one for one in blocks(language) if has in one)


def run(*command: str | Path, cwd: Path | None = None, **more: str) -> str:
    """Run a command; what it says where it fails is the failure."""
    done = subprocess.run(list(map(str, command)), cwd=cwd, check=False, text=True,
                          capture_output=True, env={**os.environ, **more})  # fmt: skip
    if done.returncode:
        said = (done.stderr or done.stdout)[-900:]
        msg = f"{' '.join(map(str, command[-1:]))} ended with {done.returncode}: {said}"
        raise AssertionError(msg)
    return done.stdout


def shell(script: str, cwd: Path, **more: str) -> str:
    return run("bash", "-euo", "pipefail", "-c", script, cwd=cwd, **more)


def sitegen(*arguments: str | Path) -> str:
    return run(*muqtabas.SITEGEN, *arguments)


def write_archive(root: Path) -> None:
    """Copy the sample archive, and give it old addresses."""
    shutil.copytree(ROOT / "content", root, ignore=shutil.ignore_patterns(".sitegen"))
    lines = "".join(f"  - {address!r}\n" for address in OLD)
    front = "id: moved-1\ntitle: نصّ قديم\ncollection: al-matbaa\naliases:\n"
    (root / "moved.md").write_text(f"---\n{front}{lines}---\nنصّ.\n", "utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*") if path.is_file()}  # fmt: skip


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def get(port: int, path: str, **headers: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": "example.org", **headers})
    return connection.getresponse()


@contextmanager
def serving(port: int, *command: str | Path, cwd: Path | None = None) -> Iterator[None]:
    """Run a server until it is asked no more."""
    server = subprocess.Popen(list(map(str, command)), cwd=cwd, stderr=subprocess.PIPE,
                              stdout=subprocess.DEVNULL)  # fmt: skip
    try:
        for _ in range(100):
            if server.poll() is not None:
                raise AssertionError(f"{command[0]} ended: {server.stderr.read().decode()[-600:]}")
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait(10)


class Trial:
    """An archive, its site, and a folder in which recipes are tried."""

    def __init__(self, work: Path) -> None:
        self.work, self.archive, self.site = work, work / "my-archive", work / "public"
        write_archive(self.archive)
        sitegen("build", self.archive, "-o", self.site)

    def edit(self) -> None:
        """Change a text, take one away, and build."""
        (self.archive / "moved.md").open("a", encoding="utf-8").write("\nوزيادة.\n")
        next(iter(sorted((self.archive / "mulhaqat").glob("2*.md")))).unlink(missing_ok=True)
        sitegen("build", self.archive, "-o", self.site)

    # -- copying ---------------------------------------------------------------------------

    def rsync(self) -> str:
        """Send all, then only what the list of changes names."""
        host = self.work / "rsync-host"
        for has in ("--delete --checksum", "--files-from"):
            script = block("sh", has).replace("user@host:/var/www/archive/", f"{host}/")
            script = script.replace("ssh user@host", "bash -c")
            shell(script.replace("/var/www/archive", str(host)), self.work)
            if "--delete" in has:
                assert tree(host) == tree(self.site)
                self.edit()
        changes = (self.archive / ".sitegen/changes.tsv").read_text("utf-8").splitlines()
        assert tree(host) == tree(self.site)
        return f"{len(tree(host))} files, {len(changes)} changes"

    def lftp(self) -> str:
        """Mirror to a host that has FTP alone."""
        logging.getLogger("pyftpdlib").setLevel(logging.ERROR)
        from pyftpdlib.authorizers import DummyAuthorizer  # noqa: PLC0415
        from pyftpdlib.handlers import FTPHandler  # noqa: PLC0415
        from pyftpdlib.servers import FTPServer  # noqa: PLC0415

        host = self.work / "ftp-host" / "archive"
        host.mkdir(parents=True)
        (host / "stale.html").write_text("x", "utf-8")
        who = DummyAuthorizer()
        who.add_user("user", "secret", str(host.parent), perm="elradfmwMT")
        handler = type("Handler", (FTPHandler,), {"authorizer": who})
        port = free_port()
        server = FTPServer(("127.0.0.1", port), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            script = block("sh", "lftp").replace(
                "sftp://user@host", f"ftp://user:secret@127.0.0.1:{port}"
            )
            shell(script, self.work, HOME=str(self.work))
        finally:
            server.close_all()
        assert tree(host) == tree(self.site)
        return f"{len(tree(host))} files"

    def stick(self) -> str:
        """Copy to a stick: names that FAT32, exFAT and NTFS take, whatever their case."""
        stick = self.work / "stick"
        stick.mkdir()
        shell(block("sh", "START.html").replace("/media/stick", str(stick)), self.work)
        assert tree(stick / "archive") == tree(self.site)
        start = (stick / "START.html").read_text("utf-8")
        assert (stick / re.findall('href="([^"]+)"', start)[0]).is_file()
        names = [path.relative_to(self.site).as_posix() for path in self.site.rglob("*")]
        assert len({name.lower() for name in names}) == len(names)
        bad = [name for name in names if re.search(r'[<>:"\\|?*\x00-\x1f]|[. ](/|$)', name)
               or len(name) > 200]  # fmt: skip
        ours = [path.relative_to(self.site).as_posix() for path in self.site.rglob("*.*")]
        ours = [name for name in ours if not re.fullmatch(r"[a-z0-9._/-]+", name)]
        assert not bad, bad[:5]
        theirs = tuple(unquote(address).split("/")[1] for address in OLD)  # pages that lead on
        ours = [name for name in ours if not name.startswith((*theirs, "assets/"))]
        assert not ours, ours[:5]
        return f"{len(names)} names"

    # -- servers ---------------------------------------------------------------------------

    def moved(self, port: int) -> int:
        """Ask for each old address as a browser does; say how many lead on."""
        for address in OLD:
            path, asks, query = address.partition("?")
            asked = quote(path, safe="/%!$&'()*+,;=:@") + asks + query  # as browsers send it
            coded = quote(unquote(path)) + asks + query  # as some programs write links
            for one in (asked, coded):
                answer = get(port, one)
                answer.read()
                where = answer.headers.get("Location", "")
                assert answer.status == 301, f"{one}: {answer.status}"
                assert re.search(r"(^|/)d/moved-1\.html$", where), f"{one} leads to {where}"
        return len(OLD)

    def answers(self, port: int) -> None:
        """Check what every host must do: types, packing, the page for what is not there."""
        page = get(port, "/index.html", **{"Accept-Encoding": "gzip"})
        raw = page.read()
        if page.headers.get("Content-Encoding") == "gzip":
            raw = gzip.decompress(raw)
        assert raw == (self.site / "index.html").read_bytes()
        lost = get(port, "/no/such/page")
        assert lost.status == 404
        worker = get(port, "/sw.js")
        assert "javascript" in (worker.headers["Content-Type"] or ""), worker.headers
        data = get(port, "/search/manifest.js")
        assert data.read() == (self.site / "search/manifest.js").read_bytes()

    def nginx(self) -> str:
        """Serve by the printed server block, then what `sitegen compress` made."""
        port, folder = free_port(), self.work / "nginx"
        folder.mkdir()
        shown = block("nginx", "server_name").replace("listen 80;", f"listen 127.0.0.1:{port};")
        moved = block("nginx", "nginx.map")
        inner = re.search(r"server \{ (.*) \}", moved)
        outer = moved.replace(inner[0], "") if inner else moved
        shown = shown.rstrip().removesuffix("}") + f"    {inner[1] if inner else ''}\n}}\n"
        who = "" if os.geteuid() else "user root;\n"
        text = (f"{who}pid {folder}/pid; error_log {folder}/error.log; daemon off;\n"
                "events {}\nhttp {\n include /etc/nginx/mime.types; access_log off;\n"
                + "".join(f" {kind}_temp_path {folder}/{kind};\n" for kind in
                          ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
                + f"{outer}{shown}}}\n").replace("/var/www/archive", str(self.site))  # fmt: skip
        (folder / "nginx.conf").write_text(text, "utf-8")
        run("nginx", "-t", "-c", folder / "nginx.conf")
        with serving(port, "nginx", "-c", folder / "nginx.conf"):
            self.answers(port)
            assert (self.site / "404.html").read_bytes() == get(port, "/no/such/page").read()
            packed = get(port, "/search/manifest.js", **{"Accept-Encoding": "gzip"})
            assert packed.headers["Content-Encoding"] == "gzip"
            assert packed.headers["Cache-Control"] == "no-cache"
            shard = next((self.site / "search").glob("*/*.js")).relative_to(self.site)
            assert "max-age=600" in get(port, f"/{shard}").headers["Cache-Control"]
            assert get(port, "/sw.js").headers["Cache-Control"] == "no-cache"
            assert get(port, "/").headers["Cache-Control"] == "no-cache"
            app = get(port, "/site.webmanifest")
            assert app.headers["Content-Type"].startswith("application/manifest+json")
            count = self.moved(port)
        sitegen("compress", self.site)
        text = text.replace("gzip on;", "gzip on; gzip_static on;")
        (folder / "nginx.conf").write_text(text, "utf-8")
        with serving(port, "nginx", "-c", folder / "nginx.conf"):
            twin = get(port, "/search/manifest.js", **{"Accept-Encoding": "gzip"}).read()
            assert twin == (self.site / "search/manifest.js.gz").read_bytes()
        return f"{count} old addresses lead on"

    def caddy(self) -> str:
        """Serve by the printed site block what `sitegen compress` made."""
        port, folder = free_port(), self.work / "caddy"
        folder.mkdir()
        shown = block("caddy", "precompressed").replace("example.org {", f"http://:{port} {{")
        text = "{\n\tadmin off\n\tauto_https off\n}\n" + shown
        path = folder / "Caddyfile"
        path.write_text(text.replace("/var/www/archive", str(self.site)), "utf-8")
        sitegen("compress", self.site)
        with serving(port, "caddy", "run", "--adapter", "caddyfile", "--config", path):
            self.answers(port)
            assert (self.site / "404.html").read_bytes() == get(port, "/no/such/page").read()
            packed = {"Accept-Encoding": "gzip"}
            twin = get(port, "/search/manifest.js", **packed).read()
            assert twin == (self.site / "search/manifest.js.gz").read_bytes()
            assert get(port, "/sw.js").headers["Cache-Control"] == "no-cache"
            font = next((self.site / "assets/fonts").iterdir()).name
            kept = get(port, f"/assets/fonts/{font}").headers["Cache-Control"]
            assert kept == "public, max-age=31536000"
        return "pages, twins, 404"

    def apache(self) -> str:
        """Serve by Apache, with the printed rules for old addresses."""
        port, folder = free_port(), self.work / "apache"
        folder.mkdir()
        modules = Path("/usr/lib/apache2/modules")
        loaded = "".join(
            f"LoadModule {name}_module {modules}/mod_{name}.so\n"
            for name in ("mpm_event", "authz_core", "mime", "dir", "rewrite", "deflate", "filter",
                         "headers")
        )  # fmt: skip
        text = (f"ServerName example.org\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\n"
                f"ErrorLog {folder}/error.log\n{loaded}TypesConfig /etc/mime.types\n"
                f"DocumentRoot {self.site}\nDefaultRuntimeDir {folder}\n"
                f"<Directory {self.site}>\nRequire all granted\n</Directory>\n"
                + block("apache", "RewriteMap"))  # fmt: skip
        text = text.replace("/var/www/archive", str(self.site))
        (folder / "apache.conf").write_text(text, "utf-8")
        run("apache2", "-t", "-f", folder / "apache.conf")
        with serving(port, "apache2", "-DFOREGROUND", "-f", folder / "apache.conf"):
            self.answers(port)
            count = self.moved(port)
        return f"{count} old addresses lead on"

    def python(self) -> str:
        """Serve on an intranet by what every Python has."""
        port = free_port()
        command = block("sh", "http.server").replace("8000", f"{port} --bind 127.0.0.1").split()
        with serving(port, sys.executable, *command[1:], cwd=self.work):
            self.answers(port)
        return "pages, search, 404"

    def redirects(self) -> str:
        """Check the syntax and the limits of _redirects: three fields, rules of one path."""
        rules = (self.site / "_redirects").read_text("ascii").splitlines()
        for rule in rules:
            old, new, status = rule.split(" ")
            assert re.fullmatch(r"/[!-~]*", old), rule
            assert not re.search(r"[:*?#]", old + new), f"{rule} has a placeholder"
            assert (self.site / new[1:]).is_file(), rule
            assert status == "301", rule
            assert len(rule) <= 1000, rule  # Cloudflare's limit
        assert len({rule.split(" ")[0] for rule in rules}) == len(rules)
        return f"{len(rules)} rules"

    # -- workflows -------------------------------------------------------------------------

    def schemas(self) -> str:
        """Hold the workflows against their hosts' schemas."""
        for name, kind in (
            ("github-pages.yml", "github-workflows"),
            ("gitlab-ci.yml", "gitlab-ci"),
        ):
            run(sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{kind}",
                ROOT / "docs/workflows" / name)  # fmt: skip
        return "2 files"

    def workflows(self) -> str:
        """Do the commands of both workflows in fresh clones, with a wheel in vendor/."""
        vendor = self.archive / "vendor"
        run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation",
            "-w", vendor, ROOT)  # fmt: skip
        for name in ("github-pages.yml", "gitlab-ci.yml"):
            told = yaml.safe_load((ROOT / "docs/workflows" / name).read_text("utf-8"))
            if "jobs" in told:
                steps = [step["run"] for step in told["jobs"]["site"]["steps"] if "run" in step]
            else:
                steps = [*told["before_script"], *told["check"]["script"], *told["before_script"],
                         *told["pages"]["script"]]  # fmt: skip
            clone = self.work / f"clone-{name}"
            shutil.copytree(self.archive, clone, ignore=shutil.ignore_patterns(".sitegen"))
            shell("git init -q . && git add -A && git -c user.name=a -c user.email=a@example.org "
                  "commit -qm a && git clone -q . clone", clone)  # fmt: skip
            venv = self.work / f"venv-{name}"
            run(sys.executable, "-m", "venv", venv)
            for step in steps:
                shell(step, clone / "clone", PATH=f"{venv / 'bin'}:{os.environ['PATH']}")
            published = tree(clone / "clone" / "public")
            assert published == tree_without_twins(self.site)
        return "2 sites, byte for byte ours"


def tree_without_twins(folder: Path) -> dict[str, bytes]:
    return {path: raw for path, raw in tree(folder).items() if not path.endswith((".gz", ".br"))}


def is_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


RECIPES: dict[str, tuple[Callable[[Trial], str], Callable[[], bool]]] = {
    "rsync": (Trial.rsync, lambda: bool(shutil.which("rsync"))),
    "lftp": (Trial.lftp, lambda: bool(shutil.which("lftp")) and is_module("pyftpdlib")),
    "USB stick": (Trial.stick, lambda: True),
    "_redirects": (Trial.redirects, lambda: True),
    "python -m http.server": (Trial.python, lambda: True),
    "Apache": (Trial.apache, lambda: bool(shutil.which("apache2"))),
    "Caddy": (Trial.caddy, lambda: bool(shutil.which("caddy"))),
    "nginx": (Trial.nginx, lambda: bool(shutil.which("nginx"))),
    "schemas of workflows": (Trial.schemas, lambda: is_module("check_jsonschema")),
    "workflows": (Trial.workflows, lambda: bool(shutil.which("git"))),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("only", nargs="*", help="names of recipes")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    muqtabas.WORK.mkdir(parents=True, exist_ok=True)
    figures = {}
    with tempfile.TemporaryDirectory(dir=muqtabas.WORK) as folder:
        trial = Trial(Path(folder))
        for name, (recipe, is_there) in RECIPES.items():
            if asked.only and name not in asked.only:
                continue
            if not is_there():
                figures[name] = "not here"
                continue
            try:
                figures[name] = f"works: {recipe(trial)}"
            except (AssertionError, OSError) as error:
                at = traceback.extract_tb(error.__traceback__)[-1]
                figures[name] = f"FAILS: {str(error) or at.line}"
            print(f"{name}: {figures[name]}", file=sys.stderr)
    measure.show(figures, [["recipe", ""], *figures.items()], as_json=asked.json)
    sys.exit(any(one.startswith("FAILS") for one in figures.values()))


if __name__ == "__main__":
    main()
