"""Where are the words that a reader may have meant, or begun? (docs/index-format.md, 14)

Reads no more than the few files in which they can stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from sitegen.arabic.fold import fold
from sitegen.index.format import shard_name
from sitegen.index.letters import swap
from sitegen.index.offers import UNSEEN, Word, letters_of
from sitegen.index.spelling import SHORTEST, bare
from sitegen.index.varint import decode

WIDE = 20  # files read of all segments where so many suffice: shorter pieces than halves
MOST = 24  # files read in any case
AHEAD_FILES = 2  # for what begins alike

Rows = Callable[[str], Sequence[str]]  # the columns of a file below spell/


def span(firsts: Sequence[str], prefix: str) -> range:
    """Give the numbers of the files in which keys may stand that begin with *prefix*.

    >>> span(["اب", "بت", "بيت", "جم"], "ب"), span(["اب", "بت"], "بتر")
    (range(0, 3), range(1, 2))
    """
    start = end = max(0, bisect_right(firsts, prefix) - 1)
    while end < len(firsts) and (end == start or firsts[end].startswith(prefix)):
        end += 1
    return range(start, end)


def reads(
    beginnings: Sequence[str], ends: Sequence[str], form: str, wide: int = WIDE, most: int = MOST
) -> list[tuple[str, str]]:
    """Choose the files that may have what was meant by *form*: side and first key of each.

    A slip leaves the first half or the second as it is. Where files are few, a part shorter
    than a half will do, and leaves room for a second slip. Two letters swapped across the
    middle are looked up by themselves.

    >>> reads(["ا", "م", "ه"], ["ا", "ه"], "مدرصه")
    [('b', 'م'), ('e', 'ه')]
    """
    key, back = bare(form), form[::-1]
    length = len(key)
    here = (length + 1) // 2
    there = length - here
    swapped = key[: here - 1] + key[here : here + 1] + key[here - 1 : here] + key[here + 1 :]
    found = [("b", beginnings[at]) for at in span(beginnings, swapped)[:1]]
    both = [span(beginnings, key[:here]), span(ends, back[:there])]
    while True:
        wider = []
        if here > 1:
            wider.append((len(span(beginnings, key[: here - 1])) + len(both[1]), here - 1, there))
        if there > 1:
            wider.append((len(span(ends, back[: there - 1])) + len(both[0]), here, there - 1))
        if not wider or min(wider)[0] > wide:
            break
        _, here, there = min(wider)
        both = [span(beginnings, key[:here]), span(ends, back[:there])]
    found += [("b", beginnings[at]) for at in both[0]] + [("e", ends[at]) for at in both[1]]
    return list(dict.fromkeys(found))[:most]


class WordList:
    """The words of one segment that occur often enough to be offered."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        beginnings, ends, *top = rows("list")
        self.beginnings = beginnings.split(" ") if beginnings else []
        self.ends = ends.split(" ") if ends else []
        self.top = list(words_of(top))

    def near(self, form: str, share: int = 1) -> Iterator[Word]:
        """Give the words of the files that may have what was meant; some of them twice."""
        chosen = reads(self.beginnings, self.ends, form, WIDE // share, MOST // share)
        for side, first in chosen:
            yield from self._words(side, first)

    def _words(self, side: str, first: str) -> Iterator[Word]:
        return words_of(self._rows(f"{side}/{shard_name(first)}"))

    def level(self, form: str) -> int:
        """Give the level of a form; UNSEEN where the list has it not."""
        word = self.word(form)
        return word.level if word else UNSEEN

    def word(self, form: str) -> Word | None:
        """Give a form as it is shown; None where the list has it not."""
        for at in span(self.beginnings, bare(form))[:1]:
            for word in self._words("b", self.beginnings[at]):
                if word.form == form:
                    return word
        return None

    def beginning_with(self, prefix: str) -> Iterator[Word]:
        """Give words that begin with *prefix*: of its files, or where these are many, the top."""
        files = span(self.beginnings, bare(prefix))
        if len(files) > AHEAD_FILES or len(prefix) < SHORTEST:
            yield from (word for word in self.top if word.form.startswith(prefix))
            return
        for at in files:
            for word in self._words("b", self.beginnings[at]):
                if word.form.startswith(prefix):
                    yield word


def words_of(columns: Sequence[str]) -> Iterator[Word]:
    """Read a file's columns: words parted by spaces, and a level for each.

    >>> list(words_of([swap("مدرسة كتاب"), "+)"]))[0]
    Word(shown='مدرسة', form='مدرسه', level=10, letters=688288)
    """
    swapped, levels = columns
    if not swapped:
        return
    shown = swap(swapped)
    forms = fold(shown).text.split(" ")
    for word, form, level in zip(shown.split(" "), forms, decode(levels), strict=True):
        yield Word(word, form, level, letters_of(form))
