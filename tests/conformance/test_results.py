"""Do page and terminal make the same of results: contexts, tables, citations?"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sitegen.arabic.tables import client_tables
from sitegen.arabic.tokens import forms_of
from sitegen.export.spreadsheet import encode_csv
from sitegen.index.kwic import by_context, contexts, singles
from sitegen.index.query import parse_query
from sitegen.index.search import phrases_of
from sitegen.model import PartialDate
from sitegen.pages.cite import Source, as_bibtex, as_ris

ROOT = Path(__file__).parents[2]
VECTORS = {
    name: [
        json.loads(line)
        for line in (ROOT / f"tests/vectors/{name}.jsonl").read_text("utf-8").splitlines()
    ]
    for name in ("kwic", "csv", "cite")
}
QUERIES = (
    "تاريخ مصر", '"دار الكتب" -مصر', "title:تاريخ (بيروت OR دمشق)", '="دار الكتب" دار',
    "كتا* NOT مطبعة", "author:رضا after:1908", "كرد-علي AND مصر", "-مصر", "",
)  # fmt: skip


def kwic(case: dict[str, Any]) -> dict[str, Any]:
    blocks = [(anchor, text) for anchor, text in case["blocks"]]
    phrases = [tuple(phrase) for phrase in case["phrases"]]
    lines = list(contexts(blocks, set(case["words"]), phrases, width=case["width"]))
    number = {id(line): at for at, line in enumerate(lines)}
    return {
        "lines": [[line.anchor, line.left, line.word, line.right] for line in lines],
        "left": [number[id(line)] for line in sorted(lines, key=by_context("left"))],
        "right": [number[id(line)] for line in sorted(lines, key=by_context("right"))],
    }


def cited(row: dict[str, Any]) -> list[str]:
    known = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    date = PartialDate(*map(int, row["date"].split("-"))) if row["date"] else None
    source = Source(**{**known, "date": date})
    return [as_bibtex(source), as_ris(source)]


def sought(query: str) -> dict[str, Any]:
    tree = parse_query(query).tree
    words = dict.fromkeys(f"{leaf.kind} {leaf.form}" for leaf in singles(tree))
    return {"phrases": [list(phrase) for phrase in phrases_of(tree)], "words": list(words)}


PIECES = [
    "كتاب", "كِتَابٌ", "الكُتُبُ", "دار", "ودارُ", "ٱلۡكِتَٰبِ", "الصَّلَوٰةَ", "هـــذا", "١٩٠٨",
    "Beyrouth", "\U0001f4d6", "في", "من", "\u200f", "\u0640", "é", "لأنّ",
]  # fmt: skip
GAPS = [" ", " ", " ", "، ", "\n", ". ", " «", "» ", "-", "  ", "\u200c", ""]


def a_case(draw: random.Random) -> dict[str, Any]:
    def text() -> str:
        return "".join(draw.choice(PIECES) + draw.choice(GAPS) for _ in range(draw.randint(0, 14)))

    blocks = [[f"p-{n}", text()] for n in range(draw.randint(1, 3))]
    forms = sorted({form for _, block in blocks for form in forms_of(block)}) or ["كتاب"]
    phrases = [[draw.choice(forms), draw.choice(forms)] for _ in range(draw.randint(0, 2))]
    words = draw.sample(forms, min(len(forms), draw.randint(0, 3)))
    return {"blocks": blocks, "words": words, "phrases": phrases, "width": draw.randint(1, 4)}


@cache
def random_cases() -> list[dict[str, Any]]:
    draw = random.Random(5)
    return [a_case(draw) for _ in range(400)]


def cases(name: str) -> list[Any]:
    return [pytest.param(at, row, id=row["name"]) for at, row in enumerate(VECTORS[name])]


@cache
def client() -> dict[str, list[Any]]:
    """What the client makes of every vector, and of the random cases behind them."""
    asked = {
        "tables": client_tables(),
        "kwic": [*VECTORS["kwic"], *random_cases()],
        "sought": QUERIES,
        "csv": [row["rows"] for row in VECTORS["csv"]],
        "cite": [row["source"] for row in VECTORS["cite"]],
    }
    node = shutil.which("node")
    assert node, "the client's tests need node: `make test` brings it"
    done = subprocess.run(
        [node, str(ROOT / "tests/conformance/run_results.js"), str(ROOT / "sitegen/client")],
        input=json.dumps(asked), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answers: dict[str, list[Any]] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize(("at", "row"), cases("kwic"))
def test_contexts_are_those_of_the_vector(at: int, row: dict[str, Any]) -> None:
    expected = {name: row[name] for name in ("lines", "left", "right")}
    assert kwic(row) == expected
    assert client()["kwic"][at] == expected


def test_contexts_of_random_texts_agree() -> None:
    ours = list(map(kwic, random_cases()))
    assert sum(len(one["lines"]) for one in ours) > 500
    assert client()["kwic"][-len(ours) :] == ours


def test_a_context_and_its_keyword_are_a_stretch_of_the_block() -> None:
    for case in random_cases():
        texts = {anchor: " ".join(text.split()) for anchor, text in case["blocks"]}
        for anchor, left, word, right in kwic(case)["lines"]:
            assert (left + word + right).strip() in texts[anchor]


def test_what_a_query_seeks_in_a_text_agrees() -> None:
    assert client()["sought"] == list(map(sought, QUERIES))


@pytest.mark.parametrize(("at", "row"), cases("csv"))
def test_a_table_is_that_of_the_vector(at: int, row: dict[str, Any]) -> None:
    assert encode_csv(row["rows"]) == row["csv"]
    assert client()["csv"][at] == row["csv"]


@pytest.mark.parametrize(("at", "row"), cases("cite"))
def test_a_citation_is_that_of_the_vector(at: int, row: dict[str, Any]) -> None:
    expected = [row["bibtex"], row["ris"]]
    assert cited(row["source"]) == expected
    assert client()["cite"][at] == expected
