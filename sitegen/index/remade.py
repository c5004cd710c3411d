"""What are the rows of families now, of which documents came, went or changed?

The lists of forms that no changed document has stay as they are, whatever else their family has.
(docs/index-format.md, sections 6 and 7)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from sitegen.arabic.stem import key
from sitegen.index.appended import appended, is_behind_all
from sitegen.index.displaced import AS_IT_WAS, displaced
from sitegen.index.encode import entry_of, positions_text
from sitegen.index.letters import swap_all
from sitegen.index.plan import Segment
from sitegen.index.recount import Dated, forms_of
from sitegen.index.shards import Row
from sitegen.index.spliced import Delta, Held, Listed, spliced
from sitegen.index.standing import Place, StandingLetter
from sitegen.index.varint import decode_each, encode_each


@dataclass(frozen=True, eq=False)
class Made:
    """A family's row as it is to be; ``place`` says where it stood, and ``stood`` with which forms.

    ``lists`` are those of the forms of which something changed. The others are asked for only
    where all of the row is.
    """

    family: str
    forms: Sequence[str]
    text: str
    lists: Mapping[str, Listed]
    place: Place | None
    stood: Sequence[str]
    standing: StandingLetter = field(repr=False)

    @property
    def _stays(self) -> list[str]:
        """The forms whose postings are as they were."""
        return [form for form, one in self.lists.items() if one.last == AS_IT_WAS]

    @cached_property
    def key(self) -> str:
        """The key of the family."""
        return key(self.forms[0])

    @cached_property
    def row(self) -> Row:
        """All of the row."""
        lists = dict(self.lists)
        if self.place and (lists.keys() != {*self.forms} or self._stays):
            stood = dict(zip(self.stood, self.standing.listed(self.place), strict=True))
            lists = stood | lists
            lists |= {form: lists[form]._replace(last=stood[form].last) for form in self._stays}
        some = [lists[form] for form in self.forms]
        return Row(
            self.key,
            self.text,
            self.family,
            f"[{','.join(entry_of(one.lists) for one in some)}]",
            positions_text([one.positions for one in some]),
            max(one.last for one in some),
        )


class Remade(NamedTuple):
    """Rows of families, of none where they are no more; where those stand that stood."""

    rows: dict[str, Made | None]
    places: dict[str, Place]


class _Changed(NamedTuple):
    """Forms of which something changed, with keys; families of these, and those of other forms."""

    forms: Mapping[str, str]
    families: Mapping[str, set[str]]  # with the keys of these forms
    whole: frozenset[str]


class _Stood(NamedTuple):
    """A family as it stood: its forms, and the documents of all and of each less 1."""

    forms: Sequence[str]
    dfs: Sequence[int]


def remade(segment: Segment, letter: str, delta: Delta, standing: StandingLetter) -> Remade:
    """Make the rows of one first letter anew of which something changed."""
    known = segment.families.known
    changed = _changed(letter, delta, known)
    if not changed.forms:
        return Remade({}, {})
    places = _places(changed, standing)
    stood = _stood(standing, places)
    wanted = {*changed.forms}
    now: defaultdict[str, set[str]] = defaultdict(set)
    for family, one in stood.items():
        for form in one.forms:
            if form not in wanted:
                now[family].add(form)
    wanted |= {form for family in changed.whole for form in now[family]}
    held = _held(standing, places, stood, wanted)
    lists = _lists(segment, changed, wanted, held, delta)
    for form in lists:
        now[known.get(form, "")].add(form)
    for form in wanted - lists.keys():
        now[known.get(form, "")].discard(form)
    families = {family: sorted(now[family]) for family in sorted(changed.families)}
    dfs = _dfs(letter, changed, delta, stood, known)
    some = {family: forms for family, forms in families.items() if forms}
    texts = _texts(some, stood, lists, dfs)
    none = _Stood((), ())
    made = {
        family: Made(
            family,
            forms,
            text,
            {form: lists[form] for form in forms if form in lists},
            places.get(family),
            stood.get(family, none).forms,
            standing,
        )
        for (family, forms), text in zip(some.items(), texts, strict=True)
    }
    return Remade(dict.fromkeys(families) | made, places)


def _lists(
    segment: Segment,
    changed: _Changed,
    wanted: set[str],
    held: Mapping[str, Held],
    delta: Delta,
) -> dict[str, Listed]:
    """Give the lists of forms; the documents, too, where a family's must be counted anew."""
    known = segment.families.known
    make, some = displaced, delta.displaced
    if is_behind_all(segment, delta):
        make, some = appended, frozenset(delta.places)
    own = [form for form in sorted(wanted & some) if known.get(form, "") not in changed.whole]
    others = sorted(wanted.difference(own))
    made = make(segment, own, held, delta)
    return made | spliced(segment, others, held, delta) if others else made


