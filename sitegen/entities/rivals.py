"""Places that share a spelling, of which an authority may hold only one: عمّان and عُمان.

Whoever lists Amman need not list Oman, and a text of 1908 that says عمان means the latter more
often. A table names the homonyms that a reader of Arabic meets; the words around a name say which
is meant, by the margin of namesakes. طرابلس is not here: an authority that has both, one of them as
طرابلس الغرب, has said whose the bare name is. Positions are those of GeoNames, to the degree; which
places are homonyms is Yaqut's *al-Mushtarik* (ed. Wüstenfeld 1846) for the old ones, GeoNames for
the others.
"""

from __future__ import annotations

from typing import NamedTuple

from sitegen.entities.haystack import Haystack
from sitegen.entities.namesakes import CUE_RATIO, Spot, distance
from sitegen.entities.seen import Seen
from sitegen.model import Entity

_NEAR_KM = 700  # a record may stand for a town or for the middle of its country
_AROUND = 240  # letters to either side that may say which place is meant
_PROCLITICS = ("و", "ف", "ب", "ل", "ك")
_SHADDA, _DAMMA = "\N{ARABIC SHADDA}", "\N{ARABIC DAMMA}"


class Homonym(NamedTuple):
    """A place of a name that others bear: where it is, which folded words speak for it.

    The *usual* one is meant where nothing speaks for another; *marks* in the name are its own.
    """

    spot: Spot
    cues: frozenset[str]
    is_usual: bool = False
    marks: str = ""


def _place(
    lat: float, lon: float, cues: str, marks: str = "", *, is_usual: bool = False
) -> Homonym:
    return Homonym((lat, lon), frozenset(cues.split()), is_usual, marks)


