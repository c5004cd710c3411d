"""What are the rows of families now, of which documents came, went or changed?

The lists of forms that no changed document has stay as they are, whatever else their family has.
(docs/index-format.md, sections 6 and 7)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate
from json import loads
from typing import NamedTuple

import numpy as np

from sitegen.arabic.stem import key
from sitegen.index.encode import positions_text
from sitegen.index.letters import swap_all
from sitegen.index.plan import Segment
from sitegen.index.recount import Dated, forms_of
from sitegen.index.shards import Row
from sitegen.index.spliced import Delta, Held, Listed, spliced
from sitegen.index.standing import StandingLetter
from sitegen.index.varint import decode, encode_each


class Remade(NamedTuple):
    """Rows of families, of none where they are no more; where those stand that stood."""

    rows: dict[str, Row | None]
    places: dict[str, tuple[int, int]]  # file of words, line


class _Changed(NamedTuple):
    """Forms of which something changed, with keys; families of these, and those of other forms."""

    forms: Mapping[str, str]
    families: frozenset[str]
    whole: frozenset[str]


def remade(segment: Segment, letter: str, delta: Delta, standing: StandingLetter) -> Remade:
    """Make the rows of one first letter anew of which something changed."""
    known = segment.families.known
    changed = _changed(letter, delta, known)
    if not changed.forms:
        return Remade({}, {})
    files = {standing.file_of(own) for own in changed.forms.values()}
    places = {
        family: (at, n)
        for at in sorted(files)
        for n, family in enumerate(standing.words(at).families)
        if family in changed.families
    }
    standing.read(sorted({(at, standing.words(at).file_of(n)) for at, n in places.values()}))
    held = _held(standing, places.values())
    of_family: defaultdict[str, list[str]] = defaultdict(list)
    for form in sorted({*held, *changed.forms}):
        of_family[known.get(form, "")].append(form)
    wanted = {*changed.forms, *(form for family in changed.whole for form in of_family[family])}
    lists = spliced(segment, sorted(wanted), held, delta)
    lists |= _as_they_stand(standing, places, wanted)
    families = {
        family: {form: lists[form] for form in of_family[family] if form in lists}
        for family in sorted(changed.families)
    }
    dfs = _dfs(letter, changed, delta, standing, places, known)
    some = {family: forms for family, forms in families.items() if forms}
    rows = dict(zip(some, _rows(some, changed.whole, dfs), strict=True))
    return Remade(dict.fromkeys(families) | rows, places)


def _changed(letter: str, delta: Delta, known: Mapping[str, str]) -> _Changed:
    forms = {form: own for form, own in delta.forms.items() if own[:1] == letter}
    families: set[str] = set()
    whole: set[str] = set()
    for form in forms:
        now = known.get(form, "")
        was = delta.moved.get(form, now)
        families |= {was, now}
        whole |= {was, now} if was != now and was and now else set()
    return _Changed(forms, frozenset(families - {""}), frozenset(whole))


def _held(standing: StandingLetter, places: Iterable[tuple[int, int]]) -> dict[str, Held]:
    """Read the lists of some families, with documents as they were numbered."""
    found = {}
    for at, n in places:
        words = standing.words(at)
        file = words.file_of(n)
        within = n - words.opens[file]
        lists = standing.lists(at, file)
        both = loads(lists.stood[within]), loads(lists.positions[within])
        some = zip(words.forms[n], *both, strict=True)
        found.update({form: Held(entry, where) for form, entry, where in some})
    return found


def _as_they_stand(
    standing: StandingLetter, places: Mapping[str, tuple[int, int]], wanted: set[str]
) -> dict[str, Listed]:
    """Give the lists of forms in some families that are not *wanted* anew."""
    found = {}
    for at, n in places.values():
        words = standing.words(at)
        some = [i for i, form in enumerate(words.forms[n]) if form not in wanted]
        if not some:
            continue
        file = words.file_of(n)
        within = n - words.opens[file]
        lists = standing.lists(at, file)
        dfs = decode(words.dfs[n])
        postings, positions = (loads(rows[within]) for rows in (lists.postings, lists.positions))
        sizes = (1 if isinstance(entry, str) else 2 for entry in postings)
        firsts = list(accumulate(sizes, initial=lists.before[within]))
        for i in some:
            entry = postings[i]
            text = f'"{entry}"' if isinstance(entry, str) else f'["{entry[0]}","{entry[1]}"]'
            last = lists.lasts[firsts[i]]
            found[words.forms[n][i]] = Listed(text, positions[i], dfs[i + 1] + 1, last)
    return found


def _dfs(
    letter: str,
    changed: _Changed,
    delta: Delta,
    standing: StandingLetter,
    places: Mapping[str, tuple[int, int]],
    known: Mapping[str, str],
) -> dict[str, int]:
    """Count the documents of families that no form of another family entered or left."""

    def family_before(form: str) -> str:
        return delta.moved.get(form, known.get(form, ""))

    def family_now(form: str) -> str:
        return known.get(form, "")

    found = {}
    less = _documents(delta.counted.lost, letter, family_before)
    more = _documents(delta.counted.new, letter, family_now)
    for family in changed.families - changed.whole:
        before = 0
        if family in places:
            at, n = places[family]
            before = decode(standing.words(at).dfs[n])[0]
        found[family] = before - len(less[family]) + len(more[family])
    return found


def _documents(
    dated: Dated, letter: str, family_of: Callable[[str], str]
) -> defaultdict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    run = dated.run
    for n, form in forms_of(run, letter):
        found[family_of(form)].update(run.documents[run.bounds[n] : run.bounds[n + 1]].tolist())
    return found


def _rows(
    families: Mapping[str, Mapping[str, Listed]], whole: frozenset[str], dfs: Mapping[str, int]
) -> Iterator[Row]:
    """Write the rows of families, each with its forms in order."""
    words = swap_all(" ".join((family, *forms)) for family, forms in families.items())
    counts = encode_each(
        [
            [
                _together(forms.values()) if family in whole else dfs[family],
                *(one.df - 1 for one in forms.values()),
            ]
            for family, forms in families.items()
        ]
    )
    for (family, forms), said, df in zip(families.items(), words, counts, strict=True):
        lists = list(forms.values())
        yield Row(
            key(next(iter(forms))),
            f'["{said}","{df}"]',
            family,
            f"[{','.join(one.entry for one in lists)}]",
            positions_text([one.positions for one in lists]),
            max(one.last for one in lists),
        )


def _together(lists: Iterable[Listed]) -> int:
    """Count the documents that have any of some forms."""
    return len(np.unique(np.concatenate([one.documents for one in lists])))
