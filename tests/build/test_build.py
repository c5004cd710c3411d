"""Is a build a pure function of the archive, and does it leave readers a whole site?"""

import errno
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

import pytest
from filelock import FileLock

from sitegen.build import Options, build
from sitegen.errors import CorpusError
from sitegen.export.rows import row
from sitegen.exporting.compress import compress_site
from sitegen.model import LONGEST_NAME

from .conftest import tree

SAMPLE = Path(__file__).resolve().parents[2] / "content"


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample archive, built once with one process."""

    root = tmp_path_factory.mktemp("sample")
    shutil.copytree(SAMPLE, root / "archive", ignore=shutil.ignore_patterns(".sitegen"))
    build(root / "archive", root / "public", Options(jobs=1))
    return root


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def rows_of(site, kind):
    return [row for file in sorted((site / "data" / kind).glob("*.jsonl")) for row in rows(file)]


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_any_number_of_processes_gives_the_same_bytes(sample, start):
    command = [sys.executable, "-m", "sitegen", "build", "archive", "-o", f"by-{start}", "-j", "2"]
    environment = {**os.environ, "SITEGEN_START_METHOD": start, "PYTHONHASHSEED": "3"}
    subprocess.run(command, cwd=sample, env=environment, check=True, capture_output=True)
    assert tree(sample / f"by-{start}") == tree(sample / "public")


def test_building_again_touches_nothing(two_articles):
    two_articles.build()
    before = {path: path.stat().st_mtime_ns for path in two_articles.output.rglob("*")}
    report = two_articles.build()
    assert (report.changed, report.removed) == (0, 0)
    assert {path: path.stat().st_mtime_ns for path in two_articles.output.rglob("*")} == before


def test_an_article_that_goes_takes_its_page_with_it(two_articles):
    two_articles.build()
    (two_articles.root / "texts/a-2.md").unlink()
    two_articles.build()
    assert not (two_articles.output / "d/a-2.html").exists()
    assert (two_articles.output / "d/a-1.html").exists()


def test_every_problem_comes_out_and_the_last_good_site_stays(two_articles):
    two_articles.build()
    before = tree(two_articles.output)
    two_articles.article("a-3", "نصّ", date="1908-13")
    two_articles.article("a-4", "نصّ عن [[p-ridha|رضا]]", more="titel: x\n")
    with pytest.raises(CorpusError) as caught:
        two_articles.build()
    told = str(caught.value)
    assert "texts/a-3.md:4" in told
    assert "texts/a-4.md:5: unknown key 'titel'" in told
    assert tree(two_articles.output) == before


def test_what_is_wrong_beside_a_broken_configuration_is_told_with_it(two_articles):
    archive = two_articles
    (archive.root / "site.toml").write_text('format = 1\ntitle = "أرشيف\n', "utf-8")
    (archive.root / "collections.toml").write_bytes('[manar]\ntitle = "المنار"\n'.encode("cp1256"))
    (archive.root / "entities/more.yml").write_text("- id: p-x\n", "utf-8")
    with pytest.raises(CorpusError) as told:
        archive.build()
    assert [str(problem.place) for problem in told.value.problems] == [
        "collections.toml:2",
        "entities/more.yml:1",
        "entities/more.yml:1",
        "site.toml:2",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX pipes")
@pytest.mark.parametrize("where", ["entities/a.yml", "templates/a.html", "assets/a.svg", "a.md"])
def test_a_pipe_in_an_archive_is_not_waited_for(two_articles, tmp_path, where):
    archive = two_articles
    path = archive.root / where
    path.parent.mkdir(exist_ok=True)
    os.mkfifo(path)
    command = [sys.executable, "-m", "sitegen", "build", str(archive.root)]
    done = subprocess.run(
        [*command, "-o", str(tmp_path / "public")], capture_output=True, timeout=60, check=False
    )
    told = b"a.md: this is no file that can be read" in done.stderr
    assert (done.returncode, told) == ((1, True) if where == "a.md" else (0, False))


def test_an_id_too_long_for_a_file_is_a_problem_and_the_last_good_site_stays(two_articles):
    archive, long = two_articles, "risala-" * 40
    archive.build()
    before = tree(archive.output)
    archive.write("texts/long.md", f"---\nid: {long}\ntitle: ع\n---\nنصّ\n")
    with pytest.raises(CorpusError, match="has 280 characters"):
        archive.build()
    (archive.root / "collections.toml").write_text(f'[{long}]\ntitle = "المنار"\n', "utf-8")
    (archive.root / "entities/more.yml").write_text(
        f"- {{id: {long}, type: person, heading: رضا}}\n", "utf-8"
    )
    (archive.root / "pages").mkdir(exist_ok=True)
    (archive.root / f"pages/{'ا' * 124}.md").write_text("---\ntitle: ع\n---\nنصّ\n", "utf-8")
    with pytest.raises(CorpusError) as told:
        archive.build()
    assert {problem.place.path.partition("/")[0] for problem in told.value.problems} >= {
        "collections.toml", "entities", "pages",
    }  # fmt: skip
    assert tree(archive.output) == before


def test_the_longest_id_has_a_page_and_its_compressed_twin(two_articles):
    archive, longest = two_articles, "r" * LONGEST_NAME
    archive.article(longest, "نصّ.")
    archive.build()
    assert (archive.output / f"d/{longest}.html").is_file()
    compress_site(archive.output, jobs=1)
    assert (archive.output / f"d/{longest}.html.gz").is_file()


def test_a_dangling_entity_names_the_nearest(two_articles):
    two_articles.article("a-4", "نصّ عن [[p-ridha|رضا]]")
    with pytest.raises(CorpusError, match="did you mean 'p-rida'"):
        two_articles.build()


def test_an_empty_archive_is_a_problem(archive):
    with pytest.raises(CorpusError, match="holds no documents"):
        archive.build()


def test_a_folder_without_site_toml_is_no_archive(tmp_path):

    with pytest.raises(CorpusError, match="there is no archive here"):
        build(tmp_path / "nothing", tmp_path / "public")


def test_who_has_patience_builds_when_the_other_build_has_ended(two_articles):
    (two_articles.root / ".sitegen").mkdir()
    lock = FileLock(two_articles.root / ".sitegen/lock", thread_local=False)
    lock.acquire()
    Timer(0.2, lock.release).start()
    assert two_articles.build(patience=60).documents == 2


@pytest.mark.parametrize("name", [".sitegen", "assets", "entities", "pages", "templates"])
@pytest.mark.parametrize("built", [False, True])
def test_a_file_in_a_folders_place_is_told(two_articles, name, *, built):
    if built:
        two_articles.build()
    place = two_articles.root / name
    if place.is_dir():
        shutil.rmtree(place)
    place.write_text("")
    with pytest.raises(CorpusError, match="this is a file") as told:
        two_articles.build()
    assert [problem.place.path for problem in told.value.problems] == [name]


def test_two_builds_at_once_are_refused(two_articles):
    (two_articles.root / ".sitegen").mkdir()
    with (
        FileLock(two_articles.root / ".sitegen/lock"),
        pytest.raises(CorpusError, match="another build is at work"),
    ):
        two_articles.build()


def test_a_full_disk_is_explained_and_the_last_good_site_stays(two_articles, monkeypatch):
    two_articles.build()
    before = tree(two_articles.output)
    two_articles.article("a-1", "نصّ آخر.")
    real = open

    def full(path, mode="r", *args, **kwargs):
        if "sitegen-new" in str(path) and "w" in mode:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return real(path, mode, *args, **kwargs)

    monkeypatch.setattr("builtins.open", full)
    with pytest.raises(CorpusError, match="the disk is full"):
        two_articles.build()
    monkeypatch.undo()
    assert tree(two_articles.output) == before
    assert sorted(p.name for p in two_articles.root.parent.iterdir()) == ["archive", "public"]


def wait_for(path, process):
    while not path.exists() and process.poll() is None:
        time.sleep(0.01)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(
    ("name", "code"), [("SIGINT", 130), ("SIGKILL", -9)], ids=["Ctrl-C", "kill -9"]
)
def test_a_build_that_is_stopped_leaves_the_last_good_site(sample, tmp_path, name, code):
    shutil.copytree(sample / "public", tmp_path / "public")
    shutil.copytree(sample / "archive", tmp_path / "archive")
    settings = tmp_path / "archive/site.toml"
    command = [sys.executable, "-m", "sitegen", "build", "archive", "-o", "public", "-j", "2"]
    for attempt in range(9):  # on a busy machine a build may be quicker than its end
        settings.write_text(settings.read_text().replace('title = "', f'title = "{attempt}'))
        before = tree(tmp_path / "public")
        process = subprocess.Popen(
            command,
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(  # noqa: PLW1509 - ignored behind an &
                signal.SIGINT, signal.SIG_DFL
            ),
        )
        wait_for(tmp_path / ".public.sitegen-new", process)
        if name == "SIGKILL":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.send_signal(signal.SIGINT)
        _, told = process.communicate()
        if process.returncode:
            break
    assert process.returncode == code
    assert "Traceback" not in told
    assert ("interrupted; the last good site is as it was" in told) == (name == "SIGINT")
    assert tree(tmp_path / "public") == before
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["archive", "public"]


def test_each_mention_row_cites_its_source_to_the_letter(sample):
    bodies = {one["id"]: one for one in rows_of(sample / "public", "documents")}
    mentions = rows_of(sample / "public", "mentions")
    assert len(mentions) > 1000
    for one in mentions:
        source = bodies[one["doc"]]["title" if one["field"] == "title" else "body"]
        assert source[one["start"] : one["end"]] == one["surface"]


def test_mention_rows_are_sorted_and_no_two_overlap(sample):
    for file in (sample / "public/data/mentions").iterdir():
        keys = [(m["doc"].encode(), m["field"], m["start"], m["end"]) for m in rows(file)]
        assert keys == sorted(keys)
        for one, two in itertools.pairwise(keys):
            assert one[:2] != two[:2] or one[3] <= two[2]


def test_entity_pages_show_every_mention_of_the_rows(sample):
    counts = {}
    for one in rows_of(sample / "public", "mentions"):
        counts[one["entity"]] = counts.get(one["entity"], 0) + 1
    shown = {
        one["id"]: sum(
            page.read_text(encoding="utf-8").count('<span class="left">')
            for page in [
                sample / "public" / one["url"],
                *(sample / "public" / one["url"].removesuffix(".html")).glob("*.html"),
            ]
        )
        for one in rows(sample / "public/data/entities.jsonl")
        if one["id"] in counts
    }
    assert shown == counts


SECRET = "غرائب المكتوبات المحجوبة خلف الستائر السميكة"


@pytest.mark.parametrize("access", ["metadata", "closed"])
def test_a_text_that_is_not_public_is_in_no_file(two_articles, access):
    two_articles.article("a-9", SECRET, title="سجلّ", more=f"access: {access}\n")
    two_articles.build()
    words = SECRET.split()
    runs = [" ".join(words[n : n + 2]).encode() for n in range(len(words) - 1)]
    rare = "المحجوبه".encode()
    for path in two_articles.output.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not any(run in content for run in runs), path
        assert rare not in content, path
    assert (two_articles.output / "d/a-9.html").exists() == (access == "metadata")


def test_a_withdrawn_document_leaves_a_tombstone_without_its_title(two_articles):
    two_articles.article("a-9", SECRET, title="عنوان مسحوب", more="withdrawn: بطلب من الورثة\n")
    two_articles.build()
    tombstone = (two_articles.output / "d/a-9.html").read_text(encoding="utf-8")
    assert "بطلب من الورثة" in tombstone
    for path in two_articles.output.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert "عنوان مسحوب".encode() not in content, path
        assert "السميكة".encode() not in content, path


def test_drafts_are_left_out_and_told(two_articles):
    two_articles.article("a-9", "مسودّة", more="draft: true\n")
    report = two_articles.build()
    assert report.documents == 2
    assert any("draft" in note for note in report.notes)
    assert two_articles.build(drafts=True).documents == 3


def test_an_output_of_others_is_refused_by_the_command_with_exit_code_1(two_articles, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_bytes(b"mine")
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "build", str(two_articles.root), "-o", str(mine)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "not a site of ours" in done.stderr
    assert [path.name for path in mine.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("words", [["biuld"], ["serve", ".", "--port", "65536"]])
def test_wrong_usage_exits_with_2(words):
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


INTERRUPTED = """
import builtins
real = builtins.__import__
def interrupted(name, *more):
    if name == "sitegen.cli":
        raise KeyboardInterrupt
    return real(name, *more)
