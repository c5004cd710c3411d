"""What do ``sitegen entities explain`` and ``lint`` say, on a terminal and to machines?"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "site.toml").write_text('format = 1\ntitle = "أرشيف"\n', "utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.md").write_text(
        "---\nid: a-1\ntitle: رسالة\ndate: 1911\n---\nكتب خليل مطران من بيروت إلى ابن مطران.\n",
        "utf-8",
    )
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities/a.yml").write_text(
        "- {id: p-m, type: person, heading: خليل مطران}\n"
        "- id: l-b\n  type: place\n  heading: بيروت\n  variants: [ب]\n",
        "utf-8",
    )
    return tmp_path


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sitegen", "entities", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_explain_prints_each_name_with_its_rule(archive: Path) -> None:
    done = run("explain", archive, "a-1")
    assert done.returncode == 0, done.stderr
    assert "خليل مطران -> p-m (heading)" in done.stdout
    assert "بيروت -> l-b (heading)" in done.stdout
    assert "مطران -> not taken" in done.stdout


def test_explain_answers_machines(archive: Path) -> None:
    said = json.loads(run("explain", archive, "a-1", "--json").stdout)
    assert said["document"] == "a-1"
    names = [(one["surface"], one["entity"], one["rule"]) for one in said["names"]]
    assert ("بيروت", "l-b", "heading") in names


def test_explain_of_an_unknown_document_names_the_nearest(archive: Path) -> None:
    done = run("explain", archive, "a-2")
    assert done.returncode == 1
    assert "no document has the id 'a-2'" in done.stderr
    assert "did you mean 'a-1'?" in done.stderr


def test_lint_says_path_and_line(archive: Path) -> None:
    done = run("lint", archive)
    assert done.returncode == 1
    assert done.stdout == (
        "entities/a.yml:5: 'ب' of 'l-b' links by itself to nobody\n"
        "  why: it is one letter\n"
        "  fix: give a longer name, or link it by hand: [[id|text]], entities.link\n"
    )


def test_lint_answers_machines_and_a_clean_authority_is_no_problem(archive: Path) -> None:
    said = json.loads(run("lint", archive, "--json").stdout)
    assert [problem["place"] for problem in said["problems"]] == [
        {"path": "entities/a.yml", "line": 5}
    ]
    (archive / "entities/a.yml").write_text("- {id: l-b, type: place, heading: بيروت}\n", "utf-8")
    done = run("lint", archive)
    assert (done.returncode, done.stdout) == (0, "")


def test_lint_tells_what_a_build_refuses_too(archive: Path) -> None:
    with (archive / "entities/a.yml").open("a", encoding="utf-8") as file:
        file.write("- {id: l-x, type: place, heading: صور, same_as: {viaf: abc}}\n")
    assert "entities/a.yml:6: 'abc' is no id of viaf" in run("lint", archive).stdout
