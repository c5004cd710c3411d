"""The index finds what looking at every document finds, and its bytes depend on little."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.arabic.families import Families
from sitegen.arabic.fold import fold
from sitegen.arabic.stem import key, rule_stem, stem_fold
from sitegen.arabic.stop import is_stop
from sitegen.arabic.tokens import forms_of
from sitegen.index.format import parse_file, shard_name
from sitegen.index.invert import DocTerms, title_length
from sitegen.index.letters import swap
from sitegen.index.query import (
    Bound,
    Field,
    Group,
    Leaf,
    Node,
    Not,
    Phrase,
    Query,
    Title,
    parse_query,
)
from sitegen.index.rank import proximity
from sitegen.index.scores import Ranking, coverage_powers, idf, levels_of, rounded_mean
from sitegen.index.search import SearchIndex
from sitegen.index.store import store_of
from sitegen.index.texts import TextRow, part_blocks
from sitegen.index.varint import decode, decode_array, encode
from sitegen.index.whole import Indexed, index_files
from sitegen.model import PartialDate

STEMS = ["كتاب", "كتب", "قلم", "مصر", "علم", "دار", "شعر", "بيروت", "لغه", "1908", "mq"]
WORDS = [
    *STEMS, "الكتاب", "وكتاب", "للكتاب", "كتابه", "كتابا", "والكتب", "مصري", "المصريين", "بعلم",
    "علوم", "الدار", "ديار", "لبيروت", "لغته", "ولغتهم", "شعراء", "الشعر", "في", "من", "علي", "و",
]  # fmt: skip
# As Uthmani spelling has them: a word is found by its letters, and with the alef written.
VOWELS = {"\u064e": "a", "\u064b": "a", "\u0670": "a", "\u064f": "u", "\u064c": "u",
          "\u0650": "i", "\u064d": "i", "\u0652": "-", "\u06e1": "-"}  # fmt: skip
LETTER = re.compile("([\u0621-\u064a\u0671a-z0-9])([^\u0621-\u064a\u0671a-z0-9]*)")
MARKED = ["عِلْم", "عَلَم", "عَلَّمَ", "بِعِلْمٍ", "وَبِعَلَمٍ", "شِعْر", "الشَّعْرُ", "شَعَرَ"]
VOCALISED = [*MARKED, "كِتَٰبٌ", "وَٱلۡكِتَٰبِ", "دِيَٰرِ", "كِتَٰبُهُۥ", "هَٰذَا", "صَلَوٰةِ", "عَلَىٰهُمۡ"]
words = st.sampled_from([*WORDS, *VOCALISED])
QUERY_WORDS = [*WORDS, *VOCALISED, "ولغه", "دارنا", "غريب", "بالشعر", "صلاه", "علاهم", "ديرنا"]


def document(number: int, title: Sequence[str], blocks: Sequence[Sequence[str]],
             date: PartialDate | None, author: str) -> Indexed:  # fmt: skip
    texts = tuple((f"p-{i}", " ".join(block)) for i, block in enumerate(blocks))
    iso = date.iso if date else ""
    row = TextRow("", f"d-{number:03}", " ".join(title), iso, "c", "", "", (author,), texts)
    values = {"author": [(f"id-{author}", author)]} if author else {}
    headings = [0] if len(blocks) > 2 else []
    return Indexed(row, DocTerms.of(row.title, [text for _, text in texts], headings), date, values)


@st.composite
def corpora(draw: st.DrawFn) -> list[Indexed]:
    n = draw(st.integers(1, 8))
    dates = sorted(
        draw(st.lists(st.builds(PartialDate, st.integers(1906, 1909), st.integers(0, 12)),
                      max_size=n)),
        key=lambda date: (date.first, date.last),
    )  # fmt: skip
    return [
        document(
            number,
            draw(st.lists(words, max_size=4)),
            draw(st.lists(st.lists(words, max_size=8), max_size=4)),
            dates[number] if number < len(dates) else None,
            draw(st.sampled_from(["", "رشيد رضا", "كرد علي"])),
        )
        for number in range(n)
    ]


leaves = st.one_of(
    st.sampled_from(QUERY_WORDS),
    st.sampled_from(QUERY_WORDS).map("={}".format),
    st.sampled_from(["كت*", "ال*", "مص*", "لغ*"]),
    st.lists(words, min_size=1, max_size=3).map(lambda ws: f'"{" ".join(ws)}"'),
    st.lists(words, min_size=1, max_size=3).map(lambda ws: f'="{" ".join(ws)}"'),
    st.sampled_from(QUERY_WORDS).map("title:{}".format),
    st.sampled_from(["author:رضا", "author:id-كرد", 'author:"id-رشيد رضا"', "after:1907",
                     "before:1908-03", "after:1908-2", "OR", "AND", "NOT", "(", ")"]),
)  # fmt: skip
queries = st.lists(
    st.one_of(leaves, leaves.map("-{}".format)), min_size=1, max_size=6
).map(" ".join)  # fmt: skip


def is_void(query: Query) -> bool:
    return not {"empty", "only-not"}.isdisjoint(query.problems)


class Oracle:
    """Search by looking at every document; a segment is all documents of one side of a date."""

    def __init__(self, documents: Sequence[Indexed], sealed: PartialDate | None) -> None:
        self.documents = documents
        self.ranking = Ranking()
        first = sum(
            sealed is not None and d.date is not None and d.date.first <= sealed.last
            for d in documents
        )
        self.segment_of = [int(first > 0 and number >= first) for number in range(len(documents))]
        self.families, self.means = [], []
        for segment in sorted(set(self.segment_of)):
            here = [d for d, s in zip(documents, self.segment_of, strict=True) if s == segment]
            counts = Counter(form for d in here for form in self.all_words(d))
            self.families.append(Families.from_counts(counts))
            self.means.append(rounded_mean(sum(map(self.length, here)), len(here)))

    @staticmethod
    def length(d: Indexed) -> int:
        return len(d.terms.title) + sum(map(len, d.terms.blocks))

    @staticmethod
    def parts(d: Indexed) -> list[list[set[str]]]:
        """The readings of every word of the title and of each block."""
        texts = (d.row.title, *(text for _, text in d.row.blocks))
        return [[{fold(w).text, fold(written(w)).text} for w in text.split()] for text in texts]

    @classmethod
    def all_words(cls, d: Indexed) -> Iterator[str]:
        for part in cls.parts(d):
            for readings in part:
                yield from readings

    def forms(self, leaf: Leaf, number: int) -> set[str]:
        """The forms that stand for a leaf in the segment of a document."""
        families = self.families[self.segment_of[number]]
        if leaf.kind == "exact":
            return {leaf.form} & set(families.known)
        if leaf.kind == "prefix":
            return self.expansion(leaf.form) & set(families.known)
        family = families.family(leaf.form)
        return {form for form in families.known if families.family(form) == family}

    def expansion(self, prefix: str) -> set[str]:
        dfs: Counter[str] = Counter(w for d in self.documents for w in set(self.all_words(d)))
        known = [set(families.known) for families in self.families]
        found = set()
        for form in dfs:
            for segment in known:
                if form in segment and any(
                    reading.startswith(prefix) for reading in readings_of(form, segment)
                ):
                    found.add(form)
        return set(sorted(found, key=lambda form: (-dfs[form], form))[:50])

    def has(self, leaf: Leaf, number: int) -> bool:
        return not self.forms(leaf, number).isdisjoint(self.all_words(self.documents[number]))

    def matches(self, node: Node, number: int, ranked: set[Leaf]) -> bool:
        d = self.documents[number]
        match node:
            case Leaf():
                return self.has(node, number)
            case Phrase(forms, exact):
                return any(self.stands(part, forms, number, exact=exact) for part in self.parts(d))
            case Title(forms):
                title = set().union(*self.parts(d)[0])
                return all(self.forms(Leaf("word", f), number) & title for f in forms)
            case Field(name, value):
                return any(
                    value == v or (forms_of(value) and set(forms_of(value)) <= set(forms_of(label)))
                    for v, label in d.values.get(name, ())
                )
            case Bound(side, iso):
                if d.date is None:
                    return False
                bound = PartialDate(*map(int, iso.split("-")))
                day = d.date.first
                return day >= bound.first if side == "after" else day <= bound.last
            case Not(inner):
                return not self.matches(inner, number, ranked)
            case Group("and", nodes):
                return all(self.matches(n, number, ranked) for n in nodes)
            case Group("or", nodes):
                return any(self.matches(n, number, ranked) for n in nodes)
            case Group(_, nodes):
                bare = [n for n in nodes if isinstance(n, Leaf)]
                rest = [n for n in nodes if not isinstance(n, Leaf)]
                if not all(self.matches(n, number, ranked) for n in rest):
                    return False
                if not bare or any(isinstance(n, Phrase | Title | Group) for n in rest):
                    return True
                return any(n in ranked and self.has(n, number) for n in bare)

    def stands(
        self, part: list[set[str]], forms: Sequence[str], number: int, *, exact: bool
    ) -> bool:
        first = self.forms(Leaf("word", forms[0]), number)
        for at in range(len(part) - len(forms) + 1):
            opens = forms[0] in part[at] or (
                not exact and any(form.endswith(forms[0]) for form in part[at] & first)
            )
            if opens and all(form in part[at + i] for i, form in enumerate(forms) if i):
                return True
        return False

    def score(self, words: Sequence[Leaf], number: int) -> int:
        d, ranking, n_documents = self.documents[number], self.ranking, len(self.documents)
        mean = self.means[self.segment_of[number]]
        counts = Counter(self.all_words(d))
        length = np.array([self.length(d)])

        def x(form: str) -> int:
            tf = np.array([counts[form]])
            return ranking.levels[levels_of(tf, length, mean, ranking.levels)[0]] if tf[0] else 0

        def saturated(value: int) -> int:
            return 65536 * value // (1024 + value)

        parts = covered = total = in_title = 0
        for leaf in words:
            df = sum(self.has(leaf, other) for other in range(n_documents))
            weight = idf(n_documents, df)
            total += weight
            forms = self.forms(leaf, number)
            value = sum(x(form) for form in forms)
            if not value:
                continue
            covered += weight
            parts += weight * saturated(value)
            if leaf.kind != "prefix" and x(leaf.form):
                own = Leaf("exact", leaf.form)
                own_df = sum(self.has(own, other) for other in range(n_documents))
                parts += ranking.form * idf(n_documents, own_df) * saturated(x(leaf.form)) // 1024
            in_title += not forms.isdisjoint(set().union(*self.parts(d)[0]))
        if not total:
            return 0
        power = int(coverage_powers(len(words))[1024 * covered // total])
        dice = min(65536, 131072 * in_title // (len(words) + title_length(d.terms.title)))
        return parts * power // 65536 + ranking.title * total // 1024 * (dice * dice // 65536)

    def nearness(self, words: Sequence[Leaf], number: int) -> int:
        d, n_documents = self.documents[number], len(self.documents)
        head = len(part_blocks(d.row.blocks)[0])
        gains = 0
        for a, b in pairwise(words):
            least = 99
            for part in self.parts(d)[: 1 + head]:
                for i, one in enumerate(part):
                    for j, other in enumerate(part):
                        if i != j and one & self.forms(a, number) and other & self.forms(b, number):
                            least = min(least, abs(i - j))
            if least <= self.ranking.window:
                dfs = [sum(self.has(w, o) for o in range(n_documents)) for w in (a, b)]
                gains += min(idf(n_documents, df) for df in dfs) * 65536 // least
        return self.ranking.proximity * gains // 1024

    def vocalised(self, text: str, words: Sequence[Leaf], number: int) -> int:
        d, n_documents = self.documents[number], len(self.documents)
        blocks = part_blocks(d.row.blocks)[0]
        sources = [d.row.title.split(), *(block.split() for _, block in blocks)]
        net = 0
        for leaf in words:
            mine = typed_marks(text, leaf.form)
            if mine is None:
                continue
            said = {
                verdict(mine, source)
                for part, words_of in zip(self.parts(d), sources, strict=False)
                for readings, source in zip(part, words_of, strict=True)
                if readings & self.forms(leaf, number)
            }
            df = sum(self.has(leaf, other) for other in range(n_documents))
            own = Leaf("exact", leaf.form)
            own_df = sum(self.has(own, other) for other in range(n_documents))
            most = idf(n_documents, df) + self.ranking.form * idf(n_documents, own_df) // 1024
            net += most * max(said, default=1)
        return self.ranking.marks * 64 * net

    def search(self, text: str) -> list[tuple[int, int]]:
        query = parse_query(text)
        if is_void(query):
            return []
        ranked = set(query.words)
        numbers = [n for n in range(len(self.documents)) if self.matches(query.tree, n, ranked)]

        def order(pair: tuple[int, int]) -> tuple[int, bool, int]:
            return -pair[1], self.documents[pair[0]].date is None, -pair[0]

        found = sorted(((n, self.score(query.words, n)) for n in numbers), key=order)
        is_marked = any(typed_marks(text, leaf.form) for leaf in query.words)
        depth = self.ranking.marked if is_marked else self.ranking.rerank
        near = [
            (n, score + self.nearness(query.words, n) + self.vocalised(text, query.words, n))
            for n, score in found[:depth]
        ]
        return sorted(near, key=order) + found[depth:]


def borne(word: str, stem: str) -> list[tuple[str, bool]] | None:
    """Say of each letter of a stem in a written word: its vowel, and whether it is doubled."""
    at = stem_fold(forms_of(word)[0]).find(stem)
    if at < 0:
        return None
    found = []
    for place, (_, marks) in enumerate(LETTER.findall(word)[at : at + len(stem)]):
        vowel = next((VOWELS[mark] for mark in marks if mark in VOWELS), "")
        is_doubled = place > 0 and "\u0651" in marks
        found.append(("" if place == len(stem) - 1 else vowel, is_doubled))
    return found


def typed_marks(text: str, form: str) -> tuple[str, list[tuple[str, bool]]] | None:
    stem = rule_stem(form)
    if len(stem) > 3 and stem.endswith("ا"):
        stem = stem[:-1]
    for word in re.findall("[\u0621-\u06e7a-z0-9]+", text):
        if forms_of(word) == [form]:
            bears = borne(word, stem) or []
            if any(vowel or is_doubled for vowel, is_doubled in bears):
                return stem, bears
    return None


def verdict(typed: tuple[str, list[tuple[str, bool]]], source: str) -> int:
    stem, bears = typed
    for clitics in ("(.)", "[وف](...)", "[بكل](...)", "[وف][بكل](...)"):
        begins = re.match(clitics, stem)
        if begins and (theirs := borne(source, stem[begins.start(1) :])):
            mine = bears[begins.start(1) :]
            break
    else:
        return 1
    mine = [(mine[0][0], False), *mine[1:]]
    silent = ("", False)
    both = [(a, b) for a, b in zip(mine, theirs, strict=True) if silent not in (a, b)]
    if any(a[1] != b[1] or (a[0] and b[0] and a[0] != b[0]) for a, b in both):
        return 0
    return 2 if both else 1


def written(word: str) -> str:
    """Write the dagger alefs of a word of VOCALISED, where its last vowel tells how."""
    return re.sub(r"[وى]\u0670(?=.)|\u0670", "ا", word)


def readings_of(form: str, known: set[str]) -> Iterator[str]:
    """What section 10 says that a form stands under, letter by letter."""
    yield form
    conjunction = 1 if form[0] in "وف" else 0
    for start in {0, conjunction}:
        rest = form[start:]
        for article in ("ال", "بال", "كال", "لال", "لل"):
            if rest.startswith(article) and len(rest) - len(article) >= 2:
                yield rest[len(article) :]
    clitics = [form[:1]] if form[0] in "وفبكل" else []
    if form[0] in "وف" and form[1:2] and form[1] in "بكل":
        clitics.append(form[:2])
    for clitic in clitics:
        rest = form[len(clitic) :]
        if len(rest) >= 2 and rest in known:
            yield rest


def opened(documents: Sequence[Indexed], sealed: PartialDate | None = None) -> SearchIndex:
    return SearchIndex(store_of(index_files(documents, tables={}, sealed=sealed, batch=3)))


@settings(max_examples=150)
@given(corpora(), queries, st.sampled_from([None, PartialDate(1907), PartialDate(1906, 5)]))
def test_the_index_finds_and_scores_what_looking_at_every_document_does(documents, text, sealed):
    index, oracle = opened(documents, sealed), Oracle(documents, sealed)
    found = index.search(text, limit=100, n_passages=0)
    expected = oracle.search(text)
    assert found.total == len(expected)
    assert [(hit.number, hit.score) for hit in found.hits] == expected


values = st.sampled_from(["رشيد رضا", "كرد علي", "غيرهما"])


@settings(max_examples=100)
@given(corpora(), queries, st.lists(values, max_size=2), st.sampled_from([None, PartialDate(1907)]))
def test_counts_are_those_of_looking_at_every_document(documents, text, chosen, sealed):
    index = opened(documents, sealed)
    filters = {"author": [f"id-{value}" for value in chosen]}
    every, kept = index.answer(text).numbers, index.answer(text, filters).numbers
    authors = [{value for value, _ in d.values.get("author", ())} for d in documents]
    if not is_void(parse_query(text)) and chosen:
        assert kept.tolist() == [n for n in every.tolist() if authors[n] & set(filters["author"])]
    for numbers in (every, kept):
        counts = Counter(
            pair for n in numbers.tolist() for pair in documents[n].values.get("author", ())
        )
        found = index.counts("author", numbers)
        assert {(one.value, one.label): one.hits for one in found if one.hits} == counts
        assert [one.hits for one in found] == sorted((one.hits for one in found), reverse=True)
        assert {one.value for one in found} == {
            value for d in documents for value, _ in d.values.get("author", ())
        }
    assert index.counts("editor", every) == []


@settings(max_examples=60)
@given(corpora(), queries)
def test_an_exact_search_is_one_with_a_sign_before_each_word(documents, text):
    index = opened(documents)
    words = [w for w in text.split() if not set(w) & set('="()-:*')]
    words = [w for w in words if w not in ("OR", "AND", "NOT")]
    exact = index.search(" ".join(words), 100, exact=True, n_passages=0)
    signed = index.search(" ".join(f"={w}" for w in words), 100, n_passages=0)
    assert [(h.number, h.score) for h in exact.hits] == [(h.number, h.score) for h in signed.hits]


@settings(max_examples=60)
@given(corpora(), st.integers(1, 5), st.integers(1, 5))
def test_the_bytes_do_not_depend_on_how_documents_are_batched(documents, one, other):
    first = dict(index_files(documents, tables={}, batch=one))
    assert dict(index_files(documents, tables={}, batch=other)) == first


@settings(max_examples=300)
@given(st.lists(st.sampled_from("ابج"), max_size=30))
def test_the_distance_is_the_least_of_all_pairs(block):
    wanted = [frozenset("اب"), frozenset("بج")]
    places = [(i, one) for i, one in enumerate(block)]
    least = min(
        (abs(i - j) for i, a in places for j, b in places if i != j and a in "اب" and b in "بج"),
        default=99,
    )
    expected = 512 * (1024 * 65536 // least) // 1024 if least <= 8 else 0
    assert proximity([1024, 2048], wanted, [block], Ranking()) == expected


@settings(max_examples=300)
@given(st.lists(st.integers(0, 2**53 - 1)))
def test_integers_read_back(numbers):
    text = encode(numbers)
    assert decode_array(text).tolist() == numbers
    assert decode(text) == numbers


@settings(max_examples=300)
@given(st.text(st.sampled_from('كتاب مصر"«»()-=*:|&؟ ANDORT[]أولي1٣ٌ\u200f\U0001f600')))
def test_no_query_fails(text):
    query = parse_query(text)
    assert isinstance(query.tree, Group)
    assert len(set(query.words)) == len(query.words) <= 32


def large_corpus(seed: int) -> list[Indexed]:
    """Sixty documents over many words of few first letters, so that letters have shards."""
    rng = random.Random(seed)
    letters = "بتجحدرسشصطعفقلمن"
    vocabulary = sorted(
        {
            rng.choice("مكس") + "".join(rng.choice(letters) for _ in range(rng.randint(2, 5)))
            for _ in range(3500)
        }
    )
    weights = [1 / (rank + 5) for rank in range(len(vocabulary))]
    return [
        document(
            number,
            rng.choices(vocabulary, weights, k=3),
            [rng.choices(vocabulary, weights, k=60) for _ in range(4)],
            PartialDate(1906 + number // 20, 1 + number % 20 // 2),
            "",
        )
        for number in range(60)
    ]


def with_word(documents: list[Indexed], number: int, word: str) -> list[Indexed]:
    """Write another word in the middle of a document."""
    edited = documents[number]
    blocks = [list(block) for block in edited.terms.blocks]
    blocks[2][30] = word
    return [
        *documents[:number],
        document(int(edited.row.id[2:]), edited.terms.title, blocks, edited.date, ""),
        *documents[number + 1 :],
    ]


@pytest.mark.parametrize("seed", range(6))
def test_a_word_edited_changes_only_the_shards_of_the_words_concerned(seed):
    before = large_corpus(seed)
    old = before[seed * 7].terms.blocks[2][30]
    new = "ملسعبر"
    after = with_word(before, seed * 7, new)
    files, edited = (dict(index_files(documents, tables={})) for documents in (before, after))
    counts = [Counter(w for d in ds for w in Oracle.all_words(d)) for ds in (before, after)]
    families = [Families.from_counts(count) for count in counts]
    regrouped = {f for f in counts[0] if families[0].family(f) != families[1].family(f)}
    concerned = {side.family(form) for form in {old, new} | regrouped for side in families}
    rows, rows_after = postings_rows(files), postings_rows(edited)
    different = {f for f in rows.keys() | rows_after.keys() if rows.get(f) != rows_after.get(f)}
    assert different
    assert different <= concerned
    changed = {path for path in files.keys() | edited.keys() if files.get(path) != edited.get(path)}
    shards = {path for path in changed if path[:2] in ("w/", "p/")}
    n_shards = len([path for path in files if path[:2] in ("w/", "p/")])
    assert n_shards > 6
    # Where a file grows past its size its borders move: two neighbours at most, of either kind.
    assert len(shards) <= 6 * len({key(form) for form in concerned}) < n_shards
    assert len([path for path in changed if path.startswith("text/")]) == 1
    assert not [path for path in changed if path.startswith("facet/")]


def postings_rows(files: dict[str, bytes]) -> dict[str, list]:
    """The row of each family, wherever it stands."""
    found = {}
    for path in [path for path in files if path.startswith("w/")]:
        name, at = "", 0
        for words, dfs, *opens in parse_file(files[path]).rows:
            family = swap(words).split(" ")[0]
            name, at = (shard_name(family), 0) if opens else (name, at + 1)
            found[family] = [dfs, parse_file(files[f"p/{name}.js"]).rows[at]]
    return found


def test_a_step_of_the_mean_length_writes_the_index_anew():
    before = large_corpus(1)
    longer = [
        replace(d, terms=DocTerms.of_words(d.terms.title, [*d.terms.blocks, *d.terms.blocks]))
        for d in before
    ]
    files, edited = (dict(index_files(documents, tables={})) for documents in (before, longer))
    same = [p for p in files if p[0] in "px" and files[p] == edited.get(p)]
    assert not same


@pytest.mark.parametrize("number", [0, 30, 59])
def test_a_document_added_renumbers_its_segment_alone(number):
    documents = large_corpus(2)
    without = documents[:number] + documents[number + 1 :]
    sealed = PartialDate(1907)
    files, edited = (dict(index_files(d, tables={}, sealed=sealed)) for d in (without, documents))
    changed = {path for path in files if files[path] != edited.get(path)}
    is_sealed = documents[number].date.first <= sealed.last
    touched = {path.startswith("sealed/") for path in changed if not path.startswith("text/")}
    assert touched - {False} == ({True} if is_sealed else set())
    if is_sealed:  # the open segment's shards count from its own first document
        assert not [p for p in changed if p[:2] in ("p/", "x/")]


def test_stop_words_are_in_the_words_of_these_tests():
    assert is_stop("في")
