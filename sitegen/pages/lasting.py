"""By which address is a document cited for good, and where are its slips reported?"""

from __future__ import annotations

from urllib.parse import quote

from sitegen.config import Site
from sitegen.model import Document

_RESOLVERS = {
    "doi": "https://doi.org/{}",
    "ark": "https://n2t.net/{}",
    "handle": "https://hdl.handle.net/{}",
    "hdl": "https://hdl.handle.net/{}",
    "oclc": "https://www.worldcat.org/oclc/{}",
}


def web_address(address: str) -> str:
    """Give an address on the web as it is; "" for anything else.

    >>> web_address("https://example.org/x"), web_address("دار الكتب")
    ('https://example.org/x', '')
    """
    return address if address.startswith(("https://", "http://")) and " " not in address else ""


def resolved(name: str, value: str) -> str:
    """Give the address at which an identifier is resolved; "" where none is known.

    >>> resolved("ark", "ark:/99999/fk4fano1514"), resolved("shelfmark", "١٢ م")
    ('https://n2t.net/ark:/99999/fk4fano1514', '')
    """
    if name in _RESOLVERS and not web_address(value):
        return _RESOLVERS[name].format(value)
    return web_address(value)


def lasting_address(document: Document, pattern: str) -> str:
    """Give the address that outlasts the site's; "" where there is none.

    A document's own ``url`` goes before the site's *pattern* (``permalink``), then its ARK.

    >>> from sitegen.errors import Place
    >>> from sitegen.model import Body, DocId, Title
    >>> body, title = Body("", (), ()), Title("م", "م")
    >>> one = Document(id=DocId("a-1"), place=Place(""), title=title, body=body)
    >>> lasting_address(one, "https://w3id.org/khizana/{id}"), lasting_address(one, "")
    ('https://w3id.org/khizana/a-1', '')
    """
    own = document.identifiers
    if own.get("url"):
        return own["url"]
    if pattern:
        return pattern.replace("{id}", quote(document.id, safe="-._~:/"))
    return resolved("ark", own["ark"]) if own.get("ark") else ""


def permalink(document: Document, site: Site, path: str) -> str:
    """Give the address by which a document at *path* is cited: where the site stands, at last."""
    lasting = lasting_address(document, site.permalink)
    return lasting or (site.base_url.rstrip("/") + "/" + path if site.base_url else "")


def report_address(report: str, name: str, anchor: str = "", words: str = "") -> str:
    """Fill the places of the address at which slips are reported; client/pin.js does the same.

    >>> report_address("mailto:a@example.org?subject={id}%23{anchor}", "m 1", "p-x")
    'mailto:a@example.org?subject=m%201%23p-x'
    """
    for place, value in (("id", name), ("anchor", anchor), ("quote", words)):
        report = report.replace(f"{{{place}}}", quote(value, safe=""))
    return report
