"""Are lists with more postings behind all others those that are encoded anew?

Is a posting where it is said to be in its list?
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.index.appended import extended
from sitegen.index.encode import leveled_lists
from sitegen.index.levels import places_in
from sitegen.index.renumber import Leveled

BEFORE = 5_000  # documents: numbers of one, two and three digits
STOOD = st.dictionaries(st.integers(0, BEFORE - 1), st.integers(0, 15), max_size=80)
CAME = st.dictionaries(st.integers(BEFORE, 2 * BEFORE), st.integers(0, 15), max_size=4)
LISTS = st.lists(st.tuples(STOOD, CAME), min_size=1, max_size=5)


def leveled(levels):
    """Sort the postings of some lists as they stand."""
    rows = sorted(
        (n, -level, document) for n, one in enumerate(levels) for document, level in one.items()
    )
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    return Leveled(columns[0], -columns[1], columns[2])


def written(levels):
    return leveled_lists(*leveled(levels), len(levels))


@given(LISTS)
@settings(max_examples=400)
def test_lists_that_get_postings_behind_all_are_encoded_ones(lists):
    stood, came = (list(some) for some in zip(*lists, strict=True))
    more = leveled(came)
    made = extended(written(stood), more)
    assert made.texts == written([old | new for old, new in lists])
    assert made.sizes.tolist() == [len(one) for one in stood]
    before = [
        sum(level >= own for level in stood[n].values())
        for n, own in zip(more.lists.tolist(), more.levels.tolist(), strict=True)
    ]
    assert made.before.tolist() == before


@given(st.lists(STOOD, min_size=1, max_size=5), st.data())
def test_postings_are_found_where_they_stand_in_their_lists(lists, data):
    wanted = [
        data.draw(st.sets(st.sampled_from([*one]), max_size=4)) if one else () for one in lists
    ]
    some = leveled(
        [{name: one[name] for name in names} for one, names in zip(lists, wanted, strict=True)]
    )
    sizes, places = places_in(written(lists), some)
    assert sizes.tolist() == [len(one) for one in lists]
    orders = [sorted(one, key=lambda document: (-one[document], document)) for one in lists]
    columns = (some.lists.tolist(), some.documents.tolist())
    expected = [orders[n].index(document) for n, document in zip(*columns, strict=True)]
    assert places.tolist() == expected
