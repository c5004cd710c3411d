"""Does a build lose nothing on a disk that is really full, or read-only, or when it is killed?

``python bench/faults.py [--kills 50] [--json]``: the sample archive and its site on a small disk of
their own (a tmpfs that only this bench sees; Linux). The disk is filled up but for some kilobytes,
more each time; it is made read-only; builds are killed at random moments. After each the last good
site must stand, file by file of it or of the new one, and the next build must make what a clean
one makes. Ends with an error where it is not so.
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
from pathlib import Path

import muqtabas
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
    """Change a text, and have a title of its own for each number, so that all pages change."""
    path = min((archive / "texts").rglob("*.md"), default=min(archive.rglob("*.md")))
    path.write_text(path.read_text("utf-8") + f"\nزيد هنا {number}.\n", "utf-8")
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


def full(archive: Path, site: Path, elsewhere: Path) -> dict[str, object]:
    ended = 0
    for number, kilobytes in enumerate(LEFT):
        before = tree(site)
        edit(archive, number)
        filler = fill(kilobytes * 1024)
        done = build(archive, site)
        filler.unlink()
        told = done.stderr + done.stdout
        require("Traceback" not in told, told)
        after = clean(archive, elsewhere)
        here = tree(site)
        if done.returncode:
            ended += 1
            require("full" in told, told)
        mixed = {
            path
            for path, digest in here.items()
            if digest not in (before.get(path), after.get(path))
        }
        require(not mixed, f"files are of the last site or of the new: {sorted(mixed)[:3]}")
        require(not done.returncode or before.keys() <= here.keys(), "nothing has gone")
        require(build(archive, site).returncode == 0, "the next build ends well")
        require(tree(site) == after, f"after {kilobytes} kB the next build is a clean one")
        require(sorted(p.name for p in DISK.iterdir()) == ["archive", "public", "state"], "no rest")
    return {"disks_filled": len(LEFT), "builds_that_said_so": ended}


def read_only(archive: Path, site: Path, elsewhere: Path) -> dict[str, object]:
    before = tree(site)
    edit(archive, 100)
    subprocess.run(["mount", "-o", "remount,ro", str(DISK)], check=True)
    done = build(archive, site)
    subprocess.run(["mount", "-o", "remount,rw", str(DISK)], check=True)
    told = done.stdout + done.stderr
    require(done.returncode == 1 and "Traceback" not in told and "fix:" in told, told)
    require(tree(site) == before, "a read-only site is as it was")
    require(build(archive, site).returncode == 0, "the next build ends well")
    require(tree(site) == clean(archive, elsewhere), "the next build is a clean one")
    return {"read_only": "told"}


def killed(archive: Path, site: Path, elsewhere: Path, kills: int) -> dict[str, object]:
    draw, cut = random.Random(6), 0
    require(build(archive, site).returncode == 0, "a build ends well")
    command = [*muqtabas.SITEGEN, "build", str(archive), "-o", str(site), "-j", "2"]
    whole = 1.0
    for number in range(200, 200 + kills):
        before = tree(site)
        edit(archive, number)
        after = clean(archive, elsewhere)
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, env={**os.environ, **KEY},
        )  # fmt: skip
        time.sleep(draw.uniform(0, whole))
        cut += process.poll() is None
        with contextlib.suppress(ProcessLookupError):  # it had ended
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            while True:  # until its workers are gone too, and their lock with them
                os.killpg(process.pid, 0)
                time.sleep(0.01)
        here = tree(site)
        mixed = {
            path
            for path, digest in here.items()
            if digest not in (before.get(path), after.get(path))
        }
        require(not mixed, f"files are of the last site or of the new: {sorted(mixed)[:3]}")
        begin = time.monotonic()
        require(build(archive, site).returncode == 0, "the next build ends well")
        whole = time.monotonic() - begin
        require(tree(site) == after, f"after kill {number - 199} the next build is a clean one")
    return {"kills": kills, "cut_short": cut}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--json", action="store_true")
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
    ignored = shutil.ignore_patterns(".sitegen")
    shutil.copytree(muqtabas.ROOT / "content", archive, ignore=ignored)
    elsewhere = muqtabas.WORK / "faults"
    require(build(archive, site).returncode == 0, "a build ends well")
    found = full(archive, site, elsewhere) | read_only(archive, site, elsewhere)
    found |= killed(archive, site, elsewhere, asked.kills)
    rows = [[name.replace("_", " "), value] for name, value in found.items()]
    show(found, rows, as_json=asked.json)


if __name__ == "__main__":
    main()
