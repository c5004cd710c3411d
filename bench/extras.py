"""What do lists in more languages, zips and pictures for shared links cost a clean build?

``python bench/extras.py [--repeat 3] [--json]``: the articles of al-Muqtabas, built as they are,
in three languages, without zips, and with an address (feeds, sitemap, pictures), one after the
other in each round. The least of the rounds counts, since whatever else runs only adds.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import muqtabas
from measure import Cost, run, show, size_of, skip

SETTINGS = {
    "as it is": "",
    "three languages": 'languages = ["ar", "en", "fr"]\n',
    "without zips": "downloads = false\n",
    "with an address": 'base_url = "https://example.org/muqtabas/"\n',
}


def archive_of(settings: str, folder: Path) -> Path:
    """Copy the archive, with other settings."""
    copy = folder / "archive"
    shutil.copytree(muqtabas.archive(), copy, ignore=shutil.ignore_patterns(".sitegen"))
    path = copy / "site.toml"
    lines = [
        line
        for line in path.read_text("utf-8").splitlines(keepends=True)
        if not line.startswith(tuple(f"{one.split()[0]} " for one in SETTINGS.values() if one))
    ]
    path.write_text(settings + "".join(lines), "utf-8")
    return copy


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not muqtabas.is_there():
        skip(muqtabas.ABSENT, as_json=asked.json)
        return
    costs: dict[str, list[Cost]] = {name: [] for name in SETTINGS}
    sizes: dict[str, tuple[int, int]] = {}
    with tempfile.TemporaryDirectory(dir=muqtabas.WORK) as folder:
        for n in range(asked.repeat):
            for m, (name, settings) in enumerate(SETTINGS.items()):
                here = Path(folder, f"{n}-{m}")
                here.mkdir()
                command = ["build", str(archive_of(settings, here)), "-o", str(here / "site")]
                costs[name].append(run([*muqtabas.SITEGEN, *command, "--jobs", "1"]))
                sizes[name] = size_of(here / "site")
    found = {
        name: {
            "cpu_seconds": round(min(cost.cpu for cost in some), 1),
            "files": sizes[name][0],
            "megabytes": round(sizes[name][1] / 1e6, 1),
        }
        for name, some in costs.items()
    }
    plain = found["as it is"]["cpu_seconds"]
    rows: list[list[object]] = [["", "CPU s", "of the first", "files", "MB"]]
    rows += [
        [name, one["cpu_seconds"], f"{one['cpu_seconds'] / plain:.2f}", one["files"],
         one["megabytes"]]
        for name, one in found.items()
    ]  # fmt: skip
    show({"repeat": asked.repeat, **found}, rows, as_json=asked.json)


if __name__ == "__main__":
    main()
