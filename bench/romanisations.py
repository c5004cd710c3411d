"""How may an Arabic name be written in Latin letters? Spellings by rule, to test with.

Six schemes: ALA-LC, DMG, the Encyclopaedia of Islam, and as French, English and Egyptian writers
spell by ear. Short vowels, which Arabic does not write, are put in at random where two consonants
meet, and now and then a consonant is doubled: what comes out is as wild as what people type.
Names that everybody knows are spelled from a list. Nothing here is read by sitegen itself.
"""

from __future__ import annotations

import random
from typing import NamedTuple

from sitegen.arabic.tokens import forms_of

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويء"


class Scheme(NamedTuple):
    """Consonants and long vowels in the order of LETTERS, short vowels, articles, endings in ة."""

    letters: dict[str, str]
    short: str
    articles: tuple[str, ...]
    endings: tuple[str, ...]
    known: int  # the column of KNOWN
    doubles: bool = False


def _letters(row: str) -> dict[str, str]:
    return dict(zip(LETTERS, ["" if one == "-" else one for one in row.split()], strict=True))


SCHEMES = {
    "ALA-LC": Scheme(
        _letters("ā b t th j ḥ kh d dh r z s sh ṣ ḍ ṭ ẓ ʿ gh f q k l m n h ū ī ʾ"),
        "aiu", ("al-",), ("ah",), 0,
    ),
    "DMG": Scheme(
        _letters("ā b t ṯ ǧ ḥ ḫ d ḏ r z s š ṣ ḍ ṭ ẓ ʿ ġ f q k l m n h ū ī ʾ"),
        "aiu", ("al-",), ("a",), 0,
    ),
    "EI": Scheme(
        _letters("ā b t th dj ḥ kh d dh r z s sh ṣ ḍ ṭ ẓ ʿ gh f ḳ k l m n h ū ī ʾ"),
        "aiu", ("al-",), ("a",), 0,
    ),
    "French": Scheme(
        _letters("a b t th dj h kh d dh r z s ch s d t z - gh f k k l m n h ou i -"),
        "aeo", ("el-", "al-", "el"), ("a", "é"), 1, doubles=True,
    ),
    "English": Scheme(
        _letters("a b t th j h kh d z r z s sh s d t z a gh f q k l m n h u i -"),
        "aiue", ("al-", "al", "el-"), ("a", "ah"), 2, doubles=True,
    ),
    "Egyptian": Scheme(
        _letters("a b t s g h kh d z r z s sh s d t z a gh f k k l m n h o y -"),
        "aeo", ("el-", "al-"), ("a",), 3, doubles=True,
    ),
}  # fmt: skip

# Names that everybody knows: by scholars, in French, in English, otherwise.
_KNOWN = """
محمد muḥammad mohamed mohammad mohammed; احمد aḥmad ahmed ahmad; محمود maḥmūd mahmoud mahmud
حسن ḥasan hassan hasan; حسين ḥusayn hussein hossein hussain; علي ʿalī ali aly; عبد ʿabd abd
الله allāh allah; يوسف yūsuf youssef yusuf joseph; ابراهيم ibrāhīm ibrahim ibrahim brahim
سليم salīm selim salim; سليمان sulaymān soliman sulayman suleiman; جرجي jurjī georgi jurji
جورج jūrj georges george; الدين al-dīn eddine al-din ed-din; ابن ibn ibn ibn ben; بن bin ben bin
ابو abū abou abu; ابي abī abi; عمر ʿumar omar umar; خليل khalīl khalil halil
شكري shukrī choukri shukri; الرحمن al-raḥmān errahmane al-rahman ur-rahman
القادر al-qādir elkader al-qadir el-kader; مصطفي muṣṭafā mustapha mustafa moustafa
سعيد saʿīd said saeed; صالح ṣāliḥ salah saleh salih; بك bey bey bek bik; باشا bāshā pacha pasha
افندي afandī effendi efendi; كرد kurd; رشيد rashīd rachid rashid; رضا riḍā rida rida reza
نجيب najīb naguib najib neguib; قاسم qāsim kacem qasim kassem; جمال jamāl gamal jamal djamal
خالد khālid khaled khalid; طاهر ṭāhir tahar tahir taher; امين amīn amine amin emin
فارس fāris fares faris; اسعد asʿad assad asad; حبيب ḥabīb habib; داود dāwūd daoud dawud david
انطون anṭūn antoun antun antoine; الياس ilyās elias ilyas; اسماعيل ismāʿīl ismail ismail smail
يعقوب yaʿqūb yacoub yaqub jacob; بطرس buṭrus boutros butrus; ميخائيل mīkhāʾīl mikhail mikhail michel
عثمان ʿuthmān othman uthman osman; توفيق tawfīq toufik tawfiq tewfik; معروف maʿrūf maarouf maruf
شيخ shaykh cheikh sheikh; الشيخ al-shaykh cheikh sheikh shaykh
"""
KNOWN = {
    row.split()[0]: row.split()[1:] for row in _KNOWN.replace("\n", ";").split(";") if row.strip()
}


def romanised(name: str, scheme: Scheme, draw: random.Random) -> str:
    """Write a name in a scheme.

    >>> romanised("محمد كرد علي", SCHEMES["ALA-LC"], random.Random(1))
    'Muḥammad Kurd ʿAlī'
    """
    return " ".join(_word(form, scheme, draw).title() for form in forms_of(name))


def _word(form: str, scheme: Scheme, draw: random.Random) -> str:
    if known := KNOWN.get(form):
        return known[min(scheme.known, len(known) - 1)]
    has_article = form.startswith("ال") and len(form) > 4
    article = draw.choice(scheme.articles) if has_article else ""
    return article + _spelled(form[2:] if has_article else form, scheme, draw)


def _spelled(word: str, scheme: Scheme, draw: random.Random) -> str:
    word = word.replace("ؤ", "و").replace("ئ", "ي")
    made, after_consonant = "", False
    for at, letter in enumerate(word):
        is_last = at == len(word) - 1
        if letter == "ه" and is_last and at > 1:
            made, after_consonant = made + draw.choice(scheme.endings), False
        elif letter in "اوي" and not _is_glide(word, at):
            made += scheme.letters[letter] if at else draw.choice(scheme.short)
            after_consonant = False
        else:
            made += draw.choice(scheme.short) if after_consonant else ""
            sign = {"و": "w", "ي": "y"}.get(letter) or scheme.letters.get(letter, "")
            twice = scheme.doubles and at and len(sign) == 1 and draw.random() < 0.1
            made, after_consonant = made + sign * (2 if twice else 1), True
    return made


def _is_glide(word: str, at: int) -> bool:
    return word[at] in "وي" and (at == 0 or word[at + 1 : at + 2] == "ا" or word[at - 1] == "ا")
