"""What does an identifier of another catalogue look like, and which of our records has it?"""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Within ``same_as``: other ids of this very record in this archive, parted by spaces.
ARCHIVE = "archive"

_SHAPES = {
    "wikidata": (re.compile(r"Q[1-9][0-9]*"), "Q and digits"),
    "viaf": (re.compile(r"[1-9][0-9]*"), "digits"),
    "geonames": (re.compile(r"[1-9][0-9]*"), "digits"),
}
_PREFIXES = {"wiki": "wikidata", "wd": "wikidata", "geon": "geonames", "geo": "geonames"}
_ADDRESSES = (
    (re.compile(r"https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(Q[0-9]+)"), "wikidata"),
    (re.compile(r"https?://(?:www\.)?viaf\.org/(?:[a-z]+/)*viaf/([0-9]+)"), "viaf"),
    (re.compile(r"https?://(?:www\.|sws\.)?geonames\.org/([0-9]+)"), "geonames"),
)
_ID = re.compile(r"[!-~]+")
_ID_MARK = re.compile(r"[-:0-9_]")
_LATIN_NAME = re.compile(r"[A-Z][a-z'.]+(-[A-Z]?[a-z'.]+)*")


def is_id(text: str) -> bool:
    """Say whether *text* can be an id: printable ASCII without spaces."""
    return _ID.fullmatch(text) is not None


def looks_like_id(text: str) -> bool:
    """Say whether *text* is meant as an id rather than as a name.

    >>> [looks_like_id(text) for text in ("p-rida", "oape:pers:60", "محمد رشيد رضا", "Jean-Paul")]
    [True, True, False, False]
    """
    return is_id(text) and _ID_MARK.search(text) is not None and not _LATIN_NAME.fullmatch(text)


def wrong_shape(catalogue: str, value: str) -> tuple[str, str] | None:
    """Give (what is legal, the value that was probably meant) where *value* has a wrong shape.

    >>> wrong_shape("wikidata", "https://www.wikidata.org/wiki/Q3820")
    ('Q and digits', 'Q3820')
    >>> wrong_shape("viaf", "12345") is None
    True
    """
    if catalogue not in _SHAPES:
        return None if value.strip() else ("any text but an empty one", "")
    shape, legal = _SHAPES[catalogue]
    if shape.fullmatch(value):
        return None
    found = shape.search(value.upper())
    return legal, found[0] if found else ""


def canonical_ref(ref: str) -> str:
    """Write a reference to another catalogue one way, whichever way it came.

    >>> canonical_ref("geon:276781"), canonical_ref("http://www.wikidata.org/entity/Q3820")
    ('geonames:276781', 'wikidata:Q3820')
    """
    for pattern, catalogue in _ADDRESSES:
        found = pattern.match(ref)
        if found:
            return f"{catalogue}:{found[1]}"
    head, colon, rest = ref.partition(":")
    return f"{_PREFIXES.get(head.lower(), head.lower())}{colon}{rest}" if colon else ref


def refs_of(same_as: Mapping[str, str]) -> tuple[str, ...]:
    """List the references by which a record with these identifiers may be named.

    >>> refs_of({"viaf": "12", "archive": "oape:pers:3076"})
    ('viaf:12', 'oape:pers:3076')
    """
    found: list[str] = []
    for catalogue, value in same_as.items():
        if catalogue == ARCHIVE:
            found += value.split()
        else:
            found += [f"{catalogue}:{part}" for part in value.split()]
    return tuple(found)
