"""Are names found that no record has, and common words left alone?"""

from __future__ import annotations

from collections import Counter

import pytest

from sitegen.arabic.tokens import forms_of
from sitegen.entities.authority import Authority
from sitegen.entities.given import GIVEN
from sitegen.entities.resolve import Linker
from sitegen.entities.suggest.contexts import add_up, gather_contexts, make_vocabulary
from sitegen.entities.suggest.cues import NEVER
from sitegen.entities.suggest.judge import Judge
from sitegen.entities.suggest.learn import Learned, learn
from sitegen.entities.suggest.phrases import Reader
from sitegen.entities.suggest.propose import Proposal, propose
from sitegen.entities.suggest.running import Running, run
from sitegen.entities.suggest.tally import Sightings, Spot, Tally, add_tallies, count_names
from sitegen.entities.titles import ROLES
from sitegen.model import Document, Tagged
from tests.unit.entities.samples import authority_of, document, person, place

KNOWN = authority_of(person("p-rida", "محمد رشيد رضا"), place("l-bayrut", "بيروت"))
GIVEN_HERE = (GIVEN - NEVER - ROLES) | {"علي"}
NOTHING = Learned([], [], [], [], [], [])


def words(text: str) -> list[str]:
    return text.split()


def running(documents: list[Document], authority: Authority) -> list[Running]:
    mentions = Linker(authority).link_all(documents)
    types = {str(entity.id): entity.type.value for entity in authority.values()}
    return [run(one, found, types) for one, found in zip(documents, mentions, strict=True)]


def names_in(*texts: str, authority: Authority = KNOWN) -> list[tuple[str, str, str]]:
    """Read single texts with nothing learned: rules and cues alone."""
    vocabulary = make_vocabulary({}, GIVEN_HERE)
    reader = Reader(Judge(vocabulary, NOTHING, GIVEN_HERE))
    found = []
    for text in running([document(text) for text in texts], authority):
        found += [(text.surface(one), one.type, one.why) for one in reader.read(text)]
    return found


def test_a_word_that_stands_mostly_behind_a_head_is_a_places_though_it_has_an_article() -> None:
    counts = {"عامل": 40, "العامل": 30, "حصينه": 40, "الحصينه": 30}
    vocabulary = make_vocabulary(counts, frozenset())
    n = len(vocabulary.words)

    def judge(share: float) -> Judge:
        learned = Learned([0.0] * n, [0.0] * n, [0.0] * n, [share] * n, [0.0] * n, [False] * n)
        return Judge(vocabulary, learned, frozenset())

    assert judge(0.2).is_after_head("عامل")
    assert not judge(0.2).is_after_head("حصينه")  # any castle is
    assert not judge(0.05).is_after_head("عامل")


def test_a_laqab_is_short_for_the_one_who_bears_it_and_alone_a_name_of_many() -> None:
    tally: Tally = {
        ("قطب", "الدين"): seen(9, "person", "given", "قطب الدين"),
        ("قطب", "الدين", "الشيرازي"): seen(2, "person", "given", "قطب الدين الشيرازي"),
        ("نجم", "الدين"): seen(9, "person", "given", "نجم الدين"),
        ("سليم", "سركيس"): seen(4, "person", "given", "سليم سركيس"),
    }
    found = [(one.heading, one.short_names) for one in proposed(tally)]
    assert found == [
        ("قطب الدين الشيرازي", ("قطب الدين",)), ("سليم سركيس", ()), ("نجم الدين", ()),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "kind", "why"),
    [
        ("زارنا الدكتور يعقوب صروف أمس", "يعقوب صروف", "person", "title الدكتور"),
        ("قال عبد الرحمن بن خلدون في مقدمته", "عبد الرحمن بن خلدون", "person", "nasab"),
        ("وذكره لابن الأثير", "ابن الأثير", "person", "nasab"),
        ("رواه عن أبي نواس", "أبو نواس", "person", "given"),
        ("حاصر صلاح الدين الأيوبي المدينة", "صلاح الدين الأيوبي", "person", "given"),
        ("مات السلطان محمود", "السلطان محمود", "person", "title السلطان"),
        ("لصاحبها سلوم أفندي مكرزل", "سلوم أفندي مكرزل", "person", "given"),
        ("وأبو الفرج الاصفهاني", "أبو الفرج الاصفهاني", "person", "given"),
        ("من بلاد الترك", "بلاد الترك", "place", "head بلاد"),
        ("ووصل إلى مدينة ليون أمس", "ليون", "place", "cue مدينه"),
        ("من بلاد العرب", "بلاد العرب", "place", "head بلاد"),
        ("في لواء الكرك", "لواء الكرك", "place", "head لواء"),
        ("أسست جمعية الاتحاد والترقي فرعا", "جمعية الاتحاد والترقي", "organization", "head جمعيه"),
        ("نزلنا في دير سمعان ليلا", "دير سمعان", "place", "head دير"),
        ("وكان سيف الدولة يسمع", "سيف الدولة", "person", "given"),
        ("ترجم هبة الدين الشهرستاني", "هبة الدين الشهرستاني", "person", "given"),
        ("نشرت مجلة «الهلال» مقالة", "مجلة الهلال", "work", "quoted مجله"),
    ],
)
def test_a_name_is_seen_by_its_cue(text: str, name: str, kind: str, why: str) -> None:
    assert names_in(text) == [(name, kind, why)]


