"""Which people, places, organizations, works and events does the archive know?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, ValuesView
from dataclasses import dataclass, field
from functools import lru_cache

from sitegen.arabic.normalize import Tatweel
from sitegen.config import Site
from sitegen.entities.haystack import folded_words
from sitegen.entities.identifiers import canonical_ref, looks_like_id, refs_of
from sitegen.entities.reading import Reading
from sitegen.entities.records import read_records
from sitegen.errors import Problem, did_you_mean
from sitegen.model import Entity, EntityId, EntityType

_CATALOGUES = ("wikidata", "viaf", "geonames")


@dataclass(frozen=True, slots=True)
class Authority(Mapping[str, Entity]):
    """The archive's records by id, in the order of the ids; immutable.

    ``refs`` leads from other names of a record (``wikidata:Q3820``, ``viaf:12``, a former id) to
    its id, ``agents`` from a folded name that one person or organization alone has; ``same`` from
    a record to the first, in file order, of those that are one thing with
    it, and only where there are several.
    """

    records: Mapping[EntityId, Entity] = field(default_factory=dict)
    refs: Mapping[str, EntityId] = field(default_factory=dict)
    agents: Mapping[str, EntityId] = field(default_factory=dict)
    same: Mapping[EntityId, EntityId] = field(default_factory=dict)

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> Authority:
        """Gather records; of two with one id the first counts.

        >>> from sitegen.errors import Place
        >>> bayrut = Entity(id=EntityId("l-1"), type=EntityType.PLACE, heading="بيروت",
        ...                 place=Place("entities/l.yml", 1), same_as={"geonames": "276781"})
        >>> authority = Authority.of([bayrut])
        >>> authority["l-1"].heading, authority.find("geon:276781"), authority.find("viaf:1")
        ('بيروت', 'l-1', None)
        """
        given: dict[EntityId, Entity] = {}
        for entity in entities:
            given.setdefault(entity.id, entity)
        refs: dict[str, EntityId] = {}
        for entity in given.values():
            for ref in refs_of(entity.same_as):
                refs.setdefault(ref, entity.id)
        same = _same(given)
        agents = _agents(given.values(), same)
        return cls(dict(sorted(given.items())), dict(sorted(refs.items())), agents, same)

    def __getitem__(self, key: str) -> Entity:
        return self.records[EntityId(key)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def values(self) -> ValuesView[Entity]:
        """Give the records; a look-up for each is spared."""
        return self.records.values()

    def find(self, ref: str) -> EntityId | None:
        """Name the record that *ref* means: its id, a former id, or an id in another catalogue."""
        if ref in self.records:
            return EntityId(ref)
        return self.refs.get(ref) or self.refs.get(canonical_ref(ref))

    def agent(self, text: str) -> EntityId | None:
        """Name the record of an author, editor or translator: ids, or a name that one alone has.

        A heading counts before a variant; of namesakes nobody is named.
        """
        found = [record for ref in text.split() if (record := self.find(ref))]
        if found:
            return found[0]
        words = _folded(text)
        return self.agents.get(words) if words else None

    def first_of(self, entity: EntityId) -> EntityId:
        """Name the record that stands for *entity* and all that are one thing with it."""
        return self.same.get(entity, entity)


@lru_cache(maxsize=1 << 14)
def _folded(name: str) -> str:
    """Give the folded words of a name; authors come again and again."""
    return next(folded_words([name]))


def _agents(entities: Iterable[Entity], same: Mapping[EntityId, EntityId]) -> dict[str, EntityId]:
    """Lead the folded headings, then the variants, that mean one person or organization."""
    known = [e for e in entities if e.type in (EntityType.PERSON, EntityType.ORGANIZATION)]
    agents: dict[str, EntityId] = {}
    for pairs in (
        [(entity.heading, entity) for entity in known],
        [(name, entity) for entity in known for name in entity.variants],
    ):
        bearers: dict[str, EntityId | None] = {}  # None: several
        for words, (_, entity) in zip(folded_words(name for name, _ in pairs), pairs, strict=True):
            bearer = same.get(entity.id, entity.id)
            if bearers.setdefault(words, bearer) != bearer:
                bearers[words] = None
        for words, one in bearers.items():
            if words and one is not None:
                agents.setdefault(words, one)
    return dict(sorted(agents.items()))


def _same(given: Mapping[EntityId, Entity]) -> dict[EntityId, EntityId]:
    """Unite records of one type that say so, or share an identifier and differ in no other."""
    leader: dict[EntityId, EntityId] = {}

    def find(entity: EntityId) -> EntityId:
        while entity in leader:
            entity = leader[entity]
        return entity

    order = {entity: n for n, entity in enumerate(given)}
    by_ref: dict[tuple[EntityType, str], EntityId] = {}
    for entity in given.values():
        named = [EntityId(ref) for ref in entity.same_as.get("archive", "").split() if ref in given]
        pairs = [other for other in named if given[other].type == entity.type]
        for catalogue in _CATALOGUES:
            ref = (entity.type, f"{catalogue}:{entity.same_as.get(catalogue, '')}")
            other = by_ref.setdefault(ref, entity.id) if entity.same_as.get(catalogue) else None
            if other and _agree(entity.same_as, given[other].same_as):
                pairs.append(other)
        for other in pairs:
            one, two = sorted((find(entity.id), find(other)), key=order.__getitem__)
            if one != two:
                leader[two] = one
    return {entity: find(entity) for entity in sorted(leader)}


def _agree(one: Mapping[str, str], two: Mapping[str, str]) -> bool:
    return all(one[key] == two[key] for key in _CATALOGUES if one.get(key) and two.get(key))


def read_authority(
    files: Iterable[tuple[str, str]], site: Site | None = None
) -> tuple[Authority, tuple[Problem, ...]]:
    """Read authority files, given as (path, text); what can be read is read.

    All problems come in one run, sorted by place; the same files give the same authority.

    >>> text = "- {id: l-bayrut, type: place, heading: بيروت, latt: 33.9}"
    >>> authority, problems = read_authority([("entities/l.yml", text)])
    >>> list(authority), print(problems[0])
    entities/l.yml:1: unknown key 'latt'
      fix: did you mean 'lat'?
    (['l-bayrut'], None)
    """
    tatweel: Tatweel = "drop" if site and site.tatweel == "drop" else "keep"
    problems: list[Problem] = []
    entities: list[Entity] = []
    for path, text in files:
        records, broken = read_records(path, text)
        problems += broken
        for record in records:
            entity = Reading(record, tatweel, problems).entity()
            if entity:
                entities.append(entity)
    _check_together(entities, problems)
    return Authority.of(entities), tuple(sorted(set(problems)))


def _check_together(entities: list[Entity], problems: list[Problem]) -> None:
    """Check what only all records show: ids, slugs, authors of works."""
    by_id: dict[str, Entity] = {}
    by_slug: dict[tuple[EntityType, str], Entity] = {}
    for entity in entities:
        first = by_id.setdefault(entity.id, entity)
        if first is not entity:
            what, why = f"two records with the id '{entity.id}'", f"the other is at {first.place}"
            problems.append(Problem(entity.place, what, why, "rename one, or merge them"))
            continue
        other = by_slug.setdefault((entity.type, entity.slug), entity)
        if other is not entity:
            what = f"'{entity.id}' and '{other.id}' have one slug, '{entity.slug}'"
            why = f"addresses are made from slugs; the other is at {other.place}"
            problems.append(Problem(entity.place, what, why, "rename one of them"))
    for entity in by_id.values():
        if looks_like_id(entity.author) and entity.author not in by_id:
            what = f"no authority record for '{entity.author}', author of '{entity.id}'"
            otherwise = f"add a record for '{entity.author}', or write the name"
            fix = did_you_mean(entity.author, by_id, otherwise)
            problems.append(Problem(entity.place, what, fix=fix))
