"""Does every kind of source come back from a site, and nothing that was withheld?"""

import gzip
import json
from dataclasses import fields

import pytest

from build.conftest import tree
from sitegen.build import Options, build
from sitegen.config import Site, parse_site
from sitegen.content.imports import Plan
from sitegen.content.imports.site import import_site

SITE = """\
format = 1
title = "أرشيف الخزانة"
subtitle = "أوراق"
description = "وصف \\"الأرشيف\\" هنا"
language = "ar"
languages = ["ar", "fr"]
publisher = "الخزانة"
rights = "CC BY 4.0"
base_url = "https://archive.example/old/"
permalink = "https://doi.example/{id}"
report = "mailto:a@archive.example?subject={id}"
numerals = "latn"
months = "egypt"
sealed = "1907-12-31"
folders = "hashed"
trusted_html = true
image_hosts = ["https://pictures.example"]
menu = ["search", {title = "عن", href = "about.html"}]

[kinds]
maqama = "مقامة"

[normalize]
tatweel = "drop"

[entities]
pages = "all"
mark = "document"

[oai]
gateway = "https://gateway.example/oai"
email = "a@archive.example"
date = "2026-11-28"

[translations.fr]
title = "Le trésor"
fields = {technique = "Technique"}
kinds = {maqama = "Séance"}

[theme]
accent = "#123456"
ink = "#111111"
paper = "#fefefe"
logo = "assets/logo.svg"

[fields.technique]
label = "الصنعة"
type = "text"
facet = true

[fields.event_year]
label = "السنة"
type = "number"
"""
COLLECTIONS = """\
[press]
title = "المنار"
kind = "periodical"
editors = ["p-rida"]
publisher = "مطبعة المنار"
place = "القاهرة"
issn = "1234-5678"
rights = "CC0"

["0255Jahiz.Hayawan"]
title = "الحيوان"
kind = "book"

[al-muqtabas]
title = "المقتبس"
kind = "periodical"
"""
TEI = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE TEI>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{issue}"><!-- سرّ المحرّر المكتوم بين السطور -->
<teiHeader><fileDesc><titleStmt><title>x</title></titleStmt>
<publicationStmt><p>{issue}</p></publicationStmt>
<sourceDesc><biblStruct><monogr>
<title level="j" xml:lang="ar-Latn-x-ijmes">al-Muqtabas</title>
<title level="j" xml:lang="ar">المقتبس</title>
<imprint><date when="1908-05-01"/></imprint>
<biblScope unit="volume" from="3" to="3"/></monogr></biblStruct></sourceDesc></fileDesc></teiHeader>
<text xml:lang="ar"><body><div type="section"><head>باب الأدب</head>
<div type="item" subtype="article" xml:id="d1"><head>نداء</head><byline>
<persName ref="p:1">جرجي زيدان</persName></byline><pb n="7"/><p>سافر <persName>محمد رشيد
رضا</persName> إلى <placeName>بيروت</placeName> وعاد<!-- ملاحظة -->.</p>
<lg><l><seg>تناثرت الأوراق</seg><seg>وغابت الأقمار</seg></l></lg>
<table><row><cell>أوّل</cell><cell>ثانٍ</cell></row></table>
<p>قال<note place="bottom"><p>حاشية فيها كلام</p></note> ما قال.</p></div>
<div type="item" xml:id="d2"><p>خبر قصير عن بيروت <![CDATA[<!-- هذا نصّ -->]]>.</p></div>
</div></body></text></TEI>
"""
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4v3z"/></svg>'


def whole(archive):
    """Write an archive that has a source of each kind, and settings of each kind."""
    archive.write("site.toml", SITE).write("collections.toml", COLLECTIONS)
    archive.write("assets/logo.svg", PICTURE).write("assets/صور/a b.svg", PICTURE)
    archive.write("assets/images/icon.svg", PICTURE)
    archive.write("templates/footer.html", "<footer>{# سرّ #}<p>ذيل {{ 1 + 1 }}</p></footer>\n")
    archive.write("templates/css/extra.css", "p { color: #123456 }\n")
    archive.write("templates/images/ornament.svg", PICTURE)
    archive.write(
        "pages/about.md",
        "---\ntitle: عن\norder: 2\nsummary: |\n  سطر\n  سطران\n"
        "extra: {k: v}\n---\nصفحة عن [[l-bayrut]].\n\n![ص](assets/logo.svg)\n",
    )
    archive.write(
        "entities/places.csv",
        "id,type,heading,variants,lat,lon,same_as\n"
        "l-dimashq,place,دمشق,الشام|جلق,33.5,36.3,wikidata:Q3766\n",
    )
    archive.write(
        "entities/more.yml",
        """\
        - id: p-2
          type: person
          heading: رضا الثاني
          birth: 1900-02
          never_link: [رضا]
          cues: [شاعر]
          extra: {x: [1, 2]}
        - id: w-hayawan
          type: work
          heading: كتاب الحيوان
          author: p-2
        """,
    )
    archive.article("a-1", "سافر محمد رشيد رضا إلى بيروت.\n\n::: verse\nأ ب *** ج د\n:::\n\n"
                    "ثم عاد[^1] [إلى](doc:r-1) مصـر.\n\n[^1]: حاشية.\n\n![ص](assets/logo.svg)",
                    more="authors: [p-rida, كاتب]\ntechnique: حجر\ncollection: press\nissue: 3\n"
                    "identifiers: {doi: 10.1/x}\nocr: {engine: t, confidence: 0.9}\n"
                    "corrections: [{date: 2020-01-02, by: م, note: ص}]\n"
                    "entities: {not: [p-2]}\naliases: [/a.html, '/?p=1']\n"
                    "image: assets/logo.svg\nextra: {n: '7', m: [a, b]}\n")  # fmt: skip
    archive.write("texts/b.md", "+++\ntitle = 'بلا تاريخ'\n+++\n# رأس\n\nنصّ {#qal}\n")
    archive.write("texts/رسالة 1.txt", "بيروت | رسالة من دمشق.\n\nوالسلام.\n")
    archive.write("texts/رسالة 1.yml", "kind: letter\nlang: ar\ndate_hijri: 1326-04\n")
    archive.write(
        "texts/r.jsonl",
        "".join(
            json.dumps(one, ensure_ascii=False) + "\n"
            for one in (
                {
                    "id": "r-1",
                    "title": "صفّ",
                    "body": "سطر عن بيروت\nوآخر",
                    "date": "1906",
                    "extra": {"n": 7, "deep": {"a": [1, None, 2.5, True]}},
                },
                {
                    "id": "R.2",
                    "title": "*نجمة*",
                    "body": "## رأس\n\nنصّ *مائل*",
                    "markup": "markdown",
                },
            )
        ),
    )
    archive.write("texts/c.csv", 'id,title,subjects,body\nc-1,جدول,أدب|نقد,"سطر ""أوّل""\nثانٍ"\n')
    archive.write("texts/w.csv", "id;title;body\nw-1;قديم;نصّ قديم في دمشق\n".encode("cp1256"))
    archive.write(
        "texts/book.jsonl",
        json.dumps(
            {
                "id": "0255Jahiz.Hayawan-01",
                "title": "الباب الأول",
                "kind": "chapter",
                "collection": "0255Jahiz.Hayawan",
                "markup": "markdown",
                "pages": "1-2",
                "authors": ["p-2"],
                "body": "{{page 1}} قال ﴿ٱلله﴾\n\n{{page 2}} وقال",
            }
        )
        + "\n",
    )
    archive.write("texts/tei/i_1.TEIP5.xml", TEI.format(issue="i_1"))
    archive.write("texts/tei/بلا.xml", TEI.format(issue="i_2").replace(' xml:id="i_2"', "", 1))
    archive.write("texts/tei/i_3.xml.gz", gzip.compress(TEI.format(issue="i_3").encode()))
    archive.write(
        "texts/tei/i_3.yml",
        "collection: press\nrights: CC0\nsubjects: [تاريخ]\nextra: {by: import}\n",
    )
    archive.write("texts/tei/i_4.xml", TEI.format(issue="i_4").replace("UTF-8", "UTF-16")
                  .encode("utf-16"))  # fmt: skip
    pins = "document\tanchor\tsketch\na-1\tp-aaaaa\tAAAA\n"
    return archive.write("anchors.tsv", pins.encode())


def came_back(archive, tmp_path, **options):
    """Make an archive of the site, build that, and name the files that are not the same."""
    report = import_site(archive.output, tmp_path / "back", Plan(trust=True))
    assert report.problems == ()
    build(tmp_path / "back", tmp_path / "again", Options(jobs=1, **options))
    ours, theirs = tree(archive.output), tree(tmp_path / "again")
    return {path for path in ours.keys() | theirs.keys() if ours.get(path) != theirs.get(path)}


def test_every_kind_of_source_comes_back_byte_for_byte(archive, tmp_path):
    whole(archive).build()
    assert came_back(archive, tmp_path) == set()


def test_the_test_has_every_setting():
    site, problems = parse_site(SITE)
    assert problems == ()
    plain = Site(title="")
    same = {one.name for one in fields(Site) if getattr(site, one.name) == getattr(plain, one.name)}
    assert same == {"language", "sources", "downloads", "access"}


@pytest.mark.parametrize(
    ("access", "built"),
    [("metadata", "public"), ("closed", "public"), ("closed", "closed"), ("metadata", "metadata")],
)
def test_what_a_collection_withholds_stays_at_home(archive, tmp_path, access, built):
    whole(archive)
    told = COLLECTIONS.replace('title = "المقتبس"', f'title = "المقتبس"\naccess = "{access}"')
    archive.write("collections.toml", told).build(access=built)
    carried = [path.name for path in (archive.output / "data/tei").iterdir()]
    assert len(carried) == (4 if access == built else 1)  # i_3 is of another collection
    assert came_back(archive, tmp_path) == set()


@pytest.mark.parametrize(
    ("said", "n"),
    [("access: closed", 3), ("access: metadata", 3), ("withdrawn: لا يُنشر", 3), ("lang: ar", 4)],
)
def test_a_file_of_tei_that_is_withheld_is_not_carried(archive, tmp_path, said, n):
    whole(archive).write("texts/tei/i_1.TEIP5.yml", said + "\n").build()
    assert len(list((archive.output / "data/tei").iterdir())) == n
    told = (archive.output / "data/archive.json").read_text("utf-8")
    assert ("i_1.TEIP5" in told) == (n == 4)
    assert came_back(archive, tmp_path) == set()


def test_comments_of_tei_are_in_no_file_of_the_site(archive):
    whole(archive).build()
    held = b"".join(path.read_bytes() for path in archive.output.rglob("*") if path.is_file())
    assert "المكتوم".encode() not in held
    assert "<!-- هذا نصّ -->".encode() in held


def test_what_is_carried_is_written_anew_when_it_or_its_sidecar_changed(archive):
    whole(archive).build()
    archive.write("texts/tei/i_3.yml", "collection: press\nrights: CC BY\n")
    archive.write("texts/tei/i_1.TEIP5.xml", TEI.format(issue="i_1").replace("خبر", "نبأ"))
    assert "d/2f/a-1.html" not in dict(archive.build(why=True).reasons)
    edited = tree(archive.output)
    archive.build("clean", clean=True)
    assert edited == tree(archive.output)


def test_an_archive_may_keep_its_sources_to_itself(archive):
    site = SITE.replace("trusted_html = true", "trusted_html = true\nsources = false")
    whole(archive).write("site.toml", site).build()
    assert not (archive.output / "data/tei").exists()
    assert "ذيل {{" not in (archive.output / "data/archive.json").read_text("utf-8")


def test_templates_are_programs_and_come_back_only_from_a_site_that_is_trusted(archive, tmp_path):
    whole(archive).build()
    report = import_site(archive.output, tmp_path / "back", Plan())
    assert not (tmp_path / "back/templates").exists()
    assert report.hints == (
        "templates left out: 3; they are programs. If the site is yours: --trust",
    )


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"tei": {"../x.xml": {"path": "texts/x.xml"}}}, "'../x.xml' leads out of the archive"),
        ({"tei": {"x.xml": {"path": "../x.xml"}}}, "'../x.xml' leads out of the archive"),
        ({"tei": {"x.xml": {"path": "/etc/x.xml"}}}, "'/etc/x.xml' leads out of the archive"),
        ({"tei": {"gone.xml": {"path": "texts/x.xml"}}}, "this cannot be read"),
        ({"tei": {"x.xml": {"path": "texts/x.xml"}}}, "ill-formed XML"),
        ({"tei": {"x.xml": {"path": "site.toml"}}}, "'site.toml' is no place for TEI"),
        ({"tei": {"x.xml": 7}}, "'None' leads out of the archive"),
        ({"templates": {"../x.html": "x"}}, "'../x.html' leads out of the archive"),
        ({"templates": {"x.html": {"asset": "../../x"}}}, "'../../x' leads out of the archive"),
        ({"templates": {"x.woff2": {"base64": "=a"}}}, "'x.woff2' is damaged"),
    ],
)
def test_what_a_hostile_site_says_of_its_sources_is_a_problem(tmp_path, told, what):
    site = tmp_path / "site"
    (site / "data").mkdir(parents=True)
    (site / "x.xml").write_text("<TEI>", "utf-8")
    (tmp_path / "x.xml").write_text("<TEI/>", "utf-8")
    whole = {"format": 1, "site": {"title": "x"}, **told}
    (site / "data/archive.json").write_text(json.dumps(whole), "utf-8")
    (site / "data/documents").mkdir()
    (site / "data/documents/1908.jsonl").write_text('{"id": "a", "title": "ب"}\n', "utf-8")
    report = import_site(site, tmp_path / "archive", Plan(trust=True))
    assert what in {one.what for one in report.problems}
    assert not (tmp_path / "archive").exists()
