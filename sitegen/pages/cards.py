"""What does a small card beside a link say of an entity? Scripts that the pages load on demand.

An entity's card stands in ``data/cards/N.js``, N = :func:`bucket` of its address; ``index.js`` says
how many buckets there are. So no document's page changes with what its entities are said to be.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sitegen.model import EntityId
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.dates import life
from sitegen.pages.edition import TYPE_NAMES

FOLDER = "data/cards"
_TOGETHER = 48  # cards in a file, about
_LONGEST = 240  # characters of a description

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def bucket(address: str, count: int) -> int:
    """Say in which of *count* files the card of the page at *address* stands.

    *address* is ASCII, from the site's root, without ``.html``. client/card.js says the same.

    >>> bucket("person/p-rida", 64)
    7
    """
    found = 0
    for letter in address.encode("ascii"):
        found = (found * 1009 + letter) % 65521
    return found % count


def card_files(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """Give the files: path, content. A power of two of them, so that few additions move cards."""
    addresses = {
        name: catalogue.entity_path(name).removesuffix(".html") for name in catalogue.entities
    }
    if not addresses:
        return
    count = 1 << max(0, (len(addresses) // _TOGETHER).bit_length())
    held: dict[int, dict[str, list[str]]] = {number: {} for number in range(count)}
    for name, address in addresses.items():
        held[bucket(address, count)][address] = _card(catalogue, name)
    yield f"{FOLDER}/index.js", f"sitegen.cards({count});\n".encode()
    for number, cards in held.items():
        yield f"{FOLDER}/{number}.js", f"sitegen.cards({number},{_js(cards)});\n".encode()


def _js(value: object) -> str:
    return _ENCODE(value).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _card(catalogue: Catalogue, name: EntityId) -> list[str]:
    """Write heading, type, life, description and mentions as the reader shall see them."""
    entity = catalogue.entities[name]
    said = catalogue.edition.words
    mentions = catalogue.mentions.get(entity.id, 0)
    return [
        entity.heading,
        said.text(TYPE_NAMES[entity.type][0]),
        life(entity, said),
        _shortened(entity.description),
        said.count("{n} mention", "{n} mentions", mentions) if mentions else "",
    ]


def _shortened(text: str) -> str:
    """Cut a description at a word.

    >>> _shortened("صاحب  المنار")
    'صاحب المنار'
    """
    text = " ".join(text.split())
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rsplit(" ", 1)[0] + " …"
