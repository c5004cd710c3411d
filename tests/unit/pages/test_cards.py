"""Claims about the cards beside links."""

from __future__ import annotations

import json
import re

from sitegen.pages.cards import bucket, card_files


def read(files: dict[str, bytes]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, content in files.items():
        call = re.fullmatch(r"sitegen\.cards\((\d+)(?:,(.*))?\);\n", content.decode(), re.DOTALL)
        assert call
        if call[2]:
            assert path == f"data/cards/{call[1]}.js"
            found |= json.loads(call[2])
    return found


def test_every_entity_with_a_page_has_a_card_where_its_address_says(archive):
    files = dict(card_files(archive.catalogue))
    count = int(re.findall(rb"\d+", files["data/cards/index.js"])[0])
    for name in archive.catalogue.entities:
        address = archive.catalogue.entity_path(name).removesuffix(".html")
        written = files[f"data/cards/{bucket(address, count)}.js"].decode()
        assert f'"{address}":' in written


def test_a_card_tells_heading_type_life_description_and_mentions(archive):
    cards = read(dict(card_files(archive.catalogue)))
    heading, kind, life, description, counted = cards["person/p-rida"]
    assert (heading, kind, life) == ("محمد رشيد رضا", "عَلَم", "١٨٦٥-١٩٣٥")
    assert description == "صاحب مجلة المنار."
    assert counted == "موضعان"


def test_addresses_fall_evenly_into_the_files():
    counts = [0] * 64
    for number in range(64 * 40):
        counts[bucket(f"person/oape-pers-{number}", 64)] += 1
    assert min(counts) > 10
    assert max(counts) < 120
