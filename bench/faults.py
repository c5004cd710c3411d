"""Does a build lose nothing on a disk that is really full, or read-only, or when it is killed?

``python bench/faults.py [--kills 50] [--only full,read_only,killed] [--again] [--json]``

The sample archive and its site lie on a small disk of their own (a tmpfs that only this bench sees;
Linux). The disk is filled up but for some kilobytes, more each time; it is made read-only; builds
are killed at random moments. After each the last good site must stand, file by file of it or of the
new one, and the next build must make what a clean one makes. Ends with an error where it is not so.

Each trial that is passed is kept in bench/work/faults.json, with the version of the code: called
again it goes on where it was stopped (``--again`` tries all anew).
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import muqtabas
from kept import Kept
from measure import show, skip

SIZE = 160_000_000  # bytes of the disk
LEFT = [0, 16, 64, 128, 256, 512, 1024, 2048, 4096, 8192]  # kilobytes that a build finds free
INSIDE = "SITEGEN_FAULTS_INSIDE"
DISK = Path("/mnt")
KEY = {"XDG_STATE_HOME": str(DISK / "state")}
Tree = dict[str, str]


def tree(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def require(fact: object, said: str) -> None:
    if not fact:
        sys.exit(f"faults: not so: {said}")


def build(archive: Path, site: Path) -> subprocess.CompletedProcess[str]:
    command = [*muqtabas.SITEGEN, "build", str(archive), "-o", str(site)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **KEY}
    )


def edit(archive: Path, number: int) -> None:
    """Change a text, and have a title of its own for each number, so that all pages change.

    What was changed before goes: the archive is the same whenever the number is.
    """
    path = min((archive / "texts").rglob("*.md"), default=min(archive.rglob("*.md")))
    told = path.read_text("utf-8").partition("\nزيد هنا ")[0]
    path.write_text(f"{told}\nزيد هنا {number}.\n", "utf-8")
    settings = archive / "site.toml"
    lines = settings.read_text("utf-8").splitlines()
    lines = [f'title = "أرشيف {number}"' if one.startswith("title =") else one for one in lines]
    settings.write_text("\n".join(lines) + "\n", "utf-8")


def clean(archive: Path, folder: Path) -> Tree:
    """Build on another disk, from a copy without a cache."""
    shutil.rmtree(folder, ignore_errors=True)
    ignored = shutil.ignore_patterns(".sitegen")
    shutil.copytree(archive, folder / "archive", ignore=ignored)
    done = build(folder / "archive", folder / "public")
    require(done.returncode == 0, done.stderr)
    return tree(folder / "public")


def fill(but: int) -> Path:
    """Fill the disk up, but for some bytes."""
    path = DISK / "filler"
    free = os.statvfs(DISK)
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free.f_bavail * free.f_frsize - but))
    return path


def require_whole(site: Path, before: Tree, after: Tree) -> None:
    """Require that each file of a site is one of the site before or of the one after."""
    strange = sorted(
        path
        for path, digest in tree(site).items()
        if digest not in (before.get(path), after.get(path))
    )
    require(not strange, f"files are of the last site or of the new: {strange[:3]}")


def full(archive: Path, site: Path, elsewhere: Path, kilobytes: int) -> dict[str, float]:
    """Build where so many kilobytes are free; say whether the build was told so."""
    before = tree(site)
    edit(archive, kilobytes)
    filler = fill(kilobytes * 1024)
    done = build(archive, site)
    filler.unlink()
    told = done.stderr + done.stdout
    require("Traceback" not in told, told)
    after = clean(archive, elsewhere)
    require(not done.returncode or "full" in told, told)
    require_whole(site, before, after)
    require(not done.returncode or before.keys() <= tree(site).keys(), "nothing has gone")
    require(build(archive, site).returncode == 0, "the next build ends well")
    require(tree(site) == after, f"after {kilobytes} kB the next build is a clean one")
    require(sorted(p.name for p in DISK.iterdir()) == ["archive", "public", "state"], "no rest")
    return {"ended": bool(done.returncode)}


def read_only(archive: Path, site: Path, elsewhere: Path) -> dict[str, float]:
    """Build where nothing may be written."""
    before = tree(site)
    edit(archive, 1)
    subprocess.run(["mount", "-o", "remount,ro", str(DISK)], check=True)
    done = build(archive, site)
    subprocess.run(["mount", "-o", "remount,rw", str(DISK)], check=True)
    told = done.stdout + done.stderr
    require(done.returncode == 1 and "Traceback" not in told and "fix:" in told, told)
    require(tree(site) == before, "a read-only site is as it was")
    require(build(archive, site).returncode == 0, "the next build ends well")
    require(tree(site) == clean(archive, elsewhere), "the next build is a clean one")
    return {"told": True}


class Killed:
    """Kills builds of an archive that is, in turn, one of two; what a clean build makes of each."""

    def __init__(self, archive: Path, site: Path, elsewhere: Path) -> None:
        self._archive, self._site = archive, site
        self._clean: list[Tree] = []
        for number in (0, 1):
            edit(archive, number)
            self._clean.append(clean(archive, elsewhere))
        self._now = 1
        begin = time.monotonic()
        require(build(archive, site).returncode == 0, "a build ends well")
        self._whole = time.monotonic() - begin

    def kill(self, number: int) -> dict[str, float]:
        """Kill a build at a moment that the number draws; say whether it was still at work."""
        self._now = 1 - self._now
        before, after = tree(self._site), self._clean[self._now]
        edit(self._archive, self._now)
        command = [*muqtabas.SITEGEN, "build", str(self._archive), "-o", str(self._site), "-j", "2"]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, env={**os.environ, **KEY},
        )  # fmt: skip
        time.sleep(random.Random(number).uniform(0, self._whole))
        cut = process.poll() is None
        with contextlib.suppress(ProcessLookupError):  # it had ended
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            while True:  # until its workers are gone too, and their lock with them
                os.killpg(process.pid, 0)
                time.sleep(0.01)
        require_whole(self._site, before, after)
        require(build(self._archive, self._site).returncode == 0, "the next build ends well")
        require(tree(self._site) == after, f"after kill {number} the next build is a clean one")
        return {"cut": cut}


def tried(kinds: Sequence[str], kills: int, kept: Kept) -> dict[str, object]:
    """Try what was not tried yet; give the counts of all."""
    archive, site, elsewhere = DISK / "archive", DISK / "public", muqtabas.WORK / "faults"
    found: dict[str, object] = {}
    if "full" in kinds:
        steps = [
            kept.step(f"full {free}", partial(full, archive, site, elsewhere, free))
            for free in LEFT
        ]
        ended = sum(step["ended"] for step in steps)
        require(ended >= 3, "a build that lacks room is told so")
        found |= {"disks_filled": len(steps), "builds_that_said_so": ended}
    if "read_only" in kinds:
        kept.step("read only", partial(read_only, archive, site, elsewhere))
        found["read_only"] = "told"
    if "killed" in kinds:
        numbers = range(1, kills + 1)
        is_left = not all(kept.has(f"kill {number}") for number in numbers)
        killer = Killed(archive, site, elsewhere) if is_left else None
        cut = 0
        for number in numbers:
            step = kept.step(f"kill {number}", partial(killer.kill, number) if killer else dict)
            cut += bool(step["cut"])
        require(2 * cut >= kills, f"most kills meet a build at work; {cut} of {kills} did")
        found |= {"kills": kills, "cut_short": cut}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", default="full,read_only,killed")
    parser.add_argument("--again", action="store_true", help="keep nothing of an earlier run")
    asked = parser.parse_args()
    if INSIDE not in os.environ:  # with a view of the disks of its own
        unshared = ["unshare", "--map-root-user", "--mount"]
        if subprocess.run([*unshared, "true"], check=False, capture_output=True).returncode:
            skip("no disk of its own can be had here (unshare)", as_json=asked.json)
            return
        command = [*unshared, sys.executable, *sys.argv]
        sys.exit(subprocess.run(command, check=False, env={**os.environ, INSIDE: "1"}).returncode)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "faults", str(DISK)], check=True)
    archive, site = DISK / "archive", DISK / "public"
    muqtabas.WORK.mkdir(parents=True, exist_ok=True)
    kept = Kept(muqtabas.WORK / "faults.json", again=asked.again)
    ignored = shutil.ignore_patterns(".sitegen")
    shutil.copytree(muqtabas.ROOT / "content", archive, ignore=ignored)
    require(build(archive, site).returncode == 0, "a build ends well")
    found = tried(asked.only.split(","), asked.kills, kept)
    rows = [[name.replace("_", " "), value] for name, value in found.items()]
    show(found, rows, as_json=asked.json)


if __name__ == "__main__":
    main()
