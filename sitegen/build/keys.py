"""On what does each output depend? A key for each: where it is the same, so are the bytes.

A key is a few digests in a row, one for each thing that may change by itself, so that it can be
said which did. Keys are made of what documents, cards, links and records were hashed to when they
were read and linked: of all documents at once, in columns (``columns.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate, chain, pairwise, repeat
from operator import attrgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sitegen.build.columns import (
    Column,
    Hashes,
    Places,
    column,
    digests_of,
    lengths_of,
    of_all,
    of_lists,
    shared_out,
    together,
)
from sitegen.build.indexing import named_in
from sitegen.build.letters import Letters, Tokens, token_of
from sitegen.build.mentions import Naming
from sitegen.build.merge import Corpus
from sitegen.build.pictures import font_files, pictured
from sitegen.index.citations import CITED
from sitegen.index.texts import TOGETHER
from sitegen.model import Entity, EntityId
from sitegen.pages import urls
from sitegen.pages.cards import FOLDER as CARDS
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.columns import Lists
from sitegen.pages.days import days_path, told_of_days
from sitegen.pages.deck import Deck
from sitegen.pages.html import TEMPLATES
from sitegen.pages.offered import GRAPH, GRAPH_SINCE
from sitegen.pages.site import theme_folder
from sitegen.pages.urls import fanout

SIZE = 8
Shard = tuple[int, int]  # year, place in the year of the first document
_NOTHING = bytes(SIZE)
_REFERENCE = re.compile(
    r"{%[-+]?\s*(?:extends|include|import|from)\s+[\"']([^\"']+)[\"']\s*(?:import|as|ignore|with|without|[-+]?%})"
)
_ANY_REFERENCE = re.compile(r"{%[-+]?\s*(?:extends|include|import|from)\b")
_TEMPLATES = {
    "documents": ("document.html", "tombstone.html"),
    "entities": ("entity.html",),
    "lists": tuple(
        sorted(set(TEMPLATES.values()) - {"document.html", "tombstone.html", "entity.html"})
    ),
}

# What the parts of a document's and of an entity's key say, in their order.
OF_DOCUMENT = (
    "its text or its metadata changed",
    "the names linked in it changed",
    "what is printed beside it or related to it changed",
    "a record that it names changed",
)
OF_ENTITY = (
    "its record changed",
    "a text that names it, or a record named beside it, changed",
    "what it wrote, or who is called alike, changed",
)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of all outputs that jobs of stage three make."""

    settings: Mapping[str, bytes]  # of documents, entities, lists: what all of a kind depend on
    listed: Column  # of what lists tell of documents, in the order of the deck
    documents: Hashes
    texts: Mapping[Shard, bytes]  # of what search shows of some documents of a year: of each shard
    cites: Mapping[Shard, bytes]  # of what their citations are made of
    entities: Mapping[EntityId, bytes]
    naming: Naming  # of which the keys of an entity's pages are made, where they are asked for
    lists: Mapping[str, bytes]  # by group of pages
    jobs: Mapping[str, bytes]  # facets, names, postings, TEI
    jobs_before: Mapping[str, bytes]  # of postings, as the last build had them
    data: Mapping[str, bytes]  # of files of data/, by path
    words: Mapping[str, tuple[bytes, Tokens]]  # of each segment's lists
    before: Mapping[str, tuple[bytes, Tokens]]  # the same as the last build had it, where it can
    spoken: tuple[bytes, bytes]  # tokens of all texts: of the last build, of this one

    def of_unit_before(self, segment: str, unit: str) -> bytes:
        """Give the key that a part of the lists of words had when the last build ended."""
        shared, tokens = self.before[segment]
        return digest(shared, token_of(tokens, unit))

    def of_unit(self, segment: str, unit: str) -> bytes:
        """Give the key of a part of the lists of words."""
        shared, tokens = self.words[segment]
        return digest(shared, token_of(tokens, unit))


def digest(*contents: bytes) -> bytes:
    """Hash bytes; what is hashed together is parted by its length."""
    made = blake2b(digest_size=SIZE)
    for content in contents:
        made.update(len(content).to_bytes(8))
        made.update(content)
    return made.digest()


def _of(value: object) -> bytes:
    return digest(repr(value).encode("utf-8", "surrogatepass"))


