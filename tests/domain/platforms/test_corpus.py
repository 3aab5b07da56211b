"""Addresses that nobody here wrote, with the page that their source says they are, and texts that
are made at random. `python -m tests.domain.reading` prints the same figures."""

from __future__ import annotations

from tests.domain.reading import generated, judged, read_all, told

# What was read in November 2026. Better rules raise the first and lower the second.
RIGHT = 2866
MISSED_ON_PLATFORMS = 9
UNKNOWN = 0
ELSEWHERE: dict[str, str] = {}


def test_the_pages_are_those_that_their_sources_say() -> None:
    found = judged(told())
    assert found.wrong == []
    assert found.right >= RIGHT
    assert sum(found.missed_on_platforms.values()) <= MISSED_ON_PLATFORMS, found.missed_on_platforms
    assert len(found.unknown) <= UNKNOWN, found.unknown


def test_a_platform_is_the_one_that_the_source_names() -> None:
    elsewhere = {
        (one.address, one.read.platform)
        for one in told()
        if one.platform and one.read.platform not in (one.platform, "web")
    }
    assert dict(elsewhere) == ELSEWHERE


def test_no_generated_text_raises() -> None:
    assert read_all(generated(2_000)) > 500
