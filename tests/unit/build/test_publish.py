"""Does publishing leave readers a whole site, and others' folders alone?"""

import errno
import os
import shutil
from pathlib import Path

import pytest

from sitegen.build.publish import (
    MARK,
    MARK_TEXT,
    Stage,
    check_output,
    explain_os_error,
    publish,
    stage_of,
    waiting,
)
from sitegen.errors import CorpusError


def published(output, written):
    changed = sorted(file.path for file in written if file.changed)
    return publish(output, tuple(changed), {file.path for file in written}, None)


def built(output, files):
    stage = Stage(output)
    stage.clear()
    return published(output, [stage.write(path, content) for path, content in files.items()])


def test_a_first_build_writes_every_file(tmp_path):
    changes = built(tmp_path / "public", {"a.html": b"a", "d/b.html": b"b"})
    assert changes.changed == ("a.html", "d/b.html")
    assert (tmp_path / "public/d/b.html").read_bytes() == b"b"


def test_an_unchanged_file_keeps_its_inode_and_time(tmp_path):
    output = tmp_path / "public"
    built(output, {"a.html": b"a", "b.html": b"b"})
    before = (output / "a.html").stat()
    changes = built(output, {"a.html": b"a", "b.html": b"c"})
    after = (output / "a.html").stat()
    assert changes.changed == ("b.html",)
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_what_the_site_no_longer_has_goes_with_its_empty_folder(tmp_path):
    output = tmp_path / "public"
    built(output, {"a.html": b"a", "old/x.html": b"x"})
    changes = built(output, {"a.html": b"a"})
    assert changes.removed == ("old/x.html",)
    assert not (output / "old").exists()


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path):
    output = tmp_path / "public"
    built(output, {"x": b"file", "y/z": b"in a folder"})
    built(output, {"x/z": b"in a folder", "y": b"file"})
    assert (output / "x/z").read_bytes() == b"in a folder"
    assert (output / "y").read_bytes() == b"file"


def test_files_in_waiting_do_not_touch_the_site(tmp_path):
    output = tmp_path / "public"
    built(output, {"a.html": b"old"})
    Stage(output).write("a.html", b"new")
    assert (output / "a.html").read_bytes() == b"old"
    assert Path(waiting(str(stage_of(output)), "a.html")).read_bytes() == b"new"


def test_a_site_that_goes_while_files_wait_comes_back_with_them(tmp_path):
    output = tmp_path / "public"
    built(output, {"a.html": b"old"})
    stage = Stage(output)
    written = [stage.write("a.html", b"new"), stage.write("d/b.html", b"b")]
    shutil.rmtree(output)
    published(output, written)
    assert {path.name for path in output.rglob("*.html")} == {"a.html", "b.html"}


def test_a_site_that_comes_while_files_wait_takes_them(tmp_path):
    output = tmp_path / "public"
    stage = Stage(output)
    written = [stage.write("d/b.html", b"b")]
    output.mkdir()
    published(output, written)
    assert (output / "d/b.html").read_bytes() == b"b"


def test_nothing_stays_in_waiting_after_publishing(tmp_path):
    built(tmp_path / "public", {"a.html": b"a"})
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def linked(output, path, target):
    """Put a link in the place of a file or folder of a site, to which it has moved."""
    shutil.move(output / path, target)
    (output / path).symlink_to(target)


def test_a_file_takes_the_place_of_a_link_to_its_bytes(tmp_path):
    output, site = tmp_path / "public", {"a.html": b"a", "d/b.html": b"b"}
    built(output, site)
    linked(output, "d/b.html", tmp_path / "elsewhere.html")
    built(output, site)
    (tmp_path / "elsewhere.html").write_bytes(b"x")
    assert not (output / "d/b.html").is_symlink()
    assert (output / "d/b.html").read_bytes() == b"b"


@pytest.mark.parametrize("place", ["d", "d/e"])
def test_a_folder_takes_the_place_of_a_link_to_one(tmp_path, place):
    output, site = tmp_path / "public", {"a.html": b"a", "d/e/b.html": b"b"}
    built(output, site)
    linked(output, place, tmp_path / "elsewhere")
    built(output, site)
    assert not (output / place).is_symlink()
    assert (output / "d/e/b.html").read_bytes() == b"b"
    assert [path.name for path in (tmp_path / "elsewhere").rglob("*.html")] == ["b.html"]


@pytest.mark.parametrize("place", ["a.html", "d"])
def test_a_link_that_leads_nowhere_gives_way(tmp_path, place):
    output, site = tmp_path / "public", {"a.html": b"a", "d/b.html": b"b"}
    built(output, {"c.html": b"c"})
    (output / place).symlink_to(tmp_path / "nowhere")
    built(output, site)
    assert (output / "a.html").read_bytes() + (output / "d/b.html").read_bytes() == b"ab"


def test_a_link_of_others_goes_and_what_it_leads_to_stays(tmp_path):
    output = tmp_path / "public"
    built(output, {"a.html": b"a"})
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "picture.png").write_bytes(b"x")
    (output / "pictures").symlink_to(mine)
    assert built(output, {"a.html": b"a"}).removed == ("pictures",)
    assert (mine / "picture.png").read_bytes() == b"x"


def test_a_link_that_leads_nowhere_is_refused_as_output(tmp_path):
    (tmp_path / "public").symlink_to(tmp_path / "nowhere")
    with pytest.raises(CorpusError, match="leads nowhere"):
        check_output(tmp_path / "public", tmp_path / "archive")


def test_a_folder_with_files_of_others_is_refused(tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"mine")
    with pytest.raises(CorpusError, match="not empty and not a site of ours"):
        check_output(tmp_path, tmp_path.parent / "elsewhere")


def test_a_site_of_ours_is_taken_again(tmp_path):
    (tmp_path / MARK).write_bytes(MARK_TEXT)
    (tmp_path / "index.html").write_bytes(b"")
    check_output(tmp_path, tmp_path.parent / "archive")


def test_the_archive_itself_is_refused_as_output(tmp_path):
    with pytest.raises(CorpusError, match="holds the archive"):
        check_output(tmp_path, tmp_path / "archive")


def test_a_file_is_refused_as_output(tmp_path):
    (tmp_path / "public").write_bytes(b"")
    with pytest.raises(CorpusError, match="is a file"):
        check_output(tmp_path / "public", tmp_path / "archive")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (PermissionError(errno.EACCES, "Permission denied"), "cannot be written"),
        (OSError(errno.EROFS, "Read-only file system"), "cannot be written"),
        (FileNotFoundError(errno.ENOENT, "No such file", "a.png"), "while the build was at work"),
    ],
)
def test_the_operating_systems_refusal_is_explained(tmp_path, error, words):
    assert words in str(explain_os_error(error, tmp_path))


@pytest.mark.parametrize(("may", "words"), [(False, "cannot be read"), (True, "cannot be written")])
def test_a_text_that_may_not_be_read_is_no_place_to_write(tmp_path, monkeypatch, may, words):
    text = tmp_path / "رسالة.md"
    text.write_bytes(b"")
    monkeypatch.setattr(
        os, "access", lambda path, mode: may or (path, mode) != (str(text), os.R_OK)
    )
    refusal = PermissionError(errno.EACCES, "Permission denied", str(text))
    assert words in str(explain_os_error(refusal, tmp_path / "public"))


def test_an_unknown_refusal_is_left_to_speak_for_itself(tmp_path):
    assert explain_os_error(OSError(errno.EIO, "I/O error"), tmp_path) is None
