"""Whom do names in a text mean? Cases are in tests/vectors/linking.jsonl."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from sitegen.entities.resolve import Linker, parts_of, surface_in_source
from sitegen.errors import Place
from sitegen.model import (
    Alignment,
    Block,
    BlockKind,
    Body,
    DocId,
    Document,
    EntityRules,
    Tagged,
    Title,
)

from .samples import answers, authority_of, document, person, place, surface

ROOT = Path(__file__).parents[3]
VECTORS = [
    json.loads(line)
    for line in (ROOT / "tests/vectors/linking.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_a_vector_links_as_it_says(case: dict[str, Any]) -> None:
    linker = Linker(authority_of(*case["records"]), common=frozenset(case.get("common", ())))
    rules = EntityRules(tuple(case.get("link", ())), tuple(case.get("not", ())), case.get("as", {}))
    text = document(
        case["text"], title=case.get("title", ""), date=case.get("date", ""), rules=rules
    )
    assert answers(text, linker.link(text)) == case["expect"]


def test_the_names_of_a_newspaper_article_are_linked() -> None:
    linker = Linker(
        authority_of(
            person("p-sudani", "محمد شياع السوداني"),
            person("p-musawi", "محمد الموسوي"),
            person("p-khazali", "فالح الخزعلي"),
            place("l-sudan", "السودان"),
            place("l-iraq", "العراق"),
            place("l-syria", "سوريا"),
            place("l-usa", "الولايات المتحدة"),
            {"id": "o-akhbar", "type": "organization", "heading": "الأخبار"},
            {"id": "o-muq", "type": "organization", "heading": "المقاومة الإسلامية في العراق"},
        )
    )
    article = document(
        "تسعى الولايات المتحدة في العراق وسوريا. وهجمات «المقاومة الإسلامية في العراق» وتكشف مصادر،"
        " لـ«الأخبار»، عن القواعد التابعة للولايات المتحدة. رئيس الوزراء، محمد شياع السوداني، بعدم",
        "ولكن السوداني يتحدث. حكومة السوداني لم تستطع",
        "يرى القيادي محمد الموسوي. ويشير الموسوي. النائب فالح الخزعلي، ويضيف الخزعلي",
    )
    assert [(s, e) for s, e, _ in answers(article, linker.link(article))] == [
        ("الولايات المتحدة", "l-usa"),
        ("العراق", "l-iraq"),
        ("سوريا", "l-syria"),
        ("المقاومة الإسلامية في العراق", "o-muq"),
        ("الأخبار", "o-akhbar"),
        ("لولايات المتحدة", "l-usa"),
        ("محمد شياع السوداني", "p-sudani"),
        ("السوداني", "p-sudani"),
        ("السوداني", "p-sudani"),
        ("محمد الموسوي", "p-musawi"),
        ("الموسوي", "p-musawi"),
        ("فالح الخزعلي", "p-khazali"),
        ("الخزعلي", "p-khazali"),
    ]


BEIRUT = place("l-bayrut", "بيروت", same_as={"geonames": "276781"})


def test_a_pull_quote_and_code_are_not_linked() -> None:
    text = document(
        "بيروت", "بيروت", "بيروت", kinds=[BlockKind.PULL_QUOTE, BlockKind.CODE, BlockKind.HEADING]
    )
    assert [m.block for m in Linker(authority_of(BEIRUT)).link(text)] == [2]


def test_the_title_is_block_minus_one_and_comes_first() -> None:
    text = document("بيروت", title="إلى بيروت")
    assert [(m.block, m.start) for m in Linker(authority_of(BEIRUT)).link(text)] == [
        (-1, 4),
        (0, 0),
    ]


def test_a_link_by_hand_beats_the_longest_name_around_it() -> None:
    linker = Linker(authority_of(BEIRUT, place("l-2", "ولاية بيروت")))
    text = document("في ولاية بيروت", tagged={0: (Tagged(9, 14, ("l-bayrut",), explicit=True),)})
    assert answers(text, linker.link(text)) == [["بيروت", "l-bayrut", "explicit"]]


def test_a_tag_is_resolved_by_an_id_of_another_catalogue() -> None:
    text = document("في الثغر", tagged={0: (Tagged(3, 8, ("viaf:9", "geon:276781"), "place"),)})
    linked = Linker(authority_of(BEIRUT)).link(text)
    assert answers(text, linked) == [["الثغر", "l-bayrut", "tagged"]]


def test_a_tag_with_an_unknown_reference_is_seen_and_hides_what_is_inside() -> None:
    text = document("في بيروت", tagged={0: (Tagged(3, 8, ("oape:place:9",), "place"),)})
    linked = Linker(authority_of(BEIRUT)).link(text)
    assert answers(text, linked) == [["بيروت", None, "nil:tagged"]]


def test_a_tag_without_reference_says_which_kind_is_meant() -> None:
    linker = Linker(authority_of(place("l-zahle", "زحلة"), person("p-zahle", "زحلة")))
    text = document("قالت زحلة", tagged={0: (Tagged(5, 9, (), "person"),)})
    assert answers(text, linker.link(text)) == [["زحلة", "p-zahle", "heading"]]


def test_a_tag_in_which_nothing_is_found_is_nil() -> None:
    text = document("قال فلان", tagged={0: (Tagged(4, 8, (), "person"),)})
    linked = Linker(authority_of(BEIRUT)).link(text)
    assert answers(text, linked) == [["فلان", None, "nil:tagged"]]


def test_no_name_crosses_a_tag() -> None:
    linker = Linker(authority_of(place("l-1", "طرابلس الشام"), place("l-2", "طرابلس")))
    text = document("في طرابلس الشام ليلا", tagged={0: (Tagged(10, 20, (), "event"),)})
    assert answers(text, linker.link(text)) == [
        ["طرابلس", "l-2", "heading"],
        ["الشام ليلا", None, "nil:tagged"],
    ]


def test_a_document_links_the_same_alone_and_in_company() -> None:
    linker = Linker(authority_of(BEIRUT, person("p-1", "خليل مطران")))
    one, two = document("في بيروت مع خليل مطران"), document("قال مطران في بيروت", title="بيروت")
    assert linker.link_all([one, two, one]) == [linker.link(d) for d in (one, two, one)]


def test_a_linker_comes_back_from_a_pickle_as_it_was() -> None:
    linker = Linker(authority_of(BEIRUT), common=frozenset(["صور"]))
    text = document("في بيروت")
    assert pickle.loads(pickle.dumps(linker)).link(text) == linker.link(text)


def test_an_empty_authority_and_an_empty_document_link_nothing() -> None:
    assert Linker(authority_of()).link(document("في بيروت")) == ()
    assert Linker(authority_of(BEIRUT)).link(document()) == ()
    assert Linker(authority_of(BEIRUT)).link_all([]) == []


def test_of_namesakes_the_usual_one_wins_only_by_ten_to_one() -> None:
    records = authority_of(
        place("l-1", "الشام", same_as={"wikidata": "Q1"}),
        place("l-2", "الشام", same_as={"wikidata": "Q2"}),
    )
    text = document("إلى الشام")
    sure = Linker(records, prior={"l-1": 40, "l-2": 4}).link(text)
    unsure = Linker(records, prior={"l-1": 39, "l-2": 4}).link(text)
    assert [(m.entity, m.rule) for m in (*sure, *unsure)] == [
        ("l-1", "namesake-usual"),
        (None, "nil:namesakes"),
    ]


def test_an_author_may_be_meant_by_his_surname_so_it_stays_open() -> None:
    records = authority_of(person("p-1", "المغربي"), person("p-2", "عبد القادر المغربي"))
    text = document("بقلم المغربي", authors=("p-2",))
    assert answers(text, Linker(records).link(text)) == [["المغربي", None, "nil:two-bearers"]]


def test_the_surface_is_the_slice_of_the_source() -> None:
    source = "في **بيروت** و*بيروت*"
    block = Block(
        BlockKind.PARAGRAPH,
        "p-1",
        "في بيروت وبيروت",
        "",
        alignment=Alignment(((0, 0), (3, 5), (8, 12), (10, 15))),
    )
    text = Document(
        id=DocId("d"),
        place=Place("d.md"),
        title=Title("بيروت", "\u200fبيروت", Alignment(((0, 1),))),
        body=Body(source, (block,), (0,)),
    )
    mentions = Linker(authority_of(BEIRUT)).link(text)
    found = [surface_in_source(text, mention) for mention in mentions]
    assert [s for *_, s in found] == ["بيروت"] * 3
    assert [source[a:b] for a, b, _ in found[1:]] == ["بيروت"] * 2
    assert found[0] == (1, 6, "بيروت")
    assert [surface(text, mention) for mention in mentions] == ["بيروت"] * 3


def test_parts_are_the_title_and_the_linked_blocks() -> None:
    text = document("أ", "ب", kinds=[BlockKind.PULL_QUOTE, BlockKind.NOTE], title="ت")
    assert [(part.block, part.text) for part in parts_of(text)] == [(-1, "ت"), (1, "ب")]
