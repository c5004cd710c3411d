"""Do files from Wikidata and gazetteers become records?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sitegen.entities.files import load_authority
from sitegen.entities.importers import import_authority, read_source
from sitegen.errors import CorpusError, Problem
from sitegen.model import PartialDate


def claim(value: Any, rank: str = "normal") -> dict[str, Any]:
    return {"mainsnak": {"datavalue": {"value": value}}, "rank": rank}


def time(text: str, precision: int = 11, *, julian: bool = False) -> dict[str, Any]:
    model = "Q1985786" if julian else "Q1985727"
    return {"time": text, "precision": precision, "calendarmodel": f"http://x/entity/{model}"}


def term(text: str) -> dict[str, str]:
    return {"value": text}


RIDA = {
    "id": "Q313693",
    "labels": {"ar": term("محمد رشيد رضا"), "en": term("Rashid Rida"), "de": term("Raschid Rida")},
    "aliases": {"ar": [term("رشيد رضا")]},
    "descriptions": {"ar": term("مفكر إسلامي")},
    "claims": {
        "P31": [claim({"id": "Q5"})],
        "P569": [
            claim(time("+1860-00-00T00:00:00Z", 9)),
            claim(time("+1865-09-23T00:00:00Z"), "preferred"),
        ],
        "P570": [claim(time("+1935-08-00T00:00:00Z", 10))],
        "P214": [claim("45105773"), claim("99", "deprecated")],
        "P213": [claim("0000 0001 2136 0000")],
    },
}
BAYRUT = {
    "id": "Q3820",
    "labels": {"en": term("Beirut")},
    "claims": {
        "P31": [claim({"id": "Q5119"})],
        "P625": [claim({"latitude": 33.88, "longitude": 35.5})],
        "P1566": [claim("276781")],
        "P571": [claim(time("-3000-00-00T00:00:00Z", 9))],
    },
}
FORMS = {
    "dump": "[\n" + ",\n".join(map(json.dumps, [RIDA, BAYRUT])) + "\n]\n",
    "lines": "\n".join(map(json.dumps, [RIDA, BAYRUT])) + "\n",
    "entity data": json.dumps({"entities": {"Q313693": RIDA, "Q3820": BAYRUT}}),
}
SPARQL = {
    "head": {"vars": []},
    "results": {
        "bindings": [
            {
                "item": term("http://www.wikidata.org/entity/Q3820"),
                "itemLabel": term("بيروت"),
                "itemAltLabel": term("بيريت, بيروت المحروسة"),
                "coord": term("Point(35.5 33.88)"),
                "geonames": term("276781"),
            },
            {"item": term("http://www.wikidata.org/entity/Q3820"), "itemLabel": term("Beirut")},
            {
                "item": term("http://www.wikidata.org/entity/Q313693"),
                "itemLabel": term("محمد رشيد رضا"),
                "dateOfBirth": term("1865-09-23T00:00:00Z"),
                "instance": term("http://www.wikidata.org/entity/Q5"),
            },
        ]
    },
}


def imported(tmp_path: Path, name: str, text: str) -> Any:
    root = tmp_path / "archive"
    root.mkdir()
    source = tmp_path / name
    source.write_text(text, "utf-8")
    import_authority([source], root)
    authority, problems = load_authority(root)
    assert problems == ()
    return authority


@pytest.mark.parametrize("form", FORMS)
def test_entities_of_wikidata_become_records(tmp_path: Path, form: str) -> None:
    authority = imported(tmp_path, "wikidata.json", FORMS[form])
    rida, bayrut = authority["Q313693"], authority["Q3820"]
    assert (rida.type, rida.heading) == ("person", "محمد رشيد رضا")
    assert rida.variants == ("Rashid Rida", "رشيد رضا")
    assert (rida.start, rida.end) == (PartialDate(1865, 9, 23), PartialDate(1935, 8))
    assert rida.description == "مفكر إسلامي"
    assert dict(rida.same_as) == {
        "wikidata": "Q313693", "viaf": "45105773", "isni": "0000000121360000",
    }  # fmt: skip
    assert (bayrut.type, bayrut.heading, bayrut.lat, bayrut.lon) == ("place", "Beirut", 33.88, 35.5)
    assert bayrut.extra == {"start": "-3000-00-00T00:00:00Z"}


def test_a_julian_day_is_kept_as_printed(tmp_path: Path) -> None:
    entity = {**RIDA, "claims": {"P31": [claim({"id": "Q5"})],
              "P569": [claim(time("+1332-05-27T00:00:00Z", julian=True))]}}  # fmt: skip
    record = imported(tmp_path, "one.json", json.dumps(entity))["Q313693"]
    assert (record.start, record.extra) == (PartialDate(1332), {"birth": "1332-05-27 (Julian)"})


def test_a_saved_query_becomes_records_each_item_once(tmp_path: Path) -> None:
    authority = imported(tmp_path, "query.json", json.dumps(SPARQL))
    bayrut = authority["Q3820"]
    assert (bayrut.type, bayrut.heading) == ("place", "بيروت")
    assert bayrut.variants == ("بيريت", "بيروت المحروسة", "Beirut")
    assert (bayrut.lat, bayrut.lon, bayrut.same_as["geonames"]) == (33.88, 35.5, "276781")
    assert authority["Q313693"].start == PartialDate(1865, 9, 23)


def test_an_entity_of_no_type_of_ours_is_told_with_its_class(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    root.mkdir()
    source = tmp_path / "w.json"
    entity = {
        "id": "Q11457",
        "labels": {"ar": term("قطن")},
        "claims": {"P31": [claim({"id": "Q1"})]},
    }
    source.write_text(json.dumps(entity), "utf-8")
    with pytest.raises(CorpusError, match=r"'Q11457' \(قطن\) is of no type(.|\n)*instance of Q1"):
        import_authority([source], root)
    assert not (root / "entities").exists()


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("w.json", "{", "broken JSON"),
        ("w.json", '{"a": 1}', "no data of Wikidata"),
        ("w.json", '{"results": {"bindings": [{"x": {"value": "1"}}]}}', "no data of Wikidata"),
        ("p.tsv", "title\tlon\nأ\t3", "there is no column 'id'"),
        ("p.tsv", "id\ttitle\n1\tأ\tب", "the row has 3 cells, the header 2"),
    ],
)
def test_what_cannot_be_read_is_told(name: str, text: str, what: str) -> None:
    problems: list[Problem] = []
    read_source(name, text.encode(), problems)
    assert [problem.what for problem in problems] == [what]


def test_a_gazetteer_keeps_what_we_have_no_key_for(tmp_path: Path) -> None:
    text = (
        "id\ttitle\ttitle_source\tfclasses\tattestation_year\tccodes\tmatches\tvariants\tlon\tlat\n"
        "7\tبيروت\tHeller 1931\tP\t1931\tLB\twd:Q3820;gn:276781;https://x.org/1\tBeirut@en;بيريت@ar"
        "\t35.5\t33.9\n"
    )
    (record,) = imported(tmp_path, "places.tsv", text).values()
    assert (record.heading, record.variants) == ("بيروت", ("Beirut", "بيريت"))
    assert dict(record.same_as) == {"wikidata": "Q3820", "geonames": "276781"}
    assert record.extra == {
        "title_source": "Heller 1931", "fclasses": "P", "attestation_year": "1931",
        "ccodes": "LB", "matches": ["https://x.org/1"],
    }  # fmt: skip
