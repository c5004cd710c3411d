"""What does an archive offer as data? The files of data/, and what vouches for them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from sitegen.build.carried import carried_templates
from sitegen.build.merge import Corpus
from sitegen.build.publish import Stage, Written
from sitegen.build.rendering import Job, Rendered, TeiJob
from sitegen.build.spill import Blob, SpillReader
from sitegen.export.archive import PATH as ARCHIVE
from sitegen.export.archive import archive_file
from sitegen.export.beacon import beacons
from sitegen.export.frictionless import data_package
from sitegen.export.gazetteer import is_place, linked_places
from sitegen.export.graphml import graphml
from sitegen.export.rows import (
    DOCUMENT_COLUMNS,
    ENTITY_COLUMNS,
    document_cells,
    entity_cells,
    entity_row,
)
from sitegen.export.spreadsheet import encode_csv
from sitegen.export.zips import collection_members, folder_of, zip_chunks
from sitegen.model import DocId
from sitegen.pages.cards import card_files
from sitegen.pages.catalogue import PACKAGE, SUMS
from sitegen.pages.days import day_files

_AT_ONCE = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class _Summing:
    """Writes files, and knows the SHA-256 of each."""

    stage: Stage
    sums: dict[str, str] = field(default_factory=dict)

    def write(self, path: str, content: bytes) -> Written:
        return self.write_chunks(path, [content])

    def write_chunks(self, path: str, chunks: Iterable[bytes]) -> Written:
        return self.stage.write_chunks(path, self._summed(path, chunks))

    def _summed(self, path: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        digest = hashlib.sha256()
        for chunk in chunks:
            digest.update(chunk)
            yield chunk
        self.sums[path] = digest.hexdigest()

    def manifest(self, paths: Iterable[str]) -> bytes:
        """List the sums of some files, as ``sha256sum --check`` reads them, sorted by name."""
        lines = (f"{self.sums[path]}  {PurePosixPath(path).name}\n" for path in sorted(paths))
        return "".join(lines).encode()


def data_files(corpus: Corpus, jobs: Sequence[Job], done: Sequence[Rendered]) -> Iterator[Written]:
    """Write every file of data/ but the linear texts: they come with the pages."""
    summing, catalogue = _Summing(corpus.room.stage), corpus.catalogue
    written = list(_tables(corpus, rows_of(done), _lying(corpus, jobs, done), summing))
    written += _zips(corpus, done, summing)
    sizes = {file.path: file.size for file in written}
    paths = [path for one in catalogue.data if (path := one.path) not in (PACKAGE, SUMS)]
    paths += catalogue.zips.values()
    package = data_package(corpus.archive.site, ((path, sizes[path]) for path in paths))
    yield from written
    yield summing.write(PACKAGE, package)
    yield corpus.room.stage.write(SUMS, summing.manifest([*paths, PACKAGE]))
    yield from _beside(corpus)


def _tables(
    corpus: Corpus,
    rows: Mapping[DocId, Blob],
    tei: Mapping[str, dict[str, object]],
    summing: _Summing,
) -> Iterator[Written]:
    catalogue = corpus.catalogue
    yield summing.write_chunks("data/documents.jsonl", _joined(rows))
    yield summing.write_chunks("data/mentions.jsonl", _joined(corpus.mention_rows))
    entities = [
        (
            entity,
            catalogue.mentions.get(name, 0),
            len(catalogue.by_entity.get(name, ())),
            catalogue.entity_path(name),
        )
        for name, entity in sorted(catalogue.entities.items())
    ]
    yield summing.write_chunks("data/entities.jsonl", (entity_row(*one) for one in entities))
    table = [ENTITY_COLUMNS, *(entity_cells(*one) for one in entities)]
    yield summing.write("data/entities.csv", encode_csv(table).encode())
    places = ((entity, path) for entity, _, _, path in entities if is_place(entity))
    yield summing.write_chunks("data/places.geojson", linked_places(places))
    graph = graphml(
        [(entity, path, mentions) for entity, mentions, _, path in entities],
        (card.entities for card in catalogue.listed if card.access == "public"),
    )
    yield summing.write_chunks("data/named-together.graphml", graph)
    archive = corpus.archive
    templates = {}
    if archive.site.sources:
        templates = carried_templates(archive.root, corpus.theme.files, archive.assets)
    told = archive_file(
        archive.site, archive.collections, archive.pages, archive.assets, archive.frozen,
        archive.authority.values(), catalogue.entities, rows, tei, templates,
    )  # fmt: skip
    yield summing.write(ARCHIVE, told)
    listing = (document_cells(card, catalogue.document_path(card.id)) for card in catalogue.listed)
    yield summing.write("data/documents.csv", encode_csv([DOCUMENT_COLUMNS, *listing]).encode())
    site = archive.site
    if site.base_url:
        listed = ((entity, mentions, path) for entity, mentions, _, path in entities)
        for path, content in beacons(listed, site.base_url, site.title):
            yield summing.write(path, content)


def _beside(corpus: Corpus) -> Iterator[Written]:
    """Write what pages load when it is wanted."""
    for path, content in (*card_files(corpus.catalogue), *day_files(corpus.catalogue)):
        yield corpus.room.stage.write(path, content)


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


def rows_of(done: Sequence[Rendered]) -> dict[DocId, Blob]:
    """Give the rows of data/documents.jsonl, in their order."""
    rows = {name: blob for one in done for name, blob in one.rows.items()}
    return {name: rows[name] for name in sorted(rows, key=str.encode)}


def members_of(corpus: Corpus, done: Sequence[Rendered]) -> dict[str, dict[DocId, Blob]]:
    """Give the members of each collection's zip, in their order."""
    members = {name: blob for one in done for name, blob in one.members.items()}
    found: dict[str, dict[DocId, Blob]] = {name: {} for name in corpus.catalogue.zips}
    for name in sorted(members, key=str.encode):
        found[corpus.catalogue.by_id[name].collection][name] = members[name]
    return found


def _zips(corpus: Corpus, done: Sequence[Rendered], summing: _Summing) -> Iterator[Written]:
    catalogue = corpus.catalogue
    for name, members in members_of(corpus, done).items():
        held = catalogue.by_collection[name] if name else catalogue.uncollected
        cards = ((card, catalogue.document_path(card.id)) for card in held)
        about = collection_members(folder_of(name), catalogue.collections.get(name), cards)
        parts = zip_chunks(_followed(_joined(members), about))
        yield summing.write_chunks(catalogue.zips[name], parts)


def _followed(chunks: Iterable[bytes], last: bytes) -> Iterator[bytes]:
    yield from chunks
    yield last


def _joined(parts: Mapping[DocId, Blob]) -> Iterator[bytes]:
    """Read parts in their order of ids, those that stand one behind the other at once."""
    with SpillReader() as spilled:
        waiting: Blob | None = None
        for name in sorted(parts, key=str.encode):
            blob = parts[name]
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
