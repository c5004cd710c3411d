"""Is this a path or a URL, and how is it shown and kept?"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::|://)")  # one letter: a drive of Windows
_FILE = ("file://", "local://")


def is_url(place: str) -> bool:
    """Say whether *place* is for fsspec; what lies on this disk is a path, ``file://`` too.

    >>> [is_url(place) for place in ("s3://bucket/أرشيف", "memory://a", "C:\\\\texts", "texts")]
    [True, True, False, False]
    >>> is_url("file:///srv/archive")
    False
    """
    return bool(_SCHEME.match(place)) and not place.startswith(_FILE)


def local_path(place: str) -> Path:
    """Give the path of what is no URL.

    >>> local_path("file:///srv/%D9%83%D8%AA%D8%A8").as_posix(), local_path("texts").as_posix()
    ('/srv/كتب', 'texts')
    """
    if not place.startswith(_FILE):
        return Path(place)
    from urllib.request import url2pathname  # noqa: PLC0415 - heavy, and rarely wanted

    parts = urlsplit(place)
    path = url2pathname(parts.path) if parts.scheme == "file" else unquote(parts.path)
    return Path(path)


def shown(url: str) -> str:
    """Write *url* for people: without a password.

    >>> shown("sftp://nadim:secret@host/archive"), shown("s3://bucket/site")
    ('sftp://nadim@host/archive', 's3://bucket/site')
    """
    return re.sub(r"(://[^/@:]*):[^/]*@", r"\1@", url)


def folder_of(url: str) -> str:
    """Name the folder that keeps on this disk what lies at *url*: readable, and one for each.

    >>> folder_of("s3://bucket/site")
    's3-bucket-site-e9f7cb89'
    >>> folder_of("s3://bucket/site/") == folder_of("s3://bucket/site")
    True
    """
    plain = shown(url).rstrip("/")
    name = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:48]
    return f"{name}-{hashlib.sha256(plain.encode()).hexdigest()[:8]}"
