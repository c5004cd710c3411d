"""Where is the default theme?"""

from __future__ import annotations

from pathlib import Path


def theme_folder() -> Path:
    """Give the folder of the default theme: in the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "theme"
    return inside if inside.is_dir() else package.parent / "templates"
