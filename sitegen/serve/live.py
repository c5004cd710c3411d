"""Which state of the site do the open pages show, and what is wrong with the newest one?"""

from __future__ import annotations

import json
import secrets
import threading
from dataclasses import dataclass, field

from sitegen.errors import Problem


@dataclass(frozen=True, slots=True)
class State:
    """One state of the served site; ``problems`` are those of a build after it that failed."""

    version: str
    problems: tuple[Problem, ...] = ()

    def event(self) -> bytes:
        """Write the state as a server-sent event."""
        problems = [
            {"place": str(p.place), "what": p.what, "why": p.why, "fix": p.fix}
            for p in self.problems
        ]
        said = json.dumps({"version": self.version, "problems": problems}, ensure_ascii=False)
        return f"data: {said}\n\n".encode()


@dataclass(slots=True)
class Live:
    """The newest state, shared by the builder's thread and those of the open pages."""

    _run: str = field(default_factory=lambda: secrets.token_hex(4))
    _number: int = 0
    _problems: tuple[Problem, ...] = ()
    _changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def state(self) -> State:
        """The newest state; its version is never that of another run of the server."""
        return State(f"{self._run}.{self._number}", self._problems)

    def built(self, *, changed: bool) -> None:
        """Tell the pages that a build went well, and whether it changed any file."""
        with self._changed:
            self._number += changed or bool(self._problems)
            self._problems = ()
            self._changed.notify_all()

    def failed(self, problems: tuple[Problem, ...]) -> None:
        """Tell the pages that the archive has problems; the site is still the last good one."""
        with self._changed:
            self._problems = problems
            self._changed.notify_all()

    def wait(self, shown: State | None, timeout: float) -> State | None:
        """Give the newest state as soon as it is not *shown*; None after *timeout* seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.state != shown, timeout)
            return self.state if self.state != shown else None
