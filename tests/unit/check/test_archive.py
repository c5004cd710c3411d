"""An archive is checked as a whole: what a build does not mind is told with its place, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.check import CheckReport, check_archive


def checked(root: Path, **texts: str) -> CheckReport:
    root.joinpath("site.toml").write_text('format = 1\ntitle = "أرشيف"\n', "utf-8")
    for name, text in texts.items():
        front = f"---\nid: {name}\ntitle: مقال\n"
        root.joinpath(f"{name}.md").write_text(f"{front}{text}", "utf-8")
    return check_archive(root, jobs=1)


TARGET = "---\n\nالمتن.[^1]\n\n{{page 7}}\n\n## الخاتمة {#khatima}\n\nانتهى.\n\n[^1]: حاشية.\n"


@pytest.mark.parametrize("anchor", ["khatima", "note-1", "noteref-1"])
def test_a_link_to_a_place_in_another_text_is_sound_where_that_has_it(
    tmp_path: Path, anchor: str
) -> None:
    report = checked(tmp_path, a=TARGET, b=f"---\n\nانظر [الخاتمة](doc:a#{anchor}).\n")
    assert (report.problems, report.documents) == ((), 2)


def test_a_link_to_a_place_that_another_text_lacks_is_told_with_its_line(tmp_path: Path) -> None:
    report = checked(tmp_path, a=TARGET, b="---\n\nنعم.\n\nانظر [الخاتمة](doc:a#khatma).\n")
    (problem,) = report.problems
    assert str(problem.place) == "b.md:8"
    assert problem.what == "a link leads nowhere: there is no anchor '#khatma' in 'a'"
    assert problem.fix == "did you mean 'khatima'?"


def test_a_document_without_text_is_no_problem_and_is_told_with_its_place(tmp_path: Path) -> None:
    report = checked(tmp_path, a="---\n", b="---\n\nنص.\n")
    assert report.problems == ()
    assert report.text().splitlines()[0] == "a.md:2: warning: the document has no text"


@pytest.mark.parametrize("why", ["access: metadata", "withdrawn: حقوق", "draft: true"])
def test_a_document_that_shows_no_text_on_purpose_is_not_told(tmp_path: Path, why: str) -> None:
    report = checked(tmp_path, a=f"{why}\n---\n", b="---\n\nنص.\n")
    assert report.silent == ()
