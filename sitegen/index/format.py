"""What does a file of the index look like, what is it called? (docs/index-format.md, 1, 2)"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from zlib import crc32

FORMAT = 1
LONGEST_NAME = 60
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_PUT = re.compile(r"sitegen\.(put|manifest)\((.*)\);\s*", re.DOTALL)


class File(NamedTuple):
    """A file of the index: its path below ``search/``, and its bytes."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a shard hands over."""

    path: str
    format: int
    numbering: str
    rows: list[Any]


class DamagedError(ValueError):
    """A file of the index is not what the format says."""


def checksum(text: str) -> int:
    """Give the crc32 of a text's UTF-8."""
    return crc32(text.encode())


def shard_name(key: str) -> str:
    """Name the shard that begins with *key*: ASCII, legal on every file system, lower case.

    >>> shard_name("كتب"), shard_name("mq9"), shard_name("ñu"), shard_name("")
    ('a432a28', 'nmq9', 'u00f10075', 'a')
    """
    if re.fullmatch(r"[0-9a-z]+", key):
        name = f"n{key}"
    elif all("\u0600" <= letter <= "\u06ff" for letter in key):
        name = "a" + "".join(f"{ord(letter) & 0xFF:02x}" for letter in key)
    else:
        name = "u" + "".join(f"{ord(letter):04x}" for letter in key)
    return name if len(name) <= LONGEST_NAME else f"{name[:48]}-{checksum(name):08x}"


def folder_of(name: str, folders: int) -> str:
    """Give the sub-folder of words, postings and positions that a shard is in, with its slash.

    >>> folder_of("a432a28", 0), folder_of("a432a28", 256)
    ('', '10/')
    """
    return f"{checksum(name) % folders:02x}/" if folders else ""


def _letters(digest: bytes) -> str:
    rest = int.from_bytes(digest[:8])
    letters = []
    for _ in range(5):
        rest, letter = divmod(rest, 26)
        letters.append(chr(ord("a") + letter))
    return "".join(letters)


def numbering_ends(count: int) -> tuple[int, ...]:
    """Say for how many first documents a numbering of *count* has names.

    The more follow, the fewer: where *d* do, 2^b <= d < 2^(b+1), the multiples of 2^(b-1) have,
    at least of 1. So one more document adds its own number and takes few away; none comes in
    between.

    >>> numbering_ends(20)
    (8, 12, 14, 16, 17, 18, 19, 20)
    >>> set(numbering_ends(21)) - set(numbering_ends(20))
    {21}
    """
    found: list[int] = []
    near, far, step = 0, 4, 1
    while near < count:
        least = max(1, count - far + 1)
        found += range(-(-least // step) * step, count - near + 1, step)
        near, far, step = far, far * 2, step * 2
    return tuple(sorted(found)) or (0,)


@dataclass(frozen=True, slots=True)
class Numbering:
    """The names of a numbering's beginnings: of the first ``ends[i]`` documents, ``names[i]``.

    A file of postings bears the name of the shortest of them that has all of its documents, so
    that documents which come after these leave it as it is.
    """

    ends: tuple[int, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, ids: Sequence[str], mean: int) -> Numbering:
        """Name the beginnings of an order of documents, each in five letters.

        >>> Numbering.of(["a-1", "a-2"], 512).whole == Numbering.of(["a-2", "a-1"], 512).whole
        False
        """
        digest, done = hashlib.sha256(str(mean).encode()), 0
        ends, names = numbering_ends(len(ids)), []
        for end in ends:
            digest.update("\n".join(("", *ids[done:end])).encode())
            names.append(_letters(digest.digest()))
            done = end
        return cls(ends, tuple(names))

    @property
    def whole(self) -> str:
        """The name of the numbering of all documents."""
        return self.names[-1]

    def up_to(self, last: int) -> str:
        """Give the name that postings bear of which document *last* is the highest.

        >>> ids = [f"a-{n}" for n in range(20)]
        >>> Numbering.of(ids, 512).up_to(2) == Numbering.of(ids[:8], 512).whole
        True
        """
        return self.names[bisect_right(self.ends, last)]


def to_json(value: Any) -> str:
    """Write JSON that is JavaScript too, without a space."""
    return js_safe(_ENCODE(value))


def js_safe(text: str) -> str:
    """Escape the two line separators that old JavaScript does not take in a string."""
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def put_file(path: str, numbering: str, rows: str) -> File:
    """Frame a shard; *rows* is its JSON."""
    text = f'sitegen.put("{path}",{FORMAT},"{numbering}",{rows});\n'
    return File(f"{path}.js", text.encode())


def manifest_file(manifest: dict[str, Any]) -> File:
    """Frame the manifest."""
    return File("manifest.js", f"sitegen.manifest({to_json(manifest)});\n".encode())


def parse_file(content: bytes) -> Any:
    """Read a file of the index: a Parcel, or the manifest's table.

    >>> parse_file(put_file("p/a43", "kqzpa", "[]").content)
    Parcel(path='p/a43', format=1, numbering='kqzpa', rows=[])
    """
    try:
        found = _PUT.fullmatch(content.decode())
        if not found:
            raise DamagedError("it is not one call of sitegen.put or sitegen.manifest")
        arguments = json.loads(f"[{found[2]}]")
        return arguments[0] if found[1] == "manifest" else Parcel(*arguments)
    except (UnicodeDecodeError, json.JSONDecodeError, TypeError) as error:
        raise DamagedError(f"it cannot be read: {error}") from None


def rows_in(content: bytes) -> list[Any]:
    """Read the rows of a file that this program wrote, and that stands as it was written.

    >>> rows_in(put_file("lex/a43", "", '["ك","!"]').content)
    ['ك', '!']
    """
    at = _numbering_at(content)
    found: list[Any] = json.loads(content[content.index(b",", at) + 1 : content.rindex(b")")])
    return found


def rename(content: bytes, numbering: str) -> bytes:
    """Give a file of the index another name of its numbering.

    >>> rename(b'sitegen.put("p/a43",1,"kqzpa",[]);\\n', "abcde")
    b'sitegen.put("p/a43",1,"abcde",[]);\\n'
    """
    at = _numbering_at(content)
    return content[:at] + numbering.encode() + content[content.index(b'"', at) :]


def _numbering_at(content: bytes) -> int:
    """Say where in a file the name of its numbering begins."""
    mark = f'",{FORMAT},"'.encode()
    return content.index(mark) + len(mark)
