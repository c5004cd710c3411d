"""Which one-word names are also common words, so that the word alone names nobody?

Function words by a list; the rest by what the corpus does with them: a common noun takes
pronouns and takes or leaves its article, a name does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, auto

from sitegen.arabic.chars import ARTICLE, BEH, FEH, HEH, KAF, LAM, TEH, TEH_MARBUTA, WAW, YEH
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
_BEFORE = (ARTICLE, WAW, BEH, LAM)  # what a word that begins with و takes
_NISBA = "يه"
_OWNED = 0.05  # of the word's own count: what its forms with a pronoun must reach
_TURNED = 0.25  # the same for the form with the article, or without it
_PLURAL = 0.1  # the same for the other case of a plural: المهاجرين, المهاجرون
_LEAST, _LEAST_TURNED = 3, 10
_TURNED_PERSON = 0.2  # a person, a body or a book needs a better claim: السائح, المصباح
_MOSTLY = 0.5  # of a place's: five such uses will do then: بون, البون
_TURNED_VAGUE = 0.07  # and one of whom nothing is told a better one again: مستهل
_MANY = 0.25  # of a person's name: what its sound plurals must reach: السائحين, الراغبون
_JOINED = frozenset("ول")
_DUAL = "تين"
_PLURALS = ("ين", "ون", "ات")
_LEAST_NISBA, _NISBA_TURNED = (
    5,
    0.25,
)  # of a name in ية: what its other forms must reach: الأميرية, أميري
_LEAST_BARE, _TURNED_OWNED = 5, 0.75  # a name and itself without its article: الدوحة, دوحة
_BARE, _KNOWN = 0.4, 30  # when the name without its article is a name: يابان, اليابان


class Use(Enum):
    """What a folded word is among the names of an authority."""

    FULL = auto()  # a full name of a record that is no place
    VAGUE = auto()  # a person's, of whom the records tell nothing but names
    PLACE = auto()  # a full name of a place
    HEH = auto()  # the same, and its records write it with ه: عاليه, not عالية
    BARE = auto()  # a place's, without the article of its heading
    GIVEN = auto()  # it opens persons' names, and is none by itself
    SHORT = auto()  # only short for a longer name


_PLACES = (Use.PLACE, Use.HEH)


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
    such a name behind a proclitic (فهرس, هرس). Persons need less again, for one wrong link on a
    person is worse than ten missing, and their names have no plural (السائحين). A name in ية is
    the adjective where its other forms abound (الأميرية). Where a place is written with ه (عاليه)
    and the adjective abounds, only the spelling with ة is common: عالية. A place's name without
    the article that its heading has (دوحة) is the noun, unless the corpus writes it nearly as often
    (يابان).

    >>> names = dict.fromkeys(["المدينه", "بيروت", "صور", "المهاجرين"], Use.PLACE)
    >>> counts = {"المدينه": 90, "مدينه": 80, "بيروت": 50, "صور": 30, "صورها": 4,
    ...           "المهاجرين": 9, "المهاجرون": 3}
    >>> sorted(common_words(names, counts))
    ['المدينه', 'المهاجرين', 'صور']
    """
    return frozenset().union(*(common_beside(name, names, counts) for name in names))


def told_otherwise(was: Mapping[str, Use], names: Mapping[str, Use]) -> frozenset[str]:
    """Name those of *names* of which :func:`common_beside` may say else, for others are names now.

    It looks at a name, and at its twin with the article or without.

    >>> names = dict.fromkeys(["هند", "الهند", "صور"], Use.PLACE)
    >>> sorted(told_otherwise({"هند": Use.GIVEN, "صور": Use.PLACE}, names))
    ['الهند', 'هند']
    """
    others = [name for name in was.keys() | names.keys() if was.get(name) != names.get(name)]
    twins = (twin for name in others for twin in (name.removeprefix(ARTICLE), ARTICLE + name))
    return frozenset((*others, *twins)) & names.keys()