#: Folded names -> the places that bear them.
HOMONYMS: dict[str, tuple[Homonym, ...]] = {
    "عمان": (
        _place(
            32,
            36,
            """الاردن الاردني الاردنيه الاردنيين الاردنيون اردني اردنيه البلقاء السلط الصلت الكرك
            معان جرش مادبا الزرقاء اربد حسبان فيلادلفيا العقبه الهاشميه فلسطين القدس""",
            _SHADDA,
        ),
        _place(
            22,
            57,
            """مسقط سلطنه سلطان صحار ظفار نزوي صلاله قابوس العمانيه العماني العمانيين البحرين هجر
            الخليج الشحر مهره حضرموت حضر موت عدن اليمن صنعاء قطر يبرين الاحساء الازد الخوارج
            الاباضيه زنجبار بحر البحر""",
            _DAMMA,
        ),
    ),
    "بولونيا": (
        _place(
            44,
            11,
            """ايطاليا الطليان ايطالياني ميلان ميلانو تورين فلورنسا البندقيه جنوه بادو بادوا بيزا
            بافيا رومه نابولي نابلي مودين فرارا بارم كليه كليات جامعه""",
        ),
        _place(
            52,
            20,
            """روسيا الروس الروسي الروسيه روسيه الروسيين بروسيا البروسيه النمسا المجر
            ليتوانيا لتوانيا فرسوفيا فارسوفيا وارسو كراكوفيا البولونيين البولونيون
            البولوني البولونيه بولونيين السلاف الصقالبه القيصر قيصر سوبيسكي سوبياسكي فنلندا
            غاليسيا بوهيميا اسوج القوزاق ملك ملوك مملكه البلطيك المانيا دانتزيغ يهود اليهود""",
        ),
    ),
    "حلوان": (
        _place(
            30,
            31,
            """مصر القاهره النيل الجيزه السويس الفسطاط الصعيد المصري المصريه المصريين حمامات حمام
            الاهرام طره المعادي الخديوي""",
        ),
        _place(
            34,
            46,
            """همذان همدان خانقين خراسان السواد العراق بغداد نهاوند الدينور الجبل الجبال الاكراد
            شهرزور فارس كسري النهروان قصر الري""",
        ),
    ),
    "الرصافه": (
        _place(35.6, 38.8, "هشام الرقه تدمر الباديه الفرات حلب منبج سرجيوس سرجيوبوليس الشام"),
        _place(
            33.3,
            44.4,
            "بغداد الكرخ الجسر دجله المهدي المنصور الرشيد الخليفه العباسي العباسيين المها العراق",
        ),
    ),
    "قيصريه": (
        _place(
            39, 35, "قونيه سيواس الاناضول الروم انقره كبدوكيه قرمان ملطيه توقات اركلي ارغلي الترك"
        ),
        _place(
            32.5, 35, "فلسطين عكا يافا عسقلان غزه حيفا صور القدس فيلبس بانياس ارسوف الساحل هيرودس"
        ),
    ),
    "المنصوره": (
        _place(
            31,
            31.4,
            "مصر الدقهليه دمياط النيل القاهره طنطا المحله لويس الصليبيين المديريه مديريه المصريه",
        ),
        _place(33, 35.8, "القنيطره الجولان بانيا بانياس الجركس الشركس الحوله"),
        _place(25.9, 68.8, "السند الهند مكران الملتان الديبل مهران"),
        _place(34.9, -1.3, "تلمسان المغرب مرين الجزائر"),
    ),
    "افريقيه": (
        _place(
            7,
            21,
            """اسيا اوربا اوروبا اميركا اوستراليا شمالي جنوبي شمال جنوب اواسط شرقي غربي الجنوبيه
            الشماليه الغربيه الشرقيه الاستوائيه السودان الزنوج زنوج قاره قارات الترانسفال
            مستعمرات""",
            is_usual=True,
        ),
        _place(
            35.5,
            10,
            """القيروان تونس القيرواني الاغلب الاغالبه هلال المعز باديس قسنطينه المهديه عقبه صقليه
            صنهاجه الصنهاجي العبيديين الفاطميين المغرب""",
        ),
    ),
    "اميركا": (
        _place(
            38,
            -97,
            """المتحده الولايات نيويورك نيويرك روزفلت واشنطون واشنطن شيكاغو بوسطن بوستن فيلادلفيا
            كاليفورنيا كليفورنيا تافت ولايه كارنجي روكفلر اديسون""",
            is_usual=True,
        ),
        _place(
            8,
            -75,
            """البرازيل برازيل الارجنتين شيلي بيرو المكسيك كولمبس كولمبوس كولومبس الجنوبيه الوسطي
            اللاتينيه القاره القارات قاره قارات قارتي مونرو اكتشاف اكتشفت اكتشف ماجلان الاسكيمو
            القطب للاميركيين للاميركان للامريكيين الاميركتين الاميركيتين""",
        ),
    ),
    "امريكا": (
        _place(
            38,
            -97,
            """المتحده الولايات نيويورك نيويرك روزفلت واشنطون واشنطن شيكاغو بوسطن بوستن فيلادلفيا
            كاليفورنيا كليفورنيا تافت ولايه كارنجي روكفلر اديسون""",
            is_usual=True,
        ),
        _place(
            8,
            -75,
            """البرازيل برازيل الارجنتين شيلي بيرو المكسيك كولمبس كولمبوس كولومبس الجنوبيه الوسطي
            اللاتينيه القاره القارات قاره قارات قارتي مونرو اكتشاف اكتشفت اكتشف ماجلان الاسكيمو
            القطب للاميركيين للاميركان للامريكيين الاميركتين الاميركيتين""",
        ),
    ),
    "منشستر": (
        _place(53.5, -2.2, "ليفربول لفربول لندن لندرا انكلترا غلاسكو برمنغهام القطن الانكليز"),
        _place(41, 21.3, "سلانيك مقدونيا مكدونيا الرومللي البلقان اسكوب قوصوه اشقودره البلغار"),
    ),
    "الفيحاء": (
        _place(33.5, 36.3, "دمشق الشام بردي قاسيون الغوطه سوريه", is_usual=True),
        _place(30.5, 47.8, "البصره الزوراء بغداد العراق الحدباء شط المحمره الكويت"),
        _place(34.4, 35.8, "طرابلس لبنان عكار المينا"),
    ),
    "دار السلام": (
        _place(33.3, 44.4, "", is_usual=True),
        _place(-6.8, 39.3, "افريقيه زنجبار تنزانيا تنجانيقا ممباسه"),
    ),
    "صور": (
        _place(33.3, 35.2, "", is_usual=True),
        _place(22.6, 59.5, "مسقط صحار ظفار سلطنه العماني العمانيه"),
    ),
    "سوسه": (
        _place(35.8, 10.6, "تونس القيروان المهديه صفاقس المنستير التونسي التونسيه", is_usual=True),
        _place(32.2, 48.3, "فارس دارا العيلاميين عيلام خوزستان برسبوليس الفرس مرغان مورغان تستر"),
        _place(32.9, 21.9, "برقه درنه بنغازي شحات ليبيا"),
    ),
    "البيره": (
        _place(37, 38, "الفرات حلب اورفه الرها عينتاب منبج الجزيره ملطيه"),
        _place(31.9, 35.2, "رام القدس فلسطين نابلس"),
        _place(37.2, -3.7, "الاندلس غرناطه قرطبه اشبيليه الاندلسي"),
    ),
    "قرطاجنه": (
        _place(36.9, 10.3, "", is_usual=True),
        _place(37.6, -1, "مرسيه بلنسيه الاندلس اسبانيا"),
    ),
    "الحيره": (
        _place(31.9, 44.4, "", is_usual=True),
        _place(36.2, 58.8, "نيسابور خراسان"),
    ),
    "دوما": (
        _place(33.6, 36.4, "", is_usual=True),
        _place(34.2, 35.8, "البترون تنورين جبيل كسروان"),
    ),
    "الزرقاء": (
        _place(32, 36, "الاردن الاردني الاردنيه عمان اربد البلقاء السلط مادبا محافظه مدينه"),
        _place(24.5, 39.6, "المدينه المنوره عين العين"),
    ),
    "الجزيره": (
        _place(36, 40, "الفرات دجله الموصل ديار ربيعه الرقه حران نصيبين ماردين", is_usual=True),
        _place(14.4, 33.5, "السودان الخرطوم النيل مدني السوداني السودانيه"),
    ),
    "كمبردج": (
        _place(52.2, 0.1, "", is_usual=True),
        _place(42.4, -71.1, "بوسطن بوستن هارفرد هارفارد ماساتشوستس مساشوستس"),
    ),
    "برمنغهام": (
        _place(52.5, -1.9, "", is_usual=True),
        _place(33.5, -86.8, "الاباما"),
    ),
    "جورجيا": (
        _place(42, 43.5, "تفليس تبليسي القوقاز القفقاس القافقاس روسيا الروسيه ارمينيا اذربيجان"),
        _place(33, -83.5, "اتلانتا اطلنطا الولايات الولايه ولايه فلوريدا الاباما كارولينا اميركا"),
    ),
    "فالنسيا": (
        _place(39.5, -0.4, "", is_usual=True),
        _place(10.2, -68, "فنزويلا كراكاس"),
    ),
}


