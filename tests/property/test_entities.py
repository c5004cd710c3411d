"""Whatever the text: links are names, never overlap, and are the same alone and in company."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.arabic.fold import fold
from sitegen.arabic.tokens import forms_of, tokenize
from sitegen.entities.authority import Authority, read_authority
from sitegen.entities.encode import encode_jsonl, encode_yaml
from sitegen.entities.forms import proclitics
from sitegen.entities.haystack import gap_kind, pile
from sitegen.entities.importers import read_source
from sitegen.entities.kwic import kwic
from sitegen.entities.matcher import Hit, Matcher
from sitegen.entities.records import read_records
from sitegen.entities.resolve import Linker, surface_in_source
from sitegen.entities.spellings import spellings
from sitegen.entities.stuck import is_stuck_word
from sitegen.errors import Place
from sitegen.model import Block, BlockKind, Body, DocId, Document, Title

RECORDS: list[dict[str, Any]] = [
    {"id": "l-bayrut", "type": "place", "heading": "بيروت"},
    {"id": "l-usa", "type": "place", "heading": "الولايات المتحدة"},
    {"id": "l-iraq", "type": "place", "heading": "العراق"},
    {"id": "l-lat", "type": "place", "heading": "اللاذقية"},
    {"id": "o-muq", "type": "organization", "heading": "المقاومة الإسلامية في العراق"},
    {"id": "p-sud", "type": "person", "heading": "محمد شياع السوداني"},
    {"id": "p-muq", "type": "person", "heading": "عبد الله ابن المقفع", "variants": ["ابن المقفع"]},
    {"id": "p-1", "type": "person", "heading": "أحمد رضا", "birth": "1872"},
    {"id": "p-2", "type": "person", "heading": "أحمد رضا", "birth": "1930"},
    {"id": "p-d", "type": "person", "heading": "R. Dozy"},
]
AUTHORITY: Authority = read_authority([("a.jsonl", encode_jsonl(RECORDS))])[0]
LINKER = Linker(AUTHORITY)
NAMES = [name for record in RECORDS for name in (record["heading"], *record.get("variants", ()))]

pieces = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from([word for name in NAMES for word in name.split()]),
    st.sampled_from(
        ["السوداني", "للولايات المتحدة", "للاذقية", "دوزي", "بن", "أفندي", "و", "ل", "في"]
    ),
    st.sampled_from(
        [" ", " ", " ", "\n", "\n\n", "، ", ". ", "-", "«", "»", "ـ", "\u064e", "\u200f"]
    ),
    st.sampled_from(["و", "وب", "لل", "ال", "ة", "١٩٠٨", "Q", "ﻻ", "𝄞", "\u2029", "␞"]),
    st.text(max_size=3),
)
texts = st.lists(pieces, max_size=14).map("".join)


def document(title: str, *blocks: str) -> Document:
    made = [Block(BlockKind.PARAGRAPH, f"p-{n}", text, "") for n, text in enumerate(blocks)]
    return Document(
        id=DocId("d"),
        place=Place("d.md"),
        title=Title(title, title),
        body=Body("", tuple(made), ()),
    )


@settings(max_examples=300)
@example(
    "", "", "\N{ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM}للاذقية"
)  # no link parts a ligature
@given(texts, texts, texts)
def test_links_are_sorted_apart_and_spell_their_record(title: str, one: str, two: str) -> None:
    page = document(title, one, two)
    mentions = LINKER.link(page)
    order = [(m.block, m.start, m.end) for m in mentions]
    assert order == sorted(order)
    for (block, _, end), (after, start, _) in pairwise(order):
        assert block < after or end <= start
    for mention in mentions:
        text = title if mention.block < 0 else page.body.blocks[mention.block].text
        surface = text[mention.start : mention.end]
        assert 0 <= mention.start < mention.end <= len(text)
        assert (mention.entity is None) == mention.rule.startswith("nil:")
        if mention.entity and mention.rule != "short":
            record = AUTHORITY[mention.entity]
            known = {
                way
                for name in (record.heading, *record.variants)
                for way in spellings(tuple(forms_of(name)))
            }
            words = tuple(word for word in forms_of(surface) if word not in ("افندي", "بك", "باشا"))
            lam = (f"ا{words[0]}", *words[1:]), (f"ال{words[0]}", *words[1:])
            assert words in known or known & set(lam)


@given(st.lists(st.tuples(texts, texts), max_size=4))
def test_company_changes_nothing(pages: list[tuple[str, str]]) -> None:
    documents = [document(title, text) for title, text in pages]
    assert LINKER.link_all(documents) == [LINKER.link(one) for one in documents]


@given(texts)
def test_the_surface_in_the_source_is_the_slice_of_a_title(title: str) -> None:
    page = document(title)
    for mention in LINKER.link(page):
        start, end, surface = surface_in_source(page, mention)
        assert (start, end, surface) == (mention.start, mention.end, title[start:end])


LETTERS = "ابولي"
words = st.one_of(
    st.text(alphabet=LETTERS, min_size=1, max_size=4),
    st.text(alphabet="اب", min_size=7, max_size=18),
)
names = st.lists(
    st.lists(words, min_size=1, max_size=3).map(tuple), min_size=1, max_size=6, unique=True
)
gaps = st.sampled_from([" ", " ", " ", "\n", " «", "-", "، ", ". ", " - "])


@settings(max_examples=400)
@given(names, st.lists(st.tuples(words, gaps), max_size=12))
def test_the_matcher_finds_what_a_plain_loop_finds(
    given_names: list[tuple[str, ...]], parts: list[tuple[str, str]]
) -> None:
    text = "".join(word + gap for word, gap in parts)
    stack = pile([text])
    matcher = Matcher([" ".join(name) for name in given_names])
    found = {(hit.start, hit.end, hit.cut, hit.name) for hit in matcher.find(stack)}
    assert found == set(plain_find(given_names, text))


def plain_find(given_names: list[tuple[str, ...]], text: str) -> list[Hit]:
    tokens = tokenize(fold(text))
    forms, folded = tokens.forms, tokens.folded.text
    openings = [sum(len(form) + 1 for form in forms[:n]) for n in range(len(forms))]
    found = []
    for number, name in enumerate(given_names):
        for spelling, licence in plain_forms(name):
            size = len(spelling)
            for at in range(len(forms) - size + 1):
                run = forms[at : at + size]
                cut = next(
                    (
                        n
                        for n in range(5)
                        if run[0][:n] in licence and fits(run, spelling, n, licence)
                    ),
                    None,
                )
                if cut is None or not holds(tokens, folded, at, size, spelling):
                    continue
                start = openings[at] + cut
                end = openings[at + size - 1] + len(spelling[-1]) + (cut if size == 1 else 0)
                found.append(Hit(start, end, cut, number))
    return found


def fits(run: list[str], spelling: list[str], cut: int, licence: frozenset[str]) -> bool:
    if len(run) == 1:
        return ends(run[0][cut:], spelling[0], licence)
    middle = run[1:-1] == spelling[1:-1]
    return run[0][cut:] == spelling[0] and middle and ends(run[-1], spelling[-1])


def ends(form: str, word: str, licence: frozenset[str] | None = None) -> bool:
    if form == word:
        return True
    rest = form[len(word) :]
    unfinished = word in {"عبد", "بن", "ابن", "ابو", "ابي", "ابا", "ام", "ال"}
    if not form.startswith(word) or unfinished or (word[-1] == "ا" and rest[0] == "ل"):
        return False
    if licence is None:
        return is_stuck_word(rest, are_many=True)
    letters = len(word.removeprefix("ال")) - ("ول" in licence and "و" not in licence)
    if letters >= 4 and rest == "في":
        return True
    if letters <= 4 and (rest[0] in "فلب" or len(word) < 4):
        return False
    if letters < 4 and (len(rest) < 4 or rest[0] not in "وا"):
        return False
    if letters == 5 and rest in {"من", "عن", "كل", "هو", "هي"}:
        return True
    return is_stuck_word(rest, is_long=letters >= 6)


def holds(tokens: Any, folded: str, at: int, size: int, spelling: list[str]) -> bool:
    for n in range(size - 1):
        gap = folded[int(tokens.ends[at + n]) : int(tokens.starts[at + n + 1])]
        kind = gap_kind(gap)
        is_initials = len(spelling) > 1 and all(len(word) == 1 for word in spelling)
        if is_initials and "." not in gap:
            return False
        if kind == "!" or (kind == "." and len(spelling[n]) > 1):
            return False
    return True


def plain_forms(name: tuple[str, ...]) -> list[tuple[list[str], frozenset[str]]]:
    if len(" ".join(name)) < 2:
        return []
    if len(name) > 1 and all(len(word) == 1 for word in name):
        return [(list(name), frozenset([""]))]
    if not name[0].startswith("ال"):
        return [(list(name), proclitics(article=len(name) > 1))]
    forms = [(list(name), proclitics(article=False))]
    if len(name[0]) > 4:
        cut = 2 if name[0].startswith("اللا") else 1
        forms.append(([name[0][cut:], *name[1:]], frozenset(["ل", "ول", "فل"])))
    return forms


@given(st.binary(max_size=300), st.sampled_from(["a.yml", "a.csv", "a.jsonl", "a.xml"]))
def test_any_bytes_give_records_or_problems(raw: bytes, name: str) -> None:
    read_source(name, raw, [])


records = st.recursive(
    st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(min_size=1, max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from(["id", "heading", "variants", "extra"]), records, min_size=1)
)
def test_records_come_back_from_both_forms_as_they_were(row: dict[str, Any]) -> None:
    row = json.loads(json.dumps(row))
    for path, encode in (("a.yml", encode_yaml), ("a.jsonl", encode_jsonl)):
        found, problems = read_records(path, encode([row]))
        assert problems == []
        assert [dict(record.values) for record in found] == [row]


@given(st.text(alphabet="اب \n", max_size=40), st.data(), st.integers(0, 12))
def test_context_is_of_the_text_and_of_its_width(
    text: str, data: st.DataObject, width: int
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    left, surface, right = kwic(text, start, end, width)
    flat = text.replace("\n", " ")
    assert surface == flat[start:end]
    assert flat[:start].rstrip().endswith(left.removeprefix("… ").strip())
    assert flat[end:].lstrip().startswith(right.removesuffix(" …").strip())
    assert len(left) <= width + 2
    assert len(right) <= width + 2
