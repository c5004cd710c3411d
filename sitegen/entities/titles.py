"""Which words are titles, ranks, kin and other company of names?

Folded words only; tables, no rules.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _joined(words: frozenset[str]) -> frozenset[str]:
    """Add the words with their proclitics, لابن and بابي; لبن is milk."""
    found = {c + p + word for word in words for c in ("", "و", "ف") for p in ("", "ب", "ك", "ل")}
    return frozenset(found - {"لبن"})


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
    السيده الاميره الملكه الدكتوره الاستاذه الانسه المدام مدام البرنس البارون المركيز المارشال
    الاميرال القيصر الشاه الخديوي المفتي النقيب السر
    """
)
#: Titles that follow or part a name.
RANKS = _words("باشا بك بيك افندي اغا خان بيه الاول الثاني الثالث الرابع الخامس")
#: Of these, the numbers of rulers.
ORDINALS = _words("الاول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر")
#: Adjectives that follow a name and are no surname, without their article.
EPITHETS = _words(
    """
    كبير صغير اكبر اصغر عظيم اعظم فاتح شهيد مرحوم قديم جديد طويل قصير اول ثاني ثالث رابع خامس
    عاشر اخير صالح عادل فاضل
    """
)
#: Ranks that so many bear that with a given name alone they mean nobody: امين افندي.
EVERYBODYS = _words("افندي بك بيك بيه اغا")
#: Ranks of other courts: محمد علي شاه is not محمد علي.
FOREIGN_RANKS = _words("شاه خان ميرزا زاده")
#: Words after which a name is part of another's name.
KIN = _words("بن ابن ابو ابي ابا ام بنت ال بني بنو عبد")
#: The same behind proclitics: بابن, لابي.
KIN_JOINED = _joined(KIN - {"ال"}) | {"ال"}
#: Titles that only describe who was named: حافظ إبراهيم الشاعر is no longer name.
APPOSITIONS = _words(
    """
    الفيلسوف الشاعر الكاتب المورخ المؤرخ الاديب الصحافي الباحث النائب القيادي المرحوم العالم
    الفاضل العلامه الرئيس
    """
)
#: Of these, those that stand before a surname too: محمد باقر العلامة المجلسي.
PRAISE = _words("المرحوم العالم الفاضل العلامه")
#: Titles of a throne or a see: before given names alone they make them another's.
THRONES = _words("الامير السلطان الملك الخليفه البرنس البابا البطريرك المطران القديس الشاه")
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
PLACE_HEADS = _joined(
    _words(
        """
        وادي باب حصن تل دير عين كفر بيت سوق حاره شارع جسر برج خان مرج راس ساحه زقاق بحر نهر
        جنه جنات
        """
    )
) - {"بوادي", "وبوادي", "فبوادي"}  # deserts too
#: Words before a place's name that is a common word too: مدينة صور, قضاء الباب.
DISTRICTS = _words(
    """
    مدينه بلده بلد بلاد ديار قريه قضاء لواء ولايه متصرفيه سنجق ناحيه قصبه جزيره اقليم مقاطعه
    اماره مملكه محافظه ثغر مرفا ميناء
    """
)
#: Such words that, with the article, are hardly a name: المدينة.
TOWNS = frozenset(["مدينه", "بلده", "قريه", "ميناء", "ولايه", "مملكه"])
#: Words before a person's or a place's name that make it a paper's: جريدة لبنان.
PERIODICALS = _joined(_words("جريده مجله صحيفه جرنال روايه اداره"))
#: Words before a word that is a paper's or book's name, not a person's: صاحب المصباح.
MAKERS = _joined(_words("صاحب محرر منشئ منشيء مدير مولف"))
#: Words that open what is nobody's name: "one of the readers".
VAGUE = _joined(_words("احد احدي بعض")) - {"واحد", "واحدي"}
#: Words that part a given name from what follows it, where the record has none there.
INSERTED = ("افندي", "بك", "باشا")
#: Adjectives that make another place of one: الهند الصينية, أميركا الجنوبية.
DIRECTIONS = _words(
    "الجنوبيه الشماليه الوسطي الشرقيه الغربيه اللاتينيه الصينيه الجديده الكبري الصغري العليا السفلي"
)
#: Titles that stand before a surname, hardly before a given name alone: الرئيس عباس.
OFFICES = _words(
    "الرئيس الوزير النائب الجنرال السيناتور الدكتور الاستاذ المستشار القاضي الكاتب الشاعر"
)
#: Ranks behind which a place's name is a surname: أميل أفندي لورنس.
SURNAMED = _words("افندي بك بيك بيه باشا اغا")
#: Before a place's name with the article they say that it is the common noun: هذه الحلة.
DEMONSTRATIVES = _joined(_words("هذا هذه هذان هذين هاتان هاتين"))
#: Words for words, behind which a name in ية is an adjective: كلمة رومية.
LANGUAGE = _joined(_words("كلمه لفظه لغه عباره عاميه"))
#: Two words that are no place together, the second as it begins: مسقط رأسه, صلاة المغرب.
COMMON_PAIRS = (
    ("مسقط", "راس"),
    ("صلاه", "المغرب"),
    ("اذان", "المغرب"),
    ("وقت", "المغرب"),
    ("عند", "المغرب"),
    ("قبيل", "المغرب"),
    ("جوز", "الهند"),
    ("طريق", "الموصل"),
    ("خط", "الموصل"),
    ("جسر", "الموصل"),
    ("سبيل", "الموصل"),
    ("اشور", "نصير"),
    ("اشور", "ناصر"),
    ("اشور", "بني"),
    ("اشور", "بان"),
    ("امريكا", "للامريك"),
    ("اميركا", "للاميرك"),
)
#: Pronouns behind which a name in ية is an adjective: وأنها رومية.
SHE = frozenset(c + word for c in ("", "و", "ف") for word in ("هي", "انها", "كانها", "لانها"))
#: Nouns that are places too: an orange is not Portugal. They need company that says so.
NOUNS_TOO = _words(
    """
    البرتقال الشارقه العشار الحضاره الحدث العمق المعلقه دلوك كيل درم بون المغرب القطيفه المحموديه
    الديوانيه المنصوره المزه دمر جدره قابون المهاجرين بسكره صنعا
    """
)
#: Words before a place: prepositions and who or what a place has.
COMPANY = _joined(
    _words(
        """
        في الي من علي عن بين حتي نحو شمالي جنوبي شرقي غربي اهل اهالي سكان امير حاكم والي ملك ملوك
        حكومه دوله جمهوريه اماره عاصمه ارض ساحل سواحل مرفا ميناء ثغر جزيره
        """
    )
) | _joined(DISTRICTS)
#: Fathers so common that a son of theirs, of whom nothing else is told, may be anybody.
FATHERS = _words("محمد احمد علي حسن حسين")
#: Names of prophets and caliphs, as common: a son of one of them who bears another may be anybody.
SONS = FATHERS | _words("ابراهيم يوسف موسي عيسي يعقوب اسحق اسحاق داود سليمان عمر عثمان زيد")
#: Words that no town is: سلطنة عمان.
REALMS = _joined(_words("سلطنه"))
#: Words that no land is: قرية رومية is not Rome.
VILLAGES = _joined(_words("قريه مزرعه ضيعه"))
#: Particles that only a verb follows: وقد زلزل.
VERBAL = _words("قد وقد فقد لقد ولقد لم ولم فلم لن ولن سوف وسوف")
#: Words whose second half is no name of its own: شيخ النحاة.
HEADS = ROLES | {"شيخ", "حجه", "سيد", "زعيم", "عميد"}
#: Peoples, tribes and creeds: as one word they name no place; بلاد الأكراد does.
PEOPLES = _words(
    """
    العرب الاعراب الاعرابي العجم الفرس الترك الاتراك الروم الرومان الروس الافرنج الفرنج الفرنسيس
    الانكليز الانجليز الالمان الامريكان الاميركان الطليان الاسبان اليهود النصاري المسلمون
    المسلمين الارمن السريان الكلدان الاقباط القبط الاكراد الكرد الدروز الجراكسه الشركس التتر
    التتار المغول المغل البربر الزنج الصقالبه الاغريق الفينيقيون الاشوريون النبط الغساسنه
    المناذره العبران العبرانيون الاسرائيليون الهنود الصينيون اليابانيون المصريون السوريون
    العثمانيون الموارنه الشيعه السنه النصيريه المتاوله
    """
)

