"""The measures that keep the house one that others can live in."""

from __future__ import annotations

import re
import sys
import threading
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.harness.with_slack.slack_harness import a_world

ROOT = Path(__file__).parents[1]
OURS = ("bot", "storage", "handlers")
WAY_OF_A_FLAG = 68
"""50, and a file for each step that was added: mirrors of sites, links that carry another one, copies,
who may use the bot, the keys of earlier rules, what is odd about an address with its sentence,
whether the database's file is still there, what is refused before a body is read, and (six) what stands
in the note that other pages may share: found in it, kept, and said on the card; whose week it is, what
stands about a notice, evidence, and the request's line in the log."""
MODULES_IN_A_FOLDER = 20
LINES_OF_A_MODULE = 400
LINES_OF_STORAGE = 9_600
"""6,000, and what has been added since: 600 for backups and copies, files that somebody touches, silent
connections and poolers; 600 for what migrations carry over; 500 for figures of holds, appeals, days, and
shares in time; 300 for what the audit compares, its keys and its anchors; 400 for selections, what a list
is narrowed by, and its order; 200 for notices; 300 for evidence and its directory; 200 for people's hours
and reminders that are drawn anew; 400 for indicators, cases, and what is new in common; 100 for what goes
where nothing may be kept, and by which posts say whose they are."""
NAMES_USED_TWICE = 5


def modules() -> list[Path]:
    return [path for name in OURS for path in sorted((ROOT / name).rglob("*.py"))]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_folder_is_too_full() -> None:
    found = Counter(path.parent for path in modules() if path.name != "__init__.py")
    full = {str(folder): n for folder, n in found.items() if n > MODULES_IN_A_FOLDER}
    assert [folder for folder in full if not folder.endswith(("platforms", "versions"))] == []


def test_no_module_is_too_long() -> None:
    long = [str(path) for path in modules() if lines(path) > LINES_OF_A_MODULE]
    assert [path for path in long if "/versions/" not in path] == []


def test_storage_is_small() -> None:
    assert sum(lines(path) for path in modules() if "storage" in path.parts) <= LINES_OF_STORAGE


def test_a_class_name_means_one_thing() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    names = Counter(re.findall(r"^class ([A-Z]\w*)", text, re.MULTILINE))
    assert len([name for name, times in names.items() if times > 1]) <= NAMES_USED_TWICE


async def test_the_way_of_a_flag_is_short(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the request to the posted card, as set up at first (without retention's key)."""
    entered: set[str] = set()
    watching = False

    def note(frame: FrameType, event: str, _: Any) -> None:
        if watching and event == "call":
            entered.add(frame.f_code.co_filename)

    before = sys.getprofile()
    threading.setprofile(note)
    sys.setprofile(note)
    try:
        async with a_world(sqlite_url, erasure_key="") as world:
            await world.analyst.types("/flag https://www.facebook.com/groups/1234567890/")
            watching = True
            await world.analyst.types("/flag https://www.facebook.com/groups/1234567891/ boats")
            watching = False
            assert world.referrals.has_card("R-2")
    finally:
        threading.setprofile(None)
        sys.setprofile(before)
    ours = sorted(
        str(path.relative_to(ROOT))
        for path in map(Path, entered)
        if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in OURS
    )
    way = [path for path in ours if not path.startswith("handlers/workspace")]
    assert len(way) > 20, "nothing was watched"
    assert len(way) <= WAY_OF_A_FLAG, "\n".join(way)
