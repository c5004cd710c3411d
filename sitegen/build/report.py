"""What did a build do, and what did it cost?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple


class StageCost(NamedTuple):
    """What one stage of a build took: CPU and wall seconds, bytes resident at most till its end."""

    name: str
    cpu: float
    wall: float
    peak: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Counts, CPU and wall seconds of the whole build, peak bytes of all processes together."""

    output: str
    documents: int
    entities: int
    mentions: int
    links: int
    files: int
    changed: int
    removed: int
    bytes: int
    cpu_seconds: float
    wall_seconds: float
    peak_memory: int
    notes: tuple[str, ...] = ()
    stages: tuple[StageCost, ...] = ()  # where asked
    templates: tuple[tuple[str, int, float], ...] = ()  # name, pages, seconds; where asked
    reasons: tuple[tuple[str, str], ...] = ()  # path, why it was written anew; where it was asked

    def as_dict(self) -> dict[str, Any]:
        """Give the report for ``--json``."""
        return asdict(self)

    def summary(self) -> str:
        """Write the one line at the end of a build."""
        return (
            f"{self.output}: {self.documents:,} documents, {self.entities:,} entities, "
            f"{self.links:,} links, {self.files:,} files ({self.changed:,} new or changed, "
            f"{self.removed:,} removed), {self.bytes / 1e6:,.1f} MB; "
            f"{self.wall_seconds:.1f} s, {self.cpu_seconds:.1f} s CPU, "
            f"{self.peak_memory / 1e6:,.0f} MB"
        )
