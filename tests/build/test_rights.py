"""What may not be read is nowhere in a site: not in a page, a shard, a list, nor between builds."""

import gzip
import html
import json
import re
import zipfile

import pytest

from sitegen.arabic.fold import fold
from sitegen.arabic.tokens import tokenize
from sitegen.errors import CorpusError
from sitegen.exporting import export_archive
from sitegen.exporting.compress import compress_site
from sitegen.index.letters import swap
from sitegen.index.reader import WhooshSearch
from sitegen.index.search import open_site

SECRET = """\
غرائب المكتوبات المحجوبة خلف الستائر السميكة عند منتصف الليالي الحالكة.

[[p-rida|محمد رشيد رضا]] استودع الخزانة مفاتيحها الأربعة قبل السفر البعيد إلى بيروت بأسبوعين كاملين.

::: verse
تناثرت الوريقات فوق المصاطب *** وغابت عن العيون كواكب الثريّا
:::

وقال في حاشيته[^1] ما قال، ثم أغلق الدفتر المذهّب إلى الأبد.

[^1]: حاشية مكتومة لا يعرفها سوى الورّاق الأعرج وحفيده.
"""
OPEN = "سافر محمد رشيد رضا إلى بيروت، ثم عاد رضا ببيروت إلى مصر، وقال في حاشيته ما قال."


def words_of(text):
    bare = re.sub(r"\[\[[^|\]]*\||\]\]|\[\^1\]:?|:::( verse)?|\*\*\*", " ", text)
    return tokenize(fold(bare)).forms


def runs(n=5):
    """Every run of n words that only the secret text has."""
    known = words_of(OPEN)
    others = {tuple(known[k : k + n]) for k in range(len(known))}
    lines = [words_of(line) for line in SECRET.split("\n") if line.strip()]
    return {tuple(w[k : k + n]) for w in lines for k in range(len(w) - n + 1)} - others


def files_in(path):
    """Every file that one holds: itself, or what is packed in it, books and packages too."""
    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield from ((name, packed.read(name)) for name in packed.namelist())
    else:
        yield path.name, gzip.decompress(content) if path.suffix == ".gz" else content


def texts_in(path):
    """Every text that a file holds: as it is, entities and escapes read, letters swapped."""
    for name, content in files_in(path):
        yield from texts_of(name, content)


def texts_of(name, content):
    raw = content.decode("utf-8", "replace")
    plain = html.unescape(re.sub(r"<[^<>]*>", "", raw))
    escapes = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), raw)
    yield from (raw, plain, escapes)
    if name.removesuffix(".gz").endswith(".js"):
        yield swap(raw)


def leaks(site, wanted):
    found = []
    for path in sorted(site.rglob("*")):
        if not path.is_file():
            continue
        for text in texts_in(path):
            forms = words_of(text)
            n = len(next(iter(wanted)))
            if wanted & {tuple(forms[k : k + n]) for k in range(len(forms) - n + 1)}:
                found.append(path.relative_to(site).as_posix())
    return found


def secret(archive, more=""):
    return archive.article("a-9", SECRET, title="سجلّ", more=more)


def test_the_test_sees_a_text_that_is_public(two_articles):
    secret(two_articles).build()
    found = leaks(two_articles.output, runs())
    assert "d/a-9.html" in found
    assert any(path.startswith("search/text/") for path in found)
    assert any(path.startswith("data/documents/") for path in found)
    assert any(path.endswith(".zip") for path in found)


@pytest.mark.parametrize(
    ("more", "tombstone"),
    [
        ("access: metadata\n", False),
        ("withdrawn: بطلب الورثة\n", True),
        ("access: closed\n", False),
    ],
)
def test_built_then_taken_away_leaves_no_five_words(two_articles, more, tombstone):
    secret(two_articles).build()
    secret(two_articles, more).build()
    assert leaks(two_articles.output, runs()) == []
    assert leaks(two_articles.output, runs(2)) == []
    page = two_articles.output / "d/a-9.html"
    assert page.exists() == ("closed" not in more)
    assert (tombstone and "بطلب الورثة" in page.read_text("utf-8")) == tombstone


@pytest.mark.parametrize("more", ["access: metadata\n", "withdrawn: لا\n", "access: closed\n"])
def test_its_words_are_in_no_posting(two_articles, more):
    secret(two_articles).build()
    only = sorted(set(words_of(SECRET)) - set(words_of(OPEN)) - set(words_of("كتاب عن بيروت")))
    before = WhooshSearch(open_site(two_articles.output))
    assert all(before.search(f"={word}").hits for word in only if len(word) > 3)
    secret(two_articles, more).build()
    after = WhooshSearch(open_site(two_articles.output))
    assert not any(after.search(f"={word}").hits for word in only)


def test_a_collection_closes_what_is_in_it(two_articles):
    two_articles.write("collections.toml", '[c]\ntitle = "مغلق"\naccess = "metadata"\n')
    secret(two_articles, "collection: c\n").build()
    assert leaks(two_articles.output, runs()) == []


