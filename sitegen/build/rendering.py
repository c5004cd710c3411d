"""What does a reader get? Stage three: pages, texts, index, in jobs of any order.

Each job writes its files into the stage and says which; what it writes depends on the shared
room and the job alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

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
    Texts,
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
from sitegen.export.rows import document_row
from sitegen.export.zips import document_members, folder_of
from sitegen.index.citations import CitationRow, citation_file
from sitegen.index.texts import TOGETHER, TextRow, encode_text, text_files
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


_RUN = 1 << 19  # bytes put aside: some hundred articles, or one book


class _Held(NamedTuple):
    """A document, and what all that is made of it asks for."""

    document: Document
    card: Card
    path: str
    who: Mapping[str, Agent]


class _Made(NamedTuple):
    """What was made of a run of documents."""

    pages: dict[DocId, tuple[Written, ...]]
    rows: dict[DocId, Blob]
    members: dict[DocId, Blob]
    texts: dict[int, tuple[Written, ...]]
    citations: list[CitationRow]


def _documents(room: RenderingRoom, job: DocumentsJob) -> Rendered:
    """Make all that there is of some documents, a run of them at a time."""
    with (
        SpillReader() as spilled,
        SpillWriter(room.work / f"rows-{job.number:05}") as spill,
        SpillWriter(room.work / f"members-{job.number:05}") as packed,
    ):
        made = [_made(room, run, spilled, spill, packed) for run in _runs(room, job)]
    pages = [(name, files) for one in made for name, files in one.pages.items()]
    texts = {first: files for one in made for first, files in one.texts.items()}
    numbers = {(first - job.first) // TOGETHER: _paths(files) for first, files in texts.items()}
    citations = chain.from_iterable(one.citations for one in made)
    cited = [citation_file(job.year, job.first, citations)] if job.cites else []
    contents = {
        "texts": (Texts.of(numbers),),
        "parts": tuple((name, _paths(files)) for name, files in pages if len(files) > 1),
    }
    return Rendered(
        tuple(chain(*(files for _, files in pages), *texts.values(), files_of(room.stage, cited))),
        {name: row for one in made for name, row in one.rows.items()},
        {name: member for one in made for name, member in one.members.items()},
        contents,
    )


def _made(
    room: RenderingRoom,
    run: DocumentsJob,
    spilled: SpillReader,
    spill: SpillWriter,
    packed: SpillWriter,
) -> _Made:
    """Make one thing of all documents of a run, then the next.

    So the processor has at hand what it needs for one thing. Where all was made of one document
    before the next, it fetched all of it for each: a quarter of the CPU.
    """
    held = {name: _held(room, spilled.get(room.documents[name])) for name in _asked(run)}
    shown = {name: one for name, one in held.items() if name in run.pages}
    mentions = {name: mentions_in(spilled, room.mentions[name]) for name in shown}
    zipped = {name: one for name, one in shown.items() if room.catalogue.offers.zip_of(one.card)}
    pattern = room.catalogue.edition.site.permalink
    return _Made(
        _pages(room, shown, mentions),
        {
            name: spill.put_bytes(document_row(one.document, one.card, one.path))
            for name, one in shown.items()
        },
        {name: packed.put_bytes(_members(room, one.document)) for name, one in zipped.items()},
        _texts(room, run, held),
        [_citation_row(one.document, one.who, pattern) for one in held.values() if run.cites],
    )


def _runs(room: RenderingRoom, job: DocumentsJob) -> Iterator[DocumentsJob]:
    """Part a job into runs that can be held; each begins with a shard of texts."""
    size = begun = 0
    for at in range(0, len(job.names), TOGETHER):
        end = min(at + TOGETHER, len(job.names))
        size += sum(room.documents[name].length for name in job.names[at:end])
        if size >= _RUN or end == len(job.names):
            first = job.first + begun if job.first >= 0 else job.first
            yield replace(job, first=first, names=job.names[begun:end])
            size, begun = 0, end


def _asked(job: DocumentsJob) -> Iterator[DocId]:
    """Give the documents of which something is to be made."""
    for first, together in job.parts() if job.first >= 0 else [(-1, job.names)]:
        every = job.cites or first in job.texts
        yield from (name for name in together if every or name in job.pages)


def _held(room: RenderingRoom, document: Document) -> _Held:
    name = document.id
    path = room.catalogue.document_path(name)
    return _Held(document, room.catalogue.by_id[name], path, _who(document, room.authority))


def _paths(files: Iterable[Written]) -> tuple[str, ...]:
    return tuple(file.path for file in files)


def _texts(
    room: RenderingRoom, job: DocumentsJob, held: Mapping[DocId, _Held]
) -> dict[int, tuple[Written, ...]]:
    """Write the shards of texts that are to be made, by the place in the year of their first."""
    found = {}
    for first, together in job.parts():
        if first in job.texts:
            some = map(held.__getitem__, together)
            rows = (_text_row(one.document, one.card, one.path) for one in some)
            files = text_files(job.year, first, map(encode_text, rows))
            found[first] = tuple(files_of(room.stage, files))
    return found


def _pages(
    room: RenderingRoom, shown: Mapping[DocId, _Held], mentions: Mapping[DocId, tuple[Mention, ...]]
) -> dict[DocId, tuple[Written, ...]]:
    """Make the pages of all documents, then write them."""
    made = {
        name: list(_of_document(room, one.document, mentions[name], one.who))
        for name, one in shown.items()
    }
    return {name: tuple(_written(room, shown[name].document, made.pop(name))) for name in shown}


def _written(
    room: RenderingRoom, document: Document, pages: Iterable[tuple[str, str]]
) -> Iterator[Written]:
    for path, content in pages:
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
    from sitegen.export.picture import draw  # noqa: PLC0415 - few builds draw
    from sitegen.export.typeset import face_of  # noqa: PLC0415

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
