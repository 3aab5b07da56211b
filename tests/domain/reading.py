"""How addresses are read: the corpus beside what its sources say, and generated texts.

`make test` prints it (`python -m tests.domain.reading`) with 10,000 texts, `make figures` with 100,000. Fails where a text raises or a page is
merged wrongly.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bot.domain.pages.urls import find_pages, parse_page
from bot.domain.platforms import Page

CORPUS = Path(__file__).parent / "data" / "addresses.tsv"
TEXTS = 10_000
PARTS = 10


@dataclass(frozen=True)
class Told:
    """What a source says of an address, and what is read from it here."""

    address: str
    platform: str
    page: str
    read: Page


@dataclass(frozen=True)
class Judged:
    """`right` counts addresses; `wrong` are keys of several pages, the missed are by page."""

    addresses: int
    pages: int
    right: int
    wrong: list[str]
    missed: dict[str, int]
    missed_on_platforms: dict[str, int]
    unknown: list[str]

    def said(self) -> str:
        """In a line."""
        return (
            f"{self.addresses:,} addresses of {self.pages:,} pages: {self.right:,} keys right,"
            f" {len(self.wrong)} wrong merges, {sum(self.missed.values())} missed merges"
            f" ({sum(self.missed_on_platforms.values())} on platforms with a table or a name),"
            f" {len(self.unknown)} platforms unknown"
        )


def told() -> list[Told]:
    """The corpus, read."""
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    fields = (line.split("\t") for line in lines)
    return [Told(address, at, page, parse_page(address)) for address, at, page in fields]


def judged(corpus: Sequence[Told]) -> Judged:
    """What is right and wrong in it."""
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
    return Judged(
        addresses=len(corpus),
        pages=len(keys_of),
        right=len(corpus) - sum(missed.values()) - len(wrong),
        wrong=wrong,
        missed=missed,
        missed_on_platforms={page: n for page, n in missed.items() if page in platforms},
        unknown=[one.address for one in corpus if one.platform and one.read.platform == "web"],
    )


PIECES = (
    *("https://", "http://", "hxxps://", "hXXp[:]//", "https:\\\\", "//", "www.", "ftp://", "mailto:"),
    *("t.me", "facebook.com", "m.facebook.com", "x.com", "vk.com", "youtube.com", "example.com"),
    *("[.]", "(dot)", " dot ", "[.", ".]", ".", "/", "?", "#", "&", "=", "%", "%25", "%2F", "%zz"),
    *("<", ">", "|", "(", ")", "[", "]", "{", "}", "«", "»", "“", "‘", "*", "_", "~", "`", "'", '"'),
    *(" ", "\n", "\t", "\u200b", "\u202e", "\x00", "\ud800", "…", ",", ";", ":", "@", "!", "\\"),
    *("。", "（", "）", "、", "؟", "é", "ж", "中", "ع", "ｈｔｔｐ", "．", "🙂", "xn--", "xn--80ak6aa92e"),
    *("l.facebook.com/l.php?u=", "eur01.safelinks.protection.outlook.com/?url=", "#/", "#!", "#:~:"),
    *("urldefense.com/v3/__", "__;!!", "google.com/url?q=", "safe.menlosecurity.com/", "/@name"),
    *("watch?v=dQw4w9WgXcQ", "groups/123", "report.pdf", "1.2.3.4", "/24", "[::1]", "::", ":80"),
    *("a", "b.c", "name", "9", "utm_source=a", "&amp;", "&lt;", "id=1"),
)  # fmt: skip
"""What addresses and the text round them are made of."""
FRONTS = ("https://t.me/", "facebook.com/", "hxxps://x[.]com/", "https://example.com/", "vk.com/")


def generated(count: int, seed: int = 14) -> Iterator[str]:
    """Texts of up to eight pieces, half of them behind a site; the same for the same seed."""
    dice = random.Random(seed)
    for at in range(count):
        front = dice.choice(FRONTS) if at % 2 else ""
        yield front + "".join(dice.choices(PIECES, k=dice.randrange(1, 8)))


def read_all(texts: Iterator[str]) -> int:
    """How many of the texts name a page. What raises is not caught."""
    return sum(bool(find_pages(text).pages) for text in texts)


def _read_part(count: int, seed: int) -> int:
    return read_all(generated(count, seed))


def main(texts: int = TEXTS) -> None:
    """Print both; fail where a page is merged wrongly."""
    found = judged(told())
    print(found.said())
    began = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        pages = sum(pool.map(_read_part, [texts // PARTS] * PARTS, range(PARTS)))
    took = time.perf_counter() - began
    print(f"{texts:,} generated texts: {pages:,} name a page, none raised ({took:.1f} s)")
    if found.wrong:
        raise SystemExit(f"merged wrongly: {', '.join(found.wrong)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
