"""Do letters that are not said to have moved keep their tokens?"""

from sitegen.build.letters import token_of, tokens_of, units_of


def test_what_has_not_moved_keeps_its_token():
    first = tokens_of(None, ["ك"])
    second = tokens_of(first, ["ك"])
    assert token_of(second, "ك") != token_of(first, "ك")
    assert token_of(second, "ب") == token_of(first, "ب")
    assert token_of(tokens_of(second, None), "ب") != token_of(second, "ب")


def test_a_word_is_in_the_lists_of_its_ends_and_in_the_lexicon_of_what_it_hides():
    assert units_of(["والكتاب"]) == {"bك", "eب", "lو", "lا", "lل", "lك", "lت"}
