"""Do the few files that are read have what was meant, wherever the slip is?"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sitegen.arabic.confusion import (
    HAMZA,
    LEFT_OUT,
    LIKELY,
    OTHER,
    SWAPPED,
    confusable,
    distance,
    farthest,
)
from sitegen.index import spelling
from sitegen.index.format import parse_file
from sitegen.index.letters import swap
from sitegen.index.lexicon import count_prefixes, encode_readings
from sitegen.index.offers import gathered, letters_of, offers
from sitegen.index.spelling import EVERY, bare, encode_letters, encode_spelling
from sitegen.index.totals import Counts
from sitegen.index.wordlist import WordList, reads

FORMS = st.text("ابتلموءدذ", min_size=4, max_size=9)


@cache
def plain_distance(typed: str, meant: str) -> int:
    """Weigh by the definition: the cheapest of all ways to deal with the last letters."""
    if not typed:
        return LEFT_OUT * len(meant)
    letter = typed[-1]
    twice = letter == HAMZA or typed[-2:-1] == letter
    ways = [plain_distance(typed[:-1], meant) + (LIKELY if twice else OTHER)]
    if meant:
        other = meant[-1]
        ways.append(plain_distance(typed, meant[:-1]) + LEFT_OUT)
        weight = LIKELY if letter + other in confusable() else OTHER
        ways.append(plain_distance(typed[:-1], meant[:-1]) + (weight if letter != other else 0))
    if len(typed) > 1 < len(meant) and (typed[-1], typed[-2]) == (meant[-2], meant[-1]):
        ways.append(plain_distance(typed[:-2], meant[:-2]) + SWAPPED)
    return min(ways)


@given(FORMS, FORMS, st.integers(0, 90))
def test_the_distance_is_that_of_its_definition(typed: str, meant: str, limit: int) -> None:
    assert distance(typed, meant, limit) == min(limit + 1, plain_distance(typed, meant))


@given(FORMS, FORMS)
def test_what_the_letters_rule_out_is_more_than_two_slips(typed: str, meant: str) -> None:
    too_far = (letters_of(typed) ^ letters_of(meant)).bit_count() > 4
    assert not too_far or distance(typed, meant, 2 * OTHER) > farthest(typed) or len(typed) < 5


def list_of(forms: list[str]) -> WordList:
    counts = Counts(dict.fromkeys(forms, 3), dict.fromkeys(forms, 3))
    files = encode_spelling(SimpleNamespace(path=""), counts)  # type: ignore[arg-type]
    contents = {file.path.removesuffix(".js").removeprefix("spell/"): file for file in files}
    return WordList(lambda path: parse_file(contents[path].content).rows)


def slips_of(word: str, letter: str) -> list[str]:
    return [
        *(word[:at] + word[at + 1 :] for at in range(len(word))),
        *(word[:at] + letter + word[at:] for at in range(len(word) + 1)),
        *(word[:at] + letter + word[at + 1 :] for at in range(len(word))),
        *(word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] for at in range(1, len(word))),
    ]


@settings(max_examples=60)
@given(st.lists(FORMS, min_size=1, max_size=40, unique=True), st.sampled_from("اتلك"))
def test_every_single_slip_is_met_however_small_the_files(forms: list[str], letter: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spelling, "FULL_LIST", 12)
        words = list_of(forms)
    meant = forms[0]
    for typed in slips_of(meant, letter):
        assume(bare(typed) == typed and bare(meant) == meant)
        chosen = reads(words.beginnings, words.ends, typed, wide=0, most=1000)
        met = {word.form for side, first in chosen for word in words._words(side, first)}
        assert meant in met, typed


@given(st.lists(FORMS, min_size=1, max_size=40, unique=True), FORMS)
def test_offers_are_those_of_brute_force_over_what_begins_or_ends_alike(
    forms: list[str], typed: str
) -> None:
    near = gathered(list_of(forms).near(typed))
    alike = {form for form in forms if bare(form)[0] == bare(typed)[0] or form[-1] == typed[-1]}
    assert alike <= set(near) <= set(forms)
    brute = sorted((plain_distance(typed, form), form) for form in near if form != typed)
    likely = [form for weight, form in brute if weight <= farthest(typed)]
    assert offers(typed, near) == likely[:5]


def files_of(occurrences: dict[str, int]) -> dict[str, list[str]]:
    counts = Counts(occurrences, occurrences)
    files = encode_spelling(SimpleNamespace(path=""), counts)  # type: ignore[arg-type]
    return {file.path: parse_file(file.content).rows for file in files}


def test_rare_words_are_listed_only_in_small_archives() -> None:
    small = files_of({"كتاب": 1, "قلم": 5, "1908": 9, "م": 9})
    assert small["spell/list.js"][0].split(" ") == ["قلم", "كتاب"]
    digits = {0x30 + digit: letter for digit, letter in enumerate("ابتثجحخدذر")}
    many = {f"{number:05}كلمه".translate(digits): 3 for number in range(20_000)}
    big = files_of({**many, "نادر": 2})
    assert not any("نادر" in swap(words) for words, *_ in big.values())


def test_some_letters_of_the_lists_are_made_as_all_of_them_are() -> None:
    forms = ["كتاب", "والكتاب", "وكتاب", "بكتاب", "مدرسه", "للمدرسه", "في", "وبالعلم", "علم"]
    counts = Counts(
        {form: 3 + n for n, form in enumerate(forms)}, {form: 1 + n for n, form in enumerate(forms)}
    )
    segment = SimpleNamespace(path="")
    dfs = counts.documents
    prefixes = sorted(count_prefixes(dfs, dfs))
    every, _ = encode_readings(segment, dfs, prefixes, EVERY)  # type: ignore[arg-type]
    whole = encode_letters(segment, counts, forms, EVERY)  # type: ignore[arg-type]
    readings, lists = [], []
    for letter in sorted({letter for form in forms for letter in form}):
        units = frozenset(side + letter for side in "bel")
        readings += encode_readings(segment, dfs, prefixes, units)[0]  # type: ignore[arg-type]
        lists += encode_letters(segment, counts, forms, units).files  # type: ignore[arg-type]
    assert sorted(readings) == sorted(every)
    assert sorted(lists) == sorted(whole.files)
