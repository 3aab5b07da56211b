"""What config.yaml may say, and what follows from it for a channel or a platform."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from bot.config.answers import AnswerPhrases
from bot.config.audit import Audit
from bot.config.categories import (
    NO_TWINS,
    SOME,
    Category,
    Reason,
    shipped_categories,
    shipped_reasons,
)
from bot.config.channels import Channel, Digest, ReminderDays, WorkingHours
from bot.config.evidence import Evidence
from bot.config.indicators import IndicatorSettings
from bot.config.notices import NoticeSettings, Reporting
from bot.config.page_checks import PageChecks
from bot.config.retention import Retention
from bot.config.values import (
    HOST,
    Command,
    Country,
    Days,
    Id,
    Label,
    Model,
    Months,
    SlackChannel,
    SlackUser,
    Zone,
)
from bot.domain.answers.phrases import Verdict
from bot.domain.lifecycle.requests import Rules
from bot.domain.pages.checks import CheckPlan
from bot.domain.reminders import Hours, Plan
from bot.sentences.operations import config as sentences
from bot.sentences.recording.evidence import keeps_nothing


class Commands(Model):
    """The names of the two slash commands."""

    flag: Command = "/flag"
    referrals: Command = "/referrals"

    @model_validator(mode="after")
    def _two_names(self) -> Self:
        if self.flag == self.referrals:
            raise ValueError(sentences.TWO_NAMES)
        return self

    def named(self, sentence: str) -> str:
        """A sentence that says `/flag` or `/referrals`, with this team's names for them."""
        own = {"/flag": self.flag, "/referrals": self.referrals}
        return re.sub(r"(?<=`)/(?:flag|referrals)(?=[` ])", lambda found: own[found[0]], sentence)


class Delivery(Model):
    """Whether to risk a double or a lost message where Slack does not tell if it arrived."""

    in_doubt_without_history: Literal["double", "loss"] = "double"


AS_ALL = 0
"""The appeal window of a platform that does not set one: that of all platforms."""


class PlatformSettings(Model):
    """What the team set for one platform."""

    label: Label | None = None
    provider: Annotated[str, Field(max_length=200)] = ""
    hosts: tuple[Annotated[str, Field(pattern=HOST)], ...] = ()
    response_days: Days | None = None
    appeal_months: Months | None = AS_ALL
    policies: Mapping[Id, Annotated[str, Field(max_length=500)]] = Field(default_factory=dict)
    answers: AnswerPhrases = AnswerPhrases()
    notice: Reporting = Reporting()


class Report(Model):
    """What the yearly report of a trusted flagger (DSA Art. 22(3)) says beside the figures.

    `organisation` is who publishes it; the team's name stands for it where it is empty.
    `independence` explains the procedures that keep the organisation independent of the platforms,
    as Markdown.
    """

    organisation: Annotated[str, Field(max_length=200)] = ""
    independence: Annotated[str, Field(max_length=20_000)] = ""


