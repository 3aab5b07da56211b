"""Lifelike histories: what a team that flags 7,500 pages a week leaves behind, three events each.

`k` counts referrals back from the last one, so that the last weeks are the same however many
referrals there are before them. The same seed tells the same, whatever the machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

from bot.config import Config
from bot.domain.lifecycle.history import replay
from bot.domain.lifecycle.referral import Action, Event, Fact, Referral
from bot.domain.pages.urls import parse_page
from bot.domain.reminders import (
    Plan,
    Waiting,
    first_reminder,
    next_reminder,
    to_escalate,
    waits_for,
)

A_WEEK = 7_500
END = datetime(2026, 11, 16, tzinfo=UTC)
"""A Monday; nothing happened after it."""
NOW = END + timedelta(hours=9)
"""When all that was due has been reminded of, and the digest falls due."""
STEP = timedelta(days=7) / A_WEEK
BLOCK = 1_000
"""So many histories are told by one seed."""
BACK = 3_001
"""A page that comes back does so after so many others."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

CHANNELS = (("C0", False), ("C1", False), ("C2", False), ("C3", True))
"""Id, and whether it is private."""
CHANNEL_SHARES = (40, 30, 20, 10)
PEOPLE = tuple(f"U{number:02}" for number in range(40))
LEAD = PEOPLE[0]
_ADDRESSES = {
    "facebook": "https://www.facebook.com/groups/{}",
    "youtube": "https://www.youtube.com/@example-{}",
    "instagram": "https://www.instagram.com/example.{}/",
    "tiktok": "https://www.tiktok.com/@example.{}",
    "telegram": "https://t.me/example_{}",
    "web": "https://pages.example.org/{}/",
}
_PLATFORM_SHARES = (55, 20, 10, 6, 5, 4)
_CATEGORIES = ("crossing", "transport", "vessels", "documents", "request", "information")
_CATEGORY_SHARES = (35, 16, 12, 12, 13, 12)
_REASONS = ("terms", "legal", "information", "access", "none")
_WORDS = (
    *("boats", "crossing", "offer", "price", "passport", "driver", "beach", "tonight", "contact"),
    *(
        "قارب",
        "العبور",
        "رحلة",
        "سعر",
        "thuyền",
        "giá",
        "лодка",
        "偷渡",
        "护照",
        "bateau",
        "passeur",
    ),
)
RARE_WORD = "operation{}"
"""Names one of many operations, each with about 200 pages."""
PAGE = "88888{:07}"
"""What tells a page from others; its beginning stands nowhere else in an address."""


@dataclass(frozen=True, slots=True)
class Told:
    """A referral with its events, and how far it has been reminded of."""

    referral: Referral
    events: tuple[Event, ...]
    remind_at: datetime | None = None
    remind_times: int = 0
    reminded_at: datetime | None = None
    escalated: bool = False


