"""What does one record say, and is each of its values legal?"""

from __future__ import annotations

import math
import re
from typing import Any

from sitegen.arabic.normalize import Tatweel, normalize
from sitegen.entities.identifiers import is_id, wrong_shape
from sitegen.entities.records import Record
from sitegen.errors import Problem, did_you_mean
from sitegen.model import LONGEST_NAME, Entity, EntityId, EntityType, PartialDate

_SHARED_KEYS = {
    "id", "type", "heading", "variants", "short_names", "description", "lat", "lon",
    "same_as", "never_link", "cues", "extra",
}  # fmt: skip
_SPAN_KEYS = {EntityType.PERSON: ("birth", "death")}
_OTHER_SPAN = ("start", "end")
_DATE = re.compile(r"(\d{1,4})(?:-(\d\d)(?:-(\d\d))?)?")
_LETTERS = (
    "\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER GHAIN}\N{ARABIC LETTER FEH}-\N{ARABIC LETTER YEH}"
)
_PLAIN = re.compile(f"[ -~{_LETTERS}]*")  # nothing to repair, not even a tatweel


class Reading:
    """Reads one record; collects its problems."""

    def __init__(self, record: Record, tatweel: Tatweel, problems: list[Problem]) -> None:
        self.record = record
        self.tatweel = tatweel
        self.problems = problems

    def problem(self, key: str, what: str, why: str = "", fix: str = "") -> None:
        """Collect a problem at the line of *key*."""
        self.problems.append(Problem(self.record.place(key), what, why, fix))

    def entity(self) -> Entity | None:
        """Build the record, or nothing where it has no id, type or heading."""
        kind = self.kind()
        identifier = self.identifier()
        heading = self.text("heading")
        if not heading and not isinstance(self.record.values.get("heading"), list | dict):
            fix = "write heading: and the name as readers shall see it"
            name = f"record '{identifier}'" if identifier else "a record"
            self.problem("heading", f"{name} has no heading", fix=fix)
        if kind:
            self.check_keys(kind)
        span = _SPAN_KEYS.get(kind, _OTHER_SPAN) if kind else _OTHER_SPAN
        start, end = self.date(span[0]), self.date(span[1])
        if start and end and end.last < start.first:
            what = f"'{span[1]}' is before '{span[0]}'"
            why = f"'{span[0]}' is {start.iso}, '{span[1]}' {end.iso}"
            self.problem(span[1], what, why, "mend one of them")
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
        """Read the type."""
        value = str(self.record.values.get("type") or "").strip()
        legal = [kind.value for kind in EntityType]
        if value in legal:
            return EntityType(value)
        what = f"unknown type '{value}'" if value else "a record has no type"
        self.problem("type", what, f"legal: {', '.join(legal)}", did_you_mean(value.lower(), legal))
        return None

    def identifier(self) -> str:
        """Read the id; empty where it is none."""
        value = str(self.record.values.get("id") or "").strip()
        if is_id(value) and len(value) <= LONGEST_NAME:
            return value
        if is_id(value):
            what = f"the id '{value[:40]}...' has {len(value)} characters"
            why = f"a file is named for it, and a name may have {LONGEST_NAME}"
            self.problem("id", what, why, "write a shorter id")
            return ""
        what = f"'{value}' is no id" if value else "a record has no id"
        self.problem("id", what, "an id is printable ASCII without spaces", "write one like p-rida")
        return ""

    def check_keys(self, kind: EntityType) -> None:
        """Report the keys that a record of this type has not."""
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
        """Read a text, its spaces settled."""
        value = self.record.values.get(key)
        if value is None or isinstance(value, str | int | float):
            return self.repair("" if value is None else str(value))
        self.problem(key, f"'{key}' is not a text", fix=f"write {key}: ...")
        return ""

    def repair(self, text: str) -> str:
        """Repair a text as the archive's texts are."""
        plain = _PLAIN.fullmatch(text) is not None
        return " ".join((text if plain else normalize(text, tatweel=self.tatweel).text).split())

    def texts(self, key: str) -> tuple[str, ...]:
        """Read one text or a list of them, each once."""
        value = self.record.values.get(key)
        given = [value] if isinstance(value, str) else value or []
        if not isinstance(given, list) or not all(isinstance(v, str | int | float) for v in given):
            self.problem(key, f"'{key}' is not a list of texts", fix=f"write {key}: [..., ...]")
            return ()
        return tuple(dict.fromkeys(text for item in given if (text := self.repair(str(item)))))

    def mapping(self, key: str) -> dict[str, Any]:
        """Read a mapping."""
        value = self.record.values.get(key) or {}
        if isinstance(value, dict):
            return value
        self.problem(key, f"'{key}' is not a mapping", fix=f"write {key}: {{name: value}}")
        return {}

    def same_as(self) -> dict[str, str]:
        """Read identifiers, by the catalogues that they are in."""
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
        """Read a partial date."""
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
        """Read latitude and longitude, both or none."""
        lat, lon = self.degrees("lat", 90), self.degrees("lon", 180)
        given = [key for key in ("lat", "lon") if self.record.values.get(key) not in (None, "")]
        if len(given) == 1:
            other = "lon" if given == ["lat"] else "lat"
            self.problem(given[0], f"'{given[0]}' without '{other}'", fix=f"add '{other}'")
        return (lat, lon) if lat is not None and lon is not None else (None, None)

    def degrees(self, key: str, bound: int) -> float | None:
        """Read a number of degrees."""
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
