"""What every room's tests may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real corpora beside the project; a test that asks for them is skipped without."""
    found = ROOT.parent / "shared" / "data"
    if not found.is_dir():
        pytest.skip("../shared/data, the real corpora, is not beside the project")
    return found


@pytest.fixture(scope="session", autouse=True)
def _no_key_at_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the key of caches out of the home of whoever runs the tests."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))
