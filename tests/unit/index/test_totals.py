from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sitegen.index.totals import Totals

_WORDS = st.text(alphabet="ابتموني9zε\uffff", min_size=1, max_size=14)
_COUNTS = st.dictionaries(_WORDS, st.integers(1, 9), max_size=12)


@given(st.lists(_COUNTS, max_size=6))
def test_the_sum_of_runs_is_that_of_their_words(batches):
    columns = [np.array([*counts.values()], np.int64) for counts in batches]
    runs = [
        Totals([*counts], column, np.minimum(column, 2))
        for counts, column in zip(batches, columns, strict=True)
    ]
    found = Totals.sum(runs)
    occurrences = dict(zip(found.forms, found.occurrences.tolist(), strict=True))
    documents = dict(zip(found.forms, found.documents.tolist(), strict=True))
    assert occurrences == sum(map(Counter, batches), Counter())
    assert documents == sum(
        (Counter({w: min(n, 2) for w, n in b.items()}) for b in batches), Counter()
    )
