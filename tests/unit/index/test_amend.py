"""Are lists of words that are amended those which a clean build writes of the same counts?"""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.index import amend, lexicon, shards, spelling
from sitegen.index.amend import amend_readings, amend_words
from sitegen.index.format import rows_in
from sitegen.index.lexicon import encode_readings
from sitegen.index.plan import plan_segment
from sitegen.index.spelling import EVERY, encode_letters, full_list
from sitegen.index.totals import Counts, Totals
from sitegen.index.written import Spellings

WORDS = [
    f"{before}{stem}{after}"
    for before in ("", "ال", "و")
    for stem in ("كتاب", "مدرسه", "علم", "لغه", "قلم", "صوره")
    for after in ("", "ها", "ي", "ات")
]
COUNTS = st.dictionaries(
    st.sampled_from(WORDS), st.tuples(st.integers(1, 5), st.integers(1, 9)), min_size=1
)
MANY = st.fixed_dictionaries(dict.fromkeys(WORDS, st.tuples(st.integers(2, 5), st.integers(1, 9))))
FEW = st.dictionaries(
    st.sampled_from(WORDS), st.tuples(st.sampled_from([1, 3]), st.integers(1, 9)), min_size=8
)
LEAST = 2  # occurrences of a word that is listed
SEGMENT = plan_segment([], [], dated=0)


def totals_of(counts):
    """Give the counts of forms: as many documents, and the second spelling where it can be."""
    forms = list(counts)
    occurrences, documents = (np.array([counts[f][at] for f in forms], np.int64) for at in (0, 1))
    at = np.array([n for n, form in enumerate(forms) if counts[form][1] % 2 and form[4:5] == "ه"])
    places = at.astype(np.int64)
    spelled = Spellings(places, np.full(len(at), 1 << 12), occurrences[places])
    return Totals(forms, occurrences, documents, spelled)


def written(counts):
    """Write all lists: the files by path, the first keys of each part."""
    totals = totals_of(counts)
    forms = [form for form in totals.forms if counts[form][0] >= LEAST]
    made = encode_letters(SEGMENT, Counts.of([totals]), forms, EVERY)
    return {file.path: file.content for file in made.files}, made.firsts


@given(COUNTS | MANY, st.lists(COUNTS | FEW, min_size=1, max_size=4))
def test_lists_amended_edit_by_edit_are_those_of_a_clean_build(counts, edits):
    """Each edit counts some words otherwise; those that occur no more go."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spelling, "FULL_LIST", 40)
        patch.setattr(shards, "is_mark", is_even)
        files, firsts = written(counts)
        for edit in edits:
            after = counts | {form: one for form, one in edit.items() if one[0] > 1}
            after = {form: one for form, one in after.items() if edit.get(form, one)[0] > 1}
            some = [form for form in WORDS if counts.get(form) != after.get(form)]
            made = amend_words(
                SEGMENT,
                totals_of(counts).of_forms(some),
                totals_of(after).of_forms(some),
                LEAST,
                full_list(len(after)),
                firsts,
                partial(content_of, files),
            )
            firsts = {unit: some for unit, some in (firsts | made.firsts).items() if some}
            new = {file.path: file.content for file in made.files}
            stand = {f"{path}.js" for paths in made.paths.values() for path in paths}
            units = set(made.paths)
            old = {
                path: content
                for path, content in files.items()
                if path in stand or not any(is_of(path, unit, content) for unit in units)
            }
            files, counts = old | new, after
            clean, clean_firsts = written(counts)
            assert files == clean
            assert firsts == clean_firsts


@given(COUNTS | MANY, st.lists(COUNTS | FEW, min_size=1, max_size=4))
def test_readings_amended_edit_by_edit_are_those_of_a_clean_build(counts, edits):
    """A form that has more documents has a longer number in time; those that go are no reading."""
    prefixes = ["", "ال", "و", "وال"]
    with pytest.MonkeyPatch.context() as patch:
        for module in (lexicon, amend):
            patch.setattr(module, "FULL_LEXICON", 60)
        patch.setattr(shards, "is_mark", is_even)
        dfs = {form: 40 * n for form, (_, n) in counts.items()}
        files, firsts = readings(dfs, prefixes)
        for edit in edits:
            after = dfs | {form: 40 * n for form, (_, n) in edit.items()}
            after = {form: n for form, n in after.items() if edit.get(form, (5, n))[0] > 1}
            some = [form for form in WORDS if dfs.get(form) != after.get(form)]
            read = partial(content_of, files)
            made = amend_readings(SEGMENT, after, prefixes, some, firsts, read)
            stale = {
                amend.part_of(SEGMENT, unit, first)
                for unit in made.firsts
                for first in firsts.get(unit, ())
            }
            kept = {path for paths in made.paths.values() for path in paths}
            files = {
                path: content
                for path, content in files.items()
                if path.removesuffix(".js") in kept or path.removesuffix(".js") not in stale
            } | {file.path: file.content for file in made.files}
            firsts = {unit: found for unit, found in (firsts | made.firsts).items() if found}
            dfs = after
            assert (files, firsts) == readings(dfs, prefixes)


def is_even(key):
    """Say of many keys that a file may end before them: so first keys that go move borders."""
    return sum(map(ord, key)) % 2 == 0


def content_of(files, path):
    return files[f"{path}.js"]


def readings(dfs, prefixes):
    """Write the whole lexicon: the files by path, the first keys of each part."""
    files, firsts = encode_readings(SEGMENT, dfs, prefixes, EVERY)
    return {file.path: file.content for file in files}, firsts


def is_of(path, unit, content):
    """Say whether a file is of a part of the lists: its side, and the letter of its first key."""
    side = path.split("/")[-2]
    form = spelling.swap(rows_in(content)[0]).split(" ")[0]
    folded = form.replace("ة", "ه")
    key = spelling.bare(folded) if side == "b" else spelling.backwards(folded)
    return side == unit[0] and key[0] == unit[1]
