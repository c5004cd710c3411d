"""Which words has each document, how often, and where? The map stage of the index.

A batch of documents becomes a :class:`Run`: the batch's postings, sorted by (key, form), as
numpy arrays. Runs are small to pickle and fall apart by the first letters of the key, so that
the writer of a letter reads nothing else, and not all of it at once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.arabic.fold import fold
from sitegen.arabic.stop import is_stop
from sitegen.arabic.tokens import tokenize
from sitegen.index.stream import Stream, stream_of
from sitegen.index.vocabulary import Vocabulary, apart, lean, together
from sitegen.index.written import (
    AS_FOLDED,
    AS_FORMS,
    Spellings,
    Written,
    counted,
    written_of,
)

BLOCK_GAP = 3  # positions left out between two blocks, so that no phrase crosses them
LONGEST_TITLE = 16
_AT_ONCE = 32  # documents to be parted into words
EIGHTHS = (  # second letters of keys: each eighth has about as many words
    "\N{ARABIC LETTER BEH}", "\N{ARABIC LETTER TEH}", "\N{ARABIC LETTER DAL}",
    "\N{ARABIC LETTER ZAIN}", "\N{ARABIC LETTER AIN}", "\N{ARABIC LETTER MEEM}",
    "\N{ARABIC LETTER WAW}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocTerms:
    """The folded words of a document, parted by spaces: its title's, then those of its blocks.

    ``sizes`` counts the words of the title and of each block; ``headings`` numbers the blocks
    that are headings. ``alternates`` are second readings of words, by their number in the
    document: a word is found by both, and counts once.
    """

    text: str
    sizes: tuple[int, ...] = (0,)
    headings: frozenset[int] = frozenset()
    alternates: Mapping[int, str] = field(default_factory=dict)
    written: Written = field(default=AS_FOLDED, repr=False, compare=False)

    @classmethod
    def of(cls, title: str, blocks: Sequence[str], headings: Collection[int] = ()) -> DocTerms:
        """Part the texts of a document into words.

        >>> DocTerms.of("سورة", ["مَٰلِكِ يَوۡمِ ٱلدِّينِ"])
        ... # doctest: +NORMALIZE_WHITESPACE
        DocTerms(text='سوره ملك يوم الدين', sizes=(1, 3), headings=frozenset(),
                 alternates={1: 'مالك'})
        """
        return next(cls.of_all([Texts((title, *blocks), frozenset(headings))]))

    @classmethod
    def of_all(cls, documents: Iterable[Texts]) -> Iterator[DocTerms]:
        """Part the texts of documents into words, as :meth:`of` does each.

        Short arrays cost as much as long ones, so some documents are folded at once.
        """
        rest = iter(documents)
        while some := list(islice(rest, _AT_ONCE)):
            yield from _parted(some)

    @classmethod
    def of_words(
        cls,
        title: Sequence[str],
        blocks: Sequence[Sequence[str]],
        headings: Collection[int] = (),
        alternates: Mapping[int, str] | None = None,
    ) -> DocTerms:
        """Take words that are folded already.

        >>> DocTerms.of_words(["كتاب"], [["هذا", "كتاب"]]).sizes
        (1, 2)
        """
        parts = (title, *blocks)
        text = " ".join(chain.from_iterable(parts))
        return cls(text, tuple(map(len, parts)), frozenset(headings), alternates or {})

    @property
    def title(self) -> list[str]:
        """The title's words."""
        return self.text.split(maxsplit=self.sizes[0])[: self.sizes[0]]

    @property
    def blocks(self) -> list[list[str]]:
        """The blocks' words."""
        words = iter(self.text.split())
        return [list(islice(words, size)) for size in self.sizes][1:]


class Texts(NamedTuple):
    """The texts of a document: its title, its blocks; and which blocks are headings, from 0."""

    parts: Sequence[str]
    headings: frozenset[int] = frozenset()


