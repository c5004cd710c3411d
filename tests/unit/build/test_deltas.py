"""Are shards that lose and gain documents those which a clean build writes?"""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.build.deltas import delta_of, renumbered
from sitegen.build.letters import Order
from sitegen.build.reading import terms_of
from sitegen.config import Site
from sitegen.content.rows import read_rows
from sitegen.index import patched, shards
from sitegen.index.appended import is_behind_all
from sitegen.index.encode import ShardFile, encode_postings
from sitegen.index.format import rename
from sitegen.index.invert import invert
from sitegen.index.plan import plan_segment
from sitegen.index.recode import recode
from sitegen.index.recount import recounted
from sitegen.index.renumber import Standing
from sitegen.index.totals import Counts, Totals
from sitegen.index.usage import Watched

WORDS = [
    "كتاب",
    "الكتاب",
    "كتب",
    "كتبه",
    "مكتبة",
    "مدرسة",
    "المدارس",
    "علم",
    "والعلم",
    "علوم",
    "قلم",
    "اقلام",
    "في",
    "من",
    "بيروت",
    "لبيروت",
    "دمشق",
    "سفر",
    "اسفار",
    "كلام",
    "كلمة",
    "كريم",
    "كسر",
    "كسرى",
    "كشف",
    "كفر",
    "1908",
    "1909",
    "abc",
]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)
ARCHIVES = st.dictionaries(
    st.sampled_from("abcdefgh"), st.tuples(TEXTS, TEXTS, st.integers(1900, 1904)), min_size=1
)
SMALL = 120  # characters of a file, so that few words have many files


def document(name, title, body, year):
    row = f'{{"id": "{name}", "title": "{title}", "body": "{body}", "date": "{year}"}}'
    (found,), problems = read_rows(row, "a.jsonl", "jsonl", Site(title="x"))
    assert not problems
    return found


class Built:
    """An archive's documents in order, and its segment's files by first letter and shard."""

    def __init__(self, archive, watched=()):
        ordered = sorted(archive, key=lambda name: (archive[name][2], name))
        self.documents = {name: document(name, *archive[name]) for name in ordered}
        inverted = invert([terms_of(one) for one in self.documents.values()])
        numbers = np.arange(len(ordered))
        self.counts = Counts.of([Totals.of(inverted)])
        self.segment = plan_segment(ordered, [(inverted, numbers)], self.counts, dated=0)
        years = [archive[name][2] for name in ordered]
        spans = sorted(set(years))
        words = [form for form in self.counts.occurrences if form in watched]
        self.watched = Watched(
            {self.segment.families.family(form): (form,) for form in sorted(words)},
            np.array([spans.index(year) for year in years]),
            len(spans),
        )
        self.order = Order.of(self.segment, tuple(ordered), self.watched, tuple(spans))
        pieces = {}
        for piece, part in inverted.run.pieces():
            pieces.setdefault(piece[:-1], []).append([(part, numbers)])
        self.letters = {
            letter: encode_postings(self.segment, parts, self.watched)
            for letter, parts in pieces.items()
        }


def recoded(before, after, delta):
    """Give the files of each letter that was there before, as its shards become."""
    files = {
        f.path: f.content for made in before.letters.values() for some in made.shards for f in some
    }
    found = {}
    for letter, made in before.letters.items():
        here = found[letter] = []
        for shard in recode(
            after.segment,
            letter,
            list(standing(made)),
            delta,
            lambda path: files[f"{path}.js"],
        ):
            here += [
                file if isinstance(file, ShardFile) else stayed(file, files) for file in shard.files
            ]
    return found


def standing(made):
    for first, files in zip(made.first_keys, made.shards, strict=True):
        paths = tuple(f"search/{file.path}" for file in files)
        yield Standing(first, paths, tuple(file.last for file in files))


def stayed(file, files):
    path = file.path.removeprefix("search/")
    content = files[path]
    return ShardFile(path, rename(content, file.name) if file.name else content, file.last)


@pytest.fixture(autouse=True)
def _small_files(monkeypatch):
    for function in (
        shards.pack,
        shards.repack,
        shards.bundles,
        shards.rebundle,
        shards.parted_alike,
        patched.patched,
    ):
        monkeypatch.setattr(function, "__defaults__", (SMALL,))


def counted(before, after, delta):
    """Give what the words of each letter that was there before count now."""

    def anew(watched):
        made = [row for part in after.letters.values() for row in part.usage]
        wanted = {form for forms in watched.families.values() for form in forms}
        return [row for row in made if row[0] in wanted]

    return {
        letter: recounted(
            after.segment, after.watched, delta.counted, letter, dict(made.usage), anew
        )
        for letter, made in before.letters.items()
    }


