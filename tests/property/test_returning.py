"""Whatever an archive holds and withholds: does what comes back build the same site?"""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shelf import DATES, EDITS, TEXTS, Shelf, do, tree

from sitegen.build import Options, build
from sitegen.content.imports import Plan
from sitegen.content.imports.site import import_site

ISSUE = """\
<TEI xmlns="http://www.tei-c.org/ns/1.0" {ident}><!-- لا يُنشر -->
<teiHeader><fileDesc><sourceDesc><biblStruct><monogr><title level="j">x</title>
<imprint><date when="{date}"/></imprint></monogr></biblStruct></sourceDesc></fileDesc></teiHeader>
<text xml:lang="ar"><body>{divisions}</body></text></TEI>
"""
DIVISION = '<div type="item" xml:id="d{n}"><head>{title}</head><p>{body}<pb n="{n}"/></p></div>'
ACCESS = st.sampled_from(["", "access: metadata\n", "access: closed\n", "withdrawn: لا\n"])
ISSUES = st.lists(
    st.tuples(st.lists(st.tuples(TEXTS, TEXTS, ACCESS), min_size=1, max_size=3),
              DATES.filter(bool), ACCESS, st.booleans()),
    max_size=3,
)  # fmt: skip


def issues(shelf, found):
    for n, (divisions, date, access, named) in enumerate(found):
        inner = "".join(
            DIVISION.format(n=k, title=title, body=body)
            for k, (title, body, _) in enumerate(divisions)
        )
        name = f"i_{n}" if named else f"{n}-x{n}"
        own = "".join(f"  {name}-d{k}: {{{one.strip()}, summary: خلاصة}}\n"
                      for k, (*_, one) in enumerate(divisions) if one)  # fmt: skip
        ident = f'xml:id="i_{n}"' if named else ""
        text = ISSUE.format(ident=ident, date=date, divisions=inner)
        shelf.write(f"texts/tei/{'عدد' if named else f'{n}-x'}{n}.TEIP5.xml", text)
        if access or named or own:
            side = f"collection: c\n{access}extra: {{by: '{n}'}}\n"
            side += f"documents:\n{own}" if own else ""
            shelf.write(f"texts/tei/{'عدد' if named else f'{n}-x'}{n}.TEIP5.yml", side)
        shelf.write("collections.toml", '[c]\ntitle = "مجلّة"\n[x]\ntitle = "س"\n')


@given(st.lists(EDITS, min_size=1, max_size=8), ISSUES, ACCESS)
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
def test_the_site_of_what_came_back_is_the_same(edits, found, access):
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shelf = Shelf(home / "archive")
        for edit in edits:
            do(shelf, edit)
        shelf.save()
        issues(shelf, found)
        front = f"---\nid: z-1\ntitle: محجوب\n{access}---\nنصّ محمد رشيد رضا\n"
        shelf.write("texts/z-1.md", front)
        build(shelf.root, home / "public", Options(jobs=1))
        assert import_site(home / "public", home / "back", Plan(trust=True)).problems == ()
        shutil.rmtree(shelf.root)
        build(home / "back", home / "again", Options(jobs=1))
        ours, again = tree(home / "public"), tree(home / "again")
    assert ours.keys() == again.keys()
    assert [path for path in ours if ours[path] != again[path]] == []