class Config(Model):
    """The whole of config.yaml."""

    team: Label = "Referral desk"
    time_zone: Zone = "Europe/London"
    country: Country | None = None
    leads: tuple[SlackUser, ...] = ()
    channels: Mapping[SlackChannel, Channel] = Field(default_factory=dict)
    guests: bool = False
    other_workspaces: bool = False
    commands: Commands = Commands()
    working_hours: WorkingHours = WorkingHours()
    digest: Digest = Digest()
    reminders: ReminderDays = ReminderDays()
    delivery: Delivery = Delivery()
    page_checks: PageChecks = PageChecks()
    retention: Retention = Retention()
    audit: Audit = Audit()
    evidence: Evidence = Evidence()
    indicators: IndicatorSettings = IndicatorSettings()
    lead_review: tuple[Id, ...] = ()
    response_days: Days = 7
    appeal_months: Months | None = 6
    percent_from: Annotated[int, Field(ge=1, le=1_000)] = 10
    platforms: Mapping[Id, PlatformSettings] = Field(default_factory=dict)
    categories: Annotated[tuple[Category, ...], SOME, NO_TWINS] = Field(
        default_factory=shipped_categories
    )
    rejection_reasons: Annotated[tuple[Reason, ...], SOME, NO_TWINS] = Field(
        default_factory=shipped_reasons
    )
    answers: AnswerPhrases = AnswerPhrases()
    notice: NoticeSettings = NoticeSettings()
    report: Report = Report()

    @model_validator(mode="after")
    def _server_for_mail(self) -> Self:
        if not self.notice.smtp and any(one.notice.mail for one in self.platforms.values()):
            raise ValueError(sentences.A_MAIL_SERVER)
        return self

    def zone(self, channel: str) -> ZoneInfo:
        """The time zone of a channel."""
        own = self.channels.get(channel)
        return ZoneInfo((own and own.time_zone) or self.time_zone)

    def owner_for(self, channel: str, now: datetime) -> str:
        """Who owns what is flagged in a channel now, by its rota; empty where it has none."""
        own = self.channels.get(channel)
        return own.rota.on(now.astimezone(self.zone(channel)).date()) if own and own.rota else ""

    def holidays_for(self, channel: str) -> str:
        """Whose public holidays are no working days in a channel: a country or a part of it, if any."""
        own = self.channels.get(channel)
        return (own and own.country) or self.country or ""

    def country_for(self, channel: str) -> str | None:
        """The country whose phone numbers are written without one in a channel; None: none is."""
        return self.holidays_for(channel).partition("-")[0] or None

    def finds_indicators(self, category: str | None) -> bool:
        """Whether indicators are looked for in the notes of pages of this category."""
        return category not in self._typed_only

    def digest_for(self, channel: str) -> Digest:
        """When a channel's digest is posted."""
        own = self.channels.get(channel)
        return (own and own.digest) or self.digest

    def working_hours_for(self, channel: str) -> WorkingHours:
        """When people of a channel may be reminded."""
        own = self.channels.get(channel)
        return (own and own.working_hours) or self.working_hours

    def reminds_in_channel(self, channel: str) -> bool:
        """Whether what waits in a channel is brought up there, and not to each owner alone."""
        own = self.channels.get(channel)
        return ((own and own.reminders) or self.reminders.where) == "channel"

    def allows(self, channel: str) -> bool:
        """Whether the bot works in this channel; conversations with it alone always do."""
        return not self.channels or channel in self.channels

    def response_days_for(self, platform: str) -> int:
        """After how many days without an answer a referral to this platform is overdue."""
        own = self.platforms.get(platform)
        return (own and own.response_days) or self.response_days

    def appeal_months_for(self, platform: str) -> int | None:
        """The platform's appeal window in months; None where there is no limit.

        A platform may say null of its own, where the default is a number.
        """
        own = self.platforms.get(platform)
        return (
            self.appeal_months if own is None or own.appeal_months == AS_ALL else own.appeal_months
        )

    def reviews_first(self, platform: str) -> bool:
        """Whether a lead looks first at flags of this platform."""
        return "all" in self.lead_review or platform in self.lead_review

    def checks_for(self, platform: str) -> CheckPlan | None:
        """When pages of this platform are looked at; None where page checks are off for it."""
        on = self.page_checks.platforms
        return self.page_checks.plan if "all" in on or platform in on else None

    def plan_for(self, channel: str, platform: str) -> Plan:
        """When what waits in this channel, at this platform, is brought up."""
        hours = self.working_hours_for(channel)
        return Plan(
            response_days=self.response_days_for(platform),
            flagged_days=self.reminders.flagged_days,
            again_days=self.reminders.overdue_again_days,
            escalate_after_days=self.reminders.escalate_after_days,
            appeal_window_days=self.reminders.appeal_window_days,
            hours=Hours(
                self.zone(channel), hours.start, hours.end, hours.days, self.holidays_for(channel)
            ),
            rules=self.rules_for(channel),
        )

    def rules_for(self, channel: str) -> Rules:
        """What decisions about a referral of this channel need to know."""
        zone = self.zone(channel)
        return self.rules if zone == self.rules.zone else replace(self.rules, zone=zone)

    def category_label(self, category: str | None) -> str:
        """The category as people read it; the id where config has forgotten it."""
        return self._category_labels.get(category or "", category or "")

    def keeps_nothing(self, category: str | None) -> str | None:
        """Why nothing may be kept of pages of a category, and whom to go to; None where it may."""
        found = next((one for one in self.categories if one.id == category), None)
        if found is None or found.keep != "nothing":
            return None
        return keeps_nothing(found.label, found.go_to)

    def category_in(self, category: str | None, language: str) -> str:
        """The category in a notice's language; as people of the team read it where it has no label."""
        found = next((one for one in self.categories if one.id == category), None)
        return found.labels.get(language, found.label) if found else category or ""

    def reporting_for(self, platform: str) -> Reporting:
        """How a platform is notified, as far as config says."""
        own = self.platforms.get(platform)
        return own.notice if own else Reporting()

    def reason_label(self, reason: str | None) -> str:
        """The rejection reason as people read it; the id where config has forgotten it."""
        return self._reason_labels.get(reason or "", reason or "")

    def phrases_for(self, platform: str | None) -> dict[Verdict, tuple[str, ...]]:
        """The team's phrases for an answer; `platform` is the one that all its pages are of, if any."""
        own = self.platforms.get(platform or "")
        several = (self.answers.told, own.answers.told if own else {})
        return {
            verdict: tuple(phrase for told in several for phrase in told.get(verdict, ()))
            for verdict in Verdict
        }

    def policy(self, platform: str, category: str | None) -> str:
        """The policy note that speaks of this category on this platform, or nothing."""
        own = self.platforms.get(platform)
        named = self._policies.get(category or "")
        return own.policies.get(named, "") if own and named else ""

    @cached_property
    def _category_labels(self) -> dict[str, str]:
        return {one.id: one.label for one in self.categories}

    @cached_property
    def _reason_labels(self) -> dict[str, str]:
        return {one.id: one.label for one in self.rejection_reasons}

    @cached_property
    def _policies(self) -> dict[str, str | None]:
        return {one.id: one.policy for one in self.categories}

    @cached_property
    def _typed_only(self) -> frozenset[str]:
        return frozenset(
            one.id for one in self.categories if one.indicators == "typed" or one.keep == "nothing"
        )

    @cached_property
    def extra_hosts(self) -> dict[str, str]:
        """Host to platform id, as config adds them."""
        return {host: name for name, one in self.platforms.items() for host in one.hosts}

    @cached_property
    def rules(self) -> Rules:
        """What the lifecycle's decisions need to know of the config."""
        return Rules(
            categories=tuple(one.id for one in self.categories),
            reasons=tuple(one.id for one in self.rejection_reasons),
            nothing_kept=frozenset(one.id for one in self.categories if one.keep == "nothing"),
            appeal_months={name: self.appeal_months_for(name) for name in self.platforms},
            default_appeal_months=self.appeal_months,
            zone=ZoneInfo(self.time_zone),
        )
