"""What must be known of the whole corpus before anything is rendered?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate, chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sitegen import __version__
from sitegen.arabic.families import Families
from sitegen.build.assets import ThemeFiles, icon_of
from sitegen.build.carried import Tei, open_tei
from sitegen.build.columns import Column, column
from sitegen.build.linking import Linked
from sitegen.build.load import Archive
from sitegen.build.publish import Stage
from sitegen.build.reading import Reading, segment_of
from sitegen.build.room import NO_COUNTS, Appearances, RenderingRoom, SegmentPlan, totals_in
from sitegen.build.spill import Blob, ByDocument, SpillWriter
from sitegen.build.tallies import Tally
from sitegen.build.words import Foreseen, Grouped, Listing, Moved, Words, grouped, regrouped
from sitegen.content.pictures import sizes_of
from sitegen.entities.protected import protected_words
from sitegen.export import oai, typeset
from sitegen.index.invert import Inverted
from sitegen.index.phrases import among, variants
from sitegen.index.plan import SEALED, plan_segment
from sitegen.index.usage import Frequent, Watched, Word, chosen, frequent
from sitegen.index.whole import years_of
from sitegen.model import DocId, EntityId, PartialDate
from sitegen.pages.body import body_html
from sitegen.pages.catalogue import Relate
from sitegen.pages.deck import Deck
from sitegen.pages.near import related
from sitegen.pages.offered import ZIP_DOCUMENTS, ZIP_WORDS
from sitegen.pages.parallel import pages_in
from sitegen.pages.site import Catalogue, FreePage, edition_of, with_pages
from sitegen.pages.urls import FOLDER_LIMIT, Addresses
from sitegen.pages.usage import Yearly

Numbers = NDArray[np.int64]
Protector = Callable[[Mapping[str, int]], frozenset[str]]  # forms -> words the stemmer spares


@dataclass(frozen=True, slots=True)
class Marks:
    """Hashes of what is known of documents, along the catalogue's deck; who edited them."""

    documents: Column
    links: Column
    cards: Column
    hands: Mapping[DocId, tuple[EntityId, ...]]


