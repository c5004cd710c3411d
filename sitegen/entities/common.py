"""Which one-word names are also common words, so that the word alone names nobody?

Function words by a list; the rest by what the corpus does with them: a common noun takes
pronouns and takes or leaves its article, a name does not.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from enum import Enum, auto

from sitegen.arabic.chars import ARTICLE, FEH, HEH, TEH, WAW, YEH
from sitegen.arabic.stop import stop_words
from sitegen.entities.given import GIVEN

_MORE = """
    من الي عن علي في حتي مذ منذ رب عدا خلا حاشا كي لكي
    و ف ثم او ام بل لكن لا لم لن ما ان اذ اذا اذن لو لولا لوما كما كان كانما لعل ليت ليس
    منه منها منهم منهما منا مني منك اليه اليها اليهم اليهما الينا الي اليك
    عنه عنها عنهم عنهما عنا عني عنك عليه عليها عليهم عليهما علينا عليك
    فيه فيها فيهم فيهما فينا في فيك به بها بهم بهما بنا بي بك له لها لهم لهما لنا لي لك
    انه انها انهم انهما اننا انا انني اني انك لانه لانها لانهم كانه كانها لكنه لكنها لكنهم
    هو هي هم هما هن نحن انت انتم انتن اياه اياها
    هذا هذه هذان هذين هاتان هاتين هولاء هؤلاء ذا ذاك ذلك تلك تانك اولئك اوليك هنا هناك هنالك
    الذي التي اللذان اللذين اللتان اللتين الذين اللاتي اللواتي اللائي
    اي ايه ايها ايتها متي اين كيف كم هل لماذا ماذا لم بم عم مم انما كلما حيثما اينما مهما لما ممن
    قد سوف لقد سين نعم كلا اجل بلي الا اما اذما حيث حين عند عندما لدي لدن بين بينما دون قبل بعد
    فوق تحت امام وراء خلف قدام حول نحو مع معه معها معهم معا ضد خلال اثناء وسط ازاء تجاه لدى
    كل بعض غير سوي مثل جميع عامه كافه ذات ذو ذي ذوي اولو اولي نفس عين كلتا كلا بضع ايضا فقط
    كان كانت كانوا كنت كنا يكون تكون يكن تكن اكون كن كون كونه كونها كونهم صار صارت اصبح اصبحت
    امسي اضحي ظل ظلت بات باتت مازال زال زالت ليست ليسوا لست دام برح فتئ انفك كاد يكاد عسي
    قال قالت قالوا قلت قيل يقال يقول تقول قوله قولها قولهم
    هات هلم هيا لعله لعلها ليته بئس حبذا ساء آمين امين صه مه
    يا ايا هيا وا آ اه اف
    واحد احد احدي اثنان اثنين ثلاثه اربعه خمسه سته سبعه ثمانيه تسعه عشره عشر مائه مئه الف
    اول ثاني ثالث اخر اخري الاول الاولي الثاني الثانيه الثالث الاخر الاخري الاخير الاخيره
    اليوم امس غدا الان الآن ابدا قط دائما احيانا
    """
#: Folded function words: particles, pronouns, demonstratives, auxiliaries, and what reads like
#: them once folded (on, Ali). Sources: the traditional classes of grammar (حروف الجر والعطف
#: والنواسخ والضمائر وأسماء الإشارة والموصول والاستفهام والظروف).
FUNCTION_WORDS = stop_words() | frozenset(_MORE.split())
_PRONOUNS = ("ها", "هم", "هما", "نا", "كم")
_PROCLITICS = tuple(a + b for a in ("", "و", "ف") for b in ("", "ب", "ك", "ل"))[1:]
_NISBA = "يه"
_OWNED = 0.05  # of the word's own count: what its forms with a pronoun must reach
_TURNED = 0.25  # the same for the form with the article, or without it
_PLURAL = 0.1  # the same for the other case of a plural: المهاجرين, المهاجرون
_LEAST, _LEAST_TURNED = 3, 10


class Use(Enum):
    """What a folded word is among the names of an authority."""

    FULL = auto()  # a full name of a record that is no place
    PLACE = auto()  # a full name of a place
    GIVEN = auto()  # it opens persons' names, and is none by itself
    SHORT = auto()  # only short for a longer name


def is_function_word(word: str) -> bool:
    """Say whether a folded word is one of the list, a conjunction before it or not.

    >>> is_function_word("علي"), is_function_word("وكانت"), is_function_word("دمشق")
    (True, True, False)
    """
    return word in FUNCTION_WORDS or (word[:1] in (WAW, FEH) and word[1:] in FUNCTION_WORDS)


def common_words(names: Mapping[str, Use], counts: Mapping[str, int]) -> frozenset[str]:
    """Name those one-word *names* that the corpus uses as common words.

    *names* say what each is, as :func:`~sitegen.entities.names.one_word_names` gives them;
    *counts* are the corpus's folded forms. A word is common where its forms with a pronoun
    (مدينته) are a twentieth as frequent as the word itself, its other plural a tenth, or its form
    without the article, or with one, a quarter. A form that is a name of its own (يابان, اليابان),
    or opens one (هند نوفل beside الهند), does not count, nor does the adjective of a place
    (السورية beside سورية). Short names, derived ones above all, need less to be common: two uses.
    So is a more frequent word with a pronoun (شبابنا), and a longer word that only seems to be
    such a name behind a proclitic (فهرس, هرس).

    >>> names = dict.fromkeys(["المدينه", "بيروت", "صور", "المهاجرين"], Use.PLACE)
    >>> counts = {"المدينه": 90, "مدينه": 80, "بيروت": 50, "صور": 30, "صورها": 4,
    ...           "المهاجرين": 9, "المهاجرون": 3}
    >>> sorted(common_words(names, counts))
    ['المدينه', 'المهاجرين', 'صور']
    """
    alone = [name for name, use in names.items() if use != Use.GIVEN]
    words = {name for name in alone if _is_common(name, names, counts)}
    return frozenset(words.union(*(_hidden(name, counts) for name in alone)))


def _hidden(name: str, counts: Mapping[str, int]) -> set[str]:
    """List the words that are no proclitic before a name: فهرس is not ف and هرس."""
    own = counts.get(name, 0)
    return {
        letters + name
        for letters in _PROCLITICS
        if counts.get(letters + name, 0) > max(own, _LEAST) and letters + name != name
    }


def _is_common(word: str, names: Mapping[str, Use], counts: Mapping[str, int]) -> bool:
    if is_function_word(word):
        return True
    own = counts.get(word, 0)
    use = names[word]
    is_derived = use == Use.SHORT and not word.endswith(YEH)
    least, least_turned = (1, 2) if is_derived else (_LEAST, _LEAST_TURNED)
    is_definite = word.startswith(ARTICLE) and len(word) > 4
    bare = word[2:] if is_definite else word
    twin = bare if is_definite else ARTICLE + bare
    is_nisba = use == Use.PLACE and word.endswith(_NISBA) and not is_definite
    is_name = twin in names and (names[twin] != Use.SHORT or twin in GIVEN)
    turned = 0 if is_name or is_nisba else counts.get(twin, 0)
    plural = counts.get(word[:-2] + "ون", 0) if word.endswith("ين") else 0
    owner = next((word[: -len(p)] for p in _PRONOUNS if word.endswith(p)), "")
    return (
        (len(owner) > 2 and counts.get(owner, 0) > max(own, _LEAST))
        or _owned(bare, counts) >= max(least, own * _OWNED)
        or turned >= max(least_turned, own * _TURNED)
        or plural >= max(_LEAST, own * _PLURAL)
    )


def _owned(bare: str, counts: Mapping[str, int]) -> int:
    """Count the word's forms with a pronoun; قوله is one itself, of قول.

    ـه alone proves nothing: سلطه is no form of السلط, but سلطة, another word.
    """
    stem = bare[:-1] + TEH if bare.endswith(HEH) else bare
    owned = sum(counts.get(stem + pronoun, 0) for pronoun in _PRONOUNS)
    if owned or stem != bare:
        owned += counts.get(stem + HEH, 0)
    if bare.endswith(HEH) and len(bare) > 3:
        owned += sum(counts.get(bare[:-1] + pronoun, 0) for pronoun in _PRONOUNS)
    return owned


class Claimed:
    """The words that no one-word name may claim: function words and those of the corpus."""

    def __init__(self, common: Container[str] = frozenset()) -> None:
        self._common = common

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and (is_function_word(word) or word in self._common)
