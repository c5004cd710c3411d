"""Is one value put in, and every other byte left alone?"""

from __future__ import annotations

import difflib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sitegen.editor.surgery import RefusedError, YamlText, edit_csv, edit_json_line
from sitegen.entities.encode import encode_yaml
from sitegen.entities.records import read_records

RECORDS = """\
# people of the press
- id: p-rida   # keep first
  type: person
  heading: محمد رشيد رضا
  variants: [السيد رشيد رضا, 'رشيد رضا']   # as signed

- id: p-abduh
  heading: "محمد عبده"
  variants:
    - الأستاذ الإمام   # his pupils
    - الشيخ عبده
    # more to come
  type: person
- {id: p-x, type: person, heading: نعوم, variants: مكرزل}
- id: l-1
  heading: بيروت
  variants: []
  description: |
    مدينة
    على البحر
"""


def added(text: str, record: str, key: str, value: str) -> tuple[list[str], list[str]]:
    """The lines that a cut takes away, and those that it puts in."""
    cut = YamlText(text)
    cut.add_to_record(record, key, value)
    delta = list(difflib.ndiff(text.splitlines(keepends=True), cut.text.splitlines(keepends=True)))
    found = read_records("a.yml", cut.text)[0]
    values = next(r.values[key] for r in found if r.values["id"] == record)
    assert values[-1] == value
    return [d[2:] for d in delta if d[0] == "-"], [d[2:] for d in delta if d[0] == "+"]


@pytest.mark.parametrize(
    ("record", "key", "gone", "new"),
    [
        (
            "p-rida",
            "variants",
            "  variants: [السيد رشيد رضا, 'رشيد رضا']   # as signed\n",
            "  variants: [السيد رشيد رضا, 'رشيد رضا', صاحب المنار]   # as signed\n",
        ),
        ("p-rida", "cues", None, "  cues: [صاحب المنار]\n"),
        ("p-abduh", "variants", None, "    - صاحب المنار\n"),
        ("p-abduh", "never_link", None, "  never_link: [صاحب المنار]\n"),
        (
            "p-x",
            "variants",
            "- {id: p-x, type: person, heading: نعوم, variants: مكرزل}\n",
            "- {id: p-x, type: person, heading: نعوم, variants: [مكرزل, صاحب المنار]}\n",
        ),
        ("l-1", "variants", "  variants: []\n", "  variants: [صاحب المنار]\n"),
        ("l-1", "cues", None, "  cues: [صاحب المنار]\n"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_only_one_line_changes(
    record: str, key: str, gone: str | None, new: str, line_end: str
) -> None:
    text = RECORDS.replace("\n", line_end)
    old, put = added(text, record, key, "صاحب المنار")
    assert old == ([gone.replace("\n", line_end)] if gone else [])
    assert put == [new.replace("\n", line_end)]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("title: لا", "title: لا\nentities: {as: {عبده: p-1}}"),
        ("title: لا  # x\ntags:\n", "title: لا  # x\ntags:\nentities: {as: {عبده: p-1}}\n"),
        ("entities:\n  link: [p-2]\n", "entities:\n  link: [p-2]\n  as: {عبده: p-1}\n"),
        ("entities:\n  as:\n    رضا: p-2\n", "entities:\n  as:\n    رضا: p-2\n    عبده: p-1\n"),
        ("entities: {as: {رضا: p-2}}\n", "entities: {as: {رضا: p-2, عبده: p-1}}\n"),
    ],
)
def test_a_rule_goes_where_the_front_matter_has_them(front: str, expected: str) -> None:
    cut = YamlText(front)
    cut.add_rule("as", "p-1", "عبده")
    assert cut.text == expected
    assert yaml.safe_load(cut.text)["entities"]["as"]["عبده"] == "p-1"


def test_a_surface_that_means_somebody_already_is_refused() -> None:
    with pytest.raises(RefusedError, match="p-2"):
        YamlText("entities: {as: {عبده: p-2}}\n").add_rule("as", "p-1", "عبده")


def test_the_same_twice_changes_nothing() -> None:
    cut = YamlText(RECORDS)
    cut.add_to_record("p-rida", "variants", "رشيد رضا")
    assert cut.text == RECORDS


names = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(
    lambda name: name.strip() == name
)


@given(
    st.lists(st.tuples(names, st.lists(names, max_size=3), names), min_size=1, max_size=4),
    st.data(),
)
def test_any_record_takes_any_name(
    records: list[tuple[str, list[str], str]], data: st.DataObject
) -> None:
    rows = [
        {"id": f"p-{n}", "heading": heading, "variants": variants, "description": description}
        for n, (heading, variants, description) in enumerate(records)
    ]
    number = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(names)
    cut = YamlText(encode_yaml(rows))
    cut.add_to_record(f"p-{number}", "variants", name)
    listed = rows[number]["variants"]
    rows[number]["variants"] = listed if name in listed else [*listed, name]
    assert [dict(record.values) for record in read_records("a.yml", cut.text)[0]] == rows


def test_a_row_of_json_keeps_its_style() -> None:
    assert edit_json_line('{"id":"a","x":[1, 2]}\r\n', ["v"], "ب") == (
        '{"id": "a", "x": [1, 2], "v": ["ب"]}\r\n'
    )
    assert edit_json_line('{"id":"\\u0628"}', ["v"], "ب") == '{"id":"\\u0628","v":["\\u0628"]}'


def test_a_row_of_csv_is_written_alone() -> None:
    text = 'id,variants,description\r\np-1,,"أ,\r\nب"\r\np-2,س|ص,\r\n'
    assert edit_csv(text, 2, "variants", "ع") == text.replace("p-1,,", "p-1,ع,")
    assert edit_csv(text, 4, "variants", "ع") == text.replace("س|ص", "س|ص|ع")
    with pytest.raises(RefusedError, match="cues"):
        edit_csv(text, 2, "cues", "ع")
