"""Does a profile count what was printed, whichever process did it?"""

import multiprocessing

import pytest

from .conftest import SITE

N = 30
FRAMES = {"header.html", "footer.html"}


@pytest.fixture
def two_languages(archive):
    archive.write("site.toml", SITE + 'languages = ["ar", "en"]\n')
    for n in range(N):
        archive.article(f"a-{n}", "سافر محمد رشيد رضا إلى بيروت.", date=f"{1900 + n}")
    return archive


def counted(report):
    """How often each template was printed; each process prints the frames of its pages once."""
    return {one.name: one.times for one in report.templates if one.name not in FRAMES}


def profiled(archive, output, jobs):
    return archive.build(output, jobs=jobs, clean=True, profile=True)


def test_one_process_counts_each_page(two_languages):
    report = profiled(two_languages, "one", 1)
    pages = {path.name for path in two_languages.output.glob("d/a-*.html")}
    assert counted(report)["document.html"] == len(pages) == N
    assert counted(report)["home.html"] == 2  # one for each language
    assert all(one.seconds >= 0 for one in report.templates)
    assert {"read", "link", "render", "publish"} <= {one.name for one in report.stages}


@pytest.mark.parametrize("start", multiprocessing.get_all_start_methods())
def test_several_processes_count_the_same_together(two_languages, monkeypatch, start):
    monkeypatch.setenv("SITEGEN_START_METHOD", start)
    alone, together = (profiled(two_languages, f"of-{jobs}", jobs) for jobs in (1, 3))
    assert counted(together) == counted(alone)


def test_without_a_profile_nothing_is_counted(two_languages):
    report = two_languages.build(jobs=3)
    assert (report.templates, report.stages) == ((), ())
