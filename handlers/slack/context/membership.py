"""What Slack says of a person → who they are, and whether this workspace is one of theirs.

Pure. Of a request only the place counts (`team.id`, a command's `team_id`): on an Enterprise Grid its
`user.team_id` is the person's home, which may be another workspace of the organisation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.people import Belonging, KnownPerson, OwnWorkspace

SLACKBOT = "USLACKBOT"


def belonging(user: str, told: Mapping[str, Any], here: OwnWorkspace) -> Belonging:
    """Who `user` is by Slack's user object `told` (`users.info`, `users.list`)."""
    profile = told.get("profile") or {}
    real_name = profile.get("real_name") or told.get("real_name") or ""
    name = profile.get("display_name") or real_name or told.get("name") or user
    is_bot = bool(told.get("is_bot") or told.get("is_workflow_bot")) or user == SLACKBOT
    listed = here.team in _workspaces(told)
    known = KnownPerson(
        id=user,
        name=str(name),
        email=str(profile.get("email") or ""),
        admin=any(told.get(one) for one in ("is_admin", "is_owner", "is_primary_owner")),
        guest=bool(told.get("is_restricted") or told.get("is_ultra_restricted")),
        external=is_bot or _of_elsewhere(told, here),
        deactivated=bool(told.get("deleted")),
        real_name=str(real_name),
    )
    return Belonging(known, listed=listed and not known.external, is_bot=is_bot)


def _workspaces(told: Mapping[str, Any]) -> tuple[str, ...]:
    """The workspaces of the organisation that Slack says they are in; none outside a Grid."""
    teams = (told.get("enterprise_user") or {}).get("teams") or ()
    return tuple(str(one) for one in teams)


def _of_elsewhere(told: Mapping[str, Any], here: OwnWorkspace) -> bool:
    """Whether Slack says that they are of another workspace. Where it names none, it doesn't."""
    if told.get("is_stranger"):
        return True
    if workspaces := _workspaces(told):
        return here.team not in workspaces
    home = str(told.get("team_id") or "")
    return not here.is_named(home)
