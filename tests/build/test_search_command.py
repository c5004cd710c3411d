"""Does `sitegen search` answer a person, a program, a spreadsheet, and say what it cannot?"""

import csv
import io
import json
import random
import subprocess
import sys

import pytest

from sitegen.build import Options, build
from sitegen.errors import CorpusError
from sitegen.terminal import Asked, print_search

ARTICLES = {
    "a-1": ("مطبعة بولاق", "أُنشئت المطبعةُ في بولاق، ثم صارت مطبعة بولاق أمّ المطابع.", "1906-02"),
    "a-2": (
        "رحلة",
        "زار مطبعة بيروت، ورأى في بيروت مطبعة أخرى.\n\nوقال: المطبعة نور.",
        "1907-03-15",
    ),
    "a-3": ("=SUM(A1)", "كتابٌ عن المطبعة وحدها.", "1909"),
}  # fmt: skip


SITE = 'format = 1\ntitle = "أرشيف"\nbase_url = "https://example.org/a"\n'
COLLECTIONS = '[al-x]\ntitle = "مجلة س"\n[al-y]\ntitle = "مجلة ص"\n'


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = tmp_path_factory.mktemp("search") / "archive"
    root.mkdir()
    (root / "site.toml").write_text(SITE, "utf-8")
    (root / "collections.toml").write_text(COLLECTIONS, "utf-8")
    for name, (title, body, date) in ARTICLES.items():
        of = "al-y" if name == "a-3" else "al-x"
        head = f"id: {name}\ntitle: {json.dumps(title)}\ndate: {date}\ncollection: {of}"
        (root / f"{name}.md").write_text(f"---\n{head}\n---\n{body}\n", "utf-8")
    build(root, root.parent / "public", Options(jobs=1))
    return root.parent / "public"


@pytest.fixture
def ask(site, capsys):
    def asked(query, **options):
        print_search(Asked(site=site, query=query, **options))
        return capsys.readouterr().out

    return asked


def found(text):
    return [hit["id"] for hit in json.loads(text)["hits"]]


def test_results_are_drawn_with_title_place_passage_and_address(ask):
    text = ask("بيروت")
    assert text.startswith("1. رحلة\n   1907-03-15 · مجلة س\n   زار مطبعة بيروت")
    assert "https://example.org/a/d/a-2.html" in text
    assert text.endswith("1 document\n")


@pytest.mark.parametrize(
    ("query", "options", "expected"),
    [
        ("مطبعة", {"sort": "oldest"}, ["a-1", "a-2", "a-3"]),
        ("مطبعة", {"sort": "newest"}, ["a-3", "a-2", "a-1"]),
        ("مطبعة", {"sort": "oldest", "years": (1907, None)}, ["a-2", "a-3"]),
        ("مطبعة", {"sort": "oldest", "years": (None, 1907)}, ["a-1", "a-2"]),
        ("مطبعة", {"collection": "al-y"}, ["a-3"]),
        ("مطبعة", {"collection": "مجلة ص"}, ["a-3"]),
        ("بيرت~1", {}, ["a-2"]),
        ("مطبعة", {"exact": True, "sort": "oldest"}, ["a-1", "a-2"]),
        ("مطبعة^2", {"exact": True, "sort": "oldest"}, ["a-1", "a-2"]),
        ("مطبعة^2 بيرو?", {"collection": "al-x", "years": (1907, 1907)}, ["a-2"]),
    ],
)
def test_filters_and_order_hold_in_both_languages(ask, query, options, expected):
    assert found(ask(query, form="json", **options)) == expected


def test_more_passages_are_given_where_asked(ask):
    (hit,) = json.loads(ask("مطبعة بيروت", form="json", passages=3, years=(1907, 1907)))["hits"]
    assert [passage["text"][:5] for passage in hit["passages"]] == ["زار ⟦", "وقال:"]
    assert len({passage["anchor"] for passage in hit["passages"]}) == 2


def test_a_concordance_sets_every_match_between_its_contexts(ask):
    lines = json.loads(ask("مطبعة", form="json", kwic=True, sort="oldest", limit=99))["lines"]
    assert [line["keyword"] for line in lines] == [
        "مطبعة", "المطبعةُ", "مطبعة", "مطبعة", "مطبعة", "المطبعة", "المطبعة",
    ]  # fmt: skip
    assert lines[1]["left"] == "أُنشئت "
    assert lines[1]["url"].startswith("https://example.org/a/d/a-1.html#p-")


def test_a_limit_of_0_gives_all(ask):
    assert len(found(ask("مطبعة", form="json", limit=0))) == 3
    assert len(json.loads(ask("مطبعة", form="json", kwic=True, limit=0))["lines"]) == 7
    assert "shown" not in ask("مطبعة", limit=0)


def test_a_phrase_is_one_keyword(ask):
    lines = json.loads(ask('"مطبعة بولاق"', form="json", kwic=True))["lines"]
    assert [line["keyword"] for line in lines] == ["مطبعة بولاق"] * 2


def test_lines_are_sorted_by_either_context(ask):
    def contexts(sort, side):
        lines = json.loads(ask("بيروت", form="json", kwic=True, sort=sort))["lines"]
        return [line[side].strip("، ") for line in lines]

    assert contexts("right", "right") == ["مطبعة أخرى.", "ورأى في بيروت مطبعة أخرى."]
    assert [left.split()[-1] for left in contexts("left", "left")] == ["في", "مطبعة"]


