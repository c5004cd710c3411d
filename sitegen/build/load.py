"""What does an archive hold, before its documents are read?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen.config import Site, Theme, parse_collections, parse_site
from sitegen.content.frozen import FILE, Frozen, parse_pins
from sitegen.content.read import Page, Source, list_sources, read_pages, split
from sitegen.entities.authority import Authority
from sitegen.errors import CorpusError, Place, Problem, did_you_mean
from sitegen.model import Collection

BATCH_BYTES = 3_000_000  # of source: about 270,000 words, two seconds of work
_BATCH_FILES = 200
_FOLDERS = ("assets", "entities", "pages", "templates")  # of an archive, where it has them


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """An archive's configuration and lists: all but its documents."""

    root: Path
    site: Site
    collections: Mapping[str, Collection]
    authority: Authority
    pages: tuple[Page, ...]
    sources: tuple[Source, ...]
    assets: tuple[str, ...]
    frozen: Frozen
    problems: tuple[Problem, ...]  # of what was read besides site.toml

    @property
    def batches(self) -> tuple[tuple[Source, ...], ...]:
        """All sources, shared out."""
        return tuple(batches(self.sources))


Records = Callable[[Path, Site], tuple[Authority, tuple[Problem, ...]]]


def load_archive(root: Path, records: Records | None = None) -> Archive:
    """Read everything but the documents.

    Raises CorpusError where there is no archive or no usable site.toml; other problems are
    collected, so that those of the documents come out in the same run.
    """
    site = _site(root, records or read_records)
    collections, problems = _collections(root)
    authority, more = (records or read_records)(root, site)
    sources, faults = list_sources(root)
    pages, faulty_pages = read_pages(root, site, headings_of(authority))
    assets, lost = list_files(root / "assets")
    lost += _unknown_files(site.theme, assets)
    lost += [no_folder(name) for name in _FOLDERS if (root / name).is_file()]
    lost += _own_templates(root / "templates", site)
    frozen, unread = _frozen(root)
    lost += unread
    if not sources:
        lost += [
            Problem(
                Place(str(root)),
                "the archive holds no documents",
                "no folder in it has a .md, .txt, .jsonl, .csv or .xml file",
                "write one, or bring some in: sitegen import --help",
            )
        ]
    return Archive(
        root=root,
        site=site,
        collections=collections,
        authority=authority,
        pages=tuple(pages),
        sources=tuple(sources),
        assets=tuple(assets),
        frozen=frozen,
        problems=(*problems, *more, *faults, *faulty_pages, *lost),
    )


def read_records(root: Path, site: Site) -> tuple[Authority, tuple[Problem, ...]]:
    """Read the records of an archive."""
    from sitegen.entities.files import load_authority  # noqa: PLC0415 - heavy, and mostly kept

    return load_authority(root, site)


def _site(root: Path, records: Records) -> Site:
    """Read site.toml; where it is broken, tell what else shows without it: collections, records."""
    path = root / "site.toml"
    if not path.is_file():
        raise CorpusError(
            [
                Problem(
                    Place(str(path)),
                    "there is no archive here",
                    "an archive is a folder with a site.toml",
                    f"this is a site: sitegen check {root} --links --site"
                    if (root / ".sitegen").is_file()
                    else f"make one: sitegen new {root}",
                )
            ]
        )
    text, problems = _text(path)
    site, more = (None, ()) if problems else parse_site(text, "site.toml")
    if site is None:
        others = (*_collections(root)[1], *records(root, Site(title=""))[1])
        raise CorpusError([*problems, *more, *others])
    return site


def _collections(root: Path) -> tuple[dict[str, Collection], tuple[Problem, ...]]:
    path = root / "collections.toml"
    if not path.is_file():
        return {}, ()
    text, problems = _text(path)
    return ({}, tuple(problems)) if problems else parse_collections(text)


def no_folder(name: str) -> Problem:
    """Say that a file bears the name of a folder of the archive."""
    return Problem(
        Place(name), "this is a file", "a folder of this name is looked for", "rename the file"
    )


