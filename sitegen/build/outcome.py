"""What belongs to the site besides its pages: assets, data, manifest, feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from sitegen.arabic.tables import client_tables
from sitegen.build.carried import carried_templates
from sitegen.build.merge import Corpus
from sitegen.build.publish import MARK, MARK_TEXT, Written
from sitegen.build.rendering import (
    FacetsJob,
    Job,
    PostingsJob,
    Rendered,
    TeiJob,
    WordsJob,
    contents_of,
)
from sitegen.build.spill import Blob, SpillReader
from sitegen.client.bundles import worker
from sitegen.export import redirects
from sitegen.export.archive import PATH as ARCHIVE
from sitegen.export.archive import archive_file
from sitegen.export.beacon import beacons
from sitegen.export.feeds import atom, json_feed, sitemap
from sitegen.export.frictionless import data_package
from sitegen.export.gazetteer import is_place, linked_places
from sitegen.export.graphml import graphml
from sitegen.export.offline import LIST, Part, list_files
from sitegen.export.rows import (
    DOCUMENT_COLUMNS,
    ENTITY_COLUMNS,
    document_cells,
    entity_cells,
    entity_row,
)
from sitegen.export.spreadsheet import encode_csv
from sitegen.export.webapp import app_manifest
from sitegen.index.citations import CitedCollection, collections_file
from sitegen.index.format import File
from sitegen.index.manifest import encode_manifest
from sitegen.model import DocId
from sitegen.pages.cards import card_files
from sitegen.pages.catalogue import MOVED, PACKAGE
from sitegen.pages.days import day_files
from sitegen.pages.site import data_page

_IN_FEED = 30


def finish(corpus: Corpus, jobs: Sequence[Job], done: Sequence[Rendered]) -> list[Written]:
    """Write what comes last, and name every file of the site."""
    stage = corpus.room.stage
    written = [file for one in done for file in one.written]
    manifest = _manifest(corpus, jobs, done)
    written.append(stage.write(f"search/{manifest.path}", manifest.content))
    cited = _cited_collections(corpus)
    written.append(stage.write(f"search/{cited.path}", cited.content))
    written += _assets(corpus)
    rows = {name: blob for one in done for name, blob in one.rows.items()}
    written += _data(corpus, rows, _lying(corpus, jobs, done))
    sizes = {file.path: file.size for file in written}
    offered = {one.path: sizes.get(one.path, 0) for one in corpus.catalogue.data}
    offered.pop(PACKAGE, None)
    package = stage.write(PACKAGE, data_package(corpus.archive.site, offered.items()))
    written.append(package)
    sizes[PACKAGE] = package.size
    page = data_page(corpus.catalogue, corpus.room.render, sizes)
    written.append(stage.write(page.path, page.html(corpus.room.render).encode()))
    written += _feeds(corpus, written)
    written += _moved(corpus, written)
    app = app_manifest(corpus.archive.site, corpus.catalogue.edition.words.direction)
    written.append(stage.write("site.webmanifest", app))
    written += _offline(corpus, written)
    written.append(stage.write(".nojekyll", b""))
    written.append(stage.write(MARK, MARK_TEXT))
    return written


def _manifest(corpus: Corpus, jobs: Sequence[Job], done: Sequence[Rendered]) -> File:
    of_segment = [
        (
            plan.segment,
            contents_of(
                one.contents
                for job, one in zip(jobs, done, strict=True)
                if isinstance(job, PostingsJob | WordsJob | FacetsJob) and job.segment == path
            ),
        )
        for path, plan in corpus.room.segments.items()
    ]
    catalogue = corpus.catalogue
    collections = [
        (name, _title(corpus, name), catalogue.edition.addresses.collection(name))
        for name in catalogue.by_collection
    ]
    languages = sorted({card.lang for card in catalogue.listed}) or ["ar"]
    return encode_manifest(
        of_segment,
        corpus.years,
        tables=client_tables(),
        collections=collections,
        languages=languages,
        base=base_url.rstrip("/") + "/" if (base_url := corpus.archive.site.base_url) else "",
    )


def _cited_collections(corpus: Corpus) -> File:
    described = corpus.archive.collections
    found = (described.get(name) for name in corpus.catalogue.by_collection)
    return collections_file(
        CitedCollection(one.id, one.kind, one.publisher, one.place, one.issn)
        for one in found
        if one
    )


def _title(corpus: Corpus, name: str) -> str:
    collection = corpus.archive.collections.get(name)
    return collection.title if collection else name


def _assets(corpus: Corpus) -> Iterator[Written]:
    stage = corpus.room.stage
    own = {
        f"assets/{path}": corpus.archive.root / "assets" / path for path in corpus.archive.assets
    }
    for path, content in sorted(corpus.theme.files.items()):
        if path not in own:
            yield stage.write(path, content)
    for path, source in sorted(own.items()):
        yield stage.copy(path, source)


def rows_of(done: Sequence[Rendered]) -> dict[DocId, Blob]:
    """Give the rows of data/documents.jsonl, in their order."""
    rows = {name: blob for one in done for name, blob in one.rows.items()}
    return {name: rows[name] for name in sorted(rows, key=str.encode)}


def _lying(
    corpus: Corpus, jobs: Sequence[Job], done: Sequence[Rendered]
) -> dict[str, dict[str, object]]:
    """Say of each file of TEI in the site where it lies in the archive, and its sidecar."""
    said = {
        job.path: dict(one.contents["said"])
        for job, one in zip(jobs, done, strict=True)
        if isinstance(job, TeiJob)
    }
    return {
        one.path: {"path": one.back} | ({"said": said[one.path]} if said[one.path] else {})
        for one in corpus.tei
    }


def _data(
    corpus: Corpus, rows: Mapping[DocId, Blob], tei: Mapping[str, dict[str, object]]
) -> Iterator[Written]:
    stage, catalogue = corpus.room.stage, corpus.catalogue
    yield stage.write_chunks("data/documents.jsonl", _joined(rows))
    yield stage.write_chunks("data/mentions.jsonl", _joined(corpus.mention_rows))
    entities = [
        (
            entity,
            catalogue.mentions.get(name, 0),
            len(catalogue.by_entity.get(name, ())),
            catalogue.entity_path(name),
        )
        for name, entity in sorted(catalogue.entities.items())
    ]
    yield stage.write_chunks("data/entities.jsonl", (entity_row(*one) for one in entities))
    table = [ENTITY_COLUMNS, *(entity_cells(*one) for one in entities)]
    yield stage.write("data/entities.csv", encode_csv(table).encode())
    places = ((entity, path) for entity, _, _, path in entities if is_place(entity))
    yield stage.write_chunks("data/places.geojson", linked_places(places))
    graph = graphml(
        [(entity, path, mentions) for entity, mentions, _, path in entities],
        (card.entities for card in catalogue.listed if card.access == "public"),
    )
    yield stage.write_chunks("data/named-together.graphml", graph)
    archive = corpus.archive
    templates = {}
    if archive.site.sources:
        templates = carried_templates(archive.root, corpus.theme.files, archive.assets)
    told = archive_file(
        archive.site, archive.collections, archive.pages, archive.assets, archive.frozen,
        archive.authority.values(), catalogue.entities, rows, tei, templates,
    )  # fmt: skip
    yield stage.write(ARCHIVE, told)
    for path, content in (*card_files(catalogue), *day_files(catalogue)):
        yield stage.write(path, content)
    listing = (document_cells(card, catalogue.document_path(card.id)) for card in catalogue.listed)
    yield stage.write("data/documents.csv", encode_csv([DOCUMENT_COLUMNS, *listing]).encode())
    site = corpus.archive.site
    if site.base_url:
        listed = ((entity, mentions, path) for entity, mentions, _, path in entities)
        for path, content in beacons(listed, site.base_url, site.title):
            yield stage.write(path, content)


_AT_ONCE = 1 << 20  # bytes


def _joined(rows: Mapping[DocId, Blob]) -> Iterator[bytes]:
    with SpillReader() as spilled:
        waiting: Blob | None = None
        for name in sorted(rows, key=str.encode):
            blob = rows[name]
            if waiting and _follows(waiting, blob):
                waiting = Blob(waiting.path, waiting.offset, waiting.length + blob.length)
                continue
            if waiting:
                yield spilled.bytes_of(waiting)
            waiting = blob
        if waiting:
            yield spilled.bytes_of(waiting)


def _follows(one: Blob, other: Blob) -> bool:
    """Say whether a blob lies right behind another, and both may be read at once."""
    is_behind = one.path == other.path and one.offset + one.length == other.offset
    return is_behind and one.length < _AT_ONCE


def _offline(corpus: Corpus, written: Sequence[Written]) -> Iterator[Written]:
    stage = corpus.room.stage
    parts = [Part(file.path, file.digest, file.size) for file in written]
    withheld = frozenset(
        corpus.catalogue.document_path(card.id)
        for card in corpus.catalogue.ordered
        if card.withdrawn or card.access != "public"
    )
    for path, content in list_files(parts, withheld):
        listed = stage.write(path, content)
        yield listed
        if path == LIST:
            yield stage.write("sw.js", worker(listed.digest))


def _moved(corpus: Corpus, written: Sequence[Written]) -> Iterator[Written]:
    """Lead on from the addresses of an older site; what a page of this one has is not led on."""
    catalogue = corpus.catalogue
    if not catalogue.has_moved:
        return
    site, said = corpus.archive.site, catalogue.edition.words
    base = urlsplit(site.base_url).path if site.base_url else ""
    pairs = (
        (alias, catalogue.document_path(card.id))
        for card in catalogue.ordered
        for alias in card.aliases
    )
    table = redirects.table_of(pairs, base)
    taken = [file.path for file in written]
    title = said.text(MOVED)
    for path, content in redirects.files(table, taken, base, said.language, title):
        yield corpus.room.stage.write(path, content)


def _feeds(corpus: Corpus, written: Sequence[Written]) -> Iterator[Written]:
    site, stage, catalogue = corpus.archive.site, corpus.room.stage, corpus.catalogue
    if not site.base_url:
        return
    pages = sorted(
        file.path for file in written if file.path.endswith(".html") and file.path != "404.html"
    )
    for path, content in sitemap(site.base_url, pages):
        yield stage.write(path, content)
    newest = [card for card in catalogue.listed if card.date][-_IN_FEED:]
    entries = [(card, catalogue.document_path(card.id)) for card in reversed(newest)]
    yield stage.write("feed.xml", atom(site, entries))
    yield stage.write("feed.json", json_feed(site, entries))
    where = site.base_url.rstrip("/")
    robots = f"User-agent: *\nAllow: /\nSitemap: {where}/sitemap.xml\n"
    yield stage.write("robots.txt", robots.encode())
