"""What is there to render? The jobs of stage three, less what stands from the last build."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, zip_longest
from typing import Any

from sitegen.build.columns import Hashes
from sitegen.build.files import Claim
from sitegen.build.keys import OF_DOCUMENT, OF_ENTITY, SIZE, Keys, Shard
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
from sitegen.build.mentions import Some
from sitegen.build.merge import Corpus
from sitegen.build.parts import Lying, Rows
from sitegen.build.publish import Written
from sitegen.build.room import Bundles, ListsKnown, Rendered
from sitegen.index.citations import CITED
from sitegen.index.paired import will_do
from sitegen.model import DocId, EntityId
from sitegen.pages import urls

SETTINGS = "the configuration, the theme or a template changed"
MISSING = "it was not there, or not as the last build left it"
NEW = "it is new"
FIRST = "nothing is known of an earlier build"
_TEXTS = "search/text/"  # where these lie alone
_LISTS = ("b", "e", "l")  # of words: by beginning, by end, by reading
_INDEX = "the words of the archive, or the order of its documents, changed"
_OF_ENTITIES = ("data/entities.jsonl", "data/entities.csv")
_OF_JOB = {
    PictureJob: "its title, or the look of the site, changed",
    TeiJob: "the archive's file, or what of it may be read, changed",
}
BESIDE = "a document, record or count that it tells of changed"

Paths = tuple[str, ...]
Pages = tuple[bytes, Paths, tuple[bytes, ...]]  # of an entity: its key, paths, keys of pages
Contents = Mapping[str, tuple[Any, ...]]
Unit = tuple[bytes, Paths, Paths]  # a part of the lists of words: key, first keys, paths


@dataclass(frozen=True, slots=True)
class Made:
    """What stage three made for a site, each with the key by which it was made."""

    settings: Mapping[str, bytes] = field(default_factory=dict)
    documents: Hashes = field(default_factory=Hashes.none)
    parts: Mapping[DocId, Paths] = field(default_factory=dict)  # of those with several files
    rows: Lying = field(default_factory=dict)  # in data/documents/
    members: Lying = field(default_factory=dict)  # in their zips
    tables: Lying = field(default_factory=dict)  # in tables of metadata, the first line is ""
    texts: Mapping[Shard, tuple[bytes, Texts]] = field(default_factory=dict)  # by job
    cites: Mapping[Shard, bytes] = field(default_factory=dict)
    entities: Mapping[EntityId, Pages] = field(default_factory=dict)
    lists: Mapping[str, tuple[bytes, Paths]] = field(default_factory=dict)
    pages: Mapping[str, bytes] = field(default_factory=dict)  # of lists, by path
    bundles: Bundles = field(default_factory=dict)  # of such pages, by group
    jobs: Mapping[str, tuple[bytes, Paths, Contents]] = field(default_factory=dict)
    words: Mapping[str, tuple[bytes, Mapping[str, Unit], Contents]] = field(default_factory=dict)
    data: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)  # by path: key, SHA-256


@dataclass(slots=True)
class Plan:
    """What is to be done, what stands, and why each thing is to be done."""

    jobs: list[Job] = field(default_factory=list)
    standing: list[tuple[Job, Rendered]] = field(default_factory=list)
    reasons: dict[object, str] = field(default_factory=dict)  # of documents, entities, jobs
    claims: list[Claim] = field(default_factory=list)  # of files that stand and are not named


def plan(
    corpus: Corpus,
    keys: Keys,
    jobs: Iterable[Job],
    made: Made,
    stands: Mapping[str, Written],
    *,
    whole: bool,
) -> Plan:
    """Take out of *jobs* what the last build *made* and what *stands* of it: *whole*, all does."""
    found = Plan()
    judge = _Judge(corpus, keys, made, stands, whole=whole)
    for job in jobs:
        if isinstance(job, DocumentsJob):
            judge.documents(job, found)
        elif isinstance(job, EntitiesJob):
            judge.entities(job, found)
        elif isinstance(job, ListsJob):
            judge.lists(job, found)
        elif isinstance(job, WordsJob):
            judge.words(job, found)
        else:
            judge.other(job, found)
    return found


def changed_documents(keys: Keys, made: Made) -> set[DocId]:
    """Name the documents that have another key than when the last site was *made*."""
    if made.settings.get("documents") != keys.settings["documents"]:
        return set(keys.documents)
    return keys.documents.unlike(made.documents)


def records_of(keys: Keys, made: Made, stands: Container[str], output: str) -> Rows:
    """Say of which entities the rows in the files of data/ may stand as the last build left them.

    What the key of an entity is made of is all that its rows tell.
    """
    same: set[EntityId] = set()
    if made.settings.get("entities") == keys.settings["entities"] and all(
        path in stands for path in _OF_ENTITIES
    ):
        same = {
            name
            for name, key in keys.entities.items()
            if name in made.entities and made.entities[name][0] == key
        }
    return Rows(sorted(made.entities), same, output)


def with_lists(corpus: Corpus, keys: Keys, made: Made, stands: Mapping[str, Written]) -> Corpus:
    """Say what list pages are made of, and which of those of the last build will do."""
    same = made.settings.get("lists") == keys.settings["lists"]
    pages = {path: key for path, key in made.pages.items() if same and path in stands}
    lists = ListsKnown(keys.listed, keys.lists, pages, made.bundles if same else {})
    return replace(corpus, room=replace(corpus.room, lists=lists))


def name_of(job: Job) -> str:
    """Name a job that is done as a whole."""
    if isinstance(job, PostingsJob):
        return f"postings {job.segment}{job.letter}"
    if isinstance(job, WordsJob | FacetsJob):
        return f"{type(job).__name__} {job.segment}"
    if isinstance(job, TeiJob):
        return job.path
    if isinstance(job, PictureJob):
        return f"PictureJob {job.collection}"
    return type(job).__name__


def citation_path(year: int, first: int) -> str:
    """Name the shard of citations of a job of documents."""
    return f"search/cite/{year}/{first // CITED}.js"


class _Judge:
    """Says of each job what of it stands."""

    def __init__(
        self, corpus: Corpus, keys: Keys, made: Made, stands: Mapping[str, Written], *, whole: bool
    ) -> None:
        self.corpus, self.keys, self.made, self.stands = corpus, keys, made, stands
        self.whole = whole
        self.same = {kind: made.settings.get(kind) == key for kind, key in keys.settings.items()}

    @property
    def _paths(self) -> Mapping[DocId, str]:
        return self.corpus.catalogue.document_paths.every()

    @cached_property
    def stale(self) -> set[DocId]:
        """The documents whose pages may not do; of others all stands."""
        zips = set(self.corpus.catalogue.offers.zips.values())
        if not (self.whole and zips <= self.made.members.keys()):
            return set(self.keys.documents)
        return changed_documents(self.keys, self.made)

    def documents(self, job: DocumentsJob, found: Plan) -> None:
        """Leave the pages and shards of a job of documents that are to be made."""
        some = () if self.stale.isdisjoint(job.names) else job.names
        pages: dict[object, str] = {
            name: reason
            for name in some
            if name in self.stale and (reason := self._of_document(name))
        }
        standing = [name for name in job.names if name not in pages] if pages else job.names
        known = self.made.parts
        parts = [(name, known[name]) for name in standing if name in known] if known else []
        stale, texts = self._texts(job)
        cites = job.cites and not self._cites_stand(job)
        beside = []
        if job.cites and not cites:
            beside.append(citation_path(job.year, job.first))
        found.reasons.update(pages)
        if pages or stale or cites:
            todo = replace(
                job,
                pages=frozenset(name for name in job.names if name in pages),
                texts=frozenset(stale),
                cites=cites,
            )
            found.jobs.append(todo)
            found.reasons[todo] = self._of_many("all")
        contents = {"texts": (texts,), "parts": tuple(parts)}
        path_of = self.corpus.catalogue.document_path
        beside += (path for name, paths in parts for path in paths if path != path_of(name))

        def paths() -> Iterator[str]:
            return map(self._paths.__getitem__, standing)

        claims = (
            Claim(len(standing), paths, urls.DOCUMENTS),
            Claim(texts.n_files, texts.files, _TEXTS),
            Claim(len(beside), lambda: beside),
        )
        written = tuple(chain.from_iterable(self._left(claim, found) for claim in claims))
        found.standing.append((job, Rendered(written, contents=contents)))

    def _left(self, claim: Claim, found: Plan) -> tuple[Written, ...]:
        """Name files that stand, unless all of the last build do: then they are claimed."""
        if self.whole:
            found.claims.append(claim)
            return ()
        return tuple(map(self.stands.__getitem__, claim.paths()))

    @cached_property
    def _lying(self) -> set[DocId]:
        """The documents whose rows, and members of zips, can be taken from files that stand."""
        offers = self.corpus.catalogue.offers
        found = [
            {name for path, lies in files.items() if path in self.stands for name in lies.names}
            for files in (self.made.rows, self.made.members)
        ]
        zipped = {name for shelf in offers.zips for name in offers.shelves[shelf].ids}
        return {name for name in found[0] if name in found[1] or name not in zipped}

    def _of_document(self, name: DocId) -> str:
        """Say why a document's page is to be made; nothing where it stands."""
        was, now = self.made.documents.get(name), self.keys.documents[name]
        if was is None:
            return NEW if self.made.documents else FIRST
        if not self.same["documents"]:
            return SETTINGS
        if was != now:
            return _difference(was, now, OF_DOCUMENT)
        path = self.corpus.catalogue.document_path(name)
        paths = {path, *self.made.parts.get(name, ())}
        return "" if name in self._lying and self._stand(paths) else MISSING

    def _texts(self, job: DocumentsJob) -> tuple[set[int], Texts]:
        """Say which shards of texts of a job are to be made, by their first, and which stand."""
        was, texts = self.made.texts.get((job.year, job.first), (b"", Texts("")))
        now = self.keys.texts.get((job.year, job.first), b"")
        if self.whole and self.same["all"] and was == now:
            return set(), texts
        known = texts.by_number() if self.same["all"] else {}
        stands = {
            n: some
            for n, some in known.items()
            if was[n * SIZE :][:SIZE] == now[n * SIZE :][:SIZE] and self._stand(some)
        }
        firsts = [first for first, _ in job.parts()]
        stale = {first for n, first in enumerate(firsts) if n not in stands}
        return stale, Texts.of(stands)

    def _cites_stand(self, job: DocumentsJob) -> bool:
        key = self.made.cites.get((job.year, job.first))
        path = citation_path(job.year, job.first)
        is_same = self.same["all"] and key == self.keys.cites[job.year, job.first]
        return is_same and path in self.stands

    def entities(self, job: EntitiesJob, found: Plan) -> None:
        """Leave the entities whose pages are to be made."""
        reasons = {name: why for name in job.names if (why := self._of_entity[name])}
        if reasons:
            found.reasons.update(reasons.items())
            names = tuple(reasons)
            some = {name: one for name in names if (one := self._pages[name][1])}
            keys = {name: self._pages[name][0] for name in names}
            found.jobs.append(EntitiesJob(names, some, keys))
        pages = [(name, *self.made.entities[name][1:]) for name in job.names if name not in reasons]
        count = sum(len(paths) for _, paths, _ in pages)
        claim = Claim(count, lambda: (path for _, paths, _ in pages for path in paths))
        contents = {"pages": tuple(pages)}
        found.standing.append((job, Rendered(self._left(claim, found), contents=contents)))

    @cached_property
    def _of_entity(self) -> dict[EntityId, str]:
        """Why pages of each entity are to be made; nothing where all stand."""
        return {name: self._why(name, key) for name, key in self.keys.entities.items()}

    def _why(self, name: EntityId, now: bytes) -> str:
        was, paths, _ = self.made.entities.get(name, (b"", (), ()))
        if not paths:
            return NEW if self.made.documents else FIRST
        if not self.same["entities"]:
            return SETTINGS
        if was != now:
            return _difference(was, now, OF_ENTITY)
        return "" if self._stand(paths) else MISSING

    @cached_property
    def _pages(self) -> dict[EntityId, tuple[tuple[bytes, ...], Some | None]]:
        """The keys of the pages of entities that do not all stand, and which are to be made.

        None where that is all of them.
        """
        naming = self.keys.naming
        found: dict[EntityId, tuple[tuple[bytes, ...], Some | None]] = {}
        for name, rows in naming.rows(name for name, why in self._of_entity.items() if why):
            record, _, beside = _parts(self.keys.entities[name])
            keys = naming.keys_of(rows, record, beside)
            stale = self._stale_pages(name, keys)
            found[name] = keys, None if len(stale) == len(keys) else naming.some(rows, stale)
        return found

    def _stale_pages(self, name: EntityId, keys: Sequence[bytes]) -> set[int]:
        """Give the numbers of the pages of an entity that are to be made."""
        before = self.made.entities.get(name, (b"", (), ()))[2] if self.same["entities"] else ()
        home = self.corpus.catalogue.entity_path(name)
        return {
            number
            for number, (key, was) in enumerate(zip_longest(keys, before[: len(keys)]), 1)
            if key != was or urls.part(home, number) not in self.stands
        }

    def lists(self, job: ListsJob, found: Plan) -> None:
        """Leave the groups of lists that are to be made."""
        todo = {group for group in job.groups if not self._list_stands(job, group)}
        few = self.same["lists"] and bool(self.made.pages)
        if todo and not (few and job.share):
            one = replace(job, groups=frozenset(todo), of=1 if few else job.of)
            found.jobs.append(one)
            found.reasons[one] = self._of_many("lists")
        if job.share:
            return
        for group in sorted(job.groups - todo):
            listed = job.listed(group)
            paths = self.made.lists[listed][1]
            written = tuple(self.stands[path] for path in paths)
            known = tuple(
                (path, self.made.pages[path]) for path in paths if path in self.made.pages
            )
            bundles = tuple(
                (listed, name, *one) for name, one in self.made.bundles.get(listed, {}).items()
            )
            contents = {"lists": ((listed, paths),), "keys": known, "bundles": bundles}
            found.standing.append((job, Rendered(written, contents=contents)))

    def _of_many(self, kind: str) -> str:
        """Say why a file is to be made that tells of many documents."""
        if not self.made.settings:
            return FIRST
        return BESIDE if self.same[kind] else SETTINGS

    def _list_stands(self, job: ListsJob, group: str) -> bool:
        key, paths = self.made.lists.get(job.listed(group), (b"", ()))
        is_same = self.same["lists"] and key == self.keys.lists.get(group)
        return is_same and self._stand(paths)

    def words(self, job: WordsJob, found: Plan) -> None:
        """Leave the parts of the lists of words that are to be made."""
        shared, tokens = self.keys.words[job.segment]
        was, units, contents = self.made.words.get(job.segment, (b"", {}, {}))
        if was != shared:  # other words are listed, or otherwise
            found.jobs.append(job)
            found.reasons[job] = _INDEX if was else FIRST
            return
        kept = {
            unit: one
            for unit, one in units.items()
            if one[0] == self.keys.of_unit(job.segment, unit) and self._stand(one[2])
        }
        stale = {unit for unit in tokens if unit[:1] in _LISTS and unit not in kept}
        stale |= units.keys() - kept.keys()
        lists = contents.get("list", ())
        written = [self.stands[path] for _, _, paths in kept.values() for path in paths]
        parts = tuple((unit, firsts, paths) for unit, (_, firsts, paths) in kept.items())
        if not stale and self._stand(lists):
            written += (self.stands[path] for path in lists)
            one = Rendered(tuple(written), contents={**contents, "units": parts})
            found.standing.append((job, one))
            return
        todo = replace(
            job,
            units=frozenset(stale),
            kept=tuple((unit, firsts) for unit, firsts, _ in parts),
        )
        if self._may_be_amended(job.segment, units, stale) and self._stand(lists):
            every = tuple((unit, firsts) for unit, (_, firsts, _) in units.items())
            todo = replace(todo, kept=every, amended=True)
            parts = tuple(part for part in parts if part[0] not in stale)
        found.jobs.append(todo)
        found.reasons[todo] = _INDEX
        found.standing.append((job, Rendered(tuple(written), contents={"units": parts})))

    def _may_be_amended(
        self, segment: str, units: Mapping[str, Unit], stale: Iterable[str]
    ) -> bool:
        """Say whether these parts of the lists of words stand as the last build knew the words."""
        return segment in self.keys.before and all(
            unit not in units
            or (
                units[unit][0] == self.keys.of_unit_before(segment, unit)
                and self._stand(units[unit][2])
            )
            for unit in stale
        )

    def _stand(self, paths: Iterable[str]) -> bool:
        """Say whether files stand that the last build made."""
        return self.whole or all(path in self.stands for path in paths)

    def other(
        self,
        job: PostingsJob | NamesJob | FacetsJob | PhrasesJob | TeiJob | PictureJob,
        found: Plan,
    ) -> None:
        """Leave a job that is done as a whole, or take it out."""
        name = name_of(job)
        key, paths, contents = self.made.jobs.get(name, (b"", (), {}))
        if key == self.keys.jobs.get(name) and self._stand(paths):
            written = tuple(self.stands[path] for path in paths)
            found.standing.append((job, Rendered(written, contents=contents)))
            return
        if isinstance(job, PostingsJob) and self._may_be_recoded(job, key, paths):
            job = replace(job, shards=contents["shards"], usage=contents["usage"])
        elif isinstance(job, PhrasesJob):
            job = self._phrases(contents)
        found.jobs.append(job)
        found.reasons[job] = _OF_JOB.get(type(job), _INDEX) if self.made.jobs else FIRST

    def _phrases(self, contents: Contents) -> PhrasesJob:
        """Count pairs on from what they counted last, where that was the last build."""
        before, now = self.keys.spoken
        room = self.corpus.room
        forms = tuple(word.form for word in room.paired)
        for last in contents.get("pairs", ()):
            if (
                (last.token, last.forms) == (before, forms)
                and all(plan.delta for plan in room.segments.values())
                and will_do(last.openings, room.openings, self._was_there, self._is_there)
            ):
                return PhrasesJob(now, last)
        return PhrasesJob(now)

    def _was_there(self, segment: str, form: str) -> bool:
        moved = self.corpus.moved[segment]
        return moved is None or moved.families.get(form) != ""

    def _is_there(self, segment: str, form: str) -> bool:
        return form in self.corpus.room.segments[segment].segment.families.known

    def _may_be_recoded(self, job: PostingsJob, key: bytes, paths: Paths) -> bool:
        """Say whether these postings stand as the last build left them, and will do.

        Where a letter had none, there is nothing to put new ones into.
        """
        is_last = key == self.keys.jobs_before.get(name_of(job))
        plan = self.corpus.room.segments[job.segment]
        return is_last and bool(paths) and plan.delta is not None and self._stand(paths)


