"""What figures are asked for: a period, filters, and as of when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.figures.shares import Recently
from bot.domain.times import Period

NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """Which referrals are counted. None and () narrow nothing.

    `since` is included, `until` excluded; both compare with `happened_at`. `confidence` is that
    when referred; NOT_STATED asks for those without. `as_of` compares with `recorded_at`: figures
    as they could be known at that instant; None is everything recorded. `providers` are the
    companies by which `platforms` were asked for: they narrow nothing more. `channel` is where a page
    was flagged. `recently` asks for what was referred last apart. `ground` is what a referral rests on (`bot.domain.figures.statistics.Ground`).
    `case` is the name of a case: of it only what every member of the channel `seen_in` may see.
    """

    since: datetime | None = None
    until: datetime | None = None
    platforms: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    confidence: str | None = None
    channel: str | None = None
    as_of: datetime | None = None
    ground: str | None = None
    providers: tuple[str, ...] = ()
    case: str | None = None
    seen_in: str = ""
    recently: Recently | None = None

    def holds(self, instant: datetime) -> bool:
        """Whether the instant lies in the period."""
        return (self.since is None or self.since <= instant) and (
            self.until is None or instant < self.until
        )


def within(period: Period, channel: str | None = None) -> FigureQuery:
    """The whole of a period, of the team or of one channel."""
    return FigureQuery(since=period.start, until=period.end, channel=channel)
