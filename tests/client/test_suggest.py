"""Do browser and Python offer the same, for every vector and for random archives?"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sitegen.arabic.confusion import distance
from sitegen.arabic.fold import fold
from sitegen.arabic.keyboard import retyped
from sitegen.arabic.romanise import arabic_words, latin_words, unlikeness
from sitegen.arabic.tables import client_tables
from sitegen.arabic.tokens import forms_of
from sitegen.client.bundles import scripts
from sitegen.index.invert import DocTerms
from sitegen.index.meant import Asked
from sitegen.index.named import likeness
from sitegen.index.names import Named
from sitegen.index.offers import Word, beside, gathered, letters_of, offers, replaced
from sitegen.index.search import open_site
from sitegen.index.texts import TextRow
from sitegen.index.whole import Indexed, index_files
from sitegen.index.wordlist import reads, span
from sitegen.model import PartialDate

HERE = Path(__file__).parent
VECTORS = [
    json.loads(line)
    for line in (HERE.parent / "vectors/suggest.jsonl").read_text("utf-8").splitlines()
]
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءؤئ"
NAMES = [
    Named("p-1", "person", "محمد كرد علي", ("كرد علي", "Kurd ʿAlī"), "person/p-1.html", 9),
    Named("p-2", "person", "عبد الرحمن الكواكبي", (), "person/p-2.html", 4),
    Named("p-3", "person", "جرجي زيدان", ("Jurji Zaydan",), "person/p-3.html", 0),
    Named("l-1", "place", "دمشق", ("الشام", "Damascus"), "place/l-1.html", 30),
    Named("l-2", "place", "القاهرة", (), "place/l-2.html", 12),
    Named("o-1", "organization", "المجمع العلمي العربي بدمشق", (), "organization/o-1.html", 2),
]  # fmt: skip


def asked_in_node(folder: Path, site: Path | None, **given: Any) -> dict[str, Any]:
    node = shutil.which("node")
    assert node, "the client's tests need node: `make test` brings it"
    assets = folder / "assets"
    assets.mkdir(exist_ok=True)
    for name, content in scripts("ar", "arab", "levant").items():
        (folder / name).write_bytes(content)
    done = subprocess.run(
        [node, str(HERE / "mend.js"), str(assets), *([str(site)] if site else [])],
        input=json.dumps({"tables": client_tables(), **given}),
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def listed(words: list[tuple[str, int]]) -> dict[str, Word]:
    forms = [(shown, fold(shown).text, level) for shown, level in words]
    return gathered(Word(shown, form, level, letters_of(form)) for shown, form, level in forms)


PYTHON = {
    "distance": distance,
    "unlikeness": unlikeness,
    "likeness": likeness,
    "latinWords": latin_words,
    "arabicWords": arabic_words,
    "retyped": retyped,
    "span": lambda firsts, prefix: [firsts[at] for at in span(firsts, prefix)],
    "reads": lambda *given: [list(one) for one in reads(*given)],
    "offers": lambda typed, words, *known: offers(typed, listed(words), *known),
    "beside": lambda typed, words, texts, documents: [
        [word.shown, word.form, word.level]
        for word in beside(typed, listed(words), texts, documents).values()
    ],
    "replaced": replaced,
}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['op']}: {vector['name']}")
def test_python_does_as_the_vector_says(vector: dict[str, Any]) -> None:
    assert PYTHON[vector["op"]](*vector["in"]) == vector["out"]


def test_the_client_does_as_the_vectors_say(tmp_path: Path) -> None:
    answers = asked_in_node(tmp_path, None, vectors=VECTORS)["vectors"]
    wrong = [
        (vector["op"], vector["name"], answer)
        for vector, answer in zip(VECTORS, answers, strict=True)
        if answer != vector["out"]
    ]
    assert wrong == []


def a_slip(draw: random.Random, word: str) -> str:
    at = draw.randrange(len(word))
    return draw.choice([
        word[:at] + word[at + 1 :],
        word[:at] + draw.choice(LETTERS) + word[at:],
        word[:at] + draw.choice(LETTERS) + word[at + 1 :],
        word[: at - 1] + word[at : at + 1] + word[at - 1 : at] + word[at + 1 :] if at else word[1:],
    ])  # fmt: skip


@pytest.fixture(scope="module")
def words() -> list[str]:
    draw = random.Random(5)
    stems = ["".join(draw.choices(LETTERS, k=draw.randint(2, 6))) for _ in range(3000)]
    heads, tails = ["", "", "ال", "وال", "و", "ب", "لل"], ["", "", "ة", "ها", "ون", "ات"]
    return [draw.choice(heads) + stem + draw.choice(tails) for stem in stems]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> Path:
    draw = random.Random(6)
    folder = tmp_path_factory.mktemp("mended")
    documents = []
    for number in range(120):
        text = " ".join(words[int(draw.paretovariate(0.5)) % len(words)] for _ in range(200))
        row = TextRow(f"d/{number}.html", f"d-{number:03}", "", "", "", "", "", (), (("p", text),))
        documents.append(Indexed(row, DocTerms.of("", [text]), PartialDate(1900 + number // 10)))
    for file in index_files(
        documents, tables=client_tables(), sealed=PartialDate(1905), named=NAMES
    ):
        path = folder / "search" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    return folder


def test_browser_and_python_offer_the_same(tmp_path: Path, site: Path, words: list[str]) -> None:
    draw = random.Random(7)
    texts = [
        "hgrhivm", "يهةشساض", "Dimashq", "Kurd ʿAlī", "al-Kawakibi", "Zeidan", "عبدالله",
        *(a_slip(draw, word) for word in draw.choices(words, k=80)),
        *(f"{a_slip(draw, one)} {two}" for one, two in zip(words[:20], words[20:40], strict=True)),
        *(f"{word[:2]} {word[2:]}" for word in words[40:60]),
    ]  # fmt: skip
    index = open_site(site)
    asked = [
        {
            "text": text,
            "words": [{"form": form, "df": draw.choice([0, 0, 2, 9])} for form in forms],
            "texts": [" ".join(draw.choices(words, k=60)) for _ in range(draw.choice([0, 3]))],
        }
        for text in texts
        if (forms := forms_of(text))
    ]
    begun = ["محمد ك", "دم", "القاه", "الكو", "Kur", *(word[:3] for word in words[:40])]
    theirs = asked_in_node(tmp_path, site, asked=asked, begun=begun)
    mender = index.mender
    queries = 0
    for one, said in zip(asked, theirs["asked"], strict=True):
        asked_words = [Asked(**word) for word in one["words"]]
        ours = mender.meant(one["text"], asked_words, one["texts"])
        assert said["queries"] == list(ours.queries), one
        assert [record["id"] for record in said["records"]] == [r.id for r in ours.records], one
        queries += len(ours.queries)
    assert queries > 100
    for text, (shown, records) in zip(begun, theirs["begun"], strict=True):
        (last,) = forms_of(text)[-1:]
        assert shown == [word.shown for word in mender.words(last)]
        assert [record["id"] for record in records] == [r.id for r in mender.records(text)]


def test_a_name_in_latin_letters_or_on_the_wrong_layout_leads_to_its_record(site: Path) -> None:
    mender = open_site(site).mender
    for text, heading in (
        ("Dimashq", "دمشق"), ("hgrhivm", "القاهرة"), ("يهةشساض", "دمشق"), ("Zeidan", "جرجي زيدان"),
        ("Kurd ʿAlī", "محمد كرد علي"), ("Abderrahman Elkawakibi", "عبد الرحمن الكواكبي"),
    ):  # fmt: skip
        found = mender.meant(text, [Asked(form, 0) for form in forms_of(text)])
        assert found.records[0].heading == heading


def test_what_is_found_is_not_doubted_and_nothing_is_read(tmp_path: Path, site: Path) -> None:
    asked = [{"text": "كتب", "words": [{"form": "كتب", "df": 3}]}]
    read = asked_in_node(tmp_path, site, asked=asked)
    assert read["asked"] == [{"queries": [], "records": []}]
    assert not [file for file in read["files"] if "/b/" in file or "/w/" in file]