#: Titles of a woman, as the end of a word: وللسيدة. Behind one no man's surname is his.
LADIES = ("سيده", "انسه", "مدام", "مدموازيل", "عقيله")
#: The same as whole words: بلادي ends in one, and is none.
LADY_WORDS = _words("لادي اللادي ليدي الليدي مس المس مسز المسز")
#: Particles of foreign names: a name of one word behind one is another's, or a saint's town.
PARTICLES = _words("فون دي دو سان سانت سانتا القديس القديسه")
#: Titles that a person's name follows, never a place's: المستر كليفلاند.
MISTERS = _joined(
    _words(
        """
        المستر مستر المسيو مسيو السير الجنرال الكولونل الماجور الدكتور دكتور الاستاذ القبطان
        الكابتن البروفسور البارون السنيور مسز المسز مس المس مدام المدام الانسه الرئيس القس الراهب
        """
    )
)
#: Words before a place's name, never a person's alone: مدينة تولوز, جبل المقطم, كونت تولوز.
LANDED = _joined(
    _words(
        """
        مدينه بلده قريه جبل سفح جزيره مقاطعه ولايه حكومه كليه جامعه كونت دوق دوقيه
        اماره مجمع اقليم ارض بركه قنطره درب حمام مقبره
        """
    )
)
#: Countries that share their name with a part of the world, in the spellings of the latter.
CONTINENTS = _words("اميركا امريكا اميركه امريكه")
#: Words that make a part of the world of such a name: جنوبي أميركا, اكتشاف أميركا.
PARTS = _joined(
    _words(
        """
        شمالي جنوبي شمال جنوب شرقي غربي اواسط وسط قاره اكتشاف اكتشف اكتشفت مكتشف كشف قارتي هنود
        ممالك دول جمهوريات شعوب امم
        """
    )
)
#: The same before من: في الشمال من أميركا.
QUARTERS = _words("الشمال الجنوب الشرق الغرب اقصي الوسط")
#: Words for a land, behind which a noun that is a town too is the noun: بلاد الحضارة.
LANDS = _joined(_words("بلاد ديار مملكه"))
#: Words before a surname that mean the family: أسرة اليازجي, أبناء زلزل.
FAMILIES = _joined(_words("ابناء اولاد بنات اسره عائله بيت"))
#: Titles of kings: of a record that tells nothing but a name they make another's.
KINGS = _joined(_words("السلطان سلطان الملك ملك الشاه شاه"))
#: Adjectives of colour and matter that are persons' names too, by the article: قرصها الذهبي.
QUALITIES = _words("الذهبي الفضي الوردي العسكري الثقفي الحديدي")
#: Verbs whose object may be a pronoun before such a name: ذكرها الذهبي.
SAYING = _words(
    """
    شيخنا امامنا ذكر روي رواه نقل قال انشد اورد ترجم اخرج اثبت وصف عد صحح ضعف وثق حكي حكاه عرف لخص
    اختصر
    """
)
#: Nisbas that many bear: alone they name nobody who was not named before. The towns, tribes and
#: peoples of whom al-Samani (*al-Ansab*, 12th c.) lists most bearers.
NISBAS = _words(
    """
    المغربي الرازي العامري المقدسي الحوراني السمرقندي الطوسي الحسيني الغزي الانباري الكاظمي
    الهمذاني الهمداني الاصفهاني الاصبهاني البغدادي الدمشقي الحلبي المصري الشامي الانصاري القرشي
    التميمي الكوفي البصري النيسابوري الشيرازي القزويني الجرجاني الاندلسي القرطبي الحموي الحمصي
    الطرابلسي البيروتي الموصلي المدني المكي اليمني اليماني الهندي التركي الكردي الرومي الفارسي
    الحسني العلوي الهاشمي الانطاكي الصيداوي النجفي التونسي الجزائري العراقي الحجازي النجدي
    الخراساني الشيباني الازدي الاسدي الطائي الثقفي القيسي الكلبي الاسكندري الاسيوطي العاملي
    البلخي المروزي الهروي الواسطي الاهوازي النابلسي القيرواني الصقلي الفاسي المراكشي السكندري
    الشهرستاني
    """
)
#: Verbs that a person's name follows: قال ستانفورد.
SPEAKING = _joined(_words("قال زعم اجاب صرح")) | _words("يقول ويقول فيقول")
