"""What every room's tests may ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from sitegen.pages.html import _Environment

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


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once() -> Iterator[None]:
    """Keep the code of templates, by language and source: else it is half of each small build."""
    compiled = _Environment.compile
    held: dict[tuple[object, ...], Any] = {}

    def once(self: _Environment, source: str, *place: object) -> Any:
        key = (self.globals["_"], source, *place)
        if key not in held:
            held[key] = compiled(self, source, *place)
        return held[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Environment, "compile", once)
        yield