def keys_of(corpus: Corpus, letters: Letters, before: Letters) -> Keys:
    """Make the keys of all outputs of a corpus.

    *letters* have the tokens of each segment's letters, and, under its path and " lists", those of
    the parts of its lists of words; *before* are those of the last build.
    """
    catalogue = corpus.catalogue
    hashed = _Hashed(corpus)
    refs = hashed.refs
    settings = _settings(corpus)
    in_lists = of_all(hashed.listed)
    records = {name: _record(entity) for name, entity in catalogue.entities.items()}
    every_record = digest(*(record for _, record in sorted(records.items())), *refs.values())
    linked = of_all(together(hashed.cards, hashed.linked))
    counts = _of(sorted(catalogue.mentions.items()))
    return Keys(
        settings=settings,
        listed=hashed.listed,
        documents=_documents(hashed),
        texts=_shards(hashed, TOGETHER),
        cites=_shards(hashed, CITED),
        entities=_entities(hashed, records),
        naming=_naming(hashed),
        lists={
            "cards": digest(in_lists, *refs.values()),
            "letters": digest(in_lists, every_record),
            "records": every_record,  # no group, but pages of one that depend on these alone
            "names": digest(in_lists, every_record, linked, counts),
            "single": digest(in_lists, every_record, linked, counts, _beyond_cards(hashed)),
        },
        jobs={
            "NamesJob": digest(settings["all"], every_record, _named(catalogue)),
            **{
                f"FacetsJob {path}": digest(
                    settings["all"],
                    segment.segment.numbering.encode(),
                    in_lists,
                    linked,
                    *refs.values(),
                )
                for path, segment in corpus.room.segments.items()
            },
            **_postings(corpus, letters),
            "PhrasesJob": _phrases(corpus, letters),
            **{one.path: one.key for one in corpus.tei},
            **_pictures(corpus, settings["all"]),
        },
        data=_data(
            hashed,
            settings,
            {"records": every_record, "counts": counts, "linked": linked, "cards": in_lists},
        ),
        jobs_before=_postings(corpus, before),
        words=_words(corpus, letters),
        before=_words(corpus, before),
        spoken=(texts_token(corpus, before), texts_token(corpus, letters)),
    )


