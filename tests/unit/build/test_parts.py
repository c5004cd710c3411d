"""Claims about rows of entities that are taken from the files that stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sitegen.build.parts import Rows
from sitegen.model import EntityId

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
