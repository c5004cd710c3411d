"""Which state of the site do the open pages show, and what is wrong with the newest one?"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sitegen.errors import Problem


@dataclass(frozen=True, slots=True)
class State:
    """One state of the served site; ``problems`` are those of a build after it that failed.

    ``early`` are the paths of pages that are shown before the build that makes them has ended, and
    ``ahead`` is the version that these have: the next one, if they come out so.
    """

    version: str
    problems: tuple[Problem, ...] = ()
    early: tuple[str, ...] = ()
    ahead: str = ""

    def event(self) -> bytes:
        """Write the state as a server-sent event."""
        problems = [
            {"place": str(p.place), "what": p.what, "why": p.why, "fix": p.fix}
            for p in self.problems
        ]
        early = {f"/{path}": self.ahead for path in self.early}
        told = {"version": self.version, "problems": problems, "early": early}
        said = json.dumps(told, ensure_ascii=False)
        return f"data: {said}\n\n".encode()


@dataclass(slots=True)
class Live:
    """The newest state, shared by the builder's thread and those of the open pages.

    ``standing`` gives the bytes of a file of the site; nothing where there is none.
    """

    standing: Callable[[str], bytes] = lambda _: b""
    _run: str = field(default_factory=lambda: secrets.token_hex(4))
    _number: int = 0
    _problems: tuple[Problem, ...] = ()
    _early: Mapping[str, bytes] = field(default_factory=dict)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def state(self) -> State:
        """The newest state; its version is never that of another run of the server."""
        ahead = self._name(self._number + 1) if self._early else ""
        return State(self._name(self._number), self._problems, tuple(self._early), ahead)

    def _name(self, number: int) -> str:
        return f"{self._run}.{number}"

    def page(self, path: str) -> bytes | None:
        """Give a page that is shown before the build that makes it has ended."""
        return self._early.get(path)

    def show(self, pages: Mapping[str, bytes]) -> None:
        """Show pages of a build that goes on; those that stand so already are no news."""
        with self._changed:
            self._early = {
                path: page for path, page in pages.items() if self.standing(path) != page
            }
            self._changed.notify_all()

    def built(self, *, changed: bool) -> None:
        """Tell the pages that a build went well, and whether it changed any file.

        Pages that were shown before, and stand so now, are not told again.
        """
        with self._changed:
            early, self._early = self._early, {}
            is_other = any(self.standing(path) != page for path, page in early.items())
            self._number += (changed or bool(self._problems)) + is_other
            self._problems = ()
            self._changed.notify_all()

    def failed(self, problems: tuple[Problem, ...]) -> None:
        """Tell the pages that the archive has problems; the site is still the last good one."""
        with self._changed:
            self._early = {}
            self._problems = problems
            self._changed.notify_all()

    def wait(self, shown: State | None, timeout: float) -> State | None:
        """Give the newest state as soon as it is not *shown*; None after *timeout* seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.state != shown, timeout)
            return self.state if self.state != shown else None
