"""docs/architecture.md speaks of files that are there, in a dozen steps, and shows the contract."""

from __future__ import annotations

import re

from tests.docs.architecture import FILE, ROOT, with_diagram

TEXT = FILE.read_text(encoding="utf-8")
PLACE = re.compile(r"`((?:bot|storage|handlers|tests|docs)/[\w./-]*)`")


def test_every_place_is_there() -> None:
    places = PLACE.findall(TEXT)
    assert len(places) > 40
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_a_way_has_at_most_twelve_steps() -> None:
    ways = [part for part in TEXT.split("\n## ") if part.startswith("The way of")]
    assert len(ways) == 3
    for way in ways:
        steps = re.findall(r"^\d+\. ", way, re.MULTILINE)
        assert 5 <= len(steps) <= 12, way.splitlines()[0]


def test_each_step_names_a_file() -> None:
    for part in TEXT.split("\n## "):
        if part.startswith("The way of"):
            steps = re.split(r"^\d+\. ", part, flags=re.MULTILINE)[1:]
            assert [step for step in steps if not PLACE.search(step)] == []


def test_the_diagram_is_the_contract() -> None:
    assert with_diagram(TEXT) == TEXT, "run: make docs"
