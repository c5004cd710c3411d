"""What belongs to the site besides its pages: assets, data, manifest, feeds."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from sitegen.arabic.tables import client_tables
from sitegen.build.files import Files
from sitegen.build.indexing import contents_of
from sitegen.build.kinds import FacetsJob, Job, PostingsJob, WordsJob
from sitegen.build.merge import Corpus
from sitegen.build.offered import Data, Offer, data_files
from sitegen.build.publish import MARK, MARK_TEXT, Written
from sitegen.build.room import Rendered
from sitegen.build.units import key_of
from sitegen.client.bundles import worker
from sitegen.export import oai, redirects
from sitegen.export.feeds import atom, json_feed, sitemap
from sitegen.export.offline import LIST, Part, amended_files, list_files, lists_in
from sitegen.export.webapp import app_manifest
from sitegen.index.citations import CitedCollection, collections_file
from sitegen.index.format import File
from sitegen.index.manifest import encode_manifest
from sitegen.index.usage import usage_of
from sitegen.model import DocId
from sitegen.pages.catalogue import MOVED
from sitegen.pages.deck import Deck
from sitegen.pages.parallel import printed
from sitegen.pages.site import Page, Renderer, data_page
from sitegen.pages.urls import WORDS, is_whole_text
from sitegen.pages.usage import usage_files, usage_pages

_IN_FEED = 30
WORKER = "sw.js"
_FEW = 5_000  # files that changed: then lists are changed, not made


def finish(
    corpus: Corpus,
    jobs: Sequence[Job],
    done: Sequence[Rendered],
    offer: Offer,
    parts: Data,
    files: Files,
    edited: Collection[DocId] | None = None,
) -> Files:
    """Write what comes last, and name every file of the site.

    *offer* writes those of data/, from *parts* of documents; *files* are to be named all. Where all
    stand that the last build made, *edited* are the documents that are others since.
    """
    stage = corpus.room.stage
    files.add(file for one in done for file in one.written)
    for one in (_manifest(corpus, jobs, done), _cited_collections(corpus)):
        files.add([stage.write(f"search/{one.path}", one.content)])
    files.add(_assets(corpus))
    files.add(data_files(corpus, jobs, done, offer, parts))
    sizes = {path: file.size for path, file in files.named.items()}
    for language in ("", *corpus.archive.site.others):
        catalogue, render = corpus.room.in_language(language)
        path, html = printed(data_page(catalogue, render, sizes), render)
        files.add([stage.write(path, html.encode())])
    files.add(_usage(corpus, done, offer))
    files.add(list(_feeds(corpus, files)))
    files.add(list(_moved(corpus, files)))
    app = app_manifest(corpus.archive.site, corpus.catalogue.edition.words.direction)
    files.add([stage.write("site.webmanifest", app)])
    files.add(list(_offline(corpus, files, edited)))
    files.add([stage.write(".nojekyll", b""), stage.write(MARK, MARK_TEXT)])
    return files


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
    languages = sorted(catalogue.listed.column("lang").used()) or ["ar"]
    return encode_manifest(
        of_segment,
        corpus.years,
        tables=client_tables(),
        collections=collections,
        languages=languages,
        base=base_url.rstrip("/") + "/" if (base_url := corpus.archive.site.base_url) else "",
    )


def _usage(corpus: Corpus, done: Sequence[Rendered], offer: Offer) -> Iterator[Written]:
    """Write what is known of words over time: it is whole when all postings are written.

    *offer* knows which pages stand.
    """
    catalogue, stage = corpus.catalogue, corpus.room.stage
    rows = (row for one in done for row in one.contents.get("usage", ()))
    phrases = (row for one in done for row in one.contents.get("phrases", ()))
    counted = usage_of(corpus.years, corpus.sizes, corpus.counted, rows, phrases)
    usage = replace(counted, names=corpus.named.of_each(catalogue.entities))
    for path, content in usage_files(usage, catalogue):
        yield stage.write(path, content)
    for language in ("", *corpus.archive.site.others):
        catalogue, render = corpus.room.in_language(language)
        for page in usage_pages(usage, catalogue, render):
            key = key_of(offer.keys[WORDS], corpus.room.lists.key_of(page))
            make = partial(_html, page, render)
            yield offer.write_chunks(render.edition.folder + page.path, make, key)


def _html(page: Page, render: Renderer) -> list[bytes]:
    return [printed(page, render)[1].encode()]


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


def _offline(
    corpus: Corpus,
    files: Files,
    edited: Collection[DocId] | None,
) -> Iterator[Written]:
    """List the files for reading without a connection; few changes are made in the old lists."""
    stage = corpus.room.stage
    found = None if edited is None else _amended(corpus, files, edited)
    if found is None:
        made = list_files(_parts(files.every()), _withheld(corpus, corpus.catalogue.deck))
    for path, content in made if found is None else found:
        listed = stage.write(path, content)
        yield listed
        if path == LIST:
            yield stage.write(WORKER, worker(listed.digest))
    if found is not None:
        anew = {path for path, _ in found}
        lists = lists_in(json.loads(stage.standing(LIST)))
        yield from (files.stands[path] for path in lists if path not in anew)


def _amended(
    corpus: Corpus,
    files: Files,
    edited: Collection[DocId],
) -> list[tuple[str, bytes]] | None:
    """Bring the lists up to date that stand; None where that cannot be."""
    cards = Deck.of(corpus.catalogue.by_id[name] for name in edited)
    pages = {corpus.catalogue.document_path(card.id) for card in cards}
    named, stands = files.named, files.stands
    changed = [file for path, file in named.items() if file.changed or path not in stands]
    changed += (named.get(path) or stands[path] for path in pages)
    if len(changed) > _FEW or LIST not in stands:
        return None
    lists = lists_in(json.loads(corpus.room.stage.standing(LIST)))
    return amended_files(
        _parts(changed),
        files.gone([LIST, *lists, WORKER, ".nojekyll", MARK]),
        _withheld(corpus, cards),
        lambda path: json.loads(corpus.room.stage.standing(path)),
    )


def _parts(files: Iterable[Written]) -> Iterator[Part]:
    columns = ((file.path, file.digest, file.size) for file in files)
    return map(partial(tuple.__new__, Part), columns)


def _withheld(corpus: Corpus, deck: Deck) -> frozenset[str]:
    """Give the pages of documents whose text readers may not see."""
    hidden = deck.where("withdrawn", bool), deck.where("access", lambda access: access != "public")
    return frozenset(corpus.catalogue.document_path(name) for some in hidden for name in some.ids)


def _moved(corpus: Corpus, files: Files) -> Iterator[Written]:
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
    taken = list(files.paths())
    title = said.text(MOVED)
    for path, content in redirects.files(table, taken, base, said.language, title):
        yield corpus.room.stage.write(path, content)


def _feeds(corpus: Corpus, files: Files) -> Iterator[Written]:
    site, stage, catalogue = corpus.archive.site, corpus.room.stage, corpus.catalogue
    if not site.base_url:
        return
    pages = sorted(
        path
        for path in files.paths()
        if path.endswith(".html")
        and path != "404.html"
        and not is_whole_text(path)  # which is said to be the same as its parts
    )
    for path, content in sitemap(site.base_url, pages):
        yield stage.write(path, content)
    newest = list(catalogue.listed.where("date", bool)[-_IN_FEED:])
    entries = [(card, catalogue.document_path(card.id)) for card in reversed(newest)]
    yield stage.write("feed.xml", atom(site, entries))
    yield stage.write("feed.json", json_feed(site, entries))
    where = site.base_url.rstrip("/")
    robots = f"User-agent: *\nAllow: /\nSitemap: {where}/sitemap.xml\n"
    yield stage.write("robots.txt", robots.encode())
    if site.oai and len(catalogue.listed) <= oai.MOST:
        listed = ((card, catalogue.document_path(card.id)) for card in catalogue.listed)
        told = oai.static_repository(site, site.oai, listed, corpus.archive.collections)
        yield stage.write_chunks(oai.PATH, told)
