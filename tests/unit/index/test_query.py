import json
from pathlib import Path

import pytest

from sitegen.index.query import SENTENCES, as_json, parse_query

VECTORS = Path(__file__).parents[2] / "vectors" / "query.jsonl"
CASES = [json.loads(line) for line in VECTORS.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["in"][:40] for case in CASES])
def test_a_query_is_read_as_the_vectors_say(case):
    query = parse_query(case["in"], exact=case.get("exact", False))
    assert as_json(query.tree) == case["tree"]
    assert [[leaf.kind, leaf.form] for leaf in query.words] == case["words"]
    assert list(query.problems) == case["problems"]


def test_the_vectors_show_every_problem():
    assert {code for case in CASES for code in case["problems"]} == set(SENTENCES)


def test_the_vectors_show_every_node():
    written = json.dumps([case["tree"] for case in CASES])
    kinds = [
        "seq",
        "word",
        "exact",
        "prefix",
        "phrase",
        "phrase=",
        "title",
        "field",
        "after",
        "before",
        "and",
        "or",
        "not",
    ]
    assert [kind for kind in kinds if f'["{kind}"' not in written] == []


def test_a_query_that_only_excludes_finds_nothing():
    assert parse_query("-مصر").problems == ("only-not",)
    assert parse_query("-مصر author:رضا").problems == ()
