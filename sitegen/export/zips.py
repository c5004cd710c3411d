"""How does a collection leave as one file? A zip of its texts, of their TEI, of its metadata.

Each document's members are made with its page and stand in the file one behind the other; so an
edit makes those of one document, and copies the rest as it stands. No clock and no machine speaks
in a zip: every member bears the first day of the format's calendar.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sitegen.export.tei import tei_file
from sitegen.model import Collection, Document, slug_of

_LOCAL = struct.Struct("<4s5H3I2H")  # PKWARE's APPNOTE 6.3, 4.3.7
_CENTRAL = struct.Struct("<4s6H3I5H2I")  # 4.3.12
_END = struct.Struct("<4s4H2IH")  # 4.3.16
_VERSION, _DEFLATED = 20, 8
_FIRST_DAY = 0x21  # 1980-01-01
_MODE = 0o100644 << 16
_LEVEL = 1  # a third of level 6's time, a fifth more bytes


def folder_of(collection: str) -> str:
    """Name the folder that a zip unfolds to."""
    return str(slug_of(collection)) if collection else "no_collection"


def member(name: str, content: bytes) -> bytes:
    """Write a file of a zip, header and compressed bytes; *name* is ASCII.

    >>> member("a/1.txt", b"") == member("a/1.txt", b"")
    True
    """
    packed = zlib.compress(content, _LEVEL, -15)
    path = name.encode("ascii")
    head = _LOCAL.pack(
        b"PK\3\4", _VERSION, 0, _DEFLATED, 0, _FIRST_DAY,
        zlib.crc32(content), len(packed), len(content), len(path), 0,
    )  # fmt: skip
    return head + path + packed


def document_members(document: Document, folder: str, collection: str) -> bytes:
    """Write the members of one document: its text as it was written, and as TEI.

    *collection* is the title; of a document whose text may not be read, both have none.
    """
    shown = document.access == "public"
    if document.markup == "markdown" or not shown:
        from sitegen.export.markdown import markdown_file  # noqa: PLC0415 - heavy

        ending, text = "md", markdown_file(document, text=shown)
    else:
        ending, text = "txt", document.body.source
    tei = tei_file(document, collection, text=shown)
    return member(f"{folder}/texts/{document.slug}.{ending}", text.encode()) + member(
        f"{folder}/tei/{document.slug}.xml", tei.encode()
    )


def collection_members(folder: str, collection: Collection | None, table: bytes) -> bytes:
    """Write what a collection's zip says of the whole; *table* are its documents, as CSV."""
    table = member(f"{folder}/documents.csv", table)
    if collection is None:
        return table
    told = json.dumps(_record(collection), ensure_ascii=False, indent=1)
    return table + member(f"{folder}/collection.json", f"{told}\n".encode())


def _record(collection: Collection) -> Mapping[str, Any]:
    told = {
        "id": collection.id, "title": collection.title, "subtitle": collection.subtitle,
        "kind": collection.kind, "description": collection.description,
        "editors": list(collection.editors), "publisher": collection.publisher,
        "place": collection.place, "issn": collection.issn, "lang": collection.lang,
        "rights": collection.rights, "same_as": dict(collection.same_as),
    }  # fmt: skip
    return {key: value for key, value in told.items() if value}


def zip_chunks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Put members together, each chunk some whole ones, and write what lists them behind.

    >>> import io, zipfile
    >>> made = b"".join(zip_chunks([member("a/1.txt", "كتاب".encode()), member("a/2.txt", b"")]))
    >>> file = zipfile.ZipFile(io.BytesIO(made))
    >>> file.namelist(), file.read("a/1.txt").decode(), file.testzip()
    (['a/1.txt', 'a/2.txt'], 'كتاب', None)
    """
    listed: list[bytes] = []
    at = 0
    for chunk in chunks:
        listed += _listed(chunk, at)
        at += len(chunk)
        yield chunk
    directory = b"".join(listed)
    yield directory
    yield _END.pack(b"PK\5\6", 0, 0, len(listed), len(listed), len(directory), at, 0)


def _listed(chunk: bytes, begin: int) -> Iterator[bytes]:
    """Read the headers of the members in *chunk*, which stands at *begin* of its zip."""
    at = 0
    while at < len(chunk):
        _, version, flags, method, time, day, crc, packed, size, name, _ = _LOCAL.unpack_from(
            chunk, at
        )
        path = chunk[at + _LOCAL.size : at + _LOCAL.size + name]
        yield (
            _CENTRAL.pack(
                b"PK\1\2", 3 << 8 | version, version, flags, method, time, day,
                crc, packed, size, name, 0, 0, 0, 0, _MODE, begin + at,
            )
            + path
        )  # fmt: skip
        at += _LOCAL.size + name + packed
