"""What does an archive offer as data? The files of data/, and what vouches for them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from sitegen.build.carried import carried_templates
from sitegen.build.kinds import Job, TeiJob
from sitegen.build.merge import Corpus
from sitegen.build.parts import Lines, Lying, Parts, Rows
from sitegen.build.publish import Stage, Written
from sitegen.build.room import Rendered
from sitegen.build.spill import Blob, SpillReader
from sitegen.build.units import key_of
from sitegen.export.archive import PATH as ARCHIVE
from sitegen.export.archive import archive_file
from sitegen.export.beacon import beacons
from sitegen.export.frictionless import data_package
from sitegen.export.gazetteer import is_place, linked_places
from sitegen.export.graphml import Named, graphml
from sitegen.export.rows import (
    DOCUMENT_COLUMNS,
    ENTITY_COLUMNS,
    document_cells,
    entity_cells,
    entity_row,
)
from sitegen.export.spreadsheet import csv_line, encode_csv
from sitegen.export.zips import collection_members, folder_of, zip_chunks
from sitegen.model import Card, Collection, DocId, Entity, EntityId
from sitegen.pages.cards import FOLDER as CARDS
from sitegen.pages.cards import card_files
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.days import days_path, days_script, told_of_days
from sitegen.pages.deck import Deck
from sitegen.pages.offered import GRAPH, PACKAGE, SUMS

_AT_ONCE = 1 << 20  # bytes
_HEAD = encode_csv([DOCUMENT_COLUMNS]).encode()  # of tables of documents
_ENTITIES = encode_csv([ENTITY_COLUMNS]).encode()


Offered = Mapping[str, tuple[bytes, str]]  # by path: the key of a file, its SHA-256


@dataclass(frozen=True, slots=True)
class Offer:
    """Writes the files of data/, but those that stand with the key that they have now.

    ``keys`` are those of now, ``known`` those of the last build with the sums of its files, and
    ``stands`` which of these stand. ``made`` comes to hold what the next build is to know.
    """

    stage: Stage
    keys: Mapping[str, bytes]
    known: Offered
    stands: Mapping[str, Written]
    made: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def write(self, path: str, make: Callable[[], str]) -> Written:
        """Write a text that can be held, unless it stands."""
        return self.write_chunks(path, lambda: [make().encode()])

    def write_chunks(
        self, path: str, make: Callable[[], Iterable[bytes]], key: bytes = b""
    ) -> Written:
        """Write a file, unless it stands; its *key*, where it has none among those of all."""
        key = key or self.keys.get(path, b"")
        was, total = self.known.get(path, (b"", ""))
        if key and was == key and path in self.stands:
            self.made[path] = key, total
            return self.stands[path]
        digest = hashlib.sha256()
        written = self.stage.write_chunks(path, make(), digest)
        self.made[path] = key, digest.hexdigest()
        return written

    def write_all(
        self, folder: str, make: Callable[[], Iterable[tuple[str, bytes]]]
    ) -> list[Written]:
        """Write the files of a folder, which have one key, unless all of them stand."""
        key = self.keys[folder]
        known = {
            path: kept
            for path, kept in self.known.items()
            if kept[0] == key and path.startswith(f"{folder}/")
        }
        if known and known.keys() <= self.stands.keys():
            self.made.update(known)
            return [self.stands[path] for path in known]
        written = [self.stage.write(path, content) for path, content in make()]
        self.made.update((file.path, (key, file.digest)) for file in written)
        return written

    def manifest(self, paths: Iterable[str]) -> bytes:
        """List the sums of some files, as ``sha256sum --check`` reads them, sorted by name."""
        lines = (f"{self.made[path][1]}  {path.removeprefix('data/')}\n" for path in sorted(paths))
        return "".join(lines).encode()


def data_files(
    corpus: Corpus,
    jobs: Sequence[Job],
    done: Sequence[Rendered],
    offer: Offer,
    parts: Data,
) -> Iterator[Written]:
    """Write every file of data/ but the linear texts: they come with the pages."""
    catalogue = corpus.catalogue
    written = list(_rows(catalogue.offers.rows["documents"].values(), parts.rows, offer))
    written += _rows(catalogue.offers.rows["mentions"].values(), _mentions(corpus), offer)
    written += _tables(corpus, _lying(corpus, jobs, done), offer, parts)
    written += _zips(catalogue, offer, parts)
    sizes = {file.path: file.size for file in written}
    paths = [one.path for one in catalogue.offers.files if one.path not in (PACKAGE, SUMS)]
    paths += (path for files in catalogue.offers.rows.values() for path in files.values())
    paths += catalogue.offers.zips.values()
    package = data_package(corpus.archive.site, ((path, sizes[path]) for path in paths))
    yield from written
    yield offer.write_chunks(PACKAGE, lambda: [package])
    yield corpus.room.stage.write(SUMS, offer.manifest([*paths, PACKAGE]))
    yield from _beside(catalogue, offer)


def _rows(paths: Iterable[str], parts: Parts, offer: Offer) -> Iterator[Written]:
    for path in paths:
        yield offer.write_chunks(path, partial(_parts_of, parts, path))


def _parts_of(parts: Parts, path: str) -> Iterator[bytes]:
    return _joined(parts.of(path))


def _tables(
    corpus: Corpus,
    tei: Mapping[str, dict[str, object]],
    offer: Offer,
    parts: Data,
) -> Iterator[Written]:
    catalogue = corpus.catalogue
    entities = [
        (entity, catalogue.mentions.get(name, 0), catalogue.entity_path(name))
        for name, entity in sorted(catalogue.entities.items())
    ]

    def told(name: EntityId) -> tuple[Entity, int, int, str]:
        count = catalogue.n_texts.get(name, 0)
        mentions = catalogue.mentions.get(name, 0)
        return catalogue.entities[name], mentions, count, catalogue.entity_path(name)

    def row(name: EntityId) -> bytes:
        return entity_row(*told(name))

    def line(name: EntityId) -> bytes:
        return csv_line(entity_cells(*told(name))).encode()

    names = sorted(catalogue.entities)
    yield offer.write_chunks(
        "data/entities.jsonl", lambda: [parts.records.of("data/entities.jsonl", names, row, b"\n")]
    )
    yield offer.write_chunks(
        "data/entities.csv",
        lambda: [parts.records.of("data/entities.csv", names, line, b"\r\n", _ENTITIES)],
    )
    places = ((entity, path) for entity, _, path in entities if is_place(entity))
    yield offer.write_chunks("data/places.geojson", lambda: linked_places(places))
    for path in catalogue.offers.graphs:
        yield offer.write_chunks(path, partial(_graph, catalogue, path))
    yield _archive(corpus, tei, offer)
    for path, cards in catalogue.offers.tables.items():
        yield offer.write_chunks(path, partial(parts.lines.table, path, _HEAD, cards))
    site = corpus.archive.site
    if site.base_url:
        for path, content in beacons(entities, site.base_url, site.title):
            yield offer.write_chunks(path, partial(list, [content]))


def _archive(corpus: Corpus, tei: Mapping[str, dict[str, object]], offer: Offer) -> Written:
    """Say how the archive can be made again; promised anchors have no key, for they are many."""
    archive, catalogue = corpus.archive, corpus.catalogue
    templates = {}
    if archive.site.sources:
        templates = carried_templates(archive.root, corpus.theme.files, archive.assets)
    make = partial(
        archive_file,
        archive.site, archive.collections, archive.pages, archive.assets, archive.frozen,
        archive.authority.values(), catalogue.entities, catalogue.by_id, tei, templates,
    )  # fmt: skip
    told = (
        archive.site, archive.collections, archive.pages, archive.assets, tei, templates,
        list(catalogue.entities),
    )  # fmt: skip
    said = repr(told).encode("utf-8", "surrogatepass")
    key = b"" if archive.frozen or not corpus.records else key_of(said, corpus.records)
    return offer.write_chunks(ARCHIVE, lambda: [make()], key)


def _graph(catalogue: Catalogue, path: str) -> Iterator[bytes]:
    """Write who is named together; what came since the seal has a graph of its own.

    In that stand the pairs of its documents, with the numbers of the whole archive: put into the
    other graph, in which stand the pairs of the sealed part, it gives that of all.
    """
    public = catalogue.listed.where("access", lambda access: access == "public")
    names, every = _named(public)
    if len(catalogue.offers.graphs) == 1:
        nodes = _nodes(catalogue, catalogue.entities, catalogue.mentions)
        return graphml(nodes, names, every)
    seen = catalogue.offers.graphs[path].where("access", lambda access: access == "public")
    _, part = _named(seen)
    whole = seen if path == GRAPH else public
    nodes = _nodes(catalogue, seen.lists.used(), whole.lists.counts())
    late = None if whole is seen else part
    return graphml(nodes, names, _named(whole)[1], counted="documents", late=late)


def _named(deck: Deck) -> tuple[Sequence[EntityId], Named]:
    """Give the entities that documents of all the archive name, and whom those of a deck do."""
    names, codes, lengths = deck.lists
    return names, Named(codes.astype(np.int64), lengths)


def _nodes(
    catalogue: Catalogue, names: Iterable[EntityId], counts: Mapping[EntityId, int]
) -> list[tuple[Entity, str, int]]:
    return [
        (catalogue.entities[name], catalogue.entity_path(name), counts.get(name, 0))
        for name in sorted(names)
        if name in catalogue.entities
    ]


def _beside(catalogue: Catalogue, offer: Offer) -> Iterator[Written]:
    """Write what pages load when it is wanted."""
    yield from offer.write_all(CARDS, partial(card_files, catalogue))
    for month, days in told_of_days(catalogue).items():
        yield offer.write(days_path(month), partial(days_script, month, days, catalogue))


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


@dataclass(frozen=True, slots=True)
class Data:
    """Of what files of data/ are put together: rows of documents, members of zips, lines."""

    rows: Parts
    members: Parts
    lines: Lines
    records: Rows

    @classmethod
    def of(
        cls,
        corpus: Corpus,
        done: Sequence[Rendered],
        lying: Sequence[Lying],
        stale: Iterable[DocId],
        records: Rows,
    ) -> Data:
        """Take what was *done*, and what of it is *lying* in the site; not of *stale* documents."""
        catalogue, output = corpus.catalogue, corpus.room.stage.output
        rows = {name: blob for one in done for name, blob in one.rows.items()}
        members = {name: blob for one in done for name, blob in one.members.items()}
        shelf_of = {path: shelf for shelf, path in catalogue.offers.zips.items()}

        def in_zip(path: str) -> Iterator[DocId]:
            return iter(catalogue.offers.shelves[shelf_of[path]].ids)

        def line(card: Card) -> str:
            return csv_line(document_cells(card, catalogue.document_path(card.id)))

        return cls(
            Parts(rows, lying[0], output, partial(catalogue.offers.in_rows, "documents")),
            Parts(members, lying[1], output, in_zip),
            Lines(line, lying[2], output, stale),
            records,
        )

    def left(self, catalogue: Catalogue) -> tuple[Lying, Lying, Lying]:
        """Say how all of it lies now."""
        return (
            self.rows.left(catalogue.offers.rows["documents"].values()),
            self.members.left(catalogue.offers.zips.values()),
            self.lines.left(catalogue.offers.tables),
        )


def _mentions(corpus: Corpus) -> Parts:
    catalogue = corpus.catalogue
    return Parts(corpus.mention_rows, {}, "", partial(catalogue.offers.in_rows, "mentions"))


def _zips(catalogue: Catalogue, offer: Offer, parts: Data) -> Iterator[Written]:
    for shelf, path in catalogue.offers.zips.items():
        collection = catalogue.collections.get(shelf.collection)
        cards = catalogue.offers.shelves[shelf]
        make = partial(_zip, path, shelf.collection, collection, cards, parts)
        yield offer.write_chunks(path, make)


def _zip(
    path: str, name: str, collection: Collection | None, cards: Deck, parts: Data
) -> Iterator[bytes]:
    table = b"".join([_HEAD, *parts.lines.of(cards)])
    about = collection_members(folder_of(name), collection, table)
    return zip_chunks(_followed(_parts_of(parts.members, path), about))


def _followed(chunks: Iterable[bytes], last: bytes) -> Iterator[bytes]:
    yield from chunks
    yield last


def _joined(parts: Mapping[DocId, Blob]) -> Iterator[bytes]:
    """Read parts in their order, those that stand one behind the other at once."""
    with SpillReader() as spilled:
        waiting: Blob | None = None
        for blob in parts.values():
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
