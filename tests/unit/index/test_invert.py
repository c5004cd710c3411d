from collections import Counter

import numpy as np

from sitegen.index.invert import DocTerms, Inverted, invert

DOCS = [
    DocTerms.of_words(["كتاب", "النحو"], [["في", "النحو"], [], ["كتاب", "كتاب"]], frozenset([0])),
    DocTerms.of_words([], [["قلم"], ["2024", "قلم"]]),
    DocTerms.of_words(["قلم"], []),
]


def rows(done: Inverted) -> dict[tuple[str, int], tuple[int, int, bool, list[int]]]:
    """(form, document) -> (count, heavy, in title, positions), read off the arrays."""
    run, found, at = done.run, {}, 0
    for i, form in enumerate(run.forms):
        for p in range(run.bounds[i], run.bounds[i + 1]):
            count = int(run.counts[p])
            places = run.positions[at : at + count].tolist()
            at += count
            key = (form, int(run.documents[p]))
            found[key] = (count, int(run.heavy[p]), bool(run.in_title[p]), places)
    return found


def test_a_run_says_how_often_and_where():
    assert rows(invert(DOCS)) == {
        ("كتاب", 0): (3, 1, True, [0, 10, 11]),
        ("النحو", 0): (2, 2, True, [1, 6]),
        ("في", 0): (1, 1, False, [5]),
        ("قلم", 1): (2, 0, False, [0, 5]),
        ("2024", 1): (1, 0, False, [4]),
        ("قلم", 2): (1, 1, True, [0]),
    }


def test_forms_are_sorted_by_key_then_form():
    run = invert(DOCS).run
    pairs = list(zip(run.keys, run.forms, strict=True))
    assert pairs == sorted(pairs)


def test_lengths_count_title_and_body():
    done = invert(DOCS)
    assert done.lengths.tolist() == [6, 3, 1]
    assert done.title_lengths.tolist() == [2, 1, 1]


def test_the_pieces_of_a_run_make_the_run():
    done = invert([*DOCS, DocTerms.of_words((), [["شبح", "شرح", "شعر", "شمس", "99"]])])
    parts = dict(done.run.pieces())
    assert sorted(parts) == list(parts)
    assert {"1", "3", "5", "6"} <= {piece[-1] for piece in parts}
    assert all(key[:1] == piece[:-1] for piece, part in parts.items() for key in part.keys)
    keys = [key for part in parts.values() for key in part.keys]
    assert keys == sorted(keys)
    together = {}
    for part in parts.values():
        together |= rows(Inverted(part, done.lengths, done.title_lengths))
    assert together == rows(done)


def test_totals_count_occurrences_and_documents():
    run = invert(DOCS).run
    occurrences, documents = run.totals()
    counted = dict(zip(run.forms, occurrences.tolist(), strict=True))
    words = [w for doc in DOCS for part in (doc.title, *doc.blocks) for w in part]
    assert counted == Counter(words)
    assert dict(zip(run.forms, documents.tolist(), strict=True))["قلم"] == 2


def test_a_second_reading_stands_where_its_word_does_and_counts_once():
    texts = ("ٱلۡكِتَٰبُ الكتاب", ["هذا ٱلۡكِتَٰبُ", "الكتاب والكتب"])
    plain = invert(
        [DocTerms.of_words([], [["الكتاب"]]), DocTerms.of(*texts), DocTerms.of("", ["الكتب"])]
    )
    run, lengths = plain.run, plain.lengths
    found = {
        form: list(zip(*(
            array[run.bounds[i] : run.bounds[i + 1]].tolist()
            for array in (run.documents, run.counts, run.heavy, run.in_title)), strict=True))
        for i, form in enumerate(run.forms)
    }  # fmt: skip
    assert found["الكتاب"] == [(0, 1, 0, False), (1, 4, 2, True)]
    assert found["الكتب"] == [(1, 2, 1, True), (2, 1, 0, False)]
    assert lengths.tolist() == [1, 6, 1]
    places = dict(zip(run.forms, np.split(run.positions, np.cumsum(
        np.add.reduceat(run.counts, run.bounds[:-1]))[:-1]), strict=True))  # fmt: skip
    assert places["الكتاب"].tolist() == [0, 0, 1, 6, 10]
    assert places["الكتب"].tolist() == [0, 6, 0]


def test_second_readings_do_not_change_what_a_text_without_them_inverts_to():
    texts = ["كتاب في النحو", "قلم وكتاب"]
    terms = DocTerms.of("كتاب", texts)
    assert terms == DocTerms.of_words(["كتاب"], [text.split() for text in texts])
    assert terms.alternates == {}


def test_nothing_inverts_to_nothing():
    for docs in ([], [DocTerms.of_words([], [])]):
        done = invert(docs)
        assert done.run.forms == []
        assert done.lengths.tolist() == [0] * len(docs)
        assert list(done.run.pieces()) == []
