"""Is a site in an object store the site, however often its sending was killed? What is sent?

``make test-s3``, or ``python bench/object_store.py [--kills 20] [--json]`` where s3fs and moto are
installed: an emulation of S3 on this machine. The sample archive lies in one bucket, is built from
there and published to another; a text is edited, and built by a scheduler and two workers, too;
publishing is killed at random moments. Ends with an error where any object is other than the file
of a local build.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import muqtabas
from measure import show, skip

ARCHIVE, SITE = "s3://texts/archive", "s3://web/site"
JOURNAL = "itegen-sending"  # the end of its name
KEYS = {
    "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "k", "AWS_DEFAULT_REGION": "us-east-1",
}  # fmt: skip
TYPES = {
    "html": "text/html", "js": "text/javascript", "css": "text/css", "svg": "image/svg+xml",
}  # fmt: skip


@contextmanager
def store() -> Iterator[Any]:
    """Run an emulation of S3; give a client, with two buckets."""
    import boto3  # noqa: PLC0415 - in an environment of its own
    from moto.server import ThreadedMotoServer  # noqa: PLC0415

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # not a line for each request
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    os.environ |= {**KEYS, "FSSPEC_S3_ENDPOINT_URL": f"http://{host}:{port}"}
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}")
    for bucket in ("texts", "web"):
        client.create_bucket(Bucket=bucket)
    try:
        yield client
    finally:
        server.stop()


def keys(client: Any, bucket: str, prefix: str) -> list[str]:
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return [row["Key"][len(prefix) :] for page in pages for row in page.get("Contents", ())]


def objects(client: Any) -> dict[str, str]:
    """Hash what lies there, our ledger apart."""
    found = {}
    for key in keys(client, "web", "site/"):
        if not key.startswith(".sitegen-"):
            body = client.get_object(Bucket="web", Key=f"site/{key}")["Body"].read()
            found[key] = hashlib.sha256(body).hexdigest()
    return found


def files(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }


def sitegen(*arguments: str) -> Mapping[str, Any]:
    command = [*muqtabas.SITEGEN, *arguments, "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


def require(fact: object, said: str) -> None:
    if not fact:
        sys.exit(f"object_store: not so: {said}")


def edit(archive: Path, number: int) -> Path:
    path = min(archive.glob("**/*.md"))
    path.write_text(path.read_text("utf-8") + f"\nزيد هنا {number}.\n", "utf-8")
    return path


def checked(client: Any, folder: Path, kills: int) -> dict[str, Any]:
    archive, mirror, local = folder / "archive", folder / "mirror", folder / "local"
    ignored = shutil.ignore_patterns(".sitegen")
    shutil.copytree(muqtabas.ROOT / "content", archive, ignore=ignored)
    for path in archive.rglob("*"):
        if path.is_file():
            client.upload_file(str(path), "texts", f"archive/{path.relative_to(archive)}")
    sitegen("build", str(archive), "-o", str(local))
    begin = time.perf_counter()
    first = sitegen("build", ARCHIVE, "-o", SITE, "--mirror", str(mirror))["sent"]
    seconds = time.perf_counter() - begin
    require(objects(client) == files(local), "the site from S3 is the local one")
    for ending, kind in TYPES.items():
        key = next(key for key in keys(client, "web", "site/") if key.endswith(ending))
        told = client.head_object(Bucket="web", Key=f"site/{key}")["ContentType"]
        require(told == kind, f"{key} is {kind}, not {told}")
    text = edit(archive, 0)
    client.upload_file(str(text), "texts", f"archive/{text.relative_to(archive)}")
    second = sitegen("build", ARCHIVE, "-o", SITE, "--mirror", str(mirror))["sent"]
    sitegen("build", str(archive), "-o", str(local))
    require(objects(client) == files(local), "the site from S3 is the local one after an edit")
    third = by_workers(client, archive, mirror)
    sitegen("build", str(archive), "-o", str(local))
    require(objects(client) == files(local), "the site that workers built is the local one")
    cut = killed(client, archive, local, kills)
    return {
        "files": first["files"],
        "seconds": round(seconds, 1),
        "edit_files": second["files"],
        "edit_bytes": second["bytes"],
        "edit_files_by_workers": third["files"],
        "kills": kills,
        "cut_short": cut,
    }


def by_workers(client: Any, archive: Path, mirror: Path) -> Mapping[str, Any]:
    """Edit a text, and let the workers of a scheduler build from bucket to bucket."""
    from distributed import LocalCluster  # noqa: PLC0415 - in an environment of its own

    text = edit(archive, 0)
    client.upload_file(str(text), "texts", f"archive/{text.relative_to(archive)}")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        far = ["--mirror", str(mirror), "--cluster", cluster.scheduler_address]
        sent: Mapping[str, Any] = sitegen("build", ARCHIVE, "-o", SITE, *far)["sent"]
    return sent


def killed(client: Any, archive: Path, local: Path, kills: int) -> int:
    """Kill publishing at random moments; publish; say how often it had begun to send."""
    draw, cut = random.Random(6), 0
    for number in range(1, kills + 1):
        edit(archive, number)
        sitegen("build", str(archive), "-o", str(local))
        command = [*muqtabas.SITEGEN, "publish", str(local), SITE]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while process.poll() is None and JOURNAL not in keys(client, "web", "site/.s"):
            time.sleep(0.01)
        time.sleep(draw.uniform(0, 0.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        cut += ".sitegen-sending" in keys(client, "web", "site/")
        sitegen("publish", str(local), SITE)
        require(objects(client) == files(local), f"the site is whole after kill {number}")
        require(".sitegen-sending" not in keys(client, "web", "site/"), "no journal is left")
    return cut


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not all(map(importlib.util.find_spec, ("s3fs", "moto"))):
        skip("s3fs and moto are not installed: make test-s3", as_json=asked.json)
        return
    with store() as client, tempfile.TemporaryDirectory() as folder:
        found = checked(client, Path(folder), asked.kills)
    rows = [[name.replace("_", " "), value] for name, value in found.items()]
    show(found, rows, as_json=asked.json)


if __name__ == "__main__":
    main()
