"""Which documents have other hashes than they had?"""

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sitegen.build.columns import Hashes
from sitegen.model import DocId

HELD = st.dictionaries(st.sampled_from("ابتثجح"), st.tuples(*[st.integers(0, 2)] * 2))


def hashes(held: dict[str, tuple[int, int]]) -> Hashes:
    numbers = np.array([*held.values()], np.uint64).reshape(len(held), 2)
    return Hashes([DocId(name) for name in held], numbers)


@given(HELD, HELD)
def test_what_is_new_or_has_another_hash_is_named(was, now):
    last = pickle.loads(pickle.dumps(hashes(was)))
    assert hashes(now).unlike(last) == {name for name in now if was.get(name) != now[name]}
    assert {name: tuple(np.frombuffer(row, "<u8")) for name, row in last.items()} == was
