"""Which documents does a TEI P5 issue of a periodical hold?

One document for each article-like division. Sections name it, the header dates it, its id is the
file's id and the division's. lxml is imported here and in `tei_body` alone, and only when needed;
nothing is fetched, no entity is expanded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection as Ids
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from sitegen.config import Site
from sitegen.content.keys import Refused, parse_partial_date, title_of
from sitegen.content.tei_body import BodyReader
from sitegen.content.tei_words import XML, lang_of, local, plain, printed_edition
from sitegen.errors import Place, Problem
from sitegen.model import DocId, Document, PartialDate, slug_of

_ARTICLES = ("item", "article", "chapter", "poem", "letter", "entry", "advert", "bill")
_FURNITURE = ("masthead", "toc", "contents", "titlepage", "imprint")
_KINDS = {"verse": "poem", "poem": "poem", "letter": "letter", "advert": "notice",
          "bill": "notice", "chapter": "chapter", "review": "review"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What the header says of all documents of a file."""

    id: str
    collection: str = ""
    title: str = ""
    volume: str = ""
    issue: str = ""
    date: PartialDate | None = None
    date_hijri: str = ""
    date_printed: str = ""
    rights: str = ""
    url: str = ""
    publisher: str = ""
    place: str = ""
    editors: tuple[str, ...] = ()
    lang: str = "ar"


@dataclass(slots=True)
class _Found:
    """A division that is a document, with the sections it is in and the page before it."""

    division: Any
    sections: tuple[str, ...]
    page: str
    apart: set[Any] = field(default_factory=set)  # what in it is a document of its own


def read_tei(raw: bytes, path: str, site: Site) -> tuple[list[Document], list[Problem]]:
    """Read the documents of a TEI file.

    >>> tei = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="i_1"><text xml:lang="ar"><body>\\
    ... <div type="item" xml:id="d1"><head>نعم</head><p>قال \\
    ... <persName ref="p:1">رشيد</persName></p></div></body></text></TEI>'
    >>> documents, _ = read_tei(tei.encode(), "i_1.xml", Site(title="x"))
    >>> documents[0].id, documents[0].body.source, documents[0].body.blocks[0].tagged
    ('i_1-d1', 'قال رشيد', (Tagged(start=4, end=8, refs=('p:1',), type='person', explicit=False),))
    """
    documents, problems = articles_of(raw, path, site)
    return documents, problems or ([] if documents else [no_article(path)])


def no_article(path: str) -> Problem:
    """Say that a file holds no document."""
    what = "no division of this file is an article"
    fix = 'mark articles as <div type="item"> or <div type="article">'
    return Problem(Place(path), what, fix=fix)


def articles_of(raw: bytes, path: str, site: Site) -> tuple[list[Document], list[Problem]]:
    """Read the documents of a TEI file, if there are any."""
    root, problems = _parse(raw, path)
    if root is None:
        return [], problems
    issue, problems = _issue(root, path)
    documents, edition = [], printed_edition(root)
    for found in _divisions(root, edition):
        document, more = _document(found, issue, path, site, edition)
        problems += more
        if document:
            documents.append(document)
    return ([], problems) if problems else (documents, [])


def without(raw: bytes, path: str, shown: Ids[str]) -> bytes:
    """Write a file anew without the text of the documents that are not *shown*.

    Their page breaks stay, since they tell the pages of what comes after them, and so do the
    documents inside them.
    """
    root, _ = _parse(raw, path)
    issue, _ = _issue(root, path)
    found = list(_divisions(root, printed_edition(root)))
    for one in found:
        if f"{issue.id}-{one.division.get(f'{XML}id')}" not in shown:
            _empty(one.division, one.apart)
    written: bytes = etree.tostring(root, encoding="utf-8")
    return written


def _empty(division: Any, apart: set[Any]) -> None:
    """Leave page breaks in a division, what in it is apart, and the heading of that."""
    kept = []
    waiting = list(division)
    while waiting:
        child = waiting.pop(0)
        if child in apart or local(child) == "pb" or (apart and local(child) == "head"):
            kept.append(child)
        else:
            waiting = [*child, *waiting]
    for child in list(division):
        division.remove(child)
    division.text = None
    for child in kept:
        child.tail = None
        division.append(child)


def describe(raw: bytes) -> dict[str, Any]:
    """Say what a TEI file tells of its periodical, in the keys of collections.toml."""
    root, _ = _parse(raw, "")
    issue, _ = _issue(root, "") if root is not None else (Issue(id=""), [])
    table: dict[str, Any] = {"title": issue.title or issue.collection, "kind": "periodical"}
    told = {
        "editors": list(issue.editors),
        "publisher": issue.publisher,
        "place": issue.place,
        "rights": issue.rights,
    }
    return table | {key: value for key, value in told.items() if value}