class _Hashed:
    """What is known of documents as columns, in the order of the catalogue's deck."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus, self.catalogue, self.marks = corpus, corpus.catalogue, corpus.marks
        self.deck = self.catalogue.deck
        self.ids = self.deck.ids
        self.refs = {name: _of(_as_named(corpus, name)) for name in self.catalogue.entities}
        self.documents = self.marks.documents  # as they were read
        self.links = self.marks.links  # what is linked in them
        self.cards = self.marks.cards  # what these tell, but for numbers of words and entities

    @cached_property
    def listed(self) -> Column:
        """Of what lists tell of them."""
        authors = self.deck.column("authors")
        writers = [[one.entity for one in some if one.entity] for some in authors.values]
        said = of_lists(self.references(chain.from_iterable(writers)), lengths_of(writers))
        return together(self.cards, _values(said, authors.codes))

    @cached_property
    def words(self) -> Column:
        """The numbers of their words."""
        return self.deck.column("words").of_each(int).astype(np.uint64)

    @cached_property
    def entities(self) -> Lists:
        """The entities that each names."""
        return self.deck.lists

    @cached_property
    def numbers(self) -> Places:
        """The numbers of these among those that have a page, one list behind the other."""
        number = {name: n for n, name in enumerate(self.catalogue.entities)}
        numbers = map(number.get, self.entities.values, repeat(len(number)))
        return np.array([*numbers, len(number)], np.int64)[self.entities.codes]

    @cached_property
    def named(self) -> Column:
        """Of how the entities are called that they name."""
        hashes = self.references(self.entities.values)
        return of_lists(_values(hashes, self.entities.codes), self.entities.lengths)

    @cached_property
    def linked(self) -> Column:
        """Of which entities they name, with a page or without."""
        hashes = _names(self.entities.values)
        return of_lists(_values(hashes, self.entities.codes), self.entities.lengths)

    @cached_property
    def texts(self) -> Column:
        """Of what search and citations show of them."""
        return together(self.documents, self.listed)

    def references(self, names: Iterable[EntityId]) -> Column:
        """Give hashes of how the records of these names are called."""
        return column(self.refs.get(name, _NOTHING) for name in names)


def _shards(hashed: _Hashed, most: int) -> dict[Shard, bytes]:
    """Hash what search and citations show of documents, *most* of a year together.

    Those that one job makes stand one behind the other, under its first document.
    """
    jobs = [
        (year, start, min(CITED, count - start))
        for year, _, count in hashed.corpus.years
        for start in range(0, count, CITED)
    ]
    sizes = [min(most, count - at) for _, _, count in jobs for at in range(0, count, most)]
    numbers = hashed.texts[hashed.catalogue.listed.places]
    made = of_lists(numbers, np.array(sizes, np.int64)).astype("<u8").tobytes()
    ends = accumulate((SIZE * -(-count // most) for _, _, count in jobs), initial=0)
    return {
        (year, start): made[begin:end]
        for (year, start, _), (begin, end) in zip(jobs, pairwise(ends), strict=True)
    }


def _values(hashes: Column, codes: NDArray[np.uint32]) -> Column:
    """Give the hash of each value that *codes* name."""
    return np.append(hashes, np.uint64(0))[codes]


def _beyond_cards(hashed: _Hashed) -> bytes:
    """Hash what a catalogue has besides cards and entities; and how many words documents have."""
    catalogue = hashed.catalogue
    other = (catalogue.pages, catalogue.translated, catalogue.data, catalogue.build)
    return digest(_of(other), of_all(together(hashed.listed, hashed.words)))


def _names(names: Sequence[str]) -> Column:
    """Hash names."""
    return column(digest(name.encode("utf-8", "surrogatepass")) for name in names)


def _data(
    hashed: _Hashed, settings: Mapping[str, bytes], shared: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Hash what files of data/ are made of."""
    catalogue = hashed.catalogue
    entities = digest(settings["all"], shared["records"], shared["counts"], shared["linked"])
    found = {
        "data/entities.jsonl": entities,
        "data/entities.csv": entities,
        "data/places.geojson": digest(settings["all"], shared["records"]),
        GRAPH: digest(entities, shared["cards"]),
        CARDS: digest(settings["all"], shared["records"], shared["counts"]),
        urls.WORDS: settings["lists"],  # and of what each page of words over time tells
    }
    for month, days in told_of_days(catalogue).items():
        told = hashed.listed[Deck.behind([*days.values()]).places].tobytes()
        found[days_path(month)] = digest(settings["all"], told)
    years = hashed.deck.column("date").of_each(lambda date: date.year if date else 0)
    names = hashed.entities.lengths > 0
    linked = together(hashed.documents, hashed.links)
    parts = _by_year(catalogue.offers.rows["documents"], years, hashed.texts)
    parts |= _by_year(catalogue.offers.rows["mentions"], years[names], linked[names])
    for shelf, path in catalogue.offers.zips.items():
        parts[path] = of_all(hashed.texts[catalogue.offers.shelves[shelf].places])
    for path, cards in catalogue.offers.tables.items():
        parts[path] = of_all(together(hashed.listed[cards.places], hashed.words[cards.places]))
    found |= _graphs(hashed.corpus, settings, shared)
    pages = digest(settings["all"], settings["documents"])
    return found | {path: digest(pages, part) for path, part in parts.items()}


def _by_year(files: Mapping[int, str], years: Places, numbers: Column) -> dict[str, bytes]:
    """Hash what each year's file is made of."""
    every, places = np.unique(years, return_inverse=True)
    sums = shared_out(numbers, places, len(every)).tolist()
    counts = np.bincount(places, minlength=len(every)).tolist()
    return {
        files[year]: _of((made, count))
        for year, made, count in zip(every.tolist(), sums, counts, strict=True)
    }


