"""What does search get? The jobs of stage three that write the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.stem import key
from sitegen.build.kinds import FacetsJob, NamesJob, PhrasesJob, PostingsJob, WordsJob
from sitegen.build.publish import Stage, Written
from sitegen.build.room import Rendered, RenderingRoom, SegmentPlan, counts_in
from sitegen.build.spill import Blob, SpillReader, SpillWriter
from sitegen.build.tallies import Tally
from sitegen.index.amend import amend_readings, amend_words, part_of
from sitegen.index.encode import ShardFile, encode_postings
from sitegen.index.facets import Coded, Told, encode_facets, facets_in
from sitegen.index.format import File
from sitegen.index.invert import Run, piece_of
from sitegen.index.lexicon import encode_readings
from sitegen.index.manifest import Contents
from sitegen.index.names import Named, encode_names
from sitegen.index.paired import Change, PairCounts, amended, counted_by_year, watched_of
from sitegen.index.phrases import Openings, Pairs
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
from sitegen.index.standing import bare
from sitegen.index.usage import Tally as Usages
from sitegen.index.usage import UsageRow, Watched
from sitegen.pages.deck import Deck
from sitegen.pages.site import Catalogue

Lying = list[tuple[Written | str, int]]  # files of a shard, and the last document in each


def postings(room: RenderingRoom, job: PostingsJob) -> Rendered:
    """Write the shards of a letter: all of them, or those that are others than stand."""
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
    read = cache(stage.content_of)
    stood = frozenset(map(bare, chain.from_iterable(one.paths for one in job.shards or ())))

    def written(file: ShardFile) -> Written:
        path = file.path.removesuffix(".js")
        standing = read(path) if path in stood else None
        return stage.write(f"search/{file.path}", file.content, standing)

    for some in recode(segment, job.letter, job.shards or (), delta, read):
        lying: Lying = []
        for file in some.files:
            if isinstance(file, ShardFile):
                lying.append((written(file), file.last))
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
                families = plan.segment.families.of_each(run.forms)
                ranks = np.repeat(np.arange(len(run.forms)), np.diff(run.bounds))
                tally.add(families, ranks, numbers[run.documents], run.counts.astype(np.int64))
    return tally.rows()


def _living(run: Run, numbers: NDArray[np.int64]) -> tuple[Run, NDArray[np.int64]]:
    """Leave out the documents that have gone since the run was made."""
    here = numbers >= 0
    return (run if here.all() else run.of_documents(here)), numbers


def words(room: RenderingRoom, job: WordsJob) -> Rendered:
    """Write the lexicon and the lists of words of a segment, or what of them is other."""
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
    written = list(files_of(room.stage, (*readings, *spelling.files)))
    paths = iter([file.path for file in written])
    units = [(unit, tuple(some), tuple(islice(paths, len(some)))) for unit, some in firsts.items()]
    written += files_of(room.stage, [encode_list(segment, counts, forms, every)])
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
    read = room.stage.content_of
    readings = amend_readings(
        segment, tally.documents, job.prefixes, moved, firsts, read, tally.place
    )
    words = amend_words(segment, before, after, job.least, job.full, firsts, read)
    written = list(files_of(room.stage, (*readings.files, *words.files)))
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
    written += files_of(room.stage, [encode_directory(segment, top, every)])
    parts = [(unit, some, paths[unit]) for unit, some in units.items()]
    kept = tuple(path for some in paths.values() for path in some if path not in made)
    return Rendered(
        tuple(written), contents=_of_words(job, parts, every, written[-1].path), kept=kept
    )


def names(room: RenderingRoom, _job: NamesJob) -> Rendered:
    """Write the names of all that has a page."""
    return Rendered(tuple(files_of(room.stage, encode_names(named_in(room.catalogue)))))


def named_in(catalogue: Catalogue) -> Iterator[Named]:
    """Give who and what has a page, as names tell of them."""
    for name, entity in catalogue.entities.items():
        url, df = catalogue.entity_path(name), catalogue.n_texts.get(name, 0)
        variants = (*entity.variants, *entity.short_names)
        yield Named(name, entity.type.value, entity.heading, variants, url, df)
    for collection, cards in catalogue.by_collection.items():
        known = catalogue.collections.get(collection)
        title = known.title if known else collection
        url = catalogue.edition.addresses.collection(collection)
        yield Named(collection, "collection", title, (), url, len(cards))


def _told(deck: Deck) -> Told:
    """Give what the documents of a deck tell of themselves."""

    def single(name: str) -> Coded:
        return Coded(*deck.column(name), np.ones(len(deck), np.int64))

    def many(name: str) -> Coded:
        return Coded(*deck.column(name).lists())

    own = deck.column("own")
    values = [dict(one) for one in own.values]
    return Told(
        single("collection"),
        single("section"),
        many("authors"),
        Coded(*deck.lists),
        single("kind"),
        single("lang"),
        many("subjects"),
        {
            name: Coded(*own._replace(values=[one.get(name, ()) for one in values]).lists())
            for name in {*chain.from_iterable(values)}
        },
    )


def facets(room: RenderingRoom, job: FacetsJob) -> Rendered:
    """Write the facets of a segment."""
    plan = room.segments[job.segment]
    catalogue = room.catalogue
    headings = {str(name): entity.heading for name, entity in catalogue.entities.items()}
    titles = {name: collection.title for name, collection in catalogue.collections.items()}
    deck = catalogue.deck.named(plan.documents)
    days = deck.column("date").of_each(lambda date: date.first if date else 0)
    files, buckets = encode_facets(
        plan.segment,
        facets_in(_told(deck), headings, titles, catalogue.edition.kind_name),
        days[days > 0],
    )
    return Rendered(tuple(files_of(room.stage, files)), contents={"facets": tuple(buckets.items())})


def phrases(room: RenderingRoom, job: PhrasesJob) -> Rendered:
    """Count which words stand side by side most often; no file comes of it."""
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


def files_of(stage: Stage, files: Iterable[File]) -> Iterator[Written]:
    """Write files of the index into the stage."""
    for file in files:
        yield stage.write(f"search/{file.path}", file.content)


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