def test_keywords_stand_one_below_the_other(ask):
    *lines, count = ask("بيروت", kwic=True).splitlines()
    from rich.cells import cell_len  # noqa: PLC0415 - as the terminal counts columns

    assert len({cell_len(line[: line.index("بيروت")]) for line in lines[:1]}) == 1
    assert count == "2 lines from 1 document"


@pytest.mark.parametrize(
    ("query", "options", "expected"),
    [
        ("مطبعة", {"facets": "collection"}, [("مجلة س", 2), ("مجلة ص", 1)]),
        ("مطبعة", {"facets": "year"}, [("1906", 1), ("1907", 1), ("1909", 1)]),
        ("مطبعة", {"facets": "year", "years": (1907, 1908)}, [("1907", 1)]),
        ("مطبعة", {"facets": "collection", "years": (1909, None)}, [("مجلة ص", 1)]),
        ("مطبعة^2", {"facets": "year", "collection": "al-y"}, [("1909", 1)]),
        ("زقنطوط", {"facets": "year"}, []),
    ],
)
def test_what_is_found_is_counted_by_a_field(ask, query, options, expected):
    told = json.loads(ask(query, form="json", **options))
    assert [(one["label"], one["documents"]) for one in told[options["facets"]]] == expected
    table = list(csv.reader(io.StringIO(ask(query, form="csv", **options).removeprefix("\ufeff"))))
    assert [(label, int(documents)) for _, label, documents in table[1:]] == expected


def test_counts_are_drawn_as_many_as_asked_for(ask):
    assert ask("مطبعة", facets="collection", limit=1) == (
        "       2  مجلة س\n2 values, the first 1 shown\n"
    )


@pytest.mark.parametrize("kwic", [False, True])
def test_a_table_opens_in_a_spreadsheet_and_runs_nothing(ask, kwic):
    text = ask("المطبعة", form="csv", kwic=kwic, limit=50)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert all(len(row) == len(rows[0]) for row in rows)
    assert any("'=SUM(A1)" in row for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize(
    ("query", "options", "expected"),
    [
        ("مطبعة", {"collection": "al-z"}, "there is no collection 'al-z'"),
        ("مطبعة^101", {}, "the boost of 'مطبعه^101.0' is too great"),
        ("مطبعة~7", {}, "allows too many errors"),
        ("مط?عة REQUIRE ANDMAYBE x", {}, "no place for two operators beside each other"),
        ("مطبعة", {"facets": "colection"}, "did you mean 'collection'"),
    ],
)
def test_what_cannot_be_asked_is_told(ask, query, options, expected):
    with pytest.raises(CorpusError, match=expected.replace("^", r"\^")):
        ask(query, **options)


ATOMS = [
    "مطبعة", "في", '"', "(", ")", "[", "{", "]", "}", " TO ", "^2", "^", "^0", "^-1", "~", "~2",
    "*", "?", ":", "date:", "body:", "title:", "id:", "word:", "family:", "1908", "1908-13", "+",
    "-", "NOT", "AND", "OR", " ", " ", "\\", "'", "&", "|", "=", "\x00", "^99999999999999999999",
]  # fmt: skip


def problem_of(ask, query, **options):
    try:
        ask(query, form="json", **options)
    except CorpusError as error:
        return str(error)
    return ""


def damaged(draw, good):
    at = draw.randrange(len(good))
    changed = bytes([good[at] ^ 5])
    return draw.choice(
        [b"", good[:at], good[:at] + b'"' + good[at:], good[:at] + changed + good[at + 1 :]]
    )


def test_no_query_ends_in_a_traceback(ask):
    draw = random.Random(3)
    for _ in range(300):
        query = "".join(draw.choice(ATOMS) for _ in range(draw.randint(1, 8)))
        problem = problem_of(ask, query, kwic=draw.random() < 0.3)
        assert not problem or problem.startswith("query: "), query


def test_a_damaged_site_is_told_in_a_sentence(site, ask):
    draw = random.Random(4)
    files = sorted((site / "search").rglob("*.js"))
    told = []
    for _ in range(200):
        path = draw.choice(files)
        good = path.read_bytes()
        path.write_bytes(damaged(draw, good))
        how = draw.choice([{}, {"kwic": True}, {"facets": "collection"}])
        told.append(problem_of(ask, "مطبعة بيرو* title:رحلة", **how))
        path.write_bytes(good)
    assert sum("build the site again" in problem for problem in told) > 10


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--sort", "left"], "add --kwic"),
        (["--json", "--csv"], "choose one"),
        (["--sort", "best"], "best"),
    ],
)
def test_wrong_usage_ends_with_2(site, arguments, expected):
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "search", str(site), "مطبعة", *arguments],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert expected in done.stderr


def test_a_mistyped_word_is_searched_as_typed_and_its_like_offered(ask):
    assert "did you mean: بيروت" in ask("بيروط")
    assert "did you mean" not in ask("بيروت")
    told = json.loads(ask("مطبعة بيروط", form="json"))["did_you_mean"]
    assert told["queries"][0] == "مطبعة بيروت"
    assert told["records"] == []
