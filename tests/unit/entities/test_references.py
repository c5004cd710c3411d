"""Which ids in a document are nobody's, and which words of names are kept whole?"""

from __future__ import annotations

import pytest

from sitegen.entities.common import Use, common_words
from sitegen.entities.identifiers import looks_like_id
from sitegen.entities.names import gather_names, one_word_names
from sitegen.entities.protected import name_counts, protected_words
from sitegen.entities.references import check_references
from sitegen.model import EntityRules, Tagged

from .samples import authority_of, document, person, place

RECORDS = authority_of(
    person("p-rida", "محمد رشيد رضا", same_as={"viaf": "12"}), place("l-bayrut", "بيروت")
)


def test_a_dangling_id_is_told_with_the_nearest_one() -> None:
    text = document(
        "فقرة",
        "إلى بيروت",
        authors=("p-rda",),
        rules=EntityRules(("l-bayrt",), ("p-ridaa",), {"الشيخ": "p-x"}),
        tagged={1: (Tagged(4, 9, ("l-beyrut",), explicit=True),)},
    )
    told = [
        (str(problem.place), problem.what.split("'")[1], problem.why.split(",")[0], problem.fix)
        for problem in check_references(text, RECORDS)
    ]
    page = "texts/d-1.md:1"
    assert told == [
        (page, "l-bayrt", "'entities.link' names it", "did you mean 'l-bayrut'?"),
        (page, "p-rda", "'authors' names it", "did you mean 'p-rida'?"),
        (page, "p-ridaa", "'entities.not' names it", "did you mean 'p-rida'?"),
        (page, "p-x", "'entities.as' names it", "add a record for 'p-x', or mend the id"),
        ("texts/d-1.md:2", "l-beyrut", "the text links to it", "did you mean 'l-bayrut'?"),
    ]


def test_names_and_known_references_are_no_problem() -> None:
    text = document(
        "فقرة",
        authors=("p-rida", "محمد كرد علي", "Jean-Paul", "Louis Cheikho", "viaf:12"),
        tagged={0: (Tagged(0, 4, ("oape:place:9",), "place"),)},
    )
    assert check_references(text, RECORDS) == ()


def test_two_ids_of_one_author_need_one_record() -> None:
    assert check_references(document("أ", authors=("oape:pers:9 viaf:12",)), RECORDS) == ()
    told = check_references(document("أ", authors=("oape:pers:9 viaf:13",)), RECORDS)
    assert [problem.what for problem in told] == ["no authority record for 'oape:pers:9'"]


def test_a_word_is_common_by_what_the_corpus_does_with_it() -> None:
    names = dict.fromkeys(["المدينه", "بيروت", "اليابان", "يابان", "هرس"], Use.PLACE)
    counts = {"المدينه": 50, "مدينه": 20, "بيروت": 90, "البيروت": 1, "اليابان": 9, "يابان": 9}
    counts |= {"فهرس": 40, "هرس": 1, "وبيروت": 30}
    assert common_words(names, counts) == {"المدينه", "فهرس"}


@pytest.mark.parametrize("counts", [{"بدمشق": 3}, {"لدمشق": 2}, {"بطوس": 1}, {"حلب": 2, "بحلب": 1}])
def test_a_town_behind_a_proclitic_is_no_word_where_an_archive_says_little(
    counts: dict[str, int],
) -> None:
    assert common_words(dict.fromkeys(["دمشق", "طوس", "حلب"], Use.PLACE), counts) == frozenset()


@pytest.mark.parametrize("counts", [{"بدمشق": 4}, {"بطوس": 2}])
def test_what_stands_often_and_never_without_its_first_letter_is_a_word(
    counts: dict[str, int],
) -> None:
    assert common_words(dict.fromkeys(["دمشق", "طوس"], Use.PLACE), counts) == counts.keys()


