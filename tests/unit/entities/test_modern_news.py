"""Modern news (the Prague treebank's sentences beside the project) with a small authority."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pytest

from sitegen.arabic.tokens import forms_of
from sitegen.entities.common import common_words
from sitegen.entities.names import gather_names, one_word_names
from sitegen.entities.resolve import Linker
from sitegen.model import Document

from .samples import authority_of, document, person, place, surface

NEWS = Path("../shared/data/morph/padt_dev.tsv.gz")
pytestmark = pytest.mark.corpus

PEOPLE = {
    "p-sharon": "أرييل شارون",
    "p-arafat": "ياسر عرفات",
    "p-clinton": "بيل كلينتون",
    "p-bush": "جورج بوش",
    "p-asad": "بشار الأسد",
    "p-mubarak": "حسني مبارك",
    "p-musa": "عمرو موسى",
    "p-hoss": "سليم الحص",
    "p-barak": "إيهود باراك",
}
PLACES = {
    "l-khalil": "الخليل",
    "l-ramallah": "رام الله",
    "l-gaza": "غزة",
    "l-quds": "القدس",
    "l-washington": "واشنطن",
    "l-cairo": "القاهرة",
    "l-amman": "عمان",
    "l-london": "لندن",
    "l-lebanon": "لبنان",
    "l-algeria": "الجزائر",
    "l-beirut": "بيروت",
    "l-hama": "حماة",
    "l-bab": "الباب",
}


def read_news() -> list[Document]:
    """One document a dispatch, one block a sentence."""
    if not NEWS.exists():
        pytest.skip(f"the corpora are not beside the project: no {NEWS}")
    dispatches: dict[str, dict[str, list[str]]] = {}
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            word, *more = line.split("\t")
            if len(more) < 3:
                continue
            sentence = more[2]
            dispatch = dispatches.setdefault(sentence.partition("#")[0], {})
            dispatch.setdefault(sentence, []).append(word)
    return [
        document(*(" ".join(words) for words in sentences.values()), date="2000")
        for sentences in dispatches.values()
    ]


def test_news_links_its_people_and_places_and_nobody_else() -> None:
    """Every one of these links was read once, and is right."""
    authority = authority_of(
        *(person(key, heading) for key, heading in PEOPLE.items()),
        *(place(key, heading) for key, heading in PLACES.items()),
    )
    news = read_news()
    counts: Counter[str] = Counter()
    for one in news:
        counts.update(forms_of(one.body.source))
    names = gather_names(authority.values())
    common = common_words(one_word_names(names, authority), counts)
    found: dict[str, Counter[str]] = {}
    linker = Linker(authority, common=common, names=names)
    for one, mentions in zip(news, linker.link_all(news), strict=True):
        for mention in mentions:
            if mention.entity:
                found.setdefault(mention.entity, Counter())[surface(one, mention)] += 1
    assert {key: sum(count.values()) for key, count in found.items()} == {
        "p-sharon": 13, "p-arafat": 4, "p-clinton": 14, "p-bush": 4, "p-asad": 3, "p-mubarak": 5,
        "p-musa": 1, "p-hoss": 1, "p-barak": 3,
        "l-khalil": 1, "l-ramallah": 2, "l-gaza": 12, "l-quds": 10, "l-washington": 9,
        "l-cairo": 21, "l-amman": 1, "l-london": 2, "l-lebanon": 7, "l-algeria": 4, "l-beirut": 4,
    }  # fmt: skip
    assert found["p-asad"] == {"بشار الأسد": 1, "بشار الاسد": 1, "الأسد": 1}
    assert found["p-clinton"] == {"بيل كلينتون": 5, "كلينتون": 9}
