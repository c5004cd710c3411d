"""Claims about the nouns that every room shares."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from sitegen.model import Alignment, Block, BlockKind, Body, Tagged

TEXT = st.text(alphabet="ابتكِ <&\n", max_size=12)


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    source = draw(TEXT)
    blocks = []
    for number in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(source)))
        text = draw(st.one_of(TEXT, st.just(source[start:])))
        runs = draw(st.sampled_from([((0, start),), ((0, 0), (1, 3)), ((1, start),)]))
        html = draw(st.one_of(TEXT, st.just(text)))
        tagged = (Tagged(0, 1, ("x",)),) if draw(st.booleans()) else ()
        blocks.append(
            Block(
                BlockKind.VERSE, f"p-{number}", text, html, Alignment(runs), number, tagged, 7, "3"
            )
        )
    return Body(source, tuple(blocks), ("<p>", *range(len(blocks)), "</p>"))


@given(bodies())
def test_a_body_that_was_put_aside_comes_back_as_it_was(body):
    assert pickle.loads(pickle.dumps(body)) == body
