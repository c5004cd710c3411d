"""What does a new archive begin with?"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from sitegen.errors import CorpusError, Place, Problem

_ALWAYS = {"site.toml", "collections.toml"}  # and the About page: what an empty archive has too


def make_archive(folder: Path, *, empty: bool) -> tuple[str, ...]:
    """Write a new archive into *folder* and name its files.

    Raises CorpusError where the folder has something in it already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CorpusError(
            [
                Problem(
                    Place(str(folder)),
                    "this folder is not empty",
                    "a new archive never writes over what is there",
                    "name a folder that does not exist yet",
                )
            ]
        )
    made = []
    for path, source in sorted(_walk(files(__name__) / "files", "")):
        if empty and not (path in _ALWAYS or path.startswith("pages/")):
            continue
        text = source.read_text(encoding="utf-8")
        if empty and path == "collections.toml":
            text = '# [al-manar]\n# title = "المنار"\n# kind = "periodical"\n'
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
        made.append(path)
    if empty:
        for name in ("texts", "entities"):
            (folder / name).mkdir(exist_ok=True)
    return tuple(made)


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found = []
    for item in folder.iterdir():
        if item.is_dir():
            found += _walk(item, f"{prefix}{item.name}/")
        elif not item.name.endswith((".pyc", ".py")):
            found.append((prefix + item.name, item))
    return found
