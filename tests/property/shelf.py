"""An archive that properties edit, and what a build leaves of it."""

import json
import random
import shutil

from hypothesis import strategies as st

WORDS = [
    "بيروت",
    "دمشق",
    "كتاب",
    "الكتاب",
    "كتابه",
    "مطبعة",
    "بمطبعتها",
    "رضا",
    "محمد",
    "رشيد",
    "رضا",
    "سافر",
    "إلى",
    "ومن",
    "في",
    "عن",
    "المنار",
    "والمنار",
    "لبيروت",
    "ببيروت",
    "أحمد",
    "زكي",
    "باشا",
    "كاتب",
    "كتبوا",
    "مدرسة",
    "المدارس",
    "صور",
    "مدينة",
    "صور",
    "الجاحظ",
]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
NAMES = st.sampled_from(["a-1", "a-2", "a-3", "B-4", "c.5", "d-6"])
DATES = st.sampled_from(["", "1908", "1908-05", "1909-01-02", "1946-07"])
PEOPLE = {
    "p-rida": {"type": "person", "heading": "محمد رشيد رضا", "short_names": ["رضا"]},
    "l-bayrut": {"type": "place", "heading": "بيروت", "lat": 33.89, "lon": 35.5},
    "p-zaki": {"type": "person", "heading": "أحمد زكي باشا"},
}


class Shelf:
    """An archive that edits are made in: two files of rows, texts with sidecars, articles."""

    def __init__(self, root):
        self.root = root
        self.rows = {"rows": {}, "more": {}}
        self.files = {}
        self.people = {name: dict(record) for name, record in PEOPLE.items()}
        self.site = {"title": "أرشيف"}
        self.said = {}  # of rows and articles, by their ids: access, collection
        self.collections = {"c": {"title": "مجلّة"}, "k": {"title": "كتاب", "kind": "book"}}
        self.drafts = set()
        self.marked = set()  # rows behind a byte-order mark
        self.has_picture = True

    def write(self, path, text):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def taken(self, name):
        return name in self.files or any(name in rows for rows in self.rows.values())

    def row(self, file, name, title, body, date):
        self.drop(name)
        row = {"id": name, "title": title, "body": body, "collection": "c"}
        self.rows[file][name] = row | ({"date": date} if date else {})

    def article(self, kind, name, title, body, date, shows):
        self.drop(name)
        dated = f"date: {date}\n" if date else ""
        front = f"id: {name}\ntitle: {title}\n{dated}authors: [p-rida, {title}]\n"
        picture = "\n\n![صورة](assets/a.png)" if shows else ""
        if kind == "md":
            self.files[name] = {f"texts/{name}.md": f"---\n{front}---\n{body}{picture}\n"}
        else:
            self.files[name] = {f"texts/{name}.txt": body, f"texts/{name}.yml": front}

    def drop(self, name):
        self.files.pop(name, None)
        for rows in self.rows.values():
            rows.pop(name, None)

    def say(self, name, key, value):
        self.said.setdefault(name, {})[key] = value

    def hide(self, collection, access):
        self.collections[collection]["access"] = access

    def draft(self, name, is_one):
        (self.drafts.add if is_one else self.drafts.discard)(name)

    def picture(self, is_there):
        self.has_picture = is_there

    def mark(self, name):
        """Put a row behind a byte-order mark, as the first of a file that came behind another."""
        self.marked ^= {name}

    def intrude(self, site, what):
        """Put a link into the site, in the place of something of it or beside."""
        place, mine = site / what, self.root.parent / "mine"
        mine.mkdir(exist_ok=True)
        (mine / "letter.html").write_text("رسالة", encoding="utf-8")
        if not site.is_dir() or place.is_symlink():
            return
        if place.is_dir():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        place.symlink_to(mine)

    def unset(self, key):
        if key != "title":
            self.site.pop(key, None)

    def swap(self, one, other):
        """Have two records swap their headings."""
        if one in self.people and other in self.people:
            first, second = self.people[one], self.people[other]
            first["heading"], second["heading"] = second["heading"], first["heading"]

    def coin(self, name, seed):
        """Add forms that no text has."""
        letters = random.Random(seed)
        words = ("".join(letters.choices("ابتثجحخدذرزسش", k=5)) for _ in range(120))
        for rows in self.rows.values():
            if name in rows:
                rows[name]["body"] += " " + " ".join(words)

    def reorder(self, file):
        self.rows[file] = dict(reversed(self.rows[file].items()))

    def record(self, name, changes):
        if changes is None:
            self.people.pop(name, None)
        else:
            self.people.setdefault(name, dict(PEOPLE.get(name, {}))).update(changes)

    def save(self):
        for folder in ("texts", "entities", "templates"):
            shutil.rmtree(self.root / folder, ignore_errors=True)
        for file, rows in self.rows.items():
            told = {name: row | self.said.get(name, {}) for name, row in rows.items()}
            lines = ["\ufeff" * (name in self.marked) + json.dumps(row, ensure_ascii=False) + "\n"
                     for name, row in told.items()]  # fmt: skip
            self.write(f"texts/{file}.jsonl", "".join(lines))
        for name, files in self.files.items():
            for path, text in files.items():
                hidden = text.replace("title:", "draft: true\ntitle:", 1)
                self.write(path, hidden if name in self.drafts else text)
        self.write("assets/b.png", "no picture")
        self.write("assets/a.png", "no picture")
        if not self.has_picture:
            (self.root / "assets/a.png").unlink()
        self.write("texts/always.md", "---\nid: z-0\ntitle: دائم\n---\n[[l-bayrut]] نصّ\n")
        tables = [
            f"[{name}]\n" + "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n"
                                    for key, value in said.items())
            for name, said in self.collections.items()
        ]  # fmt: skip
        self.write("collections.toml", "".join(tables))
        people = {"l-bayrut": PEOPLE["l-bayrut"], "p-rida": PEOPLE["p-rida"]} | self.people
        lines = [json.dumps({"id": name, **record}, ensure_ascii=False) + "\n"
                 for name, record in people.items()]  # fmt: skip
        self.write("entities/all.jsonl", "".join(lines))
        values = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n"
                  for key, value in self.site.items()]  # fmt: skip
        self.write("site.toml", "format = 1\n" + "".join(values))
        if "template" in self.__dict__:
            self.write("templates/footer.html", self.template)


