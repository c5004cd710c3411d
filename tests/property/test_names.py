"""Whatever the records: names in arrays say what names in plain dictionaries say."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.arabic.chars import ARTICLE
from sitegen.entities.authority import Authority, read_authority
from sitegen.entities.common import Claimed, is_function_word
from sitegen.entities.encode import encode_jsonl
from sitegen.entities.given import GIVEN
from sitegen.entities.haystack import words_of
from sitegen.entities.lexicon import Lexicon, build_lexicon
from sitegen.entities.names import Grade, gather_names, one_word_names, written_names
from sitegen.entities.spellings import (
    double_surname,
    given_names,
    one_letter_words,
    opening,
    spellings,
    surnames,
    with_ranks,
)
from sitegen.entities.titles import BEFORE_ANOTHER, EVERYBODYS, TITLES, VAGUE
from sitegen.model import EntityId, EntityType

Words = tuple[str, ...]
Grades = dict[EntityId, Grade]

_TEXT = """
محمد علي حسن عبد عبدالله الله نور الدين ابو أبي القاسم بن ابن المدور مدور السوداني العراق عراق
دمشق صور الشيخ السيد الدكتور بك باشا أفندي أحد في من م ش الناصر ناصر شمّيل
"""
WORDS = _TEXT.split()
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
few = st.lists(names, max_size=2)
records = st.fixed_dictionaries(
    {"type": st.sampled_from(["person", "person", "place", "organization"]), "heading": names},
    optional={
        "variants": few, "short_names": few, "never_link": few,
        "description": st.just("قيل"), "cues": st.just(["شعر"]),
    },
)  # fmt: skip
lists = st.lists(records, max_size=9)
commons = st.frozensets(st.sampled_from([*WORDS, "العراق", "المدور"]), max_size=5)


def authority_of(rows: list[dict[str, Any]]) -> Authority:
    text = encode_jsonl([{"id": f"r-{n}", **row} for n, row in enumerate(rows)])
    return read_authority([("a.jsonl", text)])[0]


def folded(name: str) -> Words:
    return words_of([name])[0]


def plain_names(authority: Authority) -> tuple[dict[Words, Grades], frozenset[str]]:
    """Gather names as :func:`gather_names` promises to, one by one."""
    full = [
        (entity, grade, folded(name))
        for entity in authority.values()
        for name, grade in written_names(entity)
        if folded(name)
    ]
    persons = [
        (e, g, words) for e, g, words in full if e.type == EntityType.PERSON and g <= Grade.BARE
    ]
    given = given_names(words for _, _, words in persons)
    elsewhere = {w[0] for e, _, w in full if len(w) == 1 and e.type != EntityType.PERSON}
    found: dict[Words, Grades] = {}

    def add(words: Words, entity: EntityId, grade: Grade) -> None:
        refused = [folded(surface) for surface in authority[entity].never_link]
        if all(words not in spellings(one) for one in refused if one):
            held = found.setdefault(words, {})
            held[entity] = min(grade, held.get(entity, grade))

    for entity, grade, words in full:
        for way in spellings(words):
            add(way, entity.id, grade)
    for entity, grade, words in persons:
        if len(words) < 2:
            continue
        for way in with_ranks(words):
            add(way, entity.id, grade)
        if double := double_surname(words):
            for way in spellings(double):
                add(way, entity.id, Grade.SURNAME)
        grades = Grade.SURNAME, Grade.TWIN
        for word, held in zip(surnames(words, given), grades, strict=False):
            if not elsewhere & {word, ARTICLE + word, word.removeprefix(ARTICLE)}:
                add((word,), entity.id, held)
    return found, given


def plain_senses(found: Mapping[Words, Grades], claimed: Claimed) -> dict[Words, Grades]:
    """Take the surnames that are words away, and lend those behind a title to their bearers."""

    def is_kept(words: Words, grade: Grade) -> bool:
        if len(words) > 1 or grade < Grade.SURNAME:
            return True
        word = words[0]
        twin = word[2:] if word.startswith(ARTICLE) else ARTICLE + word
        return word not in claimed and not (grade == Grade.TWIN and twin in claimed)

    kept = {
        words: {e: min(g, Grade.SURNAME) for e, g in held.items() if is_kept(words, g)}
        for words, held in found.items()
    }
    for words, held in kept.items():
        if len(words) == 2 and words[0] in TITLES:
            lent = kept.get(words[1:], {})
            kept[words] = {e: g for e, g in lent.items() if g == Grade.SURNAME} | held
    for words, held in kept.items():
        if held and min(held.values()) < Grade.BARE:
            kept[words] = {e: g for e, g in held.items() if g != Grade.BARE}
    return {words: held for words, held in kept.items() if held}


def told(lexicon: Lexicon, number: int) -> Grades:
    senses = (*lexicon.bearers[number], *lexicon.shorts[number])
    return {sense.entity: sense.grade for sense in senses}


@settings(max_examples=100)
@given(lists)
def test_names_are_gathered_as_one_by_one(rows: list[dict[str, Any]]) -> None:
    authority = authority_of(rows)
    names = gather_names(authority.values())
    found, given = plain_names(authority)
    assert {tuple(text.split()): held for text, held in names} == found
    assert list(names.texts) == sorted(map(" ".join, found))
    assert names.given == given
    assert all(names.bearers(" ".join(words)) == held for words, held in found.items())
    assert names.bearers("لا أحد") == {}


@settings(max_examples=100)
@given(lists, commons)
def test_a_lexicon_says_of_every_name_whom_it_means(
    rows: list[dict[str, Any]], common: frozenset[str]
) -> None:
    authority = authority_of(rows)
    lexicon = build_lexicon(authority, common)
    senses = plain_senses(plain_names(authority)[0], Claimed(common))
    united: dict[str, Grades] = {}
    for words, held in senses.items():
        one = united.setdefault(" ".join(words), {})
        for entity, grade in held.items():
            first = lexicon.first.get(entity, entity)
            one[first] = min(grade, one.get(first, grade))
    assert {name: told(lexicon, n) for n, name in enumerate(lexicon.names)} == united
    for number, name in enumerate(lexicon.names):
        words, held = tuple(name.split()), united[name]
        order = [(sense.grade, sense.entity) for sense in lexicon.bearers[number]]
        assert order == sorted((g, e) for e, g in held.items() if g <= Grade.BARE)
        is_part = len(words) == 2 and (words[0] in BEFORE_ANOTHER or words[1] == "الدين")
        is_all = lexicon.weak[number] and is_part
        assert lexicon.owners[number] == {e for e, g in held.items() if is_all or g >= Grade.SHORT}
        assert lexicon.lengths[number] == len(words) - (len(words) == 2 and words[0] in TITLES)
        assert lexicon.doubtful[number] == any(map(is_function_word, (words[0], words[-1])))


@settings(max_examples=100)
@given(lists, commons)
def test_a_lexicon_says_of_every_name_whether_it_is_weak(
    rows: list[dict[str, Any]], common: frozenset[str]
) -> None:
    authority = authority_of(rows)
    lexicon = build_lexicon(authority, common)
    towns = {
        name: {sense.entity for sense in (*lexicon.bearers[n], *lexicon.shorts[n])}
        for n, name in enumerate(lexicon.names)
        if " " not in name and told(lexicon, n).keys() & lexicon.places
    }
    assert lexicon.towns == towns
    for number, name in enumerate(lexicon.names):
        words = tuple(name.split())
        if len(words) > 1:
            is_known = words[0] in lexicon.given or words[0] in GIVEN
            is_weak = words[0] in VAGUE or (
                all(map(is_function_word, words)) and not one_letter_words(words)
            )
            if len(words) == 2:
                is_weak |= opening(words) in lexicon.given
                is_weak |= words[1] in EVERYBODYS and is_known
                is_weak |= len(words[0]) == 1 and words[1] in towns
            assert lexicon.weak[number] == is_weak
    weak = {n for numbers in lexicon.of_entity.values() for n in numbers}
    assert weak == {n for n, is_weak in enumerate(lexicon.weak) if is_weak}


@settings(max_examples=100)
@given(lists, commons)
def test_a_lexicon_says_which_names_begin_anothers(
    rows: list[dict[str, Any]], common: frozenset[str]
) -> None:
    lexicon = build_lexicon(authority_of(rows), common)
    bearers = {
        tuple(name.split()): [sense.entity for sense in lexicon.bearers[n]]
        for n, name in enumerate(lexicon.names)
    }
    assert lexicon.prolonged == {
        " ".join(words)
        for words, held in bearers.items()
        if len(words) == 2 and held and held[0] in lexicon.people
        and any(
            len(other) > 2 and other[:2] == words and not set(those) <= set(held)
            for other, those in bearers.items()
        )
    }  # fmt: skip


@settings(max_examples=40)
@given(lists, commons)
def test_a_lexicon_is_the_same_when_it_was_kept(
    rows: list[dict[str, Any]], common: frozenset[str]
) -> None:
    lexicon = build_lexicon(authority_of(rows), common)
    kept: Lexicon = pickle.loads(pickle.dumps(lexicon))
    assert kept.names == lexicon.names
    for n in range(len(lexicon.names)):
        assert kept.bearers[n] == lexicon.bearers[n]
        assert kept.owners[n] == lexicon.owners[n]


@settings(max_examples=100)
@given(lists)
def test_words_that_alone_name_a_record_are_those_that_are_a_name(
    rows: list[dict[str, Any]],
) -> None:
    authority = authority_of(rows)
    names = gather_names(authority.values())
    alone = {text for text in names.texts if " " not in text}
    opening_words = {
        text.split()[0]
        for text, held in names
        if " " in text
        for entity, grade in held.items()
        if grade <= Grade.BARE and authority[entity].type == EntityType.PERSON
    }
    assert one_word_names(names, authority).keys() == alone | (opening_words & GIVEN)
