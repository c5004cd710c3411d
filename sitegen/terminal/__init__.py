"""What does a search in the terminal ask, and in which form is it answered?"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

import numpy as np
from rich.console import Console

from sitegen.errors import CorpusError, Place, Problem, did_you_mean
from sitegen.export.spreadsheet import encode_csv
from sitegen.index.concordance import Found, concordance
from sitegen.index.kwic import by_context
from sitegen.index.reader import WhooshSearch
from sitegen.index.search import Count, Results, SearchIndex, open_site
from sitegen.terminal import counts, rows, shown

Form = Literal["text", "json", "csv"]
Sort = Literal["relevance", "newest", "oldest", "left", "right"]
Printer = Callable[[], None]
MOST_READ = 5_000  # documents whose lines are sorted by context: all are read before the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person typed."""

    site: Path
    query: str
    limit: int = 10  # 0: all
    sort: Sort = "relevance"
    collection: str = ""
    years: tuple[int | None, int | None] = (None, None)
    passages: int = 1
    form: Form = "text"
    kwic: bool = False
    exact: bool = False
    facets: str = ""  # the field to count by

    @property
    def most(self) -> int:
        """How many results, or lines, are wanted."""
        return self.limit or sys.maxsize


def print_search(asked: Asked) -> None:
    """Search a site and print the best documents, or the lines of a concordance.

    Raises CorpusError where the folder has no index, the index is damaged, or the query asks for
    too much. Nothing is printed before the answer is complete.
    """
    try:
        index = _opened(asked.site)
        print_ = _answering(asked)(index, asked)
    except (LookupError, TypeError, ValueError) as error:  # a file of the index says nonsense
        what, why = "the search index cannot be read", f"{type(error).__name__}: {error}"
        raise CorpusError([_problem(asked, what, why, "build the site again")]) from error
    print_()


def _answering(asked: Asked) -> Callable[[SearchIndex, Asked], Printer]:
    if asked.facets:
        return _facets
    return _kwic if asked.kwic else _documents


def _problem(asked: Asked, what: str, why: str, fix: str) -> Problem:
    return Problem(Place(str(asked.site)), what, why, fix)


def _opened(site: Path) -> SearchIndex:
    if (site / "search/manifest.js").is_file() or (site / "manifest.js").is_file():
        return open_site(site)
    what, why = "there is no site with a search index here", "it has no search/manifest.js"
    fix = f"build one: sitegen build ARCHIVE -o {site}"
    raise CorpusError([Problem(Place(str(site)), what, why, fix)])


def _filters(index: SearchIndex, asked: Asked) -> dict[str, str]:
    """Choose the collection by its id or its title."""
    if not asked.collection:
        return {}
    known = {name: title for name, title, _ in index.store.manifest["collections"]}
    for name, title in known.items():
        if asked.collection in (name, title):
            return {"collection": name}
    what = f"there is no collection '{asked.collection}'"
    fix = did_you_mean(asked.collection, [*known, *known.values()], f"one of: {', '.join(known)}")
    raise CorpusError([_problem(asked, what, "", fix)])


def _documents(index: SearchIndex, asked: Asked) -> Printer:
    sort = "relevance" if asked.sort in ("left", "right") else asked.sort
    results = WhooshSearch(index).search(
        asked.query,
        asked.most,
        sort=sort,  # type: ignore[arg-type]
        filters=_filters(index, asked),
        years=asked.years,
        n_passages=asked.passages,
        exact=asked.exact,
    )
    archive = rows.Archive.of(index)
    meant = index.meant(asked.query, results.query, results.hits)
    if asked.form == "json":
        return lambda: _print_json(rows.results(results, meant, archive))
    messages = [*results.messages, *shown.did_you_mean(meant, archive)]
    if asked.form == "csv":
        return lambda: _print_csv(rows.document_rows(results, archive), messages)
    return lambda: _print_results(results, messages, archive, asked.most)


