"""What do site.toml and collections.toml say?"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from sitegen.errors import Place, Problem, did_you_mean
from sitegen.model import LONGEST_NAME, Collection, slug_of

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A front-matter field of the archive's own."""

    name: str
    label: str
    type: str = "text"
    facet: bool = False


# What the search counts in every archive, and the file of days beside it.
FACETS = frozenset({"author", "collection", "days", "entity", "kind", "lang", "section", "subject"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What an archive may set without touching a template."""

    accent: str = ""  # #7a1f1f where nothing is said: links; lightened on dark pages
    ink: str = ""  # #211c15 where nothing is said: letters of light pages
    paper: str = ""  # #fdfaf3 where nothing is said: light pages
    serif: str = ""  # assets/x.woff2: the face of texts and headings, before Amiri
    sans: str = ""  # assets/x.woff2: the face of the interface
    logo: str = ""  # assets/x.svg: a picture beside the title; else none


@dataclass(frozen=True, slots=True, kw_only=True)
class Oai:
    """What makes a static repository: whose gateway reads it, who answers, from which day."""

    gateway: str
    email: str
    date: str  # 2026-11-28: from when the records are as they are


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """A way in the header's menu: one of sitegen's by its name, or an address with a title."""

    name: str = ""
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """What an archive calls itself in another language; what is not there stays as it is."""

    title: str = ""
    subtitle: str = ""
    description: str = ""
    publisher: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)  # labels, by the names of fields
    menu: Mapping[str, str] = field(default_factory=dict)  # titles, by those of the own language
    kinds: Mapping[str, str] = field(default_factory=dict)  # of documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """An archive's configuration, defaults filled in."""

    title: str
    subtitle: str = ""
    description: str = ""
    language: str = "ar"
    languages: tuple[str, ...] = ()  # of list pages: the main one, and those beside it
    translations: Mapping[str, Translation] = field(default_factory=dict)  # by language
    publisher: str = ""
    rights: str = ""
    base_url: str = ""
    permalink: str = ""  # of a document, with {id}: what citations say in place of base_url
    report: str = ""  # where a slip is told: mailto: or an address, with {id} {anchor} {quote}
    numerals: str = "arab"
    months: str = "levant"
    sealed: str = ""
    folders: str = "auto"
    tatweel: Literal["keep", "drop"] = "keep"
    entity_pages: str = "mentioned"
    mark: str = "section"
    trusted_html: bool = False
    sources: bool = True  # the site carries its TEI and templates: the archive can come back
    downloads: bool = True  # each collection as a zip, on the data page
    theme: Theme = field(default_factory=Theme)
    fields: tuple[Field, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)  # what kinds of documents are called
    menu: tuple[MenuItem, ...] = ()  # of the header; empty: sitegen's own
    oai: Oai | None = None
    image_hosts: tuple[str, ...] = ()  # https://... : from which pictures may come
    access: str = "public"  # what this build shows in full; never in site.toml

    @property
    def others(self) -> tuple[str, ...]:
        """The languages whose list pages stand beside those of the main one.

        >>> Site(title="x", languages=("ar", "en")).others
        ('en',)
        """
        return tuple(one for one in self.languages if one != self.language)


# The ways that a menu may name: pages that every site has.
WAYS = (
    "collections", "years", "authors", "letters", "titles", "subjects", "sections", "words",
    "about", "data", "offline", "search",
)  # fmt: skip
_CHOICES = {
    "language": ("ar", "en", "fr"),
    "numerals": ("arab", "latn"),
    "folders": ("auto", "flat", "hashed"),
    "months": ("levant", "egypt", "iraq", "maghrib"),
    "normalize.tatweel": ("keep", "drop"),
    "entities.pages": ("mentioned", "all"),
    "entities.mark": ("section", "document", "all"),
    "type": ("text", "number", "date"),
    "kind": ("periodical", "book", "dossier"),
    "access": ("public", "metadata", "closed"),
}
SITE_TOP = {
    "title", "subtitle", "description", "language", "publisher", "rights", "base_url",
    "permalink", "report", "numerals", "months", "sealed", "folders", "trusted_html",
    "sources", "downloads",
}  # fmt: skip
_SWITCHES = ("trusted_html", "sources", "downloads")
SITE_TABLES = {
    "normalize": {"tatweel": "tatweel"},
    "entities": {"pages": "entity_pages", "mark": "mark"},
}


def _parse_toml(text: str, path: str) -> tuple[dict[str, Any], list[Problem]]:
    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        place = Place(path, int(found[1]) if found else text.count("\n") + 1)
        return {}, [Problem(place, "broken TOML", str(error), "mend the syntax of this line")]


class _Reader:
    """Collects values and problems of one TOML file, with the line that each key stands on."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.lines = text.splitlines()
        self.problems: list[Problem] = []

    def place(self, key: str, after: str = "") -> Place:
        """Find the line of *key*, after the line of table *after* where given."""
        begin = 0
        if after:
            head = re.compile(rf"\s*\[\s*\"?{re.escape(after)}\"?\s*\]")
            begin = next((n for n, line in enumerate(self.lines) if head.match(line)), 0)
        wanted = re.compile(rf"\s*\[?\s*\"?{re.escape(key)}\"?\s*[\]=.]")
        for n in range(begin, len(self.lines)):
            if wanted.match(self.lines[n]):
                return Place(self.path, n + 1)
        return Place(self.path, begin + 1 if after else 0)

    def problem(self, place: Place, what: str, why: str = "", fix: str = "") -> None:
        self.problems.append(Problem(place, what, why, fix))

    def value(self, table: Mapping[str, Any], key: str, kind: type, where: str = "") -> Any:
        """Take *key* of *table* where it has the right type and a legal value, else None."""
        if key not in table:
            return None
        value, full = table[key], f"{where}.{key}" if where in SITE_TABLES else key
        if not isinstance(value, kind):
            name, example = ("yes or no", "true") if kind is bool else ("text", '"..."')
            what, fix = f"'{key}' is not a {name}", f"write {key} = {example}"
            self.problem(self.place(key, where), what, fix=fix)
            return None
        legal = _CHOICES.get(full)
        if legal and value not in legal:
            self.problem(
                self.place(key, where),
                f"'{value}' is not a value of '{key}'",
                f"legal: {', '.join(legal)}",
                did_you_mean(str(value), legal),
            )
            return None
        return value

    def unknown(self, table: Mapping[str, Any], legal: set[str], where: str = "") -> None:
        for key in table.keys() - legal:
            self.problem(
                self.place(key, where),
                f"unknown key '{key}'",
                fix=did_you_mean(key, legal, f"legal: {', '.join(sorted(legal))}"),
            )


def parse_site(text: str, path: str = "site.toml") -> tuple[Site | None, tuple[Problem, ...]]:
    """Read site.toml; the site is None where there are problems.

    >>> site, problems = parse_site('format = 1\\ntitle = "أرشيف المنار"')
    >>> site.title, problems
    ('أرشيف المنار', ())
    >>> print(parse_site('format = 1\\ntitel = "x"')[1][1])
    site.toml:2: unknown key 'titel'
      fix: did you mean 'title'?
    """
    table, broken = _parse_toml(text, path)
    if broken:
        return None, tuple(broken)
    read = _Reader(text, path)
    read.unknown(
        table,
        SITE_TOP
        | set(SITE_TABLES)
        | {"format", "theme", "fields", "menu", "image_hosts", "kinds", "languages", "oai"}
        | {"translations"},
    )
    if table.get("format") != FORMAT:
        read.problem(
            read.place("format"),
            f"'format' is not {FORMAT}",
            "it names the archive format, so that a later sitegen knows what it reads",
            f"write format = {FORMAT} (a newer archive needs a newer sitegen)",
        )
    if not str(table.get("title") or "").strip():
        read.problem(Place(path), "the site has no 'title'", fix='write title = "..."')
    values = {key: read.value(table, key, bool if key in _SWITCHES else str) for key in SITE_TOP}
    for name, keys in SITE_TABLES.items():
        inner = _table(read, table, name)
        read.unknown(inner, set(keys), name)
        values |= {attr: read.value(inner, key, str, name) for key, attr in keys.items()}
    _check_formats(read, values)
    values["theme"] = _theme(read, table)
    values["fields"] = _fields(read, table)
    values["menu"] = _menu(read, table)
    values["image_hosts"] = _hosts(read, table)
    values["kinds"] = _said(read, table, "kinds", "", None)
    values["oai"] = _oai(read, table, values)
    values["languages"] = _languages(read, table, values["language"] or "ar")
    values["translations"] = _translations(read, table, values)
    if read.problems:
        return None, tuple(sorted(read.problems))
    return Site(**{k: v for k, v in values.items() if v is not None}), ()


def _table(read: _Reader, table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    inner = table.get(name, {})
    if isinstance(inner, dict):
        return inner
    read.problem(read.place(name), f"'{name}' is not a table", fix=f"write [{name}]")
    return {}


def _check_formats(read: _Reader, values: Mapping[str, Any]) -> None:
    if values["sealed"] and not re.fullmatch(r"\d{4}-\d\d-\d\d", values["sealed"]):
        read.problem(
            read.place("sealed"), f"'{values['sealed']}' is not a day", fix="write it as 1945-12-31"
        )
    url = values["base_url"]
    if url and not re.fullmatch(r"https?://[^\s?#]+", url):
        read.problem(
            read.place("base_url"),
            f"'{url}' is no address of a site",
            fix='write base_url = "https://example.org/archive/"',
        )
    _check_places(read, values, "permalink", r"https?://\S+", ("id",), "https://w3id.org/x/{id}")
    known = ("id", "anchor", "quote")
    _check_places(
        read, values, "report", r"(https?://|mailto:)\S+", known, "mailto:a@b.org?subject={id}"
    )


def _check_places(
    read: _Reader,
    values: Mapping[str, Any],
    key: str,
    shape: str,
    places: tuple[str, ...],
    example: str,
) -> None:
    """Tell an address whose places in braces are others than *places*, or lack the first."""
    address = values[key]
    if not address:
        return
    named = set(re.findall(r"\{(\w*)\}", address))
    if not re.fullmatch(shape, address) or named - set(places) or places[0] not in named:
        read.problem(
            read.place(key),
            f"'{address}' is no address with {{{places[0]}}} in it",
            f"legal places: {', '.join(f'{{{one}}}' for one in places)}",
            f'write {key} = "{example}"',
        )


_FONT = r"assets/\S+\.(?:woff2|woff|ttf|otf)"


def _theme(read: _Reader, table: Mapping[str, Any]) -> Theme | None:
    inner = _table(read, table, "theme")
    legal = {f.name for f in fields(Theme)}
    read.unknown(inner, legal, "theme")
    values = {key: read.value(inner, key, str, "theme") for key in legal}
    for key in ("accent", "ink", "paper"):
        colour = values[key]
        if colour and not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            read.problem(
                read.place(key, "theme"), f"'{colour}' is no colour", fix="write it as #7a1f1f"
            )
    for key, shape in (("serif", _FONT), ("sans", _FONT), ("logo", r"assets/\S+")):
        file = values[key]
        if file and (not re.fullmatch(shape, file) or ".." in file.split("/")):
            example = "mark.svg" if key == "logo" else "face.woff2"
            read.problem(
                read.place(key, "theme"),
                f"'{file}' is no file of the archive's assets that can be used here",
                fix=f'write {key} = "assets/{example}"',
            )
    return Theme(**{k: v for k, v in values.items() if v is not None})


def _menu(read: _Reader, table: Mapping[str, Any]) -> tuple[MenuItem, ...]:
    found = []
    place = read.place("menu")
    given = table.get("menu", [])
    for item in given if isinstance(given, list) else [given]:
        if isinstance(item, str) and item in WAYS:
            found.append(MenuItem(name=item))
        elif isinstance(item, dict) and _is_way(item):
            found.append(MenuItem(title=item["title"], href=item["href"]))
        else:
            near = did_you_mean(item, WAYS) if isinstance(item, str) else ""
            read.problem(
                place,
                f"'{item}' is no way of a menu",
                f"legal: {', '.join(WAYS)}, or {{title = ..., href = ...}}",
                near or 'write {title = "...", href = "pages/x.html"}',
            )
    return tuple(found)


def _hosts(read: _Reader, table: Mapping[str, Any]) -> tuple[str, ...]:
    given = table.get("image_hosts", [])
    found = []
    for host in given if isinstance(given, list) else [given]:
        if isinstance(host, str) and re.fullmatch(r"https://[a-z0-9.-]+(?::\d+)?", host):
            found.append(host)
        else:
            read.problem(
                read.place("image_hosts"),
                f"'{host}' is no host",
                "pages may load pictures from it, and nothing else",
                'write image_hosts = ["https://images.example.org"]',
            )
    return tuple(found)


def _languages(read: _Reader, table: Mapping[str, Any], main: str) -> tuple[str, ...]:
    """Read the languages of list pages, the main one first; one alone is none."""
    given = table.get("languages", [])
    found = [main]
    for one in given if isinstance(given, list) else [given]:
        if one not in _CHOICES["language"]:
            read.problem(
                read.place("languages"),
                f"'{one}' is no language of the interface",
                f"legal: {', '.join(_CHOICES['language'])}",
                'write languages = ["ar", "en"]',
            )
        elif one not in found:
            found.append(one)
    return tuple(found) if len(found) > 1 else ()


def _translations(
    read: _Reader, table: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, Translation]:
    """Read what the site calls itself and its own in its other languages: [translations.en]."""
    found = {}
    languages = values["languages"]
    declared = {
        "fields": [one.name for one in values["fields"]],
        "menu": [one.title for one in values["menu"] if one.title],
        "kinds": None,
    }
    for name, inner in _table(read, table, "translations").items():
        where = f"translations.{name}"
        if not isinstance(inner, dict) or name not in languages[1:]:
            read.problem(
                read.place(where),
                f"'{name}' is none of the other languages",
                f"languages: {', '.join(languages[1:]) or 'none'}",
                'name it in languages = ["ar", "en"], and write [translations.en]',
            )
            continue
        own = {one.name for one in fields(Translation)} - declared.keys()
        read.unknown(inner, own | declared.keys(), where)
        said: dict[str, Any] = {key: read.value(inner, key, str, where) or "" for key in own}
        for key, legal in declared.items():
            said[key] = _said(read, inner, key, where, legal)
        found[name] = Translation(**said)
    return found


def _said(
    read: _Reader, table: Mapping[str, Any], key: str, where: str, legal: list[str] | None
) -> dict[str, str]:
    """Read a table of names with what they are called; *legal* names, None: any."""
    inner = table.get(key, {})
    if not isinstance(inner, dict) or not all(isinstance(one, str) for one in inner.values()):
        example = f'{key} = {{"..." = "..."}}'
        read.problem(
            read.place(key, where), f"'{key}' is not a table of texts", fix=f"write {example}"
        )
        return {}
    for name in inner.keys() - set(inner if legal is None else legal):
        near = did_you_mean(name, legal or (), f"legal: {', '.join(legal or ()) or 'none'}")
        what = f"'{name}' is not in the archive's own {key}"
        read.problem(read.place(key, where), what, fix=near)
    return dict(inner)


_OAI = {
    "gateway": (r"https?://[^\s?#]+", "https://gateway.example.org/oai"),
    "email": (r"[^\s@]+@[^\s@]+", "archive@example.org"),
    "date": (r"\d{4}-\d\d-\d\d", "2026-11-28"),
}


def _oai(read: _Reader, table: Mapping[str, Any], values: Mapping[str, Any]) -> Oai | None:
    """Read [oai]; all of it must be there, and an address of the site."""
    inner = _table(read, table, "oai")
    if not inner:
        return None
    read.unknown(inner, set(_OAI), "oai")
    found = {key: read.value(inner, key, str, "oai") or "" for key in _OAI}
    for key, (shape, example) in _OAI.items():
        if not re.fullmatch(shape, found[key]):
            read.problem(
                read.place(key, "oai"),
                f"[oai] has no '{key}' that can be used",
                "a static repository names its gateway, who answers for it, and its day",
                f'write {key} = "{example}"',
            )
    if not values["base_url"]:
        read.problem(read.place("oai"), "[oai] needs a 'base_url'", fix="write base_url, too")
    return Oai(**found)


def _is_way(item: Mapping[str, Any]) -> bool:
    if item.keys() != {"title", "href"} or not all(isinstance(v, str) for v in item.values()):
        return False
    return bool(item["title"].strip() and re.fullmatch(r"https?://\S+|[\w./#?=&%-]+", item["href"]))


def _fields(read: _Reader, table: Mapping[str, Any]) -> tuple[Field, ...]:
    found = []
    for name, inner in sorted(_table(read, table, "fields").items()):
        where = f"fields.{name}"
        if not isinstance(inner, dict) or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            read.problem(
                read.place(where),
                f"'{name}' does not declare a field",
                fix="write [fields.name] with label, type, facet; the name in a-z, 0-9 and _",
            )
            continue
        read.unknown(inner, {"label", "type", "facet"}, where)
        if inner.get("facet") and name in FACETS:
            read.problem(
                read.place(where),
                f"'{name}' is a facet of every archive",
                fix=f"call the field otherwise, such as {name}_of",
            )
        found.append(
            Field(
                name=name,
                label=read.value(inner, "label", str, where) or name,
                type=read.value(inner, "type", str, where) or "text",
                facet=bool(read.value(inner, "facet", bool, where)),
            )
        )
    return tuple(found)


def parse_collections(
    text: str, path: str = "collections.toml"
) -> tuple[dict[str, Collection], tuple[Problem, ...]]:
    """Read collections.toml: id -> Collection, in the file's order.

    >>> found, problems = parse_collections('[al-manar]\\ntitle = "المنار"')
    >>> found["al-manar"].title, problems
    ('المنار', ())
    """
    table, broken = _parse_toml(text, path)
    read = _Reader(text, path)
    read.problems += broken
    found: dict[str, Collection] = {}
    slugs: dict[str, str] = {}
    for name, inner in table.items():
        if not isinstance(inner, dict):
            fix = f"write [{name}] with a title"
            read.problem(read.place(name), f"'{name}' is not a table", fix=fix)
        elif not re.fullmatch(r"[!-~]+", name):
            fix = "use printable ASCII without spaces"
            read.problem(read.place(name), f"'{name}' is no id", fix=fix)
        else:
            _check_name(read, name, slugs.setdefault(slug_of(name), name))
            found[name] = _collection(read, name, inner)
    return found, tuple(sorted(read.problems))


def _check_name(read: _Reader, name: str, first: str) -> None:
    """Tell an id that no folder can be named for, or only the folder of another, the *first*."""
    if len(name) > LONGEST_NAME:
        read.problem(
            read.place(name),
            f"the id '{name[:40]}...' has {len(name)} characters",
            f"a folder is named for it, and a name may have {LONGEST_NAME}",
            "write a shorter id",
        )
    if first != name:
        read.problem(
            read.place(name),
            f"'{name}' and '{first}' have one slug, '{slug_of(name)}'",
            "addresses are made from slugs",
            "rename one of them",
        )


def _collection(read: _Reader, name: str, table: Mapping[str, Any]) -> Collection:
    """Read one table; a collection without a title that can be read is called by its id."""
    legal = {one.name for one in fields(Collection)} - {"id"}
    read.unknown(table, legal, name)
    texts = legal & table.keys() - {"editors", "same_as"}
    values = {key: read.value(table, key, str, name) for key in texts}
    if "editors" in table:
        values["editors"] = _strings(read, table, name)
    same_as = table.get("same_as", {})
    if isinstance(same_as, dict):
        values["same_as"] = {key: str(value) for key, value in same_as.items()}
    else:
        what, fix = "'same_as' is not a table", 'write same_as = {oclc = "4770057679"}'
        read.problem(read.place("same_as", name), what, fix=fix)
    told = {key: value for key, value in values.items() if value is not None}
    return Collection(id=name, **{"title": name} | told)


def _strings(read: _Reader, table: Mapping[str, Any], where: str) -> tuple[str, ...] | None:
    value = table["editors"]
    value = [value] if isinstance(value, str) else value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    read.problem(read.place("editors", where), "'editors' is not a list of texts")
    return None
