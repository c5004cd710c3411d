"""Which code and which theme make the site? What either made is trusted by itself alone.

This runs before anything heavy is imported, so that a build that has nothing to do is quick.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path

import filelock

from sitegen.pages.theme import theme_folder

_MACHINE = f"{sys.version} {sys.byteorder} {sys.platform} zlib {zlib.ZLIB_RUNTIME_VERSION}"
_PACKAGE = Path(__file__).resolve().parents[1]


@cache
def code_stamp() -> bytes:
    """Hash the program: its files but for the theme, Python, and which libraries are installed."""
    digest = blake2b(_MACHINE.encode(), digest_size=16)
    for name in sorted(os.listdir(Path(filelock.__file__).parents[1])):  # noqa: PTH208
        if name.endswith(".dist-info"):
            digest.update(name.encode() + b"\n")
    theme = theme_folder()
    _add(digest, _PACKAGE, (path for path in _files(_PACKAGE) if not path.is_relative_to(theme)))
    return digest.digest()


def theme_stamp() -> bytes:
    """Hash the default theme as it is now: who serves an archive may edit it."""
    digest = blake2b(digest_size=16)
    _add(digest, theme_folder(), _files(theme_folder()))
    return digest.digest()


def _files(folder: Path) -> Iterable[Path]:
    found = []
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [Path(here, name) for name in names if not name.endswith((".pyc", ".pyo"))]
    return sorted(found)


def _add(digest: blake2b, root: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
