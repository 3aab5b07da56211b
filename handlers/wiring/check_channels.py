"""What `referral-bot check` says of config's channels: whether the bot is in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Config
from bot.sentences.operations import health
from handlers.slack.context.responder import NETWORK, slack_code
from handlers.wiring.check_leads import Line

AT_ONCE = 999
"""Channels on a page: the most that Slack gives."""
LINES = 20
"""More channels than this are told together, and of no more than this many Slack is asked why."""


async def where_it_is(client: AsyncWebClient, config: Config) -> list[Line]:
    """A line for each channel that config names; for many of them, one for all that are well.

    Slack is asked for all channels of the bot, page by page, and for those alone that are not there.
    """
    if not config.channels:
        return []
    try:
        known = {str(one.get("id")): one async for one in _own_channels(client)}
        there = [known[channel] for channel in config.channels if channel in known]
        missing = [channel for channel in config.channels if channel not in known]
        lines = [*_well(there), *[await _why(client, channel) for channel in missing[:LINES]]]
    except (SlackApiError, *NETWORK) as error:
        code = slack_code(error) if isinstance(error, SlackApiError) else type(error).__name__
        return [(health.CHANNELS, True, health.channels_not_said(code), True)]
    if more := missing[LINES:]:
        lines.append((health.CHANNELS, False, health.in_none_of(len(more), more[:LINES]), False))
    return lines


def _well(there: list[dict[str, Any]]) -> Iterator[Line]:
    shared = [one for one in there if one.get("is_ext_shared")]
    own = [one for one in there if not one.get("is_ext_shared")]
    if len(own) <= LINES:
        yield from ((_subject(one), True, health.IN_CHANNEL, False) for one in own)
    else:
        yield health.CHANNELS, True, health.in_all_of(len(own)), False
    yield from ((_subject(one), True, health.SHARED_CHANNEL, True) for one in shared[:LINES])
    if more := shared[LINES:]:
        yield health.CHANNELS, True, health.more_shared(len(more)), True


def _subject(told: dict[str, Any]) -> str:
    return health.channel(f"#{told.get('name') or told.get('id')}")


async def _own_channels(client: AsyncWebClient) -> Any:
    cursor, seen = "", set[str]()
    while cursor not in seen:
        seen.add(cursor)
        answer = await client.api_call(
            "users.conversations",
            data={
                "types": "public_channel,private_channel",
                "limit": str(AT_ONCE),
                "cursor": cursor,
            },
        )
        for one in answer.get("channels") or []:
            yield one
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return


async def _why(client: AsyncWebClient, channel: str) -> Line:
    """A channel that is not among the bot's own."""
    try:
        asked = await client.api_call("conversations.info", data={"channel": channel})
    except SlackApiError as error:
        refused = health.channel_refused(slack_code(error))
        return health.channel(channel), False, refused, False
    told = asked.get("channel") or {}
    if told.get("is_member") or told.get("is_im") or told.get("is_mpim"):
        return _subject({"id": channel, **told}), True, health.IN_CHANNEL, False
    return _subject({"id": channel, **told}), False, health.NOT_IN_CHANNEL, False
