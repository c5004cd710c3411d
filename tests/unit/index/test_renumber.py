"""Are postings of which numbers were patched those that are encoded anew?"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.index.encode import leveled_lists
from sitegen.index.format import put_file, rows_in
from sitegen.index.renumber import decoded, renumbered, row_texts

MOST = 5_000  # numbers of one, two and three digits
LEVELED = st.dictionaries(st.integers(0, MOST - 1), st.integers(0, 15), min_size=1, max_size=30)
ROWS = st.lists(st.lists(LEVELED, min_size=1, max_size=3), min_size=1, max_size=4)
FILES = st.lists(ROWS, min_size=1, max_size=4)


def listed(levels):
    """Write a list of documents with their levels."""
    ordered = sorted(levels.items(), key=lambda one: (-one[1], one[0]))
    documents, steps = (np.array(some) for some in zip(*ordered, strict=True))
    return leveled_lists(np.zeros(len(ordered), np.int64), steps, documents, 1)[0]


def written(rows, shift):
    """Write a file: each second list is one of titles beside another."""
    entries = [
        [listed({int(n + shift[n]): level for n, level in one.items()}) for one in row]
        for row in rows
    ]
    texts = [
        ",".join(f'["{one}","{one}"]' if n % 2 else f'"{one}"' for n, one in enumerate(row))
        for row in entries
    ]
    return put_file("p/23/a43", "kqzpa", f"[{','.join(f'[{text}]' for text in texts)}]").content


@st.composite
def shifts(draw):
    """Move documents as those do that come and go: numbers ascend as before."""
    steps = np.zeros(MOST, np.int64)
    for at in draw(st.lists(st.integers(0, MOST - 1), max_size=4)):
        steps[at] += draw(st.integers(0, 70))
    return np.cumsum(steps)


@given(FILES, shifts(), st.booleans())
@settings(max_examples=300)
def test_numbers_patched_in_their_places_are_encoded_ones(files, shift, back):
    nothing = np.zeros(2 * MOST, np.int64)
    if back:  # documents that went: the numbers come closer again
        files = [
            [
                [{int(n + shift[n]): level for n, level in one.items()} for one in row]
                for row in rows
            ]
            for rows in files
        ]
        there, shift = np.arange(MOST) + shift, -shift
        moves = np.zeros(2 * MOST, np.int64)
        moves[there] = shift
        shift = moves
    before = [written(rows, nothing) for rows in files]
    made = renumbered(before, [n % 2 > 0 for n in range(len(files))], shift)
    assert [one.content for one in made] == [written(rows, shift) for rows in files]
    assert [one.changed for one in made] == [
        old != one.content for old, one in zip(before, made, strict=True)
    ]
    for one in made:
        rows = row_texts([one.content])[0]
        assert f"[{','.join(rows)}]".encode() in one.content
        strings = [s for row in rows_in(one.content) for entry in row for s in flat(entry)]
        found = decoded(strings)
        highest = [int(found.documents[found.lists == n].max()) for n in range(len(strings))]
        assert one.lasts.tolist() == highest


def flat(entry):
    return [entry] if isinstance(entry, str) else entry
