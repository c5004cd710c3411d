"""What front matter means, and where each of its faults is."""

from __future__ import annotations

from typing import Any

import pytest

from sitegen.config import Field, Site
from sitegen.content.frontmatter import read_front_matter
from sitegen.content.keys import KEYS, read_fields
from sitegen.errors import Place, Problem
from sitegen.model import Correction, EntityRules, PartialDate

SITE = Site(
    title="x",
    fields=(
        Field(name="run", label="النسخ", type="number"),
        Field(name="printer", label="الطابع"),
        Field(name="seen", label="عوين", type="date"),
    ),
)


def fields_of(front: str, opening: str = "---") -> tuple[dict[str, Any], list[Problem]]:
    found, problems = read_front_matter(f"{opening}\n{front}\n{opening}\nنصّ", "a.md")
    fields, more = read_fields(found.values, lambda key: Place("a.md", found.lines[key]), SITE)
    return fields, problems + more


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("date: 1908", "date", PartialDate(1908)),
        ("date: 1908-05", "date", PartialDate(1908, 5)),
        ("date: 1908-05-01", "date", PartialDate(1908, 5, 1)),
        ("date: ١٥ أيار ١٩٠٨", "date", PartialDate(1908, 5, 15)),
        ("date_hijri: 1326-04", "date_hijri", "1326-04"),
        ("date_hijri: 1326-04-01", "date", PartialDate(1908, 5, 3)),
        ("issue: 01", "issue", "01"),
        ("volume: 3", "volume", "3"),
        ("authors: p-rida", "authors", ("p-rida",)),
        ("authors: [p-rida, محمد كرد علي]", "authors", ("p-rida", "محمد كرد علي")),
        ("summary: no", "summary", "no"),
        ("draft: true", "draft", True),
        ("draft: no", "draft", False),
        ("access: metadata", "access", "metadata"),
        ("lang: ar-Latn-x-ijmes", "lang", "ar-Latn-x-ijmes"),
        ("subjects:\n  - الطباعة\n  - مصر", "subjects", ("الطباعة", "مصر")),
        ("identifiers: {ark: ark:/1/x}", "identifiers", {"ark": "ark:/1/x"}),
        ("run: ١٢٠٠", "extra", {"run": 1200}),
        ("printer: مطبعة الظاهر", "extra", {"printer": "مطبعة الظاهر"}),
        ("seen: 1908-05", "extra", {"seen": "1908-05"}),
        (
            "entities:\n  link: [p-a]\n  not: [l-b]\n  as: {الشيخ: p-c}",
            "entities",
            EntityRules(("p-a",), ("l-b",), {"الشيخ": "p-c"}),
        ),
        (
            "corrections:\n  - {date: 2024-01-31, by: ن, note: خطأ}",
            "corrections",
            (Correction("2024-01-31", "ن", "خطأ"),),
        ),
    ],
)
def test_a_key_has_this_value(line: str, key: str, value: object) -> None:
    fields, problems = fields_of(line)
    assert problems == []
    assert fields[key] == value


def test_toml_says_the_same_as_yaml() -> None:
    yaml, _ = fields_of("title: نعم\ndate: 1908-05-01\nvolume: 3\ndraft: true\nauthors: [أ, ب]")
    toml, problems = fields_of(
        'title = "نعم"\ndate = 1908-05-01\nvolume = 3\ndraft = true\nauthors = ["أ", "ب"]', "+++"
    )
    assert problems == []
    assert toml == yaml


@pytest.mark.parametrize("opening", ["---", "+++"])
def test_every_key_has_the_line_it_stands_on(opening: str) -> None:
    pair = '{} = "1"' if opening == "+++" else "{}: 1"
    _, problems = fields_of("\n".join(pair.format(f"{key}x") for key in KEYS), opening)
    assert [problem.place.line for problem in problems] == list(range(2, len(KEYS) + 2))


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("titel: نعم", "did you mean 'title'?"),
        ("licence: CC BY", "did you mean 'rights'?"),
        ("date: 1908-5-32", "did you mean 1908-05-31?"),
        ("access: pubic", "did you mean 'public'?"),
        ("entities: {nott: [x]}", "did you mean 'not'?"),
        ("image: images/x.svg", "put the file into assets/ of the archive, and write assets/NAME"),
    ],
)
def test_a_fault_comes_with_the_nearest_legal_value(line: str, fix: str) -> None:
    _, (problem,) = fields_of(line)
    assert problem.fix == fix


def test_aliases_that_grow_without_end_are_refused() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "\n".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    _, problems = read_front_matter(f"---\n{bomb}\n---\n", "a.md")
    assert [problem.what for problem in problems] == ["the metadata is too large"]


def test_the_body_begins_after_the_closing_line_and_crlf_stays() -> None:
    text = "---\r\ntitle: نعم\r\n---\r\nأوّل\r\nثانٍ"
    found, problems = read_front_matter(text, "a.md")
    assert problems == []
    assert text[found.begin :] == "أوّل\r\nثانٍ"
    assert found.line == 4
