"""Where the key of a page of passages is as it was, does the page show the same; and only there?"""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.build.columns import column
from sitegen.build.mentions import Naming, Rows
from sitegen.model import Card, DocId, PartialDate, Slug
from sitegen.pages.deck import Deck
from sitegen.pages.entity import Mentioned
from sitegen.pages.lists import PART

TEXTS = st.lists(  # of each document: mentions, what its passages say, what is told of it, a year
    st.tuples(
        st.sampled_from([1, 3, 40, 99, 100, 101, 250]),
        st.sampled_from("كتاب"),
        st.sampled_from("مح"),
        st.sampled_from([0, 1908]),
    ),
    max_size=9,
)


def hashes(texts, at):
    return column(text[at].encode().ljust(8) for text in texts) if texts else np.zeros(0, np.uint64)


def naming_of(texts):
    """Make the columns of an archive in which each text names one entity; in reversed order."""
    dates = [PartialDate(year) if year else None for *_, year in texts]
    cards = [
        Card(id=DocId(f"d-{n}"), slug=Slug(f"d-{n}"), title="", date=date)
        for n, date in enumerate(dates)
    ]
    count = len(texts)
    return Naming(
        numbers={"other": 0, "p-rida": 1},
        entities=np.ones(count, np.int64),
        documents=np.arange(count),
        times=np.array([text[0] for text in texts], np.int64),
        cards=Deck.of(cards),
        order=np.arange(count)[::-1],
        passages=hashes(texts, 1),
        company=hashes(texts, 2),
    )


def rows_of(naming):
    return dict(naming.rows(["p-rida"]))["p-rida"]


def keys_of(texts):
    naming = naming_of(texts)
    return naming.keys_of(rows_of(naming), b"recorded", b"besides.")


def shown_by(texts):
    """Say what each page shows: its passages, to which pages it leads, what the first tells."""
    passages = [(text[1], n) for text in reversed(texts) for n in range(text[0])]
    pages = [passages[at : at + PART] for at in range(0, len(passages), PART)] or [[]]
    dated = any(text[3] for text in texts)
    told = [(text[0], text[2]) for text in reversed(texts)]
    return [
        (some, min(len(pages), number + 3), dated, (told, len(pages)) if number == 1 else None)
        for number, some in enumerate(pages, 1)
    ]


@st.composite
def edits(draw):
    """Give texts as they were and as they are: some are others, or are gone, or are new."""
    was = draw(TEXTS)
    now = list(was)
    for text in draw(TEXTS.filter(lambda some: len(some) < 3)):
        at = draw(st.integers(0, len(now)))
        now[at : at + draw(st.integers(0, 1))] = [text]
    return was, now


@given(edits())
@example(([(250, "ك", "م", 0)], [(250, "ك", "م", 1908)]))  # the chart of years is led to
@example(  # the second page has less of one text, and more of the next
    (
        [(99, "ت", "م", 0), (40, "ك", "م", 0), (100, "ك", "م", 0)],
        [(99, "ت", "م", 0), (3, "ك", "م", 0), (100, "ك", "م", 0)],
    )
)
def test_a_key_is_the_same_where_the_page_shows_the_same_passages(texts):
    was, now = texts
    for key, other, shown, again in zip(
        keys_of(was), keys_of(now), shown_by(was), shown_by(now), strict=False
    ):
        if key == other:
            assert shown == again


@given(TEXTS.filter(bool), st.data())
def test_another_word_in_a_text_changes_the_pages_that_it_stands_on_and_no_other(texts, data):
    at = data.draw(st.integers(0, len(texts) - 1))
    edited = list(texts)
    edited[at] = (texts[at][0], "ة", *texts[at][2:])
    changed = [key != other for key, other in zip(keys_of(texts), keys_of(edited), strict=True)]
    naming = naming_of(texts)
    assert changed == [
        DocId(f"d-{at}") in part.documents
        for part in naming.some(rows_of(naming), range(1, len(changed) + 1)).parts
    ]


@given(TEXTS)
def test_a_text_that_comes_last_changes_the_first_page_and_the_last_ones(texts):
    before, after = keys_of(texts), keys_of([(1, "ي", "م", 0), *texts])  # reversed: it comes last
    changed = [n for n, (key, other) in enumerate(zip(before, after, strict=False)) if key != other]
    assert changed[0] == 0
    assert changed[1:] == [n for n in changed[1:] if n >= len(before) - 4]


@given(TEXTS)
def test_the_texts_of_all_pages_hold_all_mentions_in_order(texts):
    naming = naming_of(texts)
    rows = rows_of(naming)
    said, parts = naming.some(rows, range(1, rows.n_pages + 1))
    times = {card.id: text[0] for card, text in zip(naming.cards, texts, strict=True)}
    passages = [(name, n) for name in reversed(times) for n in range(times[name])]
    held = [
        [(name, n) for name in part.documents for n in range(times[name])][part.before :][:PART]
        for part in parts
    ]
    assert [one for some in held for one in some] == passages
    assert said == Mentioned(
        len(passages), len(texts), {1908: dated} if (dated := sum(
            text[0] for text in texts if text[3])) else {},
    )  # fmt: skip


def test_rows_of_an_entity_that_nothing_names_are_one_empty_page():
    naming = naming_of([(3, "ك", "م", 0)])
    rows = dict(naming.rows(["other"]))["other"]
    assert [len(rows.documents), rows.n_pages, len(naming.keys_of(rows, b"", b""))] == [0, 1, 1]


def test_rows_are_asked_of_no_entity():
    assert list(naming_of([]).rows([])) == []
    assert Rows(np.zeros(0, np.int64), np.zeros(0, np.int64)).n_pages == 1
