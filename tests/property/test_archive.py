"""Whatever bytes a file holds, is the answer a report and never a traceback?"""

import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.check import check_archive

PIECES = st.sampled_from(
    [
        b"---\n",
        b"+++\n",
        b"id: a\n",
        b"title: x\n",
        b"date: 1908-13\n",
        b"date: [\n",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x00",
        b"\xe4\xcd\xe6\n",
        b"[[",
        b"]]",
        b"|",
        b"::: verse\n",
        b":::\n",
        b"```\n",
        b"{{page 3}}",
        b"[^1]",
        b"[^1]: ",
        b"# ",
        b"> ",
        b"* ",
        b"<p style='x'>",
        b"</div>",
        b"&amp;",
        '{"id": "a", "title": "ب", "body": "نصّ"}\n'.encode(),
        b'{"id": ',
        b"}\n",
        b"[]\n",
        b"null\n",
        b"id,title,body\n",
        b'"a',
        b";",
        b"- id: p\n",
        b"  type: person\n",
        b"  heading: x\n",
        b"- ",
        b"<TEI xmlns='http://www.tei-c.org/ns/1.0'>",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"&b;",
        b"</TEI>",
        "كِتَابٌ في \u200f\u202eالأدب\n\n".encode(),
        "بيروت | ".encode(),
        b"\r\n",
        b"\n\n",
        b" " * 9,
        "\U0001f600".encode(),
        "\ufefb".encode(),
        b"\xed\xa0\x80",
    ]
)
FILES = st.dictionaries(
    st.sampled_from(
        [
            "texts/a.md", "texts/b.txt", "texts/c.jsonl", "texts/d.csv", "texts/e.xml",
            "entities/p.yml", "entities/q.csv", "pages/about.md", "collections.toml", "texts/b.yml",
        ]
    ),
    st.lists(PIECES | st.binary(max_size=9), max_size=12).map(b"".join),
    min_size=1,
)  # fmt: skip


@given(FILES)
@example({"texts/a.md": b"---\ntitle: x\n---\n[[p]]"})
@settings(max_examples=150)
def test_any_bytes_give_a_report_and_every_problem_names_its_file(files):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "site.toml").write_text('format = 1\ntitle = "x"\n')
        for path, content in files.items():
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_bytes(content)
        report = check_archive(root, jobs=1)
    known = {*files, str(root)}
    for problem in report.problems:
        assert problem.place.path in known, problem
        assert "\n" not in problem.what
