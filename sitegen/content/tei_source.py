"""What of a TEI file may a site carry? All that its reader reads: no comment, no instruction.

A comment is where editors write what is not for print.
"""

from __future__ import annotations

import re
from collections.abc import Collection as Ids
from pathlib import Path
from typing import Any, NamedTuple

from sitegen.content import files
from sitegen.content.sidecars import sidecar_of

_SAID = ("collection", "rights", "source", "subjects", "extra", "lang", "documents")
_UNREAD = re.compile(rb"(<!\[CDATA\[.*?\]\]>|<\?xml\s.*?\?>)|<!--.*?-->|<\?.*?\?>", re.DOTALL)


class Carried(NamedTuple):
    """A file of TEI as a site carries it, and what its sidecar says."""

    content: bytes
    said: dict[str, Any]


def carried(root: Path, path: str, shown: Ids[str] | None = None) -> Carried:
    """Read a file of TEI and its sidecar; it was read before, so that it can be read.

    Where not all of its documents are shown in full, *shown* are those that are: the text of the
    others goes, and what the sidecar says of them.
    """
    raw, _ = files.read_bytes(root, path)
    said = {key: one for key, one in sidecar_of(root, path).values.items() if key in _SAID and one}
    apart = said.pop("documents", {})
    if shown is not None:
        from sitegen.content.tei import without  # noqa: PLC0415 - lxml costs start-up

        raw = without(raw, path, shown)
    own = {
        name: {key: one for key, one in told.items() if key not in ("access", "withdrawn")}
        for name, told in apart.items()
        if shown is None or name in shown
    }
    return Carried(bare(raw), said | ({"documents": own} if any(own.values()) else {}))


def bare(raw: bytes) -> bytes:
    """Take out of XML what is no part of its text; what is in CDATA stays.

    >>> bare("<TEI><!-- سرّ --><p>نصّ<![CDATA[<!-- x -->]]></p></TEI>".encode()).decode()
    '<TEI><p>نصّ<![CDATA[<!-- x -->]]></p></TEI>'
    """
    if b"\0" in raw[:200]:  # UTF-16 or UTF-32: the parser knows
        return _written_anew(raw)
    return _UNREAD.sub(lambda found: found[1] or b"", raw)


def _written_anew(raw: bytes) -> bytes:
    from lxml import etree  # noqa: PLC0415 - rarely needed, and costs start-up

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    written: bytes = etree.tostring(etree.fromstring(raw, parser), encoding="utf-8")
    return written
