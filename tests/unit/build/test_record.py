"""Claims about what is kept of a site that was just published."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sitegen.build.files import WIDTH, Claim, Files, Stands
from sitegen.build.look import look_over
from sitegen.build.publish import Written
from sitegen.build.record import left_by
from sitegen.export.offline import digest_of

PATHS = [f"{folder}مقالة-{n}.html" for folder in ("d/", "", "place/") for n in range(3)]
FATES = st.sampled_from(["none", "claimed", "named", "other", "new", "gone", "foreign"])


@given(st.lists(FATES, min_size=len(PATHS), max_size=len(PATHS)))
def test_what_a_build_left_is_what_lies_there(tmp_path_factory, fates):
    output = tmp_path_factory.mktemp("site")
    fate_of = {path: fate for path, fate in zip(PATHS, fates, strict=True) if fate != "none"}

    def put(path: str, content: str) -> None:
        (output / path).parent.mkdir(exist_ok=True)
        (output / path).write_text(content, encoding="utf-8")

    for path, fate in fate_of.items():
        if fate != "new":
            put(path, "كما كان")
    lay = look_over(output)
    old = digest_of("كما كان".encode())
    stands = Stands.all_of(lay, old * len(lay))
    for path, fate in fate_of.items():
        if fate == "foreign":
            stands.drop(path)
    claimed = [path for path, fate in fate_of.items() if fate == "claimed"]
    files = Files(stands, [Claim(len(claimed), lambda: claimed)])
    for path, fate in fate_of.items():
        if fate in ("other", "new"):
            put(path, f"{fate} {path}")
        if fate in ("named", "other", "new"):
            content = (output / path).read_bytes()
            files.add([Written(path, len(content), fate != "named", digest_of(content))])
        if fate in ("gone", "foreign"):
            (output / path).unlink()
    left, digests = left_by(output, files)
    assert left.files == look_over(output).files
    assert {path: digests[WIDTH * n : WIDTH * n + WIDTH] for n, path in enumerate(left.names)} == {
        path: digest_of((output / path).read_bytes()) for path in left.names
    }
