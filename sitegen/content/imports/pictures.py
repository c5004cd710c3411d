"""Where do the pictures of imported pages go?

Into ``assets/<collection>/``, each once, under a name that every host takes. What lies on another
host, is not there, or lies outside the folder that was named, is told and left out.
"""

from __future__ import annotations

import filecmp
import os
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote

from sitegen.content.imports.ledger import digest
from sitegen.content.imports.rows import legal_id
from sitegen.errors import Place, Problem
from sitegen.model import slug_of

_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp")
_INLINE = re.compile(r"data:image/(png|jpe?g|gif|webp|avif);base64,([A-Za-z0-9+/=\s]+)")


@dataclass(slots=True)
class Pictures:
    """The pictures of an import: where each goes, and where it comes from."""

    folder: str
    archive: Path
    aside: Callable[[bytes], Path]  # keeps what is in no file
    imported: Mapping[str, str] = field(default_factory=dict)  # of the archive's -> their hashes
    found: dict[str, Path] = field(default_factory=dict)  # assets path -> where it lies
    known: dict[str, str] = field(default_factory=dict)  # where it lies -> assets path

    def take(
        self,
        source: str,
        base: Path,
        root: Path,
        place: Place,
        problems: list[Problem],
        dropped: Counter[str],
    ) -> str:
        """Give the address under assets/ of a picture that a page at *base* shows.

        *root* is the folder that was imported: nothing outside it is taken.
        """
        if source in self.found:
            return source
        inline = _INLINE.fullmatch(source)
        if inline:
            try:
                return self.put(b64decode(inline[2]), f"picture.{inline[1]}", dropped)
            except ValueError:
                dropped["picture that is damaged"] += 1
                return ""
        if re.match(r"[a-z][a-z0-9+.-]*:|//", source, re.IGNORECASE):
            dropped["picture on another host"] += bool(source)
            return ""
        name = unquote(re.sub(r"[?#].*", "", source)).replace("\\", "/")
        path = Path(os.path.normpath(root / name[1:] if name.startswith("/") else base / name))
        if not name or "\0" in name:
            return ""
        real, top = os.path.realpath(path), os.path.realpath(root)
        if os.path.commonpath([real, top]) != top:
            what, why = "this picture lies outside the folder that is imported", f"'{source[:80]}'"
            problems.append(Problem(place, what, why, "import the folder that holds both"))
            return ""
        if not path.is_file():
            dropped["picture that is not there"] += 1
            return ""
        if path.suffix.lower() not in _ENDINGS:
            dropped[f"picture of the kind '{path.suffix.lower()}'"] += 1
            return ""
        if real not in self.known:
            self.known[real] = self._free(path.name, path)
        return self.known[real]

    def put(self, content: bytes, name: str, dropped: Counter[str]) -> str:
        """Take a picture that was inside a document."""
        stem, dot, ending = name.rpartition(".")
        if f".{ending.lower()}" not in _ENDINGS:
            dropped[f"picture of the kind '.{ending.lower()}'"] += 1
            return ""
        hashed = blake2b(content, digest_size=5).hexdigest()
        target = f"assets/{self.folder}/{legal_id(stem)}-{hashed}{dot}{ending.lower()}"
        if target not in self.found:
            self.found[target] = self.aside(content)
        return target

    def _free(self, name: str, path: Path) -> str:
        """Name a picture; one of the archive that is another is never written over."""
        stem, ending = os.path.splitext(name)  # noqa: PTH122 - a name
        legal = slug_of(legal_id(stem))
        target = f"assets/{self.folder}/{legal}{ending.lower()}"
        there = self.found.get(target, self.archive / target)
        if there.is_file() and not filecmp.cmp(there, path, shallow=False):
            content = path.read_bytes()
            if target in self.found or self.imported.get(target) != digest(content):
                hashed = blake2b(content, digest_size=5).hexdigest()
                target = f"assets/{self.folder}/{legal}-{hashed}{ending.lower()}"
        self.found[target] = path
        return target
