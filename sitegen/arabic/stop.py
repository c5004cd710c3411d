"""Which words carry no subject, so that a query can do without them?

Our own list of folded words, by kind. It was chosen from the words that at least two of four
public lists share (mohataher/arabic-stop-words, MIT; linuxscout/arabicstopwords, GPL;
the stop words of the OpenITI project; the golden list of the Arabic stop-word corpora), read one by
one: words that name something (lists carry اخ, شمال, امين) were left out, question words and
the frequent combinations with و and ف added. Single verbs other than كان and its kin are content.
"""

from __future__ import annotations

from functools import cache

from sitegen.arabic.fold import fold

PRONOUNS = "انا نحن انت انتم هو هي هم هن هما وهو وهي وهم فهو فهي فهم اياه اياها اياهم"
DEMONSTRATIVES = """
    هذا هذه هذين هؤلاء ذلك ذاك تلك اولئك ذا ذي وهذا وهذه وذلك وتلك
    فهذا فهذه بهذا بهذه بذلك لهذا لهذه لذلك كذلك هكذا وكذلك ولذلك
"""
RELATIVES = """
    الذي التي الذين اللذان اللذين اللواتي اللاتي اللائي والذي والتي والذين
    ما من مما ممن عما فيما بما بمن لما لمن كما وما ومن وكما وفيما ومما
"""
QUESTIONS = """
    هل ماذا لماذا بماذا متي اين كيف كم اي ايه ايها ايتها اني لم
    اينما وهل وكيف واين ومتي وكم فهل فكيف فاين اما
    اليس
"""
PREPOSITIONS = """
    في علي الي عن مع حتي منذ خلال عند عندما لدي بين دون سوي غير
    قبل بعد فوق تحت نحو حسب بحسب
    وفي وعلي والي وعن ومع ومنذ وعند وبين وقبل وبعد ففي
    به بها بهم بهما بي بك بكم بنا له لها لهم لهما لي لك لكم لنا فيه فيها فيهم فيهما فينا
    منه منها منهم منهما مني منك منكم منا عنه عنها عنهم عني عنك عنا
    عليه عليها عليهم عليهما عليك عليكم علينا اليه اليها اليهم اليهما اليك اليكم الينا
    معه معها عنده عندها عندهم عندي عندنا بينه بينها
    بينهم بينهما بيننا وفيه وفيها ومنه ومنها ومنهم وبه وبها وله ولها ولهم وعليه
"""
CONJUNCTIONS = """
    و ف ثم او ام بل لكن ولكن لكنه لكنها ولكنه ولكنها ان انه انها انهم انني اننا انك
    وان وانه وانها فان فانه فانها فانهم بان بانه بانها لان لانه لانها لانهم ولان كان
    كانه كانها كانما انما وانما ليت لعل اذ اذا واذا فاذا اذن لو ولو لولا
    لئن كي لكي حيث بحيث حيثما بينما كلما مهما الا والا واما فاما
    حين حينما ولما فلما
"""
NEGATION = """
    لا ولا فلا بلا ولم فلم لن ولن ليس ليست لست وليس وليست فليس غيره غيرها
    وغيره وغيرها وغيرهم كلا نعم
"""
AUXILIARIES = """
    قد وقد فقد لقد ولقد سوف كانت كانوا يكون تكون يكن تكن يكونوا
    وكان وكانت وكانوا ويكون وتكون فكان فكانت ليكون يمكن
"""
QUANTITY = """
    كل وكل لكل بكل كلها كله كلهم بعض بعضها بعضهم بعضه جميع جدا فقط
    ايضا معا نفسه نفسها مثل مثلا مثله مثلها اكثر اقل
    لاسيما سيما ربما تقريبا حوالي ابدا
"""
ADVERBS = """
    هنا هناك هنالك ههنا الان يومئذ
    لذا ولذا وهنا وهناك م ه
"""
_GROUPS = (
    PRONOUNS,
    DEMONSTRATIVES,
    RELATIVES,
    QUESTIONS,
    PREPOSITIONS,
    CONJUNCTIONS,
    NEGATION,
    AUXILIARIES,
    QUANTITY,
    ADVERBS,
)


@cache
def stop_words() -> frozenset[str]:
    """Give the folded stop words, at most 400.

    >>> len(stop_words()) <= 400
    True
    """
    return frozenset(fold(" ".join(_GROUPS)).text.split())


def is_stop(form: str) -> bool:
    """Say whether a folded word is a stop word.

    >>> [is_stop(word) for word in ("من", "هو", "الجاحظ", "لماذا")]
    [True, True, False, True]
    """
    return form in stop_words()
