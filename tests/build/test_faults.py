"""Whatever happens to a build, is nothing lost and the next one right?"""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from sitegen.build import Options, build, lock, look, publish, survey
from sitegen.errors import CorpusError

from .conftest import tree

MOMENTS = 30  # bench/faults.py: 50, on a disk of its own


@pytest.fixture(autouse=True)
def own_key(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def clean_tree(archive):
    """What a build makes that has no cache and no output to start from."""
    other = archive.root.parent / "fresh"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(archive.root, other / "archive", ignore=shutil.ignore_patterns(".sitegen"))
    build(other / "archive", other / "public", Options(jobs=1))
    return tree(other / "public")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_killed_at_any_moment_a_build_loses_nothing(two_articles, tmp_path):
    archive, draw = two_articles, random.Random(7)
    archive.build()
    command = [sys.executable, "-m", "sitegen", "build", "archive", "-o", "public", "-j", "2"]
    begin = time.monotonic()
    subprocess.run([*command, "--clean"], cwd=tmp_path, check=True, capture_output=True)
    whole = time.monotonic() - begin
    texts = "خبر أوّل عن بيروت ورضا.", "خبر ثانٍ عن رضا وفيه زيادة."
    trees = [clean_tree(archive.article("a-3", text, date="1910")) for text in texts]
    archive.build()
    for moment in range(MOMENTS):
        before, after = tree(archive.output), trees[moment % 2]
        archive.article("a-3", texts[moment % 2], date="1910")
        process = subprocess.Popen(
            command,
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(draw.uniform(0, whole))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        with contextlib.suppress(ProcessLookupError):
            while True:  # until its workers are gone too, and their lock with them
                os.killpg(process.pid, 0)
                time.sleep(0.01)
        left = tree(archive.output)
        assert {p for p, digest in left.items() if digest not in (before.get(p), after.get(p))} == (
            set()
        )
        archive.build()
        assert tree(archive.output) == after
        assert {path.name for path in tmp_path.iterdir()} == {
            "archive", "fresh", "public", "state",
        }  # fmt: skip


def test_of_two_builds_begun_at_once_one_is_told_and_the_site_is_whole(two_articles, tmp_path):
    archive = two_articles
    archive.build()
    archive.article("a-3", "خبر عن بيروت.", date="1910")
    command = [sys.executable, "-m", "sitegen", "build", "archive", "-o", "public", "-j", "1"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    with lock.only_build(archive.root, archive.output):  # as of a third, so that both wait for it
        refused = subprocess.run(command, cwd=tmp_path, check=False, **pipes)
    assert (refused.returncode, "another build is at work" in refused.stderr) == (1, True)
    both = [subprocess.Popen(command, cwd=tmp_path, **pipes) for _ in range(2)]
    told = [process.communicate()[1] for process in both]
    for process, said in zip(both, told, strict=True):
        assert process.returncode == ("another build is at work" in said)
    assert 0 in {process.returncode for process in both}
    assert tree(archive.output) == clean_tree(archive)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_an_output_that_cannot_be_written_is_explained(two_articles, monkeypatch, number):
    two_articles.build()
    before = tree(two_articles.output)
    two_articles.article("a-3", "خبر.")

    def refuse(path, _content):
        raise OSError(number, os.strerror(number), path)

    monkeypatch.setattr(publish, "_put", refuse)
    with pytest.raises(CorpusError) as raised:
        two_articles.build()
    assert "cannot be written" in raised.value.problems[0].what
    assert tree(two_articles.output) == before
    monkeypatch.undo()
    monkeypatch.setenv("XDG_STATE_HOME", str(two_articles.root.parent / "state"))
    two_articles.build()
    assert tree(two_articles.output) == clean_tree(two_articles)


@pytest.mark.parametrize("jump", [-86_400, -1, 1, 86_400], ids=lambda seconds: f"{seconds} s")
def test_a_clock_that_jumps_hides_no_edit(two_articles, monkeypatch, jump):
    path = two_articles.root / "texts/a-2.md"
    now = time.time_ns

    def edit(old, new):
        content = path.read_bytes()
        path.write_bytes(content.replace(old.encode(), new.encode()))
        stamp = look.time.time_ns()
        os.utime(path, ns=(stamp, stamp))

    two_articles.build()
    monkeypatch.setattr(look.time, "time_ns", lambda: now() + jump * 10**9)
    edit("كتاب", "كتيب")
    two_articles.build()
    assert tree(two_articles.output) == clean_tree(two_articles)
    monkeypatch.setattr(look.time, "time_ns", now)
    edit("كتيب", "كتاب")
    two_articles.build()
    assert tree(two_articles.output) == clean_tree(two_articles)


def test_a_file_that_changes_while_it_is_read_is_read_again(two_articles, monkeypatch):
    two_articles.build()
    path = two_articles.root / "texts/a-2.md"
    two_articles.article("a-3", "خبر عن بيروت.")
    read = survey.read_batch

    def meanwhile(room, job):
        found = read(room, job)
        path.write_text(path.read_text(encoding="utf-8") + "\nوزيد فيه.\n", encoding="utf-8")
        return found

    monkeypatch.setattr(survey, "read_batch", meanwhile)
    two_articles.build()
    monkeypatch.setattr(survey, "read_batch", read)
    assert two_articles.build().changed > 0
    assert tree(two_articles.output) == clean_tree(two_articles)
    assert two_articles.build().changed == 0
