"""Which hosts take a site of this size? What they allow, as they publish it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MB, _GB = 10**6, 10**9
_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Host:
    """What a host takes at most; 0: it names no limit."""

    name: str
    files: int = 0
    file_bytes: int = 0
    site_bytes: int = 0
    folder: int = 0  # entries of one folder
    entries: int = 0  # files and folders together


# Of the hosts' own pages; docs/hosting.md says where and when they were read.
HOSTS = (
    Host("Cloudflare Pages, free", files=20_000, file_bytes=25 * _MIB),
    Host("Cloudflare Pages, paid", files=100_000, file_bytes=25 * _MIB),
    Host("GitHub Pages", file_bytes=100 * _MIB, site_bytes=1 * _GB),
    Host("GitLab Pages (gitlab.com)", entries=200_000, site_bytes=1 * _GB),
    Host("Netlify", folder=54_000),
    Host("a FAT32 stick", file_bytes=(1 << 32) - 1, folder=16_000),
)
_FEWER = "lists in one language (languages = [] in site.toml), or a server or store of your own"
_LIGHTER = "downloads = false, sources = false in site.toml, or a server or store of your own"
_ZIP = "downloads = false in site.toml: no zips"
_FILE = "put it where the host has no such limit, and link to it"
_FOLDER = "part this folder of the archive; sitegen's own hold 1,000 at most"


@dataclass(frozen=True, slots=True)
class Size:
    """How large a site is: files, bytes, its largest file, its fullest folder."""

    files: int
    bytes: int
    largest: str
    largest_bytes: int
    fullest: str
    fullest_count: int
    clusters: int  # bytes on a disk that gives each file whole clusters of 32 kB
    folders: int = 0

    def text(self) -> str:
        """Write it on a few lines."""
        return (
            f"{self.files:,} files, {self.bytes / _MB:,.1f} MB; on a stick with clusters of 32 kB "
            f"{self.clusters / _MB:,.1f} MB\n"
            f"largest file: {self.largest} ({self.largest_bytes / _MB:,.2f} MB)\n"
            f"fullest folder: {self.fullest or '.'} ({self.fullest_count:,} entries)"
        )


def size_of(site: Path) -> Size:
    """Measure a site."""
    sizes = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    folders: Counter[Path] = Counter()
    for path in site.rglob("*"):
        folders[path.parent] += 1
    largest = max(sizes, key=lambda path: (sizes[path], str(path)), default=site)
    fullest = max(folders, key=lambda path: (folders[path], str(path)), default=site)
    cluster = 32 << 10
    return Size(
        files=len(sizes),
        bytes=sum(sizes.values()),
        largest=largest.relative_to(site).as_posix(),
        largest_bytes=sizes.get(largest, 0),
        fullest="" if fullest == site else fullest.relative_to(site).as_posix(),
        fullest_count=folders[fullest],
        clusters=sum(-(-size // cluster) * cluster for size in sizes.values()),
        folders=sum(folders.values()) - len(sizes),
    )


def refused_by(size: Size) -> Iterator[str]:
    """Name the hosts that do not take a site of this size, why, and what helps.

    >>> print(*refused_by(Size(64_000, 10**9, "a", 9, "d", 900, 0)), sep="\\n")
    Cloudflare Pages, free: takes 20,000 files, these are 64,000
      fix: lists in one language (languages = [] in site.toml), or a server or store of your own
    """
    largest, entries = size.largest_bytes, size.files + size.folders
    of_file = _ZIP if size.largest.endswith(".zip") else _FILE
    full = f"{size.fullest or '.'} has {{:,}}"
    for host in HOSTS:
        limits = (
            (host.files, size.files, "{:,} files", "these are {:,}", _FEWER),
            (host.entries, entries, "{:,} files and folders", "these are {:,}", _FEWER),
            (host.file_bytes, largest, "files of {:,} bytes", size.largest + " has {:,}", of_file),
            (host.site_bytes, size.bytes, "{:,} bytes", "these are {:,}", _LIGHTER),
            (host.folder, size.fullest_count, "{:,} entries a folder", full, _FOLDER),
        )
        for most, is_now, takes, have, fix in limits:
            if most and is_now > most:
                why = f"takes {takes.format(most)}, {have.format(is_now)}"
                yield f"{host.name}: {why}\n  fix: {fix}"
