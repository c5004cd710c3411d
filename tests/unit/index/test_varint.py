import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sitegen.index.varint import ALPHABET, decode, decode_array, encode, encode_array

VECTORS = Path(__file__).parents[2] / "vectors" / "integers.jsonl"
CASES = [json.loads(line) for line in VECTORS.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_numbers_and_text_of_the_vectors_agree(case):
    assert encode(case["numbers"]) == case["text"]
    assert decode(case["text"]) == case["numbers"]
    assert decode_array(case["text"]).tolist() == case["numbers"]


def test_the_alphabet_stands_in_a_string_as_it_is():
    assert len(ALPHABET) == 93
    assert json.dumps(ALPHABET.decode()) == f'"{ALPHABET.decode()}"'


def test_every_number_below_a_hundred_thousand_has_its_own_text():
    text, bounds = encode_array(np.arange(100_000))
    texts = {text[a:b] for a, b in pairwise(bounds)}
    assert len(texts) == 100_000


def test_bounds_cut_the_text_at_each_number():
    numbers = [0, 61, 62, 1983, 1984, 123456]
    text, bounds = encode_array(np.array(numbers))
    pieces = [text[a:b].decode() for a, b in pairwise(bounds)]
    assert [decode(piece) for piece in pieces] == [[number] for number in numbers]


@pytest.mark.parametrize("damaged", ['"', "\\", "ا", "\x1f", "\x7f", "`", " ~"])
def test_a_damaged_string_is_refused(damaged):
    with pytest.raises(ValueError, match="string of integers"):
        decode_array(damaged)
