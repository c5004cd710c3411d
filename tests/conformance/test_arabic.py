"""Python and the client's analyzer make the same of every vector, and of everything else."""

from __future__ import annotations

import copy
import json
import random
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from sitegen.arabic import chars, dates, rules
from sitegen.arabic.fold import Folded, fold, plain_fold
from sitegen.arabic.normalize import normalize
from sitegen.arabic.sort import letter_in, sort_key
from sitegen.arabic.stem import key, readings, rule_stem, stem_fold
from sitegen.arabic.stop import is_stop, stop_words
from sitegen.arabic.tables import client_tables, version
from sitegen.arabic.tokens import forms_of, tokenize
from sitegen.arabic.vowels import NEUTRAL, agreement, typed_of

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
VECTORS = ROOT / "tests" / "vectors"


def rows(name: str) -> list[Any]:
    lines = (VECTORS / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
    return [pytest.param(row, id=row["name"]) for row in map(json.loads, filter(None, lines))]


def surface_of(folded: Folded, part: str) -> str:
    start = folded.text.index(part)
    return folded.source[slice(*folded.source_span(start, start + len(part)))]


def node() -> str:
    """Find node: installed, or the one that Playwright brings; none is a failure, not a skip."""
    installed = shutil.which("node")
    if installed:
        return installed
    from playwright._impl._driver import compute_driver_executable  # noqa: PLC0415

    return str(compute_driver_executable()[0])


def run_client(
    tables: Sequence[Mapping[str, Any]], inputs: Sequence[str] = ()
) -> tuple[list[list[str]], list[dict[str, Any]]]:
    analyzer = ROOT / "sitegen" / "client" / "analyzer.js"
    done = subprocess.run(
        [node(), str(HERE / "run_vectors.js"), str(analyzer), str(VECTORS)],
        input=json.dumps({"tables": tables, "inputs": inputs}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert not done.returncode, done.stderr
    given = json.loads(done.stdout)
    return given["failed"], given["answers"]


@pytest.mark.parametrize("row", rows("fold"))
def test_python_folds_as_the_vector_says(row: dict[str, Any]) -> None:
    folded = fold(row["in"])
    assert folded.text == row["text"]
    assert [surface_of(folded, part) for part, _ in row.get("spans", [])] == [
        surface for _, surface in row.get("spans", [])
    ]


@pytest.mark.parametrize("row", rows("fold"))
def test_the_plain_loop_folds_alike(row: dict[str, Any]) -> None:
    folded = fold(row["in"])
    assert plain_fold(row["in"]) == (folded.text, folded.starts.tolist())


@pytest.mark.parametrize("row", rows("tokens"))
def test_python_parts_words_as_the_vector_says(row: dict[str, Any]) -> None:
    tokens = tokenize(fold(row["in"]))
    assert tokens.forms == forms_of(row["in"]) == row["forms"]
    assert [[*one] for one in tokens.alternates().items()] == row.get("alternates", [])
    surfaces = [row["in"][slice(*tokens.source_span(i))] for i in range(len(tokens))]
    assert surfaces == row.get("surfaces", surfaces)


@pytest.mark.parametrize("row", rows("stem"))
def test_python_stems_as_the_vector_says(row: dict[str, Any]) -> None:
    form = row["in"]
    found = readings(form)
    made = {
        "stem_fold": stem_fold(form),
        "rule_stem": rule_stem(form),
        "readings": list(found),
        "has_reading": row.get("has_reading") if row.get("has_reading") in found else found,
        "stop": is_stop(form),
    }
    wanted = {name: row[name] for name in made if name in row}
    assert {name: made[name] for name in wanted} == wanted


@pytest.mark.parametrize("row", rows("vowels"))
def test_python_compares_marks_as_the_vector_says(row: dict[str, Any]) -> None:
    words = tokenize(fold(row["in"]))
    (typed,) = typed_of(row["typed"], forms_of(row["typed"]))
    says = [
        agreement(typed, form, words.marks_of(at)) if typed else NEUTRAL
        for at, form in enumerate(words.forms)
    ]
    assert says == row["says"]


@pytest.mark.parametrize("row", rows("key"))
def test_python_gives_the_vector_s_forms_one_key(row: dict[str, Any]) -> None:
    assert {form: key(form) for form in row["in"]} == dict.fromkeys(row["in"], row["key"])


@pytest.mark.parametrize("row", rows("normalize"))
def test_normalize_repairs_as_the_vector_says(row: dict[str, Any]) -> None:
    made = normalize(row["in"], tatweel=row.get("tatweel", "keep"))
    assert made.text == row["text"]
    assert [[change.before, change.after, change.why] for change in made.changes] == row["changes"]
    for part, source in row.get("spans", []):
        start = made.text.index(part)
        assert row["in"][slice(*made.alignment.source_span(start, start + len(part)))] == source


@pytest.mark.parametrize("row", rows("sort"))
def test_headings_are_filed_as_the_vector_says(row: dict[str, Any]) -> None:
    assert sorted(row["in"], key=sort_key) == row["sorted"]
    assert [letter_in(sort_key(heading)) for heading in row["sorted"]] == row["letters"]


@pytest.mark.parametrize("row", rows("dates"))
def test_dates_are_read_and_written_as_the_vector_says(row: dict[str, Any]) -> None:
    parse = {"gregorian": dates.parse_date, "hijri": dates.parse_hijri}[row["calendar"]]
    if "error" in row:
        with pytest.raises(ValueError) as caught:
            parse(row["in"])
        assert str(caught.value) == row["error"]
        return
    date = parse(row["in"])
    assert date.iso == row["iso"]
    for style, written in row.get("written", {}).items():
        assert dates.format_date(date, months=style) == written
    if "hijri" in row:
        hijri = dates.hijri_of(date)
        assert hijri
        assert [hijri.iso, hijri.estimate] == row["hijri"]
    if "gregorian" in row:
        gregorian = dates.gregorian_of(date)
        assert gregorian
        assert gregorian.iso == row["gregorian"]


def test_the_client_makes_of_every_vector_what_it_says() -> None:
    failed, _ = run_client([client_tables()])
    assert failed == [[]]


def strange_texts() -> Iterator[str]:
    """Give texts that hold every BMP code point, and random ones of the letters that matter."""
    for first in range(0, 0x10000, 64):
        block = [chr(code) for code in range(first, first + 64) if not 0xD800 <= code < 0xE000]
        yield " ".join(block)
        yield "".join(block)
    drawn = random.Random(1)
    ranges = (*chars.ARABIC, *chars.MARKS, *chars.CONTROLS, (0x20, 0x7E), (0xFB50, 0xFEFC))
    letters = [chr(code) for first, last in ranges for code in range(first, last + 1)]
    letters += [*"ابتكلمنهويةىأإآؤئءوفال" * 30, " " * 60, "😀", "𝐀", "ß"]
    letters += "\N{ARABIC LETTER SUPERSCRIPT ALEF}\N{ARABIC SMALL HIGH YEH}\N{ARABIC FATHA}" * 60
    for size in range(400):
        yield "".join(drawn.choices(letters, k=size % 60))
    affixes = [*rules.SUFFIXES, *rules.PRONOUNS, *rules.LEFT, chars.ARTICLE, *"سمقرؤئءتا"]
    for _ in range(400):
        yield " ".join("".join(drawn.choices(affixes, k=6)) for _ in range(8))
    yield " ".join(sorted(stop_words()))


def test_the_client_makes_of_any_text_what_python_does() -> None:
    texts = list(strange_texts())
    _, answers = run_client([client_tables()], texts)
    for text, answer in zip(texts, answers, strict=True):
        tokens = tokenize(fold(text))
        assert answer == {
            "text": tokens.folded.text,
            "forms": tokens.forms,
            "alternates": [[*one] for one in tokens.alternates().items()],
            "surfaces": [text[slice(*tokens.source_span(i))] for i in range(len(tokens))],
            "stems": [rule_stem(form) for form in tokens.forms],
            "readings": [list(readings(form)) for form in tokens.forms],
            "keys": [key(form) for form in tokens.forms],
            "stops": [is_stop(form) for form in tokens.forms],
            "version": version(),
        }


def faults() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the client's tables with one fault each: a rule left out, a number off by one."""
    sound = client_tables()
    for room in ("fold", "words", "stem"):
        for rule, value in sound[room].items():
            for name, wrong in broken(value, 2 if rule == "pairs" else 1):
                tables = copy.deepcopy(sound)
                tables[room][rule] = wrong
                yield f"{room}.{rule} {name}", tables
    yield "no stop words", {**sound, "stop": ""}


def broken(value: Any, step: int) -> Iterator[tuple[str, Any]]:
    if isinstance(value, int):
        yield "+1", value + 1
        yield "-1", value - 1
    elif isinstance(value, dict):
        for name in value:
            yield f"without {name}", {key: it for key, it in value.items() if key != name}
    elif isinstance(value, str):
        parts = value.split(" ") if " " in value else []
        for i, part in enumerate(parts):
            yield f"without {part}", " ".join(parts[:i] + parts[i + 1 :])
        if not parts and len(value) == 1:
            yield "another", "ث"
        for at in range(0, len(value) if not parts and len(value) > 1 else 0, step):
            yield f"without {value[at]}", value[:at] + value[at + step :]
    else:
        for at in range(0, len(value), 2):
            gap = (
                [value[at] + value[at + 1] + value[at + 2], value[at + 3]]
                if at + 2 < len(value)
                else []
            )
            yield f"without range {at // 2}", [*value[:at], *gap, *value[at + 4 :]]


def test_a_fault_in_any_rule_fails_a_vector() -> None:
    planted = list(faults())
    failed, _ = run_client([tables for _, tables in planted])
    unseen = [name for (name, _), names in zip(planted, failed, strict=True) if not names]
    assert len(planted) > 250
    assert unseen == []
