"""What does a reader get? Stage three: pages, texts, index, in jobs of any order.

Each job writes its files into the stage and says which; what it writes depends on the shared
room and the job alone.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.stem import key
from sitegen.build.columns import Column
from sitegen.build.linking import agents, bucket_of, mentions_in
from sitegen.build.mentions import Part, Some
from sitegen.build.pictures import card_of
from sitegen.build.publish import Stage, Written
from sitegen.build.reading import indexed_blocks
from sitegen.build.spill import Blob, SpillReader, SpillWriter
from sitegen.build.tallies import Tally
from sitegen.build.units import key_of
from sitegen.compact import compact
from sitegen.content.tei_source import carried
from sitegen.entities.authority import Authority
from sitegen.export.picture import draw
from sitegen.export.rows import document_row
from sitegen.export.typeset import face_of
from sitegen.export.zips import document_members, folder_of
from sitegen.index.amend import amend_readings, amend_words, part_of
from sitegen.index.citations import CitationRow, citation_file
from sitegen.index.encode import ShardFile, encode_postings
from sitegen.index.facets import Told, encode_facets, facets_in
from sitegen.index.format import File
from sitegen.index.invert import Run, piece_of
from sitegen.index.lexicon import encode_readings
from sitegen.index.manifest import Contents
from sitegen.index.names import Named, encode_names
from sitegen.index.paired import Change, PairCounts, amended, counted_by_year, watched_of
from sitegen.index.phrases import Openings, Pairs, Variant
from sitegen.index.plan import Segment
from sitegen.index.recode import recode
from sitegen.index.recount import recounted
from sitegen.index.renumber import Standing
from sitegen.index.spelling import (
    EVERY,
    encode_directory,
    encode_letters,
    encode_list,
    often,
    top_of,
)
from sitegen.index.spliced import Delta
from sitegen.index.texts import TOGETHER, EncodedText, TextRow, encode_text, text_files
from sitegen.index.totals import Counts, Totals
from sitegen.index.usage import NOTHING, UsageRow, Watched, Word
from sitegen.index.usage import Tally as Usages
from sitegen.model import Agent, Appearance, Card, DocId, Document, EntityId, Mention
from sitegen.pages import urls
from sitegen.pages.deck import Deck
from sitegen.pages.entity import Shown
from sitegen.pages.html import TemplateCost, Times
from sitegen.pages.lists import PART
from sitegen.pages.parallel import printed, spoken
from sitegen.pages.site import (
    Catalogue,
    Page,
    Renderer,
    document_pages,
    entity_page_texts,
    grouped_pages,
    lasting_address,
    renderer_of,
    warm,
)


@dataclass(frozen=True, slots=True)
class SegmentPlan:
    """A segment of the index, and where its postings lie: piece -> (run, numbers)."""

    segment: Segment
    counts: Blob | Tally  # of its forms
    pieces: Mapping[str, Sequence[tuple[Blob, NDArray[np.int64]]]]
    documents: tuple[DocId, ...]  # in order
    watched: Watched = NOTHING
    streams: Sequence[tuple[Blob, NDArray[np.int64]]] = ()  # of batches, and their numbers
    delta: Delta | None = None  # what the last build's shards must lose and gain; None: make anew


Lying = list[tuple[Written | str, int]]  # files of a shard, and the last document in each
NO_COUNTS = Blob("", 0, 0)  # of a segment without documents


def totals_in(counts: Blob | Tally) -> Totals:
    """Read counts that were put aside."""
    if isinstance(counts, Tally):
        return counts.totals
    if counts == NO_COUNTS:
        return Totals.sum([])
    with SpillReader() as spilled:
        found: Totals = spilled.get(counts)
    return found


def counts_in(counts: Blob | Tally) -> Counts:
    """Read counts that were put aside, by form."""
    return Counts.of([totals_in(counts)])


class Appearances:
    """Gives an entity's appearances in the order of documents; holds one bucket at a time."""

    def __init__(
        self,
        buckets: Mapping[int, Mapping[int, Blob]],  # the blobs of batches
        gone: Sequence[frozenset[DocId]],  # from each batch
        batch_of: Callable[[DocId], int],
        place_of: dict[DocId, int],
    ) -> None:
        self._buckets, self._gone, self._batch_of = buckets, gone, batch_of
        self.place_of = place_of
        self._held = -1
        self._found: dict[EntityId, list[Appearance]] = {}

    def __call__(self, entity: EntityId) -> Sequence[Appearance]:
        """Give the appearances of *entity*, those of a document together."""
        bucket = bucket_of(entity)
        if bucket != self._held:
            self._load(bucket)
        return self._found.get(entity, ())

    def on(self, parts: Iterable[Part], entity: EntityId) -> dict[int, Sequence[Appearance]]:
        """Give what stands on some pages of *entity*, by their numbers."""
        pages = list(parts)
        wanted = {name: self._batch_of(name) for part in pages for name in part.documents}
        found: defaultdict[DocId, list[Appearance]] = defaultdict(list)
        blobs = self._buckets.get(bucket_of(entity), {})
        with SpillReader() as spilled:
            for batch in sorted(set(wanted.values())):
                for name, one in spilled.get(blobs[batch]):
                    if name == entity and wanted.get(one.document) == batch:
                        found[one.document].append(one)
        every = {
            part.number: list(chain.from_iterable(map(found.__getitem__, part.documents)))
            for part in pages
        }
        return {part.number: every[part.number][part.before : part.before + PART] for part in pages}

    def _load(self, bucket: int) -> None:
        found: dict[EntityId, list[Appearance]] = {}
        with SpillReader() as spilled:
            for batch, blob in self._buckets.get(bucket, {}).items():
                gone = self._gone[batch]
                for entity, appearance in spilled.get(blob):
                    if not gone or appearance.document not in gone:
                        found.setdefault(entity, []).append(appearance)
        for appearances in found.values():
            appearances.sort(key=lambda one: self.place_of[one.document])
        self._held, self._found = bucket, found


