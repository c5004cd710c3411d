"""Claims about the parts of a file: what is known of its rows spares work, and changes nothing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.build import units
from sitegen.build.units import known_rows, parts_of
from sitegen.content.read import Source

ROWS = st.sampled_from(
    [b'{"id":"a"}', '{"title":"الشعر"}'.encode(), b"", b"  ", b"\r", b"\xff\xfe", b"a\0b"]
)
FILES = st.tuples(st.lists(ROWS, max_size=6), st.sampled_from([b"", b"\n"])).map(
    lambda made: b"\n".join(made[0]) + made[1]
)


@given(st.lists(FILES, min_size=1, max_size=4))
def test_rows_that_were_known_part_a_file_as_it_is_parted_anew(states):
    with TemporaryDirectory() as root:
        known: dict[bytes, int] = {}
        for content in states:
            Path(root, "rows.jsonl").write_bytes(content)
            source = Source("rows.jsonl", kind="jsonl", size=len(content), root=root)
            parts = parts_of(source)
            assert parts_of(source, known) == parts
            known = {part.key: part.line for part in parts if part.is_row}


@given(st.lists(FILES, min_size=1, max_size=4), st.integers(1, 9))
def test_rows_are_the_same_in_however_many_blocks_they_are_read(states, size):
    with TemporaryDirectory() as root, pytest.MonkeyPatch.context() as patch:
        patch.setattr(units, "_BLOCK", size)
        known: dict[bytes, int] = {}
        for content in states:
            Path(root, "rows.jsonl").write_bytes(content)
            source = Source("rows.jsonl", kind="jsonl", size=len(content), root=root)
            parts = parts_of(source, known or {b"": 0})
            are_rows = all(part.is_row for part in parts)
            keys = {part.key for part in parts}
            new = [part for part in parts if part.key not in known]
            is_told = are_rows and len(keys) == len(parts)
            assert known_rows(source, known) == ((keys, new) if is_told else None)
            known = {part.key: part.line for part in parts if part.is_row}