def test_names_of_one_word_say_whether_they_are_full() -> None:
    records = authority_of(person("p", "طه المدور", short_names=["طه"]), place("l", "بيروت"))
    assert one_word_names(gather_names(records.values()), records) == {
        "بيروت": Use.PLACE,
        **dict.fromkeys(["طه", "المدور", "مدور"], Use.SHORT),
    }


def test_a_given_name_proves_nothing_against_a_place() -> None:
    records = authority_of(person("p", "هند نوفل"), place("l", "الهند"))
    counts = {"هند": 40, "الهند": 20}
    names = one_word_names(gather_names(records.values()), records)
    assert names["هند"] == Use.GIVEN
    assert common_words(names, counts) == frozenset()
    assert common_words({"الهند": Use.PLACE}, counts) == {"الهند"}


def test_a_feminine_twin_is_no_form_with_a_pronoun() -> None:
    names = {"السلط": Use.PLACE}
    assert common_words(names, {"السلط": 25, "سلطه": 160}) == frozenset()
    assert common_words(names, {"السلط": 25, "سلطه": 160, "سلطها": 3}) == {"السلط"}


def test_the_adjective_of_a_place_proves_nothing_against_it() -> None:
    counts = {"سوريه": 20, "السوريه": 40}
    assert common_words({"سوريه": Use.PLACE}, counts) == frozenset()
    assert common_words({"سوريه": Use.FULL}, counts) == {"سوريه"}


def test_a_derived_surname_yields_to_two_uses_as_a_word() -> None:
    counts = {"الصائغ": 4, "صائغ": 2, "السوداني": 4, "سوداني": 3}
    names = dict.fromkeys(["الصائغ", "السوداني"], Use.SHORT)
    assert common_words(names, counts) == {"الصائغ"}
    assert common_words({"الصائغ": Use.FULL}, counts) == frozenset()


def test_an_id_is_told_from_a_name() -> None:
    ids = ("p-rida", "Q12", "oape:pers:1", "x_1")
    names = ("Rida", "Jean-Paul", "محمد", "J.-P. Sartre", "")
    assert [looks_like_id(text) for text in (*ids, *names)] == [True] * 4 + [False] * 5


def test_protected_are_names_of_one_word_and_last_words_that_are_mostly_names() -> None:
    records = authority_of(
        place("l-1", "بيروت", variants=["الثغر"]),
        person("p-1", "جرجي زيدان"),
        person("p-2", "محمد المصري"),
        person("p-3", "كانت"),
        {"id": "o", "type": "organization", "heading": "الهلال"},
    )
    forms = {"زيدان": 9, "المصري": 100, "مصري": 20}
    inside = name_counts(["جرجي زيدان"] * 5 + ["محمد المصري"])
    assert protected_words(records, forms, inside) == {"بيروت", "ثغر", "زيدان"}
    assert protected_words(records, forms) == {"بيروت", "ثغر"}
    assert protected_words(records, forms, inside, {"بيروت"}) == {"ثغر", "زيدان"}


def test_the_dual_of_a_noun_is_no_place() -> None:
    names = {"القريتين": Use.PLACE}
    assert common_words(names, {"القريتين": 5, "قريتين": 3}) == {"القريتين"}
    assert common_words(names, {"القريتين": 5, "قريتين": 2}) == frozenset()


def test_a_place_in_heh_leaves_its_adjective_in_teh_marbuta() -> None:
    counts = {"عاليه": 30, "العاليه": 70}
    assert common_words({"عاليه": Use.HEH}, counts) == {"عالية"}
    assert common_words({"عاليه": Use.PLACE}, counts) == frozenset()
    records = authority_of(place("l-a", "عاليه", variants=["مدينة عالية"]), place("l-s", "سورية"))
    names = one_word_names(gather_names(records.values()), records)
    assert (names["عاليه"], names["سوريه"]) == (Use.HEH, Use.PLACE)


def test_two_bare_names_that_the_article_parts_are_one_noun() -> None:
    names = {"السائح": Use.VAGUE, "سائح": Use.VAGUE}
    assert common_words(names, {"السائح": 24, "سائح": 4}) >= {"السائح"}
