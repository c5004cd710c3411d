"""The tables agree with Unicode, with pyarabic, and with what the design promises."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest

from sitegen.arabic import chars
from sitegen.arabic.fold import MARKS_BETWEEN, fold, fold_char, fold_table
from sitegen.arabic.tokens import class_table, tokenize

BMP = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]


def test_every_image_is_its_own_image() -> None:
    restless = [char for char in BMP if fold(fold_char(char)).text != fold_char(char)]
    assert restless == []


def test_every_promised_mark_is_dropped() -> None:
    ranges = [(0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670), (0x6D6, 0x6ED), (0x640, 0x640)]
    assert fold("".join(chr(c) for a, b in ranges for c in range(a, b + 1))).text == ""


def test_only_letters_digits_and_symbols_change_under_the_fold() -> None:
    kept = [
        char
        for char in BMP
        if fold_char(char) == char and unicodedata.category(char) in {"Lu", "Lt"}
    ]
    late = [char for char in kept if ord(char) < 0x10A0 or 0x1E00 <= ord(char) < 0x2200]
    assert late == []


def test_letters_of_the_fold_are_words_and_the_rest_parts_them() -> None:
    classes = class_table()
    stable = [char for char in BMP if fold_char(char) == char]
    parting = [c for c in stable if unicodedata.category(c) in {"Lo", "Ll"} and not classes[ord(c)]]
    assert parting == []
    joining = [c for c in stable if unicodedata.category(c)[0] in "ZC" and classes[ord(c)]]
    assert [c for c in joining if unicodedata.category(c) != "Cn"] == []


def test_ranges_are_sorted_and_do_not_overlap() -> None:
    for ranges in (chars.ARABIC, chars.WORD, chars.DECOMPOSED, chars.MARKS):
        flat = [end for pair in sorted(ranges) for end in pair]
        assert flat == sorted(flat)


def test_the_fold_agrees_with_pyarabic_where_pyarabic_is_right() -> None:
    araby = pytest.importorskip("pyarabic.araby")
    text = "قَرَأْتُ كِتَابًا قَدِيمًا فِي المَدْرَسَةِ، ثُمَّ ذَهَبْـــتُ."
    bare = araby.strip_tatweel(araby.strip_tashkeel(text))
    assert fold(text).text == bare.replace("أ", "ا").replace("ة", "ه")


def test_a_text_without_marks_shares_nothing_but_its_length() -> None:
    folded = fold("كتاب")
    assert folded.starts.tolist() == [0, 1, 2, 3]
    assert folded.codes.dtype == np.uint16
    assert fold_table().shape == (0x10000,)


def test_a_lone_surrogate_is_no_crash() -> None:
    tokens = tokenize(fold("كتاب \ud800 قديم"))
    assert tokens.forms == ["كتاب", "قديم"]


def test_an_empty_text_has_no_words() -> None:
    tokens = tokenize(fold(""))
    assert (tokens.forms, len(tokens), tokens.starts.dtype) == ([], 0, np.int32)
    assert fold("").source_span(0, 0) == (0, 0)


def test_offsets_are_32_bit_integers() -> None:
    tokens = tokenize(fold("وقف على 😀 الأطلال"))
    assert tokens.starts.dtype == tokens.ends.dtype == np.int32
    assert tokens.ends.tolist() == [3, 7, 17]


def test_the_marks_between_a_seat_and_its_hamza_are_those_of_lower_class() -> None:
    marks = [chr(code) for code in range(0x0600, 0x0700) if unicodedata.combining(chr(code))]
    lower = [char for char in marks if unicodedata.combining(char) < 230]
    assert [char for char in marks if chars.contains(MARKS_BETWEEN, ord(char))] == lower


def test_the_table_says_what_the_plain_rule_says() -> None:
    wrong = [char for char in BMP if fold(char).text != fold_char(char)]
    assert wrong == []
