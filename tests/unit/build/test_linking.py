"""What does linking a batch leave behind?"""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from sitegen.build.linking import LinkingRoom, LinkJob, link_batch
from sitegen.entities.authority import Authority
from sitegen.entities.resolve import Linker


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_left_as_it_was_found(tmp_path: Path, *, is_on: bool) -> None:
    authority = Authority.of([])
    (gc.enable if is_on else gc.disable)()
    try:
        linked = link_batch(LinkingRoom(authority, Linker(authority), tmp_path), LinkJob(0, (), ()))
        assert gc.isenabled() == is_on
        assert linked.n_mentions == 0
    finally:
        gc.enable()
