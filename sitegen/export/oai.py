"""How does a library harvest the archive? As an OAI-PMH static repository: one file, no server.

https://www.openarchives.org/OAI/2.0/guidelines-static-repository.htm: a gateway reads ``oai.xml``
and answers harvesters for it. Meant for small archives that change seldom. A build knows no clock,
so the archive says from which day its records are as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from urllib.parse import urlsplit

from sitegen.config import Oai, Site
from sitegen.model import Card, Collection
from sitegen.pages.single import MOST_HARVESTED

PATH = "oai.xml"
MOST = MOST_HARVESTED

_SPACES = (
    'xmlns="http://www.openarchives.org/OAI/2.0/static-repository" '
    'xmlns:oai="http://www.openarchives.org/OAI/2.0/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/static-repository '
    'http://www.openarchives.org/OAI/2.0/static-repository.xsd"'
)
_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_RECORD_SPACES = (
    f'xmlns:oai_dc="{_DC}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    f'xsi:schemaLocation="{_DC} {_DC_SCHEMA}"'
)


def static_repository(
    site: Site, oai: Oai, cards: Iterable[tuple[Card, str]], collections: Mapping[str, Collection]
) -> Iterator[bytes]:
    """Write ``oai.xml``, a chunk for each record; *cards* with their pages' addresses."""
    base = site.base_url.rstrip("/") + "/"
    parts = urlsplit(base)
    identify = (
        ("repositoryName", site.title),
        ("baseURL", f"{oai.gateway.rstrip('/')}/{parts.netloc}{parts.path}{PATH}"),
        ("protocolVersion", "2.0"),
        ("adminEmail", oai.email),
        ("earliestDatestamp", oai.date),
        ("deletedRecord", "no"),
        ("granularity", "YYYY-MM-DD"),
    )
    told = "".join(f"<oai:{name}>{_text(value)}</oai:{name}>\n" for name, value in identify)
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Repository {_SPACES}>\n'
        f"<Identify>\n{told}</Identify>\n<ListMetadataFormats>\n<oai:metadataFormat>\n"
        f"<oai:metadataPrefix>oai_dc</oai:metadataPrefix>\n<oai:schema>{_DC_SCHEMA}</oai:schema>\n"
        f"<oai:metadataNamespace>{_DC}</oai:metadataNamespace>\n"
        '</oai:metadataFormat>\n</ListMetadataFormats>\n<ListRecords metadataPrefix="oai_dc">\n'
    )
    yield head.encode()
    for card, path in cards:
        name = f"oai:{parts.hostname}:{card.id}"
        collection = collections.get(card.collection)
        yield _record(name, oai.date, _core(card, base + path, site, collection)).encode()
    yield b"</ListRecords>\n</Repository>\n"


def _record(name: str, date: str, core: Iterable[tuple[str, str]]) -> str:
    told = "".join(f"<dc:{key}>{_text(value)}</dc:{key}>\n" for key, value in core if value)
    return (
        f"<oai:record>\n<oai:header><oai:identifier>{_text(name)}</oai:identifier>"
        f"<oai:datestamp>{date}</oai:datestamp></oai:header>\n"
        f"<oai:metadata>\n<oai_dc:dc {_RECORD_SPACES}>\n{told}</oai_dc:dc>\n</oai:metadata>\n"
        "</oai:record>\n"
    )


def _core(
    card: Card, address: str, site: Site, collection: Collection | None
) -> Iterator[tuple[str, str]]:
    """Say what a document is in the elements of Dublin Core."""
    yield "title", card.title
    yield from (("creator", agent.name) for agent in card.authors)
    yield from (("subject", subject) for subject in card.subjects)
    yield "description", card.summary
    yield "publisher", (collection.publisher if collection else "") or site.publisher
    yield "date", card.date.iso if card.date else ""
    yield "type", "Text"
    yield "format", "text/html"
    yield "identifier", address
    yield "source", _source(card, collection)
    yield "language", card.lang
    yield "rights", (collection.rights if collection else "") or site.rights


def _source(card: Card, collection: Collection | None) -> str:
    title = collection.title if collection else card.collection
    return " ".join(part for part in (title, card.volume, card.issue, card.pages) if part)


def _text(text: str) -> str:
    return escape(text, quote=False)
