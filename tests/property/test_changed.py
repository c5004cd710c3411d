"""Whatever names records get or lose: a text linked otherwise holds one that was told before."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import event, given, settings
from hypothesis import strategies as st
from test_names import WORDS, authority_of, commons, few, lists

from sitegen.entities.authority import Authority
from sitegen.entities.changed import agents_met, holding, names_changed, sought_in
from sitegen.entities.lexicon import build_lexicon
from sitegen.entities.resolve import Linker
from sitegen.errors import Place
from sitegen.model import Block, BlockKind, Body, DocId, Document, EntityType, Title

pieces = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from([f"{before}{word}" for before in ("و", "لل", "وبال") for word in WORDS[:12]]),
    st.sampled_from(["رئيس", "جريدة", "مدينة", "قال", "، ", ". ", "\n\n", "١٩٠٨", "ة"]),
)
texts = st.lists(
    st.tuples(pieces, st.sampled_from([" ", " ", " ", "", "-", " «"])), max_size=16
).map(lambda parts: "".join(f"{piece}{after}" for piece, after in parts))


def document(text: str, authors: tuple[str, ...]) -> Document:
    blocks = (Block(BlockKind.PARAGRAPH, "p-1", text, ""),)
    return Document(
        id=DocId("d"), place=Place("d.md"), title=Title("", ""), body=Body("", blocks, ()),
        authors=authors,
    )  # fmt: skip


@settings(max_examples=300)
@given(lists, st.integers(0, 8), few, few, commons, commons, st.lists(texts, max_size=4), few)
def test_a_text_linked_otherwise_holds_a_name_or_common_word_that_changed(
    rows, at, variants, short_names, common, other_common, bodies, authors
):
    was = authority_of(rows)
    if not rows:
        return
    renamed = f"r-{at % len(rows)}"
    now = Authority.of(
        replace(one, variants=tuple(variants), short_names=tuple(short_names))
        if one.id == renamed
        else one
        for one in was.values()
    )
    before, after = build_lexicon(was, common), build_lexicon(now, other_common)
    names = names_changed(was, now, before, after)
    event("all may change" if names is None else f"{min(len(names), 9)} names")
    if names is None:
        return
    sought = sought_in(names)
    for body in bodies:
        page = document(body, tuple(authors))
        met: list[bytes] = []
        one, other = (
            Linker(authority, common=words, lexicon=lexicon).link_all([page], met)
            for authority, words, lexicon in ((was, common, before), (now, other_common, after))
        )
        agents = [[authority.agent(name) for name in authors] for authority in (was, now)]
        if one != other or agents[0] != agents[1]:
            letters = b" ".join((met[0], *agents_met(authors).values()))
            assert holding(letters, [len(letters)], sought)


def test_records_that_say_more_than_names_may_change_all_links():
    was = authority_of([{"type": "person", "heading": "محمد حسن"}])
    now = Authority.of([replace(next(iter(was.values())), type=EntityType.PLACE)])
    lexicons = (build_lexicon(one, ()) for one in (was, now))
    assert names_changed(was, now, *lexicons) is None
