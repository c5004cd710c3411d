"""Does every fault of site.toml and collections.toml come out, with its line?"""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from sitegen.config import SITE_TABLES, SITE_TOP, Field, Theme, parse_collections, parse_site
from sitegen.content.keys import KEYS
from sitegen.model import Collection

GOOD = 'format = 1\ntitle = "المنار"\n'
TWO = (
    GOOD
    + """languages = ["en"]
[fields.printer]
label = "الطابع"
[translations.en]
"""
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('title = "x"', "'format' is not 1"),
        ('format = 2\ntitle = "x"', "site.toml:1: 'format' is not 1"),
        ("format = 1", "the site has no 'title'"),
        (GOOD + 'langauge = "ar"', "did you mean 'language'?"),
        (GOOD + 'language = "arb"', "site.toml:3: 'arb' is not a value of 'language'"),
        (GOOD + "subtitle = 3", "site.toml:3: 'subtitle' is not a text"),
        (GOOD + 'trusted_html = "yes"', "'trusted_html' is not a yes or no"),
        (GOOD + 'sealed = "1945"', "'1945' is not a day"),
        (GOOD + 'base_url = "example.org"', "is no address of a site"),
        (GOOD + '[theme]\naccent = "red"', "site.toml:4: 'red' is no colour"),
        (GOOD + '[entities]\nmark = "some"', "site.toml:4: 'some' is not a value of 'mark'"),
        (GOOD + '[normalize]\ntatwil = "keep"', "did you mean 'tatweel'?"),
        (GOOD + '[fields.Printer]\nlabel = "x"', "'Printer' does not declare a field"),
        (GOOD + "[fields.days]\nfacet = true", "'days' is a facet of every archive"),
        (GOOD + "title = oops", "site.toml:3: broken TOML"),
        (GOOD + "theme = 3", "'theme' is not a table"),
        (GOOD + 'languages = ["ar", "de"]', "site.toml:3: 'de' is no language of the interface"),
        (GOOD + '[translations.en]\ntitle = "A"', "'en' is none of the other languages"),
        (GOOD + 'languages = ["en"]\n[translations.en]\ntitel = "A"', "did you mean 'title'?"),
        (TWO + 'fields = {pinter = "P"}', "site.toml:7: 'pinter' is not in the"),
        (TWO + 'fields = {pinter = "P"}', "did you mean 'printer'?"),
        (TWO + 'menu = {"المصدر" = "S"}', "'المصدر' is not in the archive's own menu"),
        (GOOD + 'kinds = "Maqama"', "site.toml:3: 'kinds' is not a table of texts"),
        (TWO + 'kinds = "Maqama"', "site.toml:7: 'kinds' is not a table of texts"),
    ],
)
def test_a_fault_of_the_configuration_is_named(text, words):
    site, problems = parse_site(text)
    assert site is None
    assert words in "\n".join(map(str, problems))


def test_all_faults_come_out_in_one_run():
    _, problems = parse_site('format = 3\ntitel = "x"\nlanguage = "xx"')
    assert len(problems) == 4


def test_a_full_configuration_is_read():
    site, problems = parse_site(
        GOOD + '[fields.printer]\nlabel = "الطابع"\nfacet = true\n[theme]\naccent = "#7a1f1f"'
    )
    assert not problems
    assert (site.fields[0].label, site.fields[0].facet, site.theme.accent) == (
        "الطابع",
        True,
        "#7a1f1f",
    )


def test_two_collections_with_one_slug_are_a_problem():
    _, problems = parse_collections('[a-b]\ntitle = "x"\n["A.B"]\ntitle = "y"')
    assert "have one slug, 'a-b'" in str(problems[0])


def test_an_unknown_key_of_a_collection_is_a_problem_with_its_line():
    _, problems = parse_collections('[manar]\ntitle = "x"\npubliser = "y"')
    assert str(problems[0]).startswith("collections.toml:3: unknown key 'publiser'")
    assert "did you mean 'publisher'?" in str(problems[0])


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('permalink = "https://w3id.org/x/"', "is no address with {id} in it"),
        ('permalink = "w3id.org/{id}"', "is no address with {id} in it"),
        ('report = "mailto:a@example.org?subject={anker}&body={id}"', "is no address with {id}"),
    ],
)
def test_an_address_with_places_names_only_those_it_may(line, what):
    site, problems = parse_site(f'format = 1\ntitle = "x"\n{line}\n')
    assert site is None
    assert what in problems[0].what
    assert problems[0].place.line == 3


def test_what_the_documentation_shows_is_legal():
    text = Path(__file__).resolve().parents[2].joinpath("docs/site.md").read_text("utf-8")
    site, collections = re.findall(r"^```toml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert parse_site(site)[1] == ()
    assert parse_collections(collections)[1] == ()


def _rows_of(page: str) -> set[str]:
    """Give what the first column of a page's tables names in code."""
    text = Path(__file__).resolve().parents[2].joinpath("docs", page).read_text("utf-8")
    cells = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_each_key_of_the_configuration_is_documented():
    told = _rows_of("site.md")
    in_tables = {f"[{table}] {key}" for table, keys in SITE_TABLES.items() for key in keys}
    others = {"format", "languages", "menu", "image_hosts", "[oai] gateway", "[kinds] NAME"}
    fields_of = {f"[fields.NAME] {one.name}" for one in fields(Field)} - {"[fields.NAME] name"}
    assert told >= SITE_TOP | in_tables | others | fields_of
    assert told >= {one.name for one in fields(Collection)} - {"id"}
    assert _rows_of("theming.md") >= {one.name for one in fields(Theme)}


def test_each_key_of_front_matter_is_documented():
    assert _rows_of("authoring.md") >= set(KEYS)


def test_what_a_collection_is_elsewhere_is_a_table() -> None:
    found, problems = parse_collections('[manar]\ntitle = "المنار"\nsame_as = {oclc = 47}\n')
    assert (dict(found["manar"].same_as), problems) == ({"oclc": "47"}, ())
    _, problems = parse_collections('[manar]\ntitle = "المنار"\nsame_as = "Q1"\n')
    assert [(one.place.line, one.what) for one in problems] == [(3, "'same_as' is not a table")]


def test_a_collection_whose_title_is_no_text_is_a_problem_and_called_by_its_id() -> None:
    found, problems = parse_collections("[manar]\ntitle = 5")
    assert (found["manar"].title, len(problems)) == ("manar", 1)