@pytest.mark.parametrize(
    "text",
    [
        "على عهد الدولة",  # the preposition, not Ali
        "قال محمد",  # a given name alone is nobody
        "جاء أبو عبد الله",  # nor is everybody's kunya
        "رأس المال",
        "رجال الدين",
        "جاء محمد رشيد رضا إلى بيروت",  # known
        "ابن عمه",
        "حسن الظن",  # a given name that is a common word
        "محمود باشا والي",
        "في مدينة العباسيين",
        "قرى جبل",
    ],
)
def test_what_is_nobodys_name_is_not_seen(text: str) -> None:
    assert names_in(text) == []


def test_a_tag_without_a_record_is_a_name_and_gives_its_id() -> None:
    doc = document(
        "زار شبلي الشميل لندرة", tagged={0: (Tagged(4, 15, ("p-shumayyil",), "person"),)}
    )
    assert names_in_document(doc)[0] == ("شبلي الشميل", "person", "id p-shumayyil")


def names_in_document(doc: Document) -> list[tuple[str, str, str]]:
    reader = Reader(Judge(make_vocabulary({}, GIVEN_HERE), NOTHING, GIVEN_HERE))
    (text,) = running([doc], KNOWN)
    return [(text.surface(one), one.type, one.why) for one in reader.read(text)]


# -- learned --------------------------------------------------------------------------------------

TOWNS = words("دمشق حلب بغداد صيدا طرابلس حمص القدس يافا حيفا عكا نابلس الموصل البصرة صنعاء مكة")
WORDS = words("كتاب بيت رجل علم سوق باب قلم سيف نهار عمل مال شعر حرب صلح")


def corpus() -> list[Document]:
    """Towns stand behind سافر إلى, common words behind كان ال; all towns but two are known."""
    texts = [f"سافر إلى {town} في سنة ثم عاد من {town} في الصيف" for town in TOWNS * 3]
    texts += [
        f"كان ال{word} هناك وهذا {word}ها وذاك {word}هم وكل {word} منها" for word in WORDS * 3
    ]
    return [document(text) for text in texts]


def learned_proposals(documents: list[Document], authority: Authority) -> list[Proposal]:
    counts: Counter[str] = Counter()
    for one in documents:
        counts.update(forms_of(one.body.blocks[0].text))
    texts = running(documents, authority)
    vocabulary = make_vocabulary(counts, GIVEN_HERE)
    half = len(texts) // 2
    contexts = add_up(gather_contexts(some, vocabulary) for some in (texts[:half], texts[half:]))
    learned = learn(vocabulary, contexts)
    reader = Reader(Judge(vocabulary, learned, GIVEN_HERE))
    tally: Tally = {}
    for first, some in ((0, texts[:half]), (half, texts[half:])):
        tally = add_tallies(tally, count_names(reader, enumerate(some, first), ()))
    return propose(tally, vocabulary, learned, names={})


def test_a_word_that_stands_where_names_stand_is_learned_to_be_one() -> None:
    known = authority_of(*(place(f"l-{n}", town) for n, town in enumerate(TOWNS[2:])))
    found = [one.heading for one in learned_proposals(corpus(), known)]
    assert set(found) >= set(TOWNS[:2])
    assert not set(found) & {*WORDS, *(f"ال{word}" for word in WORDS)}


