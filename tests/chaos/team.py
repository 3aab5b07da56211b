"""Thirty people, six channels, and what fell due before and falls due while the bot is killed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import yaml

from bot.actions.recording.flag import FlagRequest, flag
from bot.config import Config
from bot.config.reading import read_config
from bot.domain.lifecycle.referral import Action
from bot.domain.lifecycle.requests import ActionRequest
from bot.domain.people import Actor, KnownPerson, Person, Place
from bot.domain.times import WEEKDAYS
from handlers.workspace.state.faults import FaultRule
from handlers.workspace.state.model import AppInfo, SlackChannel, User
from handlers.workspace.state.workspace import Workspace
from storage.database import SqlStore
from tests.harness.without_slack.action_harness import act_on

BOT = AppInfo().bot_user_id
PEOPLE = [f"U0P{n:02}" for n in range(1, 31)]
LEAD = "U0LEAD"
COLLEAGUES = [f"U0C{n:04}" for n in range(2_400)]
"""Members of the workspace who do nothing: Slack lists them on three pages."""
CHANNELS = [f"C0DESK{n}" for n in range(1, 7)]
RESPONSE_DAYS = 7
REFERRED = {"category": "vessels", "confidence": "high", "basis": "both"}


def channel_of(person: int) -> str:
    """Where the nth person works."""
    return CHANNELS[person % len(CHANNELS)]


def make_workspace() -> Workspace:
    """Everybody is in every channel, and so is the bot. The list of members is put off."""
    users = [
        User(one, f"person{n}", f"Person {n}", team_id="T0REFERRAL")
        for n, one in enumerate(PEOPLE, start=1)
    ]
    lead = User(LEAD, "lead", "The Lead", is_admin=True, team_id="T0REFERRAL")
    channels = [
        SlackChannel(one, f"desk-{n}", members=[*PEOPLE, LEAD, BOT])
        for n, one in enumerate(CHANNELS, start=1)
    ]
    others = [User(one, one.lower(), one, team_id="T0REFERRAL") for one in COLLEAGUES]
    workspace = Workspace(users=[*users, *others, lead], channels=channels)
    workspace.faults.replace(MEMBERS_PUT_OFF, seed=4)
    return workspace


MEMBERS_PUT_OFF = [
    FaultRule("users.list", "429", seconds=1.0, times=2),
    FaultRule("users.list", "429", share=0.5, seconds=1.0),
]


@dataclass
class Team:
    """The config, and what has to come: numbers to be reminded of, and a digest in each channel.

    People are reminded when their work begins: in half of the channels it has just begun, in the
    others it begins at `soon`, when the last channel's digest falls due too.
    """

    start: datetime
    soon: datetime
    """A full minute; before the start where nothing is to fall due while the bot is killed."""
    zone: str = ""
    reminded: list[int] = field(default_factory=list)
    seeded: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        # It has to be the middle of the day, at whatever hour this runs.
        away = self.start.hour - 12
        self.zone = f"Etc/GMT{away:+d}" if away else "Etc/GMT"

    def begins(self, channel: str) -> datetime:
        """When work begins in a channel."""
        return self.soon if channel in CHANNELS[3:] else self.start.replace(second=0, microsecond=0)

    def config_text(self) -> str:
        """What stands in config.yaml."""
        zone = ZoneInfo(self.zone)
        channels: dict[str, dict[str, object]] = {}
        for channel in CHANNELS:
            begins = f"{self.begins(channel).astimezone(zone):%H:%M}"
            hours = {"from": begins, "to": "20:00", "days": list(WEEKDAYS)}
            channels[channel] = {"working_hours": hours}
        if self.soon > self.start:
            local = self.soon.astimezone(zone)
            digest = {"day": WEEKDAYS[local.weekday()], "time": f"{local:%H:%M}", "late_days": 3}
            channels[CHANNELS[-1]]["digest"] = digest
        return yaml.safe_dump(
            {
                "time_zone": self.zone,
                "response_days": RESPONSE_DAYS,
                "digest": {"day": "monday", "time": "00:00", "late_days": 7},
                "channels": channels,
            }
        )

    def config(self) -> Config:
        """The same, read."""
        return read_config(self.config_text())

    def seed(self, store: SqlStore) -> None:
        """Write down what happened before: a decided referral in each channel, so that its digest
        has something to tell, and referrals that are overdue when work begins."""
        for n, user in enumerate(PEOPLE, start=1):
            known = KnownPerson(user, f"Person {n}")
            store.write(lambda uow, known=known: uow.people.put(known))  # type: ignore[misc]
        long_ago = self.start - timedelta(days=16)
        for n, channel in enumerate(CHANNELS):
            number = self._refer(store, f"old{n}", n, channel, long_ago)
            self._act(store, number, n, channel, Action.CLOSE, long_ago + timedelta(hours=1))
        for n in range(2 * len(CHANNELS)):
            channel = channel_of(n)
            at = self.begins(channel) - timedelta(days=RESPONSE_DAYS, minutes=1)
            self.reminded.append(self._refer(store, f"due{n}", n, channel, at))

    def _refer(self, store: SqlStore, name: str, who: int, channel: str, at: datetime) -> int:
        person, place = Person(PEOPLE[who], PEOPLE[who]), Place(channel, channel.lower())
        request = FlagRequest(page(name), None, {})
        before = at - timedelta(minutes=1)
        report = store.write(
            lambda uow: flag(uow, request, Actor(person, place, before), self.config())
        )
        (flagged,) = report.flagged
        assert flagged.referral is not None
        number = flagged.referral.number
        self.seeded.append(number)
        self._act(store, number, who, channel, Action.REFER, at, **REFERRED)
        return number

    def _act(
        self,
        store: SqlStore,
        number: int,
        who: int,
        channel: str,
        action: Action,
        at: datetime,
        **answers: str,
    ) -> None:
        person, place = Person(PEOPLE[who], PEOPLE[who]), Place(channel, channel.lower())
        request = ActionRequest(action, answers=answers)
        store.write(
            lambda uow: act_on(uow, number, request, Actor(person, place, at), self.config())
        )


def page(name: str) -> str:
    """The address of a page of its own."""
    return f"https://www.example.com/pages/{name}"


def now() -> datetime:
    """Real time, as the processes have it."""
    return datetime.now(UTC)
