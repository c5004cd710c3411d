"""Does each command do what the README says, to a person who types it?"""

import json
import os
import re
import subprocess
import sys

import pytest

from sitegen import __version__
from sitegen.scaffold import make_archive


def sitegen(*arguments, cwd=None, **environment):
    return subprocess.run(
        [sys.executable, "-m", "sitegen", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        check=False,
    )


def test_the_version_is_told():
    assert sitegen("--version").stdout.strip() == f"sitegen {__version__}"


def test_a_new_archive_builds_at_once_and_its_names_are_linked(tmp_path):
    assert sitegen("new", "mine", cwd=tmp_path).returncode == 0
    done = sitegen("build", "mine", "-o", "public", "--json", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert report["documents"] == 3
    assert report["links"] > 10
    assert {"entities", "mentions", "files", "bytes", "cpu_seconds"} <= report.keys()
    assert {"wall_seconds", "peak_memory"} <= report.keys()


def test_an_empty_archive_is_complete_but_for_its_texts(tmp_path):
    made = make_archive(tmp_path / "mine", empty=True)
    assert set(made) == {"site.toml", "collections.toml", "pages/about.md"}
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "a", "title": "نداء", "body": "نصّ قصير عن بيروت."}\n', encoding="utf-8")
    brought = sitegen("import", "jsonl", rows, "--archive", "mine", "-c", "al-x", cwd=tmp_path)
    assert brought.returncode == 0, brought.stderr
    assert sitegen("build", "mine", "-o", "public", cwd=tmp_path).returncode == 0


def test_a_folder_with_something_in_it_is_not_written_over(tmp_path):
    (tmp_path / "thesis.txt").write_bytes(b"mine")
    done = sitegen("new", tmp_path)
    assert done.returncode == 1
    assert "not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.fixture
def site(two_articles):
    two_articles.build()
    return two_articles.output


def test_the_terminal_finds_what_the_pages_find(site):
    found = json.loads(sitegen("search", site, "ببيروت", "--json").stdout)
    assert [hit["id"] for hit in found["hits"]] == ["a-1", "a-2"]  # two mentions, then one
    assert "⟦بيروت⟧" in found["hits"][1]["passages"][0]["text"]


def test_a_search_writes_arabic_whatever_the_console_speaks(site):
    done = sitegen("search", site, "بيروت", "-n", "1", PYTHONIOENCODING="cp1256", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert "2 documents, the best 1 shown" in done.stdout


def test_a_search_of_a_folder_without_an_index_is_explained(tmp_path):
    done = sitegen("search", tmp_path, "بيروت")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(tmp_path) in done.stderr


def test_a_check_writes_nothing_and_lists_repairs_on_request(two_articles):
    two_articles.article("a-3", "صورة الحرف \ufefb في النص.")
    before = sorted(two_articles.root.rglob("*"))
    done = sitegen("check", two_articles.root, "--normalization")
    assert done.returncode == 0, done.stderr
    assert "a-3, body at" in done.stdout
    assert "U+FEFB" in done.stdout
    assert sorted(two_articles.root.rglob("*")) == before


def test_a_check_reports_every_problem_and_exits_with_1(two_articles, tmp_path):
    two_articles.article("a-3", "نصّ", date="سنة ما", more="autors: x\n")
    for options in (
        ["--text"],
        ["--normalization"],
        ["--links"],
        ["--site"],
        ["--links", "--site"],
    ):
        told = json.loads(sitegen("check", tmp_path / "no-such", *options, "--json").stdout)
        assert [set(one) for one in told["problems"]] == [{"place", "what", "why", "fix"}]
    done = sitegen("check", two_articles.root, "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert [problem["place"]["line"] for problem in report["problems"]] == [4, 5]


def test_a_mapping_that_is_none_is_wrong_usage(tmp_path):
    done = sitegen("import", "jsonl", "x.jsonl", "-a", tmp_path, "--map", "headline")
    assert done.returncode == 2
    assert "foreign=ours" in done.stderr


def test_a_guessed_map_is_written_once_and_a_dry_run_shows(tmp_path):
    assert sitegen("new", tmp_path / "a", "--empty").returncode == 0
    (tmp_path / "x.csv").write_text("nid,headline,created\n7,نعم,2004-01-31\n", "utf-8")
    given = (
        "import",
        "csv",
        tmp_path / "x.csv",
        "-a",
        tmp_path / "a",
        "--map",
        tmp_path / "m.toml",
    )
    assert sitegen(*given, "--guess").returncode == 0
    assert '"headline" = "title"' in (tmp_path / "m.toml").read_text("utf-8")
    assert sitegen(*given, "--guess").returncode == 1
    shown = sitegen(*given, "--dry-run", "-c", "c").stdout
    assert "title: نعم\n" in shown
    assert "nothing was written" in shown
    assert not (tmp_path / "a/imported.tsv").exists()
    assert sitegen(*given, "-c", "c").returncode == 0
    assert "c-7" not in (tmp_path / "a/imported.tsv").read_text("utf-8")


FROZEN = "نشأت مطبعة بولاق سنة ١٨٢١ على شاطئ النيل.\n\nثم طبعت الوقائع المصرية بالعربية والتركية."


def test_a_frozen_anchor_outlasts_an_edit_in_page_and_search(archive):
    archive.article("a-1", FROZEN)
    archive.build()
    page = archive.output / "d" / "a-1.html"
    before = re.findall(r'<p id="(p-[a-z2-7]{5})"', page.read_text("utf-8"))
    assert sitegen("freeze", archive.root).returncode == 0
    archive.article("a-1", FROZEN.replace("الوقائع", "جريدة الوقائع"))
    archive.build()
    assert re.findall(r'<p id="(p-[a-z2-7]{5})"', page.read_text("utf-8")) == before
    texts = "".join(p.read_text("utf-8") for p in archive.output.glob("search/text/**/*.js"))
    assert before[1] in texts
    again = (archive.root / "anchors.tsv").read_text("utf-8")
    assert sitegen("freeze", archive.root).returncode == 0
    assert [line.split("\t")[1] for line in again.splitlines()] == [
        line.split("\t")[1]
        for line in (archive.root / "anchors.tsv").read_text("utf-8").splitlines()
    ]


def test_where_names_file_and_line(archive):
    archive.article("a-1", FROZEN)
    archive.build()
    page = (archive.output / "d" / "a-1.html").read_text("utf-8")
    anchor = re.findall(r'<p id="(p-[a-z2-7]{5})"', page)[1]
    told = sitegen("where", f"a-1#{anchor}", archive.root).stdout
    lines = (archive.root / "texts" / "a-1.md").read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, 1) if line.startswith("ثم طبعت"))
    assert told.startswith(f"texts/a-1.md:{number}: ثم طبعت")
    missing = sitegen("where", "a-2#x", archive.root)
    assert missing.returncode == 1
    assert "no document 'a-2'" in missing.stderr + missing.stdout


def test_texts_leave_and_a_site_is_checked_from_the_command_line(tmp_path):
    assert sitegen("new", tmp_path / "a").returncode == 0
    assert sitegen("build", tmp_path / "a", "-o", tmp_path / "public").returncode == 0
    done = sitegen("export", "csv", tmp_path / "a", "-o", tmp_path / "a.csv")
    assert done.returncode == 0
    assert "documents in 1 file\n" in done.stdout
    done = sitegen("check", tmp_path / "public", "--links", "--site", "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["problems"]) == (0, [])
    assert report["size"]["files"] > 100
    (tmp_path / "public/about.html").unlink()
    done = sitegen("check", tmp_path / "public", "--links")
    assert done.returncode == 1
    assert "'about.html' leads nowhere" in done.stdout
    done = sitegen("import", "site", tmp_path / "public", "-a", tmp_path / "back")
    assert done.returncode == 0
    assert (tmp_path / "back/site.toml").is_file()
