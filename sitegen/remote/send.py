"""How does a built site reach a URL, where nothing can be renamed and a sending can stop anywhere?

Beside the site lies a ledger of what was sent, and while something is being sent a journal of what
is touched. What the ledger says and the journal does not doubt is there; all else is sent.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sitegen.build.lock import only_output
from sitegen.build.publish import MARK, TWINS
from sitegen.errors import CorpusError, Place, Problem
from sitegen.export.offline import short
from sitegen.remote.ledger import (
    JOURNAL,
    LEDGER,
    Journal,
    Sending,
    encode_journal,
    encode_ledger,
    parse_journal,
    parse_ledger,
    plan_sending,
)
from sitegen.remote.store import Store

Progress = Callable[[str, int, int], None]
_BATCH = 200  # files sent, or removed, between two words on the progress
_OURS = (LEDGER, JOURNAL)


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to *url*: files, bytes; what was removed; what else lies there.

    Such strangers are counted only where one looked: with ``check``, or without a ledger.
    """

    url: str
    files: int
    bytes: int
    removed: int
    strangers: int = 0
    dry: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Give the report for ``--json``."""
        return asdict(self)

    def text(self) -> str:
        """Write the line for people."""
        done = "would be sent" if self.dry else "sent"
        line = f"{self.url}: {self.files:,} files {done}, {self.bytes / 1e6:,.1f} MB, "
        line += f"{self.removed:,} {'to be removed' if self.dry else 'removed'}"
        left = f"; {self.strangers:,} objects there are not of this site, and were left"
        return line + left if self.strangers else line


def send(
    site: Path,
    url: str,
    progress: Progress,
    *,
    check: bool = False,
    take_over: bool = False,
    dry: bool = False,
) -> Sent:
    """Bring the site at *url* to what *site* is: send what is other, then remove what is gone.

    Nothing is removed that was not sent before. With *check* the ledger is compared with what
    lies there. Another's sending that was cut short is gone on with only where one may *take_over*.
    With *dry* nothing is written. Raises CorpusError; what was sent by then stays sent.
    """
    _check_site(site)
    store = Store(url)
    with only_output(site), only_output(Path(store.url)):  # a URL's lock: by its name
        journal = _journal(store, take_over=take_over)
        there, strangers = _there(store, site, check=check)
        here = dict(_digests(site))
        plan = plan_sending(here, there or {}, set(journal.paths) if journal else set())
        strangers -= here.keys()
        size = sum((site / path).stat().st_size for path in plan.sent)
        sent = Sent(store.url, len(plan.sent), size, len(plan.removed), len(strangers), dry)
        if not dry and (plan.sent or plan.removed or journal or there is None):
            _note(store, plan, journal)
            _carry_out(store, site, plan, progress)
            store.write(LEDGER, encode_ledger(here))
            store.remove([JOURNAL])
        return sent


def _check_site(site: Path) -> None:
    if not (site / MARK).is_file():
        what = "this is not a site of ours"
        fix = "build it first: sitegen build ARCHIVE -o FOLDER"
        raise CorpusError([Problem(Place(str(site)), what, f"it has no file '{MARK}'", fix)])


def _journal(store: Store, *, take_over: bool) -> Journal | None:
    content = store.read(JOURNAL)
    if content is None:
        return None
    journal = parse_journal(content) or Journal("?", "?", ())
    if journal.by == _own_name() or take_over:
        return journal
    raise store.problem(
        "somebody else is sending a site here, or was cut short",
        f"'{JOURNAL}' lies there since {journal.since}",
        "wait for it to end; if nobody is at work, take over: --take-over",
    )


def _there(store: Store, site: Path, *, check: bool) -> tuple[dict[str, str] | None, set[str]]:
    """Give what the ledger says is there, None where there is none; and what is there beside."""
    content = store.read(LEDGER)
    known = None if content is None else parse_ledger(content)
    if known is not None and not check:
        return known, set()
    seen = store.seen()
    if known is None:
        if seen and not {MARK, *_OURS} & seen.keys():
            raise store.problem(
                "it is not empty, and not a site of ours",
                f"there is no '{MARK}', and a site would be written over what is there",
                "name another folder, or empty this one",
            )
        return None, seen.keys() - {*_OURS}
    whole = {
        path: digest
        for path, digest in known.items()
        if path in seen and seen[path].size == _size(site / path, seen[path].size)
    }
    gone = dict.fromkeys(known.keys() - whole.keys(), "")
    return whole | gone, seen.keys() - known.keys() - {*_OURS}


def _size(path: Path, otherwise: int) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_size
    return otherwise


def _note(store: Store, plan: Sending, journal: Journal | None) -> None:
    """Say who sends what before anything is touched; an earlier journal's doubts stay."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    paths = {*plan.sent, *plan.removed, *(set(journal.paths) if journal else set())}
    content = encode_journal(Journal(_own_name(), now, tuple(sorted(paths))))
    if journal:
        store.write(JOURNAL, content)
    elif not store.create(JOURNAL, content):
        raise store.problem(
            "somebody else has just begun to send a site here",
            fix="wait for it to end, and try again",
        )


def _carry_out(store: Store, site: Path, plan: Sending, progress: Progress) -> None:
    done = 0
    for group in plan.groups:
        for start in range(0, len(group), _BATCH):
            batch = group[start : start + _BATCH]
            store.put(site, batch)
            done += len(batch)
            progress("send", done, len(plan.sent))
    for start in range(0, len(plan.removed), _BATCH):
        store.remove(plan.removed[start : start + _BATCH])


def _digests(site: Path) -> Iterator[tuple[str, str]]:
    """Name the bytes of each file; compressed twins stay here: a store does not choose by them."""
    for folder, _, names in os.walk(site):
        inside = set(names)
        for name in names:
            if any(name.endswith(twin) and name[: -len(twin)] in inside for twin in TWINS):
                continue
            path = Path(folder, name)
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").digest()
            yield path.relative_to(site).as_posix(), short(digest)


def _own_name() -> str:
    """Name this user of this machine, without saying who it is."""
    who = f"{platform.node()}:{os.environ.get('USER', '')}:{Path.home()}"
    return hashlib.sha256(who.encode()).hexdigest()[:16]
