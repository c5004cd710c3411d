"""Where does a text hold a name? All of them, with licensed proclitics, found in one pass.

A name is words, and so is a text: from every word, behind whatever may be a proclitic, the codes
of one word, two, three are looked up among those of the names, for all words of many texts
together. It costs what the text is long, hardly what the authority is: 200,000 records take no
longer to make ready than to read, where an automaton took twelve seconds and half a gigabyte.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sitegen.entities.codes import (
    Filter,
    Numbered,
    are_alike,
    eights,
    joined,
    ranges,
    word_codes,
)
from sitegen.entities.forms import (
    BEFORE_LAM,
    LICENCES,
    LONGEST_PROCLITIC,
    NOTHING,
    Forms,
    cuts_of,
    forms_of_names,
)
from sitegen.entities.haystack import SPACE, UNKNOWN, Haystack, gap_kind
from sitegen.entities.stuck import LEAST, is_stuck, may_be_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.integer]
    Flags = NDArray[np.bool_]
    Codes = NDArray[np.uint64]


def _are_licences(codes: Ints) -> Flags:
    """Say which codes are of what a licence allows."""
    known = _licence_codes()
    at = np.searchsorted(known, codes)
    return np.asarray(known[np.minimum(at, len(known) - 1)] == codes)


def _licence_codes() -> Ints:
    """List what each licence allows before a name, as :func:`_before` codes it, sorted."""
    return np.array(
        sorted(
            n << 40 | len(before) << 32 | int.from_bytes(before, "big")
            for n, licence in enumerate(LICENCES)
            for before in licence
        ),
        np.int64,
    )


def _before(data: NDArray[np.uint8], starts: Ints, cuts: Ints) -> Ints:
    """Code the bytes of the word before each start: their count, and they, the last lowest."""
    code = cuts << 32
    for n in range(LONGEST_PROCLITIC):
        letters = data[np.maximum(starts - 1 - n, 0)].astype(np.int64)
        code += np.where(cuts > n, letters << 8 * n, 0)
    return code


class Hit(NamedTuple):
    """A name found: bytes *start* to *end* of the haystack, *cut* bytes of proclitic before."""

    start: int
    end: int
    cut: int
    name: int


class _Runs(NamedTuple):
    """Runs of words from each *start*, behind a proclitic or not, to the end of word *word*."""

    starts: Ints
    words: Ints
    codes: Codes

    def at(self, rows: Ints) -> _Runs:
        return _Runs(self.starts[rows], self.words[rows], self.codes[rows])


class _Text(NamedTuple):
    """The words of a haystack: where each begins and ends."""

    letters: Codes
    openings: Ints
    closings: Ints


class Matcher:
    """Finds folded names; a name's number is its place in the sequence, unless *numbers* say.

    Names of one letter are left out: they are never sure; initials need their stops.
    """

    def __init__(self, names: Sequence[str], numbers: Sequence[int] | None = None) -> None:
        forms = forms_of_names(names)
        self._names = names
        self._rows = forms.owners
        self._starts, self._ends, self._licences = forms.starts, forms.ends, forms.licences
        self._numbers = None if numbers is None else np.array(numbers, np.int64)
        self._letters = eights(forms.data)
        is_unknown = np.frombuffer(forms.data, np.uint8) == UNKNOWN
        unknowns = np.concatenate([[0], np.cumsum(is_unknown, dtype=np.int32)])
        self._are_lossy = unknowns[forms.ends] > unknowns[forms.starts]
        self._longest = int((forms.closings - forms.openings).max(initial=0))
        self._compile(forms)

    def _spelling(self, form: int) -> str:
        """Give a spelling as text: the name, or what is left of it behind ل."""
        name: str = self._names[self._rows[form]]
        return name[len(name) - int(self._ends[form] - self._starts[form]) :]

    def _compile(self, forms: Forms) -> None:
        """Lay out the spellings by their codes, and sieve what a longer one begins with."""
        letters = self._letters
        lengths = forms.closings[forms.firsts] - forms.starts
        words = word_codes(letters, forms.openings, forms.closings - forms.openings)
        codes = word_codes(letters, forms.starts, lengths)
        is_single = (forms.n_words == 1) & (lengths >= LEAST)
        fours = word_codes(letters, forms.starts[is_single], np.full(is_single.sum(), LEAST))
        heads: list[Codes] = []  # of longer spellings, by words
        tips: list[Codes] = []  # the same, and one letter of their last word
        rows = (forms.n_words > 1).nonzero()[0]
        level = 1
        while len(rows):
            heads.append(codes[rows])
            following = forms.firsts[rows] + level
            level += 1
            is_last = forms.n_words[rows] == level
            first = letters[forms.openings[following[is_last]]] & np.uint64(0xFF)
            tips.append(joined(codes[rows[is_last]], first))
            codes[rows] = joined(codes[rows], words[following])
            rows = rows[~is_last]
        none = np.zeros(0, np.uint64)
        self._fours = Filter(fours)
        self._heads = Filter(np.concatenate([*heads, none]))
        self._tips = Filter(np.concatenate([*tips, none]))
        self._spellings = Numbered(codes)

    def find(self, stack: Haystack) -> list[Hit]:
        """Give every valid hit, overlapping ones too, by place, then the longest first."""
        return list(map(Hit, *(column.tolist() for column in self.columns(stack))))

    def columns(self, stack: Haystack) -> tuple[Ints, Ints, Ints, Ints]:
        """Give the hits as :meth:`find` does, each column by itself."""
        closings = stack.spaces.astype(np.int64)
        text = _Text(eights(stack.data), np.concatenate([[0], closings[:-1] + 1]), closings)
        starts, ends, forms = self._candidates(text)
        at = np.searchsorted(closings, starts)
        openings = text.openings[at]
        cuts = starts - openings
        data = np.frombuffer(stack.data, np.uint8)
        licences = self._licences[forms]
        before = (licences.astype(np.int64) << 40) + _before(data, starts, cuts)
        is_licensed = (cuts <= LONGEST_PROCLITIC) & _are_licences(before)
        is_sure = is_licensed & (stack.rough[ends] == stack.rough[starts])
        is_sure &= (data[ends] == SPACE) & (licences != NOTHING) & ~self._are_lossy[forms]
        for row in (is_licensed & ~is_sure).nonzero()[0].tolist():
            is_sure[row] = self._is_valid(stack, int(forms[row]), int(starts[row]), int(ends[row]))
        rows = is_sure.nonzero()[0]
        rows = rows[stack.are_whole(starts[rows], ends[rows])]
        owners = self._rows[forms] if self._numbers is None else self._numbers[self._rows[forms]]
        rows = rows[np.lexsort((owners[rows], cuts[rows], -ends[rows], openings[rows]))]
        return starts[rows], ends[rows], cuts[rows], owners[rows]

    def _candidates(self, text: _Text) -> tuple[Ints, Ints, Ints]:
        """Give all spans that are spelt as a name is: start, end, and the spelling's number."""
        lengths = np.minimum(text.closings - text.openings, self._longest + 1)
        words = word_codes(text.letters, text.openings, lengths)
        runs = self._openings(text, words)
        found = [self._whole(text, runs), self._glued_word(text, runs)]
        while True:
            rows = self._heads.may_hold(runs.codes).nonzero()[0]
            rows = rows[runs.words[rows] + 1 < len(words)]
            if not len(rows):
                break
            before = runs.at(rows)
            runs = _Runs(before.starts, before.words + 1, before.codes)
            found.append(self._glued(text, runs))
            runs = runs._replace(codes=joined(runs.codes, words[runs.words]))
            found.append(self._whole(text, runs))
        starts, ends, forms = (np.concatenate(column) for column in zip(*found, strict=True))
        is_long = ends - starts == self._ends[forms] - self._starts[forms]
        starts, ends, forms = starts[is_long], ends[is_long], forms[is_long]
        alike = are_alike(text.letters, starts, self._letters, self._starts[forms], ends - starts)
        return starts[alike], ends[alike], forms[alike]

    def _openings(self, text: _Text, whole: Codes) -> _Runs:
        """Begin a run at every word, and behind all that may be its proclitic.

        *whole* are the codes of all words.
        """
        every, starts = cuts_of(text.letters[text.openings])
        starts += text.openings[every]
        lengths = np.minimum(text.closings[every] - starts, self._longest + 1)
        is_rest = lengths > 0
        every, starts, lengths = every[is_rest], starts[is_rest], lengths[is_rest]
        words = np.arange(len(whole))
        return _Runs(
            np.concatenate([text.openings, starts]),
            np.concatenate([words, every]),
            np.concatenate([whole, word_codes(text.letters, starts, lengths)]),
        )

    def _whole(self, text: _Text, runs: _Runs) -> tuple[Ints, Ints, Ints]:
        """Give the runs that are spelt as a name is."""
        rows, forms = self._spellings.find(runs.codes)
        return runs.starts[rows], text.closings[runs.words[rows]], forms

    def _glued_word(self, text: _Text, runs: _Runs) -> tuple[Ints, Ints, Ints]:
        """Give the names of one word that begin a run whose first word is longer."""
        room = text.closings[runs.words] - runs.starts
        rows = (room >= LEAST + 2).nonzero()[0]
        fours = word_codes(text.letters, runs.starts[rows], np.full(len(rows), LEAST))
        rows = rows[self._fours.may_hold(fours)]
        counts = np.minimum(room[rows] - 1, self._longest + 1) - LEAST
        lengths = ranges(np.full(len(rows), LEAST), counts)
        starts = np.repeat(runs.starts[rows], counts)
        found, forms = self._spellings.find(word_codes(text.letters, starts, lengths))
        ends = starts[found] + lengths[found]
        rests = np.repeat(room[rows], counts)[found] - lengths[found]
        may_be = may_be_word(text.letters, ends, rests)
        return starts[found][may_be], ends[may_be], forms[may_be]

    def _glued(self, text: _Text, runs: _Runs) -> tuple[Ints, Ints, Ints]:
        """Give the names that end within the last word of a run; its code lacks that word."""
        openings = text.openings[runs.words]
        first = text.letters[openings] & np.uint64(0xFF)
        room = text.closings[runs.words] - openings
        rows = ((room > 1) & self._tips.may_hold(joined(runs.codes, first))).nonzero()[0]
        counts = np.minimum(room[rows] - 1, self._longest)
        lengths = ranges(np.ones(len(rows), np.int64), counts)
        begun = np.repeat(openings[rows], counts)
        codes = np.repeat(runs.codes[rows], counts)
        found, forms = self._spellings.find(joined(codes, word_codes(text.letters, begun, lengths)))
        starts = np.repeat(runs.starts[rows], counts)
        return starts[found], begun[found] + lengths[found], forms

    def _is_valid(self, stack: Haystack, form: int, start: int, end: int) -> bool:
        """Say whether a name may end, and be written like this."""
        is_end = stack.data[end] == SPACE
        name = self._spelling(form)
        licence = self._licences[form]
        if not is_end:
            rest = stack.words(end, stack.data.find(b" ", end))
            is_closed = " " not in name and len(name) < LEAST
            if is_closed or not is_stuck(name, rest, is_lam=licence == BEFORE_LAM):
                return False
        if not stack.is_smooth(start, end) and not _holds_together(stack, start, end):
            return False
        if licence == NOTHING and not (is_end and _has_stops(stack, start, end)):
            return False
        return not self._are_lossy[form] or stack.words(start, end) == name


def _has_stops(stack: Haystack, start: int, end: int) -> bool:
    """Say whether each initial but the last has its stop: م. ي, not م ي."""
    return all("." in stack.gap(at) for at in range(start + 1, end, 2))


def _holds_together(stack: Haystack, start: int, end: int) -> bool:
    """Say whether no sign inside parts the words; an initial may have its stop."""
    at = stack.data.find(b" ", start, end)
    word = start
    while at >= 0:
        kind = gap_kind(stack.gap(at))
        if kind == "!" or (kind == "." and at - word > 1):
            return False
        word = at + 1
        at = stack.data.find(b" ", word, end)
    return True


def select(hits: Iterable[Hit]) -> list[Hit]:
    """Choose among overlapping hits the leftmost, of those the longest.

    Hits come as :meth:`Matcher.find` gives them. Whole words count: two names never share one.
    """
    chosen: list[Hit] = []
    free = 0
    for hit in hits:
        if hit.start - hit.cut >= free:
            chosen.append(hit)
            free = hit.end
    return chosen