builtins.__import__ = interrupted
from sitegen.__main__ import run
run()
"""


def test_a_build_that_is_stopped_while_it_is_loaded_says_so():
    command = [sys.executable, "-c", INTERRUPTED]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "interrupted; no file was changed\n")


def test_arabic_is_written_on_a_console_of_code_page_1256(two_articles):
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "check", str(two_articles.root)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1256", "PYTHONUTF8": "0"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"2 documents" in done.stdout


def test_an_empty_value_has_no_place_in_a_row():
    assert json.loads(row({"id": "x", "note": "", "n": 0})) == {"id": "x", "n": 0}


def test_folders_settle_addresses_for_good(two_articles):
    two_articles.write("site.toml", 'format = 1\ntitle = "x"\nfolders = "hashed"\n').build()
    assert [path.name for path in (two_articles.output / "d").glob("*/a-1.html")] == ["a-1.html"]
    assert not (two_articles.output / "d/a-1.html").exists()


def test_a_link_to_a_document_follows_it_and_goes_with_it(two_articles, tmp_path):
    two_articles.article("a-3", "انظر [هذا](doc:a-9) و[ذاك](doc:a-1#p-1).")
    two_articles.article("a-9", "نصّ.")
    two_articles.build()
    page = two_articles.output / "d/a-3.html"
    assert '<a href="../d/a-9.html">هذا</a>' in page.read_text("utf-8")
    assert '<a href="../d/a-1.html#p-1">ذاك</a>' in page.read_text("utf-8")
    (two_articles.root / "texts/a-9.md").unlink()
    two_articles.build()
    assert "<a>هذا</a>" in page.read_text("utf-8")
    incremental = tree(two_articles.output)
    two_articles.build("clean", clean=True)
    assert tree(two_articles.output) == incremental


@pytest.mark.parametrize("path", ["templates/footer.html", "templates/css/extra.css"])
def test_a_template_that_is_not_utf8_is_told_with_its_line(two_articles, path):
    two_articles.write(path, "/* أوّل */\n".encode() + "مطبعة".encode("cp1256"))
    with pytest.raises(CorpusError, match=rf"{path}:2: this cannot be read\n  why: byte 15 "):
        two_articles.build()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_of_assets_whose_name_is_not_utf8_is_told(two_articles):
    two_articles.write("assets/a.svg", b"<svg/>")
    picture = two_articles.root / "assets/a.svg"
    picture.rename(picture.with_name(os.fsdecode(b"\xff.svg")))
    with pytest.raises(CorpusError, match=r"assets/\?\.svg: the file's name is not UTF-8"):
        two_articles.build()


def test_a_link_in_assets_that_leads_to_itself_is_no_file(two_articles):
    two_articles.write("assets/a.svg", b"<svg/>")
    (two_articles.root / "assets/b.svg").symlink_to("b.svg")
    two_articles.build()
    assert [path.name for path in (two_articles.output / "assets").glob("?.svg")] == ["a.svg"]
