"""How often is a word written, year by year? Lists with small drawings, and files for the chart.

The chart of several words is the page's script's (client/usage.js); what it needs of the words
listed here, and of all names, lies in ``data/usage``.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.model import EntityId, Term, Usage
from sitegen.pages import urls
from sitegen.pages.cards import bucket
from sitegen.pages.catalogue import Catalogue
from sitegen.pages.charts import sparks
from sitegen.pages.entries import home_crumb, pager
from sitegen.pages.frame import frame
from sitegen.pages.html import Renderer
from sitegen.pages.i18n import Words, msgid
from sitegen.pages.lists import parts
from sitegen.pages.output import Page, Told
from sitegen.pages.views import Link, UsageRow, UsageView

FOLDER = "data/usage"
MOST_LISTED = 300  # of each kind; more are in the files
PER = 10_000  # words: what shares are of
_VALUES = 4_000  # counts in a file
_TOGETHER = 96  # names in a file, about
_KINDS = {
    urls.WORDS: (msgid("Words"), msgid(
        "The words that occur most, each with all of its forms, as the search finds it. Particles, "
        "numbers, and what one document in two has are left out."
    )),
    urls.PHRASES: (msgid("Phrases"), msgid(
        "Two words that stand side by side most often: the first with و ف ب ك ل before it, too, "
        "the second as it is written. So is counted what you type; in quotation marks with = "
        "before them (=“…”) only what is written just so."
    )),
    urls.NAMED: (msgid("Names mentioned"), msgid("The names that are mentioned most.")),
}  # fmt: skip

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class _Listed:
    """A row that is not set yet."""

    text: str
    href: str
    key: str
    counts: Sequence[int]


def usage_pages(usage: Usage, catalogue: Catalogue, render: Renderer) -> Iterator[Page]:
    """Give the pages of words, phrases and names, each by hundreds."""
    lists = {
        urls.WORDS: _terms(usage.words),
        urls.PHRASES: _terms(usage.phrases),
        urls.NAMED: _names(usage, catalogue),
    }
    held = {path: some for path, some in lists.items() if some or path == urls.WORDS}
    for path, some in held.items():
        shares = parts(some)
        for number, share in enumerate(shares, 1):
            yield Page(
                urls.part(path, number),
                partial(
                    _view, path, share, number, len(shares), tuple(held), usage, catalogue, render
                ),
                partial(
                    Told, (), (number, len(shares), tuple(held), usage.years, usage.sizes, share)
                ),
            )


def _terms(terms: Sequence[Term]) -> list[_Listed]:
    return [
        _Listed(
            one.text,
            urls.search_address(q=f'"{one.text}"' if " " in one.text else one.text),
            one.text,
            one.counts,
        )
        for one in terms[:MOST_LISTED]
    ]


def _names(usage: Usage, catalogue: Catalogue) -> list[_Listed]:
    totals = {name: sum(n for _, n in counts) for name, counts in usage.names.items()}
    most = sorted(totals, key=lambda name: (-totals[name], name.encode()))[:MOST_LISTED]
    found = []
    for name in most:
        counts, path = dict(usage.names[name]), catalogue.entity_path(name)
        along = [counts.get(year, 0) for year in usage.years]
        key = "@" + path.removesuffix(".html")
        found.append(_Listed(catalogue.entities[name].heading, path, key, along))
    return found


def _view(
    path: str,
    share: Sequence[_Listed],
    number: int,
    count: int,
    kinds: Sequence[str],
    usage: Usage,
    catalogue: Catalogue,
    render: Renderer,
) -> UsageView:
    edition = catalogue.edition
    said = edition.words
    here = urls.part(path, number)
    root = urls.root_of(here)
    name, note = _KINDS[path]
    title = said.text("Words over time")
    full = title if path == urls.WORDS else f"{title}: {said.text(name)}"
    tabs = (
        Link(said.text(_KINDS[other][0]), "" if other == path else root + other) for other in kinds
    )
    scripts = (*edition.scripts, "assets/usage.js") if usage.years else None
    return UsageView(
        frame=frame(render, here, full, "usage", active="words", scripts=scripts),
        crumbs=(home_crumb(edition, root),),
        title=title,
        note=said.text(note if share else msgid("There is nothing here yet.")),
        tabs=tuple(tabs) if len(kinds) > 1 else (),
        kind=path.removeprefix("words/").removesuffix(".html").replace("index", "words"),
        column=said.text(name),
        span=_span(usage.years, said),
        rows=tuple(_rows(share, usage, said, root)),
        pager=pager(path, number, count, edition),
    )


def _span(years: Sequence[int], said: Words) -> str:
    if not years:
        return ""
    first, last = years[0], years[-1]
    return said.digits(str(first) if first == last else f"{first}-{last}")


def _rows(share: Sequence[_Listed], usage: Usage, said: Words, root: str) -> Iterator[UsageRow]:
    lines = sparks(usage.years, [one.counts for one in share], usage.sizes, said)
    for one, line in zip(share, lines, strict=True):
        yield UsageRow(
            one.text,
            root + one.href,
            one.key,
            line,
            said.number(sum(one.counts)),
            said.digits(str(peak(usage.years, one.counts, usage.sizes))),
        )


def peak(years: Sequence[int], counts: Sequence[int], sizes: Sequence[int]) -> int:
    """Give the year that has most for its size; a year with next to no text is passed over.

    >>> peak((1906, 1907, 1908), (3, 9, 1), (10_000, 20_000, 10))
    1907
    """
    least = sum(sizes) // (20 * len(years))
    told = [at for at, size in enumerate(sizes) if size > least and counts[at]]
    among = told or [at for at in range(len(years)) if counts[at]]
    return years[max(among, key=lambda at: (counts[at] * PER / max(1, sizes[at]), -at))]


def usage_files(usage: Usage, catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """Give the files for the chart: path, content; none over some 40 kB, whatever the archive."""
    if not usage.years:
        return
    terms = (*usage.words, *usage.phrases)
    per = max(1, _VALUES // len(usage.years))
    addresses = {
        name: catalogue.entity_path(name).removesuffix(".html") for name in sorted(usage.names)
    }
    count = 1 << (len(addresses) // _TOGETHER).bit_length()
    index = {
        "years": list(usage.years),
        "sizes": list(usage.sizes),
        "words": [term.text for term in usage.words],
        "phrases": [term.text for term in usage.phrases],
        "per": per,
        "names": count,
    }
    yield f"{FOLDER}/index.js", f"sitegen.usage({_js(index)});\n".encode()
    for start in range(0, len(terms), per):
        rows = [list(term.counts) for term in terms[start : start + per]]
        yield _file(f"w{start // per}", rows)
    held: dict[int, dict[str, list[object]]] = {number: {} for number in range(count)}
    for name, address in addresses.items():
        flat = [n for pair in usage.names[name] for n in pair]
        held[bucket(address, count)][address] = [catalogue.entities[name].heading, name, flat]
    for number, rows_of in held.items():
        yield _file(f"n{number}", rows_of)


def _file(name: str, held: object) -> tuple[str, bytes]:
    return f"{FOLDER}/{name}.js", f"sitegen.usage({_js(held)},{_js(name)});\n".encode()


def _js(value: object) -> str:
    return _ENCODE(value).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class Yearly(NamedTuple):
    """How often entities were named: of each year a row, of each of the names a column.

    Years ascend; under 0 stand documents without a date.

    >>> yearly = Yearly([0, 1906, 1907], [EntityId("l-misr")], np.array([[5], [1], [2]]))
    >>> yearly.totals(), yearly.of_each({EntityId("l-misr"): None})
    ({'l-misr': 8}, {'l-misr': ((1906, 1), (1907, 2))})
    """

    years: Sequence[int]
    names: Sequence[EntityId]
    times: NDArray[np.int64]

    def totals(self) -> dict[EntityId, int]:
        """Give the mentions of all years."""
        sums = zip(self.names, self.times.sum(0).tolist(), strict=True)
        return {name: count for name, count in sums if count}

    def of_each(self, pages: Container[EntityId]) -> dict[EntityId, tuple[tuple[int, int], ...]]:
        """Give of each that has a page the years, and how often it was named in each."""
        dated = np.array(self.years, np.int64) != 0
        columns, rows = np.nonzero(self.times[dated].T)
        years = np.array(self.years, np.int64)[dated][rows].tolist()
        pairs = list(zip(years, self.times[dated].T[columns, rows].tolist(), strict=True))
        ends = np.searchsorted(columns, np.arange(len(self.names) + 1)).tolist()
        return {
            name: tuple(pairs[start:end])
            for name, start, end in sorted(zip(self.names, ends, ends[1:], strict=False))
            if end > start and name in pages
        }
