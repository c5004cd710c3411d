"""What does a site offer as data?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def rows_of(site: Path, kind: str) -> list[dict[str, Any]]:
    """Read the rows of documents or of mentions, of all years."""
    files = sorted((site / "data" / kind).glob("*.jsonl"))
    return [json.loads(row) for file in files for row in file.read_text("utf-8").split("\n") if row]
