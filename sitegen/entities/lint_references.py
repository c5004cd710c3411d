"""Which ids in ``same_as`` lead nowhere, around, or to another thing?"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sitegen.entities.authority import Authority
from sitegen.entities.identifiers import ARCHIVE
from sitegen.entities.linted import CATALOGUES, Linted
from sitegen.errors import Place, Problem
from sitegen.model import Entity, EntityId


def references(looked_at: Linted) -> Iterator[Problem]:
    """Report ``same_as`` that leads nowhere, to itself, around, or to a record of another kind."""
    authority = looked_at.authority
    for entity in authority.values():
        place = looked_at.place(entity, "same_as")
        for ref in entity.same_as.get(ARCHIVE, "").split():
            yield from _one_reference(entity, ref, place, looked_at)
    yield from _contradictions(looked_at)


def _one_reference(entity: Entity, ref: str, place: Place, looked_at: Linted) -> Iterator[Problem]:
    other = looked_at.authority.records.get(EntityId(ref))
    if ref == entity.id:
        yield Problem(place, f"'{ref}' is said to be itself", fix=f"take '{ref}' out of 'same_as'")
    elif other is None:
        if ref not in looked_at.used and not ref[-1].isdigit():  # else a former number
            what = f"no record and no document has the id '{ref}'"
            why = f"'same_as' of '{entity.id}' names it as another id of the record"
            yield Problem(place, what, why, "mend it, or take it out")
    elif other.type != entity.type:
        what = f"'{entity.id}' and '{ref}' cannot be one"
        why = f"one is a {entity.type.value}, the other a {other.type.value}"
        yield Problem(place, what, why, "take it out of 'same_as'")
    elif entity.id in _reached(ref, looked_at.authority) and entity.id < ref:
        what = f"'{entity.id}' and '{ref}' lead to each other"
        why = "of records that are one the first in file order counts; one direction says so"
        yield Problem(place, what, why, "keep 'same_as' at the one that shall yield")


def _reached(start: str, authority: Authority) -> Collection[str]:
    """Name the records to which ``same_as`` of a record leads, on and on."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        record = authority.records.get(EntityId(waiting.pop()))
        refs = record.same_as.get(ARCHIVE, "").split() if record else []
        waiting += [ref for ref in refs if ref not in reached]
        reached.update(refs)
    return reached


def _contradictions(looked_at: Linted) -> Iterator[Problem]:
    """Report records that share an identifier of a catalogue, and cannot be one all the same."""
    authority = looked_at.authority
    first: dict[tuple[str, str], Entity] = {}
    for entity in sorted(authority.values(), key=lambda e: e.place):
        for catalogue in CATALOGUES:
            value = entity.same_as.get(catalogue)
            other = first.setdefault((catalogue, value), entity) if value else entity
            if other is entity or authority.first_of(entity.id) == authority.first_of(other.id):
                continue
            what = f"'{entity.id}' and '{other.id}' share {catalogue} {value}"
            why = f"they differ in type or another identifier; the other is at {other.place}"
            place = looked_at.place(entity, "same_as")
            yield Problem(place, what, why, "mend the identifier of one of them")
