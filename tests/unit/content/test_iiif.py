"""Does a manifest say where each printed page is shown, and does nothing else come of it?"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.iiif import Manifest, leaves_of, parse_manifest
from sitegen.content.scans import scans_elsewhere
from sitegen.model import Leaf

SERVICE = "https://images.example.org/iiif/muqtabas-1-3"
THREE = {
    "@context": "http://iiif.io/api/presentation/3/context.json",
    "type": "Manifest",
    "homepage": [{"id": "https://library.example.org/muqtabas/1", "type": "Text"}],
    "items": [
        {
            "type": "Canvas",
            "label": {"ar": ["صفحة ٣"]},
            "homepage": [{"id": "https://library.example.org/muqtabas/1/3"}],
            "items": [{"items": [{"body": {
                "id": f"{SERVICE}/full/max/0/default.jpg",
                "service": [{"id": SERVICE, "type": "ImageService3"}],
            }}]}],
        },
        {"type": "Canvas", "label": {"none": ["4"]},
         "items": [{"items": [{"body": {"id": "https://images.example.org/4.jpg"}}]}]},
        {"type": "Canvas", "label": {"none": ["غلاف"]}},
    ],
}  # fmt: skip
TWO = {
    "@type": "sc:Manifest",
    "related": {"@id": "https://library.example.org/2"},
    "sequences": [{"canvases": [
        {"label": "p. 007", "images": [{"resource": {
            "@id": "https://images.example.org/7/full/full/0/default.jpg",
            "service": {"@id": "https://images.example.org/7"},
        }}]},
    ]}],
}  # fmt: skip


def test_presentation_3_is_read():
    found = parse_manifest(json.dumps(THREE))
    assert found.link == "https://library.example.org/muqtabas/1"
    assert found.leaves == (
        Leaf(
            "3", "https://library.example.org/muqtabas/1/3", f"{SERVICE}/full/1200,/0/default.jpg"
        ),
        Leaf("4", "", "https://images.example.org/4.jpg"),
        Leaf("غلاف", "", ""),
    )


def test_presentation_2_is_read():
    found = parse_manifest(json.dumps(TWO))
    assert found.link == "https://library.example.org/2"
    picture = "https://images.example.org/7/full/1200,/0/default.jpg"
    assert found.leaves == (Leaf("7", "", picture),)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        (["3", "4"], ["3", "4"]),
        (["4", "5"], ["4"]),
        (["9"], [""]),
        ([], [""]),
    ],
)
def test_a_document_is_led_to_its_own_pages_else_to_the_whole(pages, expected):
    found = leaves_of(parse_manifest(json.dumps(THREE)), pages)
    assert [leaf.page for leaf in found] == expected


def test_a_picture_is_shown_from_hosts_that_are_named_alone():
    leaves = parse_manifest(json.dumps(THREE)).leaves[:2]
    apart = [scan.file for scan in scans_elsewhere(leaves, ())]
    assert apart == [leaves[0].link, leaves[1].picture]
    named = scans_elsewhere(leaves, ("https://images.example.org",))
    assert all(scan.is_picture(("https://images.example.org",)) for scan in named)


def test_what_is_no_address_of_the_web_leads_nowhere():
    bad = json.loads(json.dumps(THREE))
    bad["homepage"] = [{"id": "javascript:alert(1)"}]
    bad["items"][0]["homepage"] = "data:text/html,x"
    found = parse_manifest(json.dumps(bad))
    assert (found.link, found.leaves[0].link) == ("", "")
    assert leaves_of(Manifest("", ()), ["1"]) == ()


@pytest.mark.parametrize("text", ["", "[]", "{}", "3", '{"type": "Collection"}', "{"])
def test_what_is_no_manifest_is_none(text):
    assert parse_manifest(text) is None


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "items", "label", "body", "id", "homepage", "service", "images"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(ANY)
def test_any_json_is_read_without_a_fault(value):
    parse_manifest(json.dumps({"type": "Manifest", "items": value, "homepage": value}))
