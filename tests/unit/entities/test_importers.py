"""Do lists from elsewhere become records, wholly, once, and without touching what is there?"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from sitegen.entities.encode import encode_yaml
from sitegen.entities.files import load_authority
from sitegen.entities.importers import import_authority
from sitegen.entities.records import read_records
from sitegen.errors import CorpusError
from sitegen.model import PartialDate

SHARED = Path(__file__).parents[4] / "shared" / "data"
ROWS = (
    {
        "id": "oape:pers:60",
        "same_as": ["oape:pers:3076"],
        "type": "person",
        "names": ["Ibn Qutayba", "ابن قتيبة", "ابن قتيبة"],
        "names_ar": ["ابن قتيبة"],
        "wikidata": "Q984663",
        "viaf": "300232804",
        "other_ids": {"jaraid": ["9"]},
        "birth": "0828",
        "death": "0889-11-13",
    },
    {"id": "oape:pers:162", "type": "person", "names": ["هيرودوت"], "birth": "-0484"},
    {"id": "oape:org:1", "type": "organization", "names": ["Leiden"], "subtype": "library"},
)


def archive(folder: Path) -> Path:
    root = folder / "archive"
    root.mkdir()
    return root


def source(folder: Path, *rows: object, name: str = "names.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def test_rows_become_records_under_our_names(tmp_path: Path) -> None:
    root = archive(tmp_path)
    report = import_authority([source(tmp_path, *ROWS)], root)
    authority, problems = load_authority(root)
    qutayba, leiden = authority["oape:pers:60"], authority["oape:org:1"]
    assert problems == ()
    assert (report.read, report.added, report.files) == (3, 3, ("entities/names.yml",))
    assert (qutayba.heading, qutayba.variants) == ("ابن قتيبة", ("Ibn Qutayba",))
    assert (qutayba.start, qutayba.end) == (PartialDate(828), PartialDate(889, 11, 13))
    assert dict(qutayba.same_as) == {
        "wikidata": "Q984663",
        "viaf": "300232804",
        "jaraid": "9",
        "archive": "oape:pers:3076",
    }
    assert (leiden.heading, leiden.extra) == ("Leiden", {"subtype": "library"})


def test_a_list_from_a_spreadsheet_with_semicolons_is_read(tmp_path: Path) -> None:
    root = archive(tmp_path)
    path = tmp_path / "people.csv"
    path.write_text("\ufeffid;type;heading\r\np-1;person;أحمد شوقي، الشاعر\r\n", "utf-8")
    import_authority([path], root)
    assert load_authority(root)[0]["p-1"].heading == "أحمد شوقي، الشاعر"


def test_records_without_an_id_are_not_told_as_twins(tmp_path: Path) -> None:
    rows = [{"type": "person", "heading": heading} for heading in ("شوقي", "حافظ")]
    with pytest.raises(CorpusError) as error:
        import_authority([source(tmp_path, *rows)], archive(tmp_path))
    told = [(one.place.line, one.what) for one in error.value.problems]
    assert told == [(1, "a record has no id"), (2, "a record has no id")]


def test_a_list_of_foreign_names_alone_is_one_problem(tmp_path: Path) -> None:
    rows = [{"item": "Q1", "itemLabel": "بيروت"}, {"item": "Q2", "itemLabel": "صيدا"}]
    with pytest.raises(CorpusError) as error:
        import_authority([source(tmp_path, *rows)], archive(tmp_path))
    assert [one.why for one in error.value.problems] == ["it has 'item', 'itemLabel'"]


def test_a_name_that_no_record_has_cannot_be_mapped_to(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as error:
        import_authority([source(tmp_path, *ROWS)], archive(tmp_path), {"names": "heding"})
    assert error.value.problems[0].fix == "did you mean 'heading'?"


def test_a_dry_run_reports_and_writes_nothing(tmp_path: Path) -> None:
    root = archive(tmp_path)
    report = import_authority([source(tmp_path, *ROWS)], root, dry_run=True)
    assert (report.added, report.files) == (3, ("entities/names.yml",))
    assert not (root / "entities").exists()


@pytest.mark.parametrize("value", ["abc", [1], 3])
def test_an_extra_that_is_no_mapping_is_a_problem(tmp_path: Path, value: object) -> None:
    row = {"id": "p-1", "type": "person", "heading": "شوقي", "extra": value}
    with pytest.raises(CorpusError) as error:
        import_authority([source(tmp_path, row)], archive(tmp_path))
    assert [one.what for one in error.value.problems] == ["'extra' is not a mapping"]


@pytest.mark.parametrize("value", ["abc", [1], 3])
def test_other_ids_that_are_no_mapping_are_kept_under_extra(tmp_path: Path, value: object) -> None:
    row = {"id": "p-1", "type": "person", "heading": "شوقي", "other_ids": value}
    root = archive(tmp_path)
    import_authority([source(tmp_path, row)], root)
    assert "other_ids" in load_authority(root)[0]["p-1"].extra


@pytest.mark.parametrize(("size", "name"), [(500, "names.yml"), (501, "names.jsonl")])
def test_many_records_are_written_one_a_line(tmp_path: Path, size: int, name: str) -> None:
    root = archive(tmp_path)
    rows = [{"id": f"l-{n}", "type": "place", "names": [f"بلدة {n}"]} for n in range(size)]
    report = import_authority([source(tmp_path, *rows)], root)
    assert report.files == (f"entities/{name}",)
    assert len(load_authority(root)[0]) == size


def test_a_date_that_is_none_of_ours_is_kept_and_told(tmp_path: Path) -> None:
    root = archive(tmp_path)
    report = import_authority([source(tmp_path, *ROWS)], root)
    assert load_authority(root)[0]["oape:pers:162"].extra == {"birth": "-0484"}
    assert any("'birth'" in note for note in report.notes)


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    root = archive(tmp_path)
    import_authority([source(tmp_path, *ROWS)], root)
    before = (root / "entities/names.yml").read_bytes()
    again = import_authority([source(tmp_path, *ROWS)], root)
    assert (root / "entities/names.yml").read_bytes() == before
    assert (again.added, again.kept, again.differing, again.files) == (0, 3, (), ())


def test_what_an_editor_mended_is_left_and_told(tmp_path: Path) -> None:
    root = archive(tmp_path)
    import_authority([source(tmp_path, *ROWS)], root)
    path = root / "entities/names.yml"
    path.write_text(
        "# بخطّ اليد\n" + path.read_text("utf-8").replace("هيرودوت", "هيرودوتس"), "utf-8"
    )
    before = path.read_bytes()
    again = import_authority([source(tmp_path, *ROWS, {**ROWS[1], "id": "p-new"})], root)
    assert path.read_bytes().startswith(before)
    assert again.differing == ("oape:pers:162",)
    assert "p-new" in load_authority(root)[0]


def test_a_problem_of_one_row_keeps_all_out(tmp_path: Path) -> None:
    root = archive(tmp_path)
    broken = [{**ROWS[0], "type": "persona"}, {**ROWS[1], "lat": "95", "lon": "3"}]
    path = source(tmp_path, *broken, *ROWS[2:])
    with pytest.raises(CorpusError) as caught:
        import_authority([path], root)
    assert [problem.place.line for problem in caught.value.problems] == [1, 2]
    assert str(caught.value.problems[0].place.path) == str(path)
    assert list(root.iterdir()) == []


def test_two_rows_with_one_id_are_a_problem_unless_they_are_the_same(tmp_path: Path) -> None:
    root = archive(tmp_path)
    assert import_authority([source(tmp_path, ROWS[0], ROWS[0])], root).added == 1
    with pytest.raises(CorpusError, match="two records with the id 'x'"):
        import_authority([source(tmp_path, {**ROWS[0], "id": "x"}, {**ROWS[1], "id": "x"})], root)


def test_a_title_stuck_to_a_name_makes_no_heading(tmp_path: Path) -> None:
    root = archive(tmp_path)
    row = {"id": "p", "type": "person", "names": ["الشيخمحمد عبده", "محمد عبده"]}
    import_authority([source(tmp_path, row)], root)
    record = load_authority(root)[0]["p"]
    assert (record.heading, record.variants) == ("محمد عبده", ("الشيخمحمد عبده",))


def test_a_gzipped_csv_with_foreign_columns_is_read(tmp_path: Path) -> None:
    root = archive(tmp_path)
    path = tmp_path / "places.csv.gz"
    text = (
        "identifier,kind,label,aliases,latitude,longitude\n"
        "l-1,location,بيروت,بيروت المحروسة,33.9,35.5\n"
    )
    path.write_bytes(gzip.compress(text.encode()))
    import_authority([path], root)
    record = load_authority(root)[0]["l-1"]
    assert (record.type, record.heading, record.lat) == ("place", "بيروت", 33.9)
    assert record.variants == ("بيروت المحروسة",)


def test_the_caller_names_columns_that_we_do_not_know(tmp_path: Path) -> None:
    root = archive(tmp_path)
    row = {"id": "l-1", "type": "place", "toponym": "بيروت"}
    import_authority([source(tmp_path, row)], root, {"toponym": "heading"})
    assert load_authority(root)[0]["l-1"].heading == "بيروت"


TEI = """<?xml version="1.0"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson>
<person xml:id="person_3375"><persName xml:lang="ar"><roleName>الشيخ</roleName>جميل
 <roleName>أفندي</roleName> <addName>الشطي</addName></persName>
