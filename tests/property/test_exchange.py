"""Whatever the records: what leaves in a form comes back, but for what it says it leaves out."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.entities.authority import read_authority
from sitegen.entities.encode import encode_jsonl
from sitegen.entities.exchange import FORMS, left_out, record_of
from sitegen.entities.foreign import foreign_record
from sitegen.entities.importers import read_source

ENDINGS = {"yaml": ".yml", "csv": ".csv", "jsonl": ".jsonl", "tei": ".xml", "lp-tsv": ".tsv"}

signs = st.sampled_from(
    list("ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةىئؤ ـ\u064e«»،;|&<>\"'@:=-أ Québec1908")
)
names = st.text(signs, min_size=1, max_size=16).map(lambda s: " ".join(s.split())).filter(bool)
lists = st.lists(names, max_size=3, unique=True)
dates = st.one_of(
    st.none(),
    st.dates().map(lambda d: d.isoformat()),
    st.integers(1, 9999).map(lambda year: f"{year:04}"),
)
degrees = st.floats(-89, 89, allow_nan=False)
catalogues = st.fixed_dictionaries(
    {},
    optional={
        "wikidata": st.integers(1, 10**6).map(lambda n: f"Q{n}"),
        "viaf": st.integers(1, 10**9).map(str),
        "geonames": st.integers(1, 10**7).map(str),
        "gnd": st.text("0123456789X-", min_size=3, max_size=9),
        "archive": st.sampled_from(["oape:pers:3076", "old-1 old-2"]),
    },
)
extras = st.dictionaries(
    st.sampled_from(["subtype", "ملاحظة"]),
    st.one_of(names, st.lists(names, min_size=1, max_size=2), st.integers(0, 9)),
    max_size=2,
)
TYPES = ["person", "place", "organization", "work", "event"]


@st.composite
def records(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(TYPES))
        first, last = ("birth", "death") if kind == "person" else ("start", "end")
        row: dict[str, Any] = {
            "id": draw(st.sampled_from(["p-{}", "oape:pers:{}", "X.{}", "{}"])).format(number),
            "type": kind,
            "heading": draw(names),
            **{key: draw(lists) for key in ("variants", "short_names", "never_link", "cues")},
            "description": draw(st.one_of(st.just(""), names)),
            "same_as": draw(catalogues),
            "extra": draw(extras),
        }
        span = sorted(filter(None, [draw(dates), draw(dates)]))
        row |= dict(zip((first, last), span, strict=False))
        if draw(st.booleans()):
            row |= {"lat": draw(degrees), "lon": draw(degrees)}
        if kind == "work":
            row["author"] = draw(names)
        found.append(row)
    return found


def through(rows: list[dict[str, Any]], form: str) -> list[dict[str, Any]]:
    """Write rows in a form and import them, as `sitegen import authority` does."""
    problems: list[Any] = []
    text = FORMS[form][0](rows)
    read = read_source(f"records{ENDINGS[form]}", text.encode(), problems)
    assert problems == []
    return as_records([foreign_record(one, {}, Counter()) for one in read])


def as_records(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    authority, _ = read_authority([("rows.jsonl", encode_jsonl(rows))])
    return [record_of(entity) for entity in authority.values()]


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=150)
@given(records())
def test_what_leaves_comes_back(form: str, rows: list[dict[str, Any]]) -> None:
    sent = as_records(rows)  # as a build reads them: texts repaired, variants once
    whole = [row for row in sent if not left_out([row], form)]
    if whole:
        assert through(whole, form) == whole


@settings(max_examples=60)
@given(records())
def test_what_a_form_leaves_out_is_counted_and_the_rest_comes_back(
    rows: list[dict[str, Any]],
) -> None:
    sent = as_records(rows)
    back = {row["id"]: row for row in through(sent, "lp-tsv")} if places(sent) else {}
    assert set(back) == {row["id"] for row in places(sent)}
    for row in places(sent):
        held = back[row["id"]]
        assert held["heading"] == row["heading"]
        assert held.get("lat") == row.get("lat")
        if held != row:
            assert left_out([row], "lp-tsv")


def places(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["type"] == "place"]
