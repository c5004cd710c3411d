"""Does the command line hold on other systems: started by spawn, on a console of code page 1256?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOREIGN = {
    "SITEGEN_START_METHOD": "spawn",  # as on Windows and macOS
    "PYTHONIOENCODING": "cp1256",
    "PYTHONUTF8": "0",
    "LC_ALL": "C.UTF-8",
    "NO_COLOR": "1",
}


def sitegen(
    *arguments: str | Path, cwd: Path, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-X", "utf8=0", "-m", "sitegen", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **FOREIGN, **environment},
        capture_output=True,
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a new archive, أرشيف, and the site built from it by two spawned workers."""
    folder = tmp_path_factory.mktemp("console")
    for arguments in (("new", "أرشيف"), ("build", "أرشيف", "-o", "موقع", "-j", "2")):
        done = sitegen(*arguments, cwd=folder)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return folder


def test_a_summary_with_arabic_names_is_utf_8_on_a_foreign_console(home: Path) -> None:
    done = sitegen("build", "أرشيف", "-o", "موقع", cwd=home)
    assert done.returncode == 0
    assert "موقع: " in done.stdout.decode("utf-8")


def test_spawned_workers_write_the_bytes_that_one_process_writes(home: Path) -> None:
    done = sitegen("build", "أرشيف", "-o", "وحيد", "-j", "1", cwd=home)
    assert done.returncode == 0
    assert tree(home / "وحيد") == tree(home / "موقع")


@pytest.mark.skipif(sys.platform != "linux", reason="fork is used on Linux only")
def test_forked_workers_write_the_bytes_that_spawned_ones_write(home: Path) -> None:
    done = sitegen("build", "أرشيف", "-o", "مفرع", "-j", "2", cwd=home, SITEGEN_START_METHOD="fork")
    assert done.returncode == 0
    assert tree(home / "مفرع") == tree(home / "موقع")


def test_a_problem_says_its_arabic_file_and_line_in_utf_8(home: Path, tmp_path: Path) -> None:
    assert sitegen("new", "archive", cwd=tmp_path).returncode == 0
    article = tmp_path / "archive" / "texts" / "مقال.md"
    article.parent.mkdir(exist_ok=True)
    article.write_text("---\nid: a-new-one\ntitle: مقال\ntitel: خطأ\n---\nنصّ.\n", "utf-8")
    done = sitegen("build", "archive", "-o", "public", cwd=tmp_path)
    said = done.stderr.decode("utf-8")
    assert done.returncode == 1
    assert "texts/مقال.md:4: unknown key 'titel'" in said
    assert "did you mean 'title'?" in said


def test_results_of_a_search_are_utf_8_on_a_foreign_console(home: Path) -> None:
    done = sitegen("search", "موقع", "بغداد", "-n", "3", cwd=home)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert "بغداد" in done.stdout.decode("utf-8")


def test_wrong_usage_ends_with_2_and_no_traceback(tmp_path: Path) -> None:
    done = sitegen("build", "--no-such-option", cwd=tmp_path)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_no_file_is_opened_in_the_encoding_of_the_console(home: Path) -> None:
    done = sitegen(
        "build", "أرشيف", "-o", "مرمز", cwd=home, PYTHONWARNDEFAULTENCODING="1",
        PYTHONWARNINGS="error::EncodingWarning",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")


def test_a_concordance_and_a_table_are_utf_8_on_a_foreign_console(home: Path) -> None:
    lines = sitegen("search", "موقع", "بغداد", "--kwic", "-n", "3", cwd=home)
    assert lines.returncode == 0, lines.stderr.decode("utf-8", "replace")
    assert "بغداد" in lines.stdout.decode("utf-8")
    table = sitegen("search", "موقع", "بغداد", "--csv", cwd=home)
    assert table.stdout.decode("utf-8").startswith("\ufeffid,title,")
    assert b"\r\r\n" not in table.stdout


def test_a_query_that_cannot_be_read_is_told_on_a_foreign_console(home: Path) -> None:
    done = sitegen("search", "موقع", "بغداد~9", cwd=home)
    assert done.returncode == 1
    assert "'بغداد~9' allows too many errors" in done.stderr.decode("utf-8")
