"""Are the lists of a file that is cut at its marks of quotation those that JSON reads?"""

import json

from hypothesis import given
from hypothesis import strategies as st

from sitegen.index.cut import Cut, with_lists
from sitegen.index.encode import entry_of
from sitegen.index.format import put_file, rows_in

LISTS = st.text(st.sampled_from("[],!1z"), min_size=1, max_size=6)  # what stands between lists, too
FORMS = st.tuples(LISTS) | st.tuples(LISTS, LISTS)
ROWS = st.lists(st.lists(FORMS, min_size=1, max_size=4), min_size=1, max_size=5)


def files(rows):
    """Write rows of postings, and positions that say which form they are of."""
    entries = [f"[{','.join(map(entry_of, row))}]" for row in rows]
    places = [[f"[{n}],[{i}" for i in range(len(row))] for n, row in enumerate(rows)]
    texts = f"[{','.join(entries)}]", json.dumps(places, separators=(",", ":"))
    postings, positions = (
        put_file(path, "", text).content for path, text in zip(("p/a", "x/a"), texts, strict=True)
    )
    return postings.decode(), positions


@given(ROWS)
def test_lists_held_are_those_that_json_reads(rows):
    cut = Cut.of(*files(rows), [len(row) for row in rows])
    for n, row in enumerate(rows):
        assert cut.held(n) == [(lists, f"[{n}],[{i}") for i, lists in enumerate(row)]


@given(ROWS, st.data())
def test_lists_put_in_their_places_are_those_of_a_file_written_so(rows, data):
    """Each form may have others, and a first list of titles; all others stay."""
    sizes = [len(row) for row in rows]
    cut = Cut.of(*files(rows), sizes)
    others, places, now = [], [], [list(row) for row in rows]
    for n, row in enumerate(rows):
        for i, (at, titled) in enumerate(cut.entries(n)):
            if data.draw(st.booleans()):
                now[n][i] = data.draw(st.tuples(LISTS, LISTS) if len(row[i]) > 1 else FORMS)
                others.append((at, titled, now[n][i]))
                places.append((sum(sizes[:n]) + i, "!!"))
    assert with_lists(cut.postings, others)
    assert '"'.join(cut.postings) == files(now)[0]
    moved = {n for n, _ in places}
    found = [one for row in rows_in(cut.with_positions(places)) for one in row]
    stood = [one for row in rows_in(files(rows)[1]) for one in row]
    assert found == ["!!" if n in moved else one for n, one in enumerate(stood)]


def test_a_form_that_loses_its_last_title_needs_another_row():
    cut = Cut.of(*files([[("!", "#")]]), [1])
    assert not with_lists(cut.postings, [(0, True, ["!"])])
