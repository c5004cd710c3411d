"""Does a build trust what earlier ones left only where it may?"""

import contextlib
import hashlib
import os
import pickle
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from sitegen.build import (
    Early,
    Options,
    Session,
    build,
    faults,
    kept,
    linking,
    load,
    look,
    pipeline,
    reading,
    survey,
)
from sitegen.build import cache as cache_module
from sitegen.build.cache import DamagedError, open_cache
from sitegen.build.look import Lay, look_over
from sitegen.build.record import all_stand, name_of, standing
from sitegen.errors import CorpusError
from sitegen.export.offline import short

from .conftest import tree


@pytest.fixture(autouse=True)
def own_key(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def built(two_articles):
    two_articles.build()
    return two_articles


@pytest.fixture
def idle(monkeypatch):
    """Fail where a build does more than look."""

    def never(*_args):
        raise AssertionError("the pipeline ran")

    monkeypatch.setattr(pipeline, "build_site", never)


def clean_tree(archive):
    """What a build makes that has no cache and no output to start from."""
    other = archive.root.parent / "fresh"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(archive.root, other / "archive", ignore=shutil.ignore_patterns(".sitegen"))
    build(other / "archive", other / "public", Options(jobs=1))
    return tree(other / "public")


def test_where_nothing_has_changed_nothing_is_read(built, idle):
    report = built.build()
    assert (report.changed, report.removed, report.documents) == (0, 0, 2)


def _kept_of(archive):
    cache, _ = open_cache(archive.root)
    try:
        return cache.get(name_of(archive.output))
    finally:
        cache.close()


def _edits(archive):
    """Edits that change, add and remove files of the site, and others' hands in it."""
    yield lambda: None
    yield lambda: archive.article("a-1", "كتاب آخر عن بيروت.")
    yield lambda: archive.article("a-3", "نصّ جديد عن رضا.", date="1910")
    yield (archive.root / "texts/a-2.md").unlink
    yield lambda: (archive.output / "index.html").write_text("x")
    yield lambda: (archive.output / "d" / "stray.html").write_text("x")
    yield lambda: (archive.output / "index.html.gz").write_bytes(b"x")
    yield lambda: None


def test_what_is_kept_of_a_site_is_what_lies_there(built):
    for edit in _edits(built):
        edit()
        built.build()
        kept = _kept_of(built)
        lies = look_over(built.output).files
        lies.pop("index.html.gz", None)
        assert kept.outputs.files == lies
        assert {path: (one.size, one.digest) for path, one in kept.written().items()} == {
            path: (seen.size, short(hashlib.sha256((built.output / path).read_bytes()).digest()))
            for path, seen in lies.items()
        }
        assert set(standing(kept, built.output, look_over(built.output))) == set(lies)


def test_files_that_are_found_in_another_order_are_the_same(built, idle):
    kept, now = _kept_of(built), look_over(built.output)
    turned = Lay.of(dict(reversed(now.files.items())), now.at)
    assert not turned.is_same(kept.outputs)
    assert all_stand(kept, built.output, turned).files == kept.outputs.files
    assert standing(kept, built.output, turned) == kept.written()
    again = kept.seen_again(kept.inputs, turned)
    assert again.outputs.paths != kept.outputs.paths
    assert again.written() == kept.written()


@pytest.mark.parametrize("is_late", [False, True])
def test_a_file_that_was_changed_just_before_is_known_by_its_bytes(built, is_late):
    kept = _kept_of(built)
    path = built.output / "index.html"
    stat = path.stat()
    path.write_bytes(b"y" * stat.st_size)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    at = stat.st_mtime_ns + (10**9 if is_late else 10**10)
    files = kept.outputs.files
    kept = replace(kept, outputs=Lay.of(files, at))
    found = all_stand(kept, built.output, Lay.of(files, at))
    assert (found is None) == is_late
    assert ("index.html" in standing(kept, built.output, Lay.of(files, at))) != is_late


def test_an_edit_of_the_same_size_in_the_same_moment_is_seen(built):
    path = built.root / "texts/a-2.md"
    stat = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("كتاب", "كتيب"), encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert built.build().changed > 0
    assert tree(built.output) == clean_tree(built)


@pytest.mark.parametrize("what", ["edited", "deleted", "strange"])
def test_a_site_that_others_have_touched_is_mended(built, what):
    before = tree(built.output)
    page = built.output / "d/a-1.html"
    if what == "edited":
        page.write_bytes(b"x" + page.read_bytes()[1:])
    elif what == "deleted":
        page.unlink()
    else:
        (built.output / "d/stray.html").write_bytes(b"x")
    built.build()
    assert tree(built.output) == before


def test_drafts_asked_for_are_a_change(built):
    built.article("a-9", "مسودّة", more="draft: true\n")
    built.build()
    assert built.build(drafts=True).documents == 3
    assert built.build().documents == 2


def damage(path):
    content = bytearray(path.read_bytes())
    for at in range(1 << 16, len(content), 97):  # all pages but the first, wherever values lie
        content[at] ^= 0x55
    path.write_bytes(content)


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribble(path):
    path.write_text("this is no database", encoding="utf-8")


def swap_value(path):
    """A value that a stranger put there: were it unpickled, it would act."""
    db = sqlite3.connect(path)
    bad = pickle.dumps(os.getpid)
    db.execute("UPDATE kept SET value=?", (bad,))
    db.commit()
    db.close()


@pytest.mark.parametrize("harm", [damage, cut, scribble, swap_value])
def test_a_damaged_cache_is_dropped_with_a_word(built, harm):
    before = tree(built.output)
    harm(built.root / ".sitegen/cache/cache.db")
    report = built.build()
    assert any("the cache was dropped" in note for note in report.notes)
    assert tree(built.output) == before
    assert not any("cache" in note for note in built.build().notes)


def lose(db, _earlier):
    db.execute("DELETE FROM kept WHERE name='totals'")


def put_back(db, earlier):
    db.execute("UPDATE kept SET seal=?, value=? WHERE name='totals'", earlier)


@pytest.mark.parametrize("harm", [lose, put_back])
def test_values_that_were_not_committed_together_are_dropped(tmp_path, harm):
    def commit(**values):
        cache, note = open_cache(tmp_path)
        for name, value in values.items():
            cache.put(name, value)
        cache.commit()
        cache.close()
        return note

    commit(totals=1, words=1)
    with contextlib.closing(sqlite3.connect(tmp_path / ".sitegen/cache/cache.db")) as db:
        earlier = db.execute("SELECT seal, value FROM kept WHERE name='totals'").fetchone()
        assert commit(totals=2) == ""
        harm(db, earlier)
        db.commit()
    assert "the cache was dropped" in commit()


def test_the_cache_of_another_user_is_not_read(built, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another"))
    assert any("another user" in note for note in built.build().notes)


def test_the_cache_of_another_version_is_dropped(built, monkeypatch):
    monkeypatch.setattr(cache_module, "code_stamp", lambda: b"later")
    assert any("another version" in note for note in built.build().notes)


def test_without_a_place_for_its_key_there_is_no_cache(two_articles, tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    report = two_articles.build()
    assert report.documents == 2
    assert any("no cache is kept" in note for note in report.notes)


def test_clean_trusts_nothing_and_leaves_a_new_cache(built, monkeypatch):
    before = tree(built.output)
    assert built.build(clean=True).changed == 0
    assert tree(built.output) == before
    monkeypatch.setattr(pipeline, "build_site", None)
    assert built.build().documents == 2


def test_a_value_moved_to_another_name_has_no_seal(tmp_path):
    cache, _ = open_cache(tmp_path)
    cache.put("a", 1)
    cache._db.execute("UPDATE kept SET name='b' WHERE name='a'")
    with pytest.raises(DamagedError):
        cache.get("b")
    cache.close()


def test_each_file_that_is_written_anew_has_a_reason(built):
    built.article("a-2", "كتاب عن بيروت وأهلها.", date="1909")
    reasons = dict(built.build(why=True).reasons)
    assert reasons["d/a-2.html"] == (
        "its text or its metadata changed; the names linked in it changed"
    )
    assert reasons["place/l-bayrut.html"] == (
        "a text that names it, or a record named beside it, changed"
    )
    assert "d/a-1.html" not in reasons
    assert "search/manifest.js" not in reasons or reasons["search/manifest.js"]


def test_a_heading_that_changes_is_the_reason_of_pages_that_name_it(built):
    path = built.root / "entities/all.yml"
    path.write_text(path.read_text("utf-8").replace("heading: بيروت", "heading: بيروت المحروسة"))
    built.article("a-3", "[[l-bayrut]]", date="1910").build()
    path.write_text(path.read_text("utf-8").replace("المحروسة", "القديمة"))
    reasons = dict(built.build(why=True).reasons)
    assert "a record that it names changed" in reasons["d/a-3.html"]
    assert reasons["place/l-bayrut.html"].startswith("its record changed")
    assert tree(built.output) == clean_tree(built)


def test_what_gathers_others_says_what_it_gathers(built):
    built.write("assets/press.svg", "<svg/>").build()
    built.write("assets/press.svg", "<svg></svg>")
    built.article("a-1", "كتاب عن بيروت وأهلها.")
    reasons = dict(built.build(why=True).reasons)
    assert reasons["assets/press.svg"] == "the archive's file, a script or a style sheet changed"
    assert reasons["data/manifest-sha256.txt"] == "files that it lists, counts or weighs changed"
    assert reasons["data/documents/1908.jsonl"] == "a document in it changed"


def test_what_was_touched_in_the_site_is_the_reason_of_its_mending(built):
    (built.output / "about.html").write_text("x", "utf-8")
    (built.output / "data/entities.csv").unlink()
    why = "it was not there, or not as the last build left it"
    assert built.build(why=True).reasons == (("about.html", why), ("data/entities.csv", why))


def test_a_setting_that_changes_is_the_reason_of_pages_that_gather(built):
    path = built.root / "site.toml"
    path.write_text(path.read_text("utf-8").replace('title = "', 'title = "جديد ', 1), "utf-8")
    reasons = built.build(why=True).reasons
    pages = {why for path, why in reasons if path.endswith(".html")}
    assert pages == {"the configuration, the theme or a template changed"}
    assert "data.html" in dict(reasons)


def test_a_page_that_was_not_there_before_is_new(built):
    built.article("a-9", "كتاب.", date="1931")
    new = {path for path, why in built.build(why=True).reasons if why == "it is new"}
    assert {"d/a-9.html", "data/documents/1931.jsonl"} <= new


def test_a_template_that_changes_rewrites_the_pages_that_are_made_with_it(built):
    built.write("templates/document.html", '{% extends "theme/document.html" %}\n')
    pages = {path for path, _ in built.build(why=True).reasons if path.endswith(".html")}
    assert all(path.startswith("d/") or "/" not in path for path in pages)
    built.write("templates/document.html", '{% extends "base.html" %}{% block main %}{{ title }}')
    built.write("templates/footer.html", "<footer>تذييل</footer>")
    with contextlib.suppress(Exception):
        built.build()  # a block without its end
    built.write("templates/document.html", '{% extends "theme/document.html" %}')
    built.build()
    assert tree(built.output) == clean_tree(built)


def test_only_what_is_new_is_read(built, monkeypatch):
    built.write("texts/rows.jsonl", '{"id": "r-1", "title": "أ", "body": "بيروت"}\n')
    built.build()
    read = []
    real = reading.read_source
    monkeypatch.setattr(reading, "read_source", lambda *args: read.append(args[0]) or real(*args))
    row = '{"id": "r-2", "title": "ب", "body": "دمشق"}\n'
    path = built.root / "texts/rows.jsonl"
    path.write_text(row + path.read_text("utf-8"), "utf-8")
    built.build()
    assert [(one.path, one.start, one.end) for one in read] == [
        ("texts/rows.jsonl", 0, len(row.encode()))
    ]
    assert tree(built.output) == clean_tree(built)


def test_a_picture_that_goes_is_missed_by_the_text_that_shows_it(built):
    built.write("assets/a.png", b"x").article("a-3", "![صورة](assets/a.png)").build()
    (built.root / "assets/a.png").unlink()
    with pytest.raises(CorpusError, match=r"there is no file 'assets/a\.png'"):
        built.build()


@pytest.mark.parametrize("more", ["draft: true\n", "access: closed\n", "access: metadata\n"])
def test_a_picture_that_goes_is_missed_by_a_text_that_is_not_shown(built, more):
    body = "![صورة](assets/a.png)"
    built.write("assets/a.png", b"x").article("a-3", body, more=more).build()
    (built.root / "assets/a.png").unlink()
    with pytest.raises(CorpusError, match=r"there is no file 'assets/a\.png'"):
        built.build()


@pytest.mark.parametrize("mark", ["front", "middle"])
def test_rows_behind_a_byte_order_mark_are_read_wherever_they_stand(built, mark):
    rows = [f'{{"id": "r-{n}", "title": "صفّ {n}", "body": "نصّ"}}\n' for n in (1, 2)]
    built.write("texts/rows.jsonl", "\ufeff" * (mark == "front") + rows[0]).build()
    both = rows[1] + "\ufeff" + rows[0] if mark == "front" else rows[0] + "\ufeff" + rows[1]
    assert built.write("texts/rows.jsonl", both).build().documents == 4
    assert tree(built.output) == clean_tree(built)


@pytest.mark.parametrize("place", ["d/a-1.html", "d", "stranger"])
def test_what_a_link_in_the_site_leads_to_is_nobody_elses(built, tmp_path, place):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "picture.png").write_bytes(b"x")
    before = tree(built.output)
    link = built.output / place
    if link.is_dir():
        shutil.rmtree(link)
    link.unlink(missing_ok=True)
    link.symlink_to(mine)
    built.build()
    assert tree(built.output) == before
    assert not link.is_symlink()
    assert (mine / "picture.png").read_bytes() == b"x"


def test_a_text_whose_time_was_set_back_is_seen(built, monkeypatch):
    monkeypatch.setattr(look, "LATELY", 0)  # as if the edit came much later
    built.build()
    path = built.root / "texts/a-2.md"
    stat = path.stat()
    with path.open("r+", encoding="utf-8") as file:  # the same inode
        text = file.read().replace("كتاب", "كتيب")
        file.seek(0)
        file.write(text)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert built.build().changed > 0
    assert tree(built.output) == clean_tree(built)


def rewritten(path, first, last):
    """Give what reads a file that another program writes anew at the same time."""

    def read(*args):
        path.write_text(first, encoding="utf-8")
        found = read_source(*args)
        path.write_text(last, encoding="utf-8")
        return found

    read_source = reading.read_source
    return read


@pytest.mark.parametrize("at_first", ["nothing", "one row"])
def test_rows_that_are_written_while_a_build_reads_them_are_read_again(
    built, monkeypatch, at_first
):
    rows = [f'{{"id": "r-{n}", "title": "صفّ {n}", "body": "نصّ"}}\n' for n in (1, 2, 3)]
    path = built.root / "texts/rows.jsonl"
    built.write("texts/rows.jsonl", "".join(rows))
    shown = "" if at_first == "nothing" else rows[1]
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_source", rewritten(path, shown, "".join(rows)))
        built.build()
    assert built.build().documents == 5
    assert tree(built.output) == clean_tree(built)


def test_a_text_that_goes_while_a_build_reads_it_is_told(built, monkeypatch):
    gone = built.root / "texts/a-2.md"
    listed = load.list_sources

    def list_sources(root):
        found = listed(root)
        gone.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(load, "list_sources", list_sources)
    built.article("a-2", "نصّ آخر")
    with pytest.raises(CorpusError, match="a-2"):
        built.build()


def test_a_problem_is_told_with_the_line_that_it_now_has(built):
    rows = ['{"id": "r-1", "title": "أ", "collection": ""}\n', '{"id": "r-2", "title": "ب"}\n']
    built.write("texts/rows.jsonl", "".join(rows)).build()
    twice = '\n\n{"id": "r-9", "title": "ت"}\n' + rows[0] + rows[1] + rows[1].replace("ب", "ج")
    built.write("texts/rows.jsonl", twice.encode())
    with pytest.raises(CorpusError, match=r"rows\.jsonl:6: the id 'r-2' is taken\n.*rows\.jsonl:5"):
        built.build()


PERSON = "- id: p-9\n  type: person\n  heading: مي زيادة\n"
ROWS = [
    '{"id": "r-1", "title": "أ", "body": "كتبت [[p-9|مي]] في بيروت", "aliases": ["old/1"]}',
    '{"id": "r-2", "title": "ب", "body": "دمشق"}',
    '{"id": "r-3", "title": "ت", "authors": "مي زيادة"}',
]


def _taken_id(rows):
    return ['{"id": "r-0", "title": "أوّل"}', *rows, '{"id": "r-2", "title": "ج"}']


def _one_slug(rows):
    return ['{"id": "R 1", "title": "أوّل"}', *rows]


def _taken_address(rows):
    return ['{"id": "r-0", "title": "أوّل", "aliases": ["old/1"]}', *rows]


def _no_record(rows):
    return ['{"id": "r-0", "title": "أوّل", "body": "في [[p-none|دار]]"}', *rows]


def _no_collection(rows):
    return ['{"id": "r-0", "title": "أوّل"}', *rows, '{"id": "r-4", "collection": "x"}']


def _many(rows):
    more = ['{"id": "r-0", "title": "أوّل", "titel": "أ", "body": "[[p-none|دار]]"}', "{", ""]
    return _taken_id(_no_collection([*more, *rows]))


@pytest.mark.parametrize("records", [PERSON, PERSON.replace("p-9", "p-8")])
@pytest.mark.parametrize(
    "edit",
    [
        _taken_id,
        _one_slug,
        _taken_address,
        _no_record,
        _no_collection,
        _many,
        lambda rows: rows[1:],
    ],
)
def test_an_edit_tells_the_problems_that_a_clean_build_tells(built, edit, records):
    built.write("entities/more.yml", PERSON).write("texts/rows.jsonl", "\n".join(ROWS)).build()
    built.write("entities/more.yml", records).write("texts/rows.jsonl", "\n".join(edit(ROWS)))
    other = built.root.parent / "other"
    shutil.copytree(built.root, other, ignore=shutil.ignore_patterns(".sitegen"))
    told = []
    for root, site in ((built.root, built.output), (other, other / "public")):
        try:
            build(root, site, Options(jobs=1))
        except CorpusError as error:
            told.append(str(error))
        else:
            told.append("")
    assert told[0] == told[1]
    assert told[0] or (edit(ROWS) == ROWS[1:])


def test_rows_that_moved_in_earlier_edits_are_told_where_they_stand(built, monkeypatch):
    rows = built.root / "texts/rows.jsonl"
    built.write("entities/more.yml", PERSON).write("texts/rows.jsonl", "\n".join(ROWS)).build()
    moved = ['{"id": "r-7", "title": "قبلها"}', "", *ROWS]
    built.write("texts/rows.jsonl", "\n".join(moved)).build()
    built.article("b-1", "نصّ", title="آخر").build()
    built.article("r-3", "نصّ يأخذ اسم غيره", title="ثالث")
    monkeypatch.setattr(faults, "read_documents", None)  # nothing need be read again
    with pytest.raises(
        CorpusError, match=r"rows\.jsonl:5: the id 'r-3' is taken\n.*r-3\.md"
    ) as told:
        built.build()
    assert len(told.value.problems) == 1
    assert rows.read_text("utf-8").splitlines()[4] == ROWS[2]


def test_where_a_problem_shows_known_texts_are_neither_counted_nor_linked_again(built, monkeypatch):
    built.write("texts/rows.jsonl", "\n".join(ROWS[1:])).build()
    built.write("texts/rows.jsonl", "\n".join(_taken_id(ROWS[1:])))
    counted, linked = [], []
    invert, link = reading.invert, linking.link_batch
    monkeypatch.setattr(
        reading, "invert", lambda terms, *rest: counted.append(len(terms)) or invert(terms, *rest)
    )
    monkeypatch.setattr(linking, "link_batch", lambda *asked: linked.append(asked) or link(*asked))
    monkeypatch.setattr(survey, "link_batch", linking.link_batch)
    with pytest.raises(CorpusError, match="is taken"):
        built.build()
    assert (sum(counted), linked) == (2, [])  # the two rows that are new


def test_rows_of_a_table_that_moved_with_their_stretch_are_told_where_they_stand(
    built, monkeypatch
):
    for module in (load, kept, faults):
        monkeypatch.setattr(module, "BATCH_BYTES", 200)  # some ten rows a stretch
    rows = [f"r-{n:02},الخبر {n:02}" for n in range(40)]
    built.write("texts/rows.csv", "\n".join(["id,title", *rows, ""])).build()
    two = ["r-a,بت", "r-b,بت1"]  # as long as one: other stretches have the same bytes
    assert len("\n".join(two).encode()) == len(rows[0].encode())
    built.write("texts/rows.csv", "\n".join(["id,title", *two, *rows[1:], ""]))
    built.article("r-30", "نصّ يأخذ اسم غيره", title="ثالث")
    with pytest.raises(CorpusError, match=r"rows\.csv:33\b") as told:
        built.build()
    shutil.rmtree(built.root / ".sitegen")
    with pytest.raises(CorpusError) as anew:
        built.build()
    assert str(told.value) == str(anew.value)


ISSUE = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="i"><teiHeader/><text xml:lang="ar"><body>
<div type="item" xml:id="d1"><head>أوّل</head><p>نصّ عن بيروت</p></div>
<div type="item" xml:id="d2"><head>ثان</head><p>نصّ عن رضا</p></div></body></text></TEI>
"""


@pytest.mark.parametrize("n_files", [1, 2, 3])
def test_files_that_go_are_gone_beside_the_linear_texts_of_tei(built, n_files):
    for n in range(n_files):
        built.write(f"assets/{n}.pdf", b"x")
    built.write("texts/i.xml", ISSUE).build()
    assert len(list((built.output / "data/text").iterdir())) == 2
    shutil.rmtree(built.root / "assets")
    report = built.build()
    assert report.files == len(tree(built.output))
    assert tree(built.output) == clean_tree(built)


def test_many_small_batches_become_one(built):
    for n in range(16):
        built.article(f"n-{n}", f"نصّ {n} عن بيروت").build()
    assert len(list((built.root / ".sitegen/cache").glob("read-*"))) < 14
    assert tree(built.output) == clean_tree(built)


def test_spill_files_that_others_touched_are_noticed(built):
    damage(next((built.root / ".sitegen/cache").glob("read-*")))
    built.article("a-2", "كتاب آخر.", date="1909")
    assert any("damaged" in note for note in built.build().notes)
    assert tree(built.output) == clean_tree(built)


def test_a_cache_that_cannot_be_written_is_told_and_the_site_is_built(built, monkeypatch):
    real = cache_module.Cache._change

    def full(self, statement, rows):
        if statement.startswith("INSERT"):
            self._db.execute("PRAGMA max_page_count=1")  # it may grow no more
            rows = [(name, seal, value + bytes(1 << 24)) for name, seal, value in rows]
        real(self, statement, rows)

    monkeypatch.setattr(cache_module.Cache, "_change", full)
    built.article("a-3", "نصّ آخر.", date="1910")
    report = built.build()
    assert any("is not kept: database or disk is full" in note for note in report.notes)
    monkeypatch.undo()
    built.article("a-4", "نصّ رابع.", date="1911").build()
    assert tree(built.output) == clean_tree(built)


def test_processes_that_are_spawned_build_on_as_well(built, monkeypatch):
    monkeypatch.setenv("SITEGEN_START_METHOD", "spawn")
    built.article("a-2", "كتاب عن بيروت وعن رضا.", date="1909").build(jobs=2)
    monkeypatch.delenv("SITEGEN_START_METHOD")
    assert tree(built.output) == clean_tree(built)


def test_a_build_from_another_folder_finds_what_is_known(two_articles, monkeypatch):
    """What is spilled is found by paths that hold wherever the command is given."""
    monkeypatch.chdir(two_articles.root.parent)
    build(Path("archive"), Path("public"), Options(jobs=1))
    monkeypatch.chdir(two_articles.root)
    two_articles.write("entities/more.yml", "- {id: l-misr, type: place, heading: مصر}\n")
    build(Path(), Path("../public"), Options(jobs=1))
    two_articles.output = two_articles.root.parent / "public"
    assert tree(two_articles.output) == clean_tree(two_articles)


@pytest.fixture
def session():
    with contextlib.closing(Session()) as one:
        yield one


def test_who_builds_again_and_again_has_what_a_clean_build_makes(built, session):
    for body in ("كتاب عن دمشق.", "كتب عن بيروت ودمشق.", "كتاب."):
        built.article("a-2", body, date="1909")
        build(built.root, built.output, Options(jobs=1), session=session)
        assert tree(built.output) == clean_tree(built)
        session.flush()
    assert built.build().changed == 0


def test_what_a_session_has_not_flushed_another_build_does_not_miss(built, session):
    built.article("a-2", "كتاب عن دمشق.", date="1909")
    build(built.root, built.output, Options(jobs=1), session=session)
    built.article("a-1", "سافر إلى دمشق.")
    built.build()
    session.flush()
    built.article("a-2", "كتاب عن مصر.", date="1909")
    build(built.root, built.output, Options(jobs=1), session=session)
    assert tree(built.output) == clean_tree(built)


def test_a_build_that_finds_problems_leaves_a_session_as_it_was(built, session):
    build(built.root, built.output, Options(jobs=1), session=session)
    built.write("texts/a-3.md", "---\nid: a-1\ntitle: x\n---\nx\n")
    with pytest.raises(CorpusError):
        build(built.root, built.output, Options(jobs=1), session=session)
    (built.root / "texts/a-3.md").unlink()
    built.article("a-2", "كتاب عن مصر.", date="1909")
    build(built.root, built.output, Options(jobs=1), session=session)
    assert tree(built.output) == clean_tree(built)


@pytest.fixture
def watched(built, session):
    """Build again in one process; gives what was shown early, and what stands then."""
    shown = {}
    early = Early(shown.update)

    def again():
        shown.clear()
        build(built.root, built.output, Options(jobs=1), session=session, early=early)
        stands = {path: (built.output / path).read_bytes() for path in shown}
        return dict(shown), stands

    built.article("a-2", "كتب عن بيروت.", date="1909")  # where nothing is new nothing is learnt
    again()
    return again


def test_the_page_of_an_edited_text_is_shown_early_as_the_build_makes_it(built, watched):
    built.article("a-1", "سافر محمد رشيد رضا إلى بيروت من دمشق، ثم عاد رضا.")
    early, stands = watched()
    assert list(early) == ["d/a-1.html"]
    assert "دمشق" in early["d/a-1.html"].decode()
    assert early == stands


def test_an_early_page_with_neighbours_that_move_is_put_right_by_the_build(built, watched):
    built.article("a-2", "كتاب عن دمشق.", date="1907")
    early, _ = watched()
    assert list(early) == ["d/a-2.html"]
    assert "دمشق" in early["d/a-2.html"].decode()
    assert tree(built.output) == clean_tree(built)
    assert watched() == ({}, {})


@pytest.mark.parametrize("what", ["new", "record", "title", "template"])
def test_no_page_is_shown_early_that_would_be_a_guess(built, watched, what):
    if what == "new":
        built.article("a-3", "كتاب")
    else:
        built.article("a-1", "سافر رضا إلى دمشق.")
    if what == "record":
        built.write("entities/more.yml", "- {id: l-dimashq, type: place, heading: دمشق}\n")
    elif what == "title":
        built.write("site.toml", 'format = 1\ntitle = "خزانة"\n')
    elif what == "template":
        built.write("templates/footer.html", "<footer>١</footer>")
    assert watched() == ({}, {})
    assert tree(built.output) == clean_tree(built)


def test_a_text_that_names_what_had_no_page_until_now_is_not_shown_early(built, session):
    built.write("entities/more.yml", "- {id: l-dimashq, type: place, heading: دمشق}\n")
    shown = {}
    early = Early(shown.update)
    for body in ("سافر.", "سافر إلى دمشق.", "عاد من دمشق."):
        shown.clear()
        built.article("a-1", body)
        build(built.root, built.output, Options(jobs=1), session=session, early=early)
    assert list(shown) == ["d/a-1.html"]


def test_a_word_that_an_edit_makes_common_is_a_name_no_longer(built):
    built.write("entities/more.yml", "- {id: l-sur, type: place, heading: صور}\n")
    built.article("a-3", "سافر إلى صور.")
    built.build()
    assert "l-sur" in (built.output / "d/a-3.html").read_text(encoding="utf-8")
    for body in ("كتاب عن صور بيروت.", "صورها " * 9, "كتاب."):  # asked for, common, and no more
        built.article("a-2", body, date="1909")
        built.build()
        assert tree(built.output) == clean_tree(built)