SOME = st.sets(st.sampled_from(WORDS))


@given(ARCHIVES, ARCHIVES, st.sets(st.sampled_from("abcdefgh")), SOME, SOME)
@settings(max_examples=300)
def test_shards_that_lose_and_gain_documents_are_a_clean_builds(old, edits, drop, was, now):
    new = {name: one for name, one in (old | edits).items() if name not in drop}
    if not new:
        return
    before, after = Built(old, was), Built(new, now)
    lost = {n: d for n, d in before.documents.items() if old[n] != new.get(n)}
    found = {n: d for n, d in after.documents.items() if old.get(n) != new[n]}
    known = [one.segment.families.known for one in (before, after)]
    moved = {form for form, _ in known[0].items() ^ known[1].items()}
    families = {form: known[0].get(form, "") for form in moved}
    delta = delta_of(after.segment, before.order, after.order, lost, found, families)
    if before.segment.mean != after.segment.mean:
        assert delta is None
        return
    made = recoded(before, after, delta)
    usage = counted(before, after, delta)
    for letter, files in made.items():
        clean = after.letters.get(letter)
        assert files == ([one for shard in clean.shards for one in shard] if clean else [])
        assert usage[letter] == (clean.usage if clean else ())


@given(ARCHIVES, st.sets(st.sampled_from("abcdefgh"), min_size=1), TEXTS)
@settings(max_examples=200)
def test_shards_of_documents_with_words_put_in_at_their_beginning_are_a_clean_builds(
    old, edited, more
):
    new = {
        name: (title, f"{more} {body}" if name in edited else body, year)
        for name, (title, body, year) in old.items()
    }
    before, after = Built(old), Built(new)
    lost, found = (
        {name: one for name, one in built.documents.items() if name in edited}
        for built in (before, after)
    )
    known = [one.segment.families.known for one in (before, after)]
    moved = {form for form, _ in known[0].items() ^ known[1].items()}
    families = {form: known[0].get(form, "") for form in moved}
    delta = delta_of(after.segment, before.order, after.order, lost, found, families)
    if before.segment.mean != after.segment.mean:
        assert delta is None
        return
    assert delta.displaced.isdisjoint(families)
    for letter, files in recoded(before, after, delta).items():
        clean = after.letters[letter]
        assert files == [one for shard in clean.shards for one in shard]


@given(ARCHIVES, st.dictionaries(st.sampled_from("yz"), st.tuples(TEXTS, TEXTS), min_size=1))
@settings(max_examples=200)
def test_shards_that_gain_documents_behind_all_are_a_clean_builds(old, more):
    new = old | {name: (*texts, 1910) for name, texts in more.items()}
    before, after = Built(old), Built(new)
    known = [one.segment.families.known for one in (before, after)]
    moved = {form for form, _ in known[0].items() ^ known[1].items()}
    families = {form: known[0].get(form, "") for form in moved}
    found = {name: after.documents[name] for name in more}
    delta = delta_of(after.segment, before.order, after.order, {}, found, families)
    if before.segment.mean != after.segment.mean:
        assert delta is None
        return
    assert is_behind_all(after.segment, delta)
    for letter, files in recoded(before, after, delta).items():
        assert files == [one for shard in after.letters[letter].shards for one in shard]


def test_a_document_that_comes_last_leaves_the_shards_of_other_words():
    body = "كتاب مدرسة علم قلم بيروت دمشق سفر كلام"
    archive = dict.fromkeys("abcdefgh", ("قلم", body, 1900))
    before, after = Built(archive), Built(archive | {"i": ("من", "في " * 8, 1901)})
    new = {"i": after.documents["i"]}
    delta = delta_of(after.segment, before.order, after.order, {}, new, {})
    shards = [
        shard
        for letter, made in before.letters.items()
        if letter not in delta.letters
        for shard in recode(after.segment, letter, list(standing(made)), delta, None)
    ]
    assert delta.renumber is None
    assert shards
    assert all(
        not isinstance(file, ShardFile) and not file.name for s in shards for file in s.files
    )


def test_a_document_in_the_middle_leaves_words_and_positions_of_other_words():
    body = "كتاب مدرسة علم قلم بيروت دمشق سفر كلام"
    archive = dict.fromkeys("abcefgh", ("قلم", body, 1900))
    before, after = Built(archive), Built(archive | {"d": ("من", "في " * 8, 1900)})
    delta = delta_of(after.segment, before.order, after.order, {}, {"d": after.documents["d"]}, {})
    files = {
        f.path: f.content for made in before.letters.values() for some in made.shards for f in some
    }
    written = [
        file.path[0]
        for letter, made in before.letters.items()
        if letter not in delta.letters
        for shard in recode(
            after.segment,
            letter,
            list(standing(made)),
            delta,
            lambda path: files[f"{path}.js"],
        )
        for file in shard.files
        if isinstance(file, ShardFile)
    ]
    assert set(written) == {"p"}


