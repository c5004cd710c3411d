"""How do integers become printable text? (docs/index-format.md, section 3)

Ninety-three characters that stand in a JSON string as they are: the first 62 end a number, the
other 31 continue it. Many numbers are encoded or decoded at once, as numpy arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, pairwise

import numpy as np
from numpy.typing import NDArray

ALPHABET = bytes(code for code in range(0x20, 0x7F) if code not in (0x22, 0x5C))
ENDING = 62  # digits that end a number
CONTINUING = len(ALPHABET) - ENDING
_STEPS = tuple(accumulate(CONTINUING**n for n in range(1, 11)))  # largest with n digits before

BETWEEN = '","'  # lists, in JSON
_NARROW = 0xFFFFFFFF
_NONE = np.empty(0, np.int64)
CHARACTERS = np.frombuffer(ALPHABET, np.uint8)
_DIGITS = bytes(  # bytes are translated far faster than numpy takes from an array
    ALPHABET.index(code) if code in ALPHABET else 255 for code in range(256)
)

Integers = NDArray[np.int64]


def encode_array(values: NDArray[np.integer]) -> tuple[bytes, Integers]:
    """Encode many numbers; number i is ``text[bounds[i]:bounds[i + 1]]``.

    >>> encode_array(np.array([0, 61, 62, 1984]))
    (b' _` `` ', array([0, 1, 2, 4, 7]))
    """
    text, bounds = _encoded(values, _NONE)
    return text.tobytes(), bounds


def encode_lists(values: NDArray[np.integer], firsts: Integers) -> tuple[str, Integers]:
    """Encode lists of numbers, list i from the number ``firsts[i]`` on; ``","`` before each.

    None is empty. Where each begins, with what is before it, is given, and where the last ends.

    >>> encode_lists(np.array([0, 61, 62, 1984]), np.array([0, 3]))
    ('"," _` ","`` ', array([ 0,  7, 13]))
    """
    text, bounds = _encoded(values, firsts)
    starts = bounds[np.append(firsts, len(values))]
    for place, character in enumerate(BETWEEN):
        text[starts[:-1] + place] = ord(character)
    return text.tobytes().decode("ascii"), starts


def _encoded(values: NDArray[np.integer], spaced: Integers) -> tuple[NDArray[np.uint8], Integers]:
    """Encode numbers, with room before those that are *spaced*."""
    values = np.asarray(values)
    if not len(values):
        return np.empty(0, np.uint8), np.zeros(1, np.int64)
    greatest = int(values.max())
    if greatest <= _NARROW:
        values = values.astype(np.uint32)  # which are divided thrice as fast
    high = values // ENDING
    lengths = np.ones(len(values), np.uint8)
    for step in (0, *_STEPS):
        if greatest // ENDING <= step:
            break
        lengths += high > step
    lengths[spaced] += len(BETWEEN)
    bounds = np.zeros(len(values) + 1, np.int64)
    ends = np.cumsum(lengths, out=bounds[1:])
    text = np.empty(bounds[-1], np.uint8)
    text[ends - 1] = CHARACTERS.take(values - high * ENDING)
    at = np.flatnonzero(high)
    rest, place = high.take(at), ends.take(at) - 2
    while len(rest):
        rest -= 1
        left = rest // CONTINUING
        text[place] = CHARACTERS.take(rest - left * CONTINUING + ENDING)
        more = np.flatnonzero(left)
        rest, place = left.take(more), place.take(more) - 1
    return text, bounds


def encode(numbers: Iterable[int]) -> str:
    """Write numbers, none below 0, one after the other.

    >>> encode([0, 61, 62, 1983, 1984])
    ' _` ~_`` '
    """
    return encode_array(np.fromiter(numbers, np.int64))[0].decode("ascii")


def encode_each(lists: Sequence[Sequence[int]]) -> list[str]:
    """Write many lists of numbers at once, each as :func:`encode` does.

    >>> encode_each([[0, 61], [], [62]])
    [' _', '', '` ']
    """
    numbers = np.fromiter(chain.from_iterable(lists), np.int64)
    text, bounds = encode_array(numbers)
    edges = bounds[[0, *accumulate(map(len, lists))]].tolist()
    written = text.decode("ascii")
    return [written[a:b] for a, b in pairwise(edges)]


def decode_array(text: str) -> Integers:
    """Read all numbers of a string; ValueError where it is none of ours or breaks off.

    >>> decode_array(' _` ~_').tolist()
    [0, 61, 62, 1983]
    """
    return numbers_in(_digits_of(text))[0]


def _digits_of(text: str) -> NDArray[np.uint8]:
    try:
        digits = digits_in(text.encode("ascii"))
    except UnicodeEncodeError:
        raise ValueError("a string of integers has a character that is not ASCII") from None
    if len(digits) and (digits.max() == 255 or digits[-1] >= ENDING):
        raise ValueError("a string of integers is damaged, or breaks off inside a number")
    return digits


def digits_in(text: bytes) -> NDArray[np.uint8]:
    """Give the digits that characters stand for; 255 for what stands for none.

    >>> digits_in(b' _`"').tolist()
    [0, 61, 62, 255]
    """
    return np.frombuffer(text.translate(_DIGITS), np.uint8)


def numbers_in(digits: NDArray[np.uint8]) -> tuple[Integers, Integers]:
    """Give the numbers that digits make, and where the last digit of each stands.

    >>> numbers_in(digits_in(b" _` "))
    (array([ 0, 61, 62]), array([0, 1, 3]))
    """
    ends = np.flatnonzero(digits < ENDING)
    values = digits[ends].astype(np.int64)
    lengths = np.diff(ends, prepend=-1)
    long = np.flatnonzero(lengths > 1)
    left = lengths[long] - 2
    at = ends[long] - left - 1
    high = digits[at].astype(np.int64) - (ENDING - 1)
    more = np.flatnonzero(left > 0)
    while len(more):
        at[more] += 1
        left[more] -= 1
        high[more] = high[more] * CONTINUING + digits[at[more]] - (ENDING - 1)
        more = more[left[more] > 0]
    values[long] += high * ENDING
    return values, ends


def decode_each(strings: Sequence[str]) -> tuple[Integers, Integers]:
    """Read the numbers of many strings at once; those of string i are ``bounds[i]:bounds[i + 1]``.

    >>> decode_each([" _", "", "` "])
    (array([ 0, 61, 62]), array([0, 2, 2, 3]))
    """
    edges = np.cumsum([0, *map(len, strings)])
    values, ends = numbers_in(_digits_of("".join(strings)))
    return values, np.searchsorted(ends, edges)


def decode(text: str) -> list[int]:
    """Read all numbers of a string: the obvious form, and the oracle of :func:`decode_array`.

    >>> decode(encode([5, 62, 10**12]))
    [5, 62, 1000000000000]
    """
    numbers, high = [], 0
    for character in text.encode("ascii"):
        digit = ALPHABET.index(character)
        if digit < ENDING:
            numbers.append(high * ENDING + digit)
            high = 0
        else:
            high = high * CONTINUING + digit - ENDING + 1
    if high:
        raise ValueError("a string of integers breaks off inside a number")
    return numbers