def test_a_reading_room_shows_what_is_closed_and_nothing_withdrawn(two_articles):
    secret(two_articles, "access: closed\n").build("room", access="closed")
    assert "d/a-9.html" in leaks(two_articles.output, runs())
    secret(two_articles, "access: closed\n").build("web")
    assert leaks(two_articles.output, runs()) == []
    secret(two_articles, "access: closed\nwithdrawn: لا\n").build("room", access="closed")
    assert leaks(two_articles.output, runs()) == []


def test_between_two_levels_only_the_more_open_one_is_shown(two_articles):
    secret(two_articles, "access: metadata\n")
    two_articles.article("a-8", "نصّ مغلق تماما لا يراه أحد البتّة.", more="access: closed\n")
    two_articles.build(access="metadata")
    assert "d/a-9.html" in leaks(two_articles.output, runs())
    assert not (two_articles.output / "d/a-8.html").exists()


def test_the_summary_of_a_build_does_not_name_it(two_articles):
    secret(two_articles, "access: closed\n")
    report = two_articles.build()
    assert "a-9" not in json.dumps(report.as_dict())


TEI = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="i"><teiHeader/><text xml:lang="ar"><body>
<div type="item" xml:id="d1"><head>سجلّ</head>{paragraphs}</div></body></text></TEI>
"""


@pytest.mark.parametrize("said", ["access: metadata", "access: closed", "withdrawn: لا", ""])
def test_a_file_of_tei_is_carried_by_the_site_only_where_all_may_read_it(two_articles, said):
    lines = [f"<p>{line}</p>" for line in SECRET.split("\n") if line and "[" not in line]
    two_articles.write("texts/i.xml", TEI.format(paragraphs="".join(lines))).build()
    assert any(path.startswith("data/tei/") for path in leaks(two_articles.output, runs()))
    two_articles.write("texts/i.yml", f"{said}\nlang: ar\n").build()
    assert bool(leaks(two_articles.output, runs())) == (said == "")


@pytest.mark.parametrize("kind", ["markdown", "tei", "csv", "epub", "package"])
@pytest.mark.parametrize("more", ["access: metadata\n", "access: closed\n", "withdrawn: لا\n", ""])
def test_what_leaves_in_any_form_has_no_five_words_of_it(two_articles, tmp_path, kind, more):
    two_articles.write("collections.toml", '[c]\ntitle = "مجلّة"\n')
    secret(two_articles, f"collection: c\n{more}")
    two_articles.article("a-8", "نصّ مفتوح لمن يقرأ.", more="collection: c\n")
    output = tmp_path / ("out.csv" if kind == "csv" else "out")
    export_archive(kind, two_articles.root, output)
    folder = tmp_path if kind == "csv" else output
    found = [path for path in leaks(folder, runs()) if not path.startswith("archive/")]
    assert bool(found) == (more == ""), found


def test_no_packed_twin_keeps_what_was_taken_away(two_articles):
    secret(two_articles).build()
    compress_site(two_articles.output)
    assert any(path.endswith(".gz") for path in leaks(two_articles.output, runs()))
    secret(two_articles, "withdrawn: لا\n").build()
    assert leaks(two_articles.output, runs()) == []


@pytest.mark.parametrize("said", ["access: metadata", "access: closed", "withdrawn: بطلب الورثة"])
def test_one_article_of_a_file_of_tei_vanishes_and_the_others_stay(two_articles, said):
    lines = [f"<p>{line}</p>" for line in SECRET.split("\n") if line and "[" not in line]
    text = TEI.format(paragraphs="".join(lines))
    other = '<div type="item" xml:id="d2"><head>خبر</head><p>خبر يقرؤه الجميع.</p></div></body>'
    two_articles.write("texts/i.xml", text.replace("</body>", other)).build()
    assert leaks(two_articles.output, runs())
    two_articles.write("texts/i.yml", f"documents:\n  i-d1: {{{said}}}\n").build()
    assert leaks(two_articles.output, runs()) == []
    assert "خبر يقرؤه الجميع" in (two_articles.output / "d/i-d2.html").read_text("utf-8")
    page = two_articles.output / "d/i-d1.html"
    assert page.exists() == ("closed" not in said)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("documents: {i-d9: {access: closed}}", "'i-d9' is no document of this file"),
        ("documents: [i-d1]", "'documents' is no mapping"),
        ("documents: {i-d1: closed}", "'i-d1'"),
        ("documents: {i-d1: {access: secret}}", "'access': 'secret' is not a value of it"),
        ("documents: {i-d1: {title: x}}", "'title' cannot be said of one document of a file"),
        ("title: x", "'title' cannot be said of all documents of a file"),
    ],
)
def test_what_a_sidecar_of_tei_cannot_say_is_a_problem_with_its_line(two_articles, said, what):
    two_articles.write("texts/i.xml", TEI.format(paragraphs="<p>نصّ</p>"))
    two_articles.write("texts/i.yml", f"lang: ar\n{said}\n")
    with pytest.raises(CorpusError) as caught:
        two_articles.build()
    (problem,) = caught.value.problems
    assert (problem.what, str(problem.place)) == (what, "texts/i.yml:2")
