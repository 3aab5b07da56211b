"""Counts for statistics and digests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.figures.comparisons import Submission
from bot.domain.figures.days import Times
from bot.domain.figures.digest import Digest
from bot.domain.figures.joined import NewlyJoined
from bot.domain.figures.query import FigureQuery
from bot.domain.figures.shares import Recent
from bot.domain.figures.statistics import (
    Cohort,
    Counts,
    Decided,
    Flow,
    Ground,
    Overdue,
    Standing,
    Team,
)
from bot.domain.figures.worked import PastDecision
from bot.domain.times import Period


class Figures(Protocol):
    """Counts for statistics and digests; `bot.domain.figures.recount` says what each must come to."""

    def cohort(self, query: FigureQuery) -> Cohort:
        """What became of the pages referred in a period; `query.as_of` replays the events."""

    def cohorts(self, queries: Sequence[FigureQuery]) -> tuple[Cohort, ...]:
        """Several cohorts as of the same instant; events are replayed once."""

    def on_hold(self, query: FigureQuery) -> Mapping[Standing, int]:
        """How many of each are on hold; for leads. What was held at its flag is unseen."""

    def by_ground(self, query: FigureQuery) -> dict[Ground, Cohort]:
        """The cohort of each ground; `query` asks for none of its own. Events are replayed once."""

    def flow(self, query: FigureQuery) -> Flow:
        """What happened in a period; `query.as_of` replays the events."""

    def newly_joined(
        self, period: Period, seen_in: str, only: str | None, common_above: int
    ) -> NewlyJoined:
        """What is new in common in a period, over what every member of `seen_in` may see.

        `only` narrows it to the pages of one channel; an indicator on more than `common_above` pages
        joins nothing.
        """

    def totals(self, channel: str | None = None) -> tuple[dict[str, Counts], Times]:
        """What became of all that was ever referred, by platform, and how long it took."""

    def weekly(
        self, weeks: Sequence[Period], channel: str | None = None
    ) -> tuple[dict[str, Decided], ...]:
        """First outcomes by platform in each of these periods."""

    def submissions(
        self, period: Period, platform: str, channel: str | None = None
    ) -> tuple[Submission, ...]:
        """What each submission of one platform came to among the outcomes of a period."""

    def overdue(
        self,
        limits: Mapping[str, int],
        limit_days: int,
        now: datetime,
        *,
        channel: str | None = None,
        shown_in: str = "",
        name: int = 3,
    ) -> Overdue:
        """What waits for longer than its platform's limit in days, with the `name` oldest.

        A private place's referrals are counted, but named only where `shown_in` is that place.
        """

    def recent(self, query: FigureQuery) -> Mapping[Recent, int]:
        """What was referred last, as `query.recently` asks for it; none as of an instant."""

    def team(self, since: datetime, now: datetime) -> Team:
        """What became, by now, of the pages referred since then, in short."""

    def standings(self) -> Mapping[Standing, int]:
        """How many referrals stand where."""

    def under_appeal(self) -> int:
        """How many referrals are under appeal."""

    def by_place(self, query: FigureQuery) -> dict[str, Counts]:
        """The cohort by the channel that a page was flagged in."""

    def by_flagger(self, query: FigureQuery) -> dict[str, Counts]:
        """The cohort by who flagged; for leads."""

    def corrected(self, period: Period, since: datetime, channel: str | None = None) -> int:
        """How many referrals' first outcomes in the period differ from what they were `since`.

        Counts those whose outcome was recorded late, taken back, changed, or moved in or out.
        """

    def read_anew(self, since: datetime, channel: str | None = None) -> int:
        """How many referrals' addresses newer rules have read otherwise since an instant."""

    def first_at(self, channel: str | None = None) -> datetime | None:
        """Since when there are records: the first of all that is counted, flagged or referred."""

    def said(self, channel: str) -> Digest | None:
        """The channel's last digest, as it was said."""

    def keep_said(self, channel: str, digest: Digest) -> None:
        """Keep a digest as it is said."""

    def decisions(
        self, platform: str, category: str, since: datetime, channel: str, most: int
    ) -> tuple[PastDecision, ...]:
        """The newest decisions since then, of what everybody in the channel may see, `most` at most."""

    def decided(self, platform: str, category: str, since: datetime, most: int) -> tuple[int, int]:
        """(rejected, decided) of the newest decisions since then, `most` at most."""