def blocks(size: int) -> range:
    """The blocks that make up `size` histories, oldest first."""
    return range((size - 1) // BLOCK, -1, -1)


def histories(block: int, size: int) -> list[Told]:
    """The histories of one block, oldest first; numbers go from 1 to `size` over all blocks."""
    chance = Random(20_181_200 + block)
    first = block * BLOCK
    told = [_told(k, size, chance) for k in range(first, min(first + BLOCK, size))]
    return told[::-1]


def _told(k: int, size: int, chance: Random) -> Told:
    events = [event for event in _events(k, size, chance) if event.recorded_at <= END]
    return _reminded(k, replay(events), tuple(events))


class _Pen:
    """Writes the events of one referral, one after the other."""

    def __init__(self, number: int, actor: str, at: datetime) -> None:
        self._number, self._actor, self.at = number, actor, at
        self._seq = 0

    def write(
        self,
        action: Action,
        after: timedelta,
        facts: dict[str, Fact] | None = None,
        *,
        late: timedelta = timedelta(0),
        actor: str = "",
        **personal: str,
    ) -> Event:
        """What happens so long after the event before, and is recorded so late."""
        self._seq += 1
        happened = self.at + after
        self.at = happened + late
        who = {"actor": actor or self._actor, **{name: v for name, v in personal.items() if v}}
        return Event(self._number, self._seq, action, happened, self.at, facts or {}, who)


def _events(k: int, size: int, chance: Random) -> Iterator[Event]:
    came_back = k % 20 == 0 and k + BACK < size
    comes_back = k >= BACK and (k - BACK) % 20 == 0
    # All that chance decides is drawn first: however a story ends, the next one is the same.
    luck = [chance.random() for _ in range(8)]
    actor = PEOPLE[int(luck[0] * len(PEOPLE))]
    (channel, private), (_, platform) = _shares(luck[1]), _platform(k + BACK if came_back else k)
    category = chance.choices(_CATEGORIES, _CATEGORY_SHARES)[0]
    confidence = "certain" if luck[2] < 0.5 else "high" if luck[2] < 0.8 else "medium"
    took = min(chance.lognormvariate(1.6, 0.8), 60) * DAY
    note = " ".join(chance.choices(_WORDS, k=3)) if luck[3] < 0.3 else ""
    if luck[3] < 0.1:
        note += f" {RARE_WORD.format(k // 2_000)}"
    page = parse_page(_ADDRESSES[platform].format(PAGE.format(k + BACK if came_back else k)))
    pen = _Pen(size - k, actor, END - (k + 1) * STEP)
    flagged: dict[str, Fact] = {
        "platform": page.platform,
        "kind": page.kind,
        "key_version": page.key_version,
        "channel": channel,
        "private": private,
        "attempt": 2 if came_back else 1,
        "previous": size - k - BACK if came_back else None,
        "category": category,
        "confidence": confidence,
    }
    yield pen.write(
        Action.FLAG,
        timedelta(0),
        flagged,
        url=page.typed,
        canonical=page.canonical,
        page_key=page.key,
        note=note,
    )
    if luck[4] < 0.06:
        yield pen.write(Action.NOTE, HOUR / 4, note="Looked at it again.")
    reference: dict[str, Fact] = {"reference": f"S-{k // 5}"} if luck[5] < 0.3 else {}
    described: dict[str, Fact] = {"category": category, "confidence": confidence, "basis": "both"}
    yield pen.write(Action.REFER, (1 + 5 * luck[6]) * HOUR, {**described, **reference})
    if comes_back:
        yield pen.write(Action.CLOSE, DAY / 2 + DAY * luck[7])
        again = END - (k - BACK + 1) * STEP - pen.at
        yield pen.write(Action.REAPPEAR, again, {"next": size - k + BACK})
    else:
        yield from _answer(pen, luck[7], took, chance)


def _answer(pen: _Pen, luck: float, took: timedelta, chance: Random) -> Iterator[Event]:
    late = DAY * 3 * chance.random() if chance.random() < 0.05 else timedelta(0)
    more = chance.random()
    if luck < 0.11:  # the seeds' 137 of 1,200 that were never answered
        if more < 0.3:
            yield pen.write(Action.ACKNOWLEDGE, DAY * more)
    elif luck < 0.12:
        yield pen.write(Action.WITHDRAW, DAY * more, {"reason": "mistake"})
    elif luck < 0.13:
        yield pen.write(Action.VANISH, took)
    elif luck < 0.135:
        yield pen.write(Action.HOLD, DAY * more, actor=LEAD, reason="Somebody looks into it.")
        yield pen.write(Action.RELEASE, 5 * DAY, actor=LEAD)
        yield pen.write(Action.CLOSE, took)
    elif luck < 0.165:
        yield pen.write(Action.RESTRICT, took, late=late, restriction="Not shown in one country.")
    elif luck < 0.54:
        said = "Does not go against our standards." if more < 0.2 else ""
        reason: dict[str, Fact] = {"reason": _REASONS[int(more * len(_REASONS))]}
        yield pen.write(Action.REJECT, took, reason, late=late, words=said)
        if more > 0.9:
            yield pen.write(
                Action.APPEAL, DAY * (1 + 8 * chance.random()), ground="It is an offer."
            )
            upheld = Action.UPHOLD if more > 0.93 else Action.OVERTURN
            yield pen.write(upheld, DAY * (5 + 15 * chance.random()))
    else:
        yield pen.write(Action.CLOSE, took, late=late)


def _shares(luck: float) -> tuple[str, bool]:
    at = luck * sum(CHANNEL_SHARES)
    for channel, share in zip(CHANNELS, CHANNEL_SHARES, strict=True):
        if at < share:
            return channel
        at -= share
    return CHANNELS[-1]


def _platform(k: int) -> tuple[int, str]:
    """A page keeps its platform when it comes back."""
    at = k * 7_919 % 100
    for index, share in enumerate(_PLATFORM_SHARES):
        if at < share:
            return index, tuple(_ADDRESSES)[index]
        at -= share
    raise AssertionError


@cache
def _plan(channel: str, platform: str) -> Plan:
    return Config().plan_for(channel, platform)


def _reminded(k: int, referral: Referral, events: tuple[Event, ...]) -> Told:
    """As if the sweep had run every minute until NOW; what waits long was last told within 14 days."""
    plan = _plan(referral.channel, referral.platform)
    at = first_reminder(referral, plan)
    if at is None or at > NOW:
        return Told(referral, events, at)
    if waits_for(referral) is Waiting.APPEAL:
        return Told(referral, events, None, 1, at)
    times = 1 + max(0, (NOW - at).days - 14) // 14
    reminded = max(at, NOW - (k % 14 + 1) * DAY)
    again = next_reminder(referral, plan, times=times, reminded_at=reminded)
    while again is not None and again <= NOW:
        times, reminded = times + 1, again
        again = next_reminder(referral, plan, times=times, reminded_at=reminded)
    return Told(referral, events, again, times, reminded, to_escalate(referral, plan, reminded))
