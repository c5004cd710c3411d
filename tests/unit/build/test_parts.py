"""Claims about rows of entities, and lines of documents, that are taken from files that stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sitegen.build.parts import Lies, Lines, Rows
from sitegen.model import Card, DocId, EntityId, Slug
from sitegen.pages.deck import Deck

HEAD, END = "المعرّف,الاسم\r\n".encode(), b"\r\n"
NAMES = st.sets(st.sampled_from([EntityId(f"p-{n}") for n in range(6)]))
TEXT = st.sampled_from(["رضا", "محمد عبده", "", "سطر\r\nوسطر", "سطر\n"])
ROWS = st.fixed_dictionaries({EntityId(f"p-{n}"): TEXT for n in range(6)})


def row(name: EntityId, text: str) -> bytes:
    return f"{name},{text}".encode() + END


@given(NAMES, NAMES, ROWS, ROWS)
def test_rows_that_stand_and_new_ones_make_the_file_that_all_new_ones_make(
    tmp_path_factory, were, names, before, after
):
    output = tmp_path_factory.mktemp("site")
    lying = HEAD + b"".join(row(name, before[name]) for name in sorted(were))
    (output / "entities.csv").write_bytes(lying)
    same = {name for name in were if before[name] == after[name]}
    rows = Rows(sorted(were), same, str(output))
    made: list[EntityId] = []

    def make(name: EntityId) -> bytes:
        made.append(name)
        return row(name, after[name])

    found = rows.of("entities.csv", sorted(names), make, END, HEAD)
    assert found == HEAD + b"".join(row(name, after[name]) for name in sorted(names))
    if all("\r\n" not in before[name] for name in were):
        assert set(made) == names - same


IDS = [DocId(f"a-{n}") for n in range(8)]
ORDER = st.lists(st.sampled_from(IDS), unique=True)
TABLES = st.lists(st.sampled_from(IDS), unique=True).flatmap(
    lambda ids: st.integers(0, len(ids)).map(lambda at: (ids[:at], ids[at:]))
)


def line(name: DocId, text: str) -> bytes:
    return f"{name},{text}\r\n".encode()


@given(TABLES, ORDER, st.dictionaries(st.sampled_from(IDS), TEXT), st.booleans())
def test_lines_that_stand_and_new_ones_make_the_table_that_all_new_ones_make(
    tmp_path_factory, were, names, changed, again
):
    output = tmp_path_factory.mktemp("site")
    lying = {}
    for n, some in enumerate(were):
        lines = [HEAD, *(line(name, "كما كان") for name in some)]
        (output / f"{n}.csv").write_bytes(b"".join(lines))
        lying[f"{n}.csv"] = Lies.along(["", *some], map(len, lines))
    made: list[DocId] = []

    def make(card: Card) -> str:
        made.append(card.id)
        return line(card.id, changed.get(card.id, "كما كان")).decode()

    cards = Deck.of(Card(id=name, slug=Slug(name), title="الشعر") for name in names)
    lines = Lines(make, lying, str(output), set(changed))
    first = b"".join(lines.of(cards)) if again else None
    expected = [line(name, changed.get(name, "كما كان")) for name in names]
    assert first in (None, b"".join(expected))
    assert b"".join(lines.table("0.csv", HEAD, cards)) == HEAD + b"".join(expected)
    left = lines.left(["0.csv"])["0.csv"]
    assert left == Lies.along(["", *names], map(len, [HEAD, *expected]))
    assert made == [n for n in names if n in changed or n not in (*were[0], *were[1])]
