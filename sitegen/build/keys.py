"""On what does each output depend? A key for each: where it is the same, so are the bytes.

A key is a few digests in a row, one for each thing that may change by itself, so that it can be
said which did. Keys are made of what documents, cards, links and records were hashed to when they
were read and linked: making them costs some microseconds a document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from pathlib import Path

from sitegen.build.letters import Letters, Tokens, token_of
from sitegen.build.merge import Corpus
from sitegen.build.pictures import font_files, pictured
from sitegen.model import Card, DocId, Entity, EntityId
from sitegen.pages.catalogue import GRAPH, GRAPH_SINCE
from sitegen.pages.html import TEMPLATES
from sitegen.pages.site import theme_folder
from sitegen.pages.urls import fanout

SIZE = 8
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
    "the texts that name it changed",
    "what it wrote, or who is called alike, changed",
)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of all outputs that jobs of stage three make."""

    settings: Mapping[str, bytes]  # of documents, entities, lists: what all of a kind depend on
    listed: Mapping[DocId, bytes]  # of what lists tell of a document
    documents: Mapping[DocId, bytes]
    texts: Mapping[DocId, bytes]  # of what search and citations show of a document
    entities: Mapping[EntityId, bytes]
    lists: Mapping[str, bytes]  # by group of pages
    jobs: Mapping[str, bytes]  # facets, names, postings, TEI
    jobs_before: Mapping[str, bytes]  # of postings, as the last build had them
    data: Mapping[str, bytes]  # of files of data/, by path
    words: Mapping[str, tuple[bytes, Tokens]]  # of each segment's lists
    before: Mapping[str, tuple[bytes, Tokens]]  # the same as the last build had it, where it can

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


def joined(digests: Iterable[bytes]) -> bytes:
    """Hash digests: each says by itself of what kind of thing it is."""
    return blake2b(b"".join(digests), digest_size=SIZE).digest()


def _of(value: object) -> bytes:
    return digest(repr(value).encode("utf-8", "surrogatepass"))


def keys_of(corpus: Corpus, letters: Letters, before: Letters) -> Keys:
    """Make the keys of all outputs of a corpus.

    *letters* have the tokens of each segment's letters, and, under its path and " lists", those of
    the parts of its lists of words; *before* are those of the last build.
    """
    catalogue, marks = corpus.catalogue, corpus.marks
    refs = {name: _of(_as_named(corpus, name)) for name in catalogue.entities}
    listed = {
        card.id: joined((marks.cards[card.id], *_refs(_writers(card), refs)))
        for card in catalogue.cards
    }
    named = {card.id: joined(_refs(card.entities, refs)) for card in catalogue.cards}
    settings = _settings(corpus)
    order = [card.id for card in catalogue.ordered]
    in_lists = b"".join(map(listed.__getitem__, order))
    records = {name: _record(entity) for name, entity in catalogue.entities.items()}
    every_record = digest(*(record for _, record in sorted(records.items())), *refs.values())
    linked = _of([(card.id, card.entities) for card in catalogue.ordered])
    counts = _of(sorted(catalogue.mentions.items()))
    return Keys(
        settings=settings,
        listed=listed,
        documents=_documents(corpus, listed, named, refs),
        texts={name: joined((marks.documents[name], listed[name])) for name in listed},
        entities=_entities(corpus, listed, named, refs, records),
        lists={
            "cards": digest(in_lists, *refs.values()),
            "names": digest(in_lists, every_record, linked, counts),
        },
        jobs={
            "NamesJob": digest(settings["all"], every_record, linked, in_lists),
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
            "PhrasesJob": _phrases(corpus),
            **{one.path: one.key for one in corpus.tei},
            **_pictures(corpus, settings["all"]),
        },
        data=_data(
            corpus,
            settings,
            {"records": every_record, "counts": counts, "linked": linked, "cards": in_lists},
            listed,
        ),
        jobs_before=_postings(corpus, before),
        words=_words(corpus, letters),
        before=_words(corpus, before),
    )


def _data(
    corpus: Corpus,
    settings: Mapping[str, bytes],
    shared: Mapping[str, bytes],
    listed: Mapping[DocId, bytes],
) -> dict[str, bytes]:
    """Hash what files of data/ are made of."""
    catalogue, marks = corpus.catalogue, corpus.marks
    entities = digest(settings["all"], shared["records"], shared["counts"], shared["linked"])
    found = {
        "data/entities.jsonl": entities,
        "data/entities.csv": entities,
        "data/places.geojson": digest(settings["all"], shared["records"]),
        GRAPH: digest(entities, shared["cards"]),
    }
    parts: defaultdict[str, list[bytes]] = defaultdict(list)
    for name in sorted(marks.documents, key=str.encode):
        text = marks.documents[name]
        parts[catalogue.rows_of("documents", name)] += (text, listed[name])
        if catalogue.by_id[name].entities:
            parts[catalogue.rows_of("mentions", name)] += (text, marks.links[name])
    for shelf, path in catalogue.zips.items():
        for card in catalogue.shelves[shelf]:
            parts[path] += (marks.documents[card.id], listed[card.id])
    for path, cards in catalogue.tables.items():
        parts[path] += (listed[card.id] for card in cards)
        parts[path].append(_of([card.words for card in cards]))
    found |= _graphs(corpus, settings, shared)
    pages = digest(settings["all"], settings["documents"])
    return found | {path: digest(pages, joined(some)) for path, some in parts.items()}


