"""Which words stand before places, organizations and works, and which are never in a name?

Folded words only; tables, no rules. Titles, ranks and given names are in ``titles`` and ``given``.
"""

from __future__ import annotations

from sitegen.entities.common import FUNCTION_WORDS
from sitegen.entities.titles import PEOPLES, RANKS, ROLES, TITLES


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Before a place's name, and no part of it: مدينة ليون.
PLACE_CUES = _words(
    """
    مدينه بلده قريه عاصمه قصبه ثغر مرفا ميناء محطه ناحيه ضيعه مدينتي قري مدن كوره حاضره
    """
)
#: Before a place's name, and a part of it: جزيرة العرب, لواء الكرك.
PLACE_HEADS = _words(
    """
    جزيره جزائر جزر جمهوريه مملكه سلطنه اماره لواء ولايه متصرفيه قضاء مقاطعه اقليم قلعه حصن بلاد
    جبل جبال نهر بحر بحيره خليج مضيق وادي سهل صحراء مرج راس عين تل كفر بيت دير شارع
    """
)
#: Behind a place's name, and a part of it: آسيا الصغرى.
PLACE_TAILS = _words(
    """
    الصغري الكبري العليا السفلي الجديده القديمه الوسطي الشماليه الجنوبيه الشرقيه الغربيه المتحده
    الشمالي الجنوبي الشرقي الغربي
    """
)
#: Before an organization's name, and a part of it.
ORGANIZATION_HEADS = _words(
    """
    جمعيه شركه حزب نادي جامعه كليه مدرسه مكتبه مطبعه لجنه نقابه محفل بنك مصرف معهد مجمع مستشفي
    متحف جمعية
    """
)
#: Before the name of something written, and a part of a periodical's.
WORK_HEADS = _words("مجله جريده صحيفه كتاب روايه ديوان رساله قصيده")
#: Heads that stand before common words more often than before names: راس المال.
LOOSE_HEADS = _words("بيت راس عين شارع كفر تل دير سهل")
#: Of these, those behind which a given name is a place's: دير عطية, كفر حسن.
FOUNDED_HEADS = _words("كفر دير تل")
#: Before a country's or a town's name, which means the same without: بلاد فارس.
IDLE_HEADS = _words("بلاد")
#: Ranks that part a given name from a surname, or follow both: جرجي أفندي زيدان.
COURTESIES = _words("افندي بك بيك باشا")
#: What a man with a rank is, and no surname of his: محمود باشا والي.
OFFICES = ROLES | _words(
    """
    والي قائد حاكم عضو مفتش وكيل متصرف قائمقام سفير قنصل معاون مستشار نائب ترجمان طبيب مهندس ناظم
    نقيب مفتي نجل حفيد اخو عم خال مبعوث مترجم معلم معتمد مندوب مؤسس منشي
    """
)
#: Words that open a foreign name, whatever follows: سان فرنسيسكو.
FOREIGN_OPENERS = _words("سان سانت نيو فون فان")
#: First words of honorifics of two words, صلاح الدين, سيف الدوله.
HONORIFICS = _words(
    """
    صلاح نور سيف فخر شمس بدر تاج جمال كمال محيي محي عز عماد علاء شهاب ضياء تقي زين ناصر نصير نجم
    موفق قطب مجد رشيد بهاء اسد ركن شرف صفي عضد غياث معز معين مهذب جلال حسام سعد لسان امين رضي برهان
    سراج ولي همام صمصام مؤيد حميد وجيه زكي عفيف خير هبه قوام نظام مجير ظهير اثير غرس سديد
    """
)
#: Second words of names of two words that are one person's by themselves: سيف الدولة, لسان الدين.
LAQAB_TAILS = frozenset(["الدين", "الدوله"])
#: First words of names that end in الله, besides عبد: فتح الله, نعمة الله.
GIFTS = _words("نعمه فتح خير هبه عبيد جار فضل سعد عطا جاد رزق حسب لطف اسد نصر ضيف ولي خلف فرج")
#: Behind ابن they are somebody's kin, and no name.
KINSMEN = _words(
    "عم عمي عمه عمها اخي اخيه اخيها اختي اخته خالي خاله ابن ابنه ادم البلاد الشرق الغرب"
)
#: Behind أبو they are names of so many that the two words mean nobody.
EVERYBODYS_SONS = _words("القاسم الحسن الحسين العباس الفضل الفتح")
#: Given names that are common words too, before a definite noun: حسن الظن, فتح الشام.
WORDLIKE = _words(
    """
    حسن فتح سلامه كمال جمال خير نور شمس فرح سعد رضا عز فارس فيصل غالب كريم صادق عباده عبده جلال بدر
    زين وحيد جميل نصر هدي امل رجاء وفاء حامد شاكر ناصر عادل صالح ظافر لطف سيف تاج امين عبد كوكب
    اسماء طلعت اديب كرم نظام صدر سمير مفتاح راعي
    """
)
#: Titles without which a given name alone is nobody, and with which it is somebody.
SOVEREIGN = _words(
    "السلطان الملك الامير الخليفه البابا القديس القيصر الامبراطور الشاه الخديوي مار الملكه"
)
MORE_TITLES = _words(
    """
    الموسيو موسيو مدام مادام مسز المسز لورد دكتور شيخ القيصر الامبراطور الشاه الخديوي مار سيدنا
    مولانا
    صديقنا البارون بارون المركيز الكردينال البرنس برنس الكابتن المهندس الطبيب النحوي المشير الفريق
    """
)
#: Titles that are common words more often.
_NO_TITLES = _words("العالم الفاضل السير سير دوله حضره سعاده الاديب الكاتب الباحث النائب")
#: What opens a person's name and is none.
ALL_TITLES = (TITLES | MORE_TITLES) - _NO_TITLES
_NUMBERS = _words(
    """
    واحد اثنان ثلاث اربع خمس ست سبع ثمان تسع عشر عشرون عشرين ثلاثون ثلاثين اربعون اربعين خمسون
    خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين مئه مائه مئتان مئتين مائتان مائتين
    ثلاثمائه اربعمائه خمسمائه ستمائه سبعمائه ثمانمائه تسعمائه الف الفان الفين الاف مليون ملايين
    """
)
_MONTHS = _words(
    """
    يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر كانون شباط اذار
    نيسان ايار حزيران تموز اب ايلول تشرين محرم المحرم صفر ربيع جمادي رجب شعبان رمضان شوال القعده
    الحجه الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت
    """
)
_UNITS = _words(
    """
    قرش غرش غروش قروش ليره ليرات فرنك فرنكا فرنكات جنيه ريال دينار درهم متر مترا كيلومتر كيلومترا
    ميل ميلا طن طنا رطل كيلو غرام دولار سنتيم بارات شلن ليبره صفحه سنه ساعه دقيقه هجريه ميلاديه
    """
)
_MORE = _words(
    """
    كذا حينئذ عندئذ يومئذ وقتئذ زهاء نفسه نفسها المتوفي المشار المومنين المؤمنين السلام الاسلام
    صلي رضي الشمال الجنوب الشرق الغرب اثنتان اثنتين
    رحمه تعالي الناس المذكور المذكوره اسماء الله الرحمن مجله جريده المعظم الاجل البارع على
    """
)
_MORE_PEOPLES = _words(
    """
    الجرمان الغال الغول القوط الوندال اللاتين اللاتينيون الصقلب السلاف الصرب البلغار الارناؤوط
    الارناوط الالبان البشناق الافغان التركمان الديلم الخزر السلجوقيون السلاجقه الفراعنه الكنعانيون
    الاراميون الحثيون البابليون السومريون العمالقه الغجر النور الكرج الانباط الاغارقه الحبش
    الاحباش السودانيون القرطاجيون الرومانيون الاسبانيون البورتقاليون البرتقاليون الهولانديون
    النرويجيون المجريون النمساويون الاوربيون الاميركيون الاميركانيون الايطاليون البروسيون الغربيون
    الشرقيون الساميون الاريون السويسريون الساسان الاكاسره القياصره البطالسه البرامكه الخوارج
    المعتزله القرامطه الشراكسه الجركس الاوروبيون
    """
)
#: Peoples, tribes and creeds: no name of one word, and a land only behind بلاد.
NATIONS = PEOPLES | _MORE_PEOPLES
#: The letters, as dictionaries spell them out: بفتح الشين.
_LETTERS = _words(
    """
    الهمزه الباء التاء الثاء الجيم الحاء الخاء الدال الذال الراء الزاي الشين الصاد الضاد الطاء الظاء
    العين الغين الفاء القاف الكاف اللام الميم النون الهاء الواو الياء فسكون ففتح فكسر فضم
    """
)
#: Common words that stand where names do: behind prepositions, before verbs and relatives.
_COMMON = _words(
    """
    الدين قلنا قائلا المحترم الشهير المفضال غلام المرء انفسهم نفسهم توفي يديه يديها ايديهم بيني
    سوء عدم اناس الخ الجد بيد سواء لذي كيفما ناهيك خصوصا يوما جزءا جزءان جزء لطائف مؤتمر اواسط
    اوائل اواخر اوساط انحاء ارجاء صبيحه الدم الحق الشر الجو القمر الشمس الشتاء الصيف الربيع الخريف
    الطب العلم الادب الفن الحج الجن الانسان الانسانيه القاموس الكهرباء الكيمياء الموسيقي الرياضيات
    الجغرافيه الجغرافيا الفلسفه الصحافه اليد الجسد الروح القلب النفس الماء الهواء النار التراب
    الذهب الفضه الحديد السل كيفيه الغالب المقدس ثلثمائه مائتي ستمئه سبعمئه ثلاثمئه اربعمئه خمسمئه
    تسعمئه مليارين البوليس السلطنه الامبراطوريه سفح ولايتي جهنم كتابا شيئا كثيرا تلميذا رجلا ولئن
    منهن عدوك ذهنه البحر القرن المنطق السماء الخط الغفران انشدني انشدنا حدثنا اخبرنا اخبرني لله
    بالله والله تالله
    """
)
#: What is never a name of one word, nor the last word of one.
NEVER = (
    FUNCTION_WORDS | _NUMBERS | _MONTHS | _UNITS | RANKS | ALL_TITLES | _NO_TITLES | _MORE
    | _LETTERS | _COMMON
)  # fmt: skip
#: Heads whose place is mostly called by its own name alone: نهر الطونة, جزيرة صقلية.
SPARE_HEADS = _words("نهر جزيره بلاد بحيره جمهوريه")
