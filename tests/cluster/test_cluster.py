"""A site built by a scheduler's workers, one of which dies: is it the site of one machine?"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from sitegen.build import Options, build
from sitegen.build.cluster import _work
from sitegen.errors import CorpusError
from sitegen.remote.ledger import LEDGER

CONTENT = Path(__file__).parents[2] / "content"
LONG = 120  # seconds that a process may take to answer on a busy machine


WAIT = """
import sys
from distributed import Client
address, n_workers, seconds = sys.argv[1:]
with Client(address, timeout=int(seconds), set_as_default=False) as client:
    client.wait_for_workers(int(n_workers), timeout=int(seconds))
"""
BUILD = """
import os, signal, sys
from pathlib import Path
from sitegen.build import Options, build, cluster
from sitegen.errors import CorpusError
archive, output, address, victim, patience = sys.argv[1:]
cluster.PATIENCE = int(patience)

def watch(stage, done, total):
    if stage == "render":
        print("rendered", done)
        if done == 2 and int(victim):
            os.kill(int(victim), signal.SIGKILL)

try:
    build(Path(archive), Path(output), Options(cluster=address, clean=True), watch)
except CorpusError as error:
    print(error.problems[0])
    sys.exit(1)
"""
# An archive and a site in a store that nobody has but this process; the mirror is named as a person
# would, from where they stand. The second build is of a text that was edited in the store.
AT_URLS = """
import sys
import fsspec
from sitegen.cli import app
archive, address, *sites = sys.argv[1:]
store = fsspec.filesystem("memory")
store.put(archive, "/texts/archive", recursive=True)
for n, site in enumerate(sites):
    if n:
        text = min(store.glob("/texts/archive/**/*.md"))
        store.pipe_file(text, store.cat_file(text) + "\\nزيد هنا.\\n".encode())
    places = ["memory://texts/archive", "-o", "memory://web/site", "--mirror", "mirror"]
    how = ["--json"] if n else ["--json", "--profile"]
    app(["build", *places, "--cluster", address, *how], standalone_mode=False)
    store.get("/web/site/", site, recursive=True)
"""


@dataclass
class Cluster:
    """A scheduler and its workers, each a process of its own."""

    address: str
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, name: str, *arguments: str, path: str = "") -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": path},
            )
        self.processes.append(process)
        return process

    def worker(self, name: str, path: str = "") -> subprocess.Popen[bytes]:
        alone = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
        return self.start(name, "dask_worker", self.address, *alone, path=path)

    def wait_for(self, n_workers: int) -> None:
        subprocess.run(
            [sys.executable, "-c", WAIT, self.address, str(n_workers), str(LONG)], check=True
        )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    one = Cluster(f"tcp://127.0.0.1:{port}", tmp_path)
    here = ("--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    one.start("scheduler", "dask_scheduler", *here)
    wait_for_port(port)
    yield one
    for process in reversed(one.processes):
        process.kill()
        process.wait()


def wait_for_port(port: int) -> None:
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail("the scheduler did not come up")


def files_of(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def run(script: str, *said: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run in a process of its own: Dask's threads outlive a client, and disturb other tests."""
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, said)],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1"},
    )


def build_far(
    archive: Path, output: Path, address: str, victim: int = 0, patience: int = 10
) -> subprocess.CompletedProcess[str]:
    return run(BUILD, archive, output, address, victim, patience)


def copied(tmp_path: Path) -> Path:
    archive = tmp_path / "archive"
    shutil.copytree(CONTENT, archive, ignore=shutil.ignore_patterns(".sitegen"))
    return archive


def test_a_worker_dies_and_the_site_is_that_of_one_machine(tmp_path, cluster):
    archive = copied(tmp_path)
    build(archive, tmp_path / "local", Options(jobs=1, clean=True))
    victim = cluster.worker("one")
    cluster.worker("two")
    cluster.wait_for(2)
    done = build_far(archive, tmp_path / "far", cluster.address, victim.pid)
    assert done.returncode == 0, done.stderr
    assert victim.wait(LONG) == -signal.SIGKILL
    assert done.stdout.count("rendered") > 10  # there was work left when it died
    assert files_of(tmp_path / "far") == files_of(tmp_path / "local")
    assert not list((archive / ".sitegen").glob("work-*"))


def test_an_archive_and_a_site_behind_urls_are_those_of_one_machine(tmp_path, cluster):
    archive = copied(tmp_path)
    build(archive, tmp_path / "local", Options(jobs=1))
    cluster.worker("one")
    cluster.worker("two")
    cluster.wait_for(2)
    shared = tmp_path / "shared"
    shared.mkdir()
    sites = [tmp_path / "first", tmp_path / "second"]
    done = run(AT_URLS, archive, cluster.address, *sites, cwd=shared)
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert without_ledger(sites[0]) == files_of(tmp_path / "local")
    text = min(archive.glob("**/*.md"))
    text.write_text(text.read_text("utf-8") + "\nزيد هنا.\n", "utf-8")
    build(archive, tmp_path / "local", Options(jobs=1))
    assert without_ledger(sites[1]) == files_of(tmp_path / "local")
    assert 0 < second["sent"]["files"] < first["sent"]["files"] / 2
    printed = {name: times for name, times, _ in first["templates"]}
    assert printed["document.html"] >= first["documents"]  # a long text has several pages
    assert [path.name for path in shared.iterdir()] == ["mirror"]
    assert not list(shared.glob("mirror/.sitegen/work-*"))


def without_ledger(site: Path) -> dict[str, bytes]:
    return {path: content for path, content in files_of(site).items() if path != LEDGER}


def test_a_build_waits_for_the_first_worker(tmp_path, cluster):
    archive = copied(tmp_path)
    waits = Thread(target=lambda: (time.sleep(1), cluster.worker("late")))
    waits.start()
    done = build_far(archive, tmp_path / "far", cluster.address, patience=LONG)
    waits.join()
    assert done.returncode == 0, done.stdout


def test_a_worker_of_another_version_that_comes_late_does_no_job():
    with pytest.raises(CorpusError, match="another sitegen, Python or library runs on tcp://late"):
        run_late(stamp=b"other")


def run_late(stamp: bytes) -> None:
    """Do a job as a worker that is asked for another program does it."""
    with patch("distributed.get_worker", return_value=SimpleNamespace(address="tcp://late")):
        _work(max, "shared-0", (1,), stamp)


def test_without_a_scheduler_nothing_is_built(tmp_path):
    done = build_far(copied(tmp_path), tmp_path / "far", "tcp://127.0.0.1:9", patience=1)
    assert done.returncode == 1
    assert done.stdout.startswith("tcp://127.0.0.1:9: no scheduler answers here")
    assert not (tmp_path / "far").exists()


def test_without_a_worker_of_this_version_nothing_is_built(tmp_path, cluster):
    archive = copied(tmp_path)
    done = build_far(archive, tmp_path / "far", cluster.address, patience=2)
    assert (done.returncode, "no worker after 2 seconds" in done.stdout) == (1, True)
    other = tmp_path / "other"
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(CONTENT.parent / "sitegen", other / "sitegen", ignore=skip)
    shutil.copytree(CONTENT.parent / "templates", other / "templates")
    (other / "sitegen" / "progress.py").write_text("# mended\n")
    cluster.worker("one", path=str(other))
    cluster.wait_for(1)
    done = build_far(archive, tmp_path / "far", cluster.address)
    assert (done.returncode, "another sitegen" in done.stdout) == (1, True)
    assert not (tmp_path / "far").exists()
