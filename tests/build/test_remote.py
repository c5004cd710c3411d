"""Do an archive and a site behind URLs come to the same as on a disk, whatever is cut short?"""

import hashlib
import json
import sys

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from sitegen.build import lock
from sitegen.cli import app
from sitegen.errors import CorpusError
from sitegen.remote import archive_here
from sitegen.remote.ledger import (
    JOURNAL,
    LEDGER,
    Journal,
    encode_journal,
    parse_journal,
    parse_ledger,
)
from sitegen.remote.mirror import mirror
from sitegen.remote.send import send

from .conftest import Archive, tree
from .test_commands import sitegen

URL = "memory://bucket/site"
WRITES = ("put_file", "pipe_file", "rm_file")
LAST = ["search/manifest.js", "index.html", "offline/list.json", "sw.js", LEDGER, JOURNAL]


def silent(*_):
    pass


@pytest.fixture(autouse=True)
def clean_memory(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """A site, and the same after an edit, a new document and one that went."""
    archive = Archive(tmp_path_factory.mktemp("sites") / "archive")
    archive.article("a-1", "سافر محمد رشيد رضا إلى بيروت، ثم عاد رضا ببيروت إلى مصر.")
    archive.article("a-2", "كتاب عن بيروت.", date="1909")
    archive.article("a-3", "خبر يزول عن بيروت.", date="1910")
    archive.build("before")
    archive.article("a-2", "كتاب آخر عن بيروت ورضا.", date="1909")
    archive.article("a-4", "خبر جديد.", date="1911")
    (archive.root / "texts/a-3.md").unlink()
    archive.build("after")
    return archive.output.with_name("before"), archive.output


def objects(url=URL, *, ours=False):
    """Every object behind a URL: path -> hash of its bytes."""
    system, root = fsspec.core.url_to_fs(url)
    root = root.rstrip("/")
    found = {
        name[len(root) + 1 :]: hashlib.sha256(system.cat_file(name)).hexdigest()
        for name in system.find(root)
    }
    return {p: d for p, d in found.items() if ours or p not in {LEDGER, JOURNAL}}


class CutError(Exception):
    """The line breaks."""


def cut_after(monkeypatch, moment=None):
    """Log what is written, in order; let the write after *moment* others fail."""
    log = []

    def watched(name, real):
        def write(self, *paths, **more):
            if moment is not None and len(log) == moment:
                raise CutError
            path = paths[1] if name == "put_file" else paths[0]
            log.append((name, path.partition("/site/")[2]))
            return real(self, *paths, **more)

        return write

    for name in WRITES:
        monkeypatch.setattr(MemoryFileSystem, name, watched(name, getattr(MemoryFileSystem, name)))
    return log


def test_what_is_sent_is_the_site_and_the_next_time_only_what_is_other(sites, monkeypatch):
    before, after = sites
    first = send(before, URL, silent)
    assert objects() == tree(before)
    assert first.files == len(tree(before))
    log = cut_after(monkeypatch)
    second = send(after, URL, silent)
    assert objects() == tree(after)
    old, new = tree(before), tree(after)
    sent = [path for name, path in log if name == "put_file"]
    assert sorted(sent) == sorted(path for path in new if old.get(path) != new[path])
    removed = [path for name, path in log if name == "rm_file"]
    assert sorted(removed) == sorted([*(old.keys() - new.keys()), JOURNAL])
    assert (second.files, second.removed) == (len(sent), len(removed) - 1)
    log.clear()
    third = send(after, URL, silent)
    assert (log, third.files, third.removed) == ([], 0, 0)


def test_new_files_go_first_entries_last_removals_after_all(sites, monkeypatch):
    before, after = sites
    send(before, URL, silent)
    log = cut_after(monkeypatch)
    send(after, URL, silent)
    assert log[0] == ("pipe_file", JOURNAL)
    order = [path for name, path in log[1:] if name != "rm_file"]
    known = [path in tree(before) for path in order if path not in LAST]
    assert known == sorted(known)
    assert [path for path in order if path in LAST] == LAST[:-1]
    gone = [n for n, (name, _) in enumerate(log) if name == "rm_file"]
    assert min(gone) > max(n for n, (name, _) in enumerate(log) if name == "put_file")
    assert log[-1] == ("rm_file", JOURNAL)


def test_cut_short_at_any_write_the_next_sending_makes_it_whole(sites, monkeypatch):
    before, after = sites
    old, new = tree(before), tree(after)
    send(before, URL, silent)
    with monkeypatch.context() as watched:
        log = cut_after(watched)
        send(after, URL, silent)
    assert len(log) > 40
    for moment in range(0, len(log), 5):
        MemoryFileSystem.store.clear()
        send(before, URL, silent)
        with monkeypatch.context() as torn:
            cut_after(torn, moment)
            with pytest.raises(CorpusError) as raised:
                send(after, URL, silent)
        assert "CutError" in raised.value.problems[0].why
        half = objects()
        assert not {p for p, d in half.items() if d not in (old.get(p), new.get(p))}
        assert old.keys() <= half.keys() or new.items() <= half.items()  # none gone too early
        send(*((after, URL, silent) if moment % 2 else (before, URL, silent)))
        assert objects() == (new if moment % 2 else old)
        assert JOURNAL not in objects(ours=True)


def test_what_is_not_ours_is_neither_written_over_nor_removed(sites):
    before, after = sites
    memory = fsspec.filesystem("memory")
    memory.pipe("/bucket/site/photo.jpg", b"x")
    with pytest.raises(CorpusError) as raised:
        send(before, URL, silent)
    assert raised.value.problems[0].what == "it is not empty, and not a site of ours"
    assert objects().keys() == {"photo.jpg"}
    memory.rm("/bucket/site/photo.jpg")
    send(before, URL, silent)
    memory.pipe("/bucket/site/photo.jpg", b"x")
    send(after, URL, silent)
    assert objects().keys() == tree(after).keys() | {"photo.jpg"}
    assert send(after, URL, silent, check=True).strangers == 1


def test_where_the_ledger_is_lost_all_is_sent_again(sites):
    before, after = sites
    send(before, URL, silent)
    fsspec.filesystem("memory").pipe(f"/bucket/site/{LEDGER}", b"no ledger")
    assert send(after, URL, silent).files == len(tree(after))
    assert tree(after).items() <= objects().items()


def test_what_was_lost_or_torn_there_is_found_when_asked(sites):
    before, _ = sites
    send(before, URL, silent)
    memory = fsspec.filesystem("memory")
    memory.rm("/bucket/site/d/a-1.html")
    memory.pipe("/bucket/site/d/a-2.html", b"torn")
    assert send(before, URL, silent).files == 0
    assert send(before, URL, silent, check=True, dry=True).files == 2
    assert send(before, URL, silent, check=True).files == 2
    assert objects() == tree(before)


def test_who_sends_while_another_does_is_told_and_may_take_over(sites):
    before, after = sites
    send(before, URL, silent)
    journal = encode_journal(Journal("another", "2026-11-28T12:00:00+00:00", ("d/a-1.html",)))
    memory = fsspec.filesystem("memory")
    memory.pipe({f"/bucket/site/{JOURNAL}": journal, "/bucket/site/d/a-1.html": b"torn"})
    with pytest.raises(CorpusError) as raised:
        send(after, URL, silent)
    (problem,) = raised.value.problems
    assert "2026-11-28T12:00:00+00:00" in problem.why
    assert "--take-over" in problem.fix
    send(after, URL, silent, take_over=True)
    assert objects() == tree(after)


def test_one_sending_at_a_time_and_no_build_beside_it(sites):
    with lock.only_output(sites[1]), pytest.raises(CorpusError) as raised:
        send(sites[1], URL, silent)
    assert "another build" in raised.value.problems[0].what
    assert not objects()


def test_twins_stay_here_and_a_folder_that_is_no_site_is_not_sent(sites, tmp_path):
    site = sites[1]
    (site / "index.html.gz").write_bytes(b"twin")
    send(site, URL, silent)
    (site / "index.html.gz").unlink()
    assert "index.html.gz" not in objects()
    (tmp_path / "other").mkdir()
    with pytest.raises(CorpusError):
        send(tmp_path / "other", URL, silent)


def test_a_dry_run_writes_nothing(sites):
    assert send(sites[0], URL, silent, dry=True).files == len(tree(sites[0]))
    assert not objects(ours=True)


def put_archive(archive, url="memory://bucket/archive"):
    system, root = fsspec.core.url_to_fs(url)
    for path in archive.root.rglob("*"):
        if path.is_file() and ".sitegen" not in path.parts:
            system.pipe(f"{root}/{path.relative_to(archive.root).as_posix()}", path.read_bytes())
    return url


def test_a_mirror_fetches_what_is_other_and_drops_what_is_gone(two_articles, tmp_path):
    folder = tmp_path / "mirror"
    url = put_archive(two_articles)
    assert mirror(url, folder, silent).fetched == 4
    here = {p: d for p, d in tree(folder).items() if not p.startswith(".sitegen")}
    assert here == objects(url)
    assert mirror(url, folder, silent).fetched == 0
    memory = fsspec.filesystem("memory")
    memory.pipe("/bucket/archive/texts/a-2.md", b"other")
    memory.rm("/bucket/archive/texts/a-1.md")
    (folder / "texts/strange.md").write_text("strange", encoding="utf-8")
    (folder / "site.toml").write_text("torn", encoding="utf-8")
    done = mirror(url, folder, silent)
    assert (done.fetched, done.removed) == (2, 2)
    here = {p: d for p, d in tree(folder).items() if not p.startswith(".sitegen")}
    assert here == objects(url)


@pytest.mark.parametrize("moment", range(4))
def test_a_mirror_that_was_cut_short_is_whole_the_next_time(
    two_articles, tmp_path, monkeypatch, moment
):
    folder = tmp_path / "mirror"
    url = put_archive(two_articles)
    mirror(url, folder, silent)
    before = tree(folder)
    memory = fsspec.filesystem("memory")
    memory.pipe({f"/bucket/archive/texts/n-{n}.md": b"new" for n in range(5)})
    memory.rm("/bucket/archive/texts/a-1.md")
    real, count = MemoryFileSystem.get_file, iter(range(9))

    def torn(self, *paths, **more):
        if next(count) == moment:
            raise CutError
        return real(self, *paths, **more)

    with monkeypatch.context() as broken:
        broken.setattr(MemoryFileSystem, "get_file", torn)
        with pytest.raises(CorpusError):
            mirror(url, folder, silent)
    now = tree(folder)
    assert {p: d for p, d in now.items() if "/fetched/" not in p} == before
    mirror(url, folder, silent)
    here = {p: d for p, d in tree(folder).items() if not p.startswith(".sitegen")}
    assert here == objects(url)


@pytest.mark.parametrize("name", ["../out.md", "texts//a.md", "texts/./a.md", "c:/a.md"])
def test_an_object_whose_name_no_file_can_have_is_a_problem(two_articles, tmp_path, name):
    url = put_archive(two_articles)
    MemoryFileSystem.store[f"/bucket/archive/{name}"] = MemoryFileSystem.store[
        "/bucket/archive/site.toml"
    ]
    with pytest.raises(CorpusError) as raised:
        mirror(url, tmp_path / "mirror", silent)
    assert str(raised.value.problems[0].place) == f"{url}/{name}"
    assert not (tmp_path / "mirror").exists()


def test_without_an_archive_there_or_an_own_folder_here_nothing_is_touched(two_articles, tmp_path):
    url = put_archive(two_articles)
    mirror(url, tmp_path / "mirror", silent)
    before = tree(tmp_path / "mirror")
    fsspec.filesystem("memory").rm("/bucket/archive/site.toml")
    with pytest.raises(CorpusError) as raised:
        mirror(url, tmp_path / "mirror", silent)
    assert raised.value.problems[0].what == "there is no archive here"
    assert tree(tmp_path / "mirror") == before
    put_archive(two_articles)
    with pytest.raises(CorpusError) as raised:
        mirror(url, two_articles.root, silent)
    assert "--mirror" in raised.value.problems[0].fix


def test_an_archive_behind_a_url_builds_the_same_site_into_a_url(two_articles, capsys):
    two_articles.build()
    url = put_archive(two_articles)
    app(["build", url, "-o", URL, "--jobs", "1", "--json"], standalone_mode=False)
    report = json.loads(capsys.readouterr().out)
    assert objects() == tree(two_articles.output)
    assert report["sent"]["files"] == report["files"]
    app(["check", url], standalone_mode=False)
    app(["build", url, "-o", URL, "--jobs", "1"], standalone_mode=False)
    assert f"{URL}: 0 files sent, 0.0 MB, 0 removed" in capsys.readouterr().out


def test_a_path_and_a_file_url_are_the_same(two_articles, tmp_path):
    two_articles.build()
    there = (tmp_path / "there").as_uri()
    done = sitegen("build", two_articles.root.as_uri(), "-o", there, "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "there") == tree(two_articles.output)
    done = sitegen("publish", two_articles.output, (tmp_path / "sent").as_uri())
    assert done.returncode == 0, done.stderr
    assert objects((tmp_path / "sent").as_uri()) == tree(two_articles.output)


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("nowhere://host/site", "no such kind of URL"),
        ("s3://bucket/site", "a library is missing"),  # s3fs is not among what tests need
        ("sftp://nadim:secret@host/site", "a library is missing"),
    ],
)
def test_a_url_that_cannot_be_reached_is_explained(sites, url, what):
    done = sitegen("publish", sites[0], url)
    assert done.returncode == 1
    assert what in done.stderr
    assert "fix: " in done.stderr
    assert "secret" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_without_fsspec_it_is_said_what_to_install(sites, monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(CorpusError) as raised:
        send(sites[0], URL, silent)
    assert "sitegen[remote]" in raised.value.problems[0].fix


def test_a_cluster_must_be_told_where_all_can_read():
    with (
        pytest.raises(CorpusError) as raised,
        archive_here("memory://bucket/archive", None, silent, is_shared=True),
    ):
        pass
    assert "--mirror" in raised.value.problems[0].fix


def test_a_ledger_or_journal_of_others_is_not_taken():
    assert parse_ledger(b"\x1f\x8b broken") is None
    assert parse_journal(encode_journal(Journal("a", "b", ()))[:-9]) is None
    assert parse_journal(b"[]") is None
