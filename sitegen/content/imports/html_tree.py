"""What does an old page say, and which part of it is its text?

The door to lxml for imports. A page is parsed as browsers do, loses what is no text (scripts,
menus, forms, Word's remnants), and says its title, date and authors where its head tells them.
"""

from __future__ import annotations

import re
from typing import Any

import lxml.etree
import lxml.html

from sitegen.content.encoding import Decoded, decode
from sitegen.errors import Place, Problem

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:-]+)""", re.IGNORECASE
)
_NO_TEXT = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "form",
    "input", "button", "select", "textarea", "nav", "svg", "canvas", "link", "meta", "xml",
    "audio", "video", "map", "frameset", "dialog", "title",
)  # fmt: skip
_OF_SITES = ("header", "footer", "aside")
_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "menu", "dialog"}
_CLUTTER = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|breadcrumbs?|comments?|sidebar|menu|navbar|nav|related|"
    r"advert|ads?|banner|widget|cookies?|skip-link|pagination|print-link|no-print)(?=$|[\s_-])",
    re.IGNORECASE,
)
_TEXT_PLACES = (
    ".//*[@itemprop='articleBody']",
    ".//*[contains(concat(' ', @class, ' '), ' entry-content ')]",
    ".//*[contains(concat(' ', @class, ' '), ' post-content ')]",
    ".//*[contains(concat(' ', @class, ' '), ' article-body ')]",
    ".//article",
    ".//main",
)
_SELECT = re.compile(r"(?P<tag>[a-zA-Z][\w-]*)?(?:#(?P<id>[\w-]+)|\.(?P<class>[\w-]+))?")
_TITLES = ("og:title", "dc.title", "citation_title", "twitter:title")
_DATES = (
    "article:published_time", "dc.date", "dc.date.issued", "citation_publication_date",
    "citation_date", "date", "datepublished", "pubdate",
)  # fmt: skip
_AUTHORS = ("author", "dc.creator", "citation_author", "article:author")


def decode_page(raw: bytes, name: str) -> tuple[Decoded, list[Problem]]:
    """Read a page's bytes: what its head announces first, then as any text.

    >>> raw = '<meta charset="windows-1256"><p>كتاب'.encode("cp1256")
    >>> decode_page(raw, "a.html")[0].text[-4:]
    'كتاب'
    """
    said = _CHARSET.search(raw[:4096])
    codec = said[1].decode("ascii").lower() if said else ""
    if codec and codec not in ("utf-8", "utf8", "utf-16") and not raw.startswith(b"\xef\xbb\xbf"):
        codec = {"iso-8859-1": "cp1252", "windows-1252": "cp1252"}.get(codec, codec)
        if codec == "cp1252":  # what editors wrote by themselves, whatever the text was
            return decode(raw, name)
        try:
            return Decoded(raw.decode(codec), codec), []
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(raw, name)


def parse_page(text: str, name: str) -> tuple[Any, list[Problem]]:
    """Parse a page; None with a problem where it is nested without measure, or empty."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", ""))
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, AssertionError):
        return None, [Problem(Place(name), "there is no page in this file")]
    for error in parser.error_log:
        if "depth" in error.message.lower():
            what, fix = "the page is nested too deep", "mend it in an editor, or leave it out"
            return None, [Problem(Place(name, error.line), what, error.message.strip(), fix)]
    if page.find("body") is None:
        return None, [Problem(Place(name), "there is no page in this file")]
    return page, []


def head_of(page: Any) -> dict[str, Any]:
    """Say what a page tells about itself, in our keys.

    >>> page, _ = parse_page('<title>لا</title><meta name="author" content="طه حسين"><p>نعم', "a")
    >>> head_of(page)
    {'title': 'لا', 'authors': ['طه حسين']}
    """
    metas: dict[str, list[str]] = {}
    for meta in page.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = " ".join((meta.get("content") or "").split())
        if key and content:
            metas.setdefault(key, []).append(content)
    found: dict[str, Any] = {}
    title = next(page.iter("title"), None)
    named = next((metas[key][0] for key in _TITLES if key in metas), "")
    found["title"] = named or (" ".join(title.text_content().split()) if title is not None else "")
    found["date"] = next((metas[key][0] for key in _DATES if key in metas), "") or next(
        (one.get("datetime") for one in page.iter("time") if one.get("datetime")), ""
    )
    found["authors"] = next((metas[key] for key in _AUTHORS if key in metas), [])
    found["summary"] = next((metas[k][0] for k in ("description", "dc.description") if k in metas),
                            "")  # fmt: skip
    keywords = next((metas[key][0] for key in ("keywords", "news_keywords") if key in metas), "")
    found["subjects"] = [one.strip() for one in re.split("[,،;؛]", keywords) if one.strip()]
    found["lang"] = (page.get("lang") or "").partition("-")[0].lower()
    return {key: value for key, value in found.items() if value}


def text_of_page(page: Any, select: str, *, whole: bool = False) -> Any:
    """Find the element that holds a page's text, and take out of it what is none.

    None where *select* (a tag, #id or .class) finds nothing. *whole*: a fragment, all of which is
    text.
    """
    body = page.find("body")
    if select:
        element = _selected(body, select)
        if element is None:
            return None
    else:
        element = body if whole else _text_place(body)
    _strip(element, keep_frames=element is not body or whole)
    return element


def _selected(body: Any, select: str) -> Any:
    found = _SELECT.fullmatch(select.strip())
    if not found:
        return None
    tests = [f"@id='{found['id']}'"] if found["id"] else []
    if found["class"]:
        tests.append(f"contains(concat(' ', normalize-space(@class), ' '), ' {found['class']} ')")
    path = f".//{found['tag'] or '*'}" + (f"[{' and '.join(tests)}]" if tests else "")
    return next(iter(body.xpath(path)), None)


def _text_place(body: Any) -> Any:
    for path in _TEXT_PLACES:
        found = body.xpath(path)
        if len(found) == 1 and len(found[0].text_content()) > 0.25 * len(body.text_content()):
            return found[0]
    return body


def _strip(element: Any, *, keep_frames: bool) -> None:
    """Take out elements that hold no text of the document; what follows them stays."""
    for node in list(element.iter("*")):
        if node is element or node.getparent() is None:
            continue
        tag = node.tag
        gone = (
            tag in _NO_TEXT
            or (tag in _OF_SITES and not keep_frames)
            or node.get("role") in _ROLES
            or node.get("hidden") is not None
            or "display:none" in (node.get("style") or "").replace(" ", "").lower()
            or _is_clutter(node)
        )
        if gone:
            node.drop_tree()


def _is_clutter(node: Any) -> bool:
    if node.tag not in ("div", "ul", "table", "section", "p", "span"):
        return False
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    return bool(names.strip()) and _CLUTTER.search(names) is not None