def _parted(documents: Sequence[Texts]) -> Iterator[DocTerms]:
    """Part the texts of documents into words, all at once; no word crosses from one to another."""
    texts = [text for one in documents for text in one.parts]
    words = tokenize(fold("\n".join(texts)))
    ends = np.cumsum([len(text) + 1 for text in texts])
    edges = np.searchsorted(words.folded.starts[words.starts], ends)
    sizes = np.diff(edges, prepend=0).tolist()
    last_parts = np.cumsum([len(one.parts) for one in documents])
    cuts = words.spaced_at(np.searchsorted(words.folded.starts, ends[last_parts - 1])).tolist()
    last_words = edges[last_parts - 1]
    written = written_of(words)
    of_written = np.searchsorted(written.words, last_words).tolist()
    alternates = _shared(words.alternates(), last_words.tolist())
    part = word = text = respelt = 0
    for n, one in enumerate(documents):
        last_part, last_respelt = part + len(one.parts), of_written[n]
        yield DocTerms(
            words.spaced[text : cuts[n]],
            tuple(sizes[part:last_part]),
            one.headings,
            alternates[n],
            Written(
                written.words[respelt:last_respelt] - word,
                written.spellings[respelt:last_respelt],
            ),
        )
        part, word, text, respelt = last_part, int(last_words[n]), cuts[n], last_respelt


