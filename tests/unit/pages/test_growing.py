"""Which parts of a long list stay as they are when it grows? What a host is sent depends on it."""

from __future__ import annotations

import random

import pytest

from sitegen.config import Site
from sitegen.pages.edition import Edition
from sitegen.pages.entries import pager
from sitegen.pages.letters import LEAST, MOST, Heading, parts_by_heading

EDITION = Edition(Site(title="أرشيف"))


@pytest.mark.parametrize("count", [2, 5, 12, 13, 40])
def test_a_part_between_the_first_and_the_last_knows_no_total(count):
    before = [pager("c/a.html", n, count, EDITION) for n in range(1, count + 1)]
    after = [pager("c/a.html", n, count + 1, EDITION) for n in range(1, count + 1)]
    changed = [n for n in range(1, count + 1) if before[n - 1] != after[n - 1]]
    assert set(changed) == {1, *range(max(1, count - 2), count + 1)}


@pytest.mark.parametrize("count", [2, 5, 12, 13, 40])
def test_every_part_is_reached_from_the_first_and_from_the_last(count):
    seen, waiting = {1, count}, [1, count]
    while waiting:
        hrefs = [one.href for one in pager("c/a.html", waiting.pop(), count, EDITION).parts]
        found = {n for n in range(2, count + 1) if any(_leads_to(href, n) for href in hrefs)}
        waiting += found - seen
        seen |= found
    assert seen == set(range(1, count + 1))


def _leads_to(href, number):
    return href.endswith(f"/{number}.html") or href == f"{number}.html"


@pytest.mark.parametrize("seed", range(5))
def test_a_heading_that_comes_in_between_touches_its_own_part(seed):
    rng = random.Random(seed)
    many = [Heading(f"ع{rng.random()}", f"d/{n}-{seed}.html") for n in range(3000)]
    many.sort(key=lambda one: one.text)
    at = rng.randrange(len(many))
    before = [tuple(part) for part in parts_by_heading([*many[:at], *many[at + 1 :]])]
    after = [tuple(part) for part in parts_by_heading(many)]
    assert len(set(after) - set(before)) <= 3
    assert all(LEAST <= len(part) <= MOST for part in after[:-1])
    assert [heading for part in after for heading in part] == many
