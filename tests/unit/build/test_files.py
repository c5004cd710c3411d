"""Are files that are counted those that would be named?"""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from sitegen.build.files import WIDTH, Claim, Files, Stands
from sitegen.build.look import Lay
from sitegen.build.publish import Written

FOLDERS = ("d/", "place/", "")
PATHS = [f"{FOLDERS[n // 2 % 3]}مقالة-{n}.html" for n in range(13)]
FATES = st.lists(  # of each path: stands, claimed, named, with other bytes
    st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    min_size=len(PATHS),
    max_size=len(PATHS),
)


def _digest(n: int) -> str:
    return str(n) * WIDTH


def _folder(path: str) -> str:
    return path[: path.rfind("/") + 1]


def _files(fates) -> tuple[Files, Lay]:
    """Make the files of a site; the even paths lie there, and some of these stand."""
    there = PATHS[::2]
    numbers = array("q", [n for size in range(len(there)) for n in (size, 0, size)])
    lay = Lay("".join(f"{path}\0" for path in there), numbers, 0)
    fate_of = dict(zip(PATHS, fates, strict=True))
    places = {path: n for n, path in enumerate(there) if fate_of[path][0]}
    stands = Stands(places, lay, "".join(map(_digest, range(len(there)))))
    claimed = [path for path in places if fate_of[path][1]]
    claims = [
        Claim(len(some), lambda some=some: some, folder)
        for folder in FOLDERS
        if (some := [path for path in claimed if _folder(path) == folder])
    ]
    if claims:  # one of a folder that does not say so
        claims[0] = claims[0]._replace(folder="")
    files = Files(stands, claims)
    files.add(
        Written(path, 100 + n, changed=changed, digest=_digest(n))
        for n, (path, (_, _, named, changed)) in enumerate(fate_of.items())
        if named and path not in claimed
    )
    return files, lay


@given(FATES)
def test_counts_say_what_names_say(fates):
    files, lay = _files(fates)
    every = {file.path: file for file in files.every()}
    assert (len(files), files.bytes) == (len(every), sum(file.size for file in every.values()))
    assert [path for path in PATHS if path in files] == [path for path in PATHS if path in every]
    assert files.gone() == files.stands.keys() - every.keys()
    assert files.over(lay) == {*lay.names} - every.keys()
    assert files.changed == tuple(sorted(path for path, file in every.items() if file.changed))


@given(FATES, st.sets(st.sampled_from(PATHS)))
def test_what_is_yet_to_come_has_not_gone(fates, later):
    files, _ = _files(fates)
    claimed = {path for claim in files.claims for path in claim.paths()}
    assert files.gone(later - claimed) == files.gone() - later
