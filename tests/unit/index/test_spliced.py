"""Do records begin where going over them one by one says?"""

from hypothesis import given
from hypothesis import strategies as st

from sitegen.index.spliced import record_begins
from sitegen.index.varint import encode

NUMBERS = st.integers(0, 4000)  # of one, two and three digits
RECORDS = st.lists(
    st.lists(NUMBERS, min_size=1, max_size=4) | st.lists(NUMBERS, min_size=62, max_size=70),
    min_size=1,
    max_size=6,
)


@given(RECORDS)
def test_records_begin_after_all_that_precede_them(records):
    """A record of over 61 places says so with two digits."""
    written = [encode([len(places) - 1, *places]) for places in records]
    begins = [sum(map(len, written[:n])) for n in range(len(written) + 1)]
    assert record_begins("".join(written), range(len(begins))) == begins
    assert record_begins("".join(written), [len(written)]) == begins[-1:]
