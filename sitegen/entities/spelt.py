"""Is what is written the name of one word that it folds to? Every answer is a key of DROPPED."""

from __future__ import annotations

from sitegen.arabic.chars import HEH
from sitegen.entities.beside import is_heh
from sitegen.entities.context import VOWELS, is_adverb, is_geminate, is_other_hamza
from sitegen.entities.haystack import Haystack
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.seen import Seen
from sitegen.entities.traits import Traits


def why_misspelt(stack: Haystack, one: Seen, traits: Traits, lexicon: Lexicon) -> str:
    """Say why letters and marks are not those of a name of one word: بفأس, not بفاس."""
    if is_common_word(stack, one, lexicon):
        return "common-word"
    if is_adverb(stack, one.end):
        return "tanwin"
    is_closed = not traits.name.endswith(VOWELS)
    if is_closed and is_geminate(stack, one.start, one.end):
        return "geminate"
    if is_other_hamza(stack, one.start, traits.spelt):
        return "hamza"
    return "spelling" if traits.needs_heh and not is_heh(stack, one.end) else ""


def is_common_word(stack: Haystack, one: Seen, lexicon: Lexicon) -> bool:
    """Say whether proclitic and name are one common word: فهرس, and باطنه where it has ه."""
    if not one.cut:
        return False
    word = stack.word(one.start - one.cut, one.end)
    if word in lexicon.claimed:
        return True
    return f"{word}{HEH}" in lexicon.claimed and is_heh(stack, one.end)
