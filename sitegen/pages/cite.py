"""How is a document cited? As text in the Arabic manner, BibTeX, RIS, CSL-JSON, JSON-LD, tags.

The client's `cite.js` writes BibTeX and RIS alike: tests/vectors/cite.jsonl holds both to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from typing import NamedTuple

from sitegen.content.bidi import escape, isolate
from sitegen.model import Collection, PartialDate
from sitegen.pages.i18n import Words, msgid

_as_compact_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_TEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
})  # fmt: skip
_TEX_SIGN = re.compile(r"[\\{}~^&%$#_]")
_NO_KEY = re.compile(r"[^A-Za-z0-9:_-]+")
_LONG_DASH = re.compile(r"\s*[–—]\s*")
_DASH = re.compile(r"\s*[-–—]\s*")
_RIS_KINDS = {"article": "JOUR", "incollection": "CHAP", "misc": "GEN"}
_LANGUAGES = {"ar": "arabic", "en": "english", "fr": "french", "fa": "persian"}


class Source(NamedTuple):
    """What a citation says of a document; names are names, not ids."""

    id: str
    title: str
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    container: str = ""
    container_kind: str = "periodical"
    volume: str = ""
    issue: str = ""
    pages: str = ""
    date: PartialDate | None = None
    date_text: str = ""
    publisher: str = ""
    place: str = ""
    issn: str = ""
    lang: str = "ar"
    kind: str = "article"
    doi: str = ""
    url: str = ""  # an address on the web; never a file's
    archive: str = ""
    rights: str = ""
    keywords: tuple[str, ...] = ()


def as_html(source: Source, said: Words) -> str:
    """Write the citation as an Arabic footnote has it: foreign runs are isolated.

    What a passage cites otherwise has a class. No line ends between a number and what it counts.

    >>> from sitegen.pages.i18n import words
    >>> html = as_html(Source(id="a", title="من Columbian", volume="3", pages="12-15",
    ...     url="https://x.org/a"), words("ar"))
    >>> print(html.replace("\N{NO-BREAK SPACE}", "_"))
    «من <bdi>Columbian</bdi>»، مج_٣، <span class="pages">ص_١٢-١٥</span>، <bdi dir="ltr" class="url">https://x.org/a</bdi>.
    """
    what, pages, archive, url = _cited(source, said)
    rtl = said.direction == "rtl"
    parts = [
        isolate(what, rtl=rtl),
        f'<span class="pages">{escape(pages)}</span>' if pages else "",
        isolate(archive, rtl=rtl),
        f'<bdi dir="ltr" class="url">{escape(url)}</bdi>' if url else "",
    ]
    return said.text(", ").join(filter(None, parts)) + "."


def _cited(source: Source, said: Words) -> tuple[str, str, str, str]:
    """Give the parts of a citation: who and what and where, the pages, the archive, the address."""
    quoted = said.fill("“{title}”", title=source.title)
    parts = [said.text(" and ").join(source.authors)] if source.authors else []
    parts += [quoted]
    where = [source.container] if source.container else []
    for pattern, number in ((msgid("vol. {n}"), source.volume), (msgid("no. {n}"), source.issue)):
        if number:
            where.append(_counted(pattern, number, said))
    comma = said.text(", ")
    written = comma.join([*parts, *where])
    if source.date_text:
        written += f" ({source.date_text})"
    pages = _counted("p. {n}", source.pages, said) if source.pages else ""
    return written, pages, source.archive, source.url


@lru_cache(maxsize=8192)
def _counted(pattern: str, number: str, said: Words) -> str:
    return said.fill(pattern, n=said.digits(number)).replace(" ", "\N{NO-BREAK SPACE}")


def _key(source: Source) -> str:
    return _NO_KEY.sub("-", source.id).strip("-") or "document"


def _entry_type(source: Source) -> str:
    if source.container_kind == "book":
        return "incollection"
    return "article" if source.container else "misc"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _bibtex_value(text: str) -> str:
    r"""Escape for a BibTeX value in braces, which counts even braces with a backslash before them.

    >>> print(_bibtex_value("A & B {x} 50%"))
    A \& B \textbraceleft{}x\textbraceright{} 50\%
    """
    line = _one_line(text)
    return line.translate(_TEX) if _TEX_SIGN.search(line) else line


_shared_value = lru_cache(maxsize=8192)(_bibtex_value)  # many documents share journals, numbers


def _bibtex_address(text: str) -> str:
    """Write an address or identifier; what would end the value by its number.

    >>> _bibtex_address("https://example.org/{a}?b=50%25")
    'https://example.org/%7Ba%7D?b=50%25'
    """
    if not text:
        return ""
    return re.sub(r"[\\{}\s]", lambda sign: f"%{ord(sign[0]):02X}", _one_line(text))


def as_bibtex(source: Source) -> str:
    """Write the BibTeX entry."""
    kind = _entry_type(source)
    host = "booktitle" if kind == "incollection" else "journal"
    iso = source.date.iso if source.date else ""
    pages = source.pages
    pairs = (
        ("author", source.authors and _bibtex_names(source.authors)),
        ("editor", source.editors and _bibtex_names(source.editors)),
        ("translator", source.translators and _bibtex_names(source.translators)),
        ("title", _bibtex_value(source.title)),
        (host, _shared_value(source.container)),
        ("volume", _shared_value(source.volume)),
        ("number", _shared_value(source.issue)),
        ("pages", pages and _bibtex_value(_DASH.sub("--", pages))),
        ("year", iso[:4]),
        ("date", iso),
        ("publisher", _shared_value(source.publisher)),
        ("address", _shared_value(source.place)),
        ("issn", _bibtex_address(source.issn)),
        ("doi", _bibtex_address(source.doi)),
        ("url", _bibtex_address(source.url)),
        ("langid", _LANGUAGES.get(source.lang.partition("-")[0], "")),
    )
    lines = "".join([f"  {name} = {{{value}}},\n" for name, value in pairs if value])
    return f"@{kind}{{{_key(source)},\n{lines}}}"


@lru_cache(maxsize=8192)
def _bibtex_names(names: tuple[str, ...]) -> str:
    return " and ".join([f"{{{_bibtex_value(name)}}}" for name in names])


def as_ris(source: Source) -> str:
    """Write the RIS record."""
    first, _, last = _LONG_DASH.sub("-", source.pages).partition("-")
    year, day = _ris_date(source.date) if source.date else ("", "")
    fields = [
        *[("AU", name) for name in source.authors],
        *[("A2", name) for name in source.editors],
        *[("A4", name) for name in source.translators],
        ("TI", source.title),
        ("T2", source.container),
        ("VL", source.volume),
        ("IS", source.issue),
        ("SP", first),
        ("EP", last),
        ("PY", year),
        ("DA", day),
        ("PB", source.publisher),
        ("CY", source.place),
        ("SN", source.issn),
        ("DO", source.doi),
        ("UR", source.url),
        ("LA", source.lang),
        *[("KW", word) for word in source.keywords],
    ]
    lines = [f"{tag}  - {line}\n" for tag, value in fields if value and (line := _one_line(value))]
    return f"TY  - {_RIS_KINDS[_entry_type(source)]}\n{''.join(lines)}ER  - "


def _ris_date(date: PartialDate) -> tuple[str, str]:
    """Give the year and the day as RIS has them: three parts, each with its slash.

    >>> _ris_date(PartialDate(1908, 5))
    ('1908', '1908/05//')
    """
    year, month, day = date.iso.split("-") if date.day else (*date.iso.split("-"), "", "")[:3]
    return year, f"{year}/{month}/{day}/"


def as_csl(source: Source) -> str:
    """Write the CSL-JSON item, as an array of one.

    >>> from sitegen.model import PartialDate
    >>> print(as_csl(Source(id="a", title="نداء", authors=("رضا",), date=PartialDate(1908, 5))))
    [{
     "id": "a",
     "type": "document",
     "title": "نداء",
     "author": [{"literal": "رضا"}],
     "issued": {"date-parts": [[1908, 5]]},
     "language": "ar"
    }]
    """
    kind = {"article": "article-journal", "incollection": "chapter", "misc": "document"}
    texts = (
        ("volume", source.volume),
        ("issue", source.issue),
        ("page", source.pages),
    )
    more = (
        ("publisher", source.publisher),
        ("publisher-place", source.place),
        ("ISSN", source.issn),
        ("DOI", source.doi),
        ("URL", source.url),
        ("archive", source.archive),
        ("language", source.lang),
    )
    pairs = [
        f'"id": {encode_basestring(source.id)}',
        f'"type": "{kind[_entry_type(source)]}"',
        *_strings((("title", source.title),)),
        *_literals("author", source.authors),
        *_literals("editor", source.editors),
        *_literals("translator", source.translators),
        *_strings((("container-title", source.container), *texts)),
    ]
    if source.date:
        day = (source.date.year, source.date.month, source.date.day)
        pairs.append(f'"issued": {{"date-parts": [[{", ".join([str(n) for n in day if n])}]]}}')
    pairs += _strings(more)
    return "[{\n " + ",\n ".join(pairs) + "\n}]"


def _strings(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f'"{key}": {encode_basestring(value)}' for key, value in pairs if value]


def _literals(key: str, names: Iterable[str]) -> list[str]:
    told = ", ".join([f'{{"literal": {encode_basestring(name)}}}' for name in names])
    return [f'"{key}": [{told}]'] if told else []


def as_tags(source: Source) -> list[tuple[str, str]]:
    """List the Highwire and Dublin Core tags, by which Zotero takes a page whole.

    Zotero knows a chapter by ``citation_book_title``, Google Scholar by ``citation_inbook_title``.
    """
    iso = source.date.iso if source.date else ""
    first, _, last = _LONG_DASH.sub("-", source.pages).partition("-")
    is_book = source.container_kind == "book"
    hosts = (
        ("citation_inbook_title", "citation_book_title") if is_book else ("citation_journal_title",)
    )
    tags = [
        ("citation_title", source.title),
        *(("citation_author", name) for name in source.authors),
        ("citation_publication_date", iso.replace("-", "/")),
        *((host, source.container) for host in hosts),
        ("citation_issn", source.issn),
        ("citation_volume", source.volume),
        ("citation_issue", source.issue),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        ("citation_doi", source.doi),
        ("citation_language", source.lang),
        ("citation_public_url", source.url),
        ("citation_publisher", source.publisher),
        ("citation_keywords", "; ".join(source.keywords)),
        ("DC.title", source.title),
        *(("DC.creator", name) for name in source.authors),
        *(("DC.contributor", name) for name in (*source.editors, *source.translators)),
        ("DC.date", iso),
        ("DC.language", source.lang),
        ("DC.identifier", source.url or source.id),
        ("DC.isPartOf", source.container),
        ("DC.rights", source.rights),
        ("DC.type", "Text"),
    ]
    return [(name, content) for name, content in tags if content]


def as_json_ld(source: Source, same_as: tuple[str, ...] = ()) -> str:
    """Write schema.org data; ``<`` is escaped, so that it can stand in a script element.

    >>> as_json_ld(Source(id="a", title="نداء", authors=("رضا",)))[51:]
    '"identifier":"a","headline":"نداء","author":[{"@type":"Person","name":"رضا"}],"inLanguage":"ar"}'
    """
    is_chapter = source.container_kind == "book"
    host = _host(
        "Book" if is_chapter else "Periodical",
        source.container, source.issn, source.volume, source.issue,
    )  # fmt: skip
    texts = (
        ("datePublished", source.date.iso if source.date else ""),
        ("inLanguage", source.lang),
        ("license", source.rights if source.rights.startswith(("http://", "https://")) else ""),
        ("pagination", source.pages),
    )
    pairs = [
        '"@context":"https://schema.org"',
        f'"@type":"{"Chapter" if is_chapter else "Article"}"',
        *_compact_strings((("identifier", source.id), ("headline", source.title))),
        *_persons("author", source.authors),
        *_persons("editor", source.editors),
        *_persons("translator", source.translators),
        *_compact_strings(texts),
        *_list("keywords", map(encode_basestring, source.keywords)),
    ]
    if host:
        pairs.append(f'"isPartOf":{host}')
    pairs += _compact_strings((("url", source.url),))
    pairs += _list("sameAs", map(encode_basestring, same_as))
    return f"{{{','.join(pairs)}}}".replace("<", "\\u003c")


@lru_cache(maxsize=8192)
def _host(kind: str, container: str, issn: str, volume: str, issue: str) -> str:
    """Write of what a text is part, as JSON; "" for nothing. Many are part of one issue."""
    host: dict[str, object] = {}
    if container:
        host = {"@type": kind, "name": container}
        host |= {"issn": issn} if issn else {}
    for level, key, value in (
        ("PublicationVolume", "volumeNumber", volume),
        ("PublicationIssue", "issueNumber", issue),
    ):
        if value:
            host = {"@type": level, key: value, **({"isPartOf": host} if host else {})}
    return _as_compact_json(host) if host else ""


def _compact_strings(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f'"{key}":{encode_basestring(value)}' for key, value in pairs if value]


def _persons(key: str, names: Iterable[str]) -> list[str]:
    return _list(key, (f'{{"@type":"Person","name":{encode_basestring(name)}}}' for name in names))


def _list(key: str, values: Iterable[str]) -> list[str]:
    told = ",".join(values)
    return [f'"{key}":[{told}]'] if told else []


def collection_json_ld(
    collection: Collection, url: str, volume: str = "", issue: str = "", date: str = ""
) -> str:
    """Write schema.org data of a collection, or of an issue of it.

    >>> told = collection_json_ld(Collection(id="m", title="المنار", issn="1"), "", "3", "4")
    >>> '"@type":"PublicationIssue","issueNumber":"4"' in told, '"issn":"1"' in told
    (True, True)
    """
    kind = "Book" if collection.kind == "book" else "Periodical"
    host: dict[str, object] = {
        "@type": kind if collection.kind in ("book", "periodical") else "Collection",
        "name": collection.title,
        "description": "" if issue else collection.description,
        "issn": collection.issn,
        "inLanguage": collection.lang,
        "publisher": collection.publisher
        and {"@type": "Organization", "name": collection.publisher},
    }
    if volume:
        part_of = {"isPartOf": _filled(host)}
        host = {"@type": "PublicationVolume", "volumeNumber": volume, **part_of}
    if issue:
        part_of = {"isPartOf": _filled(host)}
        host = {"@type": "PublicationIssue", "issueNumber": issue, "datePublished": date, **part_of}
    return script_json({"@context": "https://schema.org", **_filled(host), **_filled({"url": url})})


def _filled(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value}


def script_json(value: object) -> str:
    """Write JSON that can stand in a script element.

    >>> script_json({"a": "</script>"})
    '{"a":"\\\\u003c/script>"}'
    """
    return _as_compact_json(value).replace("<", "\\u003c")
