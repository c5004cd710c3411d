"""How is a site compressed once, instead of by the server for each reader?

Beside each file of text that is worth it stands its ``.gz`` and, where asked, its ``.br``, as
nginx (``gzip_static``, ``brotli_static``) and others serve them. Each bears the time of its file:
where the times are one it is as it should be. A build leaves those of unchanged files, and takes
the others away.
"""

from __future__ import annotations

import contextlib
import gzip
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sitegen.build.executor import Crew
from sitegen.build.publish import MARK, TWINS
from sitegen.errors import CorpusError, Place, Problem

LEAST = 1_000  # bytes: below, the head of the answer is most of it
_TEXTS = (
    ".css", ".csv", ".geojson", ".graphml", ".html", ".js", ".json", ".jsonl", ".md", ".svg",
    ".tsv", ".txt", ".webmanifest", ".xml",
)  # fmt: skip
_AT_ONCE = 256  # files


class Compressed(NamedTuple):
    """How many files have their compressed twins, how many of these are new, all bytes of both."""

    files: int
    new: int
    bytes: int
    twins: int


def compress_site(site: Path, *, brotli: bool = False, jobs: int = 0) -> Compressed:
    """Compress what is new or changed in *site*.

    Raises CorpusError where it is no site of ours, or brotli is not installed.
    """
    place = Place(str(site))
    if not (site / MARK).is_file():
        fix = "build one: sitegen build my-archive -o public"
        raise CorpusError([Problem(place, "there is no site here", fix=fix)])
    kinds = TWINS if brotli else TWINS[:1]
    if brotli and _brotli() is None:
        fix = "install it: pip install brotli; or leave --br out"
        raise CorpusError([Problem(place, "brotli is not installed", fix=fix)])
    paths = sorted(_worth_it(site))
    shares = [tuple(paths[n : n + _AT_ONCE]) for n in range(0, len(paths), _AT_ONCE)]
    done = list(Crew(jobs or os.cpu_count() or 1).map(_compress_all, kinds, shares))
    return Compressed(
        len(paths), sum(one[0] for one in done), sum(one[1] for one in done),
        sum(one[2] for one in done),
    )  # fmt: skip


def _worth_it(site: Path) -> Iterator[str]:
    for folder, _, names in os.walk(site):
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118 - hot
            if name.endswith(_TEXTS) and os.stat(path).st_size >= LEAST:  # noqa: PTH116
                yield path


def _compress_all(kinds: Sequence[str], paths: Sequence[str]) -> tuple[int, int, int]:
    new = size = twins = 0
    for path in paths:
        stat = os.stat(path)  # noqa: PTH116 - hot
        size += stat.st_size
        for kind in kinds:
            twin = Path(path + kind)
            with contextlib.suppress(FileNotFoundError):
                if twin.stat().st_mtime_ns == stat.st_mtime_ns:
                    twins += twin.stat().st_size
                    continue
            content = _ENCODERS[kind](Path(path).read_bytes())
            aside = twin.with_name(twin.name + ".new")
            aside.write_bytes(content)
            os.utime(aside, ns=(stat.st_atime_ns, stat.st_mtime_ns))
            aside.replace(twin)
            new += 1
            twins += len(content)
    return new, size, twins


def _as_gzip(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def _as_brotli(content: bytes) -> bytes:
    compress = _brotli()
    assert compress is not None, "asked before"  # noqa: S101
    return compress(content)


def _brotli() -> Callable[[bytes], bytes] | None:
    try:
        import brotli  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    found: Callable[[bytes], bytes] = brotli.compress
    return found


_ENCODERS: dict[str, Callable[[bytes], bytes]] = {".gz": _as_gzip, ".br": _as_brotli}