def _graphs(
    corpus: Corpus, settings: Mapping[str, bytes], shared: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Hash what the graph of the sealed part is made of, so that what comes later leaves it."""
    catalogue = corpus.catalogue
    if len(catalogue.graphs) == 1:
        return {}
    sealed = catalogue.graphs[GRAPH]
    named = sorted({name for card in sealed for name in card.entities} & catalogue.entities.keys())
    nodes = [
        (name, entity.heading, entity.type.value, catalogue.entity_path(name))
        for name in named
        for entity in [catalogue.entities[name]]
    ]
    links = [(card.id, card.access, card.entities) for card in sealed]
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
    ref = corpus.catalogue.entity_ref(name)
    return name, ref.type.value, ref.heading, ref.path, ref.note


def _writers(card: Card) -> list[EntityId]:
    return [agent.entity for agent in card.authors if agent.entity]


def _refs(names: Iterable[EntityId], refs: Mapping[EntityId, bytes]) -> Iterable[bytes]:
    return (refs.get(name, _NOTHING) for name in names)


def _record(entity: Entity) -> bytes:
    return _of([getattr(entity, one.name) for one in fields(entity) if one.name != "place"])


def _documents(
    corpus: Corpus,
    listed: Mapping[DocId, bytes],
    named: Mapping[DocId, bytes],
    refs: Mapping[EntityId, bytes],
) -> dict[DocId, bytes]:
    catalogue, marks = corpus.catalogue, corpus.marks
    found = {}
    for card in catalogue.cards:
        name = card.id
        near = catalogue.beside(name)
        others = [listed[o] if o else _NOTHING for o in (near.before, near.after)]
        for other, shared in near.related:
            names = "\0".join(shared).encode()
            others += [listed[other], len(names).to_bytes(4), names]
            others += _refs(map(EntityId, shared), refs)
        others += [digest(catalogue.path_of(one).encode()) for one in card.leads]
        hands = _refs(marks.hands.get(name, ()), refs)
        found[name] = b"".join(
            (
                marks.documents[name],
                marks.links[name],
                joined(others),
                joined((listed[name], named[name], *hands)),
            )
        )
    return found


def _entities(
    corpus: Corpus,
    listed: Mapping[DocId, bytes],
    named: Mapping[DocId, bytes],
    refs: Mapping[EntityId, bytes],
    records: Mapping[EntityId, bytes],
) -> dict[EntityId, bytes]:
    catalogue, marks = corpus.catalogue, corpus.marks
    texts: defaultdict[EntityId, list[bytes]] = defaultdict(list)
    for card in catalogue.ordered:
        if card.entities:
            name = card.id
            said = listed[name] + marks.links[name] + named[name]
            for entity in card.entities:
                texts[entity].append(said)
    found = {}
    for entity, record in catalogue.entities.items():
        written = catalogue.by_author.get(entity, ())
        alike = catalogue.namesakes.get(record.heading, ())
        works = catalogue.works_by.get(entity, ())
        author = [EntityId(record.author)] if record.author else []
        beside = [*(records[other] for other in alike), *_refs((*alike, *works, *author), refs)]
        found[entity] = b"".join(
            (
                digest(records[entity], refs[entity]),
                joined(texts[entity]),
                digest(*(listed[card.id] for card in written), *beside),
            )
        )
    return found


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


def _pictures(corpus: Corpus, settings: bytes) -> dict[str, bytes]:
    """Hash what pictures are made of: configuration, collections, fonts."""
    names = pictured(corpus.catalogue)
    if not names:
        return {}
    files = font_files(corpus.archive.root, corpus.archive.site.theme)
    key = digest(settings, *(file.read_bytes() for file in files))
    return {f"PictureJob {name}": key for name in names}


def _phrases(corpus: Corpus) -> bytes:
    """Hash what words stand side by side depends on: the texts, their years, the words counted."""
    texts = corpus.marks.documents
    spans = [(plan.watched.n_slots, plan.watched.slots.tobytes())
             for plan in corpus.room.segments.values()]  # fmt: skip
    room = corpus.room
    return digest(
        joined(texts[name] for name in corpus.listed),
        _of(spans),
        _of(room.paired),
        _of(tuple(room.openings.items())),
    )


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
