"""What does a reader get? Stage three: pages, texts, index, in jobs of any order.

Each job writes its files into the stage and says which; what it writes depends on the shared
room and the job alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sitegen.build.indexing import facets, files_of, names, phrases, postings, words
from sitegen.build.kinds import (
    DocumentsJob,
    EntitiesJob,
    FacetsJob,
    Job,
    ListsJob,
    NamesJob,
    PhrasesJob,
    PictureJob,
    PostingsJob,
    TeiJob,
    WordsJob,
)
from sitegen.build.linking import agents, mentions_in
from sitegen.build.pictures import card_of
from sitegen.build.publish import Written
from sitegen.build.reading import indexed_blocks
from sitegen.build.room import Rendered, RenderingRoom
from sitegen.build.spill import Blob, SpillReader, SpillWriter
from sitegen.content.tei_source import carried
from sitegen.entities.authority import Authority
from sitegen.export.picture import draw
from sitegen.export.rows import document_row
from sitegen.export.typeset import face_of
from sitegen.export.zips import document_members, folder_of
from sitegen.index.citations import CitationRow, citation_file
from sitegen.index.texts import EncodedText, TextRow, encode_text, text_files
from sitegen.model import Agent, Card, DocId, Document, EntityId, Mention
from sitegen.pages import urls
from sitegen.pages.entity import Shown
from sitegen.pages.output import Bundle, Listed, Page, pages_of
from sitegen.pages.parallel import printed
from sitegen.pages.site import Catalogue, document_pages, entity_page_texts, lasting_address


def render_job(room: RenderingRoom, job: Job) -> Rendered:
    """Do one job."""
    work = _WORK[type(job)]
    if not room.timed:
        return work(room, job)
    times = room.times
    return replace(work(room, job), templates=times.take())


def _documents(room: RenderingRoom, job: DocumentsJob) -> Rendered:
    written: list[Written] = []
    texts: list[tuple[int, tuple[str, ...]]] = []
    rows: dict[DocId, Blob] = {}
    members: dict[DocId, Blob] = {}
    parts: list[tuple[DocId, tuple[str, ...]]] = []
    citations: list[CitationRow] = []
    shards = dict(job.parts()) or {-1: job.names}
    with (
        SpillReader() as spilled,
        SpillWriter(room.work / f"rows-{job.number:05}") as spill,
        SpillWriter(room.work / f"members-{job.number:05}") as packed,
    ):
        for first, names in shards.items():
            encoded: list[EncodedText] = []
            for name in names:
                if not (name in job.pages or first in job.texts or job.cites):
                    continue
                document: Document = spilled.get(room.documents[name])
                card = room.catalogue.by_id[name]
                path = room.catalogue.document_path(name)
                who = _who(document, room.authority)
                if name in job.pages:
                    mentions = mentions_in(spilled, room.mentions[name])
                    pages = list(_pages(room, document, mentions, who))
                    written += pages
                    if len(pages) > 1:
                        parts.append((name, tuple(page.path for page in pages)))
                    rows[name] = spill.put_bytes(document_row(document, card, path))
                    if room.catalogue.zip_of(card):
                        members[name] = packed.put_bytes(_members(room, document))
                if first in job.texts:
                    encoded.append(encode_text(_text_row(document, card, path)))
                if job.cites:
                    pattern = room.catalogue.edition.site.permalink
                    citations.append(_citation_row(document, who, pattern))
            if encoded:
                files = list(files_of(room.stage, text_files(job.year, first, encoded)))
                texts.append((first, tuple(file.path for file in files)))
                written += files
    if job.cites:
        cited = citation_file(job.year, job.first, citations)
        written += files_of(room.stage, [cited])
    contents = {"texts": tuple(texts), "parts": tuple(parts)}
    return Rendered(tuple(written), rows, members, contents)


def _pages(
    room: RenderingRoom,
    document: Document,
    mentions: tuple[Mention, ...],
    who: Mapping[str, Agent],
) -> Iterator[Written]:
    for path, content in _of_document(room, document, mentions, who):
        yield room.stage.write(path, content.encode())
    if document.publish_source:
        linear = f"data/text/{document.slug}.txt"
        yield room.stage.write(linear, document.body.source.encode())


def _of_document(
    room: RenderingRoom,
    document: Document,
    mentions: tuple[Mention, ...],
    who: Mapping[str, Agent],
) -> Iterator[tuple[str, str]]:
    also = [agent.entity for agent in who.values() if agent.entity]
    surroundings = room.catalogue.surroundings(document.id, also)
    return document_pages(document, mentions, who, surroundings, room.render)


def early_pages(
    room: RenderingRoom,
    catalogue: Catalogue,
    document: Document,
    mentions: tuple[Mention, ...],
) -> Iterator[tuple[str, str]]:
    """Make the pages of a document with another *catalogue* than the room's."""
    known = replace(room, catalogue=catalogue, own={"render": room.render})
    return _of_document(known, document, mentions, _who(document, room.authority))


