"""Whatever becomes of records: a text linked otherwise holds what was told before."""

from __future__ import annotations

from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st
from test_names import WORDS, commons, few, lists, records

from sitegen.entities.authority import Authority, read_authority
from sitegen.entities.changed import holding, letters_of, names_changed, sought_in
from sitegen.entities.encode import encode_jsonl
from sitegen.entities.lexicon import build_lexicon
from sitegen.entities.resolve import Linker, check_references
from sitegen.errors import Place
from sitegen.model import (
    Block,
    BlockKind,
    Body,
    DocId,
    Document,
    EntityRules,
    PartialDate,
    Tagged,
    Title,
)

pieces = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from([f"{before}{word}" for before in ("و", "لل", "وبال") for word in WORDS[:12]]),
    st.sampled_from(["رئيس", "جريدة", "مدينة", "قال", "، ", ". ", "\n\n", "١٩٠٨", "ة"]),
)
texts = st.lists(
    st.tuples(pieces, st.sampled_from([" ", " ", " ", "", "-", " «"])), max_size=16
).map(lambda parts: "".join(f"{piece}{after}" for piece, after in parts))
refs = st.sampled_from(["r-0", "r-1", "r-2", "r-8", "r-9", "wd:Q1", "wikidata:Q2"])
rules = st.builds(
    EntityRules,
    link=st.lists(refs, max_size=1).map(tuple),
    never=st.lists(refs, max_size=1).map(tuple),
    as_=st.dictionaries(st.sampled_from(WORDS), refs, max_size=1),
)
tags = st.lists(st.tuples(st.integers(0, 9), refs, st.booleans()), max_size=1)
people = st.one_of(few, st.lists(refs, max_size=1))
bodies = st.lists(st.tuples(texts, people, rules, tags), max_size=4)
said = st.fixed_dictionaries(
    {},
    optional={
        "start": st.sampled_from(["1850", "1910"]), "birth": st.sampled_from(["1850", "1910"]),
        "lat": st.just(33.5), "lon": st.just(36.2),
        "end": st.just("1899"), "extra": st.sampled_from([{"subtype": "country"}, {"a": "b"}]),
        "same_as": st.sampled_from([{"wikidata": "Q1"}, {"wikidata": "Q2"}, {"archive": "r-1"}]),
    },
)  # fmt: skip
edits = st.lists(
    st.one_of(
        st.tuples(st.just("names"), st.integers(0, 8), st.tuples(few, few)),
        st.tuples(st.just("whole"), st.integers(0, 8), st.tuples(records, said)),
        st.tuples(st.just("gone"), st.integers(0, 8), st.none()),
    ),
    max_size=2,
)


def document(text: str, authors: tuple[str, ...]) -> Document:
    blocks = (Block(BlockKind.PARAGRAPH, "p-1", text, ""),)
    return Document(
        id=DocId("d"), place=Place("d.md"), title=Title("", ""), body=Body("", blocks, ()),
        authors=authors,
    )  # fmt: skip


def edited(
    text: str, authors: list[str], said: EntityRules, tagged: list[tuple[int, str, bool]]
) -> Document:
    """Give a text whose editor wrote something in it and before it."""
    marked = tuple(
        Tagged(at, min(at + 4, len(text)), (ref,), "", is_explicit)
        for at, ref, is_explicit in tagged
        if at < len(text)
    )
    blocks = (Block(BlockKind.PARAGRAPH, "p-1", text, "", tagged=marked),)
    return Document(
        id=DocId("d"), place=Place("d.md"), title=Title("", ""), body=Body("", blocks, ()),
        authors=tuple(authors), editors=tuple(authors[:1]), entities=said, date=PartialDate(1900),
    )  # fmt: skip


def authority_of(rows: dict[str, dict[str, Any]]) -> Authority:
    text = encode_jsonl([{"id": name, **row} for name, row in rows.items()])
    return read_authority([("a.jsonl", text)])[0]


def after_edits(rows: dict[str, dict[str, Any]], changes: list[Any]) -> dict[str, dict[str, Any]]:
    """Edit records as an archivist does."""
    found = dict(rows)
    for what, number, value in changes:
        name = f"r-{number}"
        if what == "gone":
            found.pop(name, None)
        elif what == "whole":
            found[name] = value[0] | value[1]
        elif name in found:
            variants, short_names = value
            found[name] = found[name] | {"variants": variants, "short_names": short_names}
    return found


def told(page: Document, authority: Authority) -> tuple[object, ...]:
    """Give what a batch knows of a document's authors, and whether all references lead on."""
    agents = [authority.agent(name) for name in page.authors]
    headings = [one and authority[one].heading for one in agents]
    return agents, headings, not check_references(page, authority)


@settings(max_examples=300)
@given(lists, st.lists(said, max_size=9), edits, commons, commons, bodies)
def test_a_text_linked_otherwise_holds_what_changed(
    rows, more, changes, common, other_common, bodies
):
    more += [{}] * len(rows)
    first = {f"r-{n}": row | more[n] for n, row in enumerate(rows)}
    was, now = authority_of(first), authority_of(after_edits(first, changes))
    before, after = build_lexicon(was, common), build_lexicon(now, other_common)
    changed = names_changed(was, now, before, after)
    event("all may change" if changed is None else f"{min(len(changed.names), 9)} names")
    if changed is None:
        return
    sought = sought_in(*changed)
    linkers = Linker(was, common=common, lexicon=before), Linker(now, lexicon=after)
    for body in bodies:
        page = edited(*body)
        met: list[bytes] = []
        links = [linker.link_all([page], met) for linker in linkers]
        if links[0] != links[1] or told(page, was) != told(page, now):
            (letters,) = letters_of([page], met[:1])
            event("linked otherwise")
            assert holding(letters, [len(letters)], sought)


def test_a_record_that_nobody_names_changes_the_links_of_none():
    rows = {"r-0": {"type": "person", "heading": "محمد حسن"}}
    more = rows | {"r-1": {"type": "place", "heading": "زغرتا"}}
    lexicons = (build_lexicon(authority_of(one), ()) for one in (rows, more))
    changed = names_changed(authority_of(rows), authority_of(more), *lexicons)
    assert changed.refs == {"r-1"}
    assert "زغرتا" in changed.names
    assert not any("حسن" in name for name in changed.names)