def _parse(raw: bytes, path: str) -> tuple[Any, list[Problem]]:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
    )
    entity = re.search(rb"<!ENTITY", raw[:100_000])
    if entity:
        line = raw.count(b"\n", 0, entity.start()) + 1
        what = "this file declares entities, which are refused"
        why = "entities can grow without end, or read other files"
        fix = "write the characters themselves"
        return None, [Problem(Place(path, line), what, why, fix)]
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        why = re.sub(r", line \d+, column (\d+).*", r" at column \1", str(error))
        return None, [Problem(Place(path, line), "ill-formed XML", why, "mend this line")]
    if local(root) not in ("TEI", "teiCorpus"):
        what = f"this is no TEI: its root is <{local(root)}>"
        line = int(str(root.sourceline or 1))
        return None, [Problem(Place(path, line), what, fix="begin with <TEI>")]
    return root, []


def _issue(root: Any, path: str) -> tuple[Issue, list[Problem]]:
    """Read the header: the first description of the source that has a date, else the first."""
    all_of = root.findall(".//{*}sourceDesc//{*}monogr")
    monogr = next((one for one in all_of if one.find(".//{*}date") is not None), None)
    monogr = monogr if monogr is not None else next(iter(all_of), None)
    identifier = root.get(f"{XML}id") or slug_of(re.sub(r"\..*", "", path.rpartition("/")[2]))
    if monogr is None:
        return Issue(id=identifier, lang=_text_lang(root)), []
    titles = [
        title for title in monogr.findall("{*}title")
        if title.get("type") != "sub" and title.get("level") in ("j", "m", "s", None)
    ]  # fmt: skip
    date, hijri, printed, problems = _dates(root, monogr, path)
    licence = root.find(".//{*}publicationStmt//{*}licence")
    idno = root.find(".//{*}publicationStmt//{*}idno[@type='url']")
    editors = [
        _in_language(editor.findall("{*}persName"), plain(editor))
        for editor in monogr.findall("{*}editor")
    ]
    return Issue(
        id=identifier,
        collection=_collection_id(titles),
        title=_in_language(titles),
        volume=_scope(monogr, "volume"),
        issue=_scope(monogr, "issue"),
        date=date,
        date_hijri=hijri,
        date_printed=printed,
        rights="" if licence is None else licence.get("target") or plain(licence),
        url="" if idno is None else plain(idno),
        publisher=_in_language(monogr.findall(".//{*}publisher/{*}orgName")),
        place=_in_language(monogr.findall(".//{*}pubPlace/{*}placeName")),
        editors=tuple(dict.fromkeys(name for name in editors if name)),
        lang=_text_lang(root),
    ), problems


def _text_lang(root: Any) -> str:
    text = root.find("{*}text")
    return lang_of(text) if text is not None else "ar"


def _in_language(elements: list[Any], otherwise: str = "", lang: str = "ar") -> str:
    """Give the text of the first element in *lang*, else of the first."""
    ranked = sorted(elements, key=lambda element: lang_of(element) != lang)
    return plain(ranked[0]) if ranked else otherwise


def _collection_id(titles: list[Any]) -> str:
    """Make the collection's id of the title in Latin letters.

    ``al-Muqtabas`` is al-muqtabas, and so is ``Majallat al-Muqtabas``.
    """
    latin = [title for title in titles if "Latn" in lang_of(title)]
    name = plain(latin[0]) if latin else next((plain(title) for title in titles), "")
    bare = unicodedata.normalize("NFKD", name.translate(dict.fromkeys(map(ord, "ʿʾ‘’'`"))))
    slug = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in bare if ord(c) < 128).lower()).strip("-")
    return re.sub(r"^(?:majallat?|jaridat?|sahifat?)-(?=.)", "", slug)


def _scope(monogr: Any, unit: str) -> str:
    """Read a volume or an issue number, a range where it is one."""
    scope = next((one for one in monogr.findall("{*}biblScope") if one.get("unit") == unit), None)
    if scope is None:
        return ""
    begin, end = scope.get("from") or "", scope.get("to") or ""
    return f"{begin}-{end}" if end and end != begin else begin or plain(scope)


def _dates(root: Any, monogr: Any, path: str) -> tuple[PartialDate | None, str, str, list[Problem]]:
    date, hijri, printed = None, "", ""
    problems = []
    masthead = [
        one
        for division in root.iter("{*}div")
        if "masthead" in (division.get("type"), division.get("subtype"))
        for one in division.iter("{*}date")
    ]
    for element in [*monogr.findall(".//{*}imprint//{*}date"), *masthead]:
        told = element.get("when") or element.get("from") or element.get("notBefore")
        if told and date is None:
            try:
                date = parse_partial_date(told)
            except (ValueError, Refused) as error:
                what = f"'{told}' is no date"
                problems.append(Problem(Place(path, element.sourceline), what, str(error)))
        custom = element.get("when-custom") or ""
        if "islamic" in (element.get("calendar") or "") and re.fullmatch(r"[\d-]{4,10}", custom):
            hijri = hijri or custom
    shown = [plain(one) for one in masthead] or [
        plain(one) for one in monogr.iter("{*}date") if lang_of(one) == "ar"
    ]
    printed = "، ".join(dict.fromkeys(text for text in shown if text))
    return date, hijri, printed, problems


