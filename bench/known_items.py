"""Further sets of known items, made from the corpora beside the project and typed as people type.

``titles``: titles of the journals' articles that occur once, as printed and without marks and ال.
``quran``: three to five words of one verse of the Uthmani text, and of no other, in today's
spelling (quran-transcript, a package of PyPI, has the same text in both), as verses quoted from
memory: as they are, without the article, in another order. ``books``: words of one paragraph of two
books of the third century, and of no other; ``written`` are typed with their marks.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from questions import SHARED, Passage, Question, RetrievalSet, rows_of

from sitegen.arabic.stop import is_stop
from sitegen.arabic.tokens import forms_of

WORK = Path(__file__).resolve().parent / "work"
PACKAGE = "quran-transcript==0.6.4"
SPELLINGS = "quran_transcript/quran-script/quran-uthmani-imlaey.json"
JOURNALS = ("muqtabas", "zuhur", "lughat-al-arab")
MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
ARTICLE = re.compile(r"(?<!\S)ال(?=\S{3})")
N_QUERIES = 300


def bare(text: str) -> str:
    """Leave the marks out, and what is no letter or space."""
    return " ".join(re.sub(r"[^\u0621-\u064a ]", " ", MARKS.sub("", text)).split())


def titles() -> RetrievalSet:
    """Make the set of titles."""
    rows = [
        json.loads(row)
        for name in JOURNALS
        for row in rows_of(SHARED / "data" / "journals" / f"{name}.jsonl.gz")
    ]
    passages = [Passage(r["id"], r["title"], tuple(r["body"].split("\n\n"))) for r in rows]
    seen: dict[tuple[str, ...], list[Passage]] = {}
    for passage in passages:
        seen.setdefault(tuple(forms_of(passage.title)), []).append(passage)
    once = [p for forms, some in seen.items() if len(some) == 1 and len(forms) > 1 for p in some]
    drawn = random.Random(1).sample(once, N_QUERIES)
    questions = [q for p in drawn for q in _typed(p.id, bare(p.title), p.id)]
    return _made("titles", passages, questions)


def _typed(name: str, text: str, gold: str) -> Iterator[Question]:
    """Type a text as it is, and without its articles."""
    answers = frozenset({gold})
    yield Question(f"{name} as is", text, "as is", answers)
    if (without := ARTICLE.sub("", text)) != text:
        yield Question(f"{name} no article", without, "no article", answers)


def quran() -> RetrievalSet:
    """Make the set of verses."""
    uthmani = [
        (f"{row['id']}-{number:03}", verse)
        for row in map(json.loads, rows_of(SHARED / "data" / "vocalised" / "quran.jsonl.gz"))
        for number, verse in enumerate(row["body"].split("\n\n"), 1)
    ]
    today = list(_todays_verses())
    if len(today) != len(uthmani):
        sys.exit(f"{PACKAGE} has {len(today)} verses, the Uthmani text {len(uthmani)}")
    passages = [Passage(name, "", (verse,)) for name, verse in uthmani]
    drawn = _drawn([(p.id, verse) for p, verse in zip(passages, today, strict=True)])
    questions: list[Question] = []
    for name, written, words in drawn:
        questions += _typed(name, " ".join(words), name)
        shuffled = " ".join(random.Random(name).sample(words, len(words)))
        questions.append(Question(f"{name} order", shuffled, "other order", frozenset({name})))
        questions.append(Question(f"{name} marks", written, "written", frozenset({name})))
    return _made("quran", passages, questions)


def _todays_verses() -> Iterator[str]:
    target = WORK / "quran-transcript"
    if not any(target.glob("*.whl")):
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(target)]
        if subprocess.run([*pip, PACKAGE], check=False, capture_output=True).returncode:
            sys.exit(f"NOT MEASURED: pip does not bring {PACKAGE}")
    with zipfile.ZipFile(next(target.glob("*.whl"))) as wheel:
        surahs = json.loads(wheel.read(SPELLINGS))["quran"]["sura"]
    for surah in surahs:
        verses = surah["aya"]
        for verse in verses if isinstance(verses, list) else [verses]:
            yield verse["@imlaey"]


def _drawn(texts: list[tuple[str, str]]) -> list[tuple[str, str, list[str]]]:
    """Draw texts, and from each some words in a row that stand in no other, stop words aside."""
    folded = [f" {' '.join(forms_of(text))} " for _, text in texts]
    draw, found = random.Random(1), []
    for at in draw.sample(range(len(texts)), len(texts)):
        name, text = texts[at]
        words = [word for word in text.split() if bare(word)]
        n = draw.randint(3, 5)
        if len(words) < n or len(found) == N_QUERIES:
            continue
        start = draw.randint(0, len(words) - n)
        chosen = words[start : start + n]
        forms = forms_of(" ".join(chosen))
        phrase = f" {' '.join(forms)} "
        if sum(not is_stop(form) for form in forms) > 1 and sum(phrase in f for f in folded) == 1:
            found.append((name, " ".join(chosen), [bare(word) for word in chosen]))
    return found


def books() -> RetrievalSet:
    """Make the set of paragraphs of books."""
    passages = []
    for path in sorted((SHARED / "data" / "openiti").glob("*.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as book:
            body = book.read().partition("#META#Header#End#")[2]
        for number, part in enumerate(_paragraphs(body)):
            passages.append(Passage(f"{path.name[:4]}-{number:04}", "", (part,)))
    drawn = _drawn([(p.id, p.blocks[0]) for p in passages])
    questions: list[Question] = []
    for name, _, words in drawn:
        questions += _typed(name, " ".join(words), name)
        shuffled = " ".join(random.Random(name).sample(words, len(words)))
        questions.append(Question(f"{name} order", shuffled, "other order", frozenset({name})))
    return _made("books", passages, questions)


def _paragraphs(body: str) -> Iterable[str]:
    """Part OpenITI mARkdown at its paragraphs, without page marks."""
    text = re.sub(r"PageV\d+P\d+|ms\d+|\n~~", " ", body)
    parts = (" ".join(part.split()) for part in re.split(r"\n#+[^\n]{0,3}", text))
    return (part for part in parts if len(part) > 40)


def _made(name: str, passages: list[Passage], questions: list[Question]) -> RetrievalSet:
    ordered = tuple(sorted(passages, key=lambda passage: passage.id))
    return RetrievalSet(name, ordered, tuple(questions))


MAKERS: dict[str, Callable[[], RetrievalSet]] = {"titles": titles, "quran": quran, "books": books}
