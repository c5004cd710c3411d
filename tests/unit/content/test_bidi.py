"""Numbers and foreign words in Arabic text: what is isolated, and what is left alone."""

from __future__ import annotations

import re

import pytest

from sitegen.content.bidi import direction_of, isolate
from sitegen.content.markdown import read_markdown
from sitegen.content.text import read_plain


def isolated(text: str, *, rtl: bool = True) -> list[str]:
    return re.findall(r"<bdi[^>]*>(.*?)</bdi>", isolate(text, rtl=rtl))


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("بين 5,000–7,000 حرف", ["5,000–7,000"]),
        ("سنة 1822–1850 أو ١٨٢٢–١٨٥٠", ["1822–1850", "١٨٢٢–١٨٥٠"]),
        ("سنة ۱۹۱۰–۱۹۱۳", ["۱۹۱۰–۱۹۱۳"]),
        ("الساعة 10:30–12:00", ["10:30–12:00"]),
        ("في 29/11/1814 طبعت", ["29/11/1814"]),
        ("الحرف 24 pt، عدد ٣", ["24 pt"]),
        ("وزنه 5–7 kg", ["5–7 kg"]),
        ("الثمن £12.10s، يُرسل", ["£12.10s"]),
        ("بـ 12s. 6d. فقط", ["12s. 6d"]),
        ("ثمنه 500 USD أو € 20", ["500 USD", "€ 20"]),
        ("نسبة 50% و12.5 %", ["50%", "12.5 %"]),
        ("درجة -5 و−3.5", ["-5", "−3.5"]),
        ("نحو 10°C", ["10°C"]),
        ("لوح 24 × 36 سم", ["24 × 36"]),
        ("قال إن 2+2=4", ["2+2=4"]),
        ("من 12 000 نسخة", ["12 000"]),
        ("هاتف +961 1 234 567.", ["+961 1 234 567"]),
        ("الرقم (+961 1 340 460) أو +20 (2) 345 678", ["+961 1 340 460", "+20 (2) 345 678"]),
        ("في https://example.org/a/?q=1#x، التي", ["https://example.org/a/?q=1#x"]),
        ("اكتب إلى a.b@example.org.", ["a.b@example.org"]),
        ("طراز MQ-9 والطراز", ["MQ-9"]),
        ("«Le Courrier de l'Égypte» جريدة", ["Le Courrier de l'Égypte"]),
        ("حمض H₂SO₄ وCO₂", ["H₂SO₄", "CO₂"]),
        ("لغتا C++ وC#.", ["C++", "C#"]),
        ("مجلة Le Traducteur (Suisse) هناك", ["Le Traducteur (Suisse)"]),
        ("سنة 1453 A.D. تقريبًا", ["1453 A.D."]),
        ("المعرّف doi:10.1000/xyz123 هنا", ["doi:10.1000/xyz123"]),
    ],
)
def test_a_run_that_reads_from_the_left_is_isolated_whole(text, runs):
    assert isolated(text) == runs


@pytest.mark.parametrize(
    "text",
    [
        "سنة 1908.",
        "طبع 1,100 نسخة",
        "الرقمان ١٢٣ و123",
        "- 5 كتب",
        "قال -نعم- سنة 1908-",
        "نسبة ٥٠٪",
        "5 أسطر",
        "صفحة-5",
        "سنة 1908 ثم 1909",
    ],
)
def test_a_number_that_stands_right_by_itself_is_left_alone(text):
    assert isolate(text) == text


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("من ١٩٠٦–١٩١٧ ومن 1,250-1,300 في 29/11/1814", ["١٩٠٦–١٩١٧", "1,250-1,300", "29/11/1814"]),
        ("هاتف +961 1 234 567 أو 12 000", ["+961 1 234 567", "12 000"]),
        ("وزنه 5–7 kg عند Le Temps 1908", []),
    ],
)
def test_numbers_that_belong_together_stay_on_one_line(text, runs):
    assert re.findall('<bdi class="n">(.*?)</bdi>', isolate(text)) == runs


def test_a_year_before_a_foreign_name_is_no_part_of_it():
    assert isolated("في سنة 1908 Paris") == ["Paris"]


@pytest.mark.parametrize(
    "text", ["من 5–7 & «a<b»", "£5 > $4", "12 % — “q”", "a.b@c.d / +961 1 2 3"]
)
def test_only_tags_are_added(text):
    bare = re.sub("</?bdi[^>]*>", "", isolate(text))
    assert bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@pytest.mark.parametrize(
    ("text", "rtl", "attribute"),
    [
        ("Ami Ayalon, The Press in the Arab Middle East, 1995.", True, ' dir="ltr"'),
        ("كتاب Ayalon", True, ""),
        ("1908–1910", True, ""),
        ("…", True, ""),
        ("بسم الله.", False, ' dir="rtl"'),
        ("the word كتاب", False, ""),
    ],
)
def test_a_block_runs_against_the_text_only_where_all_its_letters_do(text, rtl, attribute):
    assert direction_of(text, rtl=rtl) == attribute


def test_a_latin_item_of_an_arabic_list_runs_from_the_left():
    body, problems = read_markdown("- كتاب الأغاني\n- Ami Ayalon, 1995.\n")
    html = "".join(part for part in body.layout if isinstance(part, str))
    assert not problems
    assert html.count(' dir="ltr"') == 1
    assert html.count("<li") == 2


def test_a_latin_paragraph_of_plain_text_runs_from_the_left():
    body = read_plain("قال الشيخ.\n\nVive la presse.")
    html = "".join(part for part in body.layout if isinstance(part, str))
    assert re.findall(r'<p( dir="ltr")? id=', html) == ["", ' dir="ltr"']


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "انظر: Brockelmann, *Geschichte der Litteratur* (GAL), II, pp. 12–15. وهذا",
            "انظر: <bdi>Brockelmann, <em>Geschichte der Litteratur</em> (GAL), II, pp. 12–15</bdi>. وهذا",  # noqa: E501
        ),
        ("في *La Presse* (Paris) خبر", "في <bdi><em>La Presse</em> (Paris)</bdi> خبر"),
        ("(Ayalon, *Press*, 1995)", "(<bdi>Ayalon, <em>Press</em>, 1995</bdi>)"),
        ("عن *Times*، ثم *Temps* و*Le Temps* ١٩٠٨", None),
        ("نشر *Times* (١٩٠٨–١٩٠٩) وغيرها", None),
        ("قال (انظر *Times*), Paris", None),
        ("كتاب *أخبار Paris* في London", None),
    ],
)
def test_a_reference_in_italics_and_upright_is_one_run(text, html):
    body, _ = read_markdown(text + " كتاب\n")
    (block,) = body.blocks
    assert re.sub("<[^>]*>", "", block.html) == block.text
    if html is None:
        assert not re.search("<bdi>[^<]*<(?!/bdi)", block.html)
    else:
        assert html.rstrip(")") in block.html
