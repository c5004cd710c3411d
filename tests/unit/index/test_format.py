import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.index.format import (
    DamagedError,
    Numbering,
    Parcel,
    manifest_file,
    numbering_ends,
    parse_file,
    put_file,
    shard_name,
    to_json,
)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("كتب", "a432a28"),
        ("1908", "n1908"),
        ("mq9", "nmq9"),
        ("", "a"),
        ("ñ", "u00f1"),
        ("كx", "u06430078"),
    ],
)
def test_a_shard_is_named_after_its_key(key, name):
    assert shard_name(key) == name


def test_long_keys_have_short_names_of_their_own():
    names = {shard_name("ا" * 38 + last) for last in "بتثج"}
    assert len(names) == 4
    assert max(map(len, names)) <= 60


def test_different_keys_have_different_names():
    keys = ["ab", "a", "b", "اب", "ا", "uab", "a0", "\u0661", "é", "éa", "nab"]
    assert len({shard_name(key) for key in keys}) == len(keys)


def test_a_shard_reads_back():
    rows = [["كتاب", 2, ["كتاب", 2, "! "]]]
    path, content = put_file("p/a43", "abcde", to_json(rows))
    assert path == "p/a43.js"
    assert parse_file(content) == Parcel("p/a43", 1, "abcde", rows)


def test_a_manifest_reads_back():
    assert parse_file(manifest_file({"format": 1}).content) == {"format": 1}


def test_line_separators_are_escaped():
    _, content = put_file("text/0/0/0", "", to_json(["a\u2028b\u2029c"]))
    assert "\u2028" not in content.decode()
    assert parse_file(content).rows == ["a\u2028b\u2029c"]


@pytest.mark.parametrize(
    "content",
    [b"", b"<!doctype html>", b'sitegen.put("p/a",1,"abcde",[', b"\xff\xfe", b"sitegen.put(1);"],
)
def test_what_is_no_shard_is_damaged(content):
    with pytest.raises(DamagedError):
        parse_file(content)


def test_the_numbering_depends_on_order_and_mean():
    orders = (["a", "b"], 512), (["b", "a"], 512), (["a", "b"], 609), (["ab"], 512)
    numberings = {Numbering.of(ids, mean).whole for ids, mean in orders}
    assert len(numberings) == 4
    assert all(len(letters) == 5 and letters.isalpha() for letters in numberings)


@given(st.integers(0, 300), st.integers(1, 40))
def test_documents_that_come_last_bring_no_name_in_between(count, more):
    before, after = numbering_ends(count), numbering_ends(count + more)
    assert {end for end in after if end <= count} <= {0, *before}
    assert after[-1] == count + more
    assert list(after) == sorted(set(after))


@given(st.lists(st.integers(), unique=True, max_size=60), st.integers(0, 60))
def test_a_name_of_a_beginning_says_just_which_documents_it_has(numbers, last):
    ids = [f"a-{n}" for n in numbers]
    names = Numbering.of(ids, 512)
    if last < len(ids):
        end = min(end for end in names.ends if end > last)
        assert names.up_to(last) == Numbering.of(ids[:end], 512).whole


def test_names_of_beginnings_are_few():
    assert len(numbering_ends(10_000)) < 30
    assert len(numbering_ends(10_000_000)) < 50