@given(st.lists(st.lists(st.integers(1, 30), min_size=1), min_size=1, max_size=4), st.data())
@settings(max_examples=300)
def test_families_said_to_be_parted_alike_are(sizes, data):
    every = [size for some in sizes for size in some]
    rows = [shards.Row("ا", "", f"ا{n}", "x" * size) for n, size in enumerate(every)]
    parted = list(shards.bundles(rows, 60))
    moved = [
        row._replace(postings="x" * max(1, len(row.postings) + data.draw(st.integers(-3, 3))))
        for row in rows
    ]
    before, after = (
        np.array([len(row.postings) for row in some]) for some in (every_row(parted), moved)
    )
    files = np.cumsum([0, *map(len, parted)])
    ends = np.arange(len(parted)) == len(parted) - 1
    alike = shards.parted_alike(before, after, files, ends, 60)
    cuts = files.tolist()
    changed = [moved[a:b] for a, b in pairwise(cuts)]
    touched = set(np.flatnonzero(~alike).tolist())
    again = shards.rebundle(len(parted), touched, changed.__getitem__, lambda n: changed[n][0], 60)
    names = [
        [row.family for row in (parted[some] if isinstance(some, int) else some)] for some in again
    ]
    assert names == [[row.family for row in some] for some in shards.bundles(moved, 60)]


def every_row(parted):
    return [row for some in parted for row in some]


ROWS = st.dictionaries(
    st.text("بتثجحخدذ", min_size=1, max_size=3).map("ا".__add__), st.integers(4, 90), min_size=1
)


@given(ROWS, ROWS, st.sets(st.integers(0, 30)))
@settings(max_examples=300)
def test_files_of_rows_are_parted_again_as_all_rows_would_be(old, edits, drop):
    gone = {name for n, name in enumerate(sorted(old)) if n in drop}
    new = {name: size for name, size in (old | edits).items() if name not in gone}
    parted = [[row.key for row in some] for some in shards.pack(rows_of(old))]
    firsts = [some[0] for some in parted]
    changed = {name for name in old | edits if old.get(name) != new.get(name)}
    touched = shards.touched_files(firsts, changed, changed)

    def rows(at):
        end = firsts[at + 1] if at + 1 < len(firsts) else "ي"
        return rows_of({k: n for k, n in new.items() if (not at or firsts[at] <= k) and k < end})

    made = [
        parted[some] if isinstance(some, int) else [row.key for row in some]
        for some in shards.repack(firsts, touched, rows)
    ]
    clean = [[row.key for row in some] for some in shards.pack(rows_of(new))]
    assert made == clean

    def columns(at):
        some = rows(at)
        keys = [row.key for row in some]
        return shards.Columns(keys, [row.text[len(row.key) :] for row in some])

    as_columns = [  # a row's text is as long as its key and its value
        parted[some] if isinstance(some, int) else some.keys
        for some in shards.repack_columns(firsts, touched, columns, 0, SMALL)
    ]
    assert as_columns == clean


def rows_of(sizes):
    return [shards.Row(name, "x" * size) for name, size in sorted(sizes.items())]


def test_documents_that_nobody_told_of_are_no_delta():
    archive = {"a": ("قلم", "كتاب", 1900), "b": ("قلم", "كتاب", 1901)}
    one, both = Built({"a": archive["a"]}), Built(archive)
    nothing = {}
    assert delta_of(one.segment, both.order, one.order, nothing, nothing, {}) is None
    assert delta_of(both.segment, one.order, both.order, nothing, nothing, {}) is None
    same = delta_of(both.segment, both.order, both.order, nothing, nothing, {})
    assert same is not None
    assert same.forms == {}
    assert same.renumber is None


IDS = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(IDS, IDS, IDS, IDS)
def test_documents_are_numbered_as_where_each_is_looked_up(first, last, now, behind):
    """Most stand before or behind what moved."""
    first, behind = ([f"{n}.{name}" for name in some] for n, some in enumerate((first, behind)))
    was, is_ = ((*first, *some, *behind) for some in (last, now))
    place = {name: n for n, name in enumerate(is_)}
    numbers, come = renumbered(was, is_)
    assert numbers.tolist() == [place.get(name, -1) for name in was]
    assert come == {*is_} - {*was}
