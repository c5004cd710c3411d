"""What do files saved from Wikidata say? A dump or single entities as JSON, or a SPARQL result.

Nothing is fetched. Of each entity we take Arabic, English and French labels and aliases, the
description, dates that are as exact as a year and after Christ, coordinates, and ids elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sitegen.entities.records import Record
from sitegen.errors import Place, Problem

_LANGUAGES = ("ar", "en", "fr")
_IDS = {
    "P214": "viaf", "P1566": "geonames", "P227": "gnd", "P213": "isni", "P244": "lccn",
    "P791": "isil", "P243": "oclc",
}  # fmt: skip
_DATES = {"P569": "birth", "P570": "death", "P571": "start", "P576": "end", "P577": "start"}
_CLASSES = {
    "person": "Q5",
    "place": """
        Q515 Q532 Q3957 Q486972 Q6256 Q3624078 Q5119 Q1549591 Q1093829 Q82794 Q4022 Q8502 Q23442
        Q23397 Q165 Q34442 Q5107 Q10864048 Q13220204 Q1221156 Q35657 Q16970 Q32815
        """,
    "organization": """
        Q43229 Q3918 Q875538 Q3914 Q7075 Q33506 Q2085381 Q4830453 Q783794 Q7278 Q163740 Q31855
        Q327333 Q1664720
        """,
    "work": """
        Q11032 Q41298 Q1002697 Q571 Q7725634 Q47461344 Q5292 Q8261 Q5185279 Q1110794 Q737498 Q482
        """,
    "event": "Q1656682 Q198 Q178561 Q131569 Q10931 Q180684 Q13418847 Q3241045",
}
_TYPE_OF = {instance: kind for kind, listed in _CLASSES.items() for instance in listed.split()}
_KINDS = frozenset(_CLASSES)
_JULIAN = "Q1985786"
_TIME = re.compile(r"\+?(\d{4,})-(\d\d)-(\d\d)T")
_POINT = re.compile(r"Point\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_ENTITY = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)")
_ITEMS = ("item", "entity", "person", "place", "organization", "work", "human", "subject")
_VARIABLES = {
    "birth": "birth", "dateofbirth": "birth", "birthdate": "birth", "born": "birth", "dob": "birth",
    "death": "death", "dateofdeath": "death", "deathdate": "death", "died": "death", "dod": "death",
    "inception": "start", "start": "start", "founded": "start", "dissolved": "end", "end": "end",
    **{name: name for name in (*_IDS.values(), "type")},
}  # fmt: skip
_SPOTS = ("coord", "coords", "coordinate", "coordinates", "location", "geo", "coordinatelocation")


def read_wikidata(path: str, text: str, problems: list[Problem]) -> list[Record]:
    """Read the entities of a file; each knows the line on which its id first stands."""
    try:
        found = _parsed(text)
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        problems.append(Problem(Place(path, line), "broken JSON", str(error), "save it again"))
        return []
    except RecursionError:
        problems.append(Problem(Place(path), "broken JSON", "it is nested too deep"))
        return []
    rows = _sparql_rows(found) if _is_sparql(found) else _entity_rows(found)
    if rows is None:
        why = "it is neither a dump, nor entities, nor a SPARQL result"
        problems.append(Problem(Place(path), "no data of Wikidata", why, "save the JSON whole"))
        return []
    records = []
    for row in rows:
        line = text.count("\n", 0, max(text.find(row["id"]), 0)) + 1
        if not row.get("type"):
            what = f"'{row['id']}' ({row['heading']}) is of no type that we know"
            fix = "keep people, places, organizations, works, events, or import it as CSV"
            problems.append(Problem(Place(path, line), what, row.pop("why", ""), fix))
            continue
        row.pop("why", "")
        records.append(Record(path, line, row))
    return records


def _parsed(text: str) -> Any:
    """Parse a whole JSON text, or one with an entity a line."""
    bare = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").strip()
    try:
        return json.loads(bare)
    except ValueError:
        lines = [line.strip().rstrip(",") for line in bare.split("\n")]
        lines = [line for line in lines if line not in ("", "[", "]")]
        if len(lines) < 2:
            raise
        return [json.loads(line) for line in lines]


def _is_sparql(found: Any) -> bool:
    return isinstance(found, dict) and isinstance(found.get("results"), dict)


# -- entities -------------------------------------------------------------------------------------


def _entity_rows(found: Any) -> list[dict[str, Any]] | None:
    if isinstance(found, dict) and isinstance(found.get("entities"), dict):
        found = list(found["entities"].values())
    listed = [found] if isinstance(found, dict) else found
    if not isinstance(listed, list) or not all(
        isinstance(one, dict) and _ENTITY.fullmatch(str(one.get("id", ""))) for one in listed
    ):
        return None
    return [_entity_row(one) for one in listed]


def _entity_row(entity: Mapping[str, Any]) -> dict[str, Any]:
    names = list(_names(entity))
    values: dict[str, Any] = {"id": entity["id"], "type": _type_of(entity)}
    values["heading"] = names[0] if names else entity["id"]
    if names[1:]:
        values["variants"] = names[1:]
    description = _term(entity.get("descriptions"), _LANGUAGES)
    if description:
        values["description"] = description
    extra: dict[str, Any] = {}
    is_person = values["type"] == "person"
    for claim, key in _DATES.items():
        if (key in ("birth", "death")) == is_person and key not in values:
            for value in _claims(entity, claim):
                date, printed = _date(value)
                if date:
                    values[key] = date
                if printed:
                    extra[key] = printed
                break
    for value in _claims(entity, "P625")[:1]:
        if isinstance(value, dict) and "latitude" in value:
            values |= {"lat": value["latitude"], "lon": value["longitude"]}
    values["same_as"] = {"wikidata": entity["id"]}
    for claim, catalogue in _IDS.items():
        ids = [value for value in _claims(entity, claim) if isinstance(value, str)]
        values["same_as"] |= {catalogue: ids[0].replace(" ", "")} if ids else {}
        extra |= {catalogue: ids[1:]} if ids[1:] else {}
    if extra:
        values["extra"] = extra
    if not values["type"]:
        instances = ", ".join(_instances(entity)) or "nothing"
        values["why"] = f"it is an instance of {instances}"
    return values


def _names(entity: Mapping[str, Any]) -> Iterator[str]:
    """Give labels, then aliases, the Arabic ones first, each once."""
    labels, aliases = entity.get("labels") or {}, entity.get("aliases") or {}
    found = [_term(labels, [language]) for language in _LANGUAGES]
    for language in _LANGUAGES:
        listed = aliases.get(language) if isinstance(aliases, dict) else None
        found += [str(one.get("value", "")) for one in listed or [] if isinstance(one, dict)]
    yield from dict.fromkeys(" ".join(name.split()) for name in found if name.strip())


def _term(terms: Any, languages: Sequence[str]) -> str:
    for language in languages:
        term = terms.get(language) if isinstance(terms, dict) else None
        if isinstance(term, dict) and term.get("value"):
            return str(term["value"])
    return ""


def _claims(entity: Mapping[str, Any], name: str) -> list[Any]:
    """Give the values of a property, the preferred ones first, deprecated ones not."""
    claims = entity.get("claims") or {}
    listed = claims.get(name, []) if isinstance(claims, dict) else []
    ranked: list[tuple[bool, Any]] = []
    for claim in listed:
        snak = claim.get("mainsnak", {}) if isinstance(claim, dict) else {}
        value = (snak.get("datavalue") or {}).get("value")
        if value is not None and claim.get("rank") != "deprecated":
            ranked.append((claim.get("rank") != "preferred", value))
    return [value for _, value in sorted(ranked, key=lambda pair: pair[0])]


def _instances(entity: Mapping[str, Any]) -> list[str]:
    return [str(value.get("id", "")) for value in _claims(entity, "P31") if isinstance(value, dict)]


def _type_of(entity: Mapping[str, Any]) -> str:
    """Tell the type by its classes, else by what only one type has: a birth, a place on the map."""
    for instance in _instances(entity):
        if instance in _TYPE_OF:
            return _TYPE_OF[instance]
    for claim, kind in (("P569", "person"), ("P1566", "place"), ("P50", "work"), ("P625", "place")):
        if _claims(entity, claim):
            return kind
    return ""


def _date(value: Any) -> tuple[str, str]:
    """Give a date as exact as Wikidata says it is, and what was said where that is less or other.

    >>> _date({"time": "+1865-09-23T00:00:00Z", "precision": 11}), _date({"time": "-0044-03-15T0"})
    (('1865-09-23', ''), ('', '-0044-03-15T0'))
    """
    if not isinstance(value, dict):
        return "", ""
    time, precision = str(value.get("time", "")), int(value.get("precision", 9))
    found = _TIME.match(time)
    if not found or precision < 9 or len(found[1]) > 4 or int(found[1]) == 0:
        return "", time
    if str(value.get("calendarmodel", "")).endswith(_JULIAN) and precision > 9:
        return found[1], f"{time.lstrip('+')[:10]} (Julian)"
    parts = [part for part in found.groups()[: precision - 8] if part != "00"]
    return "-".join(parts), ""


# -- SPARQL ---------------------------------------------------------------------------------------


def _sparql_rows(found: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    bindings = found["results"].get("bindings")
    if not isinstance(bindings, list) or not all(isinstance(row, dict) for row in bindings):
        return None
    item = next((n for n in _ITEMS if any(n in row for row in bindings)), "")
    if bindings and not item:
        return None
    gathered: dict[str, dict[str, Any]] = {}
    for binding in bindings:
        entity = _ENTITY.fullmatch(str(binding.get(item, {}).get("value", "")))
        if entity:
            row = gathered.setdefault(entity[1], {"id": entity[1], "names": []})
            _take(row, binding, item)
    return [_settled(row) for row in gathered.values()]


def _take(row: dict[str, Any], binding: Mapping[str, Mapping[str, Any]], item: str) -> None:
    for name, term in binding.items():
        value, key = str(term.get("value", "")), name.lower()
        if not value or name == item:
            continue
        if key in (f"{item}label", "label", "name"):
            row["names"].append(value)
        elif key in (f"{item}altlabel", "altlabel", "aliases", "alias"):
            row["names"] += [part.strip() for part in value.split(",")]
        elif key in (f"{item}description", "description"):
            row.setdefault("description", value)
        elif key in _SPOTS and (spot := _POINT.search(value)):
            row |= {"lon": float(spot[1]), "lat": float(spot[2])}
        elif key in ("instance", "class", "instanceof"):
            row.setdefault("type", _type_named(value))
        elif key in _VARIABLES:
            row.setdefault(_VARIABLES[key], value)


def _type_named(value: str) -> str:
    entity = _ENTITY.fullmatch(value)
    return _TYPE_OF.get(entity[1], "") if entity else value if value in _KINDS else ""


def _settled(row: dict[str, Any]) -> dict[str, Any]:
    names = [n for n in dict.fromkeys(row.pop("names")) if n and n != row["id"]]
    kind = _type_named(row.pop("type", "")) or (
        "person" if "birth" in row or "death" in row else "place" if "lat" in row else ""
    )
    values: dict[str, Any] = {"id": row.pop("id"), "type": kind}
    values["heading"] = names[0] if names else values["id"]
    if names[1:]:
        values["variants"] = names[1:]
    same_as = {"wikidata": values["id"]}
    same_as |= {name: row.pop(name) for name in _IDS.values() if name in row}
    extra: dict[str, Any] = {}
    for key in ("birth", "death", "start", "end"):
        if key in row:
            found = re.match(r"(\d{4}(-\d\d(-\d\d)?)?)", row[key])
            if found:
                values[key] = found[1]
            else:
                extra[key] = row[key]
            del row[key]
    values |= row
    values["same_as"] = same_as
    if extra:
        values["extra"] = extra
    if not kind:
        values["why"] = "the result has neither a type, nor a birth, nor coordinates"
    return values
