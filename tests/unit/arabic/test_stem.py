"""Families keep names whole, and follow what the corpus has."""

from __future__ import annotations

import json
import re
import sys

import pytest

from sitegen.arabic import chars, rules
from sitegen.arabic.families import Families
from sitegen.arabic.fold import fold
from sitegen.arabic.stem import key, rule_stem
from sitegen.arabic.stop import is_stop, stop_words
from sitegen.arabic.tables import client_tables, version

NEWS = {
    "المدرسه": 20, "مدرسه": 10, "مدرستهم": 3, "بمدرستهم": 1, "وبمدرسه": 1,
    "بيروت": 9, "ببيروت": 4, "لبيروت": 2, "وبيروت": 2, "فيروت": 1, "بيروتي": 1,
    "سوداني": 2, "السوداني": 8, "والسوداني": 1, "السودان": 9, "سودان": 1,
    "لبنان": 7, "بلبنان": 1, "للبنان": 1, "وسوريا": 3, "سوريا": 5,
    "علي": 90, "وعلي": 20, "فعلي": 150, "بطل": 3, "طل": 1,
}  # fmt: skip
NAMES = {"بيروت", "سوداني", "لبنان", "سوريا", "علي"}


@pytest.fixture(scope="module")
def families() -> Families:
    return Families.from_counts(NEWS, NAMES)


@pytest.mark.parametrize("form", ["بيروت", "ببيروت", "لبيروت", "وبيروت"])
def test_proclitics_come_off_before_a_name(families: Families, form: str) -> None:
    assert families.family(form) == "بيروت"


@pytest.mark.parametrize("form", ["السوداني", "والسوداني", "سوداني", "للسوداني"])
def test_the_article_comes_off_before_a_name(families: Families, form: str) -> None:
    assert families.family(form) == "سوداني"


@pytest.mark.parametrize("form", ["السودان", "سودان"])
def test_a_name_does_not_take_in_its_neighbour(families: Families, form: str) -> None:
    assert families.family(form) != "سوداني"


@pytest.mark.parametrize("form", ["لبنان", "بلبنان", "للبنان", "فبلبنان"])
def test_a_name_that_begins_like_a_proclitic_stays_whole(families: Families, form: str) -> None:
    assert families.family(form) == "لبنان"


def test_a_name_keeps_its_last_letters(families: Families) -> None:
    assert families.family("وسوريا") == families.family("سوريا") == "سوريا"


def test_a_short_name_wants_proof(families: Families) -> None:
    assert families.family("وعلي") == "علي"
    assert families.family("فعلي") != "علي"


@pytest.mark.parametrize("form", ["مدرستهم", "بمدرستهم", "وبمدرسه", "المدرسه"])
def test_forms_of_a_word_meet(families: Families, form: str) -> None:
    assert families.family(form) == families.family("مدرسه")


def test_a_cut_to_a_rarer_stem_is_not_made(families: Families) -> None:
    assert families.family("بطل") == "بطل"


def test_an_unseen_form_joins_its_longest_known_reading(families: Families) -> None:
    assert families.family("ولمدرستهم") == families.family("مدرسه")
    assert families.family("فلبيروت") == "بيروت"


def test_an_unseen_form_with_no_known_reading_has_its_rule_stem(families: Families) -> None:
    assert families.family("والقصائد") == rule_stem("والقصائد")


@pytest.mark.parametrize("form", ["mq9", "1908", "москва"])
def test_what_is_not_arabic_is_its_own_family(families: Families, form: str) -> None:
    assert (families.family(form), key(form), rule_stem(form)) == (form, form, form)


def test_every_prefix_is_made_of_what_the_key_strips() -> None:
    assert set(rules.CONJUNCTIONS + rules.PREPOSITIONS + rules.CONTRACTED) <= set(rules.LEFT)
    assert chars.ALEF not in rules.LEFT


def test_every_suffix_is_made_of_what_the_key_strips() -> None:
    units = re.compile(f"(?:{'|'.join(rules.RIGHT_PAIRS)}|[{rules.RIGHT}])+")
    suffixes = (*rules.SUFFIXES, *rules.PRONOUNS, *rules.REOPENED, *rules.REOPENED.values())
    assert [suffix for suffix in suffixes if not units.fullmatch(suffix)] == []


def test_the_units_of_the_right_are_read_one_way_only() -> None:
    assert all(pair[-1] not in rules.RIGHT for pair in rules.RIGHT_PAIRS)


def test_no_suffix_begins_where_the_article_could_end() -> None:
    assert chars.LAM not in {suffix[0] for suffix in (*rules.SUFFIXES, *rules.PRONOUNS)}


@pytest.mark.parametrize(
    "forms",
    [
        ["كلمه", "كلمات", "كلمته", "بكلمتهم"],
        ["بلد", "بلده", "البلدان"],
        ["لغه", "لغات", "لغتنا"],
        ["بيت", "بيته", "والبيت", "ببيت"],
        ["الله", "والله", "بالله"],
    ],
)
def test_common_words_have_one_family_and_one_key(forms: list[str]) -> None:
    counts = dict(zip(forms, range(len(forms), 0, -1), strict=True))
    families = Families.from_counts({form: 10 * count for form, count in counts.items()})
    assert len({families.family(form) for form in forms}) == 1
    assert len({key(form) for form in forms}) == 1


def test_god_is_not_a_pronoun() -> None:
    families = Families.from_counts({"الله": 9, "له": 99})
    assert families.family("الله") != families.family("له")


def test_stop_words_are_folded_and_few() -> None:
    assert len(stop_words()) <= 400
    assert all(fold(word).text == word for word in stop_words())


@pytest.mark.parametrize("word", ["متي", "اين", "كيف", "لماذا", "ماذا", "هل", "كم", "من", "ما"])
def test_question_words_are_stop_words(word: str) -> None:
    assert is_stop(word)


@pytest.mark.parametrize("word", ["كتاب", "شمال", "امام", "اخ", "صباح", "امين", "حرب"])
def test_words_that_name_something_are_no_stop_words(word: str) -> None:
    assert not is_stop(word)


def test_the_tables_are_the_same_bytes_each_time() -> None:
    once = json.dumps(client_tables(), ensure_ascii=False)
    assert once == json.dumps(client_tables(), ensure_ascii=False)
    assert client_tables()["version"] == version()


def test_the_tables_are_small() -> None:
    import gzip  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    script = Path(sys.modules["sitegen"].__path__[0], "client", "analyzer.js").read_bytes()
    tables = json.dumps(client_tables(), ensure_ascii=False, separators=(",", ":")).encode()
    assert len(gzip.compress(script + tables)) <= 6450