def _members(room: RenderingRoom, document: Document) -> bytes:
    collection = room.catalogue.collections.get(document.collection)
    title = collection.title if collection else ""
    return document_members(document, folder_of(document.collection), title)


def _who(document: Document, authority: Authority) -> dict[str, Agent]:
    names = (*document.authors, *document.editors, *document.translators)
    return dict(zip(names, agents(names, authority), strict=True))


def _text_row(document: Document, card: Card, path: str) -> TextRow:
    return TextRow(
        url=path,
        id=document.id,
        title=document.title.text,
        date=document.date.iso if document.date else "",
        collection=document.collection,
        volume=document.volume,
        issue=document.issue,
        authors=tuple([agent.name for agent in card.authors]),
        blocks=tuple([(block.anchor, block.text) for block in indexed_blocks(document)]),
        hijri=document.date_hijri,
    )


def _citation_row(document: Document, who: Mapping[str, Agent], pattern: str) -> CitationRow:
    return CitationRow(
        pages=document.pages,
        lang=document.lang,
        doi=document.identifiers.get("doi", ""),
        url=lasting_address(document, pattern),
        editors=tuple(who[name].name for name in document.editors),
        translators=tuple(who[name].name for name in document.translators),
        keywords=document.subjects,
    )


def _entities(room: RenderingRoom, job: EntitiesJob) -> Rendered:
    written: list[Written] = []
    kept: list[str] = []
    pages: list[tuple[EntityId, tuple[str, ...], tuple[bytes, ...]]] = []
    for name in job.names:
        some = job.some.get(name)
        shown = some and Shown(some.said, room.appearances.on(some.parts, name))
        found = entity_page_texts(name, room.catalogue, room.render, shown)
        made = {path: room.stage.write(path, html.encode()) for path, html in found}
        count = some.said.parts if some else len(made)
        home = room.catalogue.entity_path(name)
        paths = tuple(urls.part(home, number) for number in range(1, count + 1))
        pages.append((name, paths, job.keys[name]))
        written += made.values()
        kept += (path for path in paths if path not in made)
    return Rendered(tuple(written), contents={"pages": tuple(pages)}, kept=tuple(kept))


def _lists(room: RenderingRoom, job: ListsJob) -> Rendered:
    render = room.in_language(job.language)[1]
    written: list[Written] = []
    groups: dict[str, list[str]] = {}
    keys: dict[str, bytes] = {}
    bundles: list[tuple[str, str, bytes, tuple[str, ...]]] = []
    kept: list[str] = []
    for n, (name, one) in enumerate(room.list_pages(job.language, job.groups)):
        if n % job.of != job.share:
            continue
        group = job.listed(name)
        stand: dict[str, bytes] = {}
        if isinstance(one, Bundle):
            whole = room.lists.key_of(one)
            stand = room.lists.standing(group, one.name, whole)
        made = {} if stand else _listed(room, job, one)
        keys |= stand | {path: key for path, (key, _) in made.items() if key}
        for path, (key, page) in made.items():
            if key and room.lists.pages.get(path) == key:
                kept.append(path)
            else:
                written.append(room.stage.write(path, printed(page, render)[1].encode()))
        paths = (*stand, *made)
        kept += stand
        groups.setdefault(group, []).extend(paths)
        if isinstance(one, Bundle):
            bundles.append((group, one.name, whole, paths))
    contents = {
        "lists": tuple(groups.items()),
        "keys": tuple(keys.items()),
        "bundles": tuple(bundles),
    }
    return Rendered(tuple(written), contents=contents, kept=tuple(kept))


def _listed(room: RenderingRoom, job: ListsJob, one: Listed) -> dict[str, tuple[bytes, Page]]:
    """Give a page, or those of a bundle, by their paths, each with its key."""
    folder = room.in_language(job.language)[1].edition.folder
    return {
        folder + page.path: (room.lists.key_of(page), page)
        for page in pages_of([one])
        if page.path != "data.html"  # which comes last, when the sizes of its files are known
        and (not job.language or urls.is_parallel(page.path))
    }


def _tei(room: RenderingRoom, job: TeiJob) -> Rendered:
    content, said = carried(Path(job.root), job.source, job.shown)
    return Rendered((room.stage.write(job.path, content),), contents={"said": tuple(said.items())})


def _picture(room: RenderingRoom, job: PictureJob) -> Rendered:
    faces = [face_of(path.read_bytes()) for path in job.fonts]
    card = card_of(room.catalogue, job.collection)
    edition = room.catalogue.edition
    content = draw(card, faces, edition.site.theme)
    return Rendered((room.stage.write(edition.picture(job.collection), content),))


_WORK: dict[type, Callable[[RenderingRoom, Any], Rendered]] = {
    DocumentsJob: _documents,
    EntitiesJob: _entities,
    ListsJob: _lists,
    PostingsJob: postings,
    WordsJob: words,
    NamesJob: names,
    FacetsJob: facets,
    PhrasesJob: phrases,
    TeiJob: _tei,
    PictureJob: _picture,
}