@dataclass(frozen=True, slots=True)
class ListsKnown:
    """What list pages are made of: hashes of what is told of documents, in the order of the deck.

    ``pages`` are the keys of those of the last build that stand, ``groups`` those of all that the
    pages of a group depend on.
    """

    cards: Column = field(default_factory=lambda: np.zeros(0, np.uint64))
    groups: Mapping[str, bytes] = field(default_factory=dict)
    pages: Mapping[str, bytes] = field(default_factory=dict)

    def key_of(self, page: Page) -> bytes:
        """Give the key of a page; nothing where it does not say what it is made of."""
        if page.told is None:
            return b""
        cards, values, groups = page.told()
        told = repr(values).encode("utf-8", "surrogatepass")
        listed = self.cards[cards.places].tobytes() if isinstance(cards, Deck) else b""
        return key_of(told, b"\0", *map(self.groups.__getitem__, groups), listed)


@dataclass(frozen=True)
class RenderingRoom:
    """What every job of stage three is rendered with; read-only, shared by fork or pickled once."""

    catalogue: Catalogue
    authority: Authority
    overrides: tuple[Path, ...]
    documents: Mapping[DocId, Blob]
    mentions: Mapping[DocId, Blob]
    segments: Mapping[str, SegmentPlan]
    appearances: Appearances
    stage: Stage
    work: Path
    paired: tuple[Word, ...] = ()  # words whose pairs are counted
    openings: Mapping[str, tuple[Variant, ...]] = field(default_factory=dict)  # by segment
    years: tuple[int, ...] = ()  # of the slots by which words are counted
    lists: ListsKnown = field(default_factory=ListsKnown)
    timed: bool = False  # jobs say what each template took
    own: dict[Any, Any] = field(default_factory=dict)  # made once in each process

    @property
    def render(self) -> Renderer:
        """This process's renderer."""
        if "render" not in self.own:
            self.own["render"] = self._renderer(self.catalogue)
        found: Renderer = self.own["render"]
        return found

    @property
    def compiled(self) -> dict[str, bytes]:
        """The code of templates that is known in this process."""
        found: dict[str, bytes] = self.own.setdefault("compiled", {})
        return found

    def _renderer(self, catalogue: Catalogue) -> Renderer:
        times = self.times if self.timed else None
        return renderer_of(catalogue.edition, self.overrides, self.compiled, times)

    @property
    def times(self) -> Times:
        """What templates take here; what was noted before this process parted from another goes."""
        here = os.getpid()
        noted: tuple[int, Times] = self.own.setdefault("times", (here, Times(time.process_time)))
        if noted[0] != here:
            noted[1].take()
            self.own["times"] = here, noted[1]
        return noted[1]

    def in_language(self, language: str) -> tuple[Catalogue, Renderer]:
        """Give catalogue and renderer of list pages; of the main language: ""."""
        if not language:
            return self.catalogue, self.render
        if language not in self.own:
            catalogue = spoken(self.catalogue, language)
            self.own[language] = catalogue, self._renderer(catalogue)
        found: tuple[Catalogue, Renderer] = self.own[language]
        return found

    def warm(self) -> None:
        """Make what every process would make for itself, before the first is forked."""
        warm(self.catalogue, self.render)

    def list_pages(self, language: str, groups: frozenset[str]) -> list[tuple[str, Page]]:
        """Give the list pages of some groups in a language, named once in a process."""
        key, pages = self.own.get("pages", (None, []))
        if key != (language, groups):
            pages = list(grouped_pages(*self.in_language(language), groups))
            self.own["pages"] = (language, groups), pages
        found: list[tuple[str, Page]] = pages
        return found

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "own": {}}


