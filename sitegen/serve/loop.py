"""When is the site built again, and what is the editor told?"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path, PurePath
from typing import Protocol

from sitegen.errors import CorpusError, Place, Problem
from sitegen.serve.http import LOCAL, Server, make_server
from sitegen.serve.live import Live

Show = Callable[[Mapping[str, bytes]], None]  # pages by their paths in the site


class Built(Protocol):
    """What the loop needs to know of a build that went well."""

    @property
    def changed(self) -> int:
        """How many files are new or other than before."""

    @property
    def removed(self) -> int:
        """How many files are gone."""

    def summary(self) -> str:
        """Tell it in one line."""


def concerns(path: PurePath, archive: PurePath, output: PurePath) -> bool:
    """Say whether a change of this file may change the site.

    Caches, the site itself and what editors leave for a moment do not.

    >>> home = PurePath("archive")
    >>> [concerns(home / p, home, home / "public") for p in
    ...     ("نصوص/مقال.md", ".sitegen/cache.db", "public/index.html", "a.md~", ".a.md.swp")]
    [True, False, False, False, False]
    """
    if path.is_relative_to(output):
        return False
    inside = path.relative_to(archive) if path.is_relative_to(archive) else path
    if any(part.startswith((".", "~$")) or part == "__pycache__" for part in inside.parts):
        return False
    return not path.name.endswith(("~", ".tmp", ".swp", ".pyc"))


def build_once(rebuild: Callable[[], Built], live: Live, say: Callable[[str], None]) -> bool:
    """Build; tell the pages and the terminal how it went. Never raises but for an interrupt."""
    try:
        built = rebuild()
    except CorpusError as error:
        problems = error.problems
    except OSError as error:
        where = Place(str(error.filename or "?"))
        problems = (Problem(where, error.strerror or str(error)),)
    except Exception as error:  # noqa: BLE001 - a fault of a theme or of ours must not end the session
        say(traceback.format_exc())
        what = f"the build failed: {type(error).__name__}: {error}"
        problems = (Problem(Place("sitegen"), what, "the terminal shows where"),)
    else:
        say(built.summary())
        live.built(changed=bool(built.changed or built.removed))
        return True
    for problem in problems:
        say(str(problem))
    say(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}; the last good site stays")
    live.failed(problems)
    return False


def _bytes_of(output: Path, path: str) -> bytes:
    try:
        return (output / path).read_bytes()
    except OSError:
        return b""


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def _open(output: Path, port: int, live: Live, archive: Path) -> Server:
    from sitegen.editor.desk import Desk  # noqa: PLC0415 - imported where used

    try:
        return make_server(output, port, live, Desk(archive))
    except OSError as error:
        fix = f"stop what uses it, or: sitegen serve --port {port + 1 if port < 65535 else 0}"
        what = f"port {port} of {LOCAL} cannot be opened"
        raise CorpusError([Problem(Place("--port"), what, error.strerror or "", fix)]) from error


def serve(
    archive: Path,
    output: Path,
    port: int,
    rebuild: Callable[[], Built],
    *,
    say: Callable[[str], None] = _say,
    stop: threading.Event | None = None,
    opened: Callable[[str], None] = lambda _: None,
    told: Callable[[], None] = lambda: None,
    early: Callable[[Show], None] = lambda _: None,
) -> None:
    """Build, serve *output* on 127.0.0.1, build again on every change, until interrupted.

    A build that fails leaves the last good site and shows its problems in the terminal and on
    the open pages. *opened* gets the address once it answers; *stop* ends the loop from outside;
    *told* is called when the pages know of a build: what can wait is done then. *early* is handed
    what shows pages before the build that makes them has ended.
    """
    import watchfiles  # noqa: PLC0415 - imported where used

    from sitegen.pages.html import theme_folder  # noqa: PLC0415 - imported where used

    if not archive.is_dir():
        raise CorpusError(
            [Problem(Place(str(archive)), "no such folder", fix="sitegen new FOLDER")]
        )
    archive, output = archive.resolve(), output.resolve()
    live = Live(partial(_bytes_of, output))
    early(live.show)
    server = _open(output, port, live, archive)
    threading.Thread(target=server.serve_forever, name="serve", daemon=True).start()
    address = f"http://{LOCAL}:{server.server_address[1]}/"
    is_first = True
    try:
        # A fork while the server's threads run may never come back.
        os.environ.setdefault("SITEGEN_START_METHOD", "spawn")
        for changes in watchfiles.watch(
            archive,
            theme_folder(),
            watch_filter=lambda _, path: concerns(PurePath(path), archive, output),
            stop_event=stop,
            debounce=400,
            step=40,
            rust_timeout=250,
            yield_on_timeout=True,  # so that the first build begins when the watch has begun
        ):
            if changes or is_first:
                build_once(rebuild, live, say)
                told()
            if is_first:
                say(f"{address} shows the archive; Ctrl-C ends it")
                say(f"{address}-/review shows the names that are open, for decisions")
                opened(address)
                is_first = False
    except KeyboardInterrupt:
        say("ended")
    finally:
        server.shutdown()
        server.server_close()