# -- divisions ---------------------------------------------------------------------------------


def _is_article(division: Any) -> bool:
    return division.get("type") in _ARTICLES and not _is_furniture(division)


def _is_furniture(division: Any) -> bool:
    return division.get("type") in _FURNITURE or division.get("subtype") in _FURNITURE


def _articles_in(division: Any) -> list[Any]:
    return [one for one in division.iter("{*}div") if one is not division and _is_article(one)]


def _divisions(root: Any, edition: tuple[str, str]) -> Iterator[_Found]:
    """Find the documents in the order of the text; a page break before one tells its page."""
    page = [""]

    def walk(element: Any, sections: tuple[str, ...]) -> Iterator[_Found]:
        for child in element:
            name = local(child)
            if name == "pb" and _is_of(child, edition):
                page[0] = child.get("n")
            elif name == "div" and _is_furniture(child):
                yield from ()
            elif name == "div" and (_is_article(child) or not _articles_in(child)):
                if plain(child):
                    yield _Found(child, sections, page[0])
                _last_page(child, edition, page)
            elif name == "div":
                head = child.find("{*}head")
                inner = (*sections, plain(head)) if head is not None else sections
                inside = {one for one in child if local(one) == "div"}
                has_own = any(
                    local(one) not in ("head", "div", "pb", "lb", "") and plain(one)
                    for one in child
                )
                if has_own:
                    yield _Found(child, sections, page[0], inside)
                yield from walk(child, tuple(filter(None, inner)))
            elif name in ("body", "front", "back", "group", "text"):
                yield from walk(child, sections)

    for text in root.iter("{*}text"):
        if local(text.getparent()) in ("TEI", "group"):
            yield from walk(text, ())
            break


def _last_page(division: Any, edition: tuple[str, str], page: list[str]) -> None:
    for element in division.iter("{*}pb"):
        if _is_of(element, edition):
            page[0] = element.get("n")


def _is_of(element: Any, edition: tuple[str, str]) -> bool:
    return (
        bool(element.get("n"))
        and (element.get("ed") or "") == edition[0]
        and (element.get("edRef") or "") in (edition[1], "")
    )


def _document(
    found: _Found, issue: Issue, path: str, site: Site, edition: tuple[str, str]
) -> tuple[Document | None, list[Problem]]:
    division = found.division
    place = Place(path, division.sourceline or 0)
    identifier = division.get(f"{XML}id")
    if not identifier:
        what, fix = "this division has no xml:id", "give it one: addresses are made from ids"
        return None, [Problem(place, what, fix=fix)]
    heads = [child for child in division if local(child) == "head"]
    title = plain(heads[0]) if heads else (found.sections[-1] if found.sections else "")
    subtitle = plain(heads[1]) if len(heads) > 1 and heads[1].get("type") == "sub" else ""
    taken = set(heads[: 2 if subtitle else 1]) | found.apart
    lang = lang_of(division, issue.lang)
    reader = BodyReader(lang=lang, edition=edition, page=found.page)
    body = reader.read(division, taken)
    if not body.blocks:
        return None, []
    authors, refs = _authors(division, found.apart)
    pages = reader.first_page or found.page
    if reader.last_page and reader.last_page != pages:
        pages = f"{pages}-{reader.last_page}" if pages else reader.last_page
    document = Document(
        id=DocId(f"{issue.id}-{identifier}"),
        place=place,
        title=title_of(title or " ".join(body.blocks[0].text.split()[:8]), site.tatweel),
        subtitle=subtitle,
        body=body,
        authors=authors,
        collection=issue.collection,
        volume=issue.volume,
        issue=issue.issue,
        pages=pages,
        date=issue.date,
        date_hijri=issue.date_hijri,
        date_printed=issue.date_printed,
        lang=lang.partition("-")[0] or "ar",
        kind=_KINDS.get(division.get("subtype") or division.get("type") or "", "article"),
        section=" / ".join(found.sections),
        source=issue.title,
        rights=issue.rights,
        identifiers={"url": f"{issue.url}#{identifier}"} if issue.url else {},
        extra={"author_ref": " ".join(refs)} if refs else {},
        publish_source=True,
        markup="tei",
    )
    return document, []


def _authors(division: Any, apart: set[Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name who signed a division, and give the references of the first."""
    names: dict[str, str] = {}
    for byline in division.iter("{*}byline", "{*}docAuthor"):
        parents = list(byline.iterancestors("{*}div"))
        if any(parent in apart for parent in parents):
            continue
        for person in byline.iter("{*}persName"):
            if person.getparent() is not None and local(person.getparent()) != "persName":
                names.setdefault(plain(person), person.get("ref") or "")
    refs = next(iter(names.values()), "").split() if names else []
    return tuple(name for name in names if name), tuple(refs)
