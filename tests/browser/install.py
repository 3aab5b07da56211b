"""Find Chromium, or install it: `python -m tests.browser.install`. Never fails a build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

NAMES = (
    "/usr/bin/chromium",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
MISSING = (
    "!!! Chromium could not be installed: THE BROWSER TESTS WILL BE SKIPPED. "
    "Install it, or name it in CHROMIUM."
)
APT = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=60")
Run = Callable[[tuple[str, ...]], int]


def candidates(environment: Mapping[str, str]) -> Iterator[str]:
    """Where a Chromium may be: CHROMIUM, a system's own, what Playwright has downloaded."""
    for name in (environment.get("CHROMIUM"), *NAMES):
        if name and (found := shutil.which(name, path=environment.get("PATH"))):
            yield found
    kept = environment.get("PLAYWRIGHT_BROWSERS_PATH")
    folder = Path(kept) if kept else Path.home() / ".cache/ms-playwright"
    yield from map(str, sorted(folder.glob("chromium-*/chrome-linux*/chrome"), reverse=True))


@cache
def starts(path: str) -> bool:
    """Whether it can be run at all: Playwright's own build lacks libraries on a bare machine."""
    try:
        done = subprocess.run((path, "--version"), capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def chromium(environment: Mapping[str, str] = os.environ) -> str | None:
    """The first Chromium that starts."""
    return next((path for path in candidates(environment) if starts(path)), None)


def ways(root: bool, apt: bool, sudo: bool) -> list[list[tuple[str, ...]]]:
    """The ways to install it, best first, each with its commands."""
    found: list[list[tuple[str, ...]]] = []
    if apt and (root or sudo):
        before = () if root else ("sudo", "-n")
        found.append([(*before, *APT, "update"), (*before, *APT, "install", "-y", "chromium")])
    found.append([(sys.executable, "-m", "playwright", "install", "chromium")])
    return found


def install(
    trying: list[list[tuple[str, ...]]], run: Run, found: Callable[[], str | None]
) -> str | None:
    """Try one way after the other, until a Chromium is there that starts."""
    for way in trying:
        for command in way:
            run(command)
        if path := found():
            return path
    return None


def main() -> None:
    """Install it where it is missing, and say so aloud where it cannot be."""
    if chromium() is not None:
        return
    print("Chromium is missing; installing it for the browser tests …", flush=True)
    trying = ways(os.geteuid() == 0, bool(shutil.which("apt-get")), bool(shutil.which("sudo")))
    if install(trying, _run, _look_again) is None:
        print(MISSING, flush=True)


def _run(command: tuple[str, ...]) -> int:
    return subprocess.run(command, check=False).returncode


def _look_again() -> str | None:
    starts.cache_clear()
    return chromium()


if __name__ == "__main__":
    main()
