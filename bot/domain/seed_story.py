"""The story of the two press articles, as referrals that look as if a team had worked with the bot.

Source of the figures: PA Media, 3 September 2020 (evidence to the Home Affairs Committee): in the
first five months of the year over 1,200 pages referred for organised immigration crime, 578 closed,
485 rejected "as not breaching terms and conditions", the team "very certain"; and Business Insider,
2018: over 800 Facebook pages since December 2016. What the articles leave open (days, platforms,
categories, addresses) is made up here, evenly and the same each time. No address leads anywhere.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.lifecycle.referral import Action, Event, Fact
from bot.domain.platforms import Page

REFERRED, CLOSED, REJECTED = 1200, 578, 485
WAITING = REFERRED - CLOSED - REJECTED
MONTHS_IN_DAYS = 152
OPEN_FLAGS = 4

PLATFORMS = (
    ("facebook", 824),
    ("youtube", 196),
    ("instagram", 84),
    ("tiktok", 52),
    ("telegram", 44),
)
# Category, how often, and how much more often than others it is rejected.
CATEGORIES = (
    ("crossing", 34, 0.7),
    ("transport", 16, 0.7),
    ("vessels", 10, 0.8),
    ("documents", 12, 0.6),
    ("request", 13, 4.0),
    ("information", 11, 3.5),
    ("documentary", 4, 3.0),
)
_ADDRESSES = {
    "facebook": "https://www.facebook.com/groups/example.demo.{:04d}",
    "youtube": "https://www.youtube.com/@example-demo-{:04d}",
    "instagram": "https://www.instagram.com/example.demo.{:04d}/",
    "tiktok": "https://www.tiktok.com/@example.demo.{:04d}",
    "telegram": "https://t.me/example_demo_{:04d}",
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who works in the story (Slack user ids), and where (a channel id)."""

    analysts: tuple[str, ...]
    channel: str


def addresses() -> tuple[str, ...]:
    """The addresses of the story, in the order in which they are flagged."""
    platforms = [name for name, count in PLATFORMS for _ in range(count)]
    random.Random(2018).shuffle(platforms)
    platforms += ["facebook", "youtube", "telegram", "facebook"]
    return tuple(_ADDRESSES[name].format(number) for number, name in enumerate(platforms, 1))


def story(now: datetime, zone: ZoneInfo, cast: Cast, pages: Sequence[Page]) -> Iterator[Event]:
    """Every event of the story, in the order in which it was written down, ending at `now`.

    `pages` are those of `addresses()`. Referrals are numbered from 1, in the order of `pages`.
    """
    chance = random.Random(2020)
    starts = sorted(_working_times(now, zone, REFERRED, chance))
    fates = _fates(now, starts, chance)
    events: list[Event] = []
    for number, (referred_at, (fate, category)) in enumerate(zip(starts, fates, strict=True), 1):
        flagged_at = referred_at - timedelta(minutes=chance.randint(4, 90))
        analyst = cast.analysts[number % len(cast.analysts)]
        steps: list[tuple[Action, datetime, dict[str, Fact]]] = [
            (
                Action.REFER,
                referred_at,
                {"category": category, "confidence": "certain", "basis": "both"},
            )
        ]
        if fate is not None:
            decided = _answer_time(referred_at, now, chance)
            facts: dict[str, Fact] = {"reason": "terms"} if fate is Action.REJECT else {}
            steps.append((fate, decided, facts))
        events.append(_flag(number, pages[number - 1], flagged_at, analyst, cast.channel, zone))
        events += [
            Event(number, seq, action, at, at, facts, {"actor": analyst})
            for seq, (action, at, facts) in enumerate(steps, 2)
        ]
    for extra in range(OPEN_FLAGS):
        number = REFERRED + extra + 1
        flagged_at = now - timedelta(hours=26 - 6 * extra, minutes=7 * extra)
        analyst = cast.analysts[extra % len(cast.analysts)]
        events.append(_flag(number, pages[number - 1], flagged_at, analyst, cast.channel, zone))
    return iter(sorted(events, key=lambda event: (event.recorded_at, event.referral, event.seq)))


def _flag(
    number: int, page: Page, at: datetime, analyst: str, channel: str, zone: ZoneInfo
) -> Event:
    return Event(
        number,
        1,
        Action.FLAG,
        at,
        at,
        {
            "platform": page.platform,
            "kind": page.kind,
            "key_version": page.key_version,
            "channel": channel,
            "private": False,
            "zone": zone.key,
            "attempt": 1,
        },
        {
            "actor": analyst,
            "url": page.typed,
            "canonical": page.canonical,
            "page_key": page.key,
        },
    )


def _working_times(
    now: datetime, zone: ZoneInfo, count: int, chance: random.Random
) -> Iterator[datetime]:
    first = now - timedelta(days=MONTHS_IN_DAYS)
    last = now - timedelta(hours=3)
    made = 0
    while made < count:
        at = first + (last - first) * chance.random()
        local = at.astimezone(zone)
        working = local.weekday() < 5 and 8 <= local.hour < 18
        if working or chance.random() < 0.03:
            made += 1
            yield at.replace(microsecond=0)


def _fates(
    now: datetime, starts: Sequence[datetime], chance: random.Random
) -> list[tuple[Action | None, str]]:
    names = [name for name, _, _ in CATEGORIES]
    shares = [share for _, share, _ in CATEGORIES]
    odds = {name: odds for name, _, odds in CATEGORIES}
    categories = chance.choices(names, shares, k=len(starts))
    ages = [(now - at) / timedelta(days=1) for at in starts]
    waiting = _pick(WAITING, [0.04 + math.exp(-age / 9) for age in ages], chance)
    weights = [0.0 if n in waiting else odds[category] for n, category in enumerate(categories)]
    rejected = _pick(REJECTED, weights, chance)
    return [
        (
            None if n in waiting else Action.REJECT if n in rejected else Action.CLOSE,
            category,
        )
        for n, category in enumerate(categories)
    ]


def _pick(count: int, weights: Sequence[float], chance: random.Random) -> frozenset[int]:
    # Weighted choice without replacement, Efraimidis and Spirakis (2006).
    keys = sorted(
        ((chance.random() ** (1 / weight), n) for n, weight in enumerate(weights) if weight > 0),
        reverse=True,
    )
    return frozenset(n for _, n in keys[:count])


def _answer_time(referred_at: datetime, now: datetime, chance: random.Random) -> datetime:
    days = min(chance.lognormvariate(math.log(5), 0.8), 60)
    latest = (now - referred_at) * 0.9
    return referred_at + min(timedelta(days=days), latest * (0.3 + 0.7 * chance.random()))
