"""What has a bench measured of this code already? So it goes on where it was stopped."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from sitegen.build.stamp import code_stamp


class Kept:
    """What was measured of this code, in a file that is written after each step."""

    def __init__(self, path: Path, *, again: bool) -> None:
        self._path = path
        self._code = code_stamp().hex()
        said = json.loads(path.read_text("utf-8")) if path.is_file() and not again else {}
        self._steps: dict[str, dict[str, float]] = said.get(self._code, {})

    def step(self, name: str, measure: Callable[[], dict[str, float]]) -> dict[str, float]:
        """Give the figures of a step; measure it where it was not yet."""
        if name not in self._steps:
            self._steps[name] = measure()
            self._path.write_text(json.dumps({self._code: self._steps}, indent=1), "utf-8")
        return self._steps[name]

    def has(self, name: str) -> bool:
        """Say whether a step is done."""
        return name in self._steps