@pytest.mark.parametrize("held", [0, 10, 1_000_000])
def test_batches_add_up_to_the_whole(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.entities.suggest.contexts._HELD", held)
    documents = corpus()
    texts = running(documents, KNOWN)
    counts = Counter(form for text in texts for form in text.forms)
    vocabulary = make_vocabulary(counts, GIVEN_HERE)
    whole = gather_contexts(texts, vocabulary)
    total = add_up(gather_contexts([text], vocabulary) for text in texts)
    assert total.keys.tolist() == whole.keys.tolist()
    assert total.counts.tolist() == whole.counts.tolist()
    assert total.linked == whole.linked


# -- proposing ------------------------------------------------------------------------------------


def seen(count: int, kind: str, why: str, surface: str) -> Sightings:
    return Sightings(
        count=count, documents=1, types=Counter({kind: count}), whys=Counter({why: count}),
        surfaces=Counter({surface: count}), spots=[Spot(0, 0, 0, 4)],
    )  # fmt: skip


def proposed(tally: Tally, **more: object) -> list[Proposal]:
    return propose(tally, make_vocabulary({}, ()), NOTHING, **{"names": {}, **more})  # type: ignore[arg-type]


def test_spellings_of_one_name_are_one_proposal() -> None:
    tally = {
        ("هولانده",): seen(9, "place", "cue مدينه", "هولاندة"),
        ("هولندا",): seen(3, "place", "cue مدينه", "هولندا"),
    }
    (one,) = proposed(tally)
    assert (one.heading, one.variants, one.count, one.id) == (
        "هولاندة",
        ("هولندا",),
        12,
        "l-hwlandh",
    )


def test_a_surname_joins_the_only_full_name_that_ends_with_it() -> None:
    tally = {
        ("شبلي", "شميل"): seen(4, "person", "title الدكتور", "شبلي شميل"),
        ("شميل",): seen(3, "person", "title الدكتور", "شميل"),
    }
    (one,) = proposed(tally)
    assert (one.heading, one.short_names) == ("شبلي شميل", ("شميل",))


def test_a_surname_of_two_joins_neither() -> None:
    tally = {
        ("شبلي", "شميل"): seen(4, "person", "given", "شبلي شميل"),
        ("امين", "شميل"): seen(4, "person", "given", "أمين شميل"),
        ("شميل",): seen(3, "person", "title الدكتور", "شميل"),
    }
    assert [one.short_names for one in proposed(tally)] == [(), (), ()]


def test_a_name_joins_the_only_longer_one_that_holds_it() -> None:
    tally = {
        ("محمد", "جميل", "الشطي"): seen(5, "person", "given", "محمد جميل الشطي"),
        ("محمد", "الشطي"): seen(2, "person", "given", "محمد الشطي"),
        ("الشطي",): seen(3, "person", "title الشيخ", "الشطي"),
        ("ابن", "كثير"): seen(6, "person", "nasab", "ابن كثير"),
        ("ابن", "سعد", "بن", "كثير"): seen(1, "person", "nasab", "ابن سعد بن كثير"),
    }
    found = [(one.heading, one.variants, one.short_names, one.count) for one in proposed(tally)]
    assert found == [
        ("محمد جميل الشطي", ("محمد الشطي",), ("الشطي",), 10),
        ("ابن كثير", (), (), 6),
        ("ابن سعد بن كثير", (), (), 1),
    ]


def test_a_river_joins_its_name_and_is_kept_where_that_is_a_common_word() -> None:
    tally = {
        ("الطونه",): seen(20, "place", "cue مدينه", "الطونة"),
        ("نهر", "الطونه"): seen(9, "place", "head نهر", "نهر الطونة"),
        ("الكلب",): seen(90, "place", "quoted كتاب", "الكلب"),
        ("نهر", "الكلب"): seen(3, "place", "head نهر", "نهر الكلب"),
    }
    found = {one.heading: one.variants for one in proposed(tally)}
    assert found == {"الطونة": ("نهر الطونة",), "الكلب": (), "نهر الكلب": ()}


def test_what_the_authority_has_or_was_passed_over_is_not_proposed() -> None:
    tally = {(name,): seen(3, "place", "cue مدينه", name) for name in ("ليون", "برلين", "روان")}
    found = proposed(tally, names={("ليون",): "l-1"}, passed_over=[("روان",)], taken=["l-brlyn"])
    assert [(one.heading, one.id) for one in found] == [("برلين", "l-brlyn-2")]


def test_a_name_spelt_like_a_records_says_so() -> None:
    tally = {("هولندا",): seen(3, "place", "cue مدينه", "هولندا")}
    (one,) = proposed(tally, names={("هولانده",): "l-nl"})
    assert one.near == "l-nl"


def test_too_many_names_seen_once_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.entities.suggest.tally._MOST", 2)
    batch = {(name,): seen(n, "place", "cue مدينه", name) for n, name in enumerate("ابجد", 1)}
    assert set(add_tallies({}, batch)) == {("ب",), ("ج",), ("د",)}
