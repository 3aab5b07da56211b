"""Page keys a second, beside the bare parser's URLs a second in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ada_url import normalize_url

from bot.domain.pages.urls import parse_page
from bot.domain.platforms import PLATFORMS
from tests.benchmarks.measuring import at_least

NEEDED = 1 / 3
TURNS = 30
CHUNK = 40


def addresses() -> list[str]:
    """What a team pastes: the examples of every platform, each with ids of its own, and as many
    pages of other sites, some with parameters, capitals and encoded letters."""
    examples = [
        address
        for platform in PLATFORMS
        for kind in platform.kinds
        for spellings in kind.same.values()
        for address in spellings
        if address.startswith("http")
    ]
    other = [
        form.format(i)
        for i in range(len(examples) // 4)
        for form in (
            "https://www.example{0}.com/news/{0}?utm_source=x&id={0}",
            "http://Shop.example-{0}.org/item/{0}",
            "https://site{0}.example.net/%7Euser/page.php?a=1&b={0}#top",
            "https://blog{0}.example.co.uk/2026/11/a-post-about-boats/",
        )
    ]
    return [*examples, *other]


def seconds(work: Callable[[str], object], over: list[str]) -> float:
    start = time.perf_counter()
    for address in over:
        work(address)
    return time.perf_counter() - start


def run() -> list[dict[str, Any]]:
    """One line: keys a second, the bare parser's URLs a second, and whether the ratio is enough.

    The two are measured in turns over the same few addresses at a time, and the best turn of each
    counts, so that a machine that is busy with something else for a moment does not.
    """
    over = addresses()
    parse_page("example.org/warm-up")
    bare = keys = 0.0
    for at in range(0, len(over), CHUNK):
        some = over[at : at + CHUNK]
        turns = [(seconds(normalize_url, some), seconds(parse_page, some)) for _ in range(TURNS)]
        bare += min(turn[0] for turn in turns)
        keys += min(turn[1] for turn in turns)
    ratio = bare / keys
    return [
        at_least(
            "page keys",
            ratio,
            round(NEEDED, 3),
            addresses=len(over),
            per_second=round(len(over) / keys),
            limit_per_second=round(len(over) / bare),
        )
    ]


if __name__ == "__main__":
    print(run())
