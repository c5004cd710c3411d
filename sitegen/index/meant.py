"""Did you mean ...? What else a query may have been to ask. (docs/index-format.md, 14 and 15)

Never searched instead of what was typed: only offered. The browser does the same in
``client/meant.js``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple

from sitegen.arabic.fold import fold
from sitegen.arabic.keyboard import retyped
from sitegen.arabic.tokens import forms_of, tokenize
from sitegen.index.named import SURE, NameList, Record
from sitegen.index.offers import MENDED, OFFERED, UNSEEN, Word, beside, gathered, offers, replaced
from sitegen.index.spelling import SHORTEST, level_of
from sitegen.index.store import Store
from sitegen.index.wordlist import WordList

FEW = 2  # documents: a word that no more have is doubted
MOST_MENDED = 2  # words of a query
WORTHY = 4  # letters of a name that was typed on another layout


class Asked(NamedTuple):
    """A word of a query: its form, and in how many documents it was found."""

    form: str
    df: int


@dataclass(frozen=True, slots=True)
class Meant:
    """What may have been meant by a query: other queries, and records of that name."""

    queries: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What the query found as it was typed: the first texts, of how many documents."""

    texts: Sequence[str] = ()
    documents: int = 0


NOTHING = Found()


def meant(
    text: str,
    words: Sequence[Asked],
    lists: Sequence[WordList],
    names: NameList,
    found: Found = NOTHING,
) -> Meant:
    """Say what may have been meant by a query whose *words* found little.

    Only words that FEW documents have, or fewer, are mended; the others stay as typed. Words of
    the texts *found* are likelier to be meant.
    """
    doubtful = [word for word in words if word.df <= FEW and len(word.form) >= SHORTEST]
    if not doubtful:
        return Meant()
    spelled = retyped(text)
    queries = [other for other in spelled if _is_known(other, lists)]
    queries += _joined(text, {word.form for word in doubtful}, lists)
    long = [word for word in doubtful if len(word.form) >= MENDED]
    queries += _mended(text, long[:MOST_MENDED], lists, found)
    kept = [other for other in dict.fromkeys(queries) if other != text]
    records = names.like(text)
    for other in spelled if not kept and len(text) >= WORTHY else ():
        records = records or _of_that_name(other, names)
    return Meant(tuple(kept[:OFFERED]), tuple(records))


class Mender:
    """What mends queries to one archive; its lists are opened when they are first asked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def lists(self) -> list[WordList]:
        """The words of each segment."""
        segments = self._store.manifest["segments"]
        return [WordList(partial(self._rows, f"{table['path']}spell/")) for table in segments]

    def _rows(self, folder: str, path: str, stamp: str | None = None) -> list[Any]:
        return self._store.rows(folder + path, stamp)

    @cached_property
    def names(self) -> NameList:
        """The names of the archive's entities."""
        return NameList(partial(self._rows, "names/"))

    def meant(self, text: str, words: Sequence[Asked], texts: Sequence[str] = ()) -> Meant:
        """Say what may have been meant by a query whose *words* found little but the *texts*."""
        found = Found(texts, self._store.manifest["documents"])
        return meant(text, words, self.lists, self.names, found)

    def words(self, prefix: str) -> list[Word]:
        """Give words that begin with a folded *prefix*, the commonest first."""
        found = gathered(word for one in self.lists for word in one.beginning_with(prefix))
        return sorted(found.values(), key=lambda word: (-word.level, word.form))

    def records(self, text: str) -> list[Record]:
        """Give records with a name that begins as *text* ends."""
        return self.names.beginning_with(text)


def _of_that_name(text: str, names: NameList) -> list[Record]:
    return names.like(text, SURE) or names.beginning_with(text)


def _is_known(text: str, lists: Sequence[WordList]) -> bool:
    forms = forms_of(text)
    return bool(forms) and all(any(one.word(form) for one in lists) for form in forms)


def _joined(text: str, doubtful: set[str], lists: Sequence[WordList]) -> list[str]:
    """Join a doubtful word with its neighbour, where the archive has them as one."""
    tokens = tokenize(fold(text))
    found = []
    for at in range(len(tokens) - 1):
        pair = tokens.forms[at : at + 2]
        (start, end), (restart, stop) = tokens.source_span(at), tokens.source_span(at + 1)
        if not doubtful.intersection(pair) or text[end:restart].strip():
            continue
        words = [word for one in lists if (word := one.word("".join(pair)))]
        found += [text[:start] + word.shown + text[stop:] for word in words[:1]]
    return found


def _mended(
    text: str, doubtful: Sequence[Asked], lists: Sequence[WordList], found: Found
) -> list[str]:
    """Mend each doubtful word: the first with each of its offers, the others with their best."""
    mended = []
    for form, df in doubtful:
        near = gathered(word for one in lists for word in one.near(form, len(lists)))
        if not df:
            near = beside(form, near, found.texts, found.documents)
        shown = offers(form, near, level_of(df) if df else UNSEEN)
        if shown:
            mended.append((form, shown))
    queries = []
    for word in mended[0][1] if mended else ():
        query = replaced(text, mended[0][0], word)
        for form, shown in mended[1:]:
            query = replaced(query, form, shown[0])
        queries.append(query)
    return queries
