"""Which people, places, organizations, works and events does the archive know?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sitegen.arabic.normalize import normalize
from sitegen.config import Site
from sitegen.entities.identifiers import (
    canonical_ref,
    is_id,
    looks_like_id,
    refs_of,
    wrong_shape,
)
from sitegen.entities.records import Record, read_records
from sitegen.entities.haystack import words_of
from sitegen.errors import Problem, did_you_mean
from sitegen.model import Entity, EntityId, EntityType, PartialDate

_SHARED_KEYS = {
    "id", "type", "heading", "variants", "short_names", "description", "lat", "lon",
    "same_as", "never_link", "cues", "extra",
}  # fmt: skip
_SPAN_KEYS = {EntityType.PERSON: ("birth", "death")}
_OTHER_SPAN = ("start", "end")
_CATALOGUES = ("wikidata", "viaf", "geonames")
_DATE = re.compile(r"(\d{1,4})(?:-(\d\d)(?:-(\d\d))?)?")
_PLAIN = re.compile("[ -~\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER YEH}]*")  # nothing to repair


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
    agents: Mapping[tuple[str, ...], EntityId] = field(default_factory=dict)
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
        words = words_of([text])[0]
        return self.agents.get(words) if words else None

    def first_of(self, entity: EntityId) -> EntityId:
        """Name the record that stands for *entity* and all that are one thing with it."""
        return self.same.get(entity, entity)


def _agents(
    entities: Iterable[Entity], same: Mapping[EntityId, EntityId]
) -> dict[tuple[str, ...], EntityId]:
    """Lead the folded headings, then the variants, that mean one person or organization."""
    known = [e for e in entities if e.type in (EntityType.PERSON, EntityType.ORGANIZATION)]
    agents: dict[tuple[str, ...], EntityId] = {}
    for pairs in (
        [(entity.heading, entity) for entity in known],
        [(name, entity) for entity in known for name in entity.variants],
    ):
        bearers: dict[tuple[str, ...], set[EntityId]] = {}
        for words, (_, entity) in zip(words_of([name for name, _ in pairs]), pairs, strict=True):
            bearers.setdefault(words, set()).add(same.get(entity.id, entity.id))
        for words, ids in bearers.items():
            if words and len(ids) == 1:
                agents.setdefault(words, *ids)
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
    tatweel = site.tatweel if site else "keep"
    problems: list[Problem] = []
    entities: list[Entity] = []
    for path, text in files:
        records, broken = read_records(path, text)
        problems += broken
        for record in records:
            entity = _Reading(record, tatweel, problems).entity()
            if entity:
                entities.append(entity)
    _check_together(entities, problems)
    return Authority.of(entities), tuple(sorted(set(problems)))


class _Reading:
    """Reads one record; collects its problems."""

    def __init__(self, record: Record, tatweel: str, problems: list[Problem]) -> None:
        self.record = record
        self.tatweel = tatweel
        self.problems = problems

    def problem(self, key: str, what: str, why: str = "", fix: str = "") -> None:
        self.problems.append(Problem(self.record.place(key), what, why, fix))

    def entity(self) -> Entity | None:
        """Build the record, or nothing where it has no id, type or heading."""
        kind = self.kind()
        identifier = self.identifier()
        heading = self.text("heading")
        if not heading:
            fix = "write heading: and the name as readers shall see it"
            name = f"record '{identifier}'" if identifier else "a record"
            self.problem("heading", f"{name} has no heading", fix=fix)
        if kind:
            self.check_keys(kind)
        span = _SPAN_KEYS.get(kind, _OTHER_SPAN) if kind else _OTHER_SPAN
        start, end = self.date(span[0]), self.date(span[1])
        if start and end and end.last < start.first:
            why = f"'{span[0]}' is {start.iso}"
            self.problem(span[1], f"'{span[1]}' {end.iso} is before it", why, "mend one of them")
        lat, lon = self.coordinates()
        values: dict[str, Any] = {
            "variants": self.texts("variants"),
            "short_names": self.texts("short_names"),
            "never_link": self.texts("never_link"),
            "cues": self.texts("cues"),
            "description": self.text("description"),
            "author": self.text("author") if kind == EntityType.WORK else "",
            "same_as": self.same_as(),
            "extra": self.mapping("extra"),
        }
        if not (kind and identifier and heading):
            return None
        return Entity(
            id=EntityId(identifier), type=kind, heading=heading, place=self.record.place(),
            start=start, end=end, lat=lat, lon=lon, **values,
        )  # fmt: skip

    def kind(self) -> EntityType | None:
        value = str(self.record.values.get("type") or "").strip()
        legal = [kind.value for kind in EntityType]
        if value in legal:
            return EntityType(value)
        what = f"unknown type '{value}'" if value else "a record has no type"
        self.problem("type", what, f"legal: {', '.join(legal)}", did_you_mean(value.lower(), legal))
        return None

    def identifier(self) -> str:
        value = str(self.record.values.get("id") or "").strip()
        if is_id(value):
            return value
        what = f"'{value}' is no id" if value else "a record has no id"
        self.problem("id", what, "an id is printable ASCII without spaces", "write one like p-rida")
        return ""

    def check_keys(self, kind: EntityType) -> None:
        span = _SPAN_KEYS.get(kind, _OTHER_SPAN)
        legal = _SHARED_KEYS | set(span) | ({"author"} if kind == EntityType.WORK else set())
        twins = dict(zip(("start", "end", "birth", "death"), span * 2, strict=True))
        for key in sorted(self.record.values.keys() - legal):
            if key in twins:
                what = f"'{key}' is not a key of a {kind.value}"
                self.problem(key, what, fix=f"write '{twins[key]}'")
                continue
            known = f"legal: {', '.join(sorted(legal))}"
            self.problem(key, f"unknown key '{key}'", fix=did_you_mean(key, legal, known))

    def text(self, key: str) -> str:
        value = self.record.values.get(key)
        if value is None or isinstance(value, str | int | float):
            return self.repair("" if value is None else str(value))
        self.problem(key, f"'{key}' is not a text", fix=f"write {key}: ...")
        return ""

    def repair(self, text: str) -> str:
        plain = _PLAIN.fullmatch(text) is not None
        return " ".join((text if plain else normalize(text, tatweel=self.tatweel).text).split())

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.record.values.get(key)
        given = [value] if isinstance(value, str) else value or []
        if not isinstance(given, list) or not all(isinstance(v, str | int | float) for v in given):
            self.problem(key, f"'{key}' is not a list of texts", fix=f"write {key}: [..., ...]")
            return ()
        return tuple(dict.fromkeys(text for item in given if (text := self.repair(str(item)))))

    def mapping(self, key: str) -> dict[str, Any]:
        value = self.record.values.get(key) or {}
        if isinstance(value, dict):
            return value
        self.problem(key, f"'{key}' is not a mapping", fix=f"write {key}: {{name: value}}")
        return {}

    def same_as(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, value in self.mapping("same_as").items():
            if not isinstance(value, str | int) or isinstance(value, bool):
                fix = f'write {name}: "..."'
                self.problem("same_as", f"'{name}' in 'same_as' is not a text", fix=fix)
                continue
            wrong = wrong_shape(name, str(value).strip())
            if wrong:
                fix = f"write {name}: {wrong[1]}" if wrong[1] else ""
                what = f"'{value}' is no id of {name}"
                self.problem("same_as", what, f"such an id is {wrong[0]}", fix)
                continue
            found[name] = str(value).strip()
        return found

    def date(self, key: str) -> PartialDate | None:
        value = self.record.values.get(key)
        if value is None or not str(value).strip():
            return None
        try:
            return parse_span_date(str(value))
        except ValueError as error:
            fix = "write it as 1865, 1865-09 or 1865-09-23, else in the description"
            self.problem(key, f"'{value}' in '{key}' is no date", str(error), fix)
            return None

    def coordinates(self) -> tuple[float | None, float | None]:
        lat, lon = self.degrees("lat", 90), self.degrees("lon", 180)
        given = [key for key in ("lat", "lon") if self.record.values.get(key) not in (None, "")]
        if len(given) == 1:
            other = "lon" if given == ["lat"] else "lat"
            self.problem(given[0], f"'{given[0]}' without '{other}'", fix=f"add '{other}'")
        return (lat, lon) if lat is not None and lon is not None else (None, None)

    def degrees(self, key: str, bound: int) -> float | None:
        value = self.record.values.get(key)
        if value is None or value == "":
            return None
        try:
            number = float(str(value).strip())
        except ValueError:
            number = math.nan
        if abs(number) <= bound:
            return number
        why = f"it is a number of degrees from -{bound} to {bound}"
        self.problem(key, f"'{value}' is no value of '{key}'", why, f"write {key}: 33.8938")
        return None


def parse_span_date(text: str) -> PartialDate:
    """Parse a year, month or day of a record's span; ValueError with a sentence otherwise.

    >>> parse_span_date("0828"), parse_span_date("1908-05")
    (PartialDate(year=828, month=0, day=0), PartialDate(year=1908, month=5, day=0))
    """
    found = _DATE.fullmatch(text.strip())
    if not found or int(found[1]) == 0:
        raise ValueError("it is neither a year, nor a month, nor a day")
    date = PartialDate(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    if found[2] == "00" or found[3] == "00":
        raise ValueError("a month and a day begin at 01; leave out what is unknown")
    _ = date.first  # a month 13, a day 31 of June: ValueError with datetime's sentence
    return date


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