EDITS = st.one_of(
    st.tuples(st.just("row"), st.sampled_from(["rows", "more"]), NAMES, TEXTS, TEXTS, DATES),
    st.tuples(st.just("row"), st.sampled_from(["rows", "more"]), NAMES, TEXTS, TEXTS, DATES),
    st.tuples(st.just("article"), st.sampled_from(["md", "txt"]), NAMES, TEXTS, TEXTS, DATES,
              st.booleans()),
    st.tuples(st.just("drop"), NAMES),
    st.tuples(st.just("reorder"), st.sampled_from(["rows", "more"])),
    st.tuples(st.just("record"), st.sampled_from(sorted(PEOPLE)), st.fixed_dictionaries(
        {}, optional={"variants": st.lists(st.sampled_from(["زكي", "الجاحظ", "رشيد رضا", "صور"]),
                                           max_size=2, unique=True),
                      "description": st.sampled_from(["كاتب", "مدينة"]),
                      "heading": st.sampled_from(["الجاحظ", "دمشق", "أحمد زكي"])})),
    st.tuples(st.just("record"), st.just("p-zaki"), st.none()),
    st.tuples(st.just("set"), st.sampled_from(
        [("title", "خزانة"), ("language", "en"), ("base_url", "https://x.example/"),
         ("sealed", "1945-12-31"), ("folders", "hashed"), ("numerals", "latn")])),
    st.tuples(st.just("unset"), st.sampled_from(["language", "base_url", "sealed", "folders"])),
    st.tuples(st.just("say"), NAMES, st.just("access"),
              st.sampled_from(["public", "metadata", "closed"])),
    st.tuples(st.just("say"), NAMES, st.just("collection"), st.sampled_from(["c", "k", ""])),
    st.tuples(st.just("say"), NAMES, st.just("lang"), st.sampled_from(["ar", "fa", "fr"])),
    st.tuples(st.just("hide"), st.sampled_from(["c", "k"]),
              st.sampled_from(["public", "metadata"])),
    st.tuples(st.just("swap"), st.sampled_from(sorted(PEOPLE)), st.sampled_from(sorted(PEOPLE))),
    st.tuples(st.just("coin"), NAMES, st.integers(0, 3)),
    st.tuples(st.just("theme"), st.sampled_from(["<footer>١</footer>", "<footer>٢</footer>"])),
)  # fmt: skip


HARMS = st.one_of(  # after which an archive may have problems, or its site strangers
    st.tuples(st.just("draft"), NAMES, st.booleans()),
    st.tuples(st.just("picture"), st.booleans()),
    st.tuples(st.just("mark"), NAMES),
    st.tuples(st.just("intrude"), st.sampled_from(["d", "d/a-1.html", "assets", "mine"])),
)


def do(shelf, edit, site=None):
    what, *values = edit
    if what == "intrude":
        shelf.intrude(site, *values)
    elif what == "set":
        shelf.site[values[0][0]] = values[0][1]
    elif what == "theme":
        shelf.template = values[0]
    else:
        getattr(shelf, what)(*values)


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
