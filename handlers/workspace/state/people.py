"""The team, its people, and the app that is installed in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zlib import crc32

JSON = dict[str, Any]
_COLOURS = ("#2b7a78", "#9c3d54", "#4a6fa5", "#8a6d1d", "#6b4c9a", "#3f7d3a", "#a4552a")


@dataclass(frozen=True)
class SlackTeam:
    id: str = "T0REFERRAL"
    name: str = "Referral Desk"
    domain: str = "referral-desk"
    enterprise: str = ""
    """The Enterprise Grid that it is in, if it is in one."""
    whole_organisation: bool = False
    """Whether the app is installed in all of the Grid, and not in this workspace alone."""


@dataclass(frozen=True)
class User:
    """A person, or the app's bot user. `is_stranger`: belongs to another workspace (Slack Connect).

    `display_name` is what they set to be called; Slack leaves it empty until then.
    """

    id: str
    name: str
    real_name: str = ""
    display_name: str = ""
    title: str = ""
    tz: str = "Europe/London"
    email: str = ""
    is_admin: bool = False
    is_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False
    team_id: str = ""
    teams: tuple[str, ...] = ()
    """The workspaces of the Enterprise Grid that they are in; `team_id` is their home."""

    @property
    def shown_name(self) -> str:
        return self.real_name or self.name.capitalize()

    @property
    def colour(self) -> str:
        return _COLOURS[crc32(self.id.encode()) % len(_COLOURS)]

    def as_slack(self, *, with_email: bool = True) -> JSON:
        profile: JSON = {
            "real_name": self.shown_name,
            "real_name_normalized": self.shown_name,
            "display_name": self.display_name,
            "display_name_normalized": self.display_name,
            "title": self.title,
            "team": self.team_id,
        }
        if with_email and not self.is_bot:
            profile["email"] = self.email or f"{self.name}@example.com"
        return {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "color": self.colour.removeprefix("#"),
            "real_name": self.shown_name,
            "tz": self.tz,
            "tz_label": self.tz,
            "profile": profile,
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": False,
            "is_bot": self.is_bot,
            "is_stranger": self.is_stranger,
            "is_app_user": False,
            **({"enterprise_user": {"teams": list(self.teams)}} if self.teams else {}),
        }

    def as_page(self) -> JSON:
        return {
            "id": self.id,
            "name": self.name,
            "real_name": self.shown_name,
            "title": self.title,
            "tz": self.tz,
            "is_admin": self.is_admin,
            "is_restricted": self.is_restricted,
            "is_stranger": self.is_stranger,
            "is_bot": self.is_bot,
            "deleted": self.deleted,
            "team_id": self.team_id,
            "color": self.colour,
        }


@dataclass(frozen=True)
class AppInfo:
    """The one app that is installed in the workspace."""

    id: str = "A0REFERRAL"
    name: str = "Referral Bot"
    bot_user_id: str = "U0REFERRALBOT"
    bot_id: str = "B0REFERRAL"
    bot_name: str = "referral-bot"
    color: str = "#4a154b"
