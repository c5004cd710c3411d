"""Which words are titles, ranks, kin and other company of names?

Folded words only; tables, no rules.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ALIKE = (
    ("ابن", "بن"),
    ("ابو", "ابي", "ابا"),
)
#: Words that are written alike -> all of their spellings.
SPELLINGS = {word: group for group in _ALIKE for word in group}
#: Second words of names that are two words: نور الدين, سيف الدوله.
COMPOUND_TAILS = _words("الله الدين الرحمن الدوله الملك الاسلام")
#: Of these, those that are written in one with the first: نورالدين.
GLUED_TAILS = ("الدين", "الله")

#: Titles and honorifics, folded: before a name they help and never hide it.
TITLES = _words(
    """
    الشيخ السيد الاستاذ الدكتور الحاج الامير الملك السلطان الوزير الرئيس الامام القاضي العلامه
    الفيلسوف الشاعر الكاتب المورخ المؤرخ الحكيم الاب الخوري القس المطران البطريرك البابا القديس
    المسيو مسيو المستر مستر السير اللورد الكونت الدوق الجنرال الكولونل الماجور الحافظ الخليفه
    الاديب الصحافي الباحث النائب القيادي المرحوم العالم الفاضل المعلم الاستاد حضره سعاده سياده
    دوله معالي جلاله غبطه نيافه الميرزا ميرزا الملا الاغا البك الباشا الافندي البيك الشيخه
    السيده الاميره الملكه الدكتوره الاستاذه
    """
)
#: Titles that follow or part a name.
RANKS = _words("باشا بك بيك افندي اغا خان بيه الاول الثاني الثالث الرابع الخامس")
#: Adjectives that follow a name and are no surname, without their article.
EPITHETS = _words(
    """
    كبير صغير اكبر اصغر عظيم اعظم فاتح شهيد مرحوم قديم جديد طويل قصير اول ثاني ثالث رابع خامس
    عاشر اخير صالح عادل فاضل
    """
)
#: Ranks that so many bear that with a given name alone they mean nobody: امين افندي.
EVERYBODYS = _words("افندي بك بيك بيه اغا")
#: Words after which a name is part of another's name.
KIN = _words("بن ابن ابو ابي ابا ام بنت ال بني بنو عبد")
#: Words that open a description, not a name: صاحب المقتطف has no surname.
ROLES = _words(
    """
    صاحب صاحبه محرر محرره مدير مديره رئيس رئيسه ناظر امير شاعر كاتب منشئ مؤلف مولف والد والده
    زوج زوجه ابنه شقيق شقيقه احد احدي وزير ملك قيصر سلطان خليفه امام قاضي
    """
)
#: Given names that fold to a function word: beside a name they are names.
GIVEN_AND_COMMON = frozenset(["علي"])
#: First words of a kunya.
KUNYAS = _words("ابو ابي ابا ام")
#: First words of names that are two words.
BEFORE_ANOTHER = _words("عبد ابو ابي ابا ام")
#: Words before a place's name that make it another's: وادي العجم is not in Persia.
PLACE_HEADS = _words(
    "وادي باب حصن تل دير عين كفر بيت سوق حاره شارع جسر برج خان مرج راس ساحه زقاق بحر خليج مضيق"
)
#: Words that open what is nobody's name: "one of the readers".
VAGUE = _words("احد احدي بعض")
#: Words that part a given name from what follows it, where the record has none there.
INSERTED = ("افندي", "بك", "باشا")