def common_beside(name: str, names: Mapping[str, Use], counts: Mapping[str, int]) -> frozenset[str]:
    """List the common words that one of the *names* has beside it, itself or another.

    Nothing else than the counts for which it asks, and *names*, may tell: so builds know of which
    names they have to ask again.

    >>> names = dict.fromkeys(["هرس", "صور"], Use.PLACE)
    >>> sorted(common_beside("هرس", names, {"فهرس": 7}))
    ['فهرس']
    """
    if names[name] == Use.GIVEN:
        return frozenset()
    found = _hidden(name, counts)
    if _is_common(name, names, counts):
        found.add(name)
    if _is_quality(name, names, counts):
        found.add(name[:-1] + TEH_MARBUTA)
    return frozenset(found)


def _is_quality(word: str, names: Mapping[str, Use], counts: Mapping[str, int]) -> bool:
    """Say whether a word in ية is mostly an adjective, العالية, where a place is عاليه."""
    is_shaped = word.endswith(_NISBA) and not _has_article(word)
    if names[word] != Use.HEH or not is_shaped:
        return False
    return counts.get(ARTICLE + word, 0) > max(_LEAST_TURNED, counts.get(word, 0))


def _hidden(name: str, counts: Mapping[str, int]) -> set[str]:
    """List the words that are no proclitic before a name: فهرس is not ف and هرس.

    Of a name of four letters or three more must speak for it: كوست is not ك and وست. Behind و,
    with which a list joins names (أسوج ونروج), it is a word if it takes an article or a proclitic.
    In a small archive a town may stand behind ب or ل alone: بدمشق, three times, is no word.
    """
    own = counts.get(name, 0)
    found = set()
    for letters in _PROCLITICS:
        joined = counts.get(letters + name, 0)
        if letters == WAW:
            is_word = joined > max(own, _LEAST) and not name.startswith(ARTICLE)
            is_word = is_word and any(counts.get(p + letters + name) for p in _BEFORE)
        elif letters in (FEH, KAF) and len(name) > 3:  # فلورنس is not ف and لورنس
            is_word = joined > 1 and joined * 2 > own
        elif len(name) > 3:
            is_word = joined > _LEAST and joined * (1 if len(name) > 4 else 2) > own
        else:
            least = 1 if letters == BEH else 0  # بطوس, once, is no word of its own
            is_word = joined > least and joined * (3 if len(letters) == 1 else 10) > own
        if is_word:
            found.add(letters + name)
        if name.endswith(HEH) and counts.get(letters + name[:-1], 0) >= _LEAST:
            found.add(letters + name + HEH)  # باطنه where it is written with ه: باطن and his
    return found


def _is_common(word: str, names: Mapping[str, Use], counts: Mapping[str, int]) -> bool:
    if is_function_word(word):
        return True
    own, use = counts.get(word, 0), names[word]
    owner = next((word[: -len(p)] for p in _PRONOUNS if word.endswith(p)), "")
    if len(owner) > 2 and counts.get(owner, 0) > max(own, _LEAST):
        return True
    if use == Use.BARE:
        return _is_bare_noun(word, counts)
    is_derived = use == Use.SHORT and not word.endswith(YEH)
    least = 1 if is_derived else _LEAST
    bare = word[2:] if _has_article(word) else word
    return (
        _owned(bare, counts) >= max(least, own * _OWNED)
        or _is_turned(word, names, counts)
        or _is_plural(word, use, counts)
        or _is_nisba(word, use, counts)
        or (use == Use.VAGUE and _is_participle(bare, counts))
        or (use == Use.VAGUE and _is_joined(word, counts))
    )


def _is_participle(bare: str, counts: Mapping[str, int]) -> bool:
    """Say whether a word is a participle of a verb that ends in ي: الساعي beside ساعٍ and ساعيا."""
    if len(bare) != 4 or bare[1] != ARTICLE[0] or not bare.endswith(YEH):
        return False
    return min(counts.get(bare[:-1], 0), counts.get(bare + ARTICLE[0], 0)) > 0


def _is_joined(word: str, counts: Mapping[str, int]) -> bool:
    """Say whether و or ل and a word of the corpus is read as a name: ولسن, لوسن."""
    return word[0] in _JOINED and len(word) == 4 and counts.get(word[1:], 0) > 0