def _changed(letter: str, delta: Delta, known: Mapping[str, str]) -> _Changed:
    forms = delta.of_letter(letter)
    families: defaultdict[str, set[str]] = defaultdict(set)
    whole: set[str] = set()
    for form, own in forms.items():
        now = known.get(form, "")
        was = delta.moved.get(form, now)
        for family in (was, now):
            families[family].add(own)
        whole |= {was, now} if was != now and was and now else set()
    families.pop("", None)
    return _Changed(forms, families, frozenset(whole))


def _places(changed: _Changed, standing: StandingLetter) -> dict[str, Place]:
    """Find the families that stand; all forms of a family have its key."""
    found = {}
    names = sorted(changed.families)
    for family, said in zip(names, swap_all(names), strict=True):
        for at in {standing.file_of(own) for own in changed.families[family]}:
            line = standing.words(at).line_of(said)
            if line is not None:
                found[family] = (at, line)
    return dict(sorted(found.items(), key=lambda one: one[1]))


def _stood(standing: StandingLetter, places: Mapping[str, Place]) -> dict[str, _Stood]:
    """Read what the words say of families."""
    said = swap_all(standing.words(at).said[n] for at, n in places.values())
    dfs, bounds = decode_each([standing.words(at).dfs[n] for at, n in places.values()])
    spans, every = pairwise(bounds.tolist()), dfs.tolist()
    return {
        family: _Stood(words.split(" ")[1:], every[start:end])
        for family, words, (start, end) in zip(places, said, spans, strict=True)
    }


def _held(
    standing: StandingLetter,
    places: Mapping[str, Place],
    stood: Mapping[str, _Stood],
    wanted: Collection[str],
) -> dict[str, Held]:
    """Read the lists of forms that are *wanted*, with documents as they were numbered."""
    found = {}
    for family, place in places.items():
        file, line = standing.place(place)
        held = standing.cut(*file).held(line)
        for form, (lists, positions) in zip(stood[family].forms, held, strict=True):
            if form in wanted:
                found[form] = Held(lists, positions)
    return found


def _dfs(
    letter: str,
    changed: _Changed,
    delta: Delta,
    stood: Mapping[str, _Stood],
    known: Mapping[str, str],
) -> dict[str, int]:
    """Count the documents of families that no form of another family entered or left."""

    def family_before(form: str) -> str:
        return delta.moved.get(form, known.get(form, ""))

    def family_now(form: str) -> str:
        return known.get(form, "")

    less = _documents(delta.counted.lost, letter, family_before)
    more = _documents(delta.counted.new, letter, family_now)
    return {
        family: (stood[family].dfs[0] if family in stood else 0)
        - len(less.get(family, ()))
        + len(more.get(family, ()))
        for family in changed.families
        if family not in changed.whole
    }


def _documents(
    dated: Dated, letter: str, family_of: Callable[[str], str]
) -> defaultdict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    run = dated.run
    documents, bounds = run.documents, run.bounds.tolist()
    for n, form in forms_of(run, letter):
        found[family_of(form)].update(documents[bounds[n] : bounds[n + 1]].tolist())
    return found


def _texts(
    families: Mapping[str, Sequence[str]],
    stood: Mapping[str, _Stood],
    lists: Mapping[str, Listed],
    dfs: Mapping[str, int],
) -> Iterator[str]:
    """Write what the words say of families."""
    every = {
        form: df
        for one in stood.values()
        for form, df in zip(one.forms, one.dfs[1:], strict=True)
        if form not in lists
    }
    every.update((form, one.df - 1) for form, one in lists.items())
    words = swap_all(" ".join((family, *forms)) for family, forms in families.items())
    counts = encode_each(
        [
            [
                dfs[family] if family in dfs else _together(lists[form] for form in forms),
                *(every[form] for form in forms),
            ]
            for family, forms in families.items()
        ]
    )
    return (f'["{said}","{df}"]' for said, df in zip(words, counts, strict=True))


def _together(lists: Iterable[Listed]) -> int:
    """Count the documents that have any of some forms."""
    return len(np.unique(np.concatenate([one.documents for one in lists])))
