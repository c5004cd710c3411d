"""Does an explanation say of every name why it links, and of every loser why it lost?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitegen.entities.context import REASONS
from sitegen.entities.explain import RULES, as_text, explain
from sitegen.entities.resolve import Linker
from sitegen.model import EntityRules, Tagged

from .samples import authority_of, document, person, place

ROOT = Path(__file__).parents[3]
VECTORS = [
    json.loads(line)
    for line in (ROOT / "tests/vectors/linking.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_an_explanation_has_the_answers_of_the_linker(case: dict[str, object]) -> None:
    linker = Linker(authority_of(*case["records"]), common=frozenset(case.get("common", ())))  # type: ignore[misc,arg-type]
    rules = EntityRules(tuple(case.get("link", ())), tuple(case.get("not", ())), case.get("as", {}))  # type: ignore[arg-type]
    text = document(
        str(case["text"]),
        title=str(case.get("title", "")),
        date=str(case.get("date", "")),
        rules=rules,
    )
    linked = [(m.block, m.entity, m.rule) for m in linker.link(text) if m.entity]
    explained = [(c.block, c.entity, c.rule) for c in explain(linker, text) if c.entity]
    assert explained == linked
    assert all(c.why for c in explain(linker, text))


def test_a_common_word_says_that_it_is_one() -> None:
    linker = Linker(authority_of(place("l-s", "صور")), common=frozenset(["صور"]))
    (found,) = explain(linker, document("في صور الكتاب"))
    assert (found.surface, found.entity, found.rule) == ("صور", None, "")
    assert found.why == "the archive uses it as a common word"
    assert [(c.entity, c.has_won) for c in found.candidates] == [("l-s", False)]


def test_a_name_in_a_longer_one_says_what_makes_it_longer() -> None:
    linker = Linker(authority_of(person("p-j", "الجاحظ")))
    (found,) = explain(linker, document("قال ابن الجاحظ"))
    assert found.rule == "nil:longer-name"
    assert found.why == f"{RULES['nil:longer-name']}: {REASONS['kin']}"


def test_namesakes_show_their_margin() -> None:
    linker = Linker(
        authority_of(
            person("p-1", "أحمد رضا", cues=["اللغة"]), person("p-2", "أحمد رضا", cues=["السياسة"])
        )
    )
    (found,) = explain(linker, document("أحمد رضا واللغة واللغة والسياسة"))
    assert (found.entity, found.rule) == ("p-1", "namesake-cues")
    assert [(c.entity, c.has_won, c.evidence) for c in found.candidates] == [
        ("p-1", True, ("cues: 2",)),
        ("p-2", False, ("cues: 1",)),
    ]


def test_a_surname_before_its_full_name_is_shown_as_not_taken() -> None:
    linker = Linker(authority_of(person("p-s", "محمد شياع السوداني")))
    first, second = explain(linker, document("قال السوداني. محمد شياع السوداني"))
    assert (first.surface, first.rule, second.rule) == ("السوداني", "", "heading")
    assert "stand before it" in first.why


def test_what_the_editor_wrote_is_explained_too() -> None:
    linker = Linker(authority_of(place("l-b", "بيروت")))
    text = document("في الثغر", tagged={0: (Tagged(3, 8, ("l-b",), explicit=True),)})
    (found,) = explain(linker, text)
    assert (found.surface, found.entity, found.rule) == ("الثغر", "l-b", "explicit")


def test_a_terminal_reads_place_answer_reason_and_candidates() -> None:
    linker = Linker(authority_of(place("l-b", "بيروت")))
    text = document("في بيروت")
    assert as_text(text, explain(linker, text)) == (
        "texts/d-1.md:1: d-1\n"
        "  #p-0, 3-8: بيروت -> l-b (heading)\n"
        "    why: one record alone is headed so\n"
        "    + l-b بيروت (heading)"
    )


def test_every_rule_has_a_sentence() -> None:
    used = {rule for case in VECTORS for *_, rule in case["expect"]}
    assert used <= RULES.keys()
