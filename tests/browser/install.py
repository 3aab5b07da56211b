"""Find Chromium, or install it: `python -m tests.browser.install`. Never fails a build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "/usr/bin/chromium",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def chromium() -> str | None:
    """Where Chromium is: CHROMIUM, a system's own, or what Playwright has downloaded."""
    for name in (os.environ.get("CHROMIUM"), *NAMES):
        if name and (found := shutil.which(name)):
            return found
    kept = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright")
    downloaded = sorted(kept.glob("chromium-*/chrome-linux*/chrome"))
    return str(downloaded[-1]) if downloaded else None


def install() -> None:
    """With apt where that is allowed, else Playwright's own build."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=60")
        done = [
            subprocess.run(command, check=False).returncode
            for command in ((*quiet, "update"), (*quiet, "install", "-y", "chromium"))
        ]
        if done[-1] == 0:
            return
    subprocess.run((sys.executable, "-m", "playwright", "install", "chromium"), check=False)


if __name__ == "__main__":
    if chromium() is None:
        print("Chromium is missing; installing it for the browser tests …", flush=True)
        install()
        if chromium() is None:
            print("Chromium could not be installed: the browser tests will be skipped.")
