"""How is the order of a batch's words kept, small, for what is asked when all batches are known?"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitegen.index.vocabulary import lean

Integers = NDArray[np.int64]


class Stream(NamedTuple):
    """The words of a batch in their order.

    ``names`` are those of its forms (:func:`sitegen.index.vocabulary.names_of`), ``ranks`` give the
    form of each word, ``sizes`` count the words of titles and blocks, ``parts`` the titles and
    blocks of each document.
    """

    names: Integers
    ranks: NDArray[Any]
    sizes: NDArray[np.int32]
    parts: NDArray[np.int32]


def stream_of(names: Integers, ranks: Integers, sizes: Integers, parts: Integers) -> Stream:
    """Put the words of a batch as they are spilled."""
    return Stream(names, lean(ranks), sizes.astype(np.int32), parts.astype(np.int32))