def _kwic(index: SearchIndex, asked: Asked) -> Printer:
    answer = WhooshSearch(index).answer(asked.query, _filters(index, asked), exact=asked.exact)
    by_side = asked.sort in ("left", "right")
    sort = "oldest" if by_side else asked.sort
    order = index.order(answer, len(answer.numbers), sort=sort, years=asked.years)  # type: ignore[arg-type]
    numbers = [number for number, _ in order.found]
    messages = list(Results(order.total, (), answer.query, is_cut=answer.is_cut).messages)
    if by_side and len(numbers) > MOST_READ:
        messages.append(f"the lines of the first {MOST_READ:,} of {len(numbers):,} documents")
        numbers = numbers[:MOST_READ]
    found = concordance(index, answer, numbers)
    if by_side:
        key = by_context(asked.sort)  # type: ignore[arg-type]
        found = iter(sorted(found, key=lambda one: key(one.line)))
    lines = list(islice(found, asked.most))
    archive = rows.Archive.of(index)
    if asked.form == "json":
        return lambda: _print_json(rows.lines(lines, order.total, messages, archive))
    if asked.form == "csv":
        return lambda: _print_csv(rows.line_rows(lines, archive), messages)
    return lambda: _print_lines(lines, order.total, messages)


def _facets(index: SearchIndex, asked: Asked) -> Printer:
    known = counts.fields(index)
    if asked.facets not in known:
        what, fix = f"there is no field '{asked.facets}' to count by", f"one of: {', '.join(known)}"
        raise CorpusError([_problem(asked, what, "", did_you_mean(asked.facets, known, fix))])
    answer = WhooshSearch(index).answer(asked.query, _filters(index, asked), exact=asked.exact)
    order = index.order(answer, len(answer.numbers), sort="oldest", years=asked.years)
    numbers = np.array(sorted(number for number, _ in order.found), np.int64)
    found = counts.counted(index, asked.facets, numbers)
    messages = Results(order.total, (), answer.query, is_cut=answer.is_cut).messages
    if asked.form == "json":
        values = [{"value": one.value, "label": one.label, "documents": one.hits} for one in found]
        told = {"total": order.total, "messages": list(messages), asked.facets: values}
        return lambda: _print_json(told)
    if asked.form == "csv":
        return lambda: _print_csv(counts.table(found), messages)
    return lambda: _print_counts(found[: asked.most], len(found), messages)


def _print_counts(found: Sequence[Count], total: int, messages: Sequence[str]) -> None:
    console = _console()
    _warn(console, messages)
    for one in found:
        console.print(f"{one.hits:>8,}  {one.label}", markup=False)
    shown_of = f"{total:,} value{'s' if total != 1 else ''}"
    console.print(shown_of + (f", the first {len(found)} shown" if total > len(found) else ""))


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True)


def _print_results(
    results: Results, messages: Sequence[str], archive: rows.Archive, limit: int
) -> None:
    console = _console()
    _warn(console, messages)
    for rank, hit in enumerate(results.hits, 1):
        console.print(shown.result(rank, hit, archive))
    found = f"{results.total:,} document{'s' if results.total != 1 else ''}"
    console.print(found + (f", the best {limit} shown" if results.total > limit else ""))


def _print_lines(lines: Sequence[Found], total: int, messages: Sequence[str]) -> None:
    console = _console()
    _warn(console, messages)
    for line in shown.lines(lines, console.width):
        console.print(line)
    counted = f"{len(lines):,} line{'s' if len(lines) != 1 else ''}"
    console.print(f"{counted} from {total:,} document{'s' if total != 1 else ''}")


def _warn(console: Console, messages: Sequence[str]) -> None:
    for message in messages:
        console.print(message, style="yellow", markup=False)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))  # noqa: T201


def _print_csv(table: Sequence[Sequence[str | int]], messages: Sequence[str]) -> None:
    """Write a table as it is, its line ends too, and what is to be said of it beside."""
    for message in messages:
        print(message, file=sys.stderr)  # noqa: T201
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(newline="")  # or Windows would double the carriage returns
    sys.stdout.write(encode_csv(table))
