"""What do machines that follow the site read: sitemap (sitemaps.org 0.9) and Atom (RFC 4287)?"""

from __future__ import annotations

import datetime
import html
import json
from collections.abc import Iterable, Sequence

from sitegen.config import Site
from sitegen.model import Card

_LIMIT = 50_000  # URLs in one sitemap, says the protocol


def _text(text: str) -> str:
    return html.escape(text, quote=False)


def _attribute(text: str) -> str:
    return f'"{html.escape(text)}"'


def sitemap(base_url: str, paths: Sequence[str]) -> list[tuple[str, bytes]]:
    """Write sitemap.xml, as an index of parts where there are more than 50,000 addresses.

    >>> sitemap("https://example.org/a/", ["index.html"])[0][1].decode().count("<loc>")
    1
    """
    base = base_url.rstrip("/") + "/"
    parts = [paths[i : i + _LIMIT] for i in range(0, len(paths), _LIMIT)] or [[]]
    if len(parts) == 1:
        return [("sitemap.xml", _urlset(base, parts[0]))]
    names = [f"sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    index = "".join(f"<sitemap><loc>{_text(base + name)}</loc></sitemap>\n" for name in names)
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {space}>\n'
    found = [("sitemap.xml", (head + index + "</sitemapindex>\n").encode())]
    return found + [(name, _urlset(base, part)) for name, part in zip(names, parts, strict=True)]


def _urlset(base: str, paths: Iterable[str]) -> bytes:
    rows = "".join(f"<url><loc>{_text(base + path)}</loc></url>\n" for path in paths)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return f"{head}<urlset {space}>\n{rows}</urlset>\n".encode()


def atom(site: Site, entries: Sequence[tuple[Card, str]]) -> bytes:
    """Write the feed of *entries* (card, path below the site), newest first.

    The time of an entry is its document's own date: a build knows no clock.
    """
    base = site.base_url.rstrip("/") + "/"
    latest = next((card.date for card, _ in entries if card.date), None)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_attribute(site.language)}>',
        f"<title>{_text(site.title)}</title>",
        f"<id>{_text(base)}</id>",
        f"<updated>{_moment(latest.last if latest else 1)}</updated>",
        f"<author><name>{_text(site.publisher or site.title)}</name></author>",
        f'<link rel="self" href={_attribute(base + "feed.xml")}/>',
        f'<link rel="alternate" href={_attribute(base)}/>',
    ]
    for card, path in entries:
        lines += [
            f"<entry xml:lang={_attribute(card.lang)}>"
            if card.lang != site.language
            else "<entry>",
            f"<title>{_text(card.title)}</title>",
            f"<id>{_text(base + path)}</id>",
            f'<link rel="alternate" href={_attribute(base + path)}/>',
            f"<updated>{_moment(card.date.first if card.date else 1)}</updated>",
            *(f"<author><name>{_text(a.name)}</name></author>" for a in card.authors),
            *([f"<summary>{_text(card.summary)}</summary>"] if card.summary else []),
            "</entry>",
        ]
    return ("\n".join([*lines, "</feed>"]) + "\n").encode()


def _moment(day: int) -> str:
    return f"{datetime.date.fromordinal(day).isoformat()}T00:00:00Z"


def json_feed(site: Site, entries: Sequence[tuple[Card, str]]) -> bytes:
    """Write the same feed as JSON Feed 1.1 (jsonfeed.org)."""
    base = site.base_url.rstrip("/") + "/"
    items = [
        {
            "id": base + path,
            "url": base + path,
            "title": card.title,
            "content_text": card.summary or card.title,
            "date_published": _moment(card.date.first if card.date else 1),
            "authors": [{"name": agent.name} for agent in card.authors],
            "tags": list(card.subjects),
            "language": card.lang,
        }
        for card, path in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.title,
        "home_page_url": base,
        "feed_url": base + "feed.json",
        "description": site.description,
        "language": site.language,
        "items": [{key: value for key, value in item.items() if value} for item in items],
    }
    text = json.dumps({key: value for key, value in feed.items() if value != ""},
                      ensure_ascii=False, indent=1)  # fmt: skip
    return f"{text}\n".encode()
