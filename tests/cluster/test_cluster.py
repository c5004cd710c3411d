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
from sitegen.errors import CorpusError

distributed = pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
CONTENT = Path(__file__).parents[2] / "content"
LONG = 120  # seconds that a process may take to answer on a busy machine


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
        with distributed.Client(self.address, timeout=LONG, set_as_default=False) as client:
            client.wait_for_workers(n_workers, timeout=LONG)


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


def test_a_worker_dies_and_the_site_is_that_of_one_machine(tmp_path, cluster):
    archive = tmp_path / "archive"
    shutil.copytree(CONTENT, archive, ignore=shutil.ignore_patterns(".sitegen"))
    build(archive, tmp_path / "local", Options(jobs=1, clean=True))
    victim = cluster.worker("one")
    cluster.worker("two")
    cluster.wait_for(2)
    rendered: list[int] = []

    def watch(stage: str, done: int, _total: int) -> None:
        if stage == "render":
            rendered.append(done)
            if done == 2:
                victim.send_signal(signal.SIGKILL)

    options = Options(cluster=cluster.address, clean=True)
    report = build(archive, tmp_path / "far", options, watch)
    assert victim.wait(LONG) == -signal.SIGKILL
    assert len(rendered) > 10  # there was work left when it died
    assert report.cpu_seconds > 0
    assert files_of(tmp_path / "far") == files_of(tmp_path / "local")
    assert not list((archive / ".sitegen").glob("work-*"))


def test_without_a_scheduler_nothing_is_built(tmp_path, monkeypatch):
    monkeypatch.setattr("sitegen.build.cluster.PATIENCE", 1)
    archive = tmp_path / "archive"
    shutil.copytree(CONTENT, archive, ignore=shutil.ignore_patterns(".sitegen"))
    with pytest.raises(CorpusError) as raised:
        build(archive, tmp_path / "far", Options(cluster="tcp://127.0.0.1:9"))
    problem = raised.value.problems[0]
    assert problem.place.path == "tcp://127.0.0.1:9"
    assert "no scheduler answers" in problem.what
    assert not (tmp_path / "far").exists()


def test_without_a_worker_of_this_version_nothing_is_built(tmp_path, cluster):
    archive = tmp_path / "archive"
    shutil.copytree(CONTENT, archive, ignore=shutil.ignore_patterns(".sitegen"))
    with pytest.raises(CorpusError) as raised:
        build(archive, tmp_path / "far", Options(cluster=cluster.address))
    assert "no worker" in raised.value.problems[0].what
    other = tmp_path / "other"
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(CONTENT.parent / "sitegen", other / "sitegen", ignore=skip)
    shutil.copytree(CONTENT.parent / "templates", other / "templates")
    (other / "sitegen" / "progress.py").write_text("# mended\n")
    cluster.worker("one", path=str(other))
    cluster.wait_for(1)
    with pytest.raises(CorpusError) as raised:
        build(archive, tmp_path / "far", Options(cluster=cluster.address))
    assert "another sitegen" in raised.value.problems[0].what
    assert not (tmp_path / "far").exists()