<persName type="flattened">الشيخجميلافنديالشطي</persName>
<persName xml:lang="ar-Latn-x-ijmes">Ǧamīl al-Šaṭṭī</persName>
<persName xml:lang="ar"><choice><orig>الشطى</orig><corr>الشطي</corr></choice></persName>
<idno type="oape">3375</idno><idno type="oape">3380</idno><idno type="VIAF">12</idno>
<birth when="1882">١٨٨٢</birth><death>1959</death></person>
</listPerson><listPlace><place type="town"><placeName xml:lang="ar">بيروت</placeName>
<location><geo>33.88894, 35.49442</geo></location><idno type="geon">276781</idno>
<idno type="oape">26</idno></place></listPlace>
<listOrg><org xml:id="org_1"><orgName>Taylor &amp; Francis</orgName></org></listOrg>
</standOff></TEI>"""


def test_tei_lists_become_records(tmp_path: Path) -> None:
    root = archive(tmp_path)
    path = tmp_path / "names.xml"
    path.write_text(TEI, "utf-8")
    import_authority([path], root)
    authority, _ = load_authority(root)
    shatti, bayrut = authority["oape:pers:3375"], authority["oape:place:26"]
    assert shatti.heading == "الشيخ جميل أفندي الشطي"
    assert shatti.variants == ("الشطي", "الشطى", "Ǧamīl al-Šaṭṭī")
    assert (shatti.start, shatti.end) == (PartialDate(1882), PartialDate(1959))
    assert dict(shatti.same_as) == {"viaf": "12", "archive": "oape:pers:3380"}
    assert (bayrut.lat, bayrut.lon, bayrut.same_as) == (33.88894, 35.49442, {"geonames": "276781"})
    assert bayrut.extra == {"subtype": "town"}
    assert authority["org_1"].heading == "Taylor & Francis"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<TEI><person>", "ill-formed XML"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares entities"),
        ("<TEI/>", "no list of persons"),
        ("<TEI><person><persName>أ</persName></person></TEI>", "a person has no id"),
        ("<a>" * 5000 + "</a>" * 5000, "nested too deep"),
    ],
)
def test_what_is_no_tei_list_is_a_problem(tmp_path: Path, text: str, told: str) -> None:
    root = archive(tmp_path)
    path = tmp_path / "names.xml"
    path.write_text(text, "utf-8")
    with pytest.raises(CorpusError, match=told):
        import_authority([path], root)
    assert list(root.iterdir()) == []


def test_what_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    root = archive(tmp_path)
    torn = tmp_path / "torn.jsonl.gz"
    torn.write_bytes(gzip.compress(b"{}" * 999)[:40])
    odd = tmp_path / "names.doc"
    odd.write_text("x", "utf-8")
    with pytest.raises(CorpusError) as caught:
        import_authority([torn, odd, tmp_path / "none.jsonl"], root)
    assert len(caught.value.problems) == 3


def test_what_is_written_as_yaml_is_read_back_the_same() -> None:
    row = {
        "id": "l:1.a_b-c",
        "type": "work",
        "heading": "- كتاب: «الحيوان»، #1 'x' \"y\"",
        "variants": ["نعم", "no", "Null", "123", "1:30", "a: b", "[x]", "ʿAbd", "é", "", " x "],
        "lat": 33.5,
        "same_as": {"viaf": "0012"},
        "extra": {"n": [1, None, True]},
    }
    records, problems = read_records("a.yml", encode_yaml([row]))
    found = dict(records[0].values)
    assert problems == []
    assert found.pop("lat") == "33.5"
    assert found.pop("extra") == {"n": ["1", None, "true"]}
    assert found == {key: row[key] for key in found}


@pytest.mark.corpus
def test_ids_of_tei_lists_are_those_of_the_rows(tmp_path: Path) -> None:
    names = ("personography", "gazetteer", "organizationography")
    paths = [SHARED / "tei" / f"{name}.xml.gz" for name in names]
    rows = SHARED / "entities" / "authority.jsonl.gz"
    if not all(path.exists() for path in (*paths, rows)):
        pytest.skip("the corpora are not beside the project")
    root = archive(tmp_path)
    import_authority(paths, root)
    again = import_authority([rows], root)
    assert (again.read, again.added) == (5513, 0)
