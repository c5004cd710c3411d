"""Are lists of words that are amended those which a clean build writes of the same counts?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.index import spelling
from sitegen.index.amend import amend_words
from sitegen.index.format import rows_in
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


@given(COUNTS, st.lists(COUNTS, min_size=1, max_size=4))
def test_lists_amended_edit_by_edit_are_those_of_a_clean_build(counts, edits):
    """Each edit counts some words otherwise; those that occur no more go."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spelling, "FULL_LIST", 20)
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
                lambda path, files=files: rows_in(files[f"{path}.js"]),
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


def is_of(path, unit, content):
    """Say whether a file is of a part of the lists: its side, and the letter of its first key."""
    side = path.split("/")[-2]
    form = spelling.swap(rows_in(content)[0]).split(" ")[0]
    folded = form.replace("ة", "ه")
    key = spelling.bare(folded) if side == "b" else spelling.backwards(folded)
    return side == unit[0] and key[0] == unit[1]
