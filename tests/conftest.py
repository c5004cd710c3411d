"""What every room's tests may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
# No test asserts a time: machines are busy.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


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
