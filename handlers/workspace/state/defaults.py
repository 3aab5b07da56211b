"""The workspace that stands there when nobody says otherwise."""

from __future__ import annotations

from handlers.workspace.state.model import AppInfo, SlackChannel, SlackTeam, User

STRANGERS_TEAM = "T0ELSEWHERE"

NEWER_BLOCKS = frozenset(
    {"alert", "card", "carousel", "container", "data_table", "data_visualization", "table"}
)

SCOPES = frozenset(
    {
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "users:read",
        "users:read.email",
    }
)
"""What an app may do that says nothing else: what the referral bot's manifest asks for."""
EVERY_SCOPE = SCOPES | {
    "channels:join",
    "channels:manage",
    "groups:write",
    "mpim:history",
    "mpim:read",
    "reactions:read",
    "team:read",
}
"""What the Web API here can ask for."""


def default_users(team: SlackTeam) -> list[User]:
    """Two analysts, a lead who administers the workspace, a guest, and somebody from elsewhere."""
    return [
        User("U0ANALYST", "analyst", "Analyst", team_id=team.id),
        User("U0SECOND", "second", "Second analyst", tz="Europe/Rome", team_id=team.id),
        User("U0LEAD", "lead", "Lead", is_admin=True, team_id=team.id),
        User("U0GUEST", "guest", "Guest", is_restricted=True, team_id=team.id),
        User("U0PARTNER", "partner", "Partner", is_stranger=True, team_id=STRANGERS_TEAM),
    ]


def default_channels(app: AppInfo, users: list[User]) -> list[SlackChannel]:
    """#referrals with everybody and the bot, #general without the bot, and a private #casework."""
    everybody = [user.id for user in users]
    own = [user.id for user in users if not user.is_stranger]
    leads = [user.id for user in users if user.name in {"analyst", "lead"}]
    return [
        SlackChannel(
            "C0REFERRALS", "referrals", topic="Flagged pages", members=[*everybody, app.bot_user_id]
        ),
        SlackChannel("C0GENERAL", "general", topic="Everything else", members=own),
        SlackChannel(
            "C0CASEWORK",
            "casework",
            "private",
            topic="Cases under investigation",
            members=[*leads, app.bot_user_id],
        ),
    ]
