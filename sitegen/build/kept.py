"""Which documents need not be read again?

The cache keeps batches: what was read of some documents, and what was linked in them, with the
spill files that hold the rest. A build takes those parts of batches that the archive still has,
and reads only what is new; a part that has gone is taken out of its batch by subtraction.
"""

from __future__ import annotations

import os
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from sitegen.build import linking, reading
from sitegen.build.cache import Cache, DamagedError
from sitegen.build.linking import Linked
from sitegen.build.load import BATCH_BYTES, Archive, batches, headings_of
from sitegen.build.look import Look, Seen, changed_since, digest_of_file
from sitegen.build.reading import Reading
from sitegen.build.spill import SpillReader, SpillWriter
from sitegen.build.units import Part, joined, key_of, known_rows, parts_of, sidecars_of
from sitegen.build.words import Words
from sitegen.content.iiif import ENDING as MANIFEST
from sitegen.content.read import Source, split
from sitegen.entities.authority import Authority
from sitegen.entities.changed import linked_by
from sitegen.index.totals import Totals
from sitegen.model import Document
from sitegen.pages.deck import Deck

_STATE = "batches"
TOTALS = "totals"  # of the words of each segment of the index
WORDS = "words"  # what is known of them, for each segment of the index
INPUTS = "inputs"  # a Look at the files that were read
MANY = 100  # documents: whoever changes more of them at once changes every letter
_SMALL, _MOST_SMALL = 64, 12  # documents of a small batch, and how many such there may be
_OF_PAGES = frozenset(  # settings that no document is read with
    ("title", "subtitle", "description", "publisher", "rights", "base_url", "numerals", "months",
     "folders", "entity_pages", "mark", "theme", "permalink", "report", "menu")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that were read and linked together; ``name`` names its spill files, too."""

    name: str
    reading: Reading
    linked: Linked | None  # None where the links are to be made again


@dataclass(frozen=True, slots=True)
class State:
    """What the batches in the cache were made of."""

    folder: str
    settings: bytes
    links: bytes
    names: tuple[str, ...]
    spilled: Mapping[str, Seen]


@dataclass(frozen=True, slots=True)
class Known:
    """What a build starts from: batches that still hold, and the sources to be read."""

    batches: tuple[Batch, ...]
    sources: tuple[tuple[Source, ...], ...]
    links: bytes = b""  # what the batches were linked with
    totals: Mapping[str, Totals] = field(default_factory=dict)  # of all batches, when last built
    words: Mapping[str, Words] = field(default_factory=dict)  # of the forms that these count
    gone: Mapping[str, Sequence[Totals]] = field(default_factory=dict)  # of what they lost since
    unchanged: frozenset[str] = field(default_factory=frozenset)  # names of batches as they lie
    lost: tuple[Document, ...] | None = None  # documents that went; None: too many to tell
    is_texts: bool = False  # nothing but files of texts has changed


def nothing_known(archive: Archive) -> Known:
    """Start from nothing."""
    return Known((), archive.batches)


def new_name() -> str:
    """Name a batch: no two of a cache have one name."""
    return secrets.token_hex(6)


def settings_of(archive: Archive, *, drafts: bool) -> bytes:
    """Hash what every document is read with."""
    names = [one.name for one in fields(archive.site) if one.name not in _OF_PAGES]
    site = [getattr(archive.site, name) for name in names]
    access = sorted((one.id, one.access) for one in archive.collections.values())
    promised = sorted(archive.frozen.items())
    return key_of(repr((site, access, drafts, promised)).encode())


def links_of(authority: Authority, common: Collection[str]) -> bytes:
    """Hash what every document is linked with."""
    records = (repr(linked_by(entity)) for entity in authority.values())
    order = (authority.refs, authority.same)  # of records that are one thing
    shared = repr((sorted(common), order))
    return key_of(shared.encode(), "\n".join(records).encode())


def assets_of(archive: Archive) -> bytes:
    """Hash the listing of the archive's own files, which documents show, and what manifests say."""
    listing = "\0".join(archive.assets).encode()
    manifests = (path for path in archive.assets if path.endswith(MANIFEST))
    return key_of(listing, *((archive.root / "assets" / path).read_bytes() for path in manifests))


def known_of(cache: Cache, archive: Archive, inputs: Look, *, drafts: bool) -> Known:
    """Find what of the archive is known; raises DamagedError where the cache has been harmed."""
    state: State | None = cache.get(_STATE)
    folder = str(cache.folder.resolve())
    names = state.names if state and state.folder == folder else ()
    _clear(cache.folder, state.spilled if names and state else {})
    if not state or not names or state.settings != settings_of(archive, drafts=drafts):
        return nothing_known(archive)
    _check(cache.folder, state.spilled)
    read: Look | None = cache.get(INPUTS)
    return _matched(cache, archive, state, read or Look({}, 0), inputs)


def _clear(folder: Path, spilled: Mapping[str, Seen]) -> None:
    """Remove what no state names: left by builds that were killed, or are over."""
    for path in folder.iterdir():
        if path.name.startswith(("read-", "link-", "met-", "less-")) and path.name not in spilled:
            path.unlink(missing_ok=True)


def _check(folder: Path, spilled: Mapping[str, Seen]) -> None:
    for name, seen in spilled.items():
        if _seen(folder / name) != seen:
            raise DamagedError(f"'{name}' is not as it was written")


def _seen(path: Path) -> Seen | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return Seen(stat.st_size, stat.st_mtime_ns, stat.st_ino)


def _matched(cache: Cache, archive: Archive, state: State, read: Look, inputs: Look) -> Known:
    """Match what the archive holds now with what the batches hold."""
    found = {name: _batch(cache, name) for name in state.names}
    headings, assets = headings_of(archive.authority), assets_of(archive)
    root = str(archive.root)
    changed = changed_since(
        read,
        inputs,
        lambda path: inputs.digests.get(path) or digest_of_file(f"{root}/{path}"),
    )
    sources = {source.path: source for source in archive.sources}
    dead: dict[str, set[int]] = {name: set() for name in found}
    retired = _retired(found.values())
    have: defaultdict[str, dict[bytes, tuple[str, int]]] = defaultdict(dict)
    stale: set[str] = set()  # files some parts of which are to be read
    over = {
        name
        for name, batch in found.items()
        if name in retired
        or any(headings.get(asked) != one for asked, one in batch.reading.asked.items())
    }
    for name, batch in found.items():
        for path, listing in batch.reading.units.files:
            if path in sources and (name in over or listing not in (b"", assets)):
                stale.add(path)
    settled = {
        path
        for path in sources
        if path in read.files and path not in stale and not _is_touched(path, changed)
    }
    for name, batch in found.items():  # of files that stand as they were nothing is asked
        units = batch.reading.units
        for number, (path, listing) in enumerate(units.files):
            if path in settled:
                continue
            here, is_over = have[path], name in over or listing not in (b"", assets)
            for n, key in units.of_file(number):
                if is_over or path not in sources or key in here:
                    dead[name].add(n)
                else:
                    here[key] = (name, n)
    new: list[Source] = []
    for path, source in sources.items():
        if path in settled:
            continue
        keys, missing = _parts(source, have[path])
        for key in have[path].keys() - keys:
            name, n = have[path][key]
            dead[name].add(n)
        new += _sources(missing)
    living, unchanged, gone, lost = _living(cache.folder, found, dead)
    totals, words = cache.get(TOTALS) or {}, cache.get(WORDS) or {}
    return Known(
        living,
        tuple(batches(new)),
        state.links,
        totals,
        words,
        gone,
        unchanged,
        lost,
        changed <= sources.keys(),
    )


def _batch(cache: Cache, name: str) -> Batch:
    batch: Batch | None = cache.get(f"batch/{name}")
    if batch is None or batch.linked is None:
        raise DamagedError("a batch is missing")
    return replace(batch, reading=replace(batch.reading, cards=batch.linked.cards))


def _retired(found: Iterable[Batch]) -> set[str]:
    """Name batches to be read anew, so that many small ones become one."""
    small = [batch.name for batch in found if len(batch.reading.cards) < _SMALL]
    return set(small) if len(small) > _MOST_SMALL else set()


def _is_touched(path: str, changed: Collection[str]) -> bool:
    return path in changed or any(beside in changed for beside in sidecars_of(path))


def _parts(
    source: Source, known: Collection[bytes]
) -> tuple[set[bytes], list[tuple[Source, Part]]]:
    """Give the keys of a file's parts as they are now, and those that are to be read."""
    if known and source.kind == "jsonl" and not source.end:
        rows = known_rows(source, known)
        if rows is not None:
            return rows.keys, [(source, row) for row in rows.new]
    shares = split(source, BATCH_BYTES)
    wanted = [(share, part) for share in shares for part in parts_of(share, known)]
    keys = {part.key for _, part in wanted}
    if len(keys) < len(wanted):  # two rows alike: a fault that is told with its place
        return set(), wanted
    return keys, [(share, part) for share, part in wanted if part.key not in known]


def _sources(missing: Sequence[tuple[Source, Part]]) -> Iterable[Source]:
    by_share: dict[Source, list[Part]] = {}
    for share, part in missing:
        by_share.setdefault(share, []).append(part)
    for share, parts in by_share.items():
        yield from joined(share, parts, BATCH_BYTES)


def _living(
    folder: Path, found: Mapping[str, Batch], dead: Mapping[str, set[int]]
) -> tuple[tuple[Batch, ...], frozenset[str], dict[str, list[Totals]], tuple[Document, ...] | None]:
    """Take what has gone out of its batches."""
    lost: list[Document] = []
    living, unchanged = [], set()
    gone: defaultdict[str, list[Totals]] = defaultdict(list)
    for name, batch in found.items():
        if not dead[name]:
            unchanged.add(name)
            living.append(batch)
        elif len(dead[name]) < len(batch.reading.units):
            with SpillWriter(folder / f"less-{new_name()}") as spill:
                less = reading.without(batch.reading, dead[name], spill)
            linked = batch.linked and linking.without(batch.linked, less.ordinals, less.documents)
            living.append(Batch(name, less.reading, linked))
            lost += less.documents
            for path, totals in less.totals.items():
                gone[path].append(totals)
        else:
            with SpillReader() as spilled:
                for path, part in batch.reading.segments.items():
                    gone[path].append(part.counts(spilled))
                lost += map(spilled.get, batch.reading.documents)
    return tuple(living), frozenset(unchanged), gone, tuple(lost) if len(lost) <= MANY else None


def keep(
    cache: Cache,
    archive: Archive,
    known: Known,
    made: Sequence[Batch],
    links: bytes,
    *,
    drafts: bool,
) -> None:
    """Put the batches of a build that went well into the cache."""
    names = [batch.name for batch in made]
    as_kept = {one.name: one.linked for one in known.batches if one.name in known.unchanged}
    for batch in made:
        if batch.linked is not as_kept.get(batch.name):
            lean = replace(batch.reading, cards=Deck.of(()))  # the linked ones say it all
            cache.put(f"batch/{batch.name}", replace(batch, reading=lean))
    wanted = {f"batch/{name}" for name in names}
    cache.drop(name for name in cache.names() if name.startswith("batch/") and name not in wanted)
    spilled = {}
    for path in sorted(used_by(made)):
        seen = _seen(Path(path))
        if seen is None:
            raise DamagedError(f"'{path}' is missing")
        spilled[os.path.basename(path)] = seen  # noqa: PTH119
    settings = settings_of(archive, drafts=drafts)
    folder = str(cache.folder.resolve())
    cache.put(_STATE, State(folder, settings, links, tuple(names), spilled))


def used_by(made: Iterable[Batch]) -> set[str]:
    """Name the spill files that batches need."""
    found: set[str] = set()
    for batch in made:
        for part in batch.reading.segments.values():
            spilled = (part.totals, *part.less, part.stream, *part.pieces.values())
            found.update(blob.path for blob in spilled)
        found.add(batch.reading.documents.path)
        if batch.linked:
            blobs = (batch.linked.mentions, batch.linked.rows, batch.linked.met)
            found.update(one.path for one in blobs)
            found.update(blob.path for blob in batch.linked.appearances.values())
    return found - {""}