def _marks(readings: Sequence[Reading], links: Sequence[Linked]) -> Marks:
    return Marks(
        column(chain.from_iterable(reading.digests for reading in readings)),
        column(chain.from_iterable(linked.digests for linked in links)),
        column(chain.from_iterable(linked.listed for linked in links)),
        {name: hands for linked in links for name, hands in linked.hands.items()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The whole archive, as stage three needs it."""

    archive: Archive
    catalogue: Catalogue
    room: RenderingRoom
    listed: tuple[DocId, ...]  # in order: the documents' numbers
    withdrawn: tuple[DocId, ...]
    years: Sequence[tuple[int, int, int]]
    mention_rows: Mapping[DocId, Blob]
    theme: ThemeFiles
    n_mentions: int
    notes: tuple[str, ...]
    marks: Marks
    tei: tuple[Tei, ...]  # files that the site carries
    moved: Mapping[str, Moved | None]  # of each segment's words
    lists: Mapping[str, Listing]  # of each segment
    counted: tuple[Word, ...]  # words that are counted by year
    sizes: tuple[int, ...]  # words of each span of years
    named: Yearly  # mentions by year, the undated under 0
    times: Numbers  # how often each card's document names its entities, one list behind the other
    records: bytes  # a hash of the files of the records; nothing where nobody knows


@dataclass(frozen=True, slots=True)
class Survey:
    """All documents read and linked; ``common``: words that the corpus denies to names."""

    readings: list[Reading]
    links: list[Linked]
    common: frozenset[str]
    counts: Mapping[str, Blob]  # Totals of the forms of each segment of the index, or else
    tallies: Mapping[str, Tally] = field(default_factory=dict)  # these, where words are known
    names: tuple[str, ...] = ()  # of the batches
    linked_with: bytes = b""  # a hash of it
    foreseen: dict[str, Foreseen] = field(default_factory=dict)  # of segments; the merge takes it


def every_count(tallies: Mapping[str, Tally]) -> Mapping[str, int]:
    """Sum the occurrences of forms over segments."""
    counts = [tally.occurrences for tally in tallies.values()]
    return counts[0] if len(counts) == 1 else _Summed(counts)


class _Summed(Mapping[str, int]):
    """Sums of counts, made of those that are asked for."""

    def __init__(self, parts: Sequence[Mapping[str, int]]) -> None:
        self._parts = parts

    def get(self, form: str, default: Any = None) -> Any:
        """Give the sum of a form's counts."""
        found = [part[form] for part in self._parts if form in part]
        return sum(found) if found else default

    def __getitem__(self, form: str) -> int:
        return sum(part[form] for part in self._parts if form in part)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(form for part in self._parts for form in part))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def spill_counts(tallies: Mapping[str, Tally], work: Path) -> dict[str, Blob]:
    """Put counts aside: the processes that link and render have no room for them."""
    with SpillWriter(work / "counts") as spill:
        return {path: spill.put(tally.totals) for path, tally in tallies.items()}


def merge(
    archive: Archive,
    survey: Survey,
    theme: ThemeFiles,
    stage: Stage,
    work: Path,
    *,
    explain: bool = False,
    words: Mapping[str, Words] = MappingProxyType({}),
    keep: Callable[[dict[str, Words]], None] = lambda _: None,
    relate: Relate = related,
    records: bytes = b"",
) -> Corpus:
    """Order the documents, choose the pages, plan the index.

    *words* are what the last build knew of words; *keep* takes what this one does; *relate* finds
    the documents that are related; *records* is a hash of the files of records.
    """
    readings, links = survey.readings, survey.links
    cards = Deck.joined(linked.cards for linked in links)
    times = _times(links)
    named = _yearly(cards, times)
    inside: Counter[str] = Counter()
    buckets: defaultdict[int, dict[int, Blob]] = defaultdict(dict)
    for n, linked in enumerate(links):
        inside.update(linked.inside)
        for bucket, blob in linked.appearances.items():
            buckets[bucket][n] = blob
    place = cards.place_of()
    documents = ByDocument(place, [reading.documents for reading in readings])
    appearances = Appearances(buckets, [linked.gone for linked in links], documents.batch_of)
    catalogue = _catalogue(
        archive, cards, named.totals(), appearances, theme, relate, explain=explain
    )
    listed = tuple(catalogue.listed.ids)
    protector = partial(protected_words, archive.authority, inside=inside, common=survey.common)
    groups: dict[str, Grouped] = {}
    often: dict[str, list[Frequent]] = {}
    segments = _segments(
        archive.site.sealed,
        readings,
        catalogue.listed,
        _Forms(
            survey.counts,
            survey.tallies,
            words,
            survey.foreseen,
            protector,
            groups,
            often,
            len(catalogue.listed),
        ),
    )
    if any(one.words is not words.get(path) for path, one in groups.items()):
        keep({path: one.words for path, one in groups.items()})
    moved = {path: one.moved for path, one in groups.items()}
    lists = {path: one.listing for path, one in groups.items()}
    del groups
    years = years_of(catalogue.listed.told("date"))
    counted = chosen(often.values())
    segments = _watched(segments, counted, years)
    paired = among(often.values())
    room = RenderingRoom(
        catalogue=catalogue,
        authority=archive.authority,
        overrides=_overrides(archive),
        documents=documents,
        mentions=ByDocument(place, [linked.mentions for linked in links]),
        appearances=appearances,
        segments=segments,
        stage=stage,
        work=work,
        paired=paired,
        openings={
            path: variants(
                [word.form for word in paired], plan.segment.families, _forms_of(plan.counts)
            )
            for path, plan in segments.items()
        },
        years=tuple(year for year, _, _ in years),
    )
    return Corpus(
        archive=archive,
        catalogue=catalogue,
        room=room,
        listed=listed,
        withdrawn=tuple(catalogue.ordered.where("withdrawn", bool).ids),
        years=years,
        records=records,
        mention_rows=ByDocument(place, [linked.rows for linked in links]),
        theme=theme,
        n_mentions=sum(linked.n_mentions for linked in links),
        notes=(*_notes(archive, readings), *_too_large(catalogue)),
        marks=_marks(readings, links),
        moved=moved,
        lists=lists,
        counted=counted,
        sizes=_sizes(segments, len(years)),
        named=named,
        times=times,
        tei=tuple(open_tei(readings)) if archive.site.sources else (),
    )


def _forms_of(counts: Blob | Tally) -> Container[str] | None:
    return counts.place if isinstance(counts, Tally) else None


def _times(links: Sequence[Linked]) -> Numbers:
    return np.concatenate([np.zeros(0, np.int64), *(np.asarray(one.times) for one in links)])


def _yearly(cards: Deck, times: Numbers) -> Yearly:
    """Sum by years how often the documents of *cards* name the entities of each, as *times* say."""
    years, slots = np.unique(cards.years, return_inverse=True)
    names, codes, lengths = cards.lists
    cells = np.repeat(slots, lengths) * len(names) + codes
    sums = np.bincount(cells, times, len(years) * len(names))
    return Yearly(years.tolist(), names, sums.astype(np.int64).reshape(len(years), len(names)))


def _overrides(archive: Archive) -> tuple[Path, ...]:
    folder = archive.root / "templates"
    return (folder,) if folder.is_dir() else ()


def _notes(archive: Archive, readings: Sequence[Reading]) -> tuple[str, ...]:
    notes = []
    hidden = sum(reading.n_hidden for reading in readings)
    if hidden:
        notes.append(f"left out as draft or closed: {hidden}")
    n_documents = sum(len(reading.cards) for reading in readings)
    if archive.site.folders == "auto" and FOLDER_LIMIT * 0.8 < n_documents <= FOLDER_LIMIT:
        notes.append(
            f"{n_documents} documents: beyond {FOLDER_LIMIT} pages move to sub-folders, and their "
            'addresses change; write folders = "hashed" in site.toml while the site is new, or '
            '"flat" to keep them'
        )
    if not archive.site.base_url:
        notes.append("without base_url in site.toml: no sitemap, feed and canonical addresses")
    if archive.site.oai and n_documents > oai.MOST:
        notes.append(f"no {oai.PATH}: a static repository is for {oai.MOST:,} records at most")
    if archive.site.base_url and not typeset.is_there():
        notes.append("no pictures for links that are shared: pip install 'sitegen[pictures]'")
    return tuple(notes)


def _too_large(catalogue: Catalogue) -> Iterator[str]:
    """Tell the collections that are too large for one zip."""
    if catalogue.edition.site.downloads:
        for shelf in catalogue.offers.shelves:
            if shelf not in catalogue.offers.zips:
                yield (
                    f"no zip of '{shelf.collection}': it has over {ZIP_WORDS // 10**6} million "
                    f"words or {ZIP_DOCUMENTS:,} documents; sitegen export writes it in many files"
                )


def _catalogue(
    archive: Archive,
    cards: Deck,
    mentions: Mapping[EntityId, int],
    appearances: Appearances,
    theme: ThemeFiles,
    relate: Relate,
    *,
    explain: bool,
) -> Catalogue:
    editors = [name for one in archive.collections.values() for name in one.editors]
    entities = with_pages(archive.site, archive.authority.values(), cards, editors)
    translated = tuple(
        FreePage(page.name, page.title.text, body_html(page.body, (), {}), page.lang)
        for page in archive.pages
    )
    pages = pages_in(translated, archive.site.language, archive.site)
    edition = edition_of(
        archive.site,
        cards,
        entities,
        pages=pages,
        stamp=theme.stamp,
        scripts=theme.scripts,
        search_scripts=theme.search_scripts,
        explain=explain,
        icon=icon_of(archive, theme),
        pictures=bool(archive.site.base_url) and typeset.is_there(),
        sizes=sizes_of(archive.root, (f"assets/{name}" for name in archive.assets)),
    )
    addresses = settled(edition.addresses, archive.site.folders)
    return Catalogue(
        edition=replace(edition, addresses=addresses),
        collections=archive.collections,
        cards=cards,
        entities=entities,
        appearances=appearances,
        mentions=mentions,
        pages=pages,
        translated=translated,
        build=(f"sitegen {__version__}",),
    ).related_by(relate)


def settled(addresses: Addresses, folders: str) -> Addresses:
    """Let ``folders`` in site.toml settle where pages lie, whatever their number comes to be.

    >>> settled(Addresses(documents=5), "hashed").document("a-1")
    'd/2f/a-1.html'
    """
    if folders == "auto":
        return addresses
    least, most = (FOLDER_LIMIT + 1, 10**9) if folders == "hashed" else (0, FOLDER_LIMIT)
    return Addresses(
        documents=min(most, max(least, addresses.documents)),
        entities={kind: min(most, max(least, count)) for kind, count in addresses.entities.items()},
        authors=min(most, max(least, addresses.authors)),
        subjects=min(most, max(least, addresses.subjects)),
    )


@dataclass(frozen=True, slots=True)
class _Forms:
    """Groups the forms of segments, and notes in *made* what is known of them.

    And in *often* which are frequent.
    """

    counts: Mapping[str, Blob]
    tallies: Mapping[str, Tally]
    last: Mapping[str, Words]
    foreseen: dict[str, Foreseen]
    protect: Protector
    made: dict[str, Grouped]
    often: dict[str, list[Frequent]]
    n_documents: int

    def of(self, path: str) -> tuple[Families, int, Blob | Tally]:
        """Give the families of a segment, the number of its postings, and the counts of its forms.

        What is known of few texts' words is not put aside: there is little else to hold.
        """
        tally = self.tallies.get(path)
        if tally:
            protected = self.protect(tally.occurrences)
            found = regrouped(tally, protected, self.last[path])
            known: Blob | Tally = tally
        else:
            known = self.counts.get(path, NO_COUNTS)
            foreseen = self.foreseen.pop(path, None)
            tally = foreseen.tally if foreseen else Tally(totals_in(known))
            protected = self.protect(tally.occurrences)
            found = grouped(foreseen or Foreseen.of(tally, protected), protected)
        self.made[path] = found
        self.often[path] = frequent(tally.totals, found.words.families, self.n_documents)
        return found.families, int(tally.totals.documents.sum()), known


def _watched(
    segments: Mapping[str, SegmentPlan],
    words: Sequence[Word],
    years: Sequence[tuple[int, int, int]],
) -> dict[str, SegmentPlan]:
    """Have the writers of postings count *words* by the spans of *years*."""
    slots = np.repeat(np.arange(len(years)), [count for _, _, count in years])
    found = {}
    for path, plan in segments.items():
        segment = plan.segment
        forms: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for word in words:
            forms[segment.families.family(word.form)] += (word.form,)
        mine = slots[segment.first : segment.first + segment.count]
        found[path] = replace(plan, watched=Watched(dict(forms), mine, len(years)))
    return found


def _sizes(segments: Mapping[str, SegmentPlan], n_slots: int) -> tuple[int, ...]:
    """Count the words of each span of years."""
    sums = np.zeros(n_slots, np.int64)
    for plan in segments.values():
        np.add.at(sums, plan.watched.slots, plan.segment.lengths)
    return tuple(sums.tolist())


def _segments(
    sealed: str, readings: Sequence[Reading], listed: Deck, forms: _Forms
) -> dict[str, SegmentPlan]:
    found = {}
    first = 0
    for path in (SEALED, "") if sealed else ("",):
        cards = listed.where("date", partial(_is_in, path, sealed)) if sealed else listed
        if cards or not path:
            found[path] = _segment(readings, cards, path, first, forms)
            first += len(cards)
    return found


def _is_in(path: str, sealed: str, date: PartialDate | None) -> bool:
    return segment_of(date, sealed) == path


def _segment(
    readings: Sequence[Reading], cards: Deck, path: str, first: int, forms: _Forms
) -> SegmentPlan:
    families, n_postings, counts = forms.of(path)
    number = np.full(sum(len(reading.cards) for reading in readings), -1)
    number[cards.places] = np.arange(len(cards))
    batches: list[tuple[Inverted, Numbers]] = []
    pieces: defaultdict[str, list[tuple[Blob, Numbers]]] = defaultdict(list)
    streams: list[tuple[Blob, Numbers]] = []
    starts = accumulate((len(reading.cards) for reading in readings), initial=0)
    for reading, start in zip(readings, starts, strict=False):
        part = reading.segments.get(path)
        if part is None:
            continue
        ordinals = np.array(part.ordinals, np.int64)
        numbers = np.where(ordinals < 0, -1, number[ordinals + start])
        batches.append((part.lengths, numbers))
        streams.append((part.stream, numbers))
        for piece, blob in part.pieces.items():
            pieces[piece].append((blob, numbers))
    segment = plan_segment(
        cards.ids,
        batches,
        families=families,
        n_postings=n_postings,
        dated=len(cards) - cards.told("date").count(None),
        path=path,
        first=first,
    )
    return SegmentPlan(segment, counts, pieces, tuple(cards.ids), streams=streams)
