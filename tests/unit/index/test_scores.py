import json
from pathlib import Path

import numpy as np
import pytest

from sitegen.index.scores import (
    Ranking,
    coverage_powers,
    exp2,
    idf,
    levels_of,
    log2,
    rounded_mean,
    saturate,
)

VECTORS = Path(__file__).parents[2] / "vectors" / "scores.jsonl"
CASES = [json.loads(line) for line in VECTORS.read_text("utf-8").splitlines()]
FUNCTIONS = {
    "log2": log2,
    "exp2": exp2,
    "idf": idf,
    "power": lambda n_words, share: int(coverage_powers(n_words)[share]),
    "saturate": lambda x, unit: int(saturate(np.array([x]), unit)[0]),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_scores_agree_with_the_vectors(name):
    cases = [case for case in CASES if case["function"] == name]
    assert cases
    assert [FUNCTIONS[name](*case["in"]) for case in cases] == [case["out"] for case in cases]


@pytest.mark.parametrize("value", [1, 2, 3, 1000, 65535, 2**30 + 1, 2**53 - 1])
def test_log2_is_within_a_unit_of_the_logarithm(value):
    assert 0 <= 1024 * np.log2(value) - log2(value) < 1.01


@pytest.mark.parametrize("steps", [0, 1, 300, 1024, 5000])
def test_exp2_is_within_two_units_of_the_power(steps):
    assert abs(exp2(steps) - 65536 * 2 ** (-steps / 1024)) < 2


def test_a_rarer_word_weighs_more():
    weights = [idf(1000, df) for df in range(1001)]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] >= 1


def test_more_coverage_never_scores_less():
    for n_words in (1, 2, 5, 32):
        powers = coverage_powers(n_words)
        assert (np.diff(powers) >= 0).all()
        assert powers[0] == 0
        assert powers[-1] == 65536


def test_the_rounded_mean_is_the_nearest_power():
    means = {rounded_mean(mean, 1) for mean in range(1, 5000)}
    assert sorted(means)[:9] == [1, 2, 3, 4, 5, 6, 7, 8, 10]
    for mean in (30, 333, 700, 4999):
        assert abs(np.log2(rounded_mean(mean, 1) / mean)) <= 0.13


def test_a_level_rises_with_the_count_and_falls_with_the_length():
    levels = Ranking().levels
    counts, lengths = np.arange(1, 200), np.full(199, 500)
    by_count = levels_of(counts, lengths, 512, levels)
    by_length = levels_of(np.full(199, 3), np.arange(1, 200) * 50, 512, levels)
    assert (np.diff(by_count) >= 0).all()
    assert by_count.max() == 15
    assert (np.diff(by_length) <= 0).all()


def test_scores_of_a_whole_query_stay_exact_in_a_browser():
    most = idf(10**8, 0)
    parts = 32 * (most * 65536 + 410 * most * 65536 // 1024)
    assert parts * 65536 < 2**53


def test_a_ranking_reads_back_and_leaves_later_keys_aside():
    ranking = Ranking(form=5)
    assert Ranking.of_table({**ranking.as_table(), "later": 1}) == ranking
