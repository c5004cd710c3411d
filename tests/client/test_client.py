"""Does the browser's engine do what its page says, and agree with Python's on every query?"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sitegen.arabic.tables import client_tables
from sitegen.client.bundles import BUNDLES, ON_DEMAND, WORKER, messages, scripts, worker
from sitegen.index.invert import DocTerms
from sitegen.index.search import open_site
from sitegen.index.texts import TextRow
from sitegen.index.whole import Indexed, index_files
from sitegen.model import PartialDate

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CLIENT = ROOT / "sitegen" / "client"
PAGES = CLIENT.parent / "pages"
LANGUAGES = ("ar", "en", "fr")
MOST_WORKER_BYTES = 6_000
MOST_BYTES = 25_000  # of what every search needs
# what is demanded by the search page only may say what search.js says
ON_SEARCH_PAGE = frozenset({"advice", "facets", "kwic", "compare", "export", "excerpts"})

STEMS = [
    "كتاب", "مدرسة", "مطبعة", "جريدة", "شاعر", "تاريخ", "مصر", "الشام",
    "بيروت", "دمشق", "علم", "أدب", "قصيدة", "حرف", "صورة", "رسالة",
]  # fmt: skip
ENTITIES = ["رضا", "muhammad-abduh", "p-3", "مصر", "x", "دمشق-1", "zz"]
COMMON = ["في", "من", "على", "أن"]
RARE = ["Beirut", "١٩٠٨", "1922", "مُحَمَّد", "قرآن", "إسطنبول"]
# Found by their letters, and with the alef that the dagger stands for.
VOCALISED = ["ٱلۡكِتَٰبِ", "كِتَٰبُهُمۡ", "ٱلۡمَدَٰرِسِ", "ٱلصَّلَوٰةَ", "الصلاة", "المدارس", "المدرس"]


def node() -> str:
    found = shutil.which("node")
    assert found, "the client's tests need node: `make test` brings it"
    return found


def run_node_tests(**environment: str) -> str:
    files = sorted(str(path) for path in HERE.glob("*.test.js"))
    done = subprocess.run(
        [node(), "--test", "--test-reporter=tap", *files],  # by default each node has its own
        capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_engine_passes_its_own_tests() -> None:
    assert "# fail 0" in run_node_tests()


def test_the_engine_passes_them_as_a_site_has_it(tmp_path: Path) -> None:
    engine = tmp_path / "engine.js"
    engine.write_bytes(scripts("ar", "arab", "levant")["assets/engine.js"])
    assert "# fail 0" in run_node_tests(SITEGEN_ENGINE=str(engine))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_script_that_a_site_has_is_sound(language: str, tmp_path: Path) -> None:
    for name, content in scripts(language, "arab", "levant").items():
        path = tmp_path / Path(name).name
        path.write_bytes(content)
        subprocess.run([node(), "--check", str(path)], check=True)


def test_the_service_worker_is_sound_and_small(tmp_path: Path) -> None:
    path = tmp_path / "sw.js"
    path.write_bytes(worker("V43fRaFR"))
    subprocess.run([node(), "--check", str(path)], check=True)
    assert len(gzip.compress(worker("V43fRaFR"), 6)) <= MOST_WORKER_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_every_search_needs_keeps_its_budget(language: str) -> None:
    sent = scripts(language, "arab", "levant")
    needed = [sent[f"assets/{name}.js"] for name in BUNDLES]
    assert sum(len(gzip.compress(content, 6)) for content in needed) <= MOST_BYTES


def test_every_script_is_in_one_bundle() -> None:
    parts = [part for parts in (*(BUNDLES | ON_DEMAND).values(), WORKER) for part in parts]
    shared = ["lines"]  # of two views that no page has both of
    assert sorted(parts) == sorted([*(path.stem for path in CLIENT.glob("*.js")), *shared])


def test_every_demanded_bundle_is_there_and_each_is_demanded() -> None:
    sources = "".join(path.read_text("utf-8") for path in CLIENT.glob("*.js"))
    pages = "".join(path.read_text("utf-8") for path in PAGES.glob("*.py"))
    asked = [f"'{name}'" in sources or f"assets/{name}.js" in pages for name in ON_DEMAND]
    assert all(asked), list(ON_DEMAND)[asked.index(False)]
    assert set(re.findall(r"demand\('(\w+)'\)", sources)) <= BUNDLES.keys() | ON_DEMAND.keys()


MESSAGES = {
    path.stem: json.loads(path.read_text("utf-8")) for path in (CLIENT / "messages").glob("*.json")
}
# said by a code that comes from elsewhere: say(`problem-${code}`)
FAMILIES = ("kind-", "problem-", "fault-", "filter-", "sort-", "list-", "keep-")


def test_every_message_is_said_in_every_language() -> None:
    wanted = {"ar": {"one", "two", "few", "many", "other"}, "en": {"one", "other"}}
    for name, forms in [pair for said in MESSAGES.values() for pair in said.items()]:
        assert set(forms) == set(LANGUAGES), name
        for language, form in forms.items():
            if isinstance(form, dict):
                assert wanted.get(language, {"one", "many", "other"}) <= set(form), (name, language)


def test_a_message_travels_with_the_scripts_that_ask_for_it_and_only_once() -> None:
    """What several bundles say is with what is there before them: search, else reader."""
    names = [name for said in MESSAGES.values() for name in said]
    assert len(names) == len(set(names))
    sources = {
        bundle: "".join((CLIENT / f"{part}.js").read_text("utf-8") for part in parts)
        for bundle, parts in (BUNDLES | ON_DEMAND).items()
    }
    for bundle, said in MESSAGES.items():
        for name in said:
            asking = {other for other, source in sources.items() if f"'{name}'" in source}
            shared = bundle in ("search", "reader") and len(asking) > 1
            assert bundle in asking or shared or name.startswith(FAMILIES), (bundle, name)
    for bundle, source in sources.items():
        there = MESSAGES.get(bundle, {}).keys() | MESSAGES["reader"].keys()
        if bundle in ON_SEARCH_PAGE:
            there |= MESSAGES["search"].keys()
        assert set(re.findall(r"\bsay\('([\w-]+)'", source)) <= there, bundle


def test_a_bundle_brings_its_own_messages() -> None:
    for path, content in scripts("fr", "latn", "levant").items():
        name = Path(path).stem
        assert messages(name, "fr") in content.decode()


def a_word(draw: random.Random) -> str:
    if draw.random() < 0.1:
        return draw.choice(RARE)
    if draw.random() < 0.1:
        return draw.choice(VOCALISED)
    if draw.random() < 0.2:
        return draw.choice(COMMON)
    stem = draw.choice(STEMS)
    return (
        draw.choice(["", "", "ال", "وال", "و", "ب", "لل"])
        + stem
        + draw.choice(["", "", "ها", "ي", "ات"])
    )


def a_text(draw: random.Random, most: int) -> str:
    return " ".join(a_word(draw) for _ in range(draw.randint(1, most)))


def a_document(draw: random.Random, number: int) -> Indexed:
    date = (
        PartialDate(draw.randint(1900, 1905), draw.choice([0, 3, 7]))
        if draw.random() < 0.9
        else None
    )
    title = a_text(draw, 4)
    blocks = [a_text(draw, draw.choice([12, 40, 900])) for _ in range(draw.randint(0, 5))]
    collection, author = draw.choice(["c-1", "c-2"]), draw.choice(["محمد عبده", "رشيد رضا"])
    anchored = tuple((f"p-{n}", text) for n, text in enumerate(blocks))
    row = TextRow(
        f"d/{number}.html", f"doc-{number}", title, date.iso if date else "", collection, "", "",
        (author,), anchored,
    )  # fmt: skip
    terms = DocTerms.of(title, blocks)
    values = {
        "collection": [(collection, f"مجموعة {collection}")],
        "author": [(author, author)],
        "entity": [(name, f"اسم {name}") for name in draw.sample(ENTITIES, draw.randint(0, 4))],
    }
    return Indexed(row, terms, date, values)


def an_asked_word(draw: random.Random) -> str:
    """A word of the texts, or one with affixes that no text has: its readings are looked up."""
    if draw.random() < 0.7:
        return a_word(draw)
    return (
        draw.choice(["", "فال", "وبال", "ول"]) + draw.choice(STEMS) + draw.choice(["", "هم", "نا"])
    )


def a_query(draw: random.Random) -> str:
    item: list[str] = []
    for _ in range(draw.choice([1, 2, 2, 3, 4, 6])):
        word, other = an_asked_word(draw), a_word(draw)
        item.append(
            draw.choice([
                word, word, word, word, f"={word}", f'"{word} {other}"', f'="{word} {other}"',
                f"{word[:3]}*", f"-{word}", f"title:{word}", "author:رضا", "collection:c-1",
                "after:1902", "before:1903-03", f"({word} OR {other})",
            ])
        )  # fmt: skip
        item.append(draw.choice(["", "", "", "", "AND", "OR", "NOT"]))
    return " ".join(item[:-1])


@pytest.fixture(scope="module")
def documents() -> list[Indexed]:
    draw = random.Random(7)
    made = [a_document(draw, number) for number in range(160)]
    return sorted(
        made, key=lambda one: (one.date is None, one.date.first if one.date else 0, one.row.id)
    )


@pytest.fixture(scope="module")
def site(documents: list[Indexed], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    collections = [("c-1", "مجموعة c-1", "c/c-1/index.html")]
    for file in index_files(
        documents, tables=client_tables(), sealed=PartialDate(1902), collections=collections
    ):
        path = folder / "search" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    return folder


def asked_in_the_browser(site: Path, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lines = "".join(json.dumps({"op": "search", **one}) + "\n" for one in questions)
    done = subprocess.run(
        [node(), str(ROOT / "bench" / "search_server.js"), str(site)],
        input=lines, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def asked_in_python(site: Path, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    index = open_site(site)
    answers = []
    for one in questions:
        filters = dict(one.get("filters", {}))
        first, last = filters.pop("from", None), filters.pop("to", None)
        found = index.search(
            one["q"], one["k"], sort=one.get("sort", "relevance"), filters=filters,
            exact=one.get("exact", False), first_year=first, last_year=last, n_passages=0,
        )  # fmt: skip
        answers.append({
            "ids": [hit.text.id for hit in found.hits],
            "scores": [hit.score for hit in found.hits],
            "total": found.total,
            "problems": list(found.query.problems),
        })  # fmt: skip
    return answers


FILTERS: list[dict[str, Any]] = [
    {"collection": "c-2"},
    {"from": 1901, "to": 1903},
    {"to": 1902, "collection": "c-1"},
    {"entity": ["رضا", "zz", "غيره"]},
    {"entity": ["مصر"], "collection": ["c-1", "c-2"], "from": 1902},
]


def test_counts_are_those_of_looking_at_every_document(
    site: Path, documents: list[Indexed]
) -> None:
    draw = random.Random(5)
    fields = ["collection", "author", "entity", "years"]
    questions = [
        {"q": draw.choice([a_query(draw), ""]), "k": 0, "filters": draw.choice([{}, *FILTERS])}
        for _ in range(60)
    ]
    answers = asked_in_the_browser(site, [{**one, "counts": fields} for one in questions])
    for question, answer in zip(questions, answers, strict=True):
        matching = counted_by_hand(site, documents, question["q"])
        for field in fields:
            others = {
                name: chosen
                for name, chosen in question["filters"].items()
                if name not in ({"from", "to"} if field == "years" else {field})
            }
            kept = [one for one in matching if is_kept(one, others)]
            counts = Counter(value for one in kept for value in values_of(one, field))
            found = {value: n for value, n in answer["counts"][field] if n}
            assert found == counts, (question, field)
            hits = [n for _, n in answer["counts"][field]]
            assert field == "years" or hits == sorted(hits, reverse=True)


def counted_by_hand(site: Path, documents: list[Indexed], query: str) -> list[Indexed]:
    """The documents that a query matches, whatever the filters: all for an empty one."""
    numbers = open_site(site).answer(query).numbers if query.strip() else range(len(documents))
    return [documents[number] for number in numbers]


def values_of(document: Indexed, field: str) -> list[Any]:
    if field == "years":
        return [document.date.year if document.date else 0]
    return [value for value, _ in document.values.get(field, ())]


def is_kept(document: Indexed, filters: dict[str, Any]) -> bool:
    first, last = filters.get("from", 1), filters.get("to", 9999)
    if {"from", "to"} & filters.keys() and not (
        document.date and first <= document.date.year <= last
    ):
        return False
    chosen = {
        n: [c] if isinstance(c, str) else c for n, c in filters.items() if isinstance(c, str | list)
    }
    return all(set(values) & set(values_of(document, name)) for name, values in chosen.items())


def test_browser_and_python_agree_on_hits_order_and_scores(site: Path) -> None:
    draw = random.Random(11)
    questions: list[dict[str, Any]] = [
        {"q": a_query(draw), "k": draw.choice([3, 20, 1000])} for _ in range(300)
    ]
    for one in questions[::3]:
        one["filters"] = draw.choice(FILTERS)
    for one in questions[::5]:
        one["exact"] = True
    for one in questions[::4]:
        one["sort"] = draw.choice(["newest", "oldest"])
    theirs = asked_in_the_browser(site, questions)
    ours = asked_in_python(site, questions)
    assert sum(answer["total"] > 0 for answer in ours) > 150
    for question, browser, python in zip(questions, theirs, ours, strict=True):
        assert "faults" not in browser
        assert {name: browser[name] for name in python} == python, question


BAD_LINES = (
    "", "   ", "{", "null", "3", '"search"', "[]", '{"op": "delete"}', '{"op": "search"}',
    '{"op": "search", "q": 3}', '{"op": "search", "q": "x", "k": -1}',
    '{"op": "search", "q": "x", "k": "ten"}', "[" * 100_000, '{"op":"search","q":"\\ud800"}',
)  # fmt: skip


@pytest.mark.parametrize("server", ["search_server.py", "search_server.js"])
def test_a_server_outlives_bad_lines_and_says_what_was_wrong(site: Path, server: str) -> None:
    program = node() if server.endswith(".js") else sys.executable
    good = json.dumps({"op": "search", "q": "كتاب", "k": 3})
    done = subprocess.run(
        [program, str(ROOT / "bench" / server), str(site)],
        input="\n".join([*BAD_LINES, good, ""]), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    *bad, last = map(json.loads, done.stdout.splitlines())
    assert len(bad) == sum(bool(line.strip()) for line in BAD_LINES)
    assert all("error" in one for one in bad[:-1])
    assert len(last["ids"]) == len(last["scores"]) == 3
    assert done.returncode == 0


@pytest.mark.parametrize("server", ["search_server.py", "search_server.js"])
def test_a_server_without_a_site_says_so(tmp_path: Path, server: str) -> None:
    program = node() if server.endswith(".js") else sys.executable
    done = subprocess.run(
        [program, str(ROOT / "bench" / server), str(tmp_path)],
        input="", capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "manifest" in done.stderr
    assert "Traceback" not in done.stderr
