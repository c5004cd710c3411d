"""Do letters that are not said to have moved have the same postings?"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.build.letters import moved_letters, token_of, tokens_of
from sitegen.build.reading import terms_of
from sitegen.config import Site
from sitegen.content.rows import read_rows
from sitegen.index.encode import encode_postings
from sitegen.index.invert import invert
from sitegen.index.plan import Counts, Totals, plan_segment

WORDS = "كتاب الكتاب كتب مدرسة علم والعلم قلم في من بيروت دمشق سفر"
TEXTS = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=30).map(" ".join)


def document(name, title, body):
    row = f'{{"id": "{name}", "title": "{title}", "body": "{body}"}}'
    (found,), problems = read_rows(row, "a.jsonl", "jsonl", Site(title="x"))
    assert not problems
    return found


def planned(documents):
    inverted = invert([terms_of(one) for one in documents])
    numbers = np.arange(len(documents))
    counts = Counts.of([Totals.of(inverted)])
    ids = [one.id for one in documents]
    return plan_segment(ids, [(inverted, numbers)], counts, dated=0), inverted.run, numbers


def postings(plan):
    """The files of each first letter of keys."""
    segment, run, numbers = plan
    pieces = {}
    for piece, part in run.pieces():
        pieces.setdefault(piece[:-1], []).append([(part, numbers)])
    return {letter: encode_postings(segment, parts) for letter, parts in pieces.items()}


@given(TEXTS, TEXTS, TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_a_letter_that_has_not_moved_has_its_postings(other, title, was, now):
    beside = document("a-1", "قلم", other)
    old, new = document("a-2", title, was), document("a-2", title, now)
    before, after = planned([beside, old]), planned([beside, new])
    moved = moved_letters({"": after[0]}, [old], [new], "")[""]
    families = [plan[0].families.known for plan in (before, after)]
    others = {form for form, _ in families[0].items() ^ families[1].items()}
    made = [postings(plan) for plan in (before, after)]
    if before[0].numbering != after[0].numbering:
        return  # another mean length: everything is made again
    keys = dict(zip(before[1].forms + after[1].forms, before[1].keys + after[1].keys, strict=True))
    moved |= {keys[form][:1] for form in others}
    for letter in made[0].keys() | made[1].keys():
        assert letter in moved or made[0][letter] == made[1][letter]


def test_a_document_without_a_counterpart_moves_all():
    one = document("a-1", "قلم", "كتاب")
    segments = {"": planned([one])[0]}
    assert moved_letters(segments, [one], [], "") is None
    assert moved_letters(segments, None, [], "") is None
    assert moved_letters(segments, [one], [one], "") == {"": frozenset()}


def test_what_has_not_moved_keeps_its_token():
    first = tokens_of(None, ["ك"])
    second = tokens_of(first, ["ك"])
    assert token_of(second, "ك") != token_of(first, "ك")
    assert token_of(second, "ب") == token_of(first, "ب")
    assert token_of(tokens_of(second, None), "ب") != token_of(second, "ب")
