"""Do facets say of each document what its card says?"""

from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.index.facets import Coded, Told, encode_facets, facets_in, facets_of
from sitegen.index.format import parse_file
from sitegen.index.varint import decode
from sitegen.model import Agent, Card, DocId, EntityId, PartialDate, Slug

SEGMENT = SimpleNamespace(path="", numbering="kqzpa")
HEADINGS = {"p-1": "محمد كرد علي", "p-2": "جرجي زيدان"}
TITLES = {"al-hilal": "الهلال"}
IDS = st.sampled_from(["p-1", "p-2", "p-3"])
AGENTS = st.builds(
    Agent, name=st.sampled_from(["كرد علي", "زيدان", ""]), entity=st.one_of(st.just(""), IDS)
)
NAMES = st.lists(st.sampled_from(["شعر", "نقد", "", "لغة"]), max_size=4)
CARDS = st.lists(
    st.builds(
        Card,
        id=st.just(DocId("a-1")),
        slug=st.just(Slug("a-1")),
        title=st.just("الشعر"),
        authors=st.lists(AGENTS, max_size=3).map(tuple),
        collection=st.sampled_from(["", "al-hilal", "al-muqtabas"]),
        section=st.sampled_from(["", "باب الأدب"]),
        kind=st.sampled_from(["article", "poem"]),
        subjects=NAMES.map(tuple),
        entities=st.lists(IDS.map(EntityId), max_size=3).map(tuple),
        own=st.dictionaries(st.sampled_from(["place", "genre"]), NAMES.map(tuple)),
        date=st.one_of(st.none(), st.integers(1900, 1940).map(PartialDate)),
    ),
    max_size=8,
)


def values_of(card):
    """Say of one card what it has of each field: the obvious form."""
    found = {
        "collection": [(card.collection, TITLES.get(card.collection, card.collection))],
        "section": [(card.section, card.section)],
        "author": [
            (a.entity, HEADINGS.get(a.entity, a.name)) if a.entity else (a.name, a.name)
            for a in card.authors
        ],
        "entity": [(name, HEADINGS.get(name, name)) for name in card.entities],
        "kind": [(card.kind, card.kind.upper())],
        "lang": [(card.lang, card.lang)],
        "subject": [(subject, subject) for subject in card.subjects],
    }
    found |= {name: [(one, one) for one in some] for name, some in card.own.items()}
    return {name: kept for name, pairs in found.items() if (kept := [p for p in pairs if p[0]])}


def ascending(numbers):
    found = []
    for step in numbers:
        found.append(step + (found[-1] + 1 if found else 0))
    return found


@given(CARDS)
@settings(max_examples=300)
def test_facets_say_what_cards_say(cards):
    def single(name):
        return Coded.of([[getattr(card, name)] for card in cards])

    def many(name):
        return Coded.of([getattr(card, name) for card in cards])

    columns = Told(
        single("collection"),
        single("section"),
        many("authors"),
        many("entities"),
        single("kind"),
        single("lang"),
        many("subjects"),
        {
            name: Coded.of([card.own.get(name, ()) for card in cards])
            for card in cards
            for name in card.own
        },
    )
    facets = facets_in(columns, HEADINGS, TITLES, str.upper)
    files, buckets = encode_facets(SEGMENT, facets, [])
    told = [values_of(card) for card in cards]
    assert (files, buckets) == encode_facets(SEGMENT, facets_of(told), [])
    assert set(buckets) == {name for one in told for name in one}
    rows_of = {file.path: parse_file(file.content).rows for file in files}
    for name in buckets:
        labels = {value: label for one in told for value, label in one.get(name, ())}
        having = {
            value: [n for n, one in enumerate(told) if value in dict(one.get(name, ()))]
            for value in sorted(labels)
        }
        rows = rows_of[f"facet/{name}.js"]
        assert [row[:3] for row in rows] == [
            [value, labels[value], len(some)] for value, some in having.items()
        ]
        assert [ascending(decode(row[3])) for row in rows] == list(having.values())
        pairs, text = rows_of[f"facet/{name}-column.js"]
        assert pairs == [text for value in having for text in (value, labels[value])]
        order = list(having)
        numbers = iter(decode(text))
        for one in told:
            some = ascending([next(numbers) for _ in range(next(numbers))])
            assert [order[n] for n in some] == sorted(dict(one.get(name, ())))
        assert next(numbers, None) is None
