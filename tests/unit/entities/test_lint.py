"""What is said of records that are legal, and still wrong? One fault each, word for word."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sitegen.entities.authority import Authority, read_authority
from sitegen.entities.common import common_words
from sitegen.entities.lint import lint
from sitegen.entities.linted import Linted
from sitegen.entities.names import gather_names, one_word_names
from sitegen.entities.records import read_records
from sitegen.entities.resolve import Linker
from sitegen.model import EntityId

from .samples import document

PATH = "entities/a.yml"

#: Around Beirut, to say where the archive's world is.
LEVANT = "".join(
    f"- {{id: l-{n}, type: place, heading: موضع {n}, lat: {33 + n / 20}, lon: {35 + n / 20}}}\n"
    for n in range(20)
)

CASES = {
    "two records headed alike": (
        (
            "- {id: p-1, type: person, heading: الشيخ رشيد عطية}\n"
            "- {id: p-2, type: person, heading: رشيد عطية}\n"
        ),
        (
            "entities/a.yml:2: 'p-2' may be 'p-1'\n"
            "  why: both are headed الشيخ رشيد عطية, at entities/a.yml:1, nothing tells them "
            "apart\n"
            "  fix: write same_as: {archive: p-1} if they are one, else dates, places or cues"
        ),
    ),
    "a variant that nothing can decide": (
        (
            "- id: l-dimashq\n  type: place\n  heading: دمشق\n  variants: [الشام]\n"
            "- {id: l-suriya, type: place, heading: سورية}\n"
            "- {id: l-sham, type: place, heading: الشام}\n"
        ),
        (
            "entities/a.yml:4: 'الشام' means 'l-sham' too\n"
            "  why: nothing tells which is meant, so every mention is left open\n"
            "  fix: keep the name at one of them, add cues, or same_as: {archive: ...} "
            "if they are one"
        ),
    ),
    "a name of one letter": (
        "- {id: p-1, type: person, heading: مي زيادة, variants: [م]}\n",
        (
            "entities/a.yml:1: 'م' of 'p-1' links by itself to nobody\n"
            "  why: it is one letter\n"
            "  fix: give a longer name, or link it by hand: [[id|text]], entities.link"
        ),
    ),
    "a name that is a function word": (
        "- {id: p-kant, type: person, heading: كانت}\n",
        (
            "entities/a.yml:1: 'كانت' of 'p-kant' links by itself to nobody\n"
            "  why: it is a function word\n"
            "  fix: give a longer name, or link it by hand: [[id|text]], entities.link"
        ),
    ),
    "a name that the archive uses as a common word": (
        "- {id: l-madina, type: place, heading: المدينة}\n",
        (
            "entities/a.yml:1: 'المدينة' of 'l-madina' links by itself to nobody\n"
            "  why: the archive uses it as a common word (30 times)\n"
            "  fix: give a longer name, or link it by hand: [[id|text]], entities.link"
        ),
    ),
    "a life that is too long": (
        "- id: p-1\n  type: person\n  heading: ناصيف اليازجي\n  birth: 1800\n  death: 1971\n",
        (
            "entities/a.yml:5: 'p-1' lives 171 years\n"
            "  why: from 1800 to 1971\n"
            "  fix: mend 'birth' or 'death'"
        ),
    ),
    "latitude and longitude exchanged": (
        LEVANT + "- {id: l-x, type: place, heading: صيدا, lat: 135.4, lon: 33.5}\n"
        "- id: l-y\n  type: place\n  heading: عكا\n  lat: -33.0\n  lon: 35.0\n",
        (
            "entities/a.yml:21: '135.4' is no value of 'lat'\n"
            "  why: it is a number of degrees from -90 to 90\n"
            "  fix: write lat: 33.8938\n"
            "entities/a.yml:25: 'l-y' lies at -33, 35, far from every other place\n"
            "  why: with the sign of 'lat' changed, it lies among 20 of them\n"
            "  fix: write lat: 33 and lon: 35, if so"
        ),
    ),
    "numbers changed about": (
        LEVANT.replace("lon: 35", "lon: 70").replace("lon: 36", "lon: 71")
        + "- {id: l-x, type: place, heading: صيدا, lat: 70.4, lon: 33.5}\n",
        (
            "entities/a.yml:21: 'l-x' lies at 70.4, 33.5, far from every other place\n"
            "  why: with 'lat' and 'lon' exchanged, it lies among 20 of them\n"
            "  fix: write lat: 33.5 and lon: 70.4, if so"
        ),
    ),
    "a place in the sea": (
        "- {id: l-1, type: place, heading: بيروت, lat: 0, lon: 0}\n",
        (
            "entities/a.yml:1: 'l-1' lies at 0, 0, in the sea\n"
            "  fix: leave both out where they are not known"
        ),
    ),
    "a district far from its town": (
        (
            "- {id: l-1, type: place, heading: حلب, lat: 36.2, lon: 37.2}\n"
            "- {id: l-2, type: place, heading: ولاية حلب, lat: 37.2, lon: -36.2}\n"
        ),
        (
            "entities/a.yml:2: 'l-2' lies far from حلب, after which it is called\n"
            "  why: 'l-1' is at entities/a.yml:1\n"
            "  fix: mend the coordinates of one of them"
        ),
    ),
    "an identifier of the wrong shape": (
        "- {id: l-1, type: place, heading: بيروت, same_as: {wikidata: 3820}}\n",
        "entities/a.yml:1: '3820' is no id of wikidata\n  why: such an id is Q and digits",
    ),
    "a reference to nothing": (
        "- {id: l-1, type: place, heading: بيروت, same_as: {archive: l-bayrut}}\n",
        (
            "entities/a.yml:1: no record and no document has the id 'l-bayrut'\n"
            "  why: 'same_as' of 'l-1' names it as another id of the record\n"
            "  fix: mend it, or take it out"
        ),
    ),
    "a reference to itself": (
        "- {id: l-1, type: place, heading: بيروت, same_as: {archive: l-1}}\n",
        "entities/a.yml:1: 'l-1' is said to be itself\n  fix: take 'l-1' out of 'same_as'",
    ),
    "references in a circle": (
        (
            "- {id: l-1, type: place, heading: بيروت, same_as: {archive: l-2}}\n"
            "- {id: l-2, type: place, heading: ثغر الشام, same_as: {archive: l-1}}\n"
        ),
        (
            "entities/a.yml:1: 'l-1' and 'l-2' lead to each other\n"
            "  why: of records that are one the first in file order counts; one direction says so\n"
            "  fix: keep 'same_as' at the one that shall yield"
        ),
    ),
    "a reference to a record of another kind": (
        (
            "- {id: l-1, type: place, heading: بيروت, same_as: {archive: p-1}}\n"
            "- {id: p-1, type: person, heading: خليل مطران}\n"
        ),
        (
            "entities/a.yml:1: 'l-1' and 'p-1' cannot be one\n"
            "  why: one is a place, the other a person\n"
            "  fix: take it out of 'same_as'"
        ),
    ),
    "an identifier that two things share": (
        (
            "- {id: l-1, type: place, heading: بيروت, same_as: {wikidata: Q3820}}\n"
            "- {id: o-1, type: organization, heading: بلدية بيروت, same_as: {wikidata: Q3820}}\n"
        ),
        (
            "entities/a.yml:2: 'o-1' and 'l-1' share wikidata Q3820\n"
            "  why: they differ in type or another identifier; the other is at entities/a.yml:1\n"
            "  fix: mend the identifier of one of them"
        ),
    ),
}
COUNTS = {"المدينه": 30, "مدينه": 30, "مدينتها": 9}


def linted(authority: Authority, text: str, counts: Mapping[str, int]) -> Linted:
    names = gather_names(authority.values())
    lines = {EntityId(record.values["id"]): record.lines for record in read_records(PATH, text)[0]}
    common = common_words(one_word_names(names, authority), counts)
    return Linted(authority, names, lines, counts, common)


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_fault_is_told_with_place_and_remedy(text: str, expected: str) -> None:
    authority, problems = read_authority([(PATH, text)])
    found = sorted({*problems, *lint(linted(authority, text, COUNTS))})
    assert "\n".join(map(str, found)) == expected


def test_records_that_something_tells_apart_are_no_fault() -> None:
    text = (
        "- {id: p-1, type: person, heading: أحمد رضا, birth: 1872}\n"
        "- {id: p-2, type: person, heading: أحمد رضا, birth: 1930}\n"
        "- {id: l-1, type: place, heading: طرابلس, lat: 34.4, lon: 35.8}\n"
        "- {id: l-2, type: place, heading: طرابلس, lat: 32.9, lon: 13.2}\n"
        "- {id: p-3, type: person, heading: رشيد عطية}\n"
        "- {id: p-4, type: person, heading: الشيخ رشيد عطية, same_as: {archive: p-3}}\n"
        "- {id: p-5, type: person, heading: خليل مطران, same_as: {archive: 'old:pers:12'}}\n"
    )
    authority, problems = read_authority([(PATH, text)])
    assert (problems, lint(linted(authority, text, {}))) == ((), ())


def test_records_that_are_said_to_be_one_link_again() -> None:
    records = (
        "- {id: l-1, type: place, heading: دمشق, variants: [الشام]}\n"
        "- {id: l-2, type: place, heading: الشام%s}\n"
    )
    text = document("إلى الشام")
    answers = []
    for merged in ("", ", same_as: {archive: l-1}"):
        authority, _ = read_authority([(PATH, records % merged)])
        answers += [(m.entity, m.rule) for m in Linker(authority).link(text)]
    assert answers == [(None, "nil:namesakes"), ("l-1", "heading")]
