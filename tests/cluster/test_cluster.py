"""A site built by a scheduler's workers, one of which dies: is it the site of one machine?"""

from __future__ import annotations

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

import pytest

from sitegen.build import Options, build

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


def build_far(
    archive: Path, output: Path, address: str, victim: int = 0, patience: int = 10
) -> subprocess.CompletedProcess[str]:
    """Build in a process of its own: Dask's threads outlive a client, and disturb other tests."""
    said = [str(archive), str(output), address, str(victim), str(patience)]
    return subprocess.run(
        [sys.executable, "-c", BUILD, *said],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )


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


def test_without_a_scheduler_nothing_is_built(tmp_path):
    done = build_far(copied(tmp_path), tmp_path / "far", "tcp://127.0.0.1:9", patience=1)
    assert done.returncode == 1
    assert done.stdout.startswith("tcp://127.0.0.1:9: no scheduler answers here")
    assert not (tmp_path / "far").exists()


def test_without_a_worker_of_this_version_nothing_is_built(tmp_path, cluster):
    archive = copied(tmp_path)
    done = build_far(archive, tmp_path / "far", cluster.address)
    assert (done.returncode, "no worker" in done.stdout) == (1, True)
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
