"""How Chromium is found, installed and missed. No browser is started here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.browser import install as installing
from tests.browser.install import APT, candidates, chromium, install, ways

PLAYWRIGHT = (sys.executable, "-m", "playwright", "install", "chromium")


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without Chromium; returns a folder that is on its PATH."""
    monkeypatch.setattr(installing, "NAMES", installing.NAMES[1:])
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin"


def program(path: Path, code: int = 0) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {code}\n")
    path.chmod(0o755)
    return str(path)


def test_on_a_bare_machine_there_is_none(bare: Path) -> None:
    assert chromium({"PATH": str(bare)}) is None


def test_what_chromium_names_comes_first(bare: Path) -> None:
    own, system = program(bare.parent / "own"), program(bare / "google-chrome")
    assert chromium({"PATH": str(bare), "CHROMIUM": own}) == own
    assert chromium({"PATH": str(bare), "CHROMIUM": "/nowhere"}) == system


def test_one_that_does_not_start_is_none(bare: Path) -> None:
    program(bare / "chromium", code=127)
    assert chromium({"PATH": str(bare)}) is None
    works = program(bare / "google-chrome")
    assert chromium({"PATH": str(bare)}) == works


def test_the_newest_that_playwright_has_is_found(bare: Path) -> None:
    kept = bare.parent / "kept"
    paths = [program(kept / f"chromium-{n}/chrome-linux64/chrome") for n in (1100, 1200)]
    found = list(candidates({"PATH": str(bare), "PLAYWRIGHT_BROWSERS_PATH": str(kept)}))
    assert found == paths[::-1]


@pytest.mark.parametrize(
    ("root", "apt", "sudo", "first"),
    [
        (True, True, False, (*APT, "update")),
        (False, True, True, ("sudo", "-n", *APT, "update")),
        (False, True, False, PLAYWRIGHT),
        (True, False, True, PLAYWRIGHT),
    ],
)
def test_apt_where_it_is_allowed_then_playwright(
    root: bool, apt: bool, sudo: bool, first: tuple[str, ...]
) -> None:
    found = ways(root, apt, sudo)
    assert found[0][0] == first
    assert found[-1] == [PLAYWRIGHT]


def test_the_second_way_is_tried_where_the_first_brings_nothing() -> None:
    ran: list[tuple[str, ...]] = []

    def run(command: tuple[str, ...]) -> int:
        ran.append(command)
        return 1

    way: list[list[tuple[str, ...]]] = [[("first",)], [("second",)], [("third",)]]
    assert install(way, run, lambda: "there" if ("second",) in ran else None) == "there"
    assert ran == [("first",), ("second",)]
    assert install(way, run, lambda: None) is None
