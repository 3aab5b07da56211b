"""What config says of channels: hours, holidays, digests, reminders, whose week it is."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.config.values import ClockTime, Country, Days, Model, SlackUser, Weekday, Zone
from bot.domain.workdays.rota import on_duty
from bot.sentences.operations import config as sentences

RemindersGo = Literal["direct", "channel"]
"""Reminders go to the owner in a direct message, or into the channel where the page was flagged."""


class WorkingHours(Model):
    """When people may be reminded, in their channel's time zone."""

    start: ClockTime = Field(default=time(9), validation_alias="from")
    end: ClockTime = Field(default=time(17, 30), validation_alias="to")
    days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = (
        *("monday", "tuesday", "wednesday", "thursday", "friday"),
    )

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.start >= self.end:
            raise ValueError(sentences.FROM_BEFORE_TO)
        return self


class Digest(Model):
    """When a channel's digest is posted, and what it is about.

    `period` is the week or the month that ended; `since` makes it all from that day to then.
    `scope` is the whole team's referrals, or those flagged in the channel.
    """

    enabled: bool = True
    day: Weekday = "monday"
    time: ClockTime = time(9)
    late_days: Days = 3
    period: Literal["week", "month"] = "week"
    since: date | None = None
    scope: Literal["team", "channel"] = "team"


class ReminderDays(Model):
    """When what waits is brought up, in days, and where."""

    overdue_again_days: Annotated[tuple[Days, ...], Field(min_length=1, max_length=10)] = (
        3,
        7,
        14,
    )
    escalate_after_days: Days = 21
    flagged_days: Days = 3
    appeal_window_days: Days = 14
    where: RemindersGo = "direct"


class Rota(Model):
    """Who owns what is flagged in a channel: one person a week, in turn, from `starts` on."""

    starts: date
    people: Annotated[tuple[SlackUser, ...], Field(min_length=1, max_length=100)]

    def on(self, day: date) -> str:
        """Whose week it is; empty before the first."""
        return on_duty(self.people, self.starts, day)


class Channel(Model):
    """What is different in one channel."""

    time_zone: Zone | None = None
    country: Country | None = None
    digest: Digest | None = None
    working_hours: WorkingHours | None = None
    reminders: RemindersGo | None = None
    rota: Rota | None = None
