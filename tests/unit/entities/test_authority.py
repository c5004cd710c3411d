"""What does an authority file say, and what is wrong with it?"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from sitegen.config import Site
from sitegen.entities.authority import Authority, read_authority
from sitegen.entities.encode import encode_jsonl
from sitegen.entities.foreign import foreign_record
from sitegen.entities.importers import read_source
from sitegen.entities.records import read_records
from sitegen.errors import Problem
from sitegen.model import EntityType, PartialDate

NAMES = Path(__file__).parents[4] / "shared" / "data" / "entities" / "authority.jsonl.gz"


def read(text: str, path: str = "entities/a.yml") -> tuple[Authority, tuple[Problem, ...]]:
    return read_authority([(path, text)])


def problem_of(text: str, path: str = "entities/a.yml") -> str:
    _, problems = read(text, path)
    assert len(problems) == 1, problems
    return str(problems[0])


RIDA = """\
- id: p-rida
  type: person
  heading: محمد رشيد رضا
  variants: [السيد رشيد رضا, رشيد رضا, رشيد رضا]
  short_names: رضا
  birth: 1865-09-23
  death: 1935
  same_as: {wikidata: Q1234, viaf: "12345"}
"""


def test_a_record_is_read_as_it_is_written() -> None:
    authority, problems = read(RIDA)
    rida = authority["p-rida"]
    assert problems == ()
    assert (rida.type, rida.heading) == (EntityType.PERSON, "محمد رشيد رضا")
    assert rida.variants == ("السيد رشيد رضا", "رشيد رضا")
    assert rida.short_names == ("رضا",)
    assert (rida.start, rida.end) == (PartialDate(1865, 9, 23), PartialDate(1935))
    assert rida.same_as == {"wikidata": "Q1234", "viaf": "12345"}
    assert str(rida.place) == "entities/a.yml:1"


def test_csv_and_jsonl_say_the_same_as_yaml() -> None:
    csv = (
        "id,type,heading,variants,short_names,birth,death,same_as\n"
        "p-rida,person,محمد رشيد رضا,السيد رشيد رضا|رشيد رضا,رضا,1865-09-23,1935,"
        "wikidata:Q1234|viaf:12345\n"
    )
    row = {
        "id": "p-rida",
        "type": "person",
        "heading": "محمد رشيد رضا",
        "variants": ["السيد رشيد رضا", "رشيد رضا"],
        "short_names": ["رضا"],
        "birth": "1865-09-23",
        "death": 1935,
        "same_as": {"wikidata": "Q1234", "viaf": 12345},
    }
    found = [
        read(text, path)[0]["p-rida"]
        for text, path in ((RIDA, "a.yml"), (csv, "a.csv"), (json.dumps(row), "a.jsonl"))
    ]
    fields = ("heading", "variants", "short_names", "start", "end", "same_as")
    assert len({tuple(str(getattr(one, key)) for key in fields) for one in found}) == 1


def test_headings_are_repaired_as_texts_are() -> None:
    text = '- {id: l-1, type: place, heading: "ﺑﻴﺮﻭﺕ  \\u200f"}'
    assert read(text)[0]["l-1"].heading == "بيروت"
    dropping = Site(title="x", tatweel="drop")
    stretched = "- {id: l-1, type: place, heading: بيـروت}"
    assert read_authority([("a.yml", stretched)], dropping)[0]["l-1"].heading == "بيروت"


FAULTS = {
    "- {id: a, type: place, heading: أ, latt: 1}": (
        "unknown key 'latt'\n  fix: did you mean 'lat'?"
    ),
    "- {id: a, type: persn, heading: أ}": (
        "unknown type 'persn'\n  why: legal: person, place, organization, work, event\n"
        "  fix: did you mean 'person'?"
    ),
    "- {type: place, heading: أ}": "a record has no id",
    '- {id: "أ ب", type: place, heading: أ}': "'أ ب' is no id",
    "- {id: a, type: place}": "record 'a' has no heading",
    "- {id: a, type: place, birth: 1900, heading: أ}": (
        "'birth' is not a key of a place\n  fix: write 'start'"
    ),
    "- {id: a, type: person, heading: أ, end: 1900}": (
        "'end' is not a key of a person\n  fix: write 'death'"
    ),
    "- {id: a, type: person, heading: أ, birth: 1900-13}": "'1900-13' in 'birth' is no date",
    "- {id: a, type: person, heading: أ, birth: around 1900}": "'around 1900' in 'birth'",
    "- {id: a, type: person, heading: أ, birth: 1900, death: 1899}": (
        "'death' is before 'birth'\n  why: 'birth' is 1900, 'death' 1899"
    ),
    "- {id: a, type: place, heading: أ, lat: 91, lon: 3}": "'91' is no value of 'lat'",
    "- {id: a, type: place, heading: أ, lat: nan, lon: 3}": "'nan' is no value of 'lat'",
    "- {id: a, type: place, heading: أ, lat: 33}": "'lat' without 'lon'\n  fix: add 'lon'",
    "- {id: a, type: place, heading: أ, same_as: {wikidata: q12}}": (
        "'q12' is no id of wikidata\n  why: such an id is Q and digits\n  fix: write wikidata: Q12"
    ),
    "- {id: a, type: place, heading: أ, same_as: {viaf: x}}": "'x' is no id of viaf",
    "- {id: a, type: place, heading: أ, same_as: Q1}": "'same_as' is not a mapping",
    "- {id: a, type: place, heading: [أ]}": "'heading' is not a text",
    "- {id: a, type: place, heading: أ, variants: {a: b}}": "'variants' is not a list of texts",
    "- {id: w, type: work, heading: أ, author: p-rda}\n- {id: p-rida, type: person, heading: ب}": (
        "no authority record for 'p-rda', author of 'w'\n  fix: did you mean 'p-rida'?"
    ),
    "- {id: a, type: place, heading: أ}\n- {id: a, type: place, heading: ب}": (
        "two records with the id 'a'\n  why: the other is at entities/a.yml:1"
    ),
    "- {id: a.b, type: place, heading: أ}\n- {id: a-b, type: place, heading: ب}": (
        "'a-b' and 'a.b' have one slug, 'a-b'"
    ),
    "- id: a\n  type: place\n  heading: أ\n  heading: ب": "key 'heading' stands twice",
    "- id: a\n  type: [place": "broken YAML",
    "id: a": "not a list of records",
    "- أ": "not a record",
}


@pytest.mark.parametrize("text", FAULTS, ids=FAULTS.values())
def test_a_fault_is_told_with_its_place_and_its_remedy(text: str) -> None:
    told = problem_of(text)
    assert FAULTS[text] in told
    assert told.startswith("entities/a.yml:")


def test_one_slug_is_legal_for_records_of_two_types() -> None:
    _, problems = read(
        "- {id: a.b, type: place, heading: أ}\n- {id: a-b, type: person, heading: ب}"
    )
    assert problems == ()


def test_all_faults_come_in_one_run_each_on_its_line() -> None:
    text = "- id: a\n  type: plce\n  heading:\n  lat: 100\n- id: a\n  type: place\n  heading: ب\n"
    _, problems = read(text)
    assert [problem.place.line for problem in problems] == [2, 3, 4, 4]


def test_faults_of_rows_name_the_line_of_the_row() -> None:
    csv = 'id,type,heading\na,place,"أ\nب"\nb,plce,ج\n'
    assert [str(p.place) for p in read(csv, "e.csv")[1]] == ["e.csv:4"]
    jsonl = '\n{"id": "a", "type": "x", "heading": "أ"}\n{"id"\n[1]\n'
    assert [str(p.place) for p in read(jsonl, "e.jsonl")[1]] == [
        "e.jsonl:2",
        "e.jsonl:3",
        "e.jsonl:4",
    ]


def test_a_row_with_too_many_cells_is_a_problem() -> None:
    assert "too many cells" in problem_of("id,type,heading\na,place,أ,ب\n", "e.csv")


def test_a_file_of_another_kind_is_a_problem() -> None:
    assert "not an authority file" in problem_of("x", "entities/a.txt")


def test_a_byte_order_mark_and_an_empty_file_are_no_problem() -> None:
    assert read("\ufeff" + RIDA)[1] == ()
    assert read("")[1] == read("", "e.csv")[1] == read("", "e.jsonl")[1] == ()


def test_a_fault_does_not_hide_the_record() -> None:
    authority, problems = read("- {id: a, type: person, heading: أ, birth: nie}")
    assert len(problems) == 1
    assert authority["a"].start is None


def test_records_stand_in_the_order_of_their_ids() -> None:
    text = "- {id: b, type: place, heading: ب}\n- {id: a, type: place, heading: أ}"
    assert list(read(text)[0]) == ["a", "b"]


def test_a_record_is_found_by_any_reference_to_it() -> None:
    authority, _ = read(RIDA.replace("Q1234", "Q1234, archive: 'p-old p-older'"))
    refs = ("p-rida", "wiki:Q1234", "viaf:12345", "p-older", "https://viaf.org/viaf/12345/")
    assert {authority.find(ref) for ref in refs} == {"p-rida"}
    assert authority.find("http://www.wikidata.org/entity/Q1234") == "p-rida"
    assert authority.find("p-rid") is None


def test_an_author_is_found_by_ids_or_by_a_name_that_he_alone_has() -> None:
    other = (
        "- {id: p-2, type: person, heading: علي يوسف}\n- {id: p-3, type: person, heading: علي يوسف}"
    )
    authority, _ = read(RIDA + other)
    assert authority.agent("oape:pers:9 viaf:12345") == "p-rida"
    assert authority.agent("محمّد رشيد رضا") == authority.agent("رشيد رضا") == "p-rida"
    assert authority.agent("علي يوسف") is None
    assert authority.agent("") is None


def test_records_are_one_where_they_say_so_or_share_an_id_and_differ_in_none() -> None:
    text = (
        "- {id: c, type: place, heading: أ, same_as: {wikidata: Q1}}\n"
        "- {id: b, type: place, heading: ب, same_as: {wikidata: Q1}}\n"
        "- {id: a, type: place, heading: ج, same_as: {archive: b}}\n"
        "- {id: d, type: place, heading: د, same_as: {wikidata: Q2, geonames: '1'}}\n"
        "- {id: e, type: place, heading: ه, same_as: {wikidata: Q2, geonames: '2'}}\n"
    )
    authority, problems = read(text)
    assert problems == ()
    assert {key: authority.first_of(authority[key].id) for key in "abcde"} == {
        "a": "c",
        "b": "c",
        "c": "c",
        "d": "d",
        "e": "e",
    }


def test_an_alias_that_expands_without_end_is_cut() -> None:
    text = "- &a {id: a, type: place, heading: أ, extra: {x: *a}}"
    records, _ = read_records("a.yml", text)
    assert len(str(records[0].values)) < 1_000_000


@pytest.mark.corpus
def test_a_large_authority_has_no_problem_as_rows() -> None:
    if not NAMES.exists():
        pytest.skip("the corpora are not beside the project")
    with gzip.open(NAMES) as opened:
        records = read_source("authority.jsonl", opened.read(), [])
    rows = [foreign_record(record, {}, Counter()) for record in records]
    authority, problems = read_authority([("a.jsonl", encode_jsonl(rows))])
    assert (len(authority), problems) == (5513, ())
    assert authority["oape:pers:60"].start == PartialDate(828)
    assert authority.find("oape:pers:3076") == "oape:pers:60"