def _parts(key: bytes) -> list[bytes]:
    """Part a key into those of which it is made."""
    return [key[at : at + SIZE] for at in range(0, len(key), SIZE)]


def _difference(was: bytes, now: bytes, parts: Sequence[str]) -> str:
    changed = (
        reason
        for n, reason in enumerate(parts)
        if was[n * SIZE : (n + 1) * SIZE] != now[n * SIZE : (n + 1) * SIZE]
    )
    return "; ".join(changed)


def all_done(
    plan: Plan, done: Sequence[Rendered], stands: Mapping[str, Written]
) -> tuple[list[Job], list[Rendered]]:
    """Put together what *stands* and what was done."""
    jobs = [*(job for job, _ in plan.standing), *plan.jobs]
    whole = [
        replace(one, written=(*one.written, *map(stands.__getitem__, one.kept)), kept=())
        if one.kept
        else one
        for one in done
    ]
    return jobs, [*(rendered for _, rendered in plan.standing), *whole]


def made_by(
    keys: Keys,
    jobs: Sequence[Job],
    done: Sequence[Rendered],
    lies: tuple[Lying, Lying, Lying],
    data: Mapping[str, tuple[bytes, str]],
) -> Made:
    """Say what stands now, for the next build."""
    texts: dict[Shard, Texts] = {}
    parts: dict[DocId, Paths] = {}
    cites: dict[Shard, bytes] = {}
    entities: dict[EntityId, Pages] = {}
    lists: dict[str, list[str]] = {}
    pages: dict[str, bytes] = {}
    bundles: dict[str, dict[str, tuple[bytes, Paths]]] = {}
    others: dict[str, tuple[bytes, Paths, Contents]] = {}
    words: dict[str, tuple[dict[str, Unit], Contents]] = {}
    for job, one in zip(jobs, done, strict=True):
        if isinstance(job, DocumentsJob):
            parts.update(one.contents["parts"])
            if job.first >= 0:
                known = texts.get((job.year, job.first))
                found = one.contents["texts"][0]
                texts[job.year, job.first] = known.beside(found) if known else found
                cites[job.year, job.first] = keys.cites[job.year, job.first]
        elif isinstance(job, EntitiesJob):
            entities |= {
                name: (keys.entities[name], *pages) for name, *pages in one.contents["pages"]
            }
        elif isinstance(job, ListsJob):
            for group, paths in one.contents["lists"]:
                lists.setdefault(group, []).extend(paths)
            pages.update(one.contents["keys"])
            for group, name, key, paths in one.contents["bundles"]:
                bundles.setdefault(group, {})[name] = key, paths
        elif isinstance(job, WordsJob):
            units = words.setdefault(job.segment, ({}, {}))[0]
            for unit, firsts, paths in one.contents["units"]:
                units[unit] = keys.of_unit(job.segment, unit), firsts, paths
            if "list" in one.contents:
                rest = {name: some for name, some in one.contents.items() if name != "units"}
                words[job.segment] = units, rest
        elif name_of(job) in keys.jobs:
            paths = tuple(file.path for file in one.written)
            others[name_of(job)] = keys.jobs[name_of(job)], paths, one.contents
    return Made(
        keys.settings,
        keys.documents,
        parts,
        *lies,
        {shard: (keys.texts[shard], found) for shard, found in texts.items()},
        cites,
        entities,
        {
            listed: (keys.lists.get(listed.rpartition(" ")[2], b""), tuple(paths))
            for listed, paths in lists.items()
        },
        pages,
        bundles,
        others,
        {path: (keys.words[path][0], *found) for path, found in words.items()},
        data,
    )
