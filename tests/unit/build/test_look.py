"""Is a site in columns what it is by paths?"""

from __future__ import annotations

import os
import pickle
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.build.look import Lay, Seen, numbers_of

PATHS = st.lists(
    st.sampled_from(["index.html", "d/a-1.html", "قائمة/أ.html", ".nojekyll", "a b"]), unique=True
)
NUMBERS = st.integers(0, (1 << 63) - 1)
FILES = PATHS.flatmap(
    lambda paths: st.fixed_dictionaries(
        {path: st.builds(Seen, NUMBERS, NUMBERS, NUMBERS) for path in paths}
    )
)


@given(FILES, NUMBERS)
def test_columns_hold_the_files_in_their_order(files, moment):
    lay = Lay.of(files, 0)
    assert list(lay.files.items()) == list(files.items())
    assert (lay.names, list(lay.sizes)) == (list(files), [one.size for one in files.values()])
    assert len(lay) == len(files)
    late = [path for path, one in files.items() if one.changed >= moment]
    assert lay.changed_since(moment) == late
    assert pickle.loads(pickle.dumps(lay)) == lay


@given(FILES, FILES)
def test_two_that_are_the_same_have_equal_files(one, other):
    is_same = Lay.of(one, 1).is_same(Lay.of(other, 2))
    assert is_same == (list(one.items()) == list(other.items()))


@pytest.mark.parametrize("inode", [0, 1, (1 << 63) + 5, (1 << 64) - 1])
def test_any_inode_goes_into_a_column(inode):
    stat = os.stat_result((0o644, inode, 1, 1, 0, 0, 7, 0, 8, 0))
    size, _, kept = numbers_of(stat)
    assert (size, array("q", [kept])[0] % (1 << 63)) == (7, inode % (1 << 63))
