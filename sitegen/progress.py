"""How far is the build? A bar on the terminal, for what takes over a second."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # most builds have ended before there is anything to draw
    from rich.progress import Progress, TaskID


class Bar:
    """Takes (stage, done, total); draws nothing in the first second."""

    def __init__(self) -> None:
        self._begin = time.monotonic()
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that *done* of *total* jobs of a stage are done; the stage ``done`` ends the bar."""
        if stage == "done":
            if self._progress:
                self._progress.stop()
            return
        if self._progress is None:
            if time.monotonic() - self._begin < 1:
                return
            self._progress = _drawn()
            self._progress.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total)
        self._progress.refresh()


def _drawn() -> Progress:
    from rich.console import Console  # noqa: PLC0415 - heavy
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    return Progress(
        TextColumn("{task.description:>10}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
    )
