"""Addresses that nobody here wrote, with the page that their source says they are: see
`data/README.md`. What is printed is what `pytest -s` shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from bot.domain.pages.urls import parse_page
from bot.domain.platforms import Page

CORPUS = Path(__file__).parent / "data" / "addresses.tsv"


@dataclass(frozen=True)
class Told:
    """What a source says of an address, and what is read from it here."""

    address: str
    platform: str
    page: str
    read: Page


def told() -> list[Told]:
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    fields = (line.split("\t") for line in lines)
    return [Told(address, at, page, parse_page(address)) for address, at, page in fields]


def test_the_pages_are_those_that_their_sources_say() -> None:
    corpus = told()
    pages_of: dict[str, set[str]] = defaultdict(set)
    keys_of: dict[str, Counter[str]] = defaultdict(Counter)
    for one in corpus:
        pages_of[one.read.key].add(one.page)
        keys_of[one.page][one.read.key] += 1
    wrong = [key for key, pages in pages_of.items() if len(pages) > 1]
    missed = {
        page: keys.total() - max(keys.values()) for page, keys in keys_of.items() if len(keys) > 1
    }
    platforms = {one.page for one in corpus if one.platform}
    on_platforms = sum(count for page, count in missed.items() if page in platforms)
    unknown = [one.address for one in corpus if one.platform and one.read.platform == "web"]
    right = len(corpus) - sum(missed.values()) - len(wrong)
    print(
        f"\n{len(corpus):,} addresses of {len(keys_of):,} pages: {right:,} keys right,"
        f" {len(wrong)} wrong merges, {sum(missed.values())} missed merges"
        f" ({on_platforms} on platforms with a table or a name), {len(unknown)} platforms unknown"
    )
    assert wrong == []
    assert right >= RIGHT
    assert on_platforms <= MISSED_ON_PLATFORMS, {
        page: list(keys_of[page]) for page in missed if page in platforms
    }
    assert len(unknown) <= UNKNOWN, unknown


def test_a_platform_is_the_one_that_the_source_names() -> None:
    elsewhere = {
        (one.address, one.read.platform)
        for one in told()
        if one.platform and one.read.platform not in (one.platform, "web")
    }
    assert dict(elsewhere) == ELSEWHERE


# What was read when the corpus was made. Better rules raise the first and lower the others.
RIGHT = 2816
MISSED_ON_PLATFORMS = 28
UNKNOWN = 5  # front ends that others run
ELSEWHERE: dict[str, str] = {}
