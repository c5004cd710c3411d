"""Which Chromium and which node do tests and benches run, and how are they had?

``python bench/runtimes.py install`` brings what is missing; ``show`` says what is there; ``types``
checks the types of the client's scripts where tsc is there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUMS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)  # fmt: skip
# Chromium without windows of its own: a page that a test opens takes half the CPU time in it.
SHELLS = ("chromium-headless-shell", "/usr/lib/chromium/chromium-headless-shell")
# The address bar's own pages, for which Chromium starts a process beside each window that a test
# opens; and what Playwright switches off by itself, for only the last such argument counts.
_SWITCHED_OFF = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying",
    "AimEnabled", "PreconnectToSearch",
)  # fmt: skip
CHROMIUM_ARGUMENTS = (f"--disable-features={','.join(_SWITCHED_OFF)}",)
# Without windows letters would have whole pixels; benches keep what readers see.
SHELL_ARGUMENTS = (*CHROMIUM_ARGUMENTS, "--font-render-hinting=none")
OLDEST_NODE = 20
NPM_TOOLS = ("html-validate@11.18.0", "typescript@5.9.3")


def find_chromium() -> str | None:
    """Name an installed Chromium: $SITEGEN_CHROMIUM first; None leaves it to Playwright's own."""
    named = os.environ.get("SITEGEN_CHROMIUM")
    if named:
        return named
    return next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


def find_shell() -> str | None:
    """Name the Chromium that tests drive: one without windows, else what `find_chromium` names."""
    if os.environ.get("SITEGEN_CHROMIUM"):
        return find_chromium()
    return next((found for name in SHELLS if (found := shutil.which(name))), find_chromium())


def has_playwright_chromium() -> bool:
    """Say whether Playwright has fetched a Chromium of its own."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not needed to find the others

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).is_file()


def _apt(*arguments: str) -> bool:
    return (
        subprocess.run(
            ["apt-get", "-qq", *arguments],
            check=False,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        ).returncode
        == 0
    )


def _may_apt() -> bool:
    """Say whether this user may install Debian's packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt_install(package: str) -> bool:
    return _apt("update") and _apt("install", "-y", "--no-install-recommends", package)


def install_libraries() -> None:
    """Bring what Playwright's own node needs of the system, which small systems lack: libatomic."""
    if is_recent_node(str(playwright_node())):
        return
    if _may_apt():
        print("Installing libatomic1, which Playwright's node needs ...", flush=True)
        if _apt_install("libatomic1") and is_recent_node(str(playwright_node())):
            return
    sys.exit(
        "Playwright's node, with which tests drive the browser, does not start\n"
        f"  why: try it: {playwright_node()} --version\n"
        "  fix: it needs libatomic (apt install libatomic1; dnf install libatomic)"
    )


def install_chromium() -> None:
    """Bring a Chromium where there is none: Debian's where apt may install, else Playwright's."""
    if find_chromium() or has_playwright_chromium():
        return
    if _may_apt():
        print("Installing Debian's Chromium ...", flush=True)
        if _apt_install("chromium") and find_chromium():
            return
    print("Fetching Playwright's Chromium ...", flush=True)
    with_system_libraries = ["--with-deps"] if _may_apt() else []
    subprocess.run(
        [sys.executable, "-m", "playwright", "install", *with_system_libraries, "chromium"],
        check=True,
    )


def install_shell() -> None:
    """Bring Debian's Chromium without windows, of the version that is here: nothing is upgraded."""
    if os.environ.get("SITEGEN_CHROMIUM") or find_shell() != find_chromium() or not _may_apt():
        return
    query = ["dpkg-query", "--show", "--showformat=${Version}", "chromium-common"]
    asked = subprocess.run(query, capture_output=True, text=True, check=False)
    if asked.returncode:
        return
    print("Installing Debian's Chromium without windows, which takes tests half the time ...")
    sys.stdout.flush()
    package = f"chromium-headless-shell={asked.stdout}"
    if not (_apt("install", "-y", "--no-install-recommends", package) or _apt_install(package)):
        print("Debian has none of this version; tests take the Chromium that is here.")


def is_recent_node(node: str) -> bool:
    """Say whether this node runs and is of version OLDEST_NODE or newer."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return int(said.stdout.strip().lstrip("v").split(".")[0]) >= OLDEST_NODE


def playwright_node() -> Path:
    """Find the node that Playwright's package brings."""
    import playwright  # noqa: PLC0415 - see above

    name = "node.exe" if sys.platform == "win32" else "node"
    return Path(playwright.__file__).parent / "driver" / name


def install_node() -> None:
    """Put a ``node`` beside this Python where none is installed: the one inside Playwright."""
    installed = shutil.which("node")
    if installed and is_recent_node(installed):
        return
    brought = playwright_node()
    beside = Path(sys.executable).parent / brought.name
    beside.unlink(missing_ok=True)
    try:
        beside.symlink_to(brought)
    except OSError:
        shutil.copy2(brought, beside)


def npm_tool(script: str) -> list[str] | None:
    """Give the command of a script below node_modules/, where `install` has brought it."""
    found = Path(sys.prefix, "node-tools", "node_modules", script)
    return [str(playwright_node()), str(found)] if found.is_file() else None


def html_validate() -> list[str] | None:
    """Give the command of html-validate, None where it is not there."""
    return npm_tool("html-validate/bin/html-validate.mjs")


def type_checker() -> list[str] | None:
    """Give the command of TypeScript's checker, None where it is not there."""
    return npm_tool("typescript/bin/tsc")


def install_npm_tools() -> None:
    """Bring html-validate and tsc where npm is installed; tests do without, and say so."""
    npm = shutil.which("npm")
    if html_validate() and type_checker():
        return
    if npm is None:
        print("No npm: html-validate and tsc are left out; pages are still parsed strictly.")
        return
    folder = Path(sys.prefix) / "node-tools"
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder)]
    if subprocess.run([*command, *NPM_TOOLS], check=False).returncode:
        print("npm could not bring html-validate and tsc; pages are still parsed strictly.")


def main(arguments: list[str]) -> int:
    """Install what is missing, or show what there is."""
    if arguments == ["install"]:
        install_libraries()
        install_chromium()
        install_shell()
        install_node()
        install_npm_tools()
    elif arguments == ["types"]:
        tsc = type_checker()
        return subprocess.run([*tsc, "-p", "sitegen/client"], check=False).returncode if tsc else 0
    elif arguments != ["show"]:
        print(__doc__)
        return 2
    print(f"Chromium: {find_chromium() or 'of Playwright'}; node: {shutil.which('node')}")
    print(f"Chromium of tests: {find_shell() or 'of Playwright'}")
    for name, tool in (("html-validate", html_validate()), ("tsc", type_checker())):
        print(f"{name}: {'yes' if tool else 'no'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