def _graphs(
    corpus: Corpus, settings: Mapping[str, bytes], shared: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Hash what the graph of the sealed part is made of, so that what comes later leaves it."""
    catalogue = corpus.catalogue
    if len(catalogue.offers.graphs) == 1:
        return {}
    sealed = catalogue.offers.graphs[GRAPH]
    named = sorted(set(sealed.lists.used()) & catalogue.entities.keys())
    nodes = [
        (name, entity.heading, entity.type.value, catalogue.entity_path(name))
        for name in named
        for entity in [catalogue.entities[name]]
    ]
    lists = sealed.lists
    links = sealed.ids, sealed.told("access"), list(lists.told()), lists.lengths.tolist()
    made_of = settings["all"], shared["records"], shared["cards"], shared["linked"]
    return {
        GRAPH: digest(settings["all"], _of(nodes), _of(links)),
        GRAPH_SINCE: digest(*made_of, _of(links)),
    }


def _words(corpus: Corpus, letters: Letters) -> dict[str, tuple[bytes, Tokens]]:
    return {
        path: (digest(_of(corpus.lists[path]), tokens[""]), tokens)
        for path in corpus.room.segments
        if (tokens := letters.tokens.get(f"{path} lists"))
    }


def _as_named(corpus: Corpus, name: EntityId) -> object:
    ref = corpus.catalogue.naming.entity_ref(name)
    return name, ref.type.value, ref.heading, ref.path, ref.note


def _refs(names: Iterable[EntityId], refs: Mapping[EntityId, bytes]) -> Iterable[bytes]:
    return (refs.get(name, _NOTHING) for name in names)


_told_of = attrgetter(*(one.name for one in fields(Entity) if one.name != "place"))


def _record(entity: Entity) -> bytes:
    return _of([*_told_of(entity)])


def _documents(hashed: _Hashed) -> Hashes:
    """Make the keys of documents: their four parts side by side."""
    parts = (
        hashed.documents,
        hashed.links,
        _beside(hashed),
        together(hashed.listed, hashed.named, _hands(hashed)),
    )
    return Hashes(hashed.ids, np.stack(parts, axis=1))


def _beside(hashed: _Hashed) -> Column:
    """Hash what is printed beside documents, related to them, and where they lead."""
    ones, others = hashed.catalogue.followers
    before, after = np.zeros((2, len(hashed.ids)), np.uint64)
    before[others], after[ones] = hashed.listed[ones], hashed.listed[others]
    return together(before, after, _related(hashed), _leads(hashed))


def _related(hashed: _Hashed) -> Column:
    """Hash what is related to documents, and why."""
    near, listed = hashed.catalogue.near, hashed.catalogue.listed.places
    topics = near.shared.values
    hashes = together(_names(topics), hashed.references(map(EntityId, topics)))
    shared = of_lists(_values(hashes, near.shared.codes), near.shared.lengths)
    others = together(hashed.listed[listed[near.others.codes]], shared)
    made = np.zeros(len(hashed.ids), np.uint64)
    made[listed] = of_lists(others, near.others.lengths)
    return made


def _leads(hashed: _Hashed) -> Column:
    """Hash the addresses of what documents lead to."""
    path_of, leads = hashed.catalogue.path_of, hashed.deck.column("leads")
    hashes = column(
        digest(*(path_of(one).encode() for one in some)) if some else _NOTHING
        for some in leads.values
    )
    return _values(hashes, leads.codes)


def _hands(hashed: _Hashed) -> Column:
    """Hash how those are called who edited or translated documents."""
    made = np.zeros(len(hashed.ids), np.uint64)
    if not hashed.marks.hands:
        return made
    place_of = dict(zip(hashed.ids, range(len(hashed.ids)), strict=True))
    for name, hands in hashed.marks.hands.items():
        some = (hashed.refs.get(hand, _NOTHING) for hand in hands)
        made[place_of[name]] = int.from_bytes(digest(*some))
    return made


def _entities(hashed: _Hashed, records: Mapping[EntityId, bytes]) -> dict[EntityId, bytes]:
    catalogue, refs = hashed.catalogue, hashed.refs
    texts = digests_of(_texts_naming(hashed))
    found = {}
    for (entity, record), said in zip(catalogue.entities.items(), texts, strict=True):
        written = catalogue.by_author.get(entity)
        alike = catalogue.namesakes.get(record.heading, ())
        works = catalogue.works_by.get(entity, ())
        author = [EntityId(record.author)] if record.author else []
        beside = [*(records[other] for other in alike), *_refs((*alike, *works, *author), refs)]
        found[entity] = b"".join(
            (
                digest(records[entity], refs[entity]),
                said,
                digest(
                    b"" if written is None else hashed.listed[written.places].tobytes(), *beside
                ),
            )
        )
    return found


def _texts_naming(hashed: _Hashed) -> Column:
    """Hash the texts that name each entity: by their dates and ids these are in one order."""
    said = together(hashed.listed, hashed.links, hashed.named)
    every = np.repeat(said, hashed.entities.lengths)
    return shared_out(every, hashed.numbers, len(hashed.catalogue.entities) + 1)[:-1]


def _naming(hashed: _Hashed) -> Naming:
    order = np.zeros(len(hashed.ids), np.int64)
    order[hashed.catalogue.ordered.places] = np.arange(len(order))
    return Naming(
        numbers={name: n for n, name in enumerate(hashed.catalogue.entities)},
        entities=hashed.numbers,
        documents=np.repeat(np.arange(len(hashed.ids)), hashed.entities.lengths),
        times=hashed.corpus.times,
        cards=hashed.deck,
        order=order,
        passages=together(hashed.listed, hashed.links),
        company=together(hashed.listed, hashed.linked, hashed.named),
    )


def _postings(corpus: Corpus, letters: Letters) -> dict[str, bytes]:
    """Hash what the postings of each letter are made of, and which words are counted in them."""
    found = {}
    for path, plan in corpus.room.segments.items():
        order, tokens = letters.orders.get(path), letters.tokens.get(path)
        if order is None or tokens is None:
            continue
        shared = digest(
            _of((order.names.whole, order.mean, order.folders, plan.segment.ranking, order.years)),
            order.slots,
        )
        for letter in sorted({piece[:-1] for piece in plan.pieces}):
            words = _of(order.watched.get(letter, ()))
            found[f"postings {path}{letter}"] = digest(shared, token_of(tokens, letter), words)
    return found


def _named(catalogue: Catalogue) -> bytes:
    """Hash who has a page, and at which level each is: what names tell beside the records."""
    return _of([(one.id, one.level) for one in named_in(catalogue)])


def _pictures(corpus: Corpus, settings: bytes) -> dict[str, bytes]:
    """Hash what pictures are made of: configuration, collections, fonts."""
    names = pictured(corpus.catalogue)
    if not names:
        return {}
    files = font_files(corpus.archive.root, corpus.archive.site.theme)
    key = digest(settings, *(file.read_bytes() for file in files))
    return {f"PictureJob {name}": key for name in names}


def _phrases(corpus: Corpus, letters: Letters) -> bytes:
    """Hash what words stand side by side depends on: the texts, their years, the words counted."""
    spans = [(plan.watched.n_slots, plan.watched.slots.tobytes())
             for plan in corpus.room.segments.values()]  # fmt: skip
    room = corpus.room
    openings = tuple(room.openings.items())
    return digest(texts_token(corpus, letters), *map(_of, (spans, room.paired, openings)))


def texts_token(corpus: Corpus, letters: Letters) -> bytes:
    """Give the token of all texts in the index; nothing where they have none."""
    tokens = [letters.tokens.get(f"{path} texts") for path in corpus.room.segments]
    return b"" if None in tokens else b"".join(token_of(one, "") for one in tokens if one)


def _settings(corpus: Corpus) -> dict[str, bytes]:
    """Hash what all pages of a kind share: configuration, collections, theme, templates."""
    edition = corpus.catalogue.edition
    spread = edition.addresses
    folders = [
        fanout("", count)
        for count in (
            spread.documents,
            *(spread.entities[kind] for kind in sorted(spread.entities)),
            spread.authors,
            spread.subjects,
        )
    ]
    shared = _of(
        (
            edition.site, folders, edition.scripts, edition.search_scripts, edition.free_pages,
            edition.stamp, sorted(edition.sizes.items()), edition.icon, edition.explain,
            edition.pictures,
            sorted(corpus.archive.collections.items()),
        )
    )  # fmt: skip
    places = [*corpus.room.overrides, theme_folder()]
    return {"all": shared} | {
        kind: digest(shared, templates_digest(places, names)) for kind, names in _TEMPLATES.items()
    }


def templates_digest(folders: Sequence[Path], names: Iterable[str]) -> bytes:
    """Hash templates and all that they extend, include or import, wherever they are found."""
    sources: dict[str, bytes] = {}
    pending = [*names, "header.html", "footer.html"]
    while pending:
        name = pending.pop()
        if name in sources:
            continue
        content = b""
        places = folders[-1:] if name.startswith("theme/") else folders
        for folder in places:
            path = folder / name.removeprefix("theme/")
            if path.is_file():
                content = path.read_bytes()
                break
        sources[name] = content
        text = content.decode("utf-8", "replace")
        found = _REFERENCE.findall(text)
        if len(found) < len(_ANY_REFERENCE.findall(text)):  # a name that is computed: any of all
            found += _all_templates(folders)
        pending += found
    return digest(*(part for name in sorted(sources) for part in (name.encode(), sources[name])))


def _all_templates(folders: Sequence[Path]) -> list[str]:
    return [
        path.relative_to(folder).as_posix()
        for folder in folders
        for path in sorted(folder.rglob("*.html"))
    ]