def _is_bare_noun(word: str, counts: Mapping[str, int]) -> bool:
    """Say whether a place's name without its article is the noun: رباط is, يابان is not."""
    known = counts.get(ARTICLE + word, 0)
    return known < _KNOWN or counts.get(word, 0) < _BARE * known


def _has_article(word: str) -> bool:
    return word.startswith(ARTICLE) and len(word) > 4


def _is_turned(word: str, names: Mapping[str, Use], counts: Mapping[str, int]) -> bool:
    """Say whether the corpus writes a word with and without the article."""
    use = names[word]
    twin = word[2:] if _has_article(word) else ARTICLE + word
    if names.get(twin) == Use.BARE and _is_bare_noun(twin, counts):
        share = _TURNED_OWNED if twin.endswith(HEH) else _TURNED  # بصره may be his sight
        return counts.get(twin, 0) >= max(_LEAST_BARE, counts.get(word, 0) * share)
    are_vague = use == Use.VAGUE and names.get(twin) == Use.VAGUE  # سائح and السائح
    if twin in names and not are_vague and (names[twin] != Use.SHORT or twin in GIVEN):
        return False
    if use in _PLACES and word.endswith(_NISBA) and not _has_article(word):
        return False
    least, share = _LEAST_TURNED, _TURNED
    if use == Use.FULL:
        least, share = _LEAST, _TURNED_PERSON
    elif use == Use.VAGUE:
        least, share = 1, _TURNED_VAGUE
    elif use == Use.SHORT and not word.endswith(YEH):
        least = 2
    own, turned = counts.get(word, 0), counts.get(twin, 0)
    is_mostly = use in _PLACES and turned >= max(_LEAST_BARE, own * _MOSTLY)
    return is_mostly or turned >= max(least, own * share)


def _is_plural(word: str, use: Use, counts: Mapping[str, int]) -> bool:
    """Say whether a word is a plural in its two cases, or a person's name that has plurals."""
    own = counts.get(word, 0)
    if word.endswith("ين") and counts.get(word[:-2] + "ون", 0) >= max(1, own * _PLURAL):
        return True
    if word.endswith(_DUAL) and _has_article(word):
        return counts.get(word[2:], 0) >= max(_LEAST, own * _TURNED)
    if use not in (Use.FULL, Use.VAGUE):
        return False
    plurals = sum(counts.get(word + ending, 0) for ending in _PLURALS)
    return plurals >= max(_LEAST, own * _MANY)


def _is_nisba(word: str, use: Use, counts: Mapping[str, int]) -> bool:
    """Say whether a definite name in ية is an adjective: الأميرية beside أميري."""
    if use == Use.SHORT or not (word.endswith(_NISBA) and _has_article(word)):
        return False
    turned = sum(counts.get(form, 0) for form in (word[:-1], word[2:-1], word[2:]))
    least = _LEAST if use in (Use.FULL, Use.VAGUE) else _LEAST_NISBA
    return turned >= max(least, counts.get(word, 0) * _NISBA_TURNED)


def _owned(bare: str, counts: Mapping[str, int]) -> int:
    """Count the word's forms with a pronoun; قوله is one itself, of قول.

    ـه alone proves nothing: سلطه is no form of السلط, but سلطة, another word.
    """
    stem = bare[:-1] + TEH if bare.endswith(HEH) else bare
    owned = sum(counts.get(stem + pronoun, 0) for pronoun in _PRONOUNS)
    owned += sum(counts.get(bare + YEH + pronoun, 0) for pronoun in _PRONOUNS)  # معان, معانيها
    if owned or stem != bare:
        owned += counts.get(stem + HEH, 0)
    if bare.endswith(HEH) and len(bare) > 3:
        owned += sum(counts.get(bare[:-1] + pronoun, 0) for pronoun in _PRONOUNS)
    return owned


class Claimed:
    """The words that no one-word name may claim: function words and those of the corpus."""

    def __init__(self, common: Iterable[str] = ()) -> None:
        self.common = frozenset(common)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and (is_function_word(word) or word in self.common)