def _shared(of_words: Mapping[int, str], lasts: Sequence[int]) -> list[dict[int, str]]:
    """Share out what is told of words among documents, which end behind the words *lasts*.

    >>> _shared({1: "مالك", 4: "الصراط"}, [3, 3, 5])
    [{1: 'مالك'}, {}, {1: 'الصراط'}]
    """
    shares: list[dict[int, str]] = [{} for _ in lasts]
    firsts = [0, *lasts]
    for word, told in of_words.items():
        n = bisect_right(lasts, word)
        shares[n][word - firsts[n]] = told
    return shares


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Postings of a batch of documents, by form; documents are numbered from 0 in the batch.

    Form i has the postings ``bounds[i]:bounds[i + 1]``, ascending by document; of each: the
    document, occurrences in all, those in title and headings, whether it is in the title. The
    positions of all postings lie one after the other. Numbers are as narrow as may be. ``names``
    are those of the forms (:func:`sitegen.index.vocabulary.names_of`), by which they are told apart
    sooner than by their letters.
    """

    forms: list[str]
    keys: list[str]
    names: NDArray[np.int64]
    bounds: NDArray[np.int64]
    documents: NDArray[np.integer]
    counts: NDArray[np.integer]
    heavy: NDArray[np.integer]
    in_title: NDArray[np.bool_]
    positions: NDArray[np.integer]

    def __reduce__(self) -> tuple[object, ...]:
        """Hand on the arrays' bytes, and words as one text: wrapping each would cost the most."""
        columns = [getattr(self, name) for name in _COLUMNS]
        kinds, told = "".join(one.dtype.char for one in columns), [one.tobytes() for one in columns]
        times = Counter(self.keys)  # forms of one key stand together
        words = (*together(self.forms), *together([*times]), [*times.values()])
        return _run_of, (*words, kinds, told)

    def cut(self, start: int, end: int) -> Run:
        """Give the forms *start* to *end* as a run of their own, which shares the numbers."""
        return self._cut(start, end, self._edges())

    def _edges(self) -> NDArray[np.int64]:
        """Say where the positions of each form begin, and where the last ends."""
        return np.append(0, np.cumsum(self.totals()[0]))

    def _cut(self, start: int, end: int, edges: NDArray[np.int64]) -> Run:
        postings = slice(self.bounds[start], self.bounds[end])
        return Run(
            self.forms[start:end],
            self.keys[start:end],
            self.names[start:end],
            self.bounds[start : end + 1] - self.bounds[start],
            self.documents[postings],
            self.counts[postings],
            self.heavy[postings],
            self.in_title[postings],
            self.positions[edges[start] : edges[end]],
        )

    def of_documents(self, wanted: NDArray[np.bool_]) -> Run:
        """Give the run without the documents that are not *wanted*, and without their words."""
        kept = wanted[self.documents]
        before = np.concatenate([[0], np.cumsum(kept)])
        sizes = np.diff(before[self.bounds])
        stay = np.flatnonzero(sizes)
        return Run(
            [self.forms[n] for n in stay.tolist()],
            [self.keys[n] for n in stay.tolist()],
            self.names[stay],
            np.concatenate([[0], np.cumsum(sizes[stay])]),
            self.documents[kept],
            self.counts[kept],
            self.heavy[kept],
            self.in_title[kept],
            self.positions[np.repeat(kept, self.counts)],
        )

    def pieces(self) -> Iterator[tuple[str, Run]]:
        """Part the run by the first letter of its keys, and each letter in eight by the second.

        A piece is named by the letter and a digit; names ascend as keys do.
        """
        start, edges = 0, self._edges()
        while start < len(self.keys):
            letter = self.keys[start][:1]
            after = chr(ord(letter) + 1) if letter else "\0"
            for digit, border in enumerate([*(letter + second for second in EIGHTHS), after]):
                end = bisect_left(self.keys, border, start) if letter or border == after else start
                if end > start:
                    yield f"{letter}{digit}", self._cut(start, end, edges)
                start = end

    def totals(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give for each form its occurrences, and the number of documents that have it."""
        if not self.forms:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        occurrences = np.add.reduceat(self.counts, self.bounds[:-1], dtype=np.int64)
        return occurrences, np.diff(self.bounds)


NO_RUN = Run(
    [],
    [],
    np.empty(0, np.int64),
    np.zeros(1, np.int64),
    np.empty(0, np.uint8),
    np.empty(0, np.uint8),
    np.empty(0, np.uint8),
    np.empty(0, np.bool_),
    np.empty(0, np.uint8),
)
_COLUMNS = ("names", "bounds", "documents", "counts", "heavy", "in_title", "positions")


def _run_of(
    forms: str,
    n_forms: int,
    keys: str,
    n_keys: int,
    times: list[int],
    kinds: str,
    columns: list[bytes],
) -> Run:
    each = list(chain.from_iterable(map(repeat, apart(keys, n_keys), times)))
    return Run(apart(forms, n_forms), each, *map(np.frombuffer, columns, kinds))


def piece_of(key: str) -> str:
    """Name the piece of a run (:meth:`Run.pieces`) that has the forms of a key.

    >>> [piece_of(key) for key in ("ك", "كتب", "كوكب")]
    ['ك0', 'ك2', 'ك7']
    """
    return f"{key[:1]}{bisect_right(EIGHTHS, key[1:])}"


@dataclass(frozen=True, slots=True, eq=False)
class Inverted:
    """What the map stage knows of a batch: its run, and of each document its lengths."""

    run: Run
    lengths: NDArray[np.int32]  # words of title and body
    title_lengths: NDArray[np.uint8]  # words of the title that are no stop words, 1 to 16
    spellings: Spellings = AS_FORMS
    stream: Stream | None = None


_WORDS = Vocabulary()  # that this process has met


def title_length(title: Sequence[str], stops: Callable[[str], bool] = is_stop) -> int:
    """Count a title's words that are no stop words, kept within 1 to 16.

    >>> title_length(["في", "الشعر", "الجاهلي"])
    2
    """
    return min(LONGEST_TITLE, max(1, sum(not stops(form) for form in title)))


def invert(docs: Sequence[DocTerms]) -> Inverted:
    """Invert a batch of documents.

    >>> words = DocTerms.of_words
    >>> done = invert([words(["كتاب"], [["هذا", "كتاب"]]), words([], [["قلم"]])])
    >>> run = done.run
    >>> at = run.forms.index("كتاب")
    >>> run.counts[run.bounds[at] : run.bounds[at + 1]].tolist(), done.lengths.tolist()
    ([2], [3, 1])
    """
    sizes = np.array([size for doc in docs for size in doc.sizes], np.int64)
    per_doc = np.fromiter((len(doc.sizes) for doc in docs), np.int64, len(docs))
    heavy = np.zeros(len(sizes), bool)
    titles = np.cumsum(per_doc) - per_doc
    heavy[titles] = True
    for first, doc in zip(titles.tolist(), docs, strict=True):
        for block in doc.headings:
            heavy[first + 1 + block] = True
    lengths = np.add.reduceat(sizes, titles) if len(docs) else np.empty(0, np.int64)
    first_words = (np.cumsum(sizes) - sizes)[titles].tolist()
    alternates = {
        first + at: form
        for first, doc in zip(first_words, docs, strict=True)
        for at, form in doc.alternates.items()
    }
    text = " ".join([*(doc.text for doc in docs), *alternates.values()])
    run, ranks, names = _sorted_run(text, alternates, sizes, per_doc, heavy, titles)
    return Inverted(
        run,
        lengths.astype(np.int32),
        np.fromiter((title_length(doc.title) for doc in docs), np.uint8, len(docs)),
        _spellings(docs, first_words, ranks),
        stream_of(names, ranks[: int(sizes.sum())], sizes, per_doc),
    )


def _spellings(
    docs: Sequence[DocTerms], first_words: Sequence[int], ranks: NDArray[np.int64]
) -> Spellings:
    """Count how the forms of a run are written; *ranks* are the forms' of all words."""
    if not docs:
        return AS_FORMS
    pairs = zip(first_words, docs, strict=True)
    words = np.concatenate([first + doc.written.words for first, doc in pairs])
    return counted(ranks[words], np.concatenate([doc.written.spellings for doc in docs]))


def _sorted_run(
    text: str,
    alternates: Mapping[int, str],
    sizes: NDArray[np.int64],
    per_doc: NDArray[np.int64],
    heavy: NDArray[np.bool_],
    titles: NDArray[np.int64],
) -> tuple[Run, NDArray[np.int64], NDArray[np.int64]]:
    """Give the run, of each word the rank of its form, and the names of forms."""
    n_words = int(sizes.sum())
    forms, keys, of_words, names = _WORDS.ranked(text)
    ranks, order = _stable_order(of_words, n_words, alternates)
    document = np.repeat(np.repeat(np.arange(len(per_doc), dtype=np.int32), per_doc), sizes)[order]
    new = np.ones(len(order), bool)
    if n_words:
        new[1:] = (ranks[1:] != ranks[:-1]) | (document[1:] != document[:-1])
    starts = np.flatnonzero(new)
    is_title = np.zeros(len(sizes), bool)
    is_title[titles] = True
    weighty = np.repeat(heavy, sizes)[order]
    run = Run(
        forms,
        keys,
        names,
        np.searchsorted(ranks[starts], np.arange(len(forms) + 1)),
        lean(document[starts]),
        lean(np.diff(starts, append=len(order))),
        lean(np.add.reduceat(weighty, starts, dtype=np.int64) if n_words else starts),
        np.repeat(is_title, sizes)[order[starts]],
        lean(_positions(sizes, per_doc, titles))[order],
    )
    return run, of_words, names


def _stable_order(
    ranks: NDArray[np.int64], n_words: int, alternates: Mapping[int, str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sort ranks, then words: packed together, for numpy sorts plain integers fastest.

    After the ranks of all words come those of *alternates*, which stand where their words do.
    """
    words: NDArray[np.int64] = np.arange(len(ranks))
    words[n_words:] = list(alternates)
    packed = (ranks << 32) | words
    packed.sort()
    return packed >> 32, packed & 0xFFFFFFFF


def _positions(
    sizes: NDArray[np.int64], per_doc: NDArray[np.int64], titles: NDArray[np.int64]
) -> NDArray[np.int32]:
    """Count each document's words, leaving a gap before each part that has words."""
    before = np.cumsum(sizes) - sizes
    filled = (sizes > 0).astype(np.int64)
    gaps = np.cumsum(filled) - filled
    offset = BLOCK_GAP * gaps - np.repeat((before + BLOCK_GAP * gaps)[titles], per_doc)
    numbers: NDArray[np.int64] = np.arange(int(sizes.sum())) + np.repeat(offset, sizes)
    return numbers.astype(np.int32)
