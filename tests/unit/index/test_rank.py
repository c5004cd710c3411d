import json
from pathlib import Path

import numpy as np
import pytest

from sitegen.index.format import folder_of, shard_name
from sitegen.index.lookup import decode_leveled
from sitegen.index.rank import best, proximity
from sitegen.index.scores import Ranking

VECTORS = Path(__file__).parents[2] / "vectors" / "rank.jsonl"
CASES = [json.loads(line) for line in VECTORS.read_text("utf-8").splitlines()]


def postings(text):
    listed = decode_leveled(text)
    return [list(pair) for pair in zip(*(a.tolist() for a in listed), strict=True)]


def nearness(weights, forms, blocks, window, share):
    ranking = Ranking(window=window, proximity=share)
    return proximity(weights, [frozenset(some) for some in forms], blocks, ranking)


FUNCTIONS = {
    "name": shard_name,
    "folder": folder_of,
    "postings": postings,
    "best": lambda numbers, scores, *rest: [
        list(pair) for pair in best(np.array(numbers), np.array(scores), *rest)
    ],
    "proximity": nearness,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_ranking_agrees_with_the_vectors(name):
    cases = [case for case in CASES if case["function"] == name]
    assert len(cases) > 7
    assert [FUNCTIONS[name](*case["in"]) for case in cases] == [case["out"] for case in cases]


def test_a_word_is_not_near_itself():
    both = [frozenset({"دار"}), frozenset({"دار", "كتب"})]
    assert proximity([9, 9], both, [["دار"]], Ranking()) == 0
    assert proximity([9, 9], both, [["دار", "دار"]], Ranking()) > 0


def test_words_of_two_blocks_are_not_near():
    wanted = [frozenset({"دار"}), frozenset({"كتب"})]
    assert proximity([9, 9], wanted, [["دار"], ["كتب"]], Ranking()) == 0