def _unknown_files(theme: Theme, assets: Sequence[str]) -> list[Problem]:
    """Find what [theme] names and the archive does not have."""
    named = (("logo", theme.logo), ("serif", theme.serif), ("sans", theme.sans))
    return [
        Problem(
            Place("site.toml"),
            f"there is no file '{file}', which [theme] names as '{key}'",
            fix=did_you_mean(file, [f"assets/{path}" for path in assets], "add it to assets/"),
        )
        for key, file in named
        if file and file.removeprefix("assets/") not in assets
    ]


def _own_templates(folder: Path, site: Site) -> list[Problem]:
    """Find what is wrong with the archive's templates and style sheets, before pages are made."""
    if not folder.is_dir():
        return []
    unread = [fault for path in _sheets(folder) for fault in _text(path, folder.parent)[1]]
    if unread:
        return unread
    from sitegen.pages.edition import Edition  # noqa: PLC0415 - Jinja takes long to be loaded
    from sitegen.pages.html import environment, theme_folder  # noqa: PLC0415
    from sitegen.pages.own import template_problems  # noqa: PLC0415

    theme = theme_folder()
    made = environment([folder, theme], Edition(site))
    return list(template_problems(_texts(folder), _texts(theme), made))


def _texts(folder: Path) -> dict[str, str]:
    """Read the templates and style sheets of a theme, by their paths in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8", errors="replace")
        for path in _sheets(folder)
    }


def _sheets(folder: Path) -> list[Path]:
    paths = (path for kind in ("*.html", "css/*.css") for path in folder.glob(kind))
    return sorted(path for path in paths if path.is_file())


def _frozen(root: Path) -> tuple[Frozen, list[Problem]]:
    path = root / FILE
    if not path.is_file():
        return {}, []
    text, problems = _text(path)
    return ({}, problems) if problems else parse_pins(text)


def _text(path: Path, root: Path | None = None) -> tuple[str, list[Problem]]:
    """Read a file of the archive *root*, or say which of its bytes cannot be read.

    Without *root* the file is at the top of the archive.
    """
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        name = path.relative_to(root or path.parent).as_posix()
        why = f"byte {error.start} (0x{raw[error.start]:02X}) is not UTF-8"
        return "", [Problem(Place(name, line), "this cannot be read", why, "store it as UTF-8")]


def batches(sources: Iterable[Source]) -> list[tuple[Source, ...]]:
    """Share sources out in batches of about equal work, in their order."""
    found: list[tuple[Source, ...]] = []
    batch: list[Source] = []
    size = 0
    for source in (part for whole in sources for part in split(whole, BATCH_BYTES)):
        if batch and (size + source.size > BATCH_BYTES or len(batch) >= _BATCH_FILES):
            found.append(tuple(batch))
            batch, size = [], 0
        batch.append(source)
        size += source.size
    return [*found, tuple(batch)] if batch else found


def list_files(folder: Path) -> tuple[list[str], list[Problem]]:
    """List the files below *folder*, posix paths, sorted; dotfiles are passed over."""
    found, problems = [], []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        relative = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in relative.split("/")):
            continue
        if not _is_utf8(relative):
            shown = relative.encode("utf-8", "replace").decode()
            what, fix = "the file's name is not UTF-8", "rename the file"
            problems.append(Problem(Place(f"{folder.name}/{shown}"), what, fix=fix))
        elif path.is_symlink() and not _is_below(path, folder):
            what = "this link leads out of the archive"
            problems.append(Problem(Place(f"{folder.name}/{relative}"), what, fix="copy the file"))
        elif path.is_file():
            found.append(relative)
    return sorted(found, key=str.encode), problems


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_below(path: Path, folder: Path) -> bool:
    real = Path(os.path.realpath(path))  # which minds no link that leads to itself
    return real.is_relative_to(os.path.realpath(folder))


def headings_of(authority: Authority) -> dict[str, str]:
    """Give the text of ``[[id]]``: each record's heading."""
    return {identifier: entity.heading for identifier, entity in authority.items()}