def is_rivals(stack: Haystack, one: Seen, name: str, record: Entity) -> bool:
    """Say whether a place's *name* may be that of a place other than the *record*.

    It is where the words around it speak for another of its name and not twice as much for the
    record; of a record that is not the usual one, where they say nothing either.

    >>> from sitegen.entities.haystack import pile
    >>> from sitegen.errors import Place
    >>> from sitegen.model import EntityId, EntityType
    >>> amman = Entity(id=EntityId("amman"), type=EntityType.PLACE, heading="عمّان",
    ...                lat=31.95, lon=35.93, place=Place("p.yml"))
    >>> for text in ("من صنعاء إلى عمان", "من السلط إلى عمان", "إلى عمّان"):
    ...     stack = pile([text])
    ...     start = stack.data.rfind(b" ", 0, -1) + 1
    ...     name = Seen(start, start + 4, 0, 0, 0, *stack.span(start, start + 4, 0))
    ...     print(is_rivals(stack, name, "عمان", amman))
    True
    False
    False
    """
    homonyms = HOMONYMS.get(name)
    if not homonyms or record.lat is None or record.lon is None:
        return False
    spot = record.lat, record.lon
    own = min(homonyms, key=lambda each: distance(each.spot, spot))
    if distance(own.spot, spot) > _NEAR_KM:
        return False
    written = _source(stack, one)
    marked = [each for each in homonyms if any(mark in written for mark in each.marks)]
    if len(marked) == 1:
        return marked[0] is not own
    around = _words_around(stack, one)
    counts = {each.spot: len(each.cues & around) for each in homonyms}
    rival = max(count for at, count in counts.items() if at != own.spot)
    known = counts[own.spot]
    if own.is_usual:
        return rival > 0 and rival >= CUE_RATIO * known
    return known == 0 or known < CUE_RATIO * rival


def _source(stack: Haystack, one: Seen) -> str:
    """Give the name as the source writes it, with its marks."""
    origin = int(stack.sources[one.part])
    return stack.folded.source[origin + one.first : origin + one.last]


def _words_around(stack: Haystack, one: Seen) -> frozenset[str]:
    """Give the folded words beside a name in its text, with and without their proclitics."""
    end = int(stack.bounds[one.part + 1]) if one.part + 1 < len(stack.bounds) else None
    text, place = stack.folded.text, stack.place_at
    first, last = place[one.start - one.cut], place[one.end - 1] + 1
    low = max(int(stack.bounds[one.part]), first - _AROUND)
    high = min(last + _AROUND, len(text) if end is None else end)
    found: set[str] = set()
    for word in f"{text[low:first]} {text[last:high]}".split():
        bare = word.strip("«»()[].,:;!?،؛؟-*\"'")
        found.add(bare)
        if bare[:1] in _PROCLITICS:
            found.add(bare[1:])
            found.add(bare[2:] if bare[:2] == "لل" else bare[1:])
            if bare[:2] == "لل":
                found.add("ا" + bare[1:])
            if bare[1:2] in _PROCLITICS:
                found.add(bare[2:])
    return frozenset(found)
