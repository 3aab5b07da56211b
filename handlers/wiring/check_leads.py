"""What `referral-bot check` says of the leads: who they are, and whom config names in vain."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Config
from bot.domain.people import KnownPerson, OwnWorkspace
from bot.sentences.operations import health
from handlers.slack.context.members import AT_ONCE
from handlers.slack.context.membership import belonging
from handlers.slack.context.responder import NETWORK, slack_code

Line = tuple[str, bool, str, bool]
"""What is spoken of, whether it is well, the sentence, and whether it is a warning."""


async def who_leads(client: AsyncWebClient, config: Config, here: OwnWorkspace) -> list[Line]:
    """Whom Slack and config together make leads. Slack is asked, and not waited for."""
    try:
        named = [await _person(client, lead, here) for lead in config.leads]
        known = named if any(one.full_member for one in named) else await _admins(client, here)
    except (SlackApiError, *NETWORK):
        return [(health.LEADS, True, health.MEMBERS_LATER, True)]
    lines: list[Line] = [
        (health.LEADS, True, health.lead_is_none(_said(one), _why(one)), True)
        for one in named
        if not one.full_member
    ]
    leads = [one for one in known if one.full_member]
    if not leads:
        return [*lines, (health.LEADS, False, health.no_lead_known(bool(config.leads)), False)]
    return [*lines, (health.LEADS, True, ", ".join(map(_said, leads)), False)]


async def _person(client: AsyncWebClient, user: str, here: OwnWorkspace) -> KnownPerson:
    try:
        answer = await client.api_call("users.info", data={"user": user})
    except SlackApiError as error:
        if slack_code(error) not in ("user_not_found", "user_not_visible"):
            raise
        return KnownPerson(user, "", external=True)
    return belonging(user, answer.get("user") or {}, here).known


async def _admins(client: AsyncWebClient, here: OwnWorkspace) -> list[KnownPerson]:
    """The admins on the first page that has any."""
    async for page in _pages(client):
        known = [belonging(str(one.get("id")), one, here).known for one in page]
        if found := [one for one in known if one.leads(())]:
            return found
    return []


async def _pages(client: AsyncWebClient) -> AsyncIterator[list[dict[str, Any]]]:
    cursor, seen = "", set[str]()
    while cursor not in seen:
        seen.add(cursor)
        answer = await client.api_call("users.list", data={"limit": str(AT_ONCE), "cursor": cursor})
        yield answer.get("members") or []
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return


def _said(one: KnownPerson) -> str:
    return f"{one.name} ({one.id})" if one.name else one.id


def _why(one: KnownPerson) -> str:
    if one.deactivated:
        return health.NO_LEADS["deactivated"]
    if not one.name:
        return health.NO_LEADS["unknown"]
    return health.NO_LEADS["guest" if one.guest else "external"]