@compact
@dataclass(frozen=True, slots=True)
class Rendered:
    """What a job made: its files, and rows or keys that the parent gathers."""

    written: tuple[Written, ...]
    rows: Mapping[DocId, Blob] = field(default_factory=dict)
    members: Mapping[DocId, Blob] = field(default_factory=dict)  # of the collections' zips
    contents: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    kept: tuple[str, ...] = ()  # paths of files that stand, of those that might have changed
    templates: tuple[TemplateCost, ...] = ()  # where asked


@dataclass(frozen=True, slots=True)
class DocumentsJob:
    """Documents of a year in order; ``first`` is the place of the first in it, -1: no texts.

    ``pages`` are those whose pages are to be made, ``texts`` the shards of texts, by the place
    in the year of their first document, ``cites`` whether the shard of citations is.
    """

    number: int
    year: int
    first: int
    names: tuple[DocId, ...]
    pages: frozenset[DocId]
    texts: frozenset[int]
    cites: bool

    def parts(self) -> Iterator[tuple[int, tuple[DocId, ...]]]:
        """Give the documents of each shard of texts, with the place of its first one."""
        for at in range(0, len(self.names) if self.first >= 0 else 0, TOGETHER):
            yield self.first + at, self.names[at : at + TOGETHER]


@dataclass(frozen=True, slots=True, eq=False)
class EntitiesJob:
    """The entities of one bucket that have a page.

    ``some`` says which pages of one are to be made, where that is not all; ``keys`` are those of
    all its pages.
    """

    names: tuple[EntityId, ...]
    some: Mapping[EntityId, Some] = field(default_factory=dict)
    keys: Mapping[EntityId, tuple[bytes, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListsJob:
    """One share of the list pages of some groups."""

    share: int
    of: int
    groups: frozenset[str]
    language: str = ""  # "": the main one

    def listed(self, group: str) -> str:
        """Name a group in its language."""
        return f"{self.language} {group}".strip()


@dataclass(frozen=True, slots=True)
class PostingsJob:
    """The postings of one first letter of a segment.

    Where those of the last build stand, ``shards`` are these, and ``usage`` is what was counted in
    them.
    """

    segment: str
    letter: str
    shards: tuple[Standing, ...] | None = None
    usage: tuple[UsageRow, ...] = ()


@dataclass(frozen=True, slots=True)
class WordsJob:
    """The lexicon and the lists of words of a segment, or some ``units`` of them.

    ``kept`` are the first keys of the files of the others, ``prefixes`` those of the lexicon,
    ``least`` how often a common word occurs. Where the units are to be ``amended``, these are the
    first keys of all files as they are.
    """

    segment: str
    prefixes: tuple[str, ...]
    least: int
    full: int
    units: frozenset[str] | None = None
    kept: tuple[tuple[str, tuple[str, ...]], ...] = ()
    amended: bool = False


@dataclass(frozen=True, slots=True)
class NamesJob:
    """The names of what has a page."""


@dataclass(frozen=True, slots=True)
class PhrasesJob:
    """The words that stand side by side most often.

    ``token`` names the state of the texts. Where few changed, ``last`` is what was counted before.
    """

    token: bytes = b""
    last: PairCounts | None = None


@dataclass(frozen=True, slots=True)
class FacetsJob:
    """The facets of a segment."""

    segment: str


@dataclass(frozen=True, slots=True)
class TeiJob:
    """A file of TEI that the site carries: its archive, its path in it, its path in the site."""

    root: str
    source: str
    path: str
    shown: tuple[DocId, ...] | None = None  # where that is not all of it


@dataclass(frozen=True, slots=True)
class PictureJob:
    """The picture of a collection, "" of the site, set in these fonts."""

    collection: str
    fonts: tuple[Path, ...]


Job = (
    DocumentsJob | EntitiesJob | ListsJob | PostingsJob | WordsJob | NamesJob | FacetsJob | TeiJob
    | PhrasesJob | PictureJob
)  # fmt: skip
INDEX_JOBS = (PostingsJob, PhrasesJob, WordsJob, NamesJob, FacetsJob)


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
                files = list(_files(room.stage, text_files(job.year, first, encoded)))
                texts.append((first, tuple(file.path for file in files)))
                written += files
    if job.cites:
        cited = citation_file(job.year, job.first, citations)
        written += _files(room.stage, [cited])
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
        authors=tuple(agent.name for agent in card.authors),
        blocks=tuple((block.anchor, block.text) for block in indexed_blocks(document)),
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
    keys: list[tuple[str, bytes]] = []
    kept: list[str] = []
    for n, (group, page) in enumerate(room.list_pages(job.language, job.groups)):
        if n % job.of != job.share or page.path == "data.html":
            continue  # the data page comes last, when the sizes of its files are known
        if job.language and not urls.is_parallel(page.path):
            continue
        path = render.edition.folder + page.path
        groups.setdefault(job.listed(group), []).append(path)
        key = room.lists.key_of(page)
        if key:
            keys.append((path, key))
        if key and room.lists.pages.get(path) == key:
            kept.append(path)
        else:
            written.append(room.stage.write(path, printed(page, render)[1].encode()))
    contents = {"lists": tuple(groups.items()), "keys": tuple(keys)}
    return Rendered(tuple(written), contents=contents, kept=tuple(kept))


def _postings(room: RenderingRoom, job: PostingsJob) -> Rendered:
    plan = room.segments[job.segment]
    if plan.delta and job.shards is not None:
        return _recoded(room, job, plan, plan.delta)
    pieces = sorted(piece for piece in plan.pieces if piece[:-1] == job.letter)
    with SpillReader() as spilled:
        made = encode_postings(
            plan.segment,
            (
                [_living(spilled.get(blob), numbers) for blob, numbers in plan.pieces[piece]]
                for piece in pieces
            ),
            plan.watched,
        )
    shards = [
        (first, _shard(room.stage, files))
        for first, files in zip(made.first_keys, made.shards, strict=True)
    ]
    return _of_postings(shards, [], made.usage)


def _shard(stage: Stage, files: Iterable[ShardFile]) -> Lying:
    return [(stage.write(f"search/{file.path}", file.content), file.last) for file in files]


def _of_postings(
    shards: Iterable[tuple[str, Lying]],
    kept: Iterable[str],
    usage: Iterable[UsageRow],
) -> Rendered:
    """Say what the shards of a letter are, each a first key and its files, some of them *kept*."""
    files = list(shards)
    parts = tuple(
        Standing(
            first,
            tuple(one if isinstance(one, str) else one.path for one, _ in some),
            tuple(last for _, last in some),
        )
        for first, some in files
    )
    return Rendered(
        tuple(one for _, some in files for one, _ in some if not isinstance(one, str)),
        contents={
            "words": tuple(first for first, _ in files),
            "shards": parts,
            "usage": tuple(usage),
        },
        kept=tuple(kept),
    )


def _recoded(room: RenderingRoom, job: PostingsJob, plan: SegmentPlan, delta: Delta) -> Rendered:
    """Write the shards of a letter that are others than those which stand."""
    stage, segment = room.stage, plan.segment
    shards: list[tuple[str, Lying]] = []
    kept: list[str] = []
    for some in recode(segment, job.letter, job.shards or (), delta, stage.content_of):
        lying: Lying = []
        for file in some.files:
            if isinstance(file, ShardFile):
                lying.append((stage.write(f"search/{file.path}", file.content), file.last))
            elif file.name:
                lying.append((stage.renamed(file.path, file.name), file.last))
            else:
                lying.append((file.path, file.last))
                kept.append(file.path)
        shards.append((some.first, lying))
    last = dict(job.usage)
    anew = partial(_counted, plan)
    usage = recounted(segment, plan.watched, delta.counted, job.letter, last, anew)
    return _of_postings(shards, kept, usage)


def _counted(plan: SegmentPlan, watched: Watched) -> tuple[UsageRow, ...]:
    """Count words anew, from what all batches have of them."""
    tally = Usages(watched)
    pieces = {piece_of(key(forms[0])) for forms in watched.families.values()}
    with SpillReader() as spilled:
        for piece in sorted(pieces & plan.pieces.keys()):
            for blob, numbers in plan.pieces[piece]:
                run, _ = _living(spilled.get(blob), numbers)
                families = list(map(plan.segment.families.family, run.forms))
                ranks = np.repeat(np.arange(len(run.forms)), np.diff(run.bounds))
                tally.add(families, ranks, numbers[run.documents], run.counts.astype(np.int64))
    return tally.rows()


def _living(run: Run, numbers: NDArray[np.int64]) -> tuple[Run, NDArray[np.int64]]:
    """Leave out the documents that have gone since the run was made."""
    here = numbers >= 0
    return (run if here.all() else run.of_documents(here)), numbers


def _words(room: RenderingRoom, job: WordsJob) -> Rendered:
    plan = room.segments[job.segment]
    if job.amended and isinstance(plan.counts, Tally):
        return _amended_words(room, job, plan.segment, plan.counts)
    segment, counts = plan.segment, counts_in(plan.counts)
    wanted = EVERY if job.units is None else job.units
    readings, firsts = encode_readings(segment, counts.documents, job.prefixes, wanted)
    forms, _ = often(counts.occurrences)
    spelling = encode_letters(segment, counts, forms, wanted)
    firsts |= spelling.firsts
    every = {unit: tuple(some) for unit, some in (*job.kept, *firsts.items())}
    written = list(_files(room.stage, (*readings, *spelling.files)))
    paths = iter([file.path for file in written])
    units = [(unit, tuple(some), tuple(islice(paths, len(some)))) for unit, some in firsts.items()]
    written += _files(room.stage, [encode_list(segment, counts, forms, every)])
    return Rendered(tuple(written), contents=_of_words(job, units, every, written[-1].path))


def _of_words(
    job: WordsJob,
    units: Iterable[tuple[str, tuple[str, ...], tuple[str, ...]]],
    every: Mapping[str, Sequence[str]],
    directory: str,
) -> dict[str, tuple[Any, ...]]:
    return {
        "units": tuple(units),
        "list": (directory,),
        "lexicon": tuple(r for unit in sorted(every) if unit[0] == "l" for r in every[unit]),
        "prefixes": job.prefixes,
    }


def _amended_words(room: RenderingRoom, job: WordsJob, segment: Segment, tally: Tally) -> Rendered:
    """Write those files of the lists of words into which words fall that are counted otherwise."""
    firsts = dict(job.kept)
    last = tally.last or tally.totals
    before = last.of_forms(tally.changed, tally.met or None)
    after = tally.totals.of_forms(tally.changed, tally.place)
    moved = [
        form
        for form in tally.changed
        if form not in before
        or form not in after
        or before[form].documents != after[form].documents
    ]
    read = room.stage.rows_of
    readings = amend_readings(segment, tally.documents, job.prefixes, moved, firsts, read)
    words = amend_words(segment, before, after, job.least, job.full, firsts, read)
    written = list(_files(room.stage, (*readings.files, *words.files)))
    made = {file.path for file in written}
    paths = {
        unit: tuple(f"search/{path}.js" for path in some)
        for unit, some in (readings.paths | words.paths).items()
    }
    units = {unit: tuple(some) for unit, some in (readings.firsts | words.firsts).items()}
    for unit in (job.units or frozenset()) & firsts.keys() - units.keys():  # nothing told moved
        units[unit] = firsts[unit]
        paths[unit] = tuple(f"search/{part_of(segment, unit, first)}.js" for first in firsts[unit])
    every = firsts | units
    top = top_of(tally.totals, job.least, tally.place)
    written += _files(room.stage, [encode_directory(segment, top, every)])
    parts = [(unit, some, paths[unit]) for unit, some in units.items()]
    kept = tuple(path for some in paths.values() for path in some if path not in made)
    return Rendered(
        tuple(written), contents=_of_words(job, parts, every, written[-1].path), kept=kept
    )


def _names(room: RenderingRoom, _job: NamesJob) -> Rendered:
    return Rendered(tuple(_files(room.stage, encode_names(named_in(room.catalogue)))))


def named_in(catalogue: Catalogue) -> Iterator[Named]:
    """Give who and what has a page, as names tell of them."""
    for name, entity in catalogue.entities.items():
        url, df = catalogue.entity_path(name), len(catalogue.by_entity.get(name, ()))
        variants = (*entity.variants, *entity.short_names)
        yield Named(name, entity.type.value, entity.heading, variants, url, df)
    for collection, cards in catalogue.by_collection.items():
        known = catalogue.collections.get(collection)
        title = known.title if known else collection
        url = catalogue.edition.addresses.collection(collection)
        yield Named(collection, "collection", title, (), url, len(cards))


def _told(deck: Deck) -> Told:
    """Give what the documents of a deck tell of themselves."""
    own = deck.column("own")
    values = [dict(one) for one in own.values]
    return Told(
        deck.told("collection"),
        deck.told("section"),
        deck.told("authors"),
        list(deck.entities()),
        deck.told("kind"),
        deck.told("lang"),
        deck.told("subjects"),
        own._replace(values=values).told(),
    )


def _facets(room: RenderingRoom, job: FacetsJob) -> Rendered:
    plan = room.segments[job.segment]
    catalogue = room.catalogue
    headings = {str(name): entity.heading for name, entity in catalogue.entities.items()}
    titles = {name: collection.title for name, collection in catalogue.collections.items()}
    deck = catalogue.deck.named(plan.documents)
    files, buckets = encode_facets(
        plan.segment,
        facets_in(_told(deck), headings, titles, catalogue.edition.kind_name),
        [date.first for date in deck.told("date") if date],
    )
    return Rendered(tuple(_files(room.stage, files)), contents={"facets": tuple(buckets.items())})


def _tei(room: RenderingRoom, job: TeiJob) -> Rendered:
    content, said = carried(Path(job.root), job.source, job.shown)
    return Rendered((room.stage.write(job.path, content),), contents={"said": tuple(said.items())})


def _phrases(room: RenderingRoom, job: PhrasesJob) -> Rendered:
    counts, pairs, most = (job.last and _counted_on(room, job, job.last)) or _pairs(room, job)
    written = {word.form: word.written for word in room.paired}
    rows = tuple(counts.told(pairs, most, written))
    return Rendered((), contents={"phrases": rows, "pairs": (counts,)})


def _counted_on(
    room: RenderingRoom, job: PhrasesJob, last: PairCounts
) -> tuple[PairCounts, Pairs, list[int]] | None:
    """Count the pairs of documents that came or went, on from what was counted *last*."""
    changes: list[Change] = []
    years: tuple[int, ...] = ()
    for path, plan in room.segments.items():
        if plan.delta is None:
            return None
        counted = plan.delta.counted
        years = counted.now
        for dated, openings, sign in (
            (counted.lost, last.openings, -1),
            (counted.new, room.openings, 1),
        ):
            if dated.years and dated.stream:
                opened = Openings(last.forms, openings[path])
                changes.append(Change(dated.stream, dated.years, opened, sign))
    return amended(last, job.token, room.openings, changes, years)


def _pairs(room: RenderingRoom, job: PhrasesJob) -> tuple[PairCounts, Pairs, list[int]]:
    """Count the pairs of all batches."""
    forms = [word.form for word in room.paired]
    pairs = Pairs(forms)
    n_slots = max(plan.watched.n_slots for plan in room.segments.values())
    held: list[Blob] = []
    with SpillReader() as spilled:
        with SpillWriter(room.work / "phrases") as spill:
            for path, plan in room.segments.items():
                openings = Openings(forms, room.openings[path])
                for blob, numbers in plan.streams:
                    found = pairs.add(spilled.get(blob), numbers, plan.watched.slots, openings)
                    held.append(spill.put(found))
        most = pairs.most(one for some in room.openings.values() for one in some)
        watched = watched_of(pairs, most)
        rows = counted_by_year(watched, map(spilled.get, held), n_slots)
    counts = PairCounts.of(job.token, pairs, room.openings, room.years, watched, rows)
    return counts, pairs, most


def _files(stage: Stage, files: Iterable[File]) -> Iterator[Written]:
    for file in files:
        yield stage.write(f"search/{file.path}", file.content)


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
    PostingsJob: _postings,
    WordsJob: _words,
    NamesJob: _names,
    FacetsJob: _facets,
    PhrasesJob: _phrases,
    TeiJob: _tei,
    PictureJob: _picture,
}


def contents_of(parts: Iterable[Mapping[str, tuple[Any, ...]]]) -> Contents:
    """Put together what the jobs of a segment say of its files."""
    found: dict[str, list[Any]] = {"words": [], "lexicon": [], "prefixes": [], "facets": []}
    for part in parts:
        for name in found:
            found[name] += part.get(name, ())
    return Contents(
        tuple(found["words"]),
        tuple(found["lexicon"]),
        tuple(found["prefixes"]),
        dict(found["facets"]),
    )
