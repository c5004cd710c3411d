"""What must a site say so that its archive can be made again from it?

``data/archive.json``: the configuration, the collections that are shown, the free pages, the
names of the archive's own files, its templates, promised anchors, where its TEI lies, and of the
records what entities.jsonl does not have. With it, ``data/documents/`` and ``data/tei/``,
``sitegen import site`` rebuilds the archive. Of what is not shown nothing is said.
"""

from __future__ import annotations

import json
from collections.abc import Collection as Ids
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from sitegen.config import FORMAT, SITE_TABLES, SITE_TOP, Site
from sitegen.content.frozen import Pin, write_pins
from sitegen.content.pages import Page
from sitegen.model import STRICTNESS, Collection, DocId, Entity, EntityId

PATH = "data/archive.json"


def archive_file(
    site: Site,
    collections: Mapping[str, Collection],
    pages: Iterable[Page],
    assets: Iterable[str],
    frozen: Mapping[str, Sequence[Pin]],
    records: Iterable[Entity],
    shown: Ids[EntityId],
    documents: Ids[DocId],
    tei: Mapping[str, Any],
    templates: Mapping[str, Any],
) -> bytes:
    """Write ``data/archive.json``; *shown* are the records of entities.jsonl.

    *tei* says of each file of TEI in the site where in the archive it lies, *templates* of each
    template what it holds.
    """
    from sitegen.entities.exchange import record_of  # noqa: PLC0415 - few builds write this file

    names = {document for document in frozen if document in documents}
    told = {
        "format": FORMAT,
        "site": site_table(site),
        "collections": {
            name: _filled(one, "id", *(("access",) if shows(site, one.access) else ()))
            for name, one in collections.items()
            if one.access != "closed" or shows(site, one.access)
        },
        "pages": {page.name: _page(page) for page in pages},
        "assets": sorted(assets),
        "anchors": write_pins((name, frozen[name]) for name in sorted(names)) if names else "",
        "records": [
            _beyond(entity) if entity.id in shown else record_of(entity)
            for entity in sorted(records, key=lambda one: one.id)
            if entity.id not in shown or entity.never_link or entity.cues
        ],
    }
    told |= {key: dict(one) for key, one in (("tei", tei), ("templates", templates)) if one}
    return (json.dumps(told, ensure_ascii=False) + "\n").encode()


def shows(site: Site, access: str) -> bool:
    """Say whether this build shows in full what has this access.

    >>> shows(Site(title=""), "metadata"), shows(Site(title="", access="closed"), "metadata")
    (False, True)
    """
    return STRICTNESS[access] <= STRICTNESS[site.access]


def site_table(site: Site) -> dict[str, Any]:
    """Give a configuration as site.toml has it; what is as by default is left out.

    >>> site_table(Site(title="أرشيف", tatweel="drop"))
    {'title': 'أرشيف', 'normalize': {'tatweel': 'drop'}}
    """
    plain = Site(title="")
    found: dict[str, Any] = {
        key: getattr(site, key)
        for key in sorted(SITE_TOP, key=lambda key: (key != "title", key))
        if getattr(site, key) != getattr(plain, key)
    }
    for table, keys in SITE_TABLES.items():
        inner = {
            key: getattr(site, attribute)
            for key, attribute in keys.items()
            if getattr(site, attribute) != getattr(plain, attribute)
        }
        found |= {table: inner} if inner else {}
    menu = [one.name or {"title": one.title, "href": one.href} for one in site.menu]
    found |= {"menu": menu} if menu else {}
    found |= {"image_hosts": list(site.image_hosts)} if site.image_hosts else {}
    found |= {"kinds": dict(site.kinds)} if site.kinds else {}
    found |= {"oai": asdict(site.oai)} if site.oai else {}
    found |= {"languages": list(site.languages)} if site.languages else {}
    told = {name: _filled(inner) for name, inner in sorted(site.translations.items())}
    found |= {"translations": told} if told else {}
    theme = _filled(site.theme)
    found |= {"theme": theme} if theme else {}
    if site.fields:
        found["fields"] = {
            one.name: {"label": one.label, "type": one.type, "facet": one.facet}
            for one in site.fields
        }
    return found


def _filled(record: Any, *but: str) -> dict[str, Any]:
    """Give the fields of a record that say something other than by default."""
    found = {}
    for one in fields(record):
        value = getattr(record, one.name)
        if one.name in but or not value or value == one.default:
            continue
        is_list, is_table = isinstance(value, tuple), isinstance(value, Mapping)
        found[one.name] = list(value) if is_list else dict(value) if is_table else value
    return found


def _page(page: Page) -> dict[str, Any]:
    told = {
        "title": page.title.source, "lang": page.lang, "summary": page.summary,
        "order": page.order, "extra": dict(page.extra), "body": page.body.source,
    }  # fmt: skip
    return {key: value for key, value in told.items() if value}


def _beyond(entity: Entity) -> dict[str, Any]:
    """Give of a record what entities.jsonl does not say."""
    told = {"id": entity.id, "never_link": list(entity.never_link), "cues": list(entity.cues)}
    return {key: value for key, value in told.items() if value}
